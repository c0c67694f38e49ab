#include "others.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void run_program(int input, int output, const char *command)
{
    dup2(input, STDIN_FILENO);
    dup2(output, STDOUT_FILENO);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

bool other_start(other *program, const char *line)
{
    int to[2], from[2], command = 0;
    if (sscanf(line, "%31s %lf %n", program->name, &program->reach, &command) != 2 || !command)
        return false;
    if (pipe(to) != 0 || pipe(from) != 0)
        return false;
    fflush(stdout);
    program->pid = fork();
    if (program->pid == 0) {
        close(to[1]);
        close(from[0]);
        run_program(to[0], from[1], line + command);
    }
    close(to[0]);
    close(from[1]);
    program->requests = to[1];
    program->answers = from[0];
    return program->pid > 0;
}

long other_ask(const other *program, const char *request)
{
    char answer[64];
    size_t size = strlen(request), used = 0;
    if (write(program->requests, request, size) != (ssize_t)size)
        return -1;
    while (used < sizeof answer - 1 && (used == 0 || answer[used - 1] != '\n')) {
        ssize_t got = read(program->answers, answer + used, sizeof answer - 1 - used);
        if (got <= 0)
            return -1;
        used += (size_t)got;
    }
    answer[used] = '\0';
    return strtol(answer, NULL, 10);
}

void other_stop(other *program)
{
    close(program->requests);
    close(program->answers);
    waitpid(program->pid, NULL, 0);
}

double pgbench_rate(const char *command)
{
    char line[256];
    double rate = 0, found;
    FILE *output = popen(command, "r");
    while (output && fgets(line, sizeof line, output))
        if (sscanf(line, "tps = %lf", &found) == 1)
            rate = found;
    return output && pclose(output) == 0 ? rate : 0;
}
