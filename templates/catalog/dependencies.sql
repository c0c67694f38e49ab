-- Edges between objects, each named by catalog, oid and column. What PostgreSQL records of a rule is
-- said of its view, of a key's index of the constraint, of an array or row type of what it is made of.
-- That a sequence belongs to a column is an attribute of it, not an edge: the column's default needs it.
WITH class AS (
    SELECT 'pg_catalog.pg_class'::regclass AS relation, 'pg_catalog.pg_type'::regclass AS type,
           'pg_catalog.pg_constraint'::regclass AS keyed, 'pg_catalog.pg_rewrite'::regclass AS rule
), edge AS (
    SELECT d.* FROM pg_catalog.pg_depend d
     WHERE d.deptype IN ('n', 'a', 'i') AND (d.objid >= 16384 OR d.refobjid >= 16384)
       AND NOT (d.refobjsubid > 0 AND d.deptype = 'a'
                AND d.classid = 'pg_catalog.pg_class'::regclass
                AND EXISTS (SELECT FROM pg_catalog.pg_class s
                             WHERE s.oid = d.objid AND s.relkind = 'S'))
)
SELECT DISTINCT
       CASE WHEN r.oid IS NOT NULL THEN class.relation ELSE edge.classid END::regclass AS from_class,
       coalesce(r.ev_class, edge.objid) AS from_oid,
       CASE WHEN r.oid IS NOT NULL THEN 0 ELSE edge.objsubid END AS from_sub,
       CASE WHEN k.oid IS NOT NULL THEN class.keyed
            WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN class.relation
            ELSE edge.refclassid END::regclass AS to_class,
       coalesce(k.oid, nullif(coalesce(e.typrelid, t.typrelid), 0), e.oid, edge.refobjid) AS to_oid,
       edge.refobjsubid AS to_sub,
       CASE WHEN edge.deptype = 'n' OR r.oid IS NOT NULL THEN 'n' ELSE 'a' END AS type
  FROM edge
 CROSS JOIN class
  LEFT JOIN pg_catalog.pg_rewrite r ON edge.classid = class.rule AND r.oid = edge.objid
  LEFT JOIN pg_catalog.pg_type t ON edge.refclassid = class.type AND t.oid = edge.refobjid
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typelem <> 0 AND t.typcategory = 'A'
  LEFT JOIN pg_catalog.pg_constraint k
    ON edge.refclassid = class.relation AND edge.refobjsubid = 0
   AND k.conindid = edge.refobjid AND k.contype IN ('p', 'u', 'x')
