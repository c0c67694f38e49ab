/*
 * GRANT and REVOKE: the statements between what is granted and what is to be.
 *
 * Rights are lists of texts: `role SELECT`, `"Odd role" SELECT with grant option`, `PUBLIC
 * EXECUTE`. The owner has all rights without being named; `OWNER without INSERT` says that he lacks
 * one.
 */
#ifndef PGW_SQL_GRANTS_H
#define PGW_SQL_GRANTS_H

#include "sql/sql.h"

/* From what an object has that was just made: what PostgreSQL gives everybody, and what the default
 * privileges of `live` (or NULL) may have added, whoever made it. */
StrVec sql_grants_birth(Arena *arena, const Catalog *live, const Object *object, const Field *field,
                        const Attr *want);

/* From what the object of `live` has. */
StrVec sql_grants_change(Arena *arena, const Catalog *live, const Object *object,
                         const Field *field, const Attr *want);

/* Makes default privileges as wanted, which are not there yet; or undoes them. */
StrVec sql_default_privileges(Arena *arena, const Object *object, const Value *have,
                              const Value *want);

/* From the rights on a member of an extension to others; NULL: those that it came with. */
StrVec sql_member_rights(Arena *arena, const Object *have, const Object *want);

/* The roles that the catalog's owners, rights and policies name, sorted: they are the server's, and
 * have to be there before. */
StrVec sql_roles(Arena *arena, const Catalog *catalog);

#endif
