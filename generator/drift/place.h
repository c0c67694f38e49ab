/*
 * Places in the model's files: where an object's entry stands, and how an entry comes and goes
 * there in the style of what is around it: block or brackets, indentation, values below each other,
 * blank lines between entries.
 */
#ifndef PGW_DRIFT_PLACE_H
#define PGW_DRIFT_PLACE_H

#include "base/map.h"
#include "drift/edit.h"
#include "yaml/write.h"

typedef struct ModelFile ModelFile;

/* A key with its value, and what they stand in. `mapping` alone: a whole document. */
typedef struct {
    ModelFile *file;
    const Node *document;
    const Pair *section; /* the pair of the document that it is in, or that it is */
    const Node *mapping;
    const Pair *pair;
} Spot;

/* A file of the model, read once. */
struct ModelFile {
    const Source *source;
    NodeVec documents;
    VEC(size_t) lines; /* the byte where each begins */
    VEC(Spot) spots;   /* all pairs that could be edited, sorted by the place of the key */
    unsigned step;     /* blanks that a level is indented by */
};

typedef struct {
    Arena *arena;
    Map files; /* by name */
} Places;

/* The pair whose key, or plain value, stands there. False where there is none that could be
 * edited: in a mixin, behind an anchor, in a file that cannot be read. */
bool place_find(Places *places, Pos pos, Spot *spot);

/* Bytes of the file. */
size_t place_byte(const ModelFile *file, uint32_t line, uint32_t column);
size_t place_start(const ModelFile *file, const Node *node);
/* Of a scalar that is no block, or of what is in brackets; of the others only their lines are
 * known.
 */
bool place_ends(const Node *node);
size_t place_end(const ModelFile *file, const Node *node);

/* What holds the keys of an entry, and what that takes as a plain value in place of them. */
typedef struct {
    Spot at;
    const char *shorthand; /* or NULL */
} Holder;

/* Puts `key: value` into the holder, below the key `section` when that is not absent. The reason
 * why not, or absent. */
Str place_put(Places *places, const Holder *holder, Str section, Str key, Node *value, Edits *out);
/* Takes a pair out. The same. */
Str place_remove(Places *places, const Spot *spot, Edits *out);
/* Takes out the document that the pair is in, with the line --- that parts it from others. */
Str place_remove_document(Places *places, const Spot *spot, Edits *out);
/* Gives a pair another value. The same. */
Str place_replace(Places *places, const Spot *spot, Str key, Node *value, Edits *out);

#endif
