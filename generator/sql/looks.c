#include "sql/reading.h"

#include "sql/sql.h"
#include "text/quote.h"

void look_new(Reading *r)
{
    map_put(&r->scene->fresh, r->table.shown, r->scene);
}

void look_index(Reading *r)
{
    const Object *table = scene_indexed(r->scene, &r->index);
    if (!table)
        return;
    Str shown = scene_shown(r->scene->arena, table);
    reading_table(r, r->form->lock, WORK_NONE, shown, false);
    if (r->form->rule && !map_get(&r->scene->fresh, shown))
        reading_hazard(r, r->form->rule);
}

void look_index_alone(Reading *r)
{
    const Object *table = scene_indexed(r->scene, &r->index);
    bool live = table && table->index < r->scene->live->objects.len &&
                r->scene->live->objects.at[table->index] == table;
    if (live && !map_get(&r->scene->fresh, scene_shown(r->scene->arena, table))) {
        reading_lock(r, r->form->lock, r->index.shown);
        reading_work(r, r->form->work, r->index.shown);
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
        if (!token_is_name(&r->tokens.at[i]) ||
            !reading_name(r->scene->arena, &r->tokens, &at, false, &name) || at >= to ||
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
    for (size_t i = r->end; i < r->tokens.len; i = tokens_skip(&r->tokens, i)) {
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
    if (scene_is_fresh(r->scene, &r->table))
        return;
    reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_REWRITE, r->table.shown, r->only);
    reading_hazard(r, rule);
}

/* PostgreSQL has no way to make a column that a table has of its own an inherited one alone: it
 * stays "local" (pg_attribute.attislocal) through INHERIT, NO INHERIT and what is added above it.
 */
static void look_heirs_columns(Reading *r)
{
    const Objects *heirs = map_get(&r->scene->heirs, r->table.shown);
    for (size_t i = 0; heirs && !r->only && i < heirs->len; i++) {
        ObjectId id = heirs->at[i]->id;
        id.kind = KIND_COLUMN;
        id.sub = r->name.name;
        if (!catalog_find(r->scene->live, id))
            continue;
        reading_hazard(r, "merging-inherited-column");
        reading_class(r, CLASS_R2);
        return;
    }
}

void look_add_column(Reading *r)
{
    size_t end, value = find_default(r, &end), at = r->end;
    Name type;
    bool fresh = scene_is_fresh(r->scene, &r->table);
    if (reading_name(r->scene->arena, &r->tokens, &at, false, &type) &&
        (is_guarded(r->scene->want, &type) || str_ends(type.name, S("serial"))))
        rewrite(r, "adding-field-with-default");
    if (reading_says(r, "AS IDENTITY"))
        rewrite(r, "adding-field-with-default");
    else if (reading_says(r, "GENERATED ALWAYS AS"))
        rewrite(r, "adding-stored-generated-field");
    else if (value && is_volatile(r, value, end))
        rewrite(r, "adding-field-with-default");
    else if (!value && !fresh && reading_says(r, "NOT NULL")) { /* looks whether there are rows */
        reading_work(r, WORK_SCAN, r->table.shown);
        reading_hazard(r, "adding-required-field");
    }
    if (reading_says(r, "CHECK") && !fresh) {
        reading_work(r, WORK_SCAN, r->table.shown);
        reading_hazard(r, "constraint-missing-not-valid");
    }
    look_heirs_columns(r);
}

/* An expression of a table as a key: without parentheses around it and blanks of its own. */
static Str proof_key(Arena *arena, Str table, Str expression)
{
    Tokens tokens = sql_tokens(arena, expression);
    StrVec words = {0};
    size_t from = 0, to = tokens.len;
    while (from < to && token_is(&tokens.at[from], "(") && tokens_skip(&tokens, from) == to) {
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
    const Object *table = scene_relation(live, name);
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

void look_promise(Reading *r)
{
    size_t from = 0;
    while (from < r->tokens.len && !token_is(&r->tokens.at[from], "("))
        from++;
    if (from == r->tokens.len)
        return;
    Str *expression = NEW(r->scene->arena, Str);
    *expression = tokens_text(&r->tokens, from, tokens_skip(&r->tokens, from));
    map_put(&r->scene->promised, promise_key(r), expression);
}

void look_not_null(Reading *r)
{
    const Object *column = scene_column(r->scene->live, &r->table, r->name.name);
    Str expression = str_format(r->scene->arena, "%.*s IS NOT NULL",
                                STR_ARG(sql_ident(r->scene->arena, r->name.name)));
    if (scene_is_fresh(r->scene, &r->table) || is_proven(r, &r->table, expression) ||
        (column && object_bool(column, "not_null")))
        return;
    reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, r->table.shown, r->only);
    reading_hazard(r, "adding-not-nullable-field");
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
    return tokens_text(&r->tokens, r->end, to);
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

void look_type(Reading *r)
{
    const Object *have = scene_column(r->scene->live, &r->table, r->name.name);
    bool using, collate;
    Str to = new_type(r, &using, &collate);
    if (!have || scene_is_fresh(r->scene, &r->table))
        return;
    reading_keys(r, &r->table, r->name.name, LOCK_ACCESS_EXCLUSIVE);
    TypeChange change = {.rewrites = true, .loses = true};
    if (!using)
        change = sql_type_change(r->scene->arena, object_text(have, "type"), to);
    if (change.loses) {
        reading_class(r, CLASS_R3);
        reading_hazard(r, "narrowing-type");
    } else if (sql_type_change(r->scene->arena, to, object_text(have, "type")).loses)
        reading_class(r, CLASS_R1); /* the way back is narrower than what is written meanwhile */
    if (change.rewrites) {
        rewrite(r, "changing-column-type");
        return;
    }
    bool recollated = collate || object_attr(have, "collation");
    if ((recollated || change.reindexes) && is_used(r->scene->live, have, KIND_RELATION, 0))
        reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_INDEX, r->table.shown, r->only);
    if (is_used(r->scene->live, have, KIND_CONSTRAINT, KIND_RELATION | KIND_ACROSS)) {
        reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, r->table.shown, r->only);
        reading_hazard(r, "rewriting-checks");
    }
}

/* Whether every partition has had a foreign key that the table's takes over. */
static bool has_keys(const Reading *r, Str whole)
{
    const Objects *heirs = map_get(&r->scene->heirs, whole);
    bool all = heirs != NULL;
    for (size_t i = 0; heirs && i < heirs->len; i++) {
        Str table = scene_shown(r->scene->arena, heirs->at[i]);
        all = all && object_attr(heirs->at[i], "partition_of") &&
              (map_get(&r->scene->proven, table) || has_keys(r, table));
    }
    return all;
}

void look_key(Reading *r)
{
    if (has_keys(r, r->table.shown)) {
        r->out->works.len = r->out->hazards.len = 0;
        reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_NONE, r->other.shown, false);
        return;
    }
    if (!scene_is_fresh(r->scene, &r->table))
        reading_work(r, WORK_SCAN, r->other.shown);
}

void look_validate(Reading *r)
{
    const Str *expression = map_get(&r->scene->promised, promise_key(r));
    const Object *key = scene_part(r->scene->want, &r->table, r->name.name, KIND_ACROSS);
    if (expression)
        map_put(&r->scene->proven, proof_key(r->scene->arena, r->table.shown, *expression),
                r->scene);
    if (key) {
        reading_work(r, WORK_SCAN, scene_referenced(r->scene->arena, key));
        map_put(&r->scene->proven, r->table.shown, r->scene);
    }
}

void look_drop_constraint(Reading *r)
{
    const Object *part = scene_part(r->scene->live, &r->table, r->name.name, KIND_CONSTRAINT);
    if (part && part->id.kind == KIND_FOREIGN_KEY)
        reading_lock(r, LOCK_ACCESS_EXCLUSIVE, scene_referenced(r->scene->arena, part));
}

void look_drop_column(Reading *r)
{
    const Object *column = scene_column(r->scene->live, &r->table, r->name.name);
    if (scene_is_fresh(r->scene, &r->table))
        return;
    reading_keys(r, &r->table, r->name.name, LOCK_ACCESS_EXCLUSIVE);
    if (column && object_attr(column, "generated"))
        reading_class(r, CLASS_R2);
    else
        reading_hazard(r, "ban-drop-column");
    if (!column || !object_attr(column, "generated"))
        reading_class(r, CLASS_R3);
}

static Str parent_of(const Object *table)
{
    Value part = table ? object_value(table, "partition_of") : (Value){0};
    return part.count ? part.list[0] : (Str){0};
}

/* A partitioned table that loses a partition. */
static void lock_place(Reading *r, LockLevel level, Str whole)
{
    const Object *rest = map_get(&r->scene->rests, whole);
    reading_lock(r, level, whole);
    if (rest)
        reading_lock(r, level, scene_shown(r->scene->arena, rest));
}

void look_drop_table(Reading *r)
{
    const Object *table = scene_relation(r->scene->live, &r->table);
    reading_keys(r, &r->table, (Str){0}, LOCK_ACCESS_EXCLUSIVE);
    if (table && parent_of(table).ptr)
        lock_place(r, LOCK_ACCESS_EXCLUSIVE, parent_of(table));
}

/* Whether the partition is known to hold what its bounds ask for. */
static bool is_within_bounds(const Reading *r)
{
    const Object *table = scene_relation(r->scene->want, &r->other);
    Str bounds = table ? object_text(table, "bounds") : (Str){0};
    return bounds.ptr && is_proven(r, &r->other, bounds);
}

/* From here on who works on the whole works on the table too. */
static void add_heir(Reading *r, const Name *whole, const Name *table)
{
    const Object *heir = scene_relation(r->scene->want, table);
    if (heir)
        scene_add_heir(r->scene, whole->shown, heir);
}

void look_inherit(Reading *r)
{
    add_heir(r, &r->other, &r->table);
}

void look_attach(Reading *r)
{
    const Object *rest = map_get(&r->scene->rests, r->table.shown);
    reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_NONE, r->other.shown, false);
    if (!scene_is_fresh(r->scene, &r->other) && !is_within_bounds(r)) {
        reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, r->other.shown, false);
        reading_hazard(r, "attaching-partition-scan");
    }
    if (rest && !str_eq(scene_shown(r->scene->arena, rest), r->other.shown))
        reading_table(r, LOCK_ACCESS_EXCLUSIVE, WORK_SCAN, scene_shown(r->scene->arena, rest),
                      false);
    reading_keys(r, &r->table, (Str){0}, LOCK_SHARE_ROW_EXCLUSIVE);
    add_heir(r, &r->table, &r->other);
}

void look_detach(Reading *r)
{
    lock_place(r, r->form->lock, r->table.shown);
    reading_keys(r, &r->table, (Str){0}, LOCK_SHARE_ROW_EXCLUSIVE);
    reading_keys(r, &r->other, (Str){0}, LOCK_SHARE_ROW_EXCLUSIVE);
}

void look_partitioned(Reading *r)
{
    const Object *table = scene_relation(r->scene->want, &r->table);
    if (r->only && table && object_attr(table, "partition_by")) {
        r->out->works.len = 0;
        r->out->hazards.len = 0;
    }
}

void look_domain(Reading *r)
{
    const Catalog *live = r->scene->live;
    Str path = sql_qualified(r->scene->arena, r->name.schema, r->name.name);
    for (size_t i = 0; i < live->objects.len; i++) {
        const Object *column = live->objects.at[i];
        Str type = column->id.kind == KIND_COLUMN ? object_text(column, "type") : (Str){0};
        if (!str_starts(type, path) || !column->parent)
            continue;
        Str table = scene_shown(r->scene->arena, column);
        reading_lock(r, LOCK_SHARE, table);
        reading_work(r, WORK_SCAN, table);
        if (!map_get(&r->scene->fresh, table))
            reading_hazard(r, "ban-alter-domain-with-add-constraint");
    }
}

void look_drop_statistics(Reading *r)
{
    ObjectId id = {KIND_STATISTICS, r->name.schema, r->name.name, {0}};
    const Object *statistics = catalog_find(r->scene->live, id);
    if (statistics)
        reading_lock(r, LOCK_SHARE_UPDATE_EXCLUSIVE, object_text(statistics, "table"));
}

/* Storage parameters that cannot change while the relation is used; the others can. */
static const char heavy_options[] =
    "user_catalog_table fastupdate gin_pending_list_limit buffering "
    "pages_per_range autosummarize";

void look_options(Reading *r)
{
    for (size_t i = r->end; i < r->tokens.len; i++)
        if (token_is_name(&r->tokens.at[i]) &&
            is_listed(token_name(r->scene->arena, &r->tokens.at[i]), heavy_options))
            reading_lock(r, LOCK_ACCESS_EXCLUSIVE,
                         r->index.shown.ptr ? r->index.shown : r->table.shown);
}

void look_index_options(Reading *r)
{
    look_index_alone(r);
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
            reading_work(r, WORK_SCAN, scene_shown(r->scene->arena, relation));
    }
}

void look_filled(Reading *r)
{
    const Object *view = scene_relation(r->scene->want, &r->table);
    if (view && view->id.kind == KIND_MATERIALIZED_VIEW && !reading_says(r, "WITH NO DATA"))
        read_tables(r, view);
    if (r->form->lock == LOCK_NONE)
        look_new(r);
}

/* Tables that a block of ours reads whole: sql/purge.c drops what is empty, guards of sql/rename.c
 * look for rows without a value. */
static void look_inside(Reading *r, Str body, LockLevel lock)
{
    Tokens inside = sql_tokens(r->scene->arena, body);
    for (size_t i = 1; i < inside.len; i++) {
        size_t at = i + 1;
        Name table;
        if (token_is(&inside.at[i], "FROM") && !token_is(&inside.at[i - 1], "DISTINCT") &&
            reading_name(r->scene->arena, &inside, &at, false, &table))
            reading_table(r, lock, WORK_SCAN, table.shown, false);
    }
}

void look_block(Reading *r)
{
    const Str sweep = S("$sweep$"), guard = S("$guard$");
    Str body = r->tokens.len > 1 ? r->tokens.at[1].text : (Str){0};
    if (str_starts(body, sweep)) {
        look_inside(r, str_slice(body, sweep.len, body.len - sweep.len), LOCK_ACCESS_EXCLUSIVE);
        return;
    }
    if (str_starts(body, guard)) {
        look_inside(r, str_slice(body, guard.len, body.len - guard.len), LOCK_NONE);
        return;
    }
    bool step = str_starts(body, S("$step"));
    if (step && str_find(body, S("COMMIT;")) >= 0)
        r->out->tx = TX_NEVER;
    if (!step && !str_starts(body, S("$again$")))
        reading_hazard(r, "unknown-statement");
}
