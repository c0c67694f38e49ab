/*
 * The folder of bindings while it is filled: what the templates see, and the files made so far.
 * Private to this room.
 *
 * Every file sees the data of the database, and what is said of that file alone; this, and the
 * parts that the file is put together from, are gone when the next one begins.
 */
#ifndef PGW_CGEN_FOLDER_H
#define PGW_CGEN_FOLDER_H

#include "cgen/cgen.h"
#include "cgen/table.h"

typedef struct {
    Cgen *gen; /* names and bytes of files live in its arena */
    Templates *templates;
    Str database;     /* what names of files start with */
    const Data *root; /* of the database */
    Data *file;       /* of the file that is being made */
    Arena *scratch;   /* of that file */
    CgenFiles files;
} Folder;

/* The scratch arena is the caller's to free. */
Folder folder_open(Cgen *gen, const Data *root, Str database, Templates *templates);

/* Files have the database's name where names in C have their prefix: of table_x, "shop_x.h". */
Str folder_name(const Folder *folder, Str c_name, const char *ending);

/* From here on another file is being made. */
void folder_begin(Folder *folder);

/* What its templates see. */
void folder_set(Folder *folder, const char *name, Str text);
void folder_set_list(Folder *folder, const char *name, const StrVec *texts);
void folder_show(Folder *folder, const TableGen *tables, size_t count); /* these tables alone */

/* A template, filled: good until the next file begins. */
Str folder_fill(Folder *folder, const char *template);

/* The file is done: the template, filled; or any bytes, borrowed. `name` is borrowed too. */
void folder_end(Folder *folder, Str name, const char *template);
void folder_add(Folder *folder, Str name, Str bytes);

#endif
