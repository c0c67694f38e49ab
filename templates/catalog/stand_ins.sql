-- What is a part of an object and none of its own: in dependencies, each stands for that object. The
-- rule of a view, the expression of a computed column, the index of a key, array, row and multirange
-- types, what an extension has brought.
SELECT 'pg_rewrite' AS class, r.oid AS oid, 'pg_class' AS of_class, r.ev_class AS of_oid, 0 AS of_sub
  FROM pg_catalog.pg_rewrite r
 WHERE r.rulename = '_RETURN' AND r.oid >= 16384
UNION ALL
SELECT 'pg_attrdef', g.oid, 'pg_class', g.adrelid, g.adnum
  FROM pg_catalog.pg_attrdef g
  JOIN pg_catalog.pg_attribute a
    ON a.attrelid = g.adrelid AND a.attnum = g.adnum AND a.attgenerated <> ''
UNION ALL
SELECT 'pg_class', k.conindid, 'pg_constraint', k.oid, 0
  FROM pg_catalog.pg_constraint k
 WHERE k.contype IN ('p', 'u', 'x') AND k.conindid <> 0
UNION ALL
SELECT 'pg_type', t.oid,
       CASE WHEN coalesce(e.typrelid, t.typrelid) <> 0 THEN 'pg_class' ELSE 'pg_type' END,
       coalesce(nullif(coalesce(e.typrelid, t.typrelid), 0), e.oid{{#if server_14}}, m.rngtypid{{/if}}), 0
  FROM pg_catalog.pg_type t
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typelem <> 0 AND t.typcategory = 'A'
  {{#if server_14}}
  LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = t.oid
  {{/if}}
 WHERE t.oid >= 16384
   AND (t.typrelid <> 0 OR e.oid IS NOT NULL{{#if server_14}} OR m.rngtypid IS NOT NULL{{/if}})
   AND t.oid IN (SELECT d.refobjid FROM pg_catalog.pg_depend d
                  WHERE d.refclassid = 'pg_catalog.pg_type'::regclass AND d.deptype IN ('n', 'a'))
UNION ALL
SELECT d.classid::regclass::text, d.objid, 'pg_extension', d.refobjid, 0
  FROM pg_catalog.pg_depend d
 WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::regclass
