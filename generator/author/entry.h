/* Objects as nodes of YAML, by their field lists. Private to author/. */
#ifndef PGW_AUTHOR_ENTRY_H
#define PGW_AUTHOR_ENTRY_H

#include "author/author.h"
#include "yaml/write.h"

/* What the author keeps in mind about an object. */
typedef struct {
    VEC(const Object *) parts; /* what belongs to it, in the catalog's order */
    bool said;                 /* another object's entry says it all, or none shall */
    const Object *by;          /* … that one; NULL: what has no entry at all */
    bool taken, left_out;      /* chosen, not chosen (choice.c) */
    bool serial, unique;       /* of a column: its type is a serial one, it is unique by itself */
    Str label, inverse;        /* of a foreign key: the names of the relation */
    Str mixin;                 /* of a table: what it uses */
} Thought;

struct Author {
    Arena *arena;
    const Catalog *catalog;
    const Catalog *model; /* what a model says already, when it is not a new one; or NULL */
    const AuthorOptions *options;
    Thought *thoughts;            /* by Object.index */
    Str owner;                    /* of most objects: goes without saying … */
    bool names_owner[KIND_COUNT]; /* … but where the model says it of such objects */
    AuthorLosts lost;
};

Thought *thought_of(const Author *author, const Object *object);

/* Finds out what is wanted at all; after author_think (choice.c). */
void author_choose(Author *author);

/* Finds out what goes without saying, and names relations (said.c). */
void author_think(Author *author);

/* The value that stands for an author's field of the object; NULL where nothing is to be said.
 * False when the field has no such function (said.c). */
bool author_field(Author *author, const Object *object, const Field *field, Node **value);

/* The name of a relation as the model's references spell it, from an object of `schema`. */
Str author_reference(Author *author, Str schema, Str target_schema, Str target);
/* An expression without the parentheses around all of it. */
Str author_expression(Str text);

/* The same in other words where people have them; `near` is a part of the table whose columns it
 * names, or NULL (phrase.c). */
Str author_phrase(Author *author, Str text, const Object *near);

/* Finds equal last columns of tables, and what is then below `mixins`; or NULL (mixins.c). */
Node *author_mix(Author *author);

/* The value behind a default's expression, when it is one that `default:` can say (plain.c). */
bool author_plain_default(Author *author, Str expression, Str type, Str *value);

#endif
