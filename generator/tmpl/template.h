/* What parse.c makes of a template and render.c walks. Private to this room. */
#ifndef PGW_TMPL_TEMPLATE_H
#define PGW_TMPL_TEMPLATE_H

#include "tmpl/tmpl.h"

typedef enum { NODE_TEXT, NODE_HOLE, NODE_EACH, NODE_IF } NodeType;

typedef Str (*Filter)(Arena *arena, Str text);

typedef struct Node Node;

typedef VEC(Node *) NodeVec;

struct Node {
    NodeType type;
    Pos pos;
    Str text;      /* NODE_TEXT: the text; else the name, with its dots */
    Filter filter; /* NODE_HOLE */
    NodeVec body;
    NodeVec other; /* what follows {{else}} or {{#between}} */
};

struct Template {
    const Source *source;
    NodeVec body;
};

#endif
