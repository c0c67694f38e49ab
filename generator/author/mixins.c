/* Columns that end many tables alike, as mixins: created_at and updated_at, mostly. */
#include "author/entry.h"

#include "base/map.h"

enum { FEWEST_TABLES = 3, FEWEST_COLUMNS = 2, MOST_COLUMNS = 4 };

/* The same last columns of several tables. */
typedef struct {
    VEC(const Object *) tables;
    Node *columns;
    size_t count;
    Str name;
} Group;

typedef struct {
    Author *author;
    Map groups; /* schema and text of the columns -> Group */
    Map names;
} Mixing;

/* The last `count` columns that the table says itself; NULL when there are not more than those. */
static Node *last_columns(const Mixing *m, const Object *table, size_t count)
{
    Author *a = m->author;
    const Thought *thought = thought_of(a, table);
    VEC(const Object *) own = {0};
    for (size_t i = 0; i < thought->parts.len; i++)
        if (thought->parts.at[i]->id.kind == KIND_COLUMN)
            vec_push(a->arena, &own, thought->parts.at[i]);
    if (own.len <= count)
        return NULL;
    Node *columns = yaml_mapping(a->arena, false);
    for (size_t i = own.len - count; i < own.len; i++) {
        if (thought_of(a, own.at[i])->said)
            return NULL;
        yaml_put(a->arena, columns, author_key(a, own.at[i]), author_value(a, own.at[i]));
    }
    return columns;
}

static Group *group_of(Mixing *m, const Object *table, size_t count, bool make)
{
    Author *a = m->author;
    Node *columns = last_columns(m, table, count);
    if (!columns)
        return NULL;
    Str key = str_format(a->arena, "%.*s\n%.*s", STR_ARG(table->id.schema),
                         STR_ARG(yaml_document(a->arena, columns)));
    Group *group = map_get(&m->groups, key);
    if (!group && make) {
        group = NEW(a->arena, Group);
        *group = (Group){.columns = columns, .count = count};
        map_put(&m->groups, key, group);
    }
    return group;
}

static bool is_candidate(const Author *a, const Object *object)
{
    return object->id.kind == KIND_TABLE && !thought_of(a, object)->left_out &&
           !object_attr(object, "partition_of") && !object_attr(object, "inherits");
}

/* The names of its columns, or `timestamps`. */
static void name_group(Mixing *m, Group *group)
{
    Arena *arena = m->author->arena;
    StrVec names = {0};
    bool times = true;
    for (size_t i = 0; i < group->columns->pairs.len; i++) {
        vec_push(arena, &names, group->columns->pairs.at[i].key->text);
        times &= str_ends(names.at[i], S("_at"));
    }
    Str name = times ? S("timestamps") : str_join(arena, &names, S("_and_"));
    group->name = name;
    for (int n = 2; map_get(&m->names, group->name); n++)
        group->name = str_format(arena, "%.*s_%d", STR_ARG(name), n);
    map_put(&m->names, group->name, group);
}

/* The table uses the mixin in place of its own last columns. */
static void use_group(Mixing *m, const Object *table, Group *group, Node *mixins)
{
    Author *a = m->author;
    Thought *thought = thought_of(a, table);
    size_t left = group->count;
    if (!group->name.len) {
        Node *mixin = yaml_mapping(a->arena, false);
        name_group(m, group);
        yaml_put(a->arena, mixin, S("columns"), group->columns);
        yaml_put(a->arena, mixins, group->name, mixin);
    }
    for (size_t i = thought->parts.len; i-- > 0 && left;)
        if (thought->parts.at[i]->id.kind == KIND_COLUMN) {
            thought_of(a, thought->parts.at[i])->said = true;
            left--;
        }
    thought->mixin = group->name;
}

Node *author_mix(Author *a)
{
    Mixing m = {.author = a, .groups.arena = a->arena, .names.arena = a->arena};
    Node *mixins = yaml_mapping(a->arena, false);
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        const Object *object = a->catalog->objects.at[i];
        for (size_t n = FEWEST_COLUMNS; is_candidate(a, object) && n <= MOST_COLUMNS; n++) {
            Group *group = group_of(&m, object, n, true);
            if (group)
                vec_push(a->arena, &group->tables, object);
        }
    }
    for (size_t i = 0; i < a->catalog->objects.len; i++) {
        const Object *object = a->catalog->objects.at[i];
        for (size_t n = MOST_COLUMNS; is_candidate(a, object) && n >= FEWEST_COLUMNS; n--) {
            Group *group = group_of(&m, object, n, false);
            if (!group || group->tables.len < FEWEST_TABLES)
                continue;
            use_group(&m, object, group, mixins);
            break;
        }
    }
    return mixins->pairs.len ? mixins : NULL;
}
