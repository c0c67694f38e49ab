/* Names completed and looked up. Private to model/. */
#ifndef PGW_MODEL_RESOLVE_H
#define PGW_MODEL_RESOLVE_H

#include "model/model.h"

/* Completes the names that PostgreSQL would choose, takes types and calls apart, and finds what
 * references name. */
void model_resolve(Model *model, Diags *diags);

/* Enters a top-level item under its name; the first of two stays. */
void model_index(Model *model, Item *item);

#endif
