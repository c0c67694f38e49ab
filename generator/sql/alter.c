#include "sql/sql.h"

#include "sql/grants.h"
#include "text/quote.h"

/* One change under way. */
typedef struct {
    Arena *arena;
    const Catalog *live;
    const Object *want;
    const Field *field;
    const Step *step; /* NULL: without a plan */
    Objects columns;  /* that are moved to the type */
    Objects parts;    /* … that its statement says itself */
    StrVec sql;
} Alter;

static void say(Alter *a, Str statement)
{
    vec_push(a->arena, &a->sql, statement);
}

static void say_all(Alter *a, StrVec statements)
{
    for (size_t i = 0; i < statements.len; i++)
        say(a, statements.at[i]);
}

/* Of an object that was just made. */
static void say_setting(Alter *a, const Object *object, const Field *field, const Attr *attr)
{
    if (field->form == FORM_GRANTS)
        say_all(a, sql_grants_birth(a->arena, a->live, object, field, attr));
    else
        say(a, sql_set(a->arena, object, field, attr));
}

static void say_settings(Alter *a, const Object *object)
{
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        if (field->flags & FIELD_SEPARATE)
            say_setting(a, object, field, &object->attrs.at[i]);
    }
}

/* Without a plan: what went with an object comes back as it was. */
static void keep_parts(Alter *a)
{
    const Object *whole = a->step ? NULL : catalog_find(a->live, a->want->id);
    for (const Object *part = NULL; whole && (part = part_next(a->live, whole, part));) {
        say(a, sql_create(a->arena, part, NULL, 0, SQL_PLAIN));
        say_settings(a, part);
    }
}

/* What stands on another object without being a part of it, and says so in a field. */
static const struct {
    KindId kind, on;
    const char *field; /* NULL: in its own name */
} standing[] = {
    {KIND_SERVER, KIND_WRAPPER, "wrapper"},
    {KIND_FOREIGN_TABLE, KIND_SERVER, "server"},
    {KIND_USER_MAPPING, KIND_SERVER, NULL},
};

static bool stands_on(const Object *object, const Object *on)
{
    for (size_t i = 0; i < COUNT_OF(standing); i++)
        if (standing[i].kind == object->id.kind && standing[i].on == on->id.kind &&
            str_eq(standing[i].field ? object_text(object, standing[i].field) : object->id.object,
                   on->id.object))
            return true;
    return false;
}

/* Without a plan: whether others would be lost, or be in the way, that are no parts of it. The
 * indexes of partitions go with that of the partitioned table. */
static bool takes_others_along(const Alter *a)
{
    Str name = sql_qualified(a->arena, a->want->id.schema, object_name(a->want));
    if (a->step)
        return false;
    bool whole = a->want->parent && object_attr(a->want->parent, "partition_by");
    for (size_t i = 0; i < a->live->objects.len; i++) {
        const Object *object = a->live->objects.at[i];
        if (stands_on(object, a->want) ||
            (whole && str_eq(object_text(object, "attached_to"), name)))
            return true;
    }
    return false;
}

static void make_again(Alter *a)
{
    if (takes_others_along(a))
        return;
    say(a, sql_drop(a->arena, a->want, SQL_PLAIN));
    say(a, sql_create(a->arena, a->want, NULL, 0, SQL_PLAIN));
    say_settings(a, a->want);
    keep_parts(a);
}

/* --- enum labels (PostgreSQL manual, ALTER TYPE) --- */

static bool has_label(Value labels, Str label)
{
    for (uint32_t i = 0; i < labels.count; i++)
        if (str_eq(labels.list[i], label))
            return true;
    return false;
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

/* --- a type that cannot become what is wanted is made anew, and its columns are moved to it --- */

static Str kind_word(const Object *type)
{
    return type->id.kind == KIND_DOMAIN ? S("DOMAIN") : S("TYPE");
}

/* Enums have no casts between each other: by way of text. */
static Str move_clause(Alter *a, const Object *column)
{
    Str type = object_text(column, "type");
    bool array = str_ends(type, S("[]")), domain = a->want->id.kind == KIND_DOMAIN;
    const char *via = domain ? "" : array ? "::text[]" : "::text";
    Str text = str_format(a->arena, "ALTER COLUMN {name} TYPE %.*s USING {name}%s::%.*s",
                          STR_ARG(type), via, STR_ARG(type));
    return sql_fill(a->arena, text.ptr, column, (Str){0});
}

/* All columns of a table in one statement, which reads the table once. */
static void move_columns(Alter *a)
{
    for (size_t i = 0; i < a->columns.len; i++) {
        const Object *first = a->columns.at[i];
        StrVec clauses = {0};
        bool done = false;
        for (size_t k = 0; k < a->columns.len; k++) {
            const Object *column = a->columns.at[k];
            bool same = str_eq(column->id.schema, first->id.schema) &&
                        str_eq(column->id.object, first->id.object);
            done |= same && k < i;
            if (same)
                vec_push(a->arena, &clauses, move_clause(a, column));
        }
        Str all = str_join(a->arena, &clauses, S(",\n    "));
        if (!done)
            say(a, sql_fill(a->arena, "ALTER TABLE {relation}\n    {value}", first, all));
    }
}

/* Without a plan: the columns are those that are of the type, their defaults aside meanwhile. */
static void find_columns(Alter *a, Objects *values)
{
    Str path = object_path(a->arena, a->want);
    Str array = str_format(a->arena, "%.*s[]", STR_ARG(path));
    for (size_t i = 0; i < a->live->objects.len; i++) {
        const Object *column = a->live->objects.at[i];
        Str type = column->id.kind == KIND_COLUMN ? object_text(column, "type") : (Str){0};
        if (!str_eq(type, path) && !str_eq(type, array))
            continue;
        ObjectId id = column->id;
        id.kind = KIND_DEFAULT;
        const Object *value = catalog_find(a->live, id);
        vec_push(a->arena, &a->columns, column);
        if (value)
            vec_push(a->arena, values, value);
    }
}

static void rebuild_type(Alter *a)
{
    Str aside = sql_ident(a->arena, object_name_aside(a->arena, a->want));
    Str word = kind_word(a->want);
    Str rename = str_format(a->arena, "ALTER %.*s {name} RENAME TO {value}", STR_ARG(word));
    Str drop = str_format(a->arena, "DROP %.*s {schema}.{value}", STR_ARG(word));
    Objects values = {0};
    if (!a->step)
        find_columns(a, &values);
    for (size_t i = 0; i < values.len; i++)
        say(a, sql_drop(a->arena, values.at[i], SQL_PLAIN));
    say(a, sql_fill(a->arena, rename.ptr, a->want, aside));
    say(a, sql_create(a->arena, a->want, a->parts.at, a->parts.len, SQL_PLAIN));
    keep_parts(a);
    move_columns(a);
    for (size_t i = 0; i < values.len; i++)
        say(a, sql_create(a->arena, values.at[i], NULL, 0, SQL_PLAIN));
    say(a, sql_fill(a->arena, drop.ptr, a->want, aside));
    say_settings(a, a->want);
}

static void alter_labels(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    Value labels = object_value(have, "labels"), wanted = object_value(a->want, "labels");
    if (value_grows(&labels, &wanted))
        add_labels(a, labels, wanted);
    else
        rebuild_type(a);
}

/* --- OR REPLACE changes what it can under those who use it --- */

static void replace(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    bool anew = a->field && !(a->field->flags & FIELD_SPECIAL) &&
                !((a->field->flags & FIELD_SHAPED) && have && shape_stays(have, a->want));
    if (anew)
        make_again(a);
    else
        say(a, sql_create(a->arena, a->want, NULL, 0, SQL_REPLACE));
}

/* --- options of what is foreign --- */

static Str option_name(Str option)
{
    Str name;
    str_split(&option, '=', &name);
    return name;
}

static Str option_value(Value options, Str name)
{
    for (uint32_t i = 0; i < options.count; i++) {
        Str value = options.list[i], key;
        str_split(&value, '=', &key);
        if (str_eq(key, name))
            return value.ptr ? value : S("");
    }
    return (Str){0};
}

/* Where something foreign is, and through what, cannot change: it has to be made again, with its
 * parts; a plan says that itself. */
static void alter_foreign(Alter *a)
{
    if (a->field && !(a->field->flags & FIELD_SPECIAL)) {
        if (!a->step)
            make_again(a);
        return;
    }
    const Object *live = catalog_find(a->live, a->want->id);
    Value have = object_value(live, "options"), want = object_value(a->want, "options");
    StrVec words = {0};
    for (uint32_t i = 0; i < have.count; i++) {
        Str name = option_name(have.list[i]);
        if (!option_value(want, name).ptr)
            vec_push(a->arena, &words,
                     str_format(a->arena, "DROP %.*s", STR_ARG(sql_ident(a->arena, name))));
    }
    for (uint32_t i = 0; i < want.count; i++) {
        Str name = option_name(want.list[i]), now = option_value(have, name);
        Str value = option_value(want, name);
        if (!now.ptr || !str_eq(now, value))
            vec_push(a->arena, &words,
                     str_format(a->arena, "%s %.*s %.*s", now.ptr ? "SET" : "ADD",
                                STR_ARG(sql_ident(a->arena, name)),
                                STR_ARG(sql_literal(a->arena, value))));
    }
    bool column = a->want->id.kind == KIND_COLUMN;
    say(a, sql_fill(a->arena,
                    column ? "ALTER FOREIGN TABLE {relation} ALTER COLUMN {name} OPTIONS ({value})"
                           : "ALTER {target} OPTIONS ({value})",
                    a->want, str_join(a->arena, &words, S(", "))));
}

/* --- columns --- */

static bool is_field(const Alter *a, const char *name)
{
    return a->field && str_is(str_of(a->field->name), name);
}

static Str column_type(Arena *arena, const Object *column)
{
    Str type = object_text(column, "type"), collation = object_text(column, "collation");
    return collation.len ? str_format(arena, "%.*s COLLATE %.*s", STR_ARG(type), STR_ARG(collation))
                         : type;
}

/* Bounds that the new type cannot hold go before it, others come after it. */
static void alter_type(Alter *a, const Object *have)
{
    Str from = object_text(have, "type"), to = object_text(a->want, "type");
    bool identity = object_attr(have, "identity") && object_attr(a->want, "identity");
    bool before = identity && !sql_bounds_fit(have, to);
    if (before)
        say_all(a, sql_change_sequence(a->arena, have, from, a->want));
    Str name = sql_ident(a->arena, a->want->id.sub), type = column_type(a->arena, a->want);
    bool elsewhere = a->want->parent && a->want->parent->id.kind == KIND_FOREIGN_TABLE;
    Str using = elsewhere || object_attr(a->want, "generated")
                    ? S("")
                    : sql_using(a->arena, name, from, to);
    say(a, sql_fill(a->arena, "ALTER TABLE {relation} ALTER COLUMN {name} TYPE {value}", a->want,
                    str_format(a->arena, "%.*s%.*s", STR_ARG(type), STR_ARG(using))));
    if (identity && !before)
        say_all(a, sql_change_sequence(a->arena, have, to, a->want));
}

static void alter_identity(Alter *a, const Object *have)
{
    Str words = str_upper(a->arena, object_text(a->want, "identity"));
    Str sequence = str_trim(sql_sequence_options(a->arena, a->want));
    if (object_attr(have, "identity")) {
        say(a,
            sql_fill(a->arena, "ALTER TABLE {relation} ALTER COLUMN {name} SET GENERATED {value}",
                     a->want, words));
        return;
    }
    Str value = sequence.len ? str_format(a->arena, "%.*s AS IDENTITY (%.*s)", STR_ARG(words),
                                          STR_ARG(sequence))
                             : str_format(a->arena, "%.*s AS IDENTITY", STR_ARG(words));
    say(a, sql_fill(a->arena, "ALTER TABLE {relation} ALTER COLUMN {name} ADD GENERATED {value}",
                    a->want, value));
    say(a, sql_continue_identity(a->arena, a->want));
}

/* What the type has by itself; a lock does not say it, a database does. */
static void reset_storage(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    bool same = have && str_eq(object_text(have, "type"), object_text(a->want, "type"));
    Str own = object_text(same ? have : a->want, "type_storage");
    say(a, sql_fill(a->arena, "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET STORAGE {value}",
                    a->want, own.ptr ? str_upper(a->arena, own) : S("EXTENDED")));
}

static void alter_attribute(Alter *a)
{
    say(a, sql_fill(a->arena, "ALTER TYPE {relation} ALTER ATTRIBUTE {name} TYPE {value} CASCADE",
                    a->want, column_type(a->arena, a->want)));
}

static void alter_column(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    bool retyped = !str_eq(object_text(have, "type"), object_text(a->want, "type"));
    if (is_field(a, "type") || (is_field(a, "collation") && !retyped))
        alter_type(a, have);
    else if (is_field(a, "identity"))
        alter_identity(a, have);
    else if (is_field(a, "identity_sequence") && !retyped && object_attr(have, "identity") &&
             object_attr(a->want, "identity"))
        say_all(a, sql_change_sequence(a->arena, have, object_text(have, "type"), a->want));
    else if (is_field(a, "storage"))
        reset_storage(a);
    else if (is_field(a, "options"))
        alter_foreign(a);
}

/* --- sequences: one statement, as options depend on each other --- */

static void alter_sequence(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    say_all(a, sql_change_sequence(a->arena, have, object_text(have, "type"), a->want));
}

/* --- tables: their places in others --- */

static bool in_list(Value list, Str text)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (str_eq(list.list[i], text))
            return true;
    return false;
}

/* The parents of `from` that `to` does not have. */
static StrVec change_parents(Arena *arena, const Step *step, const char *words, Value from,
                             Value to)
{
    StrVec sql = {0};
    for (uint32_t i = 0; i < from.count; i++)
        if (!in_list(to, from.list[i]))
            vec_push(arena, &sql,
                     sql_fill(arena, "ALTER TABLE {name} {value}", step->object,
                              str_format(arena, "%s %.*s", words, STR_ARG(from.list[i]))));
    return sql;
}

/* How a table leaves its place. A DETACH … CONCURRENTLY that was broken off (the third text of its
 * place) has to be brought to its end, be it to attach the table anew. */
static const char *leave_words(const Step *step)
{
    Value place = object_value(step->object, step->field->name);
    if (step->type == STEP_LEAVE && place.count > 2)
        return " FINALIZE";
    return step->pace == PACE_OUTSIDE ? " CONCURRENTLY" : "";
}

static StrVec move_table(Arena *arena, const Step *step, const Catalog *live)
{
    bool leave = step->type == STEP_LEAVE;
    if (step->field->set) {
        StrVec one = {0};
        if (leave ? object_attr(step->object, step->field->name) != NULL : step->attr != NULL)
            vec_push(arena, &one,
                     str_format(arena, "%.*s%s",
                                STR_ARG(sql_set(arena, step->object, step->field,
                                                leave ? NULL : step->attr)),
                                leave_words(step)));
        return one;
    }
    const Object *have = catalog_find(live, step->object->id);
    Value old = have ? object_value(have, step->field->name) : (Value){0};
    Value new = step->attr ? step->attr->value : (Value){0};
    return leave ? change_parents(arena, step, "NO INHERIT", old, new)
                 : change_parents(arena, step, "INHERIT", new, old);
}

static void alter_default_privileges(Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    Value given = object_value(have, "grants"), wanted = object_value(a->want, "grants");
    say_all(a, sql_default_privileges(a->arena, a->want, &given, &wanted));
}

static void alter_member(Alter *a)
{
    say_all(a, sql_member_rights(a->arena, catalog_find(a->live, a->want->id), a->want));
}

/* A sequence that belongs to a column changes its owner together with the table. */
static bool goes_with_table(const Alter *a)
{
    const Object *have = catalog_find(a->live, a->want->id);
    return str_is(str_of(a->field->name), "owner") && have && object_attr(have, "owned_by") &&
           object_attr(a->want, "owned_by");
}

/* Kinds that know better than to be dropped and made again. */
static void (*const special[KIND_COUNT])(Alter *) = {
    [KIND_ENUM] = alter_labels,
    [KIND_DOMAIN] = rebuild_type,
    [KIND_FUNCTION] = replace,
    [KIND_PROCEDURE] = replace,
    [KIND_VIEW] = replace,
    [KIND_RULE] = replace,
    [KIND_SEQUENCE] = alter_sequence,
    [KIND_COLUMN] = alter_column,
    [KIND_ATTRIBUTE] = alter_attribute,
    [KIND_WRAPPER] = alter_foreign,
    [KIND_SERVER] = alter_foreign,
    [KIND_USER_MAPPING] = alter_foreign,
    [KIND_FOREIGN_TABLE] = alter_foreign,
    [KIND_DEFAULT_PRIVILEGES] = alter_default_privileges,
    [KIND_MEMBER] = alter_member,
};

static StrVec alter(Arena *arena, const Catalog *live, const Object *want, const Field *field,
                    const Attr *attr, const Step *step)
{
    Alter a = {.arena = arena, .live = live, .want = want, .field = field, .step = step};
    for (size_t i = 0; step && i < step->folded.len; i++)
        if (step->folded.at[i]->parent == want)
            vec_push(arena, &a.parts, step->folded.at[i]);
        else
            vec_push(arena, &a.columns, step->folded.at[i]);
    if (field && goes_with_table(&a))
        return a.sql;
    if (field && field->form == FORM_GRANTS && field->set)
        return sql_grants_change(arena, live, want, field, attr);
    const Object *have = catalog_find(live, want->id);
    bool options = field && field->form == FORM_OPTIONS && field->set;
    bool place = field && (field->flags & FIELD_APART) && have;
    Str set = field && !options && !place ? sql_set(arena, want, field, attr) : (Str){0};
    if (place) {
        say_all(&a,
                move_table(arena, &(Step){STEP_LEAVE, .object = have, .field = field, .attr = attr},
                           live));
        say_all(&a,
                move_table(arena, &(Step){STEP_ENTER, .object = want, .field = field, .attr = attr},
                           live));
    } else if (options) {
        say_all(&a, sql_change_options(arena, want, field,
                                       have ? object_value(have, field->name) : (Value){0},
                                       attr ? attr->value : (Value){0}));
    } else if (set.ptr) {
        say(&a, set);
    } else if (special[want->id.kind]) {
        special[want->id.kind](&a);
    } else if (!(kinds[want->id.kind].flags & KIND_HAS_DATA)) {
        make_again(&a);
    }
    return a.sql;
}

StrVec sql_alter(Arena *arena, const Catalog *live, const Object *want, const Field *field,
                 const Attr *attr)
{
    return alter(arena, live, want, field, attr, NULL);
}

StrVec sql_statements(Arena *arena, const Step *step, const Catalog *live)
{
    if (step->type == STEP_ALTER)
        return alter(arena, live, step->object, step->field, step->attr, step);
    if (step->type == STEP_SET && step->field->form == FORM_GRANTS)
        return sql_grants_birth(arena, live, step->object, step->field, step->attr);
    if (step->type == STEP_LEAVE || step->type == STEP_ENTER)
        return move_table(arena, step, live);
    if (step->type == STEP_CREATE && (step->pace == PACE_OUTSIDE || step->unvalidated || step->by))
        return sql_create_online(arena, step);
    StrVec one = {0};
    vec_push(arena, &one, sql_step(arena, step, SQL_PLAIN));
    return one;
}
