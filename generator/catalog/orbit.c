#include "catalog/orbit.h"

#include "catalog/move.h"
#include "catalog/trash.h"

static bool in_orbit(const Attr *attr, const Value *value)
{
    if (value_eq(&attr->value, value))
        return true;
    for (uint32_t i = 0; i < attr->orbit_count; i++)
        if (value_eq(&attr->orbit[i], value))
            return true;
    return false;
}

bool attr_equal(Arena *arena, const Field *field, const Attr *a, const Attr *b)
{
    if (a && b && !field_is_compared(field))
        return true;
    if (!a || !b)
        return a == b || field->compare == COMPARE_DECLARED;
    switch (field->compare) {
    case COMPARE_SET:
    case COMPARE_DECLARED:
        return value_eq_set(arena, &a->value, &b->value);
    case COMPARE_EXPR:
        return in_orbit(a, &b->value) || in_orbit(b, &a->value);
    default:
        return value_eq(&a->value, &b->value);
    }
}

static void add_to_orbit(Arena *arena, Attr *attr, Value value)
{
    Value *orbit = NEW_ARRAY(arena, Value, attr->orbit_count + 1);
    for (uint32_t i = 0; i < attr->orbit_count; i++)
        orbit[i] = attr->orbit[i];
    orbit[attr->orbit_count++] = value;
    attr->orbit = orbit;
}

void orbit_add(Arena *arena, Object *object, const Field *field, Value value)
{
    for (size_t i = 0; i < object->attrs.len; i++)
        if (&kinds[object->id.kind].fields[object->attrs.at[i].field] == field)
            add_to_orbit(arena, &object->attrs.at[i], value);
}

/* Expressions have parentheses; keys of an index that have none are columns. */
static bool is_expression(const Field *field, const Value *value)
{
    if (field->compare != COMPARE_EXPR)
        return false;
    bool plain = field->form == FORM_KEYS;
    for (uint32_t i = 0; plain && i < value->count; i++)
        plain = str_find(value->list[i], S("(")) < 0;
    return !plain;
}

static bool has_expressions(const Object *object)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        if (is_expression(&kinds[object->id.kind].fields[attr->field], &attr->value))
            return true;
    }
    return false;
}

typedef struct {
    Arena *arena;
    bool *kept; /* by index */
    Objects worklist;
} Keeping;

static void keep(Keeping *k, const Object *object)
{
    if (k->kept[object->index])
        return;
    k->kept[object->index] = true;
    vec_push(k->arena, &k->worklist, object);
}

const Catalog *catalog_expressions(Arena *arena, const Catalog *catalog)
{
    Keeping k = {arena, NEW_ARRAY(arena, bool, catalog->objects.len), {0}};
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (has_expressions(catalog->objects.at[i]))
            keep(&k, catalog->objects.at[i]);
    for (size_t i = 0; i < k.worklist.len; i++) {
        const Object *object = k.worklist.at[i];
        if (object->parent)
            keep(&k, object->parent);
        for (size_t e = 0; e < object->edges.len; e++)
            keep(&k, object->edges.at[e].to);
        for (const Object *part = NULL; (part = part_next(catalog, object, part));)
            if (kinds[part->id.kind].flags & (KIND_HAS_DATA | KIND_LENDS)) /* what rows are of */
                keep(&k, part);
    }
    Catalog *part = catalog_part(arena, catalog, k.kept);
    catalog_seal(part);
    return part;
}

void catalog_grow_orbits(Catalog *catalog, const Catalog *again, bool *grew)
{
    *grew = false;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        const Object *other = catalog_find(again, object->id);
        for (size_t k = 0; other && k < object->attrs.len; k++) {
            Attr *attr = &object->attrs.at[k];
            const Field *field = &kinds[object->id.kind].fields[attr->field];
            const Attr *now =
                field->compare == COMPARE_EXPR ? object_attr(other, field->name) : NULL;
            if (now && !in_orbit(attr, &now->value)) {
                add_to_orbit(catalog->arena, attr, now->value);
                *grew = true;
            }
        }
    }
}

void catalog_take_texts(Catalog *catalog, const Catalog *original)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        if (object_is_trash(object)) /* its texts name the place where it is now */
            continue;
        const Object *other = catalog_find(original, object->id);
        for (size_t k = 0; other && k < object->attrs.len; k++) {
            const Field *field = &kinds[object->id.kind].fields[object->attrs.at[k].field];
            const Attr *text = object_attr(other, field->name);
            if (field->compare == COMPARE_EXPR && text)
                object->attrs.at[k] = *text;
        }
        const Attr *owner = other ? object_attr(other, "owner") : NULL;
        if (owner && !object_attr(object, "owner"))
            object_set(catalog, object, "owner", owner->value, owner->pos);
    }
}
