/*
 * A statement of a script while it is read: its words, what they are about, and what is put down of
 * it. Private to sql/.
 */
#ifndef PGW_SQL_READING_H
#define PGW_SQL_READING_H

#include "sql/forms.h"
#include "text/tokens.h"

/* A relation or a column as a statement names it. */
typedef struct {
    Str schema, name, column; /* without quotes */
    Str shown;                /* schema.name as SQL wants it */
} Name;

/* What is known while the statements of a script are read in their order. */
struct Scene {
    Arena *arena;
    const Catalog *live, *want;
    Map fresh; /* relations that the script made: nobody uses them yet */
    Map heirs; /* Objects by the shown name of their parent: live ones, and others after them */
    Map rests; /* … their partition for all that fits nowhere else, which has to be looked at when
                  bounds change */
    Map keys;  /* of live: foreign keys by the shown names of both tables */
    Map indexed;  /* tables by the shown names of their indexes: live ones, and others after them */
    Map promised; /* checks that were made without a look at the rows, by table and name */
    Map proven;   /* what valid checks say, by table and expression */
};

/* A statement under way; its names by the letters of the pattern. */
typedef struct Reading Reading;

/*
 * The words of a pattern:
 *   WORD      stands there; WORD? may; A|B one of them
 *   {t}       the relation that is locked, {T} without its heirs; {o} another one; {i} an index;
 * {n} any name; {c} relation.column
 *   ...       whatever stands before the next word, parentheses as a whole
 * What stands behind the pattern is left alone.
 */
typedef struct {
    const char *pattern;
    LockLevel lock;  /* on {t} and its heirs, and on the table of {i} */
    LockLevel other; /* on {o} */
    WorkType work;   /* on {t} */
    ReverseClass class;
    TxType tx;
    const char *rule; /* what may hurt when {t} was there before */
    void (*look)(Reading *r);
} StatementForm;

struct Reading {
    Scene *scene;
    Statement *out;
    const StatementForm *form;
    Map locked;                   /* relation -> its number among the locks, from 1 */
    Map worked[WORK_REWRITE + 1]; /* … among the works of the type */
    Tokens tokens;                /* of one action alone */
    size_t end;                   /* of what the pattern matched */
    Name table, other, index, name;
    bool only;
};

/* --- words (reading.c) --- */

/* a, a.b or a.b.c from *at on; `column`: the last part is one. */
bool reading_name(Arena *arena, const Tokens *tokens, size_t *at, bool column, Name *out);
/* Whether the statement begins as the pattern of the form; its names are set. */
bool reading_match(Reading *r, const StatementForm *form);
/* Whether the words stand behind what the pattern matched, outside of parentheses. */
bool reading_says(Reading *r, const char *words);

/* --- what was there before (scene.c) --- */

const Object *scene_relation(const Catalog *catalog, const Name *name);
/* The script gives the table a place in the whole, which has that shown name. */
void scene_add_heir(Scene *scene, Str whole, const Object *table);
bool scene_is_fresh(const Scene *scene, const Name *name);
/* schema.name of a table, or of the one that a part belongs to. */
Str scene_shown(Arena *arena, const Object *object);
/* The part of a table, of any kind that has the name. */
const Object *scene_part(const Catalog *catalog, const Name *table, Str name, unsigned flags);
const Object *scene_column(const Catalog *catalog, const Name *table, Str name);
/* The table that has an index of that name. */
const Object *scene_indexed(const Scene *scene, const Name *index);
/* The table that a foreign key refers to. */
Str scene_referenced(Arena *arena, const Object *key);

/* --- what is put down of the statement: nothing of what the script made itself (scene.c) --- */

void reading_lock(Reading *r, LockLevel level, Str relation);
void reading_work(Reading *r, WorkType type, Str relation);
void reading_hazard(Reading *r, const char *id);
/* No better than that class. */
void reading_class(Reading *r, ReverseClass class);
/* The table and all that inherit from it. */
void reading_table(Reading *r, LockLevel level, WorkType work, Str shown, bool only);
/* Foreign keys of the table (`column`: that use the column), and those that refer to it: what
 * becomes of them locks the other side too. */
void reading_keys(Reading *r, const Name *table, Str column, LockLevel level);

/* --- what depends on more than the words (looks.c) --- */

void look_index_alone(Reading *r);
void look_add_column(Reading *r);
void look_attach(Reading *r);
void look_inherit(Reading *r);
/* What stands inside is not looked at, but for what our own blocks do, and for an author's step,
 * which cannot run inside of a transaction when it commits. */
void look_block(Reading *r);
void look_detach(Reading *r);
/* Every table with a column of the domain. */
void look_domain(Reading *r);
void look_drop_column(Reading *r);
void look_drop_constraint(Reading *r);
void look_drop_statistics(Reading *r);
void look_drop_table(Reading *r);
/* A materialized view that is filled. */
void look_filled(Reading *r);
void look_index(Reading *r);
void look_index_options(Reading *r);
/* All rows of the one are looked for in the other. */
void look_key(Reading *r);
void look_not_null(Reading *r);
void look_options(Reading *r);
void look_partitioned(Reading *r);
/* A check that is not valid yet: remembered by its name, in case it is validated. */
void look_promise(Reading *r);
/* Keys across tables are made anew with the column; checks on it are proven again. */
void look_type(Reading *r);
/* What a valid constraint says is known; a foreign key is looked up. */
void look_validate(Reading *r);
void look_new(Reading *r);

#endif
