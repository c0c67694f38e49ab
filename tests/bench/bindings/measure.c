#include "measure.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MOST_ROUNDS = 63 };
static const double line_seconds = 5; /* short work is repeated for so long */
static const double warming_up = 2;   /* a first round that took less does not count */

static int server_pid;
static double took_itself;

static double read_clock(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double seconds(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

void measure_server(int pid)
{
    server_pid = pid;
}

void measure_took(double seconds)
{
    took_itself = seconds;
}

/* Linux keeps a process's time on the processor, in nanoseconds, where all may read it. */
static double server_seconds(void)
{
    char path[64];
    unsigned long long nanoseconds = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", server_pid);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    if (fscanf(file, "%llu", &nanoseconds) != 1)
        nanoseconds = 0;
    fclose(file);
    return (double)nanoseconds / 1e9;
}

static double processor_seconds(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID) + server_seconds();
}

/* One piece of work: how long it took, and how long processors were at it. */
typedef struct {
    double time, busy;
} turn;

static turn take_turn(work *task, work *between)
{
    turn took;
    if (between)
        between();
    took_itself = 0;
    double busy = processor_seconds(), from = seconds();
    task();
    took.time = seconds() - from;
    took.busy = processor_seconds() - busy;
    if (took_itself > 0)
        took.time = took_itself;
    return took;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, compare);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* What the rounds of a line gave. The two of a round stand side by side in time: what disturbs one
 * disturbs the other, so that their ratio tells more than that of two medians. */
typedef struct {
    double ours[MOST_ROUNDS], yardstick[MOST_ROUNDS], ratio[MOST_ROUNDS];
    double ours_busy[MOST_ROUNDS], yardstick_busy[MOST_ROUNDS];
    int count;
} rounds_taken;

static void take_round(const line *line, bool ours_first, rounds_taken *taken)
{
    turn first = take_turn(ours_first ? line->ours : line->yardstick, line->between);
    turn second = take_turn(ours_first ? line->yardstick : line->ours, line->between);
    turn ours = ours_first ? first : second, yardstick = ours_first ? second : first;
    int i = taken->count++;
    taken->ours[i] = ours.time;
    taken->yardstick[i] = yardstick.time;
    taken->ratio[i] = yardstick.time / ours.time;
    taken->ours_busy[i] = ours.busy;
    taken->yardstick_busy[i] = yardstick.busy;
}

void measure_head(void)
{
    printf("%-42s %10s %10s %6s %13s %6s %6s\n", "", "ours ms", "other ms", "ratio", "middle half",
           "reach", "busy");
}

static void print_or_blank(double value, bool there)
{
    if (there)
        printf(" %6.2f", value);
    else
        printf(" %6s", "");
}

static void print_line(const line *line, rounds_taken *taken)
{
    int n = taken->count;
    double ratio = median(taken->ratio, n); /* sorts */
    printf("%-42s %10.1f %10.1f %6.2f %6.2f-%-6.2f", line->name, median(taken->ours, n) * 1e3,
           median(taken->yardstick, n) * 1e3, ratio, taken->ratio[n / 4],
           taken->ratio[(3 * n - 1) / 4]);
    print_or_blank(line->reach, line->reach > 0);
    print_or_blank(median(taken->yardstick_busy, n) / median(taken->ours_busy, n),
                   !line->elsewhere);
    puts(ratio < line->reach ? "  missed" : "");
    fflush(stdout);
}

void measure_line(const line *line, int rounds)
{
    rounds_taken taken = {.count = 0};
    double from = seconds();
    take_round(line, true, &taken);
    if (seconds() - from < warming_up)
        taken.count = 0;
    while (taken.count < MOST_ROUNDS && (taken.count < rounds || seconds() - from < line_seconds))
        take_round(line, taken.count % 2 == 0, &taken);
    print_line(line, &taken);
}

void measure_value(const char *name, double value, const char *unit, bool good)
{
    printf("%-42s %10.1f %s%s\n", name, value, unit, good ? "" : "  missed");
    fflush(stdout);
}

static long peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

long measure_memory(work *grow)
{
    int ends[2];
    long grown = -1;
    if (pipe(ends) != 0)
        return grown;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        long before = peak_memory();
        grow();
        grown = peak_memory() - before;
        _exit(write(ends[1], &grown, sizeof grown) == (ssize_t)sizeof grown ? 0 : 1);
    }
    close(ends[1]);
    if (child > 0 && read(ends[0], &grown, sizeof grown) != (ssize_t)sizeof grown)
        grown = -1;
    close(ends[0]);
    waitpid(child, NULL, 0);
    return grown;
}
