/* bench ROWS ROUNDS: how fast the bindings are, against libpq by hand in the same run.
 *
 * Each line is two pieces of work done in turns, ROUNDS times, the ratio of their median times, and
 * that of their best ones, which a busy machine disturbs less: above 1 the bindings are the faster
 * ones. The server's own work is in both. The database comes from PGW_TEST_URI; its schema is that
 * of bench.yaml. */
#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static PGconn *conn;
static pgw_session session;
static size_t rows = 200000;
static int rounds = 5;
static bench_narrow_page kept; /* rows to be sent, in the arena below */
static pgw_arena kept_arena;

static void die(const char *what)
{
    fprintf(stderr, "%s: %s %s\n", what, session.error.message, PQerrorMessage(conn));
    exit(1);
}

#define OK(call)                                                                                   \
    do {                                                                                           \
        if ((call) != PGW_OK)                                                                      \
            die(#call);                                                                            \
    } while (0)

static void sql(const char *text)
{
    PGresult *result = PQexec(conn, text);
    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        die(text);
    PQclear(result);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare_times(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *times)
{
    qsort(times, (size_t)rounds, sizeof *times, compare_times);
    return times[rounds / 2];
}

typedef void work(void);

/* Runs both in turns, `between` before each; prints the line. */
static void pair(const char *name, double reach, work *ours, work *yardstick, work *between)
{
    double a[64], b[64];
    for (int i = -1; i < rounds; i++) { /* the first time is for warming up */
        for (int turn = 0; turn < 2; turn++) {
            bool mine = (turn == 0) == (i % 2 == 0);
            if (between)
                between();
            double from = seconds();
            (mine ? ours : yardstick)();
            double took = seconds() - from;
            if (i >= 0)
                (mine ? a : b)[i] = took;
        }
    }
    double x = median(a), y = median(b), best = b[0] / a[0]; /* median() sorts */
    const char *verdict = y / x >= reach  ? ""
                          : best >= reach ? "  missed by the median"
                                          : "  missed";
    printf("%-42s %8.1f ms %8.1f ms  %5.2f %5.2f  (reach %.2f)%s\n", name, x * 1e3, y * 1e3, y / x,
           best, reach, verdict);
    fflush(stdout);
}

/* ---- reading */

static void fetch(const char *query)
{
    PGresult *result = PQexecParams(conn, query, 0, NULL, NULL, NULL, NULL, 1);
    if (PQntuples(result) != (int)rows)
        die(query);
    PQclear(result);
}

static const char narrow_query[] =
    "SELECT id, name, made_at, amount, ratio, number, flag, data FROM"
    " public.narrow ORDER BY id";
static const char wide_query[] =
    "SELECT id, user_id, job_type, keywords, expanded_keywords, title, description, status, "
    "progress,"
    " total_items, processed_items, failed_items, error_message, started_at, completed_at,"
    " created_at, updated_at FROM public.wide ORDER BY id";

static void fetch_narrow(void)
{
    fetch(narrow_query);
}

static void fetch_wide(void)
{
    fetch(wide_query);
}

/* An arena that is used again keeps its memory, as in a program that lists more than once. */
static pgw_arena list_arena;

static void list_narrow(void)
{
    bench_narrow_page page;
    OK(bench_narrow_list(&session, &list_arena, NULL, &page));
    pgw_arena_reset(&list_arena);
}

static void list_wide(void)
{
    bench_wide_page page;
    OK(bench_wide_list(&session, &list_arena, NULL, &page));
    pgw_arena_reset(&list_arena);
}

static void stream(const char *query)
{
    const char *values[1] = {"\377\377\377\377\377\377\377\377"};
    const int lengths[1] = {8}, formats[1] = {1};
    const Oid types[1] = {20};
    PGresult *result;
    size_t count = 0;
    PQsendQueryParams(conn, query, strstr(query, "$1") ? 1 : 0, types, values, lengths, formats, 1);
    PQsetSingleRowMode(conn);
    while ((result = PQgetResult(conn)) != NULL) {
        count += PQresultStatus(result) == PGRES_SINGLE_TUPLE;
        PQclear(result);
    }
    if (count != rows)
        die(query);
}

static void stream_narrow(void)
{
    stream(
        "SELECT id, name, made_at, amount, ratio, number, flag, data FROM public.narrow WHERE id >"
        " $1 ORDER BY id");
}

static void stream_wide(void)
{
    stream(wide_query);
}

static size_t seen;

static bool see_narrow(void *context, const bench_narrow *row)
{
    (void)context;
    seen += row->flag;
    return true;
}

static bool see_wide(void *context, const bench_wide *row)
{
    (void)context;
    seen += row->keywords.count;
    return true;
}

static void each_narrow(void)
{
    bench_narrow_query query = {.limit = 0};
    bench_narrow_where_id(&query, PGW_GT, -1);
    OK(bench_narrow_each(&session, &query, see_narrow, NULL));
}

static void each_wide(void)
{
    OK(bench_wide_each(&session, NULL, see_wide, NULL));
}

static void drain_copy(const char *query)
{
    char *bytes;
    size_t count = 0;
    PQclear(PQexec(conn, query));
    while (PQgetCopyData(conn, &bytes, 0) > 0) {
        count++;
        PQfreemem(bytes);
    }
    PQclear(PQgetResult(conn));
    while (PQgetResult(conn))
        ;
    if (count < rows)
        die(query);
}

static void drain_narrow(void)
{
    drain_copy(
        "COPY (SELECT id, name, made_at, amount, ratio, number, flag, data FROM public.narrow) TO"
        " STDOUT (FORMAT binary)");
}

static void drain_wide(void)
{
    drain_copy("COPY public.wide TO STDOUT (FORMAT binary)");
}

static void copy_out_narrow(void)
{
    OK(bench_narrow_copy_out(&session, see_narrow, NULL));
}

static void copy_out_wide(void)
{
    OK(bench_wide_copy_out(&session, see_wide, NULL));
}

/* ---- writing */

static void empty_target(void)
{
    sql("TRUNCATE public.target");
}

static bench_target *target_rows(void)
{
    return (bench_target *)kept.rows; /* the two tables are alike */
}

static void copy_in(void)
{
    pgw_copy copy;
    size_t count;
    OK(bench_target_copy(&session, &copy, NULL));
    for (size_t i = 0; i < kept.count; i++)
        OK(pgw_copy_row(&copy, &target_rows()[i]));
    OK(pgw_copy_end(&copy, &count));
}

static void psql_copy(void)
{
    static const char command[] = "psql -q \"$PGW_TEST_URI\" -c \"\\copy public.target from"
                                  " '/dev/shm/pgw_bench.bin' (format binary)\"";
    if (system(command) != 0)
        die("psql");
}

static void save_copy(void)
{
    FILE *file = fopen("/dev/shm/pgw_bench.bin", "wb");
    char *bytes;
    int size;
    PQclear(PQexec(conn, "COPY public.narrow TO STDOUT (FORMAT binary)"));
    while ((size = PQgetCopyData(conn, &bytes, 0)) > 0) {
        fwrite(bytes, 1, (size_t)size, file);
        PQfreemem(bytes);
    }
    while (PQgetResult(conn))
        ;
    fclose(file);
}

static void insert_many(void)
{
    OK(bench_target_insert_many(&session, NULL, target_rows(), kept.count, NULL));
}

/* The same work in a pipeline. */
typedef void item(size_t i);

static void in_pipeline(item *one, size_t count)
{
    OK(pgw_pipeline_begin(&session, PGW_TOGETHER, 1000, NULL, NULL));
    for (size_t i = 0; i < count; i++)
        one(i);
    OK(pgw_pipeline_end(&session));
}

static pgw_arena pipe_arena;
static bench_target pipe_row;
enum { CHANGED = 20000 };

static void one_upsert(size_t i)
{
    pipe_row = target_rows()[i];
    OK(bench_target_upsert(&session, &pipe_arena, &pipe_row, NULL, NULL));
}

static void one_update(size_t i)
{
    pipe_row = target_rows()[i];
    OK(bench_target_update(&session, &pipe_arena, &pipe_row, NULL));
}

static void one_delete(size_t i)
{
    OK(bench_target_delete(&session, target_rows()[i].id));
}

static void fill_target(void)
{
    sql("TRUNCATE public.target; INSERT INTO public.target SELECT * FROM public.narrow ORDER BY id"
        " LIMIT 20000");
    pgw_arena_reset(&pipe_arena);
}

static void upsert_many(void)
{
    OK(bench_target_upsert_many(&session, target_rows(), CHANGED, NULL, NULL));
}

static void upsert_pipeline(void)
{
    in_pipeline(one_upsert, CHANGED);
}

static void update_many(void)
{
    OK(bench_target_update_many(&session, target_rows(), CHANGED, NULL, NULL));
}

static void update_pipeline(void)
{
    in_pipeline(one_update, CHANGED);
}

static int64_t some_ids[CHANGED];

static void delete_many(void)
{
    OK(bench_target_delete_many(&session, some_ids, CHANGED, NULL));
}

static void delete_pipeline(void)
{
    in_pipeline(one_delete, CHANGED);
}

/* ---- single rows */

enum { GETS = 10000 };

static int64_t random_id(void)
{
    static uint64_t seed = 1;
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    return (int64_t)((seed >> 33) % rows);
}

static void gets(void)
{
    pgw_arena arena = {0};
    bench_narrow row;
    for (int i = 0; i < GETS; i++) {
        pgw_arena_reset(&arena);
        OK(bench_narrow_get(&session, &arena, random_id(), &row));
    }
    pgw_arena_free(&arena);
}

/* What pgbench -M prepared does with its connection. */
static void gets_by_hand(void)
{
    for (int i = 0; i < GETS; i++) {
        char text[24];
        const char *values[1] = {text};
        snprintf(text, sizeof text, "%lld", (long long)random_id());
        PGresult *result = PQexecPrepared(conn, "by_hand", 1, values, NULL, NULL, 0);
        if (PQntuples(result) != 1)
            die("by_hand");
        PQclear(result);
    }
}

static void hundred_gets(void)
{
    pgw_arena arena = {0};
    bench_narrow row;
    for (int i = 0; i < 2000; i++)
        OK(bench_narrow_get(&session, &arena, random_id(), &row));
    pgw_arena_free(&arena);
}

static void hundred_array(void)
{
    pgw_arena arena = {0};
    bench_narrow_page page;
    int64_t ids[100];
    for (int k = 0; k < 20; k++) {
        for (int i = 0; i < 100; i++)
            ids[i] = random_id();
        pgw_arena_reset(&arena);
        OK(bench_narrow_get_many(&session, &arena, ids, 100, &page));
    }
    pgw_arena_free(&arena);
}

static void hundred_pipeline(void)
{
    pgw_arena arena = {0};
    bench_narrow found[100];
    for (int k = 0; k < 20; k++) {
        pgw_arena_reset(&arena);
        OK(pgw_pipeline_begin(&session, PGW_TOGETHER, 100, NULL, NULL));
        for (int i = 0; i < 100; i++)
            OK(bench_narrow_get(&session, &arena, random_id(), &found[i]));
        OK(pgw_pipeline_end(&session));
    }
    pgw_arena_free(&arena);
}

static pgw_pool *pool;

static void pooled_gets(void)
{
    pgw_arena arena = {0};
    bench_narrow row;
    for (int i = 0; i < GETS; i++) {
        pgw_session *taken;
        pgw_error error;
        pgw_arena_reset(&arena);
        OK(pgw_pool_take(pool, &taken, &error));
        OK(bench_narrow_get(taken, &arena, random_id(), &row));
        pgw_pool_give(pool, taken);
    }
    pgw_arena_free(&arena);
}

static void fill(void)
{
    char text[2000];
    sql("TRUNCATE public.narrow, public.wide");
    snprintf(text, sizeof text,
             "INSERT INTO public.narrow SELECT i, 'name of row ' || i, now() - i * interval '1 s',"
             " (i %% 100000) / 7.0, i * 1.5, i, i %% 2 = 0, CASE WHEN i %% 4 <> 0 THEN"
             " jsonb_build_object('k', i, 'v', 'some text') END FROM generate_series(0, %zu) i",
             rows - 1);
    sql(text);
    snprintf(text, sizeof text,
             "INSERT INTO public.wide SELECT gen_random_uuid(), gen_random_uuid(), 'search',"
             " ARRAY['alpha', 'beta', 'k' || i], NULL, 'Title number ' || i, repeat('description ',"
             " 5), 'running', i %% 100, 100, i %% 100, 0, NULL, now(), NULL, now(), now()"
             " FROM generate_series(0, %zu) i",
             rows - 1);
    sql(text);
    sql("VACUUM ANALYZE public.narrow; ");
    sql("VACUUM ANALYZE public.wide");
    sql("SET max_parallel_workers_per_gather = 0");
}

int main(int argc, char **argv)
{
    pgw_error error;
    const char *only = getenv("BENCH");
    rows = argc > 1 ? strtoul(argv[1], NULL, 10) : rows;
    rounds = argc > 2 ? atoi(argv[2]) : rounds;
    conn = PQconnectdb(getenv("PGW_TEST_URI"));
    if (PQstatus(conn) != CONNECTION_OK)
        die("connect");
    OK(pgw_session_init(&session, conn, &bench_database, NULL));
    fill();
    OK(bench_narrow_list(&session, &kept_arena, NULL, &kept));
    for (size_t i = 0; i < CHANGED && i < kept.count; i++)
        some_ids[i] = kept.rows[i].id;
    PQclear(PQprepare(conn, "by_hand",
                      "SELECT id, name, made_at, amount, ratio, number, flag, data FROM"
                      " public.narrow WHERE id = $1",
                      0, NULL));
    save_copy();
    printf("%zu rows, %d rounds: medians of ours and of the yardstick, their ratio, that of the "
           "best\n",
           rows, rounds);
    const struct {
        const char *name;
        double reach;
        work *ours, *yardstick, *between;
    } lines[] = {
        {"list narrow / fetched, not decoded", 0.85, list_narrow, fetch_narrow, NULL},
        {"list wide / fetched, not decoded", 0.85, list_wide, fetch_wide, NULL},
        {"each narrow / same rows, not decoded", 0.95, each_narrow, stream_narrow, NULL},
        {"each wide / same rows, not decoded", 0.95, each_wide, stream_wide, NULL},
        {"copy_out narrow / drained, not decoded", 0.95, copy_out_narrow, drain_narrow, NULL},
        {"copy_out wide / drained, not decoded", 0.95, copy_out_wide, drain_wide, NULL},
        {"copy_out narrow / fetched, not decoded", 1.3, copy_out_narrow, fetch_narrow, NULL},
        {"copy_out wide / fetched, not decoded", 1.3, copy_out_wide, fetch_wide, NULL},
        {"copy in / psql \\copy of a binary file", 0.95, copy_in, psql_copy, empty_target},
        {"insert_many / copy in", 0.7, insert_many, copy_in, empty_target},
        {"upsert_many / pipeline of 1000", 1.7, upsert_many, upsert_pipeline, fill_target},
        {"update_many / pipeline of 1000", 1.7, update_many, update_pipeline, fill_target},
        {"delete_many / pipeline of 1000", 1.7, delete_many, delete_pipeline, fill_target},
        {"get / prepared by hand, text, not decoded", 0.9, gets, gets_by_hand, NULL},
        {"get_many of 100 / single gets", 4, hundred_array, hundred_gets, NULL},
        {"pipeline of 100 gets / single gets", 2.5, hundred_pipeline, hundred_gets, NULL},
        {"get through the pool / get", 0.9, pooled_gets, gets, NULL},
    };
    pgw_pool_options options = {.conninfo = getenv("PGW_TEST_URI"),
                                .database = &bench_database,
                                .size = 2,
                                .timeout = 1000,
                                .ping = 10};
    OK(pgw_pool_open(&pool, &options, &error));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (!only || strstr(lines[i].name, only))
            pair(lines[i].name, lines[i].reach, lines[i].ours, lines[i].yardstick,
                 lines[i].between);
    pgw_pool_close(pool);
    pgw_arena_free(&kept_arena);
    pgw_arena_free(&pipe_arena);
    pgw_arena_free(&list_arena);
    pgw_session_close(&session);
    PQfinish(conn);
    unlink("/dev/shm/pgw_bench.bin");
    return 0;
}
