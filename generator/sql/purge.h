/*
 * What becomes of trash in the end (plan/trash.h): it is purged by a script of its own, or swept
 * away at once where it turns out to hold nothing.
 */
#ifndef PGW_SQL_PURGE_H
#define PGW_SQL_PURGE_H

#include "plan/trash.h"
#include "sql/statement.h"

/* Drops for ever what was put aside, from `reached`, the catalog that the plan led to; and nothing
 * else: where something depends on it by then, PostgreSQL refuses. */
Script sql_purge(Arena *arena, const Trash *trash, const Catalog *reached, Diags *diags);

/* The statements that give trash of an earlier time another name, where the moves of `trash` want
 * it: who goes down a second time finds there what was written between the first time and that. */
StrVec sql_make_room(Arena *arena, const Trash *trash);

/* The same, after the moves, in tables that get a column of the trash from the whole in which they
 * are to have their place (plan/heirs.h). */
StrVec sql_make_room_in_heirs(Arena *arena, const Trash *trash);

/* The statements that stop a script before it drops `loss` with what it holds; none for what holds
 * nothing of its own. */
StrVec sql_keep(Arena *arena, const Trash *trash, const Loss *loss);

/* The statement that drops what was put aside and holds nothing: tables without rows, columns with
 * no other value than their default was, sequences that were not used. None when nothing was. */
StrVec sql_sweep(Arena *arena, const Trash *trash, Diags *diags);

#endif
