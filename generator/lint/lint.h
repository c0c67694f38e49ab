/*
 * Lint: what is allowed and may still hurt. Findings have the id of a rule (sql/rules.h) in place
 * of a code; a model may give a rule another severity, or switch it off, for all or for some
 * objects, with a reason:
 *
 *   lint:
 *     prefer-text-field: error
 *     prefer-timestamp-tz: "off: all clocks here are UTC"
 *     ban-char-field: "off public.countries.code: ISO codes have two letters"
 */
#ifndef PGW_LINT_LINT_H
#define PGW_LINT_LINT_H

#include "sql/statement.h"

/* Where findings go, and what the model says of rules. */
typedef struct {
    Arena *arena;
    Diags *findings;
    const Catalog *model; /* whose `lint` counts; NULL: none */
    size_t suppressed;    /* findings that were switched off */
} Lint;

/* Checks the `lint` settings themselves: unknown rules, missing reasons (E1012, into `diags`). */
bool lint_settings(Lint *lint, Diags *diags);

/* The severity that a rule has for an object (absent: any); false when it is switched off. */
bool lint_severity(const Lint *lint, const Rule *rule, Str object, Severity *out);

/* One finding, unless it is switched off. `about` is a path like public.t.c. */
void lint_find(Lint *lint, const char *rule, Pos pos, Str about, const char *format, ...)
    PGW_PRINTF(5, 6);

/* Everything that a model's draft shows. */
void lint_model(Lint *lint, const Catalog *draft);

/* A script written for a database that is as `live` and will be as `want`. */
bool lint_script(Lint *lint, const Source *script, const Catalog *live, const Catalog *want,
                 Diags *diags);

#endif
