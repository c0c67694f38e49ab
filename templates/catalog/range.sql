SELECT t.oid AS _oid, n.nspname AS _schema, t.typname AS _object,
       pg_catalog.format_type(r.rngsubtype, NULL) AS subtype,
       CASE WHEN NOT p.opcdefault OR EXISTS ( -- bpchar_ops is a default, but not of text
                 SELECT FROM pg_catalog.pg_opclass d
                  WHERE d.opcmethod = p.opcmethod AND d.opcdefault AND d.opcintype = r.rngsubtype
                    AND d.oid <> p.oid) THEN
            CASE WHEN p.opcnamespace = 'pg_catalog'::regnamespace THEN quote_ident(p.opcname)
                 ELSE p.opcnamespace::regnamespace || '.' || quote_ident(p.opcname) END
            END AS opclass,
       CASE WHEN r.rngcollation <> b.typcollation THEN
            CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace THEN quote_ident(o.collname)
                 ELSE o.collnamespace::regnamespace || '.' || quote_ident(o.collname) END END AS collation,
       CASE WHEN r.rngcanonical <> 0 THEN r.rngcanonical::regproc::text END AS canonical,
       CASE WHEN r.rngsubdiff <> 0 THEN r.rngsubdiff::regproc::text END AS difference,
       {{#if server_14}}
       nullif(m.typname, CASE WHEN t.typname LIKE '%range%'
                              THEN regexp_replace(t.typname, 'range', 'multirange')
                              ELSE t.typname || '_multirange' END) AS multirange,
       {{/if}}
       pg_catalog.pg_get_userbyid(t.typowner) AS owner,
       {{grants|text}} AS grants,
       d.description AS comment
  FROM pg_catalog.pg_type t
  JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
  JOIN pg_catalog.pg_type b ON b.oid = r.rngsubtype
  JOIN pg_catalog.pg_opclass p ON p.oid = r.rngsubopc
  {{#if server_14}}
  JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid
  {{/if}}
  LEFT JOIN pg_catalog.pg_collation o ON o.oid = r.rngcollation
 CROSS JOIN LATERAL (SELECT t.typacl, t.typowner, 'T'::"char") rights (acl, owner, class)
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_type'::regclass AND d.objoid = t.oid AND d.objsubid = 0
 WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
   AND t.oid NOT IN (SELECT e.objid FROM pg_catalog.pg_depend e
                     WHERE e.refclassid = 'pg_catalog.pg_extension'::regclass
                       AND e.classid = 'pg_catalog.pg_type'::regclass AND e.deptype = 'e')
