/*
 * The command line: one row a command, one row an option. Parsing, --help and the man page are made
 * from these tables.
 */
#ifndef PGW_CLI_OPTIONS_H
#define PGW_CLI_OPTIONS_H

#include "diag/diag.h"

typedef enum {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_CHOICE,
    OPTION_NUMBER,
    OPTION_LIST, /* may be given more than once */
} OptionType;

typedef struct {
    const char *name; /* without dashes */
    char letter;      /* 0: none */
    OptionType type;
    size_t offset; /* in Options: bool, const char *, StrVec or unsigned */
    const char *argument, *doc;
    const char *const *choices; /* OPTION_CHOICE; the first is the default */
} Option;

typedef struct {
    const char *operands[2];
    int operand_count;
    const char *output, *database, *lock, *scratch, *templates, *format, *only, *c_prefix;
    const char *c_layout, *lang;
    const char *from, *to, *up, *down, *purge, *drop, *online;
    StrVec acknowledge, allow_loss, rename, ignore, report;
    const char *model, *number, *wait, *lock_timeout, *retries, *color, *baseline, *targets, *since;
    unsigned timeout, jobs;
    bool dry_run, yes, accept, again, strict;
    bool orphans, no_partitions, mixins;
    StrVec schemas, tables, exclude;
    bool check, offline, quiet, help, no_renames;
} Options;

typedef struct Run Run;

typedef struct {
    const char *name, *operands, *summary, *description;
    int least, most; /* operands */
    const Option *options;
    size_t option_count;
    int (*run)(Run *run);
} Command;

extern const Command commands[];
extern const size_t command_count;

const Command *command_find(Str name);

/* Fills *out from the words after the command's name. False with E0801. */
bool options_parse(Arena *arena, const Command *command, int count, char **words, Options *out,
                   Diags *diags);

Str help_overview(Arena *arena);
Str help_command(Arena *arena, const Command *command);
/* The man page pgwright(1), in roff. */
Str help_man(Arena *arena);

#endif
