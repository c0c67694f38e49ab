-- What PostgreSQL records of what depends on what, each end told by catalog, oid and column. What is a
-- part of another object and none of ours (row types, TOAST, the indexes of constraints, triggers of
-- foreign keys) is left out at once; for the rest that has no object of its own see stand_ins.sql.
SELECT d.classid AS from_class, d.objid AS from_oid, d.objsubid AS from_sub,
       d.refclassid AS to_class, d.refobjid AS to_oid, d.refobjsubid AS to_sub, d.deptype AS type
  FROM pg_catalog.pg_depend d
 WHERE d.deptype IN ('n', 'a', 'i') AND (d.objid >= 16384 OR d.refobjid >= 16384)
   AND NOT (d.deptype = 'i' AND d.objsubid = 0 AND d.refobjsubid = 0
            AND (d.classid IN ('pg_catalog.pg_type'::regclass, 'pg_catalog.pg_trigger'::regclass)
                 OR d.classid = 'pg_catalog.pg_class'::regclass
                AND d.refclassid IN ('pg_catalog.pg_class'::regclass,
                                     'pg_catalog.pg_constraint'::regclass)))
UNION ALL
SELECT d.refclassid, d.refobjid, 0, o.refclassid, o.refobjid, 0, 'n'
  FROM pg_catalog.pg_depend d /* the members of an operator class */
  JOIN pg_catalog.pg_depend o
    ON o.classid = d.classid AND o.objid = d.objid
   AND o.refclassid IN ('pg_catalog.pg_operator'::regclass, 'pg_catalog.pg_proc'::regclass)
 WHERE d.classid IN ('pg_catalog.pg_amop'::regclass, 'pg_catalog.pg_amproc'::regclass)
   AND d.refclassid = 'pg_catalog.pg_opclass'::regclass AND d.objid >= 16384
