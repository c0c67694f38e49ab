#include "live/dump.h"

#include "live/process.h"
#include "live/programs.h"

/* The one that belongs to the server's programs, else the one along PATH. */
static const char *find_program(Arena *arena)
{
    Diags unheard = {.arena = arena};
    Programs programs;
    if (!programs_find(arena, &programs, &unheard))
        return "pg_dump";
    Str folder = str_slice(programs.postgres, 0, programs.postgres.len - S("postgres").len);
    return str_format(arena, "%.*spg_dump", STR_ARG(folder)).ptr;
}

/* \restrict holds a word that is another one each time. */
static bool is_noise(Str line)
{
    const Str starts[] = {S("--"), S("\\restrict "), S("\\unrestrict "), S("SET "),
                          S("SELECT pg_catalog.set_config(")};
    for (size_t i = 0; i < COUNT_OF(starts); i++)
        if (str_starts(line, starts[i]))
            return true;
    return !line.len;
}

Str server_dump(Arena *arena, const Server *server)
{
    StrVec arguments = {0}, environment = server_environment(arena, server), lines = {0};
    vec_push(arena, &arguments, S("--schema-only"));
    Str text, line;
    if (!process_capture(arena, find_program(arena), &arguments, &environment, &text))
        return (Str){0};
    while (str_split(&text, '\n', &line))
        if (!is_noise(line))
            vec_push(arena, &lines, line);
    return str_join(arena, &lines, S("\n"));
}
