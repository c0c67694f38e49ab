/* Nodes to items, driven by the field lists. Private to model/. */
#ifndef PGW_MODEL_DECODE_H
#define PGW_MODEL_DECODE_H

#include "base/map.h"
#include "model/model.h"

typedef struct {
    Arena *arena;
    Diags *diags;
    Model *model;
    Str schema; /* of the file being read */
    Str table;  /* what {table} stands for inside a mixin; absent outside */
    Map mixins; /* name -> Mixin */
    Pos named;  /* where the database was named */
} Decoder;

/* Decodes one document into the model's root. */
void decode_document(Decoder *d, const Node *document);

/* Puts the mixins into the tables that use them; after all documents. */
void decode_mixins(Decoder *d);

#endif
