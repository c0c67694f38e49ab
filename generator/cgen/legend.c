#include "cgen/legend.h"

#include "cgen/scan.h"

typedef struct {
    Str names, text; /* "T_get, T_get_by_..."; a paragraph has no names */
} Entry;

/* One name of an entry, without "T_". */
typedef struct {
    Str verb;  /* "get", or "get_by_" of T_get_by_... */
    bool open; /* any name may follow */
    Str text;
} Verb;

struct Legend {
    VEC(Entry) entries;
    VEC(Verb) verbs;
};

/* "  T_get, T_get_by_...  one row by its primary key": the text stands behind two blanks. */
static Entry entry_of(Str line)
{
    Str rest = str_trim(line);
    ptrdiff_t gap = str_find(rest, S("  "));
    size_t end = gap < 0 ? rest.len : (size_t)gap;
    return (Entry){str_slice(rest, 0, end), str_trim(str_slice(rest, end, rest.len))};
}

/* R and C stand for a name, as dots do. */
static Verb verb_of(Str name, Str text)
{
    static const char *const any[] = {"_...", "_R", "_C"};
    Verb verb = {.verb = str_slice(name, 2, name.len), .text = text};
    for (size_t i = 0; i < COUNT_OF(any); i++) {
        Str tail = str_of(any[i]);
        if (!verb.open && str_ends(verb.verb, tail)) {
            verb.open = true;
            verb.verb.len -= tail.len - 1;
        }
    }
    return verb;
}

static void add_verbs(Arena *arena, Legend *legend, const Entry *entry)
{
    Str rest = entry->names, name;
    while (str_split(&rest, ',', &name)) {
        name = str_trim(name);
        if (str_starts(name, S("T_")))
            vec_push(arena, &legend->verbs, verb_of(name, entry->text));
    }
}

Legend *legend_read(Arena *arena, Str comment)
{
    Legend *legend = NEW(arena, Legend);
    Entry *last = NULL;
    while (comment.ptr) {
        Str line = comment_text(scan_line(&comment)), text = str_trim(line);
        bool named = str_starts(line, S("  ")) && !str_starts(line, S("   "));
        if (text.len && last && !named) {
            last->text = str_format(arena, "%.*s %.*s", STR_ARG(last->text), STR_ARG(text));
            continue;
        }
        if (text.len)
            vec_push(arena, &legend->entries, named ? entry_of(line) : ((Entry){.text = text}));
        last = text.len ? &legend->entries.at[legend->entries.len - 1] : NULL;
    }
    for (size_t i = 0; i < legend->entries.len; i++)
        add_verbs(arena, legend, &legend->entries.at[i]);
    return legend;
}

Data *legend_blocks(Arena *arena, const Legend *legend)
{
    Data *list = data_list(arena);
    for (size_t i = 0; i < legend->entries.len; i++) {
        Data *map = data_map(arena);
        data_set_bool(arena, map, "first", i == 0);
        data_set_text(arena, map, "names", legend->entries.at[i].names);
        data_set_text(arena, map, "text", legend->entries.at[i].text);
        data_add(arena, list, map);
    }
    return list;
}

/* T_update of a text, of that table. */
static Str told_of(Arena *arena, Str text, Str type)
{
    StrVec parts = {0};
    size_t from = 0;
    if (str_find(text, S("T_")) < 0)
        return text;
    for (size_t i = 0; i + 1 < text.len; i++) {
        if (text.ptr[i] != 'T' || text.ptr[i + 1] != '_' || (i && text.ptr[i - 1] != ' '))
            continue;
        vec_push(arena, &parts, str_slice(text, from, i));
        vec_push(arena, &parts, type);
        from = i + 1;
    }
    vec_push(arena, &parts, str_slice(text, from, text.len));
    return str_join(arena, &parts, (Str){0});
}

Str legend_text(Arena *arena, const Legend *legend, Str type, Str verb)
{
    const Verb *best = NULL;
    for (size_t i = 0; i < legend->verbs.len; i++) {
        const Verb *v = &legend->verbs.at[i];
        bool fits = v->open ? str_starts(verb, v->verb) : str_eq(verb, v->verb);
        if (fits && (!best || v->verb.len > best->verb.len))
            best = v;
    }
    return best ? told_of(arena, best->text, type) : (Str){0};
}
