/* Reads "TABLE COUNT" and answers with the rows that it read: libpqtypes, into structs whose texts
 * stay in the result. It knows neither jsonb nor the enum, and its own numeric refuses such numbers
 * as 0.14: it gets these as text. */
#include <libpqtypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    PGint8 id;
    PGvarchar name;
    PGtimestamp made_at;
    PGtext amount;
    PGfloat8 ratio;
    PGint4 number;
    PGbool flag;
    PGtext data;
} narrow;

typedef struct {
    PGuuid id, user_id;
    PGvarchar job_type;
    PGtext *keywords;
    int keyword_count;
    bool has_expanded;
    PGvarchar title;
    PGtext description, status;
    PGint4 progress, total_items, processed_items, failed_items;
    PGtext error_message;
    PGtimestamp started_at, completed_at, created_at, updated_at;
} wide;

static void die(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, PQgeterror());
    exit(1);
}

static void read_narrow(PGresult *result)
{
    int count = PQntuples(result);
    narrow *rows = calloc((size_t)count + 1, sizeof *rows);
    for (int i = 0; rows && i < count; i++) {
        narrow *r = &rows[i];
        if (!PQgetf(result, i, "%int8 %varchar %timestamptz %text %float8 %int4 %bool %text", 0,
                    &r->id, 1, &r->name, 2, &r->made_at, 3, &r->amount, 4, &r->ratio, 5, &r->number,
                    6, &r->flag, 7, &r->data))
            die("narrow");
    }
    free(rows);
}

static void read_keywords(PGresult *result, int row, wide *r)
{
    PGarray array;
    if (!PQgetf(result, row, "%text[]", 3, &array))
        die("keywords");
    r->keyword_count = PQntuples(array.res);
    r->keywords = calloc((size_t)r->keyword_count + 1, sizeof *r->keywords);
    for (int i = 0; r->keywords && i < r->keyword_count; i++) {
        PGtext text;
        if (!PQgetf(array.res, i, "%text", 0, &text))
            die("keyword");
        r->keywords[i] = strdup(text); /* it ends with the array's result */
    }
    PQclear(array.res);
}

static void free_keywords(wide *r)
{
    for (int i = 0; i < r->keyword_count; i++)
        free(r->keywords[i]);
    free(r->keywords);
}

static void read_wide(PGresult *result)
{
    int count = PQntuples(result);
    wide *rows = calloc((size_t)count + 1, sizeof *rows);
    for (int i = 0; rows && i < count; i++) {
        wide *r = &rows[i];
        if (!PQgetf(result, i,
                    "%uuid %uuid %varchar %varchar %text %text %int4 %int4 %int4 %int4 %text"
                    " %timestamp %timestamp %timestamp %timestamp",
                    0, &r->id, 1, &r->user_id, 2, &r->job_type, 5, &r->title, 6, &r->description, 7,
                    &r->status, 8, &r->progress, 9, &r->total_items, 10, &r->processed_items, 11,
                    &r->failed_items, 12, &r->error_message, 13, &r->started_at, 14,
                    &r->completed_at, 15, &r->created_at, 16, &r->updated_at))
            die("wide");
        read_keywords(result, i, r);
        r->has_expanded = !PQgetisnull(result, i, 4); /* no row has any */
    }
    for (int i = 0; rows && i < count; i++)
        free_keywords(&rows[i]);
    free(rows);
}

static int read_table(PGconn *conn, const char *table, PGint8 count)
{
    bool is_narrow = strcmp(table, "narrow") == 0;
    PGresult *result =
        is_narrow
            ? PQexecf(conn,
                      "SELECT id, name, made_at, amount::text, ratio, number, flag, data::text FROM"
                      " public.narrow ORDER BY id LIMIT %int8",
                      count)
            : PQexecf(conn,
                      "SELECT id, user_id, job_type, keywords, expanded_keywords, title,"
                      " description, status::text, progress, total_items, processed_items,"
                      " failed_items, error_message, started_at, completed_at, created_at,"
                      " updated_at FROM public.wide ORDER BY id LIMIT %int8",
                      count);
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        die(table);
    (is_narrow ? read_narrow : read_wide)(result);
    int rows = PQntuples(result);
    PQclear(result);
    return rows;
}

int main(void)
{
    char request[128], table[32];
    long count;
    PGconn *conn = PQconnectdb(getenv("PGW_TEST_URI"));
    if (PQstatus(conn) != CONNECTION_OK || !PQinitTypes(conn))
        die("connect");
    while (fgets(request, sizeof request, stdin) &&
           sscanf(request, "%31s %ld", table, &count) == 2) {
        printf("%d\n", read_table(conn, table, count));
        fflush(stdout);
    }
    PQfinish(conn);
    return 0;
}
