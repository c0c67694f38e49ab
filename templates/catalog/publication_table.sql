SELECT r.oid AS _oid, n.nspname AS _schema, c.relname AS _object, p.pubname AS _sub,
       {{#if server_15}}
       CASE WHEN r.prattrs IS NOT NULL THEN
            ARRAY(SELECT a.attname::text
                    FROM unnest(r.prattrs::int2[]) u (attnum)
                    JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = r.prrelid AND a.attnum = u.attnum
                   ORDER BY a.attname) END AS columns,
       pg_catalog.pg_get_expr(r.prqual, r.prrelid) AS "where"
       {{else}}
       NULL::text[] AS columns, NULL AS "where"
       {{/if}}
  FROM pg_catalog.pg_publication_rel r
  JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
  JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
