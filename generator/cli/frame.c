#include "cli/frame.h"

#include "catalog/orbit.h"
#include "sql/sql.h"

/* ALTER TABLE … ADD COLUMN, of a column that may be NULL for now. */
static Str add_column(Run *run, const Catalog *want, const Object *column)
{
    Object *bare = NEW(run->arena, Object);
    *bare = *column;
    bare->borrows = true;
    object_unset(catalog_new(run->arena), bare, "not_null");
    ObjectId id = column->id;
    id.kind = KIND_DEFAULT;
    const Object *value = catalog_find(want, id);
    return sql_create(run->arena, bare, &value, value != NULL, SQL_PLAIN);
}

static bool find_column(Run *run, const StepBackfill *b, const StepSet *set, const Catalog *want,
                        const Object **out)
{
    ObjectId id = {KIND_COLUMN, b->schema, b->table, set->column};
    *out = catalog_find(want, id);
    if (*out)
        return true;
    const Object *table = catalog_relation(want, b->schema, b->table);
    if (!table)
        diag_error(&run->diags, "E0303", b->pos, "backfill %.*s: there is no table \"%.*s.%.*s\"",
                   STR_ARG(b->name), STR_ARG(b->schema), STR_ARG(b->table));
    else
        diag_error(&run->diags, "E0304", b->pos,
                   "backfill %.*s: table \"%.*s.%.*s\" has no column \"%.*s\" afterwards",
                   STR_ARG(b->name), STR_ARG(b->schema), STR_ARG(b->table), STR_ARG(set->column));
    return false;
}

static void add_fill(Run *run, const StepBackfill *b, StrVec *out)
{
    Str sql = steps_backfill(run->arena, &run->templates, b);
    if (b->batch)
        vec_push(run->arena, out, sql);
    else
        steps_statement(run->arena, sql, out);
}

static bool frame_backfill(Run *run, const StepBackfill *b, const Catalog *want, Frame *out)
{
    bool fresh = !catalog_relation(out->have, b->schema, b->table);
    for (size_t i = 0; i < b->sets.len; i++) {
        const Object *column;
        if (!find_column(run, b, &b->sets.at[i], want, &column))
            return false;
        if (!fresh && !catalog_find(out->have, column->id))
            vec_push(run->arena, &out->columns, add_column(run, want, column));
    }
    add_fill(run, b, fresh ? &out->last : &out->fills);
    if (b->undo.len)
        steps_statement(run->arena, b->undo, &out->fills_undo);
    return true;
}

static void frame_checks(Run *run, const Steps *steps, Frame *out)
{
    for (size_t i = 0; i < steps->before.len; i++)
        vec_push(run->arena, &out->checks,
                 steps_check(run->arena, &run->templates, &steps->before.at[i], false));
    for (size_t i = 0; i < steps->data.len; i++)
        steps_statement(run->arena, steps->data.at[i].run, &out->last);
    for (size_t i = steps->data.len; i-- > 0;)
        steps_statement(run->arena, steps->data.at[i].undo, &out->data_undo);
    for (size_t i = 0; i < steps->after.len; i++)
        vec_push(run->arena, &out->last,
                 steps_check(run->arena, &run->templates, &steps->after.at[i], true));
}

bool frame_make(Run *run, const Steps *steps, const Catalog *have, const Catalog *want, Frame *out)
{
    *out = (Frame){.have = have};
    if (!steps)
        return true;
    for (size_t i = 0; i < steps->backfills.len; i++)
        if (!frame_backfill(run, &steps->backfills.at[i], want, out))
            return false;
    frame_checks(run, steps, out);
    if (!out->columns.len)
        return true;
    Catalog *with = run_simulate(run, have, &out->columns);
    if (with)
        catalog_take_texts(with, have);
    out->have = with;
    return with != NULL;
}

static bool holds(const StrVec *list, Str statement)
{
    for (size_t i = 0; i < list->len; i++)
        if (list->at[i].ptr == statement.ptr)
            return true;
    return false;
}

bool frame_owns(const Frame *frame, Str statement)
{
    return holds(&frame->checks, statement) || holds(&frame->fills, statement) ||
           holds(&frame->last, statement);
}
