/*
 * Words that people bring along from other tools and databases, and what to write here instead.
 * They are hints beside an error; nothing is ever accepted because it stands here.
 */
#ifndef PGW_MODEL_HABIT_H
#define PGW_MODEL_HABIT_H

#include "kind/kind.h"

/* What to write in place of an unknown key of a kind; absent where nobody knows. */
Str habit_key(KindId kind, Str key);

/* What to write in place of an unknown type; absent where nobody knows. */
Str habit_type(Str type);

#endif
