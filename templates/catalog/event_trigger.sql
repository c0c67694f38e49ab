SELECT t.oid AS _oid, t.evtname AS _object, t.evtevent AS event, t.evttags AS tags,
       ARRAY[n.nspname::text, f.proname::text] AS function,
       CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica'
                         WHEN 'A' THEN 'always' END AS enabled,
       pg_catalog.pg_get_userbyid(t.evtowner) AS owner,
       d.description AS comment
  FROM pg_catalog.pg_event_trigger t
  JOIN pg_catalog.pg_proc f ON f.oid = t.evtfoid
  JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_event_trigger'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE t.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_event_trigger'::regclass AND e.deptype = 'e')
