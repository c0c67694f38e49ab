/*
 * Scripts: a plan as the list of its statements, each with what it does to a running database: what
 * it locks, how long that takes, what can go wrong, whether the way back is whole.
 *
 * What a statement does is read off its words (forms.c) and the catalog it runs on, so it holds
 * for whatever made the statement. Renderers, the runner, the proof and lint read scripts; the
 * order of statements and their groups are final.
 */
#ifndef PGW_SQL_STATEMENT_H
#define PGW_SQL_STATEMENT_H

#include "plan/plan.h"
#include "sql/rules.h"

/* Table locks, weakest first (PostgreSQL manual, 13.3.1). Those weaker than SHARE UPDATE EXCLUSIVE
 * are in the way of DDL alone and are not told. */
typedef enum {
    LOCK_NONE,
    LOCK_SHARE_UPDATE_EXCLUSIVE, /* VACUUM, ANALYZE and other DDL wait */
    LOCK_SHARE,                  /* writers wait */
    LOCK_SHARE_ROW_EXCLUSIVE,
    LOCK_EXCLUSIVE,
    LOCK_ACCESS_EXCLUSIVE, /* readers wait too */
} LockLevel;

extern const char *const lock_names[];

/* What takes time in proportion to rows. */
typedef enum { WORK_NONE, WORK_SCAN, WORK_INDEX, WORK_REWRITE } WorkType;

extern const char *const work_names[]; /* "none", "scan", "index build", "rewrite" */

/* What the way back restores. */
typedef enum {
    CLASS_R0, /* everything */
    CLASS_R1, /* everything but what rows written meanwhile lack */
    CLASS_R2, /* everything but what is only reported, as the order of columns */
    CLASS_R3, /* not the data */
} ReverseClass;

/* How a statement stands to transactions. */
typedef enum {
    TX_ANY,
    TX_COMMIT, /* what it makes is usable when its transaction is over */
    TX_ALONE,  /* works long under a weak lock: in a transaction without others */
    TX_NEVER,  /* refuses to run inside of one */
} TxType;

typedef struct {
    LockLevel level;
    Str relation; /* schema.name, quoted as SQL wants it */
} Lock;

typedef struct {
    WorkType type;
    Str relation;
} Work;

/* What may hurt, and what of the statement it is about. */
typedef struct {
    const Rule *rule;
    const Object *object;
} Hazard;

/* One of the actions of a statement. */
typedef struct {
    const Object *object;
    ReverseClass class;
} Action;

typedef struct {
    Str sql;              /* without a semicolon */
    const Object *object; /* what it is about; NULL for what frames a plan */
    VEC(Lock) locks;      /* strongest for each relation that was there before the script */
    VEC(Work) works;
    VEC(Hazard) hazards;
    VEC(Action) actions; /* of an ALTER TABLE that says several changes; else none */
    ReverseClass class;  /* of the worst */
    TxType tx;
    size_t group; /* index in Script.groups */
} Statement;

/* Statements that run in one transaction; or, when not transactional, each by itself. */
typedef struct {
    bool transactional;
    size_t first, count;  /* of Script.statements */
    int64_t lock_timeout; /* milliseconds; 0: waits for ever */
    StrVec settings;      /* statements that set up the transaction, or the session */
} Group;

/* A hazard that somebody takes upon himself. */
typedef struct {
    const Rule *rule;
    Str reason;
} Acknowledgement;

typedef struct {
    VEC(Statement) statements;
    VEC(Group) groups;
    VEC(Acknowledgement) acknowledged; /* set by who asks for the script */
} Script;

/* The script of a plan that starts from `live` and ends at `want`; `before` and `after`:
 * statements around it; `online`: what works long under a weak lock has a transaction of its own.
 */
Script sql_script(Arena *arena, const Plan *plan, const Catalog *live, const Catalog *want,
                  const StrVec *before, const StrVec *after);

/* One script behind another; transactions that may be one become one. */
void script_append(Arena *arena, Script *script, const Script *more);

/* Refuses (E0901) what would lose values although nothing is dropped: a narrower type, an enum that
 * loses a label. Unless the policy lets go of it. */
void script_check_losses(Arena *arena, const Script *script, const Catalog *live,
                         const Catalog *want, const PlanPolicy *policy, Diags *diags);

/* The strongest work and class in a script. */
WorkType script_work(const Script *script);
ReverseClass script_class(const Script *script);

#endif
