SELECT k.oid AS _oid, k.conrelid AS _relation, k.conname AS _sub,
       pg_catalog.pg_get_expr(k.conbin, k.conrelid) AS expression,
       CASE WHEN k.connoinherit THEN 'true' END AS no_inherit,
       CASE WHEN k.coninhcount > 0 AND NOT k.conislocal THEN 'true' END AS inherited,
       CASE WHEN NOT k.convalidated THEN 'true' END AS not_valid,
       d.description AS comment
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid AND c.relpersistence <> 't'
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE k.contype = 'c' AND k.conrelid >= 16384
