#include "base/map.h"

uint64_t hash_bytes(Str s)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < s.len; i++)
        hash = (hash ^ (unsigned char)s.ptr[i]) * 1099511628211u;
    return hash;
}

static MapSlot *find_slot(MapSlot *slots, size_t cap, Str key)
{
    size_t at = (size_t)hash_bytes(key) & (cap - 1);
    while (slots[at].value && !str_eq(slots[at].key, key))
        at = (at + 1) & (cap - 1);
    return &slots[at];
}

void *map_get(const Map *map, Str key)
{
    return map->cap ? find_slot(map->slots, map->cap, key)->value : NULL;
}

static void grow(Map *map)
{
    size_t cap = map->cap ? map->cap * 2 : 16;
    MapSlot *slots = NEW_ARRAY(map->arena, MapSlot, cap);
    for (size_t i = 0; i < map->cap; i++)
        if (map->slots[i].value)
            *find_slot(slots, cap, map->slots[i].key) = map->slots[i];
    map->slots = slots;
    map->cap = cap;
}

void *map_put(Map *map, Str key, void *value)
{
    if (map->len * 2 >= map->cap)
        grow(map);
    MapSlot *slot = find_slot(map->slots, map->cap, key);
    void *old = slot->value;
    map->len += !old;
    *slot = (MapSlot){key, value};
    return old;
}
