-- Edges between objects, each named by catalog, oid and column. What PostgreSQL records of a view's rule
-- is said of the view, of a key's index of the constraint, of a computed column's expression of the
-- column, of an array, row or multirange type of what it is made of. That a sequence belongs to a
-- column (o) does not order their creation: the column's default needs it. What a part of a table is
-- inherited from, or an index attached to (p), PostgreSQL mostly does not record. What is a part of another
-- object and none of ours (row types, TOAST, the indexes of constraints, triggers of foreign keys) is left
-- out at once; edges may be told twice.
WITH class AS (
    SELECT 'pg_catalog.pg_class'::regclass AS relation, 'pg_catalog.pg_type'::regclass AS type,
           'pg_catalog.pg_constraint'::regclass AS keyed, 'pg_catalog.pg_rewrite'::regclass AS rule,
           'pg_catalog.pg_attrdef'::regclass AS expression
), edge AS (
    SELECT d.*, d.refobjsubid > 0 AND d.deptype = 'a' AND s.oid IS NOT NULL AS owned
      FROM pg_catalog.pg_depend d
      LEFT JOIN pg_catalog.pg_class s
        ON d.classid = 'pg_catalog.pg_class'::regclass AND s.oid = d.objid AND s.relkind = 'S'
     WHERE d.deptype IN ('n', 'a', 'i') AND (d.objid >= 16384 OR d.refobjid >= 16384)
       AND NOT (d.deptype = 'i' AND d.objsubid = 0 AND d.refobjsubid = 0
                AND (d.classid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_trigger'::regclass)
                     OR d.classid = 'pg_catalog.pg_class'::regclass
                    AND d.refclassid IN ('pg_catalog.pg_class'::regclass,
                                         'pg_catalog.pg_constraint'::regclass)))
), key AS NOT MATERIALIZED (
    SELECT k.oid, k.conindid FROM pg_catalog.pg_constraint k
     WHERE k.contype IN ('p', 'u', 'x') AND k.conindid <> 0
), computed AS (
    SELECT g.oid, g.adrelid, g.adnum FROM pg_catalog.pg_attrdef g
      JOIN pg_catalog.pg_attribute a ON a.attrelid = g.adrelid AND a.attnum = g.adnum
     WHERE a.attgenerated <> ''
)
SELECT CASE WHEN r.oid IS NOT NULL OR g.oid IS NOT NULL THEN class.relation
            WHEN i.oid IS NOT NULL THEN class.keyed ELSE edge.classid END::regclass AS from_class,
       coalesce(r.ev_class, g.adrelid, i.oid, edge.objid) AS from_oid,
       CASE WHEN r.oid IS NOT NULL THEN 0 ELSE coalesce(g.adnum, edge.objsubid) END AS from_sub,
       CASE WHEN k.oid IS NOT NULL THEN class.keyed
            WHEN coalesce(e.typrelid, t.typrelid, 0) <> 0 THEN class.relation
            ELSE edge.refclassid END::regclass AS to_class,
       coalesce(k.oid, nullif(coalesce(e.typrelid, t.typrelid), 0), e.oid,
                {{#if server_14}}m.rngtypid, {{/if}}edge.refobjid) AS to_oid,
       edge.refobjsubid AS to_sub,
       CASE WHEN edge.owned THEN 'o' WHEN edge.deptype = 'n' OR r.oid IS NOT NULL THEN 'n'
            ELSE 'a' END AS type
  FROM edge
 CROSS JOIN class
  LEFT JOIN pg_catalog.pg_rewrite r
    ON edge.classid = class.rule AND r.oid = edge.objid AND r.rulename = '_RETURN'
  LEFT JOIN computed g ON edge.classid = class.expression AND g.oid = edge.objid
  LEFT JOIN key i ON edge.classid = class.relation AND i.conindid = edge.objid
  LEFT JOIN pg_catalog.pg_type t ON edge.refclassid = class.type AND t.oid = edge.refobjid
  LEFT JOIN pg_catalog.pg_type e ON e.oid = t.typelem AND t.typelem <> 0 AND t.typcategory = 'A'
  {{#if server_14}}
  LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = coalesce(e.oid, t.oid)
  {{/if}}
  LEFT JOIN key k
    ON edge.refclassid = class.relation AND edge.refobjsubid = 0 AND k.conindid = edge.refobjid
UNION ALL
SELECT d.refclassid::regclass, d.refobjid, 0, o.refclassid::regclass, o.refobjid, 0, 'n'
  FROM pg_catalog.pg_depend d /* the members of an operator class */
  JOIN pg_catalog.pg_depend o
    ON o.classid = d.classid AND o.objid = d.objid
   AND o.refclassid IN ('pg_catalog.pg_operator'::regclass, 'pg_catalog.pg_proc'::regclass)
 WHERE d.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)
   AND d.refclassid = 'pg_catalog.pg_opclass'::regclass AND d.objid >= 16384
UNION ALL
SELECT class.relation::regclass, a.attrelid, a.attnum, class.relation::regclass, b.attrelid, b.attnum, 'p'
  FROM pg_catalog.pg_inherits h
 CROSS JOIN class
  JOIN pg_catalog.pg_attribute a ON a.attrelid = h.inhrelid AND a.attnum > 0 AND a.attinhcount > 0
  JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid AND c.relkind IN ('r', 'p', 'f')
  JOIN pg_catalog.pg_attribute b
    ON b.attrelid = h.inhparent AND b.attname = a.attname AND b.attnum > 0
 WHERE NOT a.attisdropped
UNION ALL
SELECT class.keyed::regclass, a.oid, 0, class.keyed::regclass, b.oid, 0, 'p'
  FROM pg_catalog.pg_inherits h
 CROSS JOIN class
  JOIN pg_catalog.pg_constraint a
    ON a.conrelid = h.inhrelid AND a.contype = 'c' AND a.coninhcount > 0
  JOIN pg_catalog.pg_constraint b
    ON b.conrelid = h.inhparent AND b.contype = 'c' AND b.conname = a.conname
UNION ALL
SELECT class.keyed::regclass, a.oid, 0, class.keyed::regclass, a.conparentid, 0, 'p'
  FROM pg_catalog.pg_constraint a
 CROSS JOIN class
 WHERE a.contype = 'f' AND a.conparentid <> 0
UNION ALL
SELECT CASE WHEN a.oid IS NULL THEN class.relation ELSE class.keyed END::regclass,
       coalesce(a.oid, h.inhrelid), 0,
       CASE WHEN b.oid IS NULL THEN class.relation ELSE class.keyed END::regclass,
       coalesce(b.oid, h.inhparent), 0, 'p'
  FROM pg_catalog.pg_inherits h
 CROSS JOIN class
  JOIN pg_catalog.pg_class x ON x.oid = h.inhrelid AND x.relkind IN ('i', 'I')
  LEFT JOIN pg_catalog.pg_constraint a ON a.conindid = h.inhrelid AND a.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_catalog.pg_constraint b ON b.conindid = h.inhparent AND b.contype IN ('p', 'u', 'x')
