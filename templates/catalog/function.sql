SELECT p.oid AS _oid, n.nspname AS _schema,
       p.proname || '(' || array_to_string(ARRAY(
           SELECT pg_catalog.format_type(t.type, NULL)
             FROM unnest(p.proargtypes) WITH ORDINALITY t (type, position)
            ORDER BY t.position), ', ') || ')' AS _object,
       nullif(pg_catalog.pg_get_function_arguments(p.oid), '') AS arguments,
       pg_catalog.pg_get_function_result(p.oid) AS returns,
       l.lanname AS language,
       p.prosrc AS body,
       CASE p.provolatile WHEN 's' THEN 'stable' WHEN 'i' THEN 'immutable' END AS volatility,
       CASE WHEN p.proisstrict THEN 'true' END AS strict,
       CASE WHEN p.prosecdef THEN 'true' END AS security_definer,
       CASE WHEN p.proleakproof THEN 'true' END AS leakproof,
       CASE p.proparallel WHEN 'r' THEN 'restricted' WHEN 's' THEN 'safe' END AS parallel,
       CASE WHEN p.procost <> CASE WHEN l.lanname IN ('internal', 'c') THEN 1 ELSE 100 END
            THEN p.procost::text END AS cost,
       CASE WHEN p.prorows <> CASE WHEN p.proretset THEN 1000 ELSE 0 END
            THEN p.prorows::text END AS rows,
       p.proconfig AS settings,
       d.description AS comment
  FROM pg_catalog.pg_proc p
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  JOIN pg_catalog.pg_language l ON l.oid = p.prolang
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE p.prokind IN ('f', 'w') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid
                      AND e.deptype = 'e')
