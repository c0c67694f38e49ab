#include "drift/scope.h"

#include "base/file.h"
#include "yaml/yaml.h"

enum { LARGEST_BASELINE = 8 * 1024 * 1024 };

static bool matches_any(Arena *arena, Value patterns, const Object *object)
{
    Str schema = object->id.schema;
    Str whole = str_format(arena, "%.*s.%.*s", STR_ARG(schema), STR_ARG(object->id.object));
    for (uint32_t i = 0; i < patterns.count; i++)
        if (str_like(whole, patterns.list[i]) || (schema.len && str_like(schema, patterns.list[i])))
            return true;
    return false;
}

bool scope_speaks_for(Arena *arena, const Catalog *want, const Object *object)
{
    const Object *database = catalog_find(want, (ObjectId){KIND_DATABASE, {0}, {0}, {0}});
    if (!database)
        return true;
    Value managed = object_value(database, "managed");
    bool global = !object->id.schema.len;
    return (global || !managed.count || matches_any(arena, managed, object)) &&
           !matches_any(arena, object_value(database, "ignore"), object);
}

bool scope_rule_matches(Str rule, KindId kind, Str object)
{
    Str pattern = rule, tag;
    str_split(&pattern, ':', &tag);
    return (str_is(tag, "*") || kind_by_tag(tag) == kind) && str_like(object, pattern);
}

bool scope_rules_check(const StrVec *rules, Diags *diags)
{
    StrVec tags = {0};
    for (int kind = 0; kind < KIND_COUNT; kind++)
        vec_push(diags->arena, &tags, str_of(kinds[kind].tag));
    for (size_t i = 0; i < rules->len; i++) {
        Str pattern = rules->at[i], tag;
        if (!str_split(&pattern, ':', &tag) || !pattern.len) {
            Diag *diag = diag_error(diags, "E0801", (Pos){0}, "--ignore cannot be \"%.*s\"",
                                    STR_ARG(rules->at[i]));
            diag_help(diags, diag, "it is KIND:PATTERN, as in \"index:public.*\".");
        } else if (!str_is(tag, "*") && kind_by_tag(tag) == KIND_NONE) {
            Diag *diag =
                diag_error(diags, "E0801", (Pos){0}, "there is no kind \"%.*s\"", STR_ARG(tag));
            diag_suggest(diags, diag, tag, &tags);
        }
    }
    return !diags->errors;
}

/* --- the baseline --- */

static const struct {
    const char *name;
    size_t offset;
    bool required;
} keys[] = {
    {"object", offsetof(Accepted, object), true},
    {"problem", offsetof(Accepted, problem), false},
    {"database", offsetof(Accepted, database), false},
    {"reason", offsetof(Accepted, reason), true},
    {"until", offsetof(Accepted, until), true},
};

static Str *place(Accepted *entry, size_t i)
{
    return (Str *)(void *)((char *)entry + keys[i].offset);
}

static void unknown_key(const Node *key, Diags *diags)
{
    StrVec names = {0};
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        vec_push(diags->arena, &names, str_of(keys[i].name));
    Diag *diag = diag_error(diags, "E0201", key->pos, "unknown key \"%.*s\"", STR_ARG(key->text));
    diag_suggest(diags, diag, key->text, &names);
}

static void read_key(Accepted *entry, const Pair *pair, Diags *diags)
{
    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        if (!str_is(pair->key->text, keys[i].name))
            continue;
        if (pair->value->type == NODE_SCALAR)
            *place(entry, i) = pair->value->text;
        else
            diag_error(diags, "E0202", pair->value->pos, "`%s` is a string, not %s", keys[i].name,
                       node_type_name(pair->value));
        return;
    }
    unknown_key(pair->key, diags);
}

static bool is_date(Str text)
{
    static const char form[] = "0000-00-00";
    bool date = text.len == sizeof form - 1;
    for (size_t i = 0; date && i < text.len; i++)
        date = form[i] == '-' ? text.ptr[i] == '-' : text.ptr[i] >= '0' && text.ptr[i] <= '9';
    return date;
}

static void read_entry(Baseline *baseline, const Node *node, Str today, Diags *diags)
{
    Accepted entry = {.pos = node->pos};
    if (node->type != NODE_MAPPING) {
        diag_error(diags, "E0202", node->pos, "an accepted difference is a mapping, not %s",
                   node_type_name(node));
        return;
    }
    for (size_t i = 0; i < node->pairs.len; i++)
        read_key(&entry, &node->pairs.at[i], diags);
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (keys[i].required && !str_trim(*place(&entry, i)).len && !diags->errors)
            diag_error(diags, "E0203", node->pos, "an accepted difference needs a text for `%s`",
                       keys[i].name);
    if (entry.until.len && !is_date(entry.until)) {
        Diag *diag = diag_error(diags, "E0202", node->pos, "`until` is a date, not \"%.*s\"",
                                STR_ARG(entry.until));
        diag_help(diags, diag, "write it as 2027-01-31.");
    }
    entry.expired = str_cmp(entry.until, today) < 0;
    vec_push(diags->arena, &baseline->entries, entry);
}

static void read_document(Baseline *baseline, const Node *document, Str today, Diags *diags)
{
    const Node *list = document->type == NODE_MAPPING ? node_get(document, S("accepted")) : NULL;
    if (!list || document->pairs.len != 1 || list->type != NODE_SEQUENCE) {
        Diag *diag = diag_error(diags, "E0202", document->pos,
                                "a baseline is a mapping with the one key `accepted`, a list");
        diag_help(diags, diag, "`--report baseline=FILE` writes one.");
        return;
    }
    for (size_t i = 0; i < list->items.len; i++)
        read_entry(baseline, list->items.at[i], today, diags);
}

Baseline *baseline_read(Arena *arena, const char *path, Str today, Diags *diags)
{
    Source *source = NEW(arena, Source);
    Str why;
    source->name = source->relative = str_of(path);
    if (!file_read(arena, path, LARGEST_BASELINE, &source->text, &why)) {
        diag_error(diags, "E0101", (Pos){.source = source}, "cannot be read: %.*s", STR_ARG(why));
        return NULL;
    }
    Baseline *baseline = NEW(arena, Baseline);
    NodeVec documents = {0};
    size_t before = diags->errors;
    if (yaml_parse(arena, source, diags, &documents))
        for (size_t i = 0; i < documents.len; i++)
            read_document(baseline, documents.at[i], today, diags);
    return diags->errors == before ? baseline : NULL;
}

Accepted *baseline_find(Baseline *baseline, Str shown, Str problem, Str database)
{
    Accepted *expired = NULL;
    for (size_t i = 0; baseline && i < baseline->entries.len; i++) {
        Accepted *entry = &baseline->entries.at[i];
        if (!str_like(shown, entry->object) ||
            (entry->problem.len && !str_eq(entry->problem, problem)) ||
            (entry->database.ptr && !str_eq(entry->database, database)))
            continue;
        entry->used = true;
        if (!entry->expired)
            return entry;
        expired = entry;
    }
    return expired;
}
