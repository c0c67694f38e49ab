/*
 * The catalog: the one structure in which everything meets.
 *
 * A catalog is a set of objects sorted by identity, each with the attributes that its kind's field
 * list names (absent ones are not stored) and the objects it depends on. A model is lowered to one,
 * a live database is read into one, a lock file holds one; diff, plan, SQL, bindings and documents
 * are functions of one or two of them.
 */
#ifndef PGW_CATALOG_CATALOG_H
#define PGW_CATALOG_CATALOG_H

#include "base/map.h"
#include "diag/diag.h"
#include "kind/kind.h"

/* What identifies an object inside a database. Objects of a table carry the table's name as
 * `object` and their own as `sub`; functions carry their argument types: name(integer, text). Parts
 * that do not apply are empty. */
typedef struct {
    KindId kind;
    Str schema, object, sub;
} ObjectId;

typedef struct {
    uint16_t field; /* index in kinds[].fields */
    uint32_t orbit_count;
    Value value; /* on the author's side as he wrote it, else as PostgreSQL prints it */
    Pos pos;     /* where the model says so; nowhere in a catalog that was read */
    Str source;  /* an expression as the author wrote it, kept beside what PostgreSQL made of it */
    const Value *orbit; /* COMPARE_EXPR: other texts that mean the same (see orbit.h) */
} Attr;

typedef struct Object Object;

/* How an object depends on another. */
typedef enum {
    EDGE_NORMAL, /* the other cannot go while this is there */
    EDGE_AUTO,   /* this goes silently when the other does */
    EDGE_OWNED,  /* the same, but neither has to be there before the other (a sequence's owner) */
    EDGE_INHERITED, /* a part of a table, from the same part of the table that it belongs to */
} EdgeType;

typedef struct {
    Object *to;
    EdgeType type;
} Edge;

typedef VEC(const Object *) Objects;

struct Object {
    ObjectId id;
    Object *parent; /* the table of a column, index, trigger …; or NULL */
    Pos pos;
    bool implicit;   /* the database, and its schema public: never created or dropped */
    bool borrows;    /* `attrs` are another object's, until they are set: see catalog_copy_object */
    VEC(Attr) attrs; /* sorted by field */
    VEC(Edge) edges;
    size_t index; /* in its catalog, once sorted */
};

/* How much of a catalog is read. */
typedef enum {
    READ_OBJECTS, /* enough to compare */
    READ_EDGES,   /* and what depends on what, to plan */
} ReadDepth;

/* Where an object is found by its identity; no object: free. */
typedef struct {
    Object *object;
    uint32_t hash; /* of its identity: most that are elsewhere differ, and are not looked at */
} Place;

typedef struct {
    Arena *arena;
    Str database;          /* the model's name for it */
    int server_major;      /* 15; 0 in a catalog lowered from a model */
    VEC(Object *) objects; /* sorted by catalog_seal */
    Place *by_id;          /* a hash table of them: see catalog_find */
    size_t by_id_cap;
} Catalog;

Catalog *catalog_new(Arena *arena);

/* Adds an object; when there is one of that identity already, it is returned in *twin and NULL is
 * the result. The parts of the id are borrowed. */
Object *catalog_add(Catalog *catalog, ObjectId id, Object **twin);

/* Adds a copy under an identity of its own, or gives NULL where there is one of it. The original's
 * attributes are shared until they are set; it is to change no more. Dependencies are not copied.
 */
Object *catalog_copy_object(Catalog *catalog, const Object *from, ObjectId id);

/* Sorts the objects, links each to its parent and makes it depend on what contains it. Call once
 * when all are there. */
void catalog_seal(Catalog *catalog);
/* The two halves of it: to compare, the order is enough. */
void catalog_sort(Catalog *catalog);
void catalog_contain(Catalog *catalog);

/* Its letter in queries and locks, and back. */
char edge_letter(EdgeType type);
EdgeType edge_type(Str letter);

Object *catalog_find(const Catalog *catalog, ObjectId id);
/* The parts of a table, view or type of the catalog one after the other, from NULL to NULL. */
const Object *part_next(const Catalog *catalog, const Object *table, const Object *part);
/* Who depends on each object of a sealed catalog, by its index. */
Objects *catalog_users(Arena *arena, const Catalog *catalog);
/* The table or view of that name, or NULL. */
Object *catalog_relation(const Catalog *catalog, Str schema, Str name);

/* How many objects of that kind there are, KIND_NONE: of any; those that are in every database from
 * the start do not count. */
size_t catalog_count(const Catalog *catalog, KindId kind);

/* Order of identities: by schema, object, kind, sub-object; bytes decide, never the locale. */
int object_id_cmp(const ObjectId *a, const ObjectId *b);

void object_set(Catalog *catalog, Object *object, const char *field, Value value, Pos pos);
/* Room for so many attributes and no more, in an object that has none yet: most of the memory of a
 * catalog is in them. */
void object_reserve(Catalog *catalog, Object *object, size_t count);
void object_unset(Catalog *catalog, Object *object, const char *field);
/* Takes away what it depends on through edges of that type. */
void object_detach(Object *object, EdgeType type);
const Attr *object_attr(const Object *object, const char *field); /* or NULL */
Str object_text(const Object *object, const char *field);         /* or absent */
bool object_bool(const Object *object, const char *field);
int64_t object_int(const Object *object, const char *field, int64_t fallback);
bool object_is_table(const Object *object); /* be its rows here or elsewhere */
Value object_value(const Object *object, const char *field);
void object_depend(Catalog *catalog, Object *object, Object *on, EdgeType type);

/* The identity as the key of a map; no text for people. */
Str object_id_key(Arena *arena, const ObjectId *id);

/* The object's own name: the sub-object's, the function's without its arguments, the schema's. */
Str object_name(const Object *object);
/* A name beside its own, not longer than names may be, the same in every plan. */
Str object_name_aside(Arena *arena, const Object *object);
/* The name of the multirange type that a range type has brought with it. */
Str object_multirange(Arena *arena, const Object *range);
/* The identity with another name of its own; a function keeps its arguments. */
ObjectId object_id_named(Arena *arena, ObjectId id, Str name);
/* For people and machines: `column public.users.email`; names quoted as SQL wants them. */
Str object_show(Arena *arena, const Object *object);
/* The identity alone: `public.users.email`. */
Str object_path(Arena *arena, const Object *object);

#endif
