#include "lint/lint.h"

#include "kind/type.h"
#include "model/statements.h"

/* An object of the draft on its way through the rules. */
typedef struct {
    Lint *lint;
    const Catalog *draft;
    const Object *object;
} Look;

static void find(const Look *look, const char *rule)
{
    Arena *arena = look->lint->arena;
    lint_find(look->lint, rule, look->object->pos, object_path(arena, look->object), "%.*s",
              STR_ARG(object_show(arena, look->object)));
}

/* --- columns --- */

/* The type without its modifiers and brackets: character varying(10)[] is "character varying". */
static Str base_type(Str type)
{
    ptrdiff_t at = str_find(type, S("("));
    Str base = at < 0 ? type : str_slice(type, 0, (size_t)at);
    at = str_find(base, S("["));
    return str_trim(at < 0 ? base : str_slice(base, 0, (size_t)at));
}

static bool is_without_zone(Str type)
{
    return str_starts(type, S("timestamp")) && str_find(type, S("with time zone")) < 0 &&
           !str_starts(type, S("timestamptz"));
}

/* Whether the column alone is its table's key, and numbers itself. */
static bool is_numbered_key(const Look *look)
{
    const Object *column = look->object;
    ObjectId id = column->id;
    id.kind = KIND_DEFAULT;
    const Object *value = catalog_find(look->draft, id);
    bool numbers = object_attr(column, "identity") ||
                   (value && str_starts(object_text(value, "expression"), S("nextval(")));
    return numbers;
}

static void look_column(const Look *look)
{
    Str type = object_text(look->object, "type"), base = base_type(type);
    if (str_is(base, "character") || str_is(base, "char") || str_is(base, "bpchar"))
        find(look, "ban-char-field");
    if (str_starts(type, S("character varying(")) || str_starts(type, S("varchar(")))
        find(look, "prefer-text-field");
    if (is_without_zone(type))
        find(look, "prefer-timestamp-tz");
    if (str_is(base, "json"))
        find(look, "prefer-jsonb");
    if (str_is(base, "money"))
        find(look, "ban-money-field");
    bool small = str_is(base, "smallint"), plain = str_is(base, "integer");
    if ((small || plain) && is_numbered_key(look))
        find(look, small ? "prefer-bigint-over-smallint" : "prefer-bigint-over-int");
    if (!object_attr(look->object, "identity") && is_numbered_key(look))
        find(look, "prefer-identity");
}

/* --- tables, keys, indexes --- */

static bool has_part(const Look *look, KindId kind)
{
    const Catalog *draft = look->draft;
    for (size_t i = 0; i < draft->objects.len; i++)
        if (draft->objects.at[i]->parent == look->object && draft->objects.at[i]->id.kind == kind)
            return true;
    return false;
}

static void look_table(const Look *look)
{
    bool part = object_attr(look->object, "partition_of") || object_attr(look->object, "inherits");
    if (!part && !has_part(look, KIND_PRIMARY_KEY))
        find(look, "require-primary-key");
    if (has_part(look, KIND_POLICY) && !object_bool(look->object, "row_security"))
        find(look, "policy-without-row-security");
    if (!object_attr(look->object, "comment") && !object_attr(look->object, "partition_of"))
        find(look, "require-comment");
}

/* The column of an index key, without its options. */
static Str key_column(Str key)
{
    ptrdiff_t at = str_find(key, S(" "));
    return at < 0 ? key : str_slice(key, 0, (size_t)at);
}

/* Whether the keys begin with all these columns, in any order. */
static bool begins_with(Value keys, Value columns)
{
    if (keys.count < columns.count)
        return false;
    for (uint32_t i = 0; i < columns.count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < columns.count; k++)
            found |= str_eq(key_column(keys.list[k]), columns.list[i]);
        if (!found)
            return false;
    }
    return true;
}

static void look_foreign_key(const Look *look)
{
    const Catalog *draft = look->draft;
    Value columns = object_value(look->object, "columns");
    for (size_t i = 0; i < draft->objects.len; i++) {
        const Object *other = draft->objects.at[i];
        bool index = other->id.kind == KIND_INDEX && !object_attr(other, "where");
        bool key = other->id.kind == KIND_PRIMARY_KEY || other->id.kind == KIND_UNIQUE;
        if (other->parent == look->object->parent && (index || key) &&
            begins_with(object_value(other, "columns"), columns))
            return;
    }
    find(look, "require-foreign-key-index");
}

static bool same_attr(const Object *a, const Object *b, const char *field)
{
    return str_eq(object_text(a, field), object_text(b, field));
}

/* Whether an index does what this one does, and more. */
static bool is_covered_by(const Object *index, const Object *other)
{
    Value a = object_value(index, "columns"), b = object_value(other, "columns");
    Str method = object_text(index, "method");
    if (object_bool(index, "unique") || a.count > b.count || object_value(index, "include").count ||
        (method.len && !str_is(method, "btree")) || !same_attr(index, other, "method") ||
        !same_attr(index, other, "where"))
        return false;
    for (uint32_t i = 0; i < a.count; i++)
        if (!str_eq(a.list[i], b.list[i]))
            return false;
    return a.count < b.count || str_cmp(other->id.sub, index->id.sub) < 0 ||
           other->id.kind != KIND_INDEX;
}

static void look_index(const Look *look)
{
    enum { MANY_KEYS = 3 };
    const Catalog *draft = look->draft;
    if (object_value(look->object, "columns").count > MANY_KEYS &&
        !object_bool(look->object, "unique"))
        find(look, "wide-index");
    for (size_t i = 0; i < draft->objects.len; i++) {
        const Object *other = draft->objects.at[i];
        bool indexed = other->id.kind == KIND_INDEX || other->id.kind == KIND_PRIMARY_KEY ||
                       other->id.kind == KIND_UNIQUE;
        if (other == look->object || other->parent != look->object->parent || !indexed ||
            !is_covered_by(look->object, other))
            continue;
        lint_find(look->lint, "duplicate-index", look->object->pos,
                  object_path(look->lint->arena, look->object), "%.*s, beside %.*s",
                  STR_ARG(object_show(look->lint->arena, look->object)),
                  STR_ARG(object_show(look->lint->arena, other)));
        return;
    }
}

static void look_domain(const Look *look)
{
    find(look, "ban-create-domain-with-constraint");
}

/* --- routines --- */

static bool sets_search_path(const Object *routine)
{
    Value settings = object_value(routine, "settings");
    for (uint32_t i = 0; i < settings.count; i++)
        if (str_starts(settings.list[i], S("search_path")))
            return true;
    return false;
}

static void look_routine(const Look *look)
{
    Arena *arena = look->lint->arena;
    const Attr *body = object_attr(look->object, "body");
    if (object_bool(look->object, "security_definer") && !sets_search_path(look->object))
        find(look, "security-definer-search-path");
    Str language = object_text(look->object, "language");
    if (!body || !(str_is(language, "plpgsql") || str_is(language, "sql")))
        return;
    Misplacements found = {0};
    statements_misplaced(arena, body->value.text, look->object->id.kind == KIND_PROCEDURE, &found);
    for (size_t i = 0; i < found.len; i++)
        lint_find(look->lint, "forbidden-in-function", body->pos, object_path(arena, look->object),
                  "%.*s, line %zu of its body: %.*s", STR_ARG(object_show(arena, look->object)),
                  found.at[i].line, STR_ARG(found.at[i].what));
}

/* --- all of them --- */

static const struct {
    KindId kind;
    void (*look)(const Look *look);
} looks[] = {
    {KIND_COLUMN, look_column},           {KIND_TABLE, look_table},
    {KIND_FOREIGN_KEY, look_foreign_key}, {KIND_INDEX, look_index},
    {KIND_DOMAIN_CHECK, look_domain},     {KIND_FUNCTION, look_routine},
    {KIND_PROCEDURE, look_routine},
};

void lint_model(Lint *lint, const Catalog *draft)
{
    for (size_t i = 0; i < draft->objects.len; i++)
        for (size_t k = 0; k < COUNT_OF(looks); k++)
            if (draft->objects.at[i]->id.kind == looks[k].kind)
                looks[k].look(&(Look){lint, draft, draft->objects.at[i]});
}
