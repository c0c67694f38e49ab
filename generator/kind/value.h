/*
 * Values of attributes. All are canonical text, or a list of texts: a boolean is "true" or absent,
 * a number is decimal. What a value means is said by its field (kind.h); absent always means the
 * field's default, so that no structure, file or report mentions what goes without saying.
 */
#ifndef PGW_KIND_VALUE_H
#define PGW_KIND_VALUE_H

#include "base/str.h"

typedef enum { VALUE_ABSENT, VALUE_TEXT, VALUE_LIST } ValueType;

typedef struct {
    ValueType type;
    uint32_t count; /* of a list */
    union {
        Str text;
        const Str *list;
    };
} Value;

/* Said, and empty: where that is not the same as not said (COMPARE_DECLARED). */
#define VALUE_EMPTY_LIST ((Value){.type = VALUE_LIST})

Value value_text(Str text);
Value value_bool(bool on);                        /* "true", or absent */
Value value_list(const Str *items, size_t count); /* borrows; an empty list is absent */
Value value_of_vec(const StrVec *items);

bool value_eq(const Value *a, const Value *b);
/* Equal as sets of texts. */
bool value_eq_set(Arena *arena, const Value *a, const Value *b);

/* A list to which entries were added: all of `few` stand in `many`, in the same order. */
bool value_grows(const Value *few, const Value *many);
/* A list that was added to at its end alone. */
bool value_is_start(const Value *few, const Value *many);

/* For people: a text as it is, a list as [a, b]. */
Str value_show(Arena *arena, const Value *value);

#endif
