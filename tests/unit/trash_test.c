/* Names of what is put aside, catalogs made of others, and the moves between them. */
#include "unit_model.h"

#include "catalog/move.h"
#include "catalog/trash.h"
#include "plan/renames.h"
#include "plan/trash.h"
#include "sql/sql.h"

static void test_names(void **state)
{
    (void)state;
    same_text(L, str_slice(trash_name(arena, S("email"), S("x")), 0, 13), "~trash_email_");
    same_text(L, trash_name(arena, S("email"), S("x")),
              trash_name(arena, S("email"), S("x")).ptr); /* the same each time */
    assert_false(str_eq(trash_name(arena, S("a"), S("x")), trash_name(arena, S("a"), S("y"))));
    for (size_t len = 1; len <= 63; len++) { /* each is two bytes long: never cut in the middle */
        char name[127] = {0};
        for (size_t i = 0; i < len; i++)
            memcpy(name + 2 * i, "\xc3\xbc", 2);
        Str put = trash_name(arena, str_of(name), S("x"));
        assert_true(put.len <= 63);
        same_number(L, (long long)str_utf8_error(put), (long long)put.len);
        assert_true(trash_old_name(arena, str_of(name), S("x")).len <= 63);
    }
}

#define D "database: d\n"

static const char full[] = D "enums: {e: [a, b]}\n"
                             "tables:\n"
                             "  keep: {columns: {id: integer, gone: {type: e, default: a}}, "
                             "primary_key: id}\n"
                             "  drop: {columns: {id: integer, k: integer}, primary_key: id, "
                             "indexes: {i: k}}\n"
                             "views: {v: SELECT gone FROM keep}\n";
static const char less[] = D "tables: {keep: {columns: {id: integer}, primary_key: id}}\n";

/* What losses of the plan become. */
static Trash put_aside(const Catalog *have, const Catalog *want, const char *label)
{
    PlanPolicy policy = {.no_renames = true, .label = str_of(label)};
    Objects losses = plan_losses(arena, have, want, &policy, &diags);
    return plan_trash(arena, have, want, &losses, NULL, &policy, &diags);
}

static void test_put_aside(void **state)
{
    (void)state;
    Trash trash = put_aside(draft_of(full), draft_of(less), NULL);
    same_number(L, (long long)diags.errors, 0);
    StrVec sql = sql_moves(arena, &trash.schemas, &trash.moves);
    same_number(L, (long long)trash.schemas.len, 1);
    Str schema = trash.schemas.at[0];
    Str all = str_replace(arena, str_join(arena, &sql, S("\n")), schema, S("TRASH"));
    has_text(L, all, "CREATE SCHEMA \"TRASH\"");
    has_text(L, all, "ALTER TABLE public.drop SET SCHEMA \"TRASH\"");
    has_text(L, all, "ALTER TYPE public.e SET SCHEMA \"TRASH\""); /* its column needs it */
    has_text(L, all, "ALTER TABLE public.keep RENAME COLUMN gone TO \"~trash_gone_");
    assert_non_null(catalog_find(trash.have, (ObjectId){KIND_INDEX, schema, S("drop"), S("i")}));
    for (size_t i = 0; i < trash.want->objects.len; i++) {
        const Object *object = trash.want->objects.at[i];
        if (object->id.kind == KIND_DEFAULT && str_starts(object->id.sub, S("~")))
            fail_msg("a trash column has no default");
    }
}

static void test_pending(void **state)
{
    (void)state;
    Trash trash = put_aside(draft_of(full), draft_of(less), NULL);
    Objects pending = {0};
    const Catalog *rest = catalog_without_trash(arena, trash.want, &pending);
    Changes changes = catalog_diff(arena, rest, draft_of(less));
    same_number(L, (long long)changes.len, 0);
    same_number(L, (long long)pending.len, 3); /* the column, the table, the type */
    const Catalog *plain = draft_of(less);
    assert_ptr_equal(catalog_without_trash(arena, plain, NULL), plain);
}

static void test_labels(void **state)
{
    (void)state;
    Trash one = put_aside(draft_of(full), draft_of(less), "0001"),
          two = put_aside(draft_of(full), draft_of(less), "0002");
    assert_false(str_eq(one.schemas.at[0], two.schemas.at[0]));
    Trash again = put_aside(one.want, draft_of(less), "0001"); /* nothing is lost any more */
    same_number(L, (long long)again.moves.len, 0);
}

static void test_back(void **state)
{
    (void)state;
    const Catalog *have = draft_of(full);
    Trash trash = put_aside(have, draft_of(less), NULL);
    Moves back = moves_back(arena, &trash.moves, trash.have);
    Catalog *again = catalog_moved(arena, trash.have, &back, NULL);
    catalog_seal(again);
    Changes changes = catalog_diff(arena, have, again);
    same_number(L, (long long)changes.len, 1); /* the schema, which is empty now */
}

/* --- renames --- */

static Str renames(const char *have, const char *want)
{
    const Moves none = {0};
    const StrVec no_schemas = {0};
    Moves moves = plan_renames(arena, draft_of(have), draft_of(want), &none, &diags);
    StrVec sql = sql_moves(arena, &no_schemas, &moves);
    return str_join(arena, &sql, S("\n"));
}

static void test_renames(void **state)
{
    (void)state;
    static const char old[] =
        D "tables: {a: {columns: {x: integer, y: text}}, b: {columns: {z: date}}}\n";
    same_text(L, renames(old, old), "");
    same_text(L,
              renames(old, D "tables: {a: {columns: {x: integer, n: {type: text, renamed_from: "
                             "[w, y]}}}, c: {renamed_from: b, columns: {z: date}}}\n"),
              "ALTER TABLE public.a RENAME COLUMN y TO n\n"
              "ALTER TABLE public.b RENAME TO c");
    Str swapped = renames(old, D "tables: {b: {renamed_from: a, columns: {x: integer, y: text}}, "
                                 "a: {renamed_from: b, columns: {z: date}}}\n");
    has_text(L, swapped, "ALTER TABLE public.a RENAME TO b");
    has_text(L, swapped, "ALTER TABLE public.b RENAME TO \"~old_b_");
    same_number(L, (long long)(diags.errors + diags.warnings), 0);
    same_text(L,
              renames(old, D "tables: {a: {renamed_from: o, columns: {x: integer, y: text}}, "
                             "b: {columns: {z: date}}}\n"),
              "");
    same_number(L, (long long)diags.warnings, 1); /* was renamed before */
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_names),  TEST(test_put_aside), TEST(test_pending),
                                       TEST(test_labels), TEST(test_back),      TEST(test_renames)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
