/*
 * A hash map from byte strings to pointers, in an arena. Keys are borrowed, never copied; there is
 * no removal. Iteration order is nobody's business: keep a VEC beside the map where order matters.
 */
#ifndef PGW_BASE_MAP_H
#define PGW_BASE_MAP_H

#include "base/str.h"

typedef struct {
    Str key;
    void *value;
} MapSlot;

typedef struct {
    Arena *arena;
    MapSlot *slots;
    size_t len, cap;
} Map;

/* The value kept under `key`, or NULL. */
void *map_get(const Map *map, Str key);

/* Keeps value (not NULL) under key, replacing what was there; the old value or NULL.
 * map->arena must be set. */
void *map_put(Map *map, Str key, void *value);

/* 64 bits, all of them good; another machine may come to others. */
uint64_t hash_bytes(Str s);

#endif
