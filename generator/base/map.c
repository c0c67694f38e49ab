#include "base/map.h"

#include <string.h>

/* Eight bytes a step; the upper half of a product, which is the better mixed one, is folded into
 * the lower, which places are taken from. */
static uint64_t mix(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 32);
}

uint64_t hash_bytes(Str s)
{
    uint64_t hash = mix(0, s.len), word = 0;
    for (; s.len >= sizeof word; s = str_slice(s, sizeof word, s.len)) {
        memcpy(&word, s.ptr, sizeof word);
        hash = mix(hash, word);
    }
    word = 0;
    if (s.len)
        memcpy(&word, s.ptr, s.len);
    return mix(hash, word);
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
