/*
 * tamper_driver CONNINFO LOCK DRIFT.SQL each|all: tampers with a database in every way that the
 * registry knows.
 *
 * For each object of the lock and each field of its kind it makes a change to the live database,
 * wants drift to tell just that one difference and drift.sql the same, runs the SQL that mends it,
 * and wants the database to be in sync again. Then it does what makes no difference, and wants
 * silence. All in one transaction, which is undone at the end. `each`: what can be done is done
 * once for each field of each kind; `all`: to every object.
 *
 * The changes come from the planner, the findings from the reader: neither is told what the other
 * does. A field that nothing is done to, and a refusal of planner or server that
 * tamper_cases.c does not foresee, are failures.
 */
#include "base/file.h"
#include "catalog/lock.h"
#include "drift/drift.h"
#include "live/digest.h"
#include "live/read.h"
#include "plan/plan.h"
#include "sql/sql.h"
#include "tamper_cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_TOLD = 40, MOST_FIELDS = 64 };

static const char *const case_names[CASE_TYPES] = {"changed", "dropped", "added", "said once more",
                                                   "harmless"};

typedef struct {
    Arena *arena; /* of the run */
    Server *server;
    Catalog *want, *other; /* the lock, and a copy to be changed */
    Str digest;            /* of the database as it is found */
    size_t refused, failed, by_plan, by_oracle;
    size_t done[CASE_TYPES];
    size_t covered[KIND_COUNT][MOST_FIELDS];
    StrVec finished; /* names of cases that were done */
    bool all;
} Tamper;

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

static Catalog *read_live(Tamper *t, Arena *arena, ReadDepth depth)
{
    Diags diags = {.arena = arena};
    Templates templates = {.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    Catalog *live = catalog_read(arena, t->server, &templates, depth, &diags);
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

/* The server refuses a savepoint after a command that changed nothing but its caches. */
static bool save(Tamper *t)
{
    return server_run(t->server, S("COMMENT ON ROLE pgw_tamperer IS 'x'")) &&
           server_run(t->server, S("SAVEPOINT tampering"));
}

static void keep(Tamper *t)
{
    server_run(t->server, S("RELEASE SAVEPOINT tampering"));
}

static void undo(Tamper *t)
{
    server_run(t->server, S("ROLLBACK TO SAVEPOINT tampering"));
    keep(t);
}

/* The SQL of one finding, where it has some. */
static bool mend_one(Tamper *t, Arena *arena, const Finding *f)
{
    bool good = save(t);
    for (size_t i = 0; good && i < f->sql.len; i++)
        good = server_run(t->server, f->sql.at[i]);
    Str why = good ? (Str){0} : str_copy(arena, server_error(t->server).message);
    if (good)
        keep(t);
    else
        undo(t);
    if (getenv("PGW_TAMPER_TELL") && (!good || !f->sql.len))
        printf("not mended alone: %s %.*s: %.*s: %.*s\n", kinds[f->kind].tag, STR_ARG(f->object),
               STR_ARG(f->problem), STR_ARG(why));
    return good && f->sql.len;
}

/* Each finding by its own SQL. What has none, or needs more than itself to change, is left to the
 * script of the planner; nothing may have come to be otherwise meanwhile. */
static bool mend(Tamper *t, Arena *arena, const Drift *drift, Str *why)
{
    size_t mended = 0, wanted = 0;
    for (size_t i = 0; i < drift->findings.len; i++)
        if (drift->findings.at[i].standing == STANDING_DRIFT) {
            mended += mend_one(t, arena, &drift->findings.at[i]);
            wanted++;
        }
    Drift left = drift_now(t, arena, read_live(t, arena, READ_OBJECTS));
    t->by_plan += left.failures;
    if (left.failures > wanted - mended) {
        *why = str_format(arena, "%.*s is left", STR_ARG(left.findings.at[0].object));
        return false;
    }
    return !left.failures || (run_plan(t, arena, read_live(t, arena, READ_EDGES), t->want, why) &&
                              drift_now(t, arena, read_live(t, arena, READ_OBJECTS)).failures == 0);
}

static bool is_change(const Case *c)
{
    return c->type != CASE_REFEED && c->type != CASE_HARMLESS;
}

static bool is_expected(Arena *arena, const Case *c, const Finding *f)
{
    static const char *const problems[CASE_TYPES] = {"", "missing", "unexpected", "", ""};
    const char *problem =
        c->type == CASE_FIELD ? kinds[c->object->id.kind].fields[c->field].name : problems[c->type];
    return f->kind == c->object->id.kind && str_eq(f->object, object_path(arena, c->object)) &&
           str_is(f->problem, problem);
}

/* What goes along with a column or a publication that was dropped is missing too; the columns of a
 * typed table are its type's, those of a partition its table's; an expression of statistics over a
 * column is of the column's type; a sequence is as the table that it belongs to. */
static bool goes_along(const Case *c, const Finding *f)
{
    bool table = c->object->id.kind == KIND_TABLE && object_attr(c->object, "partition_by");
    if (table && c->type == CASE_DROP && f->kind == KIND_TABLE)
        return true; /* its partitions too */
    bool both = c->object->id.kind == KIND_ATTRIBUTE || c->object->id.kind == KIND_COLUMN;
    if (both && f->kind == KIND_COLUMN && (c->type == CASE_DROP || c->type == CASE_ADD))
        return true;
    if (c->type == CASE_FIELD && c->object->id.kind == KIND_COLUMN && f->kind == KIND_STATISTICS)
        return str_is(f->problem, "keys");
    if (c->type == CASE_FIELD && c->object->id.kind == KIND_TABLE && f->kind == KIND_SEQUENCE)
        return str_is(f->problem, "unlogged");
    KindId kind = c->object->id.kind;
    return c->type == CASE_DROP && (kind == KIND_COLUMN || kind == KIND_PUBLICATION) &&
           str_is(f->problem, "missing");
}

/* Each case is told once, and nothing else is. */
static bool is_told(Arena *arena, const Drift *drift, const Cases *cases)
{
    size_t told = 0, wanted = 0;
    for (size_t i = 0; i < cases->len; i++)
        wanted += is_change(&cases->at[i]);
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

/* Does one case; false: planner or server refuse, and it is as if nothing had been. */
static bool act(Tamper *t, Arena *arena, const Case *c, Str *why)
{
    bool good = save(t);
    if (good && c->sql.len) {
        good = run_all(t, &c->sql, why);
    } else if (good) {
        Object *other = catalog_find(t->other, c->object->id);
        const char *field = kinds[c->object->id.kind].fields[c->field].name;
        const Attr *now = object_attr(c->object, field);
        if (c->value.type == VALUE_ABSENT)
            object_unset(t->other, other, field);
        else
            object_set(t->other, other, field, c->value, (Pos){0});
        good = run_plan(t, arena, t->want, t->other, why);
        if (now) /* the lock's copy is the lock again */
            object_set(t->other, other, field, now->value, (Pos){0});
        else
            object_unset(t->other, other, field);
    }
    if (good)
        keep(t);
    else
        undo(t);
    return good;
}

static void refused(Tamper *t, const Case *c, Str why)
{
    t->refused += refusal_reason(c, why) != NULL;
    if (!refusal_reason(c, why))
        not_ok(t, "is refused:", c->name, NULL, why);
}

/* What a case is an instance of: done once is enough unless all are. */
static Str slot_of(Arena *arena, const Case *c)
{
    Str what = c->name;
    while (c->type == CASE_HARMLESS && str_find(what, S(": ")) >= 0)
        what = str_slice(what, (size_t)str_find(what, S(": ")) + 2, what.len);
    bool field = c->type == CASE_FIELD || c->type == CASE_REFEED;
    return str_format(arena, "%d %d %zu %.*s", (int)c->type, (int)c->object->id.kind,
                      field ? c->field : 0, STR_ARG(c->type == CASE_HARMLESS ? what : S("")));
}

static void count(Tamper *t, const Cases *cases)
{
    for (size_t i = 0; i < cases->len; i++) {
        const Case *c = &cases->at[i];
        t->done[c->type]++;
        vec_push(t->arena, &t->finished, slot_of(t->arena, c));
        if (c->type == CASE_FIELD)
            t->covered[c->object->id.kind][c->field]++;
    }
}

/* --- drift.sql --- */

/* Without quotes: drift.sql tells names as they are, some of which have quotes themselves. */
static Str unquoted(Arena *arena, Str text)
{
    return str_replace(arena, text, S("\""), (Str){0});
}

static int compare_texts(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static Str sorted(Arena *arena, StrVec *lines)
{
    if (lines->len)
        qsort(lines->at, lines->len, sizeof(Str), compare_texts);
    return str_join(arena, lines, S("; "));
}

/* Whether drift.sql tells the same. What it cannot do is to ask the server whether two texts mean
 * the same: it tells those too. */
static bool agrees(Tamper *t, Arena *arena, const Drift *drift, Str *why)
{
    StrVec ours = {0}, theirs = {0};
    for (size_t i = 0; i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        if (f->standing != STANDING_DRIFT && f->standing != STANDING_SAME)
            continue;
        t->by_oracle += f->standing == STANDING_SAME;
        vec_push(arena, &ours,
                 str_format(arena, "%s %.*s: %.*s", kinds[f->kind].tag,
                            STR_ARG(unquoted(arena, f->object)), STR_ARG(f->problem)));
    }
    Rows *rows = server_query(t->server, S("EXECUTE drift"));
    if (!rows) {
        *why = str_copy(arena, server_error(t->server).message);
        return false;
    }
    for (size_t i = 0; i < rows_count(rows); i++)
        vec_push(arena, &theirs,
                 str_format(arena, "%.*s: %.*s", STR_ARG(unquoted(arena, rows_cell(rows, i, 0))),
                            STR_ARG(rows_cell(rows, i, 1))));
    rows_free(rows);
    Str left = sorted(arena, &ours), right = sorted(arena, &theirs);
    *why = str_format(arena, "\"%.*s\", not \"%.*s\"", STR_ARG(right), STR_ARG(left));
    return str_eq(left, right);
}

/* Its one query, as a prepared statement. */
static bool prepare_script(Tamper *t, const char *path)
{
    Str text, why, begin = S("\nWITH expected"), end = S("\n;\n\nCOMMIT;");
    if (!file_read(t->arena, path, 1 << 28, &text, &why))
        return false;
    ptrdiff_t from = str_find(text, begin), to = str_find(text, end);
    return from >= 0 && to > from &&
           server_run(t->server, str_format(t->arena, "PREPARE drift AS %.*s",
                                            STR_ARG(str_slice(text, (size_t)from, (size_t)to))));
}

/* What is wrong with the database after the cases, or NULL. */
static const char *look(Tamper *t, Arena *arena, const Cases *cases, Drift *drift, Str *why)
{
    *drift = drift_now(t, arena, read_live(t, arena, READ_OBJECTS));
    if (drift->failures && str_eq(digest_now(t, arena), t->digest))
        return "leaves the digest as it was";
    if (!is_told(arena, drift, cases))
        return "is not told, or not alone";
    if (!agrees(t, arena, drift, why))
        return "drift.sql says otherwise:";
    return drift->failures && !mend(t, arena, drift, why) ? "is not mended:" : NULL;
}

/* A batch; one that does not go well as a whole is taken apart, so that a single case is blamed. */
static void run_cases(Tamper *t, const Cases *cases)
{
    Arena *arena = arena_new();
    Str why = {0};
    Cases taken = {0};
    Drift drift = {0};
    server_run(t->server, S("SAVEPOINT batch"));
    for (size_t i = 0; i < cases->len; i++)
        if (act(t, arena, &cases->at[i], &why))
            vec_push(t->arena, &taken, cases->at[i]);
        else
            refused(t, &cases->at[i], why);
    const char *wrong = taken.len ? look(t, arena, &taken, &drift, &why) : NULL;
    server_run(t->server, S("ROLLBACK TO SAVEPOINT batch; RELEASE SAVEPOINT batch"));
    if (!wrong || taken.len == 1)
        count(t, &taken);
    if (wrong && taken.len == 1)
        not_ok(t, wrong, taken.at[0].name, &drift, why);
    if (wrong && taken.len > 1) {
        Cases first = {taken.at, taken.len / 2, 0};
        Cases second = {taken.at + first.len, taken.len - first.len, 0};
        run_cases(t, &first);
        run_cases(t, &second);
    }
    arena_free(arena);
}

/* --- all of them --- */

static bool clash(const Cases *batch, const Case *c)
{
    for (size_t i = 0; i < batch->len; i++)
        if (str_eq(batch->at[i].object->id.schema, c->object->id.schema) &&
            str_eq(batch->at[i].object->id.object, c->object->id.object))
            return true;
    return false;
}

/* Whether there is no need for a case: one of its sort was done, or is about to be. */
static bool is_known(const Tamper *t, Map *slots, const Case *c)
{
    return !t->all && map_get(slots, slot_of(t->arena, c));
}

/* Cases of one sort and of different tables go together; where one is refused and not all are
 * wanted, another one has its turn. */
static void run_type(Tamper *t, const Cases *all, CaseType type)
{
    enum { LARGEST = 24 };
    bool *tried = NEW_ARRAY(t->arena, bool, all->len);
    Cases batch;
    do {
        Map slots = {.arena = t->arena};
        for (size_t i = 0; i < t->finished.len; i++)
            map_put(&slots, t->finished.at[i], t);
        batch = (Cases){0};
        for (size_t i = 0; i < all->len && batch.len < LARGEST; i++) {
            const Case *c = &all->at[i];
            if (tried[i] || c->type != type || is_known(t, &slots, c) || clash(&batch, c))
                continue;
            tried[i] = true;
            map_put(&slots, slot_of(t->arena, c), t);
            vec_push(t->arena, &batch, *c);
        }
        run_cases(t, &batch);
    } while (batch.len);
}

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

/* Every field is tampered with, or there is a reason why not. */
static void check_coverage(Tamper *t)
{
    for (KindId kind = 0; kind < KIND_COUNT; kind++)
        for (size_t i = 0; i < kinds[kind].field_count; i++) {
            const Field *field = &kinds[kind].fields[i];
            const char *excuse = field_excuse(kind, field);
            bool counts = field_is_tampered(field) && !(kinds[kind].flags & KIND_NOT_READ);
            if (!counts || !t->covered[kind][i] == (excuse != NULL))
                continue;
            t->failed++;
            printf("not ok: %s: %s: %s\n", kinds[kind].tag, field->name,
                   excuse ? "is tampered with after all" : "nothing is done to it");
        }
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: tamper_driver CONNINFO LOCK DRIFT.SQL each|all\n", stderr);
        return 1;
    }
    Arena *arena = arena_new();
    Diags diags = {.arena = arena};
    Tamper t = {.arena = arena, .all = strcmp(argv[4], "all") == 0};
    t.want = load(arena, argv[2]);
    t.other = load(arena, argv[2]);
    t.server = server_connect(arena, argv[1], &diags);
    if (!t.server || !prepare_script(&t, argv[3]) ||
        !server_run(t.server, S("BEGIN; SET LOCAL check_function_bodies = off;"
                                "CREATE ROLE pgw_tamperer SUPERUSER"))) {
        fputs("no connection\n", stderr);
        return 1;
    }
    t.digest = digest_now(&t, arena);
    Catalog *live = read_live(&t, arena, READ_EDGES);
    if (drift_now(&t, arena, live).failures) {
        fputs("the database is not in sync\n", stderr);
        return 1;
    }
    Cases cases = cases_of(arena, t.want, live);
    for (CaseType type = CASE_FIELD; type < CASE_TYPES; type++)
        run_type(&t, &cases, type);
    server_run(t.server, S("ROLLBACK"));
    check_coverage(&t);
    for (size_t i = 0; i < CASE_TYPES; i++)
        printf("%zu %s, ", t.done[i], case_names[i]);
    printf("%zu refused for known reasons, %zu mended by a plan, %zu put before the server, "
           "%zu failed\n",
           t.refused, t.by_plan, t.by_oracle, t.failed);
    server_close(t.server);
    arena_free(arena);
    return t.failed != 0;
}
