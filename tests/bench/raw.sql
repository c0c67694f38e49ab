-- The catalogs as they are, which whoever compares a database has to ask for at least: tables, columns
-- with their types, expressions as pg_get_expr() prints them, keys, indexes, functions, types, comments
-- and what depends on what. Nothing is put together into statements.
SELECT n.oid, n.nspname, n.nspowner, n.nspacl FROM pg_namespace n;
SELECT c.oid, n.nspname, c.relname, c.relkind, c.relpersistence, c.relowner, c.relacl, c.reloptions,
       c.reltablespace, c.relrowsecurity, c.relispartition, pg_get_expr(c.relpartbound, c.oid)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.oid >= 16384 AND c.relkind <> 't';
SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
       a.attgenerated, a.attcollation, a.attstorage, a.attcompression, a.attstattarget, a.attoptions,
       a.attinhcount, a.attislocal, a.attacl
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE c.oid >= 16384 AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c') AND a.attnum > 0 AND NOT a.attisdropped;
SELECT d.adrelid, d.adnum, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d;
SELECT k.oid, k.conname, k.conrelid, k.contypid, k.contype, k.conkey, k.confrelid, k.confkey, k.confupdtype,
       k.confdeltype, k.confmatchtype, k.condeferrable, k.condeferred, k.convalidated, k.conindid,
       pg_get_expr(k.conbin, k.conrelid)
  FROM pg_constraint k WHERE k.oid >= 16384;
SELECT i.indexrelid, i.indrelid, i.indkey, i.indclass, i.indcollation, i.indoption, i.indisunique,
       i.indisvalid, i.indisreplident, i.indisclustered, pg_get_expr(i.indexprs, i.indrelid),
       pg_get_expr(i.indpred, i.indrelid)
  FROM pg_index i WHERE i.indexrelid >= 16384;
SELECT t.oid, t.tgrelid, t.tgname, t.tgtype, t.tgattr, t.tgfoid, t.tgenabled, t.tgdeferrable, t.tgnargs, t.tgargs
  FROM pg_trigger t WHERE NOT t.tgisinternal;
SELECT p.polrelid, p.polname, p.polcmd, p.polroles, pg_get_expr(p.polqual, p.polrelid),
       pg_get_expr(p.polwithcheck, p.polrelid)
  FROM pg_policy p;
SELECT r.ev_class, r.rulename, pg_get_viewdef(r.ev_class) FROM pg_rewrite r
 WHERE r.oid >= 16384 AND r.rulename = '_RETURN';
SELECT p.oid, p.pronamespace, p.proname, p.proargtypes, p.prorettype, p.prosrc, p.provolatile, p.proisstrict,
       p.prosecdef, p.proconfig, p.proowner, p.proacl
  FROM pg_proc p WHERE p.oid >= 16384;
SELECT t.oid, t.typnamespace, t.typname, t.typtype, t.typbasetype, t.typnotnull, pg_get_expr(t.typdefaultbin, 0)
  FROM pg_type t WHERE t.oid >= 16384;
SELECT e.enumtypid, e.enumsortorder, e.enumlabel FROM pg_enum e;
SELECT s.* FROM pg_sequence s;
SELECT h.* FROM pg_inherits h;
SELECT x.oid, x.extname, x.extversion, x.extnamespace FROM pg_extension x;
SELECT d.classoid, d.objoid, d.objsubid, d.description FROM pg_description d WHERE d.objoid >= 16384;
SELECT d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid, d.deptype
  FROM pg_depend d WHERE d.objid >= 16384;
