#include "live/conninfo.h"

#include "live/connection.h"
#include "text/writer.h"

#include <stdlib.h>
#include <string.h>

static bool is_uri(const char *conninfo)
{
    return str_starts(str_of(conninfo), S("postgresql://")) ||
           str_starts(str_of(conninfo), S("postgres://"));
}

bool conninfo_is_name(const char *conninfo)
{
    return !is_uri(conninfo) && !strchr(conninfo, '=');
}

/* An '@' or '/' that was left unescaped in a password moves the borders between the parts. libpq
 * takes what comes before the first '@' for user and password, if no '/' comes sooner; there must
 * not be another one in host, port and database. */
static bool has_clear_borders(const char *uri)
{
    const char *rest = strstr(uri, "://") + 3;
    const char *end_of_user = rest + strcspn(rest, "@/");
    if (*end_of_user == '@')
        rest = end_of_user + 1;
    return !memchr(rest, '@', strcspn(rest, "?"));
}

static bool is_port_list(const char *port)
{
    return port[strspn(port, "0123456789,")] == '\0';
}

const char *conninfo_value(const PQconninfoOption *options, const char *keyword)
{
    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o->val;
    return NULL;
}

bool conninfo_is_sound(const char *conninfo)
{
    if (conninfo_is_name(conninfo))
        return !strpbrk(conninfo, ":/@");
    if (is_uri(conninfo) && !has_clear_borders(conninfo))
        return false;
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *port = conninfo_value(options, "port");
    bool sound = options && (!port || is_port_list(port));
    PQconninfoFree(options);
    return sound;
}

static Str quote_value(Arena *arena, const char *value)
{
    Str escaped = str_replace(arena, str_of(value), S("\\"), S("\\\\"));
    escaped = str_replace(arena, escaped, S("'"), S("\\'"));
    return str_format(arena, "'%.*s'", STR_ARG(escaped));
}

Str conninfo_with_database(Arena *arena, const char *conninfo, const char *database)
{
    PQconninfoOption *options = conninfo_is_name(conninfo) ? NULL : PQconninfoParse(conninfo, NULL);
    StrVec parts = {0};
    for (const PQconninfoOption *o = options; o && o->keyword; o++)
        if (o->val && strcmp(o->keyword, "dbname") != 0)
            vec_push(arena, &parts,
                     str_format(arena, "%s=%.*s", o->keyword, STR_ARG(quote_value(arena, o->val))));
    PQconninfoFree(options);
    vec_push(arena, &parts,
             str_format(arena, "dbname=%.*s", STR_ARG(quote_value(arena, database))));
    return str_join(arena, &parts, S(" "));
}

Str conninfo_label(Arena *arena, const char *conninfo)
{
    if (!conninfo_is_sound(conninfo))
        return (Str){0};
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *host = conninfo_value(options, "host"), *port = conninfo_value(options, "port");
    const char *database = conninfo_value(options, "dbname");
    Str label =
        str_format(arena, "%s%s%s%s%s", database ? database : "(default)", host ? " on " : "",
                   host ? host : "", host && port ? ":" : "", host && port ? port : "");
    PQconninfoFree(options);
    return connection_legible(arena, label);
}
