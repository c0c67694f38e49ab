/* What run.sh measures of the program's inside: one verb a run.
 *
 *   read CONNINFO       reads a catalog with its dependencies
 *   queries CONNINFO    prints the queries by which it is read, for psql
 *   plan FROM TO        prints the milliseconds of CPU time that diff and plan take, and the steps
 */
#include "live/read.h"
#include "plan/near.h"
#include "plan/plan.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static Arena *arena;
static Diags diags;
static Templates templates;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* one thread, which waits for nobody */
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static const Catalog *read_from(const char *conninfo)
{
    Server *server = server_connect(arena, conninfo, &diags);
    const Catalog *catalog =
        server ? catalog_read_together(arena, server, &templates, READ_EDGES, &diags) : NULL;
    server_close(server);
    return catalog;
}

static void print_queries(const char *conninfo)
{
    Server *server = server_connect(arena, conninfo, &diags);
    if (!server)
        return;
    StrVec queries = catalog_queries(arena, server, &templates, &diags);
    for (size_t i = 0; i < queries.len; i++)
        printf("%.*s;\n", STR_ARG(queries.at[i]));
    server_close(server);
}

static void print_plan(const char *from, const char *to)
{
    const Catalog *have = read_from(from), *want = have ? read_from(to) : NULL;
    if (!want)
        return;
    const StrVec none = {0};
    PlanPolicy policy = {.allow_loss = &none};
    double start = now();
    const Moves no_renames = {0};
    Near near = plan_near(arena, have, want, &no_renames);
    Plan plan = plan_changes(arena, near.have, near.want, &policy, &diags);
    printf("%.1f %zu\n", now() - start, plan.len);
}

int main(int argc, char **argv)
{
    arena = arena_new();
    diags.arena = arena;
    templates = (Templates){.arena = arena, .diags = &diags, .parsed = {.arena = arena}};
    if (argc == 3 && strcmp(argv[1], "read") == 0)
        read_from(argv[2]);
    else if (argc == 3 && strcmp(argv[1], "queries") == 0)
        print_queries(argv[2]);
    else if (argc == 4 && strcmp(argv[1], "plan") == 0)
        print_plan(argv[2], argv[3]);
    else
        return 2;
    Str text = diags_text(&diags, 10);
    fwrite(text.ptr, 1, text.len, stderr);
    bool failed = diags.errors;
    arena_free(arena);
    return failed;
}
