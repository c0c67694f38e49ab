SELECT p.oid AS _oid, n.nspname AS _schema,
       p.proname || '(' || CASE WHEN p.pronargs = 0 THEN '*' ELSE array_to_string(ARRAY(
           SELECT pg_catalog.format_type(t.type, NULL)
             FROM unnest(p.proargtypes) WITH ORDINALITY t (type, position)
            ORDER BY t.position), ', ') END || ')' AS _object,
       nullif(pg_catalog.pg_get_function_arguments(p.oid), '') AS arguments,
       array_remove(ARRAY[
           'sfunc=' || a.aggtransfn::regproc,
           'stype=' || pg_catalog.format_type(a.aggtranstype, NULL),
           'sspace=' || nullif(a.aggtransspace, 0),
           'finalfunc=' || nullif(a.aggfinalfn, 0)::regproc,
           CASE WHEN a.aggfinalextra THEN 'finalfunc_extra=true' END,
           'finalfunc_modify=' || CASE nullif(a.aggfinalmodify, CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char")
               WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' WHEN 'w' THEN 'read_write' END,
           'combinefunc=' || nullif(a.aggcombinefn, 0)::regproc,
           'serialfunc=' || nullif(a.aggserialfn, 0)::regproc,
           'deserialfunc=' || nullif(a.aggdeserialfn, 0)::regproc,
           'initcond=' || a.agginitval,
           'msfunc=' || nullif(a.aggmtransfn, 0)::regproc,
           'minvfunc=' || nullif(a.aggminvtransfn, 0)::regproc,
           'mstype=' || pg_catalog.format_type(nullif(a.aggmtranstype, 0), NULL),
           'msspace=' || nullif(a.aggmtransspace, 0),
           'mfinalfunc=' || nullif(a.aggmfinalfn, 0)::regproc,
           CASE WHEN a.aggmfinalextra THEN 'mfinalfunc_extra=true' END,
           'mfinalfunc_modify=' || CASE nullif(a.aggmfinalmodify, CASE a.aggkind WHEN 'n' THEN 'r' ELSE 'w' END::"char")
               WHEN 'r' THEN 'read_only' WHEN 's' THEN 'shareable' WHEN 'w' THEN 'read_write' END,
           'minitcond=' || a.aggminitval,
           'sortop=' || CASE WHEN a.aggsortop <> 0
                             THEN 'OPERATOR(' || regexp_replace(a.aggsortop::regoperator::text, '\(.*', '') || ')' END,
           'parallel=' || CASE p.proparallel WHEN 'r' THEN 'restricted' WHEN 's' THEN 'safe' END,
           CASE WHEN a.aggkind = 'h' THEN 'hypothetical=true' END], NULL) AS options,
       pg_catalog.pg_get_userbyid(p.proowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_aggregate a
  JOIN pg_catalog.pg_proc p ON p.oid = a.aggfnoid
  JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL (SELECT p.proacl, p.proowner, 'f'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_proc'::regclass AND d.objoid = p.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND p.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_proc'::regclass AND e.deptype = 'e')
