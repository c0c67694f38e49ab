/*
 * load CAMPAIGN: a bulk loader. Addresses come in on standard input, one a line with its depth
 * before it ("2 https://…"), and go into the campaign; those that it has already are left as they
 * are.
 *
 * They travel many in one statement. A line that the database refuses is told by its number, and
 * then nothing is stored.
 */
#include "lightdom.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* All addresses, and the text that they point into. */
typedef struct {
    lightdom_crawl_targets *rows;
    size_t count, capacity;
    pgw_arena text;
} Lines;

static char *copy_text(pgw_arena *arena, const char *from, size_t length)
{
    char *copy = pgw_arena_alloc(arena, length + 1, 1);
    if (copy) {
        memcpy(copy, from, length);
        copy[length] = '\0';
    }
    return copy;
}

static bool add_line(Lines *lines, const char *campaign, char *line)
{
    if (lines->count == lines->capacity) {
        size_t capacity = lines->capacity ? lines->capacity * 2 : 1024;
        void *rows = realloc(lines->rows, capacity * sizeof *lines->rows);
        if (!rows)
            return false;
        lines->rows = rows;
        lines->capacity = capacity;
    }
    char *url;
    long depth = strtol(line, &url, 10);
    while (isspace((unsigned char)*url))
        url++;
    lightdom_crawl_targets row = {.campaign_id = pgw_text_of(campaign), .depth = (int32_t)depth};
    row.url = pgw_text_of(copy_text(&lines->text, url, strcspn(url, "\n")));
    lines->rows[lines->count++] = row;
    return row.url.ptr != NULL;
}

static bool read_lines(Lines *lines, const char *campaign)
{
    char line[4096];
    while (fgets(line, sizeof line, stdin))
        if (!add_line(lines, campaign, line))
            return false;
    return !ferror(stdin);
}

static bool store(pgw_session *session, const Lines *lines)
{
    const lightdom_crawl_targets_columns sent = {.campaign_id = true, .url = true, .depth = true};
    pgw_status status =
        lightdom_crawl_targets_insert_many(session, NULL, lines->rows, lines->count, &sent);
    if (status == PGW_OK) {
        printf("%zu addresses\n", lines->count);
        return true;
    }
    fprintf(stderr, "load: line %zu: %s\n", session->error.item + 1, session->error.message);
    return false;
}

int main(int argc, char **argv)
{
    const char *uri = getenv("PGW_URI");
    PGconn *conn = PQconnectdb(uri ? uri : "");
    pgw_session session = {0};
    Lines lines = {0};
    bool done = false;
    if (argc != 2)
        fputs("usage: load CAMPAIGN < addresses\n", stderr);
    else if (PQstatus(conn) != CONNECTION_OK)
        fprintf(stderr, "load: %s", PQerrorMessage(conn));
    else if (pgw_session_init(&session, conn, &lightdom_database, NULL) != PGW_OK)
        fprintf(stderr, "load: %s\n", session.error.message);
    else if (!read_lines(&lines, argv[1]))
        fputs("load: the addresses cannot be read\n", stderr);
    else
        done = store(&session, &lines);
    free(lines.rows);
    pgw_arena_free(&lines.text);
    pgw_session_close(&session);
    PQfinish(conn);
    return done ? 0 : 1;
}
