/* Models and catalogs from YAML in a string, for the rooms that work on them. */
#ifndef PGW_TESTS_UNIT_MODEL_H
#define PGW_TESTS_UNIT_MODEL_H

#include "unit.h"

#include "catalog/lower.h"
#include "model/model.h"

/* Whatever comes of it; look at diags. */
static inline Model *load(const char *yaml)
{
    return model_load(arena, temporary_file("model.yaml", str_of(yaml)).ptr, &diags);
}

/* A model without mistakes. */
static inline Model *model_of(const char *yaml)
{
    Model *model = load(yaml);
    if (diags.list.len)
        fail_msg("%s", diags_text(&diags, 0).ptr);
    return model;
}

static inline Catalog *draft_of(const char *yaml)
{
    return catalog_lower(arena, model_of(yaml));
}

/* The object that object_show calls so, which is there. */
static inline Object *shown(const Catalog *catalog, const char *name)
{
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (str_is(object_show(arena, catalog->objects.at[i]), name))
            return catalog->objects.at[i];
    fail_msg("there is no %s", name);
    return NULL;
}

/* Its dependencies: "-> table public.a", "~> column public.a.b" for those it goes with; sorted. */
static inline int compare_texts(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

static inline Str edges_of(const Object *object)
{
    StrVec texts = {0};
    for (size_t i = 0; i < object->edges.len; i++)
        vec_push(arena, &texts,
                 str_format(arena, "%s> %.*s", object->edges.at[i].type == EDGE_NORMAL ? "-" : "~",
                            STR_ARG(object_show(arena, object->edges.at[i].to))));
    if (texts.len)
        qsort(texts.at, texts.len, sizeof(Str), compare_texts);
    return str_join(arena, &texts, S("\n"));
}

#endif
