#include "sql/create.h"

#include "text/quote.h"

static Creator *const creators[KIND_COUNT] = {
    [KIND_MEMBER] = create_member,
    [KIND_SCHEMA] = create_schema,
    [KIND_EXTENSION] = create_extension,
    [KIND_COLLATION] = create_collation,
    [KIND_ENUM] = create_enum,
    [KIND_TYPE] = create_type,
    [KIND_ATTRIBUTE] = create_attribute,
    [KIND_DOMAIN] = create_domain,
    [KIND_DOMAIN_CHECK] = create_domain_check,
    [KIND_RANGE] = create_range,
    [KIND_SEQUENCE] = create_sequence,
    [KIND_FUNCTION] = create_function,
    [KIND_PROCEDURE] = create_function,
    [KIND_AGGREGATE] = create_aggregate,
    [KIND_CAST] = create_cast,
    [KIND_SQL_OBJECT] = create_sql_object,
    [KIND_TABLE] = create_table,
    [KIND_COLUMN] = create_column,
    [KIND_DEFAULT] = create_default,
    [KIND_CHECK] = create_constraint,
    [KIND_PRIMARY_KEY] = create_constraint,
    [KIND_UNIQUE] = create_constraint,
    [KIND_EXCLUSION] = create_constraint,
    [KIND_INDEX] = create_index,
    [KIND_FOREIGN_KEY] = create_constraint,
    [KIND_VIEW] = create_view,
    [KIND_MATERIALIZED_VIEW] = create_materialized_view,
    [KIND_RULE] = create_rule,
    [KIND_STATISTICS] = create_statistics,
    [KIND_COLUMN_COMMENT] = create_column_comment,
    [KIND_TRIGGER] = create_trigger,
    [KIND_POLICY] = create_policy,
    [KIND_WRAPPER] = create_wrapper,
    [KIND_SERVER] = create_server,
    [KIND_USER_MAPPING] = create_user_mapping,
    [KIND_FOREIGN_TABLE] = create_table,
    [KIND_PUBLICATION] = create_publication,
    [KIND_PUBLICATION_TABLE] = create_publication_table,
    [KIND_PUBLICATION_SCHEMA] = create_publication_schema,
    [KIND_SUBSCRIPTION] = create_subscription,
    [KIND_EVENT_TRIGGER] = create_event_trigger,
    [KIND_DEFAULT_PRIVILEGES] = create_default_privileges,
};

Str sql_create(Arena *arena, const Object *object, const Object *const *folded, size_t count,
               SqlMode mode)
{
    Create c = {.arena = arena,
                .w = {.arena = arena},
                .object = object,
                .folded = folded,
                .folded_count = count,
                .mode = mode};
    creators[object->id.kind](&c);
    bool guard = mode == SQL_AGAIN && !(kinds[object->id.kind].flags & KIND_IF_NOT_EXISTS);
    return guard ? sql_guarded(arena, object, true, w_result(&c.w)) : w_result(&c.w);
}

const Object *sql_part_at(Arena *arena, const Step *step, size_t position)
{
    Marks marks = {0};
    Create c = {.arena = arena,
                .w = {.arena = arena},
                .object = step->object,
                .folded = step->folded.at,
                .folded_count = step->folded.len,
                .mode = SQL_PLAIN,
                .marks = &marks};
    if (step->type != STEP_CREATE || !position)
        return step->object;
    creators[step->object->id.kind](&c);
    Str sql = w_result(&c.w);
    const Object *part = step->object;
    for (size_t i = 0; i < marks.len && str_columns(sql, marks.at[i].at) < position; i++)
        part = marks.at[i].part;
    return part;
}

/* What is left of an index whose making was broken off is in the way of the next try. */
static Str clear_index(Arena *arena, const Object *index)
{
    Str body = sql_fill(arena,
                        " BEGIN IF EXISTS (SELECT FROM pg_catalog.pg_index WHERE indexrelid = "
                        "to_regclass({schema.name''})\n    AND NOT indisvalid) THEN "
                        "DROP INDEX {schema}.{name}; END IF; END ",
                        index, (Str){0});
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("again"))));
}

StrVec sql_create_online(Arena *arena, const Step *step)
{
    StrVec sql = {0};
    Create c = {.arena = arena,
                .w = {.arena = arena},
                .object = step->object,
                .folded = step->folded.at,
                .folded_count = step->folded.len,
                .concurrently = step->pace == PACE_OUTSIDE,
                .unvalidated = step->unvalidated,
                .by = step->by};
    if (c.concurrently)
        vec_push(arena, &sql, clear_index(arena, step->object));
    creators[step->object->id.kind](&c);
    vec_push(arena, &sql, w_result(&c.w));
    return sql;
}
