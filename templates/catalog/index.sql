SELECT x.oid AS _oid, i.indrelid AS _relation, x.relname AS _sub,
       CASE WHEN keys.plain THEN (i.indkey::int2[])[0:i.indnkeyatts - 1] END AS _columns,
       CASE WHEN keys.plain AND NOT 0 = ALL (i.indoption::int2[]) THEN ARRAY(
            SELECT CASE o WHEN 0 THEN '' WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST' ELSE ' DESC' END
              FROM unnest(i.indoption::int2[]) WITH ORDINALITY u (o, position) ORDER BY position) END AS _options,
       CASE WHEN NOT keys.plain THEN ARRAY(SELECT pg_catalog.concat_ws(' ',
                 CASE WHEN u.attnum <> 0 THEN quote_ident(a.attname)
                      ELSE pg_catalog.pg_get_indexdef(i.indexrelid, u.position::int, false) END,
                 CASE WHEN o.oid IS NOT NULL AND o.oid <> coalesce(a.attcollation, 100)
                      THEN 'COLLATE ' || CASE WHEN o.collnamespace = 'pg_catalog'::regnamespace
                                              THEN quote_ident(o.collname)
                                              ELSE o.collnamespace::regnamespace || '.'
                                                   || quote_ident(o.collname) END END,
                 CASE WHEN NOT p.opcdefault OR ia.attoptions IS NOT NULL OR another.is_default
                      THEN CASE WHEN p.opcnamespace = 'pg_catalog'::regnamespace
                                THEN quote_ident(p.opcname)
                                ELSE p.opcnamespace::regnamespace || '.'
                                     || quote_ident(p.opcname) END
                           || coalesce('(' || array_to_string(ia.attoptions, ', ') || ')', '') END,
                 CASE WHEN i.indoption[u.position - 1] & 1 = 1 THEN 'DESC' END,
                 CASE i.indoption[u.position - 1] WHEN 1 THEN 'NULLS LAST'
                                                  WHEN 2 THEN 'NULLS FIRST' END)
               FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, position)
               JOIN pg_catalog.pg_opclass p ON p.oid = i.indclass[u.position - 1]
               JOIN pg_catalog.pg_attribute ia
                 ON ia.attrelid = i.indexrelid AND ia.attnum = u.position
               LEFT JOIN pg_catalog.pg_collation o ON o.oid = i.indcollation[u.position - 1]
               LEFT JOIN pg_catalog.pg_attribute a
                 ON a.attrelid = i.indrelid AND a.attnum = u.attnum AND u.attnum <> 0
              CROSS JOIN LATERAL ( -- bpchar_ops is a default, but not of text
                    SELECT p.oid = ANY (i.rivals) AND EXISTS (
                           SELECT FROM pg_catalog.pg_type t
                             JOIN pg_catalog.pg_opclass d ON d.opcmethod = p.opcmethod AND d.opcdefault
                              AND d.opcintype = CASE coalesce(nullif(t.typbasetype, 0), t.oid)
                                                WHEN 'varchar'::regtype THEN 'text'::regtype
                                                ELSE coalesce(nullif(t.typbasetype, 0), t.oid) END
                            WHERE t.oid = coalesce(a.atttypid, CASE p.opckeytype WHEN 0 THEN ia.atttypid END)
                              AND d.oid <> p.oid)) another (is_default)
              WHERE u.position <= i.indnkeyatts
              ORDER BY u.position) END AS columns,
       CASE WHEN m.amname <> 'btree' THEN m.amname END AS method,
       CASE WHEN i.indisunique THEN 'true' END AS "unique",
       {{#if server_15}}
       CASE WHEN i.indnullsnotdistinct THEN 'true' END AS nulls_not_distinct,
       {{/if}}
       CASE WHEN i.indnatts > i.indnkeyatts THEN
            ARRAY(SELECT a.attname::text
                    FROM unnest(i.indkey::int2[]) WITH ORDINALITY u (attnum, position)
                    JOIN pg_catalog.pg_attribute a
                      ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                   WHERE u.position > i.indnkeyatts
                   ORDER BY u.position) END AS include,
       pg_catalog.pg_get_expr(i.indpred, i.indrelid) AS "where",
       x.reloptions AS "with",
       s.spcname AS tablespace,
       CASE WHEN i.special THEN
            nullif(ARRAY(SELECT ia.attnum || '=' || ia.attstattarget FROM pg_catalog.pg_attribute ia
                          WHERE ia.attrelid = x.oid AND ia.attstattarget >= 0
                          ORDER BY ia.attnum), '{}') END AS statistics,
       CASE WHEN x.relispartition THEN
            (SELECT format('%I.%I', pn.nspname, px.relname) FROM pg_catalog.pg_inherits h
               JOIN pg_catalog.pg_class px ON px.oid = h.inhparent
               JOIN pg_catalog.pg_namespace pn ON pn.oid = px.relnamespace
              WHERE h.inhrelid = x.oid) END AS attached_to,
       CASE WHEN i.indisreplident THEN 'true' END AS replica_identity,
       CASE WHEN i.indisclustered THEN 'true' END AS clustered,
       CASE WHEN NOT i.indisvalid AND x.relkind <> 'I' THEN 'true' END AS invalid,
       d.description AS comment
  FROM (
       /* Keys that are columns, in whatever order, can be told by their numbers. */
        SELECT i.*, c.relkind <> 'm' AND i.indexprs IS NULL
                    AND i.indcollation::oid[] <@ '{0,100}'
                    AND i.indclass::oid[] <@ ARRAY(SELECT p.oid FROM pg_catalog.pg_opclass p WHERE p.opcdefault)
                    AND (NOT i.indclass::oid[] && r.rivals
                         OR NOT EXISTS (SELECT FROM unnest(i.indclass::oid[], i.indkey::int2[]) u (class, attnum)
                                          JOIN pg_catalog.pg_opclass p ON p.oid = u.class
                                          JOIN pg_catalog.pg_attribute a
                                            ON a.attrelid = i.indrelid AND a.attnum = u.attnum
                                         WHERE a.atttypid <> p.opcintype
                                           AND (a.atttypid <> 'varchar'::regtype OR p.opcintype <> 'text'::regtype)))
                    AND (0 = ALL (i.indcollation::oid[])
                         OR NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
                                         WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey::int2[])
                                           AND a.attcollation NOT IN (0, 100)))
                    AS plain,
               EXISTS (SELECT FROM pg_catalog.pg_attribute ia
                        WHERE ia.attrelid = i.indexrelid
                          AND (ia.attoptions IS NOT NULL OR ia.attstattarget >= 0)) AS special,
               r.rivals
          FROM (SELECT ARRAY( -- defaults that types with defaults of their own can use too
                       SELECT p.oid FROM pg_catalog.pg_opclass p
                         JOIN pg_catalog.pg_cast t ON t.casttarget = p.opcintype
                          AND t.castmethod = 'b' AND t.castcontext = 'i'
                         JOIN pg_catalog.pg_opclass d ON d.opcintype = t.castsource
                          AND d.opcmethod = p.opcmethod AND d.opcdefault
                        WHERE p.opcdefault
                        UNION ALL
                       SELECT p.oid FROM pg_catalog.pg_opclass p
                         JOIN pg_catalog.pg_type t ON t.oid = p.opcintype AND t.typtype = 'p'
                        WHERE p.opcdefault AND EXISTS (SELECT FROM pg_catalog.pg_opclass d
                                                        WHERE d.opcmethod = p.opcmethod AND d.opcdefault
                                                          AND d.oid >= 16384)) AS rivals) r
         CROSS JOIN pg_catalog.pg_index i
          JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
           AND c.relkind IN ('r', 'p', 'm') AND c.relpersistence <> 't'
         WHERE i.indexrelid >= 16384
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                            WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
        OFFSET 0) i
  JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
 CROSS JOIN LATERAL (SELECT i.plain AND NOT i.special) keys (plain)
  JOIN pg_catalog.pg_am m ON m.oid = x.relam
  LEFT JOIN pg_catalog.pg_tablespace s ON s.oid = x.reltablespace
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = 'pg_catalog.pg_class'::regclass AND d.objoid = x.oid AND d.objsubid = 0
