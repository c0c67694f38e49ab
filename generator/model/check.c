#include "model/check.h"

#include "model/literal.h"
#include "text/quote.h"

#include <string.h>

enum { NAME_LONGEST = 63 };

typedef struct {
    Arena *arena;
    Diags *diags;
    Model *model;
    Map names; /* of everything that must not have a twin */
} Checker;

static bool is_before(Pos a, Pos b)
{
    if (a.source != b.source)
        return false;
    return a.line < b.line || (a.line == b.line && a.column < b.column);
}

/* Reports a second object in one name space, and returns false. `space` says whose names these
 * are. */
static bool claim(Checker *c, const char *space, Str within, const Item *item, Str name)
{
    Str key = str_format(c->arena, "%s%c%.*s%c%.*s", space, 0, STR_ARG(within), 0, STR_ARG(name));
    const Item *first = map_get(&c->names, key);
    if (!first) {
        map_put(&c->names, key, (void *)(uintptr_t)item);
        return true;
    }
    if (item->kind == KIND_PRIMARY_KEY && first->kind == KIND_PRIMARY_KEY &&
        item->parent == first->parent)
        return false; /* check_table has said so */
    if (is_before(item->pos, first->pos)) {
        const Item *second = first;
        first = item;
        item = second;
    }
    Str of = item->parent ? str_format(c->arena, " of table \"%.*s\"", STR_ARG(item->parent->name))
                          : (Str){0};
    Str as = item->kind != first->kind ? str_format(c->arena, ", as %s", kinds[first->kind].doc)
                                       : (Str){0};
    Diag *diag = diag_error(c->diags, "E0301", item->pos, "%s \"%.*s\"%.*s is there already%.*s",
                            kinds[item->kind].tag, STR_ARG(name), STR_ARG(of), STR_ARG(as));
    diag_note(c->diags, diag, first->pos, "the other one is here");
    return false;
}

/* Its key is no name of its own, but words with the names of others in them. */
static bool is_phrase(KindId kind)
{
    return kind == KIND_MEMBER || kind == KIND_CAST || kind == KIND_SQL_OBJECT ||
           kind == KIND_DEFAULT_PRIVILEGES;
}

static void check_name(Checker *c, const Item *item)
{
    if (!item->name.len)
        diag_error(c->diags, "E0302", item->pos, "%s without a name", kinds[item->kind].doc);
    else if (item->name.len > NAME_LONGEST && !is_phrase(item->kind)) {
        Diag *diag = diag_error(c->diags, "E0302", item->pos,
                                "the name \"%.*s\" has %zu bytes; PostgreSQL keeps %d",
                                STR_ARG(item->name), item->name.len, NAME_LONGEST);
        diag_help(c->diags, diag, "it would be cut short without a word; choose a shorter one.");
    }
}

/* The server keeps pg_ for itself; pgwright has its history of migrations in pgwright, and reads
 * nothing that begins so (templates/catalog/). */
static bool is_reserved(Str schema)
{
    return str_starts(schema, S("pg_")) || str_starts(schema, S("pgwright")) ||
           str_is(schema, "information_schema");
}

static void check_schema_name(Checker *c, const Item *item)
{
    if (item->kind != KIND_SCHEMA || !is_reserved(item->name))
        return;
    Diag *diag = diag_error(c->diags, "E0302", item->pos, "the name \"%.*s\" is reserved",
                            STR_ARG(item->name));
    diag_help(c->diags, diag,
              "schemas of a model begin neither with pg_, which are the server's, nor with "
              "pgwright, which are pgwright's own.");
}

/* Name spaces as the unique indexes of the system catalogs have them. A twin is reported in the
 * first of them. */
static void check_twins(Checker *c, const Item *item)
{
    const Kind *kind = &kinds[item->kind];
    Str within = item->schema;
    if (item->parent) /* this table, and not another one of its name */
        within = str_format(c->arena, "%p", (const void *)item->parent);
    bool alone = true;
    if (kind->flags & KIND_RELATION) /* pg_class: also the index of a key */
        alone = claim(c, "relation", item->schema, item, item->name);
    if (kind->flags & KIND_IS_TYPE)
        alone = alone && claim(c, "type", item->schema, item, item->name); /* with its row type */
    if (kind->flags & KIND_CONSTRAINT)
        alone = alone && claim(c, "constraint", within, item, item->name);
    else if (kind->flags & KIND_SIGNED)
        alone = claim(c, "function", item->schema, item, item->signature);
    else if (!(kind->flags & KIND_RELATION))
        alone = alone && claim(c, kind->tag, within, item, item->name);
    if (item->label.ptr && alone)
        claim(c, "relation's", within, item, item->label);
}

static Pos entry_pos(const Setting *setting, uint32_t i)
{
    const Node *node = setting->node;
    return node->type == NODE_SEQUENCE && i < node->items.len ? node->items.at[i]->pos : node->pos;
}

/* An object was called otherwise before, and nothing else was. */
static void check_old_names(Checker *c, const Item *item)
{
    const Setting *setting = item_setting(item, "renamed_from");
    for (uint32_t i = 0; setting && i < setting->value.count; i++) {
        Str name = setting->value.list[i];
        Str key = str_format(c->arena, "was %s %p %.*s %.*s", kinds[item->kind].tag,
                             (const void *)item->parent, STR_ARG(item->schema), STR_ARG(name));
        const Item *first = map_get(&c->names, key);
        if (str_eq(name, item->name) && !item_setting(item, "moved_from"))
            diag_error(c->diags, "E0311", entry_pos(setting, i), "%s \"%.*s\" is still called so",
                       kinds[item->kind].tag, STR_ARG(name));
        if (first && first != item) {
            Diag *diag = diag_error(c->diags, "E0311", entry_pos(setting, i),
                                    "two objects cannot both have been %s \"%.*s\"",
                                    kinds[item->kind].tag, STR_ARG(name));
            diag_note(c->diags, diag, first->pos, "this is the other one");
        }
        map_put(&c->names, key, (void *)(uintptr_t)item);
    }
}

static void check_schema(Checker *c, const Item *item)
{
    bool there = item->parent || (kinds[item->kind].flags & KIND_GLOBAL) ||
                 item->kind == KIND_SCHEMA || item->kind == KIND_EXTENSION ||
                 str_is(item->schema, "public") || str_is(item->schema, "pg_catalog") ||
                 model_find(c->model, KIND_SCHEMA, (Str){0}, item->schema);
    if (there)
        return;
    StrVec names = {0};
    for (size_t i = 0; i < c->model->root->children.len; i++)
        if (c->model->root->children.at[i]->kind == KIND_SCHEMA)
            vec_push(c->arena, &names, c->model->root->children.at[i]->name);
    Diag *diag = diag_error(c->diags, "E0308", item_pos(item, "schema"),
                            "there is no schema \"%.*s\"", STR_ARG(item->schema));
    diag_suggest(c->diags, diag, item->schema, &names);
    if (!diag->help.ptr && !is_reserved(item->schema))
        diag_help(c->diags, diag, "declare it: `schemas: {%.*s: }`.", STR_ARG(item->schema));
}

static void column_names(Checker *c, const Item *table, StrVec *out)
{
    for (size_t i = 0; i < table->children.len; i++)
        if (table->children.at[i]->kind == KIND_COLUMN)
            vec_push(c->arena, out, table->children.at[i]->name);
}

static bool known_column(Checker *c, const Item *table, Str name, Pos pos)
{
    if (table->kind != KIND_TABLE || item_child(table, KIND_COLUMN, name))
        return true; /* the columns of a view are the server's business */
    StrVec names = {0};
    column_names(c, table, &names);
    Diag *diag = diag_error(c->diags, "E0304", pos, "table \"%.*s\" has no column \"%.*s\"",
                            STR_ARG(table->name), STR_ARG(name));
    diag_suggest(c->diags, diag, name, &names);
    return false;
}

/* Every name in a list field is a column of the table, once. */
static void check_columns(Checker *c, const Item *item, const char *field)
{
    const Setting *setting = item_setting(item, field);
    for (uint32_t i = 0; setting && i < setting->value.count; i++) {
        Str name = setting->value.list[i];
        known_column(c, item->parent, name, entry_pos(setting, i));
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(setting->value.list[k], name))
                diag_error(c->diags, "E0301", entry_pos(setting, i),
                           "the column \"%.*s\" stands in "
                           "`%s` twice",
                           STR_ARG(name), field);
    }
}

/* An expression over a table's columns. */
static void check_expression(Checker *c, const Item *item, const char *field, const Item *table)
{
    const Setting *setting = item_setting(item, field);
    if (!setting || setting->value.type != VALUE_TEXT)
        return;
    const Fragment *fragment =
        fragment_parse(&c->model->fragments, FRAGMENT_EXPR, setting->value.text, setting->node,
                       setting->node->pos, field);
    for (size_t i = 0; fragment && table && i < fragment->mentions.len; i++) {
        const Mention *mention = &fragment->mentions.at[i];
        bool fits = mention->type != MENTION_COLUMN || str_is(mention->name, "tableoid") ||
                    str_eq(mention->name, table->name) ||
                    item_child(table, KIND_COLUMN, mention->name);
        if (fits)
            continue;
        Pos pos = node_pos_at(setting->node, mention->offset);
        if (pos.width == 1)
            pos.width = (uint32_t)str_columns(mention->name, mention->name.len);
        known_column(c, table, mention->name, pos);
    }
}

static bool in_list(const Setting *list, Str text)
{
    for (uint32_t i = 0; list && i < list->value.count; i++)
        if (str_eq(list->value.list[i], text))
            return true;
    return false;
}

/* {new label: old label}: the new one is there, the old one is not. */
static void check_old_labels(Checker *c, const Item *item, const Setting *labels)
{
    const Setting *setting = item_setting(item, "labels_renamed_from");
    for (uint32_t i = 0; setting && i < setting->value.count; i++) {
        Str old = setting->value.list[i], label;
        str_split(&old, '=', &label);
        if (!in_list(labels, label))
            diag_error(c->diags, "E0311", setting->node->pos, "there is no label \"%.*s\"",
                       STR_ARG(label));
        else if (in_list(labels, old))
            diag_error(c->diags, "E0311", setting->node->pos, "the label \"%.*s\" is still there",
                       STR_ARG(old));
    }
}

static void check_enum(Checker *c, Item *item)
{
    const Setting *labels = item_setting(item, "labels");
    if (labels && !labels->value.count) {
        diag_error(c->diags, "E0504", labels->node->pos, "the enum has no labels");
        return;
    }
    for (uint32_t i = 0; labels && i < labels->value.count; i++) {
        Str label = labels->value.list[i];
        if (!label.len || label.len > NAME_LONGEST)
            diag_error(c->diags, "E0504", entry_pos(labels, i), "a label has from 1 to %d bytes",
                       NAME_LONGEST);
        for (uint32_t k = 0; k < i; k++)
            if (str_eq(label, labels->value.list[k]))
                diag_error(c->diags, "E0504", entry_pos(labels, i),
                           "the label \"%.*s\" stands here twice", STR_ARG(label));
    }
    check_old_labels(c, item, labels);
}

static void check_column(Checker *c, Item *column)
{
    const Setting *value = item_setting(column, "default"),
                  *sql = item_setting(column, "default_sql");
    if (value && sql) {
        Diag *diag = diag_error(c->diags, "E0204", sql->node->pos, "a column has one default");
        diag_note(c->diags, diag, value->node->pos, "the other one is here");
    }
    bool computed = item_setting(column, "generated") || item_text(column, "identity").ptr ||
                    column->type.serial;
    if (computed && (value || sql))
        diag_error(c->diags, "E0204", (value ? value : sql)->node->pos,
                   "a column that makes its own values has no default");
    check_expression(c, column, "default_sql", NULL);
    check_expression(c, column, "generated", column->parent);
    if (value && value->value.type == VALUE_TEXT && column->type.name.len)
        literal_check(c->diags, column, value);
}

static void check_key(Checker *c, Item *key)
{
    check_columns(c, key, "columns");
    check_columns(c, key, "include");
}

/* Types between which PostgreSQL may have an operator of equality: integer and bigint, text and
 * varchar. It has the last word when the relation is made. */
static bool are_comparable(const Item *a, const Item *b)
{
    if (!a->type.name.len || !b->type.name.len)
        return true; /* said already */
    if (a->type.builtin && b->type.builtin && !a->type.array && !b->type.array &&
        a->type.builtin->category == b->type.builtin->category && a->type.builtin->category != 'U')
        return true;
    return a->type.builtin == b->type.builtin && a->type_item == b->type_item &&
           a->type.array == b->type.array && str_eq(a->type.name, b->type.name);
}

/* The columns are, in some order, those of a key of the table, or of that which it is a part of. */
static bool is_unique(const Model *model, const Item *table, const StrVec *columns)
{
    Value place = item_value(table, "partition_of");
    const Item *whole =
        place.count ? model_find_named(model, KIND_TABLE, table, place.list[0]) : NULL;
    if (whole && whole != table && is_unique(model, whole, columns))
        return true;
    for (size_t i = 0; i < table->children.len; i++) {
        const Item *key = table->children.at[i];
        bool unique_index =
            key->kind == KIND_INDEX && item_bool(key, "unique") && !item_setting(key, "where");
        if (key->kind != KIND_PRIMARY_KEY && key->kind != KIND_UNIQUE && !unique_index)
            continue;
        Value have = item_value(key, "columns");
        size_t found = 0;
        for (uint32_t k = 0; k < have.count; k++)
            for (size_t m = 0; m < columns->len; m++)
                found += str_eq(have.list[k], columns->at[m]);
        if (have.count == columns->len && found == columns->len)
            return true;
    }
    return false;
}

static void check_relation(Checker *c, Item *relation)
{
    check_columns(c, relation, "columns");
    check_columns(c, relation, "on_delete_columns");
    const Item *target = relation->target;
    Value columns = item_value(relation, "columns");
    Pos pos = item_pos(relation, "references");
    if (!target || !columns.count)
        return;
    const StrVec *wanted = &relation->target_columns;
    bool known = true;
    for (size_t i = 0; i < wanted->len; i++)
        known &= known_column(c, target, wanted->at[i], pos);
    if (!wanted->len) {
        Diag *diag = diag_error(c->diags, "E0306", pos, "table \"%.*s\" has no primary key",
                                STR_ARG(target->name));
        diag_help(c->diags, diag, "name the columns referred to: `%.*s(column)`.",
                  STR_ARG(target->name));
        return;
    }
    if (columns.count != wanted->len) {
        diag_error(c->diags, "E0305", pos, "%u column%s cannot refer to %zu", columns.count,
                   columns.count == 1 ? "" : "s", wanted->len);
        return;
    }
    for (uint32_t i = 0; known && i < columns.count; i++) {
        const Item *from = item_child(relation->parent, KIND_COLUMN, columns.list[i]);
        const Item *to = item_child(target, KIND_COLUMN, wanted->at[i]);
        if (!from || are_comparable(from, to))
            continue;
        Diag *diag = diag_error(c->diags, "E0305", pos,
                                "\"%.*s\" is %.*s, but \"%.*s.%.*s\" is %.*s", STR_ARG(from->name),
                                STR_ARG(item_type_text(c->arena, from)), STR_ARG(target->name),
                                STR_ARG(to->name), STR_ARG(item_type_text(c->arena, to)));
        diag_note(c->diags, diag, item_pos(to, "type"), "the type referred to");
    }
    if (known && !is_unique(c->model, target, wanted)) {
        Str all = str_join(c->arena, wanted, S(", "));
        Diag *diag = diag_error(c->diags, "E0306", pos, "no key makes \"%.*s\" (%.*s) unique",
                                STR_ARG(target->name), STR_ARG(all));
        diag_help(c->diags, diag, "a relation refers to a primary key or to unique columns.");
    }
}

static void check_check(Checker *c, Item *check)
{
    check_expression(c, check, "expression", check->parent);
}

static void check_index(Checker *c, Item *index)
{
    const Setting *columns = item_setting(index, "columns");
    check_columns(c, index, "include");
    check_expression(c, index, "where", index->parent);
    for (uint32_t i = 0; columns && i < columns->value.count; i++) {
        Str text = columns->value.list[i];
        IndexKey key;
        if (item_child(index->parent, KIND_COLUMN, text))
            continue;
        Pos pos = entry_pos(columns, i);
        if (!fragment_index_key(&c->model->fragments, text, pos, &key))
            continue;
        if (key.column.ptr) {
            known_column(c, index->parent, key.column, pos);
            continue;
        }
        const Fragment *fragment = fragment_parse(&c->model->fragments, FRAGMENT_EXPR,
                                                  key.expression, NULL, pos, "index key");
        for (size_t k = 0; fragment && k < fragment->mentions.len; k++)
            if (fragment->mentions.at[k].type == MENTION_COLUMN)
                known_column(c, index->parent, fragment->mentions.at[k].name, pos);
    }
}

/* Functions of the server itself that triggers may call. */
static bool is_server_trigger(Str name)
{
    return str_is(name, "tsvector_update_trigger") ||
           str_is(name, "tsvector_update_trigger_column") ||
           str_is(name, "suppress_redundant_updates_trigger");
}

static bool has_extensions(const Model *model)
{
    for (size_t i = 0; i < model->root->children.len; i++)
        if (model->root->children.at[i]->kind == KIND_EXTENSION)
            return true;
    return false;
}

static void check_trigger_event(Checker *c, const Item *trigger, Str event, Pos pos)
{
    static const char *const events[] = {"insert", "update", "delete", "truncate"};
    Str lower = str_lower(c->arena, str_trim(event));
    if (str_starts(lower, S("update of ")) && trigger->parent->kind == KIND_TABLE) {
        Str rest = str_slice(str_trim(event), 10, event.len), column;
        while (str_split(&rest, ',', &column))
            known_column(c, trigger->parent, sql_unquoted(c->arena, str_trim(column)), pos);
        return;
    }
    StrVec names = {0};
    for (size_t i = 0; i < COUNT_OF(events); i++) {
        if (str_is(lower, events[i]))
            return;
        vec_push(c->arena, &names, str_of(events[i]));
    }
    Diag *diag =
        diag_error(c->diags, "E0205", pos, "a trigger cannot fire on \"%.*s\"", STR_ARG(event));
    diag_suggest(c->diags, diag, lower, &names);
    if (!diag->help.ptr)
        diag_help(c->diags, diag,
                  "it fires on insert, update, update of COLUMN, delete or truncate.");
}

static void check_trigger(Checker *c, Item *trigger)
{
    static const char *const timings[] = {"before", "after", "instead_of"};
    const Setting *found = NULL;
    for (size_t i = 0; i < COUNT_OF(timings); i++) {
        const Setting *timing = item_setting(trigger, timings[i]);
        if (timing && found)
            diag_error(c->diags, "E0204", timing->node->pos,
                       "a trigger has one of before, after and "
                       "instead_of");
        found = timing ? timing : found;
        for (uint32_t k = 0; timing && k < timing->value.count; k++)
            check_trigger_event(c, trigger, timing->value.list[k], entry_pos(timing, k));
    }
    if (!found || !found->value.count)
        diag_error(c->diags, "E0203", trigger->pos,
                   "a trigger needs `before`, `after` or `instead_of`");
    check_expression(c, trigger, "when", NULL);
    if (trigger->function.len && !trigger->target && !is_server_trigger(trigger->function) &&
        !has_extensions(c->model)) {
        StrVec names = {0};
        for (size_t i = 0; i < c->model->root->children.len; i++)
            if (c->model->root->children.at[i]->kind == KIND_FUNCTION)
                vec_push(c->arena, &names, c->model->root->children.at[i]->name);
        Diag *diag = diag_error(c->diags, "E0307", item_pos(trigger, "execute"),
                                "there is no function \"%.*s\" without arguments",
                                STR_ARG(trigger->function));
        Str nearest = diag_nearest(trigger->function, &names);
        if (nearest.ptr && str_eq(nearest, trigger->function))
            diag_help(c->diags, diag, "a trigger's function has none: `%.*s()`, returns: trigger.",
                      STR_ARG(nearest));
        else
            diag_suggest(c->diags, diag, trigger->function, &names);
    }
}

/* CREATE FUNCTION … up to LANGUAGE. The columns of a table that is returned are left out. */
static Str function_header(Checker *c, const Item *function)
{
    Str returns = item_text(function, "returns");
    bool table = str_eq_nocase(str_slice(returns, 0, 5), S("table"));
    return str_format(c->arena, "CREATE %s f(%.*s)%s%.*s",
                      function->kind == KIND_PROCEDURE ? "PROCEDURE" : "FUNCTION",
                      STR_ARG(function->argument_text), returns.len ? " RETURNS " : "",
                      STR_ARG(table ? S("SETOF record") : returns));
}

static void check_body(Checker *c, Item *function, const Setting *body)
{
    Fragments *fragments = &c->model->fragments;
    Str language = item_text(function, "language");
    if (str_eq_nocase(language, S("plpgsql")))
        fragment_plpgsql(fragments, function_header(c, function), body->value.text, body->node,
                         "`body`");
    else if (str_eq_nocase(language, S("sql")))
        fragment_parse(fragments, FRAGMENT_SQL, body->value.text, body->node, body->node->pos,
                       "`body`");
}

static void check_function(Checker *c, Item *function)
{
    const Setting *returns = item_setting(function, "returns");
    if (returns && returns->value.type == VALUE_TEXT &&
        !fragment_parse(&c->model->fragments, FRAGMENT_RETURNS, returns->value.text, returns->node,
                        returns->node->pos, "`returns`"))
        return;
    const Setting *body = item_setting(function, "body"),
                  *atomic = item_setting(function, "atomic");
    if (!body && !atomic) {
        Diag *diag = diag_error(c->diags, "E0203", function->pos, "%s needs the key `body`",
                                kinds[function->kind].doc);
        diag_help(c->diags, diag,
                  "or `atomic`, for an SQL body that PostgreSQL parses when it is created.");
    } else if (body && atomic) {
        diag_error(c->diags, "E0204", atomic->node->pos, "a function has one of body and atomic");
    }
    if (body && body->value.type == VALUE_TEXT)
        check_body(c, function, body);
}

/* An expression over no columns. */
static void check_value(Checker *c, Item *item)
{
    check_expression(c, item, "expression", NULL);
}

static void check_domain(Checker *c, Item *domain)
{
    check_expression(c, domain, "default_sql", NULL);
}

static void check_exclusion(Checker *c, Item *item)
{
    check_columns(c, item, "include");
    check_expression(c, item, "where", item->parent);
}

/* Each entry is a column's name and its type, which a collation may follow. */
static void check_shape(Checker *c, const Setting *shape)
{
    for (uint32_t i = 0; i < shape->value.count; i++) {
        Str type = shape->value.list[i], name = sql_take_ident(&type);
        if (!name.len || !type.len)
            diag_error(c->diags, "E0202", entry_pos(shape, i),
                       "a column has a name and a type: id bigint");
        else
            fragment_parse(&c->model->fragments, FRAGMENT_EXPR,
                           str_format(c->arena, "NULL::%.*s", STR_ARG(type)), shape->node,
                           entry_pos(shape, i), "`shape`");
    }
}

static void check_view(Checker *c, Item *view)
{
    const Setting *query = item_setting(view, "query"), *shape = item_setting(view, "shape");
    if (query && query->value.type == VALUE_TEXT)
        fragment_parse(&c->model->fragments, FRAGMENT_QUERY, query->value.text, query->node,
                       query->node->pos, "`query`");
    if (shape)
        check_shape(c, shape);
}

static void check_table(Checker *c, Item *table)
{
    const Setting *search = item_setting(table, "api.search");
    for (uint32_t i = 0; search && i < search->value.count; i++)
        known_column(c, table, search->value.list[i], entry_pos(search, i));
    const Setting *path = item_setting(table, "api.path");
    if (path && (path->value.text.len < 2 || path->value.text.ptr[0] != '/')) {
        diag_error(c->diags, "E0202", path->node->pos, "a path begins with a slash: /%.*s",
                   STR_ARG(path->value.text));
    }
    size_t keys = 0, columns = 0;
    for (size_t i = 0; i < table->children.len; i++) {
        const Item *child = table->children.at[i];
        keys += child->kind == KIND_PRIMARY_KEY;
        columns += child->kind == KIND_COLUMN;
        if (child->kind == KIND_PRIMARY_KEY && keys > 1)
            diag_error(c->diags, "E0301", child->pos, "table \"%.*s\" has a primary key already",
                       STR_ARG(table->name));
    }
    if (columns > 1600)
        diag_error(c->diags, "E0505", table->pos, "a table has at most 1600 columns, not %zu",
                   columns);
}

static void check_policy(Checker *c, Item *policy)
{
    check_expression(c, policy, "using", NULL);
    check_expression(c, policy, "check", NULL);
}

static void check_item(Checker *c, Item *item)
{
    static void (*const checks[KIND_COUNT])(Checker *, Item *) = {
        [KIND_ENUM] = check_enum,           [KIND_TABLE] = check_table,
        [KIND_COLUMN] = check_column,       [KIND_PRIMARY_KEY] = check_key,
        [KIND_UNIQUE] = check_key,          [KIND_FOREIGN_KEY] = check_relation,
        [KIND_CHECK] = check_check,         [KIND_INDEX] = check_index,
        [KIND_TRIGGER] = check_trigger,     [KIND_FUNCTION] = check_function,
        [KIND_VIEW] = check_view,           [KIND_MATERIALIZED_VIEW] = check_view,
        [KIND_DOMAIN] = check_domain,       [KIND_DOMAIN_CHECK] = check_value,
        [KIND_DEFAULT] = check_value,       [KIND_PROCEDURE] = check_function,
        [KIND_EXCLUSION] = check_exclusion, [KIND_POLICY] = check_policy,
    };
    check_name(c, item);
    check_schema_name(c, item);
    check_schema(c, item);
    check_twins(c, item);
    check_old_names(c, item);
    if (checks[item->kind])
        checks[item->kind](c, item);
    for (size_t i = 0; i < item->children.len; i++)
        check_item(c, item->children.at[i]);
}

void model_check(Model *model, Diags *diags)
{
    Checker c = {model->arena, diags, model, {.arena = model->arena}};
    for (size_t i = 0; i < model->root->children.len; i++)
        check_item(&c, model->root->children.at[i]);
}
