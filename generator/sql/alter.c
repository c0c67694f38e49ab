#include "sql/sql.h"

#include "text/quote.h"

/* One change under way. */
typedef struct {
    Arena *arena;
    const Catalog *live;
    const Object *want;
    const Field *field;
    StrVec sql;
} Alter;

static void say(Alter *a, Str statement)
{
    vec_push(a->arena, &a->sql, statement);
}

static void say_settings(Alter *a)
{
    for (size_t i = 0; i < a->want->attrs.len; i++) {
        const Field *field = &kinds[a->want->id.kind].fields[a->want->attrs.at[i].field];
        if (field->flags & FIELD_SEPARATE)
            say(a, sql_set(a->arena, a->want, field, &a->want->attrs.at[i]));
    }
}

/* --- enum labels (PostgreSQL manual, ALTER TYPE) --- */

static bool has_label(Value labels, Str label)
{
    for (uint32_t i = 0; i < labels.count; i++)
        if (str_eq(labels.list[i], label))
            return true;
    return false;
}

/* All of `few` stand in `many`, in the same order. */
static bool is_subsequence(Value few, Value many)
{
    uint32_t found = 0;
    for (uint32_t i = 0; i < many.count && found < few.count; i++)
        found += str_eq(many.list[i], few.list[found]);
    return found == few.count;
}

/* Each new label goes behind the one before it, which is there by then. */
static void add_labels(Alter *a, Value have, Value want)
{
    for (uint32_t i = 0; i < want.count; i++) {
        if (has_label(have, want.list[i]))
            continue;
        Str beside = sql_literal(a->arena, i ? want.list[i - 1] : have.list[0]);
        Str label = sql_literal(a->arena, want.list[i]);
        Str text = str_format(a->arena, "ALTER TYPE {name} ADD VALUE %.*s %s %.*s", STR_ARG(label),
                              i ? "AFTER" : "BEFORE", STR_ARG(beside));
        say(a, sql_fill(a->arena, text.ptr, a->want, (Str){0}));
    }
}

/* Moves a column of the type to its successor of the same name, its default aside meanwhile. */
static void move_column(Alter *a, const Object *column)
{
    const Object *value = catalog_find(
        a->live, (ObjectId){KIND_DEFAULT, column->id.schema, column->id.object, column->id.sub});
    bool array = str_ends(object_text(column, "type"), S("[]"));
    if (value)
        say(a, sql_drop(a->arena, value, SQL_PLAIN));
    Str type = object_text(column, "type");
    Str using = str_format(a->arena, "{name}::text%s::%.*s", array ? "[]" : "", STR_ARG(type));
    Str text =
        str_format(a->arena, "ALTER TABLE {relation} ALTER COLUMN {name} TYPE %.*s USING %.*s",
                   STR_ARG(type), STR_ARG(using));
    say(a, sql_fill(a->arena, text.ptr, column, (Str){0}));
    if (value)
        say(a, sql_create(a->arena, value, NULL, 0, SQL_PLAIN));
}

/* A label cannot be removed: the type is made anew under its name and its columns are moved. */
static void rebuild_enum(Alter *a)
{
    Str old = sql_ident(a->arena, str_format(a->arena, "%.*s_old", STR_ARG(object_name(a->want))));
    Str path = object_path(a->arena, a->want);
    Str array = str_format(a->arena, "%.*s[]", STR_ARG(path));
    say(a, sql_fill(a->arena, "ALTER TYPE {name} RENAME TO {value}", a->want, old));
    say(a, sql_create(a->arena, a->want, NULL, 0, SQL_PLAIN));
    for (size_t i = 0; i < a->live->objects.len; i++) {
        const Object *column = a->live->objects.at[i];
        Str type = column->id.kind == KIND_COLUMN ? object_text(column, "type") : (Str){0};
        if (str_eq(type, path) || str_eq(type, array))
            move_column(a, column);
    }
    say(a, sql_fill(a->arena, "DROP TYPE {schema}.{value}", a->want, old));
    say_settings(a);
}

static void alter_labels(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    Value labels = object_value(have, "labels"), wanted = object_value(a->want, "labels");
    if (is_subsequence(labels, wanted))
        add_labels(a, labels, wanted);
    else
        rebuild_enum(a);
}

/* --- functions: the body can be replaced under those who use it, the signature cannot --- */

static void replace_function(Alter *a)
{
    bool signature = a->field && (str_is(str_of(a->field->name), "returns") ||
                                  str_is(str_of(a->field->name), "arguments"));
    if (signature)
        say(a, sql_drop(a->arena, a->want, SQL_PLAIN));
    say(a, sql_create(a->arena, a->want, NULL, 0, signature ? SQL_PLAIN : SQL_REPLACE));
    if (signature)
        say_settings(a);
}

/* --- columns --- */

/* On, off, or the other way. */
static void alter_identity(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    Str now = have ? object_text(have, "identity") : (Str){0},
        wanted = object_text(a->want, "identity");
    Str words = str_upper(a->arena, wanted);
    Str clause = !wanted.ptr ? S("DROP IDENTITY")
                 : now.ptr   ? str_format(a->arena, "SET GENERATED %.*s", STR_ARG(words))
                           : str_format(a->arena, "ADD GENERATED %.*s AS IDENTITY", STR_ARG(words));
    say(a,
        sql_fill(a->arena, "ALTER TABLE {relation} ALTER COLUMN {name} {value}", a->want, clause));
}

/* A type brings its own collation unless told otherwise. */
static void alter_type(Alter *a)
{
    Str type = object_text(a->want, "type"), collation = object_text(a->want, "collation");
    Str clause = str_format(a->arena, "%.*s%s%.*s", STR_ARG(type), collation.len ? " COLLATE " : "",
                            STR_ARG(collation));
    Str text = sql_fill(a->arena, "ALTER TABLE {relation} ALTER COLUMN {name} TYPE {value}",
                        a->want, clause);
    say(a, str_format(a->arena, "%.*s%.*s", STR_ARG(text),
                      STR_ARG(sql_fill(a->arena, " USING {name}::{value}", a->want, type))));
}

static void alter_column(Alter *a)
{
    Str field = str_of(a->field->name);
    if (str_is(field, "identity"))
        alter_identity(a);
    else if (str_is(field, "type") || str_is(field, "collation"))
        alter_type(a);
}

/* --- storage parameters: those that are no longer wanted, then those that are --- */

static Str option_name(Str option)
{
    Str name;
    str_split(&option, '=', &name);
    return name;
}

static bool has_option(Value options, Str name)
{
    for (uint32_t i = 0; i < options.count; i++)
        if (str_eq(option_name(options.list[i]), name))
            return true;
    return false;
}

static void alter_options(Alter *a)
{
    const Object *live = catalog_find(a->live, a->want->id);
    Value have = live ? object_value(live, a->field->name) : (Value){0};
    Value want = object_value(a->want, a->field->name);
    StrVec gone = {0}, set = {0};
    for (uint32_t i = 0; i < have.count; i++) {
        Str name = option_name(have.list[i]);
        if (!has_option(want, name))
            vec_push(a->arena, &gone, sql_ident(a->arena, name));
    }
    for (uint32_t i = 0; i < want.count; i++) {
        Str value = want.list[i], name;
        str_split(&value, '=', &name);
        vec_push(a->arena, &set,
                 str_format(a->arena, "%.*s = %.*s", STR_ARG(sql_ident(a->arena, name)),
                            STR_ARG(sql_literal(a->arena, value))));
    }
    if (gone.len)
        say(a, sql_fill(a->arena, a->field->reset, a->want, str_join(a->arena, &gone, S(", "))));
    if (set.len)
        say(a, sql_fill(a->arena, a->field->set, a->want, str_join(a->arena, &set, S(", "))));
}

/* Kinds that know better than to be dropped and made again. */
static void (*const special[KIND_COUNT])(Alter *) = {
    [KIND_ENUM] = alter_labels,
    [KIND_FUNCTION] = replace_function,
    [KIND_COLUMN] = alter_column,
};

StrVec sql_alter(Arena *arena, const Catalog *live, const Object *want, const Field *field,
                 const Attr *attr)
{
    Alter a = {arena, live, want, field, {0}};
    bool options = field && field->form == FORM_OPTIONS && field->set;
    Str set = field && !options ? sql_set(arena, want, field, attr) : (Str){0};
    if (options) {
        alter_options(&a);
    } else if (set.ptr) {
        say(&a, set);
    } else if (special[want->id.kind]) {
        special[want->id.kind](&a);
    } else if (!(kinds[want->id.kind].flags & KIND_HAS_DATA)) {
        say(&a, sql_drop(arena, want, SQL_PLAIN));
        say(&a, sql_create(arena, want, NULL, 0, SQL_PLAIN));
        say_settings(&a);
    }
    return a.sql;
}

StrVec sql_statements(Arena *arena, const Step *step, const Catalog *live)
{
    if (step->type == STEP_ALTER)
        return sql_alter(arena, live, step->object, step->field, step->attr);
    StrVec one = {0};
    vec_push(arena, &one, sql_step(arena, step, SQL_PLAIN));
    return one;
}

bool sql_must_commit(const Step *step, const Catalog *live)
{
    if (step->type != STEP_ALTER || step->object->id.kind != KIND_ENUM)
        return false;
    const Object *have = catalog_find(live, step->object->id);
    return have &&
           is_subsequence(object_value(have, "labels"), object_value(step->object, "labels"));
}
