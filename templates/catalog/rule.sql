SELECT r.oid AS _oid, n.nspname AS _schema, c.relname AS _object, r.rulename AS _sub,
       rtrim(regexp_replace(pg_catalog.pg_get_ruledef(r.oid), '^\w+ RULE .*? AS\s+ON ', 'ON '),
             ';') AS definition,
       CASE r.ev_enabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                         WHEN 'A' THEN 'always' END AS enabled,
       d.description AS comment
  FROM pg_catalog.pg_rewrite r
  JOIN pg_catalog.pg_class c ON c.oid = r.ev_class
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_rewrite'::regclass AND d.objoid = r.oid AND d.objsubid = 0
 WHERE r.rulename <> '_RETURN' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
