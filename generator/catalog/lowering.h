/*
 * What all of lowering shares: the catalog while it is made, how items become objects of it, and
 * who makes which. Private to lower*.c and depend.c.
 */
#ifndef PGW_CATALOG_LOWERING_H
#define PGW_CATALOG_LOWERING_H

#include "catalog/catalog.h"
#include "model/model.h"

typedef struct {
    Arena *arena;
    Model *model;
    Catalog *catalog;
    VEC(const Item *) functions; /* and procedures and aggregates, those made so far */
} Lowering;

/* Of an item: makes its object, or makes that depend on what the item mentions. */
typedef void Lower(Lowering *l, const Item *item);

/* lower_object.c */
Lower lower_plain, lower_schema, lower_extension, lower_member, lower_sequence, lower_table,
    lower_statistics, lower_type, lower_server, lower_user_mapping, lower_foreign_table,
    lower_publication_schema;
Lower relate_view, relate_type, relate_statistics, relate_sql_object;
/* lower_routine.c */
Lower lower_function, lower_aggregate, lower_cast, lower_event_trigger;
Lower relate_routine;
/* lower_part.c */
Lower lower_column, lower_attribute, lower_check, lower_key, lower_relation, lower_index,
    lower_exclusion, lower_part, lower_rule, lower_trigger, lower_policy, lower_publication_table;

/* A new object, or the one that is there in any case, such as schema public. */
Object *lowering_add(Lowering *l, KindId kind, Str schema, Str object, Str sub, Pos pos);
/* The object of a part of a table or type, with the item's settings. */
Object *lowering_add_part(Lowering *l, const Item *item);

/* What the fields of the item and of the object share goes across as it is. */
void lowering_copy(Lowering *l, const Item *item, Object *object);
/* What PostgreSQL does without being told is not in a catalog. */
void lowering_unset(Catalog *catalog, Object *object, const char *field, int64_t fallback);
/* The collation, as SQL has it. */
void lowering_collate(Lowering *l, Object *object, const Item *item);

/* The object that was made of an item that stands alone, of a table or view, of a column, or of one
 * outside of schemas; or NULL. */
Object *lowering_item(const Lowering *l, const Item *item);
Object *lowering_relation(Lowering *l, const Item *item);
Object *lowering_column(Lowering *l, const Item *table, Str name);
Object *lowering_global(const Lowering *l, KindId kind, Str name);

#endif
