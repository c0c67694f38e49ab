/*
 * tamper_driver CONNINFO LOCK SHARE: tampers with a database in every way that the registry knows.
 *
 * For each object of the lock and each field of its kind it makes a change to the live database,
 * wants drift to tell just that one difference, runs the SQL that mends it, and wants the database
 * to be in sync again. Then it says to the database once more what it has already, in the server's
 * own words, and wants silence. All in one transaction, which is undone at the end. SHARE is how
 * many cases one of is run: 1 all, 10 every tenth.
 *
 * The changes come from the planner, the findings from the reader: neither is told what the other
 * does.
 */
#include "base/file.h"
#include "catalog/lock.h"
#include "drift/drift.h"
#include "live/digest.h"
#include "live/read.h"
#include "plan/plan.h"
#include "sql/sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TOLD = 40 };

typedef enum { CASE_FIELD, CASE_DROP, CASE_ADD, CASE_REFEED } CaseType;

static const char *const case_names[] = {"changed", "dropped", "added", "said once more"};

/* Something to do to the database. */
typedef struct {
    CaseType type;
    const Object *object; /* of the lock; CASE_ADD: one that is not in it */
    size_t field;
    Value value; /* CASE_FIELD */
    Str name;
} Case;

typedef VEC(Case) Cases;

typedef struct {
    Arena *arena; /* of the run */
    Server *server;
    Catalog *want, *other; /* the lock, and a copy to be changed */
    Str digest;            /* of the database as it is found */
    size_t share, number, refused, failed;
    size_t done[COUNT_OF(case_names)];
    size_t covered[KIND_COUNT][64]; /* by field */
    Cases cases;
} Tamper;

/* --- values to change to --- */

/* What a field may be changed to, where its form does not say; `of`: what the present value has to
 * begin with. */
static const struct {
    const char *kind, *field, *of, *value;
} samples[] = {
    {"column", "type", "integer", "bigint"},
    {"column", "type", "bigint", "numeric"},
    {"column", "type", "text", "character varying(77)"},
    {"column", "type", "character varying", "text"},
    {"column", "type", "numeric", "numeric(12,4)"},
    {"column", "collation", "", "\"POSIX\""},
    {"column", "storage", "", "external"},
    {"attribute", "type", "integer", "bigint"},
    {"attribute", "type", "text", "character varying(77)"},
    {"domain", "type", "text", "character varying(77)"},
    {"domain", "type", "integer", "bigint"},
    {"domain", "default_sql", "", "NULLIF(1, 2)"},
    {"default", "expression", "'", "NULL::text || 'x'"},
    {"default", "expression", "nextval", "0"},
    {"default", "expression", "", "(41 + 1)"},
    {"function", "language", "sql", "plpgsql"},
    {"function", "body", "", "\nBEGIN\n    RETURN NULL;\nEND"},
    {"procedure", "body", "", "\nBEGIN\n    NULL;\nEND"},
    {"function", "cost", "", "7"},
    {"function", "rows", "", "77"},
    {"procedure", "cost", "", "7"},
    {"collation", "locale", "", "POSIX"},
    {"range", "subtype", "integer", "bigint"},
    {"table", "replica_identity", "", "full"},
    {"table", "access_method", "", ""},
    {"index", "method", "", "hash"},
    {"server", "version", "", "77"},
    {"server", "type", "", "tampered"},
    {"trigger", "old_table", "", "tampered"},
    {"trigger", "timing", "before", "after"},
    {"trigger", "timing", "after", "before"},
    {"event trigger", "enabled", "", "disabled"},
    {"rule", "definition", "", ""},
    {"column comment", "text", "", "tampered"},
    {"statistics object", "target", "", "77"},
    {"view", "query", "", ""},
};

static const struct {
    const char *kind, *field, *value;
} options[] = {
    {"table", "with", "fillfactor=71"},
    {"table", "with", "autovacuum_vacuum_threshold=777"},
    {"index", "with", "fillfactor=71"},
    {"index", "statistics", "1=77"},
    {"primary key", "with", "fillfactor=71"},
    {"unique", "with", "fillfactor=71"},
    {"exclusion", "with", "fillfactor=71"},
    {"materialized view", "with", "fillfactor=71"},
    {"view", "with", "security_barrier=true"},
    {"column", "with", "n_distinct=-0.7"},
    {"column", "identity_sequence", "cache=7"},
    {"function", "settings", "work_mem=7MB"},
    {"procedure", "settings", "work_mem=7MB"},
    {"server", "options", "tampered=7"},
    {"foreign data wrapper", "options", "tampered=7"},
    {"foreign table", "options", "tampered=7"},
    {"user mapping", "options", "tampered=7"},
};

typedef VEC(Value) Values;

static bool same_name(const char *pattern, const char *name)
{
    return strcmp(pattern, name) == 0;
}

static void add_text(Arena *arena, Values *out, Str text)
{
    vec_push(arena, out, value_text(text));
}

static void add_number(Arena *arena, Values *out, const Value *now)
{
    int64_t number = 0;
    bool whole = now->type == VALUE_TEXT && str_to_int(now->text, &number);
    add_text(arena, out, str_format(arena, "%lld", (long long)(whole ? number + 1 : 7)));
}

static void add_choices(Arena *arena, Values *out, const Field *field, const Value *now)
{
    for (size_t i = 1; field->choices[i]; i++)
        if (now->type != VALUE_TEXT || !str_is(now->text, field->choices[i]))
            add_text(arena, out, str_of(field->choices[i]));
}

/* Another text of the same expression's kind: what is never null is true, or not. */
static void add_expression(Arena *arena, Values *out, const Field *field, const Value *now)
{
    if (now->type == VALUE_TEXT && !same_name("expression", field->name))
        add_text(arena, out, str_format(arena, "((%.*s) IS NOT TRUE)", STR_ARG(now->text)));
}

static void add_list(Arena *arena, Values *out, const Object *object, const Field *field,
                     const Value *now)
{
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        if (!same_name(options[i].kind, kinds[object->id.kind].tag) ||
            !same_name(options[i].field, field->name))
            continue;
        StrVec list = {0};
        Str added = str_of(options[i].value), rest = added, name;
        str_split(&rest, '=', &name);
        for (uint32_t k = 0; k < now->count; k++)
            if (!str_starts(now->list[k], name))
                vec_push(arena, &list, now->list[k]);
        vec_push(arena, &list, added);
        vec_push(arena, out, value_of_vec(&list));
    }
    if (field->form == FORM_GRANTS && field->choices && object_attr(object, field->name)) {
        StrVec list = {0};
        for (uint32_t k = 0; k < now->count; k++)
            if (!str_starts(now->list[k], S("PUBLIC ")))
                vec_push(arena, &list, now->list[k]);
        vec_push(arena, &list, str_format(arena, "PUBLIC %s", field->choices[0]));
        vec_push(arena, out, value_of_vec(&list));
    }
    bool names = field->form == FORM_KEYS || field->form == FORM_NAMES || field->form == FORM_TEXTS;
    if (names && now->count > 1) { /* one less, and in another order */
        vec_push(arena, out, value_list(now->list, now->count - 1));
        Str *turned = NEW_ARRAY(arena, Str, now->count);
        for (uint32_t k = 0; k < now->count; k++)
            turned[k] = now->list[now->count - 1 - k];
        if (field->compare != COMPARE_SET && field->compare != COMPARE_DECLARED)
            vec_push(arena, out, value_list(turned, now->count));
    }
    if (field->form == FORM_TEXTS && same_name("labels", field->name)) {
        StrVec list = {0};
        for (uint32_t k = 0; k < now->count; k++)
            vec_push(arena, &list, now->list[k]);
        vec_push(arena, &list, S("tampered"));
        vec_push(arena, out, value_of_vec(&list));
    }
}

static Values values_for(Arena *arena, const Object *object, const Field *field, const Value *now)
{
    Values out = {0};
    const char *tag = kinds[object->id.kind].tag;
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        if (same_name(samples[i].kind, tag) && same_name(samples[i].field, field->name) &&
            samples[i].value[0] && now->type != VALUE_LIST &&
            (!samples[i].of[0] || str_starts(now->text, str_of(samples[i].of))) &&
            !(now->type == VALUE_TEXT && str_is(now->text, samples[i].value)))
            add_text(arena, &out, str_of(samples[i].value));
    if (field_is_list(field))
        add_list(arena, &out, object, field, now);
    else if (field->form == FORM_BOOL && now->type == VALUE_ABSENT)
        add_text(arena, &out, S("true"));
    else if (field->form == FORM_INT || field->form == FORM_NUMBER)
        add_number(arena, &out, now);
    else if (field->form == FORM_CHOICE)
        add_choices(arena, &out, field, now);
    else if (field->form == FORM_EXPR)
        add_expression(arena, &out, field, now);
    else if (same_name("comment", field->name))
        add_text(arena, &out, S("tampered: it's \"so\"\n\\ done"));
    bool optional = !(field->flags & FIELD_REQUIRED) && field->form != FORM_NONE &&
                    field->compare != COMPARE_DECLARED;
    if (now->type != VALUE_ABSENT && optional)
        vec_push(arena, &out, (Value){0});
    return out;
}

/* --- one case --- */

static bool run_plan(Tamper *t, Arena *arena, const Catalog *have, const Catalog *want, Str *why)
{
    StrVec all = {0};
    vec_push(arena, &all, S("*"));
    PlanPolicy policy = {.allow_loss = &all, .no_renames = true};
    Diags diags = {.arena = arena};
    Plan plan = plan_changes(arena, have, want, &policy, &diags);
    if (diags.errors || !plan.len) {
        *why = diags.errors ? diags.list.at[0]->message : S("nothing to do");
        return false;
    }
    for (size_t i = 0; i < plan.len; i++) {
        StrVec sql = sql_statements(arena, &plan.at[i], have);
        for (size_t k = 0; k < sql.len; k++)
            if (sql.at[k].len && !server_run(t->server, sql.at[k])) {
                *why = str_format(arena, "%.*s: %.*s", STR_ARG(sql.at[k]),
                                  STR_ARG(server_error(t->server).message));
                return false;
            }
    }
    return true;
}

static Catalog *read_live(Tamper *t, Arena *arena)
{
    Diags diags = {.arena = arena};
    Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    Catalog *live = catalog_read(arena, t->server, &templates, READ_EDGES, &diags);
    if (!live) {
        fprintf(stderr, "the database cannot be read: %s\n", diags_text(&diags, 1).ptr);
        exit(1);
    }
    return live;
}

static Str digest_now(Tamper *t, Arena *arena)
{
    Diags diags = {.arena = arena};
    Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    return database_digest(arena, t->server, &templates, &diags);
}

static Drift drift_now(Tamper *t, Arena *arena, const Catalog *live)
{
    Diags diags = {.arena = arena};
    const DriftPolicy policy = {.server = t->server};
    return drift_of(arena, live, t->want, &policy, &diags);
}

static void not_ok(Tamper *t, const char *what, Str case_name, const Drift *drift, Str why)
{
    t->failed++;
    if (t->failed > MOST_TOLD)
        return;
    printf("not ok: %.*s: %s %.*s\n", STR_ARG(case_name), what, STR_ARG(why));
    for (size_t i = 0; drift && i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        if (f->standing == STANDING_DRIFT)
            printf("    %s %.*s: %.*s: %.*s, %.*s\n", kinds[f->kind].tag, STR_ARG(f->object),
                   STR_ARG(f->problem), STR_ARG(f->model), STR_ARG(f->database));
    }
}

/* The SQL of the findings, or else the script of the planner. */
static bool mend(Tamper *t, Arena *arena, const Catalog *live, const Drift *drift, Str *why)
{
    bool good = server_run(t->server, S("SAVEPOINT mending"));
    for (size_t i = 0; good && i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        good = f->standing != STANDING_DRIFT || f->sql.len;
        for (size_t k = 0; good && f->standing == STANDING_DRIFT && k < f->sql.len; k++)
            good = server_run(t->server, f->sql.at[k]);
    }
    if (good && drift_now(t, arena, read_live(t, arena)).failures == 0)
        return true;
    server_run(t->server, S("ROLLBACK TO SAVEPOINT mending"));
    return run_plan(t, arena, live, t->want, why) &&
           drift_now(t, arena, read_live(t, arena)).failures == 0;
}

static bool is_expected(Arena *arena, const Case *c, const Finding *f)
{
    static const char *const problems[] = {"", "missing", "unexpected", ""};
    const char *problem =
        c->type == CASE_FIELD ? kinds[c->object->id.kind].fields[c->field].name : problems[c->type];
    return f->kind == c->object->id.kind && str_eq(f->object, object_path(arena, c->object)) &&
           str_is(f->problem, problem);
}

/* What goes along with a column or a publication that was dropped is missing too. */
static bool goes_along(const Case *c, const Finding *f)
{
    KindId kind = c->object->id.kind;
    return c->type == CASE_DROP && (kind == KIND_COLUMN || kind == KIND_PUBLICATION) &&
           str_is(f->problem, "missing");
}

/* Each case is told once, and nothing else is. */
static bool is_told(Arena *arena, const Drift *drift, const Cases *cases)
{
    size_t told = 0, wanted = 0;
    for (size_t i = 0; i < cases->len; i++)
        wanted += cases->at[i].type != CASE_REFEED;
    for (size_t i = 0; i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        size_t expected = 0, along = 0;
        for (size_t k = 0; k < cases->len; k++) {
            expected += is_expected(arena, &cases->at[k], f);
            along += goes_along(&cases->at[k], f);
        }
        if (f->standing == STANDING_DRIFT && !expected && !along)
            return false;
        told += f->standing == STANDING_DRIFT && expected;
    }
    return told == wanted;
}

static bool run_all(Tamper *t, const StrVec *sql, Str *why)
{
    for (size_t i = 0; i < sql->len; i++)
        if (!server_run(t->server, sql->at[i])) {
            *why = str_copy(t->arena, server_error(t->server).message);
            return false;
        }
    return sql->len > 0;
}

/* Does the cases: fields are changed together, by a plan. */
static bool act(Tamper *t, Arena *arena, const Cases *cases, Str *why)
{
    bool planned = false, good = true;
    for (size_t i = 0; good && i < cases->len; i++) {
        const Case *c = &cases->at[i];
        StrVec sql = {0};
        Object *other = catalog_find(t->other, c->object->id);
        if (c->type == CASE_DROP) {
            vec_push(arena, &sql, sql_drop(arena, c->object, SQL_PLAIN));
        } else if (c->type == CASE_ADD) {
            vec_push(arena, &sql, sql_create(arena, c->object, NULL, 0, SQL_PLAIN));
        } else if (c->type == CASE_REFEED) {
            const Field *field = &kinds[c->object->id.kind].fields[c->field];
            sql = sql_alter(arena, t->want, c->object, field, object_attr(c->object, field->name));
        } else {
            planned = true;
            if (c->value.type == VALUE_ABSENT)
                object_unset(t->other, other, kinds[c->object->id.kind].fields[c->field].name);
            else
                object_set(t->other, other, kinds[c->object->id.kind].fields[c->field].name,
                           c->value, (Pos){0});
            continue;
        }
        good = run_all(t, &sql, why);
    }
    return good && (!planned || run_plan(t, arena, t->want, t->other, why));
}

/* The lock's copy is the lock again. */
static void restore_copy(Tamper *t, const Cases *cases)
{
    for (size_t i = 0; i < cases->len; i++) {
        Object *other = catalog_find(t->other, cases->at[i].object->id);
        if (cases->at[i].type != CASE_FIELD)
            continue;
        other->attrs.len = 0;
        for (size_t k = 0; k < cases->at[i].object->attrs.len; k++)
            vec_push(t->arena, &other->attrs, cases->at[i].object->attrs.at[k]);
    }
}

static void count(Tamper *t, const Cases *cases)
{
    for (size_t i = 0; i < cases->len; i++) {
        const Case *c = &cases->at[i];
        t->done[c->type]++;
        if (c->type == CASE_FIELD)
            t->covered[c->object->id.kind][c->field]++;
    }
}

/* A batch; one that does not go well as a whole is taken apart, so that a single case is blamed. */
static void run_cases(Tamper *t, const Cases *cases)
{
    Arena *arena = arena_new();
    Str why = {0};
    const char *wrong = NULL;
    Drift drift = {0};
    server_run(t->server, S("SAVEPOINT tampering"));
    bool done = act(t, arena, cases, &why);
    if (done) {
        Catalog *live = read_live(t, arena);
        drift = drift_now(t, arena, live);
        if (drift.failures && str_eq(digest_now(t, arena), t->digest))
            wrong = "leaves the digest as it was";
        else if (!is_told(arena, &drift, cases))
            wrong = "is not told, or not alone";
        else if (drift.failures && !mend(t, arena, live, &drift, &why))
            wrong = "is not mended:";
    }
    server_run(t->server, S("ROLLBACK TO SAVEPOINT tampering; RELEASE SAVEPOINT tampering"));
    restore_copy(t, cases);
    if (done && !wrong) {
        count(t, cases);
    } else if (cases->len > 1) {
        Cases first = {cases->at, cases->len / 2, 0};
        Cases second = {cases->at + first.len, cases->len - first.len, 0};
        run_cases(t, &first);
        run_cases(t, &second);
    } else if (!done) {
        t->refused++;
        if (getenv("PGW_TAMPER_REFUSED"))
            printf("refused: %.*s: %.*s\n", STR_ARG(cases->at[0].name), STR_ARG(why));
    } else {
        count(t, cases);
        not_ok(t, wrong, cases->at[0].name, &drift, why);
    }
    arena_free(arena);
}

/* --- the cases --- */

static void add_case(Tamper *t, Case c)
{
    if (t->number++ % t->share == 0)
        vec_push(t->arena, &t->cases, c);
}

static bool is_compared(const Field *field)
{
    return field->compare != COMPARE_AUTHOR && field->compare != COMPARE_META &&
           field->compare != COMPARE_REPORT;
}

/* Whether what it is, said once more, would end something else: DEFERRABLE alone means INITIALLY
 * IMMEDIATE. */
static bool takes_back(const Object *object, const Field *field)
{
    return same_name("deferrable", field->name) && object_bool(object, "initially_deferred");
}

/* Values that mean what is there already, or mean nothing without another field. */
static bool is_void(const Object *object, const Field *field, const Value *value)
{
    Str type = object_text(object, "type");
    bool text = str_is(type, "text") || str_starts(type, S("character varying"));
    bool deferred = same_name("initially_deferred", field->name);
    if (same_name("storage", field->name) && value->type == VALUE_TEXT)
        return text ? str_is(value->text, "extended")
                    : !str_starts(type, S("numeric")) || str_is(value->text, "main");
    if (object->id.kind == KIND_DEFAULT_PRIVILEGES && !value->count)
        return true; /* without rights there are none */
    if (same_name("identity_sequence", field->name))
        return !object_attr(object, "identity");
    if (deferred && value->type == VALUE_TEXT)
        return !object_bool(object, "deferrable");
    return takes_back(object, field) && value->type == VALUE_ABSENT;
}

static void add_fields(Tamper *t, const Object *object)
{
    const Kind *kind = &kinds[object->id.kind];
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        if (!is_compared(field))
            continue;
        Value now = object_value(object, field->name);
        Values values = values_for(t->arena, object, field, &now);
        for (size_t k = 0; k < values.len; k++) {
            const Value *value = &values.at[k];
            Str name = str_format(t->arena, "%.*s: %s: %.*s to %.*s",
                                  STR_ARG(object_show(t->arena, object)), field->name,
                                  STR_ARG(value_show(t->arena, &now)),
                                  STR_ARG(value_show(t->arena, value)));
            if (!is_void(object, field, value))
                add_case(t, (Case){CASE_FIELD, object, i, *value, name});
        }
        if (object_attr(object, field->name) && !takes_back(object, field))
            add_case(
                t, (Case){.type = CASE_REFEED,
                          .object = object,
                          .field = i,
                          .name = str_format(t->arena, "%.*s: %s: said once more",
                                             STR_ARG(object_show(t->arena, object)), field->name)});
    }
}

/* One more of the same under another name. */
static void add_twin(Tamper *t, const Object *object)
{
    Object *twin = NEW(t->arena, Object);
    *twin = *object;
    Str *name = object->id.sub.len ? &twin->id.sub : &twin->id.object;
    Str arguments = *name, before;
    bool is_signed = (kinds[object->id.kind].flags & KIND_SIGNED) != 0;
    if (is_signed)
        str_split(&arguments, '(', &before);
    *name =
        is_signed ? str_format(t->arena, "tampered(%.*s", STR_ARG(arguments)) : S("Tampered \"x\"");
    add_case(t, (Case){.type = CASE_ADD,
                       .object = twin,
                       .name = str_format(t->arena, "%.*s: added",
                                          STR_ARG(object_show(t->arena, twin)))});
}

static void add_cases(Tamper *t)
{
    for (size_t i = 0; i < t->want->objects.len; i++) {
        const Object *object = t->want->objects.at[i];
        if (kinds[object->id.kind].flags & KIND_NOT_READ || object->implicit)
            continue;
        add_fields(t, object);
        add_case(t, (Case){.type = CASE_DROP,
                           .object = object,
                           .name = str_format(t->arena, "%.*s: dropped",
                                              STR_ARG(object_show(t->arena, object)))});
        if (object->id.object.len)
            add_twin(t, object);
    }
}

static bool clash(const Cases *batch, const Case *c)
{
    for (size_t i = 0; i < batch->len; i++)
        if (str_eq(batch->at[i].object->id.schema, c->object->id.schema) &&
            str_eq(batch->at[i].object->id.object, c->object->id.object))
            return true;
    return false;
}

/* Cases of one sort and of different tables go together. */
static void run_batches(Tamper *t)
{
    enum { LARGEST = 24, MOST_TURNS = 100000 };
    for (CaseType type = CASE_FIELD; type <= CASE_REFEED; type++) {
        Cases left = {0}, later = {0};
        for (size_t i = 0; i < t->cases.len; i++)
            if (t->cases.at[i].type == type)
                vec_push(t->arena, &left, t->cases.at[i]);
        while (left.len) {
            Cases batch = {0};
            later.len = 0;
            for (size_t i = 0; i < left.len; i++)
                if (batch.len < LARGEST && !clash(&batch, &left.at[i]))
                    vec_push(t->arena, &batch, left.at[i]);
                else
                    vec_push(t->arena, &later, left.at[i]);
            run_cases(t, &batch);
            Cases swap = left;
            left = later;
            later = swap;
        }
    }
}

/* --- all of them --- */

static Catalog *load(Arena *arena, const char *path)
{
    Source *source = NEW(arena, Source);
    Diags diags = {.arena = arena};
    Str why, digest;
    source->name = source->relative = str_of(path);
    Catalog *catalog = file_read(arena, path, 1 << 28, &source->text, &why)
                           ? lock_read(arena, source, &digest, &diags)
                           : NULL;
    if (!catalog) {
        fprintf(stderr, "no lock at %s\n", path);
        exit(1);
    }
    return catalog;
}

static void tell_uncovered(const Tamper *t)
{
    for (int kind = 0; kind < KIND_COUNT; kind++)
        for (size_t i = 0; i < kinds[kind].field_count; i++)
            if (is_compared(&kinds[kind].fields[i]) && !t->covered[kind][i])
                printf("uncovered: %s: %s\n", kinds[kind].tag, kinds[kind].fields[i].name);
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fputs("usage: tamper_driver CONNINFO LOCK SHARE\n", stderr);
        return 1;
    }
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    Tamper t = {.arena = arena, .share = (size_t)atoi(argv[3])};
    t.want = load(arena, argv[2]);
    t.other = load(arena, argv[2]);
    t.server = server_connect(arena, argv[1], &diags);
    if (!t.server || !t.share ||
        !server_run(t.server, S("BEGIN; SET LOCAL check_function_bodies = off"))) {
        fputs("no connection\n", stderr);
        return 1;
    }
    t.digest = digest_now(&t, arena);
    if (drift_now(&t, arena, read_live(&t, arena)).failures) {
        fputs("the database is not in sync\n", stderr);
        return 1;
    }
    add_cases(&t);
    run_batches(&t);
    server_run(t.server, S("ROLLBACK"));
    if (t.share == 1)
        tell_uncovered(&t);
    for (size_t i = 0; i < COUNT_OF(case_names); i++)
        printf("%zu %s, ", t.done[i], case_names[i]);
    printf("%zu refused by the planner or the server, %zu failed\n", t.refused, t.failed);
    server_close(t.server);
    arena_free(arena);
    return t.failed != 0;
}
