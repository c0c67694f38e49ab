/*
 * The units of a migration script: what is done or not done as a whole. A transaction, from BEGIN
 * to COMMIT as it is written, is one; so is a statement outside of transactions.
 */
#ifndef PGW_MIGRATE_UNIT_H
#define PGW_MIGRATE_UNIT_H

#include "model/statements.h"

typedef enum {
    UNIT_TRANSACTION, /* its statements, with BEGIN and COMMIT around them */
    UNIT_STATEMENT,   /* one that may run in a transaction of its own */
    UNIT_OUTSIDE,     /* one that cannot, or that makes transactions itself */
    UNIT_SESSION,     /* SET and its like: for the units behind it, so it is never done for good */
} UnitType;

typedef struct {
    UnitType type;
    const RawStatement *statements; /* without BEGIN and COMMIT */
    size_t count;
    Str begin;     /* UNIT_TRANSACTION: its BEGIN, as written */
    Str digest;    /* of its tokens */
    size_t number; /* from 1, among those that are not UNIT_SESSION */
} Unit;

typedef struct {
    VEC(Unit) list;
    size_t count; /* those that are not UNIT_SESSION */
} Units;

/* Takes a script apart. False with E1004: no valid SQL, a transaction that is not ended, or
 * something in one that cannot be there. */
bool units_read(Arena *arena, const Source *script, Units *out, Diags *diags);

/* What it does, for people: its first statement that says something, and how many come behind. */
Str unit_title(Arena *arena, const Unit *unit);

#endif
