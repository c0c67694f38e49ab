/* SHA-256 (FIPS 180-4), by libcrypto: the server can compute the same with sha256(bytea). */
#ifndef PGW_BASE_DIGEST_H
#define PGW_BASE_DIGEST_H

#include "base/str.h"

/* The digest of `bytes` as 64 lower-case hexadecimal digits. */
Str digest_hex(Arena *arena, Str bytes);

#endif
