/*
 * The planner at work: what becomes of each object of the two catalogs, and by which steps. Private
 * to plan/. The passes stand below in the order in which changes.c calls them; each has a file.
 */
#ifndef PGW_PLAN_PLANNER_H
#define PGW_PLAN_PLANNER_H

#include "catalog/circle.h"
#include "plan/graph.h"

/* What becomes of a live object. */
typedef enum { FATE_KEEP, FATE_GO, FATE_REPLACE } Fate;

/* What is known of a live object; steps as graph_add numbers them, 0: none. */
typedef struct {
    const Object *twin; /* the same one among the wanted, or NULL */
    Fate fate;
    bool rebuilt;  /* a type that is made anew under its columns */
    bool refused;  /* said to be in the way of what is wanted; its parts go without saying */
    bool altered;  /* what makes it depend on others changes */
    bool aside;    /* was put aside: it stays, but its users let go of it */
    Objects users; /* who depends on it */
    const Change *changes; /* the first of its own, or NULL */
    const Change *move;    /* the table gets another place (FIELD_APART) */
    size_t drop, leave, stub;
    StepSet alters, last_alters; /* … of FIELD_LAST, which nothing waits for */
} LiveState;

/* … and of a wanted one. */
typedef struct {
    const Object *twin; /* the same one among the live, or NULL */
    bool come;          /* is created, new or again */
    Objects takers;     /* who depends on it */
    size_t create, enter, stub;
    size_t attach; /* of FIELD_FOLLOWS */
} WantedState;

typedef struct {
    Arena *arena;
    const Catalog *have, *want;
    const PlanPolicy *policy;
    Diags *diags;
    Changes changes;
    LiveState *live;     /* by index in have */
    WantedState *wanted; /* by index in want */
    Objects worklist;    /* live objects that go or are replaced */
    Catalog *aside;      /* objects of the plan's own, which are there for a while */
    Graph graph;
    uint32_t *seen, round; /* by index of either: visited by planner_leads_to */
} Planner;

/* --- words for objects (planner.c) --- */

bool object_planned(const Object *object);
/* A column whose values are computed can come back; one that holds values cannot. */
bool object_holds_rows(const Object *object);
/* Whether one could be the other under a new name: its attributes are the same, or, of a table, its
 * columns (losses.c). */
bool object_alike(Arena *arena, const Catalog *have, const Object *a, const Catalog *want,
                  const Object *b);
/* The same part of the table that the part's table belongs to, or NULL. */
const Object *part_source(const Object *part);
/* The settings (STEP_SET) that a part which comes with its table's place has beside those of its
 * source, or lacks. */
void part_own_settings(Arena *arena, const Object *part, Plan *out);

/* --- words for what becomes of them (planner.c) --- */

/* It holds rows; an attribute of a composite type does where a column is of that type. */
bool planner_keeps_rows(const Planner *p, const Object *object);
/* The change of place of a live table, or of the table of a part; or NULL. */
const Change *planner_move(const Planner *p, const Object *object);
/* Whether what becomes of an edge's end matters to a live object. */
bool planner_binds(const Planner *p, const Object *object, const Edge *edge);
/* The wanted object is a live type that is made anew under its columns. */
bool planner_rebuilds(const Planner *p, const Object *want);
/* The wanted column for a live one that is of the type (which is made anew) now and then: the step
 * that makes the type moves it. NULL: it is none. */
const Object *planner_moved_column(const Planner *p, const Object *user);
/* A new part of a table that is made by making it elsewhere: at the parent, or by the table's
 * taking its place there. */
bool planner_comes_along(const Planner *p, const Object *object);
/* One statement makes what OR REPLACE can change of the object. */
size_t planner_replace_whole(Planner *p, const Object *want);
/* Whether, among what comes (or, of the live objects, what goes), the object needs the target. */
bool planner_leads_to(Planner *p, bool wanted, const Object *from, const Object *target);

/* --- the passes --- */

void planner_decide(Planner *p);          /* fate.c: who goes, who is replaced, who comes */
void planner_check_losses(Planner *p);    /* losses.c: rows that would be lost */
Objects planner_losses(const Planner *p); /* … and what else would not come back */
void planner_check_renames(Planner *p);   /* … and what may be a rename */
void planner_add_drops(Planner *p);       /* drops.c */
void planner_add_rebuilds(Planner *p);    /* alters.c: types made anew under their columns */
void planner_add_creates(Planner *p);     /* creates.c */
void planner_add_alters(Planner *p);      /* alters.c */
void planner_add_reminders(Planner *p);   /* reminders.c: what these make PostgreSQL forget */
void planner_add_stubs(Planner *p);       /* stubs.c: views in a circle, without their queries */
void planner_order(Planner *p);           /* order.c: which step comes before which */
void planner_go_online(Planner *p);       /* online.c: steps that let others work meanwhile */

#endif
