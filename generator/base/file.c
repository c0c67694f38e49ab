#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(Arena *arena, Str *why)
{
    Str reason = str_of(strerror(errno));
    *why = str_format(arena, "%c%.*s", reason.ptr[0] | 0x20,
                      STR_ARG(str_slice(reason, 1, reason.len)));
    return false;
}

static bool read_descriptor(Arena *arena, int fd, size_t limit, Str *out, Str *why)
{
    size_t cap = 16 * 1024, len = 0;
    struct stat about;
    if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (size_t)about.st_size < limit)
        cap = (size_t)about.st_size + 1; /* one more, to see the end without growing */
    char *data = NEW_ARRAY(arena, char, cap + 1);
    for (;;) {
        ssize_t got = read(fd, data + len, cap - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(arena, why);
        if (got == 0)
            break;
        len += (size_t)got;
        if (len > limit) {
            *why = str_format(arena, "larger than %zu bytes", limit);
            return false;
        }
        if (len == cap) {
            char *more = NEW_ARRAY(arena, char, cap * 2 + 1);
            memcpy(more, data, len);
            data = more;
            cap *= 2;
        }
    }
    data[len] = '\0';
    *out = (Str){data, len};
    return true;
}

bool file_read(Arena *arena, const char *path, size_t limit, Str *out, Str *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(arena, why);
    bool ok = read_descriptor(arena, fd, limit, out, why);
    close(fd);
    return ok;
}

/* Compares as it reads, so that a large file costs no memory. */
bool file_holds(const char *path, Str bytes)
{
    char buffer[64 * 1024];
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool same =
        fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && (size_t)about.st_size == bytes.len;
    for (size_t at = 0; same && at < bytes.len;) {
        ssize_t got = read(fd, buffer, sizeof buffer);
        same = got > 0 && (size_t)got <= bytes.len - at &&
               memcmp(buffer, bytes.ptr + at, (size_t)got) == 0;
        at += got > 0 ? (size_t)got : 0;
    }
    close(fd);
    return same;
}

static bool write_all(int fd, Str bytes)
{
    while (bytes.len) {
        ssize_t put = write(fd, bytes.ptr, bytes.len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        bytes = str_slice(bytes, (size_t)put, bytes.len);
    }
    return true;
}

bool file_stage(Arena *arena, const char *path, Str bytes, Str *temporary, Str *why)
{
    *temporary = (Str){0};
    if (file_holds(path, bytes))
        return true;
    if (file_is_folder(path)) { /* found out before anything is replaced */
        errno = EISDIR;
        return fail(arena, why);
    }
    Str name = str_format(arena, "%s.tmp%ld", path, (long)getpid());
    int fd = open(name.ptr, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return fail(arena, why);
    bool ok = write_all(fd, bytes);
    int saved = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        saved = errno;
    }
    if (ok) {
        *temporary = name;
        return true;
    }
    errno = saved;
    fail(arena, why);
    file_discard(name);
    return false;
}

bool file_commit(Arena *arena, Str temporary, const char *path, Str *why)
{
    if (!temporary.ptr || rename(temporary.ptr, path) == 0)
        return true;
    fail(arena, why);
    file_discard(temporary);
    return false;
}

void file_discard(Str temporary)
{
    if (temporary.ptr)
        unlink(temporary.ptr);
}

/* The descriptor that a path such as /dev/stdout stands for, or -1. */
static int descriptor_of(const char *path)
{
    Str name = str_of(path), folder = S("/dev/fd/");
    int64_t number;
    if (str_is(name, "/dev/stdout"))
        return STDOUT_FILENO;
    if (str_is(name, "/dev/stderr"))
        return STDERR_FILENO;
    bool numbered = str_starts(name, folder) &&
                    str_to_int(str_slice(name, folder.len, name.len), &number) && number >= 0 &&
                    number <= INT_MAX;
    return numbered ? (int)number : -1;
}

/* Devices, pipes and what stands for an open file are written to, never replaced. */
static bool is_stream(const char *path)
{
    struct stat about;
    bool there = stat(path, &about) == 0;
    return there && !S_ISDIR(about.st_mode) &&
           (!S_ISREG(about.st_mode) || descriptor_of(path) >= 0);
}

/* An open file goes on where it is: opened anew, it would begin at its start. */
static bool write_stream(Arena *arena, const char *path, Str bytes, Str *why)
{
    int there = descriptor_of(path);
    int fd = there >= 0 ? fcntl(there, F_DUPFD_CLOEXEC, 0) : open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, bytes);
    if (!ok)
        fail(arena, why);
    return (fd < 0 || close(fd) == 0) && ok;
}

bool file_write(Arena *arena, const char *path, Str bytes, bool *changed, Str *why)
{
    Str temporary;
    if (is_stream(path))
        return *changed = write_stream(arena, path, bytes, why);
    bool ok =
        file_stage(arena, path, bytes, &temporary, why) && file_commit(arena, temporary, path, why);
    *changed = temporary.ptr != NULL;
    return ok;
}

bool file_make_folder(Arena *arena, const char *path, Str *why)
{
    if (file_is_folder(path))
        return true;
    char *copy = (char *)arena_copy(arena, path, strlen(path) + 1, 1);
    for (char *p = copy + 1; *copy; p++) {
        bool end = *p == '\0';
        if (!end && *p != '/')
            continue;
        *p = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            return fail(arena, why);
        if (end)
            break;
        *p = '/';
    }
    if (file_is_folder(path))
        return true;
    *why = S("not a folder");
    return false;
}

static bool list_into(Arena *arena, Str root, Str below, Str suffix, StrVec *out, Str *why)
{
    Str folder = below.len ? path_join(arena, root, below) : str_copy(arena, root);
    DIR *dir = opendir(folder.ptr);
    if (!dir)
        return fail(arena, why);
    bool ok = true;
    for (struct dirent *entry; ok && (entry = readdir(dir));) {
        if (entry->d_name[0] == '.')
            continue;
        Str name = str_copy(arena, str_of(entry->d_name));
        Str path = below.len ? path_join(arena, below, name) : name;
        if (file_is_folder(path_join(arena, root, path).ptr))
            ok = list_into(arena, root, path, suffix, out, why);
        else if (str_ends(name, suffix))
            vec_push(arena, out, path);
    }
    closedir(dir);
    return ok;
}

static int compare_names(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

bool file_list(Arena *arena, const char *folder, Str suffix, StrVec *out, Str *why)
{
    if (!list_into(arena, str_of(folder), (Str){0}, suffix, out, why))
        return false;
    if (out->len)
        qsort(out->at, out->len, sizeof *out->at, compare_names);
    return true;
}

bool file_remove_tree(Arena *arena, const char *path)
{
    struct stat about;
    if (lstat(path, &about) != 0)
        return errno == ENOENT;
    if (!S_ISDIR(about.st_mode))
        return unlink(path) == 0;
    DIR *dir = opendir(path);
    if (!dir)
        return rmdir(path) == 0; /* somebody else's, but empty: made for us and not given yet */
    bool ok = true;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            ok &= file_remove_tree(arena, str_format(arena, "%s/%s", path, entry->d_name).ptr);
    }
    closedir(dir);
    return rmdir(path) == 0 && ok;
}

bool file_is_folder(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

Str path_join(Arena *arena, Str folder, Str name)
{
    while (folder.len > 1 && folder.ptr[folder.len - 1] == '/')
        folder.len--;
    bool root = folder.len == 1 && folder.ptr[0] == '/';
    return str_format(arena, "%.*s%s%.*s", STR_ARG(folder), root ? "" : "/", STR_ARG(name));
}

Str path_folder(Str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return str_slice(path, 0, i > 1 ? i - 1 : 1);
    return S(".");
}

Str path_name(Str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return str_slice(path, i, path.len);
    return path;
}
