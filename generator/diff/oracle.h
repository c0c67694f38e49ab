/*
 * The oracle: whether two texts of an expression mean the same, asked of a live server.
 *
 * A text that is not in the orbit of the other may still mean the same: another major version
 * prints it otherwise, or a dump has carried it through a form of its own. Both texts are given to
 * the server, which plans them (EXPLAIN) and runs neither; equal plans are equal expressions. The
 * texts are asked for in the SELECT list, where NULL and false stay different. Plans fold constants
 * and take functions apart, so both texts must name the same functions and types of the database's
 * own as well.
 */
#ifndef PGW_DIFF_ORACLE_H
#define PGW_DIFF_ORACLE_H

#include "diff/diff.h"
#include "live/server.h"

typedef enum {
    VERDICT_SAME,      /* equal */
    VERDICT_ORBIT,     /* another text that PostgreSQL has made of it */
    VERDICT_SERVER,    /* other texts, and the server says that they mean the same */
    VERDICT_DRIFT,     /* different */
    VERDICT_UNDECIDED, /* other texts, and the server could not be asked */
} Verdict;

/* "same", "same(orbit)", "same(server)", "drift", "undecided". */
extern const char *const verdict_names[];

typedef struct {
    Verdict verdict;
    Str reason; /* one line */
} Judgement;

/* Judges a change by asking `server`, whose catalog `there` is, in a transaction of
 * server_begin_reading; NULL: nobody can be asked. `alike`: both sides were printed by the same
 * major version, so that what cannot be asked about is different when its text is. Needs READ ONLY
 * rights, and SELECT on the tables of a view. */
Judgement oracle_judge(Arena *arena, Server *server, const Catalog *there, const Change *change,
                       bool alike);

/* Whether there is a text that two catalogs have in different forms. */
bool oracle_wanted(Arena *arena, const Catalog *have, const Catalog *want);

/* Asks about all texts in which two catalogs of one server version differ; what is the same is the
 * same from then on, as the text of one joins the orbit of the other. `server` may be in no
 * transaction. */
void oracle_settle(Arena *arena, Server *server, const Catalog *there, const Catalog *other);

#endif
