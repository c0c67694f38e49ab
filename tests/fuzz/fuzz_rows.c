/* Messages of a binary COPY, each behind its length, for every table of a schema in turn: rows are
 * refused or decoded, and what they point to may be read. The first byte chooses the table. */
#include "fuzz.h"

#include "../../generated/lightdom/c/pgw_runtime.c"

#include "../../generated/lightdom/c/lightdom.c"

#include <stdlib.h>

static volatile size_t touched; /* a reading that no compiler leaves out */

static void touch(const pgw_table *table, const char *row)
{
    for (size_t i = 0; i < table->column_count; i++) {
        const void *value = column_value(&table->columns[i], row);
        if (!value || type_plain(table->columns[i].type)->codec != PGW_CODEC_TEXT)
            continue;
        pgw_text text;
        memcpy(&text, value, sizeof text);
        touched = text.len ? (size_t)text.ptr[0] + (size_t)text.ptr[text.len - 1] : 0;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const pgw_table *table = lightdom_database.tables[data[0] % lightdom_database.table_count];
    uint32_t *oids = calloc(2 * lightdom_database.type_count + 1, sizeof *oids);
    char *row = malloc(table->row_size);
    pgw_session session;
    PROMISE(oids && row);
    memset(&session, 0, sizeof session);
    session.oids = oids;
    copy_reader reader = {&session, table,       {NULL, NULL, {NULL, NULL, NULL}},
                          row,      data[1] & 1, false};
    size_t at = 2;
    while (at < size && !reader.end) {
        size_t length = data[at] < size - at ? data[at] : size - at;
        char *message = malloc(length + 1);
        PROMISE(message != NULL);
        memcpy(message, data + at, length);
        message[length] = 0;
        pgw_status status = copy_message(&reader, message, length);
        if (status == PGW_OK && !reader.end)
            touch(table, row);
        free(message);
        if (status != PGW_OK && status != PGW_NOT_FOUND)
            break;
        at += length ? length : 1;
    }
    pgw_arena_free(&reader.arena);
    pgw_arena_free(&session.scratch);
    free(row);
    free(oids);
    return 0;
}
