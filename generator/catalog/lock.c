#include "catalog/lock.h"

#include "text/writer.h"

#include <string.h>

enum { LOCK_FORMAT = 1, LOCK_PROFILE = 1 };

#define EDGE S(" -> ") /* how a line of what an object depends on begins */

static Str escape(Arena *arena, Str s)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\n')
            w_raw(&w, S("\\n"));
        else if (c == '\t')
            w_raw(&w, S("\\t"));
        else if (c == '\\')
            w_raw(&w, S("\\\\"));
        else
            w_raw(&w, str_slice(s, i, i + 1));
    }
    return w_result(&w);
}

static Str unescape(Arena *arena, Str s)
{
    if (!s.len || !memchr(s.ptr, '\\', s.len))
        return str_copy(arena, s);
    char *text = NEW_ARRAY(arena, char, s.len + 1), *to = text;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\' && i + 1 < s.len) {
            c = s.ptr[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        }
        *to++ = c;
    }
    return (Str){text, (size_t)(to - text)};
}

static Str id_text(Arena *arena, const ObjectId *id)
{
    return str_format(arena, "%s\t%.*s\t%.*s\t%.*s", kinds[id->kind].tag,
                      STR_ARG(escape(arena, id->schema)), STR_ARG(escape(arena, id->object)),
                      STR_ARG(escape(arena, id->sub)));
}

static void write_value(Writer *w, const char *field, const char *mark, const Value *value)
{
    if (value->type == VALUE_TEXT)
        w_line(w, " %s%s %.*s", field, mark, STR_ARG(escape(w->arena, value->text)));
    if (value->type == VALUE_LIST && !value->count)
        w_line(w, " %s%s[]", field, mark);
    for (uint32_t i = 0; value->type == VALUE_LIST && i < value->count; i++)
        w_line(w, " %s%s[] %.*s", field, mark, STR_ARG(escape(w->arena, value->list[i])));
}

static void write_object(Writer *w, const Object *object)
{
    w_line(w, "%.*s", STR_ARG(id_text(w->arena, &object->id)));
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Attr *attr = &object->attrs.at[i];
        const Field *field = &kinds[object->id.kind].fields[attr->field];
        bool setting = kinds[object->id.kind].flags & KIND_NOT_READ; /* what the check must know */
        if (field->compare == COMPARE_AUTHOR || (field->compare == COMPARE_META && !setting))
            continue;
        write_value(w, field->name, "", &attr->value);
        for (uint32_t k = 0; k < attr->orbit_count; k++)
            write_value(w, field->name, "|", &attr->orbit[k]);
    }
    for (size_t i = 0; i < object->edges.len; i++)
        w_line(w, " -> %.*s\t%c", STR_ARG(id_text(w->arena, &object->edges.at[i].to->id)),
               edge_letter(object->edges.at[i].type));
}

Str lock_write(Arena *arena, const Catalog *catalog, Str model_digest)
{
    Writer w = {.arena = arena};
    w_line(&w, "pgwright-lock %d", LOCK_FORMAT);
    w_line(&w, "database %.*s", STR_ARG(escape(arena, catalog->database)));
    w_line(&w, "postgresql %d", catalog->server_major);
    w_line(&w, "profile %d", LOCK_PROFILE);
    w_line(&w, "model %.*s", STR_ARG(model_digest));
    w_newline(&w);
    for (size_t i = 0; i < catalog->objects.len; i++)
        write_object(&w, catalog->objects.at[i]);
    return w_result(&w);
}

/* --- reading --- */

typedef struct {
    Arena *arena;
    Diags *diags;
    const Source *source;
    uint32_t line;
    Catalog *catalog;
    Str rest;       /* of the text */
    Object *object; /* whose attributes are being read */
    Attr *attr;     /* the last one */
} LockReader;

static bool bad(LockReader *r, const char *what)
{
    Diag *diag = diag_error(r->diags, "E0706", (Pos){r->source, r->line, 1, 1}, "%s", what);
    diag_help(r->diags, diag,
              "a lock is written by `pgwright generate`, never by hand; make it anew.");
    return false;
}

/* Neighbours share most of their names, and their memory. */
static Str read_name(LockReader *r, Str escaped, Str before)
{
    return str_eq(escaped, before) && before.ptr && !memchr(before.ptr, '\\', before.len)
               ? before
               : unescape(r->arena, escaped);
}

static bool read_id(LockReader *r, Str *rest, ObjectId *id)
{
    Str parts[4] = {{0}};
    for (size_t i = 0; i < COUNT_OF(parts); i++)
        if (!str_split(rest, '\t', &parts[i]))
            return bad(r, "an identity has four parts");
    ObjectId before = r->object ? r->object->id : (ObjectId){0};
    *id = (ObjectId){kind_by_tag(parts[0]), read_name(r, parts[1], before.schema),
                     read_name(r, parts[2], before.object), read_name(r, parts[3], before.sub)};
    return id->kind != KIND_NONE || bad(r, "an unknown kind of object");
}

/* The list moves to twice the room when its length is a power of two. */
static void append(LockReader *r, Value *value, Str entry)
{
    uint32_t count = value->count;
    Str *list = (Str *)(uintptr_t)value->list;
    if (!(count & (count - 1))) {
        list = NEW_ARRAY(r->arena, Str, count ? 2 * (size_t)count : 1);
        for (uint32_t i = 0; i < count; i++)
            list[i] = value->list[i];
    }
    list[count] = entry;
    *value = value_list(list, count + 1);
}

static bool read_attribute(LockReader *r, Str line)
{
    Str name, text = line;
    str_split(&text, ' ', &name);
    bool empty = !text.ptr; /* a list without entries */
    text = unescape(r->arena, text);
    bool list = str_ends(name, S("[]"));
    name = list ? str_slice(name, 0, name.len - 2) : name;
    bool orbit = str_ends(name, S("|"));
    name = orbit ? str_slice(name, 0, name.len - 1) : name;
    int field = kind_field(r->object->id.kind, name);
    if (field < 0)
        return bad(r, "an unknown attribute");
    if (list != field_is_list(&kinds[r->object->id.kind].fields[field]))
        return bad(r, list ? "a list where a text should be" : "a text where a list should be");
    bool same = r->attr && r->attr->field == field;
    if (orbit) {
        if (!same)
            return bad(r, "an orbit without its attribute");
        Value *all = NEW_ARRAY(r->arena, Value, r->attr->orbit_count + 1);
        for (uint32_t i = 0; i < r->attr->orbit_count; i++)
            all[i] = r->attr->orbit[i];
        /* entries of one list follow each other; a full one is as long as the attribute's own */
        bool open = list && r->attr->orbit_count &&
                    all[r->attr->orbit_count - 1].count < r->attr->value.count;
        if (open)
            append(r, &all[r->attr->orbit_count - 1], text);
        else if (list)
            append(r, &all[r->attr->orbit_count++], text);
        else
            all[r->attr->orbit_count++] = value_text(text);
        r->attr->orbit = all;
        return true;
    }
    if (same && list) {
        append(r, &r->attr->value, text);
        return true;
    }
    if (r->attr && r->attr->field >= field)
        return bad(r, "an attribute out of order");
    Attr attr = {.field = (uint16_t)field, .value = value_text(text)};
    if (list) {
        attr.value = VALUE_EMPTY_LIST;
        if (!empty)
            append(r, &attr.value, text);
    }
    vec_push(r->arena, &r->object->attrs, attr);
    r->attr = &r->object->attrs.at[r->object->attrs.len - 1];
    return true;
}

/* How many lines of attributes come next; a list has several. */
static size_t count_attributes(Str rest)
{
    size_t count = 0;
    for (Str line; str_split(&rest, '\n', &line) && str_starts(line, S(" "));)
        count += !str_starts(line, EDGE);
    return count;
}

static bool read_object(LockReader *r, Str line)
{
    ObjectId id;
    if (!read_id(r, &line, &id))
        return false;
    r->object = catalog_add(r->catalog, id, NULL);
    r->attr = NULL;
    if (r->object)
        object_reserve(r->catalog, r->object, count_attributes(r->rest));
    return r->object || bad(r, "an object stands here twice");
}

static bool read_line(LockReader *r, Str line)
{
    if (!str_starts(line, S(" ")))
        return read_object(r, line);
    if (!r->object)
        return bad(r, "an attribute without an object");
    return str_starts(line, EDGE) || read_attribute(r, str_slice(line, 1, line.len));
}

static bool read_header(LockReader *r, Str *rest, Str *model_digest)
{
    static const char *const keys[] = {"pgwright-lock", "database", "postgresql", "profile",
                                       "model"};
    Str values[COUNT_OF(keys)], line, key;
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        r->line++;
        if (!str_split(rest, '\n', &line) || !str_split(&line, ' ', &key) || !str_is(key, keys[i]))
            return bad(r, "this is not a lock");
        values[i] = line;
    }
    int64_t number;
    if (!str_to_int(values[0], &number) || number != LOCK_FORMAT)
        return bad(r, "the lock is of another format");
    if (!str_to_int(values[3], &number) || number != LOCK_PROFILE)
        return bad(r, "the lock was written under another session profile");
    r->catalog->database = unescape(r->arena, values[1]);
    if (!str_to_int(values[2], &number))
        return bad(r, "the lock does not say which PostgreSQL wrote it");
    r->catalog->server_major = (int)number;
    *model_digest = str_copy(r->arena, values[4]);
    r->line++;
    return str_split(rest, '\n', &line) || bad(r, "the lock ends too early");
}

Catalog *lock_read_objects(Arena *arena, const Source *source, Str *model_digest, Diags *diags)
{
    LockReader r = {
        .arena = arena, .diags = diags, .source = source, .catalog = catalog_new(arena)};
    Str line;
    r.rest = source->text;
    if (str_utf8_error(r.rest) < r.rest.len || str_find(r.rest, (Str){"", 1}) >= 0) {
        r.line = 1;
        bad(&r, "this is not a text");
        return NULL;
    }
    if (!read_header(&r, &r.rest, model_digest))
        return NULL;
    while (str_split(&r.rest, '\n', &line)) {
        r.line++;
        if (line.len && !read_line(&r, line))
            return NULL;
    }
    catalog_sort(r.catalog);
    return r.catalog;
}

/* --- what depends on what --- */

/* What contains an object is found by catalog_contain; most edges are of that sort. */
static bool is_of_container(const ObjectId *from, const ObjectId *to, EdgeType type)
{
    KindId parent = kinds[from->kind].parent;
    if (!str_eq(from->schema, to->schema) || to->sub.len)
        return false;
    if (parent == KIND_NONE)
        return to->kind == KIND_SCHEMA && from->kind != KIND_SCHEMA && type == EDGE_NORMAL;
    return to->kind == parent && str_eq(from->object, to->object) && type == EDGE_AUTO;
}

static bool read_edge(LockReader *r, Str line)
{
    ObjectId to;
    if (!r->object)
        return bad(r, "an attribute without an object");
    if (!read_id(r, &line, &to))
        return false;
    EdgeType type = edge_type(line);
    if (!is_of_container(&r->object->id, &to, type))
        object_depend(r->catalog, r->object, catalog_find(r->catalog, to), type);
    return true;
}

/* The objects of the text are those of the catalog, which are in their order, or nearly. NULL with
 * a diagnostic when there is another. */
static Object *next_object(LockReader *r, Str line, size_t *at)
{
    ObjectId id;
    if (!read_id(r, &line, &id))
        return NULL;
    Object *object = *at < r->catalog->objects.len ? r->catalog->objects.at[(*at)++] : NULL;
    if (!object || object_id_cmp(&object->id, &id))
        object = catalog_find(r->catalog, id);
    if (!object)
        bad(r, "the lock was changed while it was read");
    return object;
}

bool lock_read_edges(Catalog *catalog, const Source *source, Diags *diags)
{
    LockReader r = {.arena = catalog->arena, .diags = diags, .source = source, .catalog = catalog};
    Str line, digest;
    size_t at = 0;
    r.rest = source->text;
    bool ok = read_header(&r, &r.rest, &digest);
    catalog_contain(catalog);
    while (ok && str_split(&r.rest, '\n', &line)) {
        r.line++;
        if (str_starts(line, EDGE))
            ok = read_edge(&r, str_slice(line, EDGE.len, line.len));
        else if (line.len && line.ptr[0] != ' ')
            ok = (r.object = next_object(&r, line, &at)) != NULL;
    }
    return ok;
}

Catalog *lock_read(Arena *arena, const Source *source, Str *model_digest, Diags *diags)
{
    Catalog *catalog = lock_read_objects(arena, source, model_digest, diags);
    return catalog && lock_read_edges(catalog, source, diags) ? catalog : NULL;
}
