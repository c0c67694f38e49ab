#include "model/decode.h"

#include "base/chars.h"
#include "model/habit.h"
#include "text/quote.h"

#include <string.h>

/* A part of a table under a name. */
typedef struct {
    const Node *node;
    Str schema;
} Mixin;

static void decode_fields(Decoder *d, Item *item, const Node *mapping);
static Item *decode_item(Decoder *d, Item *parent, KindId kind, const Node *key, const Node *value);

/* The text of a scalar, with {table} replaced inside a mixin. */
static Str scalar(const Decoder *d, const Node *node)
{
    if (!d->table.ptr || str_find(node->text, S("{table}")) < 0)
        return node->text;
    return str_replace(d->arena, node->text, S("{table}"), d->table);
}

static bool wrong_form(Decoder *d, const Field *field, const Node *node, const char *wanted)
{
    Diag *diag = diag_error(d->diags, "E0202", node->pos, "`%s` is %s, not %s", field->name, wanted,
                            node_type_name(node));
    diag_help(d->diags, diag, "%s: %s.", field->name, field->doc);
    return false;
}

static bool decode_text(Decoder *d, const Field *field, const Node *node, Value *out)
{
    if (node->type != NODE_SCALAR)
        return wrong_form(d, field, node, "a string");
    Str text = scalar(d, node);
    /* a block ends in a newline that is not part of an expression or a comment */
    if (field->form != FORM_BODY && node->style != STYLE_QUOTED)
        while (text.len && (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == ' '))
            text.len--;
    if (field->form != FORM_BODY && field->form != FORM_TEXT && !str_trim(text).len) {
        diag_error(d->diags, "E0202", node->pos, "`%s` is empty", field->name);
        return false;
    }
    *out = value_text(str_copy(d->arena, text));
    return true;
}

static bool decode_bool(Decoder *d, const Field *field, const Node *node, Value *out)
{
    Str text = node->type == NODE_SCALAR && node->style == STYLE_PLAIN ? node->text : (Str){0};
    if (!str_eq_nocase(text, S("true")) && !str_eq_nocase(text, S("false"))) {
        Diag *diag = diag_error(d->diags, "E0202", node->pos, "`%s` is true or false", field->name);
        if (str_eq_nocase(text, S("yes")) || str_eq_nocase(text, S("on")))
            diag_help(d->diags, diag, "write `true`.");
        else if (node->style == STYLE_QUOTED)
            diag_help(d->diags, diag, "write it without quotes.");
        return false;
    }
    *out = value_bool(str_eq_nocase(text, S("true")));
    return true;
}

static bool is_number(Str text)
{
    size_t i = text.len && (text.ptr[0] == '-' || text.ptr[0] == '+'), digits = 0;
    for (bool dot = false; i < text.len; i++) {
        if (text.ptr[i] == '.' && !dot)
            dot = true;
        else if (is_digit(text.ptr[i]))
            digits++;
        else
            return false;
    }
    return digits > 0;
}

static bool decode_number(Decoder *d, const Field *field, const Node *node, Value *out)
{
    int64_t number;
    if (node->type != NODE_SCALAR)
        return wrong_form(d, field, node, "a number");
    bool fits = field->form == FORM_INT ? str_to_int(node->text, &number) : is_number(node->text);
    if (!fits) {
        bool large = is_number(node->text) && str_find(node->text, S(".")) < 0;
        diag_error(d->diags, field->form == FORM_INT && large ? "E0505" : "E0202", node->pos,
                   "`%s` is a %s", field->name,
                   field->form == FORM_INT ? "whole number of 64 bits" : "number");
        return false;
    }
    *out = value_text(field->form == FORM_INT ? str_format(d->arena, "%lld", (long long)number)
                                              : node->text);
    return true;
}

static bool decode_choice(Decoder *d, const Field *field, const Node *node, Value *out)
{
    if (node->type != NODE_SCALAR)
        return wrong_form(d, field, node, "a word");
    StrVec words = {0};
    Str text = str_replace(d->arena, str_lower(d->arena, node->text), S("_"), S(" "));
    for (size_t i = 0; field->choices[i]; i++) {
        vec_push(d->arena, &words, str_of(field->choices[i]));
        if (str_is(text, field->choices[i])) {
            *out =
                i == 0 ? (Value){0} : value_text(text); /* the first is what goes without saying */
            return true;
        }
    }
    Diag *diag = diag_error(d->diags, "E0205", node->pos, "`%s` cannot be \"%.*s\"", field->name,
                            STR_ARG(node->text));
    diag_suggest(d->diags, diag, text, &words);
    if (!diag->help.ptr) {
        Str all = str_join(d->arena, &words, S(", "));
        diag_help(d->diags, diag, "it is one of: %.*s.", STR_ARG(all));
    }
    return false;
}

static bool decode_list(Decoder *d, const Field *field, const Node *node, Value *out)
{
    StrVec texts = {0};
    if (node->type == NODE_SCALAR) {
        vec_push(d->arena, &texts, scalar(d, node));
    } else if (node->type == NODE_MAPPING) {
        return wrong_form(d, field, node, "a string or a list of strings");
    }
    for (size_t i = 0; i < node->items.len; i++) {
        if (node->items.at[i]->type != NODE_SCALAR) {
            diag_error(d->diags, "E0202", node->items.at[i]->pos,
                       "an entry of `%s` is a string, not %s", field->name,
                       node_type_name(node->items.at[i]));
            return false;
        }
        vec_push(d->arena, &texts, scalar(d, node->items.at[i]));
    }
    for (size_t i = 0; i < texts.len && field->form != FORM_TEXTS; i++)
        if (!str_trim(texts.at[i]).len) {
            diag_error(d->diags, "E0202", node->pos, "an entry of `%s` is empty", field->name);
            return false;
        }
    *out = value_of_vec(&texts);
    return true;
}

/* A mapping of plain values, as a list of "name=value". */
static bool decode_options(Decoder *d, const Field *field, const Node *node, Value *out)
{
    StrVec texts = {0};
    if (node->type != NODE_MAPPING)
        return wrong_form(d, field, node, "a mapping");
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Node *value = node->pairs.at[i].value;
        if (value->type != NODE_SCALAR) {
            diag_error(d->diags, "E0202", value->pos, "an option of `%s` is a plain value",
                       field->name);
            return false;
        }
        vec_push(d->arena, &texts,
                 str_format(d->arena, "%.*s=%.*s", STR_ARG(node->pairs.at[i].key->text),
                            STR_ARG(scalar(d, value))));
    }
    *out = value_of_vec(&texts);
    return true;
}

static bool decode_literal(Decoder *d, const Field *field, const Node *node, Value *out)
{
    if (node->type != NODE_SCALAR)
        return wrong_form(d, field, node, "a plain value");
    *out = node_is_null(node) ? (Value){0} : value_text(scalar(d, node));
    return true;
}

/* --- rights --- */

static bool unknown_right(Decoder *d, const Field *field, const Node *node, Str right)
{
    StrVec words = {0};
    for (size_t i = 0; field->choices && field->choices[i]; i++) {
        vec_push(d->arena, &words, str_of(field->choices[i]));
        if (str_is(right, field->choices[i]))
            return false;
    }
    if (!words.len)
        return false;
    Diag *diag = diag_error(d->diags, "E0205", node->pos, "there is no right \"%.*s\" on it",
                            STR_ARG(right));
    diag_suggest(d->diags, diag, right, &words);
    if (!diag->help.ptr) {
        Str all = str_join(d->arena, &words, S(", "));
        diag_help(d->diags, diag, "it is one of: %.*s, or ALL.", STR_ARG(all));
    }
    return true;
}

/* Takes ` (column)` from behind a right that columns can have. */
static Str take_column(Decoder *d, const Field *field, Str *right)
{
    ptrdiff_t at = str_find(*right, S("("));
    if (!(field->flags & FIELD_COLUMNS) || at < 0 || !str_ends(*right, S(")")))
        return (Str){0};
    Str name = str_trim(str_slice(*right, (size_t)at + 1, right->len - 1));
    *right = str_slice(*right, 0, (size_t)at);
    return str_format(d->arena, " (%.*s)",
                      STR_ARG(sql_ident(d->arena, sql_unquoted(d->arena, name))));
}

/* One right of a role, in the words of the catalog; ALL stands for each. */
static bool add_right(Decoder *d, const Field *field, const Node *node, Str role, Str right,
                      const char *after, StrVec *out)
{
    Str column = take_column(d, field, &right);
    right = str_upper(d->arena, str_trim(right));
    bool all = field->choices && (str_is(right, "ALL") || str_is(right, "ALL PRIVILEGES"));
    for (size_t i = 0; all && field->choices[i]; i++)
        vec_push(d->arena, out,
                 str_format(d->arena, "%.*s %s%s", STR_ARG(role), field->choices[i], after));
    if (all)
        return true;
    if (unknown_right(d, field, node, right))
        return false;
    vec_push(d->arena, out,
             str_format(d->arena, "%.*s %.*s%.*s%s", STR_ARG(role), STR_ARG(right), STR_ARG(column),
                        after));
    return true;
}

/* `role right, right with grant option`. */
static bool decode_grant(Decoder *d, const Field *field, const Node *node, StrVec *out)
{
    if (node->type != NODE_SCALAR)
        return wrong_form(d, field, node, "a list of `role right, …`");
    Str text = str_trim(scalar(d, node)), right;
    const char *after = "";
    if (str_ends(str_lower(d->arena, text), S(" with grant option"))) {
        text = str_trim(str_slice(text, 0, text.len - (sizeof " with grant option" - 1)));
        after = " with grant option";
    }
    bool quoted = false;
    size_t end = 0;
    while (end < text.len && (quoted || text.ptr[end] != ' '))
        quoted ^= text.ptr[end++] == '"';
    Str role = str_slice(text, 0, end), rest = str_trim(str_slice(text, end, text.len));
    if (!rest.len)
        return wrong_form(d, field, node, "`role right, …`");
    if (str_eq_nocase(role, S("public")) || str_eq_nocase(role, S("owner")))
        role = str_upper(d->arena, role);
    else if (str_starts(role, S("\"")))
        role = sql_ident(
            d->arena, str_replace(d->arena, str_slice(role, 1, role.len - 1), S("\"\""), S("\"")));
    else
        role = sql_ident(d->arena, role);
    if (str_is(role, "OWNER") && str_starts(str_lower(d->arena, rest), S("without "))) {
        role = S("OWNER without");
        rest = str_slice(rest, sizeof "without", rest.len);
    }
    while (str_split(&rest, ',', &right))
        if (!add_right(d, field, node, role, right, after, out))
            return false;
    return true;
}

static bool decode_grants(Decoder *d, const Field *field, const Node *node, Value *out)
{
    StrVec rights = {0};
    bool list = node->type == NODE_SEQUENCE;
    for (size_t i = 0; list && i < node->items.len; i++)
        if (!decode_grant(d, field, node->items.at[i], &rights))
            return false;
    if (!list && !decode_grant(d, field, node, &rights))
        return false;
    *out = rights.len ? value_of_vec(&rights) : VALUE_EMPTY_LIST; /* said: nobody has any */
    return true;
}

typedef bool Decode(Decoder *d, const Field *field, const Node *node, Value *out);

static Decode *const decoders[] = {
    [FORM_TEXT] = decode_text,     [FORM_NAME] = decode_text,       [FORM_BOOL] = decode_bool,
    [FORM_INT] = decode_number,    [FORM_NUMBER] = decode_number,   [FORM_CHOICE] = decode_choice,
    [FORM_TYPE] = decode_text,     [FORM_LITERAL] = decode_literal, [FORM_EXPR] = decode_text,
    [FORM_QUERY] = decode_text,    [FORM_BODY] = decode_text,       [FORM_NAMES] = decode_list,
    [FORM_TEXTS] = decode_list,    [FORM_KEYS] = decode_list,       [FORM_OPTIONS] = decode_options,
    [FORM_GRANTS] = decode_grants, [FORM_FUNCTION] = decode_text,   [FORM_MIXINS] = NULL,
};

static void set_value(Decoder *d, Item *item, int field, const Node *node)
{
    Value value = {0};
    const Field *f = &kinds[item->kind].fields[field];
    if (decoders[f->form](d, f, node, &value))
        vec_push(d->arena, &item->settings, (Setting){(uint16_t)field, value, node});
}

static void decode_children(Decoder *d, Item *parent, const Field *field, const Node *node)
{
    if (node->type == NODE_SEQUENCE && field->child == KIND_EXTENSION) {
        for (size_t i = 0; i < node->items.len; i++) /* a list of bare names */
            decode_item(d, parent, field->child, node->items.at[i], NULL);
        return;
    }
    if (node->type != NODE_MAPPING) {
        if (!node_is_null(node))
            wrong_form(d, field, node, "a mapping of names");
        return;
    }
    for (size_t i = 0; i < node->pairs.len; i++)
        decode_item(d, parent, field->child, node->pairs.at[i].key, node->pairs.at[i].value);
}

static void decode_mixin_list(Decoder *d, const Field *field, const Node *node)
{
    if (node->type != NODE_MAPPING) {
        wrong_form(d, field, node, "a mapping of names");
        return;
    }
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Node *key = node->pairs.at[i].key, *value = node->pairs.at[i].value;
        if (value->type != NODE_MAPPING) {
            diag_error(d->diags, "E0206", value->pos, "the mixin \"%.*s\" is a mapping, not %s",
                       STR_ARG(key->text), node_type_name(value));
            continue;
        }
        Mixin *mixin = NEW(d->arena, Mixin);
        *mixin = (Mixin){value, d->schema};
        const Mixin *first = map_put(&d->mixins, key->text, mixin);
        if (first) {
            Diag *diag = diag_error(d->diags, "E0301", key->pos, "two mixins are named \"%.*s\"",
                                    STR_ARG(key->text));
            diag_note(d->diags, diag, first->node->pos, "the other one is here");
        }
    }
}

/* Fields of a group stand in the list as GROUP.KEY. */
static int group_field(const Decoder *d, const Item *item, Str group, Str key)
{
    return kind_field(item->kind, str_format(d->arena, "%.*s.%.*s", STR_ARG(group), STR_ARG(key)));
}

/* What a table is called that should have been a key of one. */
static Str misplaced(Decoder *d, const Item *item)
{
    if (item->kind != KIND_TABLE || kind_field(KIND_TABLE, item->name) < 0)
        return (Str){0};
    return str_format(d->arena, "`%.*s` is a key of a table: it stands further in, below its name",
                      STR_ARG(item->name));
}

static void unknown_key(Decoder *d, const Item *item, Str group, const Node *key)
{
    const Kind *kind = &kinds[item->kind];
    StrVec known = {0};
    for (size_t i = 0; i < kind->field_count; i++) {
        Str name = str_of(kind->fields[i].name);
        bool in_group = group.len && str_starts(name, group) && name.len > group.len + 1;
        if (in_group)
            vec_push(d->arena, &known, str_slice(name, group.len + 1, name.len));
        else if (!group.len && kind->fields[i].form != FORM_NONE && str_find(name, S(".")) < 0)
            vec_push(d->arena, &known, name);
    }
    Str place = str_of(item->kind == KIND_DATABASE ? "a model file" : kind->doc);
    if (group.len)
        place = str_format(d->arena, "`%.*s` of %s", STR_ARG(group), kind->doc);
    Diag *diag = diag_error(d->diags, "E0201", key->pos, "unknown key \"%.*s\" in %.*s",
                            STR_ARG(key->text), STR_ARG(place));
    Str hint = misplaced(d, item);
    if (!hint.ptr && !group.len)
        hint = habit_key(item->kind, key->text);
    if (hint.ptr)
        diag_help(d->diags, diag, "%.*s.", STR_ARG(hint));
    else
        diag_suggest(d->diags, diag, key->text, &known);
    if (!diag->help.ptr)
        diag_help(d->diags, diag, "%sit takes: %.*s.",
                  item->kind == KIND_TABLE && !group.len ? "a column stands below `columns`; " : "",
                  STR_ARG(str_join(d->arena, &known, S(", "))));
}

static void decode_group(Decoder *d, Item *item, const Field *field, const Node *node)
{
    if (node->type != NODE_MAPPING) {
        wrong_form(d, field, node, "a mapping");
        return;
    }
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Node *key = node->pairs.at[i].key;
        int at = group_field(d, item, str_of(field->name), key->text);
        if (at < 0)
            unknown_key(d, item, str_of(field->name), key);
        else
            set_value(d, item, at, node->pairs.at[i].value);
    }
}

static void decode_field(Decoder *d, Item *item, int at, const Node *key, const Node *value)
{
    const Field *field = &kinds[item->kind].fields[at];
    switch (field->form) {
    case FORM_CHILDREN:
        decode_children(d, item, field, value);
        break;
    case FORM_CHILD:
        decode_item(d, item, field->child, key, value);
        break;
    case FORM_GROUP:
        decode_group(d, item, field, value);
        break;
    case FORM_MIXINS:
        decode_mixin_list(d, field, value);
        break;
    default:
        set_value(d, item, at, value);
    }
}

static void decode_fields(Decoder *d, Item *item, const Node *mapping)
{
    for (size_t i = 0; i < mapping->pairs.len; i++) {
        const Node *key = mapping->pairs.at[i].key;
        int at = kind_field(item->kind, key->text);
        bool writable = at >= 0 && kinds[item->kind].fields[at].form != FORM_NONE &&
                        str_find(key->text, S(".")) < 0;
        if (writable)
            decode_field(d, item, at, key, mapping->pairs.at[i].value);
        else
            unknown_key(d, item, (Str){0}, key);
    }
}

static int shorthand_of(KindId kind)
{
    for (size_t i = 0; i < kinds[kind].field_count; i++)
        if (kinds[kind].fields[i].flags & FIELD_SHORTHAND)
            return (int)i;
    return -1;
}

static void check_required(Decoder *d, const Item *item)
{
    const Kind *kind = &kinds[item->kind];
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        if (!(field->flags & FIELD_REQUIRED))
            continue;
        bool there = item_setting(item, field->name) != NULL;
        for (size_t k = 0; !there && item->node && k < item->node->pairs.len; k++)
            there = str_is(item->node->pairs.at[k].key->text, field->name); /* wrong, and said so */
        if (!there) {
            Diag *diag = diag_error(d->diags, "E0203", item->pos, "%s needs the key `%s`",
                                    kind->doc, field->name);
            diag_help(d->diags, diag, "%s: %s.", field->name, field->doc);
        }
    }
}

static Item *new_item(Decoder *d, Item *parent, KindId kind, Str name, Pos pos, const Node *node)
{
    Item *item = NEW(d->arena, Item);
    *item = (Item){.kind = kind,
                   .name = str_copy(d->arena, name),
                   .schema = parent && parent->kind != KIND_DATABASE ? parent->schema : d->schema,
                   .pos = pos,
                   .node = node,
                   .parent = parent && parent->kind != KIND_DATABASE ? parent : NULL,
                   .from_mixin = d->table.ptr != NULL};
    vec_push(d->arena, &parent->children, item);
    return item;
}

static Item *decode_item(Decoder *d, Item *parent, KindId kind, const Node *key, const Node *value)
{
    if (key->type != NODE_SCALAR) {
        diag_error(d->diags, "E0202", key->pos, "a name is a string, not %s", node_type_name(key));
        return NULL;
    }
    bool named = kind != KIND_PRIMARY_KEY; /* its key in YAML is the field's, not a name */
    Item *item = new_item(d, parent, kind, named ? scalar(d, key) : (Str){0}, key->pos, value);
    int shorthand = shorthand_of(kind);
    if (value && value->type == NODE_MAPPING)
        decode_fields(d, item, value);
    else if (value && !node_is_null(value) && shorthand >= 0)
        set_value(d, item, shorthand, value);
    else if (value && !node_is_null(value)) {
        Diag *diag = diag_error(d->diags, "E0202", value->pos, "%s is a mapping, not %s",
                                kinds[kind].doc, node_type_name(value));
        Str hint = misplaced(d, item);
        if (hint.ptr)
            diag_help(d->diags, diag, "%.*s.", STR_ARG(hint));
        return item;
    }
    if (value && value->type == NODE_SCALAR && !node_is_null(value))
        item->node = NULL;
    if (!value || value->type == NODE_MAPPING || node_is_null(value))
        check_required(d, item); /* a shorthand that does not fit was reported as such */
    Str schema = item_text(item, "schema");
    if (schema.ptr && kind != KIND_DATABASE) {
        item->schema = schema;
        for (size_t i = 0; i < item->children.len; i++)
            item->children.at[i]->schema = schema;
    }
    return item;
}

/* What a document that is one object cannot say beside it. */
static bool is_of_database(Decoder *d, const Node *key, KindId kind)
{
    if (!str_is(key->text, "database"))
        return false;
    Diag *diag = diag_error(d->diags, "E0201", key->pos, "`database:` in a document that is one %s",
                            kinds[kind].tag);
    diag_help(d->diags, diag, "put it into a file of its own, or end it with a line `---`.");
    return true;
}

/* `table: NAME` at the top: the whole document is one object. */
static bool decode_single(Decoder *d, const Node *document)
{
    for (size_t i = 0; i < document->pairs.len; i++) {
        const Node *key = document->pairs.at[i].key, *value = document->pairs.at[i].value;
        KindId kind = kind_by_tag(key->text);
        bool top = kind != KIND_NONE && kind != KIND_DATABASE && kind != KIND_SCHEMA &&
                   kinds[kind].parent == KIND_NONE;
        bool several = value->type != NODE_SCALAR && kind_field(KIND_DATABASE, key->text) >= 0;
        if (!top || several) /* `statistics:` is both */
            continue;
        if (value->type != NODE_SCALAR) {
            Diag *diag = diag_error(d->diags, "E0202", value->pos, "`%s` is the name of %s, not %s",
                                    kinds[kind].tag, kinds[kind].doc, node_type_name(value));
            diag_help(d->diags, diag, "several go below `%s:`.", kinds[kind].plural);
            return true;
        }
        Node *rest = NEW(d->arena, Node);
        *rest = *document;
        rest->pairs.at = NULL;
        rest->pairs.len = rest->pairs.cap = 0;
        for (size_t k = 0; k < document->pairs.len; k++)
            if (k != i && !is_of_database(d, document->pairs.at[k].key, kind))
                vec_push(d->arena, &rest->pairs, document->pairs.at[k]);
        decode_item(d, d->model->root, kind, value, rest);
        return true;
    }
    return false;
}

static void decode_database_name(Decoder *d, const Node *document)
{
    const Node *name = node_get(document, S("database"));
    if (!name || name->type != NODE_SCALAR)
        return;
    if (d->model->database.ptr && !str_eq(d->model->database, name->text)) {
        Diag *diag = diag_error(d->diags, "E0301", name->pos, "the database has two names");
        diag_note(d->diags, diag, d->named, "the other one is here");
    }
    d->model->database = name->text;
    d->named = d->model->root->pos = name->pos;
}

void decode_document(Decoder *d, const Node *document)
{
    if (node_is_null(document))
        return; /* nothing but comments */
    if (document->type != NODE_MAPPING) {
        diag_error(d->diags, "E0202", document->pos, "a model file is a mapping, not %s",
                   node_type_name(document));
        return;
    }
    const Node *schema = node_get(document, S("schema"));
    d->schema = schema && schema->type == NODE_SCALAR ? schema->text : S("public");
    if (decode_single(d, document))
        return;
    decode_database_name(d, document);
    decode_fields(d, d->model->root, document);
}

static void use_mixin(Decoder *d, Item *table, Str name, Pos pos)
{
    const Mixin *mixin = map_get(&d->mixins, name);
    if (!mixin) {
        StrVec names = {0};
        for (size_t i = 0; i < d->mixins.cap; i++)
            if (d->mixins.slots[i].value)
                vec_push(d->arena, &names, d->mixins.slots[i].key);
        Diag *diag =
            diag_error(d->diags, "E0206", pos, "there is no mixin \"%.*s\"", STR_ARG(name));
        diag_suggest(d->diags, diag, name, &names);
        return;
    }
    d->table = table->name;
    size_t before = table->children.len;
    decode_fields(d, table, mixin->node);
    for (size_t i = before; i < table->children.len; i++)
        table->children.at[i]->schema = table->schema;
    d->table = (Str){0};
}

void decode_mixins(Decoder *d)
{
    Item *root = d->model->root;
    for (size_t i = 0; i < root->children.len; i++) {
        const Setting *use = item_setting(root->children.at[i], "use");
        for (uint32_t k = 0; use && k < use->value.count; k++) {
            const Node *node =
                use->node->type == NODE_SEQUENCE ? use->node->items.at[k] : use->node;
            use_mixin(d, root->children.at[i], use->value.list[k], node->pos);
        }
    }
}
