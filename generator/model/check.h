/* What a model must not say. Private to model/. */
#ifndef PGW_MODEL_CHECK_H
#define PGW_MODEL_CHECK_H

#include "model/model.h"

void model_check(Model *model, Diags *diags);

#endif
