/*
 * A small outline for tests of the renderers: users with sessions and jobs, a table with a key of
 * two columns, one without a key, one with odd names, and a view.
 */
#ifndef PGW_TESTS_SAMPLE_OUTLINE_H
#define PGW_TESTS_SAMPLE_OUTLINE_H

#include "catalog/outline.h"

#include <assert.h>

static Relation *sample_relation(Arena *arena, Outline *outline, const char *name,
                                 const char *comment)
{
    Relation *relation = NEW(arena, Relation);
    relation->schema = S("public");
    relation->name = str_of(name);
    relation->comment = str_of(comment);
    relation->api_path = str_format(arena, "/%s", name);
    vec_push(arena, &outline->relations, relation);
    return relation;
}

static Column *sample_column(Arena *arena, Relation *relation, const char *name, const char *type)
{
    bool bad;
    Str why;
    Column column = {.name = str_of(name), .type = str_of(type), .relation = relation};
    bool parsed = type_parse(arena, column.type, &column.parsed, &bad, &why);
    assert(parsed);
    (void)parsed;
    vec_push(arena, &relation->columns, column);
    return &relation->columns.at[relation->columns.len - 1];
}

static Column *sample_required(Arena *arena, Relation *relation, const char *name, const char *type)
{
    Column *column = sample_column(arena, relation, name, type);
    column->not_null = true;
    return column;
}

static Column *sample_default(Arena *arena, Relation *relation, const char *name, const char *type,
                              const char *expression)
{
    Column *column = sample_column(arena, relation, name, type);
    column->has_default = true;
    column->default_expression = str_of(expression);
    return column;
}

static const Column **sample_columns(Arena *arena, Relation *relation, const char *names,
                                     size_t *count)
{
    const Column **columns = NEW_ARRAY(arena, const Column *, relation->columns.len);
    Str rest = str_of(names), name;
    for (*count = 0; str_split(&rest, ' ', &name); ++*count)
        for (size_t i = 0; i < relation->columns.len; i++)
            if (str_eq(relation->columns.at[i].name, name))
                columns[*count] = &relation->columns.at[i];
    return columns;
}

/* Keys come when all columns are there. */
static Key sample_key(Arena *arena, Relation *relation, const char *name, const char *columns)
{
    Key key = {.name = str_of(name)};
    key.columns = sample_columns(arena, relation, columns, &key.column_count);
    return key;
}

static void sample_primary_key(Arena *arena, Relation *relation, const char *columns)
{
    Key *key = NEW(arena, Key);
    *key = sample_key(arena, relation, str_format(arena, "%.*s_pkey", STR_ARG(relation->name)).ptr,
                      columns);
    relation->primary_key = key;
    for (size_t i = 0; i < relation->columns.len; i++)
        for (size_t k = 0; k < key->column_count; k++)
            if (key->columns[k] == &relation->columns.at[i])
                relation->columns.at[i].in_primary_key = relation->columns.at[i].not_null = true;
}

static Reference *sample_reference(Arena *arena, Relation *from, Relation *to, const char *name,
                                   const char *inverse, const char *column)
{
    Reference reference = {.name = str_of(name),
                           .inverse = str_of(inverse),
                           .constraint =
                               str_format(arena, "%.*s_%s_fkey", STR_ARG(from->name), column),
                           .from = from,
                           .to = to};
    reference.columns = sample_columns(arena, from, column, &reference.column_count);
    reference.to_columns = sample_columns(arena, to, "id", &reference.column_count);
    reference.required = reference.columns[0]->not_null;
    vec_push(arena, &from->references, reference);
    Reference *added = &from->references.at[from->references.len - 1];
    vec_push(arena, &to->referenced_by, added);
    return added;
}

static void sample_index(Arena *arena, Relation *relation, const char *name, const char *definition,
                         const char *key)
{
    Object *object = NEW(arena, Object);
    object->id = (ObjectId){KIND_INDEX, relation->schema, relation->name, str_of(name)};
    Str *keys = NEW(arena, Str);
    *keys = str_of(key);
    Attr attr = {.field = (uint16_t)kind_field(KIND_INDEX, S("columns")),
                 .value = value_list(keys, 1)};
    vec_push(arena, &object->attrs, attr);
    IndexOutline index = {.name = str_of(name), .definition = str_of(definition), .object = object};
    vec_push(arena, &relation->indexes, index);
}

static Relation *sample_users(Arena *arena, Outline *outline, const Enumeration *role)
{
    Relation *users = sample_relation(arena, outline, "users", "People who log in");
    sample_default(arena, users, "id", "uuid", "gen_random_uuid()");
    sample_required(arena, users, "email", "character varying(255)")->comment =
        S("Where mail goes: \"one\" address | unique");
    sample_required(arena, users, "password_hash", "character varying(255)")->sensitive = true;
    sample_default(arena, users, "role", "user_role", "'viewer'::user_role")->enumeration = role;
    sample_default(arena, users, "created_at", "timestamp without time zone", "CURRENT_TIMESTAMP");
    sample_primary_key(arena, users, "id");
    Key email = sample_key(arena, users, "users_email_key", "email");
    vec_push(arena, &users->uniques, email);
    sample_index(arena, users, "idx_users_created_at", "btree (created_at desc)",
                 "created_at desc");
    sample_index(arena, users, "idx_users_hash", "btree (password_hash)", "password_hash");
    return users;
}

static void sample_sessions(Arena *arena, Outline *outline, Relation *users)
{
    Relation *sessions = sample_relation(arena, outline, "user_sessions", NULL);
    sample_column(arena, sessions, "id", "bigint")->identity_always = true;
    sessions->columns.at[0].has_default = true;
    sample_column(arena, sessions, "user_id", "uuid");
    sample_column(arena, sessions, "address", "inet");
    sample_primary_key(arena, sessions, "id");
    sample_reference(arena, sessions, users, "user", "sessions", "user_id")->on_delete =
        S("cascade");
}

static void sample_jobs(Arena *arena, Outline *outline, Relation *users)
{
    Relation *jobs = sample_relation(arena, outline, "jobs", "A job and its status");
    sample_default(arena, jobs, "id", "uuid", "gen_random_uuid()");
    sample_required(arena, jobs, "owner_id", "uuid");
    sample_required(arena, jobs, "title", "character varying(255)");
    sample_required(arena, jobs, "keywords", "text[]");
    sample_column(arena, jobs, "price", "numeric(10,2)");
    sample_column(arena, jobs, "payload", "jsonb");
    sample_column(arena, jobs, "raw", "bytea");
    sample_default(arena, jobs, "progress", "integer", "0");
    sample_column(arena, jobs, "limit", "integer");
    sample_default(arena, jobs, "words", "tsvector", "to_tsvector(title)")->generated = true;
    sample_primary_key(arena, jobs, "id");
    Detail range = {.name = S("progress_range"),
                    .definition = S("progress >= 0 AND (progress | 0) <= 100")};
    vec_push(arena, &jobs->checks, range);
    Detail touch = {.name = S("jobs_touch"), .definition = S("before update, each row: touch()")};
    vec_push(arena, &jobs->triggers, touch);
    sample_index(arena, jobs, "idx_jobs_limit", "btree (\"limit\")", "\"limit\"");
    Str *search = NEW_ARRAY(arena, Str, 1);
    search[0] = S("title");
    jobs->api_search = value_list(search, 1);
    jobs->api_actions = value_text(S("start"));
    Reference *owner = sample_reference(arena, jobs, users, "owner", "job", "owner_id");
    owner->unique = true;
}

static void sample_odd_ones(Arena *arena, Outline *outline)
{
    Relation *tags = sample_relation(arena, outline, "job_tags", NULL);
    sample_required(arena, tags, "job_id", "uuid");
    sample_required(arena, tags, "tag", "text");
    sample_primary_key(arena, tags, "job_id tag");

    Relation *logs = sample_relation(arena, outline, "logs", "What happened\nand when");
    sample_required(arena, logs, "at", "timestamp with time zone");
    sample_column(arena, logs, "null", "text");

    Relation *odd = sample_relation(arena, outline, "Order \"Items\"", NULL);
    odd->api_path = S("/order-items");
    sample_required(arena, odd, "the id", "integer");
    sample_column(arena, odd, "to", "time without time zone");
    sample_column(arena, odd, "pk", "double precision");
    sample_primary_key(arena, odd, "the");
    Key *key = NEW(arena, Key);
    *key = (Key){.name = S("odd_pkey"), .columns = NEW(arena, const Column *), .column_count = 1};
    key->columns[0] = &odd->columns.at[0];
    odd->columns.at[0].in_primary_key = true;
    odd->primary_key = key;

    Relation *view = sample_relation(arena, outline, "open_jobs", "Jobs that run");
    view->is_view = true;
    view->query = S(" SELECT id\n   FROM jobs\n  WHERE progress < 100;");
}

static Outline *sample_outline(Arena *arena)
{
    static const Str labels[] = {{"admin", 5}, {"viewer", 6}, {"no", 2}};
    Outline *outline = NEW(arena, Outline);
    outline->database = S("sample");
    outline->comment = S("A sample: database");
    Enumeration *role = NEW(arena, Enumeration);
    *role = (Enumeration){.schema = S("public"),
                          .name = S("user_role"),
                          .labels = labels,
                          .label_count = COUNT_OF(labels)};
    vec_push(arena, &outline->enums, role);
    Relation *users = sample_users(arena, outline, role);
    sample_sessions(arena, outline, users);
    sample_jobs(arena, outline, users);
    sample_odd_ones(arena, outline);
    Detail touch = {.name = S("public.touch()"),
                    .definition = S("returns trigger, in plpgsql"),
                    .comment = S("Sets updated_at")};
    vec_push(arena, &outline->functions, touch);
    return outline;
}

#endif
