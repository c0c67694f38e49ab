/*
 * embed OUT.c FOLDER FILE...
 *
 * Writes the C table of embedded templates. Names are relative to FOLDER and sorted. Bytes are
 * written as numbers, since a string literal above 4,095 bytes is more than ISO C promises to take.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char path[PATH_MAX];
    size_t size;
} Input;

static _Noreturn void fail(const char *what)
{
    perror(what);
    exit(1);
}

/* All paths start with the same folder, so this is the order of the names. */
static int by_path(const void *a, const void *b)
{
    return strcmp(((const Input *)a)->path, ((const Input *)b)->path);
}

/* The build names files as it likes; the real paths tell what is below the folder. */
static void find_input(Input *input, const char *folder, const char *file)
{
    size_t len = strlen(folder);
    if (!realpath(file, input->path))
        fail(file);
    if (strncmp(input->path, folder, len) != 0 || input->path[len] != '/') {
        fprintf(stderr, "embed: %s is not below %s\n", file, folder);
        exit(1);
    }
}

/* Writes the bytes of one file as the inside of an initialiser; their number. */
static size_t put_bytes(FILE *out, const char *path)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        fail(path);
    size_t count = 0;
    for (int c; (c = getc(in)) != EOF; count++)
        fprintf(out, "%s%d,", count % 24 ? "" : "\n", c);
    if (ferror(in))
        fail(path);
    fclose(in);
    return count;
}

int main(int argc, char **argv)
{
    char folder[PATH_MAX];
    if (argc < 4) {
        fputs("usage: embed OUT.c FOLDER FILE...\n", stderr);
        return 1;
    }
    if (!realpath(argv[2], folder))
        fail(argv[2]);
    size_t count = (size_t)argc - 3;
    Input *inputs = calloc(count, sizeof *inputs);
    FILE *out = fopen(argv[1], "w");
    if (!inputs || !out)
        fail(argv[1]);
    for (size_t i = 0; i < count; i++)
        find_input(&inputs[i], folder, argv[i + 3]);
    qsort(inputs, count, sizeof *inputs, by_path);
    fputs("#include \"tmpl/tmpl.h\"\n", out);
    for (size_t i = 0; i < count; i++) {
        fprintf(out, "\nstatic const unsigned char template_%zu[] = {", i);
        inputs[i].size = put_bytes(out, inputs[i].path);
        fputs("0};\n", out); /* so that an empty file makes no empty array */
    }
    fputs("\nconst EmbeddedTemplate embedded_templates[] = {\n", out);
    for (size_t i = 0; i < count; i++)
        fprintf(out, "    {\"%s\", template_%zu, %zu},\n", inputs[i].path + strlen(folder) + 1, i,
                inputs[i].size);
    fprintf(out, "};\nconst size_t embedded_template_count = %zu;\n", count);
    if (fclose(out) != 0)
        fail(argv[1]);
    free(inputs);
    return 0;
}
