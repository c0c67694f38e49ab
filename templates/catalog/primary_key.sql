SELECT k.oid AS _oid, k.conrelid AS _relation, k.conname AS _sub,
       k.conkey AS _columns,
       CASE WHEN i.indnatts > i.indnkeyatts THEN
            ARRAY(SELECT a.attname::text
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, position)
                    JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = k.conrelid AND a.attnum = u.attnum
                   WHERE u.position > i.indnkeyatts
                   ORDER BY u.position) END AS include,
       CASE WHEN k.condeferrable THEN 'true' END AS deferrable,
       CASE WHEN k.condeferred THEN 'true' END AS initially_deferred,
       x.reloptions AS "with",
       s.spcname AS tablespace,
       CASE WHEN x.relispartition THEN
            (SELECT format('%I.%I', pn.nspname, px.relname) FROM pg_catalog.pg_inherits h
               JOIN pg_catalog.pg_class px ON px.oid = h.inhparent
               JOIN pg_catalog.pg_namespace pn ON pn.oid = px.relnamespace
              WHERE h.inhrelid = x.oid) END AS attached_to,
       CASE WHEN i.indisreplident THEN 'true' END AS replica_identity,
       CASE WHEN i.indisclustered THEN 'true' END AS clustered,
       d.description AS comment
  FROM pg_catalog.pg_constraint k
  JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid
  JOIN pg_catalog.pg_class x ON x.oid = k.conindid
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objoid = k.oid AND d.objsubid = 0
 WHERE k.contype = 'p' AND k.conrelid >= 16384
