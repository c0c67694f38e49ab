WITH expected (kind, schema, object, sub, attributes, orbits) AS (VALUES
{{expected|text}}
), compared (kind, fields, sets, declared) AS (VALUES
    {{#each kinds}}
    ({{kind|literal}}, string_to_array({{fields|literal}}, ','), string_to_array({{sets|literal}}, ','), string_to_array({{declared|literal}}, ',')){{#between}},
{{/each}}
), relation (oid, schema, name) AS ( -- whose parts name it by its oid, and its columns by their numbers
    SELECT c.oid, n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname !~ '^(pg_|pgwright)' AND n.nspname <> 'information_schema'
       AND c.oid NOT IN (SELECT e.objid FROM pg_depend e WHERE e.refclassid = 'pg_extension'::regclass
                            AND e.classid = 'pg_class'::regclass AND e.deptype = 'e')
), actual (kind, schema, object, sub, attributes) AS (
{{#each kinds}}
SELECT {{kind|literal}}, {{#if is_part}}r.schema{{else}}{{#if has_schema}}q._schema::text{{else}}''{{/if}}{{/if}}, {{#if is_part}}r.name{{else}}{{#if has_object}}q._object::text{{else}}''{{/if}}{{/if}}, {{#if has_attnum}}coalesce(q._sub, (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum = q._attnum)){{else}}{{#if has_sub}}q._sub::text{{else}}''{{/if}}{{/if}}, jsonb_strip_nulls(to_jsonb(q)){{#if has_columns}} || CASE WHEN q._columns IS NULL THEN '{}' ELSE jsonb_build_object('columns', (SELECT jsonb_agg({{#if has_keys}}quote_ident(a.attname){{#if has_options}} || coalesce(q._options[u.position], ''){{/if}}{{else}}a.attname{{/if}} ORDER BY u.position) FROM unnest(q._columns) WITH ORDINALITY u (attnum, position) JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = u.attnum)) END{{/if}}
  FROM (
{{query|text}}
) q{{#if is_part}} JOIN relation r ON r.oid = q._relation{{/if}}{{#between}}

UNION ALL
{{/each}}

), joined AS (
    SELECT kind, schema, object, sub, e.attributes AS wanted, e.orbits, a.attributes AS present
      FROM expected e FULL JOIN actual a USING (kind, schema, object, sub)
     WHERE NOT (e.kind IS NULL AND (starts_with(schema, {{trash|literal}}) OR kind = 'column' AND starts_with(sub, {{trash|literal}}))) -- to be purged
     {{#if ignored}}
       AND NOT concat(schema, '.', object) LIKE ANY (ARRAY[{{#each ignored}}{{pattern|literal}}{{#between}}, {{/each}}])
       AND NOT schema LIKE ANY (ARRAY[{{#each ignored}}{{pattern|literal}}{{#between}}, {{/each}}])
     {{/if}}
     {{#if managed}}
       AND (schema = '' OR concat(schema, '.', object) LIKE ANY (ARRAY[{{#each managed}}{{pattern|literal}}{{#between}}, {{/each}}])
            OR schema LIKE ANY (ARRAY[{{#each managed}}{{pattern|literal}}{{#between}}, {{/each}}]))
     {{/if}}
), placed AS ( -- what goes with a table, or with a column, that is missing or unexpected itself
    SELECT joined.*,
           sub <> '' AND bool_or(sub = '' AND present IS NULL) OVER parent
           OR kind = 'default' AND bool_or(kind = 'column' AND present IS NULL) OVER twin AS gone,
           sub <> '' AND bool_or(sub = '' AND wanted IS NULL) OVER parent
           OR kind = 'default' AND bool_or(kind = 'column' AND wanted IS NULL) OVER twin AS come
      FROM joined
    WINDOW parent AS (PARTITION BY schema, object), twin AS (PARTITION BY schema, object, sub)
), field AS (
    SELECT j.*, f.name, j.wanted -> f.name AS model, j.present -> f.name AS database,
           f.name = ANY (c.sets) AS unordered
      FROM joined j JOIN compared c USING (kind)
     CROSS JOIN LATERAL unnest(c.fields) f (name)
     WHERE j.wanted IS NOT NULL AND j.present IS NOT NULL
       AND NOT (f.name = ANY (c.declared) AND (j.wanted -> f.name IS NULL OR j.present -> f.name IS NULL))
), difference AS (
    SELECT kind, schema, object, sub, 'missing' AS problem, NULL::jsonb AS model, NULL::jsonb AS database
      FROM placed WHERE present IS NULL AND NOT gone
    UNION ALL
    SELECT kind, schema, object, sub, 'unexpected', NULL, NULL
      FROM placed j WHERE wanted IS NULL AND NOT come
       {{#if own}}
       AND sub <> '' AND EXISTS (SELECT FROM expected e
                                  WHERE e.schema = j.schema AND e.object = j.object AND e.sub = '')
       {{/if}}
    UNION ALL
    SELECT kind, schema, object, sub, name, model, database
      FROM field
     WHERE model IS DISTINCT FROM database
       AND NOT coalesce(unordered AND model @> database AND database @> model, false)
       AND NOT (name = 'grants' AND wanted -> 'owner' IS NULL AND present -> 'owner' IS NOT NULL AND coalesce( -- who has his rights anyway
                (SELECT coalesce(jsonb_agg(g), '[]') @> database AND database @> coalesce(jsonb_agg(g), '[]')
                   FROM jsonb_array_elements_text(model) g
                  WHERE NOT starts_with(g, quote_ident(present ->> 'owner') || ' ')), false))
       AND NOT EXISTS (SELECT FROM jsonb_array_elements(orbits -> name) o (value) WHERE o.value = database)
)
SELECT kind || ' ' || concat_ws('.', nullif(schema, ''), nullif(object, ''), nullif(sub, '')) AS object,
       problem, model #>> '{}' AS model, database #>> '{}' AS database
  FROM difference
 ORDER BY schema, object, kind, sub, problem
