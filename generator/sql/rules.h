/*
 * The rules of hazards: what in a statement may hurt a running application, and what to do
 * instead. One table, read by plans and by lint. Where squawk, the linter of migrations, has a rule
 * of the same meaning, it has the same name here.
 */
#ifndef PGW_SQL_RULES_H
#define PGW_SQL_RULES_H

#include "base/str.h"

typedef enum { CONCERN_NOTE, CONCERN_WARNING, CONCERN_ERROR } Concern;

extern const char *const severity_names[];

typedef struct {
    const char *id;
    Concern severity;
    const char *sentence; /* what happens */
    const char *recipe;   /* what to do instead */
} Rule;

extern const Rule rules[];
extern const size_t rule_count;

/* The rule of that name, or NULL. */
const Rule *rule_find(Str id);

#endif
