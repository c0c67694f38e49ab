SELECT p.oid AS _oid, p.pubname AS _object,
       CASE WHEN p.puballtables THEN 'true' END AS all_tables,
       CASE WHEN NOT (p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate) THEN
            array_remove(ARRAY[CASE WHEN p.pubinsert THEN 'insert' END,
                               CASE WHEN p.pubupdate THEN 'update' END,
                               CASE WHEN p.pubdelete THEN 'delete' END,
                               CASE WHEN p.pubtruncate THEN 'truncate' END], NULL) END AS publish,
       CASE WHEN p.pubviaroot THEN 'true' END AS via_root,
       pg_catalog.pg_get_userbyid(p.pubowner) AS owner,
       d.description AS comment
  FROM pg_catalog.pg_publication p
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_publication'::regclass AND d.objoid = p.oid AND d.objsubid = 0
