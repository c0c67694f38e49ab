#include "sql/sql.h"

#include "sql/grants.h"
#include "text/quote.h"

#include <string.h>

/* toast.fillfactor is two names. */
static Str option_name(Arena *arena, Str name)
{
    Str rest = name, space = {0};
    str_split(&rest, '.', &space);
    return rest.ptr ? sql_qualified(arena, space, rest) : sql_ident(arena, name);
}

Str sql_options(Arena *arena, Value options, bool values)
{
    StrVec parts = {0};
    for (uint32_t i = 0; i < options.count; i++) {
        Str value = options.list[i], name;
        str_split(&value, '=', &name);
        Str part = option_name(arena, name);
        if (values)
            part =
                str_format(arena, "%.*s=%.*s", STR_ARG(part), STR_ARG(sql_literal(arena, value)));
        vec_push(arena, &parts, part);
    }
    return str_join(arena, &parts, S(", "));
}

/* The option of that name in a list, or absent. */
static Str option_of(Value options, Str name)
{
    for (uint32_t i = 0; i < options.count; i++) {
        Str value = options.list[i], own;
        str_split(&value, '=', &own);
        if (str_eq(own, name))
            return options.list[i];
    }
    return (Str){0};
}

static Str pair_statement(Arena *arena, const Object *object, const char *text, Str pair)
{
    Str both[2] = {{0}, pair};
    str_split(&both[1], '=', &both[0]);
    return sql_fill_list(arena, text, object, (Str){0}, value_list(both, 2));
}

static void say_options(Arena *arena, StrVec *sql, const Object *object, const Field *field,
                        const StrVec *options, bool set)
{
    const char *text = set ? field->set : field->reset;
    if (!options->len || !text)
        return;
    for (size_t i = 0; (field->flags & FIELD_EACH) && i < options->len; i++)
        vec_push(arena, sql, pair_statement(arena, object, text, options->at[i]));
    if (!(field->flags & FIELD_EACH))
        vec_push(arena, sql,
                 sql_fill(arena, text, object, sql_options(arena, value_of_vec(options), set)));
}

StrVec sql_change_options(Arena *arena, const Object *object, const Field *field, Value have,
                          Value want)
{
    StrVec sql = {0}, removed = {0}, changed = {0};
    for (uint32_t i = 0; i < have.count; i++) {
        Str value = have.list[i], name;
        str_split(&value, '=', &name);
        if (!option_of(want, name).ptr)
            vec_push(arena, &removed, have.list[i]);
    }
    for (uint32_t i = 0; i < want.count; i++) {
        Str value = want.list[i], name;
        str_split(&value, '=', &name);
        Str old = option_of(have, name);
        if (!old.ptr || !str_eq(old, want.list[i]))
            vec_push(arena, &changed, want.list[i]);
    }
    say_options(arena, &sql, object, field, &removed, false);
    say_options(arena, &sql, object, field, &changed, true);
    return sql;
}

/* A value as SQL, by the form of its field. */
static Str value_sql(Arena *arena, const Field *field, const Value *value)
{
    switch (field->form) {
    case FORM_TEXT:
        return field->flags & FIELD_RAW ? value->text : sql_literal(arena, value->text);
    case FORM_OPTIONS:
        return sql_options(arena, *value, true);
    case FORM_NAME:
        return sql_ident(arena, value->text);
    case FORM_NAMES: {
        StrVec names = {0};
        for (uint32_t i = 0; i < value->count; i++)
            vec_push(arena, &names, sql_ident(arena, value->list[i]));
        return str_join(arena, &names, S(", "));
    }
    case FORM_TEXTS: {
        StrVec texts = {0};
        for (uint32_t i = 0; i < value->count; i++)
            vec_push(arena, &texts, value->list[i]);
        return sql_literal(arena, str_join(arena, &texts, S(", ")));
    }
    case FORM_EXPR:
        return sql_fragment(arena, value->text);
    case FORM_CHOICE:
        return str_upper(arena, value->text);
    default:
        return value->text;
    }
}

/* Words of trigger states as ALTER TABLE has them. */
static Str trigger_state(Str state)
{
    if (str_is(state, "disabled"))
        return S("DISABLE");
    return str_is(state, "always") ? S("ENABLE ALWAYS") : S("ENABLE REPLICA");
}

Str sql_set(Arena *arena, const Object *object, const Field *field, const Attr *attr)
{
    if (field->form == FORM_GRANTS && field->set && attr) {
        StrVec grants = sql_grants_birth(arena, NULL, object, field, attr);
        return str_join(arena, &grants, S(";\n"));
    }
    const char *text = attr ? field->set : field->reset;
    if (!text)
        return (Str){0};
    if (field->flags & FIELD_EACH) {
        StrVec each =
            sql_change_options(arena, object, field, (Value){0}, attr ? attr->value : (Value){0});
        return str_join(arena, &each, S(";\n"));
    }
    Value list = attr ? attr->value : object_value(object, field->name);
    if (list.type == VALUE_LIST && strstr(text, "{value 1}"))
        return sql_fill_list(arena, text, object, (Str){0}, list);
    Str value = attr ? value_sql(arena, field, &attr->value) : (Str){0};
    if (attr && field->form == FORM_CHOICE && str_is(str_of(field->name), "enabled"))
        value = trigger_state(attr->value.text);
    return sql_fill(arena, text, object, value);
}

static Str on_condition(Arena *arena, Str condition, Str statements)
{
    Str body = str_format(arena, " BEGIN IF %.*s THEN\n%.*s;\nEND IF; END ", STR_ARG(condition),
                          STR_ARG(statements));
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("do"))));
}

Str sql_guarded(Arena *arena, const Object *object, bool absent, Str statements)
{
    Str condition = sql_absent(arena, object);
    return on_condition(arena,
                        absent ? condition : str_format(arena, "NOT (%.*s)", STR_ARG(condition)),
                        statements);
}

Str sql_on_stub(Arena *arena, const Object *view, Str statements)
{
    Str reads = sql_fill(arena,
                         "NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_depend"
                         " d ON d.objid = r.oid\n    AND d.classid = 'pg_catalog.pg_rewrite'::"
                         "regclass WHERE r.ev_class = to_regclass({name''})\n    AND r.rulename = "
                         "'_RETURN' AND d.refobjid <> r.ev_class AND d.refclassid IN\n    "
                         "('pg_catalog.pg_class'::regclass, 'pg_catalog.pg_proc'::regclass))",
                         view, (Str){0});
    return on_condition(arena, reads, statements);
}

static Str drop_statements(Arena *arena, const Object *object, SqlMode mode)
{
    if (object->id.kind == KIND_DEFAULT_PRIVILEGES) {
        Value given = object_value(object, "grants");
        StrVec statements = sql_default_privileges(arena, object, &given, NULL);
        return str_join(arena, &statements, S(";\n"));
    }
    if (object->id.kind == KIND_MEMBER) {
        StrVec statements = sql_member_rights(arena, object, NULL);
        return str_join(arena, &statements, S(";\n"));
    }
    return sql_fill(arena, kinds[object->id.kind].drop, object,
                    mode == SQL_AGAIN ? S("if exists") : (Str){0});
}

/* DROP … IF EXISTS says it all by itself; where something else is said, or more, a condition does.
 */
static bool drops_again(const Object *object)
{
    const char *drop = kinds[object->id.kind].drop;
    return drop && strstr(drop, "{if_exists}") && !strchr(drop, ';');
}

Str sql_drop(Arena *arena, const Object *object, SqlMode mode)
{
    Str statements = drop_statements(arena, object, mode);
    bool guard = mode == SQL_AGAIN && kinds[object->id.kind].absent && !drops_again(object);
    return guard ? sql_guarded(arena, object, false, statements) : statements;
}

/* A table in its place cannot be put there again. */
static Str attach_once(Arena *arena, const Step *step)
{
    Str name =
        sql_literal(arena, sql_qualified(arena, step->object->id.schema, step->object->id.object));
    Str body =
        str_format(arena,
                   " BEGIN IF NOT EXISTS (SELECT FROM pg_catalog.pg_inherits WHERE inhrelid "
                   "= to_regclass(%.*s)) THEN\n%.*s;\nEND IF; END ",
                   STR_ARG(name), STR_ARG(sql_set(arena, step->object, step->field, step->attr)));
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("do"))));
}

/* ANALYZE table (columns). */
static Str analyze(Arena *arena, const Step *step)
{
    StrVec names = {0};
    for (size_t i = 0; i < step->folded.len; i++)
        vec_push(arena, &names, sql_ident(arena, step->folded.at[i]->id.sub));
    return sql_fill(arena, "ANALYZE {name} ({value})", step->object,
                    str_join(arena, &names, S(", ")));
}

static Str drop_step(Arena *arena, const Step *step, SqlMode mode)
{
    if (step->only)
        return sql_fill(arena, "ALTER TABLE ONLY {relation} DROP COLUMN {name}", step->object,
                        (Str){0});
    if (step->pace == PACE_OUTSIDE)
        return sql_fill(arena, "DROP INDEX CONCURRENTLY {schema}.{name}", step->object, (Str){0});
    return str_format(arena, "%.*s%s", STR_ARG(sql_drop(arena, step->object, mode)),
                      step->cascade ? " CASCADE" : "");
}

/* A view with the columns of its shape ("id" bigint COLLATE "C"), and no row. */
static Str stub_step(Arena *arena, const Step *step, SqlMode mode)
{
    StrVec columns = {0};
    Value shape = object_value(step->object, "shape");
    for (uint32_t i = 0; i < shape.count; i++) {
        Str type = shape.list[i], name = sql_take_ident(&type);
        vec_push(arena, &columns,
                 str_format(arena, "NULL::%.*s AS %.*s", STR_ARG(type), STR_ARG(name)));
    }
    Str text = str_format(arena, "CREATE %sVIEW {name} AS\nSELECT {value}\n WHERE false",
                          step->stubbed ? "OR REPLACE " : "");
    Str sql = sql_fill(arena, text.ptr, step->object, str_join(arena, &columns, S(",\n       ")));
    return mode == SQL_AGAIN ? sql_guarded(arena, step->object, !step->stubbed, sql) : sql;
}

Str sql_step(Arena *arena, const Step *step, SqlMode mode)
{
    switch (step->type) {
    case STEP_CREATE:
        return sql_create(arena, step->object, step->folded.at, step->folded.len,
                          step->stubbed && mode == SQL_PLAIN ? SQL_REPLACE : mode);
    case STEP_SET:
        return mode == SQL_AGAIN && (step->field->flags & FIELD_APART)
                   ? attach_once(arena, step)
                   : sql_set(arena, step->object, step->field, step->attr);
    case STEP_RENAME:
        return sql_rename(arena, step->object, step->name);
    case STEP_ANALYZE:
        return analyze(arena, step);
    case STEP_STUB:
        return stub_step(arena, step, mode);
    default:
        return drop_step(arena, step, mode);
    }
}
