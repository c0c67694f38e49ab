#include "drift/drift.h"

#include "sql/sql.h"

/* Shell patterns: * and ?. */
static bool matches(Str pattern, Str text)
{
    size_t p = 0, t = 0, star = SIZE_MAX, from = 0;
    while (t < text.len) {
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++;
            from = t;
        } else if (p < pattern.len && (pattern.ptr[p] == '?' || pattern.ptr[p] == text.ptr[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return p == pattern.len;
}

static bool is_ignored(Arena *arena, const Catalog *want, const Object *object)
{
    const Object *database = catalog_find(want, (ObjectId){KIND_DATABASE, {0}, {0}, {0}});
    Value patterns = database ? object_value(database, "ignore") : (Value){0};
    for (uint32_t i = 0; i < patterns.count; i++) {
        Str whole =
            str_format(arena, "%.*s.%.*s", STR_ARG(object->id.schema), STR_ARG(object->id.object));
        if (matches(patterns.list[i], whole))
            return true;
    }
    return false;
}

/* Goes with something that is missing (or unexpected) itself: its table, or the column it is of. */
static bool is_part_of(const Object *object, const Catalog *other)
{
    if (object->parent && !catalog_find(other, object->parent->id))
        return true;
    ObjectId column = object->id;
    column.kind = KIND_COLUMN;
    return object->id.kind == KIND_DEFAULT && !catalog_find(other, column);
}

static size_t count_parts(const Catalog *catalog, const Object *object)
{
    size_t parts = 0;
    for (size_t i = 0; i < catalog->objects.len; i++)
        parts += catalog->objects.at[i]->parent == object;
    return parts;
}

static void add_create(Arena *arena, const Object *object, const Object *const *folded,
                       size_t count, StrVec *sql)
{
    vec_push(arena, sql, sql_create(arena, object, folded, count, SQL_PLAIN));
}

static void add_settings(Arena *arena, const Object *object, StrVec *sql)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        Str set = field->flags & FIELD_SEPARATE
                      ? sql_set(arena, object, field, &object->attrs.at[i])
                      : (Str){0};
        if (set.len)
            vec_push(arena, sql, set);
    }
}

/* A whole missing object: the steps of the model's plan that are about it and its parts. */
static StrVec create_statements(Arena *arena, const Catalog *want, const Object *object,
                                Diags *diags)
{
    StrVec sql = {0};
    if (object->parent) {
        const Object *value = catalog_find(
            want, (ObjectId){KIND_DEFAULT, object->id.schema, object->id.object, object->id.sub});
        bool with_default = object->id.kind == KIND_COLUMN && value;
        add_create(arena, object, &value, with_default, &sql);
        add_settings(arena, object, &sql);
        return sql;
    }
    Plan plan = plan_create(arena, want, diags);
    for (size_t i = 0; i < plan.len; i++)
        if (plan.at[i].object == object || plan.at[i].object->parent == object)
            vec_push(arena, &sql, sql_step(arena, &plan.at[i], SQL_PLAIN));
    return sql;
}

static Difference missing(Arena *arena, const Catalog *want, const Object *object, Diags *diags)
{
    return (Difference){.object = object,
                        .problem = S("missing"),
                        .pos = object->pos,
                        .sql = create_statements(arena, want, object, diags),
                        .parts = count_parts(want, object)};
}

static Difference unexpected(Arena *arena, const Catalog *live, const Catalog *want,
                             const Object *object)
{
    Difference d = {
        .object = object, .problem = S("unexpected"), .parts = count_parts(live, object)};
    const Object *table = object->parent ? catalog_find(want, object->parent->id) : NULL;
    if (table)
        d.pos = table->pos; /* where it would have to stand */
    vec_push(arena, &d.sql, sql_drop(arena, object, SQL_PLAIN));
    return d;
}

static Difference altered(Arena *arena, const Catalog *live, const Change *change)
{
    Value none = {0};
    Difference d = {
        .object = change->want,
        .problem = str_of(change->field->name),
        .model = value_show(arena, change->want_attr ? &change->want_attr->value : &none),
        .database = value_show(arena, change->have_attr ? &change->have_attr->value : &none),
        .pos = change->want_attr && change->want_attr->pos.source ? change->want_attr->pos
                                                                  : change->want->pos};
    if (!change->report)
        d.sql = sql_alter(arena, live, change->want, change->field, change->want_attr);
    return d;
}

/* Whether objects of the kind came or went in the same table: then a note on their places only says
 * the same again. */
static bool is_consequence(const Changes *changes, const Change *note)
{
    for (size_t i = 0; i < changes->len; i++) {
        const Change *change = &changes->at[i];
        const Object *object = change->want ? change->want : change->have;
        if (change->type != CHANGE_ALTER && object->id.kind == note->want->id.kind &&
            str_eq(object->id.schema, note->want->id.schema) &&
            str_eq(object->id.object, note->want->id.object))
            return true;
    }
    return false;
}

Drift drift_of(Arena *arena, const Catalog *live, const Catalog *want, Diags *diags)
{
    Drift drift = {.database = want->database};
    Changes changes = catalog_diff(arena, live, want);
    for (size_t i = 0; i < want->objects.len; i++)
        drift.compared += !want->objects.at[i]->implicit;
    for (size_t i = 0; i < changes.len; i++) {
        const Change *change = &changes.at[i];
        if (is_ignored(arena, want, change->want ? change->want : change->have)) {
            drift.ignored++;
            continue;
        }
        if (change->type == CHANGE_ADD && !is_part_of(change->want, live))
            vec_push(arena, &drift.differences, missing(arena, want, change->want, diags));
        else if (change->type == CHANGE_DROP && !is_part_of(change->have, want))
            vec_push(arena, &drift.differences, unexpected(arena, live, want, change->have));
        else if (change->type == CHANGE_ALTER && !change->report)
            vec_push(arena, &drift.differences, altered(arena, live, change));
        else if (change->type == CHANGE_ALTER && !is_consequence(&changes, change))
            vec_push(arena, &drift.notes, altered(arena, live, change));
    }
    return drift;
}
