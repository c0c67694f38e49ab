/* Whole files of SQL for psql or any driver: create.sql, drop.sql, drift.sql. */
#ifndef PGW_SQL_SCRIPT_H
#define PGW_SQL_SCRIPT_H

#include "plan/plan.h"
#include "tmpl/tmpl.h"

typedef struct {
    Str create, drop, drift;
} SqlFiles;

/* Renders the three files: statements as the author wrote them, from the draft; the comparison with
 * what PostgreSQL made of them, from `read`, which may be the draft itself when there is no server.
 * Absent texts with a diagnostic. */
SqlFiles sql_files(Arena *arena, const Catalog *draft, const Catalog *read, Templates *templates,
                   Diags *diags);

/* A plan as one script: transactions with explicit BEGIN and COMMIT. `live`: what it starts from;
 * `before` and `after`: statements around it. */
Str sql_plan_file(Arena *arena, const Plan *plan, const Catalog *live, const StrVec *before,
                  const StrVec *after, Templates *templates, Diags *diags);

#endif
