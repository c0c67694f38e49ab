/*
 * Reading a database into a catalog: one read-only REPEATABLE READ transaction, one query a kind
 * (templates/catalog/), no query an object. The same reader serves scratch and live databases.
 *
 * A query names its columns like the kind's fields; NULL is a field's default. Columns with a
 * leading underscore are the identity: _oid and _subid in PostgreSQL's terms (_class where that is
 * not the kind's), _schema, _object, _sub in ours.
 *
 * What has been read already is not asked for again. A part of a table tells _relation, the table's
 * oid, in place of _schema and _object: a part of a relation that is not read is not read either.
 * _attnum, the number of one of its columns, stands for _sub, and _columns, {1,2}, for the names in
 * the field `columns`, behind which _options are set. (sql/differences.sql does the same for the
 * server alone.)
 */
#ifndef PGW_LIVE_READ_H
#define PGW_LIVE_READ_H

#include "catalog/catalog.h"
#include "live/server.h"
#include "tmpl/tmpl.h"

/* In the transaction of server_begin_reading, or else in one of its own. NULL with E0704 when a
 * query fails. */
Catalog *catalog_read(Arena *arena, Server *server, Templates *templates, ReadDepth depth,
                      Diags *diags);

/* The same over two connections that read one snapshot, where the server has room for another: a
 * database that is large is read in little more than half of the time. The transaction, if there is
 * one, has written nothing. */
Catalog *catalog_read_together(Arena *arena, Server *server, Templates *templates, ReadDepth depth,
                               Diags *diags);

/* All that catalog_read asks of that server, dependencies too. */
StrVec catalog_queries(Arena *arena, Server *server, Templates *templates, Diags *diags);

/* Gives the tables of a catalog the number of rows (`rows`) that the server's planner reckons with,
 * where it has counted them. False when it may not be asked. */
bool catalog_read_rows(Server *server, Catalog *catalog);

/* The query of a kind for a server of that version; absent with a diagnostic. */
Str catalog_query(Arena *arena, KindId kind, int server_version, Templates *templates,
                  Diags *diags);

#endif
