#include "sql/sql.h"

#include "text/quote.h"

/* Kinds that have a name to change. {value}: the new one. */
static const char *const renames[KIND_COUNT] = {
    [KIND_SCHEMA] = "ALTER SCHEMA {name} RENAME TO {value}",
    [KIND_COLLATION] = "ALTER COLLATION {name} RENAME TO {value}",
    [KIND_TYPE] = "ALTER TYPE {name} RENAME TO {value}",
    [KIND_ATTRIBUTE] = "ALTER TYPE {relation} RENAME ATTRIBUTE {name} TO {value} CASCADE",
    [KIND_DOMAIN] = "ALTER DOMAIN {name} RENAME TO {value}",
    [KIND_DOMAIN_CHECK] = "ALTER DOMAIN {relation} RENAME CONSTRAINT {name} TO {value}",
    [KIND_RANGE] = "ALTER TYPE {name} RENAME TO {value}",
    [KIND_PROCEDURE] = "ALTER PROCEDURE {name} RENAME TO {value}",
    [KIND_AGGREGATE] = "ALTER AGGREGATE {name} RENAME TO {value}",
    [KIND_EXCLUSION] = "ALTER TABLE {relation} RENAME CONSTRAINT {name} TO {value}",
    [KIND_MATERIALIZED_VIEW] = "ALTER MATERIALIZED VIEW {name} RENAME TO {value}",
    [KIND_RULE] = "ALTER RULE {name} ON {relation} RENAME TO {value}",
    [KIND_STATISTICS] = "ALTER STATISTICS {name} RENAME TO {value}",
    [KIND_ENUM] = "ALTER TYPE {name} RENAME TO {value}",
    [KIND_SEQUENCE] = "ALTER SEQUENCE {name} RENAME TO {value}",
    [KIND_FUNCTION] = "ALTER FUNCTION {name} RENAME TO {value}",
    [KIND_TABLE] = "ALTER TABLE {name} RENAME TO {value}",
    [KIND_FOREIGN_TABLE] = "ALTER FOREIGN TABLE {name} RENAME TO {value}",
    [KIND_COLUMN] = "ALTER TABLE {relation} RENAME COLUMN {name} TO {value}",
    [KIND_CHECK] = "ALTER TABLE {relation} RENAME CONSTRAINT {name} TO {value}",
    [KIND_PRIMARY_KEY] = "ALTER TABLE {relation} RENAME CONSTRAINT {name} TO {value}",
    [KIND_UNIQUE] = "ALTER TABLE {relation} RENAME CONSTRAINT {name} TO {value}",
    [KIND_FOREIGN_KEY] = "ALTER TABLE {relation} RENAME CONSTRAINT {name} TO {value}",
    [KIND_INDEX] = "ALTER INDEX {schema}.{name} RENAME TO {value}",
    [KIND_VIEW] = "ALTER VIEW {name} RENAME TO {value}",
    [KIND_POLICY] = "ALTER POLICY {name} ON {relation} RENAME TO {value}",
    [KIND_WRAPPER] = "ALTER FOREIGN DATA WRAPPER {name} RENAME TO {value}",
    [KIND_SERVER] = "ALTER SERVER {name} RENAME TO {value}",
    [KIND_PUBLICATION] = "ALTER PUBLICATION {name} RENAME TO {value}",
    [KIND_SUBSCRIPTION] = "ALTER SUBSCRIPTION {name} RENAME TO {value}",
    [KIND_EVENT_TRIGGER] = "ALTER EVENT TRIGGER {name} RENAME TO {value}",
    [KIND_TRIGGER] = "ALTER TRIGGER {name} ON {relation} RENAME TO {value}",
};

Str sql_rename(Arena *arena, const Object *object, Str name)
{
    const char *text = renames[object->id.kind];
    return text ? sql_fill(arena, text, object, sql_ident(arena, name)) : (Str){0};
}

/* The functions that make values of a range or multirange stay where they are, under the name that
 * they have, when their type goes elsewhere: they come after it. */
static Str move_constructors(Arena *arena, Str range, Str multirange)
{
    static const char text[] =
        "DO $after$\n"
        "DECLARE\n"
        "  f record;\n"
        "BEGIN\n"
        "  FOR f IN SELECT p.oid::regprocedure AS made, p.proname, p.pronamespace, t.typname,\n"
        "                  t.typnamespace\n"
        "             FROM pg_catalog.pg_depend d\n"
        "             JOIN pg_catalog.pg_proc p ON p.oid = d.objid\n"
        "             JOIN pg_catalog.pg_type t ON t.oid = d.refobjid\n"
        "            WHERE d.classid = 'pg_catalog.pg_proc'::regclass AND d.deptype = 'i'\n"
        "              AND d.refclassid = 'pg_catalog.pg_type'::regclass\n"
        "              AND t.oid IN (%.*s::regtype, %.*s::regtype) LOOP\n"
        "    IF f.proname <> f.typname THEN\n"
        "      EXECUTE format('ALTER FUNCTION %%s RENAME TO %%I', f.made, f.typname);\n"
        "    END IF;\n"
        "    IF f.pronamespace <> f.typnamespace THEN\n"
        "      EXECUTE format('ALTER FUNCTION %%s SET SCHEMA %%s', f.made,\n"
        "                     f.typnamespace::regnamespace);\n"
        "    END IF;\n"
        "  END LOOP;\n"
        "END\n"
        "$after$";
    return str_format(arena, text, STR_ARG(sql_literal(arena, range)),
                      STR_ARG(sql_literal(arena, multirange)));
}

/* A multirange follows neither the name nor the schema of its range. */
static void move_range(Arena *arena, const Move *move, StrVec *sql)
{
    Object moved = *move->object;
    moved.id = move->to;
    Str schema = move->object->id.schema, old = object_multirange(arena, move->object),
        name = object_multirange(arena, &moved);
    if (!str_eq(old, name))
        vec_push(arena, sql,
                 str_format(arena, "ALTER TYPE %.*s RENAME TO %.*s",
                            STR_ARG(sql_qualified(arena, schema, old)),
                            STR_ARG(sql_ident(arena, name))));
    if (!str_eq(schema, move->to.schema))
        vec_push(arena, sql,
                 str_format(arena, "ALTER TYPE %.*s SET SCHEMA %.*s",
                            STR_ARG(sql_qualified(arena, schema, name)),
                            STR_ARG(sql_ident(arena, move->to.schema))));
    vec_push(arena, sql,
             move_constructors(arena, sql_qualified(arena, move->to.schema, move->to.object),
                               sql_qualified(arena, move->to.schema, name)));
}

/* A sequence that a column owns has to stay beside its table. */
static void move_schema(Arena *arena, const Move *move, StrVec *sql)
{
    const Object *object = move->object;
    if (object_attr(object, "owned_by"))
        vec_push(arena, sql,
                 sql_fill(arena, "ALTER SEQUENCE {name} OWNED BY NONE", object, (Str){0}));
    vec_push(arena, sql,
             sql_fill(arena, "ALTER {target} SET SCHEMA {value}", object,
                      sql_ident(arena, move->to.schema)));
}

StrVec sql_moves(Arena *arena, const StrVec *schemas, const Moves *moves)
{
    StrVec sql = {0};
    for (size_t i = 0; i < schemas->len; i++)
        vec_push(
            arena, &sql,
            str_format(arena, "CREATE SCHEMA %.*s", STR_ARG(sql_ident(arena, schemas->at[i]))));
    for (size_t i = 0; i < moves->len; i++) {
        const Move *move = &moves->at[i];
        Object moved = *move->object;
        moved.id = move->to;
        if (move->follows)
            continue;
        if (!str_eq(object_name(move->object), object_name(&moved)))
            vec_push(arena, &sql, sql_rename(arena, move->object, object_name(&moved)));
        moved.id.schema = move->object->id.schema;
        if (!str_eq(moved.id.schema, move->to.schema) && !move->object->parent &&
            move->to.kind != KIND_SCHEMA)
            move_schema(arena, &(Move){&moved, move->to, false}, &sql);
        if (move->to.kind == KIND_RANGE)
            move_range(arena, move, &sql);
    }
    return sql;
}

/* Whether all that the default needs is there. */
static bool can_compute(const Object *value, const Catalog *live)
{
    for (size_t i = 0; i < value->edges.len; i++)
        if (!catalog_find(live, value->edges.at[i].to->id))
            return false;
    return true;
}

StrVec sql_fills(Arena *arena, const Moves *moves, const Catalog *live, const Catalog *want)
{
    StrVec sql = {0};
    for (size_t i = 0; i < moves->len; i++) {
        ObjectId id = moves->at[i].to;
        const Object *column = id.kind == KIND_COLUMN ? catalog_find(want, id) : NULL;
        id.kind = KIND_DEFAULT;
        const Object *value = column ? catalog_find(want, id) : NULL;
        if (!value || !object_bool(column, "not_null") || !can_compute(value, live))
            continue;
        Str text = sql_fragment(arena, object_text(value, "expression"));
        vec_push(arena, &sql,
                 sql_fill(arena, "UPDATE {relation} SET {name} = {value} WHERE {name} IS NULL",
                          column, text));
    }
    return sql;
}

bool sql_is_demanding(const Catalog *want, const Object *column, const Catalog *live)
{
    ObjectId id = column->id;
    id.kind = KIND_DEFAULT;
    const Object *value = catalog_find(want, id);
    return object_bool(column, "not_null") && !object_attr(column, "identity") &&
           !object_attr(column, "generated") && !(value && can_compute(value, live));
}

/* A row without a value in a column stops the script; `aside` is what it is called by then. */
static Str guard(Arena *arena, const Object *aside, const Object *column, Str why)
{
    Str where = sql_fill(arena, "{name} IS NULL", aside, (Str){0});
    Str table = sql_fill(arena, "{relation}", aside, (Str){0});
    Str said = str_format(arena, "rows of %.*s have no value for column %.*s, which is NOT NULL",
                          STR_ARG(table), STR_ARG(sql_ident(arena, column->id.sub)));
    Str hint = sql_fill(arena,
                        "{value} Give them a value, and run this again: UPDATE {relation} SET "
                        "{name} = ... WHERE {name} IS NULL",
                        aside, why);
    Str body = str_format(
        arena,
        " BEGIN IF EXISTS (SELECT FROM %.*s WHERE %.*s) THEN\nRAISE EXCEPTION USING ERRCODE = "
        "'not_null_violation', MESSAGE = %.*s,\n    HINT = %.*s;\nEND IF; END ",
        STR_ARG(table), STR_ARG(where), STR_ARG(sql_literal(arena, said)),
        STR_ARG(sql_literal(arena, hint)));
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("guard"))));
}

StrVec sql_guards(Arena *arena, const Moves *moves, const Catalog *live, const Catalog *want)
{
    StrVec sql = {0};
    for (size_t i = 0; i < moves->len; i++) {
        const Move *move = &moves->at[i];
        bool moved = move->to.kind == KIND_COLUMN && !move->follows;
        const Object *column = moved ? catalog_find(want, move->to) : NULL;
        if (column && sql_is_demanding(want, column, live))
            vec_push(arena, &sql,
                     guard(arena, move->object, column,
                           S("They were written while it was away. Nothing was changed.")));
    }
    return sql;
}

StrVec sql_guards_behind(Arena *arena, const Moves *aside)
{
    StrVec sql = {0};
    for (size_t i = 0; i < aside->len; i++) {
        const Object *column = aside->at[i].object;
        Str why = str_format(arena,
                             "They were written while it was away, called %.*s as long as this is "
                             "not through, and no undo of a backfill fills them.",
                             STR_ARG(sql_ident(arena, aside->at[i].to.sub)));
        vec_push(arena, &sql, guard(arena, column, column, why));
    }
    return sql;
}

/* --- names inside of objects --- */

static void add_both(Arena *arena, const char *text, const Object *object, Str old, Str now,
                     StrVec *forward, StrVec *back)
{
    Value there = value_of_vec(&(StrVec){(Str[]){old, now}, 2, 2}),
          again = value_of_vec(&(StrVec){(Str[]){now, old}, 2, 2});
    vec_push(arena, forward, sql_fill_list(arena, text, object, (Str){0}, there));
    vec_push(arena, back, sql_fill_list(arena, text, object, (Str){0}, again));
}

static bool in_list(Value list, Str text)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (str_eq(list.list[i], text))
            return true;
    return false;
}

static void rename_labels(Arena *arena, const Object *have, const Object *want, StrVec *forward,
                          StrVec *back)
{
    Value pairs = object_value(want, "labels_renamed_from"), labels = object_value(have, "labels");
    for (uint32_t i = 0; i < pairs.count; i++) {
        Str old = pairs.list[i], now;
        if (str_split(&old, '=', &now) && in_list(labels, old) && !in_list(labels, now))
            add_both(arena, "ALTER TYPE {name} RENAME VALUE {value 1} TO {value 2}", want,
                     sql_literal(arena, old), sql_literal(arena, now), forward, back);
    }
}

/* An output column that is called as a renamed column was, and is to be called as it is now. */
static void rename_outputs(Arena *arena, const Object *have, const Object *want, const Moves *done,
                           StrVec *forward, StrVec *back)
{
    Value old = object_value(have, "shape"), now = object_value(want, "shape");
    for (uint32_t i = 0; i < old.count && i < now.count; i++)
        for (size_t k = 0; !str_eq(old.list[i], now.list[i]) && k < done->len; k++) {
            const Move *move = &done->at[k];
            Str was = sql_ident(arena, move->object->id.sub), is = sql_ident(arena, move->to.sub);
            if (move->to.kind != KIND_COLUMN || !str_starts(old.list[i], was) ||
                !str_starts(now.list[i], is) ||
                !str_eq(str_slice(old.list[i], was.len, old.list[i].len),
                        str_slice(now.list[i], is.len, now.list[i].len)))
                continue;
            add_both(arena, "ALTER {target} RENAME COLUMN {value 1} TO {value 2}", want, was, is,
                     forward, back);
            break;
        }
}

void sql_renames_inside(Arena *arena, const Catalog *have, const Catalog *want, const Moves *done,
                        StrVec *forward, StrVec *back)
{
    for (size_t i = 0; i < want->objects.len; i++) {
        const Object *object = want->objects.at[i], *old = NULL;
        if (object_attr(object, "labels_renamed_from") || object_attr(object, "shape"))
            old = catalog_find(have, object->id);
        if (old && object->id.kind == KIND_ENUM)
            rename_labels(arena, old, object, forward, back);
        else if (old)
            rename_outputs(arena, old, object, done, forward, back);
    }
}
