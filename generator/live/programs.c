#include "live/programs.h"

#include "base/file.h"
#include "live/process.h"

#include <ctype.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Debian and Ubuntu; the PGDG packages for Fedora and its kin; a build from source; Homebrew;
 * ports. */
static const char *const patterns[] = {
    "/usr/lib/postgresql/*/bin",      "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",           "/opt/homebrew/opt/postgresql*/bin",
    "/usr/local/opt/postgresql*/bin", "/opt/local/lib/postgresql*/bin",
};

static bool look_in(Arena *arena, Str folder, Programs *programs)
{
    Str initdb = path_join(arena, folder, S("initdb"));
    Str postgres = path_join(arena, folder, S("postgres"));
    if (access(initdb.ptr, X_OK) != 0 || access(postgres.ptr, X_OK) != 0)
        return false;
    programs->initdb = initdb;
    programs->postgres = postgres;
    return true;
}

/* The first number in the path, as the name of a folder of packages has it: 9.6, 15. */
static double path_version(const char *path)
{
    const char *digits = strpbrk(path, "0123456789");
    return digits ? strtod(digits, NULL) : 0;
}

static bool look_for_pattern(Arena *arena, const char *pattern, Programs *programs)
{
    glob_t found;
    if (glob(pattern, 0, NULL, &found) != 0)
        return false;
    bool any = false;
    double best = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        double version = path_version(found.gl_pathv[i]);
        if (any && version <= best)
            continue;
        if (look_in(arena, str_of(found.gl_pathv[i]), programs)) {
            any = true;
            best = version;
        }
    }
    globfree(&found);
    return any;
}

static bool look_along_path(Arena *arena, Programs *programs)
{
    Str rest = str_of(getenv("PATH")), folder;
    while (str_split(&rest, ':', &folder))
        if (folder.len && look_in(arena, folder, programs))
            return true;
    return false;
}

static bool look_everywhere(Arena *arena, Programs *programs)
{
    for (size_t i = 0; i < COUNT_OF(patterns); i++)
        if (look_for_pattern(arena, patterns[i], programs))
            return true;
    return look_along_path(arena, programs);
}

/* "postgres (PostgreSQL) 15.4 (Debian …)": the word after the name. */
static bool read_version(Arena *arena, Programs *programs)
{
    StrVec arguments = {0};
    const StrVec environment = {0};
    Str text;
    vec_push(arena, &arguments, S("--version"));
    if (!process_capture(arena, programs->postgres.ptr, &arguments, &environment, &text))
        return false;
    Str name = S("(PostgreSQL) ");
    ptrdiff_t at = str_find(text, name);
    Str rest = at < 0 ? (Str){0} : str_slice(text, (size_t)at + name.len, text.len);
    size_t len = 0;
    while (len < rest.len && (isalnum((unsigned char)rest.ptr[len]) || rest.ptr[len] == '.'))
        len++;
    programs->version = str_copy(arena, str_slice(rest, 0, len));
    return len > 0;
}

static void report_missing(Diags *diags, const char *folder)
{
    Diag *diag = folder ? diag_error(diags, "E0702", (Pos){0},
                                     "no usable initdb and postgres in \"%s\", which "
                                     "PGWRIGHT_PG_BINDIR names",
                                     folder)
                        : diag_error(diags, "E0702", (Pos){0},
                                     "no PostgreSQL server programs (initdb and postgres) found");
    diag_help(
        diags, diag,
        "Install them (Debian, Ubuntu: apt-get install postgresql), name their folder in "
        "PGWRIGHT_PG_BINDIR, or name a running server with --scratch URI or PGWRIGHT_SCRATCH.");
}

bool programs_find(Arena *arena, Programs *programs, Diags *diags)
{
    const char *folder = getenv("PGWRIGHT_PG_BINDIR");
    if (folder && !*folder)
        folder = NULL;
    bool found =
        folder ? look_in(arena, str_of(folder), programs) : look_everywhere(arena, programs);
    if (found && read_version(arena, programs))
        return true;
    report_missing(diags, folder);
    return false;
}
