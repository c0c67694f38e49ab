#include "base/digest.h"

#include <openssl/sha.h>

Str digest_hex(Arena *arena, Str bytes)
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256((const unsigned char *)bytes.ptr, bytes.len, digest);
    char *hex = NEW_ARRAY(arena, char, 2 * sizeof digest + 1);
    for (size_t i = 0; i < sizeof digest; i++) {
        hex[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        hex[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    return (Str){hex, 2 * sizeof digest};
}
