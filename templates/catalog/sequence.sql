SELECT c.oid AS _oid, n.nspname AS _schema, c.relname AS _object,
       CASE WHEN s.seqtypid <> 'bigint'::regtype
            THEN pg_catalog.format_type(s.seqtypid, NULL) END AS type,
       CASE WHEN s.seqstart <> CASE WHEN s.seqincrement > 0 THEN s.seqmin ELSE s.seqmax END
            THEN s.seqstart::text END AS start,
       CASE WHEN s.seqincrement <> 1 THEN s.seqincrement::text END AS increment,
       CASE WHEN s.seqmin <> CASE WHEN s.seqincrement > 0 THEN 1 ELSE b.low END
            THEN s.seqmin::text END AS minimum,
       CASE WHEN s.seqmax <> CASE WHEN s.seqincrement > 0 THEN b.high ELSE -1 END
            THEN s.seqmax::text END AS maximum,
       CASE WHEN s.seqcache <> 1 THEN s.seqcache::text END AS cache,
       CASE WHEN s.seqcycle THEN 'true' END AS cycle,
       CASE WHEN c.relpersistence = 'u' THEN 'true' END AS unlogged,
       o.owned_by,
       pg_catalog.pg_get_userbyid(c.relowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_sequence s
  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN (VALUES ('smallint'::regtype, (-32768)::bigint, 32767::bigint),
               ('integer'::regtype, -2147483648, 2147483647),
               ('bigint'::regtype, -9223372036854775808, 9223372036854775807)) b (type, low, high)
    ON b.type = s.seqtypid
  LEFT JOIN (SELECT p.objid, format('%I.%I.%I', tn.nspname, t.relname, a.attname) AS owned_by
               FROM pg_catalog.pg_depend p
               JOIN pg_catalog.pg_class t ON t.oid = p.refobjid
               JOIN pg_catalog.pg_namespace tn ON tn.oid = t.relnamespace
               JOIN pg_catalog.pg_attribute a
                 ON a.attrelid = p.refobjid AND a.attnum = p.refobjsubid
              WHERE p.classid = 'pg_catalog.pg_class'::regclass
                AND p.refclassid = 'pg_catalog.pg_class'::regclass
                AND p.refobjsubid > 0 AND p.deptype = 'a') o ON o.objid = c.oid
 CROSS JOIN LATERAL (SELECT c.relacl, c.relowner, 's'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid
                      AND e.deptype IN ('e', 'i'))
