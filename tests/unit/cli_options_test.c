#include "unit.h"

#include "cli/options.h"

/* Commands of our own, so that what is tested is the reader of such tables. */
static const char *const colours[] = {"red", "green", "blue", NULL};

static const Option paint_options[] = {
    {"output", 'o', OPTION_TEXT, offsetof(Options, output), "DIR", "where it goes", NULL},
    {"format", 0, OPTION_CHOICE, offsetof(Options, format), "red|green|blue", "its colour",
     colours},
    {"check", 'c', OPTION_FLAG, offsetof(Options, check), NULL, "only look", NULL},
    {"allow-loss", 0, OPTION_LIST, offsetof(Options, allow_loss), "OBJECT", "what may go", NULL},
    {"offline", 0, OPTION_FLAG, offsetof(Options, offline), NULL, "alone", NULL},
    {"help", 'h', OPTION_FLAG, offsetof(Options, help), NULL, "this text", NULL},
};
static const Option bare_options[] = {
    {"help", 'h', OPTION_FLAG, offsetof(Options, help), NULL, "this text", NULL},
};

const Command commands[] = {
    {.name = "paint",
     .operands = "WALL [DOOR]",
     .summary = "paints a wall",
     .description = "Paints a wall, and a door if there is one.",
     .least = 1,
     .most = 2,
     .options = paint_options,
     .option_count = COUNT_OF(paint_options)},
    {.name = "rest",
     .operands = "",
     .summary = "does nothing",
     .description = "Does nothing -- for a while; C:\\dir.",
     .least = 0,
     .most = 0,
     .options = bare_options,
     .option_count = COUNT_OF(bare_options)},
};
const size_t command_count = COUNT_OF(commands);

static Options options;

/* Parses the words, separated by blanks, as the command's. */
static bool parse(const char *command, const char *line)
{
    char *words[16];
    int count = 0;
    Str rest = str_of(line), word;
    while (str_split(&rest, ' ', &word))
        if (word.len) {
            Str copy = str_copy(arena, word);
            words[count++] = (char *)arena_copy(arena, copy.ptr, copy.len + 1, 1);
        }
    diags = (Diags){.arena = arena};
    return options_parse(arena, command_find(str_of(command)), count, words, &options, &diags);
}

static void same_word(int line, const char *got, const char *want)
{
    if ((got == NULL) != (want == NULL) || (got && strcmp(got, want) != 0))
        fail_msg("line %d: %s, not %s", line, got ? got : "nothing", want ? want : "nothing");
}

static void test_parsing(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *words, *first, *second, *output, *format;
        bool check;
    } cases[] = {
        {L, "wall", "wall", NULL, NULL, "red", false},
        {L, "wall door", "wall", "door", NULL, "red", false},
        {L, "wall -o out", "wall", NULL, "out", "red", false},
        {L, "-o out wall", "wall", NULL, "out", "red", false},
        {L, "wall --output out", "wall", NULL, "out", "red", false},
        {L, "--output=out wall", "wall", NULL, "out", "red", false},
        {L, "--output= wall", "wall", NULL, "", "red", false},
        {L, "--output=a=b wall", "wall", NULL, "a=b", "red", false},
        {L, "--output -- wall", "wall", NULL, "--", "red", false},
        {L, "-o -x wall", "wall", NULL, "-x", "red", false},
        {L, "-o a --output=b wall", "wall", NULL, "b", "red", false}, /* the last one */
        {L, "--format blue wall", "wall", NULL, NULL, "blue", false},
        {L, "--format=green --check wall", "wall", NULL, NULL, "green", true},
        {L, "-c wall", "wall", NULL, NULL, "red", true},
        {L, "-- --check -o", "--check", "-o", NULL, "red", false},
        {L, "wall -- --", "wall", "--", NULL, "red", false},
        {L, "-", "-", NULL, NULL, "red", false},
        {L, "wall --", "wall", NULL, NULL, "red", false},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (!parse("paint", cases[i].words))
            fail_msg("line %d: %s", cases[i].line, diags_text(&diags, 0).ptr);
        same_word(cases[i].line, options.operands[0], cases[i].first);
        same_word(cases[i].line, options.operands[1], cases[i].second);
        same_word(cases[i].line, options.output, cases[i].output);
        same_word(cases[i].line, options.format, cases[i].format);
        same_number(cases[i].line, options.check, cases[i].check);
        same_number(cases[i].line, options.operand_count, cases[i].second ? 2 : 1);
        same_number(cases[i].line, options.offline, false);
    }
    assert_true(parse("paint", "wall --allow-loss a --allow-loss=b,c"));
    assert_int_equal(options.allow_loss.len, 2);
    same_text(L, options.allow_loss.at[1], "b,c");
    assert_true(parse("rest", ""));
    assert_int_equal(options.allow_loss.len, 0);
    assert_null(options.format);
    assert_true(parse("paint", "--help")); /* nothing else is needed for that */
    assert_true(options.help);
    assert_true(parse("paint", "-h"));
    assert_true(options.help);
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        int line;
        const char *command, *words, *says, *help;
    } cases[] = {
        {L, "paint", "", "`paint` needs WALL [DOOR]", "see `pgwright paint --help`."},
        {L, "paint", "a b c", "`paint` does not take \"c\"", ""},
        {L, "rest", "x", "`rest` does not take \"x\"", ""},
        {L, "paint", "a --chek", "`paint` has no option \"--chek\"", "did you mean \"--check\"?"},
        {L, "paint", "a --ouput=x", "`paint` has no option \"--ouput\"",
         "did you mean \"--output\"?"},
        {L, "paint", "a --nonsense", "`paint` has no option \"--nonsense\"",
         "see `pgwright paint --help`."},
        {L, "paint", "a -x", "`paint` has no option \"-x\"", ""},
        {L, "paint", "a -oout", "`paint` has no option \"-oout\"", ""},
        {L, "paint", "a -co", "`paint` has no option \"-co\"", ""},
        {L, "paint", "a --check=yes", "--check takes no value", ""},
        {L, "paint", "a --output", "--output needs DIR", ""},
        {L, "paint", "a -o", "--output needs DIR", ""},
        {L, "paint", "a --format pink", "--format cannot be \"pink\"",
         "it is one of: red, green, blue."},
        {L, "paint", "a --format=", "--format cannot be \"\"", "it is one of: red, green, blue."},
        {L, "paint", "a output", NULL, NULL},
        {L, "paint", "a --out", "`paint` has no option \"--out\"", ""}, /* never shortened */
        {L, "paint", "a --OUTPUT x", "`paint` has no option \"--OUTPUT\"", "\"--output\""},
        {L, "rest", "--check", "`rest` has no option \"--check\"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        bool good = parse(cases[i].command, cases[i].words);
        same_number(cases[i].line, good, cases[i].says == NULL);
        if (good)
            continue;
        same_number(cases[i].line, (long long)diags.errors, 1);
        assert_string_equal(diags.list.at[0]->code, "E0801");
        same_text(cases[i].line, diags.list.at[0]->message, cases[i].says);
        if (cases[i].help[0])
            has_text(cases[i].line, diags.list.at[0]->help, cases[i].help);
    }
}

static void test_commands(void **state)
{
    (void)state;
    assert_ptr_equal(command_find(S("paint")), &commands[0]);
    assert_null(command_find(S("pain")));
    assert_null(command_find(S("Paint")));
    assert_null(command_find((Str){0}));
}

static void test_help(void **state)
{
    (void)state;
    Str overview = help_overview(arena), man = help_man(arena);
    for (size_t i = 0; i < command_count; i++) {
        const Command *command = &commands[i];
        Str page = help_command(arena, command);
        has_text(L, overview, command->name);
        has_text(L, overview, command->summary);
        has_text(L, page, command->description);
        has_text(L, man, command->name);
        assert_true(str_starts(page, str_format(arena, "usage: pgwright %s ", command->name)));
        for (size_t k = 0; k < command->option_count; k++) {
            const Option *option = &command->options[k];
            has_text(L, page, str_format(arena, "--%s", option->name).ptr);
            has_text(L, page, option->doc);
            has_text(L, man, "\\-\\-");
            has_text(L, man, str_replace(arena, str_of(option->name), S("-"), S("\\-")).ptr);
            has_text(L, man, option->doc);
            if (option->argument)
                has_text(L, page, str_format(arena, "--%s %s", option->name, option->argument).ptr);
            if (option->letter)
                has_text(L, page, str_format(arena, "-%c, --%s", option->letter, option->name).ptr);
        }
    }
    has_text(L, help_command(arena, &commands[0]), "usage: pgwright paint WALL [DOOR] [options]\n");
    has_text(L, help_command(arena, &commands[1]), "usage: pgwright rest [options]\n");
    has_text(L, overview, "Exit status");
}

/* What the shell command prints, or absent when it fails. */
static Str output_of(Str command)
{
    Str path = path_join(arena, temporary_folder(), S("output")), text, why;
    if (system(str_format(arena, "%.*s >%s 2>&1", STR_ARG(command), path.ptr).ptr) != 0)
        return (Str){0};
    return file_read(arena, path.ptr, 1 << 20, &text, &why) ? text : (Str){0};
}

/* groff has nothing to complain about, and prints dashes as they are typed. */
static void check_man(Str man)
{
    Str file = temporary_file("pgwright.1", man);
    if (!output_of(S("command -v groff")).ptr)
        skip();
    same_text(L, output_of(str_format(arena, "groff -man -Tutf8 -ww -z %s", file.ptr)), "");
    Str text = output_of(str_format(arena, "groff -man -Tascii -P-cbou %s", file.ptr));
    has_text(L, text, "NAME\n       pgwright - a schema compiler for PostgreSQL");
    has_text(L, text, "--help");
    has_text(L, text, "EXIT STATUS");
    has_text(L, text, "ENVIRONMENT");
}

static void test_man(void **state)
{
    (void)state;
    Str man = help_man(arena);
    assert_true(str_starts(man, S(".TH PGWRIGHT 1")));
    has_text(L, man, "Does nothing \\-\\- for a while; C:\\edir.");
    check_man(man);
}

/* The same of the program's own tables. */
static void test_real_man(void **state)
{
    (void)state;
    const char *program = getenv("PGWRIGHT");
    if (!program)
        skip();
    Str man = output_of(str_format(arena, "%s help man", program));
    assert_non_null(man.ptr);
    check_man(man);
    static const char *const names[] = {"check", "generate", "drift", "scratch", "help"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        Str page = output_of(str_format(arena, "%s %s --help", program, names[i]));
        assert_true(str_starts(page, str_format(arena, "usage: pgwright %s ", names[i])));
        has_text(L, page, "\noptions:\n");
        same_text(L, page, output_of(str_format(arena, "%s help %s", program, names[i])).ptr);
        has_text(L, man, str_format(arena, ".SS %s ", names[i]).ptr);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_parsing), TEST(test_mistakes), TEST(test_commands),
        TEST(test_help),    TEST(test_man),      TEST(test_real_man),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
