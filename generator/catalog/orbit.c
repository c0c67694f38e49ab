#include "catalog/orbit.h"

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
