#include "diff/diff.h"

#include "catalog/orbit.h"
#include "text/quote.h"

static bool compared(const Object *object)
{
    return !(kinds[object->id.kind].flags & KIND_NOT_READ);
}

/* An owner has his rights anyway, and they are not read. Those that a model gives to a role,
 * without saying whose the object is, are there too when it is the role's. */
static Attr without_owner(Arena *arena, const Object *have, const Attr *grants)
{
    Str owner = str_format(arena, "%.*s ", STR_ARG(sql_ident(arena, object_text(have, "owner"))));
    StrVec others = {0};
    for (uint32_t i = 0; i < grants->value.count; i++)
        if (!str_starts(grants->value.list[i], owner))
            vec_push(arena, &others, grants->value.list[i]);
    Attr rest = *grants;
    rest.value = others.len ? value_of_vec(&others) : VALUE_EMPTY_LIST;
    return rest;
}

static bool same_attr(Arena *arena, const Object *have, const Object *want, const Field *field,
                      const Attr *a, const Attr *b)
{
    if (attr_equal(arena, field, a, b))
        return true;
    if (field->form != FORM_GRANTS || !b || !object_attr(have, "owner") ||
        object_attr(want, "owner"))
        return false;
    Attr others = without_owner(arena, have, b);
    return attr_equal(arena, field, a, &others);
}

static void diff_attrs(Arena *arena, const Object *have, const Object *want, Changes *out)
{
    const Kind *kind = &kinds[have->id.kind];
    size_t h = 0, w = 0;
    while (h < have->attrs.len || w < want->attrs.len) {
        const Attr *a = h < have->attrs.len ? &have->attrs.at[h] : NULL;
        const Attr *b = w < want->attrs.len ? &want->attrs.at[w] : NULL;
        if (a && b && a->field != b->field) {
            if (a->field < b->field)
                b = NULL;
            else
                a = NULL;
        }
        h += a != NULL;
        w += b != NULL;
        const Field *field = &kind->fields[a ? a->field : b->field];
        if (field_is_compared(field) && !same_attr(arena, have, want, field, a, b))
            vec_push(arena, out,
                     (Change){CHANGE_ALTER, have, want, field, a, b,
                              .report = field->compare == COMPARE_REPORT});
    }
}

bool shape_stays(const Object *have, const Object *want)
{
    Value a = object_value(have, "shape"), b = object_value(want, "shape");
    if (have->id.kind != want->id.kind)
        return false;
    if (!(kinds[want->id.kind].flags & KIND_SIGNED))
        return value_is_start(&a, &b) || (!a.count && object_attr(want, "shape"));
    for (uint32_t i = a.count; i < b.count; i++)
        if (!str_starts(b.list[i], S("default "))) /* arguments that are results, too, are fixed */
            return false;
    return value_is_start(&a, &b);
}

Changes catalog_diff(Arena *arena, const Catalog *have, const Catalog *want)
{
    Changes out = {0};
    size_t h = 0, w = 0;
    while (h < have->objects.len || w < want->objects.len) {
        const Object *a = h < have->objects.len ? have->objects.at[h] : NULL;
        const Object *b = w < want->objects.len ? want->objects.at[w] : NULL;
        int order = !a ? 1 : !b ? -1 : object_id_cmp(&a->id, &b->id);
        h += order <= 0;
        w += order >= 0;
        if (order < 0 && compared(a))
            vec_push(arena, &out, (Change){.type = CHANGE_DROP, .have = a});
        else if (order > 0 && compared(b))
            vec_push(arena, &out, (Change){.type = CHANGE_ADD, .want = b});
        else if (order == 0 && compared(a))
            diff_attrs(arena, a, b, &out);
    }
    return out;
}
