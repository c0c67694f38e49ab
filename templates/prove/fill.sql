-- Puts rows into every table of a scratch database, as many as PostgreSQL lets in.
--
-- Nothing here decides whether a row is right: candidates for each column are made from its type and
-- from the constants that its checks and partition bounds mention, and the server refuses or accepts
-- them. A refusal names a constraint or a column; the candidates of those columns move on. Tables that
-- refer to others wait until these have rows. All functions are of the session alone.

-- Texts of a type, likely ones first; {n} stands for a number that no other row has.
CREATE FUNCTION pg_temp.samples(type oid) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    t pg_catalog.pg_type;
    inner_texts text[];
BEGIN
    SELECT * INTO t FROM pg_catalog.pg_type WHERE oid = type;
    CASE
    WHEN t.typtype = 'd' THEN
        RETURN pg_temp.constants(t.typbasetype, (
                   SELECT array_agg(pg_catalog.pg_get_constraintdef(oid) ORDER BY conname)
                     FROM pg_catalog.pg_constraint WHERE contypid = type))
               || pg_temp.samples(t.typbasetype);
    WHEN t.typtype = 'e' THEN
        RETURN ARRAY(SELECT enumlabel FROM pg_catalog.pg_enum WHERE enumtypid = type ORDER BY enumsortorder);
    WHEN t.typtype = 'c' THEN
        RETURN ARRAY['(' || repeat(',', (SELECT count(*)::integer - 1 FROM pg_catalog.pg_attribute
                                          WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped)) || ')'];
    WHEN t.typtype = 'r' THEN
        inner_texts := pg_temp.samples((SELECT rngsubtype FROM pg_catalog.pg_range WHERE rngtypid = type));
        RETURN ARRAY[format('[%s,%s]', inner_texts[1], inner_texts[1]), 'empty', '(,)'];
    WHEN t.typtype = 'm' THEN
        RETURN ARRAY['{}'];
    WHEN t.typcategory = 'A' AND t.typelem <> 0 THEN
        RETURN ARRAY(SELECT ARRAY[sample]::text FROM unnest(pg_temp.samples(t.typelem)) AS sample) || '{}'::text;
    ELSE
        RETURN coalesce((
            SELECT array_agg(sample ORDER BY place)
              FROM (VALUES
                ('N', ARRAY['{n}', '1', '0', '-1', '100', '50', '32767']),
                ('S', ARRAY['text {n}', 'a', 'abc', 'ABC', 'a{n}', 'a-{n}', 'a_{n}', '', 'user{n}@example.com',
                            'https://example.com/{n}', 'http://example.com', '12345', '1.0.{n}', '10.0.0.1', 'en', 'en_US',
                            'EUR', '#a1b2c3', '+49301234567', 'A1', '/{n}', 'example.com', 'abcdefghijklmnopqrst',
                            'd41d8cd98f00b204e9800998ecf8427e', 'da39a3ee5e6b4b0d3255bfef95601890afd80709',
                            'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855']),
                ('B', ARRAY['true', 'false']),
                ('D', ARRAY['2024-02-29 12:34:56.789', '1999-12-31', '2030-01-01', '2024-06-01', '2025-06-01',
                            '12:34:56']),
                ('T', ARRAY['1 day', '1 hour', '00:00:00']),
                ('V', ARRAY['1', '0', '101', '10101010'])
              ) AS known(category, samples), unnest(samples) WITH ORDINALITY AS s(sample, place)
             WHERE category = t.typcategory), '{}')
            || coalesce((
            SELECT samples FROM (VALUES
                ('uuid', ARRAY['00000000-0000-4000-8000-{n12}']),
                ('json', ARRAY['{"n": {n}}', '{}', '[]', '[{"n": {n}}]']),
                ('jsonb', ARRAY['{"n": {n}}', '{}', '[]', '[{"n": {n}}]']),
                ('bytea', ARRAY['\x00ff{n2}', '\x']),
                ('inet', ARRAY['10.0.0.{n2}', '::1']), ('cidr', ARRAY['10.0.{n2}.0/24', '::/0']),
                ('macaddr', ARRAY['08:00:2b:01:02:{n2}']), ('macaddr8', ARRAY['08:00:2b:01:02:03:04:{n2}']),
                ('money', ARRAY['{n}']), ('xml', ARRAY['<a n="{n}"/>']),
                ('tsvector', ARRAY['a:1 b:2A']), ('tsquery', ARRAY['a & b']), ('pg_lsn', ARRAY['0/{n2}']),
                ('point', ARRAY['({n},2)']), ('line', ARRAY['{1,1,{n}}']), ('lseg', ARRAY['[(0,0),(1,{n})]']),
                ('box', ARRAY['(1,{n}),(0,0)']), ('path', ARRAY['((0,0),(1,{n}))']),
                ('polygon', ARRAY['((0,0),(1,{n}),(1,0))']), ('circle', ARRAY['<(0,0),{n}>']),
                ('"char"', ARRAY['a', 'b']), ('hstore', ARRAY['a=>{n}']), ('ltree', ARRAY['a.b{n}']),
                ('geometry', ARRAY['POINT({n} 1)', 'POLYGON((0 0, 0 1, {n} 1, 0 0))']), ('geography', ARRAY['POINT(1 1)'])
              ) AS known(name, samples) WHERE name = t.typname), '{}');
    END CASE;
END $$;

-- Texts of that type that conditions mention, and their neighbours: 'open', 18, 19, 17, xxxxxxxx.
CREATE FUNCTION pg_temp.constants(type oid, conditions text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    category "char" := (SELECT typcategory FROM pg_catalog.pg_type WHERE oid = type);
    found text[];
BEGIN
    SELECT array_agg(DISTINCT replace(m[1], '''''', '''')) INTO found
      FROM unnest(conditions) AS condition, regexp_matches(condition, '''((?:[^'']|'''')*)''', 'g') AS m;
    IF category IN ('N', 'S') THEN
        SELECT found || array_agg(DISTINCT CASE category WHEN 'N' THEN (m[1]::numeric + step)::text
                                   ELSE repeat('x', least(m[1]::numeric + step, 4096)::integer) END)
          INTO found
          FROM unnest(conditions) AS condition, regexp_matches(condition, '(?:\m|-)(\d+(?:\.\d+)?)\M', 'g') AS m,
               unnest(ARRAY[0, 1, -1]) AS step
         WHERE category = 'N' OR (m[1] ~ '^\d{1,4}$' AND m[1]::numeric + step > 0);
    END IF;
    RETURN coalesce(found, '{}');
END $$;

-- Those of the texts that are values of the type; the rest would only waste attempts.
CREATE FUNCTION pg_temp.valid(texts text[], type text, n bigint) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
    result text[] := '{}';
    item text;
BEGIN
    FOREACH item IN ARRAY texts LOOP
        CONTINUE WHEN item = ANY (result);
        BEGIN
            EXECUTE format('SELECT %L::%s', pg_temp.numbered(item, n), type);
            result := result || item;
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;
    RETURN result;
END $$;

CREATE FUNCTION pg_temp.numbered(item text, n bigint) RETURNS text LANGUAGE sql AS $$
    SELECT replace(replace(replace(item, '{n12}', lpad(n::text, 12, '0')), '{n2}', lpad((n % 90 + 10)::text, 2, '0')),
                   '{n}', n::text)
$$;

-- What samples() gives, once for each type.
CREATE TEMPORARY TABLE valid_samples (type text PRIMARY KEY, pool text[]);

-- The columns that a row names, each with what may be tried for it; NULL among the first where it may
-- be.
CREATE TEMPORARY TABLE filled_columns (
    relation oid, attnum smallint, name text, type text, has_default boolean, may_be_null boolean,
    referenced regclass, referenced_column text, pool text[]);

CREATE TEMPORARY TABLE filled (relation oid, shown text, count integer NOT NULL DEFAULT 0, reason text);

-- A row; the reason why not.
CREATE FUNCTION pg_temp.fill_row(target oid, n bigint, variant integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    choice jsonb := '{}'; -- by attnum: how far its candidates have moved on
    columns text;
    vals text;
    violated text;
    named text;
    state text;
    message text;
    blamed smallint[];
    moved boolean;
    c record;
BEGIN
    FOR attempt IN 1 .. 200 LOOP
        columns := NULL;
        vals := NULL;
        FOR c IN SELECT f.*, coalesce((choice ->> f.attnum::text)::integer, 0) AS tried,
                        CASE WHEN f.may_be_null THEN variant - 1 ELSE (variant = 3)::integer END AS shift
                   FROM filled_columns AS f WHERE f.relation = target ORDER BY f.attnum LOOP
            CONTINUE WHEN c.tried = 0 AND c.has_default AND variant < 3;
            columns := concat_ws(', ', columns, quote_ident(c.name));
            vals := concat_ws(', ', vals, CASE
                WHEN c.referenced IS NOT NULL AND NOT (c.may_be_null AND (c.tried + variant) % 3 = 2) THEN
                    format('(SELECT %I FROM %s ORDER BY ctid OFFSET (%s + %s) %% greatest(1, (SELECT count(*) FROM %2$s)) LIMIT 1)',
                           c.referenced_column, c.referenced, n, c.tried)
                WHEN c.referenced IS NOT NULL THEN 'NULL'
                WHEN cardinality(c.pool) = 0 THEN 'NULL'
                ELSE format('%L::%s', pg_temp.numbered(c.pool[1 + (c.tried + c.shift) % cardinality(c.pool)],
                                                       n + attempt - 1), c.type) END);
        END LOOP;
        BEGIN
            EXECUTE CASE WHEN columns IS NULL THEN format('INSERT INTO %s DEFAULT VALUES', target::regclass)
                         ELSE format('INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)', target::regclass, columns, vals) END;
            SET CONSTRAINTS ALL IMMEDIATE;
            SET CONSTRAINTS ALL DEFERRED;
            RETURN NULL;
        EXCEPTION WHEN OTHERS THEN
            GET STACKED DIAGNOSTICS violated = CONSTRAINT_NAME, named = COLUMN_NAME, state = RETURNED_SQLSTATE,
                                    message = MESSAGE_TEXT;
        END;
        blamed := coalesce(
            (SELECT array_agg(f.attnum ORDER BY f.attnum) FROM filled_columns AS f
              WHERE f.relation = target AND f.name = named),
            (SELECT k.conkey FROM pg_catalog.pg_constraint AS k WHERE k.conrelid = target AND k.conname = violated),
            (SELECT array_agg(key) FROM pg_catalog.pg_index AS i, unnest(i.indkey::smallint[]) AS key
              WHERE i.indrelid = target AND i.indexrelid::regclass::text ~ (violated || '$') AND key > 0),
            (SELECT array_agg(f.attnum ORDER BY f.referenced IS NOT NULL, f.has_default, f.attnum)
               FROM filled_columns AS f WHERE f.relation = target));
        -- the first of them that has something left to try moves on; those before it start again
        moved := false;
        FOR c IN SELECT f.attnum, coalesce((choice ->> f.attnum::text)::integer, 0) AS tried,
                        CASE WHEN f.referenced IS NULL THEN cardinality(f.pool) ELSE 6 END AS most
                   FROM unnest(blamed) WITH ORDINALITY AS b(attnum, place) JOIN filled_columns AS f USING (attnum)
                  WHERE f.relation = target ORDER BY b.place LOOP
            moved := c.tried < c.most;
            choice := choice || jsonb_build_object(c.attnum::text, CASE WHEN moved THEN c.tried + 1 ELSE 1 END);
            EXIT WHEN moved;
        END LOOP;
        EXIT WHEN NOT moved AND state <> '23505';
    END LOOP;
    RETURN message;
END $$;

CREATE FUNCTION pg_temp.fill(wanted integer, round integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    t record;
    why text;
    n bigint := round * 1000;
    progress boolean := true;
    patient boolean := true; -- tables wait for those that they refer to, while that helps
BEGIN
    INSERT INTO filled
    SELECT c.oid, c.oid::regclass::text
      FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS s ON s.oid = c.relnamespace
     WHERE c.relkind = 'r' AND s.nspname !~ '^pg_' AND s.nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                        WHERE classid = 'pg_catalog.pg_class'::regclass AND objid = c.oid AND deptype = 'e');
    INSERT INTO filled_columns
    SELECT a.attrelid, a.attnum, a.attname, format_type(a.atttypid, a.atttypmod),
           a.atthasdef OR a.attidentity <> '', NOT a.attnotnull, k.confrelid,
           (SELECT attname FROM pg_catalog.pg_attribute
             WHERE attrelid = k.confrelid AND attnum = k.confkey[array_position(k.conkey, a.attnum)]),
           pg_temp.constants(a.atttypid, (
               SELECT array_agg(condition) FROM (
                   SELECT pg_catalog.pg_get_constraintdef(o.oid) FROM pg_catalog.pg_constraint AS o
                    WHERE o.conrelid = a.attrelid AND o.contype = 'c' AND a.attnum = ANY (o.conkey)
                   UNION ALL
                   SELECT pg_catalog.pg_get_expr(p.relpartbound, p.oid)
                     FROM pg_catalog.pg_partition_ancestors(a.attrelid) AS ancestor(relid)
                     JOIN pg_catalog.pg_class AS p ON p.oid = ancestor.relid AND p.relispartition) AS all_of_it(condition)))
      FROM filled AS f JOIN pg_catalog.pg_attribute AS a ON a.attrelid = f.relation
      LEFT JOIN LATERAL (SELECT * FROM pg_catalog.pg_constraint AS o
                          WHERE o.conrelid = a.attrelid AND o.contype = 'f' AND a.attnum = ANY (o.conkey)
                          ORDER BY conname LIMIT 1) AS k ON true
     WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '';
    INSERT INTO valid_samples
    SELECT type, pg_temp.valid(pg_temp.samples(min(a.atttypid)), type, n)
      FROM filled_columns AS f JOIN pg_catalog.pg_attribute AS a ON (a.attrelid, a.attnum) = (f.relation, f.attnum)
     GROUP BY type;
    UPDATE filled_columns AS f SET pool = pg_temp.valid(f.pool, f.type, n) || s.pool
      FROM valid_samples AS s WHERE s.type = f.type;
    UPDATE filled_columns SET pool = pool[:1] || NULL::text || pool[2:] WHERE may_be_null;
    WHILE progress OR patient LOOP
        patient := patient AND progress;
        progress := false;
        FOR t IN SELECT * FROM filled WHERE count < wanted ORDER BY shown COLLATE "C" LOOP
            CONTINUE WHEN patient AND EXISTS (
                SELECT FROM filled_columns AS c JOIN filled AS f ON f.relation = c.referenced
                 WHERE c.relation = t.relation AND f.relation <> t.relation AND f.count = 0);
            FOR variant IN t.count + 1 .. wanted LOOP
                n := n + 1;
                why := pg_temp.fill_row(t.relation, n, variant);
                IF why IS NOT NULL THEN
                    why := pg_temp.fill_row(t.relation, n, 1);
                END IF;
                UPDATE filled SET reason = why, count = count + (why IS NULL)::integer WHERE relation = t.relation;
                progress := progress OR why IS NULL;
                EXIT WHEN why IS NOT NULL;
            END LOOP;
        END LOOP;
    END LOOP;
END $$;
