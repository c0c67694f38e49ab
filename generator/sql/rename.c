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
    [KIND_TRIGGER] = "ALTER TRIGGER {name} ON {relation} RENAME TO {value}",
};

Str sql_rename(Arena *arena, const Object *object, Str name)
{
    const char *text = renames[object->id.kind];
    return text ? sql_fill(arena, text, object, sql_ident(arena, name)) : (Str){0};
}

Str sql_rename_back(Arena *arena, const Object *object, Str name)
{
    Object renamed = *object;
    Str old = object_name(object);
    if (object->id.sub.len)
        renamed.id.sub = name;
    else if (object->id.kind == KIND_SCHEMA)
        renamed.id.schema = name;
    else /* the arguments of a function stay */
        renamed.id.object =
            str_format(arena, "%.*s%.*s", STR_ARG(name),
                       STR_ARG(str_slice(object->id.object, old.len, object->id.object.len)));
    return sql_rename(arena, &renamed, old);
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
        if (!str_eq(moved.id.schema, move->to.schema) && !move->object->parent)
            move_schema(arena, &(Move){&moved, move->to, false}, &sql);
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
