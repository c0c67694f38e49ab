-- What extensions have brought: in dependencies, each of these stands for its extension.
SELECT d.classid::regclass AS class, d.objid AS oid, d.refobjid AS extension
  FROM pg_catalog.pg_depend d
 WHERE d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::regclass
