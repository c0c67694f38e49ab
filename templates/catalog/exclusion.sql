SELECT k.oid AS _oid, n.nspname AS _schema, c.relname AS _object, k.conname AS _sub,
       ARRAY(SELECT pg_catalog.concat_ws(' ',
                 CASE WHEN u.attnum <> 0 THEN quote_ident(a.attname)
                      ELSE pg_catalog.pg_get_indexdef(i.indexrelid, u.position::int, false) END,
                 CASE WHEN o.oid IS NOT NULL AND o.oid <> coalesce(a.attcollation, 100)
                      THEN 'COLLATE ' || CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace
                                              THEN quote_ident(o.collname)
                                              ELSE o.collnamespace::regnamespace || '.'
                                                   || quote_ident(o.collname) END END,
                 CASE WHEN NOT p.opcdefault OR ia.attoptions IS NOT NULL
                      THEN CASE WHEN p.opcnamespace = 'pg_catalog'::regnamespace
                                THEN quote_ident(p.opcname)
                                ELSE p.opcnamespace::regnamespace || '.'
                                     || quote_ident(p.opcname) END
                           || coalesce('(' || array_to_string(ia.attoptions, ', ') || ')', '') END,
                 CASE WHEN i.indoption[u.position - 1] & 1 = 1 THEN 'DESC' END,
                 CASE i.indoption[u.position - 1] WHEN 1 THEN 'NULLS LAST'
                                                  WHEN 2 THEN 'NULLS FIRST' END)
                    || ' WITH ' || CASE WHEN w.oprnamespace = 'pg_catalog'::regnamespace
                                        THEN w.oprname::text
                                        ELSE 'OPERATOR(' || w.oprnamespace::regnamespace || '.'
                                             || w.oprname || ')' END
               FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, position)
               JOIN pg_catalog.pg_operator w ON w.oid = k.conexclop[u.position]
               JOIN pg_catalog.pg_opclass p ON p.oid = i.indclass[u.position - 1]
               JOIN pg_catalog.pg_attribute ia
                 ON ia.attrelid = i.indexrelid AND ia.attnum = u.position
               LEFT JOIN pg_catalog.pg_collation o ON o.oid = i.indcollation[u.position - 1]
               LEFT JOIN pg_catalog.pg_attribute a
                 ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum <> 0
              WHERE u.position <= i.indnkeyatts
              ORDER BY u.position) AS elements,
       CASE WHEN m.amname <> 'btree' THEN m.amname END AS method,
       CASE WHEN i.indnatts > i.indnkeyatts THEN
            ARRAY(SELECT a.attname::text
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, position)
                    JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                   WHERE u.position > i.indnkeyatts
                   ORDER BY u.position) END AS include,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS "where",
       CASE WHEN k.condeferrable THEN 'true' END AS deferrable,
       CASE WHEN k.condeferred THEN 'true' END AS initially_deferred,
       x.reloptions AS "with",
       d.description AS comment
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
  JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_catalog.pg_am m ON m.oid = x.relam
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE k.contype = 'x' AND k.conparentid = 0
   AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND c.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_class'::regclass AND e.deptype = 'e')
