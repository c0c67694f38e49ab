/* Functions, procedures and aggregates, and what calls one. */
#include "sql/create.h"

#include "text/quote.h"

static void transforms(Create *c, Value types)
{
    for (uint32_t i = 0; i < types.count; i++)
        put_clause(c, i ? ", FOR TYPE " : " TRANSFORM FOR TYPE ", types.list[i]);
}

/* name=value, as pg_proc.proconfig has it. */
static void set_setting(Create *c, Str value)
{
    Str name;
    StrVec names = {0}, literals = {0};
    str_split(&value, '=', &name);
    if (sql_setting_is_list(name))
        sql_split_names(c->arena, value, &names);
    else
        vec_push(c->arena, &names, value);
    for (size_t i = 0; i < names.len; i++)
        vec_push(c->arena, &literals, sql_literal(c->arena, names.at[i]));
    put_ident(c, "\nSET ", name);
    put_clause(c, " TO ", str_join(c->arena, &literals, S(", ")));
}

static void function_body(Create *c)
{
    Str atomic = create_text(c, "atomic"), library = create_text(c, "library"),
        body = create_text(c, "body");
    if (atomic.ptr)
        put_clause(c, "\n", atomic);
    else if (library.ptr)
        put_clause(
            c, "\nAS ",
            str_format(c->arena, "%.*s, %.*s", STR_ARG(sql_literal(c->arena, library)),
                       STR_ARG(sql_literal(c->arena, body.ptr ? body : object_name(c->object)))));
    else
        put_clause(c, "\nAS ", sql_dollar(c->arena, body, (Str){0}));
}

void create_function(Create *c)
{
    bool procedure = c->object->id.kind == KIND_PROCEDURE;
    Str name = sql_qualified(c->arena, c->object->id.schema, object_name(c->object));
    Str arguments = create_text(c, "arguments"), returns = create_text(c, "returns");
    put_text(c, "CREATE ");
    put_text(c, or_replace(c));
    put_clause(c, procedure ? "PROCEDURE " : "FUNCTION ", name);
    put_text(c, "(");
    w_raw(&c->w, arguments);
    put_text(c, ")");
    if (!procedure)
        put_clause(c, "\nRETURNS ", returns.ptr ? returns : S("void"));
    put_ident(c, "\nLANGUAGE ", create_text(c, "language"));
    transforms(c, object_value(c->object, "transforms"));
    put_flag(c, "window", " WINDOW");
    put_clause(c, " ", str_upper(c->arena, create_text(c, "volatility")));
    put_flag(c, "strict", " STRICT");
    put_flag(c, "security_definer", " SECURITY DEFINER");
    put_flag(c, "leakproof", " LEAKPROOF");
    put_clause(c, " PARALLEL ", str_upper(c->arena, create_text(c, "parallel")));
    put_clause(c, " COST ", create_text(c, "cost"));
    put_clause(c, " ROWS ", create_text(c, "rows"));
    put_clause(c, " SUPPORT ", create_text(c, "support"));
    Value settings = object_value(c->object, "settings");
    for (uint32_t i = 0; i < settings.count; i++)
        set_setting(c, settings.list[i]);
    function_body(c);
}

void create_aggregate(Create *c)
{
    Str name = sql_qualified(c->arena, c->object->id.schema, object_name(c->object));
    Str arguments = create_text(c, "arguments");
    Value list = object_value(c->object, "options");
    bool first = true;
    put_clause(c, "CREATE AGGREGATE ", name);
    put_clause(c, "(", arguments.ptr ? arguments : S("*"));
    put_text(c, ")");
    for (uint32_t i = 0; i < list.count; i++) {
        Str value = list.list[i], key;
        str_split(&value, '=', &key);
        bool literal = str_is(key, "initcond") || str_is(key, "minitcond");
        bool alone = str_is(value, "true");
        put_text(c, first ? " (" : ", ");
        w_raw(&c->w, str_upper(c->arena, key));
        if (!alone)
            put_clause(c, " = ", literal ? sql_literal(c->arena, value) : value);
        first = false;
    }
    put_text(c, ")");
}

void create_cast(Create *c)
{
    Str context = create_text(c, "context");
    put_fill(c, "CREATE CAST ({object}) ");
    put_clause(c, "", create_text(c, "how"));
    put_clause(c, " AS ", context.ptr ? str_upper(c->arena, context) : context);
}

static void trigger_events(Create *c)
{
    static const char *const order[] = {"insert", "update", "delete", "truncate"};
    Value events = object_value(c->object, "events");
    bool first = true;
    for (size_t i = 0; i < COUNT_OF(order); i++)
        for (uint32_t k = 0; k < events.count; k++) {
            if (!str_is(events.list[k], order[i]))
                continue;
            put_clause(c, first ? " " : " OR ", str_upper(c->arena, events.list[k]));
            first = false;
            Value of = object_value(c->object, "update_columns");
            if (i == 1 && of.count)
                put_clause(c, " OF ", idents(c->arena, of));
            break;
        }
}

void create_trigger(Create *c)
{
    put_text(c, "CREATE ");
    put_flag(c, "constraint", "CONSTRAINT ");
    put_fill(c, "TRIGGER {name}");
    put_clause(c, " ", str_upper(c->arena, create_text(c, "timing")));
    trigger_events(c);
    put_fill(c, " ON {relation}");
    if (object_bool(c->object, "constraint"))
        put_clause(c, " FROM ", create_text(c, "from"));
    put_deferral(c);
    Str old_table = create_text(c, "old_table"), new_table = create_text(c, "new_table");
    if (old_table.ptr || new_table.ptr)
        put_text(c, " REFERENCING");
    put_ident(c, " OLD TABLE AS ", old_table);
    put_ident(c, " NEW TABLE AS ", new_table);
    Str each = create_text(c, "each"), when = create_text(c, "when");
    put_clause(c, "\n    FOR EACH ", each.ptr ? str_upper(c->arena, each) : S("STATEMENT"));
    if (when.ptr) {
        put_clause(c, " WHEN (", when);
        put_text(c, ")");
    }
    put_clause(c, " EXECUTE FUNCTION ", pair_name(c->arena, object_value(c->object, "function")));
    put_text(c, "(");
    Value arguments = object_value(c->object, "arguments");
    for (uint32_t i = 0; i < arguments.count; i++)
        put_clause(c, i ? ", " : "", sql_literal(c->arena, arguments.list[i]));
    put_text(c, ")");
}

void create_event_trigger(Create *c)
{
    Value tags = object_value(c->object, "tags");
    put_fill(c, "CREATE EVENT TRIGGER {name}");
    put_ident(c, " ON ", create_text(c, "event"));
    for (uint32_t i = 0; i < tags.count; i++)
        put_clause(c, i ? ", " : "\n    WHEN TAG IN (", sql_literal(c->arena, tags.list[i]));
    put_text(c, tags.count ? ")" : "");
    put_clause(c, "\n    EXECUTE FUNCTION ",
               pair_name(c->arena, object_value(c->object, "function")));
    put_text(c, "()");
}
