/* What programs compiled against an older runtime rely on: sizes and places in the public structs
 * do not change unnoticed. The numbers are those of machines with 64-bit pointers. */
#include "samples.h"

#include <assert.h>
#include <stdio.h>

#if UINTPTR_MAX == UINT64_MAX
#define SIZE(type, size) static_assert(sizeof(type) == (size), #type)
#define PLACE(type, member, offset)                                                                \
    static_assert(offsetof(type, member) == (offset), #type "." #member)

SIZE(pgw_text, 16);
SIZE(pgw_bytea, 16);
SIZE(pgw_uuid, 16);
SIZE(pgw_timestamp, 8);
SIZE(pgw_date, 4);
SIZE(pgw_numeric, 24);
SIZE(pgw_inet, 24);
SIZE(pgw_timetz, 16);
SIZE(pgw_interval, 16);
SIZE(pgw_bit, 16);
SIZE(pgw_box, 32);
SIZE(pgw_path, 24);
SIZE(pgw_tid, 8);
SIZE(pgw_int4_array, 24);
SIZE(pgw_opt_bool, 2);
SIZE(pgw_opt_int8, 16);
SIZE(pgw_opt_text, 24);
SIZE(pgw_int8_range, 32);
SIZE(pgw_error, 80);
SIZE(pgw_arena, 40);
SIZE(pgw_allocator, 24);
SIZE(pgw_condition, 88);
SIZE(pgw_difference, 24);
PLACE(pgw_text, len, 8);
PLACE(pgw_numeric, digits, 16);
PLACE(pgw_int4_array, dimensions, 16);
PLACE(pgw_opt_int8, value, 8);
PLACE(pgw_int8_range, lower, 16);
PLACE(pgw_int8_range, upper, 24);
PLACE(pgw_error, sqlstate, 5);
PLACE(pgw_error, message, 16);
PLACE(pgw_error, item, 72);
PLACE(pgw_session, conn, 0);
PLACE(pgw_session, error, 8);

/* And what is generated: members in the order of the columns. */
SIZE(samples_pairs, 56);
PLACE(samples_pairs, number, 16);
PLACE(samples_pairs, note, 24);
PLACE(samples_pairs, amount, 48);
SIZE(samples_pairs_columns, 4);
#endif

int main(void)
{
    puts("sizes and places are as they were");
    return 0;
}
