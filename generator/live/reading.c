#include "live/reading.h"

#include <pthread.h>

struct Reading {
    Arena *arena;
    const char *conninfo;
    Templates templates;
    ReadDepth depth;
    unsigned timeout;
    Diags diags;
    Server *server;
    const Catalog *catalog;
    pthread_t thread;
    bool threaded;
    bool alone; /* over one connection */
};

static void *read_all(void *argument)
{
    Reading *r = argument;
    r->server = server_connect_reading(r->arena, r->conninfo, r->timeout, &r->diags);
    if (r->server)
        r->catalog = (r->alone ? catalog_read : catalog_read_together)(
            r->arena, r->server, &r->templates, r->depth, &r->diags);
    return NULL;
}

static Reading *reading_new(const char *conninfo, const char *templates_folder, ReadDepth depth,
                            unsigned timeout)
{
    Arena *arena = arena_new();
    Reading *r = NEW(arena, Reading);
    *r = (Reading){.arena = arena,
                   .conninfo = conninfo,
                   .depth = depth,
                   .timeout = timeout,
                   .diags = {.arena = arena}};
    r->templates = (Templates){
        .arena = arena, .diags = &r->diags, .folder = templates_folder, .parsed = {.arena = arena}};
    return r;
}

Reading *reading_start(const char *conninfo, const char *templates_folder, ReadDepth depth,
                       unsigned timeout)
{
    Reading *r = reading_new(conninfo, templates_folder, depth, timeout);
    r->threaded = pthread_create(&r->thread, NULL, read_all, r) == 0;
    if (!r->threaded)
        read_all(r); /* then in the foreground */
    return r;
}

Reading *reading_now(const char *conninfo, const char *templates_folder, ReadDepth depth,
                     unsigned timeout)
{
    Reading *r = reading_new(conninfo, templates_folder, depth, timeout);
    r->alone = true;
    read_all(r);
    return r;
}

/* Diagnostics of the thread go over to the caller's. */
static void hand_over(Reading *r, Diags *diags)
{
    for (size_t i = 0; i < r->diags.list.len; i++) {
        vec_push(diags->arena, &diags->list, r->diags.list.at[i]);
        r->diags.list.at[i]->order = diags->list.len;
    }
    diags->errors += r->diags.errors;
    diags->warnings += r->diags.warnings;
    r->diags = (Diags){.arena = r->arena};
}

const Catalog *reading_finish(Reading *r, Diags *diags)
{
    if (r->threaded)
        pthread_join(r->thread, NULL);
    r->threaded = false;
    hand_over(r, diags);
    return r->catalog;
}

Server *reading_server(Reading *r)
{
    return r->catalog ? r->server : NULL;
}

static Str ask_snapshot(Reading *r)
{
    Rows *rows = server_query(r->server, S("SELECT pg_catalog.pg_current_snapshot()"));
    Str snapshot = rows ? str_copy(r->arena, rows_cell(rows, 0, 0)) : (Str){0};
    rows_free(rows);
    return snapshot;
}

bool reading_is_current(Reading *r)
{
    Str then = ask_snapshot(r);
    return server_begin_again(r->server) && then.len && str_eq(then, ask_snapshot(r));
}

const Catalog *reading_again(Reading *r, Diags *diags)
{
    r->catalog = catalog_read(r->arena, r->server, &r->templates, r->depth, &r->diags);
    hand_over(r, diags);
    return r->catalog;
}

const Catalog *reading_deeper(Reading *r, Diags *diags)
{
    const Catalog *catalog =
        r->catalog ? catalog_read(r->arena, r->server, &r->templates, READ_EDGES, &r->diags) : NULL;
    hand_over(r, diags);
    return catalog;
}

void reading_free(Reading *r)
{
    if (!r)
        return;
    if (reading_server(r))
        server_end_reading(r->server);
    server_close(r->server);
    arena_free(r->arena);
}
