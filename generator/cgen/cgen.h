/*
 * Bindings: from the outline of a database to what a program includes.
 *
 * In C one header and one source, or a pair for each table and view with a header that includes
 * them all; their manual pages; and the runtime: c/pgw_runtime.h as it is, and pgw_runtime.c put
 * together from the parts in c/runtime/.
 *
 * Every C name starts with the database's: type `shop_orders`, function `shop_orders_insert`, enum
 * constant `SHOP_STATUS_PAID`. Names that two objects would share are errors (E0310), never changed
 * in silence. Tables without columns have no bindings.
 *
 * Another language is another row of the table of languages.
 */
#ifndef PGW_CGEN_CGEN_H
#define PGW_CGEN_CGEN_H

#include "catalog/outline.h"
#include "tmpl/tmpl.h"

typedef struct {
    Str prefix;    /* what names start with; absent: the database's name */
    bool by_table; /* a pair of files for each table */
    Str drift;     /* the query that compares a database with the whole model */
} CgenOptions;

typedef struct {
    Str name, bytes; /* the name is relative to the language's folder */
} CgenFile;
typedef VEC(CgenFile) CgenFiles;

/* The bindings in C. None when there was an error. */
CgenFiles cgen_render(Arena *arena, const Outline *outline, const CgenOptions *options,
                      Templates *templates, Diags *diags);

typedef struct {
    const char *name; /* of --lang, and of the folder */
    CgenFiles (*render)(Arena *arena, const Outline *outline, const CgenOptions *options,
                        Templates *templates, Diags *diags);
} CgenLanguage;

extern const CgenLanguage cgen_languages[]; /* the first is the default */
extern const size_t cgen_language_count;

/* NULL when there is no such language. */
const CgenLanguage *cgen_language(Str name);

#endif
