SELECT c.oid AS _oid, n.nspname AS _schema, c.relname AS _object,
       rtrim(pg_catalog.pg_get_viewdef(c.oid), ';') AS query,
       ARRAY(SELECT pg_catalog.quote_ident(a.attname) || ' '
                    || pg_catalog.format_type(a.atttypid, a.atttypmod)
                    || CASE WHEN a.attcollation <> t.typcollation
                            THEN ' COLLATE ' || a.attcollation::regcollation ELSE '' END
               FROM pg_catalog.pg_attribute a
               JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              WHERE a.attrelid = c.oid AND a.attnum > 0
              ORDER BY a.attnum) AS shape,
       c.reloptions AS "with",
       CASE WHEN m.amname <> 'heap' THEN m.amname END AS method,
       nullif(ARRAY(SELECT a.attname || '=' || a.attstattarget FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attstattarget >= 0
                     ORDER BY a.attnum), '{}') AS statistics,
       nullif(ARRAY(SELECT a.attname || '=' || split_part(o, '=', 2)
                      FROM pg_catalog.pg_attribute a, unnest(a.attoptions) o
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND o LIKE 'n\_distinct=%'
                     ORDER BY a.attnum), '{}') AS n_distinct,
       nullif(ARRAY(SELECT a.attname || CASE a.attstorage WHEN 'p' THEN '=plain' WHEN 'e' THEN '=external'
                                             WHEN 'x' THEN '=extended' ELSE '=main' END
                      FROM pg_catalog.pg_attribute a
                      JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attstorage <> t.typstorage
                     ORDER BY a.attnum), '{}') AS storage,
       {{#if server_14}}
       nullif(ARRAY(SELECT a.attname || CASE a.attcompression WHEN 'p' THEN '=pglz' ELSE '=lz4' END
                      FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND a.attcompression IN ('p', 'l')
                     ORDER BY a.attnum), '{}') AS compression,
       {{/if}}
       CASE WHEN NOT c.relispopulated THEN 'true' END AS no_data,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       ({{grants|text}})
       || {{column_grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
 CROSS JOIN LATERAL (SELECT c.relacl, c.relowner, 'r'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relkind = 'm' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
