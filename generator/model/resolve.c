#include "model/resolve.h"

#include "model/habit.h"
#include "text/quote.h"

#include <string.h>

enum { NAME_LONGEST = 63 }; /* NAMEDATALEN - 1, in bytes */

typedef struct {
    Arena *arena;
    Diags *diags;
    Model *model;
} Resolver;

/* The longer of table and columns is shortened until the whole fits (makeObjectName in
 * commands/indexcmds.c). */
Str model_chosen_name(Arena *arena, Str table, const Value *columns, const char *label)
{
    StrVec names = {0};
    for (uint32_t i = 0; columns && i < columns->count; i++)
        vec_push(arena, &names, columns->list[i]);
    Str middle = str_clip(str_join(arena, &names, S("_")), NAME_LONGEST);
    size_t room = NAME_LONGEST - strlen(label) - 1 - (middle.len ? 1 : 0);
    size_t first = table.len, second = middle.len;
    while (first + second > room) {
        if (first > second)
            first--;
        else
            second--;
    }
    return str_format(arena, "%.*s%s%.*s_%s", STR_ARG(str_clip(table, first)),
                      middle.len ? "_" : "", STR_ARG(str_clip(middle, second)), label);
}

static void name_constraint(Resolver *r, Item *item)
{
    static const char *const labels[KIND_COUNT] = {
        [KIND_PRIMARY_KEY] = "pkey", [KIND_UNIQUE] = "key", [KIND_FOREIGN_KEY] = "fkey"};
    if (item->kind == KIND_FOREIGN_KEY)
        item->label = item->name;
    else if (!labels[item->kind] || item->kind == KIND_UNIQUE)
        return; /* its key is its name */
    Value columns = item_value(item, "columns");
    Str name = item_text(item, "name");
    item->name = name.ptr ? name
                          : model_chosen_name(r->arena, item->parent->name,
                                              item->kind == KIND_PRIMARY_KEY ? NULL : &columns,
                                              labels[item->kind]);
}

/* `unique: true` at a column becomes a constraint of its own. */
static void add_column_unique(Resolver *r, Item *column)
{
    const Setting *setting = item_setting(column, "unique");
    if (!setting || setting->value.type == VALUE_ABSENT)
        return;
    Str *name = NEW(r->arena, Str);
    *name = column->name;
    Value columns = value_list(name, 1);
    Item *item = NEW(r->arena, Item);
    *item = (Item){.kind = KIND_UNIQUE,
                   .name = model_chosen_name(r->arena, column->parent->name, &columns, "key"),
                   .schema = column->schema,
                   .pos = setting->node->pos,
                   .parent = column->parent};
    int field = kind_field(KIND_UNIQUE, S("columns"));
    vec_push(r->arena, &item->settings, (Setting){(uint16_t)field, columns, setting->node});
    vec_push(r->arena, &column->parent->children, item);
}

static void complete_table(Resolver *r, Item *table)
{
    size_t written = table->children.len;
    for (size_t i = 0; i < written; i++) {
        Item *child = table->children.at[i];
        if (child->kind == KIND_COLUMN)
            add_column_unique(r, child);
        if (kinds[child->kind].flags & KIND_CONSTRAINT && child->kind != KIND_CHECK)
            name_constraint(r, child);
    }
}

/* `name(arguments)` taken apart. */
static void complete_function(Resolver *r, Item *function)
{
    Str key = function->name;
    const char *open = key.len ? memchr(key.ptr, '(', key.len) : NULL;
    if (!open || key.ptr[key.len - 1] != ')') {
        Diag *diag = diag_error(r->diags, "E0202", function->pos,
                                "the key of a function is `name(argument types)`");
        diag_help(r->diags, diag, "write `%.*s():` for one without arguments.", STR_ARG(key));
        function->signature = key;
        return;
    }
    size_t at = (size_t)(open - key.ptr);
    function->name = str_copy(r->arena, str_trim(str_slice(key, 0, at)));
    function->argument_text = str_copy(r->arena, str_slice(key, at + 1, key.len - 1));
    if (function->kind == KIND_AGGREGATE && str_is(str_trim(function->argument_text), "*"))
        return;
    if (function->kind == KIND_AGGREGATE)
        fragment_aggregated(&r->model->fragments, function->argument_text, function->pos,
                            &function->arguments);
    else
        fragment_arguments(&r->model->fragments, function->argument_text, function->pos,
                           &function->arguments);
}

/* Types that well-known extensions bring. Others say so with `types:`. */
static const struct {
    const char *extension, *types;
} extension_types[] = {
    {"citext", "citext"},
    {"hstore", "hstore"},
    {"ltree", "ltree lquery ltxtquery"},
    {"cube", "cube"},
    {"seg", "seg"},
    {"isn", "ean13 isbn isbn13 ismn ismn13 issn issn13 upc"},
    {"postgis", "geometry geography box2d box3d"},
    {"vector", "vector halfvec sparsevec"},
};

static void index_extension(Resolver *r, Item *extension)
{
    Str schema = item_text(extension, "in_schema");
    extension->schema = schema.ptr ? schema : S("public");
    Value declared = item_value(extension, "types");
    for (uint32_t i = 0; i < declared.count; i++)
        map_put(&r->model->extension_types, declared.list[i], extension);
    for (size_t i = 0; i < COUNT_OF(extension_types); i++) {
        Str rest = str_of(extension_types[i].types), type;
        while (str_is(extension->name, extension_types[i].extension) &&
               str_split(&rest, ' ', &type))
            map_put(&r->model->extension_types, type, extension);
    }
}

/* A range type brings a multirange type, of its own name or of one made from it. */
static Item *find_multirange(const Resolver *r, Str schema, Str name)
{
    const Item *root = r->model->root;
    for (size_t i = 0; i < root->children.len; i++) {
        Item *range = root->children.at[i];
        if (range->kind != KIND_RANGE || !str_eq(range->schema, schema))
            continue;
        Str own = item_text(range, "multirange");
        if (str_eq(own.len ? own : type_multirange_name(r->arena, range->name), name))
            return range;
    }
    return NULL;
}

/* What brings the type: itself an item, or a part of one. */
static Item *find_type(const Resolver *r, const Item *near, const TypeName *type)
{
    Str places[] = {type->schema, near->schema, S("public")};
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        Item *item = NULL;
        if (!places[i].ptr || (i > 0 && type->schema.ptr))
            continue;
        for (int k = 0; k < KIND_COUNT && !item; k++)
            if (kinds[k].flags & KIND_IS_TYPE)
                item = model_find(r->model, (KindId)k, places[i], type->name);
        if (!item)
            item = find_multirange(r, places[i], type->name);
        if (item)
            return item;
    }
    return map_get(&r->model->extension_types, type->name);
}

/* Takes a type apart and finds what it names. False with a diagnostic. */
static bool resolve_type(Resolver *r, const Item *near, Str text, Pos pos, TypeName *out,
                         Item **item)
{
    bool modifiers;
    Str why;
    if (!type_parse(r->arena, text, out, &modifiers, &why)) {
        Diag *diag = diag_error(r->diags, modifiers ? "E0502" : "E0501", pos, "type \"%.*s\": %.*s",
                                STR_ARG(text), STR_ARG(why));
        if (str_find(why, S("parenthesis")) >= 0)
            diag_help(r->diags, diag,
                      "between { and } a comma ends a value: put the type in quotes.");
        return false;
    }
    *item = out->builtin ? NULL : find_type(r, near, out);
    if (out->builtin || *item)
        return true;
    StrVec names = {0};
    type_candidates(r->arena, &names);
    for (size_t i = 0; i < r->model->root->children.len; i++)
        if (kinds[r->model->root->children.at[i]->kind].flags & KIND_IS_TYPE)
            vec_push(r->arena, &names, r->model->root->children.at[i]->name);
    Diag *diag = diag_error(r->diags, "E0501", pos, "unknown type \"%.*s\"", STR_ARG(text));
    for (size_t i = 0; i < names.len; i++)
        if (str_eq_nocase(names.at[i], out->name))
            diag_help(r->diags, diag,
                      "with capital letters it needs quotes, as in SQL: '\"%.*s\"'.",
                      STR_ARG(names.at[i]));
    Str ours = out->schema.ptr ? (Str){0} : habit_type(out->name);
    if (ours.ptr && !diag->help.ptr)
        diag_help(r->diags, diag, "it is called \"%.*s\" here.", STR_ARG(ours));
    if (str_is(out->name, "enum"))
        diag_help(r->diags, diag, "an enum is a type of its own: `enums: {NAME: [LABEL, …]}`.");
    if (!out->schema.ptr && !diag->help.ptr)
        diag_suggest(r->diags, diag, out->name, &names);
    if (!diag->help.ptr)
        diag_help(r->diags, diag,
                  "a type that an extension brings is declared there: "
                  "`extensions: {NAME: {types: [%.*s]}}`.",
                  STR_ARG(out->name));
    return false;
}

/* anyelement and its like have neither a schema nor modifiers. */
static bool is_pseudo(Resolver *r, Str text, TypeName *type)
{
    bool modifiers;
    Str why;
    return type_parse(r->arena, text, type, &modifiers, &why) && !type->builtin &&
           !type->schema.ptr && type_is_pseudo(type->name);
}

/* Of f(VARIADIC "any" ORDER BY VARIADIC "any") the two are one to PostgreSQL. */
static bool is_repeated(const Item *function, const Argument *argument)
{
    const Argument *before = argument - 1;
    return argument > function->arguments.at && argument->sorted && !before->sorted &&
           str_is(argument->mode, "variadic") && str_is(before->mode, "variadic");
}

static void resolve_signature(Resolver *r, Item *function)
{
    StrVec types = {0};
    for (size_t i = 0; i < function->arguments.len; i++) {
        const Argument *argument = &function->arguments.at[i];
        TypeName type;
        Item *item;
        if (str_is(argument->mode, "out") || is_repeated(function, argument))
            continue;
        if (is_pseudo(r, argument->type, &type)) {
            vec_push(r->arena, &types, argument->type);
            continue;
        }
        if (!resolve_type(r, function, argument->type, function->pos, &type, &item))
            continue;
        type.modifiers = (Str){0};
        vec_push(r->arena, &types,
                 type_canonical(r->arena, &type, item ? item->schema : function->schema));
    }
    Str all = str_join(r->arena, &types, S(", "));
    if (function->kind == KIND_AGGREGATE && !types.len)
        all = S("*");
    function->signature = str_format(r->arena, "%.*s(%.*s)", STR_ARG(function->name), STR_ARG(all));
}

static void resolve_column(Resolver *r, Item *column)
{
    const Setting *type = item_setting(column, column->kind == KIND_RANGE ? "subtype" : "type");
    if (!type || type->value.type != VALUE_TEXT)
        return;
    const Item *near = column->origin ? column->origin : column;
    if (!resolve_type(r, near, type->value.text, type->node->pos, &column->type,
                      &column->type_item))
        column->type.name = (Str){0};
}

/* `table(column, …)`, with quotes around odd names allowed. */
static void split_reference(Arena *arena, Str text, Str *table, StrVec *columns)
{
    text = str_trim(text);
    size_t open = 0;
    for (bool quoted = false; open < text.len && (quoted || text.ptr[open] != '('); open++)
        quoted ^= text.ptr[open] == '"';
    *table = str_trim(str_slice(text, 0, open));
    Str rest = open + 1 < text.len ? str_slice(text, open + 1, text.len - 1) : (Str){0}, name;
    while (str_split(&rest, ',', &name)) {
        vec_push(arena, columns, sql_unquoted(arena, str_trim(name)));
    }
    *table = sql_unquoted(arena, *table);
}

static void unknown_table(Resolver *r, Pos pos, Str name)
{
    StrVec names = {0};
    for (size_t i = 0; i < r->model->root->children.len; i++)
        if (r->model->root->children.at[i]->kind == KIND_TABLE)
            vec_push(r->arena, &names, r->model->root->children.at[i]->name);
    Diag *diag = diag_error(r->diags, "E0303", pos, "there is no table \"%.*s\"", STR_ARG(name));
    diag_suggest(r->diags, diag, name, &names);
}

static void resolve_relation(Resolver *r, Item *relation)
{
    const Setting *references = item_setting(relation, "references");
    if (!references || references->value.type != VALUE_TEXT)
        return;
    Str table;
    split_reference(r->arena, references->value.text, &table, &relation->target_columns);
    relation->target = model_find_named(r->model, KIND_TABLE, relation, table);
    if (!relation->target) {
        unknown_table(r, references->node->pos, table);
        return;
    }
    for (size_t i = 0; !relation->target_columns.len && i < relation->target->children.len; i++) {
        const Item *key = relation->target->children.at[i];
        Value columns = item_value(key, "columns");
        for (uint32_t k = 0; key->kind == KIND_PRIMARY_KEY && k < columns.count; k++)
            vec_push(r->arena, &relation->target_columns, columns.list[k]);
        if (relation->target_columns.len)
            break;
    }
}

static void resolve_trigger(Resolver *r, Item *trigger)
{
    const Setting *execute = item_setting(trigger, "execute");
    if (!execute || execute->value.type != VALUE_TEXT ||
        !fragment_trigger_call(&r->model->fragments, execute->value.text, execute->node,
                               trigger->pos, &trigger->function_schema, &trigger->function,
                               &trigger->call_arguments))
        return;
    Str signature = str_format(r->arena, "%.*s()", STR_ARG(trigger->function));
    Str places[] = {trigger->function_schema, trigger->schema, S("public")};
    for (size_t i = 0; i < COUNT_OF(places) && !trigger->target; i++)
        if (places[i].ptr && (i == 0 || !trigger->function_schema.ptr))
            trigger->target = model_find(r->model, KIND_FUNCTION, places[i], signature);
}

static bool is_own(const Field *field)
{
    static const char *const own[] = {"identity", "identity_sequence", "unique", "comment",
                                      "grants"};
    for (size_t i = 0; i < COUNT_OF(own); i++)
        if (str_is(str_of(field->name), own[i]))
            return true;
    return false;
}

static Item *inherited_column(Resolver *r, Item *table, const Item *from)
{
    Item *column = NEW(r->arena, Item);
    *column = *from;
    column->parent = table;
    column->schema = table->schema;
    column->inherited = true;
    column->origin = from->origin ? from->origin : from;
    column->settings.len = column->settings.cap = 0;
    column->settings.at = NULL;
    for (size_t i = 0; i < from->settings.len; i++)
        if (!is_own(&kinds[KIND_COLUMN].fields[from->settings.at[i].field]))
            vec_push(r->arena, &column->settings, from->settings.at[i]);
    return column;
}

static void complete_columns(Resolver *r, Item *table);

static void take_columns(Resolver *r, Item *table, const char *field, uint32_t count)
{
    Value names = item_value(table, field);
    for (uint32_t i = 0; i < names.count && i < count; i++) {
        Item *parent = model_find_named(r->model, KIND_TABLE, table, names.list[i]);
        if (!parent) {
            unknown_table(r, item_pos(table, field), names.list[i]);
            continue;
        }
        complete_columns(r, parent);
        size_t own = table->children.len;
        for (size_t k = 0; k < parent->children.len; k++)
            if (parent->children.at[k]->kind == KIND_COLUMN &&
                !item_child(table, KIND_COLUMN, parent->children.at[k]->name))
                vec_push(r->arena, &table->children,
                         inherited_column(r, table, parent->children.at[k]));
        for (size_t k = own; k < table->children.len; k++) { /* before its own */
            Item *column = table->children.at[k];
            for (size_t m = k; m > k - own; m--)
                table->children.at[m] = table->children.at[m - 1];
            table->children.at[k - own] = column;
        }
    }
}

/* A partition or an heir has the columns of its parents. */
static void complete_columns(Resolver *r, Item *table)
{
    if (table->complete)
        return;
    table->complete = true;
    take_columns(r, table, "partition_of", 1);
    take_columns(r, table, "inherits", UINT32_MAX);
}

void model_resolve(Model *model, Diags *diags)
{
    static void (*const resolvers[KIND_COUNT])(Resolver *, Item *) = {
        [KIND_COLUMN] = resolve_column,        [KIND_ATTRIBUTE] = resolve_column,
        [KIND_DOMAIN] = resolve_column,        [KIND_RANGE] = resolve_column,
        [KIND_FOREIGN_KEY] = resolve_relation, [KIND_TRIGGER] = resolve_trigger,
    };
    Resolver r = {model->arena, diags, model};
    for (size_t i = 0; i < model->root->children.len; i++) {
        Item *item = model->root->children.at[i];
        if (item->kind == KIND_TABLE)
            complete_table(&r, item);
        else if (kinds[item->kind].flags & KIND_SIGNED)
            complete_function(&r, item);
        else if (item->kind == KIND_EXTENSION)
            index_extension(&r, item);
        if (!(kinds[item->kind].flags & KIND_SIGNED))
            model_index(model, item);
    }
    for (size_t i = 0; i < model->root->children.len; i++) {
        Item *item = model->root->children.at[i];
        bool is_signed = kinds[item->kind].flags & KIND_SIGNED;
        if (is_signed && !item->signature.ptr)
            resolve_signature(&r, item);
        if (is_signed)
            model_index(model, item);
    }
    for (size_t i = 0; i < model->root->children.len; i++)
        if (model->root->children.at[i]->kind == KIND_TABLE)
            complete_columns(&r, model->root->children.at[i]);
    for (size_t i = 0; i < model->root->children.len; i++) {
        Item *item = model->root->children.at[i];
        if (resolvers[item->kind])
            resolvers[item->kind](&r, item);
        for (size_t k = 0; k < item->children.len; k++)
            if (resolvers[item->children.at[k]->kind])
                resolvers[item->children.at[k]->kind](&r, item->children.at[k]);
    }
}
