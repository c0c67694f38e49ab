-- Which kinds may be there at all, so that the rest need not be asked for: most databases have objects
-- of few kinds, and to plan a query takes longer than to find nothing. What is below 16384 came with
-- the server, and what an extension has brought mostly does not count. A kind that has no column here is
-- always read.
SELECT r.*, t."enum", t."domain", t."range", f.*, k.*, r."materialized view" OR r."view" AS "column comment",
       r."type" AS "attribute",
       EXISTS (SELECT FROM pg_catalog.pg_collation WHERE oid >= 16384) AS "collation",
       EXISTS (SELECT FROM pg_catalog.pg_language WHERE oid >= 16384)
       OR EXISTS (SELECT FROM pg_catalog.pg_transform WHERE oid >= 16384)
       OR EXISTS (SELECT FROM pg_catalog.pg_operator WHERE oid >= 16384 AND oprcode = 0)
       OR EXISTS (SELECT FROM pg_catalog.pg_seclabel)
       OR EXISTS (SELECT FROM pg_catalog.pg_extension WHERE oid >= 16384)
       OR t."unmodelled" AS "unmodelled",
       EXISTS (SELECT FROM pg_catalog.pg_cast WHERE oid >= 16384) AS "cast",
       EXISTS (SELECT FROM (
                         SELECT tableoid, oid FROM pg_catalog.pg_operator WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_opfamily WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_opclass WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_conversion WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_am WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_ts_parser WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_ts_template WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_ts_dict WHERE oid >= 16384
               UNION ALL SELECT tableoid, oid FROM pg_catalog.pg_ts_config WHERE oid >= 16384) o (class, oid)
                WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend e WHERE e.classid = o.class
                                     AND e.objid = o.oid AND e.deptype = 'e')) AS "sql object",
       EXISTS (SELECT FROM pg_catalog.pg_extension WHERE oid >= 16384) AS "extension member",
       EXISTS (SELECT FROM pg_catalog.pg_foreign_data_wrapper) AS "foreign data wrapper",
       EXISTS (SELECT FROM pg_catalog.pg_foreign_server) AS "server",
       EXISTS (SELECT FROM pg_catalog.pg_user_mappings) AS "user mapping",
       EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE oid >= 16384 AND rulename <> '_RETURN') AS "rule",
       EXISTS (SELECT FROM pg_catalog.pg_statistic_ext) AS "statistics object",
       EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE oid >= 16384 AND NOT tgisinternal) AS "trigger",
       EXISTS (SELECT FROM pg_catalog.pg_policy) AS "policy",
       EXISTS (SELECT FROM pg_catalog.pg_publication) AS "publication",
       EXISTS (SELECT FROM pg_catalog.pg_publication_rel) AS "publication table",
       {{#if server_15}}
       EXISTS (SELECT FROM pg_catalog.pg_publication_namespace) AS "publication schema",
       {{/if}}
       EXISTS (SELECT FROM pg_catalog.pg_subscription) AS "subscription",
       EXISTS (SELECT FROM pg_catalog.pg_event_trigger) AS "event trigger",
       EXISTS (SELECT FROM pg_catalog.pg_default_acl) AS "default privileges",
       EXISTS (SELECT FROM pg_catalog.pg_inherits) AS "inheritance"
  FROM (SELECT bool_or(relkind = 'c') AS "type", bool_or(relkind = 'S') AS "sequence",
               bool_or(relkind = 'f') AS "foreign table", bool_or(relkind = 'v') AS "view",
               bool_or(relkind = 'm') AS "materialized view"
          FROM pg_catalog.pg_class WHERE oid >= 16384) r,
       (SELECT bool_or(typtype = 'e') AS "enum", bool_or(typtype = 'd') AS "domain",
               bool_or(typtype = 'r') AS "range",
               bool_or(typtype IN ('b', 'p') AND typcategory <> 'A') AS "unmodelled"
          FROM pg_catalog.pg_type WHERE oid >= 16384) t,
       (SELECT bool_or(prokind IN ('f', 'w')) AS "function", bool_or(prokind = 'p') AS "procedure",
               bool_or(prokind = 'a') AS "aggregate"
          FROM pg_catalog.pg_proc p
         WHERE oid >= 16384 AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                                             WHERE e.classid = 'pg_catalog.pg_proc'::regclass
                                               AND e.objid = p.oid AND e.deptype = 'e')) f,
       (SELECT bool_or(contype = 'c' AND conrelid <> 0) AS "check",
               bool_or(contype = 'c' AND contypid <> 0) AS "domain check",
               bool_or(contype = 'p') AS "primary key", bool_or(contype = 'u') AS "unique",
               bool_or(contype = 'x') AS "exclusion", bool_or(contype = 'f') AS "foreign key"
          FROM pg_catalog.pg_constraint WHERE oid >= 16384) k
