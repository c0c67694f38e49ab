SELECT a.oid AS _oid,
       quote_ident(pg_catalog.pg_get_userbyid(a.defaclrole)) || ' '
       || CASE a.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
                               WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                               ELSE 'schemas' END
       || coalesce(' in ' || quote_ident(n.nspname), '') AS _object,
       {{grants|text}} AS grants
  FROM pg_catalog.pg_default_acl a
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = a.defaclnamespace
 CROSS JOIN LATERAL (SELECT a.defaclacl, a.defaclrole,
                            CASE WHEN n.oid IS NOT NULL THEN 'c'
                                 WHEN a.defaclobjtype = 'S' THEN 's'
                                 ELSE a.defaclobjtype END::"char") rights (acl, owner, class)
