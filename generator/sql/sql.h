/*
 * DDL: the statements that make, change and drop an object. Without a semicolon at their end.
 *
 * Statements come from the attributes of an object, be they an author's or the server's: there is
 * one renderer, and what it forgets is found by the emission check. All names are qualified and
 * quoted.
 */
#ifndef PGW_SQL_SQL_H
#define PGW_SQL_SQL_H

#include "catalog/move.h"
#include "plan/plan.h"

/* Whether a statement takes it well that its work is done already. */
typedef enum {
    SQL_PLAIN,   /* it fails */
    SQL_REPLACE, /* OR REPLACE where SQL has that */
    SQL_AGAIN,   /* IF EXISTS, IF NOT EXISTS where SQL has that, a condition around it elsewhere */
} SqlMode;

/* The statement of a step that is not STEP_ALTER. */
Str sql_step(Arena *arena, const Step *step, SqlMode mode);

/* The statements of any step; `live`: the catalog that it starts from. */
StrVec sql_statements(Arena *arena, const Step *step, const Catalog *live);

/* The statement that creates an object; `folded`: the parts that a table says itself. */
Str sql_create(Arena *arena, const Object *object, const Object *const *folded, size_t count,
               SqlMode mode);
/* The part that stands at a position, in code points from 1, of the statement of a step in plain
 * mode; what is in no part is the object's own. */
const Object *sql_part_at(Arena *arena, const Step *step, size_t position);
/* The statements of a STEP_CREATE that lets others work meanwhile. */
StrVec sql_create_online(Arena *arena, const Step *step);
/* Statements that run only while their object is not there (`absent`), or only while it is. They
 * stand as they are, between the lines of the condition. */
Str sql_guarded(Arena *arena, const Object *object, bool absent, Str statements);
/* Statements that run only while the view is a stub: it reads nothing. */
Str sql_on_stub(Arena *arena, const Object *view, Str statements);

/* The statement that drops it. */
Str sql_drop(Arena *arena, const Object *object, SqlMode mode);
/* The statement that gives a field of a live object a value (NULL: its default); absent when the
 * object has to be replaced. */
Str sql_set(Arena *arena, const Object *object, const Field *field, const Attr *attr);
/* The statements, in order, that make a field of a live object as the wanted one has it; none when
 * that would mean to replace what holds rows. */
StrVec sql_alter(Arena *arena, const Catalog *live, const Object *want, const Field *field,
                 const Attr *attr);

/* The statement that gives an object another name; absent for kinds that have no name of their own.
 */
Str sql_rename(Arena *arena, const Object *object, Str name);

/* The statements, and those that take them back (last one last), for names that are no objects:
 * labels of enums, and columns of views that were called as one of the columns in `done`. */
void sql_renames_inside(Arena *arena, const Catalog *have, const Catalog *want, const Moves *done,
                        StrVec *forward, StrVec *back);

/* The statements that make schemas and then move objects, in order. */
StrVec sql_moves(Arena *arena, const StrVec *schemas, const Moves *moves);

/* The statements that give columns which came back and are NOT NULL in `want` their defaults, in
 * rows that were written while they were away; where `live` has what the defaults need. */
StrVec sql_fills(Arena *arena, const Moves *moves, const Catalog *live, const Catalog *want);
/* The statements that stop a script, before the moves, where such rows have no value and no default
 * gives them one. */
StrVec sql_guards(Arena *arena, const Moves *moves, const Catalog *live, const Catalog *want);
/* The same for columns that are back, behind what was to give them values; `aside` are the moves
 * that had put them aside. */
StrVec sql_guards_behind(Arena *arena, const Moves *aside);
/* Whether a column is NOT NULL in `want` and nothing gives a value to a row that says none. */
bool sql_is_demanding(const Catalog *want, const Object *column, const Catalog *live);

/* An SQL condition: the object is not there. */
Str sql_absent(Arena *arena, const Object *object);

/* An expression may end in a comment, which must not take in what follows. */
Str sql_fragment(Arena *arena, Str text);

/* Fills the holes of an SQL text from the registry (see kind.h). */
Str sql_fill(Arena *arena, const char *text, const Object *object, Str value);
/* … with texts for {value 1} and {value 2}. */
Str sql_fill_list(Arena *arena, const char *text, const Object *object, Str value, Value list);

/* a='1', b='2': storage parameters as SET and WITH take them; `values` false: a, b for RESET. */
Str sql_options(Arena *arena, Value options, bool values);
/* The statements that change storage parameters and their like from one list to another. */
StrVec sql_change_options(Arena *arena, const Object *object, const Field *field, Value have,
                          Value want);

/* ` START WITH 10 CACHE 5`: the options of a sequence or of an identity, as CREATE takes them. */
Str sql_sequence_options(Arena *arena, const Object *object);
/* The statements that change them on a live sequence or identity; the sequence keeps its place
 * where the new bounds allow. `type`: the type that it has by then. */
StrVec sql_change_sequence(Arena *arena, const Object *have, Str type, const Object *want);
/* Whether the bounds that an identity was told fit a type. */
bool sql_bounds_fit(const Object *identity, Str type);
/* Moves the sequence of a new identity behind the numbers that its column has. */
Str sql_continue_identity(Arena *arena, const Object *column);

/* ` USING …` where the values of a column do not go over to another type by themselves, else
 * nothing. */
Str sql_using(Arena *arena, Str name, Str from, Str to);

/* What becomes of the values of a column that changes its type, without USING (measured on
 * PostgreSQL 15). */
typedef struct {
    bool rewrites;  /* the table is written anew; else its file stays */
    bool reindexes; /* … but its indexes on the column do not serve any more */
    bool loses;     /* some values cannot come back */
} TypeChange;

TypeChange sql_type_change(Arena *arena, Str from, Str to);

#endif
