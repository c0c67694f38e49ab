#include "sql/create.h"

#include "text/quote.h"

void put_text(Create *c, const char *s)
{
    w_raw(&c->w, str_of(s));
}

void put_fill(Create *c, const char *s)
{
    w_raw(&c->w, sql_fill(c->arena, s, c->object, (Str){0}));
}

Str create_text(const Create *c, const char *field)
{
    int at = kind_field(c->object->id.kind, str_of(field));
    Str value = object_text(c->object, field);
    Form form = at < 0 ? FORM_NONE : kinds[c->object->id.kind].fields[at].form;
    return form == FORM_EXPR || form == FORM_QUERY ? sql_fragment(c->arena, value) : value;
}

Str create_literal(const Create *c, const char *field)
{
    Str value = create_text(c, field);
    return value.ptr ? sql_literal(c->arena, value) : value;
}

void put_flag(Create *c, const char *field, const char *words)
{
    if (object_bool(c->object, field))
        put_text(c, words);
}

void put_clause(Create *c, const char *before, Str value)
{
    if (!value.ptr)
        return;
    put_text(c, before);
    w_raw(&c->w, value);
}

void put_ident(Create *c, const char *before, Str name)
{
    if (name.ptr)
        put_clause(c, before, sql_ident(c->arena, name));
}

Str idents(Arena *arena, Value names)
{
    StrVec quoted = {0};
    for (uint32_t i = 0; i < names.count; i++)
        vec_push(arena, &quoted, sql_ident(arena, names.list[i]));
    return str_join(arena, &quoted, S(", "));
}

void put_columns(Create *c, const char *before, Value names)
{
    if (!names.count)
        return;
    put_text(c, before);
    put_text(c, "(");
    w_raw(&c->w, idents(c->arena, names));
    put_text(c, ")");
}

void put_words(Create *c, Value list, const char *between)
{
    for (uint32_t i = 0; i < list.count; i++) {
        if (i)
            put_text(c, between);
        w_raw(&c->w, sql_fragment(c->arena, list.list[i]));
    }
}

void put_options(Create *c, Value list)
{
    if (!list.count)
        return;
    put_clause(c, " WITH (", sql_options(c->arena, list, true));
    put_text(c, ")");
}

void put_collation(Create *c)
{
    put_clause(c, " COLLATE ", create_text(c, "collation"));
}

void put_foreign_options(Create *c)
{
    Value list = object_value(c->object, "options");
    for (uint32_t i = 0; i < list.count; i++) {
        Str value = list.list[i], name;
        str_split(&value, '=', &name);
        put_text(c, i ? ", " : " OPTIONS (");
        w_raw(&c->w, sql_ident(c->arena, name));
        put_clause(c, " ", sql_literal(c->arena, value));
    }
    put_text(c, list.count ? ")" : "");
}

void put_deferral(Create *c)
{
    put_flag(c, "deferrable", " DEFERRABLE");
    put_flag(c, "initially_deferred", " INITIALLY DEFERRED");
}

Str pair_name(Arena *arena, Value pair)
{
    return pair.count == 2 ? sql_qualified(arena, pair.list[0], pair.list[1]) : (Str){0};
}

bool of_partitioned(const Create *c)
{
    return c->object->parent && object_attr(c->object->parent, "partition_by");
}

const char *if_not_exists(const Create *c)
{
    return c->mode == SQL_AGAIN ? "IF NOT EXISTS " : "";
}

const char *or_replace(const Create *c)
{
    return c->mode == SQL_REPLACE ? "OR REPLACE " : "";
}

Str operand(Arena *arena, Str text)
{
    int depth = 0;
    char quote = 0;
    bool blank = false;
    for (size_t i = 0; i < text.len; i++) {
        char ch = text.ptr[i];
        if (quote || ch == '\'' || ch == '"') {
            quote = !quote ? ch : ch == quote ? 0 : quote;
            continue;
        }
        depth += (ch == '(') - (ch == ')');
        blank |= !depth && (ch == ' ' || ch == '\n' || ch == '\t');
    }
    return blank ? str_format(arena, "(%.*s)", STR_ARG(text)) : text;
}
