/* Other programs that do the same work, each kept running while it is measured. */
#ifndef BENCH_OTHERS_H
#define BENCH_OTHERS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* A program that reads requests, one a line, and answers each with a line when it is done. */
typedef struct {
    char name[32];
    double reach; /* of its rate */
    pid_t pid;
    int requests, answers;
} other;

/* Starts a line "name reach command"; false when it is none, or the program does not start. */
bool other_start(other *program, const char *line);
/* Waits until the work is done; the number in the answer, or -1. */
long other_ask(const other *program, const char *request);
void other_stop(other *program);

/* Runs a pgbench command and takes from what it says the transactions a second, without the time
 * to connect; 0 when that is not there. */
double pgbench_rate(const char *command);

#endif
