/*
 * CREATE statements while they are written: what is known of one, the clauses that they share, and
 * who writes which. Private to create*.c and clause.c.
 */
#ifndef PGW_SQL_CREATE_H
#define PGW_SQL_CREATE_H

#include "sql/sql.h"
#include "text/writer.h"

typedef struct {
    size_t at;
    const Object *part;
} Mark;

typedef VEC(Mark) Marks;

typedef struct {
    Arena *arena;
    Writer w;
    const Object *object;
    const Object *const *folded; /* the parts that the statement says itself */
    size_t folded_count;
    SqlMode mode;
    bool concurrently; /* an index, beside those who write */
    bool unvalidated;  /* a constraint, without a look at the rows */
    const Object *by;  /* a key, with the index that is there for it */
    Marks *marks;      /* where the parts begin; NULL: nobody asks */
} Create;

typedef void Creator(Create *c);

/* create_object.c */
Creator create_schema, create_extension, create_member, create_collation, create_sequence,
    create_enum, create_range, create_type, create_domain, create_wrapper, create_server,
    create_user_mapping, create_publication, create_publication_schema, create_publication_table,
    create_subscription, create_sql_object, create_default_privileges;
/* create_routine.c */
Creator create_function, create_aggregate, create_cast, create_trigger, create_event_trigger;
/* create_relation.c */
Creator create_table, create_view, create_materialized_view, create_index, create_rule,
    create_statistics, create_column_comment, create_policy;
/* create_line.c */
Creator create_attribute, create_domain_check, create_column, create_default, create_constraint;
/* The lines of what is folded, sorted, the first after `before`; false: there are none. */
bool put_lines(Create *c, const char *before, const char *between);

/* ---- clause.c: a clause goes without its words where there is no value */

void put_text(Create *c, const char *s);
/* With the holes of an SQL text from the registry filled (kind.h). */
void put_fill(Create *c, const char *s);
/* The words, when the field is true. */
void put_flag(Create *c, const char *field, const char *words);
/* `before value`. */
void put_clause(Create *c, const char *before, Str value);
/* `before "name"`. */
void put_ident(Create *c, const char *before, Str name);
/* `before (a, b)`. */
void put_columns(Create *c, const char *before, Value names);
void put_words(Create *c, Value list, const char *between);
/* WITH (a=b): names quoted, values as constants. */
void put_options(Create *c, Value list);
/* OPTIONS (a 'b'): of what is foreign. */
void put_foreign_options(Create *c);
void put_collation(Create *c);
void put_deferral(Create *c);

/* The text of a field, to stand before other text; as a string constant. */
Str create_text(const Create *c, const char *field);
Str create_literal(const Create *c, const char *field);
/* a, "B": names quoted. */
Str idents(Arena *arena, Value names);
/* Of a schema and a name. */
Str pair_name(Arena *arena, Value pair);
/* Whether the object belongs to a partitioned table. */
bool of_partitioned(const Create *c);
/* Between the kind's word and the name; between CREATE and the kind's word. */
const char *if_not_exists(const Create *c);
const char *or_replace(const Create *c);
/* DEFAULT in a column's line takes less than an expression: `now() AT TIME ZONE 'utc'` is one
 * between parentheses only. What has no blank outside quotes and parentheses needs none. */
Str operand(Arena *arena, Str text);

#endif
