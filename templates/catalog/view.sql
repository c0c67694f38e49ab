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
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       ({{grants|text}})
       || {{column_grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 CROSS JOIN LATERAL (SELECT c.relacl, c.relowner, 'r'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relkind = 'v' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
