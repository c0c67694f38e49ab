#include "live/scratch.h"

#include "live/cluster.h"
#include "live/conninfo.h"
#include "text/quote.h"

#include <stdlib.h>
#include <unistd.h>

typedef struct {
    Server *server;
    Str name;
} Database;

struct Scratch {
    Arena *arena;
    bool is_own; /* the server is ours: what is in it goes with it */
    Cluster cluster;
    bool is_careless;     /* fsync is off: nobody minds a checkpoint */
    const char *conninfo; /* of the database that `admin` is connected to */
    Server *admin;
    VEC(Database) databases;
    unsigned made;
};

Str scratch_conninfo(Arena *arena, const Scratch *scratch, const char *database)
{
    if (scratch->is_own)
        return cluster_conninfo(arena, scratch->cluster.folder, database);
    return conninfo_with_database(arena, scratch->conninfo, database ? database : "postgres");
}

/* -- opening and closing -- */

/* Servers that the caller forgets at exit: the watchdogs would see to them in any case, but a
 * moment later than we are gone. Not in an arena, since those may be gone already. */
enum { REMEMBERED = 8 };
static struct {
    pid_t owner; /* us, and not a fork of ours */
    Watch watch;
} remembered[REMEMBERED];

static void end_remembered(void)
{
    for (size_t i = 0; i < REMEMBERED; i++)
        if (remembered[i].owner == getpid())
            watch_end(&remembered[i].watch);
}

static void remember(const Watch *watch)
{
    static bool registered;
    if (!registered)
        registered = atexit(end_remembered) == 0;
    for (size_t i = 0; i < REMEMBERED; i++) {
        if (remembered[i].owner)
            continue;
        remembered[i].owner = getpid();
        remembered[i].watch = *watch;
        return;
    }
}

static void forget(const Watch *watch)
{
    for (size_t i = 0; i < REMEMBERED; i++)
        if (remembered[i].owner && remembered[i].watch.pid == watch->pid)
            remembered[i].owner = 0;
}

static bool start_own(Scratch *scratch, Diags *diags)
{
    Cluster *cluster = &scratch->cluster;
    if (!cluster_prepare(scratch->arena, cluster, diags) ||
        !cluster_start(scratch->arena, cluster, diags))
        return false;
    scratch->is_own = true;
    scratch->conninfo = cluster_private_conninfo(scratch->arena, cluster->folder);
    remember(&cluster->watch);
    return true;
}

static void report_no_right(Diags *diags, Str role)
{
    Diag *diag =
        diag_error(diags, "E0703", (Pos){0},
                   "role \"%.*s\" may not create databases on the scratch server", STR_ARG(role));
    diag_help(
        diags, diag,
        "Give it the right with ALTER ROLE %.*s CREATEDB, or name no scratch server: pgwright "
        "then starts its own.",
        STR_ARG(sql_ident(diags->arena, role)));
}

/* On somebody else's server we may lack the right; better said at once and plainly. */
static bool look_around(Scratch *scratch, Diags *diags)
{
    Rows *rows = server_query(scratch->admin, S("SELECT rolname, rolsuper OR rolcreatedb, "
                                                "current_setting('fsync') FROM pg_catalog.pg_roles "
                                                "WHERE rolname = current_user"));
    bool known = rows && rows_count(rows) == 1;
    bool may = known && str_is(rows_cell(rows, 0, 1), "t");
    scratch->is_careless = known && str_is(rows_cell(rows, 0, 2), "off");
    if (!may)
        report_no_right(diags, known ? rows_cell(rows, 0, 0) : S("unknown"));
    rows_free(rows);
    return may;
}

Scratch *scratch_open(Arena *arena, const char *conninfo, Diags *diags)
{
    Scratch *scratch = NEW(arena, Scratch);
    scratch->arena = arena;
    if (conninfo)
        scratch->conninfo = str_copy(arena, str_of(conninfo)).ptr;
    else if (!start_own(scratch, diags))
        return NULL;
    scratch->admin = server_connect(arena, scratch->conninfo, diags);
    if (scratch->admin && look_around(scratch, diags))
        return scratch;
    scratch_close(scratch);
    return NULL;
}

static void close_all(Scratch *scratch)
{
    for (size_t i = 0; i < scratch->databases.len; i++)
        server_close(scratch->databases.at[i].server);
    server_close(scratch->admin);
}

/* On a server that is not ours, databases stay behind when we are killed before this: there is
 * nobody left who could log in. They hold no data, and their names begin with pgwright_. */
void scratch_close(Scratch *scratch)
{
    if (!scratch)
        return;
    while (!scratch->is_own && scratch->databases.len)
        scratch_drop_database(scratch, scratch->databases.at[scratch->databases.len - 1].server);
    close_all(scratch);
    if (!scratch->is_own)
        return;
    forget(&scratch->cluster.watch);
    cluster_end(&scratch->cluster);
}

/* -- databases -- */

/* Copying files is five times faster than copying through the log, but makes the server write down
 * all its buffers (checkpoints): fine where that costs nothing, unkind elsewhere. */
static Str create_statement(const Scratch *scratch, Str name)
{
    bool by_file = scratch->is_careless && server_version(scratch->admin) >= 150000;
    return str_format(scratch->arena,
                      "CREATE DATABASE %.*s TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' "
                      "LC_CTYPE 'C'%s",
                      STR_ARG(name), by_file ? " STRATEGY file_copy" : "");
}

/* Another machine's process may have our number and use the same server: then the next name. */
static bool create_database(Scratch *scratch, Str *name)
{
    enum { TRIES = 100 };
    for (int i = 0; i < TRIES; i++) {
        *name = str_format(scratch->arena, "pgwright_%ld_%u", (long)getpid(), ++scratch->made);
        if (server_run(scratch->admin, create_statement(scratch, *name)))
            return true;
        if (!str_is(server_error(scratch->admin).sqlstate, "42P04"))
            return false;
    }
    return false;
}

static void run_drop(Scratch *scratch, Str name)
{
    server_run(scratch->admin,
               str_format(scratch->arena, "DROP DATABASE IF EXISTS %.*s%s", STR_ARG(name),
                          server_version(scratch->admin) >= 130000 ? " WITH (FORCE)" : ""));
}

Server *scratch_database(Scratch *scratch, Diags *diags)
{
    Str name;
    if (!create_database(scratch, &name)) {
        diag_error(diags, "E0703", (Pos){0}, "cannot create a scratch database: %.*s",
                   STR_ARG(server_error(scratch->admin).message));
        return NULL;
    }
    Str conninfo = conninfo_with_database(scratch->arena, scratch->conninfo, name.ptr);
    Server *server = server_connect(scratch->arena, conninfo.ptr, diags);
    if (server)
        vec_push(scratch->arena, &scratch->databases, (Database){server, name});
    else
        run_drop(scratch, name);
    return server;
}

void scratch_drop_database(Scratch *scratch, Server *server)
{
    for (size_t i = 0; i < scratch->databases.len; i++) {
        Database *database = &scratch->databases.at[i];
        if (database->server != server)
            continue;
        server_close(server);
        run_drop(scratch, database->name);
        *database = scratch->databases.at[--scratch->databases.len];
        return;
    }
}

/* -- roles -- */

/* The name in `role "…" does not exist` (SQLSTATE 42704); absent when the message says something
 * else. */
static Str missing_role(ServerError error)
{
    const Str before = S("role \""), behind = S("\" does not exist");
    if (!str_is(error.sqlstate, "42704") || !str_starts(error.message, before) ||
        !str_ends(error.message, behind))
        return (Str){0};
    return str_slice(error.message, before.len, error.message.len - behind.len);
}

bool scratch_add_missing_role(Scratch *scratch, const Server *server)
{
    Str role = missing_role(server_error(server));
    bool may = scratch->is_own || scratch->is_careless;
    return may && role.len &&
           server_run(scratch->admin, str_format(scratch->arena, "CREATE ROLE %.*s",
                                                 STR_ARG(sql_ident(scratch->arena, role))));
}
