/*
 * SQL fragments of a model: what can be said about them without a server. Only here is libpg_query
 * known. It finds syntax errors, with their place inside the YAML, fragments that are not the one
 * expression or query they should be, and the names a fragment mentions, which put objects in
 * order. It never decides whether two expressions are equal: that is PostgreSQL's to say.
 */
#ifndef PGW_MODEL_FRAGMENT_H
#define PGW_MODEL_FRAGMENT_H

#include "base/map.h"
#include "yaml/yaml.h"

typedef enum {
    FRAGMENT_EXPR,         /* an expression */
    FRAGMENT_QUERY,        /* a SELECT or VALUES */
    FRAGMENT_SQL,          /* statements of an SQL function's body */
    FRAGMENT_ARGUMENTS,    /* a function's argument list */
    FRAGMENT_AGGREGATED,   /* an aggregate's: direct arguments ORDER BY those that are sorted */
    FRAGMENT_RETURNS,      /* the type of a function's result */
    FRAGMENT_TRIGGER_CALL, /* function(argument, …) */
} FragmentForm;

typedef enum { MENTION_RELATION, MENTION_FUNCTION, MENTION_TYPE, MENTION_COLUMN } MentionType;

/* A name in a fragment. */
typedef struct {
    MentionType type;
    Str schema, name; /* schema may be absent */
    size_t offset;    /* in the fragment's text, in bytes */
} Mention;

typedef struct {
    VEC(Mention) mentions;
} Fragment;

typedef struct {
    Arena *arena;
    Diags *diags;
    Map known; /* fragments are parsed once for each text */
} Fragments;

/* Parses `text`. NULL when it is no such fragment, with E0401 or E0402 placed inside `node` (the
 * scalar that holds the text; NULL: at `pos`); `what` names it in messages. */
const Fragment *fragment_parse(Fragments *fragments, FragmentForm form, Str text, const Node *node,
                               Pos pos, const char *what);

/* Looks for syntax errors (E0401) in the body of a PL/pgSQL function; `header` is its CREATE
 * statement up to LANGUAGE. */
void fragment_plpgsql(Fragments *fragments, Str header, Str text, const Node *node,
                      const char *what);

/* One key of an index. */
typedef struct {
    Str column;     /* the column that it is, or absent */
    Str expression; /* else the expression, with parentheses where SQL wants them */
    Str options;    /* COLLATE "x" opclass DESC NULLS LAST, in that order; what goes without saying
                       left out */
} IndexKey;

/* Takes an index key apart; `method` as the author wrote it. False with a diagnostic. */
bool fragment_index_key(Fragments *fragments, Str text, Pos pos, IndexKey *out);

/* One argument of a function. */
typedef struct {
    Str mode, name, type,
        fallback; /* "in", "out", "inout", "variadic"; name and default may be absent */
    bool sorted;  /* of an aggregate: stands behind ORDER BY */
} Argument;
typedef VEC(Argument) Arguments;

/* Splits an argument list at its top-level commas and each argument into its parts. */
bool fragment_arguments(Fragments *fragments, Str text, Pos pos, Arguments *out);
/* The same of an aggregate, which has some. */
bool fragment_aggregated(Fragments *fragments, Str text, Pos pos, Arguments *out);

/* The arguments of `function(…)` in a trigger: string constants, without their quotes; *function as
 * written. */
bool fragment_trigger_call(Fragments *fragments, Str text, const Node *node, Pos pos, Str *schema,
                           Str *function, StrVec *arguments);

#endif
