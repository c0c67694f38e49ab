#include "live/read.h"

#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_SERVERS = 2, LONGEST_KEY = 128 };

/* What is asked: the objects of a kind, or (KIND_NONE) what is told of all of them in the end. */
typedef struct {
    Str sql;
    KindId kind;
    Rows **answer; /* of KIND_NONE */
} Question;

typedef VEC(Question) Questions;

/* Where each column of a result goes: a part of the identity, or a field. */
typedef struct {
    int class, oid, subid, schema, object, sub;
    int relation, attnum, columns, options;
    int *fields; /* column -> field, or -1 */
} Layout;

/* An answer that names what has not been read yet. */
typedef struct {
    KindId kind;
    Rows *rows;
    Layout layout;
} Answer;

typedef struct {
    Arena *arena;
    Server *server;
    Templates *templates;
    ReadDepth depth;
    Diags *diags;
    Catalog *catalog;
    Map by_oid;                    /* "catalog:oid:column" -> Object */
    Server *servers[MOST_SERVERS]; /* the first is `server` */
    size_t server_count;
    Questions questions;
    Question asked[MOST_SERVERS]; /* of each server */
    size_t asked_count;
    bool open[KIND_COUNT]; /* asked for, or to be, and not read */
    VEC(Answer) held;
    bool inherits; /* there are tables or indexes that are parts of others */
    Rows *presence, *classes, *stand_ins, *edges, *inheritance;
    const char *failed; /* what could not be read, and why */
    ServerError error;
} Reader;

/* What queries share: grants.sql says the rights of rights.acl, on an object of the class
 * rights.class that rights.owner owns; column_grants.sql those on the columns of c. */
static Str expression_of(Arena *arena, Templates *templates, const char *name)
{
    return str_trim(templates_fill(arena, templates, name, data_map(arena), templates->diags));
}

static Str render_query(Arena *arena, Str name, int version, Templates *templates, Diags *diags)
{
    static const struct {
        const char *name;
        int version;
    } switches[] = {{"server_14", 140000}, {"server_15", 150000}};
    Data *data = data_map(arena);
    data_set_text(arena, data, "grants", expression_of(arena, templates, "catalog/grants.sql"));
    data_set_text(arena, data, "column_grants",
                  expression_of(arena, templates, "catalog/column_grants.sql"));
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

static Str oid_key(char room[LONGEST_KEY], Str class, Str oid, Str sub)
{
    Str parts[] = {class, oid, sub.len ? sub : S("0")};
    size_t len = 0;
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (len + parts[i].len + 1 > LONGEST_KEY)
            return (Str){0}; /* no name of a catalog and no number is that long */
        memcpy(room + len, parts[i].ptr, parts[i].len);
        len += parts[i].len;
        room[len++] = ':';
    }
    return (Str){room, len};
}

static Object *object_by_oid(const Reader *r, Str class, Str oid, Str sub)
{
    char room[LONGEST_KEY];
    return map_get(&r->by_oid, oid_key(room, class, oid, sub));
}

static void keep_by_oid(Reader *r, Str class, Str oid, Str sub, Object *object)
{
    char room[LONGEST_KEY];
    map_put(&r->by_oid, str_copy(r->arena, oid_key(room, class, oid, sub)), object);
}

/* Tables, and what else parts may belong to. */
static bool holds_parts(KindId kind)
{
    return (kinds[kind].flags & KIND_RELATION) && kinds[kind].parent == KIND_NONE;
}

static Layout lay_out(Reader *r, KindId kind, const Rows *rows)
{
    Layout layout = {
        -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, NEW_ARRAY(r->arena, int, rows_width(rows))};
    struct {
        const char *name;
        int *place;
    } parts[] = {{"_class", &layout.class},       {"_oid", &layout.oid},
                 {"_subid", &layout.subid},       {"_schema", &layout.schema},
                 {"_object", &layout.object},     {"_sub", &layout.sub},
                 {"_relation", &layout.relation}, {"_attnum", &layout.attnum},
                 {"_columns", &layout.columns},   {"_options", &layout.options}};
    for (size_t column = 0; column < rows_width(rows); column++) {
        Str name = str_of(rows_name(rows, column));
        layout.fields[column] = kind_field(kind, name);
        for (size_t i = 0; i < COUNT_OF(parts); i++)
            if (str_is(name, parts[i].name))
                *parts[i].place = (int)column;
    }
    return layout;
}

static Str cell(const Rows *rows, size_t row, int column)
{
    return column < 0 ? (Str){0} : rows_cell(rows, row, (size_t)column);
}

static Object *column_of(const Reader *r, Str relation, Str number)
{
    return number.len ? object_by_oid(r, S("pg_class"), relation, number) : NULL;
}

/* False when the row is of a relation that is not read: the system's, or an extension's. */
static bool read_id(Reader *r, const Answer *answer, size_t row, ObjectId *id)
{
    const Layout *at = &answer->layout;
    Str relation = cell(answer->rows, row, at->relation), sub = cell(answer->rows, row, at->sub);
    *id = (ObjectId){.kind = answer->kind, .sub = str_copy(r->arena, sub)};
    if (at->relation < 0) {
        id->schema = str_copy(r->arena, cell(answer->rows, row, at->schema));
        id->object = str_copy(r->arena, cell(answer->rows, row, at->object));
        return true;
    }
    const Object *table = object_by_oid(r, S("pg_class"), relation, (Str){0});
    if (!table)
        return false;
    id->schema = table->id.schema;
    id->object = table->id.object;
    const Object *column = column_of(r, relation, cell(answer->rows, row, at->attnum));
    if (!sub.ptr && column)
        id->sub = column->id.sub;
    return true;
}

/* The names of columns that are told by their numbers, {1,2}; of keys, with the options of each. */
static void read_columns(Reader *r, Object *object, const Answer *answer, size_t row)
{
    Str numbers = cell(answer->rows, row, answer->layout.columns);
    Str relation = cell(answer->rows, row, answer->layout.relation);
    int at = kind_field(object->id.kind, S("columns"));
    if (at < 0 || !numbers.ptr)
        return;
    const Field *field = &kinds[object->id.kind].fields[at];
    Value options = read_array(r->arena, cell(answer->rows, row, answer->layout.options));
    StrVec names = {0};
    numbers = str_slice(numbers, 1, numbers.len - 1);
    for (Str number; str_split(&numbers, ',', &number);) {
        const Object *column = column_of(r, relation, number);
        Str name = !column                    ? (Str){0}
                   : field->form == FORM_KEYS ? sql_ident(r->arena, column->id.sub)
                                              : column->id.sub;
        if (names.len < options.count && name.len)
            name =
                str_format(r->arena, "%.*s%.*s", STR_ARG(name), STR_ARG(options.list[names.len]));
        if (column)
            vec_push(r->arena, &names, name);
    }
    object_set(r->catalog, object, field->name, value_of_vec(&names), (Pos){0});
}

static void read_field(Reader *r, Object *object, const Field *field, Str cell)
{
    Value value =
        field_is_list(field) ? read_array(r->arena, cell) : value_text(str_copy(r->arena, cell));
    if (field->compare == COMPARE_DECLARED && value.type == VALUE_ABSENT)
        value = VALUE_EMPTY_LIST;
    object_set(r->catalog, object, field->name, value, (Pos){0});
}

static size_t count_attributes(const Answer *answer, size_t row)
{
    size_t count = answer->layout.columns >= 0;
    for (size_t column = 0; column < rows_width(answer->rows); column++)
        count += answer->layout.fields[column] >= 0 && rows_cell(answer->rows, row, column).ptr;
    return count;
}

static void read_row(Reader *r, const Answer *answer, size_t row)
{
    const Layout *at = &answer->layout;
    const Kind *kind = &kinds[answer->kind];
    ObjectId id;
    Object *object = read_id(r, answer, row, &id) ? catalog_add(r->catalog, id, NULL) : NULL;
    if (!object)
        return;
    object_reserve(r->catalog, object, count_attributes(answer, row));
    for (size_t column = 0; column < rows_width(answer->rows); column++) {
        Str text = rows_cell(answer->rows, row, column);
        if (at->fields[column] >= 0 && text.ptr)
            read_field(r, object, &kind->fields[at->fields[column]], text);
    }
    read_columns(r, object, answer, row);
    if (r->depth == READ_EDGES || holds_parts(answer->kind) || answer->kind == KIND_COLUMN)
        keep_by_oid(r, at->class < 0 ? str_of(kind->classname) : cell(answer->rows, row, at->class),
                    cell(answer->rows, row, at->oid), cell(answer->rows, row, at->subid), object);
}

/* Whether all is there that the rows name by numbers. */
static bool can_be_read(const Reader *r, const Answer *answer)
{
    const Layout *at = &answer->layout;
    bool relations = at->relation >= 0, columns = at->attnum >= 0 || at->columns >= 0;
    if (columns && r->open[KIND_COLUMN])
        return false;
    for (int kind = 0; kind < KIND_COUNT && relations; kind++)
        if (r->open[kind] && holds_parts((KindId)kind))
            return false;
    return true;
}

static void read_answer(Reader *r, Answer *answer)
{
    for (size_t row = 0; row < rows_count(answer->rows); row++)
        read_row(r, answer, row);
    rows_free(answer->rows);
    r->open[answer->kind] = false;
}

/* Reads what can be read now; what it was that others wait for may be read by that. */
static void read_answers(Reader *r)
{
    for (bool any = true; any;) {
        any = false;
        for (size_t i = 0; i < r->held.len; i++) {
            if (!can_be_read(r, &r->held.at[i]))
                continue;
            Answer answer = r->held.at[i];
            r->held.at[i--] = r->held.at[--r->held.len];
            read_answer(r, &answer);
            any = true;
        }
    }
}

/* What went wrong first, for tell_failure. False, for the caller to return. */
static bool query_failed(Reader *r, const Server *server, const char *what)
{
    if (!r->failed)
        r->error = server_error(server);
    r->failed = r->failed ? r->failed : what;
    return false;
}

/* Which kinds there are, of those that the query for them tells of. The others are always read. */
static void take_presence(Reader *r, bool present[KIND_COUNT])
{
    for (int kind = 0; kind < KIND_COUNT; kind++)
        present[kind] = !(kinds[kind].flags & KIND_NOT_READ);
    for (size_t column = 0; column < rows_width(r->presence); column++) {
        KindId kind = kind_by_tag(str_of(rows_name(r->presence, column)));
        bool found = str_is(rows_cell(r->presence, 0, column), "t");
        if (kind != KIND_NONE)
            present[kind] = found;
        else if (strcmp(rows_name(r->presence, column), "inheritance") == 0)
            r->inherits = found;
    }
}

/* -- dependencies -- */

static void read_stand_ins(Reader *r, const Rows *rows)
{
    for (size_t row = 0; row < rows_count(rows); row++) {
        Str class = rows_cell(rows, row, 0), oid = rows_cell(rows, row, 1);
        Object *object = object_by_oid(r, rows_cell(rows, row, 2), rows_cell(rows, row, 3),
                                       rows_cell(rows, row, 4));
        if (object && !object_by_oid(r, class, oid, (Str){0}))
            keep_by_oid(r, class, oid, (Str){0}, object);
    }
}

static Map name_classes(Reader *r, const Rows *rows)
{
    Map names = {.arena = r->arena};
    for (size_t row = 0; row < rows_count(rows); row++) {
        Str *name = NEW(r->arena, Str);
        *name = rows_cell(rows, row, 1);
        map_put(&names, rows_cell(rows, row, 0), name);
    }
    return names;
}

/* A column that has no object of its own (of a view, of an index) stands for its relation. */
static Object *end_of_edge(Reader *r, const Map *classes, const Rows *rows, size_t row, size_t at)
{
    const Str *class = map_get(classes, rows_cell(rows, row, at));
    Str oid = rows_cell(rows, row, at + 1), sub = rows_cell(rows, row, at + 2);
    Object *object = class ? object_by_oid(r, *class, oid, sub) : NULL;
    return object || !class ? object : object_by_oid(r, *class, oid, (Str){0});
}

/* What PostgreSQL records of a view's rule is said of the view. That a sequence belongs to a column
 * does not order their creation: the column's default needs it. */
static EdgeType type_of_edge(const Rows *rows, size_t row, const Object *from, bool rule)
{
    Str type = rows_cell(rows, row, 6);
    bool column = !str_is(rows_cell(rows, row, 5), "0");
    if (rule && from->id.kind != KIND_RULE)
        return EDGE_NORMAL;
    if (from->id.kind == KIND_SEQUENCE && column && str_is(type, "a"))
        return EDGE_OWNED;
    return edge_type(type);
}

static void read_edges(Reader *r, const Map *classes, const Rows *rows)
{
    for (size_t row = 0; rows && row < rows_count(rows); row++) {
        Object *from = end_of_edge(r, classes, rows, row, 0);
        Object *to = end_of_edge(r, classes, rows, row, 3);
        const Str *class = map_get(classes, rows_cell(rows, row, 0));
        if (from && to)
            object_depend(r->catalog, from, to,
                          type_of_edge(rows, row, from, str_is(*class, "pg_rewrite")));
    }
}

static void read_dependencies(Reader *r)
{
    read_stand_ins(r, r->stand_ins);
    Map classes = name_classes(r, r->classes);
    read_edges(r, &classes, r->edges);
    read_edges(r, &classes, r->inheritance);
}

/* -- asking -- */

static const char *question_name(const Reader *r, const Question *question)
{
    if (question->kind != KIND_NONE)
        return kinds[question->kind].plural;
    return question->answer == &r->presence ? "kinds of objects" : "dependencies";
}

static bool want(Reader *r, Str sql, KindId kind, Rows **answer)
{
    vec_push(r->arena, &r->questions, (Question){sql, kind, answer});
    return sql.ptr != NULL;
}

static bool want_template(Reader *r, Str name, Rows **answer)
{
    Str sql = render_query(r->arena, name, server_version(r->server), r->templates, r->diags);
    return want(r, sql, KIND_NONE, answer);
}

static bool want_kind(Reader *r, KindId kind)
{
    Str sql = catalog_query(r->arena, kind, server_version(r->server), r->templates, r->diags);
    r->open[kind] = true;
    return want(r, sql, kind, NULL);
}

/* Asked before it is known which kinds there are, as every database has them: no connection waits
 * for that answer. Until then all are open that others may wait for. */
static const KindId early[] = {KIND_COLUMN, KIND_TABLE};

static bool is_among(KindId kind, const KindId *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (list[i] == kind)
            return true;
    return false;
}

/* The last is asked first. */
static bool want_first(Reader *r)
{
    bool ok = true;
    for (int kind = 0; kind < KIND_COUNT; kind++)
        r->open[kind] = holds_parts((KindId)kind);
    for (size_t i = 0; i < COUNT_OF(early); i++)
        ok = want_kind(r, early[i]) && ok;
    return want_template(r, S("catalog/present.sql"), &r->presence) && ok;
}

/* The last is asked first: what others wait for (can_be_read), then what takes long, so that no
 * connection is left alone with it. */
static bool want_rest(Reader *r)
{
    static const KindId long_ones[] = {KIND_DEFAULT, KIND_INDEX};
    enum { OTHERS, LONG, RELATIONS, PASSES };
    bool present[KIND_COUNT], ok = true;
    take_presence(r, present);
    Questions waiting = r->questions;
    r->questions = (Questions){0};
    if (r->depth == READ_EDGES)
        ok = want_template(r, S("catalog/classes.sql"), &r->classes) &&
             want_template(r, S("catalog/stand_ins.sql"), &r->stand_ins) &&
             want_template(r, S("catalog/dependencies.sql"), &r->edges) &&
             (!r->inherits || want_template(r, S("catalog/inheritance.sql"), &r->inheritance));
    for (int kind = 0; kind < KIND_COUNT; kind++)
        r->open[kind] = r->open[kind] && present[kind];
    for (int pass = 0; pass < PASSES; pass++)
        for (int kind = 0; kind < KIND_COUNT; kind++) {
            int wanted = holds_parts((KindId)kind) ? RELATIONS : OTHERS;
            if (is_among((KindId)kind, long_ones, COUNT_OF(long_ones)))
                wanted = LONG;
            if (present[kind] && wanted == pass && !is_among((KindId)kind, early, COUNT_OF(early)))
                ok = want_kind(r, (KindId)kind) && ok;
        }
    for (size_t i = 0; i < waiting.len; i++)
        vec_push(r->arena, &r->questions, waiting.at[i]);
    return ok;
}

/* Whether the server has to open the tables, to print expressions on their columns. What it keeps
 * in mind of a table for that costs more than the query, so one connection alone is asked. */
static bool opens_tables(KindId kind)
{
    static const KindId printed[] = {
        KIND_INDEX, KIND_CHECK,  KIND_VIEW,      KIND_MATERIALIZED_VIEW,
        KIND_RULE,  KIND_POLICY, KIND_EXCLUSION, KIND_STATISTICS};
    return is_among(kind, printed, COUNT_OF(printed));
}

/* The last one that is the connection's, or else the last. */
static Question next_question(Reader *r, size_t server)
{
    size_t last = r->questions.len - 1, at = last;
    while (r->server_count > 1 && at > 0 && opens_tables(r->questions.at[at].kind) != (server == 0))
        at--;
    if (opens_tables(r->questions.at[at].kind) != (server == 0))
        at = last;
    Question question = r->questions.at[at];
    for (; at < last; at++)
        r->questions.at[at] = r->questions.at[at + 1];
    r->questions.len--;
    return question;
}

/* Gives each free connection a question. Only the first has to take one. */
static bool ask_next(Reader *r)
{
    for (size_t i = 0; i < r->server_count && r->questions.len; i++) {
        if (!server_is_free(r->servers[i]))
            continue;
        Question question = next_question(r, i);
        if (server_ask(r->servers[i], question.sql)) {
            r->asked[i] = question;
            r->asked_count++;
        } else if (i == 0) {
            return query_failed(r, r->server, question_name(r, &question));
        } else {
            vec_push(r->arena, &r->questions, question);
        }
    }
    return true;
}

/* What another connection fails at is asked once more on the first: it may only have been ended. */
static bool take_answer(Reader *r, Server *server)
{
    size_t at = 0;
    while (r->servers[at] != server)
        at++;
    const Question *question = &r->asked[at];
    Rows *rows = server_answer(server);
    r->asked_count--;
    if (!rows && at > 0 && !server_ran_out_of_time(server)) {
        r->server_count = at;
        vec_push(r->arena, &r->questions, *question);
        return true;
    }
    if (!rows)
        query_failed(r, server, question_name(r, question));
    else if (question->kind == KIND_NONE)
        *question->answer = rows;
    else
        vec_push(r->arena, &r->held,
                 (Answer){question->kind, rows, lay_out(r, question->kind, rows)});
    if (rows && question->answer == &r->presence && !want_rest(r))
        return false;
    read_answers(r);
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

static bool read_all(Reader *r)
{
    if (!want_first(r) || !ask_all(r))
        return false;
    if (r->depth == READ_EDGES)
        read_dependencies(r);
    return true;
}

static Catalog *seal(Catalog *catalog, ReadDepth depth)
{
    catalog_sort(catalog);
    if (depth == READ_OBJECTS)
        return catalog;
    catalog_contain(catalog);
    for (size_t i = 0; i < catalog->objects.len; i++) {
        Object *object = catalog->objects.at[i];
        if (object->edges.len)
            qsort(object->edges.at, object->edges.len, sizeof(Edge), compare_edges);
    }
    return catalog;
}

/* One reading: NULL when it failed, and then `failed` tells why, or a diagnostic does. */
static Catalog *read_once(Reader *r, bool together)
{
    Server *second = together ? server_join(r->server) : NULL;
    r->catalog->server_major = server_version(r->server) / 10000;
    r->servers[r->server_count++] = r->server;
    if (second)
        r->servers[r->server_count++] = second;
    bool ok = read_all(r);
    server_close(second);
    Rows *told[] = {r->presence, r->classes, r->stand_ins, r->edges, r->inheritance};
    for (size_t i = 0; i < COUNT_OF(told); i++)
        rows_free(told[i]);
    for (size_t i = 0; i < r->held.len; i++)
        rows_free(r->held.at[i].rows);
    return ok ? seal(r->catalog, r->depth) : NULL;
}

/* Whether something was dropped that the snapshot still shows, but functions that print it no
 * longer do; or a standby had to put it out of the way (40001). A new snapshot knows better. */
static bool has_vanished(const Reader *r)
{
    static const char *const states[] = {"XX000", "42P01", "42704", "42703",
                                         "42883", "3F000", "40001", "40P01"};
    for (size_t i = 0; r->failed && i < COUNT_OF(states); i++)
        if (str_is(r->error.sqlstate, states[i]))
            return true;
    return false;
}

static void tell_failure(const Reader *r)
{
    Diag *diag =
        diag_error(r->diags, "E0704", (Pos){0}, "the %s of the database cannot be read: %.*s",
                   r->failed, STR_ARG(r->error.message));
    Str help = has_vanished(r) ? S("objects are dropped while they are read, each time anew; try "
                                   "again when that is over.")
                               : server_advice(r->arena, r->server, &r->error);
    if (help.len)
        diag_help(r->diags, diag, "%.*s", STR_ARG(help));
}

static Catalog *read_with(Arena *arena, Server *server, bool together, Templates *templates,
                          ReadDepth depth, Diags *diags)
{
    Catalog *catalog = NULL;
    bool own = !server_in_transaction(server);
    if (own && !server_begin_reading(server, 0)) {
        Reader r = {.arena = arena, .server = server, .diags = diags};
        query_failed(&r, server, "catalog");
        tell_failure(&r);
        return NULL;
    }
    unsigned vanished = 10, locked = server_lock_tries(server); /* how often that may be */
    for (bool first = true, again = true; again; first = false) {
        Reader r = {arena, server, templates, depth, diags, catalog_new(arena), {.arena = arena}};
        catalog = read_once(&r, together && first);
        again = r.failed &&
                ((has_vanished(&r) && --vanished) || (server_lacks_lock(&r.error) && --locked));
        again = again && server_begin_again(server);
        if (r.failed && !again)
            tell_failure(&r);
    }
    if (own)
        server_end_reading(server);
    return catalog;
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
    Reader r = {arena, server, templates, READ_EDGES, diags, NULL, {.arena = arena}};
    r.servers[r.server_count++] = server;
    StrVec queries = {0};
    if (!want_first(&r))
        return queries;
    Str presence = r.questions.at[--r.questions.len].sql;
    r.presence = server_query(server, presence);
    if (!r.presence || !want_rest(&r))
        return queries;
    rows_free(r.presence);
    vec_push(arena, &queries, presence);
    for (size_t i = 0; i < r.questions.len; i++)
        vec_push(arena, &queries, r.questions.at[i].sql);
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
