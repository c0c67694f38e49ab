/* The report for people: what fails first, an object's differences together. */
#include "drift/report.h"

#include "text/escape.h"
#include "text/writer.h"

#include <string.h>

typedef enum { STYLE_STRONG, STYLE_MODEL, STYLE_DATABASE, STYLE_FAINT } Style;

/* As terminals have them (ECMA-48, 8.3.117). */
static const char *const style_codes[] = {"1", "32", "31", "2"};

typedef struct {
    Writer w;
    Arena *arena;
    bool color;
} Text;

static Str styled(const Text *t, Style style, Str text)
{
    return t->color && text.len
               ? str_format(t->arena, "\033[%sm%.*s\033[0m", style_codes[style], STR_ARG(text))
               : text;
}

/* A label and what follows it; further lines stand below the first. */
static void write_labelled(Text *t, const char *label, Str value, Style style, bool plain)
{
    Str line;
    for (bool first = true; str_split(&value, '\n', &line); first = false)
        w_line(&t->w, "    %-9s %.*s", first ? label : "",
               STR_ARG(plain ? line : styled(t, style, line)));
}

/* --- two values --- */

static size_t common_start(Str a, Str b)
{
    size_t n = 0;
    while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
        n++;
    while (n && n < a.len && ((unsigned char)a.ptr[n] & 0xC0) == 0x80)
        n--; /* not inside of a code point */
    return n;
}

static size_t common_end(Str a, Str b, size_t start)
{
    size_t n = 0;
    while (n < a.len - start && n < b.len - start && a.ptr[a.len - 1 - n] == b.ptr[b.len - 1 - n])
        n++;
    while (n && ((unsigned char)a.ptr[a.len - n] & 0xC0) == 0x80)
        n--;
    return n;
}

/* A value on one line, what differs in it marked: by colour, or by carets below. */
static void write_marked(Text *t, const char *label, Str value, size_t start, size_t end,
                         Style style)
{
    Str before = str_slice(value, 0, start), middle = str_slice(value, start, value.len - end);
    Str after = str_slice(value, value.len - end, value.len);
    w_line(&t->w, "    %-9s %.*s%.*s%.*s", label, STR_ARG(before),
           STR_ARG(styled(t, style, middle)), STR_ARG(after));
    size_t width = str_columns(middle, middle.len);
    if (t->color || !width || (!start && !end))
        return;
    char *carets = NEW_ARRAY(t->arena, char, width + 1);
    for (size_t i = 0; i < width; i++)
        carets[i] = '^';
    w_line(&t->w, "    %-9s %*s%s", "", (int)str_columns(before, before.len), "", carets);
}

static void split_lines(Arena *arena, Str text, StrVec *out)
{
    Str line;
    while (str_split(&text, '\n', &line))
        vec_push(arena, out, line);
}

static void write_lines(Text *t, const StrVec *lines, size_t from, size_t to, char mark,
                        Style style)
{
    for (size_t i = from; i < to; i++)
        w_line(&t->w, "    %-9s %.*s", "",
               STR_ARG(
                   styled(t, style, str_format(t->arena, "%c %.*s", mark, STR_ARG(lines->at[i])))));
}

/* Bodies and queries: the lines that differ, with one around them. */
static void write_changed_lines(Text *t, Str model, Str database)
{
    StrVec a = {0}, b = {0};
    split_lines(t->arena, model, &a);
    split_lines(t->arena, database, &b);
    size_t start = 0, end = 0;
    while (start < a.len && start < b.len && str_eq(a.at[start], b.at[start]))
        start++;
    while (end < a.len - start && end < b.len - start &&
           str_eq(a.at[a.len - 1 - end], b.at[b.len - 1 - end]))
        end++;
    w_line(&t->w, "    %-9s - as the model says, + as the database has it", "lines");
    write_lines(t, &a, start ? start - 1 : 0, start, ' ', STYLE_FAINT);
    write_lines(t, &a, start, a.len - end, '-', STYLE_MODEL);
    write_lines(t, &b, start, b.len - end, '+', STYLE_DATABASE);
    write_lines(t, &a, a.len - end, a.len - end + (end > 0), ' ', STYLE_FAINT);
}

static bool has_lines(Str text)
{
    return str_find(text, S("\n")) >= 0;
}

static void write_values(Text *t, const Finding *f)
{
    if (!f->model.ptr)
        return;
    if (has_lines(f->model) && has_lines(f->database)) {
        write_changed_lines(t, f->model, f->database);
    } else if (has_lines(f->model) || has_lines(f->database)) {
        write_labelled(t, "model", f->model, STYLE_MODEL, false);
        write_labelled(t, "database", f->database, STYLE_DATABASE, false);
    } else {
        size_t start = common_start(f->model, f->database);
        size_t end = common_end(f->model, f->database, start);
        write_marked(t, "model", f->model, start, end, STYLE_MODEL);
        write_marked(t, "database", f->database, start, end, STYLE_DATABASE);
    }
}

/* --- findings --- */

static Str place(const Text *t, Pos pos)
{
    if (!pos.source || !pos.line)
        return (Str){0};
    return str_format(t->arena, "%.*s:%u: ", STR_ARG(pos.source->name), pos.line);
}

/* The model's line itself. */
static void write_source_line(Text *t, Pos pos)
{
    if (!pos.source || !pos.line || !pos.source->text.len)
        return;
    Str rest = pos.source->text, line = {0};
    for (uint32_t i = 0; i < pos.line && str_split(&rest, '\n', &line); i++)
        ;
    Str shown = str_format(t->arena, "%5u | %.*s", pos.line, STR_ARG(line));
    w_line(&t->w, "%.*s", STR_ARG(styled(t, STYLE_FAINT, shown)));
}

/* The lines that a patch makes, and how many it takes away. */
static size_t find_made(Text *t, Str patch, StrVec *made)
{
    Str line;
    size_t gone = 0;
    for (Str rest = patch; rest.len && str_split(&rest, '\n', &line);) {
        bool head = str_starts(line, S("+++ ")) || str_starts(line, S("--- "));
        gone += !head && str_starts(line, S("-"));
        bool blank = line.len == 1 && !made->len;
        if (!head && !blank && str_starts(line, S("+")))
            vec_push(t->arena, made, str_slice(line, 1, line.len));
    }
    return gone;
}

/* How many blanks all lines begin with. */
static size_t common_indent(const StrVec *lines)
{
    size_t least = SIZE_MAX;
    for (size_t i = 0; i < lines->len; i++) {
        Str line = lines->at[i];
        size_t blanks = strspn(line.len ? line.ptr : "", " ");
        if (line.len && blanks < least)
            least = blanks;
    }
    return least;
}

/* Where the model gets it, when the finding itself has no place there. */
static void write_edit_place(Text *t, const Finding *f)
{
    const Edit *edit = &f->amendment.edits.at[0];
    size_t line = 1;
    for (size_t i = 0; edit->source && i < edit->from; i++)
        line += edit->source->text.ptr[i] == '\n';
    Str where = edit->source
                    ? str_format(t->arena, "at %.*s:%zu:", STR_ARG(edit->source->name), line)
                    : str_format(t->arena, "a new file %.*s:", STR_ARG(edit->file));
    write_labelled(t, "or model", where, STYLE_FAINT, true);
}

/* The other way out: what the model would have to say, or why nobody can tell. */
static void write_edits(Text *t, const Finding *f)
{
    StrVec made = {0};
    size_t gone = find_made(t, edits_diff(t->arena, &f->amendment.edits, NULL), &made);
    bool placed = f->pos.source && f->pos.line;
    if (made.len && !placed)
        write_edit_place(t, f);
    size_t indent = common_indent(&made);
    for (size_t i = 0; i < made.len; i++)
        write_labelled(t, i || !placed ? "" : "or model",
                       str_slice(made.at[i], indent, made.at[i].len), STYLE_FAINT, true);
    if (gone && !made.len)
        write_labelled(t, "or model",
                       gone == 1 ? S("without this line")
                                 : str_format(t->arena, "without these %zu lines", gone),
                       STYLE_FAINT, true);
    if (f->amendment.comes_with.len)
        write_labelled(t, "or model",
                       str_format(t->arena, "comes with %.*s", STR_ARG(f->amendment.comes_with)),
                       STYLE_FAINT, true);
    if (f->amendment.refused.len)
        write_labelled(t, "or model",
                       str_format(t->arena, "no edit: %.*s", STR_ARG(f->amendment.refused)),
                       STYLE_FAINT, true);
}

static Str shown(const Text *t, const Finding *f)
{
    return str_format(t->arena, "%s %.*s", kinds[f->kind].tag, STR_ARG(f->object));
}

/* Above the findings that they share. */
static void write_targets(Text *t, const DriftGroup *group)
{
    if (!group->targets.len)
        return;
    Str head = str_format(t->arena, "In %.*s: ", STR_ARG(report_databases(t->arena, group)));
    w_line(&t->w, "%.*s%.*s\n", STR_ARG(styled(t, STYLE_STRONG, head)),
           STR_ARG(report_some(t->arena, &group->targets)));
}

/* A database may hold names that a terminal takes for orders. */
static Finding harmless(Arena *arena, const Finding *from)
{
    Finding f = *from;
    Str *texts[] = {&f.object, &f.reason, &f.model, &f.database};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i]->ptr)
            *texts[i] = plain_text(arena, *texts[i]);
    f.sql = (StrVec){0};
    for (size_t i = 0; i < from->sql.len; i++)
        vec_push(arena, &f.sql, plain_text(arena, from->sql.at[i]));
    return f;
}

static void write_finding(Text *t, const Finding *finding, bool same_line)
{
    const Finding clean = harmless(t->arena, finding), *f = &clean;
    Str head = str_format(t->arena, "%.*s: %.*s", STR_ARG(shown(t, f)), STR_ARG(f->problem));
    w_printf(&t->w, "%.*s%.*s", STR_ARG(place(t, f->pos)), STR_ARG(styled(t, STYLE_STRONG, head)));
    if (f->parts)
        w_printf(&t->w, f->parts == 1 ? ", with its %zu part" : ", with its %zu parts", f->parts);
    w_newline(&t->w);
    if (!same_line)
        write_source_line(t, f->pos);
    if (f->verdict == VERDICT_UNDECIDED)
        write_labelled(t, "undecided", f->reason, STYLE_FAINT, true);
    else if (f->reason.len)
        write_labelled(t, "reason", f->reason, STYLE_FAINT, true);
    write_values(t, f);
    for (size_t i = 0; i < f->sql.len; i++)
        write_labelled(t, i ? "" : "mend", str_format(t->arena, "%.*s;", STR_ARG(f->sql.at[i])),
                       STYLE_STRONG, true);
    if (!f->sql.len && f->standing == STANDING_DRIFT)
        write_labelled(t, "mend", S("only in one script with what is in its way (--format sql)"),
                       STYLE_FAINT, true);
    write_edits(t, f);
}

/* Those that do not fail: a line each. */
static void write_remark(Text *t, const Finding *finding)
{
    const Finding clean = harmless(t->arena, finding), *f = &clean;
    Str standing = str_of(standing_names[f->standing]);
    if (str_starts(f->problem, standing)) /* "pending purge" says both */
        w_printf(&t->w, "%.*s: %.*s", STR_ARG(f->problem), STR_ARG(shown(t, f)));
    else
        w_printf(&t->w, "%.*s: %.*s: %.*s", STR_ARG(standing), STR_ARG(shown(t, f)),
                 STR_ARG(f->problem));
    if (f->model.ptr && f->standing == STANDING_NOTE)
        w_printf(&t->w, " is %.*s in the model, %.*s in the database", STR_ARG(f->model),
                 STR_ARG(f->database));
    if (f->reason.len)
        w_printf(&t->w, " (%.*s)", STR_ARG(f->reason));
    w_newline(&t->w);
}

static bool fails(const Report *report, const Finding *f)
{
    return f->standing == STANDING_DRIFT || (f->standing == STANDING_UNMODELLED && report->strict);
}

static void write_group(Text *t, const Report *report, const DriftGroup *group)
{
    const Finding *last = NULL;
    for (size_t i = 0; i < group->drift->findings.len; i++) {
        const Finding *f = &group->drift->findings.at[i];
        if (!fails(report, f))
            continue;
        bool together = last && last->kind == f->kind && str_eq(last->object, f->object);
        if (!last)
            write_targets(t, group);
        else if (!together)
            w_newline(&t->w);
        write_finding(t, f, together && last->pos.line == f->pos.line);
        last = f;
    }
    if (last)
        w_newline(&t->w);
}

static void write_count(Text *t, size_t count, const char *what)
{
    if (count)
        w_printf(&t->w, ", %zu %s", count, what);
}

/* stratlogic: drift: 4 differences in 218 objects, 1 accepted */
static void write_summary(Text *t, const Report *report, const DriftGroup *group)
{
    const Drift *d = group->drift;
    w_printf(&t->w, "%.*s: ", STR_ARG(report->database));
    if (group->targets.len)
        w_printf(&t->w, "%.*s: ", STR_ARG(report_databases(t->arena, group)));
    if (d->failures)
        w_printf(&t->w, "drift: %zu difference%s in %zu objects", d->failures,
                 d->failures == 1 ? "" : "s", d->compared);
    else
        w_printf(&t->w, "in sync: %zu objects as the model says", d->compared);
    if (report->unchanged)
        w_text(&t->w, ", nothing has changed since the last check");
    write_count(t, drift_count(d, STANDING_ACCEPTED), "accepted");
    write_count(t, drift_count(d, STANDING_PENDING), "to be purged");
    write_count(t, drift_count(d, STANDING_UNMODELLED), "of kinds that no model speaks of");
    write_count(t, d->in_orbit + drift_count(d, STANDING_SAME), "written otherwise");
    write_count(t, d->ignored, "ignored");
    w_newline(&t->w);
}

Str report_text(Arena *arena, const Report *report)
{
    Text t = {.w = {.arena = arena}, .arena = arena, .color = report->color};
    for (size_t i = 0; i < report->groups.len; i++)
        write_group(&t, report, &report->groups.at[i]);
    for (size_t g = 0; g < report->groups.len; g++)
        for (size_t i = 0; i < report->groups.at[g].drift->findings.len; i++)
            if (!fails(report, &report->groups.at[g].drift->findings.at[i]))
                write_remark(&t, &report->groups.at[g].drift->findings.at[i]);
    for (size_t i = 0; i < report->failures.len; i++)
        w_line(&t.w, "not checked: %.*s: %.*s", STR_ARG(report->failures.at[i].target),
               STR_ARG(report->failures.at[i].message));
    for (size_t i = 0; i < report->groups.len; i++)
        write_summary(&t, report, &report->groups.at[i]);
    if (report->mend_refused.len)
        w_line(&t.w, "note: no one script mends all of it: %.*s", STR_ARG(report->mend_refused));
    return w_result(&t.w);
}
