#include "sql/sql.h"

#include "sql/grants.h"
#include "text/quote.h"

#include <string.h>

/* A value as SQL, by the form of its field. */
static Str value_sql(Arena *arena, const Field *field, const Value *value)
{
    switch (field->form) {
    case FORM_TEXT:
        /* the name of a column or a comment */
        return field->flags & FIELD_LAST ? value->text : sql_literal(arena, value->text);
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
    Str value = attr ? value_sql(arena, field, &attr->value) : (Str){0};
    if (attr && field->form == FORM_CHOICE && str_is(str_of(field->name), "enabled"))
        value = trigger_state(attr->value.text);
    return sql_fill(arena, text, object, value);
}

Str sql_guarded(Arena *arena, const Object *object, bool absent, Str statements)
{
    Str condition = sql_absent(arena, object);
    Str body =
        str_format(arena, " BEGIN IF %s%.*s%s THEN\n%.*s;\nEND IF; END ", absent ? "" : "NOT (",
                   STR_ARG(condition), absent ? "" : ")", STR_ARG(statements));
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("do"))));
}

static Str drop_statements(Arena *arena, const Object *object, SqlMode mode)
{
    if (object->id.kind == KIND_DEFAULT_PRIVILEGES) {
        Value given = object_value(object, "grants");
        StrVec statements = sql_default_privileges(arena, object, &given, NULL);
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

Str sql_step(Arena *arena, const Step *step, SqlMode mode)
{
    switch (step->type) {
    case STEP_CREATE:
        return sql_create(arena, step->object, step->folded.at, step->folded.len, mode);
    case STEP_SET:
        return sql_set(arena, step->object, step->field, step->attr);
    default:
        return sql_drop(arena, step->object, mode);
    }
}
