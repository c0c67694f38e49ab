{{! One row, one text: as long as it stays, nothing that the reader reads has changed. A row of a
    catalog that is changed has another xmin; VACUUM and ANALYZE write statistics in place. What is
    temporary does not count. }}
WITH lasting AS MATERIALIZED (
    SELECT c.oid, c.relkind, c.xmin FROM pg_catalog.pg_class c
     WHERE c.relpersistence <> 't' AND c.oid >= 16384 AND c.relkind <> 't'
), part (text) AS (
    SELECT pg_catalog.concat_ws(' ', d.oid, d.datname, pg_catalog.current_setting('server_version_num'),
                                (SELECT s.system_identifier FROM pg_catalog.pg_control_system() s), session_user)
      FROM pg_catalog.pg_database d WHERE d.datname = current_database()
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'roles', count(*), sum(pg_catalog.hashtextextended(r.rolname, r.oid::bigint)))
      FROM pg_catalog.pg_roles r
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_class', count(*), sum(pg_catalog.hashtextextended(l.xmin::text, l.oid::bigint)))
      FROM lasting l
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_attribute', count(*),
                                sum(pg_catalog.hashtextextended(a.xmin::text, l.oid::bigint * 65536 + a.attnum)))
      FROM lasting l JOIN pg_catalog.pg_attribute a ON a.attrelid = l.oid AND a.attnum > 0
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_index', count(*), sum(pg_catalog.hashtextextended(i.xmin::text, l.oid::bigint)))
      FROM lasting l JOIN pg_catalog.pg_index i ON i.indexrelid = l.oid
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_sequence', count(*), sum(pg_catalog.hashtextextended(s.xmin::text, l.oid::bigint)))
      FROM lasting l JOIN pg_catalog.pg_sequence s ON s.seqrelid = l.oid
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_attrdef', count(*), sum(pg_catalog.hashtextextended(d.xmin::text, d.oid::bigint)))
      FROM lasting l JOIN pg_catalog.pg_attrdef d ON d.adrelid = l.oid
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'owned', count(*),
                                sum(pg_catalog.hashtextextended(d.xmin::text, l.oid::bigint * 65536 + d.refobjsubid)))
      FROM lasting l
      JOIN pg_catalog.pg_depend d
        ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = l.oid AND d.deptype IN ('a', 'i', 'e')
     WHERE l.relkind = 'S'
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'members', count(*),
                                sum(pg_catalog.hashtextextended(d.xmin::text, d.objid::bigint * 65536 + d.refobjid::bigint)))
      FROM pg_catalog.pg_depend d WHERE d.deptype = 'e'
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_inherits', count(*),
                                sum(pg_catalog.hashtextextended(h.xmin::text, h.inhrelid::bigint * 65536 + h.inhseqno)))
      FROM pg_catalog.pg_inherits h
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_description', count(*),
                                sum(pg_catalog.hashtextextended(d.xmin::text, d.objoid::bigint * 65536 + d.objsubid)))
      FROM pg_catalog.pg_description d WHERE d.objoid >= 16384 OR d.classoid = 'pg_catalog.pg_namespace'::regclass
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_type', count(*), sum(pg_catalog.hashtextextended(t.xmin::text, t.oid::bigint)))
      FROM pg_catalog.pg_type t
      LEFT JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
     WHERE t.oid >= 16384 AND n.nspname !~ '^pg_(toast_)?temp_'
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_namespace', count(*), sum(pg_catalog.hashtextextended(n.xmin::text, n.oid::bigint)))
      FROM pg_catalog.pg_namespace n WHERE n.nspname !~ '^pg_(toast_)?temp_'
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'pg_constraint', count(*), sum(pg_catalog.hashtextextended(k.xmin::text, k.oid::bigint)))
      FROM pg_catalog.pg_constraint k
      JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
     WHERE n.nspname !~ '^pg_(toast_)?temp_'
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'mappings', count(*),
                                sum(pg_catalog.hashtextextended(m.umoptions::text, m.umid::bigint)))
      FROM pg_catalog.pg_user_mappings m
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', 'subscriptions', count(*),
                                sum(pg_catalog.hashtextextended(pg_catalog.concat_ws(' ', s.subname, s.subowner, s.subenabled,
                                    s.subslotname, s.subsynccommit, s.subpublications{{#if server_14}}, s.subbinary, s.substream{{/if}}{{#if server_15}}, s.subtwophasestate,
                                    s.subdisableonerr{{/if}}), s.oid::bigint))) -- what everybody may see of it
      FROM pg_catalog.pg_subscription s
    UNION ALL
    SELECT CASE WHEN pg_catalog.has_table_privilege('pg_catalog.pg_subscription', 'select') THEN
           pg_catalog.query_to_xml('SELECT s.oid, s.xmin FROM pg_catalog.pg_subscription s ORDER BY 1',
                                   false, true, '')::text END
{{#each catalogs}}
    UNION ALL
    SELECT pg_catalog.concat_ws(' ', {{name|literal}}, count(*),
                                sum(pg_catalog.hashtextextended(t.xmin::text, t.{{key|ident}}::oid::bigint)))
      FROM pg_catalog.{{name|ident}} t WHERE t.{{key|ident}}::oid >= 16384
{{/each}}
)
SELECT pg_catalog.md5(string_agg(part.text, E'\n' ORDER BY part.text COLLATE "C")) FROM part
