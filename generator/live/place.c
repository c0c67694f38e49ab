#include "live/place.h"

#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#define PRIVATE_PREFIX "pgwright-scratch-"

/* Folders in memory are small on some machines, in containers above all: 64 MB. A model of 10,000
 * tables needs several hundred. */
enum { ROOM_MEGABYTES = 1024 };

/* A folder as young as this may not have been locked yet by who made it. */
enum { YOUNG_SECONDS = 60 };

/* -- candidates -- */

static bool has_room(const char *folder)
{
    struct statvfs about;
    return statvfs(folder, &about) == 0 &&
           (uint64_t)about.f_bavail * about.f_frsize / (1024 * 1024) >= ROOM_MEGABYTES;
}

/* The path of a socket has to fit into the address. */
static bool is_short(const char *folder, const char *name)
{
    struct sockaddr_un address;
    return strlen(folder) + strlen(name) + sizeof "//.s.PGSQL." PLACE_PORT <=
           sizeof address.sun_path;
}

static void add_folder(Arena *arena, StrVec *folders, const char *folder)
{
    if (folder && folder[0] == '/' && file_is_folder(folder))
        vec_push(arena, folders, str_of(folder));
}

/* Memory first: with fsync off a disk would not be much slower, but it would be written to. */
static StrVec private_parents(Arena *arena)
{
    StrVec folders = {0};
    add_folder(arena, &folders, getenv("XDG_RUNTIME_DIR"));
    add_folder(arena, &folders, "/dev/shm");
    add_folder(arena, &folders, getenv("TMPDIR"));
    add_folder(arena, &folders, "/tmp");
    return folders;
}

/* These do not depend on the environment: every shell of the user finds the same server. */
static StrVec daemon_parents(Arena *arena)
{
    StrVec folders = {0};
    add_folder(arena, &folders, "/dev/shm");
    add_folder(arena, &folders, "/tmp");
    return folders;
}

static Str first_usable(const StrVec *folders, const Account *account, const char *name, bool roomy)
{
    for (size_t i = 0; i < folders->len; i++) {
        const char *folder = folders->at[i].ptr;
        if ((!roomy || has_room(folder)) && is_short(folder, name) &&
            process_may_write(account, folder))
            return folders->at[i];
    }
    return (Str){0};
}

static Str pick_parent(const StrVec *folders, const Account *account, const char *name)
{
    Str parent = first_usable(folders, account, name, true);
    return parent.ptr ? parent : first_usable(folders, account, name, false);
}

/* -- locks -- */

/* A descriptor of the folder with the lock, or -1 (errno EWOULDBLOCK: somebody has it). */
static int lock_folder(const char *folder)
{
    int fd = process_high_descriptor(open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        int saved = errno;
        close(fd);
        errno = saved;
        return -1;
    }
    return fd;
}

/* Somebody else has the folder, or had it until just now. */
static bool is_taken(int error)
{
    return error == EWOULDBLOCK || error == ENOENT;
}

bool place_is_locked(const char *folder)
{
    int fd = lock_folder(folder);
    if (fd >= 0)
        close(fd);
    return fd < 0 && errno == EWOULDBLOCK;
}

static bool is_folder_of(const Account *account, const char *folder)
{
    struct stat about;
    return lstat(folder, &about) == 0 && S_ISDIR(about.st_mode) && about.st_uid == account->uid &&
           (about.st_mode & 077) == 0;
}

/* -- private folders -- */

static bool is_old(const char *folder)
{
    struct stat about;
    return lstat(folder, &about) == 0 && time(NULL) - about.st_ctime > YOUNG_SECONDS;
}

static void sweep_one(Arena *arena, const Account *account, const char *folder)
{
    if (!is_folder_of(account, folder) || !is_old(folder))
        return;
    int lock = lock_folder(folder);
    if (lock < 0)
        return;
    process_remove_tree(arena, account, folder);
    close(lock);
}

/* What watchdogs could not delete, because they were killed too or the machine stopped. */
static void sweep(Arena *arena, const Account *account, Str parent)
{
    DIR *dir = opendir(parent.ptr);
    if (!dir)
        return;
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strncmp(entry->d_name, PRIVATE_PREFIX, strlen(PRIVATE_PREFIX)) == 0)
            sweep_one(arena, account, path_join(arena, parent, str_of(entry->d_name)).ptr);
    closedir(dir);
}

static bool fail(Arena *arena, Str *why, const char *what, const char *path)
{
    int error = errno;
    *why = str_format(arena, "%s \"%s\": %s", what, path, strerror(error));
    errno = error;
    return false;
}

/* Locked before it is handed over, so that nobody finds it unlocked. */
static bool lock_new(Arena *arena, const Account *account, Place *place, Str *why)
{
    place->lock = lock_folder(place->folder.ptr);
    if (place->lock < 0)
        return fail(arena, why, "cannot lock", place->folder.ptr);
    if (account->name && fchown(place->lock, account->uid, account->gid) != 0) {
        close(place->lock);
        return fail(arena, why, "cannot give away", place->folder.ptr);
    }
    return true;
}

bool place_make_private(Arena *arena, const Account *account, Place *place, Str *why)
{
    StrVec parents = private_parents(arena);
    for (size_t i = 0; i < parents.len; i++)
        sweep(arena, account, parents.at[i]);
    Str name = str_format(arena, PRIVATE_PREFIX "%ld-XXXXXX", (long)getpid());
    Str parent = pick_parent(&parents, account, name.ptr);
    if (!parent.ptr) {
        *why = S("there is no folder for temporary files that it may write to");
        return false;
    }
    Str path = path_join(arena, parent, name);
    char *folder = (char *)arena_copy(arena, path.ptr, path.len + 1, 1);
    if (!mkdtemp(folder))
        return fail(arena, why, "cannot make", folder);
    place->folder = str_of(folder);
    if (lock_new(arena, account, place, why))
        return true;
    rmdir(folder);
    return false;
}

/* -- the daemon's folder -- */

bool place_daemon_exists(const Account *account, const char *folder)
{
    return is_folder_of(account, folder);
}

Str place_daemon_folder(Arena *arena, const Account *account)
{
    Str name = str_format(arena, "pgwright-daemon-%ld", (long)geteuid());
    StrVec parents = daemon_parents(arena);
    for (size_t i = 0; i < parents.len; i++) {
        Str folder = path_join(arena, parents.at[i], name);
        if (is_folder_of(account, folder.ptr))
            return folder;
    }
    Str parent = pick_parent(&parents, account, name.ptr);
    return parent.ptr ? path_join(arena, parent, name) : (Str){0};
}

/* Whether the descriptor is of what the path names now: a folder may be deleted between open and
 * lock. */
static bool is_same(int fd, const char *folder)
{
    struct stat a, b;
    return fstat(fd, &a) == 0 && lstat(folder, &b) == 0 && a.st_dev == b.st_dev &&
           a.st_ino == b.st_ino;
}

/* Only root makes folders that are not the account's yet. One that stays so has lost its maker. */
static bool clear_unowned(Arena *arena, const char *folder, Str *why)
{
    struct stat about;
    if (lstat(folder, &about) != 0)
        return true;
    if (about.st_uid != geteuid() || !S_ISDIR(about.st_mode)) {
        *why = str_format(arena, "\"%s\" is in the way and is not ours", folder);
        return false;
    }
    return !is_old(folder) || rmdir(folder) == 0 || fail(arena, why, "cannot delete", folder);
}

bool place_clear_daemon(Arena *arena, const Account *account, const char *folder, Str *why)
{
    if (!is_folder_of(account, folder))
        return clear_unowned(arena, folder, why);
    int lock = lock_folder(folder);
    if (lock < 0)
        return is_taken(errno) || fail(arena, why, "cannot lock", folder);
    bool ok = !is_same(lock, folder) || process_remove_tree(arena, account, folder) ||
              !is_same(lock, folder);
    close(lock);
    if (!ok)
        *why = str_format(arena, "cannot delete what is left in \"%s\"", folder);
    return ok;
}

/* Between making and locking the folder, another process may take it for a dead one. */
static bool lock_made(Arena *arena, const Account *account, Place *place, bool *again, Str *why)
{
    if (!lock_new(arena, account, place, why)) {
        *again = is_taken(errno);
        return false;
    }
    *again = !is_same(place->lock, place->folder.ptr);
    if (*again)
        close(place->lock);
    return !*again;
}

bool place_take_daemon(Arena *arena, const Account *account, Place *place, bool *again, Str *why)
{
    *again = false;
    place->folder = place_daemon_folder(arena, account);
    const char *folder = place->folder.ptr;
    if (!folder) {
        *why = S("there is no folder for it that it may write to");
        return false;
    }
    if (mkdir(folder, 0700) == 0)
        return lock_made(arena, account, place, again, why);
    if (errno != EEXIST)
        return fail(arena, why, "cannot make", folder);
    *again = place_clear_daemon(arena, account, folder, why);
    return false;
}
