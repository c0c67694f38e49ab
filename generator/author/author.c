#include "author/entry.h"

#include "base/map.h"
#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

/* A file on its way. */
typedef struct {
    Str name;
    VEC(Node *) documents;
} Draft;

typedef struct {
    Author author;
    VEC(Draft *) drafts;
    Map by_name;  /* what it is called -> Draft */
    Map by_place; /* where an object goes -> Draft */
} Shelf;

/* Where objects of a kind stand: in a file each, or together in one. */
static const struct {
    KindId kind;
    const char *folder, *file;
} places[] = {
    {KIND_TABLE, "tables", NULL},        {KIND_FOREIGN_TABLE, "tables", NULL},
    {KIND_VIEW, "views", NULL},          {KIND_MATERIALIZED_VIEW, "views", NULL},
    {KIND_FUNCTION, "functions", NULL},  {KIND_PROCEDURE, "functions", NULL},
    {KIND_AGGREGATE, "functions", NULL}, {KIND_ENUM, NULL, "types"},
    {KIND_TYPE, NULL, "types"},          {KIND_DOMAIN, NULL, "types"},
    {KIND_RANGE, NULL, "types"},         {KIND_COLLATION, NULL, "types"},
    {KIND_SEQUENCE, NULL, "sequences"},  {KIND_STATISTICS, NULL, "statistics"},
};

/* A name that every file system takes, and that is not hidden. */
Str author_file_name(Arena *arena, Str name)
{
    char *out = NEW_ARRAY(arena, char, name.len + 1);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '_' || c == '-' || (c == '.' && i) || (unsigned char)c >= 0x80;
        out[i] = plain ? c : '_';
    }
    return (Str){out, name.len};
}

/* The file of that place; a new one under a name of its own, also where case does not count. */
static Draft *draft_at(Shelf *shelf, Str place, Str path)
{
    Arena *arena = shelf->author.arena;
    Draft *draft = map_get(&shelf->by_place, place);
    if (draft)
        return draft;
    draft = NEW(arena, Draft);
    draft->name = str_format(arena, "%.*s.yaml", STR_ARG(path));
    for (int n = 2; map_get(&shelf->by_name, str_lower(arena, draft->name)); n++)
        draft->name = str_format(arena, "%.*s-%d.yaml", STR_ARG(path), n);
    map_put(&shelf->by_name, str_lower(arena, draft->name), draft);
    map_put(&shelf->by_place, place, draft);
    vec_push(arena, &shelf->drafts, draft);
    return draft;
}

/* The file in which an object of a schema stands. */
static Draft *draft_of(Shelf *shelf, Str schema, const char *folder, Str file)
{
    Arena *arena = shelf->author.arena;
    StrVec parts = {0};
    if (!str_is(schema, "public"))
        vec_push(arena, &parts, author_file_name(arena, schema));
    if (folder)
        vec_push(arena, &parts, str_of(folder));
    vec_push(arena, &parts, author_file_name(arena, file));
    Str place = str_format(arena, "%.*s%c%s%c%.*s", STR_ARG(schema), 0, folder ? folder : "", 0,
                           STR_ARG(file));
    return draft_at(shelf, place, str_join(arena, &parts, S("/")));
}

/* A document that is one object: `table: NAME` and its fields. */
static Node *single_document(Author *a, const Object *object)
{
    Node *document = yaml_mapping(a->arena, false);
    yaml_put(a->arena, document, str_of(kinds[object->id.kind].tag),
             yaml_string(a->arena, author_key(a, object)));
    if (!str_is(object->id.schema, "public"))
        yaml_put(a->arena, document, S("schema"), yaml_string(a->arena, object->id.schema));
    Node *fields = author_fields(a, object);
    for (size_t i = 0; i < fields->pairs.len; i++)
        vec_push(a->arena, &document->pairs, fields->pairs.at[i]);
    return document;
}

/* The section of that kind in a document of many. */
static Node *section(Shelf *shelf, Node *document, KindId kind)
{
    Str name = {0};
    for (size_t i = 0; i < kinds[KIND_DATABASE].field_count; i++) {
        const Field *field = &kinds[KIND_DATABASE].fields[i];
        if (field->form == FORM_CHILDREN && field->child == kind)
            name = str_of(field->name);
    }
    Node *there = node_get(document, name);
    if (there)
        return there;
    there = yaml_mapping(shelf->author.arena, false);
    yaml_put(shelf->author.arena, document, name, there);
    return there;
}

static Node *section_document(Shelf *shelf, Draft *draft, Str schema)
{
    Arena *arena = shelf->author.arena;
    if (draft->documents.len)
        return draft->documents.at[0];
    Node *document = yaml_mapping(arena, false);
    if (schema.len && !str_is(schema, "public"))
        yaml_put(arena, document, S("schema"), yaml_string(arena, schema));
    vec_push(arena, &draft->documents, document);
    return document;
}

/* A sequence that a column owns stands in the file of its table. */
static const Object *owner_table(Shelf *shelf, const Object *object)
{
    StrVec names = {0};
    bool sequence = object->id.kind == KIND_SEQUENCE;
    if (!sequence && object->id.kind != KIND_STATISTICS)
        return NULL;
    sql_split_path(shelf->author.arena, object_text(object, sequence ? "owned_by" : "table"),
                   &names);
    return names.len >= 2 ? catalog_relation(shelf->author.catalog, names.at[0], names.at[1])
                          : NULL;
}

static void shelve(Shelf *shelf, const Object *object, Draft *database)
{
    Author *a = &shelf->author;
    const Object *of = owner_table(shelf, object), *at = of ? of : object;
    Str schema = at->id.schema;
    const char *folder = NULL;
    Str file = {0};
    for (size_t i = 0; i < COUNT_OF(places); i++)
        if (places[i].kind == at->id.kind) {
            folder = places[i].folder;
            file = places[i].file ? str_of(places[i].file) : object_name(at);
        }
    Draft *draft = file.len ? draft_of(shelf, schema, folder, file) : database;
    if (folder && !of) {
        vec_push(a->arena, &draft->documents, single_document(a, object));
        return;
    }
    Node *document;
    if (of) { /* behind the table */
        document = yaml_mapping(a->arena, false);
        if (!str_is(object->id.schema, "public"))
            yaml_put(a->arena, document, S("schema"), yaml_string(a->arena, object->id.schema));
        vec_push(a->arena, &draft->documents, document);
    } else {
        document = section_document(shelf, draft, file.len ? schema : (Str){0});
    }
    yaml_put(a->arena, section(shelf, document, object->id.kind), author_key(a, object),
             author_value(a, object));
}

/* Extensions of which there is nothing to say but their names are a list. */
static void shorten_extensions(Author *a, Node *document)
{
    Node *list = yaml_list(a->arena, true);
    for (size_t i = 0; i < document->pairs.len; i++) {
        Pair *pair = &document->pairs.at[i];
        if (!str_is(pair->key->text, "extensions"))
            continue;
        for (size_t k = 0; k < pair->value->pairs.len; k++) {
            if (!node_is_null(pair->value->pairs.at[k].value))
                return;
            yaml_add(a->arena, list, pair->value->pairs.at[k].key);
        }
        pair->value = list;
    }
}

Author *author_new(Arena *arena, const Catalog *catalog, const Catalog *model)
{
    Author *author = NEW(arena, Author);
    *author = (Author){.arena = arena, .catalog = catalog, .model = model};
    author_think(author);
    return author;
}

Str author_document(Author *author, const Object *object)
{
    return yaml_document(author->arena, single_document(author, object));
}

static int compare_files(const void *a, const void *b)
{
    return str_cmp(((const AuthorFile *)a)->name, ((const AuthorFile *)b)->name);
}

static Authored bind_files(Shelf *shelf)
{
    Arena *arena = shelf->author.arena;
    Authored authored = {0};
    for (size_t i = 0; i < shelf->drafts.len; i++) {
        const Draft *draft = shelf->drafts.at[i];
        StrVec texts = {0};
        for (size_t k = 0; k < draft->documents.len; k++)
            vec_push(arena, &texts, yaml_document(arena, draft->documents.at[k]));
        vec_push(arena, &authored.files,
                 (AuthorFile){draft->name, str_join(arena, &texts, S("---\n"))});
    }
    if (authored.files.len)
        qsort(authored.files.at, authored.files.len, sizeof(AuthorFile), compare_files);
    return authored;
}

static bool stands_alone(const Shelf *shelf, const Object *object)
{
    KindId kind = object->id.kind;
    return !object->parent && kind != KIND_USER_MAPPING && kind != KIND_PUBLICATION_SCHEMA &&
           kind != KIND_DATABASE && !(kinds[kind].flags & KIND_OPAQUE) &&
           !thought_of(&shelf->author, object)->said;
}

/* Those that stand in the file of their table, behind it, or the others. */
static void shelve_kind(Shelf *shelf, KindId kind, Draft *database, bool behind)
{
    const Catalog *catalog = shelf->author.catalog;
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (object->id.kind == kind && stands_alone(shelf, object) &&
            (owner_table(shelf, object) != NULL) == behind)
            shelve(shelf, object, database);
    }
}

/* What the model speaks for, so that a drift check does not miss in it what was left out. */
static void put_scope(Shelf *shelf, Node *document)
{
    Author *a = &shelf->author;
    const AuthorOptions *o = a->options;
    Node *managed = yaml_list(a->arena, true), *ignore = yaml_list(a->arena, true);
    for (size_t i = 0; i < o->schemas.len; i++)
        yaml_add(a->arena, managed, yaml_string(a->arena, o->schemas.at[i]));
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        const Object *object = a->catalog->objects.at[i];
        bool relation = !object->parent && object->id.schema.len && object->id.object.len;
        bool chosen = !thought_of(a, object)->left_out;
        Str path = str_format(a->arena, "%.*s.%.*s", STR_ARG(object->id.schema),
                              STR_ARG(object->id.object));
        if (object->id.kind == KIND_SCHEMA && !chosen && !o->tables.len && !o->schemas.len)
            yaml_add(a->arena, ignore, yaml_string(a->arena, object->id.schema));
        else if (relation && o->tables.len && chosen)
            yaml_add(a->arena, managed, yaml_string(a->arena, path));
        else if (relation && !o->tables.len && !chosen && !o->schemas.len)
            yaml_add(a->arena, ignore, yaml_string(a->arena, path));
    }
    if (managed->items.len)
        yaml_put(a->arena, document, S("managed"), managed);
    if (ignore->items.len)
        yaml_put(a->arena, document, S("ignore"), ignore);
}

Authored author_write(Arena *arena, const Catalog *catalog, const AuthorOptions *options)
{
    Shelf shelf = {.author = {.arena = arena, .catalog = catalog, .options = options},
                   .by_name.arena = arena,
                   .by_place.arena = arena};
    author_think(&shelf.author);
    author_choose(&shelf.author);
    Draft *database = draft_at(&shelf, S("database"), S("database"));
    Node *document = section_document(&shelf, database, (Str){0});
    yaml_put(arena, document, S("database"), yaml_string(arena, options->database));
    put_scope(&shelf, document);
    if (options->complete_rights)
        yaml_put(arena, document, S("rights"), yaml_word(arena, S("complete")));
    Node *mixins = options->mixins ? author_mix(&shelf.author) : NULL;
    if (mixins)
        yaml_put(arena, document, S("mixins"), mixins);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        shelve_kind(&shelf, (KindId)kind, database, false);
    for (int kind = 0; kind < KIND_COUNT; kind++)
        shelve_kind(&shelf, (KindId)kind, database, true);
    shorten_extensions(&shelf.author, document);
    Authored authored = bind_files(&shelf);
    authored.lost = shelf.author.lost;
    return authored;
}
