/*
 * Files: read whole, written whole. A write goes to a temporary name beside the target and is
 * renamed over it, so a reader never sees half a file and a full disk leaves the old one standing.
 *
 * Functions that can fail return false and put the reason (a sentence fragment such as "no such
 * file or directory") into *why.
 */
#ifndef PGW_BASE_FILE_H
#define PGW_BASE_FILE_H

#include "base/str.h"

/* Reads all of `path`, at most `limit` bytes (more is an error). */
bool file_read(Arena *arena, const char *path, size_t limit, Str *out, Str *why);

/* Whether `path` holds just these bytes. */
bool file_holds(const char *path, Str bytes);

/* Writes `bytes` to `path` unless it already holds just that; *changed says which. A device or a
 * pipe is written to as it is. */
bool file_write(Arena *arena, const char *path, Str bytes, bool *changed, Str *why);

/* The two halves of file_write, for files that must change together: file_stage writes the
 * temporary file, whose name it gives (absent when `path` holds just these bytes already);
 * file_commit renames it over `path`; file_discard deletes it. */
bool file_stage(Arena *arena, const char *path, Str bytes, Str *temporary, Str *why);
bool file_commit(Arena *arena, Str temporary, const char *path, Str *why);
void file_discard(Str temporary);

/* Makes a folder and its parents. */
bool file_make_folder(Arena *arena, const char *path, Str *why);

/* Names of the files below `folder`, recursively, that end in `suffix`: relative paths with '/',
 * sorted by bytes. Names that start with a dot are passed over. */
bool file_list(Arena *arena, const char *folder, Str suffix, StrVec *out, Str *why);

/* Deletes a folder and everything in it; true also when it was not there. */
bool file_remove_tree(Arena *arena, const char *path);

bool file_is_folder(const char *path);
bool file_exists(const char *path);

Str path_join(Arena *arena, Str folder, Str name);
Str path_folder(Str path); /* all before the last '/', or "." */
Str path_name(Str path);   /* all after the last '/' */

#endif
