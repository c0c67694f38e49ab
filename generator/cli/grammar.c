#include "cli/grammar.h"

#include "kind/kind.h"
#include "migrate/steps.h"
#include "text/writer.h"

#include <string.h>

static const char *const form_names[] = {
    [FORM_TEXT] = "text",
    [FORM_NAME] = "name",
    [FORM_BOOL] = "true or false",
    [FORM_INT] = "whole number",
    [FORM_NUMBER] = "number",
    [FORM_CHOICE] = "word",
    [FORM_TYPE] = "type",
    [FORM_LITERAL] = "plain value",
    [FORM_EXPR] = "SQL expression",
    [FORM_QUERY] = "SQL query",
    [FORM_BODY] = "text, byte for byte",
    [FORM_NAMES] = "name or list of names",
    [FORM_TEXTS] = "text or list of texts",
    [FORM_KEYS] = "key or list of keys",
    [FORM_FUNCTION] = "name of a function",
    [FORM_GRANTS] = "right or list of rights",
    [FORM_OPTIONS] = "mapping of plain values",
    [FORM_GROUP] = "mapping",
    [FORM_MIXINS] = "mapping of names to parts of a table",
};

static Str anchor(Arena *arena, KindId kind)
{
    return str_replace(arena, str_of(kinds[kind].tag), S(" "), S("-"));
}

static Str form_text(Arena *arena, const Field *field)
{
    if (field->form == FORM_CHILD || field->form == FORM_CHILDREN)
        return str_format(
            arena, "%s[%s](#%.*s)", field->form == FORM_CHILD ? "" : "mapping of names to ",
            field->form == FORM_CHILD ? kinds[field->child].tag : kinds[field->child].plural,
            STR_ARG(anchor(arena, field->child)));
    if (field->form != FORM_CHOICE)
        return str_of(form_names[field->form]);
    StrVec words = {0};
    for (size_t i = 0; field->choices[i]; i++)
        vec_push(arena, &words,
                 str_format(arena, i ? "`%s`" : "`%s` (default)", field->choices[i]));
    return str_join(arena, &words, S(", "));
}

static void write_kind(Writer *w, const Kind *kind)
{
    w_line(w, "## %s\n", kind->tag);
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i].flags & FIELD_SHORTHAND)
            w_line(w, "A plain value in place of the mapping stands for `%s`.\n",
                   kind->fields[i].name);
    w_line(w, "| key | value | meaning |\n| --- | --- | --- |");
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        if (field->form != FORM_NONE)
            w_line(w, "| `%s`%s | %.*s | %.*s |", field->name,
                   field->flags & FIELD_REQUIRED ? ", required" : "",
                   STR_ARG(form_text(w->arena, field)),
                   STR_ARG(str_replace(w->arena, str_of(field->doc), S("|"), S("\\|"))));
    }
    w_newline(w);
}

/* The keys of migration.yaml, which no kind has. */
static void write_steps(Writer *w)
{
    w_text(w,
           "## migration\n\n"
           "What a migration does beside the difference of two schemas: in `migrations/next.yaml` "
           "of the model until\n`pgwright migrate new` makes it the migration's own "
           "`migration.yaml`; `migrate new --again` plans anew what was\nchanged there. Names in "
           "its SQL without a schema mean public.\n");
    for (size_t i = 0; i < step_key_count; i++) {
        const StepKey *key = &step_keys[i];
        bool begins = i == 0 || strcmp(key->section, step_keys[i - 1].section) != 0;
        if (begins && i > 0)
            w_printf(w, "\n## %s\n", key->section);
        if (begins)
            w_line(w, "\n| key | value | meaning |\n| --- | --- | --- |");
        w_line(w, "| `%s`%s | %s | %s |", key->key, key->required ? ", required" : "", key->value,
               key->doc);
    }
    w_newline(w);
}

Str grammar_markdown(Arena *arena)
{
    Writer w = {.arena = arena};
    w_text(
        &w,
        "# The grammar of a model\n\n"
        "Made by `pgwright help grammar` from the tables that the compiler itself reads by.\n\n"
        "A model is a folder of `*.yaml` files, read as one; their names and order mean nothing. "
        "Keys are names and are\ntaken as they are written; SQL fragments are plain strings. "
        "At the top of a file stand the keys of `database`\nbelow, or `table: NAME` (`view: "
        "NAME`, …) with the keys of that kind. A file may hold several documents.\n\n");
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        size_t written = 0; /* kinds that only lowering makes have nothing to write */
        for (size_t i = 0; i < kinds[kind].field_count; i++)
            written += kinds[kind].fields[i].form != FORM_NONE;
        if (written && kind != KIND_DEFAULT)
            write_kind(&w, &kinds[kind]);
    }
    write_steps(&w);
    w_text(&w, "## What may be wrong\n\n| code | meaning |\n| --- | --- |\n");
    for (size_t i = 0; i < diag_code_count; i++)
        w_line(&w, "| %s | %s |", diag_codes[i].code, diag_codes[i].title);
    return w_result(&w);
}
