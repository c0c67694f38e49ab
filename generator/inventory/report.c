#include "inventory/inventory.h"

#include "text/escape.h"
#include "text/writer.h"

static Str place(Arena *arena, const InventoryEntry *entry)
{
    if (entry->reason)
        return str_of(entry->reason);
    if (!entry->pos.source || !entry->pos.line)
        return (Str){0};
    return str_format(arena, "%.*s:%u", STR_ARG(entry->pos.source->name), entry->pos.line);
}

/* 1,234,567 */
static Str grouped(Arena *arena, int64_t number)
{
    Str digits = str_format(arena, "%lld", (long long)number);
    StrVec groups = {0};
    size_t first = digits.len % 3 ? digits.len % 3 : 3;
    for (size_t from = 0, to = first; from < digits.len; from = to, to += 3)
        vec_push(arena, &groups, str_slice(digits, from, to));
    return str_join(arena, &groups, S(","));
}

static Str rows_text(Arena *arena, const InventoryEntry *entry)
{
    bool known = entry->size && entry->size->rows >= 0;
    return known ? grouped(arena, entry->size->rows) : (Str){0};
}

static Str bytes_text(Arena *arena, const InventoryEntry *entry)
{
    static const char *const units[] = {"bytes", "kB", "MB", "GB", "TB", "PB"};
    if (!entry->size || entry->size->bytes < 0)
        return (Str){0};
    int64_t number = entry->size->bytes;
    size_t unit = 0;
    for (; number >= 10 * 1024 && unit + 1 < COUNT_OF(units); unit++)
        number = (number + 512) / 1024;
    return str_format(arena, "%lld %s", (long long)number, units[unit]);
}

static Str object_words(Arena *arena, const InventoryEntry *entry)
{
    Str words = object_show(arena, entry->object);
    return entry->parts && entry->standing != INVENTORY_MANAGED
               ? str_format(arena, "%.*s, with %zu part%s", STR_ARG(words), entry->parts,
                            entry->parts == 1 ? "" : "s")
               : words;
}

static void write_counts(Writer *w, const Inventory *inventory)
{
    w_printf(w, "%.*s: ", STR_ARG(inventory->database));
    for (size_t i = INVENTORY_COUNT; i-- > 0;)
        if (inventory->counts[i] || i == INVENTORY_MANAGED)
            w_printf(w, "%s%zu %s", i == INVENTORY_MANAGED ? "" : ", ", inventory->counts[i],
                     inventory_names[i]);
    if (inventory->ignored)
        w_printf(w, ", %zu ignored", inventory->ignored);
    w_newline(w);
}

Str inventory_text(Arena *arena, const Inventory *inventory)
{
    Writer w = {.arena = arena};
    size_t widest = 0;
    for (size_t i = 0; i < inventory->entries.len; i++) {
        Str words = object_words(arena, &inventory->entries.at[i]);
        size_t width = str_columns(words, words.len);
        widest = width > widest && width <= 80 ? width : widest;
    }
    for (size_t i = 0; i < inventory->entries.len; i++) {
        const InventoryEntry *entry = &inventory->entries.at[i];
        Str words = object_words(arena, entry), where = place(arena, entry);
        size_t width = str_columns(words, words.len);
        const char *beyond =
            width > widest ? "\n           " : ""; /* a long name has its own line */
        int pad = (int)(width > widest ? widest : widest - width);
        Str line = str_format(arena, "%-9s  %.*s%s%*s  %12.*s %10.*s  %.*s",
                              inventory_names[entry->standing], STR_ARG(words), beyond, pad, "",
                              STR_ARG(rows_text(arena, entry)), STR_ARG(bytes_text(arena, entry)),
                              STR_ARG(where));
        while (line.len && line.ptr[line.len - 1] == ' ')
            line.len--;
        w_line(&w, "%.*s", STR_ARG(line));
    }
    if (inventory->entries.len)
        w_newline(&w);
    write_counts(&w, inventory);
    return w_result(&w);
}

static void json_entry(Writer *w, const InventoryEntry *entry)
{
    Arena *arena = w->arena;
    w_printf(w, "{\"standing\": \"%s\", \"kind\": \"%s\", \"object\": %.*s",
             inventory_names[entry->standing], kinds[entry->object->id.kind].tag,
             STR_ARG(json_literal(arena, object_path(arena, entry->object))));
    if (entry->pos.source && entry->pos.line)
        w_printf(w, ", \"file\": %.*s, \"line\": %u",
                 STR_ARG(json_literal(arena, entry->pos.source->name)), entry->pos.line);
    if (entry->size && entry->size->rows >= 0)
        w_printf(w, ", \"rows\": %lld", (long long)entry->size->rows);
    if (entry->size && entry->size->bytes >= 0)
        w_printf(w, ", \"bytes\": %lld", (long long)entry->size->bytes);
    if (entry->parts)
        w_printf(w, ", \"parts\": %zu", entry->parts);
    if (entry->reason)
        w_printf(w, ", \"reason\": \"%s\"", entry->reason);
    w_text(w, "}");
}

Str inventory_json(Arena *arena, const Inventory *inventory)
{
    Writer w = {.arena = arena, .width = 2};
    w_printf(&w, "{\n  \"database\": %.*s,\n  \"counts\": {",
             STR_ARG(json_literal(arena, inventory->database)));
    for (size_t i = 0; i < INVENTORY_COUNT; i++)
        w_printf(&w, "\"%s\": %zu, ", inventory_names[i], inventory->counts[i]);
    w_printf(&w, "\"ignored\": %zu},\n  \"objects\": [", inventory->ignored);
    for (size_t i = 0; i < inventory->entries.len; i++) {
        w_text(&w, i ? ",\n    " : "\n    ");
        json_entry(&w, &inventory->entries.at[i]);
    }
    w_text(&w, inventory->entries.len ? "\n  ]\n}\n" : "]\n}\n");
    return w_result(&w);
}

Str inventory_markdown(Arena *arena, const Inventory *inventory)
{
    Writer w = {.arena = arena};
    w_line(&w, "# Inventory of %.*s", STR_ARG(md_text(arena, inventory->database)));
    w_newline(&w);
    write_counts(&w, inventory);
    for (size_t i = 0; i < inventory->entries.len; i++) {
        const InventoryEntry *entry = &inventory->entries.at[i];
        if (!i || entry[-1].standing != entry->standing) {
            w_line(&w, "\n## %s\n", inventory_names[entry->standing]);
            w_line(&w, "| object | rows | size | %s |\n| --- | ---: | ---: | --- |",
                   entry->reason ? "why" : "where");
        }
        w_line(&w, "| %.*s | %.*s | %.*s | %.*s |",
               STR_ARG(md_text(arena, object_words(arena, entry))),
               STR_ARG(rows_text(arena, entry)), STR_ARG(bytes_text(arena, entry)),
               STR_ARG(md_text(arena, place(arena, entry))));
    }
    return w_result(&w);
}
