/*
 * The author: from a catalog back to a model, the inverse of model/decode.c and catalog/lower.c.
 *
 * It writes what a careful person would have written: one file a table with all that belongs to it,
 * nothing that goes without saying, names as they are, plain values as values. It is driven by the
 * field lists that the decoder reads by; what decoding and lowering turn into other fields or
 * objects is turned back by the functions in said.c. The same catalog gives the same files, byte
 * for byte.
 */
#ifndef PGW_AUTHOR_AUTHOR_H
#define PGW_AUTHOR_AUTHOR_H

#include "catalog/catalog.h"
#include "yaml/write.h"

typedef struct {
    Str database;         /* what the model is called */
    bool complete_rights; /* all rights are in the catalog: it was read from a live database */
    /* Patterns of schemas, of schema.name, in public of names alone: only these schemas; only these
     * tables, with what they need; not these. */
    StrVec schemas, tables, exclude;
    bool mixins;        /* equal last columns of tables become mixins */
    bool no_partitions; /* they are made at run time: the model does not speak for them */
} AuthorOptions;

typedef struct {
    Str name; /* relative to the model's folder */
    Str text;
} AuthorFile;

/* Left out since it needs what was not wanted. */
typedef struct {
    const Object *object, *needs;
} AuthorLost;

typedef VEC(AuthorLost) AuthorLosts;

typedef struct {
    VEC(AuthorFile) files; /* by name */
    AuthorLosts lost;
} Authored;

/* Whether a pattern means any of the tables in the catalog, or else any of the schemas. */
bool author_knows(Arena *arena, const Catalog *catalog, Str pattern, bool tables);

/* Lives in the arena; borrows from the catalog, which must be sealed. */
Authored author_write(Arena *arena, const Catalog *catalog, const AuthorOptions *options);

/* --- one object at a time, for a model that is there --- */

typedef struct Author Author;

/* `model` is what the model says, as a catalog: its names of relations stay, and what it has gets
 * no second word for what is new beside it. Both catalogs are borrowed, and sealed. */
Author *author_new(Arena *arena, const Catalog *catalog, const Catalog *model);

/* The object whose entry says this one too, as that of a serial column says its sequence; NULL: it
 * has an entry of its own. */
const Object *author_sayer(const Author *author, const Object *object);
/* The object in whose entry this one's stands: a table, a server, a schema; NULL: at the top. */
const Object *author_container(const Author *author, const Object *object);

/* The key that it stands under. */
Str author_key(Author *author, const Object *object);
/* The whole of an object below its key; a mapping without entries where nothing is to be said. */
Node *author_fields(Author *author, const Object *object);
/* The same in the shortest form: a plain value where its kind has a shorthand. */
Node *author_value(Author *author, const Object *object);
/* The same for a document whose schema is another: it says its own. */
Node *author_stranger(Author *author, const Object *object);
/* What a file may be called that is about something of that name. */
Str author_file_name(Arena *arena, Str name);
/* The text of a document that is this object alone. */
Str author_document(Author *author, const Object *object);

#endif
