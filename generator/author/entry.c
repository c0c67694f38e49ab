#include "author/entry.h"

#include "kind/type.h"
#include "text/quote.h"

#include <string.h>

Thought *thought_of(const Author *author, const Object *object)
{
    return &author->thoughts[object->index];
}

Str author_reference(Author *author, Str schema, Str target_schema, Str target)
{
    Str name = target;
    bool near =
        str_eq(schema, target_schema) ||
        (str_is(target_schema, "public") && !catalog_relation(author->catalog, schema, target));
    if (!near || memchr(target.ptr, '.', target.len))
        name = str_format(author->arena, "%.*s.%.*s", STR_ARG(target_schema), STR_ARG(target));
    bool odd = str_find(name, S("(")) >= 0 || str_find(name, S("\"")) >= 0;
    if (!odd)
        return name;
    Str doubled = str_replace(author->arena, name, S("\""), S("\"\""));
    return str_format(author->arena, "\"%.*s\"", STR_ARG(doubled));
}

/* Where the parenthesis at the beginning of the text is closed. */
static size_t closing(Str text)
{
    int depth = 0;
    char quote = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (c == '\'' || c == '"')
            quote = c;
        else if (c == '(' || c == ')')
            depth += c == '(' ? 1 : -1;
        if (!quote && !depth)
            return i;
    }
    return text.len;
}

Str author_expression(Str text)
{
    if (text.len > 2 && text.ptr[0] == '(' && closing(text) == text.len - 1)
        return str_trim(str_slice(text, 1, text.len - 1));
    return text;
}

/* --- values by their forms --- */

static Node *text_node(Author *a, const Object *object, const Field *field, Value value)
{
    (void)object;
    bool sql = field->compare == COMPARE_EXPR; /* of rules, of atomic bodies */
    Str text = sql ? author_phrase(a, value.text, NULL) : value.text;
    bool ends = text.len && strchr(" \n", text.ptr[text.len - 1]);
    return ends || !text.len ? yaml_string(a->arena, text) : yaml_prose(a->arena, text);
}

static Node *word_node(Author *a, const Object *object, const Field *field, Value value)
{
    (void)object;
    (void)field;
    return yaml_word(a->arena, value.text);
}

static Node *type_node(Author *a, const Object *object, const Field *field, Value value)
{
    (void)field;
    return yaml_string(a->arena, type_short(a->arena, value.text, object->id.schema));
}

static Node *expression_node(Author *a, const Object *object, const Field *field, Value value)
{
    (void)field;
    return yaml_prose(a->arena, author_phrase(a, author_expression(value.text), object));
}

static Node *query_node(Author *a, const Object *object, const Field *field, Value value)
{
    (void)object;
    (void)field;
    return yaml_prose(a->arena, author_phrase(a, str_trim(value.text), NULL));
}

static Node *body_node(Author *a, const Object *object, const Field *field, Value value)
{
    (void)object;
    (void)field;
    return yaml_body(a->arena, value.text);
}

static Node *list_node(Author *a, const Object *object, const Field *field, Value value)
{
    bool names = field->form != FORM_TEXTS;
    (void)object;
    if (value.count == 1 && names)
        return yaml_string(a->arena, value.list[0]);
    Node *list = yaml_list(a->arena, true);
    for (uint32_t i = 0; i < value.count; i++)
        yaml_add(a->arena, list, yaml_string(a->arena, value.list[i]));
    return list;
}

/* A key that is a column alone goes by its name; all else is SQL. */
static Node *keys_node(Author *a, const Object *object, const Field *field, Value value)
{
    StrVec keys = {0};
    for (uint32_t i = 0; i < value.count; i++) {
        Str name = sql_unquoted(a->arena, value.list[i]);
        bool column = str_eq(sql_ident(a->arena, name), value.list[i]);
        vec_push(a->arena, &keys, column ? name : author_phrase(a, value.list[i], object));
    }
    return list_node(a, object, field, value_of_vec(&keys));
}

static Node *options_node(Author *a, const Object *object, const Field *field, Value value)
{
    Node *mapping = yaml_mapping(a->arena, true);
    (void)object;
    (void)field;
    for (uint32_t i = 0; i < value.count; i++) {
        Str rest = value.list[i], name;
        str_split(&rest, '=', &name);
        int64_t number;
        bool word = str_to_int(rest, &number) || str_is(rest, "true") || str_is(rest, "false");
        yaml_put(a->arena, mapping, name,
                 word ? yaml_word(a->arena, rest) : yaml_string(a->arena, rest));
    }
    return mapping->pairs.len ? mapping : NULL;
}

/* `role RIGHT with grant option` in its three parts. */
static void split_right(Str text, Str *role, Str *right, bool *grantable)
{
    Str suffix = S(" with grant option");
    *grantable = str_ends(text, suffix);
    if (*grantable)
        text = str_slice(text, 0, text.len - suffix.len);
    size_t end = 0;
    for (bool quoted = false; end < text.len && (quoted || text.ptr[end] != ' '); end++)
        quoted ^= text.ptr[end] == '"';
    Str without = S("OWNER without");
    if (str_starts(text, without))
        end = without.len;
    *role = str_slice(text, 0, end);
    *right = str_slice(text, end + 1, text.len);
}

/* `SELECT (name)`: in small letters, but for the name of a column. */
static Str right_text(Author *a, Str right)
{
    ptrdiff_t name = str_find(right, S("("));
    size_t end = name < 0 ? right.len : (size_t)name;
    return str_format(a->arena, "%.*s%.*s", STR_ARG(str_lower(a->arena, str_slice(right, 0, end))),
                      STR_ARG(str_slice(right, end, right.len)));
}

static Str rights_text(Author *a, const Field *field, Str role, const StrVec *rights,
                       bool grantable)
{
    size_t all = 0;
    bool of_columns = false;
    StrVec words = {0};
    while (field->choices && field->choices[all])
        all++;
    for (size_t i = 0; i < rights->len; i++) {
        of_columns |= str_find(rights->at[i], S("(")) >= 0;
        vec_push(a->arena, &words, right_text(a, rights->at[i]));
    }
    Str list = str_join(a->arena, &words, S(", "));
    return str_format(a->arena, "%.*s %.*s%s", STR_ARG(role),
                      STR_ARG(all > 1 && rights->len == all && !of_columns ? S("all") : list),
                      grantable ? " with grant option" : "");
}

/* Rights of one role together. */
static Node *grants_node(Author *a, const Object *object, const Field *field, Value value)
{
    Node *list = yaml_list(a->arena, true);
    StrVec rights = {0};
    Str last = {0};
    bool last_grantable = false;
    (void)object;
    for (int pass = 0; pass < 2; pass++) /* first those that may not be handed on */
        for (uint32_t i = 0; i <= value.count; i++) {
            Str role = {0}, right = {0};
            bool grantable = false;
            if (i < value.count)
                split_right(value.list[i], &role, &right, &grantable);
            if (i < value.count && grantable != (pass == 1))
                continue;
            if (rights.len && !str_eq(role, last)) {
                yaml_add(
                    a->arena, list,
                    yaml_string(a->arena, rights_text(a, field, last, &rights, last_grantable)));
                rights.len = 0;
            }
            last = role;
            last_grantable = grantable;
            if (i < value.count)
                vec_push(a->arena, &rights, right);
        }
    return list->items.len == 1 ? list->items.at[0] : list;
}

typedef Node *Write(Author *, const Object *, const Field *, Value);

static Write *const writers[] = {
    [FORM_TEXT] = text_node,       [FORM_NAME] = text_node,       [FORM_BOOL] = word_node,
    [FORM_INT] = word_node,        [FORM_NUMBER] = word_node,     [FORM_CHOICE] = text_node,
    [FORM_TYPE] = type_node,       [FORM_FUNCTION] = text_node,   [FORM_LITERAL] = text_node,
    [FORM_EXPR] = expression_node, [FORM_QUERY] = query_node,     [FORM_BODY] = body_node,
    [FORM_NAMES] = list_node,      [FORM_TEXTS] = list_node,      [FORM_KEYS] = keys_node,
    [FORM_GRANTS] = grants_node,   [FORM_OPTIONS] = options_node, [FORM_MIXINS] = NULL,
};

/* --- objects --- */

static Node *children_node(Author *a, const Object *object, const Field *field)
{
    const Thought *thought = thought_of(a, object);
    Node *mapping = yaml_mapping(a->arena, false);
    for (size_t i = 0; i < thought->parts.len; i++) {
        const Object *part = thought->parts.at[i];
        if (part->id.kind != field->child || thought_of(a, part)->said)
            continue;
        if (field->form == FORM_CHILD)
            return author_value(a, part);
        yaml_put(a->arena, mapping, author_key(a, part), author_value(a, part));
    }
    return mapping->pairs.len ? mapping : NULL;
}

/* What a field says of the object, or NULL. */
static Node *field_node(Author *a, const Object *object, const Field *field)
{
    Node *value = NULL;
    if (author_field(a, object, field, &value))
        return value;
    if (field->form == FORM_CHILD || field->form == FORM_CHILDREN)
        return children_node(a, object, field);
    const Attr *attr = object_attr(object, field->name);
    bool written = field->form != FORM_NONE && field->form != FORM_GROUP && writers[field->form];
    return attr && written ? writers[field->form](a, object, field, attr->value) : NULL;
}

Node *author_fields(Author *a, const Object *object)
{
    const Kind *kind = &kinds[object->id.kind];
    Node *mapping = yaml_mapping(a->arena, kind->parent != KIND_NONE);
    bool first = kind->parent == KIND_NONE; /* of what stands alone the comment is said first */
    int comment = kind_field(object->id.kind, S("comment"));
    for (int pass = first ? 0 : 1; pass < 2; pass++)
        for (size_t i = 0; i < kind->field_count; i++) {
            const Field *field = &kind->fields[i];
            if (first && (pass == 0) != ((int)i == comment))
                continue;
            Node *value = field_node(a, object, field);
            if (value)
                yaml_put(a->arena, mapping, str_of(field->name), value);
        }
    return mapping;
}

Str author_key(Author *a, const Object *object)
{
    if (object->id.kind == KIND_FOREIGN_KEY)
        return thought_of(a, object)->label;
    if (!(kinds[object->id.kind].flags & KIND_SIGNED))
        return object_name(object);
    Str arguments = object_text(object, "arguments");
    bool any = object->id.kind == KIND_AGGREGATE && !arguments.len;
    return str_format(a->arena, "%.*s(%.*s)", STR_ARG(object_name(object)),
                      STR_ARG(any ? S("*") : arguments));
}

static bool is_shorthand(KindId kind, Str name)
{
    int field = kind_field(kind, name);
    return field >= 0 && (kinds[kind].fields[field].flags & FIELD_SHORTHAND);
}

static Node *short_value(Author *a, const Object *object, Node *mapping)
{
    if (!mapping->pairs.len)
        return yaml_word(a->arena, (Str){0});
    const Pair *only = &mapping->pairs.at[0];
    bool shorter = mapping->pairs.len == 1 && is_shorthand(object->id.kind, only->key->text) &&
                   only->value->type != NODE_MAPPING;
    mapping->flow = true;
    return shorter ? only->value : mapping;
}

Node *author_value(Author *a, const Object *object)
{
    return short_value(a, object, author_fields(a, object));
}

Node *author_stranger(Author *a, const Object *object)
{
    Node *mapping = author_fields(a, object);
    yaml_put(a->arena, mapping, S("schema"), yaml_string(a->arena, object->id.schema));
    return short_value(a, object, mapping);
}
