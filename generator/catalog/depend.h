/*
 * What an object depends on, from the names that the model's texts mention. A name that is not in
 * the catalog is PostgreSQL's own, or was refused by the checks: no dependency. Names without a
 * schema are looked for in that of the item `near`, then in public. Private to lower*.c.
 */
#ifndef PGW_CATALOG_DEPEND_H
#define PGW_CATALOG_DEPEND_H

#include "catalog/lowering.h"

/* The last name of schema.name. */
Str path_last(Str path);

void depend_on_type(Lowering *l, Object *object, const Item *near, Str schema, Str name);
/* The same of a type as SQL has it, unless it is built in. */
void depend_on_type_text(Lowering *l, Object *object, const Item *near, Str text);
/* A call may mean any function of that name; all are made first. */
void depend_on_function(Lowering *l, Object *object, Str name);
/* A table, view or sequence. */
void depend_on_relation(Lowering *l, Object *object, const Item *near, Str schema, Str name);
void depend_on_path(Lowering *l, Object *object, const Item *near, Str path);
/* All that a piece of SQL mentions but columns. */
void depend_on_fragment(Lowering *l, Object *object, const Item *near, FragmentForm form, Str text);
/* The item's own `depends_on`: relations and functions. */
void depend_on_declared(Lowering *l, Object *object, const Item *item);
/* Columns of a table. */
void depend_on_columns(Lowering *l, Object *object, const Item *table, Value names);
/* The columns of its table that an expression mentions, and what else it does. */
void depend_on_mentioned(Lowering *l, Object *object, const Item *item, Str text);

#endif
