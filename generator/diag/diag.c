#include "diag/diag.h"

#include <stdlib.h>

static Diag *add(Diags *diags, Severity severity, const char *code, Pos pos, const char *format,
                 va_list args) PGW_PRINTF(5, 0);

static size_t *counter(Diags *diags, Severity severity)
{
    size_t *const counters[] = {[SEVERITY_ERROR] = &diags->errors,
                                [SEVERITY_WARNING] = &diags->warnings,
                                [SEVERITY_NOTE] = &diags->notes};
    return counters[severity];
}

static Diag *add(Diags *diags, Severity severity, const char *code, Pos pos, const char *format,
                 va_list args)
{
    Diag *diag = NEW(diags->arena, Diag);
    *diag = (Diag){.code = code,
                   .severity = severity,
                   .pos = pos,
                   .message = str_vformat(diags->arena, format, args),
                   .order = diags->list.len};
    vec_push(diags->arena, &diags->list, diag);
    *counter(diags, severity) += 1;
    return diag;
}

Diag *diag_add(Diags *diags, Severity severity, const char *code, Pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Diag *diag = add(diags, severity, code, pos, format, args);
    va_end(args);
    return diag;
}

Diag *diag_error(Diags *diags, const char *code, Pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Diag *diag = add(diags, SEVERITY_ERROR, code, pos, format, args);
    va_end(args);
    return diag;
}

Diag *diag_warning(Diags *diags, const char *code, Pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Diag *diag = add(diags, SEVERITY_WARNING, code, pos, format, args);
    va_end(args);
    return diag;
}

void diag_help(Diags *diags, Diag *diag, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    diag->help = str_vformat(diags->arena, format, args);
    va_end(args);
}

void diag_note(Diags *diags, Diag *diag, Pos pos, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    Note *note = NEW(diags->arena, Note);
    note->pos = pos;
    note->text = str_vformat(diags->arena, format, args);
    va_end(args);
    Note **end = &diag->notes;
    while (*end)
        end = &(*end)->next;
    *end = note;
}

Str diag_nearest(Str name, const StrVec *candidates)
{
    size_t limit = name.len < 4 ? 1 : name.len < 9 ? 2 : 3;
    size_t best = limit + 1;
    Str nearest = {0};
    for (size_t i = 0; i < candidates->len; i++) {
        Str candidate = candidates->at[i];
        size_t distance = str_distance(name, candidate, limit);
        bool same_start = name.len && candidate.len && name.ptr[0] == candidate.ptr[0];
        bool tie_won = distance == best && distance <= limit && same_start &&
                       nearest.ptr[0] != name.ptr[0]; /* few get the first letter wrong */
        if (distance < best || tie_won) {
            best = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

void diag_suggest(Diags *diags, Diag *diag, Str name, const StrVec *candidates)
{
    Str nearest = diag_nearest(name, candidates);
    if (nearest.ptr)
        diag_help(diags, diag, "did you mean \"%.*s\"?", STR_ARG(nearest));
}

static int compare(const void *left, const void *right)
{
    const Diag *a = *(Diag *const *)left, *b = *(Diag *const *)right;
    if (a->pos.source != b->pos.source) {
        if (!a->pos.source || !b->pos.source)
            return a->pos.source ? -1 : 1;
        int order = str_cmp(a->pos.source->name, b->pos.source->name);
        if (order)
            return order;
    }
    if (a->pos.line != b->pos.line)
        return a->pos.line < b->pos.line ? -1 : 1;
    if (a->pos.column != b->pos.column)
        return a->pos.column < b->pos.column ? -1 : 1;
    return a->order < b->order ? -1 : a->order > b->order;
}

static void sort(Diags *diags)
{
    if (diags->list.len)
        qsort(diags->list.at, diags->list.len, sizeof *diags->list.at, compare);
}

static void append(Arena *arena, StrVec *out, Str s)
{
    vec_push(arena, out, s);
}

static Str line_of(Pos pos)
{
    Str rest = pos.source->text, line = {0};
    for (uint32_t i = 0; i < pos.line; i++)
        if (!str_split(&rest, '\n', &line))
            return (Str){0};
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

/* The offending line with a caret below it. Long lines are cut around the place. */
static void excerpt(Arena *arena, StrVec *out, Pos pos)
{
    enum { WIDEST = 160, BEFORE = 60 };
    Str line = line_of(pos);
    if (!line.ptr || pos.column == 0)
        return;
    size_t caret = 0; /* in bytes */
    for (uint32_t column = 1; column < pos.column && caret < line.len; column++)
        for (caret++; caret < line.len && ((unsigned char)line.ptr[caret] & 0xC0) == 0x80;)
            caret++;
    size_t from = 0;
    if (line.len > WIDEST && caret > BEFORE)
        for (from = caret - BEFORE; ((unsigned char)line.ptr[from] & 0xC0) == 0x80;)
            from++;
    size_t to = from + WIDEST < line.len ? from + WIDEST : line.len;
    while (to < line.len && ((unsigned char)line.ptr[to] & 0xC0) == 0x80)
        to++;
    append(arena, out,
           str_format(arena, "%5u | %.*s\n      | ", pos.line, STR_ARG(str_slice(line, from, to))));
    char *pad = NEW_ARRAY(arena, char, caret - from + 1);
    size_t padding = 0;
    for (size_t i = from; i < caret; i++)
        if (((unsigned char)line.ptr[i] & 0xC0) != 0x80)
            pad[padding++] = line.ptr[i] == '\t' ? '\t' : ' ';
    append(arena, out, (Str){pad, padding});
    append(arena, out, S("^"));
    size_t room = str_columns(str_slice(line, caret, to), to - caret);
    for (size_t i = 1; i < pos.width && i < room; i++)
        append(arena, out, S("~"));
    append(arena, out, S("\n"));
}

static void heading(Arena *arena, StrVec *out, Pos pos, Str rest)
{
    if (pos.source && pos.line)
        append(arena, out,
               str_format(arena, "%.*s:%u:%u: ", STR_ARG(pos.source->name), pos.line, pos.column));
    else if (pos.source)
        append(arena, out, str_format(arena, "%.*s: ", STR_ARG(pos.source->name)));
    else
        append(arena, out, S("pgwright: "));
    append(arena, out, rest);
    append(arena, out, S("\n"));
    if (pos.source && pos.line)
        excerpt(arena, out, pos);
}

static const char *const severity_names[] = {"error", "warning", "note"};

static void diag_text(Arena *arena, StrVec *out, const Diag *diag)
{
    heading(arena, out, diag->pos,
            str_format(arena, "%s[%s]: %.*s", severity_names[diag->severity], diag->code,
                       STR_ARG(diag->message)));
    for (const Note *note = diag->notes; note; note = note->next)
        heading(arena, out, note->pos, str_format(arena, "note: %.*s", STR_ARG(note->text)));
    if (diag->help.len)
        append(arena, out, str_format(arena, "      = help: %.*s\n", STR_ARG(diag->help)));
}

Str diags_text(Diags *diags, size_t cap)
{
    Arena *arena = diags->arena;
    StrVec out = {0};
    sort(diags);
    for (size_t i = 0; i < diags->list.len && (!cap || i < cap); i++)
        diag_text(arena, &out, diags->list.at[i]);
    if (cap && diags->list.len > cap)
        append(arena, &out,
               str_format(arena, "pgwright: %zu more not shown\n", diags->list.len - cap));
    return str_join(arena, &out, (Str){0});
}

/* Quoted here and not with text/, which is a room above this one. */
static Str json_text(Arena *arena, Str s)
{
    StrVec out = {0};
    append(arena, &out, S("\""));
    for (size_t i = 0, from = 0; i <= s.len; i++) {
        bool end = i == s.len;
        if (!end && s.ptr[i] != '"' && s.ptr[i] != '\\' && (unsigned char)s.ptr[i] >= 0x20)
            continue;
        append(arena, &out, str_slice(s, from, i));
        if (!end)
            append(arena, &out, str_format(arena, "\\u%04x", (unsigned char)s.ptr[i]));
        from = i + 1;
    }
    append(arena, &out, S("\""));
    return str_join(arena, &out, (Str){0});
}

Str diags_json(Diags *diags)
{
    Arena *arena = diags->arena;
    StrVec out = {0};
    sort(diags);
    append(arena, &out, S("["));
    for (size_t i = 0; i < diags->list.len; i++) {
        const Diag *d = diags->list.at[i];
        append(arena, &out,
               str_format(arena, "%s\n  {\"code\": \"%s\", \"severity\": \"%s\", \"message\": ",
                          i ? "," : "", d->code, severity_names[d->severity]));
        append(arena, &out, json_text(arena, d->message));
        if (d->pos.source) {
            append(arena, &out, S(", \"file\": "));
            append(arena, &out, json_text(arena, d->pos.source->name));
            append(arena, &out,
                   str_format(arena, ", \"line\": %u, \"column\": %u", d->pos.line, d->pos.column));
        }
        if (d->help.len) {
            append(arena, &out, S(", \"help\": "));
            append(arena, &out, json_text(arena, d->help));
        }
        append(arena, &out, S("}"));
    }
    append(arena, &out, diags->list.len ? S("\n]\n") : S("]\n"));
    return str_join(arena, &out, (Str){0});
}

static bool same_diag(const Diag *a, const Diag *b)
{
    return a->pos.source == b->pos.source && a->pos.line == b->pos.line &&
           a->pos.column == b->pos.column && str_eq(a->message, b->message);
}

void diags_drop_repeats(Diags *diags)
{
    size_t kept = 0;
    for (size_t i = 0; i < diags->list.len; i++) {
        Diag *diag = diags->list.at[i];
        bool repeated = false;
        for (size_t k = 0; k < kept && !repeated; k++)
            repeated = same_diag(diags->list.at[k], diag);
        if (!repeated)
            diags->list.at[kept++] = diag;
        else
            *counter(diags, diag->severity) -= 1;
    }
    diags->list.len = kept;
}
