#include "sql/purge.h"

#include "catalog/trash.h"
#include "sql/sql.h"
#include "text/quote.h"

typedef struct {
    Arena *arena;
    const Objects *users; /* by index, as `known` */
    bool *known;
    Objects gone;
} Going;

static bool inherits(const Object *column, const Object *from)
{
    for (size_t i = 0; i < column->edges.len; i++)
        if (column->edges.at[i].type == EDGE_INHERITED && column->edges.at[i].to == from)
            return true;
    return false;
}

/* A column goes with those that it inherits, and with its heirs. */
static void add_column(Going *g, const Object *column)
{
    if (g->known[column->index])
        return;
    g->known[column->index] = true;
    vec_push(g->arena, &g->gone, column);
    for (size_t i = 0; i < column->edges.len; i++)
        if (column->edges.at[i].type == EDGE_INHERITED)
            add_column(g, column->edges.at[i].to);
    const Objects *users = &g->users[column->index];
    for (size_t i = 0; i < users->len; i++)
        if (users->at[i]->id.kind == KIND_COLUMN && inherits(users->at[i], column))
            add_column(g, users->at[i]);
}

/* The plan that drops it, from a catalog in which it is. */
static Plan removal(Arena *arena, const Trash *trash, const Catalog *from, Catalog **to,
                    Diags *diags)
{
    Going g = {.arena = arena,
               .users = catalog_users(arena, from),
               .known = NEW_ARRAY(arena, bool, from->objects.len)};
    StrVec all = {0};
    for (size_t i = 0; i < trash->aside.len; i++) {
        const Object *object = catalog_find(from, trash->aside.at[i]->id);
        if (object && object->id.kind == KIND_COLUMN)
            add_column(&g, object);
        else if (object)
            vec_push(arena, &g.gone, object);
    }
    for (size_t i = 0; i < trash->schemas.len; i++) {
        const Object *schema =
            catalog_find(from, (ObjectId){KIND_SCHEMA, trash->schemas.at[i], {0}, {0}});
        if (schema && object_is_trash(schema))
            vec_push(arena, &g.gone, schema);
    }
    *to = catalog_without(arena, from, &g.gone);
    catalog_seal(*to);
    vec_push(arena, &all, S("*"));
    PlanPolicy policy = {.allow_loss = &all, .no_renames = true};
    return plan_changes(arena, from, *to, &policy, diags);
}

Script sql_purge(Arena *arena, const Trash *trash, const Catalog *reached, Diags *diags)
{
    const StrVec none = {0};
    Catalog *after;
    if (!trash->aside.len)
        return (Script){0};
    Plan plan = removal(arena, trash, reached, &after, diags);
    return sql_script(arena, &plan, reached, after, &none, &none);
}

/* --- a second time --- */

/* `taken`: a condition, true while there is something of the name `free`; `rename`: the beginning
 * of the statement that takes the old name away. */
static Str other_name(Arena *arena, Str name, Str taken, Str rename)
{
    Str literal = sql_literal(arena, name);
    Str body = str_format(
        arena,
        "\nDECLARE\n  n integer := 1;\n  free text := %.*s;\nBEGIN\n  WHILE %.*s LOOP\n"
        "    n := n + 1;\n    free := left(%.*s, 58) || '_' || n;\n  END LOOP;\n  IF n > 1 THEN\n"
        "    EXECUTE %.*s || quote_ident(free);\n  END IF;\nEND\n",
        STR_ARG(literal), STR_ARG(taken), STR_ARG(literal),
        STR_ARG(sql_literal(arena, str_format(arena, "%.*s TO ", STR_ARG(rename)))));
    return str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("again"))));
}

static Str other_schema(Arena *arena, Str schema)
{
    return other_name(
        arena, schema, S("to_regnamespace(quote_ident(free)) IS NOT NULL"),
        str_format(arena, "ALTER SCHEMA %.*s RENAME", STR_ARG(sql_ident(arena, schema))));
}

static Str other_column(Arena *arena, const Object *table, Str column)
{
    Str taken =
        sql_fill(arena,
                 "EXISTS (SELECT FROM pg_catalog.pg_attribute\n"
                 "                WHERE attrelid = to_regclass({name''}) AND attname = free)",
                 table, (Str){0});
    Str rename = sql_fill(arena, "ALTER TABLE {name} RENAME COLUMN {value}", table,
                          sql_ident(arena, column));
    return other_name(arena, column, taken, rename);
}

StrVec sql_make_room(Arena *arena, const Trash *trash)
{
    StrVec sql = {0};
    for (size_t i = 0; i < trash->schemas.len; i++)
        if (str_starts(trash->schemas.at[i], S(TRASH_PREFIX)))
            vec_push(arena, &sql, other_schema(arena, trash->schemas.at[i]));
    for (size_t i = 0; i < trash->moves.len; i++) {
        const Move *move = &trash->moves.at[i];
        if (move->to.kind == KIND_COLUMN && str_starts(move->to.sub, S(TRASH_PREFIX)))
            vec_push(arena, &sql, other_column(arena, move->object->parent, move->to.sub));
    }
    return sql;
}

StrVec sql_make_room_in_heirs(Arena *arena, const Trash *trash)
{
    StrVec sql = {0};
    Map aside = {.arena = arena}; /* names of columns */
    for (size_t i = 0; i < trash->aside.len; i++)
        if (trash->aside.at[i]->id.kind == KIND_COLUMN)
            map_put(&aside, trash->aside.at[i]->id.sub, &aside);
    for (size_t i = 0; i < trash->want->objects.len; i++) {
        const Object *column = trash->want->objects.at[i];
        if (column->id.kind == KIND_COLUMN && object_is_trash(column) &&
            map_get(&aside, column->id.sub) && !catalog_find(trash->have, column->id))
            vec_push(arena, &sql, other_column(arena, column->parent, column->id.sub));
    }
    return sql;
}

/* --- what holds nothing --- */

/* What the column was filled with when it was added, where that is more than NULL: its default, if
 * that needs nothing else, which might be gone by then. */
static Str first_value(const Trash *trash, const Object *column)
{
    ObjectId id = column->id;
    id.kind = KIND_DEFAULT;
    const Object *value = catalog_find(trash->have, id);
    for (size_t i = 0; value && i < value->edges.len; i++) {
        const ObjectId *on = &value->edges.at[i].to->id;
        if (!str_eq(on->schema, id.schema) || !str_eq(on->object, id.object))
            return (Str){0};
    }
    return value ? object_text(value, "expression") : (Str){0};
}

/* An SQL condition: there is something in it. Absent for what holds no values of its own. */
static Str holds_values(Arena *arena, const Trash *trash, const Object *object)
{
    if (object->id.kind == KIND_TABLE)
        return sql_fill(arena, "EXISTS (SELECT FROM {name})", object, (Str){0});
    if (object->id.kind == KIND_SEQUENCE)
        return sql_fill(arena, "(SELECT is_called FROM {name})", object, (Str){0});
    if (object->id.kind != KIND_COLUMN || object_attr(object, "generated"))
        return (Str){0};
    Str value = first_value(trash, object);
    const char *text = value.len ? "EXISTS (SELECT FROM {relation} WHERE {name} IS DISTINCT FROM "
                                   "({value}))"
                                 : "EXISTS (SELECT FROM {relation} WHERE {name} IS NOT NULL)";
    return sql_fill(arena, text, object, sql_fragment(arena, value));
}

StrVec sql_keep(Arena *arena, const Trash *trash, const Loss *loss)
{
    const Object *object = loss->object;
    Str held = holds_values(arena, trash, object), path = object_path(arena, object);
    StrVec sql = {0};
    if (!held.len || object->id.kind == KIND_SEQUENCE)
        return sql;
    Str said = str_format(arena, "%.*s would be lost with %s: it cannot be put aside, since %.*s",
                          STR_ARG(object_show(arena, object)),
                          object->parent ? "its values" : "its rows", STR_ARG(loss->why));
    Str hint = str_format(arena,
                          "Nothing was changed. Take them elsewhere and away, and run this again; "
                          "or plan with --allow-loss '%.*s'.",
                          STR_ARG(path));
    Str body = str_format(arena,
                          " BEGIN IF %.*s THEN\nRAISE EXCEPTION USING ERRCODE = "
                          "'object_not_in_prerequisite_state', MESSAGE = %.*s,\n    HINT = "
                          "%.*s;\nEND IF; END ",
                          STR_ARG(held), STR_ARG(sql_literal(arena, said)),
                          STR_ARG(sql_literal(arena, hint)));
    vec_push(arena, &sql,
             str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("guard")))));
    return sql;
}

/* A thing that still holds something, or that such a thing needs, stays. */
static Str sweep_one(Arena *arena, const Trash *trash, const Object *object)
{
    Str drop = sql_drop(arena, object, SQL_PLAIN), held = holds_values(arena, trash, object);
    if (held.len)
        drop = str_format(arena, "IF NOT %.*s THEN\n    %.*s;\n  END IF", STR_ARG(held),
                          STR_ARG(drop));
    return str_format(arena,
                      "BEGIN\n  %.*s;\nEXCEPTION WHEN dependent_objects_still_exist OR "
                      "undefined_table OR undefined_column THEN NULL;\nEND;\n",
                      STR_ARG(drop));
}

StrVec sql_sweep(Arena *arena, const Trash *trash, Diags *diags)
{
    StrVec parts = {0}, one = {0};
    Catalog *after;
    if (!trash->aside.len)
        return one;
    Plan plan = removal(arena, trash, trash->want, &after, diags);
    for (size_t i = 0; i < plan.len; i++)
        vec_push(arena, &parts, sweep_one(arena, trash, plan.at[i].object));
    Str body = str_format(arena, "\nBEGIN\n%.*sEND\n", STR_ARG(str_join(arena, &parts, S(""))));
    vec_push(arena, &one,
             str_format(arena, "DO %.*s", STR_ARG(sql_dollar(arena, body, S("sweep")))));
    return one;
}
