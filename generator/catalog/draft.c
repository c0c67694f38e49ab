#include "catalog/draft.h"

#include "base/digest.h"
#include "text/writer.h"

/* What the author leaves to whoever runs the script is nothing that the lock may speak of. */
static void drop_undeclared(Catalog *catalog, Object *object, const Object *draft)
{
    for (size_t i = object->attrs.len; i-- > 0;) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        if (field->compare == COMPARE_DECLARED && !object_attr(draft, field->name))
            object_unset(catalog, object, field->name);
    }
}

/* What no database knows: the model's name and scope. */
static void take_unread(Catalog *catalog, const Catalog *said)
{
    catalog->database = said->database;
    for (size_t i = 0; i < said->objects.len; i++) {
        const Object *from = said->objects.at[i];
        if (kinds[from->id.kind].flags & KIND_NOT_READ)
            catalog_copy_object(catalog, from, from->id);
    }
    catalog_seal(catalog);
}

void catalog_follow(Catalog *catalog, const Catalog *said)
{
    static const Object nothing = {0};
    take_unread(catalog, said);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        const Object *other = catalog_find(said, object->id);
        drop_undeclared(catalog, object, other ? other : &nothing);
    }
}

void catalog_adopt(Catalog *catalog, const Catalog *draft)
{
    catalog->database = draft->database;
    for (size_t i = 0; i < draft->objects.len; i++) {
        const Object *from = draft->objects.at[i];
        Object *to = catalog_find(catalog, from->id);
        if (!to && (kinds[from->id.kind].flags & KIND_NOT_READ))
            to = catalog_add(catalog, from->id, NULL);
        if (!to)
            continue;
        to->pos = from->pos;
        to->implicit = from->implicit;
        drop_undeclared(catalog, to, from);
        for (size_t k = 0; k < from->attrs.len; k++) {
            const Attr *attr = &from->attrs.at[k];
            const Field *field = &kinds[from->id.kind].fields[attr->field];
            if (field->compare == COMPARE_META)
                object_set(catalog, to, field->name, attr->value, attr->pos);
            for (size_t m = 0; m < to->attrs.len; m++)
                if (to->attrs.at[m].field == attr->field) {
                    to->attrs.at[m].pos = attr->pos;
                    if (attr->value.type == VALUE_TEXT)
                        to->attrs.at[m].source = attr->value.text;
                }
        }
    }
    catalog_seal(catalog);
}

static void digest_text(Writer *w, Str text)
{
    w_raw(w, text);
    w_raw(w, (Str){"", 1}); /* NUL, which no text holds */
}

Str catalog_digest(Arena *arena, const Catalog *catalog)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        digest_text(&w, str_of(kinds[object->id.kind].tag));
        digest_text(&w, object->id.schema);
        digest_text(&w, object->id.object);
        digest_text(&w, object->id.sub);
        for (size_t k = 0; k < object->attrs.len; k++) {
            const Value *value = &object->attrs.at[k].value;
            const Field *field = &kinds[object->id.kind].fields[object->attrs.at[k].field];
            bool setting = kinds[object->id.kind].flags & KIND_NOT_READ; /* it is in the lock */
            if (field->compare == COMPARE_META && !setting)
                continue;
            digest_text(&w, str_of(field->name));
            if (value->type == VALUE_TEXT)
                digest_text(&w, value->text);
            else
                digest_text(&w, str_format(arena, "%u", value->count));
            for (uint32_t m = 0; value->type == VALUE_LIST && m < value->count; m++)
                digest_text(&w, value->list[m]);
        }
        w_raw(&w, S("\n"));
    }
    return digest_hex(arena, w_result(&w));
}
