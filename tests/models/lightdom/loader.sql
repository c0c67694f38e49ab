-- One of two writers that store results of the same jobs at the same time, in contrary order.
\set ON_ERROR_STOP on
SELECT format($$BEGIN; INSERT INTO data_mining_results (job_id, validation_passed) VALUES ('job-%s', true), ('job-%s', false);
UPDATE data_mining_results SET validation_passed = NOT validation_passed WHERE result_id = (SELECT max(result_id) FROM data_mining_results WHERE job_id = 'job-%s'); COMMIT$$,
    1 + n % 2, 2 - n % 2, 1 + n % 2) FROM generate_series(:first, :first + 99) n \gexec
