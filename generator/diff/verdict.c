#include "diff/verdict.h"

#include "catalog/trash.h"
#include "text/writer.h"

const char *const version_steps[] = {[VERSION_NONE] = "none",
                                     [VERSION_PATCH] = "patch",
                                     [VERSION_MINOR] = "minor",
                                     [VERSION_MAJOR] = "major"};

/* What changes of a kind mean. A row without a field is about the whole object. */
static const struct {
    KindId kind;
    ChangeType type;
    const char *field;
    VersionStep bindings, api;
    const char *what;
} rows[] = {
    {KIND_TABLE, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_MAJOR,
     "is gone, with its struct and functions, and its paths"},
    {KIND_VIEW, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_PATCH,
     "is gone, with its struct and functions"},
    {KIND_MATERIALIZED_VIEW, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_PATCH,
     "is gone, with its struct and functions"},
    {KIND_TABLE, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_MINOR, "is new"},
    {KIND_VIEW, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_PATCH, "is new"},
    {KIND_MATERIALIZED_VIEW, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_PATCH, "is new"},
    {KIND_FUNCTION, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_PATCH, "is gone, in C too"},
    {KIND_PROCEDURE, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_PATCH, "is gone, in C too"},
    {KIND_FUNCTION, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_PATCH, "is new"},
    {KIND_PROCEDURE, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_PATCH, "is new"},
    {KIND_FUNCTION, CHANGE_ALTER, "returns", VERSION_MAJOR, VERSION_PATCH, "has another result"},
    {KIND_FUNCTION, CHANGE_ALTER, "strict", VERSION_MAJOR, VERSION_PATCH,
     "takes NULL, or no longer does"},
    {KIND_COLUMN, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_MAJOR,
     "is gone from struct and answers"},
    {KIND_COLUMN, CHANGE_ALTER, "type", VERSION_MAJOR, VERSION_MAJOR, "has another type"},
    {KIND_COLUMN, CHANGE_ALTER, "not_null", VERSION_MAJOR, VERSION_MAJOR,
     "may be NULL, or may no longer be"},
    {KIND_COLUMN, CHANGE_ALTER, "generated", VERSION_MINOR, VERSION_MAJOR,
     "is computed, or no longer is: whether it may be written changes"},
    {KIND_COLUMN, CHANGE_ALTER, "identity", VERSION_MINOR, VERSION_MINOR,
     "numbers itself differently"},
    {KIND_ENUM, CHANGE_ALTER, "labels", VERSION_MAJOR, VERSION_MAJOR,
     "lost labels, or has them in another order"},
    {KIND_ENUM, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_MAJOR, "is gone"},
    {KIND_ENUM, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_MINOR, "is new"},
    {KIND_PRIMARY_KEY, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_MAJOR,
     "is gone, with what finds one row by it"},
    {KIND_PRIMARY_KEY, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_MINOR,
     "is new: rows are found by it"},
    {KIND_PRIMARY_KEY, CHANGE_ALTER, "columns", VERSION_MAJOR, VERSION_MAJOR, "has other columns"},
    {KIND_UNIQUE, CHANGE_DROP, NULL, VERSION_MAJOR, VERSION_MINOR,
     "is gone, with the functions that find by it"},
    {KIND_UNIQUE, CHANGE_ADD, NULL, VERSION_MINOR, VERSION_MINOR, "is new: writes may be refused"},
    {KIND_CHECK, CHANGE_ADD, NULL, VERSION_PATCH, VERSION_MINOR, "is new: writes may be refused"},
};

/* A new column of an old table: harmless unless whoever writes has to know it. */
static Verdict new_column(const Catalog *want, const Object *column)
{
    ObjectId id = column->id;
    id.kind = KIND_DEFAULT;
    bool demands = object_bool(column, "not_null") && !catalog_find(want, id) &&
                   !object_attr(column, "identity") && !object_attr(column, "generated");
    if (demands)
        return (Verdict){column, "is new, and every write has to give it", VERSION_MAJOR,
                         VERSION_MAJOR};
    return (Verdict){column, "is new: the struct grows, answers have one more", VERSION_MINOR,
                     VERSION_MINOR};
}

/* An enum that only grew loses nothing. */
static bool labels_stay(const Object *have, const Object *want)
{
    Value old = object_value(have, "labels"), new = object_value(want, "labels");
    uint32_t found = 0;
    for (uint32_t i = 0; i < new.count &&found < old.count; i++)
        found += str_eq(new.list[i], old.list[found]);
    return found == old.count;
}

/* Nobody but a trigger calls it. */
static bool is_for_triggers(const Object *object)
{
    Str returns = object_text(object, "returns");
    return str_is(returns, "trigger") || str_is(returns, "event_trigger");
}

/* Another function or procedure of the same name. */
static bool has_namesake(const Catalog *catalog, const Object *object)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *other = catalog->objects.at[i];
        if ((other->id.kind == KIND_FUNCTION || other->id.kind == KIND_PROCEDURE) &&
            str_eq(other->id.schema, object->id.schema) &&
            str_eq(object_name(other), object_name(object)) && !is_for_triggers(other))
            return true;
    }
    return false;
}

/* What the rows cannot say of those who are called. */
static bool judge_routine(const Catalog *have, const Change *change, Verdict *out)
{
    const Object *object = change->want ? change->want : change->have;
    if (object->id.kind != KIND_FUNCTION && object->id.kind != KIND_PROCEDURE)
        return false;
    *out = (Verdict){object, "changed", VERSION_PATCH, VERSION_PATCH};
    if (is_for_triggers(object))
        return true;
    if (change->type == CHANGE_ADD && has_namesake(have, object)) {
        out->what = "is new: those of its name have their types behind it in C";
        out->bindings = VERSION_MAJOR;
        return true;
    }
    if (change->type != CHANGE_ALTER || !str_is(str_of(change->field->name), "arguments"))
        return false;
    Value old = object_value(change->have, "shape"), new = object_value(change->want, "shape");
    if (!value_eq(&old, &new)) { /* not just a default that is another */
        out->what = "has other arguments";
        out->bindings = VERSION_MAJOR;
    }
    return true;
}

/* A view's columns are those of its query. */
static bool judge_view(const Change *change, Verdict *out)
{
    if (change->type != CHANGE_ALTER || !str_is(str_of(change->field->name), "query") ||
        !object_attr(change->have, "shape") || !object_attr(change->want, "shape"))
        return false;
    Value old = object_value(change->have, "shape"), new = object_value(change->want, "shape");
    *out = (Verdict){change->want, "changed", VERSION_PATCH, VERSION_PATCH};
    if (value_eq(&old, &new))
        return true;
    bool grown = shape_stays(change->have, change->want);
    out->what = grown ? "has more columns" : "has other columns";
    out->bindings = grown ? VERSION_MINOR : VERSION_MAJOR;
    return true;
}

static Verdict judge(const Catalog *have, const Catalog *want, const Change *change)
{
    Verdict verdict;
    const Object *object = change->want ? change->want : change->have;
    if (judge_routine(have, change, &verdict) || judge_view(change, &verdict))
        return verdict;
    if (change->type == CHANGE_ADD && object->id.kind == KIND_COLUMN)
        return new_column(want, object);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool same = rows[i].kind == object->id.kind && rows[i].type == change->type;
        bool field = change->type != CHANGE_ALTER ||
                     str_eq(str_of(rows[i].field), str_of(change->field->name));
        if (!same || !field)
            continue;
        if (object->id.kind == KIND_ENUM && change->type == CHANGE_ALTER &&
            labels_stay(change->have, change->want))
            return (Verdict){object, "has more labels", VERSION_MINOR, VERSION_MINOR};
        return (Verdict){object, rows[i].what, rows[i].bindings, rows[i].api};
    }
    return (Verdict){object, "changed", VERSION_PATCH, VERSION_PATCH};
}

/* Parts of what comes or goes as a whole say nothing new. */
static bool is_part(const Change *change, const Catalog *have, const Catalog *want)
{
    const Object *object = change->want ? change->want : change->have;
    const Catalog *other = change->type == CHANGE_ADD ? have : want;
    return change->type != CHANGE_ALTER && object->parent &&
           !catalog_find(other, object->parent->id);
}

static void add(Arena *arena, Verdicts *out, Verdict verdict)
{
    if (verdict.bindings > out->bindings)
        out->bindings = verdict.bindings;
    if (verdict.api > out->api)
        out->api = verdict.api;
    if (verdict.bindings > VERSION_PATCH || verdict.api > VERSION_PATCH)
        vec_push(arena, &out->list, verdict);
}

/* A new name breaks what the end of the old one would. */
static void judge_rename(Arena *arena, const Move *move, const Catalog *want, Verdicts *out)
{
    const Object *object = catalog_find(want, move->to);
    const Catalog *none = catalog_new(arena);
    if (!object || is_for_triggers(object))
        return;
    Verdict verdict = judge(none, none, &(Change){.type = CHANGE_DROP, .have = object});
    verdict.what = str_format(arena, "was called %.*s",
                              STR_ARG(object_path(arena, &(Object){.id = move->object->id})))
                       .ptr;
    add(arena, out, verdict);
}

/* Labels have other names, and constants in C with them. */
static void judge_labels(Arena *arena, const Catalog *have, const Catalog *renamed, Verdicts *out)
{
    Changes changes = catalog_diff(arena, have, renamed);
    for (size_t i = 0; i < changes.len; i++)
        if (changes.at[i].type == CHANGE_ALTER && changes.at[i].want->id.kind == KIND_ENUM &&
            str_is(str_of(changes.at[i].field->name), "labels"))
            add(arena, out,
                (Verdict){changes.at[i].want, "has labels under other names", VERSION_MAJOR,
                          VERSION_MAJOR});
}

Verdicts verdicts_of(Arena *arena, const Catalog *have, const Moves *moves, const Catalog *renamed,
                     const Catalog *want)
{
    Verdicts out = {0};
    Changes changes = catalog_diff(arena, renamed, want);
    for (size_t i = 0; i < moves->len; i++)
        judge_rename(arena, &moves->at[i], want, &out);
    if (have != renamed)
        judge_labels(arena, have, renamed, &out);
    for (size_t i = 0; i < changes.len; i++) {
        const Change *change = &changes.at[i];
        const Object *object = change->want ? change->want : change->have;
        if (!change->report && !object_is_trash(object) && !is_part(change, renamed, want))
            add(arena, &out, judge(renamed, want, change));
    }
    out.all = out.bindings > out.api ? out.bindings : out.api;
    return out;
}

Str verdicts_text(Arena *arena, const Verdicts *verdicts)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < verdicts->list.len; i++) {
        const Verdict *v = &verdicts->list.at[i];
        w_line(&w, "  %.*s %s (C bindings: %s, API: %s)", STR_ARG(object_show(arena, v->object)),
               v->what, version_steps[v->bindings], version_steps[v->api]);
    }
    if (verdicts->all != VERSION_NONE)
        w_line(&w, "version step: %s (C bindings: %s, API: %s)", version_steps[verdicts->all],
               version_steps[verdicts->bindings], version_steps[verdicts->api]);
    return w_result(&w);
}
