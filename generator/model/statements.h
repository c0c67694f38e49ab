/*
 * A script taken apart: its statements with their places, and which of them begin and end
 * transactions, or cannot run inside of one. What is a statement, and what a token, is asked of
 * PostgreSQL's own parser.
 */
#ifndef PGW_MODEL_STATEMENTS_H
#define PGW_MODEL_STATEMENTS_H

#include "diag/diag.h"

typedef enum {
    STATEMENT_PLAIN,   /* may stand in a transaction */
    STATEMENT_BEGIN,   /* BEGIN, START TRANSACTION */
    STATEMENT_COMMIT,  /* COMMIT, END */
    STATEMENT_CONTROL, /* ROLLBACK, SAVEPOINT and other control of transactions */
    STATEMENT_SESSION, /* SET, RESET: for the session, not for the transaction */
    STATEMENT_OWN,     /* DO, CALL: outside of a transaction it may begin and end its own */
    STATEMENT_OUTSIDE, /* refuses to run in a transaction */
} RawStatementType;

/* How far a statement outside of a transaction got can be asked of the catalogs. */
typedef enum {
    PROBE_NONE,             /* run again */
    PROBE_INDEX_BUILD,      /* CREATE INDEX CONCURRENTLY: valid, invalid or absent */
    PROBE_INDEX_DROP,       /* DROP INDEX CONCURRENTLY: absent or not */
    PROBE_INDEX_REBUILD,    /* REINDEX CONCURRENTLY: invalid copies left behind */
    PROBE_PARTITION_DETACH, /* DETACH PARTITION CONCURRENTLY: pending or done */
} RawStatementProbe;

typedef struct {
    RawStatementType type;
    RawStatementProbe probe;
    Str text; /* without comments before it and without its semicolon */
    Str what; /* its first words, for people: CREATE INDEX CONCURRENTLY jobs_status */
    size_t offset;
    Str schema, name;      /* what `probe` is about: the index, the partition */
    Str over_schema, over; /* the relation that it changes, or whose index or partition that is */
    Str into;              /* the schema that it makes something in */
    bool makes_schema;
} RawStatement;

typedef VEC(RawStatement) RawStatements;

/* The statements of a script, in order. False with E1004, placed in the source, when it is not
 * valid SQL. */
bool statements_read(Arena *arena, const Source *source, RawStatements *out, Diags *diags);

/* The place of a byte of a source. */
Pos source_pos(const Source *source, size_t offset);

/* A statement in the body of a routine that PostgreSQL refuses there. */
typedef struct {
    size_t line; /* of the body, from 1 */
    Str what;    /* its first words */
} Misplacement;

typedef VEC(Misplacement) Misplacements;

/* Finds them in a body of SQL or PL/pgSQL, in constant strings behind EXECUTE too: what cannot run
 * in a transaction, and, but for a procedure, what would end one. */
void statements_misplaced(Arena *arena, Str body, bool procedure, Misplacements *out);

/* A digest of the tokens of a script: comments and white space between them do not count. The
 * digest of the bytes when it is no valid SQL. */
Str statements_digest(Arena *arena, Str script);

#endif
