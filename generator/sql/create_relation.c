/* Tables and views, and what is said of one behind them. */
#include "sql/create.h"

#include "text/quote.h"

void create_table(Create *c)
{
    put_text(c, "CREATE ");
    put_flag(c, "unlogged", "UNLOGGED ");
    put_text(c, c->object->id.kind == KIND_FOREIGN_TABLE ? "FOREIGN TABLE " : "TABLE ");
    put_text(c, if_not_exists(c));
    put_fill(c, "{name} (");
    put_text(c, put_lines(c, "\n    ", ",\n    ") ? "\n)" : ")");
    Value parents = object_value(c->object, "inherits");
    if (parents.count) {
        put_text(c, " INHERITS (");
        put_words(c, parents, ", ");
        put_text(c, ")");
    }
    put_clause(c, " PARTITION BY ", create_text(c, "partition_by"));
    put_ident(c, " USING ", create_text(c, "access_method"));
    put_options(c, object_value(c->object, "with"));
    put_ident(c, " TABLESPACE ", create_text(c, "tablespace"));
    put_ident(c, " SERVER ", create_text(c, "server"));
    put_foreign_options(c);
}

void create_view(Create *c)
{
    put_text(c, "CREATE ");
    put_text(c, or_replace(c));
    put_fill(c, "VIEW {name}");
    put_columns(c, " ", object_value(c->object, "columns"));
    put_options(c, object_value(c->object, "with"));
    put_clause(c, " AS\n", create_text(c, "query"));
}

void create_materialized_view(Create *c)
{
    put_text(c, "CREATE MATERIALIZED VIEW ");
    put_text(c, if_not_exists(c));
    put_fill(c, "{name}");
    put_columns(c, " ", object_value(c->object, "columns"));
    put_ident(c, " USING ", create_text(c, "method"));
    put_options(c, object_value(c->object, "with"));
    put_clause(c, " AS\n", create_text(c, "query"));
    put_flag(c, "no_data", "\n  WITH NO DATA");
}

void create_index(Create *c)
{
    put_text(c, "CREATE ");
    put_flag(c, "unique", "UNIQUE ");
    put_text(c, c->concurrently ? "INDEX CONCURRENTLY " : "INDEX ");
    put_ident(c, if_not_exists(c), c->object->id.sub);
    put_fill(c, of_partitioned(c) ? " ON ONLY {relation}" : " ON {relation}");
    put_ident(c, " USING ", create_text(c, "method"));
    put_text(c, " (");
    put_words(c, object_value(c->object, "columns"), ", ");
    put_text(c, ")");
    put_columns(c, " INCLUDE ", object_value(c->object, "include"));
    put_flag(c, "nulls_not_distinct", " NULLS NOT DISTINCT");
    put_options(c, object_value(c->object, "with"));
    put_ident(c, " TABLESPACE ", create_text(c, "tablespace"));
    Str where = create_text(c, "where");
    if (where.ptr) {
        put_clause(c, " WHERE (", where);
        put_text(c, ")");
    }
}

void create_rule(Create *c)
{
    put_text(c, "CREATE ");
    put_text(c, or_replace(c));
    put_fill(c, "RULE {name} AS ");
    w_raw(&c->w, create_text(c, "definition"));
}

void create_statistics(Create *c)
{
    Value list = object_value(c->object, "kinds");
    put_text(c, "CREATE STATISTICS ");
    put_text(c, if_not_exists(c));
    put_fill(c, "{name}");
    put_columns(c, " ", list);
    put_text(c, " ON ");
    put_words(c, object_value(c->object, "keys"), ", ");
    put_clause(c, " FROM ", create_text(c, "table"));
}

void create_column_comment(Create *c)
{
    put_fill(c, "COMMENT ON COLUMN {relation}.{name} IS ");
    w_raw(&c->w, sql_literal(c->arena, create_text(c, "text")));
}

void create_policy(Create *c)
{
    put_fill(c, "CREATE POLICY {name} ON {relation}");
    put_flag(c, "restrictive", " AS RESTRICTIVE");
    put_clause(c, " FOR ", str_upper(c->arena, create_text(c, "for")));
    Value roles = object_value(c->object, "to");
    if (roles.count)
        put_clause(c, " TO ", idents(c->arena, roles));
    Str using = create_text(c, "using"), check = create_text(c, "check");
    if (using.ptr)
        put_clause(c, "\n    USING (", str_format(c->arena, "%.*s)", STR_ARG(using)));
    if (check.ptr)
        put_clause(c, "\n    WITH CHECK (", str_format(c->arena, "%.*s)", STR_ARG(check)));
}
