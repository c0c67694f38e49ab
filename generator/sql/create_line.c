/* The parts of tables, types and domains: a line of the statement that makes the whole, or one
 * behind ALTER … ADD. */
#include "sql/create.h"

#include "catalog/trash.h"
#include "text/quote.h"

#include <stdlib.h>

static void attribute_line(Create *c)
{
    put_fill(c, "{name} ");
    w_raw(&c->w, create_text(c, "type"));
    put_collation(c);
}

static void domain_check_line(Create *c)
{
    put_fill(c, "CONSTRAINT {name} CHECK (");
    w_raw(&c->w, create_text(c, "expression"));
    put_text(c, ")");
    put_flag(c, "not_valid", " NOT VALID");
}

static void column_body(Create *c)
{
    put_fill(c, "{name} ");
    w_raw(&c->w, create_text(c, "type"));
    put_foreign_options(c);
    put_collation(c);
    Str generated = create_text(c, "generated"), identity = create_text(c, "identity");
    if (generated.ptr) {
        put_clause(c, " GENERATED ALWAYS AS (", generated);
        put_text(c, ") STORED");
    }
    if (identity.ptr) {
        put_clause(c, " GENERATED ", str_upper(c->arena, identity));
        put_text(c, " AS IDENTITY");
        Str sequence = sql_sequence_options(c->arena, c->object);
        if (sequence.len) {
            put_clause(c, " (", str_trim(sequence));
            put_text(c, ")");
        }
    }
}

/* The default of a column stands inside its line. */
static const Object *folded_default(const Create *c, Str column)
{
    for (size_t i = 0; i < c->folded_count; i++)
        if (c->folded[i]->id.kind == KIND_DEFAULT && str_eq(c->folded[i]->id.sub, column))
            return c->folded[i];
    return NULL;
}

static void column_line(Create *c)
{
    const Object *value = folded_default(c, c->object->id.sub);
    column_body(c);
    if (value)
        put_clause(c, " DEFAULT ",
                   operand(c->arena, sql_fragment(c->arena, object_text(value, "expression"))));
    put_flag(c, "not_null", " NOT NULL");
}

static void not_valid(Create *c)
{
    if (c->unvalidated)
        put_text(c, " NOT VALID");
    else
        put_flag(c, "not_valid", " NOT VALID");
}

static void check_line(Create *c)
{
    put_fill(c, "CONSTRAINT {name} CHECK (");
    w_raw(&c->w, create_text(c, "expression"));
    put_text(c, ")");
    put_flag(c, "no_inherit", " NO INHERIT");
    not_valid(c);
}

static void key_line(Create *c)
{
    bool primary = c->object->id.kind == KIND_PRIMARY_KEY;
    put_fill(c, "CONSTRAINT {name} ");
    put_text(c, primary ? "PRIMARY KEY " : "UNIQUE ");
    if (c->by) {
        put_ident(c, "USING INDEX ", c->by->id.sub);
        put_deferral(c);
        return;
    }
    put_flag(c, "nulls_not_distinct", "NULLS NOT DISTINCT ");
    put_columns(c, "", object_value(c->object, "columns"));
    put_columns(c, " INCLUDE ", object_value(c->object, "include"));
    put_options(c, object_value(c->object, "with"));
    put_ident(c, " USING INDEX TABLESPACE ", create_text(c, "tablespace"));
    put_deferral(c);
}

static void exclusion_line(Create *c)
{
    Str where = create_text(c, "where");
    put_fill(c, "CONSTRAINT {name} EXCLUDE");
    put_ident(c, " USING ", create_text(c, "method"));
    put_text(c, " (");
    put_words(c, object_value(c->object, "elements"), ", ");
    put_text(c, ")");
    put_columns(c, " INCLUDE ", object_value(c->object, "include"));
    put_options(c, object_value(c->object, "with"));
    if (where.ptr) {
        put_clause(c, " WHERE (", where);
        put_text(c, ")");
    }
    put_deferral(c);
}

static void foreign_key_line(Create *c)
{
    put_fill(c, "CONSTRAINT {name} FOREIGN KEY ");
    put_columns(c, "", object_value(c->object, "columns"));
    put_clause(c, " REFERENCES ", pair_name(c->arena, object_value(c->object, "ref_table")));
    put_columns(c, " ", object_value(c->object, "ref_columns"));
    put_clause(c, " MATCH ", str_upper(c->arena, create_text(c, "match")));
    put_clause(c, " ON UPDATE ", str_upper(c->arena, create_text(c, "on_update")));
    put_clause(c, " ON DELETE ", str_upper(c->arena, create_text(c, "on_delete")));
    put_columns(c, " ", object_value(c->object, "on_delete_columns"));
    put_deferral(c);
    not_valid(c);
}

/* Lines inside CREATE TABLE, which ALTER TABLE … ADD takes too. */
static void (*const lines[KIND_COUNT])(Create *) = {
    [KIND_COLUMN] = column_line,           [KIND_CHECK] = check_line,
    [KIND_PRIMARY_KEY] = key_line,         [KIND_UNIQUE] = key_line,
    [KIND_FOREIGN_KEY] = foreign_key_line, [KIND_EXCLUSION] = exclusion_line,
    [KIND_ATTRIBUTE] = attribute_line,     [KIND_DOMAIN_CHECK] = domain_check_line,
};

static int compare_lines(const void *left, const void *right)
{
    const Object *a = *(const Object *const *)left, *b = *(const Object *const *)right;
    if (a->id.kind != b->id.kind)
        return a->id.kind < b->id.kind ? -1 : 1;
    int64_t x = object_int(a, "position", 0), y = object_int(b, "position", 0);
    return x != y ? (x > y) - (x < y) : object_id_cmp(&a->id, &b->id);
}

/* Columns by position, then the primary key, unique constraints and checks by name. */
static const Object **sorted_lines(const Create *c, size_t *count)
{
    const Object **parts = NEW_ARRAY(c->arena, const Object *, c->folded_count);
    *count = 0;
    for (size_t i = 0; i < c->folded_count; i++)
        if (lines[c->folded[i]->id.kind])
            parts[(*count)++] = c->folded[i];
    if (*count)
        qsort(parts, *count, sizeof *parts, compare_lines);
    return parts;
}

/* What is written from here on. */
static void turn_to(Create *c, const Object *object)
{
    c->object = object;
    if (c->marks)
        vec_push(c->arena, c->marks, (Mark){c->w.len, object});
}

bool put_lines(Create *c, const char *before, const char *between)
{
    const Object *whole = c->object;
    size_t count;
    const Object **parts = sorted_lines(c, &count);
    for (size_t i = 0; i < count; i++) {
        put_text(c, i ? between : before);
        turn_to(c, parts[i]);
        lines[parts[i]->id.kind](c);
    }
    turn_to(c, whole);
    return count > 0;
}

/* --- alone --- */

void create_attribute(Create *c)
{
    put_fill(c, "ALTER TYPE {relation} ADD ATTRIBUTE ");
    attribute_line(c);
    put_text(c, " CASCADE");
}

void create_domain_check(Create *c)
{
    put_fill(c, "ALTER DOMAIN {relation} ADD ");
    domain_check_line(c);
}

void create_column(Create *c)
{
    bool again = object_is_trash(c->object); /* may have stayed where it was once before */
    put_fill(c, again ? "ALTER TABLE {relation} ADD COLUMN IF NOT EXISTS "
                      : "ALTER TABLE {relation} ADD COLUMN ");
    column_line(c);
}

void create_default(Create *c)
{
    put_fill(c, "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET DEFAULT ");
    w_raw(&c->w, create_text(c, "expression"));
}

void create_constraint(Create *c)
{
    bool has_index = kinds[c->object->id.kind].flags & KIND_RELATION; /* one of each partition */
    put_fill(c, has_index && of_partitioned(c) ? "ALTER TABLE ONLY {relation} ADD "
                                               : "ALTER TABLE {relation} ADD ");
    lines[c->object->id.kind](c);
}
