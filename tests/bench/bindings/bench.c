/* bench ROWS ROUNDS: how fast the bindings are, against libpq by hand in the same run.
 *
 * Each line is two pieces of work done in turns, in ROUNDS rounds or more, and the median of their
 * ratios: above 1 the bindings are the faster ones. The server's own work is in both. `busy` is the
 * ratio of the time on processors, the server's included: what a machine with other work cannot
 * disturb as much, but blind to what goes on at the same time.
 *
 * The database comes from PGW_TEST_URI; its schema is that of bench.yaml. BENCH has a part of the
 * names of the lines to run. BENCH_PGBENCH is the command that runs as many gets in pgbench;
 * BENCH_DRIVERS names a file with other drivers, in lines "name reach command". */
#include "bench.h"
#include "measure.h"
#include "others.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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

static void insert_all(void)
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

static void insert_one(size_t i)
{
    pipe_row = target_rows()[i];
    OK(bench_target_insert(&session, &pipe_arena, &pipe_row, NULL));
}

static void upsert_one(size_t i)
{
    pipe_row = target_rows()[i];
    OK(bench_target_upsert(&session, &pipe_arena, &pipe_row, NULL, NULL));
}

static void update_one(size_t i)
{
    pipe_row = target_rows()[i];
    OK(bench_target_update(&session, &pipe_arena, &pipe_row, NULL));
}

static void delete_one(size_t i)
{
    OK(bench_target_delete(&session, target_rows()[i].id));
}

static void fill_target(void)
{
    sql("TRUNCATE public.target; INSERT INTO public.target SELECT * FROM public.narrow ORDER BY id"
        " LIMIT 20000");
    pgw_arena_reset(&pipe_arena);
}

static void clear_target(void)
{
    empty_target();
    pgw_arena_reset(&pipe_arena);
}

static void insert_many(void)
{
    OK(bench_target_insert_many(&session, NULL, target_rows(), CHANGED, NULL));
}

static void insert_pipeline(void)
{
    in_pipeline(insert_one, CHANGED);
}

static void insert_singly(void)
{
    for (size_t i = 0; i < CHANGED; i++)
        insert_one(i);
}

static void upsert_many(void)
{
    OK(bench_target_upsert_many(&session, target_rows(), CHANGED, NULL, NULL));
}

static void upsert_pipeline(void)
{
    in_pipeline(upsert_one, CHANGED);
}

static void update_many(void)
{
    OK(bench_target_update_many(&session, target_rows(), CHANGED, NULL, NULL));
}

static void update_pipeline(void)
{
    in_pipeline(update_one, CHANGED);
}

static int64_t some_ids[CHANGED];

static void delete_many(void)
{
    OK(bench_target_delete_many(&session, some_ids, CHANGED, NULL));
}

static void delete_pipeline(void)
{
    in_pipeline(delete_one, CHANGED);
}

/* ---- single rows */

enum { GETS = 2000 };

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

static void gets_by_pgbench(void)
{
    double rate = pgbench_rate(getenv("BENCH_PGBENCH"));
    if (rate <= 0)
        die("pgbench");
    measure_took(GETS / rate);
}

/* What a program does with a prepared statement and text results. */
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

/* ---- pools */

/* A pool for what taking a session costs; the other one tries each before it hands it out. */
static pgw_pool *pool, *trying_pool;

static void open_pools(void)
{
    pgw_error error;
    pgw_pool_options options = {.conninfo = getenv("PGW_TEST_URI"),
                                .database = &bench_database,
                                .size = 2,
                                .timeout = 1000,
                                .ping = 10};
    OK(pgw_pool_open(&pool, &options, &error));
    options.ping = 0;
    OK(pgw_pool_open(&trying_pool, &options, &error));
}

static void take_and_give(pgw_pool *from, int times)
{
    pgw_session *taken;
    pgw_error error;
    for (int i = 0; i < times; i++) {
        OK(pgw_pool_take(from, &taken, &error));
        (void)pgw_pool_give(from, taken);
    }
}

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

static void take_tried(void)
{
    take_and_give(trying_pool, GETS);
}

static void empty_queries(void)
{
    for (int i = 0; i < GETS; i++)
        PQclear(PQexec(conn, ""));
}

static void pool_cost(const char *name)
{
    enum { TIMES = 200000 };
    take_and_give(pool, TIMES / 10);
    double from = seconds();
    take_and_give(pool, TIMES);
    measure_value(name, (seconds() - from) / TIMES * 1e9, "ns", true);
}

/* ---- memory */

static size_t streamed_rows;

static void stream_rows(bool by_copy)
{
    bench_narrow_query query = {.limit = streamed_rows};
    conn = PQconnectdb(getenv("PGW_TEST_URI"));
    OK(pgw_session_init(&session, conn, &bench_database, NULL));
    if (by_copy)
        OK(bench_narrow_copy_out(&session, see_narrow, NULL));
    else
        OK(bench_narrow_each(&session, &query, see_narrow, NULL));
}

static void stream_by_each(void)
{
    stream_rows(false);
}

static void stream_by_copy(void)
{
    stream_rows(true);
}

/* All rows may take no more memory than a few do. */
static void memory_cost(const char *name)
{
    enum { FEW = 10000, NO_MORE = 256 };
    streamed_rows = FEW;
    long few = measure_memory(stream_by_each);
    streamed_rows = 0;
    long all = measure_memory(stream_by_each), copied = measure_memory(stream_by_copy);
    printf("%s: %ld kB for %d rows, %ld kB for %zu, %ld kB by copy_out%s\n", name, few, FEW, all,
           rows, copied,
           few < 0 || all > few + NO_MORE || copied > few + NO_MORE ? "  missed" : "");
}

/* ---- other drivers */

enum { DRIVER_ROWS = 200000 }; /* at most: the slowest take seconds for them */
static other driver;
static size_t driver_rows;

static void ask_driver(const char *table)
{
    char request[64];
    snprintf(request, sizeof request, "%s %zu\n", table, driver_rows);
    if (other_ask(&driver, request) != (long)driver_rows)
        die(driver.name);
}

static void driver_narrow(void)
{
    ask_driver("narrow");
}

static void driver_wide(void)
{
    ask_driver("wide");
}

static void some_narrow(void)
{
    bench_narrow_page page;
    const bench_narrow_query query = {.limit = driver_rows};
    OK(bench_narrow_list(&session, &list_arena, &query, &page));
    pgw_arena_reset(&list_arena);
}

static void some_wide(void)
{
    bench_wide_page page;
    const bench_wide_query query = {.limit = driver_rows};
    OK(bench_wide_list(&session, &list_arena, &query, &page));
    pgw_arena_reset(&list_arena);
}

/* ---- the table */

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

static const char *only; /* a part of the names of the lines to run; NULL: all */

static bool is_wanted(const char *name)
{
    return !only || strstr(name, only);
}

static const line lines[] = {
    {"list narrow / fetched, not decoded", 0.85, list_narrow, fetch_narrow, NULL, false},
    {"list wide / fetched, not decoded", 0.85, list_wide, fetch_wide, NULL, false},
    {"each narrow / same rows, not decoded", 0.95, each_narrow, stream_narrow, NULL, false},
    {"each wide / same rows, not decoded", 0.95, each_wide, stream_wide, NULL, false},
    {"copy_out narrow / drained, not decoded", 0.95, copy_out_narrow, drain_narrow, NULL, false},
    {"copy_out wide / drained, not decoded", 0.95, copy_out_wide, drain_wide, NULL, false},
    {"copy_out narrow / fetched, not decoded", 1.3, copy_out_narrow, fetch_narrow, NULL, false},
    {"copy_out wide / fetched, not decoded", 1.3, copy_out_wide, fetch_wide, NULL, false},
    {"copy in / psql \\copy of a binary file", 0.95, copy_in, psql_copy, empty_target, true},
    {"insert_many / copy in", 0.7, insert_all, copy_in, empty_target, false},
    {"insert_many / pipeline of 1000", 0, insert_many, insert_pipeline, clear_target, false},
    {"insert_many / single inserts", 0, insert_many, insert_singly, clear_target, false},
    {"upsert_many / pipeline of 1000", 1.7, upsert_many, upsert_pipeline, fill_target, false},
    {"update_many / pipeline of 1000", 1.7, update_many, update_pipeline, fill_target, false},
    {"delete_many / pipeline of 1000", 1.7, delete_many, delete_pipeline, fill_target, false},
    {"pipeline of 1000 inserts / single inserts", 0, insert_pipeline, insert_singly, clear_target,
     false},
    {"get / prepared by hand, text, not decoded", 0.9, gets, gets_by_hand, NULL, false},
    {"get_many of 100 / single gets", 4, hundred_array, hundred_gets, NULL, false},
    {"pipeline of 100 gets / single gets", 2.5, hundred_pipeline, hundred_gets, NULL, false},
    {"get through the pool / get", 0, pooled_gets, gets, NULL, true},
    {"pool: take, ping, give / an empty query", 0, take_tried, empty_queries, NULL, true},
};

static void run_pgbench(void)
{
    static const line get = {"get / pgbench -M prepared", 0.9, gets, gets_by_pgbench, NULL, true};
    if (!is_wanted(get.name))
        return;
    if (getenv("BENCH_PGBENCH"))
        measure_line(&get, rounds);
    else
        printf("%s: skipped, no pgbench\n", get.name);
}

static void run_driver(void)
{
    char narrow[64], wide[64];
    snprintf(narrow, sizeof narrow, "list narrow / %s", driver.name);
    snprintf(wide, sizeof wide, "list wide / %s", driver.name);
    const line both[] = {{narrow, driver.reach, some_narrow, driver_narrow, NULL, true},
                         {wide, driver.reach, some_wide, driver_wide, NULL, true}};
    for (size_t i = 0; i < 2; i++)
        if (is_wanted(both[i].name))
            measure_line(&both[i], rounds < 3 ? rounds : 3);
}

static void run_drivers(const char *path)
{
    char text[1024];
    FILE *list = path ? fopen(path, "r") : NULL;
    driver_rows = rows < DRIVER_ROWS ? rows : DRIVER_ROWS;
    while (list && fgets(text, sizeof text, list)) {
        if (!other_start(&driver, text))
            die(text);
        run_driver();
        other_stop(&driver);
    }
    if (list)
        fclose(list);
}

static void run_all(void)
{
    static const char memory[] = "memory of a stream", pool_name[] = "pool: take and give back";
    if (is_wanted(memory)) /* before there is much of it that could be used again */
        memory_cost(memory);
    OK(bench_narrow_list(&session, &kept_arena, NULL, &kept));
    for (size_t i = 0; i < CHANGED && i < kept.count; i++)
        some_ids[i] = kept.rows[i].id;
    save_copy();
    open_pools();
    measure_head();
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (is_wanted(lines[i].name))
            measure_line(&lines[i], rounds);
    if (is_wanted(pool_name))
        pool_cost(pool_name);
    run_pgbench();
    run_drivers(getenv("BENCH_DRIVERS"));
}

int main(int argc, char **argv)
{
    only = getenv("BENCH");
    rows = argc > 1 ? strtoul(argv[1], NULL, 10) : rows;
    rounds = argc > 2 ? atoi(argv[2]) : rounds;
    conn = PQconnectdb(getenv("PGW_TEST_URI"));
    if (PQstatus(conn) != CONNECTION_OK || rows < CHANGED)
        die("a database, and 20000 rows or more");
    OK(pgw_session_init(&session, conn, &bench_database, NULL));
    fill();
    PQclear(PQprepare(conn, "by_hand",
                      "SELECT id, name, made_at, amount, ratio, number, flag, data FROM"
                      " public.narrow WHERE id = $1",
                      0, NULL));
    measure_server(PQbackendPID(conn));
    printf("%zu rows, %d rounds or more\n", rows, rounds);
    run_all();
    pgw_pool_close(pool);
    pgw_pool_close(trying_pool);
    pgw_arena_free(&kept_arena);
    pgw_arena_free(&pipe_arena);
    pgw_arena_free(&list_arena);
    pgw_session_close(&session);
    PQfinish(conn);
    unlink("/dev/shm/pgw_bench.bin");
    return 0;
}
