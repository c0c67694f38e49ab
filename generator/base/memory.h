/*
 * The heap of the C library, of which libpq takes what its results need. (Ours comes from arenas.)
 * Where the library cannot be told, these do nothing.
 */
#ifndef PGW_BASE_MEMORY_H
#define PGW_BASE_MEMORY_H

/* One heap for all threads, that grows by large steps: a heap of a thread's own would grow by
 * pages, with a call of the system for each. Call once, first. */
void memory_keep_together(void);

/* Gives what is free back to the system, though it be in the middle: for after a large result. */
void memory_give_back(void);

#endif
