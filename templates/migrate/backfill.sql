{{! Goes over the pages of the table and its partitions, and commits after each few; again, until a pass }}
{{! fills nothing. Rows that writers add meanwhile, not filled, would have it go on for ever: ten passes. }}
DECLARE
    pgw_pages bigint; pgw_step bigint; pgw_page bigint;
    pgw_total bigint := 0; pgw_pass bigint; pgw_filled bigint; pgw_stuck bigint;
BEGIN
    FOR pgw_round IN 1 .. 10 LOOP
        SELECT max(pg_relation_size(relid) / current_setting('block_size')::bigint),
               greatest(1, {{batch|text}} * sum(greatest(c.relpages, 1)) / greatest(sum(c.reltuples), 1))
          INTO pgw_pages, pgw_step FROM (SELECT relid FROM pg_partition_tree({{table|literal}})
                                          UNION SELECT {{table|literal}}::regclass) t
          JOIN pg_class c ON c.oid = t.relid WHERE c.relkind = 'r';
        pgw_pass := 0;
        pgw_page := 0;
        WHILE pgw_page <= pgw_pages LOOP
            PERFORM set_config('search_path', {{path|literal}}, true);
            WITH filled AS (
                UPDATE {{table|text}} SET {{set|text}}
                 WHERE ctid >= format('(%s,0)', pgw_page)::tid AND ctid < format('(%s,0)', pgw_page + pgw_step)::tid AND ({{where|text}})
                RETURNING ({{where|text}}) AS again)
            SELECT count(*), count(*) FILTER (WHERE again) INTO pgw_filled, pgw_stuck FROM filled;
            IF pgw_stuck > 0 THEN
                RAISE EXCEPTION 'backfill %: % rows would have to be filled again', {{name|literal}}, pgw_stuck
                    USING HINT = 'The condition must not be true any more for a row that was filled.';
            END IF;
            COMMIT;
            pgw_pass := pgw_pass + pgw_filled;
            pgw_total := pgw_total + pgw_filled;
            pgw_page := pgw_page + pgw_step;
            IF pgw_filled > 0 THEN
                RAISE NOTICE 'backfill %: % rows, page % of %', {{name|literal}}, pgw_total, least(pgw_page, pgw_pages), pgw_pages;
            END IF;
        END LOOP;
        EXIT WHEN pgw_pass = 0;
    END LOOP;
END
