-- Full-text search.
\ir ../expect.sql

CREATE FUNCTION pg_temp.found(words text) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(workflow_id, ' ' ORDER BY ts_rank(search_vector, q) DESC, workflow_id::int)
    FROM workflows, websearch_to_tsquery('english', words) q WHERE search_vector @@ q
$$;
SELECT pg_temp.same('the rows that were there', (SELECT count(*) FROM workflows WHERE search_vector IS NULL), 0);
SELECT pg_temp.same('… and nobody took that for a change', (SELECT count(*) FROM workflows WHERE updated_at <> created_at), 0);
SELECT pg_temp.same('by a form of a word', (SELECT count(*) FROM workflows WHERE search_vector @@ to_tsquery('english', 'send & mails')), 27);
UPDATE workflows SET title = 'Photosynthesis' WHERE workflow_id = '9';
UPDATE workflows SET description = 'about photosynthesis' WHERE workflow_id = '4';
SELECT pg_temp.same('a title weighs more', pg_temp.found('photosynthesis'), '9 4');
UPDATE workflows SET title = 'Else', search_vector = to_tsvector('photosynthesis') WHERE workflow_id = '9';
SELECT pg_temp.same('nobody else writes it', pg_temp.found('photosynthesis'), '4');
INSERT INTO workflows (workflow_id, title, url) VALUES ('99', 'Photosynthesis', 'https://n8n.io/workflows/99');
SELECT pg_temp.same('a new one', pg_temp.found('photosynthesis'), '99 4');
UPDATE workflows SET title = NULL, description = NULL WHERE workflow_id = '99';
SELECT pg_temp.same('without any text', pg_temp.found('photosynthesis'), '4');
