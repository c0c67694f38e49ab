#include "drift/report.h"

#include "base/digest.h"
#include "text/writer.h"

static Str report_sql(Arena *arena, const Report *report)
{
    if (report->mend.ptr || !report->mend_refused.ptr)
        return report->mend.ptr ? report->mend : S("-- in sync: there is nothing to mend\n");
    return str_format(arena, "-- no script mends it: %.*s\n", STR_ARG(report->mend_refused));
}

/* What git and patch pass over: lines before the first file of a diff. */
static void write_unedited(Writer *w, const DriftGroup *group)
{
    for (size_t i = 0; i < group->drift->findings.len; i++) {
        const Finding *f = &group->drift->findings.at[i];
        if (f->standing == STANDING_DRIFT && f->amendment.refused.len)
            w_line(w, "# not in it: %s %.*s: %.*s (%.*s)", kinds[f->kind].tag, STR_ARG(f->object),
                   STR_ARG(f->problem), STR_ARG(f->amendment.refused));
    }
}

/* All edits of a group's model as one diff. */
static void write_edits(Writer *w, const DriftGroup *group)
{
    Edits all = {0};
    size_t clashes = 0;
    for (size_t i = 0; i < group->drift->findings.len; i++) {
        const Finding *f = &group->drift->findings.at[i];
        for (size_t k = 0; f->standing == STANDING_DRIFT && k < f->amendment.edits.len; k++)
            vec_push(w->arena, &all, f->amendment.edits.at[k]);
    }
    Str diff = edits_diff(w->arena, &all, &clashes);
    if (group->targets.len)
        w_line(w, "# %.*s: %.*s", STR_ARG(report_databases(w->arena, group)),
               STR_ARG(report_some(w->arena, &group->targets)));
    write_unedited(w, group);
    if (clashes)
        w_line(w, "# not in it: %zu edit%s of what another one changes; apply this, then ask again",
               clashes, clashes == 1 ? "" : "s");
    w_raw(w, diff);
}

static Str report_patch(Arena *arena, const Report *report)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < report->groups.len; i++)
        if (report->groups.at[i].drift->failures)
            write_edits(&w, &report->groups.at[i]);
    return w_result(&w);
}

const ReportFormat report_formats[] = {
    {"text", "for people", report_text, false, false},
    {"json", "everything, for programs (`pgwright help drift-report` is its schema)", NULL, true,
     false},
    {"sarif", "SARIF 2.1.0, for code scanning", NULL, false, false},
    {"junit", "JUnit XML, for test reports", NULL, false, false},
    {"github", "GitHub annotations, on standard output", NULL, false, false},
    {"markdown", "for a comment on a pull request", NULL, true, false},
    {"sql", "the script that mends it", report_sql, true, true},
    {"patch", "a diff of the model that accepts it, for `patch -p0` or `git apply -p0`",
     report_patch, false, false},
    {"baseline", "a baseline that accepts it, to be given reasons", NULL, false, false},
};
const size_t report_format_count = COUNT_OF(report_formats);

const ReportFormat *report_format(Str name)
{
    for (size_t i = 0; i < report_format_count; i++)
        if (str_is(name, report_formats[i].name))
            return &report_formats[i];
    return NULL;
}

Report report_of_one(Arena *arena, const Drift *drift)
{
    Report report = {.database = drift->database, .targets = 1};
    vec_push(arena, &report.groups, (DriftGroup){.drift = drift});
    return report;
}

bool report_in_sync(const Report *report)
{
    for (size_t i = 0; i < report->groups.len; i++)
        if (report->groups.at[i].drift->failures)
            return false;
    return !report->failures.len;
}

Str report_databases(Arena *arena, const DriftGroup *group)
{
    return str_format(arena, "%zu database%s", group->targets.len,
                      group->targets.len == 1 ? "" : "s");
}

Str report_some(Arena *arena, const StrVec *names)
{
    enum { SHOWN = 5 };
    if (names->len <= SHOWN)
        return str_join(arena, names, S(", "));
    StrVec first = {names->at, SHOWN, 0};
    return str_format(arena, "%.*s and %zu more", STR_ARG(str_join(arena, &first, S(", "))),
                      names->len - SHOWN);
}

/* --- the data --- */

static void set_number(Arena *arena, Data *map, const char *name, size_t number)
{
    data_set_text(arena, map, name, str_format(arena, "%zu", number));
}

static Data *texts(Arena *arena, const StrVec *list)
{
    Data *data = data_list(arena);
    for (size_t i = 0; i < list->len; i++)
        data_add(arena, data, data_text(arena, list->at[i]));
    return data;
}

static bool is_short(Str value)
{
    enum { LONGEST = 160 };
    return value.len <= LONGEST && str_find(value, S("\n")) < 0;
}

/* "… is varchar(255) in the model, varchar(100) in the database"; bodies and queries do not fit. */
static Str message_of(Arena *arena, const Finding *f)
{
    Str shown = str_format(arena, "%s %.*s", kinds[f->kind].tag, STR_ARG(f->object));
    bool fits = f->model.ptr && is_short(f->model) && is_short(f->database);
    Str what = fits ? str_format(arena, "%.*s: %.*s is %.*s in the model, %.*s in the database",
                                 STR_ARG(shown), STR_ARG(f->problem), STR_ARG(f->model),
                                 STR_ARG(f->database))
                    : str_format(arena, "%.*s: %.*s%s", STR_ARG(shown), STR_ARG(f->problem),
                                 f->model.ptr ? " differs" : "");
    return f->reason.len ? str_format(arena, "%.*s (%.*s)", STR_ARG(what), STR_ARG(f->reason))
                         : what;
}

/* A fence of Markdown that no line of the text ends. */
static Str fence_of(Arena *arena, const StrVec *lines, Str patch)
{
    Str fence = S("```");
    for (bool grown = true; grown;) {
        grown = str_find(patch, fence) >= 0;
        for (size_t i = 0; i < lines->len; i++)
            grown = grown || str_find(lines->at[i], fence) >= 0;
        if (grown)
            fence = str_format(arena, "%.*s`", STR_ARG(fence));
    }
    return fence;
}

static Data *finding_data(Arena *arena, const Finding *f, const DriftGroup *group, bool fails)
{
    Data *data = data_map(arena);
    bool placed = f->pos.source && f->pos.line;
    Str shown = str_format(arena, "%s %.*s", kinds[f->kind].tag, STR_ARG(f->object));
    bool whole = str_is(f->problem, "missing") || str_is(f->problem, "unexpected");
    data_set_text(arena, data, "standing", str_of(standing_names[f->standing]));
    data_set_text(arena, data, "verdict", str_of(verdict_names[f->verdict]));
    data_set_text(arena, data, "kind", str_of(kinds[f->kind].tag));
    data_set_text(arena, data, "object", f->object);
    data_set_text(arena, data, "table", f->table);
    data_set_text(arena, data, "shown", shown);
    data_set_text(arena, data, "problem", f->problem);
    data_set_text(arena, data, "rule",
                  f->verdict == VERDICT_UNDECIDED ? S("undecided")
                  : whole                         ? f->problem
                                                  : S("different"));
    data_set_text(arena, data, "reason", f->reason);
    data_set_text(arena, data, "message", message_of(arena, f));
    data_set_bool(arena, data, "altered", f->model.ptr != NULL);
    data_set_text(arena, data, "model", f->model);
    data_set_text(arena, data, "database_value", f->database);
    data_set_bool(arena, data, "placed", placed);
    data_set_text(arena, data, "file", placed ? f->pos.source->name : (Str){0});
    set_number(arena, data, "line", f->pos.line);
    set_number(arena, data, "column", f->pos.column ? f->pos.column : 1);
    set_number(arena, data, "parts", f->parts);
    data_set(arena, data, "sql", texts(arena, &f->sql));
    Str patch = edits_diff(arena, &f->amendment.edits, NULL);
    data_set_text(arena, data, "patch", patch);
    data_set_text(arena, data, "patch_lines",
                  str_slice(patch, 0, patch.len - str_ends(patch, S("\n"))));
    data_set_text(arena, data, "comes_with", f->amendment.comes_with);
    data_set_text(arena, data, "refused", f->amendment.refused);
    data_set_text(arena, data, "fence", fence_of(arena, &f->sql, patch));
    data_set(arena, data, "targets", texts(arena, &group->targets));
    data_set_text(arena, data, "some_targets", report_some(arena, &group->targets));
    data_set_text(arena, data, "databases", report_databases(arena, group));
    data_set_bool(arena, data, "fails", fails);
    data_set_bool(arena, data, "accepted", f->standing == STANDING_ACCEPTED);
    data_set_bool(arena, data, "pending", f->standing == STANDING_PENDING);
    /* what it is about, whatever line it stands on now */
    Str identity = str_format(arena, "%.*s\n%.*s", STR_ARG(shown), STR_ARG(f->problem));
    data_set_text(arena, data, "fingerprint", digest_hex(arena, identity));
    return data;
}

static bool fails(const Report *report, const Finding *f)
{
    return f->standing == STANDING_DRIFT || (f->standing == STANDING_UNMODELLED && report->strict);
}

/* Findings that fail, and the others. */
static void add_findings(Arena *arena, const Report *report, Data *root)
{
    Data *all = data_list(arena), *failing = data_list(arena), *others = data_list(arena);
    size_t count = 0, accepted = 0;
    for (size_t g = 0; g < report->groups.len; g++) {
        const DriftGroup *group = &report->groups.at[g];
        for (size_t i = 0; i < group->drift->findings.len; i++) {
            const Finding *f = &group->drift->findings.at[i];
            Data *data = finding_data(arena, f, group, fails(report, f));
            data_add(arena, all, data);
            data_add(arena, fails(report, f) ? failing : others, data);
            count += fails(report, f);
            accepted += f->standing == STANDING_ACCEPTED;
        }
    }
    data_set(arena, root, "all", all);
    data_set(arena, root, "differences", failing);
    data_set(arena, root, "others", others);
    set_number(arena, root, "difference_count", count);
    set_number(arena, root, "accepted_count", accepted);
    data_set_bool(arena, root, "one_difference", count == 1);
    set_number(arena, root, "test_count",
               count + accepted + report->failures.len + report_in_sync(report));
}

static Data *report_data(Arena *arena, const Report *report)
{
    Data *root = data_map(arena), *failed = data_list(arena), *groups = data_list(arena);
    size_t compared = 0, in_orbit = 0, ignored = 0;
    for (size_t i = 0; i < report->groups.len; i++) {
        const DriftGroup *group = &report->groups.at[i];
        Data *row = data_map(arena);
        data_set(arena, row, "targets", texts(arena, &group->targets));
        data_set_bool(arena, row, "in_sync", !group->drift->failures);
        set_number(arena, row, "failures", group->drift->failures);
        data_add(arena, groups, row);
        compared = group->drift->compared;
        in_orbit += group->drift->in_orbit;
        ignored += group->drift->ignored;
    }
    for (size_t i = 0; i < report->failures.len; i++) {
        Data *row = data_map(arena);
        data_set_text(arena, row, "target", report->failures.at[i].target);
        data_set_text(arena, row, "message", report->failures.at[i].message);
        data_add(arena, failed, row);
    }
    data_set_text(arena, root, "database", report->database);
    data_set_bool(arena, root, "in_sync", report_in_sync(report));
    data_set_bool(arena, root, "fleet", report->fleet);
    set_number(arena, root, "target_total", report->targets);
    set_number(arena, root, "failure_count", report->failures.len);
    set_number(arena, root, "compared", compared);
    set_number(arena, root, "in_orbit", in_orbit);
    set_number(arena, root, "ignored", ignored);
    data_set(arena, root, "groups", groups);
    data_set(arena, root, "failed", failed);
    data_set_text(arena, root, "mend", report->mend);
    data_set_text(arena, root, "mend_refused", report->mend_refused);
    add_findings(arena, report, root);
    return root;
}

Str report_render(Arena *arena, const ReportFormat *format, const Report *report,
                  Templates *templates, Diags *diags)
{
    if (format->render)
        return format->render(arena, report);
    Str name = str_format(arena, "drift/%s", format->name);
    return templates_fill(arena, templates, name.ptr, report_data(arena, report), diags);
}
