/* What stands alone: all but tables, views, routines and their parts. */
#include "sql/create.h"

#include "sql/grants.h"
#include "text/quote.h"

void create_schema(Create *c)
{
    put_fill(c, "CREATE SCHEMA {name}");
}

void create_extension(Create *c)
{
    put_fill(c, "CREATE EXTENSION IF NOT EXISTS {name}");
    put_ident(c, " WITH SCHEMA ", create_text(c, "in_schema"));
}

void create_member(Create *c)
{
    StrVec statements = sql_member_rights(c->arena, NULL, c->object);
    w_raw(&c->w, str_join(c->arena, &statements, S(";\n")));
}

/* `key = value` inside parentheses. */
static void entry(Create *c, bool *first, const char *key, Str value)
{
    if (!value.ptr)
        return;
    put_text(c, *first ? " (" : ", ");
    put_text(c, key);
    put_clause(c, " = ", value);
    *first = false;
}

void create_collation(Create *c)
{
    bool first = true;
    put_text(c, "CREATE COLLATION ");
    put_text(c, if_not_exists(c));
    put_fill(c, "{name}");
    Str provider = create_text(c, "provider");
    entry(c, &first, "provider", provider.ptr ? provider : S("libc"));
    entry(c, &first, "locale", create_literal(c, "locale"));
    entry(c, &first, "lc_collate", create_literal(c, "lc_collate"));
    entry(c, &first, "lc_ctype", create_literal(c, "lc_ctype"));
    if (object_bool(c->object, "nondeterministic"))
        entry(c, &first, "deterministic", S("false"));
    put_text(c, ")");
}

void create_sequence(Create *c)
{
    put_text(c, "CREATE ");
    put_flag(c, "unlogged", "UNLOGGED ");
    put_text(c, "SEQUENCE ");
    put_text(c, if_not_exists(c));
    put_fill(c, "{name}");
    put_clause(c, " AS ", create_text(c, "type"));
    w_raw(&c->w, sql_sequence_options(c->arena, c->object));
}

/* --- types --- */

void create_enum(Create *c)
{
    Value labels = object_value(c->object, "labels");
    put_fill(c, "CREATE TYPE {name} AS ENUM (");
    for (uint32_t i = 0; i < labels.count; i++) {
        put_text(c, i ? ", " : "");
        w_raw(&c->w, sql_literal(c->arena, labels.list[i]));
    }
    put_text(c, ")");
}

void create_range(Create *c)
{
    bool first = true;
    Str multirange = create_text(c, "multirange");
    put_fill(c, "CREATE TYPE {name} AS RANGE");
    entry(c, &first, "SUBTYPE", create_text(c, "subtype"));
    entry(c, &first, "SUBTYPE_OPCLASS", create_text(c, "opclass"));
    entry(c, &first, "COLLATION", create_text(c, "collation"));
    entry(c, &first, "CANONICAL", create_text(c, "canonical"));
    entry(c, &first, "SUBTYPE_DIFF", create_text(c, "difference"));
    if (multirange.ptr)
        entry(c, &first, "MULTIRANGE_TYPE_NAME",
              sql_qualified(c->arena, c->object->id.schema, multirange));
    put_text(c, ")");
}

void create_type(Create *c)
{
    put_fill(c, "CREATE TYPE {name} AS (");
    put_text(c, put_lines(c, "\n    ", ",\n    ") ? "\n)" : ")");
}

void create_domain(Create *c)
{
    put_fill(c, "CREATE DOMAIN {name} AS ");
    w_raw(&c->w, create_text(c, "type"));
    put_collation(c);
    put_clause(c, " DEFAULT ", operand(c->arena, create_text(c, "default_sql")));
    put_flag(c, "not_null", " NOT NULL");
    (void)put_lines(c, "\n    ", "\n    ");
}

/* --- what is foreign, what is published --- */

void create_wrapper(Create *c)
{
    put_fill(c, "CREATE FOREIGN DATA WRAPPER {name}");
    put_clause(c, " HANDLER ", create_text(c, "handler"));
    put_clause(c, " VALIDATOR ", create_text(c, "validator"));
    put_foreign_options(c);
}

void create_server(Create *c)
{
    Str type = create_text(c, "type"), version = create_text(c, "version");
    put_text(c, "CREATE SERVER ");
    put_text(c, if_not_exists(c));
    put_fill(c, "{name}");
    put_clause(c, " TYPE ", type.ptr ? sql_literal(c->arena, type) : type);
    put_clause(c, " VERSION ", version.ptr ? sql_literal(c->arena, version) : version);
    put_ident(c, " FOREIGN DATA WRAPPER ", create_text(c, "wrapper"));
    put_foreign_options(c);
}

void create_user_mapping(Create *c)
{
    put_text(c, "CREATE USER MAPPING ");
    put_text(c, if_not_exists(c));
    put_fill(c, "FOR {name} SERVER {relation}");
    put_foreign_options(c);
}

void create_publication(Create *c)
{
    Value publish = object_value(c->object, "publish");
    StrVec settings = {0}, events = {0};
    put_fill(c, "CREATE PUBLICATION {name}");
    put_flag(c, "all_tables", " FOR ALL TABLES");
    for (uint32_t i = 0; i < publish.count; i++)
        vec_push(c->arena, &events, publish.list[i]);
    Str all = str_join(c->arena, &events, S(", "));
    if (events.len)
        vec_push(c->arena, &settings,
                 str_format(c->arena, "publish = %.*s", STR_ARG(sql_literal(c->arena, all))));
    if (object_bool(c->object, "via_root"))
        vec_push(c->arena, &settings, S("publish_via_partition_root = true"));
    if (settings.len)
        put_clause(c, " WITH (",
                   str_format(c->arena, "%.*s)", STR_ARG(str_join(c->arena, &settings, S(", ")))));
}

void create_publication_schema(Create *c)
{
    put_fill(c, "ALTER PUBLICATION {name} ADD TABLES IN SCHEMA {schema}");
}

void create_publication_table(Create *c)
{
    Str where = create_text(c, "where");
    put_fill(c, "ALTER PUBLICATION {name} ADD TABLE ONLY {relation}");
    put_columns(c, " ", object_value(c->object, "columns"));
    if (where.ptr)
        put_clause(c, " WHERE (", str_format(c->arena, "%.*s)", STR_ARG(where)));
}

/* Nothing is asked of the publisher: its slot is made there by hand. */
void create_subscription(Create *c)
{
    Str connection = create_text(c, "connection"), slot = create_text(c, "slot");
    Str commit = create_text(c, "synchronous_commit");
    put_fill(c, "CREATE SUBSCRIPTION {name}");
    put_clause(c, "\n    CONNECTION ", sql_literal(c->arena, connection.ptr ? connection : S("")));
    put_clause(c, "\n    PUBLICATION ", idents(c->arena, object_value(c->object, "publications")));
    put_text(c, "\n    WITH (connect = false, enabled = false");
    put_clause(c,
               ", slot_name = ", sql_literal(c->arena, slot.ptr ? slot : object_name(c->object)));
    put_flag(c, "binary", ", binary = true");
    put_flag(c, "streaming", ", streaming = true");
    put_flag(c, "two_phase", ", two_phase = true");
    put_flag(c, "disable_on_error", ", disable_on_error = true");
    put_clause(c, ", synchronous_commit = ", commit.ptr ? sql_literal(c->arena, commit) : commit);
    put_text(c, ")");
}

/* --- the rest --- */

void create_sql_object(Create *c)
{
    Str text = str_trim(create_text(c, "create"));
    while (text.len && text.ptr[text.len - 1] == ';')
        text = str_trim(str_slice(text, 0, text.len - 1));
    w_raw(&c->w, text);
}

void create_default_privileges(Create *c)
{
    Value wanted = object_value(c->object, "grants");
    StrVec statements = sql_default_privileges(c->arena, c->object, NULL, &wanted);
    w_raw(&c->w, str_join(c->arena, &statements, S(";\n")));
}
