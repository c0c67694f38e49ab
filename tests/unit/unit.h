/* What the unit tests of all rooms share: an arena and diagnostics for each test, comparisons that
 * tell the line of the case, and files that vanish with the test. */
#ifndef PGW_TESTS_UNIT_H
#define PGW_TESTS_UNIT_H

#include "base/file.h"
#include "diag/diag.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static Arena *arena;
static Diags diags;
static Str folder; /* a fresh one, when the test has asked for it */

static inline int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = (Diags){.arena = arena};
    folder = (Str){0};
    return 0;
}

static inline int teardown(void **state)
{
    (void)state;
    if (folder.ptr)
        file_remove_tree(arena, folder.ptr);
    arena_free(arena);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* The line of a case stands in its row, so that a failure names it. */
#define L __LINE__

static inline void same_text(int line, Str got, const char *want)
{
    if (!got.ptr && want)
        fail_msg("line %d: nothing, not \"%s\"", line, want);
    if (!str_is(got, want ? want : ""))
        fail_msg("line %d: \"%.*s\", not \"%s\"", line, STR_ARG(got), want ? want : "");
}

static inline void same_number(int line, long long got, long long want)
{
    if (got != want)
        fail_msg("line %d: %lld, not %lld", line, got, want);
}

static inline void has_text(int line, Str text, const char *what)
{
    if (str_find(text, str_of(what)) < 0)
        fail_msg("line %d: \"%s\" is not in:\n%.*s", line, what, STR_ARG(text));
}

static inline void lacks_text(int line, Str text, const char *what)
{
    if (str_find(text, str_of(what)) >= 0)
        fail_msg("line %d: \"%s\" is in:\n%.*s", line, what, STR_ARG(text));
}

/* Nothing was reported. */
static inline void no_diags(int line)
{
    if (diags.list.len)
        fail_msg("line %d: %s", line, diags_text(&diags, 0).ptr);
}

static inline Str temporary_folder(void)
{
    const char *place = getenv("TMPDIR");
    if (!folder.ptr) {
        Str name = str_format(arena, "%s/pgwright_unit.XXXXXX", place ? place : "/tmp");
        char *path = (char *)arena_copy(arena, name.ptr, name.len + 1, 1);
        assert_non_null(mkdtemp(path));
        folder = str_of(path);
    }
    return folder;
}

/* Writes a file below the temporary folder; its path. */
static inline Str temporary_file(const char *name, Str bytes)
{
    Str path = path_join(arena, temporary_folder(), str_of(name)), why;
    bool changed;
    if (!file_make_folder(arena, str_copy(arena, path_folder(path)).ptr, &why) ||
        !file_write(arena, path.ptr, bytes, &changed, &why))
        fail_msg("%s: %s", path.ptr, why.ptr);
    return path;
}

static inline const Source *source_of(Str text)
{
    Source *source = NEW(arena, Source);
    *source = (Source){.name = S("test.yaml"), .text = text, .relative = S("test.yaml")};
    return source;
}

#endif
