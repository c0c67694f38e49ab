#include "live/reading.h"

#include <pthread.h>

struct Reading {
    Arena *arena;
    const char *conninfo;
    Templates templates;
    ReadDepth depth;
    Diags diags;
    const Catalog *catalog;
    pthread_t thread;
    bool threaded;
};

static void *read_all(void *argument)
{
    Reading *r = argument;
    Server *server = server_connect(r->arena, r->conninfo, &r->diags);
    if (server)
        r->catalog = catalog_read(r->arena, server, &r->templates, r->depth, &r->diags);
    server_close(server);
    return NULL;
}

Reading *reading_start(const char *conninfo, const char *templates_folder, ReadDepth depth)
{
    Arena *arena = arena_new();
    Reading *r = NEW(arena, Reading);
    *r = (Reading){.arena = arena, .conninfo = conninfo, .depth = depth, .diags = {.arena = arena}};
    r->templates = (Templates){
        .arena = arena, .diags = &r->diags, .folder = templates_folder, .parsed = {.arena = arena}};
    r->threaded = pthread_create(&r->thread, NULL, read_all, r) == 0;
    if (!r->threaded)
        read_all(r); /* then in the foreground */
    return r;
}

const Catalog *reading_finish(Reading *r, Diags *diags)
{
    if (r->threaded)
        pthread_join(r->thread, NULL);
    r->threaded = false;
    for (size_t i = 0; i < r->diags.list.len; i++) {
        vec_push(diags->arena, &diags->list, r->diags.list.at[i]);
        r->diags.list.at[i]->order = diags->list.len;
    }
    diags->errors += r->diags.errors;
    diags->warnings += r->diags.warnings;
    return r->catalog;
}

void reading_free(Reading *r)
{
    if (r)
        arena_free(r->arena);
}
