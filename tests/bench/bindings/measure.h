/* Two pieces of work done in turns, and what came out as a line of the table. */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stdbool.h>

typedef void work(void);

/* What to compare. `between` is done before each piece of work, outside the time; NULL: nothing.
 * `elsewhere`: the yardstick is another program, whose processor time cannot be told. */
typedef struct {
    const char *name;
    double reach; /* of the yardstick's rate; 0: the line is for knowing only */
    work *ours, *yardstick, *between;
    bool elsewhere;
} line;

/* Seconds on a clock that only goes forward. */
double seconds(void);

/* The process that works for this one: its processor time counts too. */
void measure_server(int pid);

/* For work that knows better how long it took than the clock around it does. */
void measure_took(double seconds);

void measure_head(void);
void measure_line(const line *line, int rounds);

/* A line of another kind: a value with its unit, and whether it is what it should be. */
void measure_value(const char *name, double value, const char *unit, bool good);

/* By how many kB the peak of memory grows while `grow` runs, in a process of its own. */
long measure_memory(work *grow);

#endif
