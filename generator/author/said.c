/* What decoding and lowering turn into other fields and objects, turned back. */
#include "author/entry.h"

#include "catalog/circle.h"
#include "catalog/inherit.h"
#include "model/model.h"
#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

static Object *find(const Author *a, KindId kind, Str schema, Str object, Str sub)
{
    return catalog_find(a->catalog, (ObjectId){kind, schema, object, sub});
}

/* Whether the object has no attributes but these; NULL ends the list. */
static bool has_only(const Author *a, const Object *object, const char *const *names)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        const Field *field = &kinds[object->id.kind].fields[attr->field];
        bool known = !field_is_compared(field) || field->compare == COMPARE_REPORT;
        bool owner = str_is(str_of(field->name), "owner");
        known |= owner && str_eq(attr->value.text, a->owner);
        known |= attr->value.type == VALUE_LIST && !attr->value.count;
        for (size_t k = 0; names[k]; k++)
            known |= str_is(str_of(field->name), names[k]);
        if (!known)
            return false;
    }
    return true;
}

/* --- thoughts --- */

const Object *author_container(const Author *a, const Object *object)
{
    if (object->id.kind == KIND_USER_MAPPING)
        return find(a, KIND_SERVER, (Str){0}, object->id.object, (Str){0});
    if (object->id.kind == KIND_PUBLICATION_SCHEMA)
        return find(a, KIND_SCHEMA, object->id.schema, (Str){0}, (Str){0});
    return object->parent;
}

static int compare_parts(const void *left, const void *right)
{
    const Object *a = *(const Object *const *)left, *b = *(const Object *const *)right;
    int64_t x = object_int(a, "position", 0), y = object_int(b, "position", 0);
    if (a->id.kind == b->id.kind && x != y)
        return x < y ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static void gather_parts(Author *a)
{
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        const Object *object = a->catalog->objects.at[i], *in = author_container(a, object);
        if (in)
            vec_push(a->arena, &thought_of(a, in)->parts, object);
    }
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        Thought *thought = &a->thoughts[i];
        if (thought->parts.len)
            qsort(thought->parts.at, thought->parts.len, sizeof(Object *), compare_parts);
    }
}

/* Whether the model has the object already: what it says of it stays as it is. */
static const Object *in_model(const Author *a, const Object *object)
{
    return a->model ? catalog_find(a->model, object->id) : NULL;
}

/* Another object's entry is enough. */
static void say_by(const Author *a, const Object *object, const Object *by)
{
    thought_of(a, object)->said = true;
    thought_of(a, object)->by = by;
}

/* The owner of most objects; of two with as many the first by name. */
static Str common_owner(const Author *a)
{
    Map counts = {.arena = a->arena};
    StrVec owners = {0};
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        Str owner = object_text(a->catalog->objects.at[i], "owner");
        size_t *count = owner.len ? map_get(&counts, owner) : NULL;
        if (owner.len && !count) {
            count = NEW(a->arena, size_t);
            map_put(&counts, owner, count);
            vec_push(a->arena, &owners, owner);
        }
        if (count)
            ++*count;
    }
    Str best = {0};
    size_t most = 0;
    for (size_t i = 0; i < owners.len; i++) {
        size_t count = *(size_t *)map_get(&counts, owners.at[i]);
        if (count > most || (count == most && str_cmp(owners.at[i], best) < 0)) {
            best = owners.at[i];
            most = count;
        }
    }
    return best;
}

/* Where the model names that owner, it does so at all objects of the kind. */
static void think_owners(Author *a)
{
    for (size_t i = 0; a->model && i < a->model->objects.len; i++) {
        const Object *object = a->model->objects.at[i];
        a->names_owner[object->id.kind] |= str_eq(object_text(object, "owner"), a->owner);
    }
}

static const char *serial_name(Str type)
{
    return str_is(type, "integer")    ? "serial"
           : str_is(type, "bigint")   ? "bigserial"
           : str_is(type, "smallint") ? "smallserial"
                                      : NULL;
}

/* A column that draws from a sequence of its own which is just as a serial type would make it. */
static void think_serial(Author *a, const Object *column)
{
    static const char *const plain[] = {"type", "owned_by", "unlogged", NULL};
    ObjectId id = column->id;
    const Object *value = find(a, KIND_DEFAULT, id.schema, id.object, id.sub);
    Value columns = value_list(&id.sub, 1);
    Str type = object_text(column, "type");
    if (!value || !serial_name(type) || !object_bool(column, "not_null") || in_model(a, column))
        return;
    Str name = model_chosen_name(a->arena, id.object, &columns, "seq");
    Object *sequence = find(a, KIND_SEQUENCE, id.schema, name, (Str){0});
    if (!sequence || !has_only(a, sequence, plain) ||
        object_bool(sequence, "unlogged") != object_bool(column->parent, "unlogged"))
        return;
    Str path = sql_qualified(a->arena, id.schema, name);
    Str draws =
        str_format(a->arena, "nextval(%.*s::regclass)", STR_ARG(sql_literal(a->arena, path)));
    Str owner =
        str_format(a->arena, "%.*s.%.*s", STR_ARG(sql_qualified(a->arena, id.schema, id.object)),
                   STR_ARG(sql_ident(a->arena, id.sub)));
    Str of = object_text(sequence, "type");
    if (!str_eq(object_text(value, "expression"), draws) ||
        !str_eq(type, of.ptr ? of : S("bigint")) ||
        !str_eq(object_text(sequence, "owned_by"), owner))
        return;
    thought_of(a, column)->serial = true;
    say_by(a, sequence, column);
}

/* A constraint that `unique: true` at its column stands for. */
static void think_unique(Author *a, const Object *unique)
{
    static const char *const plain[] = {"columns", NULL};
    Value columns = object_value(unique, "columns");
    if (columns.count != 1 || !has_only(a, unique, plain))
        return;
    ObjectId id = unique->id;
    const Object *column = find(a, KIND_COLUMN, id.schema, id.object, columns.list[0]);
    Str chosen = model_chosen_name(a->arena, id.object, &columns, "key");
    if (!column || thought_of(a, column)->said || in_model(a, column) || !str_eq(chosen, id.sub))
        return;
    thought_of(a, column)->unique = true;
    say_by(a, unique, column);
}

/* --- tables that take over from others --- */

/* The tables in which the table has its place. */
static void parents_of(const Author *a, const Object *table, Objects *out)
{
    static const char *const fields[] = {"partition_of", "inherits"};
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        Value paths = object_value(table, fields[i]);
        for (uint32_t k = 0; k < paths.count && (i == 1 || k == 0); k++) {
            StrVec names = {0};
            sql_split_path(a->arena, paths.list[k], &names);
            const Object *parent =
                names.len == 2 ? catalog_relation(a->catalog, names.at[0], names.at[1]) : NULL;
            if (parent)
                vec_push(a->arena, out, parent);
        }
    }
}

/* Whether an heir's part is what catalog_inherit makes of its parent's by itself. */
static bool is_like(const Author *a, const Object *part, const Object *from)
{
    const Kind *kind = &kinds[part->id.kind];
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        bool own = catalog_is_own(field->name);
        const Attr *have = object_attr(part, field->name);
        const Attr *gives = own ? NULL : object_attr(from, field->name);
        bool skipped = field->compare == COMPARE_REPORT || !field_is_compared(field) ||
                       str_is(str_of(field->name), "attached_to");
        Value x = have ? have->value : (Value){0}, y = gives ? gives->value : (Value){0};
        if (!skipped && !value_eq_set(a->arena, &x, &y))
            return false;
    }
    return true;
}

static bool has_same_default(const Author *a, const Object *column, const Object *from)
{
    const Object *value =
        find(a, KIND_DEFAULT, column->id.schema, column->id.object, column->id.sub);
    const Object *gives = find(a, KIND_DEFAULT, from->id.schema, from->id.object, from->id.sub);
    if (!value || !gives)
        return value == gives;
    return str_eq(object_text(value, "expression"), object_text(gives, "expression"));
}

static void think_inherited(Author *a, const Object *part)
{
    Objects parents = {0};
    parents_of(a, part->parent, &parents);
    for (size_t i = 0; i < parents.len; i++) {
        ObjectId id = parents.at[i]->id;
        const Object *from = find(a, part->id.kind, id.schema, id.object, part->id.sub);
        bool column = part->id.kind == KIND_COLUMN;
        if (from && is_like(a, part, from) && (!column || has_same_default(a, part, from)))
            say_by(a, part, from);
    }
}

/* Whether the table has another such part of the same columns that belongs to nothing: lowering
 * would take that one for the part in question. */
static bool has_rival(const Author *a, const Object *part)
{
    const Thought *table = thought_of(a, part->parent);
    Value columns = object_value(part, "columns");
    for (size_t i = 0; i < table->parts.len; i++) {
        const Object *other = table->parts.at[i];
        Value have = object_value(other, "columns");
        if (other->id.kind == part->id.kind && value_eq(&columns, &have) &&
            !object_attr(other, "attached_to"))
            return true;
    }
    return false;
}

/* An index, or a key, that comes with that of the partitioned table. */
static void think_attached(Author *a, const Object *part)
{
    StrVec names = {0};
    sql_split_path(a->arena, object_text(part, "attached_to"), &names);
    Objects parents = {0};
    parents_of(a, part->parent, &parents);
    for (size_t i = 0; i < parents.len && names.len == 2; i++) {
        ObjectId id = parents.at[i]->id;
        const Object *from = find(a, part->id.kind, id.schema, id.object, names.at[1]);
        if (!from || !is_like(a, part, from))
            continue;
        Str chosen = catalog_heir_name(a->arena, a->catalog, part->parent, from);
        if (str_eq(chosen, part->id.sub) && !has_rival(a, part))
            say_by(a, part, from);
    }
}

/* --- relations --- */

static bool has_label(const Author *a, const Object *table, Str label)
{
    const Thought *thought = thought_of(a, table);
    for (size_t i = 0; i < thought->parts.len; i++)
        if (str_eq(thought_of(a, thought->parts.at[i])->label, label))
            return true;
    return false;
}

/* user for user_id; the target's name for what has no such column. */
static Str relation_label(const Author *a, const Object *key)
{
    Value columns = object_value(key, "columns"), target = object_value(key, "ref_table");
    const Object *there = in_model(a, key);
    Str label = object_text(there ? there : key, "relation");
    Str id = S("_id");
    if (label.ptr)
        return label;
    label = columns.count == 1 ? columns.list[0] : target.list[1];
    if (columns.count == 1 && str_ends(label, id) && label.len > id.len)
        label = str_slice(label, 0, label.len - id.len);
    return has_label(a, key->parent, label) ? key->id.sub : label;
}

/* How many keys of the table refer to the same one. */
static size_t count_alike(const Author *a, const Object *key)
{
    const Thought *thought = thought_of(a, key->parent);
    Value target = object_value(key, "ref_table");
    size_t count = 0;
    for (size_t i = 0; i < thought->parts.len; i++) {
        const Object *other = thought->parts.at[i];
        Value of = object_value(other, "ref_table");
        count += other->id.kind == KIND_FOREIGN_KEY && value_eq(&target, &of);
    }
    return count;
}

static void think_relation(Author *a, const Object *key, Map *inverses)
{
    Thought *thought = thought_of(a, key);
    Value target = object_value(key, "ref_table");
    const Object *there = in_model(a, key);
    Str table = key->id.object, given = object_text(there ? there : key, "inverse");
    thought->label = relation_label(a, key);
    thought->inverse = given.ptr ? given : table;
    if (!given.ptr && count_alike(a, key) > 1)
        thought->inverse =
            str_format(a->arena, "%.*s_by_%.*s", STR_ARG(table), STR_ARG(thought->label));
    Str space = str_format(a->arena, "%.*s%c%.*s%c%.*s", STR_ARG(target.list[0]), 0,
                           STR_ARG(target.list[1]), 0, STR_ARG(thought->inverse));
    if (map_put(inverses, space, thought))
        thought->inverse =
            str_format(a->arena, "%.*s_%.*s", STR_ARG(key->id.schema), STR_ARG(thought->inverse));
}

/* The schema that is always there needs no word as long as it is as it was made. */
static void think_public(Author *a)
{
    Object *schema = find(a, KIND_SCHEMA, S("public"), (Str){0}, (Str){0});
    if (schema && !author_fields(a, schema)->pairs.len)
        thought_of(a, schema)->said = true;
}

/* Those that the model has names for come first: the others make way. */
static void think_relations(Author *a)
{
    Map inverses = {.arena = a->arena};
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < a->catalog->objects.len; i++) {
            const Object *object = a->catalog->objects.at[i];
            if (object->id.kind == KIND_FOREIGN_KEY && (in_model(a, object) != NULL) == (pass == 0))
                think_relation(a, object, &inverses);
        }
}

void author_think(Author *a)
{
    size_t count = a->catalog->objects.len;
    a->thoughts = NEW_ARRAY(a->arena, Thought, count + 1);
    a->owner = common_owner(a);
    think_owners(a);
    gather_parts(a);
    for (size_t i = 0; i < count; i++) {
        const Object *object = a->catalog->objects.at[i];
        if (object->parent && object_attr(object, "attached_to"))
            think_attached(a, object);
        else if (object->parent && object_bool(object, "inherited"))
            think_inherited(a, object);
        else if (object->id.kind == KIND_COLUMN)
            think_serial(a, object);
        if (object->id.kind == KIND_DEFAULT)
            thought_of(a, object)->said = object->parent->id.kind != KIND_VIEW;
    }
    think_relations(a);
    for (size_t i = 0; i < count; i++)
        if (a->catalog->objects.at[i]->id.kind == KIND_UNIQUE)
            think_unique(a, a->catalog->objects.at[i]);
    think_public(a);
}

/* --- fields --- */

static const Object *default_of(const Author *a, const Object *column)
{
    return find(a, KIND_DEFAULT, column->id.schema, column->id.object, column->id.sub);
}

static Node *column_type(Author *a, const Object *column)
{
    Str type = object_text(column, "type");
    if (thought_of(a, column)->serial)
        return yaml_word(a->arena, str_of(serial_name(type)));
    return yaml_string(a->arena, type_short(a->arena, type, column->id.schema));
}

static bool in_primary_key(const Author *a, const Object *column)
{
    const Thought *table = thought_of(a, column->parent);
    for (size_t i = 0; i < table->parts.len; i++) {
        const Object *key = table->parts.at[i];
        Value columns = object_value(key, "columns");
        for (uint32_t k = 0; key->id.kind == KIND_PRIMARY_KEY && k < columns.count; k++)
            if (str_eq(columns.list[k], column->id.sub))
                return true;
    }
    return false;
}

static Node *column_not_null(Author *a, const Object *column)
{
    bool implied = thought_of(a, column)->serial || object_attr(column, "identity") ||
                   in_primary_key(a, column);
    return object_bool(column, "not_null") && !implied ? yaml_word(a->arena, S("true")) : NULL;
}

/* The default as a plain value, or else as an expression. */
static bool plain_default(Author *a, const Object *column, Str *value)
{
    const Object *object = default_of(a, column);
    Str expression = object ? object_text(object, "expression") : (Str){0};
    return expression.len && !thought_of(a, column)->serial &&
           author_plain_default(a, expression, object_text(column, "type"), value);
}

static Node *column_default(Author *a, const Object *column)
{
    Str value, type = object_text(column, "type");
    if (!plain_default(a, column, &value))
        return NULL;
    bool word = !str_starts(type, S("character")) && !str_starts(type, S("text")) &&
                strspn(value.ptr, "-0123456789.") >= value.len;
    word |= str_is(type, "boolean");
    return word ? yaml_word(a->arena, value) : yaml_string(a->arena, value);
}

static Node *column_default_sql(Author *a, const Object *column)
{
    Str value;
    const Object *object = default_of(a, column);
    if (!object || thought_of(a, column)->serial || plain_default(a, column, &value))
        return NULL;
    Str expression = author_expression(object_text(object, "expression"));
    return yaml_prose(a->arena, author_phrase(a, expression, object));
}

static Node *column_unique(Author *a, const Object *column)
{
    return thought_of(a, column)->unique ? yaml_word(a->arena, S("true")) : NULL;
}

/* One name without its quotes; what has a schema stays as it is. */
static Node *column_collation(Author *a, const Object *column)
{
    Str text = object_text(column, "collation"), name = sql_unquoted(a->arena, text);
    if (!text.len)
        return NULL;
    return yaml_string(a->arena, str_eq(sql_ident(a->arena, name), text) ? name : text);
}

static Node *key_name(Author *a, const Object *key)
{
    Str chosen = model_chosen_name(a->arena, key->id.object, NULL, "pkey");
    return str_eq(chosen, key->id.sub) ? NULL : yaml_string(a->arena, key->id.sub);
}

static Node *relation_references(Author *a, const Object *key)
{
    Value target = object_value(key, "ref_table"), columns = object_value(key, "ref_columns");
    StrVec names = {0};
    for (uint32_t i = 0; i < columns.count; i++) {
        bool odd =
            str_find(columns.list[i], S(",")) >= 0 || str_find(columns.list[i], S("\"")) >= 0;
        vec_push(a->arena, &names, odd ? sql_ident(a->arena, columns.list[i]) : columns.list[i]);
    }
    Str all = str_join(a->arena, &names, S(", "));
    Str table = author_reference(a, key->id.schema, target.list[0], target.list[1]);
    return yaml_string(a->arena, str_format(a->arena, "%.*s(%.*s)", STR_ARG(table), STR_ARG(all)));
}

static Node *relation_name(Author *a, const Object *key)
{
    Value columns = object_value(key, "columns");
    Str chosen = model_chosen_name(a->arena, key->id.object, &columns, "fkey");
    return str_eq(chosen, key->id.sub) ? NULL : yaml_string(a->arena, key->id.sub);
}

static Node *relation_inverse(Author *a, const Object *key)
{
    return yaml_string(a->arena, thought_of(a, key)->inverse);
}

/* Events in the order in which people say them, `update of` with its columns. */
static Node *trigger_events(Author *a, const Object *trigger, const char *timing)
{
    static const char *const order[] = {"insert", "update", "delete", "truncate"};
    Value events = object_value(trigger, "events"),
          columns = object_value(trigger, "update_columns");
    StrVec names = {0};
    Node *list = yaml_list(a->arena, true);
    if (!str_is(object_text(trigger, "timing"), timing))
        return NULL;
    for (uint32_t i = 0; i < columns.count; i++)
        vec_push(a->arena, &names, sql_ident(a->arena, columns.list[i]));
    Str of = str_join(a->arena, &names, S(", "));
    for (size_t i = 0; i < COUNT_OF(order); i++)
        for (uint32_t k = 0; k < events.count; k++) {
            Str event = events.list[k];
            if (!str_is(event, order[i]))
                continue;
            if (columns.count && str_is(event, "update"))
                event = str_format(a->arena, "update of %.*s", STR_ARG(of));
            yaml_add(a->arena, list, yaml_string(a->arena, event));
        }
    return list->items.len == 1 ? list->items.at[0] : list;
}

static Node *trigger_before(Author *a, const Object *trigger)
{
    return trigger_events(a, trigger, "before");
}

static Node *trigger_after(Author *a, const Object *trigger)
{
    return trigger_events(a, trigger, "after");
}

static Node *trigger_instead_of(Author *a, const Object *trigger)
{
    return trigger_events(a, trigger, "instead of");
}

/* function('argument', …); the schema where the model would not find it. */
static Node *called_function(Author *a, const Object *object)
{
    Value function = object_value(object, "function"),
          arguments = object_value(object, "arguments");
    Str schema = function.list[0], name = function.list[1];
    Str signature = str_format(a->arena, "%.*s()", STR_ARG(name));
    Str near = object->id.schema.len ? object->id.schema : S("public");
    bool here = find(a, KIND_FUNCTION, schema, signature, (Str){0}) != NULL;
    bool other = !str_eq(near, schema) && find(a, KIND_FUNCTION, near, signature, (Str){0});
    bool found = here && !other && (str_eq(schema, near) || str_is(schema, "public"));
    StrVec texts = {0};
    for (uint32_t i = 0; i < arguments.count; i++)
        vec_push(a->arena, &texts, sql_literal(a->arena, arguments.list[i]));
    Str all = str_join(a->arena, &texts, S(", "));
    Str path = found ? sql_ident(a->arena, name) : sql_qualified(a->arena, schema, name);
    return yaml_string(a->arena, str_format(a->arena, "%.*s(%.*s)", STR_ARG(path), STR_ARG(all)));
}

/* Paths of tables, in the author's spelling; `bound` ends the list of a partition. */
static Node *places(Author *a, const Object *table, const char *field, bool bound)
{
    Value paths = object_value(table, field);
    Node *list = yaml_list(a->arena, true);
    for (uint32_t i = 0; i < paths.count && !(bound && i == 2); i++) { /* a broken off DETACH */
        StrVec names = {0};
        sql_split_path(a->arena, paths.list[i], &names);
        bool path = names.len == 2 && !(bound && i > 0);
        yaml_add(a->arena, list,
                 yaml_string(a->arena,
                             path ? author_reference(a, table->id.schema, names.at[0], names.at[1])
                                  : paths.list[i]));
    }
    return paths.count ? list : NULL;
}

static Node *table_partition_of(Author *a, const Object *table)
{
    return places(a, table, "partition_of", true);
}

static Node *table_inherits(Author *a, const Object *table)
{
    Node *list = places(a, table, "inherits", false);
    return list && list->items.len == 1 ? list->items.at[0] : list;
}

static Node *extension_schema(Author *a, const Object *extension)
{
    Str schema = object_text(extension, "in_schema");
    return str_is(schema, "public") || !schema.len ? NULL : yaml_string(a->arena, schema);
}

static Node *function_returns(Author *a, const Object *function)
{
    Str returns = object_text(function, "returns");
    return str_is(returns, "void") || !returns.len ? NULL : yaml_string(a->arena, returns);
}

/* A name in depends_on or needed_by: of a relation, of a function, of another sql object. */
static Str plain_path(Author *a, const Object *object)
{
    const Object *whole = object->parent ? object->parent : object;
    if (whole->id.kind == KIND_SQL_OBJECT)
        return whole->id.object;
    return str_format(a->arena, "%.*s.%.*s", STR_ARG(whole->id.schema),
                      STR_ARG(object_name(whole)));
}

static bool can_be_named(const Object *object)
{
    const Object *whole = object->parent ? object->parent : object;
    const Kind *kind = &kinds[whole->id.kind];
    return whole->id.kind == KIND_SQL_OBJECT || (kind->flags & (KIND_SIGNED | KIND_RELATION));
}

static void add_name(Author *a, Node *list, Str name)
{
    for (size_t i = 0; i < list->items.len; i++)
        if (str_eq(list->items.at[i]->text, name))
            return;
    yaml_add(a->arena, list, yaml_string(a->arena, name));
}

static Node *sql_depends_on(Author *a, const Object *object)
{
    Node *list = yaml_list(a->arena, true);
    for (size_t i = 0; i < object->edges.len; i++)
        if (can_be_named(object->edges.at[i].to))
            add_name(a, list, plain_path(a, object->edges.at[i].to));
    return list->items.len ? list : NULL;
}

static Node *sql_needed_by(Author *a, const Object *object)
{
    Node *list = yaml_list(a->arena, true);
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        const Object *other = a->catalog->objects.at[i];
        for (size_t k = 0; k < other->edges.len; k++)
            if (other->edges.at[k].to == object && other->id.kind != KIND_SQL_OBJECT &&
                can_be_named(other))
                add_name(a, list, plain_path(a, other));
    }
    return list->items.len ? list : NULL;
}

/* What cannot be found out by making the view. */
static Node *view_shape(Author *a, const Object *view)
{
    Circles circles = catalog_circles(a->arena, a->catalog);
    Value shape = object_value(view, "shape");
    Node *list = circles_have(&circles, view) ? yaml_list(a->arena, true) : NULL;
    for (uint32_t i = 0; list && i < shape.count; i++)
        yaml_add(a->arena, list, yaml_string(a->arena, shape.list[i]));
    return list;
}

static Node *table_use(Author *a, const Object *table)
{
    Str mixin = thought_of(a, table)->mixin;
    return mixin.len ? yaml_string(a->arena, mixin) : NULL;
}

typedef Node *Say(Author *, const Object *);

static const struct {
    KindId kind;
    const char *field;
    Say *say;
} says[] = {
    {KIND_COLUMN, "type", column_type},
    {KIND_COLUMN, "not_null", column_not_null},
    {KIND_COLUMN, "default", column_default},
    {KIND_COLUMN, "default_sql", column_default_sql},
    {KIND_COLUMN, "unique", column_unique},
    {KIND_COLUMN, "collation", column_collation},
    {KIND_PRIMARY_KEY, "name", key_name},
    {KIND_FOREIGN_KEY, "references", relation_references},
    {KIND_FOREIGN_KEY, "name", relation_name},
    {KIND_FOREIGN_KEY, "inverse", relation_inverse},
    {KIND_TRIGGER, "before", trigger_before},
    {KIND_TRIGGER, "after", trigger_after},
    {KIND_TRIGGER, "instead_of", trigger_instead_of},
    {KIND_TRIGGER, "execute", called_function},
    {KIND_EVENT_TRIGGER, "execute", called_function},
    {KIND_TABLE, "use", table_use},
    {KIND_VIEW, "shape", view_shape},
    {KIND_TABLE, "partition_of", table_partition_of},
    {KIND_TABLE, "inherits", table_inherits},
    {KIND_EXTENSION, "in_schema", extension_schema},
    {KIND_FUNCTION, "returns", function_returns},
    {KIND_SQL_OBJECT, "depends_on", sql_depends_on},
    {KIND_SQL_OBJECT, "needed_by", sql_needed_by},
};

const Object *author_sayer(const Author *a, const Object *object)
{
    return thought_of(a, object)->by;
}

/* Only what differs from what most objects have. */
static bool goes_without_saying(const Author *a, const Object *object, const Field *field)
{
    const Attr *attr = object_attr(object, field->name);
    bool public = object->id.kind == KIND_SCHEMA && str_is(object->id.schema, "public");
    if (!attr || object->id.kind == KIND_DEFAULT_PRIVILEGES)
        return false;
    if (str_is(str_of(field->name), "owner"))
        return (str_eq(attr->value.text, a->owner) && !a->names_owner[object->id.kind]) ||
               (public && str_is(attr->value.text, "pg_database_owner"));
    if (field->form != FORM_GRANTS)
        return false;
    Str birth = (field->flags & FIELD_PUBLIC) || public
                    ? str_format(a->arena, "PUBLIC %s", public ? "USAGE" : field->choices[0])
                    : (Str){0};
    return birth.len ? attr->value.count == 1 && str_eq(attr->value.list[0], birth)
                     : !attr->value.count;
}

bool author_field(Author *a, const Object *object, const Field *field, Node **value)
{
    *value = NULL;
    for (size_t i = 0; i < COUNT_OF(says); i++)
        if (says[i].kind == object->id.kind && str_is(str_of(field->name), says[i].field)) {
            *value = says[i].say(a, object);
            return true;
        }
    bool grouped = str_find(str_of(field->name), S(".")) >= 0;
    return grouped || goes_without_saying(a, object, field);
}
