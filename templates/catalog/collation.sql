SELECT o.oid AS _oid, n.nspname AS _schema, o.collname AS _object,
       CASE WHEN o.collprovider = 'i' THEN 'icu' END AS provider,
       {{#if server_15}}
       CASE WHEN o.collprovider = 'i' THEN o.colliculocale
            WHEN o.collcollate = o.collctype THEN o.collcollate END AS locale,
       CASE WHEN o.collcollate <> o.collctype THEN o.collcollate END AS lc_collate,
       CASE WHEN o.collcollate <> o.collctype THEN o.collctype END AS lc_ctype,
       {{else}}
       CASE WHEN o.collcollate = o.collctype THEN o.collcollate::text END AS locale,
       CASE WHEN o.collcollate <> o.collctype THEN o.collcollate::text END AS lc_collate,
       CASE WHEN o.collcollate <> o.collctype THEN o.collctype::text END AS lc_ctype,
       {{/if}}
       CASE WHEN NOT o.collisdeterministic THEN 'true' END AS nondeterministic,
       o.collversion AS version,
       pg_catalog.pg_get_userbyid(o.collowner) AS owner,
       d.description AS comment
  FROM pg_catalog.pg_collation o
  JOIN pg_catalog.pg_namespace n ON n.oid = o.collnamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_collation'::regclass AND d.objoid = o.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND o.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_collation'::regclass AND e.deptype = 'e')
