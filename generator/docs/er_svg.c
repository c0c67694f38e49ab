#include "docs/docs.h"

#include "docs/document.h"
#include "docs/layout.h"

enum {
    HEAD = 28,      /* of a box, with the table's name */
    ROW = 18,       /* of a column */
    LETTER = 7,     /* in a row; names are a little wider */
    MOST_ROWS = 14, /* the rest is counted */
    WIDEST_BOX = 420,
    BEND = 70,  /* how far a line leaves its box before it turns */
    MARKER = 14 /* room for the sign at the end of a line */
};

typedef struct {
    const Relation *table;
    const Column **rows;
    size_t row_count, more; /* shown, and not */
} Table;

typedef struct {
    Arena *arena;
    Table *tables;
    Box *boxes;
    size_t count;
    Link *links;
    const Reference **references;
    size_t link_count;
} Picture;

/* Keys always, others while there is room; in the table's order. */
static void choose_rows(Arena *arena, Table *t)
{
    const Relation *table = t->table;
    size_t keys = 0, others = 0;
    for (size_t i = 0; i < table->columns.len; i++)
        keys += table->columns.at[i].in_primary_key || is_foreign(table, &table->columns.at[i]);
    t->rows = NEW_ARRAY(arena, const Column *, table->columns.len);
    for (size_t i = 0; i < table->columns.len; i++) {
        const Column *column = &table->columns.at[i];
        bool key = column->in_primary_key || is_foreign(table, column);
        if (column->sensitive)
            continue;
        others += !key;
        if (key || keys + others <= MOST_ROWS)
            t->rows[t->row_count++] = column;
        else
            t->more++;
    }
}

static int64_t text_width(Str text, int64_t letter)
{
    return (int64_t)str_columns(text, text.len) * letter;
}

static Box measure(Arena *arena, const Table *t)
{
    Box box = {.width = text_width(relation_plain_name(arena, t->table), LETTER + 1) + 24,
               .height = HEAD + (int64_t)(t->row_count + (t->more > 0)) * ROW + 8};
    for (size_t i = 0; i < t->row_count; i++) {
        int64_t row = text_width(t->rows[i]->name, LETTER) +
                      text_width(short_type(arena, t->rows[i]), LETTER);
        box.width = row + 70 > box.width ? row + 70 : box.width;
    }
    if (box.width > WIDEST_BOX)
        box.width = WIDEST_BOX;
    return box;
}

static size_t table_of(const Picture *p, const Relation *relation)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->tables[i].table == relation)
            return i;
    return p->count;
}

static void collect(Picture *p, const Outline *outline)
{
    size_t links = 0;
    p->tables = NEW_ARRAY(p->arena, Table, outline->relations.len);
    p->boxes = NEW_ARRAY(p->arena, Box, outline->relations.len);
    for (size_t i = 0; i < outline->relations.len; i++) {
        const Relation *relation = outline->relations.at[i];
        if (relation->is_view || relation->is_partition)
            continue;
        Table *table = &p->tables[p->count];
        table->table = relation;
        choose_rows(p->arena, table);
        p->boxes[p->count++] = measure(p->arena, table);
        links += relation->references.len;
    }
    p->links = NEW_ARRAY(p->arena, Link, links);
    p->references = NEW_ARRAY(p->arena, const Reference *, links);
    for (size_t i = 0; i < p->count; i++)
        for (size_t k = 0; k < p->tables[i].table->references.len; k++) {
            const Reference *reference = &p->tables[i].table->references.at[k];
            size_t to = reference->to ? table_of(p, reference->to) : p->count;
            if (to == p->count)
                continue;
            p->references[p->link_count] = reference;
            p->links[p->link_count++] = (Link){i, to};
        }
}

static void set_number(Arena *arena, Data *data, const char *name, int64_t value)
{
    data_set_text(arena, data, name, str_format(arena, "%lld", (long long)value));
}

/* The middle of a column's row; of the head when it is not shown. */
static int64_t row_y(const Picture *p, size_t table, const Column *column)
{
    const Table *t = &p->tables[table];
    for (size_t i = 0; i < t->row_count; i++)
        if (t->rows[i] == column)
            return p->boxes[table].y + HEAD + (int64_t)i * ROW + ROW / 2 + 2;
    return p->boxes[table].y + HEAD / 2;
}

/* A text that fits, with an ellipsis where it was too long. */
static Str fitting(Arena *arena, Str text, int64_t width)
{
    size_t room = (size_t)(width / LETTER);
    if (str_columns(text, text.len) <= room)
        return text;
    while (text.len && (str_columns(text, text.len) >= room ||
                        ((unsigned char)text.ptr[text.len - 1] & 0xC0) == 0x80))
        text.len--;
    return str_format(arena, "%.*s…", STR_ARG(text));
}

static Data *row_data(const Picture *p, size_t table, const Column *column)
{
    Data *row = data_map(p->arena);
    const Box *box = &p->boxes[table];
    int64_t name = text_width(column->name, LETTER);
    data_set_text(p->arena, row, "name", column->name);
    data_set_text(p->arena, row, "type",
                  fitting(p->arena, short_type(p->arena, column), box->width - name - 60));
    data_set_bool(p->arena, row, "primary", column->in_primary_key);
    data_set_bool(p->arena, row, "foreign", is_foreign(p->tables[table].table, column));
    data_set_bool(p->arena, row, "optional", !column->not_null);
    set_number(p->arena, row, "x", box->x + 34);
    set_number(p->arena, row, "mark_x", box->x + 8);
    set_number(p->arena, row, "right", box->x + box->width - 10);
    set_number(p->arena, row, "y", row_y(p, table, column) + 4);
    return row;
}

static Data *table_data(const Picture *p, size_t i)
{
    Data *data = data_map(p->arena), *rows = data_list(p->arena);
    const Table *t = &p->tables[i];
    const Box *box = &p->boxes[i];
    data_set_text(p->arena, data, "name", relation_plain_name(p->arena, t->table));
    data_set_text(p->arena, data, "anchor", relation_anchor(p->arena, t->table));
    data_set_text(p->arena, data, "comment", t->table->comment);
    set_number(p->arena, data, "x", box->x);
    set_number(p->arena, data, "y", box->y);
    set_number(p->arena, data, "width", box->width);
    set_number(p->arena, data, "height", box->height);
    set_number(p->arena, data, "head", HEAD);
    set_number(p->arena, data, "name_x", box->x + 10);
    set_number(p->arena, data, "name_y", box->y + HEAD / 2 + 5);
    for (size_t k = 0; k < t->row_count; k++)
        data_add(p->arena, rows, row_data(p, i, t->rows[k]));
    data_set(p->arena, data, "rows", rows);
    data_set_text(p->arena, data, "more",
                  t->more ? str_format(p->arena, "and %zu more", t->more) : (Str){0});
    set_number(p->arena, data, "more_x", box->x + 34);
    set_number(p->arena, data, "more_y", box->y + box->height - 10);
    return data;
}

/* From the left side of the table that refers, to the right side of the other where that stands
 * further left; else around both on their right. */
static Str line(const Picture *p, const Link *link, const Reference *reference)
{
    const Box *from = &p->boxes[link->from], *to = &p->boxes[link->to];
    int64_t y1 = row_y(p, link->from, reference->columns[0]);
    int64_t y2 = row_y(p, link->to, reference->to_columns[0]);
    int64_t x2 = to->x + to->width;
    bool left = x2 + BEND <= from->x;
    int64_t x1 = left ? from->x : from->x + from->width, side = left ? -1 : 1;
    int64_t bend = left ? (x1 - x2) / 2 : BEND;
    return str_format(p->arena, "M%lld %lld h%lld C%lld %lld %lld %lld %lld %lld H%lld",
                      (long long)x1, (long long)y1, (long long)(side * MARKER),
                      (long long)(x1 + side * (bend > MARKER ? bend : MARKER)), (long long)y1,
                      (long long)(x2 + (bend > MARKER ? bend : MARKER)), (long long)y2,
                      (long long)(x2 + MARKER), (long long)y2, (long long)x2);
}

static Data *link_data(const Picture *p, size_t i)
{
    Data *data = data_map(p->arena);
    const Reference *reference = p->references[i];
    Str from = relation_plain_name(p->arena, reference->from);
    Str to = relation_plain_name(p->arena, reference->to);
    data_set_text(p->arena, data, "path", line(p, &p->links[i], reference));
    data_set_text(p->arena, data, "from", from);
    data_set_text(p->arena, data, "to", to);
    data_set_text(p->arena, data, "name", reference->name);
    data_set_text(p->arena, data, "start", reference->unique ? S("one") : S("many"));
    data_set_text(p->arena, data, "end", reference->required ? S("must") : S("may"));
    return data;
}

static Data *picture_data(const Picture *p, Str title, int64_t width, int64_t height)
{
    Data *root = data_map(p->arena), *tables = data_list(p->arena), *links = data_list(p->arena);
    data_set_text(p->arena, root, "title", title);
    set_number(p->arena, root, "width", width);
    set_number(p->arena, root, "height", height);
    for (size_t i = 0; i < p->count; i++)
        data_add(p->arena, tables, table_data(p, i));
    for (size_t i = 0; i < p->link_count; i++)
        data_add(p->arena, links, link_data(p, i));
    data_set(p->arena, root, "tables", tables);
    data_set(p->arena, root, "links", links);
    return root;
}

Str docs_er_svg(Arena *arena, const Outline *outline, Templates *templates, Diags *diags)
{
    Picture p = {.arena = arena_new()};
    int64_t width, height;
    collect(&p, outline);
    layout_place(p.arena, p.boxes, p.count, p.links, p.link_count, &width, &height);
    const Data *data = picture_data(&p, outline->database, width, height);
    Str text = templates_fill(arena, templates, "docs/er.svg", data, diags);
    arena_free(p.arena);
    return text;
}
