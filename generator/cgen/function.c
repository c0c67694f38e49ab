#include "cgen/function.h"

#include "text/name.h"
#include "text/quote.h"

/* ---- what can be called, and what comes back */

/* Beside trigger functions, which nobody calls, what has no type that a caller could name. */
static bool is_pseudo(const TypeName *type)
{
    return !type->builtin && !type->schema.len && type_is_pseudo(type->name);
}

static bool is_for_triggers(const Routine *routine)
{
    return str_is(routine->returns, "trigger") || str_is(routine->returns, "event_trigger");
}

static size_t count_arguments(const Routine *routine, bool (*which)(const RoutineArgument *))
{
    size_t count = 0;
    for (size_t i = 0; i < routine->arguments.len; i++)
        count += which(&routine->arguments.at[i]);
    return count;
}

static const TableGen *table_of_type(const Cgen *gen, const TypeName *type)
{
    Str schema = type->schema.len ? type->schema : S("public");
    for (size_t i = 0; i < gen->tables.len; i++) {
        const Relation *relation = gen->tables.at[i].relation;
        if (str_eq(relation->schema, schema) && str_eq(relation->name, type->name))
            return &gen->tables.at[i];
    }
    return NULL;
}

/* Rows that are those of no table, as a relation that only reads. */
static Relation *rows_make(Cgen *gen, const Routine *routine)
{
    Relation *rows = NEW(gen->arena, Relation);
    *rows = (Relation){.schema = routine->schema,
                       .name = routine->name,
                       .is_view = true,
                       .object = routine->object};
    return rows;
}

static void rows_add(Cgen *gen, Relation *rows, Str name, Str type, const TypeName *parsed)
{
    vec_push(gen->arena, &rows->columns,
             (Column){.name = name,
                      .type = type,
                      .parsed = *parsed,
                      .relation = rows,
                      .object = rows->object});
}

/* An unnamed one is called as PostgreSQL calls it. */
static Str argument_name(Cgen *gen, const RoutineArgument *argument, size_t number)
{
    return argument->name.len ? argument->name : str_format(gen->arena, "column%zu", number);
}

static Relation *rows_of_arguments(Cgen *gen, const Routine *routine)
{
    Relation *rows = rows_make(gen, routine);
    for (size_t i = 0; i < routine->arguments.len; i++) {
        const RoutineArgument *argument = &routine->arguments.at[i];
        if (argument_comes_out(argument))
            rows_add(gen, rows, argument_name(gen, argument, rows->columns.len + 1), argument->type,
                     &argument->parsed);
    }
    return rows;
}

/* A set of values, or of values of a composite type: its attributes are the columns. */
static Relation *rows_of_type(Cgen *gen, const Routine *routine)
{
    Relation *rows = rows_make(gen, routine);
    const UserType *user = ctypes_user(&gen->types, &routine->result);
    bool apart = user && user->form == USER_COMPOSITE && !routine->result.array;
    for (size_t i = 0; apart && i < user->fields.len; i++)
        rows_add(gen, rows, user->fields.at[i].name, user->fields.at[i].type,
                 &user->fields.at[i].parsed);
    if (!apart)
        rows_add(gen, rows, S("value"), routine->returns, &routine->result);
    return rows;
}

/* Sets result, table, rows and fields of *f; NULL, or why there is no function for it. */
static const char *find_result(Cgen *gen, FunctionGen *f)
{
    const Routine *routine = f->routine;
    size_t out = count_arguments(routine, argument_comes_out);
    bool columns = out > 1 || (out == 1 && (routine->is_procedure || routine->returns_set));
    f->result = routine->returns_set ? RESULT_ROWS : RESULT_RECORD;
    if (columns) {
        f->rows = rows_of_arguments(gen, routine);
        return NULL;
    }
    if (routine->is_procedure || str_is(routine->returns, "void")) {
        f->result = RESULT_NONE;
        return routine->returns_set ? "a set of nothing" : NULL;
    }
    if (is_pseudo(&routine->result))
        return "its result has no type of its own";
    f->table = routine->returns_rows ? table_of_type(gen, &routine->result) : NULL;
    if (routine->returns_rows && !f->table)
        return "its rows are those of a table that has no bindings";
    if (f->table)
        f->result = routine->returns_set ? RESULT_TABLE : RESULT_ROW;
    else if (routine->returns_set)
        f->rows = rows_of_type(gen, routine);
    else
        f->result = RESULT_VALUE;
    return NULL;
}

static const char *find_reason(Cgen *gen, FunctionGen *f)
{
    const Routine *routine = f->routine;
    if (routine->is_window)
        return "a window function";
    for (size_t i = 0; i < routine->arguments.len; i++)
        if (is_pseudo(&routine->arguments.at[i].parsed))
            return "an argument has no type of its own";
    return find_result(gen, f);
}

/* Takes up all types. The results of CALL cannot be asked for as text, where they have no other
 * form here. */
static const char *take_types(Cgen *gen, FunctionGen *f)
{
    const Routine *routine = f->routine;
    bool as_text = false;
    f->arguments = NEW_ARRAY(gen->arena, CType, routine->arguments.len + 1);
    for (size_t i = 0; i < routine->arguments.len; i++)
        f->arguments[i] = ctype_of(&gen->types, &routine->arguments.at[i].parsed);
    if (f->result == RESULT_VALUE)
        f->value = ctype_of(&gen->types, &routine->result);
    for (size_t i = 0; f->rows && i < f->rows->columns.len; i++)
        as_text |= ctype_of(&gen->types, &f->rows->columns.at[i].parsed).as_text;
    return routine->is_procedure && as_text ? "results of CALL in text form" : NULL;
}

/* ---- names */

static bool is_overloaded(const Cgen *gen, const Routine *routine)
{
    size_t same = 0;
    for (size_t i = 0; i < gen->functions.len; i++) {
        const Routine *other = gen->functions.at[i].routine;
        same += str_eq(other->schema, routine->schema) && str_eq(other->name, routine->name);
    }
    return same > 1;
}

/* "_integer_text_array": what tells functions of one name apart. */
static Str types_ending(Cgen *gen, const Routine *routine)
{
    StrVec words = {0};
    for (size_t i = 0; i < routine->arguments.len; i++) {
        const RoutineArgument *argument = &routine->arguments.at[i];
        Str name = argument->parsed.builtin ? str_of(argument->parsed.builtin->name)
                                            : argument->parsed.name;
        if (!argument_goes_in(argument))
            continue;
        if (!words.len)
            vec_push(gen->arena, &words, S(""));
        vec_push(gen->arena, &words, name_snake(gen->arena, name));
        if (argument->parsed.array)
            vec_push(gen->arena, &words, S("array"));
    }
    return str_join(gen->arena, &words, S("_"));
}

/* What is declared for it, behind its name. */
static size_t endings_of(const FunctionGen *f, const char *endings[6])
{
    bool set = f->result == RESULT_ROWS || f->result == RESULT_TABLE;
    size_t count = 0;
    if (set) {
        endings[count++] = "_list";
        endings[count++] = "_each";
        endings[count++] = "_count";
    } else {
        endings[count++] = "";
    }
    if (f->optional)
        endings[count++] = "_given";
    if (f->rows)
        endings[count++] = set ? "_row" : "_result";
    return count;
}

static bool is_free(const Cgen *gen, const FunctionGen *f, Str name)
{
    const char *endings[6];
    size_t count = endings_of(f, endings);
    for (size_t i = 0; i < count; i++)
        if (map_get(&gen->names.global,
                    str_format(gen->arena, "%.*s%s", STR_ARG(name), endings[i])))
            return false;
    return true;
}

/* Where a table or type has the name already, `call_` is put before it. */
static void name_function(Cgen *gen, FunctionGen *f)
{
    const char *endings[6];
    const Routine *routine = f->routine;
    Str plain = is_overloaded(gen, routine)
                    ? str_format(gen->arena, "%.*s%.*s", STR_ARG(routine->name),
                                 STR_ARG(types_ending(gen, routine)))
                    : routine->name;
    f->name = names_type(&gen->names, routine->schema, plain);
    if (!is_free(gen, f, f->name)) {
        Str rest = str_slice(f->name, gen->names.prefix.len, f->name.len);
        f->name =
            str_format(gen->arena, "%.*s_call%.*s", STR_ARG(gen->names.prefix), STR_ARG(rest));
    }
    size_t count = endings_of(f, endings);
    if (f->rows) /* claimed with all that goes with it */
        count--;
    names_claim_all(&gen->names, f->name, endings, count, object_show(gen->arena, routine->object),
                    routine->object);
}

/* ---- defaults */

/* How many arguments a call may have. */
typedef struct {
    size_t least, most;
} Arity;

static Arity arity_of(const Routine *routine)
{
    Arity arity = {0};
    for (size_t i = 0; i < routine->arguments.len; i++) {
        const RoutineArgument *argument = &routine->arguments.at[i];
        if (!argument_goes_in(argument))
            continue;
        arity.least += !argument->has_default;
        arity.most = argument->mode == ARGUMENT_VARIADIC ? SIZE_MAX : arity.most + 1;
    }
    return arity;
}

/* A call that leaves arguments out could mean another function of the name. */
static bool is_ambiguous(const Outline *outline, const Routine *routine)
{
    size_t given = count_arguments(routine, argument_goes_in);
    for (size_t i = 0; i < outline->routines.len; i++) {
        const Routine *other = &outline->routines.at[i];
        Arity arity = arity_of(other);
        if (other != routine && str_eq(other->schema, routine->schema) &&
            str_eq(other->name, routine->name) && arity.least < given &&
            arity.most >= arity_of(routine).least)
            return true;
    }
    return false;
}

static bool has_defaults(const Routine *routine)
{
    for (size_t i = 0; i < routine->arguments.len; i++)
        if (routine->arguments.at[i].has_default)
            return true;
    return false;
}

/* ---- taking up */

static void leave_out(Cgen *gen, const Routine *routine, const char *reason)
{
    Data *map = data_map(gen->arena);
    data_set_text(gen->arena, map, "title", object_path(gen->arena, routine->object));
    data_set_text(gen->arena, map, "reason", str_of(reason));
    data_add(gen->arena, gen->left_out, map);
}

void functions_open(Cgen *gen, const Outline *outline)
{
    gen->left_out = data_list(gen->arena);
    for (size_t i = 0; i < outline->routines.len; i++) {
        FunctionGen f = {.routine = &outline->routines.at[i]};
        if (is_for_triggers(f.routine))
            continue;
        const char *reason = find_reason(gen, &f);
        if (!reason)
            reason = take_types(gen, &f);
        f.optional = has_defaults(f.routine) && !is_ambiguous(outline, f.routine);
        if (reason)
            leave_out(gen, f.routine, reason);
        else
            vec_push(gen->arena, &gen->functions, f);
    }
    for (size_t i = 0; i < gen->functions.len; i++) {
        FunctionGen *f = &gen->functions.at[i];
        name_function(gen, f);
        if (!f->rows)
            continue;
        bool listed = f->result == RESULT_ROWS;
        Str type = str_format(gen->arena, "%.*s%s", STR_ARG(f->name), listed ? "_row" : "_result");
        TableGen rows =
            rows_open(gen, f->rows, type, object_path(gen->arena, f->routine->object), listed);
        vec_push(gen->arena, &gen->rows, rows);
    }
}

/* ---- for the templates */

/* A parameter in C, and how it stands in the call. */
static Data *argument_data(Cgen *gen, const FunctionGen *f, size_t i, Map *parameters)
{
    Arena *arena = gen->arena;
    Data *map = data_map(arena);
    const RoutineArgument *argument = &f->routine->arguments.at[i];
    const CType *ctype = &f->arguments[i];
    bool nullable = !f->routine->strict;
    Str name = argument->name.len ? name_snake(arena, argument->name)
                                  : str_format(arena, "argument_%zu", i + 1);
    data_set_bool(arena, map, "goes_in", argument_goes_in(argument));
    data_set_bool(arena, map, "nullable", nullable);
    data_set_bool(arena, map, "optional", f->optional && argument->has_default);
    data_set_text(arena, map, "parameter", names_parameter(&gen->names, parameters, name));
    data_set_text(arena, map, "c_type", nullable ? ctype->nullable : ctype->plain);
    data_set_text(arena, map, "descriptor", ctype->descriptor);
    data_set_text(arena, map, "quoted",
                  argument->name.len ? sql_ident(arena, argument->name) : (Str){0});
    data_set_text(arena, map, "cast", ctype_cast(&gen->types, &argument->parsed));
    return map;
}

/* Those of the call in SQL; results of a function are none. */
static void set_arguments(Cgen *gen, const FunctionGen *f, Data *map)
{
    Map parameters = {.arena = gen->arena};
    Data *list = data_list(gen->arena), *in = data_list(gen->arena);
    size_t count = 0;
    bool variadic = false;
    for (size_t i = 0; i < f->routine->arguments.len; i++) {
        const RoutineArgument *argument = &f->routine->arguments.at[i];
        if (!argument_goes_in(argument) && !f->routine->is_procedure)
            continue;
        Data *one = argument_data(gen, f, i, &parameters);
        variadic |= argument->mode == ARGUMENT_VARIADIC;
        data_add(gen->arena, list, one);
        if (argument_goes_in(argument))
            data_add(gen->arena, in, one);
        count++;
    }
    data_set(gen->arena, map, "arguments", list);
    data_set(gen->arena, map, "parameters", in);
    set_number(gen, map, "argument_count", count);
    data_set_bool(gen->arena, map, "variadic", variadic);
}

/* What a call stands for in FROM; columns of no table are named by their place. */
static Str alias_of(Cgen *gen, const FunctionGen *f)
{
    StrVec names = {0};
    const UserType *user = ctypes_user(&gen->types, &f->routine->result);
    bool by_name = f->table || (user && user->form == USER_COMPOSITE);
    for (size_t i = 0; !by_name && i < f->rows->columns.len; i++)
        vec_push(gen->arena, &names, sql_ident(gen->arena, f->rows->columns.at[i].name));
    if (by_name)
        return S("pgw_r");
    Str columns = str_join(gen->arena, &names, S(", "));
    return str_format(gen->arena, "pgw_r (%.*s)", STR_ARG(columns));
}

/* "public.f(a integer, b text DEFAULT 'x'::text) returns integer" */
static Str declaration_of(Cgen *gen, const Routine *routine)
{
    Str name = sql_qualified(gen->arena, routine->schema, routine->name);
    Str returns = object_text(routine->object, "returns");
    return str_format(gen->arena, "%.*s(%.*s)%s%.*s", STR_ARG(name),
                      STR_ARG(object_text(routine->object, "arguments")),
                      returns.len ? " returns " : "", STR_ARG(returns));
}

static void set_result(Cgen *gen, const FunctionGen *f, Data *map)
{
    static const char *const forms[] = {
        [RESULT_NONE] = "PGW_CALL_VALUE",  [RESULT_VALUE] = "PGW_CALL_VALUE",
        [RESULT_RECORD] = "PGW_CALL_ROWS", [RESULT_ROW] = "PGW_CALL_ROW",
        [RESULT_ROWS] = "PGW_CALL_ROWS",   [RESULT_TABLE] = "PGW_CALL_ROWS",
    };
    Arena *arena = gen->arena;
    bool set = f->result == RESULT_ROWS || f->result == RESULT_TABLE;
    bool own = f->result == RESULT_NONE || f->result == RESULT_VALUE;
    Str row = f->table ? f->table->type
                       : str_format(arena, "%.*s%s", STR_ARG(f->name), set ? "_row" : "_result");
    data_set_text(arena, map, "form",
                  str_of(f->routine->is_procedure ? "PGW_CALL_PROCEDURE" : forms[f->result]));
    data_set_bool(arena, map, "is_set", set);
    data_set_bool(arena, map, "is_value", f->result == RESULT_VALUE);
    data_set_bool(arena, map, "is_nothing", f->result == RESULT_NONE);
    data_set_bool(arena, map, "may_be_missing", f->result == RESULT_ROW);
    data_set_bool(arena, map, "has_own_table", own);
    data_set_text(arena, map, "row", f->result == RESULT_VALUE ? f->value.nullable : row);
    data_set_text(arena, map, "table", own ? f->name : row);
    data_set_text(arena, map, "descriptor", f->value.descriptor);
    data_set_text(arena, map, "returns", f->routine->returns);
    data_set_text(arena, map, "alias", f->table || f->rows ? alias_of(gen, f) : (Str){0});
}

static Data *function_data(Cgen *gen, const FunctionGen *f)
{
    Arena *arena = gen->arena;
    Data *map = data_map(arena);
    size_t before = count_arguments(f->routine, argument_goes_in) + f->optional;
    data_set_text(arena, map, "name", f->name);
    data_set_text(arena, map, "title", object_path(arena, f->routine->object));
    data_set_text(arena, map, "sql", sql_qualified(arena, f->routine->schema, f->routine->name));
    data_set_text(arena, map, "declared", declaration_of(gen, f->routine));
    data_set_text(arena, map, "comment", comment_lines(arena, f->routine->comment, ""));
    data_set_bool(arena, map, "optional", f->optional);
    data_set_bool(arena, map, "is_procedure", f->routine->is_procedure);
    data_set_bool(arena, map, "all_given", !f->optional && has_defaults(f->routine));
    set_arguments(gen, f, map);
    set_result(gen, f, map);
    set_number(gen, map, "result_index", before + 3); /* behind session and arena */
    set_number(gen, map, "page_index", before + 4);   /* … and query */
    set_number(gen, map, "last_index", before + 3);   /* session and query */
    return map;
}

void functions_data(Cgen *gen, Data *root)
{
    Data *functions = data_list(gen->arena), *rows = data_list(gen->arena);
    for (size_t i = 0; i < gen->functions.len; i++)
        data_add(gen->arena, functions, function_data(gen, &gen->functions.at[i]));
    for (size_t i = 0; i < gen->rows.len; i++)
        data_add(gen->arena, rows, gen->rows.at[i].data);
    data_set(gen->arena, root, "functions", functions);
    data_set(gen->arena, root, "function_rows", rows);
    data_set(gen->arena, root, "left_out", gen->left_out);
}

void functions_lines(Cgen *gen, StrVec *lines)
{
    for (size_t i = 0; i < gen->functions.len; i++) {
        const Routine *routine = gen->functions.at[i].routine;
        vec_push(gen->arena, lines,
                 str_format(gen->arena, "%.*s %.*s\n",
                            STR_ARG(object_path(gen->arena, routine->object)),
                            STR_ARG(object_text(routine->object, "returns"))));
    }
}
