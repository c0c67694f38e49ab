-- What a part of a table is inherited from, or an index attached to, as dependencies.sql has it:
-- PostgreSQL mostly records nothing of it there.
SELECT c.tableoid AS from_class, a.attrelid AS from_oid, a.attnum AS from_sub,
       c.tableoid AS to_class, b.attrelid AS to_oid, b.attnum AS to_sub, 'p' AS type
  FROM pg_catalog.pg_inherits h
  JOIN pg_catalog.pg_attribute a ON a.attrelid = h.inhrelid AND a.attnum > 0 AND a.attinhcount > 0
  JOIN pg_catalog.pg_class c ON c.oid = h.inhrelid AND c.relkind IN ('r', 'p', 'f')
  JOIN pg_catalog.pg_attribute b
    ON b.attrelid = h.inhparent AND b.attname = a.attname AND b.attnum > 0
 WHERE NOT a.attisdropped
UNION ALL
SELECT a.tableoid, a.oid, 0, b.tableoid, b.oid, 0, 'p'
  FROM pg_catalog.pg_inherits h
  JOIN pg_catalog.pg_constraint a
    ON a.conrelid = h.inhrelid AND a.contype = 'c' AND a.coninhcount > 0
  JOIN pg_catalog.pg_constraint b
    ON b.conrelid = h.inhparent AND b.contype = 'c' AND b.conname = a.conname
UNION ALL
SELECT a.tableoid, a.oid, 0, a.tableoid, a.conparentid, 0, 'p'
  FROM pg_catalog.pg_constraint a
 WHERE a.contype = 'f' AND a.conparentid <> 0
UNION ALL
SELECT x.tableoid, h.inhrelid, 0, x.tableoid, h.inhparent, 0, 'p'
  FROM pg_catalog.pg_inherits h
  JOIN pg_catalog.pg_class x ON x.oid = h.inhrelid AND x.relkind IN ('i', 'I')
