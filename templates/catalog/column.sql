SELECT a.attrelid AS _oid, a.attnum AS _subid,
       a.attrelid AS _relation, a.attname AS _sub,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attnotnull THEN 'true' END AS not_null,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
       CASE WHEN q.seqrelid IS NOT NULL THEN nullif(array_remove(ARRAY[
            CASE WHEN q.relname <> c.relname || '_' || a.attname || '_seq'
                      AND octet_length(c.relname || '_' || a.attname) <= 59
                 THEN 'name=' || q.relname END,
            CASE WHEN q.seqstart <> CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmax END
                 THEN 'start=' || q.seqstart END,
            CASE WHEN q.seqincrement <> 1 THEN 'increment=' || q.seqincrement END,
            CASE WHEN q.seqmin <> CASE WHEN q.seqincrement > 0 THEN 1 ELSE -q.most - 1 END
                 THEN 'minimum=' || q.seqmin END,
            CASE WHEN q.seqmax <> CASE WHEN q.seqincrement > 0 THEN q.most ELSE -1 END
                 THEN 'maximum=' || q.seqmax END,
            CASE WHEN q.seqcache <> 1 THEN 'cache=' || q.seqcache END,
            CASE WHEN q.seqcycle THEN 'cycle=true' END], NULL), '{}') END AS identity_sequence,
       CASE WHEN a.attgenerated = 's' THEN
            (SELECT pg_catalog.pg_get_expr(g.adbin, g.adrelid) FROM pg_catalog.pg_attrdef g
              WHERE g.adrelid = a.attrelid AND g.adnum = a.attnum) END AS generated,
       CASE WHEN a.attcollation <> t.typcollation THEN
            CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.collname)
                 ELSE o.collnamespace::regnamespace || '.' || quote_ident(o.collname) END END
            AS collation,
       CASE WHEN a.attstorage <> t.typstorage THEN
            CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                              WHEN 'x' THEN 'extended' ELSE 'main' END END AS storage,
       CASE WHEN t.typstorage = 'm' THEN 'main' END AS type_storage,
       {{#if server_14}}
       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
       {{/if}}
       CASE WHEN a.attstattarget <> -1 THEN a.attstattarget::text END AS statistics,
       a.attfdwoptions AS options,
       CASE WHEN a.attoptions[1] LIKE 'n\_distinct%' OR cardinality(a.attoptions) > 1 THEN
            nullif(ARRAY(SELECT o FROM unnest(a.attoptions) o WHERE o LIKE 'n\_distinct%'), '{}') END
            AS "with",
       CASE WHEN a.attinhcount > 0 AND NOT a.attislocal THEN 'true' END AS inherited,
       CASE WHEN k.partrelid IS NOT NULL THEN 'true' END AS partition_key,
       (a.attnum - CASE WHEN a.attrelid IN (SELECT l.attrelid FROM pg_catalog.pg_attribute l
                                            WHERE l.attisdropped AND l.attnum > 0)
                       THEN (SELECT count(*) FROM pg_catalog.pg_attribute l
                              WHERE l.attrelid = a.attrelid AND l.attnum > 0 AND l.attnum < a.attnum
                                AND l.attisdropped) ELSE 0 END)::text AS position,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
  LEFT JOIN (SELECT i.refobjid, i.refobjsubid, qs.*, qc.relname, b.most
               FROM pg_catalog.pg_sequence qs
               JOIN pg_catalog.pg_class qc ON qc.oid = qs.seqrelid
               JOIN pg_catalog.pg_depend i
                 ON i.classid = 'pg_catalog.pg_class'::regclass AND i.objid = qs.seqrelid
                AND i.refclassid = 'pg_catalog.pg_class'::regclass AND i.deptype = 'i'
               JOIN (VALUES ('smallint'::regtype, 32767::bigint), ('integer'::regtype, 2147483647),
                            ('bigint'::regtype, 9223372036854775807)) b (type, most)
                 ON b.type = qs.seqtypid) q
    ON q.refobjid = a.attrelid AND q.refobjsubid = a.attnum
  LEFT JOIN pg_catalog.pg_partitioned_table k
    ON k.partrelid = a.attrelid
   AND (a.attnum = ANY (k.partattrs::int2[])
        OR k.partexprs IS NOT NULL AND EXISTS (
               SELECT FROM pg_catalog.pg_depend e
                WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = a.attrelid
                  AND e.objsubid = a.attnum AND e.refobjid = a.attrelid AND e.refobjsubid = 0
                  AND e.refclassid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'i'))
 CROSS JOIN LATERAL (SELECT a.attacl, c.relowner, 'c'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = a.attrelid
   AND d.objsubid = a.attnum
 WHERE c.relkind IN ('r', 'p', 'f') AND c.relpersistence <> 't' AND c.oid >= 16384
