#include "tmpl/template.h"

#include "base/file.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { LARGEST_TEMPLATE = 8 * 1024 * 1024 };

typedef enum { DATA_TEXT, DATA_LIST, DATA_MAP } DataType;

static const char *const data_type_names[] = {"a text", "a list", "a map"};

/* A value of a map under its name. Maps are small: a list is searched faster than a table is built.
 */
typedef struct Member {
    Str name;
    Data *value;
    struct Member *next;
} Member;

typedef VEC(Data *) DataVec;

struct Data {
    DataType type;
    union {
        Str text;
        DataVec items;
        Member *members;
    };
};

static Data *data_new(Arena *arena, DataType type)
{
    Data *data = NEW(arena, Data);
    data->type = type;
    return data;
}

Data *data_text(Arena *arena, Str text)
{
    Data *data = data_new(arena, DATA_TEXT);
    data->text = text;
    return data;
}

Data *data_bool(Arena *arena, bool value)
{
    return data_text(arena, value ? S("true") : S("false"));
}

Data *data_list(Arena *arena)
{
    return data_new(arena, DATA_LIST);
}

Data *data_map(Arena *arena)
{
    return data_new(arena, DATA_MAP);
}

Data *data_copy(Arena *arena, const Data *map)
{
    Data *copy = data_map(arena);
    Member **end = &copy->members;
    for (const Member *m = map->type == DATA_MAP ? map->members : NULL; m; m = m->next) {
        *end = NEW(arena, Member);
        **end = (Member){.name = m->name, .value = m->value};
        end = &(*end)->next;
    }
    return copy;
}

void data_add(Arena *arena, Data *list, Data *item)
{
    assert(list->type == DATA_LIST);
    vec_push(arena, &list->items, item);
}

static Member *find_member(const Data *map, Str name)
{
    Member *member = map->type == DATA_MAP ? map->members : NULL;
    while (member && !str_eq(member->name, name))
        member = member->next;
    return member;
}

void data_set(Arena *arena, Data *map, const char *name, Data *value)
{
    assert(map->type == DATA_MAP);
    Member *member = find_member(map, str_of(name));
    if (!member) {
        member = NEW(arena, Member);
        *member = (Member){.name = str_of(name), .next = map->members};
        map->members = member;
    }
    member->value = value;
}

void data_set_text(Arena *arena, Data *map, const char *name, Str text)
{
    data_set(arena, map, name, data_text(arena, text));
}

void data_set_bool(Arena *arena, Data *map, const char *name, bool value)
{
    data_set(arena, map, name, data_bool(arena, value));
}

/* The context of a place in the template; outer ones stay visible. */
typedef struct Scope {
    const Data *data;
    const struct Scope *outer;
} Scope;

typedef struct {
    Writer *w;
    Diags *diags;
    Arena *temp; /* what filters return lives until it is written */
} Renderer;

static const Data *member_value(const Data *data, Str name)
{
    const Member *member = find_member(data, name);
    return member ? member->value : NULL;
}

/* Names that may have been meant. */
static void suggest(Diags *diags, Diag *diag, const Scope *scope, Str name)
{
    StrVec names = {0};
    for (; scope; scope = scope->outer) {
        const Member *m = scope->data->type == DATA_MAP ? scope->data->members : NULL;
        for (; m; m = m->next)
            vec_push(diags->arena, &names, m->name);
    }
    diag_suggest(diags, diag, name, &names);
}

/* The value of a dotted name; NULL with a diagnostic when a part of it is unknown. */
static const Data *find(Renderer *r, const Node *node, const Scope *scope)
{
    if (str_is(node->text, "."))
        return scope->data;
    Str rest = node->text, part = {0};
    str_split(&rest, '.', &part);
    const Data *data = NULL;
    for (const Scope *s = scope; s && !data; s = s->outer)
        data = member_value(s->data, part);
    const Data *within = NULL;
    while (data && rest.len) {
        within = data;
        str_split(&rest, '.', &part);
        data = member_value(data, part);
    }
    if (!data) {
        Diag *diag =
            diag_error(r->diags, "E0604", node->pos, "unknown name \"%.*s\"", STR_ARG(part));
        suggest(r->diags, diag, within ? &(Scope){.data = within} : scope, part);
    }
    return data;
}

static const Data *find_typed(Renderer *r, const Node *node, const Scope *scope, DataType type)
{
    const Data *data = find(r, node, scope);
    if (!data || data->type == type)
        return data;
    diag_error(r->diags, "E0604", node->pos, "\"%.*s\" is %s where %s is needed",
               STR_ARG(node->text), data_type_names[data->type], data_type_names[type]);
    return NULL;
}

static bool is_true(const Data *data)
{
    if (data->type == DATA_TEXT)
        return data->text.len && !str_is(data->text, "false");
    return data->type == DATA_MAP || data->items.len > 0;
}

static bool render_nodes(Renderer *r, const NodeVec *nodes, const Scope *scope);

static bool render_hole(Renderer *r, const Node *node, const Scope *scope)
{
    const Data *data = find_typed(r, node, scope, DATA_TEXT);
    if (!data)
        return false;
    ArenaMark mark = arena_mark(r->temp);
    w_str(r->w, node->filter(r->temp, data->text));
    arena_rewind(r->temp, mark);
    return true;
}

static bool render_each(Renderer *r, const Node *node, const Scope *scope)
{
    const Data *list = find_typed(r, node, scope, DATA_LIST);
    if (!list)
        return false;
    for (size_t i = 0; i < list->items.len; i++) {
        Scope inner = {list->items.at[i], scope};
        if (i && !render_nodes(r, &node->other, scope))
            return false;
        if (!render_nodes(r, &node->body, &inner))
            return false;
    }
    return true;
}

static bool render_if(Renderer *r, const Node *node, const Scope *scope)
{
    const Data *data = find(r, node, scope);
    return data && render_nodes(r, is_true(data) ? &node->body : &node->other, scope);
}

static bool render_text(Renderer *r, const Node *node, const Scope *scope)
{
    (void)scope;
    w_str(r->w, node->text);
    return true;
}

static bool render_nodes(Renderer *r, const NodeVec *nodes, const Scope *scope)
{
    static bool (*const renderers[])(Renderer *, const Node *, const Scope *) = {
        [NODE_TEXT] = render_text,
        [NODE_HOLE] = render_hole,
        [NODE_EACH] = render_each,
        [NODE_IF] = render_if,
    };
    for (size_t i = 0; i < nodes->len; i++)
        if (!renderers[nodes->at[i]->type](r, nodes->at[i], scope))
            return false;
    return true;
}

bool template_render(Writer *w, const Template *template, const Data *root, Diags *diags)
{
    Renderer r = {w, diags, arena_new()};
    bool done = render_nodes(&r, &template->body, &(Scope){.data = root});
    arena_free(r.temp);
    return done;
}

static int by_name(const void *name, const void *row)
{
    return strcmp(name, ((const EmbeddedTemplate *)row)->name);
}

/* The template's source from the folder, else from the table; false with a diagnostic. */
static bool load(Templates *templates, const char *name, Source *out)
{
    Arena *arena = templates->arena;
    Str path = {0}, why = {0};
    if (templates->folder)
        path = path_join(arena, str_of(templates->folder), str_of(name));
    if (path.len && file_exists(path.ptr)) {
        *out = (Source){.name = path, .relative = str_of(name)};
        if (file_read(arena, path.ptr, LARGEST_TEMPLATE, &out->text, &why))
            return true;
        diag_error(templates->diags, "E0604", (Pos){0}, "cannot read the template %.*s: %.*s",
                   STR_ARG(path), STR_ARG(why));
        return false;
    }
    const EmbeddedTemplate *row =
        bsearch(name, embedded_templates, embedded_template_count, sizeof *row, by_name);
    if (!row) {
        diag_error(templates->diags, "E0604", (Pos){0}, "there is no template \"%s\"", name);
        return false;
    }
    *out = (Source){.name = str_format(arena, "templates/%s", name),
                    .text = {(const char *)row->bytes, row->size},
                    .relative = str_of(name)};
    return true;
}

const Template *templates_get(Templates *templates, const char *name)
{
    Arena *arena = templates->arena;
    const Template *known = map_get(&templates->parsed, str_of(name));
    if (known)
        return known;
    Source *source = NEW(arena, Source);
    if (!load(templates, name, source))
        return NULL;
    Template *template = template_parse(arena, source, templates->diags);
    templates->parsed.arena = arena;
    if (template)
        map_put(&templates->parsed, str_copy(arena, str_of(name)), template);
    return template;
}

Str templates_text(Templates *templates, const char *name)
{
    Source source = {0};
    return load(templates, name, &source) ? source.text : (Str){0};
}

Str templates_fill(Arena *arena, Templates *templates, const char *name, const Data *data,
                   Diags *diags)
{
    Writer w = {.arena = arena};
    const Template *template = templates_get(templates, name);
    return template && template_render(&w, template, data, diags) ? w_result(&w) : (Str){0};
}
