#include "live/template.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The number of our own initdb options: templates made with others must not be used. */
#define FORMAT "1"

/* -- the copy -- */

/* Whom the copies belong to; (uid_t)-1 leaves them ours. */
typedef struct {
    uid_t uid;
    gid_t gid;
    char *buffer;
} Copy;

enum { BUFFER_SIZE = 256 * 1024 };

static bool copy_bytes(int from, int to, char *buffer)
{
    for (;;) {
        ssize_t got = read(from, buffer, BUFFER_SIZE);
        if (got == 0)
            return true;
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        for (ssize_t done = 0; done < got;) {
            ssize_t put = write(to, buffer + done, (size_t)(got - done));
            if (put < 0 && errno != EINTR)
                return false;
            if (put > 0)
                done += put;
        }
    }
}

static bool give(const Copy *copy, int fd)
{
    return copy->uid == (uid_t)-1 || fchown(fd, copy->uid, copy->gid) == 0;
}

/* By descriptors of folders and never through links: what we copy into or from belongs to an
 * account that we, as root, do not trust. */
static bool copy_file(const Copy *copy, int from_folder, int to_folder, const char *name)
{
    int from = openat(from_folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0)
        return false;
    int to = openat(to_folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool ok = to >= 0 && copy_bytes(from, to, copy->buffer) && give(copy, to);
    close(from);
    if (to >= 0 && close(to) != 0)
        ok = false;
    return ok;
}

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool copy_folder(const Copy *copy, int from_parent, const char *from_name, int to_parent,
                        const char *to_name);

static bool copy_entry(const Copy *copy, int from, int to, const struct dirent *entry)
{
    struct stat about;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
        return true;
    if (fstatat(from, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) != 0)
        return false;
    if (S_ISDIR(about.st_mode))
        return copy_folder(copy, from, entry->d_name, to, entry->d_name);
    return S_ISREG(about.st_mode) && copy_file(copy, from, to, entry->d_name);
}

static bool copy_folder(const Copy *copy, int from_parent, const char *from_name, int to_parent,
                        const char *to_name)
{
    int from = open_folder(from_parent, from_name);
    DIR *dir = from >= 0 ? fdopendir(from) : NULL;
    if (!dir) {
        if (from >= 0)
            close(from);
        return false;
    }
    int to = mkdirat(to_parent, to_name, 0700) == 0 ? open_folder(to_parent, to_name) : -1;
    bool ok = to >= 0 && give(copy, to);
    for (struct dirent *entry; ok && (entry = readdir(dir));)
        ok = copy_entry(copy, from, to, entry);
    closedir(dir);
    if (to >= 0)
        close(to);
    return ok;
}

static bool copy_tree(const char *from, const char *to, uid_t uid, gid_t gid)
{
    Copy copy = {uid, gid, malloc(BUFFER_SIZE)};
    bool ok = copy.buffer && copy_folder(&copy, AT_FDCWD, from, AT_FDCWD, to);
    free(copy.buffer);
    return ok;
}

/* -- the cache -- */

static bool is_ours(const char *folder)
{
    struct stat about;
    return stat(folder, &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == geteuid();
}

static bool is_private(const char *folder)
{
    struct stat about;
    return is_ours(folder) && stat(folder, &about) == 0 && (about.st_mode & 022) == 0;
}

/* Under sudo, HOME may be another user's: root must not leave its files there. */
static Str cache_root(Arena *arena)
{
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    if (cache && cache[0] == '/')
        return str_of(cache);
    if (home && home[0] == '/' && is_ours(home))
        return path_join(arena, str_of(home), S(".cache"));
    return (Str){0};
}

Str template_path(Arena *arena, Str version)
{
    Str root = cache_root(arena), why;
    if (!root.ptr)
        return (Str){0};
    Str folder = path_join(arena, root, S("pgwright"));
    if (!file_make_folder(arena, folder.ptr, &why) || !is_private(folder.ptr))
        return (Str){0};
    return str_format(arena, "%.*s/cluster-%.*s-" FORMAT, STR_ARG(folder), STR_ARG(version));
}

bool template_restore(const char *path, const char *data, const Account *account)
{
    bool other = account->name != NULL;
    return copy_tree(path, data, other ? account->uid : (uid_t)-1,
                     other ? account->gid : (gid_t)-1);
}

/* Made under another name, so that nobody copies half of it. Where somebody was quicker, theirs
 * stays: rename refuses to replace a folder that is not empty. */
void template_keep(Arena *arena, const char *path, const char *data)
{
    Str unfinished = str_format(arena, "%s.%ld.tmp", path, (long)getpid());
    file_remove_tree(arena, unfinished.ptr);
    if (!copy_tree(data, unfinished.ptr, (uid_t)-1, (gid_t)-1) || rename(unfinished.ptr, path) != 0)
        file_remove_tree(arena, unfinished.ptr);
}
