/*
 * The forms of statements: one row of a table for each, after the pages of the manual, saying what
 * it locks and what work it is. The live test tests/live/locks_test.sh holds the rows against what
 * a server really does.
 */
#ifndef PGW_SQL_FORMS_H
#define PGW_SQL_FORMS_H

#include "sql/statement.h"

/* What is known while the statements of a script are read in their order. */
typedef struct Scene Scene;

Scene *scene_new(Arena *arena, const Catalog *live, const Catalog *want);

/* Fills in what the statement does, from its sql. A statement of no known form has the hazard
 * `unknown-statement`. */
void scene_read(Scene *scene, Statement *statement);

#endif
