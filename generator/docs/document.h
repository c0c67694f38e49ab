/* What the pages about a schema say, as data for their templates. */
#ifndef PGW_DOCS_DOCUMENT_H
#define PGW_DOCS_DOCUMENT_H

#include "catalog/outline.h"
#include "tmpl/tmpl.h"

typedef struct {
    Arena *arena;
    bool markdown; /* names and code come in back quotes; else as they are */
} Page;

/* Everything but sensitive columns and what tells of them. */
Data *document_data(const Page *page, const Outline *outline);

/* The target of links to a relation, in each of the pages. */
Str relation_anchor(Arena *arena, const Relation *relation);

/* A column's type in few letters: varchar(20), timestamptz, job_status. */
Str short_type(Arena *arena, const Column *column);

/* Whether the column is a part of a foreign key of its table. */
bool is_foreign(const Relation *relation, const Column *column);

#endif
