/*
 * The outline: a catalog as renderers like to walk it, tables with their columns, keys and
 * relations as plain structures. It is a view: it owns nothing and says nothing that the catalog
 * does not.
 *
 * Lists are in a useful and stable order: relations by schema and name, columns by position, keys
 * and references by name.
 */
#ifndef PGW_CATALOG_OUTLINE_H
#define PGW_CATALOG_OUTLINE_H

#include "catalog/catalog.h"
#include "kind/type.h"

typedef struct Relation Relation;

typedef struct {
    Str schema, name, comment;
    const Str *labels;
    size_t label_count;
    const Object *object;
} Enumeration;

typedef struct {
    Str name, comment;
    Str type;        /* as PostgreSQL prints it: "character varying(255)", "text[]" */
    TypeName parsed; /* the same taken apart; .builtin is set for built-in types */
    const Enumeration *enumeration; /* the element type is this enum of the model; or NULL */
    Relation *relation;
    bool not_null;
    bool has_default;       /* a default, an identity or a generation expression */
    Str default_expression; /* absent when there is none */
    bool generated;         /* stored generated: never written */
    bool identity_always;   /* written only with OVERRIDING SYSTEM VALUE: treated as read-only */
    bool sensitive;         /* kept out of API, documents and logs */
    bool in_primary_key;
    const Object *object;
} Column;

typedef enum { USER_COMPOSITE, USER_DOMAIN, USER_RANGE, USER_MULTIRANGE } UserForm;

/* A type of the model that is no enum. */
typedef struct UserType UserType;
struct UserType {
    UserForm form;
    Str schema, name, comment;
    TypeName base;         /* of a domain; of a range, the type of its bounds */
    const UserType *range; /* of a multirange */
    VEC(Column) fields;    /* of a composite type */
    const Object *object;
};

typedef struct {
    Str name; /* of the constraint */
    const Column **columns;
    size_t column_count;
    const Object *object;
} Key;

/* A foreign key, seen from the table that holds it. */
typedef struct {
    Str name;    /* the relation's name in the model ("user"), else the constraint's */
    Str inverse; /* the model's name for the way back ("scraping_jobs"); may be absent */
    Str constraint;
    const Relation *from, *to;
    const Column **columns, **to_columns;
    size_t column_count;
    Str on_delete; /* "cascade", "set null" …; absent: no action */
    bool required; /* all its columns are NOT NULL */
    bool unique;   /* its columns are a key of `from`: 1 to 1 */
    const Object *object;
} Reference;

typedef struct {
    Str name;
    Str definition; /* the method and keys, for documents: "gin (keywords)" */
    bool unique;
    const Object *object;
} IndexOutline;

typedef struct {
    Str name;
    Str definition; /* checks: the expression; triggers: "before update, each row: f()" */
    Str comment;
    const Object *object;
} Detail;

struct Relation {
    Str schema, name, comment;
    bool is_view; /* or a materialized view */
    bool is_materialized;
    bool is_partition;      /* has nothing of its own to show: diagrams have the whole */
    Str query;              /* of a view */
    VEC(Column) columns;    /* of views as PostgreSQL has them: none in a model that was not read */
    const Key *primary_key; /* or NULL */
    VEC(Key) uniques;       /* without the primary key */
    VEC(Reference) references; /* this table's foreign keys */
    VEC(const Reference *) referenced_by;
    VEC(IndexOutline) indexes;
    VEC(Detail) checks, triggers;
    Str api_path;      /* "/scraping-jobs": the model's, or made from the name */
    Value api_search;  /* columns for full-text search in the API; may be absent */
    Value api_actions; /* what can be done with a row; may be absent */
    Str api_version;   /* the column that tells versions of a row apart; may be absent */
    const Object *object;
};

/* pg_proc.proargmodes */
typedef enum {
    ARGUMENT_IN = 'i',
    ARGUMENT_OUT = 'o',
    ARGUMENT_INOUT = 'b',
    ARGUMENT_VARIADIC = 'v',
    ARGUMENT_COLUMN = 't', /* of RETURNS TABLE */
} ArgumentMode;

typedef struct {
    ArgumentMode mode;
    Str name; /* may be absent */
    Str type; /* as PostgreSQL prints it */
    TypeName parsed;
    bool has_default;
} RoutineArgument;

/* A function or procedure, as PostgreSQL has it. */
typedef struct {
    Str schema, name, comment;
    bool is_procedure, is_window, strict;
    bool returns_set;
    bool returns_rows; /* of a table or view of any sort */
    Str returns;       /* the type, without SETOF; absent: a procedure */
    TypeName result;   /* the same taken apart */
    VEC(RoutineArgument) arguments;
    const Object *object;
} Routine;

typedef struct {
    Str database, comment;
    VEC(Enumeration *) enums;
    VEC(UserType *) types;
    VEC(Relation *) relations; /* tables, then views */
    VEC(Detail) functions;
    VEC(Routine) routines; /* by schema and name; none in a model that was not read */
} Outline;

/* Lives in the arena; borrows from the catalog. */
Outline *outline_of(Arena *arena, const Catalog *catalog);

const Column *outline_column(const Relation *relation, Str name);

/* Whether a caller gives the argument, and whether it is part of the result. */
bool argument_goes_in(const RoutineArgument *argument);
bool argument_comes_out(const RoutineArgument *argument);

/* The name of a relation without its schema when that is public, else schema_name: what generated
 * names in C and in the API start from. */
Str relation_plain_name(Arena *arena, const Relation *relation);

#endif
