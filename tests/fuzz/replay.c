/* replay FILE|FOLDER...: gives the files to the fuzz target once each, in a build without
 * libFuzzer. */
#include "fuzz.h"

#include "base/file.h"

static size_t replayed;

static void replay_file(const char *path)
{
    Arena *arena = arena_new();
    Str bytes, why;
    if (!file_read(arena, path, 1 << 24, &bytes, &why)) {
        fprintf(stderr, "%s: %s\n", path, why.ptr);
        exit(1);
    }
    /* a copy of just that size, so that a read behind its end is seen */
    uint8_t *exact = malloc(bytes.len ? bytes.len : 1);
    PROMISE(exact != NULL);
    for (size_t i = 0; i < bytes.len; i++)
        exact[i] = (uint8_t)bytes.ptr[i];
    LLVMFuzzerTestOneInput(exact, bytes.len);
    replayed++;
    free(exact);
    arena_free(arena);
}

static void replay_folder(const char *path)
{
    Arena *arena = arena_new();
    StrVec names = {0};
    Str why;
    if (!file_list(arena, path, (Str){0}, &names, &why)) {
        fprintf(stderr, "%s: %s\n", path, why.ptr);
        exit(1);
    }
    for (size_t i = 0; i < names.len; i++)
        replay_file(path_join(arena, str_of(path), names.at[i]).ptr);
    arena_free(arena);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (file_is_folder(argv[i]))
            replay_folder(argv[i]);
        else
            replay_file(argv[i]);
    printf("%zu files replayed\n", replayed);
    return replayed ? 0 : 1;
}
