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
