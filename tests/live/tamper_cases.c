#include "tamper_cases.h"

#include "sql/sql.h"
#include "text/quote.h"

#include <string.h>

/* What a field may be changed to, where its form does not say; `of`: what the present value has to
 * begin with. A kind or a value "*" is any. */
static const struct {
    const char *kind, *field, *of, *value;
} samples[] = {
    {"*", "owner", "pg_database_owner", "pg_signal_backend"},
    {"*", "tablespace", "", "pgw_tampered"},
    {"column", "type", "integer", "bigint"},
    {"column", "type", "bigint", "numeric"},
    {"column", "type", "text", "character varying(77)"},
    {"column", "type", "character varying", "text"},
    {"column", "type", "numeric", "numeric(12,4)"},
    {"column", "collation", "", "\"POSIX\""},
    {"column", "storage", "", "external"},
    {"column", "generated", "(", "7"},
    {"attribute", "type", "integer", "bigint"},
    {"attribute", "type", "text", "character varying(77)"},
    {"attribute", "collation", "", "\"POSIX\""},
    {"domain", "type", "text", "character varying(77)"},
    {"domain", "type", "integer", "bigint"},
    {"domain", "collation", "", "\"POSIX\""},
    {"domain", "default_sql", "", "NULLIF(1, 2)"},
    {"range", "subtype", "integer", "bigint"},
    {"range", "collation", "", "\"POSIX\""},
    {"range", "multirange", "", "tampered"},
    {"collation", "locale", "de", "fr"},
    {"collation", "lc_collate", "", "C.utf8"},
    {"default", "expression", "'", "NULL::text || 'x'"},
    {"default", "expression", "nextval", "0"},
    {"default", "expression", "", "(41 + 1)"},
    {"function", "language", "sql", "plpgsql"},
    {"function", "body", "", "\nBEGIN\n    RETURN NULL;\nEND"},
    {"function", "library", "$libdir/file_fdw", "$libdir/file_fdw.so"},
    {"function", "atomic", "RETURN", "RETURN 2"},
    {"procedure", "body", "", "\nBEGIN\n    NULL;\nEND"},
    {"procedure", "atomic", "BEGIN", "BEGIN ATOMIC SELECT 7; END"},
    {"cast", "how", "without", "with inout"},
    {"table", "replica_identity", "", "full"},
    {"table", "replica_identity", "full", "nothing"},
    {"table", "access_method", "", "heap2"},
    {"materialized view", "method", "", "heap2"},
    {"index", "method", "", "hash"},
    {"rule", "definition", "on delete", "on insert to shapes.things do instead nothing"},
    {"column comment", "text", "", "tampered"},
    {"statistics object", "target", "", "78"},
    {"server", "wrapper", "files", "far away"},
    {"server", "version", "", "77"},
    {"server", "type", "", "tampered"},
    {"foreign table", "server", "nearby", "there"},
    {"trigger", "old_table", "", "tampered"},
    {"trigger", "timing", "before", "after"},
    {"trigger", "timing", "after", "before"},
    {"subscription", "connection", "", "host=/elsewhere"},
    {"subscription", "slot", "", "tampered"},
    {"subscription", "synchronous_commit", "", "local"},
};

static const struct {
    const char *kind, *field, *value;
} options[] = {
    {"table", "with", "fillfactor=71"},
    {"table", "with", "autovacuum_vacuum_threshold=777"},
    {"index", "with", "fillfactor=71"},
    {"index", "statistics", "1=77"},
    {"primary key", "with", "fillfactor=71"},
    {"unique", "with", "fillfactor=71"},
    {"exclusion", "with", "fillfactor=71"},
    {"materialized view", "with", "fillfactor=71"},
    {"view", "with", "security_barrier=true"},
    {"column", "with", "n_distinct=-0.7"},
    {"column", "identity_sequence", "cache=7"},
    {"function", "settings", "work_mem=7MB"},
    {"procedure", "settings", "work_mem=7MB"},
    {"aggregate", "options", "initcond=7"},
    {"server", "options", "tampered=7"},
    {"foreign data wrapper", "options", "tampered=7"},
    {"foreign table", "options", "tampered=7"},
    {"user mapping", "options", "tampered=7"},
};

/* What the planner has no way for, as its fields follow from others or would take rows along, and
 * somebody with psql may do all the same. */
static const struct {
    const char *object, *field, *sql;
} by_hand[] = {
    {"extension pgcrypto", "in_schema", "ALTER EXTENSION pgcrypto SET SCHEMA extras"},
    {"extension member fuzzystrmatch.\"function public.soundex(text)\"", "granted",
     "REVOKE EXECUTE ON FUNCTION public.soundex FROM pg_monitor; GRANT EXECUTE ON FUNCTION "
     "public.soundex TO pg_read_all_data"},
    {"extension member fuzzystrmatch.\"function public.soundex(text)\"", "revoked",
     "GRANT EXECUTE ON FUNCTION public.soundex TO PUBLIC"},
    {"collation shapes.bytes", "provider",
     "DROP COLLATION shapes.bytes; CREATE COLLATION shapes.bytes (provider = libc, locale = 'C')"},
    {"collation shapes.halves", "lc_ctype",
     "DROP COLLATION shapes.halves; CREATE COLLATION shapes.halves (lc_collate = 'C', lc_ctype = "
     "'C.utf8')"},
    {"attribute shapes.spare.b", "collation",
     "ALTER TYPE shapes.spare ALTER ATTRIBUTE b TYPE text COLLATE \"POSIX\""},
    {"domain check shapes.short.not_empty", "expression",
     "ALTER DOMAIN shapes.short DROP CONSTRAINT not_empty; ALTER DOMAIN shapes.short ADD "
     "CONSTRAINT "
     "not_empty CHECK (VALUE <> 'x'); COMMENT ON CONSTRAINT not_empty ON DOMAIN shapes.short IS "
     "'something'"},
    {"range shapes.words", "opclass",
     "DROP TYPE shapes.words; CREATE TYPE shapes.words AS RANGE (SUBTYPE = text, COLLATION = "
     "\"C\")"},
    {"range shapes.floats", "difference",
     "DROP TYPE shapes.floats; CREATE TYPE shapes.floats AS RANGE (SUBTYPE = float8, "
     "MULTIRANGE_TYPE_NAME = shapes.many_floats); ALTER TYPE shapes.floats OWNER TO "
     "pg_database_owner; COMMENT ON TYPE shapes.floats IS 'of floats'; GRANT USAGE ON TYPE "
     "shapes.floats TO pg_monitor"},
    {"function shapes.owned(integer)", "arguments",
     "CREATE OR REPLACE FUNCTION shapes.owned(a integer DEFAULT 7) RETURNS integer LANGUAGE sql AS "
     "'SELECT a'"},
    {"function shapes.many(integer, integer)", "support",
     "UPDATE pg_proc SET prosupport = 0 WHERE oid = 'shapes.many'::regproc"},
    {"procedure shapes.tidy(integer, text)", "arguments",
     "CREATE OR REPLACE PROCEDURE shapes.tidy(a integer, INOUT b text DEFAULT 'c') LANGUAGE "
     "plpgsql "
     "SET work_mem = '8MB' AS 'BEGIN b := a; END'"},
    {"procedure shapes.tidy(integer, text)", "language",
     "UPDATE pg_proc SET prolang = (SELECT oid FROM pg_language WHERE lanname = 'sql') WHERE oid = "
     "'shapes.tidy'::regproc"},
    {"aggregate shapes.total(integer)", "arguments",
     "DROP AGGREGATE shapes.total(integer); CREATE AGGREGATE shapes.total(integer) (SFUNC = "
     "int4pl, "
     "STYPE = integer, INITCOND = '0'); ALTER AGGREGATE shapes.total(integer) OWNER TO "
     "pg_database_owner; COMMENT ON AGGREGATE shapes.total(integer) IS 'the sum'; GRANT EXECUTE ON "
     "FUNCTION shapes.total TO pg_monitor"},
    {"foreign data wrapper bare", "validator",
     "ALTER FOREIGN DATA WRAPPER bare VALIDATOR postgresql_fdw_validator"},
    {"foreign data wrapper files", "handler", "ALTER FOREIGN DATA WRAPPER files NO HANDLER"},
    {"sql object \"text search configuration shapes.simple\"", "create",
     "ALTER TEXT SEARCH CONFIGURATION shapes.simple DROP MAPPING FOR asciiword"},
    {"table shapes.log_1", "partition_of",
     "ALTER TABLE shapes.log DETACH PARTITION shapes.log_1; ALTER TABLE shapes.log ATTACH "
     "PARTITION "
     "shapes.log_1 FOR VALUES FROM (0) TO (11)"},
    {"table shapes.typed", "of_type", "ALTER TABLE shapes.typed NOT OF"},
    {"index shapes.aside.aside_id", "replica_identity",
     "ALTER TABLE shapes.aside REPLICA IDENTITY USING INDEX aside_id"},
    {"index shapes.aside.aside_id", "clustered", "ALTER TABLE shapes.aside CLUSTER ON aside_id"},
    {"primary key shapes.others.others_pkey", "replica_identity",
     "ALTER TABLE shapes.others REPLICA IDENTITY USING INDEX others_pkey"},
    {"primary key shapes.others.others_pkey", "clustered",
     "ALTER TABLE shapes.others CLUSTER ON others_pkey"},
    {"unique shapes.others.others_code_key", "replica_identity",
     "ALTER TABLE shapes.others REPLICA IDENTITY USING INDEX others_code_key"},
    {"unique shapes.others.others_code_key", "clustered",
     "ALTER TABLE shapes.others CLUSTER ON others_code_key"},
    {"index public.accounts.accounts_hash", "invalid",
     "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'public.accounts_hash'::regclass"},
    {"check shapes.things.things_check", "expression",
     "ALTER TABLE shapes.things DROP CONSTRAINT things_check, ADD CONSTRAINT things_check CHECK "
     "(id "
     "> 1)"},
    {"exclusion shapes.things.apart", "elements",
     "ALTER TABLE shapes.things DROP CONSTRAINT apart; ALTER TABLE shapes.things ADD CONSTRAINT "
     "apart EXCLUDE USING gist (during WITH -|-) INCLUDE (id) WITH (fillfactor = 60) WHERE (id > "
     "1) DEFERRABLE "
     "INITIALLY DEFERRED; COMMENT ON CONSTRAINT apart ON shapes.things IS 'none at a time'"},
    {"exclusion shapes.things.alone", "method",
     "ALTER TABLE shapes.things DROP CONSTRAINT alone; ALTER TABLE shapes.things ADD CONSTRAINT "
     "alone EXCLUDE USING hash (code WITH =)"},
    {"foreign key shapes.others.others_thing_fkey", "disabled",
     "UPDATE pg_trigger SET tgenabled = 'D' WHERE tgconstraint = (SELECT oid FROM pg_constraint "
     "WHERE conname = 'others_thing_fkey')"},
    {"foreign key shapes.others.others_thing_fkey", "ref_table",
     "ALTER TABLE shapes.others DROP CONSTRAINT others_thing_fkey, ADD CONSTRAINT "
     "others_thing_fkey "
     "FOREIGN KEY (thing) REFERENCES shapes.others"},
    {"foreign key shapes.others.others_thing_fkey", "ref_columns",
     "ALTER TABLE shapes.others DROP CONSTRAINT others_thing_fkey, ADD CONSTRAINT "
     "others_thing_fkey "
     "FOREIGN KEY (thing) REFERENCES shapes.things (code)"},
    {"view shapes.seen", "query",
     "CREATE OR REPLACE VIEW shapes.seen AS SELECT id, note FROM shapes.parent WHERE id > 0"},
    {"materialized view shapes.counted", "query",
     "DROP MATERIALIZED VIEW shapes.counted; CREATE MATERIALIZED VIEW shapes.counted WITH "
     "(fillfactor "
     "= 70) AS SELECT 2 AS n; COMMENT ON MATERIALIZED VIEW "
     "shapes.counted "
     "IS 'how many'; ALTER MATERIALIZED VIEW shapes.counted OWNER TO pg_database_owner; GRANT "
     "SELECT "
     "ON shapes.counted TO pg_monitor"},
    {"rule shapes.things.silent", "definition",
     "CREATE OR REPLACE RULE silent AS ON DELETE TO shapes.things WHERE old.id > 7 DO INSTEAD "
     "NOTHING"},
    {"statistics object shapes.expressions", "table",
     "DROP STATISTICS shapes.expressions; CREATE STATISTICS shapes.expressions ON id, (note || "
     "'x') "
     "FROM shapes.parent"},
    {"statistics object shapes.expressions", "keys",
     "DROP STATISTICS shapes.expressions; CREATE STATISTICS shapes.expressions ON id, (note || "
     "'y') "
     "FROM shapes.aside"},
    {"trigger shapes.things.with_words", "events",
     "CREATE OR REPLACE TRIGGER with_words BEFORE UPDATE OF note OR INSERT ON shapes.things FOR "
     "EACH "
     "ROW EXECUTE FUNCTION shapes.fire_too('a', 'b')"},
    {"trigger shapes.things.with_words", "update_columns",
     "CREATE OR REPLACE TRIGGER with_words BEFORE UPDATE OF code ON shapes.things FOR EACH ROW "
     "EXECUTE FUNCTION shapes.fire_too('a', 'b')"},
    {"trigger shapes.things.with_words", "function",
     "CREATE OR REPLACE TRIGGER with_words BEFORE UPDATE OF note ON shapes.things FOR EACH ROW "
     "EXECUTE FUNCTION shapes.fire('a', 'b')"},
    {"trigger shapes.things.with_words", "arguments",
     "CREATE OR REPLACE TRIGGER with_words BEFORE UPDATE OF note ON shapes.things FOR EACH ROW "
     "EXECUTE FUNCTION shapes.fire_too('a', '')"},
    {"trigger shapes.things.fires", "constraint",
     "DROP TRIGGER fires ON shapes.things; CREATE TRIGGER fires AFTER INSERT ON shapes.things FOR "
     "EACH ROW EXECUTE FUNCTION shapes.fire()"},
    {"trigger shapes.things.fires", "from",
     "DROP TRIGGER fires ON shapes.things; CREATE CONSTRAINT TRIGGER fires AFTER INSERT ON "
     "shapes.things FROM shapes.others FOR EACH ROW EXECUTE FUNCTION shapes.fire()"},
    {"trigger shapes.things.fires", "deferrable",
     "DROP TRIGGER fires ON shapes.things; CREATE CONSTRAINT TRIGGER fires AFTER INSERT ON "
     "shapes.things DEFERRABLE FOR EACH ROW EXECUTE FUNCTION shapes.fire()"},
    {"event trigger teller", "event",
     "DROP EVENT TRIGGER teller; CREATE EVENT TRIGGER teller ON sql_drop EXECUTE FUNCTION "
     "shapes.tell()"},
    {"event trigger teller", "function",
     "DROP EVENT TRIGGER teller; CREATE EVENT TRIGGER teller ON ddl_command_end EXECUTE FUNCTION "
     "shapes.tell_too()"},
    {"foreign data wrapper files", "owner",
     "ALTER FOREIGN DATA WRAPPER files OWNER TO pgw_tamperer"},
    {"server nearby", "owner", "ALTER SERVER nearby OWNER TO pgw_tamperer"},
    {"foreign table shapes.file", "owner", "ALTER FOREIGN TABLE shapes.file OWNER TO pg_monitor"},
    {"publication paper", "owner", "ALTER PUBLICATION paper OWNER TO pgw_tamperer"},
    {"subscription paper", "enabled",
     "UPDATE pg_subscription SET subenabled = true WHERE subname = 'paper'"},
    {"function shapes.plain(integer)", "returns",
     "DROP FUNCTION shapes.plain; CREATE FUNCTION shapes.plain(a integer) RETURNS bigint LANGUAGE "
     "sql AS 'SELECT a'"},
    {"subscription paper", "owner", "ALTER SUBSCRIPTION paper OWNER TO pgw_tamperer"},
    {"event trigger teller", "owner", "ALTER EVENT TRIGGER teller OWNER TO pgw_tamperer"},
    {"default privileges \"pg_database_owner functions\"", "grants",
     "ALTER DEFAULT PRIVILEGES FOR ROLE pg_database_owner REVOKE EXECUTE ON FUNCTIONS FROM "
     "pg_monitor; ALTER DEFAULT PRIVILEGES FOR ROLE pg_database_owner GRANT EXECUTE ON FUNCTIONS "
     "TO "
     "pg_read_all_data"},
    {"publication paper", "all_tables",
     "DROP PUBLICATION paper; CREATE PUBLICATION paper FOR ALL TABLES"},
};

/* Fields that nothing is done to, and why. */
static const struct {
    const char *kind, *field, *why;
} excuses[] = {
    {"range", "canonical",
     "a canonical function has to be in C, and none is installed with the server"},
    {"function", "transforms", "a transform is of no kind that a model speaks of"},
    {"procedure", "transforms", "… and so with procedures"},
    {"procedure", "returns", "a procedure returns record or nothing, by its arguments"},
    {"procedure", "library", "a procedure in C: none is installed with the server"},
    {"procedure", "support", "the server takes none for a procedure"},
    {"procedure", "volatility", "the server takes none for a procedure"},
    {"procedure", "strict", "the server takes none for a procedure"},
    {"procedure", "leakproof", "the server takes none for a procedure"},
    {"procedure", "parallel", "the server takes none for a procedure"},
    {"procedure", "cost", "the server takes none for a procedure"},
    {"procedure", "rows", "the server takes none for a procedure"},
    {"procedure", "window", "the server takes none for a procedure"},
    {"table", "partition_by", "is what the table is from the start"},
};

/* What makes no difference. {value}: the bare name. */
static const struct {
    const char *kind, *what, *sql;
} harmless[] = {
    {"table", "analyzed", "ANALYZE {name}"},
    {"table", "reindexed", "REINDEX TABLE {name}"},
    {"table", "a row comes", "INSERT INTO {name} DEFAULT VALUES"},
    {"table", "emptied", "TRUNCATE {name} CASCADE"},
    {"table", "a column comes and goes",
     "ALTER TABLE {name} ADD COLUMN \"~x\" integer DEFAULT 7; ALTER TABLE {name} DROP COLUMN "
     "\"~x\""},
    {"table", "an index comes and goes",
     "CREATE INDEX \"~x\" ON {name} ((1)); DROP INDEX {schema}.\"~x\""},
    {"table", "hidden by a temporary table", "CREATE TEMP TABLE {value} (a integer)"},
    {"table", "hidden by a temporary view", "CREATE TEMP VIEW {value} AS SELECT 1 AS a"},
    {"view", "hidden by a temporary table", "CREATE TEMP TABLE {value} (a integer)"},
    {"enum", "hidden by a temporary type", "CREATE TYPE pg_temp.{value} AS ENUM ('a')"},
    {"domain", "hidden by a temporary domain", "CREATE DOMAIN pg_temp.{value} AS integer"},
    {"index", "reindexed", "REINDEX INDEX {schema}.{name}"},
    {"materialized view", "refreshed", "REFRESH MATERIALIZED VIEW {name}"},
    {"materialized view", "analyzed", "ANALYZE {name}"},
    {"sequence", "advanced", "DO $$BEGIN PERFORM nextval({name''}); END$$"},
    {"sequence", "restarted", "ALTER SEQUENCE {name} RESTART"},
    {"function", "tied to an extension and untied",
     "ALTER {target} DEPENDS ON EXTENSION plpgsql; ALTER {target} NO DEPENDS ON EXTENSION plpgsql"},
    {"extension", "updated to what it is", "ALTER EXTENSION {name} UPDATE"},
    {"collation", "its version taken over", "ALTER COLLATION {name} REFRESH VERSION"},
    {"schema", "holds something for a moment",
     "CREATE TABLE {name}.\"~x\" (a serial); DROP TABLE {name}.\"~x\""},
};

/* Why something cannot be done, by what planner or server say of it; a kind "*" is any. */
static const struct {
    const char *kind, *words, *reason;
} refusals[] = {
    {"*", "*objects depend on*", "what depends on it holds it"},
    {"*", "*used by a*", "what depends on it holds it"},
    {"*", "*used in a*", "what depends on it holds it"},
    {"*", "*made anew*", "rows would go"},
    {"*", "*is in a primary key*", "a key's columns are never NULL"},
    {"*", "*is an identity column*", "an identity is never NULL"},
    {"*", "*referenced table*", "a key that another one points to"},
    {"*", "*it references logged table*", "logged tables do not point to unlogged ones"},
    {"*", "*it is part of a publication*", "what is published is logged"},
    {"*", "*cannot be implemented*", "the columns of a key have the types of those it points to"},
    {"*", "*already has a default value*", "a default or an identity"},
    {"*", "*NOT NULL before identity*", "an identity is never NULL"},
    {"*", "*replica identity*", "not every index can tell rows apart"},
    {"*", "*cannot cluster on*", "not every index has an order"},
    {"*", "*does not support*", "not every access method can do all"},
    {"*", "*cannot be performed on relation*", "nor every relation"},
    {"*", "*defined as FOR ALL TABLES*", "all tables, or some"},
    {"*", "*non-expression column*", "of expressions alone"},
    {"*", "*unrecognized parameter*", "access methods have parameters of their own"},
    {"*", "*but default expression is of type*", "a default is of its column's type"},
    {"*", "*cannot attach index*", "the indexes of partitions are like their table's"},
    {"*", "*must be part of foreign key*", "only columns of the key are set to NULL"},
    {"trigger", "*syntax error*", "only constraint triggers, after and a row each, are deferred"},
    {"trigger", "*must be FOR EACH ROW*", "in place of a row"},
    {"trigger", "*cannot reference column values*", "a statement has no row"},
    {"collation", "*conflicting or redundant options*", "a locale, or its two halves"},
    {"collation", "*must be specified*", "a locale, or both of its halves"},
    {"subscription", "*does not have a slot name*", "what runs has a slot"},
    {"policy", "*only WITH CHECK*", "an insert has no old row"},
    {"policy", "*cannot be applied to*", "a select has no new row, a delete neither"},
    {"exclusion", "*is not a member of*", "not every operator is one of the method's"},
    {"function", "*syntax error at end of input*", "a body is something"},
    {"*", "*add column to a partition*", "its columns are those of the partitioned table"},
    {"column", "*identity column type must be*", "an identity is a number"},
    {"*", "*inside a transaction block*", "all that is done here is undone"},
    {"*", "*inherited column*", "it is as in the parent"},
    {"*", "*in parent table*", "it is as in the parent"},
    {"*", "*typed table*", "its columns are its type's attributes"},
    {"*", "*of a partitioned table*", "it has no rows of its own"},
    {"*", "*part of the partition key*", "a partition key is one from the start"},
    {"*", "*does not exist*", "it has gone with another object of the batch"},
    {"enum", "*invalid input value*", "a label in use"},
    {"function", "*could not find function*", "a function in C is in a file"},
    {"function", "*RETURN cannot have*", "not every body suits its function"},
    {"foreign key", "*syntax error*", "columns to be set belong to `set null` and `set default`"},
    {"index", "*requires it*", "it goes with that of the partitioned table"},
    {"table", "*no partition of relation*", "a row needs its partition"},
    {"*", "*rename inherited*", "it is called as in the parent"},
    {"index", "*no default operator class*", "not every type has an order, or a hash"},
    {"table", "*named in partition key*", "a partitioned table has its columns from the start"},
    {"table", "*violates*", "not every row is right"},
    {"*", "*drop inherited constraint*", "it goes with that of the partitioned table"},
    {"statistics object", "*at least 2 columns*", "one column has its own statistics"},
    {"trigger", "*transition table*", "after triggers of tables alone have them"},
    {"trigger", "*is a view*", "after triggers of tables alone have them"},
    {"trigger", "*TRUNCATE FOR EACH ROW*", "a truncated row is no row"},
    {"function", "*requires an OVER clause*", "what depends on it holds it"},
    {"function", "*could not access file*", "a function in C is in a file"},
    {"collation", "*not supported with this provider*", "libc knows no equal texts"},
    {"foreign key", "*number of referencing and referenced columns*", "as many as there"},
    {"column", "*has no handler*", "a foreign table that cannot be read has no numbers"},
    {"materialized view", "*permission denied*", "its owner reads nothing"},
};

bool field_is_tampered(const Field *field)
{
    return field_is_compared(field) && field->compare != COMPARE_REPORT;
}

static bool same_name(const char *pattern, const char *name)
{
    return strcmp(pattern, name) == 0 || strcmp(pattern, "*") == 0;
}

const char *field_excuse(KindId kind, const Field *field)
{
    for (size_t i = 0; i < COUNT_OF(excuses); i++)
        if (same_name(excuses[i].kind, kinds[kind].tag) && same_name(excuses[i].field, field->name))
            return excuses[i].why;
    return NULL;
}

const char *refusal_reason(const Case *c, Str why)
{
    for (size_t i = 0; i < COUNT_OF(refusals); i++)
        if (same_name(refusals[i].kind, kinds[c->object->id.kind].tag) &&
            str_like(why, str_of(refusals[i].words)))
            return refusals[i].reason;
    return NULL;
}

/* --- values to change to --- */

typedef VEC(Value) Values;

static void add_text(Arena *arena, Values *out, Str text)
{
    vec_push(arena, out, value_text(text));
}

static void add_number(Arena *arena, Values *out, const Value *now)
{
    int64_t number = 0;
    bool whole = now->type == VALUE_TEXT && str_to_int(now->text, &number);
    int64_t other = !whole ? 7 : number == -1 ? -2 : number + 1; /* an increment is never 0 */
    add_text(arena, out, str_format(arena, "%lld", (long long)other));
}

static void add_choices(Arena *arena, Values *out, const Field *field, const Value *now)
{
    for (size_t i = 1; field->choices[i]; i++)
        if (now->type != VALUE_TEXT || !str_is(now->text, field->choices[i]))
            add_text(arena, out, str_of(field->choices[i]));
}

/* Another text of the same expression's kind: what is never null is true, or not. */
static void add_expression(Arena *arena, Values *out, const Value *now)
{
    if (now->type == VALUE_TEXT)
        add_text(arena, out, str_format(arena, "((%.*s) IS NOT TRUE)", STR_ARG(now->text)));
}

static void add_list(Arena *arena, Values *out, const Object *object, const Field *field,
                     const Value *now)
{
    for (size_t i = 0; i < COUNT_OF(options); i++) {
        if (!same_name(options[i].kind, kinds[object->id.kind].tag) ||
            !same_name(options[i].field, field->name))
            continue;
        StrVec list = {0};
        Str added = str_of(options[i].value), rest = added, name;
        str_split(&rest, '=', &name);
        for (uint32_t k = 0; k < now->count; k++)
            if (!str_starts(now->list[k], name))
                vec_push(arena, &list, now->list[k]);
        vec_push(arena, &list, added);
        vec_push(arena, out, value_of_vec(&list));
    }
    if (field->form == FORM_GRANTS && field->choices && object_attr(object, field->name)) {
        StrVec list = {0};
        for (uint32_t k = 0; k < now->count; k++)
            if (!str_starts(now->list[k], S("PUBLIC ")))
                vec_push(arena, &list, now->list[k]);
        vec_push(arena, &list, str_format(arena, "PUBLIC %s", field->choices[0]));
        vec_push(arena, out, value_of_vec(&list));
        if (now->count > 1)
            vec_push(arena, out, value_list(now->list, now->count - 1));
    }
    bool names = field->form == FORM_KEYS || field->form == FORM_NAMES ||
                 (field->form == FORM_TEXTS && !same_name("partition_of", field->name));
    bool sorted = object->id.kind == KIND_STATISTICS; /* by the server */
    if (names && now->count > 1) {                    /* one less, and in another order */
        vec_push(arena, out, value_list(now->list, now->count - 1));
        Str *turned = NEW_ARRAY(arena, Str, now->count);
        for (uint32_t k = 0; k < now->count; k++)
            turned[k] = now->list[now->count - 1 - k];
        if (field->compare != COMPARE_SET && field->compare != COMPARE_DECLARED && !sorted)
            vec_push(arena, out, value_list(turned, now->count));
    }
    if (field->form == FORM_TEXTS && same_name("labels", field->name)) {
        StrVec list = {0};
        for (uint32_t k = 0; k < now->count; k++)
            vec_push(arena, &list, now->list[k]);
        vec_push(arena, &list, S("tampered"));
        vec_push(arena, out, value_of_vec(&list));
    }
}

static Values values_for(Arena *arena, const Object *object, const Field *field, const Value *now)
{
    Values out = {0};
    const char *tag = kinds[object->id.kind].tag;
    for (size_t i = 0; i < COUNT_OF(samples); i++)
        if (same_name(samples[i].kind, tag) && same_name(samples[i].field, field->name) &&
            samples[i].value[0] && now->type != VALUE_LIST &&
            (!samples[i].of[0] || str_starts(now->text, str_of(samples[i].of))) &&
            !(now->type == VALUE_TEXT && str_is(now->text, samples[i].value)))
            add_text(arena, &out, str_of(samples[i].value));
    if (field_is_list(field))
        add_list(arena, &out, object, field, now);
    else if (field->form == FORM_BOOL && now->type == VALUE_ABSENT)
        add_text(arena, &out, S("true"));
    else if (field->form == FORM_INT || field->form == FORM_NUMBER)
        add_number(arena, &out, now);
    else if (field->form == FORM_CHOICE)
        add_choices(arena, &out, field, now);
    else if (field->form == FORM_EXPR && object->id.kind != KIND_DEFAULT &&
             object->id.kind != KIND_COLUMN && object->id.kind != KIND_DOMAIN)
        add_expression(arena, &out, now);
    else if (same_name("comment", field->name))
        add_text(arena, &out, S("tampered: it's \"so\"\n\\ done"));
    bool optional = !(field->flags & FIELD_REQUIRED) && field->form != FORM_NONE &&
                    field->compare != COMPARE_DECLARED;
    if (now->type != VALUE_ABSENT && optional)
        vec_push(arena, &out, (Value){0});
    return out;
}

/* --- the cases --- */

typedef struct {
    Arena *arena;
    const Catalog *want, *live;
    Cases cases;
} Maker;

static bool is_one_of(Str text, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (str_starts(text, str_of(words[i])))
            return true;
    return false;
}

/* Whether what it is, said once more, would end something else: DEFERRABLE alone means INITIALLY
 * IMMEDIATE. */
static bool takes_back(const Object *object, const Field *field)
{
    return same_name("deferrable", field->name) && object_bool(object, "initially_deferred");
}

/* What a column of that type cannot have. */
static bool is_not_for_type(const Object *object, const Field *field)
{
    static const char *const numbers[] = {"smallint", "integer", "bigint", NULL};
    static const char *const texts[] = {"text", "character varying", NULL};
    static const char *const long_ones[] = {"text", "character varying", "jsonb", "numeric", NULL};
    Str type = object_text(object, object->id.kind == KIND_RANGE ? "subtype" : "type");
    if (object->id.kind == KIND_FUNCTION && same_name("rows", field->name))
        return !str_starts(object_text(object, "returns"), S("SETOF")) &&
               !str_starts(object_text(object, "returns"), S("TABLE"));
    return (same_name("identity", field->name) && !is_one_of(type, numbers)) ||
           (same_name("collation", field->name) && !is_one_of(type, texts)) ||
           (same_name("compression", field->name) && !is_one_of(type, long_ones));
}

/* Two lists of rights that are the same in another order. */
static bool same_set(const Value *a, const Value *b)
{
    bool same = a->type == VALUE_LIST && b->type == VALUE_LIST && a->count == b->count;
    for (uint32_t i = 0; same && i < a->count; i++) {
        bool found = false;
        for (uint32_t k = 0; k < b->count; k++)
            found |= str_eq(a->list[i], b->list[k]);
        same = found;
    }
    return same;
}

/* Would take other objects or fields along: the columns of partitions, a type's collation, the
 * other form of a body, the index that was it until then. */
static bool goes_far(const Object *object, const Field *field)
{
    bool of_one = same_name("clustered", field->name) || same_name("replica_identity", field->name);
    bool atomic = object_attr(object, "atomic") != NULL;
    if ((of_one && object->parent && !object_attr(object, field->name)) ||
        (atomic && (same_name("body", field->name) || same_name("language", field->name))))
        return true;
    bool partitioned = object->parent && (object_attr(object->parent, "partition_by") ||
                                          str_is(object->parent->id.object, "parent"));
    bool of_column = object->id.kind == KIND_COLUMN &&
                     (same_name("type", field->name) || same_name("not_null", field->name) ||
                      same_name("collation", field->name));
    bool of_key = object->id.kind != KIND_COLUMN && !field->set;
    return (partitioned && (of_column || of_key)) ||
           (same_name("type", field->name) && object_attr(object, "collation"));
}

/* Values that mean what is there already, or mean nothing without another field. */
static bool is_void(const Object *object, const Field *field, const Value *now, const Value *value)
{
    Str type = object_text(object, "type");
    bool text = str_is(type, "text") || str_starts(type, S("character varying"));
    bool deferred = same_name("initially_deferred", field->name);
    bool gone = value->type == VALUE_ABSENT;
    if (same_name("unlogged", field->name) && object_attr(object, "partition_by"))
        return true; /* it has no rows of its own */
    if (value_eq(now, value) || goes_far(object, field) ||
        ((field->compare == COMPARE_SET || field->form == FORM_GRANTS) && same_set(now, value)))
        return true;
    if (is_not_for_type(object, field))
        return !gone;
    if (same_name("storage", field->name) && value->type == VALUE_TEXT)
        return text ? str_is(value->text, "extended")
                    : !str_starts(type, S("numeric")) || str_is(value->text, "main");
    if (object->id.kind == KIND_DEFAULT_PRIVILEGES && !value->count)
        return true; /* without rights there are none */
    if (gone && same_name("atomic", field->name))
        return true;
    if (field->compare == COMPARE_DECLARED && now->type == VALUE_ABSENT)
        return true; /* the model says nothing of it */
    if (gone && (same_name("returns", field->name) || same_name("in_schema", field->name)))
        return true; /* void, the first schema of the path: it has to be something */
    if (same_name("identity_sequence", field->name))
        return !object_attr(object, "identity");
    if (deferred && value->type == VALUE_TEXT)
        return !object_bool(object, "deferrable");
    return takes_back(object, field) && gone;
}

static StrVec statements(Arena *arena, Str script)
{
    StrVec sql = {0};
    if (script.len)
        vec_push(arena, &sql, script);
    return sql;
}

/* What says a field once more. */
static StrVec said_again(Maker *m, const Object *object, const Field *field)
{
    StrVec none = {0};
    bool partitioned = object->parent && object_attr(object->parent, "partition_by");
    bool placed = same_name("partition_of", field->name);
    if (takes_back(object, field) || field->form == FORM_OPTIONS || partitioned || placed)
        return none; /* a list of no changes is no statement; partitions would go along */
    bool replaced = (kinds[object->id.kind].flags & KIND_OR_REPLACE) && !field->set;
    return replaced ? statements(m->arena, sql_create(m->arena, object, NULL, 0, SQL_REPLACE))
                    : sql_alter(m->arena, m->live, object, field, object_attr(object, field->name));
}

static void add_fields(Maker *m, const Object *object)
{
    const Kind *kind = &kinds[object->id.kind];
    Str shown = object_show(m->arena, object);
    for (size_t i = 0; i < kind->field_count; i++) {
        const Field *field = &kind->fields[i];
        if (!field_is_tampered(field) || field_excuse(object->id.kind, field))
            continue;
        Value now = object_value(object, field->name);
        Values values = values_for(m->arena, object, field, &now);
        for (size_t k = 0; k < values.len; k++) {
            const Value *value = &values.at[k];
            Str name = str_format(m->arena, "%.*s: %s: %.*s to %.*s", STR_ARG(shown), field->name,
                                  STR_ARG(value_show(m->arena, &now)),
                                  STR_ARG(value_show(m->arena, value)));
            if (!is_void(object, field, &now, value))
                vec_push(m->arena, &m->cases, ((Case){CASE_FIELD, object, i, *value, {0}, name}));
        }
        StrVec again = {0};
        if (object_attr(object, field->name))
            again = said_again(m, object, field);
        if (again.len)
            vec_push(m->arena, &m->cases,
                     ((Case){.type = CASE_REFEED,
                             .object = object,
                             .field = i,
                             .sql = again,
                             .name = str_format(m->arena, "%.*s: %s: said once more",
                                                STR_ARG(shown), field->name)}));
    }
    for (size_t i = 0; i < COUNT_OF(by_hand); i++)
        if (str_is(shown, by_hand[i].object))
            vec_push(m->arena, &m->cases,
                     ((Case){.type = CASE_FIELD,
                             .object = object,
                             .field = (size_t)kind_field(object->id.kind, str_of(by_hand[i].field)),
                             .sql = statements(m->arena, str_of(by_hand[i].sql)),
                             .name = str_format(m->arena, "%.*s: %s, by hand", STR_ARG(shown),
                                                by_hand[i].field)}));
}

/* Kinds of which there is no second one under another name. */
static bool is_single(const Object *object)
{
    static const KindId singles[] = {
        KIND_DEFAULT,           KIND_PRIMARY_KEY,        KIND_CAST,         KIND_EXTENSION,
        KIND_USER_MAPPING,      KIND_COLUMN_COMMENT,     KIND_SQL_OBJECT,   KIND_DEFAULT_PRIVILEGES,
        KIND_PUBLICATION_TABLE, KIND_PUBLICATION_SCHEMA, KIND_SUBSCRIPTION, KIND_MEMBER,
    };
    for (size_t i = 0; i < COUNT_OF(singles); i++)
        if (object->id.kind == singles[i])
            return true;
    bool told = object->id.kind == KIND_RANGE && object_attr(object, "multirange");
    return told || object_attr(object, "clustered") || object_attr(object, "attached_to");
}

/* A name that nothing has, and no two objects get. */
static Str tampered_name(Arena *arena, const Object *object)
{
    return str_format(arena, "~tampered \"%zu\"", (size_t)object->index);
}

/* The same under another name. */
static Object *twin_of(Arena *arena, const Object *object)
{
    Object *twin = NEW(arena, Object);
    *twin = *object;
    twin->id = object_id_named(arena, object->id, tampered_name(arena, object));
    return twin;
}

static void add_twin(Maker *m, const Object *object)
{
    const Object *twin = twin_of(m->arena, object);
    vec_push(m->arena, &m->cases,
             ((Case){.type = CASE_ADD,
                     .object = twin,
                     .sql = statements(m->arena, sql_create(m->arena, twin, NULL, 0, SQL_PLAIN)),
                     .name = str_format(m->arena, "%.*s: added",
                                        STR_ARG(object_show(m->arena, twin)))}));
}

static void add_harmless(Maker *m, const Object *object, const char *what, StrVec sql)
{
    vec_push(m->arena, &m->cases,
             ((Case){.type = CASE_HARMLESS,
                     .object = object,
                     .sql = sql,
                     .name = str_format(m->arena, "%.*s: %s",
                                        STR_ARG(object_show(m->arena, object)), what)}));
}

/* All that is the same afterwards; renamed there and back too. */
static void add_idle(Maker *m, const Object *object)
{
    Str name = sql_ident(m->arena, object_name(object));
    for (size_t i = 0; i < COUNT_OF(harmless); i++)
        if (same_name(harmless[i].kind, kinds[object->id.kind].tag))
            add_harmless(m, object, harmless[i].what,
                         statements(m->arena, sql_fill(m->arena, harmless[i].sql, object, name)));
    StrVec sql =
        statements(m->arena, sql_rename(m->arena, object, tampered_name(m->arena, object)));
    if (!sql.len)
        return;
    vec_push(m->arena, &sql, sql_rename(m->arena, twin_of(m->arena, object), object_name(object)));
    add_harmless(m, object, "renamed and renamed back", sql);
}

Cases cases_of(Arena *arena, const Catalog *want, const Catalog *live)
{
    Maker m = {.arena = arena, .want = want, .live = live};
    for (size_t i = 0; i < want->objects.len; i++) {
        const Object *object = want->objects.at[i];
        if (kinds[object->id.kind].flags & KIND_NOT_READ || object->implicit)
            continue;
        add_fields(&m, object);
        add_idle(&m, object);
        if (!object->parent || !object_attr(object->parent, "partition_by") ||
            object->id.kind == KIND_COLUMN) /* the index of each partition goes along */
            vec_push(arena, &m.cases,
                     ((Case){.type = CASE_DROP,
                             .object = object,
                             .sql = statements(arena, sql_drop(arena, object, SQL_PLAIN)),
                             .name = str_format(arena, "%.*s: dropped",
                                                STR_ARG(object_show(arena, object)))}));
        if (!is_single(object))
            add_twin(&m, object);
    }
    return m.cases;
}
