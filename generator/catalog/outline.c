#include "catalog/outline.h"

#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
    Arena *arena;
    const Catalog *catalog;
    Outline *outline;
    Map relations, enums, types; /* by "schema\0name" */
} Builder;

static Str pair_key(Arena *arena, Str schema, Str name)
{
    return str_format(arena, "%.*s%c%.*s", STR_ARG(schema), 0, STR_ARG(name));
}

static void add_enum(Builder *b, const Object *object)
{
    Enumeration *e = NEW(b->arena, Enumeration);
    Value labels = object_value(object, "labels");
    *e = (Enumeration){.schema = object->id.schema,
                       .name = object->id.object,
                       .comment = object_text(object, "comment"),
                       .labels = labels.type == VALUE_LIST ? labels.list : NULL,
                       .label_count = labels.count,
                       .object = object};
    vec_push(b->arena, &b->outline->enums, e);
    map_put(&b->enums, pair_key(b->arena, e->schema, e->name), e);
}

static UserType *add_type(Builder *b, const Object *object, UserForm form, Str name)
{
    UserType *type = NEW(b->arena, UserType);
    *type = (UserType){.form = form,
                       .schema = object->id.schema,
                       .name = name,
                       .comment = object_text(object, "comment"),
                       .object = object};
    vec_push(b->arena, &b->outline->types, type);
    map_put(&b->types, pair_key(b->arena, type->schema, type->name), type);
    return type;
}

static void add_composite(Builder *b, const Object *object)
{
    add_type(b, object, USER_COMPOSITE, object->id.object);
}

static bool parse_type(Builder *b, Str text, TypeName *out)
{
    bool modifiers;
    Str why;
    return type_parse(b->arena, text, out, &modifiers, &why);
}

static void add_domain(Builder *b, const Object *object)
{
    UserType *type = add_type(b, object, USER_DOMAIN, object->id.object);
    parse_type(b, object_text(object, "type"), &type->base);
}

static void add_range(Builder *b, const Object *object)
{
    UserType *range = add_type(b, object, USER_RANGE, object->id.object);
    parse_type(b, object_text(object, "subtype"), &range->base);
    add_type(b, object, USER_MULTIRANGE, object_multirange(b->arena, object))->range = range;
}

static void add_relation(Builder *b, const Object *object)
{
    Relation *r = NEW(b->arena, Relation);
    r->schema = object->id.schema;
    r->name = object->id.object;
    r->comment = object_text(object, "comment");
    r->is_materialized = object->id.kind == KIND_MATERIALIZED_VIEW;
    r->is_view = r->is_materialized || object->id.kind == KIND_VIEW;
    r->is_partition = object_attr(object, "partition_of") != NULL;
    r->query = object_text(object, "query");
    r->object = object;
    if (!r->is_view) {
        r->api_path = object_text(object, "api.path");
        r->api_search = object_value(object, "api.search");
        r->api_actions = object_value(object, "api.actions");
        r->api_version = object_text(object, "api.version");
    }
    vec_push(b->arena, &b->outline->relations, r);
    map_put(&b->relations, pair_key(b->arena, r->schema, r->name), r);
}

/* Defaults belong to the last arguments that go in. */
static void set_defaults(Routine *routine, size_t count)
{
    for (size_t i = routine->arguments.len; count > 0 && i-- > 0;)
        if (argument_goes_in(&routine->arguments.at[i])) {
            routine->arguments.at[i].has_default = true;
            count--;
        }
}

/* Mode, type and name with tabs between; then an entry without tabs for each default. False: a type
 * that cannot be taken apart. */
static bool add_arguments(Builder *b, Routine *routine)
{
    Value shape = object_value(routine->object, "shape");
    size_t defaults = 0;
    for (uint32_t i = 0; i < shape.count; i++) {
        Str rest = shape.list[i], mode;
        str_split(&rest, '\t', &mode);
        if (!rest.ptr) {
            defaults++;
            continue;
        }
        RoutineArgument argument = {.mode =
                                        mode.len == 1 ? (ArgumentMode)mode.ptr[0] : ARGUMENT_IN};
        str_split(&rest, '\t', &argument.type);
        argument.name = rest;
        if (!parse_type(b, argument.type, &argument.parsed))
            return false;
        vec_push(b->arena, &routine->arguments, argument);
    }
    set_defaults(routine, defaults);
    return shape.count || !object_text(routine->object, "arguments").len;
}

/* What only a server knows of it is in `shape`. */
static void add_routine(Builder *b, const Object *object)
{
    Routine routine = {.schema = object->id.schema,
                       .name = object_name(object),
                       .comment = object_text(object, "comment"),
                       .is_procedure = object->id.kind == KIND_PROCEDURE,
                       .is_window = object_bool(object, "window"),
                       .strict = object_bool(object, "strict"),
                       .returns = object_text(object, "returns"),
                       .object = object};
    if (!b->catalog->server_major || !add_arguments(b, &routine))
        return;
    routine.returns_set = str_starts(routine.returns, S("TABLE("));
    if (str_starts(routine.returns, S("SETOF "))) {
        routine.returns_set = true;
        routine.returns = str_slice(routine.returns, strlen("SETOF "), routine.returns.len);
    }
    parse_type(b, routine.returns, &routine.result);
    Str schema = routine.result.schema.len ? routine.result.schema : S("public");
    routine.returns_rows = !routine.result.builtin && !routine.result.array &&
                           catalog_relation(b->catalog, schema, routine.result.name);
    vec_push(b->arena, &b->outline->routines, routine);
}

static void add_function(Builder *b, const Object *object)
{
    Str returns = object_text(object, "returns");
    vec_push(b->arena, &b->outline->functions,
             (Detail){object_path(b->arena, object),
                      str_format(b->arena, "returns %.*s, in %.*s", STR_ARG(returns),
                                 STR_ARG(object_text(object, "language"))),
                      object_text(object, "comment"), object});
    add_routine(b, object);
}

bool argument_goes_in(const RoutineArgument *argument)
{
    return argument->mode == ARGUMENT_IN || argument->mode == ARGUMENT_INOUT ||
           argument->mode == ARGUMENT_VARIADIC;
}

bool argument_comes_out(const RoutineArgument *argument)
{
    return argument->mode == ARGUMENT_OUT || argument->mode == ARGUMENT_INOUT ||
           argument->mode == ARGUMENT_COLUMN;
}

static Relation *relation_of(const Builder *b, const Object *object)
{
    return map_get(&b->relations, pair_key(b->arena, object->id.schema, object->id.object));
}

static Column column_of(Builder *b, Relation *r, const Object *object)
{
    Column column = {.name = object->id.sub,
                     .comment = object_text(object, "comment"),
                     .type = object_text(object, "type"),
                     .relation = r,
                     .not_null = object_bool(object, "not_null"),
                     .generated = object_attr(object, "generated") != NULL,
                     .identity_always = str_is(object_text(object, "identity"), "always"),
                     .sensitive = object_bool(object, "sensitive"),
                     .object = object};
    parse_type(b, column.type, &column.parsed);
    if (!column.parsed.builtin)
        column.enumeration = map_get(
            &b->enums,
            pair_key(b->arena, column.parsed.schema.len ? column.parsed.schema : S("public"),
                     column.parsed.name));
    column.has_default = column.generated || object_text(object, "identity").ptr != NULL;
    return column;
}

static void add_attribute(Builder *b, const Object *object)
{
    UserType *type = map_get(&b->types, pair_key(b->arena, object->id.schema, object->id.object));
    if (type)
        vec_push(b->arena, &type->fields, column_of(b, NULL, object));
}

static Column *find_column(const Relation *r, Str name)
{
    for (size_t i = 0; i < r->columns.len; i++)
        if (str_eq(r->columns.at[i].name, name))
            return &r->columns.at[i];
    return NULL;
}

const Column *outline_column(const Relation *relation, Str name)
{
    return find_column(relation, name);
}

static void add_default(Builder *b, Relation *r, const Object *object)
{
    Column *column = find_column(r, object->id.sub);
    (void)b;
    if (column) {
        column->has_default = true;
        column->default_expression = object_text(object, "expression");
    }
}

static const Column **columns_named(Builder *b, const Relation *r, Value names)
{
    const Column **columns = NEW_ARRAY(b->arena, const Column *, names.count);
    for (uint32_t i = 0; i < names.count; i++)
        columns[i] = find_column(r, names.list[i]);
    return columns;
}

/* A key or reference that names a column that is not there (of a damaged lock) is left out. */
static bool complete(const Column *const *columns, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!columns[i])
            return false;
    return true;
}

static void add_key(Builder *b, Relation *r, const Object *object)
{
    Value names = object_value(object, "columns");
    Key key = {object->id.sub, columns_named(b, r, names), names.count, object};
    if (!complete(key.columns, key.column_count))
        return;
    if (object->id.kind == KIND_UNIQUE) {
        vec_push(b->arena, &r->uniques, key);
        return;
    }
    r->primary_key = arena_copy(b->arena, &key, sizeof key, _Alignof(Key));
    for (uint32_t i = 0; i < names.count; i++) {
        find_column(r, names.list[i])->in_primary_key = true;
    }
}

static void add_check(Builder *b, Relation *r, const Object *object)
{
    vec_push(b->arena, &r->checks,
             (Detail){object->id.sub, object_text(object, "expression"),
                      object_text(object, "comment"), object});
}

static void add_trigger(Builder *b, Relation *r, const Object *object)
{
    StrVec events = {0};
    Value list = object_value(object, "events"), function = object_value(object, "function");
    for (uint32_t i = 0; i < list.count; i++)
        vec_push(b->arena, &events, list.list[i]);
    Str each = object_text(object, "each");
    Str definition = str_format(
        b->arena, "%.*s %.*s, each %.*s: %.*s()", STR_ARG(object_text(object, "timing")),
        STR_ARG(str_join(b->arena, &events, S(" or "))), STR_ARG(each.ptr ? each : S("statement")),
        STR_ARG(function.count == 2 ? function.list[1] : S("?")));
    vec_push(b->arena, &r->triggers,
             (Detail){object->id.sub, definition, object_text(object, "comment"), object});
}

static void add_index(Builder *b, Relation *r, const Object *object)
{
    StrVec keys = {0};
    Value list = object_value(object, "columns");
    for (uint32_t i = 0; i < list.count; i++)
        vec_push(b->arena, &keys, list.list[i]);
    Str method = object_text(object, "method"), where = object_text(object, "where");
    Str all = str_join(b->arena, &keys, S(", "));
    Str definition =
        str_format(b->arena, "%.*s (%.*s)%s%.*s", STR_ARG(method.ptr ? method : S("btree")),
                   STR_ARG(all), where.ptr ? " where " : "", STR_ARG(where));
    vec_push(b->arena, &r->indexes,
             (IndexOutline){object->id.sub, definition, object_bool(object, "unique"), object});
}

static bool same_columns(const Reference *reference, const Key *key)
{
    size_t found = 0;
    for (size_t i = 0; i < reference->column_count; i++)
        for (size_t k = 0; k < key->column_count; k++)
            found += reference->columns[i] == key->columns[k];
    return found == key->column_count && found == reference->column_count;
}

static void add_reference(Builder *b, Relation *r, const Object *object)
{
    Value target = object_value(object, "ref_table"), names = object_value(object, "columns");
    Value to_names = object_value(object, "ref_columns");
    const Relation *to =
        target.count == 2 && to_names.count == names.count
            ? map_get(&b->relations, pair_key(b->arena, target.list[0], target.list[1]))
            : NULL;
    if (!to)
        return;
    Str label = object_text(object, "relation");
    Reference reference = {.name = label.ptr ? label : object->id.sub,
                           .inverse = object_text(object, "inverse"),
                           .constraint = object->id.sub,
                           .from = r,
                           .to = to,
                           .columns = columns_named(b, r, names),
                           .to_columns = columns_named(b, to, to_names),
                           .column_count = names.count,
                           .on_delete = object_text(object, "on_delete"),
                           .required = true,
                           .object = object};
    if (!complete(reference.columns, names.count) || !complete(reference.to_columns, names.count))
        return;
    for (size_t i = 0; i < reference.column_count; i++)
        reference.required &= reference.columns[i]->not_null;
    reference.unique = r->primary_key && same_columns(&reference, r->primary_key);
    for (size_t i = 0; i < r->uniques.len; i++)
        reference.unique |= same_columns(&reference, &r->uniques.at[i]);
    vec_push(b->arena, &r->references, reference);
}

static int compare_columns(const void *a, const void *b)
{
    int64_t x = object_int(((const Column *)a)->object, "position", 0);
    int64_t y = object_int(((const Column *)b)->object, "position", 0);
    return (x > y) - (x < y);
}

static int compare_relations(const void *left, const void *right)
{
    const Relation *a = *(Relation *const *)left, *b = *(Relation *const *)right;
    if (a->is_view != b->is_view)
        return a->is_view ? 1 : -1;
    return object_id_cmp(&a->object->id, &b->object->id);
}

/* Parts are added in rounds, since a later kind refers to an earlier one. */
static void add_parts(Builder *b)
{
    static void (*const adders[KIND_COUNT])(Builder *, Relation *, const Object *) = {
        [KIND_DEFAULT] = add_default, [KIND_CHECK] = add_check, [KIND_PRIMARY_KEY] = add_key,
        [KIND_UNIQUE] = add_key,      [KIND_INDEX] = add_index, [KIND_FOREIGN_KEY] = add_reference,
        [KIND_TRIGGER] = add_trigger,
    };
    static const KindId rounds[] = {KIND_DEFAULT, KIND_CHECK,       KIND_PRIMARY_KEY, KIND_UNIQUE,
                                    KIND_INDEX,   KIND_FOREIGN_KEY, KIND_TRIGGER};
    for (size_t round = 0; round < COUNT_OF(rounds); round++)
        for (size_t i = 0; i < b->catalog->objects.len; i++) {
            const Object *object = b->catalog->objects.at[i];
            Relation *r = object->id.kind == rounds[round] ? relation_of(b, object) : NULL;
            if (r)
                adders[rounds[round]](b, r, object);
        }
}

/* What stands alone. */
static void add_objects(Builder *b)
{
    static void (*const adders[KIND_COUNT])(Builder *, const Object *) = {
        [KIND_ENUM] = add_enum,
        [KIND_TYPE] = add_composite,
        [KIND_DOMAIN] = add_domain,
        [KIND_RANGE] = add_range,
        [KIND_TABLE] = add_relation,
        [KIND_VIEW] = add_relation,
        [KIND_MATERIALIZED_VIEW] = add_relation,
        [KIND_FUNCTION] = add_function,
        [KIND_PROCEDURE] = add_routine,
    };
    for (size_t i = 0; i < b->catalog->objects.len; i++) {
        const Object *object = b->catalog->objects.at[i];
        if (adders[object->id.kind])
            adders[object->id.kind](b, object);
        else if (object->id.kind == KIND_DATABASE)
            b->outline->comment = object_text(object, "comment");
    }
}

static Str column_comment(const Builder *b, const Relation *r, Str column)
{
    const Object *object =
        catalog_find(b->catalog, (ObjectId){KIND_COLUMN_COMMENT, r->schema, r->name, column});
    return object ? object_text(object, "text") : (Str){0};
}

/* `name type COLLATE name`: the columns of a view as PostgreSQL has them. */
static void add_view_columns(Builder *b, Relation *r)
{
    Value shape = object_value(r->object, "shape");
    for (uint32_t i = 0; i < shape.count; i++) {
        Str type = shape.list[i], name = sql_take_ident(&type);
        ptrdiff_t collate = str_find(type, S(" COLLATE "));
        if (collate >= 0)
            type = str_slice(type, 0, (size_t)collate);
        Column column = {.name = sql_unquoted(b->arena, name),
                         .type = str_copy(b->arena, str_trim(type)),
                         .relation = r,
                         .object = r->object};
        column.comment = column_comment(b, r, column.name);
        if (!parse_type(b, column.type, &column.parsed)) {
            r->columns.len = 0;
            return;
        }
        vec_push(b->arena, &r->columns, column);
    }
}

/* Columns of tables and of composite types, by position; pointers to them are taken after this. */
static void add_columns(Builder *b)
{
    Outline *outline = b->outline;
    for (size_t i = 0; i < b->catalog->objects.len; i++) {
        const Object *object = b->catalog->objects.at[i];
        Relation *r = object->id.kind == KIND_COLUMN ? relation_of(b, object) : NULL;
        if (r)
            vec_push(b->arena, &r->columns, column_of(b, r, object));
        else if (object->id.kind == KIND_ATTRIBUTE)
            add_attribute(b, object);
    }
    for (size_t i = 0; i < outline->relations.len; i++)
        if (outline->relations.at[i]->is_view)
            add_view_columns(b, outline->relations.at[i]);
        else if (outline->relations.at[i]->columns.len)
            qsort(outline->relations.at[i]->columns.at, outline->relations.at[i]->columns.len,
                  sizeof(Column), compare_columns);
    for (size_t i = 0; i < outline->types.len; i++)
        if (outline->types.at[i]->fields.len)
            qsort(outline->types.at[i]->fields.at, outline->types.at[i]->fields.len, sizeof(Column),
                  compare_columns);
}

Outline *outline_of(Arena *arena, const Catalog *catalog)
{
    Builder b = {.arena = arena,
                 .catalog = catalog,
                 .outline = NEW(arena, Outline),
                 .relations = {.arena = arena},
                 .enums = {.arena = arena},
                 .types = {.arena = arena}};
    Outline *outline = b.outline;
    outline->database = catalog->database;
    add_objects(&b);
    add_columns(&b);
    add_parts(&b);
    if (outline->relations.len)
        qsort(outline->relations.at, outline->relations.len, sizeof(Relation *), compare_relations);
    for (size_t i = 0; i < outline->relations.len; i++)
        for (size_t k = 0; k < outline->relations.at[i]->references.len; k++) {
            const Reference *reference = &outline->relations.at[i]->references.at[k];
            Relation *to =
                map_get(&b.relations, pair_key(arena, reference->to->schema, reference->to->name));
            vec_push(arena, &to->referenced_by, reference);
        }
    return outline;
}

Str relation_plain_name(Arena *arena, const Relation *relation)
{
    if (str_is(relation->schema, "public"))
        return relation->name;
    return str_format(arena, "%.*s_%.*s", STR_ARG(relation->schema), STR_ARG(relation->name));
}
