#include "sql/forms.h"

#include "sql/sql.h"
#include "text/quote.h"
#include "text/tokens.h"

#include <string.h>

/* A relation or a column as a statement names it. */
typedef struct {
    Str schema, name, column; /* without quotes */
    Str shown;                /* schema.name as SQL wants it */
} Name;

struct Scene {
    Arena *arena;
    const Catalog *live, *want;
    Map fresh;    /* relations that the script made: nobody uses them yet */
    Map heirs;    /* of live: Objects by the shown name of their parent */
    Map keys;     /* of live: foreign keys by the shown names of both tables */
    Map indexed;  /* tables by the shown names of their indexes: live ones, and others after them */
    Map promised; /* checks that were made without a look at the rows, by table and name */
    Map proven;   /* what valid checks say, by table and expression */
};

/* A statement under way; its names by the letters of the pattern. */
typedef struct Reading Reading;

/*
 * The words of a pattern:
 *   WORD      stands there; WORD? may; A|B one of them
 *   {t}       the relation that is locked; {o} another one; {i} an index; {n} any name;
 *             {c} relation.column
 *   ...       whatever stands before the next word, parentheses as a whole
 * What stands behind the pattern is left alone.
 */
typedef struct {
    const char *pattern;
    LockLevel lock;  /* on {t} and its heirs, and on the table of {i} */
    LockLevel other; /* on {o} */
    WorkType work;   /* on {t} */
    ReverseClass class;
    TxType tx;
    const char *rule; /* what may hurt when {t} was there before */
    void (*look)(Reading *r);
} StatementForm;

struct Reading {
    Scene *scene;
    Statement *out;
    const StatementForm *form;
    Tokens tokens; /* of one action alone */
    size_t end;    /* of what the pattern matched */
    Name table, other, index, name;
    bool only;
};

/* --- names --- */

static bool token_is(const Token *token, const char *word)
{
    return token->type != TOKEN_NAME && token->type != TOKEN_CONSTANT &&
           str_eq_nocase(token->text, str_of(word));
}

static bool is_name(const Token *token)
{
    return token->type == TOKEN_WORD || token->type == TOKEN_NAME;
}

static Str plain(Arena *arena, const Token *token)
{
    return token->type == TOKEN_NAME ? sql_unquoted(arena, token->text)
                                     : str_lower(arena, token->text);
}

/* a, a.b or a.b.c from *at on; `column`: the last part is one. */
static bool take_name(Arena *arena, const Tokens *tokens, size_t *at, bool column, Name *out)
{
    Str parts[3];
    size_t count = 0, i = *at;
    while (i < tokens->len && is_name(&tokens->at[i]) && count < 3) {
        parts[count++] = plain(arena, &tokens->at[i++]);
        if (i >= tokens->len || !token_is(&tokens->at[i], "."))
            break;
        i++;
    }
    if (!count)
        return false;
    *out = (Name){.schema = S("public")};
    if (column && count > 1)
        out->column = parts[--count];
    out->name = parts[count - 1];
    if (count > 1)
        out->schema = parts[count - 2];
    out->shown = sql_qualified(arena, out->schema, out->name);
    *at = i;
    return true;
}

/* --- patterns --- */

/* A parenthesis and all up to its partner, or one token. */
static size_t skip_one(const Tokens *tokens, size_t at)
{
    int depth = 0;
    do {
        depth += token_is(&tokens->at[at], "(");
        depth -= token_is(&tokens->at[at], ")");
        at++;
    } while (depth > 0 && at < tokens->len);
    return at;
}

static bool word_matches(Str words, const Token *token)
{
    Str one;
    while (str_split(&words, '|', &one))
        if (token->type != TOKEN_NAME && str_eq_nocase(one, token->text))
            return true;
    return false;
}

static bool take_hole(Reading *r, char letter, size_t *at)
{
    Name *into = letter == 't'   ? &r->table
                 : letter == 'o' ? &r->other
                 : letter == 'i' ? &r->index
                 : letter == 'c' ? &r->table
                                 : &r->name;
    return take_name(r->scene->arena, &r->tokens, at, letter == 'c', into);
}

static bool match_from(Reading *r, Str pattern, size_t at)
{
    Str word;
    while (str_split(&pattern, ' ', &word)) {
        const Token *token = at < r->tokens.len ? &r->tokens.at[at] : NULL;
        if (str_is(word, "...")) {
            for (; at < r->tokens.len; at = skip_one(&r->tokens, at))
                if (match_from(r, pattern, at))
                    return true;
            return false;
        }
        if (word.ptr[0] == '{') {
            if (!token || !take_hole(r, word.ptr[1], &at))
                return false;
            continue;
        }
        bool may = str_ends(word, S("?"));
        bool there = token && word_matches(str_slice(word, 0, word.len - may), token);
        if (!there && !may)
            return false;
        r->only |= there && token_is(token, "ONLY");
        at += there;
    }
    r->end = at;
    return true;
}

static bool match(Reading *r, const StatementForm *form)
{
    r->only = false;
    r->table = r->other = r->index = r->name = (Name){0};
    return match_from(r, str_of(form->pattern), 0);
}

/* Whether the words stand behind what the pattern matched, outside of parentheses. */
static bool says(Reading *r, const char *words)
{
    size_t end = r->end;
    Str pattern = str_format(r->scene->arena, "... %s", words);
    Reading copy = *r;
    bool found = match_from(&copy, pattern, end);
    return found;
}

/* --- what was there before --- */

static const Object *relation_of(const Catalog *catalog, const Name *name)
{
    return name->name.ptr ? catalog_relation(catalog, name->schema, name->name) : NULL;
}

static bool is_fresh(const Scene *scene, const Name *name)
{
    return map_get(&scene->fresh, name->shown) != NULL;
}

static void add_lock(Reading *r, LockLevel level, Str relation)
{
    for (size_t i = 0; i < r->out->locks.len; i++)
        if (str_eq(r->out->locks.at[i].relation, relation)) {
            if (r->out->locks.at[i].level < level)
                r->out->locks.at[i].level = level;
            return;
        }
    if (level != LOCK_NONE && relation.ptr && !map_get(&r->scene->fresh, relation))
        vec_push(r->scene->arena, &r->out->locks, (Lock){level, relation});
}

static void add_work(Reading *r, WorkType type, Str relation)
{
    for (size_t i = 0; i < r->out->works.len; i++)
        if (r->out->works.at[i].type == type && str_eq(r->out->works.at[i].relation, relation))
            return;
    if (type != WORK_NONE && relation.ptr && !map_get(&r->scene->fresh, relation))
        vec_push(r->scene->arena, &r->out->works, (Work){type, relation});
}

static void add_hazard(Reading *r, const char *id)
{
    const Rule *rule = rule_find(str_of(id));
    for (size_t i = 0; i < r->out->hazards.len; i++)
        if (r->out->hazards.at[i] == rule)
            return;
    vec_push(r->scene->arena, &r->out->hazards, rule);
}

static void at_least(Reading *r, ReverseClass class)
{
    if (r->out->class < class)
        r->out->class = class;
}

static Str shown_table(Arena *arena, const Object *object)
{
    return sql_qualified(arena, object->id.schema, object->id.object);
}

static Str referenced(Arena *arena, const Object *key)
{
    Value to = object_value(key, "ref_table");
    return to.count == 2 ? sql_qualified(arena, to.list[0], to.list[1]) : (Str){0};
}

static void enter(Scene *scene, Map *map, Str name, const Object *object)
{
    Objects *list = map_get(map, name);
    if (!list) {
        list = NEW(scene->arena, Objects);
        map_put(map, name, list);
    }
    if (!list->len || list->at[list->len - 1] != object)
        vec_push(scene->arena, list, object);
}

static void enter_table(Scene *scene, const Object *table)
{
    Value part = object_value(table, "partition_of"), heir = object_value(table, "inherits");
    if (part.count)
        enter(scene, &scene->heirs, part.list[0], table);
    for (uint32_t k = 0; k < heir.count; k++)
        enter(scene, &scene->heirs, heir.list[k], table);
}

static void enter_indexes(Scene *scene, const Catalog *catalog)
{
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (object->parent && (kinds[object->id.kind].flags & KIND_RELATION))
            enter(scene, &scene->indexed,
                  sql_qualified(scene->arena, object->id.schema, object->id.sub), object->parent);
    }
}

static void enter_all(Scene *scene)
{
    for (size_t i = 0; i < scene->live->objects.len; i++) {
        const Object *object = scene->live->objects.at[i];
        if (object->id.kind == KIND_TABLE)
            enter_table(scene, object);
        if (object->id.kind != KIND_FOREIGN_KEY)
            continue;
        enter(scene, &scene->keys, shown_table(scene->arena, object), object);
        enter(scene, &scene->keys, referenced(scene->arena, object), object);
    }
    enter_indexes(scene, scene->live);
    enter_indexes(scene, scene->want);
}

/* The table and all that inherit from it. */
static void on_table(Reading *r, LockLevel level, WorkType work, Str shown, bool only)
{
    add_lock(r, level, shown);
    const Objects *heirs = only ? NULL : map_get(&r->scene->heirs, shown);
    for (size_t i = 0; heirs && i < heirs->len; i++)
        on_table(r, level, work, shown_table(r->scene->arena, heirs->at[i]), false);
    bool partitioned = heirs && object_attr(heirs->at[0], "partition_of");
    if (!partitioned) /* which has no rows of its own */
        add_work(r, work, shown);
}

/* The part of a table, of any kind that has the name. */
static const Object *part_of(const Catalog *catalog, const Name *table, Str name, unsigned flags)
{
    const Object *relation = relation_of(catalog, table);
    for (size_t i = relation ? relation->index + 1 : 0; relation && i < catalog->objects.len; i++) {
        const Object *part = catalog->objects.at[i];
        if (part->parent != relation)
            break;
        if (str_eq(part->id.sub, name) && (kinds[part->id.kind].flags & flags))
            return part;
    }
    return NULL;
}

static const Object *column_of(const Catalog *catalog, const Name *table, Str name)
{
    ObjectId id = {KIND_COLUMN, table->schema, table->name, name};
    return catalog_find(catalog, id);
}

/* The table that has an index of that name. */
static const Object *table_of_index(const Scene *scene, const Name *index)
{
    const Objects *tables = map_get(&scene->indexed, index->shown);
    return tables ? tables->at[0] : NULL;
}

static bool names(Value list, Str name)
{
    for (uint32_t i = 0; i < list.count; i++)
        if (str_eq(list.list[i], name))
            return true;
    return false;
}

/* Foreign keys of the table (`column`: that use the column), and those that refer to it: what
 * becomes of them locks the other side too. */
static void lock_keys(Reading *r, const Name *table, Str column, LockLevel level)
{
    const Objects *keys = map_get(&r->scene->keys, table->shown);
    for (size_t i = 0; keys && i < keys->len; i++) {
        const Object *key = keys->at[i];
        Str own = shown_table(r->scene->arena, key), to = referenced(r->scene->arena, key);
        bool from = str_eq(own, table->shown), at = str_eq(to, table->shown);
        if (from && (!column.ptr || names(object_value(key, "columns"), column)))
            add_lock(r, level, to);
        if (at && (!column.ptr || names(object_value(key, "ref_columns"), column)))
            add_lock(r, level, own);
    }
}

/* --- what depends on more than the words --- */

static void make_fresh(Reading *r)
{
    map_put(&r->scene->fresh, r->table.shown, r->scene);
}

static void look_index(Reading *r)
{
    const Object *table = table_of_index(r->scene, &r->index);
    if (!table)
        return;
    Str shown = shown_table(r->scene->arena, table);
    on_table(r, r->form->lock, WORK_NONE, shown, false);
    if (r->form->rule && !map_get(&r->scene->fresh, shown))
        add_hazard(r, r->form->rule);
}

static void lock_index(Reading *r)
{
    const Object *table = table_of_index(r->scene, &r->index);
    bool live = table && table->index < r->scene->live->objects.len &&
                r->scene->live->objects.at[table->index] == table;
    if (live && !map_get(&r->scene->fresh, shown_table(r->scene->arena, table))) {
        add_lock(r, r->form->lock, r->index.shown);
        add_work(r, r->form->work, r->index.shown);
    }
}

/* PostgreSQL's functions that give another value each time. */
static const char volatile_functions[] =
    "clock_timestamp timeofday random gen_random_uuid nextval setval lastval currval "
    "pg_sleep txid_current_if_assigned pg_notify set_config query_to_xml";

static bool is_listed(Str name, const char *words)
{
    Str rest = str_of(words), one;
    while (str_split(&rest, ' ', &one))
        if (str_eq(one, name))
            return true;
    return false;
}

/* A function by its name alone; of several, the worst one counts. */
static bool is_volatile_call(const Catalog *catalog, const Name *name)
{
    bool known = str_is(name->schema, "pg_catalog");
    for (size_t i = 0; i < catalog->objects.len; i++) {
        const Object *object = catalog->objects.at[i];
        if (object->id.kind != KIND_FUNCTION || !str_eq(object->id.schema, name->schema) ||
            !str_eq(object_name(object), name->name))
            continue;
        Str volatility = object_text(object, "volatility");
        if (!volatility.ptr || str_is(volatility, "volatile"))
            return true;
        known = true;
    }
    return !known;
}

/* Whether an expression between two tokens gives another value for each row. */
static bool is_volatile(Reading *r, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        Name name;
        size_t at = i;
        if (!is_name(&r->tokens.at[i]) ||
            !take_name(r->scene->arena, &r->tokens, &at, false, &name) || at >= to ||
            !token_is(&r->tokens.at[at], "("))
            continue;
        bool alone = at == i + 1;
        if (alone ? is_listed(name.name, volatile_functions)
                  : (str_is(name.schema, "pg_catalog") ? is_listed(name.name, volatile_functions)
                                                       : is_volatile_call(r->scene->want, &name)))
            return true;
        i = at;
    }
    return false;
}

/* Where a column's DEFAULT begins, or 0; *end: behind it. */
static size_t find_default(const Reading *r, size_t *end)
{
    size_t from = 0;
    for (size_t i = r->end; i < r->tokens.len; i = skip_one(&r->tokens, i)) {
        if (from && (token_is(&r->tokens.at[i], "NOT") || token_is(&r->tokens.at[i], "CHECK") ||
                     token_is(&r->tokens.at[i], "REFERENCES"))) {
            *end = i;
            return from;
        }
        if (!from && token_is(&r->tokens.at[i], "DEFAULT"))
            from = i + 1;
    }
    *end = r->tokens.len;
    return from;
}

/* A domain that looks at its values cannot take NULL on trust. */
static bool is_guarded(const Catalog *catalog, const Name *type)
{
    ObjectId id = {KIND_DOMAIN, type->schema, type->name, {0}};
    const Object *domain = catalog_find(catalog, id);
    if (!domain)
        return false;
    for (size_t i = domain->index + 1; i < catalog->objects.len; i++) {
        if (catalog->objects.at[i]->parent != domain)
            break;
        return true;
    }
    return object_bool(domain, "not_null");
}

static void rewrite(Reading *r, const char *rule)
{
    if (is_fresh(r->scene, &r->table))
        return;
    on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_REWRITE, r->table.shown, r->only);
    add_hazard(r, rule);
}

static void look_add_column(Reading *r)
{
    size_t end, value = find_default(r, &end), at = r->end;
    Name type;
    bool fresh = is_fresh(r->scene, &r->table);
    if (take_name(r->scene->arena, &r->tokens, &at, false, &type) &&
        (is_guarded(r->scene->want, &type) || str_ends(type.name, S("serial"))))
        rewrite(r, "adding-field-with-default");
    if (says(r, "AS IDENTITY"))
        rewrite(r, "adding-field-with-default");
    else if (says(r, "GENERATED ALWAYS AS"))
        rewrite(r, "adding-stored-generated-field");
    else if (value && is_volatile(r, value, end))
        rewrite(r, "adding-field-with-default");
    else if (!value && !fresh && says(r, "NOT NULL")) { /* looks whether there are rows */
        add_work(r, WORK_SCAN, r->table.shown);
        add_hazard(r, "adding-required-field");
    }
    if (says(r, "CHECK") && !fresh) {
        add_work(r, WORK_SCAN, r->table.shown);
        add_hazard(r, "constraint-missing-not-valid");
    }
}

/* What stands between two tokens, as it stands there. */
static Str text_between(const Tokens *tokens, size_t from, size_t to)
{
    if (from >= to)
        return (Str){0};
    const char *first = tokens->at[from].text.ptr;
    const Token *last = &tokens->at[to - 1];
    return (Str){first, (size_t)(last->text.ptr + last->text.len - first)};
}

/* An expression of a table as a key: without parentheses around it and blanks of its own. */
static Str proof_key(Arena *arena, Str table, Str expression)
{
    Tokens tokens = sql_tokens(arena, expression);
    StrVec words = {0};
    size_t from = 0, to = tokens.len;
    while (from < to && token_is(&tokens.at[from], "(") && skip_one(&tokens, from) == to) {
        from++;
        to--;
    }
    vec_push(arena, &words, table);
    for (size_t i = from; i < to; i++)
        vec_push(arena, &words, tokens.at[i].text);
    return str_join(arena, &words, S(" "));
}

/* Whether a valid check of the table says so: a live one, or one of the script. */
static bool is_proven(const Reading *r, const Name *name, Str expression)
{
    Arena *arena = r->scene->arena;
    const Catalog *live = r->scene->live;
    const Object *table = relation_of(live, name);
    Str key = proof_key(arena, name->shown, expression);
    if (map_get(&r->scene->proven, key))
        return true;
    for (size_t i = table ? table->index + 1 : 0; table && i < live->objects.len; i++) {
        const Object *part = live->objects.at[i];
        if (part->parent != table)
            break;
        if (part->id.kind == KIND_CHECK && !object_bool(part, "not_valid") &&
            str_eq(proof_key(arena, name->shown, object_text(part, "expression")), key))
            return true;
    }
    return false;
}

static Str promise_key(const Reading *r)
{
    return str_format(r->scene->arena, "%.*s.%.*s", STR_ARG(r->table.shown),
                      STR_ARG(sql_ident(r->scene->arena, r->name.name)));
}

/* A check that is not valid yet: remembered by its name, in case it is validated. */
static void look_promise(Reading *r)
{
    size_t from = 0;
    while (from < r->tokens.len && !token_is(&r->tokens.at[from], "("))
        from++;
    if (from == r->tokens.len)
        return;
    Str *expression = NEW(r->scene->arena, Str);
    *expression = text_between(&r->tokens, from, skip_one(&r->tokens, from));
    map_put(&r->scene->promised, promise_key(r), expression);
}

static void look_not_null(Reading *r)
{
    const Object *column = column_of(r->scene->live, &r->table, r->name.name);
    Str expression = str_format(r->scene->arena, "%.*s IS NOT NULL",
                                STR_ARG(sql_ident(r->scene->arena, r->name.name)));
    if (is_fresh(r->scene, &r->table) || is_proven(r, &r->table, expression) ||
        (column && object_bool(column, "not_null")))
        return;
    on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, r->table.shown, r->only);
    add_hazard(r, "adding-not-nullable-field");
}

/* The type behind TYPE, without what follows it. */
static Str new_type(const Reading *r, bool *using, bool *collate)
{
    size_t to = r->end;
    while (to < r->tokens.len && !token_is(&r->tokens.at[to], "USING") &&
           !token_is(&r->tokens.at[to], "COLLATE"))
        to++;
    *collate = to < r->tokens.len && token_is(&r->tokens.at[to], "COLLATE");
    *using = false;
    for (size_t i = to; i < r->tokens.len; i++)
        *using |= token_is(&r->tokens.at[i], "USING");
    return text_between(&r->tokens, r->end, to);
}

/* Whether parts of the column's table use it: those of a kind with the flag `with`, and none of
 * `without`. */
static bool is_used(const Catalog *live, const Object *column, unsigned with, unsigned without)
{
    for (size_t i = column->parent->index + 1; i < live->objects.len; i++) {
        const Object *part = live->objects.at[i];
        if (part->parent != column->parent)
            break;
        for (size_t k = 0; k < part->edges.len; k++)
            if (part->edges.at[k].to == column && (kinds[part->id.kind].flags & with) &&
                !(kinds[part->id.kind].flags & without))
                return true;
    }
    return false;
}

/* Keys across tables are made anew with the column; checks on it are proven again. */
static void look_type(Reading *r)
{
    const Object *have = column_of(r->scene->live, &r->table, r->name.name);
    bool using, collate;
    Str to = new_type(r, &using, &collate);
    if (!have || is_fresh(r->scene, &r->table))
        return;
    lock_keys(r, &r->table, r->name.name, LOCK_ACCESS_EXCLUSIVE);
    TypeChange change = {.rewrites = true, .loses = true};
    if (!using)
        change = sql_type_change(r->scene->arena, object_text(have, "type"), to);
    if (change.loses) {
        at_least(r, CLASS_R3);
        add_hazard(r, "narrowing-type");
    }
    if (change.rewrites) {
        rewrite(r, "changing-column-type");
        return;
    }
    bool recollated = collate || object_attr(have, "collation");
    if ((recollated || change.reindexes) && is_used(r->scene->live, have, KIND_RELATION, 0))
        on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_INDEX, r->table.shown, r->only);
    if (is_used(r->scene->live, have, KIND_CONSTRAINT, KIND_RELATION | KIND_ACROSS)) {
        on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, r->table.shown, r->only);
        add_hazard(r, "rewriting-checks");
    }
}

/* Whether every partition has had a foreign key that the table's takes over. */
static bool has_keys(const Reading *r, Str whole)
{
    const Objects *heirs = map_get(&r->scene->heirs, whole);
    bool all = heirs != NULL;
    for (size_t i = 0; heirs && i < heirs->len; i++) {
        Str table = shown_table(r->scene->arena, heirs->at[i]);
        all = all && object_attr(heirs->at[i], "partition_of") &&
              (map_get(&r->scene->proven, table) || has_keys(r, table));
    }
    return all;
}

/* All rows of the one are looked for in the other. */
static void look_key(Reading *r)
{
    if (has_keys(r, r->table.shown)) {
        r->out->works.len = r->out->hazards.len = 0;
        on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_NONE, r->other.shown, false);
        return;
    }
    if (!is_fresh(r->scene, &r->table))
        add_work(r, WORK_SCAN, r->other.shown);
}

/* What a valid constraint says is known; a foreign key is looked up. */
static void look_validate(Reading *r)
{
    const Str *expression = map_get(&r->scene->promised, promise_key(r));
    const Object *key = part_of(r->scene->want, &r->table, r->name.name, KIND_ACROSS);
    if (expression)
        map_put(&r->scene->proven, proof_key(r->scene->arena, r->table.shown, *expression),
                r->scene);
    if (key) {
        add_work(r, WORK_SCAN, referenced(r->scene->arena, key));
        map_put(&r->scene->proven, r->table.shown, r->scene);
    }
}

static void look_drop_constraint(Reading *r)
{
    const Object *part = part_of(r->scene->live, &r->table, r->name.name, KIND_CONSTRAINT);
    if (part && part->id.kind == KIND_FOREIGN_KEY)
        add_lock(r, LOCK_ACCESS_EXCLUSIVE, referenced(r->scene->arena, part));
}

static void look_drop_column(Reading *r)
{
    const Object *column = column_of(r->scene->live, &r->table, r->name.name);
    if (is_fresh(r->scene, &r->table))
        return;
    lock_keys(r, &r->table, r->name.name, LOCK_ACCESS_EXCLUSIVE);
    if (column && object_attr(column, "generated"))
        at_least(r, CLASS_R2);
    else
        add_hazard(r, "ban-drop-column");
    if (!column || !object_attr(column, "generated"))
        at_least(r, CLASS_R3);
}

static Str parent_of(const Object *table)
{
    Value part = table ? object_value(table, "partition_of") : (Value){0};
    return part.count ? part.list[0] : (Str){0};
}

/* The partition for all that fits nowhere else has to be looked at when bounds change. */
static const Object *default_partition(const Reading *r, Str whole)
{
    const Objects *heirs = map_get(&r->scene->heirs, whole);
    for (size_t i = 0; heirs && i < heirs->len; i++) {
        Value part = object_value(heirs->at[i], "partition_of");
        if (part.count == 2 && str_eq_nocase(part.list[1], S("default")))
            return heirs->at[i];
    }
    return NULL;
}

/* A partitioned table that loses a partition. */
static void lock_place(Reading *r, LockLevel level, Str whole)
{
    const Object *rest = default_partition(r, whole);
    add_lock(r, level, whole);
    if (rest)
        add_lock(r, level, shown_table(r->scene->arena, rest));
}

static void look_drop_table(Reading *r)
{
    const Object *table = relation_of(r->scene->live, &r->table);
    lock_keys(r, &r->table, (Str){0}, LOCK_ACCESS_EXCLUSIVE);
    if (table && parent_of(table).ptr)
        lock_place(r, LOCK_ACCESS_EXCLUSIVE, parent_of(table));
}

/* Whether the partition is known to hold what its bounds ask for. */
static bool is_within_bounds(const Reading *r)
{
    const Object *table = relation_of(r->scene->want, &r->other);
    Str bounds = table ? object_text(table, "bounds") : (Str){0};
    return bounds.ptr && is_proven(r, &r->other, bounds);
}

static void look_attach(Reading *r)
{
    const Object *rest = default_partition(r, r->table.shown);
    on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_NONE, r->other.shown, false);
    if (!is_fresh(r->scene, &r->other) && !is_within_bounds(r)) {
        on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, r->other.shown, false);
        add_hazard(r, "attaching-partition-scan");
    }
    if (rest && !str_eq(shown_table(r->scene->arena, rest), r->other.shown))
        on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, shown_table(r->scene->arena, rest), false);
    lock_keys(r, &r->table, (Str){0}, LOCK_SHARE_ROW_EXCLUSIVE);
}

static void look_detach(Reading *r)
{
    lock_place(r, r->form->lock, r->table.shown);
    lock_keys(r, &r->table, (Str){0}, LOCK_SHARE_ROW_EXCLUSIVE);
    lock_keys(r, &r->other, (Str){0}, LOCK_SHARE_ROW_EXCLUSIVE);
}

static void look_partitioned(Reading *r)
{
    const Object *table = relation_of(r->scene->want, &r->table);
    if (r->only && table && object_attr(table, "partition_by")) {
        r->out->works.len = 0;
        r->out->hazards.len = 0;
    }
}

/* Every table with a column of the domain. */
static void look_domain(Reading *r)
{
    const Catalog *live = r->scene->live;
    Str path = sql_qualified(r->scene->arena, r->name.schema, r->name.name);
    for (size_t i = 0; i < live->objects.len; i++) {
        const Object *column = live->objects.at[i];
        Str type = column->id.kind == KIND_COLUMN ? object_text(column, "type") : (Str){0};
        if (!str_starts(type, path) || !column->parent)
            continue;
        Str table = shown_table(r->scene->arena, column);
        add_lock(r, LOCK_SHARE, table);
        add_work(r, WORK_SCAN, table);
        if (!map_get(&r->scene->fresh, table))
            add_hazard(r, "ban-alter-domain-with-add-constraint");
    }
}

static void look_drop_statistics(Reading *r)
{
    ObjectId id = {KIND_STATISTICS, r->name.schema, r->name.name, {0}};
    const Object *statistics = catalog_find(r->scene->live, id);
    if (statistics)
        add_lock(r, LOCK_SHARE_UPDATE_EXCLUSIVE, object_text(statistics, "table"));
}

/* Storage parameters that cannot change while the relation is used; the others can. */
static const char heavy_options[] =
    "user_catalog_table fastupdate gin_pending_list_limit buffering "
    "pages_per_range autosummarize";

static void look_options(Reading *r)
{
    for (size_t i = r->end; i < r->tokens.len; i++)
        if (is_name(&r->tokens.at[i]) &&
            is_listed(plain(r->scene->arena, &r->tokens.at[i]), heavy_options))
            add_lock(r, LOCK_ACCESS_EXCLUSIVE,
                     r->index.shown.ptr ? r->index.shown : r->table.shown);
}

static void look_index_options(Reading *r)
{
    lock_index(r);
    look_options(r);
}

/* The tables that a query reads, be it by way of views. */
static void read_tables(Reading *r, const Object *query)
{
    for (size_t i = 0; i < query->edges.len; i++) {
        const Object *to = query->edges.at[i].to;
        const Object *relation = to->parent ? to->parent : to;
        if (relation == query || relation->id.kind == KIND_SCHEMA)
            continue;
        if (relation->id.kind == KIND_VIEW)
            read_tables(r, relation);
        else if (kinds[relation->id.kind].flags & KIND_RELATION)
            add_work(r, WORK_SCAN, shown_table(r->scene->arena, relation));
    }
}

/* A materialized view that is filled. */
static void look_filled(Reading *r)
{
    const Object *view = relation_of(r->scene->want, &r->table);
    if (view && view->id.kind == KIND_MATERIALIZED_VIEW && !says(r, "WITH NO DATA"))
        read_tables(r, view);
    if (r->form->lock == LOCK_NONE)
        make_fresh(r);
}

/* What sql/purge.c drops when it is empty is read for that. */
static void look_sweep(Reading *r, Str body)
{
    Tokens inside = sql_tokens(r->scene->arena, body);
    for (size_t i = 1; i < inside.len; i++) {
        size_t at = i + 1;
        Name table;
        if (token_is(&inside.at[i], "FROM") && !token_is(&inside.at[i - 1], "DISTINCT") &&
            take_name(r->scene->arena, &inside, &at, false, &table))
            on_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, table.shown, true);
    }
}

/* What stands inside is not looked at, but for what our own blocks do, and for an author's step,
 * which cannot run inside of a transaction when it commits. */
static void look_block(Reading *r)
{
    const Str sweep = S("$sweep$");
    Str body = r->tokens.len > 1 ? r->tokens.at[1].text : (Str){0};
    if (str_starts(body, sweep)) {
        look_sweep(r, str_slice(body, sweep.len, body.len - sweep.len));
        return;
    }
    bool step = str_starts(body, S("$step"));
    if (step && str_find(body, S("COMMIT;")) >= 0)
        r->out->tx = TX_NEVER;
    if (!step && !str_starts(body, S("$again$")))
        add_hazard(r, "unknown-statement");
}

/* --- the table --- */

#define SUE LOCK_SHARE_UPDATE_EXCLUSIVE
#define SH  LOCK_SHARE
#define SRE LOCK_SHARE_ROW_EXCLUSIVE
#define EX  LOCK_EXCLUSIVE
#define AE  LOCK_ACCESS_EXCLUSIVE

/* The first that matches counts. ALTER TABLE with several actions is read once for each. */
static const StatementForm forms[] = {
    {"CREATE UNLOGGED? FOREIGN? TABLE IF? NOT? EXISTS? {t}", .look = make_fresh},
    {"CREATE MATERIALIZED VIEW IF? NOT? EXISTS? {t}", .look = look_filled},
    {"CREATE OR REPLACE VIEW {t}", AE},
    {"CREATE VIEW {t}", .look = make_fresh},
    {"CREATE SEQUENCE IF? NOT? EXISTS? {t}", .look = make_fresh},

    {"CREATE UNIQUE? INDEX CONCURRENTLY {n} ON {t}", SUE, .work = WORK_INDEX, .tx = TX_NEVER},
    {"CREATE UNIQUE? INDEX {n} ON ONLY {t}", SH},
    {"CREATE UNIQUE? INDEX {n} ON {t}", SH, .work = WORK_INDEX,
     .rule = "require-concurrent-index-creation"},
    {"DROP INDEX CONCURRENTLY IF? EXISTS? {i}", SUE, .tx = TX_NEVER, .look = look_index},
    {"DROP INDEX IF? EXISTS? {i}", AE, .rule = "require-concurrent-index-deletion",
     .look = look_index},
    {"ALTER INDEX {i} RENAME", SUE, .look = lock_index},
    {"ALTER INDEX {i} SET|RESET (", SUE, .look = look_index_options},
    {"ALTER INDEX {i} SET TABLESPACE", AE, .work = WORK_REWRITE, .look = lock_index},
    {"ALTER INDEX {i} ATTACH PARTITION", SUE, .look = lock_index},
    {"ALTER INDEX {i}", SUE, .look = lock_index},

    {"ALTER TABLE ONLY? {t} ADD COLUMN {n}", AE, .look = look_add_column},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} CHECK ... NOT VALID", AE, .look = look_promise},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} CHECK", AE, .work = WORK_SCAN,
     .rule = "constraint-missing-not-valid"},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} FOREIGN KEY ... REFERENCES {o} ... NOT VALID", SRE,
     SRE},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} FOREIGN KEY ... REFERENCES {o}", SRE, SRE, WORK_SCAN,
     .rule = "adding-foreign-key-constraint", .look = look_key},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} PRIMARY KEY USING INDEX", AE},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} UNIQUE USING INDEX", AE},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} PRIMARY|UNIQUE", AE, .work = WORK_INDEX,
     .rule = "disallowed-unique-constraint", .look = look_partitioned},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} EXCLUDE", AE, .work = WORK_INDEX,
     .rule = "adding-exclusion-constraint"},
    {"ALTER TABLE IF? EXISTS? ONLY? {t} DROP CONSTRAINT IF? EXISTS? {n}", AE,
     .look = look_drop_constraint},
    {"ALTER TABLE IF? EXISTS? ONLY? {t} DROP COLUMN IF? EXISTS? {n}", AE, .look = look_drop_column},
    {"ALTER TABLE ONLY? {t} VALIDATE CONSTRAINT {n}", SUE, .work = WORK_SCAN, .tx = TX_ALONE,
     .look = look_validate},
    {"ALTER TABLE ONLY? {t} ALTER CONSTRAINT {n}", AE},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} SET NOT NULL", AE, .look = look_not_null},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} DROP NOT NULL", AE, .class = CLASS_R1,
     .rule = "ban-drop-not-null"},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} TYPE", AE, .look = look_type},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} SET STATISTICS", SUE},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} SET|RESET (", SUE},
    {"ALTER TABLE IF? EXISTS? ONLY? {t} ALTER COLUMN {n}", AE},
    {"ALTER TABLE ONLY? {t} RENAME COLUMN {n}", AE, .rule = "renaming-column"},
    {"ALTER TABLE ONLY? {t} RENAME CONSTRAINT {n}", AE},
    {"ALTER TABLE ONLY? {t} RENAME TO", AE, .rule = "renaming-table"},
    {"ALTER TABLE ONLY? {t} SET SCHEMA", AE, .rule = "renaming-table"},
    {"ALTER TABLE ONLY? {t} ENABLE|DISABLE ROW", AE},
    {"ALTER TABLE ONLY? {t} ENABLE|DISABLE REPLICA|ALWAYS? TRIGGER", SRE},
    {"ALTER TABLE ONLY? {t} SET LOGGED|UNLOGGED", AE, .work = WORK_REWRITE,
     .rule = "moving-table-storage"},
    {"ALTER TABLE ONLY? {t} SET TABLESPACE|ACCESS", AE, .work = WORK_REWRITE,
     .rule = "moving-table-storage"},
    {"ALTER TABLE ONLY? {t} CLUSTER ON", SUE},
    {"ALTER TABLE ONLY? {t} SET WITHOUT CLUSTER", SUE},
    {"ALTER TABLE ONLY? {t} SET|RESET (", SUE, .look = look_options},
    {"ALTER TABLE ONLY? {t} ATTACH PARTITION {o}", SUE, AE, .look = look_attach},
    {"ALTER TABLE ONLY? {t} DETACH PARTITION {o} CONCURRENTLY", SUE, AE, .tx = TX_NEVER},
    {"ALTER TABLE ONLY? {t} DETACH PARTITION {o}", AE, AE,
     .rule = "require-concurrent-partition-detach", .look = look_detach},
    {"ALTER TABLE ONLY? {t} NO INHERIT {o}", AE, SUE, .class = CLASS_R2}, /* columns of its own */
    {"ALTER TABLE ONLY? {t} INHERIT {o}", AE, SUE},
    {"ALTER TABLE ONLY? {t}", AE},
    {"ALTER FOREIGN TABLE {t}", AE},
    {"DROP FOREIGN TABLE IF? EXISTS? {t}", AE},
    {"DROP TABLE IF? EXISTS? {t}", AE, .class = CLASS_R3, .rule = "ban-drop-table",
     .look = look_drop_table},

    {"ALTER VIEW {t}", AE},
    {"DROP VIEW IF? EXISTS? {t}", AE},
    {"ALTER MATERIALIZED VIEW {t} SET ACCESS", AE, .work = WORK_REWRITE},
    {"ALTER MATERIALIZED VIEW {t} SET|RESET (", SUE, .look = look_options},
    {"ALTER MATERIALIZED VIEW {t}", AE},
    {"DROP MATERIALIZED VIEW IF? EXISTS? {t}", AE},
    {"REFRESH MATERIALIZED VIEW CONCURRENTLY {t}", EX, .work = WORK_SCAN, .look = look_filled},
    {"REFRESH MATERIALIZED VIEW {t} WITH NO DATA", AE},
    {"REFRESH MATERIALIZED VIEW {t}", AE, .work = WORK_REWRITE,
     .rule = "refreshing-materialized-view", .look = look_filled},
    {"ALTER SEQUENCE {t} RENAME", AE},
    {"ALTER SEQUENCE {t} OWNER", AE},
    {"ALTER SEQUENCE {t}", SRE},
    {"DROP SEQUENCE IF? EXISTS? {t}", AE, .class = CLASS_R3},

    {"CREATE OR? REPLACE? CONSTRAINT? TRIGGER {n} ... ON {t}", SRE},
    {"DROP|ALTER TRIGGER IF? EXISTS? {n} ON {t}", AE},
    {"CREATE OR? REPLACE? RULE {n} AS ON ... TO {t}", AE},
    {"DROP|ALTER RULE IF? EXISTS? {n} ON {t}", AE},
    {"CREATE|ALTER|DROP POLICY IF? EXISTS? {n} ON {t}", AE},
    {"CREATE STATISTICS IF? NOT? EXISTS? {n} ... FROM {t}", SUE},
    {"DROP STATISTICS IF? EXISTS? {n}", .look = look_drop_statistics},
    {"ALTER PUBLICATION {n} ADD|DROP|SET TABLE ONLY? {t}", SUE},
    {"COMMENT ON TABLE|VIEW|INDEX|SEQUENCE {t}", SUE},
    {"COMMENT ON MATERIALIZED|FOREIGN VIEW|TABLE {t}", SUE},
    {"COMMENT ON COLUMN {c}", SUE},
    {"ANALYZE {t}", SUE, .work = WORK_SCAN, .tx = TX_ALONE},
    {"SELECT setval ... FROM {t} HAVING", .work = WORK_SCAN},
    {"UPDATE ONLY? {t} SET", .work = WORK_SCAN},
    {"DELETE FROM ONLY? {t}", .work = WORK_SCAN, .class = CLASS_R3},
    {"INSERT INTO {t}"},
    {"TRUNCATE TABLE? ONLY? {t}", AE, .class = CLASS_R3, .rule = "ban-truncate"},
    {"DO", .look = look_block},

    {"VACUUM FULL {t}", AE, .work = WORK_REWRITE, .tx = TX_NEVER, .rule = "prefer-repack"},
    {"VACUUM", .tx = TX_NEVER},
    {"CLUSTER {t}", AE, .work = WORK_REWRITE, .rule = "prefer-repack"},
    {"REINDEX TABLE CONCURRENTLY {t}", SUE, .work = WORK_INDEX, .tx = TX_NEVER},
    {"REINDEX INDEX CONCURRENTLY {i}", SUE, .tx = TX_NEVER, .look = lock_index},
    {"DROP DATABASE", .class = CLASS_R3, .tx = TX_NEVER, .rule = "ban-drop-database"},
    {"ALTER SCHEMA {n} RENAME", .rule = "renaming-schema"},
    {"ALTER TYPE {n} RENAME VALUE", .rule = "renaming-enum-value"},

    {"ALTER TYPE {n} ADD VALUE", .class = CLASS_R1, .tx = TX_COMMIT},
    {"ALTER DOMAIN {n} ADD CONSTRAINT ... NOT VALID"},
    {"ALTER DOMAIN {n} ADD|VALIDATE CONSTRAINT", .look = look_domain},
    {"ALTER DOMAIN {n} SET NOT NULL", .look = look_domain},

    /* what no table waits for */
    {"CREATE|ALTER|DROP SCHEMA|EXTENSION|COLLATION|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|SERVER"
     "|USER|PUBLICATION|SUBSCRIPTION|STATISTICS|DEFAULT|FOREIGN|EVENT"},
    {"CREATE OR REPLACE FUNCTION|PROCEDURE|AGGREGATE"},
    {"GRANT|REVOKE|COMMENT|SELECT|SET"},
};

/* --- reading a statement --- */

static void apply(Reading *r)
{
    const StatementForm *form = r->form;
    Statement *out = r->out;
    if (r->table.shown.ptr && (form->lock || form->work))
        on_table(r, form->lock, form->work, r->table.shown, r->only);
    if (r->other.shown.ptr)
        add_lock(r, form->other, r->other.shown);
    bool of_table = r->table.shown.ptr || r->index.shown.ptr;
    if (form->rule && (!of_table || (r->table.shown.ptr && !is_fresh(r->scene, &r->table))))
        add_hazard(r, form->rule);
    at_least(r, form->class);
    if (form->tx != TX_ANY && !(form->tx == TX_ALONE && is_fresh(r->scene, &r->table)))
        out->tx = form->tx;
    if (form->look)
        form->look(r);
}

static void read_action(Reading *r)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        r->form = &forms[i];
        if (match(r, r->form)) {
            apply(r);
            return;
        }
    }
    add_hazard(r, "unknown-statement");
}

/* ALTER TABLE name, one action: the tokens of each of its actions in turn. */
static void read_actions(Reading *r, const Tokens *all)
{
    size_t head = 2, from;
    Name name;
    while (head < all->len &&
           (token_is(&all->at[head], "IF") || token_is(&all->at[head], "EXISTS") ||
            token_is(&all->at[head], "ONLY")))
        head++;
    take_name(r->scene->arena, all, &head, false, &name);
    from = head;
    for (size_t i = head; i <= all->len; i = i < all->len ? skip_one(all, i) : i + 1) {
        if (i < all->len && !token_is(&all->at[i], ","))
            continue;
        r->tokens.len = 0;
        for (size_t k = 0; k < head; k++)
            vec_push(r->scene->arena, &r->tokens, all->at[k]);
        for (size_t k = from; k < i; k++)
            vec_push(r->scene->arena, &r->tokens, all->at[k]);
        read_action(r);
        from = i + 1;
    }
}

Scene *scene_new(Arena *arena, const Catalog *live, const Catalog *want)
{
    Scene *scene = NEW(arena, Scene);
    *scene = (Scene){.arena = arena,
                     .live = live,
                     .want = want,
                     .fresh = {.arena = arena},
                     .heirs = {.arena = arena},
                     .keys = {.arena = arena},
                     .indexed = {.arena = arena},
                     .promised = {.arena = arena},
                     .proven = {.arena = arena}};
    enter_all(scene);
    return scene;
}

void scene_read(Scene *scene, Statement *statement)
{
    Reading r = {.scene = scene, .out = statement};
    Tokens tokens = sql_tokens(scene->arena, statement->sql);
    if (tokens.len > 2 && token_is(&tokens.at[0], "ALTER") && token_is(&tokens.at[1], "TABLE")) {
        read_actions(&r, &tokens);
        return;
    }
    r.tokens = tokens;
    read_action(&r);
}
