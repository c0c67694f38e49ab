SELECT a.attrelid AS _oid, a.attnum AS _subid,
       n.nspname AS _schema, c.relname AS _object, a.attname AS _sub,
       pg_catalog.format_type(a.atttypid, a.atttypmod) AS type,
       CASE WHEN a.attnotnull THEN 'true' END AS not_null,
       CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END AS identity,
       CASE WHEN a.attgenerated = 's' THEN pg_catalog.pg_get_expr(g.adbin, g.adrelid) END AS generated,
       CASE WHEN a.attcollation <> t.typcollation THEN
            CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.collname)
                 ELSE o.collnamespace::regnamespace || '.' || quote_ident(o.collname) END END
            AS collation,
       CASE WHEN a.attstorage <> t.typstorage THEN
            CASE a.attstorage WHEN 'p' THEN 'plain' WHEN 'e' THEN 'external'
                              WHEN 'x' THEN 'extended' ELSE 'main' END END AS storage,
       {{#if server_14}}
       CASE a.attcompression WHEN 'p' THEN 'pglz' WHEN 'l' THEN 'lz4' END AS compression,
       {{/if}}
       CASE WHEN a.attstattarget <> -1 THEN a.attstattarget::text END AS statistics,
       a.attfdwoptions AS options,
       row_number() OVER (PARTITION BY a.attrelid ORDER BY a.attnum)::text AS position,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_class c
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation o ON o.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_attrdef g
    ON g.adrelid = a.attrelid AND g.adnum = a.attnum AND a.attgenerated <> ''
 CROSS JOIN LATERAL (SELECT a.attacl, c.relowner, 'c'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = a.attrelid
   AND d.objsubid = a.attnum
 WHERE c.relkind IN ('r', 'p', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_class'::regclass AND e.objid = c.oid
                      AND e.deptype = 'e')
