/*
 * A command-line application over the database of model/lightdom: campaigns, and the addresses that
 * they are to crawl.
 *
 *   crawl campaigns                    lists them, with how much there is to do
 *   crawl start ID NAME                adds one
 *   crawl targets CAMPAIGN [STATUS]    lists its addresses, page by page
 *   crawl next CAMPAIGN                takes the most urgent address that waits, and prints it
 *   crawl done TARGET HTTP-STATUS      notes how it went
 *   crawl drop CAMPAIGN                removes it, addresses included
 *
 * The database is that of the usual variables (PGHOST, PGDATABASE …) or of PGW_URI.
 */
#include "lightdom.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PAGE = 20 };

typedef struct {
    pgw_session session;
    pgw_arena arena;
    char **args; /* behind the command */
    int count;
} App;

static bool failed(const App *app, const char *what)
{
    const pgw_error *error = &app->session.error;
    fprintf(stderr, "crawl: %s: %s\n", what, error->message);
    if (*error->detail)
        fprintf(stderr, "       %s\n", error->detail);
    return false;
}

/* How many addresses of a campaign have that status, among those that were loaded with it. */
static size_t count_status(const lightdom_crawl_targets_groups *groups, size_t campaign,
                           const char *status)
{
    size_t count = 0;
    for (size_t i = groups->starts[campaign]; i < groups->starts[campaign + 1]; i++)
        count += strcmp(groups->rows[i].status.ptr, status) == 0;
    return count;
}

/* Two statements, however many campaigns there are. */
static bool list_campaigns(App *app)
{
    lightdom_crawler_campaigns_page page;
    lightdom_crawl_targets_groups targets;
    if (lightdom_crawler_campaigns_list(&app->session, &app->arena, NULL, &page) != PGW_OK ||
        lightdom_crawler_campaigns_load_targets(&app->session, &app->arena, page.rows, page.count,
                                                &targets) != PGW_OK)
        return failed(app, "listing campaigns");
    for (size_t i = 0; i < page.count; i++)
        printf("%-20s %-30s %6zu addresses, %zu waiting\n", page.rows[i].id.ptr,
               page.rows[i].name.ptr, targets.starts[i + 1] - targets.starts[i],
               count_status(&targets, i, "pending"));
    return true;
}

static bool start_campaign(App *app)
{
    const lightdom_crawler_campaigns_columns columns = {.id = true, .name = true};
    lightdom_crawler_campaigns campaign = {.id = pgw_text_of(app->args[0]),
                                           .name = pgw_text_of(app->args[1])};
    pgw_status status =
        lightdom_crawler_campaigns_insert(&app->session, &app->arena, &campaign, &columns);
    if (status == PGW_UNIQUE_VIOLATION &&
        lightdom_constraint_of(&app->session.error) == LIGHTDOM_CONSTRAINT_CRAWLER_CAMPAIGNS_PKEY) {
        fprintf(stderr, "crawl: there is a campaign %s already\n", app->args[0]);
        return false;
    }
    if (status != PGW_OK)
        return failed(app, "starting a campaign");
    char created[PGW_TIMESTAMP_SIZE];
    pgw_timestamp_to_string(campaign.created_at, created, sizeof created);
    printf("%s, %s: created %s UTC, priority %d\n", campaign.id.ptr, campaign.status.ptr, created,
           (int)campaign.priority);
    return true;
}

/* Each page goes on behind the last row of the one before. That row is read while the next page is
 * asked for, so two arenas take turns. */
static bool list_targets(App *app)
{
    pgw_arena arenas[2] = {{0}, {0}};
    lightdom_crawl_targets_page page;
    lightdom_crawl_targets_query query = {
        .order = LIGHTDOM_CRAWL_TARGETS_BY_IDX_CRAWL_TARGETS_STATUS, .limit = PAGE};
    pgw_status status;
    lightdom_crawl_targets_where_campaign_id(&query, PGW_EQ, pgw_text_of(app->args[0]));
    if (app->count > 1)
        lightdom_crawl_targets_where_status(&query, PGW_EQ, pgw_text_of(app->args[1]));
    for (int turn = 0;; turn = !turn) {
        status = lightdom_crawl_targets_list(&app->session, &arenas[turn], &query, &page);
        if (status != PGW_OK)
            break;
        for (size_t i = 0; i < page.count; i++)
            printf("%6lld  %-10s %s\n", (long long)page.rows[i].id, page.rows[i].status.ptr,
                   page.rows[i].url.ptr);
        if (!page.more)
            break;
        query.after = &page.rows[page.count - 1];
        pgw_arena_reset(&arenas[!turn]);
    }
    pgw_arena_free(&arenas[0]);
    pgw_arena_free(&arenas[1]);
    return status == PGW_OK || failed(app, "listing addresses");
}

/* In one transaction, which is tried again when another crawler was faster. */
static pgw_status take_next(pgw_session *session, void *context)
{
    App *app = context;
    const lightdom_crawl_targets_columns columns = {.status = true, .attempts = true};
    lightdom_crawl_targets_page page;
    lightdom_crawl_targets_query query = {
        .order = LIGHTDOM_CRAWL_TARGETS_BY_IDX_CRAWL_TARGETS_STATUS, .limit = 1};
    lightdom_crawl_targets_where_campaign_id(&query, PGW_EQ, pgw_text_of(app->args[0]));
    lightdom_crawl_targets_where_status(&query, PGW_EQ, pgw_text_of("pending"));
    pgw_status status = lightdom_crawl_targets_list(session, &app->arena, &query, &page);
    if (status != PGW_OK || page.count == 0)
        return status;
    lightdom_crawl_targets *target = page.rows;
    target->status = pgw_text_of("in_progress");
    target->attempts++;
    status = lightdom_crawl_targets_update(session, &app->arena, target, &columns);
    if (status == PGW_OK)
        printf("%lld %s\n", (long long)target->id, target->url.ptr);
    return status;
}

static bool next_target(App *app)
{
    return pgw_transaction(&app->session, PGW_SERIALIZABLE, 5, take_next, app) == PGW_OK ||
           failed(app, "taking an address");
}

static bool target_done(App *app)
{
    const lightdom_crawl_targets_columns columns = {.status = true, .http_status = true};
    lightdom_crawl_targets target = {.id = strtoll(app->args[0], NULL, 10)};
    target.http_status.present = true;
    target.http_status.value = (int32_t)strtol(app->args[1], NULL, 10);
    target.status = pgw_text_of(target.http_status.value < 400 ? "completed" : "failed");
    if (lightdom_crawl_targets_update(&app->session, &app->arena, &target, &columns) != PGW_OK)
        return failed(app, "noting a result");
    printf("%s %s\n", target.url.ptr, target.status.ptr);
    return true;
}

static bool drop_campaign(App *app)
{
    if (lightdom_crawler_campaigns_delete(&app->session, pgw_text_of(app->args[0])) != PGW_OK)
        return failed(app, "dropping a campaign");
    printf("%s is gone\n", app->args[0]);
    return true;
}

static const struct {
    const char *name;
    int least, most; /* arguments */
    bool (*run)(App *app);
} commands[] = {
    {"campaigns", 0, 0, list_campaigns}, {"start", 2, 2, start_campaign},
    {"targets", 1, 2, list_targets},     {"next", 1, 1, next_target},
    {"done", 2, 2, target_done},         {"drop", 1, 1, drop_campaign},
};

static bool run(App *app, const char *name)
{
    pgw_differences differences;
    if (lightdom_verify(&app->session, PGW_VERIFY_ENFORCE, &app->arena, &differences) != PGW_OK)
        return failed(app, "this is another database");
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(name, commands[i].name) == 0 && app->count >= commands[i].least &&
            app->count <= commands[i].most)
            return commands[i].run(app);
    fputs("usage: crawl campaigns | start ID NAME | targets CAMPAIGN [STATUS] | next CAMPAIGN |"
          " done TARGET HTTP-STATUS | drop CAMPAIGN\n",
          stderr);
    return false;
}

int main(int argc, char **argv)
{
    const char *uri = getenv("PGW_URI");
    PGconn *conn = PQconnectdb(uri ? uri : "");
    App app = {.args = argv + 2, .count = argc > 2 ? argc - 2 : 0};
    bool done = false;
    if (PQstatus(conn) != CONNECTION_OK)
        fprintf(stderr, "crawl: %s", PQerrorMessage(conn));
    else if (pgw_session_init(&app.session, conn, &lightdom_database, NULL) != PGW_OK)
        failed(&app, "starting a session");
    else
        done = run(&app, argc > 1 ? argv[1] : "");
    pgw_arena_free(&app.arena);
    pgw_session_close(&app.session);
    PQfinish(conn);
    return done ? 0 : 1;
}
