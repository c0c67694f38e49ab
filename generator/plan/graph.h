/* Steps and their order: which has to come before which. Private to plan/. */
#ifndef PGW_PLAN_GRAPH_H
#define PGW_PLAN_GRAPH_H

#include "plan/plan.h"

typedef VEC(size_t) StepSet;

typedef struct {
    Step step;
    StepSet after; /* steps that come behind this one */
    uint32_t waits;
    KindId rank; /* among kinds, when it is sorted */
    bool last;   /* sorts behind everything that does not depend on it */
} GraphNode;

typedef struct {
    Arena *arena;
    VEC(GraphNode) nodes;
} Graph;

/* Adds a step; its number, from 1: 0 is no step. */
size_t graph_add(Graph *graph, Step step);
Step *graph_step(Graph *graph, size_t number);
/* `first` comes before `second`; nothing happens where one is 0, or both are the same step. */
void graph_before(Graph *graph, size_t first, size_t second);
void graph_last(Graph *graph, size_t number);

/* Whether the one step is before the other, be it by way of others. */
bool graph_leads_to(const Graph *graph, size_t first, size_t second);

/* One stable topological sort: drops first where there is a choice, then by kind and name; steps
 * of one pace stay together as long as there are any. Empty with E0309 when there is a circle,
 * which is a mistake of the planner or of the database. */
Plan graph_sort(Graph *graph, Diags *diags);

/* Brings steps of a table that go through its rows together, in a sorted order of the nodes. */
void graph_join(const Graph *graph, size_t *order, size_t count);

/* A table that is made by itself and gets its place in another by a statement afterwards. */
bool graph_enters_later(const Object *table);
/* A part of a new table that comes with the table's place in another. */
bool graph_comes_with_place(const Object *part);

/* The attribute of a part that says what it is attached to (FIELD_FOLLOWS), or NULL. */
const Attr *part_attachment(const Object *part);
/* An index that PostgreSQL would take for the one of its table that is to be attached. */
bool graph_is_double(Arena *arena, const Catalog *catalog, const Object *object);
/* PostgreSQL makes one of two keys of the same columns that stand in one CREATE TABLE: whether it
 * would drop this one. */
bool graph_is_second_key(const Catalog *catalog, const Object *key);

/* The name that an object takes up among relations. */
Str graph_name_slot(Arena *arena, const Object *object);

#endif
