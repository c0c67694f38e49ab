/*
 * Reports of a drift check, for one database or a fleet of them: one row of a table a format. All
 * but the text for people are templates (templates/drift/), filled with the same data.
 */
#ifndef PGW_DRIFT_REPORT_H
#define PGW_DRIFT_REPORT_H

#include "drift/drift.h"
#include "tmpl/tmpl.h"

/* Databases of a fleet that have the same findings. */
typedef struct {
    const Drift *drift;
    StrVec targets; /* their names, never their passwords */
} DriftGroup;

typedef struct {
    Str target, message;
} TargetFailure;

typedef struct {
    Str database; /* the model's name for it */
    bool fleet;
    size_t targets;
    VEC(DriftGroup) groups;
    VEC(TargetFailure) failures; /* databases that could not be checked */
    Str mend, mend_refused;      /* one script for all of it, or why there is none */
    bool color;                  /* of the text */
    bool strict;
    bool unchanged; /* known without looking: nothing has changed since the last check */
} Report;

/* A report on one database. `drift` is borrowed. */
Report report_of_one(Arena *arena, const Drift *drift);

/* Whether nothing fails. */
bool report_in_sync(const Report *report);

typedef struct {
    const char *name;
    const char *doc;
    /* Appends the report; NULL: the template drift/NAME does. */
    Str (*render)(Arena *arena, const Report *report);
    bool needs_mend; /* Report.mend */
    bool is_mend;    /* … and that is all there is to it: of one database */
} ReportFormat;

extern const ReportFormat report_formats[];
extern const size_t report_format_count;

/* The format of that name, or NULL. */
const ReportFormat *report_format(Str name);
/* Renders; absent with a diagnostic. */
Str report_render(Arena *arena, const ReportFormat *format, const Report *report,
                  Templates *templates, Diags *diags);

/* "200 databases". */
Str report_databases(Arena *arena, const DriftGroup *group);
/* The first of many names and how many more there are: "a, b, c, d, e and 195 more". */
Str report_some(Arena *arena, const StrVec *names);

/* text.c */
Str report_text(Arena *arena, const Report *report);

#endif
