/* Plain default values against the types of their columns. */
#ifndef PGW_MODEL_LITERAL_H
#define PGW_MODEL_LITERAL_H

#include "model/model.h"

/* Reports E0503 when the text in `value` is no value of the column's type, as far as that can be
 * said without a server, and E0403 when it means the moment at which the table is created. */
void literal_check(Diags *diags, const Item *column, const Setting *value);

/* Why the text is no value of the type, as a clause; NULL when it may be one. */
const char *literal_problem(const TypeName *type, Str text);

#endif
