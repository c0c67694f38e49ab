#include "drift/patch.h"

#define OTHER_WORDS S("the model says it in other words")
#define SECRET      S("it holds a secret that no report shows")

static Author *author_of(Patcher *p)
{
    if (!p->author)
        p->author = author_new(p->arena, p->live, p->want);
    return p->author;
}

bool option_is_secret(Str option)
{
    return str_find(option, S("passw")) >= 0 || str_find(option, S("secret")) >= 0;
}

static bool tells_secrets(const Node *node, bool options)
{
    for (size_t i = 0; i < node->pairs.len; i++) {
        const Pair *pair = &node->pairs.at[i];
        bool secret = options && option_is_secret(pair->key->text);
        if (secret || tells_secrets(pair->value, str_is(pair->key->text, "options")))
            return true;
    }
    return false;
}

/* Why a report is not to tell the author's words for an object; or absent. */
static Str find_unsayable(Arena *arena, KindId kind, const Node *value)
{
    if (tells_secrets(value, false))
        return SECRET;
    bool whole = value->type == NODE_MAPPING || node_is_null(value);
    for (size_t i = 0; whole && i < kinds[kind].field_count; i++) {
        const Field *field = &kinds[kind].fields[i];
        if ((field->flags & FIELD_REQUIRED) && !node_get(value, str_of(field->name)))
            return str_format(arena, "its %s could not be read", field->name);
    }
    return (Str){0};
}

static const char *shorthand_of(KindId kind)
{
    for (size_t i = 0; i < kinds[kind].field_count; i++)
        if (kinds[kind].fields[i].flags & FIELD_SHORTHAND)
            return kinds[kind].fields[i].name;
    return NULL;
}

/* The field of `kind` in which objects of the kind `child` stand; NULL: they are not in it. */
static const Field *field_for(KindId kind, KindId child)
{
    for (size_t i = 0; i < kinds[kind].field_count; i++) {
        const Field *field = &kinds[kind].fields[i];
        bool holds = field->form == FORM_CHILD || field->form == FORM_CHILDREN;
        if (holds && field->child == child)
            return field;
    }
    return NULL;
}

/* A default of a table's column stands in the column's entry. */
static bool is_column_default(const Object *object)
{
    return object->id.kind == KIND_DEFAULT && !field_for(object->parent->id.kind, KIND_DEFAULT);
}

/* --- entries that are there --- */

/* `table: users` at the top: its fields stand beside it. */
static bool is_document(const Spot *spot, KindId kind)
{
    return spot->mapping == spot->document && spot->pair->value->type == NODE_SCALAR &&
           str_is(spot->pair->key->text, kinds[kind].tag);
}

/* Whether the pair is the object's own, and not that of another which says it too. */
static bool is_own(const Spot *spot, const Object *object)
{
    Str key = spot->pair->key->text, name = object_name(object);
    if (is_document(spot, object->id.kind))
        key = spot->pair->value->text;
    if (is_column_default(object))
        return str_starts(key, S("default"));
    if (object->id.kind == KIND_PRIMARY_KEY)
        return str_is(key, "primary_key");
    if (object->id.kind == KIND_FOREIGN_KEY)
        return str_eq(key, object_text(object, "relation"));
    if (!(kinds[object->id.kind].flags & KIND_SIGNED))
        return str_eq(key, name);
    return str_starts(key, name) && str_starts(str_slice(key, name.len, key.len), S("("));
}

static bool has_files(const Patcher *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++)
        if (p->want->objects.at[i]->pos.source)
            return true;
    return false;
}

/* Whether `inner` is the mapping, or one below it, but not far. */
static bool holds(const Node *mapping, const Node *inner, int depth)
{
    bool found = mapping == inner;
    for (size_t i = 0; !found && depth > 0 && i < mapping->pairs.len; i++)
        found = holds(mapping->pairs.at[i].value, inner, depth - 1);
    return found;
}

/* Whether the entry is below that of the object's table, and not of one that the table inherits
 * from. */
static bool is_at_home(Patcher *p, const Object *object, const Spot *spot)
{
    enum { DEEPEST = 2 }; /* columns, the column, its default */
    Spot table;
    if (!object->parent)
        return true;
    if (!place_find(&p->places, object->parent->pos, &table))
        return false;
    bool document = is_document(&table, object->parent->id.kind);
    return holds(document ? table.mapping : table.pair->value, spot->mapping, DEEPEST);
}

/* Where an object of the model has its entry; the reason why it has none that can be edited. */
static Str find_entry(Patcher *p, const Object *object, Spot *spot)
{
    if (!object->pos.source && !has_files(p))
        return S("the model's files are not at hand, only its lock");
    bool placed = place_find(&p->places, object->pos, spot);
    if (placed && is_own(spot, object) && is_at_home(p, object, spot))
        return (Str){0};
    if (!placed && object->pos.line)
        return S("it comes from a mixin, or an anchor, that others may use too");
    return str_format(p->arena, "the model has no entry for %.*s alone",
                      STR_ARG(object_show(p->arena, object)));
}

static Holder holder_of(const Spot *spot, KindId kind)
{
    Holder holder = {*spot, shorthand_of(kind)};
    if (is_document(spot, kind))
        holder.at.pair = NULL;
    return holder;
}

/* --- values --- */

static Node *list_value(Arena *arena, const Field *field, const Value *value)
{
    bool options = field->form == FORM_OPTIONS;
    Node *node = options ? yaml_mapping(arena, true) : yaml_list(arena, true);
    for (uint32_t i = 0; i < value->count; i++) {
        Str rest = value->list[i], name;
        if (!options)
            yaml_add(arena, node, yaml_string(arena, rest));
        else if (str_split(&rest, '=', &name))
            yaml_put(arena, node, name, yaml_string(arena, rest));
    }
    return node;
}

/* What the author would write, or the value as it is. */
static Node *value_node(Patcher *p, const Change *change)
{
    const Field *field = change->field;
    const Value *value = &change->have_attr->value;
    Node *said = node_get(author_fields(author_of(p), change->have), str_of(field->name));
    if (said)
        return said;
    if (value->type == VALUE_LIST)
        return list_value(p->arena, field, value);
    bool bare = field->form == FORM_BOOL || field->form == FORM_INT || field->form == FORM_NUMBER;
    return bare                       ? yaml_word(p->arena, value->text)
           : field->form == FORM_BODY ? yaml_body(p->arena, value->text)
                                      : yaml_prose(p->arena, str_trim(value->text));
}

/* `default` or `default_sql` of a column of the database, as the author says it; NULL: neither. */
static const Pair *default_pair(Patcher *p, const Object *object)
{
    ObjectId id = object->id;
    id.kind = KIND_COLUMN;
    const Object *column = catalog_find(p->live, id);
    const Node *fields = column ? author_fields(author_of(p), column) : NULL;
    for (size_t i = 0; fields && i < fields->pairs.len; i++)
        if (str_starts(fields->pairs.at[i].key->text, S("default")))
            return &fields->pairs.at[i];
    return NULL;
}

/* Gives a key of an entry that value; NULL: takes it out. */
static Str set_key(Patcher *p, const Spot *spot, KindId kind, Str key, Node *value, Edits *out)
{
    Holder holder = holder_of(spot, kind);
    const Node *inner = holder.at.pair ? holder.at.pair->value : holder.at.mapping;
    Spot at = {spot->file, spot->document, spot->section, inner, node_pair(inner, key)};
    bool is_short = inner->type != NODE_MAPPING && !node_is_null(inner) && holder.shorthand &&
                    str_is(key, holder.shorthand);
    if (!value)
        return at.pair ? place_remove(&p->places, &at, out) : OTHER_WORDS;
    if (at.pair)
        return place_replace(&p->places, &at, key, value, out);
    if (is_short)
        return place_replace(&p->places, spot, spot->pair->key->text, value, out);
    return place_put(&p->places, &holder, (Str){0}, key, value, out);
}

/* A field that no key says: those keys from which it follows, where the author would write them
 * otherwise now. */
static Str put_words(Patcher *p, const Change *change, const Spot *spot, Edits *out)
{
    KindId kind = change->want->id.kind;
    if (!p->model_author)
        p->model_author = author_new(p->arena, p->want, p->want);
    const Node *old = author_fields(p->model_author, change->want);
    const Node *new = author_fields(author_of(p), change->have);
    Str why = {0};
    for (size_t i = 0; i < kinds[kind].field_count && !why.len; i++) {
        Str key = str_of(kinds[kind].fields[i].name);
        Node *was = node_get(old, key), *is = node_get(new, key);
        bool same =
            was && is ? str_eq(yaml_flow(p->arena, was), yaml_flow(p->arena, is)) : was == is;
        if (kinds[kind].fields[i].compare == COMPARE_AUTHOR && !same)
            why = set_key(p, spot, kind, key, is, out);
    }
    return why.len || out->len ? why : OTHER_WORDS;
}

static Str put_value(Patcher *p, const Change *change, Edits *out)
{
    const Object *object = change->want;
    Spot spot;
    Str why = find_entry(p, object, &spot);
    if (why.len)
        return why;
    if (is_column_default(object)) {
        const Pair *pair = default_pair(p, object);
        return pair ? place_replace(&p->places, &spot, pair->key->text, pair->value, out)
                    : OTHER_WORDS;
    }
    if (change->field->form == FORM_NONE)
        return put_words(p, change, &spot, out);
    Node *value = change->have_attr ? value_node(p, change) : NULL;
    if (value && tells_secrets(value, change->field->form == FORM_OPTIONS))
        return SECRET;
    return set_key(p, &spot, object->id.kind, str_of(change->field->name), value, out);
}

/* What was found out, and nothing half done. */
static Amendment amendment_of(Str why, Edits edits)
{
    return why.len ? (Amendment){.refused = why} : (Amendment){.edits = edits};
}

Amendment patch_of_value(Patcher *p, const Change *change)
{
    Edits edits = {0};
    Str why = put_value(p, change, &edits);
    return amendment_of(why, edits);
}

/* --- an object less --- */

/* Columns that were NOT NULL by their primary key alone, and that are so without it. */
static Str keep_not_null(Patcher *p, const Object *key, Edits *out)
{
    Value columns = object_value(key, "columns");
    const Object *table = catalog_find(p->live, key->parent->id);
    Author *author = author_of(p);
    for (uint32_t i = 0; table && i < columns.count; i++) {
        ObjectId id = {KIND_COLUMN, key->id.schema, key->id.object, columns.list[i]};
        const Object *have = catalog_find(p->live, id), *want = catalog_find(p->want, id);
        Node *words = have && want ? node_get(author_fields(author, have), S("not_null")) : NULL;
        Spot spot;
        Str why = words ? find_entry(p, want, &spot) : (Str){0};
        if (!words || why.len)
            continue;
        Holder holder = holder_of(&spot, KIND_COLUMN);
        why = place_put(&p->places, &holder, (Str){0}, S("not_null"), words, out);
        if (why.len)
            return why;
    }
    return (Str){0};
}

/* The key of a column, `unique: true`, that makes a constraint. */
static bool find_unique(Patcher *p, const Object *unique, Spot *spot)
{
    Value columns = object_value(unique, "columns");
    ObjectId id = {KIND_COLUMN, unique->id.schema, unique->id.object, (Str){0}};
    if (unique->id.kind != KIND_UNIQUE || columns.count != 1)
        return false;
    id.sub = columns.list[0];
    const Object *column = catalog_find(p->want, id);
    if (!column || find_entry(p, column, spot).len)
        return false;
    spot->mapping = spot->pair->value;
    spot->pair = node_pair(spot->mapping, S("unique"));
    return spot->pair != NULL;
}

Amendment patch_of_missing(Patcher *p, const Object *object)
{
    Spot spot;
    Edits edits = {0};
    Str why = find_entry(p, object, &spot);
    if (why.len && find_unique(p, object, &spot))
        why = (Str){0};
    if (!why.len)
        why = is_document(&spot, object->id.kind) ? place_remove_document(&p->places, &spot, &edits)
                                                  : place_remove(&p->places, &spot, &edits);
    if (!why.len && object->id.kind == KIND_PRIMARY_KEY)
        why = keep_not_null(p, object, &edits);
    return amendment_of(why, edits);
}

/* --- an object more --- */

/* Where objects of a kind and schema stand. */
typedef struct {
    Spot at;
    bool document; /* in a document each */
    bool near;     /* they are of the same schema */
    size_t count;
} Home;

/* Whether the entry stands in a section of its kind, or is a document of its own. */
static bool is_home(const Spot *spot, KindId kind)
{
    const Field *field = field_for(KIND_DATABASE, kind);
    return is_document(spot, kind) ||
           (str_is(spot->section->key->text, field->name) && spot->mapping == spot->section->value);
}

static bool same_home(const Home *home, const Spot *spot, KindId kind)
{
    return home->document ? is_document(spot, kind) : home->at.document == spot->document;
}

/* Where most objects of that kind and schema stand; else most of that kind. NULL: there are none.
 */
static const Home *find_neighbours(Patcher *p, KindId kind, Str schema)
{
    VEC(Home) homes = {0};
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        Spot spot;
        if (object->id.kind != kind || !place_find(&p->places, object->pos, &spot) ||
            !is_home(&spot, kind))
            continue;
        size_t k = 0;
        bool near = str_eq(object->id.schema, schema);
        while (k < homes.len && (homes.at[k].near != near || !same_home(&homes.at[k], &spot, kind)))
            k++;
        if (k == homes.len)
            vec_push(p->arena, &homes, (Home){spot, is_document(&spot, kind), near, 0});
        homes.at[k].count++;
    }
    const Home *best = NULL;
    for (size_t i = 0; i < homes.len; i++) {
        const Home *home = &homes.at[i];
        bool more = best && (home->near == best->near ? home->count > best->count : home->near);
        best = !best || more ? home : best;
    }
    return best;
}

/* A document that takes sections: that of the database, or the first one. */
static const Home *find_any_home(Patcher *p)
{
    for (size_t i = 0; i < p->want->objects.len; i++) {
        const Object *object = p->want->objects.at[i];
        Home *home = NEW(p->arena, Home);
        bool placed = place_find(&p->places, object->pos, &home->at);
        if (placed &&
            (object->id.kind == KIND_DATABASE || !is_document(&home->at, object->id.kind)))
            return home; /* the database is the first of all objects */
    }
    return NULL;
}

static const Home *home_of(Patcher *p, KindId kind, Str schema)
{
    Str key = str_format(p->arena, "%d %.*s", (int)kind, STR_ARG(schema));
    p->homes.arena = p->arena;
    const Home *home = map_get(&p->homes, key);
    if (home)
        return home;
    home = find_neighbours(p, kind, schema);
    if (!home)
        home = find_any_home(p);
    if (home)
        map_put(&p->homes, key, (void *)(uintptr_t)home);
    return home;
}

/* A file of that folder which is no file of the model yet. */
static Str new_file(Patcher *p, Str folder, Str name)
{
    Str word = author_file_name(p->arena, name);
    if (!p->taken.arena) {
        p->taken.arena = p->arena;
        for (size_t i = 0; i < p->want->objects.len; i++) {
            const Source *source = p->want->objects.at[i]->pos.source;
            if (source && !map_get(&p->taken, source->name))
                map_put(&p->taken, source->name, p);
        }
    }
    Str file = str_format(p->arena, "%.*s%.*s.yaml", STR_ARG(folder), STR_ARG(word));
    for (int n = 2; map_get(&p->taken, file); n++)
        file = str_format(p->arena, "%.*s%.*s-%d.yaml", STR_ARG(folder), STR_ARG(word), n);
    return file;
}

/* A document of its own: in a file beside that of its neighbour, or at the end of theirs. */
static Str put_document(Patcher *p, const Home *home, const Object *object, Edits *out)
{
    const ModelFile *file = home->at.file;
    Str path = file->source->name, text = author_document(author_of(p), object);
    Str why = find_unsayable(p->arena, object->id.kind, author_fields(author_of(p), object));
    if (why.len)
        return why;
    Edit edit = {.source = file->source, .lines = true, .between = S("---\n")};
    edit.text = text;
    if (file->documents.len > 1) {
        edit.from = edit.to = file->source->text.len;
        edit.text = str_format(p->arena, "---\n%.*s", STR_ARG(text));
        edit.between = (Str){0};
    } else {
        size_t folder = path.len;
        while (folder > 0 && path.ptr[folder - 1] != '/')
            folder--;
        edit.source = NULL;
        edit.file = new_file(p, str_slice(path, 0, folder), object_name(object));
    }
    vec_push(p->arena, out, edit);
    return (Str){0};
}

/* The object's entry below the field of its holder that takes such objects. */
static Str put_entry(Patcher *p, const Holder *holder, KindId kind, const Field *field,
                     const Object *object, Node *value, Edits *out)
{
    bool single = field->form == FORM_CHILD;
    Str name = str_of(field->name), key = single ? name : author_key(author_of(p), object);
    Str why = find_unsayable(p->arena, object->id.kind, value);
    if (why.len)
        return why;
    size_t first = out->len;
    why = place_put(&p->places, holder, single ? (Str){0} : name, key, value, out);
    for (size_t i = first; i < out->len; i++) {
        out->at[i].section = (int)(field - kinds[kind].fields);
        out->at[i].order = object_int(object, "position", 0); /* of columns */
    }
    return why;
}

static Str put_at_top(Patcher *p, const Object *object, Edits *out)
{
    const Field *field = field_for(KIND_DATABASE, object->id.kind);
    const Home *home = field ? home_of(p, object->id.kind, object->id.schema) : NULL;
    if (!field)
        return S("it has no place in a model");
    if (!home)
        return has_files(p) ? S("no file of the model has a place for it")
                            : S("the model's files are not at hand, only its lock");
    if (home->document)
        return put_document(p, home, object, out);
    const Node *schema = node_get(home->at.document, S("schema"));
    Str name = schema ? schema->text : S("public");
    bool stranger = object->id.schema.len && !str_eq(name, object->id.schema) &&
                    kind_field(object->id.kind, S("schema")) >= 0;
    Node *value =
        stranger ? author_stranger(author_of(p), object) : author_value(author_of(p), object);
    Holder document = {home->at, NULL};
    document.at.mapping = home->at.document;
    document.at.pair = NULL;
    return put_entry(p, &document, KIND_DATABASE, field, object, value, out);
}

static Str put_default(Patcher *p, const Object *object, Edits *out)
{
    ObjectId id = object->id;
    id.kind = KIND_COLUMN;
    const Object *column = catalog_find(p->want, id);
    const Pair *pair = default_pair(p, object);
    Spot spot;
    Str why = column && pair ? find_entry(p, column, &spot) : OTHER_WORDS;
    if (why.len)
        return why;
    Holder holder = holder_of(&spot, KIND_COLUMN);
    return place_put(&p->places, &holder, (Str){0}, pair->key->text, pair->value, out);
}

/* Into the entry of its table, of its server, of its schema. */
static Str put_inside(Patcher *p, const Object *container, const Object *object, Edits *out)
{
    const Object *there = catalog_find(p->want, container->id);
    const Field *field = field_for(container->id.kind, object->id.kind);
    Spot spot;
    if (!there || !field)
        return S("it has no place in a model");
    if (there->implicit && !there->pos.source) /* public, of which nothing is said so far */
        return put_at_top(p, container, out);
    Str why = find_entry(p, there, &spot);
    if (why.len)
        return why;
    Holder holder = holder_of(&spot, container->id.kind);
    return put_entry(p, &holder, container->id.kind, field, object,
                     author_value(author_of(p), object), out);
}

/* Another object that is new as well, and whose entry says this one; or NULL. */
static const Object *said_with(Patcher *p, const Object *object)
{
    const Object *by = author_sayer(author_of(p), object);
    const Object *container = author_container(author_of(p), object);
    if (by || !container)
        return by;
    return catalog_find(p->want, container->id) ? NULL : container;
}

Amendment patch_of_unexpected(Patcher *p, const Object *object)
{
    if (kinds[object->id.kind].flags & KIND_OPAQUE)
        return (Amendment){.refused = S("no model can speak of it")};
    Edits edits = {0};
    bool value = is_column_default(object);
    const Object *with = value ? NULL : said_with(p, object);
    const Object *container = author_container(author_of(p), object);
    if (with)
        return (Amendment){.comes_with = object_show(p->arena, with)};
    Str why = value       ? put_default(p, object, &edits)
              : container ? put_inside(p, container, object, &edits)
                          : put_at_top(p, object, &edits);
    return amendment_of(why, edits);
}
