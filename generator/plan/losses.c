#include "plan/planner.h"

#include "catalog/orbit.h"
#include "catalog/trash.h"

bool plan_allows(Arena *arena, const PlanPolicy *policy, const Object *object)
{
    const StrVec *allowed = policy->allow_loss;
    Str path = object_path(arena, object), shown = object_show(arena, object);
    for (size_t i = 0; allowed && i < allowed->len; i++)
        if (str_is(allowed->at[i], "*") || str_eq(allowed->at[i], path) ||
            str_eq(allowed->at[i], shown))
            return true;
    return false;
}

/* Its rows go, and not with a whole table that is told already. */
static bool is_loss(const Planner *p, const Object *object)
{
    bool with_parent = object->parent && p->live[object->parent->index].fate == FATE_GO;
    return planner_keeps_rows(p, object) && !with_parent;
}

Str plan_row_estimate(Arena *arena, const Object *object)
{
    Str rows = object_text(object->parent ? object->parent : object, "rows");
    return rows.len ? str_format(arena, " (about %.*s rows)", STR_ARG(rows)) : S("");
}

void planner_check_losses(Planner *p)
{
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        if (!is_loss(p, object) || plan_allows(p->arena, p->policy, object))
            continue;
        const char *what = object->parent ? "values" : "rows";
        Diag *diag = diag_error(p->diags, "E0901", object->pos, "dropping %.*s loses its %s%.*s",
                                STR_ARG(object_show(p->arena, object)), what,
                                STR_ARG(plan_row_estimate(p->arena, object)));
        diag_help(p->diags, diag, "--drop trash keeps them; if they may go: --allow-loss '%.*s'.",
                  STR_ARG(object_path(p->arena, object)));
    }
}

/* The column that a sequence belongs to numbers itself from now on. */
static bool is_replaced(const Planner *p, const Object *sequence)
{
    for (size_t i = 0; i < sequence->edges.len; i++) {
        const Object *owner = p->live[sequence->edges.at[i].to->index].twin;
        if (sequence->edges.at[i].type == EDGE_OWNED && owner && object_attr(owner, "identity"))
            return true;
    }
    return false;
}

/* What could be made again, but not with what it was: the number that a sequence has come to, the
 * place of a computed column. */
static bool is_unique(const Planner *p, const Object *object)
{
    if (p->live[object->index].fate != FATE_GO)
        return false;
    if (object->id.kind == KIND_SEQUENCE)
        return !is_replaced(p, object);
    return object->id.kind == KIND_COLUMN && object_attr(object, "generated") &&
           p->live[object->parent->index].fate == FATE_KEEP;
}

Objects planner_losses(const Planner *p)
{
    Objects losses = {0};
    for (size_t i = 0; i < p->worklist.len; i++) {
        const Object *object = p->worklist.at[i];
        if (!object_is_trash(object) && (is_loss(p, object) || is_unique(p, object)))
            vec_push(p->arena, &losses, object);
    }
    return losses;
}

/* --- renames are never guessed: what could be one is for the author to say --- */

static bool same_attributes(Arena *arena, const Object *a, const Object *b)
{
    const Kind *kind = &kinds[a->id.kind];
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        const Attr *x = object_attr(a, field->name), *y = object_attr(b, field->name);
        bool counts = field->compare != COMPARE_REPORT && field_is_compared(field) &&
                      !(field->flags & FIELD_SEPARATE);
        if (counts && !attr_equal(arena, field, x, y))
            return false;
    }
    return true;
}

/* The parts of one that hold rows are those of the other. */
static bool same_parts(Arena *arena, const Catalog *have, const Object *gone, const Catalog *want,
                       const Object *come)
{
    size_t parts = 0, found = 0;
    for (const Object *part = NULL; (part = part_next(have, gone, part));) {
        if (!object_holds_rows(part))
            continue;
        ObjectId id = part->id;
        id.schema = come->id.schema;
        id.object = come->id.object;
        const Object *other = catalog_find(want, id);
        parts++;
        found += other && same_attributes(arena, part, other);
    }
    return parts > 0 && parts == found;
}

bool object_alike(Arena *arena, const Catalog *have, const Object *a, const Catalog *want,
                  const Object *b)
{
    if (a->id.kind != b->id.kind)
        return false;
    bool whole = !a->parent && object_holds_rows(a);
    return whole ? same_parts(arena, have, a, want, b) : same_attributes(arena, a, b);
}

static bool looks_renamed(Planner *p, const Object *gone, const Object *come)
{
    bool same_table =
        str_eq(gone->id.schema, come->id.schema) && str_eq(gone->id.object, come->id.object);
    return object_holds_rows(gone) && (!gone->parent || same_table) &&
           object_alike(p->arena, p->have, gone, p->want, come);
}

static void ask(Planner *p, const Object *gone, const Object *come)
{
    Diag *diag =
        diag_error(p->diags, "E0903", come->pos, "is %.*s the old %.*s?",
                   STR_ARG(object_show(p->arena, come)), STR_ARG(object_show(p->arena, gone)));
    diag_help(p->diags, diag,
              "one goes and one of the same shape comes: say `renamed_from: %.*s` in the model or "
              "--rename %.*s=%.*s; or --no-renames when none is meant.",
              STR_ARG(object_name(gone)), STR_ARG(object_path(p->arena, gone)),
              STR_ARG(object_name(come)));
}

/* Where what an object was may have gone: columns to others of their table, whole objects to those
 * of their kind that have a column of some name as well. */
static Str shape_key(Arena *arena, const Object *object, Str column)
{
    ObjectId key = {object->id.kind, {0}, {0}, column};
    if (object->parent) {
        key.schema = object->id.schema;
        key.object = object->id.object;
        key.sub = (Str){0};
    }
    return object_id_key(arena, &key);
}

static void enter_comer(Planner *p, Map *comers, const Object *object, Str column)
{
    Str key = shape_key(p->arena, object, column);
    Objects *same = map_get(comers, key);
    if (!same) {
        same = NEW(p->arena, Objects);
        map_put(comers, key, same);
    }
    vec_push(p->arena, same, object);
}

static Map new_objects(Planner *p)
{
    Map comers = {.arena = p->arena};
    for (size_t i = 0; i < p->changes.len; i++) {
        const Object *object = p->changes.at[i].want;
        if (p->changes.at[i].type != CHANGE_ADD || !object_holds_rows(object))
            continue;
        if (object->parent)
            enter_comer(p, &comers, object, (Str){0});
        for (const Object *part = NULL;
             !object->parent && (part = part_next(p->want, object, part));)
            if (object_holds_rows(part))
                enter_comer(p, &comers, object, part->id.sub);
    }
    return comers;
}

/* The fewest among which each that looks like the object has to be: all have a column that only
 * they have. */
static const Objects *look_alikes(Planner *p, const Map *comers, const Object *gone)
{
    static const Objects none;
    const Objects *fewest = NULL;
    if (gone->parent)
        fewest = map_get(comers, shape_key(p->arena, gone, (Str){0}));
    for (const Object *part = NULL; !gone->parent && (part = part_next(p->have, gone, part));) {
        const Objects *same = object_holds_rows(part)
                                  ? map_get(comers, shape_key(p->arena, gone, part->id.sub))
                                  : NULL;
        if (object_holds_rows(part) && !same)
            return &none;
        if (same && (!fewest || same->len < fewest->len))
            fewest = same;
    }
    return fewest ? fewest : &none;
}

void planner_check_renames(Planner *p)
{
    const Map comers = new_objects(p);
    for (size_t i = 0; comers.len && i < p->changes.len; i++) {
        const Object *gone = p->changes.at[i].have;
        if (p->changes.at[i].type != CHANGE_DROP || !object_holds_rows(gone) ||
            object_is_trash(gone))
            continue;
        const Objects *alike = look_alikes(p, &comers, gone);
        for (size_t k = 0; k < alike->len; k++)
            if (looks_renamed(p, gone, alike->at[k]))
                ask(p, gone, alike->at[k]);
    }
}
