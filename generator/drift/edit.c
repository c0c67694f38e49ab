#include "drift/edit.h"

#include "text/writer.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of a file that have become others. */
typedef struct {
    size_t old_from, old_to, new_from, new_to;
} Change;

enum { CONTEXT = 3 };

/* A stretch of a file before and after: whole lines, no more of them than the diff shows. */
typedef struct {
    Arena *arena;
    Str old, new;
    size_t start;  /* the byte of the file where it begins */
    size_t before; /* the lines of the file before it */
    VEC(Change) changes;
} Revision;

/* Without the ./ that git takes offence at. */
static Str name_of(const Edit *edit)
{
    Str name = edit->source ? edit->source->name : edit->file;
    while (str_starts(name, S("./")))
        name = str_slice(name, 2, name.len);
    return name;
}

/* By file and place, what is put in before what is replaced from there on. Stable: the order of the
 * findings stays. */
typedef struct {
    Edit edit;
    size_t number;
} Ordered;

static int compare_edits(const void *left, const void *right)
{
    const Ordered *x = left, *y = right;
    const Edit *a = &x->edit, *b = &y->edit;
    int by_name = str_cmp(name_of(a), name_of(b)), by_head = str_cmp(a->head, b->head);
    bool puts_a = a->from == a->to, puts_b = b->from == b->to;
    if (by_name)
        return by_name;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    if (puts_a != puts_b)
        return puts_a ? -1 : 1;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    if (a->section != b->section)
        return a->section < b->section ? -1 : 1;
    if (by_head)
        return by_head;
    if (a->weak != b->weak)
        return a->weak ? 1 : -1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    return x->number < y->number ? -1 : x->number > y->number;
}

static bool same_edit(const Edit *a, const Edit *b)
{
    return a->from == b->from && a->to == b->to && str_eq(a->text, b->text) &&
           str_eq(a->head, b->head) && str_eq(a->tail, b->tail);
}

/* Whether they stand under one heading. */
static bool joins(const Edit *a, const Edit *b)
{
    return a->from == b->from && a->to == a->from && b->to == b->from && a->rank == b->rank &&
           str_eq(a->head, b->head) && str_eq(a->tail, b->tail);
}

/* The text of edits that stand at one place, and how many they are. */
static Str joined(Arena *arena, const Ordered *at, size_t count, size_t *taken)
{
    StrVec texts = {0};
    size_t n = 0;
    for (; n < count && (!n || joins(&at->edit, &at[n].edit)); n++)
        if (!n || !same_edit(&at[n - 1].edit, &at[n].edit))
            vec_push(arena, &texts, at[n].edit.text);
    *taken = n;
    return str_format(arena, "%.*s%.*s%.*s", STR_ARG(at->edit.head),
                      STR_ARG(str_join(arena, &texts, at->edit.between)), STR_ARG(at->edit.tail));
}

/* Lines end as those of the file do, also the last one of it. */
static Str as_lines(Arena *arena, Str old, size_t at, Str text)
{
    ptrdiff_t end = str_find(old, S("\n"));
    if (end > 0 && old.ptr[end - 1] == '\r')
        text = str_replace(arena, text, S("\n"), S("\r\n"));
    bool open = at == old.len && old.len && old.ptr[old.len - 1] != '\n';
    return open ? str_format(arena, "\n%.*s", STR_ARG(text)) : text;
}

/* Whether an entry has to be parted from what stands before it in its brackets; the end of that is
 * in two parts. */
static bool needs_comma(Str before, Str last)
{
    Str end = str_trim(last).len ? str_trim(last) : str_trim(before);
    return end.len && !strchr("{[,", end.ptr[end.len - 1]);
}

static bool begins_line(Str text, size_t at)
{
    return !at || text.ptr[at - 1] == '\n';
}

static size_t line_start(Str text, size_t at)
{
    while (!begins_line(text, at))
        at--;
    return at;
}

static size_t count_lines(Str text, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += text.ptr[i] == '\n';
    return count;
}

/* The lines of the file that the edits are in, and those around them. */
static Revision stretch_of(Arena *arena, const Ordered *edits, size_t count)
{
    Str text = edits->edit.source ? edits->edit.source->text : S("");
    size_t start = line_start(text, edits->edit.from), end = edits->edit.to;
    for (size_t i = 1; i < count; i++)
        end = edits[i].edit.to > end ? edits[i].edit.to : end;
    for (int i = 0; i < CONTEXT && start > 0; i++)
        start = line_start(text, start - 1);
    for (int i = 0; i <= CONTEXT && end < text.len; i++)
        while (end < text.len && text.ptr[end++] != '\n')
            continue;
    return (Revision){.arena = arena,
                      .old = str_slice(text, start, end),
                      .start = start,
                      .before = count_lines(text, 0, start)};
}

/* All edits of one file made. */
static Revision revise(Arena *arena, const Ordered *edits, size_t count, size_t *clashes)
{
    Revision r = stretch_of(arena, edits, count);
    Writer w = {.arena = arena};
    size_t done = 0;
    for (size_t i = 0, taken; i < count; i += taken) {
        const Edit *edit = &edits[i].edit;
        size_t from = edit->from - r.start, to = edit->to - r.start;
        Str text = joined(arena, &edits[i], count - i, &taken);
        bool removes = !text.len && to > from;
        if (i && same_edit(edit, &edits[i - 1].edit))
            continue;
        if (from < done && removes) /* two neighbours go: what is between them goes once */
            from = done < to ? done : to;
        if (from < done) {
            *clashes += !edit->weak;
            continue;
        }
        if (edit->entry && needs_comma(w_result(&w), str_slice(r.old, done, from)))
            text =
                str_format(arena, ",%s%.*s", str_starts(text, S("\n")) ? "" : " ", STR_ARG(text));
        if (edit->lines)
            text = as_lines(arena, r.old, from, text);
        w_raw(&w, str_slice(r.old, done, from));
        Change change = {from, to, w.len, w.len + text.len};
        w_raw(&w, text);
        vec_push(arena, &r.changes, change);
        done = to;
    }
    w_raw(&w, str_slice(r.old, done, r.old.len));
    r.new = str_copy(arena, w_result(&w));
    return r;
}

/* --- lines --- */

/* Lines that have become others: numbers, from 0, of those of the old text, and the new ones. */
typedef struct {
    size_t from, to;
    StrVec with;
} Region;

typedef VEC(Region) Regions;

/* Each with its end. */
static void split_lines(Arena *arena, Str text, StrVec *out)
{
    for (size_t from = 0, to; from < text.len; from = to) {
        const char *end = memchr(text.ptr + from, '\n', text.len - from);
        to = end ? (size_t)(end - text.ptr) + 1 : text.len;
        vec_push(arena, out, str_slice(text, from, to));
    }
}

/* The change up to the end of the line in which it ends, in both texts. */
static Change to_line_end(const Revision *r, Change c)
{
    while (c.old_to < r->old.len &&
           !(begins_line(r->old, c.old_to) && begins_line(r->new, c.new_to))) {
        c.old_to++;
        c.new_to++;
    }
    return c;
}

/* Without the lines that stay at either end. */
static Region trimmed(const StrVec *old, Region region)
{
    while (region.from < region.to && region.with.len &&
           str_eq(old->at[region.from], region.with.at[0])) {
        region.from++;
        region.with.at++;
        region.with.len--;
    }
    while (region.from < region.to && region.with.len &&
           str_eq(old->at[region.to - 1], region.with.at[region.with.len - 1])) {
        region.to--;
        region.with.len--;
    }
    region.with.cap = 0; /* a slice: nothing is pushed to it */
    return region;
}

/* What stands next to each other is one region: first all that goes, then all that comes. */
static void add_region(Arena *arena, Regions *regions, Region region)
{
    Region *last = regions->len ? &regions->at[regions->len - 1] : NULL;
    if (region.from == region.to && !region.with.len)
        return;
    if (!last || last->to != region.from) {
        vec_push(arena, regions, region);
        return;
    }
    StrVec both = {0};
    for (size_t i = 0; i < last->with.len; i++)
        vec_push(arena, &both, last->with.at[i]);
    for (size_t i = 0; i < region.with.len; i++)
        vec_push(arena, &both, region.with.at[i]);
    last->to = region.to;
    last->with = both;
}

static Regions find_regions(const Revision *r, const StrVec *old)
{
    Regions regions = {0};
    for (size_t i = 0, line = 0, counted = 0; i < r->changes.len;) {
        Change c = r->changes.at[i++];
        size_t start = line_start(r->old, c.old_from);
        c.new_from -= c.old_from - start;
        c.old_from = start;
        while (i < r->changes.len &&
               line_start(r->old, r->changes.at[i].old_from) < to_line_end(r, c).old_to) {
            c.old_to = r->changes.at[i].old_to;
            c.new_to = r->changes.at[i++].new_to;
        }
        c = to_line_end(r, c);
        line += count_lines(r->old, counted, c.old_from);
        counted = c.old_from;
        StrVec was = {0};
        Region region = {.from = line};
        split_lines(r->arena, str_slice(r->old, c.old_from, c.old_to), &was);
        split_lines(r->arena, str_slice(r->new, c.new_from, c.new_to), &region.with);
        region.to = region.from + was.len;
        add_region(r->arena, &regions, trimmed(old, region));
    }
    return regions;
}

static void write_line(Writer *w, char mark, Str line)
{
    w_printf(w, "%c", mark);
    w_raw(w, line);
    if (!str_ends(line, S("\n")))
        w_raw(w, S("\n\\ No newline at end of file\n"));
}

static void write_old(Writer *w, const StrVec *old, size_t from, size_t to, char mark)
{
    for (size_t i = from; i < to; i++)
        write_line(w, mark, old->at[i]);
}

/* Where a side of a hunk stands: from 1, or the line before it when it has none. */
static size_t place_of(size_t from, size_t count)
{
    return count ? from + 1 : from;
}

/* Regions that are not far from each other, with the lines around them. `shift`: how many lines
 * more the new text has before them; `before`: the lines of the file before those given. */
static void write_hunk(Writer *w, const StrVec *old, size_t before, const Region *regions,
                       size_t count, ptrdiff_t *shift)
{
    size_t first = regions[0].from, last = regions[count - 1].to, added = 0, gone = 0;
    size_t from = first > CONTEXT ? first - CONTEXT : 0;
    size_t to = last + CONTEXT < old->len ? last + CONTEXT : old->len, at = from;
    for (size_t i = 0; i < count; i++) {
        added += regions[i].with.len;
        gone += regions[i].to - regions[i].from;
    }
    size_t was = to - from, is = was - gone + added;
    size_t begins = (size_t)((ptrdiff_t)(before + from) + *shift);
    w_printf(w, "@@ -%zu,%zu +%zu,%zu @@\n", place_of(before + from, was), was,
             place_of(begins, is), is);
    for (size_t i = 0; i < count; i++) {
        write_old(w, old, at, regions[i].from, ' ');
        write_old(w, old, regions[i].from, regions[i].to, '-');
        for (size_t k = 0; k < regions[i].with.len; k++)
            write_line(w, '+', regions[i].with.at[k]);
        at = regions[i].to;
    }
    write_old(w, old, at, to, ' ');
    *shift += (ptrdiff_t)added - (ptrdiff_t)gone;
}

static void write_file(Writer *w, const Edit *edit, const Revision *r)
{
    StrVec old = {0};
    ptrdiff_t shift = 0;
    split_lines(r->arena, r->old, &old);
    Regions regions = find_regions(r, &old);
    if (!regions.len)
        return;
    Str name = name_of(edit), before = edit->source ? name : S("/dev/null");
    w_printf(w, "--- %.*s\n+++ %.*s\n", STR_ARG(before), STR_ARG(name));
    for (size_t i = 0, n; i < regions.len; i += n) {
        for (n = 1; i + n < regions.len &&
                    regions.at[i + n].from - regions.at[i + n - 1].to <= 2 * CONTEXT;)
            n++;
        write_hunk(w, &old, r->before, &regions.at[i], n, &shift);
    }
}

/* An absent text stays absent. */
static Str copied(Arena *arena, Str text)
{
    return text.ptr ? str_copy(arena, text) : text;
}

Amendment amendment_copy(Arena *arena, const Amendment *amendment)
{
    Amendment copy = {.comes_with = copied(arena, amendment->comes_with),
                      .refused = copied(arena, amendment->refused)};
    for (size_t i = 0; i < amendment->edits.len; i++) {
        Edit edit = amendment->edits.at[i];
        Str *texts[] = {&edit.file, &edit.head, &edit.text, &edit.tail, &edit.between};
        for (size_t k = 0; k < COUNT_OF(texts); k++)
            *texts[k] = copied(arena, *texts[k]);
        vec_push(arena, &copy.edits, edit);
    }
    return copy;
}

Str edits_diff(Arena *arena, const Edits *edits, size_t *clashes)
{
    Writer w = {.arena = arena};
    size_t ignored = 0, n;
    Ordered *ordered = NEW_ARRAY(arena, Ordered, edits->len + 1);
    for (size_t i = 0; i < edits->len; i++)
        ordered[i] = (Ordered){edits->at[i], i};
    if (edits->len)
        qsort(ordered, edits->len, sizeof *ordered, compare_edits);
    for (size_t i = 0; i < edits->len; i += n) {
        for (n = 1; i + n < edits->len &&
                    str_eq(name_of(&ordered[i].edit), name_of(&ordered[i + n].edit));)
            n++;
        Revision r = revise(arena, &ordered[i], n, clashes ? clashes : &ignored);
        write_file(&w, &ordered[i].edit, &r);
    }
    return edits->len ? w_result(&w) : (Str){0};
}
