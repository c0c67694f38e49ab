/*
 * The model: what the author wrote, as a tree of items, one for each object he describes.
 *
 * model_load reads a folder (or one file), decodes it by the field lists of kind/, expands mixins,
 * completes names that PostgreSQL would have chosen, resolves references and checks all of it.
 * Mistakes are reported and the item left out, so that one run finds them all; a model is only good
 * to use when no error was reported.
 */
#ifndef PGW_MODEL_MODEL_H
#define PGW_MODEL_MODEL_H

#include "diag/diag.h"
#include "kind/kind.h"
#include "kind/type.h"
#include "model/fragment.h"
#include "yaml/yaml.h"

/* The folder of migrations beside a model, which is no part of it (migrate/folder.h). */
#define MODEL_MIGRATIONS "migrations"

typedef struct Item Item;

/* A field that the author set. */
typedef struct {
    uint16_t field; /* index in kinds[].fields */
    Value value;
    const Node *node; /* where; a scalar, list or mapping */
} Setting;

struct Item {
    KindId kind;
    Str name;   /* its SQL name; of a function without the arguments */
    Str label;  /* of a relation: its key, where name is the constraint's */
    Str schema; /* of itself or of its table */
    Pos pos;    /* of its key */
    const Node *node;
    Item *parent; /* the table of a column …; NULL at the top */
    bool from_mixin;
    bool inherited;     /* a column that its table has from a parent alone */
    const Item *origin; /* … that of the parent, or NULL: whose schema its type's name is of */
    bool complete;      /* of a table: has the columns of its parents */
    VEC(Setting) settings;
    VEC(Item *) children;

    /* Filled in by resolve.c. */
    TypeName type;         /* of a column */
    Item *type_item;       /* what its type names: an enum, a table or an extension; or NULL */
    Item *target;          /* of a relation: the table; of a trigger: its function, or NULL */
    StrVec target_columns; /* of a relation */
    Str function_schema, function; /* of a trigger: what it calls */
    StrVec call_arguments;         /* of a trigger */
    Arguments arguments;           /* of a function */
    Str argument_text; /* of a function: between the parentheses, as the author wrote them */
    Str signature;     /* of a function: name(type, …) with canonical types, what identifies it */
};

typedef struct {
    Arena *arena;
    Str folder;
    Str database;
    Item *root; /* kind database; its children are all top-level items, in a stable order */
    Fragments fragments;
    Map by_name;         /* top-level items by kind, schema and name */
    Map extension_types; /* a type's name -> the extension (Item) that brings it */
} Model;

/* Loads a model from a folder of *.yaml files, or from one file. NULL only when nothing could be
 * read; look at diags->errors. */
Model *model_load(Arena *arena, const char *path, Diags *diags);

const Setting *item_setting(const Item *item, const char *field); /* or NULL */
Str item_text(const Item *item, const char *field);               /* or absent */
bool item_bool(const Item *item, const char *field);
Value item_value(const Item *item, const char *field);
Pos item_pos(const Item *item, const char *field); /* of the field's value, else of the item */

/* The child of that kind and name, or NULL. */
Item *item_child(const Item *item, KindId kind, Str name);
/* The top-level item of that kind, schema and name, or NULL. Functions go by their signature. */
Item *model_find(const Model *model, KindId kind, Str schema, Str name);
/* A table by the name that a reference spells: as it is, or schema.name; `near` is whose schema is
 * looked into first. */
Item *model_find_named(const Model *model, KindId kind, const Item *near, Str name);

/* The name that PostgreSQL gives a constraint or sequence without one: table, columns (NULL: none)
 * and label joined by '_', shortened to 63 bytes. */
Str model_chosen_name(Arena *arena, Str table, const Value *columns, const char *label);

/* Canonical text of a column's type. */
Str item_type_text(Arena *arena, const Item *column);

#endif
