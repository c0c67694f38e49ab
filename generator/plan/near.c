#include "plan/near.h"

#include "diff/diff.h"

typedef enum { FAR, NEEDED, TOUCHED } Nearness;

enum { HAVE, WANT, SIDES };

typedef struct {
    const Catalog *catalog;
    Nearness *nearness; /* by index */
    Objects *users;     /* by index */
} Side;

typedef struct {
    Side *side;
    const Object *object;
} Visit;

typedef struct {
    Arena *arena;
    Side sides[SIDES];
    VEC(Visit) worklist;
} Search;

/* The same object is as near in the other catalog: what is left out of one is in none. */
static void bring_near(Search *s, Side *side, const Object *object, Nearness nearness)
{
    if (side->nearness[object->index] >= nearness)
        return;
    side->nearness[object->index] = nearness;
    vec_push(s->arena, &s->worklist, (Visit){side, object});
    Side *other = &s->sides[side == &s->sides[HAVE] ? WANT : HAVE];
    const Object *twin = catalog_find(other->catalog, object->id);
    if (twin)
        bring_near(s, other, twin, nearness);
}

static void visit_parts(Search *s, const Visit *visit, Nearness nearness)
{
    const Catalog *catalog = visit->side->catalog;
    for (const Object *part = NULL; (part = part_next(catalog, visit->object, part));)
        if (nearness == TOUCHED || !(kinds[part->id.kind].flags & KIND_ACROSS))
            bring_near(s, visit->side, part, nearness);
}

static void visit_needs(Search *s, const Visit *visit, Nearness nearness)
{
    const Object *object = visit->object;
    if (object->parent)
        bring_near(s, visit->side, object->parent,
                   object_is_table(object->parent) ? NEEDED : nearness);
    for (size_t i = 0; i < object->edges.len; i++) {
        const Edge *edge = &object->edges.at[i];
        bool along =
            edge->type == EDGE_INHERITED || (object_is_table(object) && object_is_table(edge->to));
        bring_near(s, visit->side, edge->to, along ? nearness : NEEDED);
    }
}

static void visit_users(Search *s, const Visit *visit, Nearness nearness)
{
    const Objects *users = &visit->side->users[visit->object->index];
    for (size_t i = 0; i < users->len; i++)
        if (nearness == TOUCHED ||
            (object_is_table(users->at[i]) && object_is_table(visit->object)))
            bring_near(s, visit->side, users->at[i], nearness);
}

static void touch(Search *s, Side *side, const Object *object)
{
    bring_near(s, side, object->parent ? object->parent : object, TOUCHED);
    bring_near(s, side, object, TOUCHED);
}

static bool applies_to_all(const Object *object)
{
    return object->id.kind == KIND_SCHEMA || object->id.kind == KIND_DEFAULT_PRIVILEGES ||
           object->id.kind == KIND_EVENT_TRIGGER ||
           (kinds[object->id.kind].flags & (KIND_NOT_READ | KIND_OPAQUE));
}

static bool was_renamed(const Object *want)
{
    return object_attr(want, "renamed_from") || object_attr(want, "moved_from");
}

static void begin(Search *s, const Moves *said)
{
    Side *have = &s->sides[HAVE], *want = &s->sides[WANT];
    Changes changes = catalog_diff(s->arena, have->catalog, want->catalog);
    for (size_t i = 0; i < changes.len; i++)
        if (changes.at[i].have)
            touch(s, have, changes.at[i].have);
        else
            touch(s, want, changes.at[i].want);
    for (size_t i = 0; i < said->len; i++)
        touch(s, have, said->at[i].object);
    for (size_t i = 0; i < want->catalog->objects.len; i++)
        if (was_renamed(want->catalog->objects.at[i]))
            touch(s, want, want->catalog->objects.at[i]);
    for (size_t k = 0; k < SIDES; k++)
        for (size_t i = 0; i < s->sides[k].catalog->objects.len; i++)
            if (applies_to_all(s->sides[k].catalog->objects.at[i]))
                bring_near(s, &s->sides[k], s->sides[k].catalog->objects.at[i], NEEDED);
}

static const Catalog *cut(Search *s, const Side *side)
{
    bool *near = NEW_ARRAY(s->arena, bool, side->catalog->objects.len);
    for (size_t i = 0; i < side->catalog->objects.len; i++)
        near[i] = side->nearness[i] != FAR;
    Catalog *part = catalog_part(s->arena, side->catalog, near);
    catalog_seal(part);
    return part;
}

static Side side_of(Arena *arena, const Catalog *catalog)
{
    return (Side){catalog, NEW_ARRAY(arena, Nearness, catalog->objects.len),
                  catalog_users(arena, catalog)};
}

Near plan_near(Arena *arena, const Catalog *have, const Catalog *want, const Moves *said)
{
    Search s = {.arena = arena, .sides = {side_of(arena, have), side_of(arena, want)}};
    begin(&s, said);
    for (size_t i = 0; i < s.worklist.len; i++) {
        Visit visit = s.worklist.at[i];
        Nearness nearness = visit.side->nearness[visit.object->index];
        visit_needs(&s, &visit, nearness);
        if (visit.object->id.kind == KIND_SCHEMA)
            continue; /* what comes or goes with it differs itself */
        visit_users(&s, &visit, nearness);
        if (!visit.object->parent)
            visit_parts(&s, &visit, nearness);
    }
    return (Near){cut(&s, &s.sides[HAVE]), cut(&s, &s.sides[WANT])};
}
