SELECT c.oid AS _oid, pg_catalog.format_type(c.castsource, NULL) || ' AS '
                      || pg_catalog.format_type(c.casttarget, NULL) AS _object,
       CASE c.castmethod WHEN 'b' THEN 'without function' WHEN 'i' THEN 'with inout'
            ELSE 'with function ' || format('%I.%I(%s)', n.nspname, p.proname,
                 pg_catalog.array_to_string(ARRAY(
                     SELECT pg_catalog.format_type(t.type, NULL)
                       FROM unnest(p.proargtypes) WITH ORDINALITY t (type, position)
                      ORDER BY t.position), ', ')) END AS how,
       CASE c.castcontext WHEN 'a' THEN 'assignment' WHEN 'i' THEN 'implicit' END AS context,
       d.description AS comment
  FROM pg_catalog.pg_cast c
  LEFT JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
  LEFT JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_cast'::regclass AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = 'pg_catalog.pg_cast'::regclass AND e.objid = c.oid
                      AND e.deptype IN ('e', 'i'))
