#include "live/read.h"

#include <stdlib.h>

enum { MOST_SERVERS = 2 };

/* What is asked: the objects of a kind, or (KIND_NONE) what is told of all of them in the end. */
typedef struct {
    Str sql;
    KindId kind;
    Rows **answer; /* of KIND_NONE */
} Question;

typedef struct {
    Arena *arena;
    Server *server;
    Templates *templates;
    Diags *diags;
    Catalog *catalog;
    Map by_oid;                    /* "catalog:oid:column" -> Object */
    Server *servers[MOST_SERVERS]; /* the first is `server` */
    size_t server_count;
    VEC(Question) questions;
    Question asked[MOST_SERVERS]; /* of each server */
    size_t asked_count;
    Rows *members, *edges;
} Reader;

/* The rights of rights.acl, on an object of the class rights.class that rights.owner owns. */
static Str grants_expression(Arena *arena, Templates *templates)
{
    return str_trim(
        templates_fill(arena, templates, "catalog/grants.sql", data_map(arena), templates->diags));
}

static Str render_query(Arena *arena, Str name, int version, Templates *templates, Diags *diags)
{
    static const struct {
        const char *name;
        int version;
    } switches[] = {{"server_14", 140000}, {"server_15", 150000}};
    Data *data = data_map(arena);
    data_set_text(arena, data, "grants", grants_expression(arena, templates));
    for (size_t i = 0; i < COUNT_OF(switches); i++)
        data_set_bool(arena, data, switches[i].name, version >= switches[i].version);
    return templates_fill(arena, templates, name.ptr, data, diags);
}

Str catalog_query(Arena *arena, KindId kind, int server_version, Templates *templates, Diags *diags)
{
    Str file = str_replace(arena, str_of(kinds[kind].tag), S(" "), S("_"));
    return render_query(arena, str_format(arena, "catalog/%.*s.sql", STR_ARG(file)), server_version,
                        templates, diags);
}

/* An array as the server prints it: {a,"b c",NULL}. */
static Value read_array(Arena *arena, Str text)
{
    StrVec items = {0};
    size_t i = 1;
    while (i + 1 < text.len) {
        bool quoted = text.ptr[i] == '"';
        char *item = NEW_ARRAY(arena, char, text.len - i), *to = item;
        for (i += quoted; i < text.len; i++) {
            char c = text.ptr[i];
            if (quoted ? c == '"' : c == ',' || c == '}')
                break;
            if (c == '\\')
                c = text.ptr[++i];
            *to++ = c;
        }
        i += quoted;
        *to = '\0';
        vec_push(arena, &items, (Str){item, (size_t)(to - item)});
        i++; /* the comma, or the closing brace */
    }
    return value_of_vec(&items);
}

static Str oid_key(Arena *arena, Str class, Str oid, Str sub)
{
    return str_format(arena, "%.*s:%.*s:%.*s", STR_ARG(class), STR_ARG(oid),
                      STR_ARG(sub.len ? sub : S("0")));
}

/* Where each column of a result goes: a part of the identity, or a field. */
typedef struct {
    int class, oid, subid, schema, object, sub;
    int *fields; /* column -> field, or -1 */
} Layout;

static Layout lay_out(Reader *r, KindId kind, const Rows *rows)
{
    Layout layout = {-1, -1, -1, -1, -1, -1, NEW_ARRAY(r->arena, int, rows_width(rows))};
    struct {
        const char *name;
        int *place;
    } parts[] = {{"_class", &layout.class},   {"_oid", &layout.oid},
                 {"_subid", &layout.subid},   {"_schema", &layout.schema},
                 {"_object", &layout.object}, {"_sub", &layout.sub}};
    for (size_t column = 0; column < rows_width(rows); column++) {
        Str name = str_of(rows_name(rows, column));
        layout.fields[column] = kind_field(kind, name);
        for (size_t i = 0; i < COUNT_OF(parts); i++)
            if (str_is(name, parts[i].name))
                *parts[i].place = (int)column;
    }
    return layout;
}

static Str part(Reader *r, const Rows *rows, size_t row, int column)
{
    return column < 0 ? (Str){0} : str_copy(r->arena, rows_cell(rows, row, (size_t)column));
}

static void read_row(Reader *r, KindId kind, const Rows *rows, size_t row, const Layout *layout)
{
    ObjectId id = {kind, part(r, rows, row, layout->schema), part(r, rows, row, layout->object),
                   part(r, rows, row, layout->sub)};
    Object *object = catalog_add(r->catalog, id, NULL);
    if (!object)
        return;
    for (size_t column = 0; column < rows_width(rows); column++) {
        Str cell = rows_cell(rows, row, column);
        if (layout->fields[column] < 0 || !cell.ptr)
            continue;
        const Field *field = &kinds[kind].fields[layout->fields[column]];
        Value value = field_is_list(field) ? read_array(r->arena, cell)
                                           : value_text(str_copy(r->arena, cell));
        if (field->compare == COMPARE_DECLARED && value.type == VALUE_ABSENT)
            value = VALUE_EMPTY_LIST;
        object_set(r->catalog, object, field->name, value, (Pos){0});
    }
    Str class = layout->class < 0 ? str_of(kinds[kind].classname)
                                  : rows_cell(rows, row, (size_t)layout->class);
    map_put(&r->by_oid,
            oid_key(r->arena, class, rows_cell(rows, row, (size_t)layout->oid),
                    part(r, rows, row, layout->subid)),
            object);
}

static void query_failed(Reader *r, const char *what)
{
    ServerError error = server_error(r->server);
    diag_error(r->diags, "E0704", (Pos){0}, "the %s of the database cannot be read: %.*s", what,
               STR_ARG(error.message));
}

static void read_kind(Reader *r, KindId kind, const Rows *rows)
{
    Layout layout = lay_out(r, kind, rows);
    for (size_t row = 0; row < rows_count(rows); row++)
        read_row(r, kind, rows, row, &layout);
}

/* Which kinds are to be asked for. Meanwhile another connection may come up. */
static bool find_present(Reader *r, bool present[KIND_COUNT])
{
    Str sql = render_query(r->arena, S("catalog/present.sql"), server_version(r->server),
                           r->templates, r->diags);
    bool asked = sql.ptr && server_ask(r->server, sql);
    while (asked && !server_answered(r->servers, r->server_count))
        continue;
    Rows *rows = asked ? server_answer(r->server) : NULL;
    if (sql.ptr && !rows)
        query_failed(r, "kinds of objects");
    if (!rows)
        return false;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        present[kind] = !(kinds[kind].flags & KIND_NOT_READ);
    for (size_t column = 0; column < rows_width(rows); column++) {
        KindId kind = kind_by_tag(str_of(rows_name(rows, column)));
        if (kind != KIND_NONE)
            present[kind] = str_is(rows_cell(rows, 0, column), "t");
    }
    rows_free(rows);
    return true;
}

/* What an extension has brought stands for it. */
static void read_members(Reader *r, const Rows *rows)
{
    for (size_t row = 0; row < rows_count(rows); row++) {
        Str key = oid_key(r->arena, S("pg_extension"), rows_cell(rows, row, 2), (Str){0});
        Object *extension = map_get(&r->by_oid, key);
        if (extension)
            map_put(&r->by_oid,
                    oid_key(r->arena, rows_cell(rows, row, 0), rows_cell(rows, row, 1), (Str){0}),
                    extension);
    }
}

/* A column that has no object of its own (of a view, of an index) stands for its relation. */
static Object *end_of_edge(Reader *r, Str class, Str oid, Str sub)
{
    Object *object = map_get(&r->by_oid, oid_key(r->arena, class, oid, sub));
    return object ? object : map_get(&r->by_oid, oid_key(r->arena, class, oid, (Str){0}));
}

static void read_edges(Reader *r, const Rows *rows)
{
    for (size_t row = 0; row < rows_count(rows); row++) {
        ArenaMark mark = arena_mark(r->arena);
        Object *from = end_of_edge(r, rows_cell(rows, row, 0), rows_cell(rows, row, 1),
                                   rows_cell(rows, row, 2));
        Object *to = end_of_edge(r, rows_cell(rows, row, 3), rows_cell(rows, row, 4),
                                 rows_cell(rows, row, 5));
        arena_rewind(r->arena, mark);
        if (from && to)
            object_depend(r->catalog, from, to, edge_type(rows_cell(rows, row, 6)));
    }
}

/* -- asking -- */

static const char *question_name(const Question *question)
{
    return question->kind == KIND_NONE ? "dependencies" : kinds[question->kind].plural;
}

static void want_template(Reader *r, Str name, Rows **answer)
{
    Str sql = render_query(r->arena, name, server_version(r->server), r->templates, r->diags);
    vec_push(r->arena, &r->questions, (Question){sql, KIND_NONE, answer});
}

static void want_kind(Reader *r, KindId kind)
{
    Str sql = catalog_query(r->arena, kind, server_version(r->server), r->templates, r->diags);
    vec_push(r->arena, &r->questions, (Question){sql, kind, NULL});
}

/* The last is asked first: what takes long, so that no connection is left alone with it. */
static bool want_all(Reader *r, ReadDepth depth, const bool present[KIND_COUNT])
{
    static const KindId long_ones[] = {KIND_DEFAULT, KIND_INDEX, KIND_COLUMN};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        bool is_long = false;
        for (size_t i = 0; i < COUNT_OF(long_ones); i++)
            is_long |= long_ones[i] == (KindId)kind;
        if (present[kind] && !is_long)
            want_kind(r, (KindId)kind);
    }
    for (size_t i = 0; i < COUNT_OF(long_ones); i++)
        if (present[long_ones[i]])
            want_kind(r, long_ones[i]);
    if (depth == READ_EDGES) {
        want_template(r, S("catalog/members.sql"), &r->members);
        want_template(r, S("catalog/dependencies.sql"), &r->edges);
    }
    for (size_t i = 0; i < r->questions.len; i++)
        if (!r->questions.at[i].sql.ptr)
            return false;
    return true;
}

/* Gives each free connection a question. Only the first has to take one. */
static bool ask_next(Reader *r)
{
    for (size_t i = 0; i < r->server_count && r->questions.len; i++) {
        const Question *question = &r->questions.at[r->questions.len - 1];
        if (!server_is_free(r->servers[i]))
            continue;
        if (server_ask(r->servers[i], question->sql)) {
            r->asked[i] = *question;
            r->asked_count++;
            r->questions.len--;
        } else if (i == 0) {
            query_failed(r, question_name(question));
            return false;
        }
    }
    return true;
}

/* What another connection fails at is asked once more on the first, which then tells why. */
static bool take_answer(Reader *r, Server *server)
{
    size_t at = 0;
    while (r->servers[at] != server)
        at++;
    const Question *question = &r->asked[at];
    Rows *rows = server_answer(server);
    r->asked_count--;
    if (!rows && at > 0) {
        r->server_count = at;
        vec_push(r->arena, &r->questions, *question);
        return true;
    }
    if (!rows)
        query_failed(r, question_name(question));
    else if (question->kind == KIND_NONE)
        *question->answer = rows;
    else
        read_kind(r, question->kind, rows);
    if (question->kind != KIND_NONE)
        rows_free(rows);
    return rows != NULL;
}

static bool ask_all(Reader *r)
{
    while (r->questions.len || r->asked_count) {
        if (!ask_next(r))
            return false;
        Server *server = server_answered(r->servers, r->server_count);
        if (server && !take_answer(r, server))
            return false;
    }
    return true;
}

static int compare_edges(const void *a, const void *b)
{
    size_t x = ((const Edge *)a)->to->index, y = ((const Edge *)b)->to->index;
    return (x > y) - (x < y);
}

static bool read_all(Reader *r, ReadDepth depth)
{
    bool present[KIND_COUNT];
    if (!find_present(r, present) || !want_all(r, depth, present) || !ask_all(r))
        return false;
    if (depth == READ_EDGES) {
        read_members(r, r->members);
        read_edges(r, r->edges);
    }
    return true;
}

static Catalog *seal(Catalog *catalog)
{
    catalog_seal(catalog);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        if (object->edges.len)
            qsort(object->edges.at, object->edges.len, sizeof(Edge), compare_edges);
    }
    return catalog;
}

static Catalog *read_with(Arena *arena, Server *server, bool together, Templates *templates,
                          ReadDepth depth, Diags *diags)
{
    Reader r = {arena, server, templates, diags, catalog_new(arena), {.arena = arena}};
    r.catalog->server_major = server_version(server) / 10000;
    bool own = !server_in_transaction(server);
    if (own && !server_begin_reading(server, 0)) {
        query_failed(&r, "catalog");
        return NULL;
    }
    Server *second = together ? server_join(server) : NULL;
    r.servers[r.server_count++] = server;
    if (second)
        r.servers[r.server_count++] = second;
    bool ok = read_all(&r, depth);
    server_close(second);
    rows_free(r.members);
    rows_free(r.edges);
    if (own)
        server_end_reading(server);
    return ok ? seal(r.catalog) : NULL;
}

Catalog *catalog_read(Arena *arena, Server *server, Templates *templates, ReadDepth depth,
                      Diags *diags)
{
    return read_with(arena, server, false, templates, depth, diags);
}

Catalog *catalog_read_together(Arena *arena, Server *server, Templates *templates, ReadDepth depth,
                               Diags *diags)
{
    return read_with(arena, server, true, templates, depth, diags);
}

StrVec catalog_queries(Arena *arena, Server *server, Templates *templates, Diags *diags)
{
    static const Str more[] = {{"catalog/members.sql", 19}, {"catalog/dependencies.sql", 24}};
    int version = server_version(server);
    Reader r = {arena, server, templates, diags, NULL, {.arena = arena}};
    r.servers[r.server_count++] = server;
    StrVec queries = {0};
    bool present[KIND_COUNT];
    if (!find_present(&r, present))
        return queries;
    vec_push(arena, &queries,
             render_query(arena, S("catalog/present.sql"), version, templates, diags));
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (present[kind])
            vec_push(arena, &queries,
                     catalog_query(arena, (KindId)kind, version, templates, diags));
    for (size_t i = 0; i < COUNT_OF(more); i++)
        vec_push(arena, &queries, render_query(arena, more[i], version, templates, diags));
    return queries;
}

bool catalog_read_rows(Server *server, Catalog *catalog)
{
    Rows *rows = server_query(
        server, S("SELECT n.nspname, c.relname, c.reltuples::bigint::text "
                  "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = "
                  "c.relnamespace WHERE c.relkind IN ('r', 'p') AND c.reltuples >= 0 "
                  "AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"));
    if (!rows)
        return false;
    for (size_t row = 0; row < rows_count(rows); row++) {
        ObjectId id = {KIND_TABLE, rows_cell(rows, row, 0), rows_cell(rows, row, 1), {0}};
        Object *table = catalog_find(catalog, id);
        if (table)
            object_set(catalog, table, "rows",
                       value_text(str_copy(catalog->arena, rows_cell(rows, row, 2))), (Pos){0});
    }
    rows_free(rows);
    return true;
}
