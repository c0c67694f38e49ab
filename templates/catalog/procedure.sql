SELECT p.oid AS _oid, n.nspname AS _schema,
       p.proname || '(' || array_to_string(ARRAY(
           SELECT pg_catalog.format_type(t.type, NULL)
             FROM unnest(p.proargtypes) WITH ORDINALITY t (type, position)
            ORDER BY t.position), ', ') || ')' AS _object,
       nullif(pg_catalog.pg_get_function_arguments(p.oid), '') AS arguments,
       l.lanname AS language,
       {{#if server_14}}
       CASE WHEN p.prosqlbody IS NULL THEN p.prosrc END AS body,
       pg_catalog.pg_get_function_sqlbody(p.oid) AS atomic,
       {{else}}
       p.prosrc AS body,
       {{/if}}
       p.probin AS library,
       CASE WHEN p.prosecdef THEN 'true' END AS security_definer,
       p.proconfig AS settings,
       CASE WHEN p.protrftypes IS NOT NULL THEN
            ARRAY(SELECT pg_catalog.format_type(u.type, NULL)
                    FROM unnest(p.protrftypes) WITH ORDINALITY u (type, position)
                   ORDER BY u.position) END AS transforms,
       ARRAY(SELECT pg_catalog.concat_ws(E'\t', coalesce(p.proargmodes[u.position], 'i'),
                                         pg_catalog.format_type(u.type, NULL),
                                         p.proargnames[u.position])
               FROM unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]))
                    WITH ORDINALITY u (type, position)
              ORDER BY u.position)
       || ARRAY(SELECT 'default ' || g FROM generate_series(1, p.pronargdefaults) g) AS shape,
       pg_catalog.pg_get_userbyid(p.proowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
 CROSS JOIN LATERAL (SELECT p.proacl, p.proowner, 'f'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE p.prokind = 'p' AND n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND p.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_proc'::regclass AND e.deptype = 'e')
