/* clang-format off: the example below is YAML */
/*
 * What a migration does beside the difference of two schemas: the author's own steps, from
 * migration.yaml in its folder (next.yaml while it has none).
 *
 *   before:              # each must be true, or the migration stops and changes nothing
 *     columns_are_there: SELECT count(*) = 4 FROM information_schema.columns WHERE ...
 *   backfill:            # fills columns, before the plan demands anything of them
 *     titles: {table: workflows, set: {title: name}, where: title IS NULL, batch: 10000}
 *   data:                # statements, when the plan is done
 *     roles: {do: INSERT ..., undo: DELETE ...}
 *   after:               # as `before`, at the end
 *     no_orphans: SELECT NOT EXISTS (SELECT FROM ...)
 *   acknowledge:         # rules of lint that this migration breaks knowingly
 *     ban-drop-table: the rows are archived
 *
 * Names without a schema mean public.
 */
/* clang-format on */
#ifndef PGW_MIGRATE_STEPS_H
#define PGW_MIGRATE_STEPS_H

#include "model/fragment.h"
#include "tmpl/tmpl.h"

/* The search_path of what an author writes in it. */
#define AUTHORS_PATH "public"

typedef struct {
    Str name, query;
    Pos pos;
} StepCheck;

typedef struct {
    Str column, value;
} StepSet;

typedef struct {
    Str name, schema, table;
    VEC(StepSet) sets;
    Str where;     /* absent: where one of the columns is NULL */
    Str undo;      /* absent: nothing is to be done on the way back */
    int64_t batch; /* rows; 0: all at once, in the migration's transaction */
    Pos pos;
} StepBackfill;

typedef struct {
    Str name, run, undo;
    Pos pos;
} StepData;

typedef struct {
    Str rule, reason;
    Pos pos;
} StepAcknowledgement;

typedef struct {
    VEC(StepCheck) before, after;
    VEC(StepBackfill) backfills;
    VEC(StepData) data;
    VEC(StepAcknowledgement) acknowledged;
    bool one_transaction;
} Steps;

/* A key of the file, or of the steps below one of its keys. The reader knows these; the reference
 * prints them. */
typedef struct {
    const char *section; /* below which key; "": at the top */
    const char *key, *value, *doc;
    bool required;
} StepKey;

extern const StepKey step_keys[];
extern const size_t step_key_count;

/* Reads such a file. False with diagnostics, placed in it. */
bool steps_read(Arena *arena, const Source *source, Steps *out, Diags *diags);

/* ---- steps_sql.c */

/* The SQL of a step. A check raises an exception when it is not true. A backfill in batches is a
 * block that commits after each; it goes over the table by its pages, until a pass finds nothing
 * more to do (or ten have: writers may add such rows meanwhile), and stops when rows are still not
 * filled after being filled. */
Str steps_check(Arena *arena, Templates *templates, const StepCheck *check, bool after);
Str steps_backfill(Arena *arena, Templates *templates, const StepBackfill *backfill);
/* A statement of the author's, under his search_path: three statements. */
void steps_statement(Arena *arena, Str sql, StrVec *out);

#endif
