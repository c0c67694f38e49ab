#include "cli/options.h"

#include "text/escape.h"
#include "text/writer.h"

#include <string.h>

const Command *command_find(Str name)
{
    for (size_t i = 0; i < command_count; i++)
        if (str_is(name, commands[i].name))
            return &commands[i];
    return NULL;
}

static const Option *find_option(const Command *command, Str word)
{
    for (size_t i = 0; i < command->option_count; i++) {
        const Option *option = &command->options[i];
        bool named =
            str_starts(word, S("--")) && str_is(str_slice(word, 2, word.len), option->name);
        bool lettered = word.len == 2 && word.ptr[0] == '-' && option->letter == word.ptr[1];
        if (named || lettered)
            return option;
    }
    return NULL;
}

static bool unknown_option(const Command *command, Str word, Diags *diags)
{
    StrVec names = {0};
    for (size_t i = 0; i < command->option_count; i++)
        vec_push(diags->arena, &names, str_format(diags->arena, "--%s", command->options[i].name));
    Diag *diag = diag_error(diags, "E0801", (Pos){0}, "`%s` has no option \"%.*s\"", command->name,
                            STR_ARG(word));
    diag_suggest(diags, diag, word, &names);
    if (!diag->help.ptr)
        diag_help(diags, diag, "see `pgwright %s --help`.", command->name);
    return false;
}

static bool check_choice(const Option *option, const char *value, Diags *diags)
{
    StrVec words = {0};
    for (size_t i = 0; option->choices[i]; i++) {
        if (strcmp(option->choices[i], value) == 0)
            return true;
        vec_push(diags->arena, &words, str_of(option->choices[i]));
    }
    Str all = str_join(diags->arena, &words, S(", "));
    Diag *diag = diag_error(diags, "E0801", (Pos){0}, "--%s cannot be \"%s\"", option->name, value);
    diag_help(diags, diag, "it is one of: %.*s.", STR_ARG(all));
    return false;
}

static bool set_number(const Option *option, const char *value, unsigned *out, Diags *diags)
{
    enum { LARGEST = 1000000 };
    int64_t number;
    bool good = str_to_int(str_of(value), &number) && number >= 0 && number <= LARGEST;
    if (!good) {
        Diag *diag =
            diag_error(diags, "E0801", (Pos){0}, "--%s cannot be \"%s\"", option->name, value);
        diag_help(diags, diag, "it is a whole number from 0 to %d.", LARGEST);
    }
    *out = good ? (unsigned)number : 0;
    return good;
}

static bool set_option(const Option *option, const char *value, Options *out, Diags *diags)
{
    char *place = (char *)out + option->offset;
    if (option->type == OPTION_FLAG) {
        *(bool *)(void *)place = true;
        return true;
    }
    if (option->type == OPTION_NUMBER)
        return set_number(option, value, (unsigned *)(void *)place, diags);
    if (option->type == OPTION_LIST) {
        vec_push(diags->arena, (StrVec *)(void *)place, str_of(value));
        return true;
    }
    if (option->type == OPTION_CHOICE && !check_choice(option, value, diags))
        return false;
    *(const char **)(void *)place = value;
    return true;
}

static bool take_operand(const Command *command, const char *word, Options *out, Diags *diags)
{
    if (out->operand_count == command->most) {
        diag_error(diags, "E0801", (Pos){0}, "`%s` does not take \"%s\"", command->name, word);
        return false;
    }
    out->operands[out->operand_count++] = word;
    return true;
}

/* --name VALUE, --name=VALUE, -n VALUE. */
static bool take_option(Arena *arena, const Command *command, int count, char **words, int *i,
                        Options *out, Diags *diags)
{
    Str word = str_of(words[*i]), rest = word, name;
    bool joined = str_starts(word, S("--")) && str_split(&rest, '=', &name) && rest.ptr;
    const Option *option = find_option(command, joined ? name : word);
    if (!option)
        return unknown_option(command, joined ? name : word, diags);
    const char *value = joined ? str_copy(arena, rest).ptr : NULL;
    if (option->type == OPTION_FLAG && joined) {
        diag_error(diags, "E0801", (Pos){0}, "--%s takes no value", option->name);
        return false;
    }
    if (option->type != OPTION_FLAG && !value) {
        if (*i + 1 == count) {
            diag_error(diags, "E0801", (Pos){0}, "--%s needs %s", option->name, option->argument);
            return false;
        }
        value = words[++*i];
    }
    return set_option(option, value, out, diags);
}

bool options_parse(Arena *arena, const Command *command, int count, char **words, Options *out,
                   Diags *diags)
{
    *out = (Options){0};
    for (size_t i = 0; i < command->option_count; i++) {
        const Option *option = &command->options[i];
        if (option->type == OPTION_CHOICE)
            set_option(option, option->choices[0], out, diags);
    }
    bool plain = false; /* after -- everything is an operand */
    for (int i = 0; i < count; i++) {
        bool dash = !plain && words[i][0] == '-' && words[i][1] != '\0';
        if (dash && strcmp(words[i], "--") == 0)
            plain = true;
        else if (dash ? !take_option(arena, command, count, words, &i, out, diags)
                      : !take_operand(command, words[i], out, diags))
            return false;
    }
    if (out->help || out->operand_count >= command->least)
        return true;
    Diag *diag =
        diag_error(diags, "E0801", (Pos){0}, "`%s` needs %s", command->name, command->operands);
    diag_help(diags, diag, "see `pgwright %s --help`.", command->name);
    return false;
}

/* --- help --- */

static Str option_words(Arena *arena, const Option *option)
{
    Str letter = option->letter ? str_format(arena, "-%c, ", option->letter) : S("    ");
    return str_format(arena, "%.*s--%s%s%s", STR_ARG(letter), option->name,
                      option->argument ? " " : "", option->argument ? option->argument : "");
}

Str help_overview(Arena *arena)
{
    Writer w = {.arena = arena};
    w_line(&w, "usage: pgwright COMMAND [options]\n");
    w_line(&w,
           "A schema compiler for PostgreSQL: a YAML model becomes SQL, C bindings, an OpenAPI");
    w_line(&w, "document, documentation, and a drift check for live databases.\n");
    w_line(&w, "commands:");
    for (size_t i = 0; i < command_count; i++)
        w_line(&w, "  %-10s %s", commands[i].name, commands[i].summary);
    w_line(&w, "\n`pgwright COMMAND --help` tells more. Exit status: 0 done, nothing to report; 1 "
               "the input,");
    w_line(&w, "the usage or the environment is at fault; 2 differences.");
    return w_result(&w);
}

/* Characters; the text of an option with longer words begins on a line of its own. */
enum { OPTION_WIDTH = 24 };

Str help_command(Arena *arena, const Command *command)
{
    Writer w = {.arena = arena};
    w_line(&w, "usage: pgwright %s %s%s[options]\n", command->name, command->operands,
           command->operands[0] ? " " : "");
    w_line(&w, "%s\n", command->description);
    w_line(&w, "options:");
    for (size_t i = 0; i < command->option_count; i++) {
        Str words = option_words(arena, &command->options[i]);
        const char *gap = words.len > OPTION_WIDTH ? "\n  " : "";
        int pad = OPTION_WIDTH + 1 - (*gap ? 0 : (int)words.len);
        w_line(&w, "  %.*s%s%*s%s", STR_ARG(words), gap, pad, "", command->options[i].doc);
    }
    return w_result(&w);
}

static Str roff(Arena *arena, const char *text)
{
    return roff_text(arena, str_of(text));
}

Str help_man(Arena *arena)
{
    Writer w = {.arena = arena};
    w_line(&w, ".TH PGWRIGHT 1\n.SH NAME\npgwright \\- a schema compiler for PostgreSQL");
    w_line(&w, ".SH SYNOPSIS\n.B pgwright\n.I COMMAND\n[options]");
    w_line(&w, ".SH DESCRIPTION\nA YAML model becomes SQL, C bindings, an OpenAPI document, "
               "documentation, "
               "and a drift check for live databases.");
    w_line(&w, ".SH COMMANDS");
    for (size_t i = 0; i < command_count; i++) {
        const Command *command = &commands[i];
        w_line(&w, ".SS %s %s", command->name, roff(arena, command->operands).ptr);
        w_line(&w, "%.*s", STR_ARG(roff(arena, command->description)));
        for (size_t k = 0; k < command->option_count; k++) {
            Str words = str_trim(option_words(arena, &command->options[k]));
            w_line(&w, ".TP\n.B %.*s\n%.*s", STR_ARG(roff(arena, str_copy(arena, words).ptr)),
                   STR_ARG(roff(arena, command->options[k].doc)));
        }
    }
    w_line(&w, ".SH EXIT STATUS\n.TP\n.B 0\ndone, nothing to report\n.TP\n.B 1\nthe input, the "
               "usage or the "
               "environment is at fault\n.TP\n.B 2\ndifferences: drift, stale output");
    w_line(&w, ".SH ENVIRONMENT\n.TP\n.B PGWRIGHT_SCRATCH\na server on which scratch databases may "
               "be made");
    w_line(&w, ".TP\n.B PGWRIGHT_PG_BINDIR\nwhere the programs initdb and postgres are");
    w_line(&w, ".TP\n.B PGHOST, PGPASSWORD, PGSERVICE ...\nas for any program that uses libpq");
    return w_result(&w);
}
