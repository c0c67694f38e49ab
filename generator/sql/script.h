/* Whole files of SQL for psql or any driver: create.sql, drop.sql, drift.sql, plans. */
#ifndef PGW_SQL_SCRIPT_H
#define PGW_SQL_SCRIPT_H

#include "sql/statement.h"
#include "tmpl/tmpl.h"

typedef struct {
    Str create, drop, drift;
} SqlFiles;

/* Renders the three files: statements as the author wrote them, from the draft; the comparison with
 * what PostgreSQL made of them, from `read`, which may be the draft itself when there is no server.
 * Absent texts with a diagnostic. */
SqlFiles sql_files(Arena *arena, const Catalog *draft, const Catalog *read, Templates *templates,
                   Diags *diags);

typedef enum {
    SCRIPT_SQL,  /* for psql: transactions with explicit BEGIN and COMMIT */
    SCRIPT_TEXT, /* to be read: each statement with what it does to a running database */
    SCRIPT_JSON, /* the same for machines; its form is told in templates/sql/plan.json */
} ScriptFormat;

/* The script of a plan as one file. Absent with a diagnostic when its template cannot be rendered.
 */
Str sql_plan_file(Arena *arena, const Script *script, ScriptFormat format, Templates *templates,
                  Diags *diags);

#endif
