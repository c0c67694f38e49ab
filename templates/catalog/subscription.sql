SELECT s.oid AS _oid, s.subname AS _object,
       CASE WHEN pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'select')
            THEN regexp_replace(regexp_replace( /* for those alone who may read it, and without a password */
                 (SELECT x.c FROM XMLTABLE('/row' PASSING pg_catalog.query_to_xml(format(
                      'SELECT subconninfo AS c FROM pg_catalog.pg_subscription WHERE oid = %s',
                      s.oid), false, true, '') COLUMNS c text PATH 'c') x), '\s*(ssl)?password\s*=\s*(''[^'']*''|\S+)', ''),
                 '^(postgres(ql)?://[^:/?@]*):[^/?@]*@', '\1@')
            END AS connection,
       s.subpublications AS publications,
       CASE WHEN s.subslotname IS NULL THEN 'none'
            WHEN s.subslotname <> s.subname THEN s.subslotname END AS slot,
       {{#if server_14}}
       CASE WHEN s.subbinary THEN 'true' END AS binary,
       CASE WHEN s.substream::text NOT IN ('f', 'false') THEN 'true' END AS streaming,
       {{else}}
       NULL AS binary, NULL AS streaming,
       {{/if}}
       {{#if server_15}}
       CASE WHEN s.subtwophasestate <> 'd' THEN 'true' END AS two_phase,
       CASE WHEN s.subdisableonerr THEN 'true' END AS disable_on_error,
       {{else}}
       NULL AS two_phase, NULL AS disable_on_error,
       {{/if}}
       CASE WHEN s.subsynccommit <> 'off' THEN s.subsynccommit END AS synchronous_commit,
       CASE WHEN s.subenabled THEN 'true' END AS enabled,
       pg_catalog.pg_get_userbyid(s.subowner) AS owner,
       d.description AS comment
  FROM pg_catalog.pg_subscription s
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_subscription'::regclass AND d.objoid = s.oid AND d.objsubid = 0
 WHERE s.subdbid = (SELECT b.oid FROM pg_catalog.pg_database b
                     WHERE b.datname = pg_catalog.current_database())
