/*
 * YAML text to a tree of nodes with positions. Only this room knows libyaml.
 *
 * Scalars stay text: what a plain `yes`, `010` or `~` means is decided by the field it is written
 * for, never by YAML. Duplicate keys, merge keys, NUL bytes, invalid UTF-8, deep nesting, large
 * files and aliases that multiply are refused, with a position.
 */
#ifndef PGW_YAML_YAML_H
#define PGW_YAML_YAML_H

#include "diag/diag.h"

enum {
    YAML_DEEPEST = 64,              /* levels of nesting */
    YAML_LARGEST = 8 * 1024 * 1024, /* bytes of a file */
    YAML_MOST_NODES = 4000000,      /* nodes of a file, counted again behind each alias */
};

typedef enum { NODE_SCALAR, NODE_SEQUENCE, NODE_MAPPING } NodeType;
typedef enum { STYLE_PLAIN, STYLE_QUOTED, STYLE_LITERAL, STYLE_FOLDED } NodeStyle;

typedef struct Node Node;

typedef struct {
    Node *key, *value;
} Pair;

struct Node {
    NodeType type;
    NodeStyle style; /* of a scalar */
    bool escapes;    /* of a quoted scalar: its text is not what stands in the source */
    Pos pos;
    Str text;          /* of a scalar */
    VEC(Node *) items; /* of a sequence */
    VEC(Pair) pairs;   /* of a mapping, in the author's order */
    size_t weight;     /* nodes below, itself included */
    bool flow;         /* in brackets; to be written on one line, where it fits (write.h) */
    bool shared;       /* an alias stands for it too */
    uint32_t end_line, end_column; /* behind a scalar that is no block, or the closing bracket */
};

typedef VEC(Node *) NodeVec;

/* The documents of a source. False with diagnostics E0102 … E0105 when there was any mistake. */
bool yaml_parse(Arena *arena, const Source *source, Diags *diags, NodeVec *documents);

/* What stands under `key` in a mapping, or NULL: the pair, the value alone. */
const Pair *node_pair(const Node *mapping, Str key);
Node *node_get(const Node *mapping, Str key);

/* A plain scalar that stands for null: empty, ~ or null. */
bool node_is_null(const Node *node);

/* Where the byte `offset` of a scalar's text stands in the file: exact for literal blocks and
 * scalars on one line, else where the scalar begins. */
Pos node_pos_at(const Node *node, size_t offset);

/* "a mapping", "a list", "a string": for messages. */
const char *node_type_name(const Node *node);

#endif
