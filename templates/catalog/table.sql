SELECT c.oid AS _oid, n.nspname AS _schema, c.relname AS _object,
       CASE WHEN c.relpersistence = 'u' THEN 'true' END AS unlogged,
       CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END AS partition_by,
       CASE WHEN c.relispartition THEN
            ARRAY(SELECT p FROM pg_catalog.pg_inherits h
                    JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
                   CROSS JOIN LATERAL (VALUES (1, format('%I.%I', pn.nspname, pc.relname)),
                              (2, pg_catalog.pg_get_expr(c.relpartbound, c.oid)),
                              (3, CASE WHEN h.inhdetachpending THEN 'detach pending' END)) v (place, p)
                   WHERE h.inhrelid = c.oid AND v.p IS NOT NULL ORDER BY v.place) END AS partition_of,
       CASE WHEN c.relispartition THEN pg_catalog.pg_get_partition_constraintdef(c.oid) END AS bounds,
       CASE WHEN NOT c.relispartition AND EXISTS (SELECT FROM pg_catalog.pg_inherits h
                                                   WHERE h.inhrelid = c.oid) THEN
            ARRAY(SELECT format('%I.%I', pn.nspname, pc.relname)
                    FROM pg_catalog.pg_inherits h
                    JOIN pg_catalog.pg_class pc ON pc.oid = h.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
                   WHERE h.inhrelid = c.oid ORDER BY h.inhseqno) END AS inherits,
       CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END AS of_type,
       CASE WHEN m.amname <> 'heap' THEN m.amname END AS access_method,
       s.spcname AS tablespace,
       CASE c.relreplident WHEN 'f' THEN 'full' WHEN 'n' THEN 'nothing' END AS replica_identity,
       nullif(coalesce(c.reloptions, '{}')
              || ARRAY(SELECT 'toast.' || o FROM unnest(t.reloptions) o), '{}') AS "with",
       CASE WHEN c.relrowsecurity THEN 'true' END AS row_security,
       CASE WHEN c.relforcerowsecurity THEN 'true' END AS force_row_security,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = c.reltablespace
  LEFT JOIN pg_catalog.pg_class t ON t.oid = c.reltoastrelid
 CROSS JOIN LATERAL (SELECT c.relacl, c.relowner, 'r'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
