#include "catalog/lower.h"

#include "catalog/depend.h"
#include "catalog/inherit.h"
#include "text/quote.h"

/* How an object of each kind is made; and, of those in which an author may mention anything, what
 * makes it depend on that when all are there. */
static const struct {
    Lower *make, *relate;
} lowerings[KIND_COUNT] = {
    [KIND_SCHEMA] = {lower_schema},
    [KIND_EXTENSION] = {lower_extension},
    [KIND_MEMBER] = {lower_member},
    [KIND_ENUM] = {lower_plain},
    [KIND_SEQUENCE] = {lower_sequence},
    [KIND_FUNCTION] = {lower_function, relate_routine},
    [KIND_TABLE] = {lower_table},
    [KIND_COLUMN] = {lower_column},
    [KIND_CHECK] = {lower_check},
    [KIND_PRIMARY_KEY] = {lower_key},
    [KIND_UNIQUE] = {lower_key},
    [KIND_INDEX] = {lower_index},
    [KIND_FOREIGN_KEY] = {lower_relation},
    [KIND_VIEW] = {lower_plain, relate_view},
    [KIND_TRIGGER] = {lower_trigger},
    [KIND_COLLATION] = {lower_plain},
    [KIND_TYPE] = {lower_plain},
    [KIND_ATTRIBUTE] = {lower_attribute},
    [KIND_DOMAIN] = {lower_type, relate_type},
    [KIND_DOMAIN_CHECK] = {lower_part},
    [KIND_RANGE] = {lower_type, relate_type},
    [KIND_PROCEDURE] = {lower_function, relate_routine},
    [KIND_AGGREGATE] = {lower_aggregate, relate_routine},
    [KIND_CAST] = {lower_cast},
    [KIND_SQL_OBJECT] = {lower_plain, relate_sql_object},
    [KIND_EXCLUSION] = {lower_exclusion},
    [KIND_MATERIALIZED_VIEW] = {lower_plain, relate_view},
    [KIND_RULE] = {lower_rule},
    [KIND_STATISTICS] = {lower_statistics, relate_statistics},
    [KIND_COLUMN_COMMENT] = {lower_part},
    [KIND_DEFAULT] = {lower_part},
    [KIND_POLICY] = {lower_policy},
    [KIND_WRAPPER] = {lower_plain},
    [KIND_SERVER] = {lower_server},
    [KIND_USER_MAPPING] = {lower_user_mapping},
    [KIND_FOREIGN_TABLE] = {lower_foreign_table},
    [KIND_PUBLICATION] = {lower_plain},
    [KIND_PUBLICATION_TABLE] = {lower_publication_table},
    [KIND_PUBLICATION_SCHEMA] = {lower_publication_schema},
    [KIND_SUBSCRIPTION] = {lower_plain},
    [KIND_EVENT_TRIGGER] = {lower_event_trigger},
    [KIND_DEFAULT_PRIVILEGES] = {lower_plain},
};

/* The tables in which a table has its place, by their full names; the last of `names` is the bound
 * of a partition. */
static void lower_place(Lowering *l, const Item *item, const char *field, bool bound)
{
    Value names = item_value(item, field);
    Object *table = lowering_relation(l, item);
    StrVec paths = {0};
    for (uint32_t i = 0; i < names.count; i++) {
        const Item *parent =
            bound && i > 0 ? NULL : model_find_named(l->model, KIND_TABLE, item, names.list[i]);
        vec_push(l->arena, &paths,
                 parent ? sql_qualified(l->arena, parent->schema, parent->name) : names.list[i]);
        if (parent)
            object_depend(l->catalog, table, lowering_relation(l, parent),
                          bound ? EDGE_AUTO : EDGE_NORMAL);
    }
    if (paths.len)
        object_set(l->catalog, table, field, value_of_vec(&paths), item_pos(item, field));
}

/* `rights: complete`: what says nothing of rights has those that it is born with. Those of schema
 * public are a matter of the server's version. */
static void complete_rights(Lowering *l, Object *object)
{
    int at = kind_field(object->id.kind, S("grants"));
    bool public = object->id.kind == KIND_SCHEMA && str_is(object->id.schema, "public");
    if (at < 0 || public || object->id.kind == KIND_DEFAULT_PRIVILEGES ||
        object_attr(object, "grants"))
        return;
    const Field *field = &kinds[object->id.kind].fields[at];
    Str *birth = NEW(l->arena, Str);
    *birth = str_format(l->arena, "PUBLIC %s", field->choices[0]);
    object_set(l->catalog, object, "grants",
               field->flags & FIELD_PUBLIC ? value_list(birth, 1) : VALUE_EMPTY_LIST, object->pos);
}

/* Columns, then what is made of them, then what refers to the keys of other tables. */
static int pass_of(KindId kind)
{
    return kind == KIND_COLUMN ? 0 : kind == KIND_FOREIGN_KEY ? 2 : 1;
}

static void lower_objects(Lowering *l)
{
    const Item *root = l->model->root; /* its children are sorted by kind: tables before views */
    for (size_t i = 0; i < root->children.len; i++) {
        const Item *item = root->children.at[i];
        lowerings[item->kind].make(l, item);
        if (kinds[item->kind].flags & KIND_SIGNED)
            vec_push(l->arena, &l->functions, item);
    }
}

static void lower_parts(Lowering *l)
{
    const Item *root = l->model->root;
    for (int pass = 0; pass < 3; pass++) /* of all tables: each refers to what came before */
        for (size_t i = 0; i < root->children.len; i++)
            for (size_t k = 0; k < root->children.at[i]->children.len; k++) {
                const Item *part = root->children.at[i]->children.at[k];
                if (pass == pass_of(part->kind))
                    lowerings[part->kind].make(l, part);
            }
}

static void lower_places(Lowering *l)
{
    const Item *root = l->model->root;
    for (size_t i = 0; i < root->children.len; i++)
        if (root->children.at[i]->kind == KIND_TABLE) {
            lower_place(l, root->children.at[i], "partition_of", true);
            lower_place(l, root->children.at[i], "inherits", false);
        }
}

static void relate_objects(Lowering *l)
{
    const Item *root = l->model->root;
    for (size_t i = 0; i < root->children.len; i++)
        if (lowerings[root->children.at[i]->kind].relate)
            lowerings[root->children.at[i]->kind].relate(l, root->children.at[i]);
}

Catalog *catalog_lower(Arena *arena, Model *model)
{
    Lowering l = {arena, model, catalog_new(arena), {0}};
    Catalog *catalog = l.catalog;
    catalog->database = model->database;
    lowering_add(&l, KIND_SCHEMA, S("public"), (Str){0}, (Str){0}, (Pos){0});
    Object *database =
        lowering_add(&l, KIND_DATABASE, (Str){0}, (Str){0}, (Str){0}, model->root->pos);
    lowering_copy(&l, model->root, database);
    lower_objects(&l);
    lower_parts(&l);
    lower_places(&l);
    catalog_inherit(catalog);
    for (size_t i = 0; i < catalog->objects.len && object_attr(database, "rights"); i++)
        complete_rights(&l, catalog->objects.at[i]);
    relate_objects(&l);
    catalog_seal(catalog);
    return catalog;
}
