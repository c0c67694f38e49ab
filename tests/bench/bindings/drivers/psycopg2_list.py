# Reads "TABLE COUNT" and answers with the rows that it read: psycopg2, into tuples of its own values.
import os
import sys

import psycopg2
import psycopg2.extras

connection = psycopg2.connect(os.environ["PGW_TEST_URI"])
psycopg2.extras.register_uuid()
for request in sys.stdin:
    table, count = request.split()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM public.{table} ORDER BY id LIMIT %s", (int(count),))
        rows = cursor.fetchall()
    print(len(rows), flush=True)
    del rows
