#include "kind/kind.h"

/* One line of the registry per idea: see kind.h for what the columns mean. `comment` is the same
 * for every kind that has a target. */
#define COMMENT                                                                                    \
    {                                                                                              \
        .name = "comment", .form = FORM_TEXT, .compare = COMPARE_EXACT, .flags = FIELD_SEPARATE,   \
        .set = "COMMENT ON {target} IS {value}", .reset = "COMMENT ON {target} IS NULL",           \
        .doc = "what it is for; becomes COMMENT ON"                                                \
    }
/* The names that it had before, and the schema: it is renamed, and keeps what it holds. */
#define RENAMED                                                                                    \
    {                                                                                              \
        .name = "renamed_from", .form = FORM_NAMES, .compare = COMPARE_META,                       \
        .doc = "its old name, or names, oldest first: it is renamed where it is still called so"   \
    }
#define MOVED                                                                                      \
    {                                                                                              \
        .name = "moved_from", .form = FORM_NAME, .compare = COMPARE_META,                          \
        .doc = "its old schema: it is moved where it is still there"                               \
    }
#define SCHEMA_KEY                                                                                 \
    {                                                                                              \
        .name = "schema", .form = FORM_NAME, .compare = COMPARE_AUTHOR,                            \
        .doc = "the schema it stands in; default: the file's `schema`, else public"                \
    }

/* Who owns it, and who else has which rights on it. A model that does not say so leaves both to
 * whoever runs its script. */
#define OWNER                                                                                      \
    {                                                                                              \
        .name = "owner", .form = FORM_NAME, .compare = COMPARE_DECLARED, .flags = FIELD_SEPARATE,  \
        .set = "ALTER {target} OWNER TO {value}", .doc = "the role that owns it"                   \
    }
#define GRANTS(all, on, birth, more)                                                               \
    {                                                                                              \
        .name = "grants", .form = FORM_GRANTS, .compare = COMPARE_DECLARED,                        \
        .flags = FIELD_SEPARATE | FIELD_SPECIAL | (more), .choices = (all), .set = (on),           \
        .defaults = (birth),                                                                       \
        .doc = "all rights of others: `ROLE select, ...`, `PUBLIC ...`, `... with grant option`; " \
               "`OWNER without ...`: one that its owner lacks; of a view's column `select (name)`" \
    }

static const char *const schema_rights[] = {"CREATE", "USAGE", NULL};
static const char *const table_rights[] = {"DELETE",  "INSERT",   "REFERENCES", "SELECT",
                                           "TRIGGER", "TRUNCATE", "UPDATE",     NULL};
static const char *const column_rights[] = {"INSERT", "REFERENCES", "SELECT", "UPDATE", NULL};
static const char *const sequence_rights[] = {"SELECT", "UPDATE", "USAGE", NULL};
static const char *const function_rights[] = {"EXECUTE", NULL};
static const char *const usage_rights[] = {"USAGE", NULL};

#define SCHEMA_GRANTS GRANTS(schema_rights, "SCHEMA {name}", "schemas", 0)
/* of tables and of views of all sorts */
#define TABLE_GRANTS GRANTS(table_rights, "TABLE {name}", "tables", 0)
/* Columns of a view are no objects of their own. */
#define VIEW_GRANTS     GRANTS(table_rights, "TABLE {name}", "tables", FIELD_COLUMNS)
#define COLUMN_GRANTS   GRANTS(column_rights, "TABLE {relation}", NULL, 0)
#define SEQUENCE_GRANTS GRANTS(sequence_rights, "SEQUENCE {name}", "sequences", 0)
/* On what the target calls it: FUNCTION or PROCEDURE, TYPE or DOMAIN. */
#define FUNCTION_GRANTS  GRANTS(function_rights, "{target}", "functions", FIELD_PUBLIC)
#define AGGREGATE_GRANTS GRANTS(function_rights, "FUNCTION {name}", "functions", FIELD_PUBLIC)
#define TYPE_GRANTS      GRANTS(usage_rights, "{target}", "types", FIELD_PUBLIC)

#define WRAPPER_GRANTS GRANTS(usage_rights, "FOREIGN DATA WRAPPER {name}", NULL, 0)
#define SERVER_GRANTS  GRANTS(usage_rights, "FOREIGN SERVER {name}", NULL, 0)

#define INHERITED                                                                                  \
    {                                                                                              \
        "inherited", FORM_NONE, COMPARE_REPORT, 0, .doc = "comes from the table's parent alone"    \
    }

/* Of what has an index: its place in the index of the partitioned table, and what its table uses it
 * for. */
#define INDEX_PLACE                                                                                \
    {"tablespace",                                                                                 \
     FORM_NAME,                                                                                    \
     COMPARE_EXACT,                                                                                \
     0,                                                                                            \
     .set = "ALTER INDEX {schema}.{name} SET TABLESPACE {value}",                                  \
     .reset = "ALTER INDEX {schema}.{name} SET TABLESPACE pg_default",                             \
     .doc = "where the files of its index are"},                                                   \
        {"attached_to",                                                                            \
         FORM_TEXT,                                                                                \
         COMPARE_EXACT,                                                                            \
         FIELD_SEPARATE | FIELD_LAST | FIELD_RAW | FIELD_FOLLOWS,                                  \
         .set = "ALTER INDEX {value} ATTACH PARTITION {schema}.{name}",                            \
         .doc = "the index of the partitioned table that it is a part of"},                        \
        {"replica_identity",                                                                       \
         FORM_BOOL,                                                                                \
         COMPARE_EXACT,                                                                            \
         FIELD_SEPARATE | FIELD_LAST,                                                              \
         .set = "ALTER TABLE ONLY {relation} REPLICA IDENTITY USING INDEX {name}",                 \
         .reset = "ALTER TABLE ONLY {relation} REPLICA IDENTITY DEFAULT",                          \
         .doc = "its keys are what of an old row is replicated"},                                  \
    {                                                                                              \
        "clustered", FORM_BOOL, COMPARE_EXACT, FIELD_SEPARATE | FIELD_LAST,                        \
            .set = "ALTER TABLE {relation} CLUSTER ON {name}",                                     \
            .reset = "ALTER TABLE {relation} SET WITHOUT CLUSTER",                                 \
            .doc = "CLUSTER orders the table by it"                                                \
    }

#define CHILDREN(key, kind, text)                                                                  \
    {                                                                                              \
        .name = (key), .form = FORM_CHILDREN, .compare = COMPARE_AUTHOR, .child = (kind),          \
        .doc = (text)                                                                              \
    }

static const char *const completeness[] = {"as said", "complete", NULL};

static const Field database_fields[] = {
    {"database", FORM_NAME, COMPARE_AUTHOR, 0,
     .doc = "the name of the database; once in the folder"},
    {.name = "comment",
     .form = FORM_TEXT,
     .compare = COMPARE_META,
     .doc = "what the database is for; title of the documents"},
    {"schema", FORM_NAME, COMPARE_AUTHOR, 0,
     .doc = "the schema of this file's objects; default public"},
    {"ignore", FORM_TEXTS, COMPARE_META, 0,
     .doc = "patterns (* and ?) of schema.name that the model does not speak for"},
    {"managed", FORM_TEXTS, COMPARE_META, 0,
     .doc = "patterns of a schema or of schema.name that the model speaks for; default: all"},
    {"rights", FORM_CHOICE, COMPARE_META, 0, .choices = completeness,
     .doc =
         "complete: what says no `grants` has only the rights that it is born with; else nothing "
         "is known of them"},
    {"legacy", FORM_TEXTS, COMPARE_META, 0,
     .doc = "patterns of what shall be gone: `inventory` tells what is still there"},
    {"lint", FORM_OPTIONS, COMPARE_META, 0,
     .doc = "{rule: error|warning|note}, or {rule: \"off: reason\"}, {rule: \"off public.t.c, …: "
            "reason\"}"},
    {"mixins", FORM_MIXINS, COMPARE_AUTHOR, 0,
     .doc = "parts of tables under a name, put into a table by `use`; {table} stands for its "
            "name"},
    CHILDREN("schemas", KIND_SCHEMA, "schemas; public is always there"),
    CHILDREN("extensions", KIND_EXTENSION, "extensions; a list of names, or a mapping"),
    CHILDREN("collations", KIND_COLLATION, "collations"),
    CHILDREN("enums", KIND_ENUM, "enumerated types"),
    CHILDREN("types", KIND_TYPE, "composite types"),
    CHILDREN("domains", KIND_DOMAIN, "domains"),
    CHILDREN("ranges", KIND_RANGE, "range types"),
    CHILDREN("sequences", KIND_SEQUENCE,
             "sequences; those behind serial columns come by themselves"),
    CHILDREN("functions", KIND_FUNCTION, "functions; the key is `name(argument type, …)`"),
    CHILDREN("procedures", KIND_PROCEDURE, "procedures; the key is as a function's"),
    CHILDREN(
        "aggregates", KIND_AGGREGATE,
        "aggregate functions; the key is as a function's, or `name(type, … ORDER BY type, …)`"),
    CHILDREN("casts", KIND_CAST, "casts; the key is `TYPE AS TYPE`, spelled as PostgreSQL does"),
    CHILDREN(
        "sql", KIND_SQL_OBJECT,
        "what has no grammar of its own, by the words in which PostgreSQL names it: `operator "
        "public.~<<(pg_catalog.text,pg_catalog.text)`, `text search configuration public.english`"),
    CHILDREN("tables", KIND_TABLE,
             "tables; `table: NAME` at the top of a file describes one alone"),
    CHILDREN("views", KIND_VIEW, "views; `view: NAME` at the top of a file describes one alone"),
    CHILDREN("materialized_views", KIND_MATERIALIZED_VIEW, "materialized views"),
    CHILDREN("statistics", KIND_STATISTICS, "extended statistics objects"),
    CHILDREN("wrappers", KIND_WRAPPER, "foreign data wrappers, where no extension brings them"),
    CHILDREN("servers", KIND_SERVER, "foreign servers"),
    CHILDREN("foreign_tables", KIND_FOREIGN_TABLE, "tables that are somewhere else"),
    CHILDREN("publications", KIND_PUBLICATION,
             "publications; what is in them says so: `publications` of a table or schema"),
    CHILDREN("subscriptions", KIND_SUBSCRIPTION, "subscriptions"),
    CHILDREN("event_triggers", KIND_EVENT_TRIGGER, "event triggers"),
    CHILDREN("default_privileges", KIND_DEFAULT_PRIVILEGES,
             "rights on what a role will create; the key is `ROLE tables` or `ROLE tables in "
             "SCHEMA`; tables, sequences, functions, types or schemas"),
};

static const Field schema_fields[] = {
    CHILDREN("publications", KIND_PUBLICATION_SCHEMA, "publications that all its tables are in"),
    OWNER,
    SCHEMA_GRANTS,
    COMMENT,
    RENAMED,
};

static const Field extension_fields[] = {
    {"in_schema", FORM_NAME, COMPARE_EXACT, FIELD_SHORTHAND | FIELD_MOVES,
     .set = "ALTER EXTENSION {name} SET SCHEMA {value}", .doc = "the schema of its objects"},
    {"types", FORM_NAMES, COMPARE_META, 0,
     .doc = "types it brings, where the tool does not know them (citext, hstore, ltree … it does)"},
    CHILDREN("members", KIND_MEMBER,
             "rights on what it has brought, where they are not those it came with: `function "
             "public.f(text,text)`, `procedure …`, `table …`, `sequence …`, `type …`"),
    {"version", FORM_NONE, COMPARE_REPORT, 0, .doc = "the installed version"},
    {"immovable", FORM_NONE, COMPARE_META, 0, .doc = "it stays in the schema it was made in"},
};

static const Field member_fields[] = {
    {"granted", FORM_GRANTS, COMPARE_SET, FIELD_SPECIAL | FIELD_TOGETHER,
     .doc = "rights that the extension does not give: `ROLE select, ...`"},
    {"revoked", FORM_GRANTS, COMPARE_SET, FIELD_SPECIAL | FIELD_TOGETHER,
     .doc = "rights that it gives and that are taken away: `PUBLIC execute`"},
};

static const char *const providers[] = {"libc", "icu", NULL};

static const Field collation_fields[] = {
    {"provider", FORM_CHOICE, COMPARE_EXACT, 0, .choices = providers, .doc = "whose rules"},
    {"locale", FORM_TEXT, COMPARE_EXACT, FIELD_SHORTHAND, .doc = "lc_collate and lc_ctype in one"},
    {"lc_collate", FORM_TEXT, COMPARE_EXACT, 0, .doc = "the locale for order"},
    {"lc_ctype", FORM_TEXT, COMPARE_EXACT, 0, .doc = "the locale for letters"},
    {"nondeterministic", FORM_BOOL, COMPARE_EXACT, 0,
     .doc = "texts of different bytes may be equal"},
    {"version", FORM_NONE, COMPARE_REPORT, 0, .doc = "the version of the rules, of the host"},
    OWNER,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field enum_fields[] = {
    {"labels", FORM_TEXTS, COMPARE_EXACT,
     FIELD_REQUIRED | FIELD_SHORTHAND | FIELD_SPECIAL | FIELD_REBUILDS,
     .doc = "its labels, in order"},
    {"labels_renamed_from", FORM_OPTIONS, COMPARE_META, 0,
     .doc = "{new label: old label}: renamed where it is still called so"},
    OWNER,
    TYPE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field type_fields[] = {
    CHILDREN("attributes", KIND_ATTRIBUTE, "its attributes, in order"),
    OWNER,
    TYPE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field attribute_fields[] = {
    {"type", FORM_TYPE, COMPARE_EXACT,
     FIELD_REQUIRED | FIELD_SHORTHAND | FIELD_BLOCKED | FIELD_SPECIAL, .doc = "its type"},
    {"collation", FORM_NAME, COMPARE_EXACT, FIELD_BLOCKED | FIELD_SPECIAL, .doc = "of its texts"},
    {"position", FORM_NONE, COMPARE_REPORT, 0, .doc = "its place among the attributes, from 1"},
    COMMENT,
    RENAMED,
};

static const Field domain_fields[] = {
    {"type", FORM_TYPE, COMPARE_EXACT,
     FIELD_REQUIRED | FIELD_SHORTHAND | FIELD_SPECIAL | FIELD_REBUILDS, .doc = "the type below it"},
    {"collation", FORM_NAME, COMPARE_EXACT, FIELD_SPECIAL | FIELD_REBUILDS, .doc = "of its texts"},
    {"default_sql", FORM_EXPR, COMPARE_EXPR, 0, .set = "ALTER DOMAIN {name} SET DEFAULT {value}",
     .reset = "ALTER DOMAIN {name} DROP DEFAULT",
     .doc = "default of its columns, an SQL expression"},
    {"not_null", FORM_BOOL, COMPARE_EXACT, FIELD_GUARD, .set = "ALTER DOMAIN {name} SET NOT NULL",
     .reset = "ALTER DOMAIN {name} DROP NOT NULL", .doc = "refuses NULL"},
    CHILDREN("checks", KIND_DOMAIN_CHECK, "check constraints, by name"),
    OWNER,
    TYPE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field domain_check_fields[] = {
    {"expression", FORM_EXPR, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "what VALUE must not make false"},
    {"not_valid", FORM_BOOL, COMPARE_EXACT, 0,
     .reset = "ALTER DOMAIN {relation} VALIDATE CONSTRAINT {name}",
     .doc = "old values were not looked at"},
    COMMENT,
    RENAMED,
};

static const Field range_fields[] = {
    {"subtype", FORM_TYPE, COMPARE_EXACT, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "the type of its bounds"},
    {"opclass", FORM_TEXT, COMPARE_EXACT, 0, .doc = "operator class of the bounds' order"},
    {"collation", FORM_NAME, COMPARE_EXACT, 0, .doc = "of the bounds"},
    {"canonical", FORM_TEXT, COMPARE_EXACT, 0, .doc = "the function that makes ranges canonical"},
    {"difference", FORM_TEXT, COMPARE_EXACT, 0, .doc = "the function that subtracts bounds"},
    {"multirange", FORM_NAME, COMPARE_EXACT, 0,
     .doc = "the name of its multirange type, which columns may have; default: made from its own"},
    OWNER,
    TYPE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const char *const sequence_types[] = {"bigint", "integer", "smallint", NULL};

static const Field sequence_fields[] = {
    {"type", FORM_CHOICE, COMPARE_EXACT, FIELD_TOGETHER, .choices = sequence_types,
     .doc = "the type of its numbers"},
    {"start", FORM_INT, COMPARE_EXACT, FIELD_TOGETHER, .doc = "the first number"},
    {"increment", FORM_INT, COMPARE_EXACT, FIELD_TOGETHER, .doc = "the step; negative counts down"},
    {"minimum", FORM_INT, COMPARE_EXACT, FIELD_TOGETHER, .doc = "the smallest number"},
    {"maximum", FORM_INT, COMPARE_EXACT, FIELD_TOGETHER, .doc = "the largest number"},
    {"cache", FORM_INT, COMPARE_EXACT, FIELD_TOGETHER, .doc = "numbers a session takes at once"},
    {"cycle", FORM_BOOL, COMPARE_EXACT, FIELD_TOGETHER,
     .doc = "begins again after the last number"},
    {"unlogged", FORM_BOOL, COMPARE_EXACT, 0, .set = "ALTER SEQUENCE {name} SET UNLOGGED",
     .reset = "ALTER SEQUENCE {name} SET LOGGED",
     .doc = "not crash-safe; one behind a serial column is as its table"},
    {"owned_by", FORM_TEXT, COMPARE_EXACT, FIELD_SEPARATE | FIELD_LAST | FIELD_RAW,
     .set = "ALTER SEQUENCE {name} OWNED BY {value}",
     .reset = "ALTER SEQUENCE {name} OWNED BY NONE",
     .doc = "table.column: dropped together with it"},
    OWNER,
    SEQUENCE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const char *const volatilities[] = {"volatile", "stable", "immutable", NULL};
static const char *const parallels[] = {"unsafe", "restricted", "safe", NULL};

static const Field function_fields[] = {
    {"arguments", FORM_NONE, COMPARE_EXPR, FIELD_SHAPED, .doc = "its arguments, from the key"},
    {"returns", FORM_TEXT, COMPARE_EXPR, 0,
     .doc = "the type of the result: `trigger`, `setof t`, `table(…)`"},
    {"language", FORM_NAME, COMPARE_EXACT, FIELD_REQUIRED | FIELD_SPECIAL, .doc = "plpgsql, sql …"},
    {"body", FORM_BODY, COMPARE_EXACT, FIELD_SPECIAL,
     .doc = "the text between the quotes, byte for byte"},
    {"library", FORM_TEXT, COMPARE_EXACT, FIELD_SPECIAL,
     .doc = "of a function in C: the file that it is in; its body is the symbol"},
    {"atomic", FORM_TEXT, COMPARE_EXPR, FIELD_SPECIAL,
     .doc = "in place of a body: BEGIN ATOMIC … END or RETURN …, which follows renames"},
    {"volatility", FORM_CHOICE, COMPARE_EXACT, 0, .choices = volatilities,
     .set = "ALTER {target} {value}", .reset = "ALTER {target} VOLATILE",
     .doc = "what the planner may assume"},
    {"strict", FORM_BOOL, COMPARE_EXACT, 0, .set = "ALTER {target} STRICT",
     .reset = "ALTER {target} CALLED ON NULL INPUT", .doc = "NULL in, NULL out, without a call"},
    {"security_definer", FORM_BOOL, COMPARE_EXACT, 0, .set = "ALTER {target} SECURITY DEFINER",
     .reset = "ALTER {target} SECURITY INVOKER", .doc = "runs with its owner's rights"},
    {"leakproof", FORM_BOOL, COMPARE_EXACT, 0, .set = "ALTER {target} LEAKPROOF",
     .reset = "ALTER {target} NOT LEAKPROOF", .doc = "tells nothing about its arguments"},
    {"parallel", FORM_CHOICE, COMPARE_EXACT, 0, .choices = parallels,
     .set = "ALTER {target} PARALLEL {value}", .reset = "ALTER {target} PARALLEL UNSAFE",
     .doc = "in parallel queries"},
    {"cost", FORM_NUMBER, COMPARE_EXACT, FIELD_SPECIAL, .set = "ALTER {target} COST {value}",
     .doc = "estimated cost of a call, in units of cpu_operator_cost"},
    {"rows", FORM_NUMBER, COMPARE_EXACT, FIELD_SPECIAL, .set = "ALTER {target} ROWS {value}",
     .doc = "estimated rows of a set"},
    {"settings", FORM_OPTIONS, COMPARE_SET, FIELD_SPECIAL,
     .doc = "settings during the call: {search_path: …}"},
    {"window", FORM_BOOL, COMPARE_EXACT, 0, .doc = "a window function"},
    {"support", FORM_TEXT, COMPARE_EXACT, FIELD_SPECIAL, .doc = "its planner support function"},
    {"transforms", FORM_TEXTS, COMPARE_EXACT, FIELD_SPECIAL,
     .doc = "types that are handed to its language by their transforms"},
    {"shape", FORM_NONE, COMPARE_DERIVED, FIELD_LIST,
     .doc = "arguments and how many have a default: what OR REPLACE cannot take away"},
    {"depends_on", FORM_NAMES, COMPARE_AUTHOR, 0,
     .doc = "relations that must be there before it; PostgreSQL does not look into bodies"},
    OWNER,
    FUNCTION_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field aggregate_fields[] = {
    {"arguments", FORM_NONE, COMPARE_EXPR, 0, .doc = "its arguments, from the key"},
    {"options", FORM_OPTIONS, COMPARE_SET, FIELD_REQUIRED,
     .doc = "{sfunc: …, stype: …, initcond: …} as CREATE AGGREGATE has them"},
    {"depends_on", FORM_NAMES, COMPARE_AUTHOR, 0, .doc = "what must be there before it"},
    OWNER,
    AGGREGATE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const char *const contexts[] = {"explicit", "assignment", "implicit", NULL};

static const Field cast_fields[] = {
    {"how", FORM_TEXT, COMPARE_EXACT, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "`without function`, `with inout`, or `with function SCHEMA.NAME(ARGUMENT TYPES)`"},
    {"context", FORM_CHOICE, COMPARE_EXACT, 0, .choices = contexts,
     .doc = "where it is applied without being asked for"},
    COMMENT,
};

static const Field sql_object_fields[] = {
    {"create", FORM_TEXT, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "the statements that make it; DROP and its name take it away"},
    {"depends_on", FORM_NAMES, COMPARE_AUTHOR, 0,
     .doc = "what must be there before it: relations, functions, others of its kind"},
    {"needed_by", FORM_NAMES, COMPARE_AUTHOR, 0, .doc = "what can only be made after it"},
    OWNER,
    COMMENT,
};

static const Field table_fields[] = {
    {"use", FORM_NAMES, COMPARE_AUTHOR, 0, .doc = "mixins to put into the table"},
    CHILDREN("columns", KIND_COLUMN, "its columns, in order"),
    {.name = "primary_key",
     .form = FORM_CHILD,
     .child = KIND_PRIMARY_KEY,
     .doc = "the primary key"},
    CHILDREN("unique", KIND_UNIQUE, "unique constraints, by name"),
    CHILDREN("checks", KIND_CHECK, "check constraints, by name"),
    CHILDREN("exclusions", KIND_EXCLUSION, "exclusion constraints, by name"),
    CHILDREN("relations", KIND_FOREIGN_KEY, "foreign keys, by the name of the relation"),
    CHILDREN("indexes", KIND_INDEX, "indexes, by name"),
    CHILDREN("rules", KIND_RULE, "rewrite rules, by name"),
    CHILDREN("triggers", KIND_TRIGGER, "triggers, by name"),
    CHILDREN("policies", KIND_POLICY, "policies of row security, by name"),
    CHILDREN("publications", KIND_PUBLICATION_TABLE, "publications that it is in, by name"),
    {"unlogged", FORM_BOOL, COMPARE_EXACT, FIELD_ROWS, .set = "ALTER TABLE {name} SET UNLOGGED",
     .reset = "ALTER TABLE {name} SET LOGGED", .doc = "not crash-safe, not replicated"},
    {"partition_by", FORM_TEXT, COMPARE_EXPR, FIELD_RAW | FIELD_FIXED,
     .doc = "list, range or hash and the key: range (created_at)"},
    {"partition_of", FORM_TEXTS, COMPARE_EXPR, FIELD_SEPARATE | FIELD_APART | FIELD_LAST,
     .set = "ALTER TABLE ONLY {value 1} ATTACH PARTITION {name} {value 2}",
     .reset = "ALTER TABLE {value 1} DETACH PARTITION {name}",
     .doc = "the partitioned table and the bounds: [orders, \"for values in ('eu')\"]"},
    {"bounds", FORM_NONE, COMPARE_META, 0,
     .doc = "what the rows of a partition are like, as an expression"},
    {"inherits", FORM_TEXTS, COMPARE_EXACT, FIELD_APART | FIELD_SPECIAL,
     .doc = "tables whose columns and checks it takes over"},
    {"of_type", FORM_TEXT, COMPARE_EXACT, FIELD_SEPARATE | FIELD_RAW,
     .set = "ALTER TABLE {name} OF {value}", .reset = "ALTER TABLE {name} NOT OF",
     .doc = "the composite type whose attributes are its columns"},
    {"access_method", FORM_NAME, COMPARE_EXACT, FIELD_ROWS,
     .set = "ALTER TABLE {name} SET ACCESS METHOD {value}",
     .reset = "ALTER TABLE {name} SET ACCESS METHOD heap", .doc = "how its rows are stored"},
    {"tablespace", FORM_NAME, COMPARE_EXACT, FIELD_ROWS,
     .set = "ALTER TABLE {name} SET TABLESPACE {value}",
     .reset = "ALTER TABLE {name} SET TABLESPACE pg_default", .doc = "where its files are"},
    {"replica_identity", FORM_TEXT, COMPARE_EXACT, FIELD_SEPARATE | FIELD_RAW | FIELD_LAST,
     .set = "ALTER TABLE ONLY {name} REPLICA IDENTITY {value}",
     .reset = "ALTER TABLE ONLY {name} REPLICA IDENTITY DEFAULT",
     .doc = "full or nothing: what of an old row is replicated; default: its primary key"},
    {"with", FORM_OPTIONS, COMPARE_SET, 0, .set = "ALTER TABLE {name} SET ({value})",
     .reset = "ALTER TABLE {name} RESET ({value})",
     .doc = "storage parameters: {fillfactor: 70, toast.autovacuum_enabled: false}"},
    {"row_security", FORM_BOOL, COMPARE_EXACT, FIELD_SEPARATE,
     .set = "ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
     .reset = "ALTER TABLE {name} DISABLE ROW LEVEL SECURITY", .doc = "policies apply"},
    {"force_row_security", FORM_BOOL, COMPARE_EXACT, FIELD_SEPARATE,
     .set = "ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
     .reset = "ALTER TABLE {name} NO FORCE ROW LEVEL SECURITY", .doc = "… to the owner too"},
    {"rows", FORM_NONE, COMPARE_META, 0, .doc = "how many it has, as far as a live server knows"},
    {"api", FORM_GROUP, COMPARE_AUTHOR, 0, .doc = "how the API shows the table"},
    {"api.path", FORM_TEXT, COMPARE_META, 0,
     .doc = "its path; default: the table's name with dashes"},
    {"api.search", FORM_NAMES, COMPARE_META, 0,
     .doc = "columns that the search parameter looks into"},
    {"api.actions", FORM_NAMES, COMPARE_META, 0,
     .doc =
         "what can be done with a row beside changing it, each a path of its own: [start, stop]"},
    {"api.version", FORM_NAME, COMPARE_META, 0,
     .doc =
         "the column that tells versions of a row apart: an update is refused when it has changed"},
    OWNER,
    TABLE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const char *const identities[] = {"none", "always", "by default", NULL};
static const char *const storages[] = {"default", "plain", "external", "extended", "main", NULL};
static const char *const compressions[] = {"default", "pglz", "lz4", NULL};

static const Field column_fields[] = {
    {"type", FORM_TYPE, COMPARE_EXACT,
     FIELD_REQUIRED | FIELD_SHORTHAND | FIELD_BLOCKED | FIELD_SPECIAL | FIELD_ROWS,
     .doc = "its type; serial types bring their sequence", .set_phase = 3},
    {"not_null", FORM_BOOL, COMPARE_EXACT, FIELD_ROWS,
     .set = "ALTER TABLE {relation} ALTER COLUMN {name} SET NOT NULL",
     .reset = "ALTER TABLE {relation} ALTER COLUMN {name} DROP NOT NULL", .doc = "refuses NULL",
     .set_phase = 5, .reset_phase = 7},
    {"default", FORM_LITERAL, COMPARE_AUTHOR, 0, .doc = "default value, quoted for its type"},
    {"default_sql", FORM_EXPR, COMPARE_AUTHOR, 0, .doc = "default as an SQL expression"},
    {"unique", FORM_BOOL, COMPARE_AUTHOR, 0, .doc = "a unique constraint of this column alone"},
    {"identity", FORM_CHOICE, COMPARE_EXACT, FIELD_SPECIAL, .choices = identities,
     .reset = "ALTER TABLE {relation} ALTER COLUMN {name} DROP IDENTITY",
     .doc = "numbers itself from a sequence of its own", .set_phase = 6, .reset_phase = 1},
    {"identity_sequence", FORM_OPTIONS, COMPARE_SET, FIELD_SPECIAL,
     .doc = "of the identity: {start: 10, increment: 2, minimum, maximum, cache, cycle, name}",
     .set_phase = 6, .reset_phase = 6},
    {"generated", FORM_EXPR, COMPARE_EXPR, 0,
     .reset = "ALTER TABLE {relation} ALTER COLUMN {name} DROP EXPRESSION",
     .doc = "computed from this expression and stored", .set_phase = 1, .reset_phase = 1},
    {"collation", FORM_NAME, COMPARE_EXACT, FIELD_BLOCKED | FIELD_SPECIAL | FIELD_ROWS,
     .doc = "its collation", .set_phase = 4, .reset_phase = 4},
    {"storage", FORM_CHOICE, COMPARE_EXACT, FIELD_SEPARATE | FIELD_SPECIAL | FIELD_FORGOTTEN,
     .choices = storages,
     .set = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET STORAGE {value}",
     .doc = "TOAST strategy", .set_phase = 8, .reset_phase = 8},
    {"compression", FORM_CHOICE, COMPARE_EXACT, FIELD_SEPARATE | FIELD_FORGOTTEN,
     .choices = compressions,
     .set = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET COMPRESSION {value}",
     .reset = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET COMPRESSION default",
     .doc = "of long values", .set_phase = 8, .reset_phase = 8},
    {"statistics", FORM_INT, COMPARE_EXACT, FIELD_SEPARATE,
     .set = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET STATISTICS {value}",
     .reset = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET STATISTICS -1",
     .doc = "target for ANALYZE", .set_phase = 8, .reset_phase = 8},
    {"with", FORM_OPTIONS, COMPARE_SET, FIELD_SEPARATE,
     .set = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET ({value})",
     .reset = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} RESET ({value})",
     .doc = "n_distinct and n_distinct_inherited, for the planner", .set_phase = 8,
     .reset_phase = 8},
    {"inherited", FORM_NONE, COMPARE_REPORT, 0, .doc = "comes from the table's parent alone"},
    {"partition_key", FORM_NONE, COMPARE_REPORT, 0, .doc = "part of the table's partition key"},
    {"type_storage", FORM_NONE, COMPARE_META, 0, .doc = "the storage that its type has by itself"},
    {"options", FORM_OPTIONS, COMPARE_SET, FIELD_SPECIAL, .doc = "of a column of a foreign table"},
    {"sensitive", FORM_BOOL, COMPARE_META, 0, .doc = "kept out of the API, the documents and logs"},
    {"position", FORM_NONE, COMPARE_REPORT, 0, .doc = "its place among the columns, from 1"},
    COLUMN_GRANTS,
    COMMENT,
    RENAMED,
};

static const Field default_fields[] = {
    {"expression", FORM_EXPR, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND,
     .set = "ALTER TABLE ONLY {relation} ALTER COLUMN {name} SET DEFAULT {value}",
     .doc = "the expression"},
};

static const Field check_fields[] = {
    {"expression", FORM_EXPR, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "what every row must not make false"},
    {"no_inherit", FORM_BOOL, COMPARE_EXACT, 0,
     .doc = "for this table alone, not for its children"},
    INHERITED,
    {"not_valid", FORM_BOOL, COMPARE_EXACT, 0,
     .reset = "ALTER TABLE {relation} VALIDATE CONSTRAINT {name}",
     .doc = "old rows were not looked at"},
    COMMENT,
    RENAMED,
};

#define KEY_FIELDS                                                                                 \
    {"columns", FORM_NAMES, COMPARE_EXACT, FIELD_REQUIRED | FIELD_SHORTHAND,                       \
     .doc = "its columns"},                                                                        \
        {"include", FORM_NAMES, COMPARE_EXACT, 0, .doc = "columns carried along in its index"},    \
        {"deferrable", FORM_BOOL, COMPARE_EXACT, 0,                                                \
         .doc = "may be checked at the end of a transaction"},                                     \
        {"initially_deferred", FORM_BOOL, COMPARE_EXACT, 0,                                        \
         .doc = "… and is, unless told otherwise"},                                                \
        {"with",                                                                                   \
         FORM_OPTIONS,                                                                             \
         COMPARE_SET,                                                                              \
         0,                                                                                        \
         .set = "ALTER INDEX {schema}.{name} SET ({value})",                                       \
         .reset = "ALTER INDEX {schema}.{name} RESET ({value})",                                   \
         .doc = "storage parameters of its index"},                                                \
        INDEX_PLACE

static const Field primary_key_fields[] = {
    KEY_FIELDS,
    {"name", FORM_NAME, COMPARE_AUTHOR, 0, .doc = "default: TABLE_pkey"},
    COMMENT,
    RENAMED,
};

static const Field unique_fields[] = {
    KEY_FIELDS,
    {"nulls_not_distinct", FORM_BOOL, COMPARE_EXACT, 0, .doc = "NULLs count as equal"},
    COMMENT,
    RENAMED,
};

static const Field exclusion_fields[] = {
    {"elements", FORM_KEYS, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "its keys as an index has them, each with its operator: `room with =`"},
    {"method", FORM_NAME, COMPARE_EXACT, 0, .doc = "btree (default), gist, spgist …"},
    {"include", FORM_NAMES, COMPARE_EXACT, 0, .doc = "columns carried along in its index"},
    {"where", FORM_EXPR, COMPARE_EXPR, 0, .doc = "only rows for which this is true"},
    {"deferrable", FORM_BOOL, COMPARE_EXACT, 0,
     .doc = "may be checked at the end of a transaction"},
    {"initially_deferred", FORM_BOOL, COMPARE_EXACT, 0, .doc = "… and is, unless told otherwise"},
    {"with", FORM_OPTIONS, COMPARE_SET, 0, .doc = "storage parameters of its index"},
    COMMENT,
    RENAMED,
};

static const char *const actions[] = {"no action", "restrict",    "cascade",
                                      "set null",  "set default", NULL};
static const char *const matches[] = {"simple", "full", NULL};

static const Field foreign_key_fields[] = {
    {"columns", FORM_NAMES, COMPARE_EXACT, FIELD_REQUIRED, .doc = "the columns of this table"},
    {"references", FORM_TEXT, COMPARE_AUTHOR, FIELD_REQUIRED,
     .doc = "table(column, …); without columns: its primary key"},
    {"ref_table", FORM_NONE, COMPARE_EXACT, FIELD_LIST, .doc = "the referenced schema and table"},
    {"ref_columns", FORM_NONE, COMPARE_EXACT, FIELD_LIST, .doc = "the referenced columns"},
    {"match", FORM_CHOICE, COMPARE_EXACT, 0, .choices = matches,
     .doc = "what a partly NULL key means"},
    {"on_delete", FORM_CHOICE, COMPARE_EXACT, 0, .choices = actions,
     .doc = "when the referenced row goes"},
    {"on_delete_columns", FORM_NAMES, COMPARE_EXACT, 0,
     .doc = "the columns that `set null` sets; default all"},
    {"on_update", FORM_CHOICE, COMPARE_EXACT, 0, .choices = actions, .doc = "when its key changes"},
    {"deferrable", FORM_BOOL, COMPARE_EXACT, 0,
     .set = "ALTER TABLE {relation} ALTER CONSTRAINT {name} DEFERRABLE",
     .reset = "ALTER TABLE {relation} ALTER CONSTRAINT {name} NOT DEFERRABLE",
     .doc = "may be checked at the end of a transaction", .set_phase = 1, .reset_phase = 3},
    {"initially_deferred", FORM_BOOL, COMPARE_EXACT, 0, /* says both, or the other is reset */
     .set = "ALTER TABLE {relation} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY DEFERRED",
     .reset = "ALTER TABLE {relation} ALTER CONSTRAINT {name} DEFERRABLE INITIALLY IMMEDIATE",
     .doc = "… and is, unless told otherwise", .set_phase = 2, .reset_phase = 2},
    {"not_valid", FORM_BOOL, COMPARE_EXACT, 0,
     .reset = "ALTER TABLE {relation} VALIDATE CONSTRAINT {name}",
     .doc = "old rows were not looked at"},
    {"disabled", FORM_NONE, COMPARE_EXACT, 0,
     .doc = "the triggers that enforce it were switched off, here or in the referenced table"},
    INHERITED,
    {"name", FORM_NAME, COMPARE_AUTHOR, 0, .doc = "of the constraint; default: TABLE_COLUMNS_fkey"},
    {"relation", FORM_NONE, COMPARE_META, 0, .doc = "the relation's name, from the key"},
    {"inverse", FORM_NAME, COMPARE_META, 0, .doc = "the relation's name from the other side"},
    COMMENT,
    RENAMED,
};

static const Field index_fields[] = {
    {"columns", FORM_KEYS, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc =
         "its keys: a column or (expression), then collate, opclass, asc/desc, nulls first/last"},
    {"method", FORM_NAME, COMPARE_EXACT, 0,
     .doc = "btree (default), hash, gin, gist, spgist, brin …"},
    {"unique", FORM_BOOL, COMPARE_EXACT, 0, .doc = "no two rows with the same keys"},
    {"nulls_not_distinct", FORM_BOOL, COMPARE_EXACT, 0, .doc = "NULLs count as equal"},
    {"include", FORM_NAMES, COMPARE_EXACT, 0, .doc = "columns carried along"},
    {"where", FORM_EXPR, COMPARE_EXPR, 0, .doc = "only rows for which this is true"},
    {"with", FORM_OPTIONS, COMPARE_SET, 0, .set = "ALTER INDEX {schema}.{name} SET ({value})",
     .reset = "ALTER INDEX {schema}.{name} RESET ({value})", .doc = "storage parameters"},
    INDEX_PLACE,
    {"statistics", FORM_OPTIONS, COMPARE_SET, FIELD_SEPARATE | FIELD_EACH | FIELD_FORGOTTEN,
     .set = "ALTER INDEX {schema}.{name} ALTER COLUMN {value 1} SET STATISTICS {value 2}",
     .reset = "ALTER INDEX {schema}.{name} ALTER COLUMN {value 1} SET STATISTICS -1",
     .doc = "targets for ANALYZE of its expressions, by their place: {1: 500}"},
    {"invalid", FORM_NONE, COMPARE_EXACT, 0,
     .doc = "its build was broken off: not used, not enforced"},
    COMMENT,
    RENAMED,
};

static const Field view_fields[] = {
    {"query", FORM_QUERY, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND | FIELD_SHAPED,
     .doc = "the query"},
    {"columns", FORM_NAMES, COMPARE_META, 0, .doc = "names of its columns; default: the query's"},
    {"shape", FORM_TEXTS, COMPARE_DERIVED, 0,
     .doc = "its columns with their types, `id bigint`: needed when what it reads needs the view"},
    CHILDREN("defaults", KIND_DEFAULT, "defaults of its columns, SQL expressions"),
    CHILDREN("rules", KIND_RULE, "rewrite rules, by name"),
    CHILDREN("triggers", KIND_TRIGGER, "triggers, by name"),
    CHILDREN("column_comments", KIND_COLUMN_COMMENT, "comments on its columns"),
    {"with", FORM_OPTIONS, COMPARE_SET, 0, .set = "ALTER VIEW {name} SET ({value})",
     .reset = "ALTER VIEW {name} RESET ({value})",
     .doc = "{security_barrier: true, check_option: local …}"},
    {"depends_on", FORM_NAMES, COMPARE_AUTHOR, 0,
     .doc = "what must be there before it, beside what it names"},
    OWNER,
    VIEW_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field materialized_view_fields[] = {
    {"query", FORM_QUERY, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND, .doc = "the query"},
    {"columns", FORM_NAMES, COMPARE_META, 0, .doc = "names of its columns; default: the query's"},
    {"shape", FORM_NONE, COMPARE_DERIVED, FIELD_LIST, .doc = "its columns and their types"},
    CHILDREN("indexes", KIND_INDEX, "indexes, by name"),
    CHILDREN("column_comments", KIND_COLUMN_COMMENT, "comments on its columns"),
    {"with", FORM_OPTIONS, COMPARE_SET, 0, .set = "ALTER MATERIALIZED VIEW {name} SET ({value})",
     .reset = "ALTER MATERIALIZED VIEW {name} RESET ({value})", .doc = "storage parameters"},
    {"method", FORM_NAME, COMPARE_EXACT, 0,
     .set = "ALTER MATERIALIZED VIEW {name} SET ACCESS METHOD {value}",
     .reset = "ALTER MATERIALIZED VIEW {name} SET ACCESS METHOD heap",
     .doc = "how it is stored; default heap"},
#define EACH_COLUMN "ALTER MATERIALIZED VIEW {name} ALTER COLUMN {column 1} "
    {"statistics", FORM_OPTIONS, COMPARE_SET, FIELD_SEPARATE | FIELD_EACH,
     .set = EACH_COLUMN "SET STATISTICS {value 2}", .reset = EACH_COLUMN "SET STATISTICS -1",
     .doc = "targets for ANALYZE, by column: {price: 500}"},
    {"n_distinct", FORM_OPTIONS, COMPARE_SET, FIELD_SEPARATE | FIELD_EACH,
     .set = EACH_COLUMN "SET (n_distinct = {value 2})", .reset = EACH_COLUMN "RESET (n_distinct)",
     .doc = "for the planner, by column: {price: -0.5}"},
    {"storage", FORM_OPTIONS, COMPARE_SET, FIELD_SEPARATE | FIELD_EACH | FIELD_FIXED,
     .set = EACH_COLUMN "SET STORAGE {value 2}", .doc = "TOAST strategies, by column"},
    {"compression", FORM_OPTIONS, COMPARE_SET, FIELD_SEPARATE | FIELD_EACH,
     .set = EACH_COLUMN "SET COMPRESSION {value 2}", .reset = EACH_COLUMN "SET COMPRESSION default",
     .doc = "of long values, by column"},
    {"no_data", FORM_BOOL, COMPARE_EXACT, 0, .set = "REFRESH MATERIALIZED VIEW {name} WITH NO DATA",
     .reset = "REFRESH MATERIALIZED VIEW {name}", .doc = "not filled when it is made"},
    {"depends_on", FORM_NAMES, COMPARE_AUTHOR, 0,
     .doc = "what must be there before it, beside what it names"},
    OWNER,
    VIEW_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field statistics_fields[] = {
    {"table", FORM_TEXT, COMPARE_EXACT, FIELD_REQUIRED, .doc = "schema.table"},
    {"keys", FORM_KEYS, COMPARE_EXPR, FIELD_REQUIRED, .doc = "columns and (expressions)"},
    {"kinds", FORM_NAMES, COMPARE_SET, 0, .doc = "ndistinct, dependencies, mcv; default all"},
    {"target", FORM_INT, COMPARE_EXACT, FIELD_SEPARATE | FIELD_FORGOTTEN,
     .set = "ALTER STATISTICS {name} SET STATISTICS {value}",
     .reset = "ALTER STATISTICS {name} SET STATISTICS -1", .doc = "target for ANALYZE"},
    OWNER,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field column_comment_fields[] = {
    {"text", FORM_TEXT, COMPARE_EXACT, FIELD_REQUIRED | FIELD_SHORTHAND,
     .set = "COMMENT ON COLUMN {relation}.{name} IS {value}", .doc = "the comment"},
};

static const char *const levels[] = {"statement", "row", NULL};
static const char *const enabled_states[] = {"origin", "disabled", "replica", "always", NULL};

static const Field trigger_fields[] = {
    {"before", FORM_TEXTS, COMPARE_AUTHOR, 0,
     .doc = "events: insert, update, update of COLUMN, …, delete, truncate"},
    {"after", FORM_TEXTS, COMPARE_AUTHOR, 0, .doc = "the same, after the change"},
    {"instead_of", FORM_TEXTS, COMPARE_AUTHOR, 0, .doc = "the same, on a view"},
    {"timing", FORM_NONE, COMPARE_EXACT, 0, .doc = "before, after or instead of"},
    {"events", FORM_NONE, COMPARE_SET, FIELD_LIST, .doc = "what fires it"},
    {"update_columns", FORM_NONE, COMPARE_SET, FIELD_LIST, .doc = "update of these columns alone"},
    {"each", FORM_CHOICE, COMPARE_EXACT, 0, .choices = levels,
     .doc = "once a row or once a statement"},
    {"when", FORM_EXPR, COMPARE_EXPR, 0, .doc = "fires only when this is true"},
    {"execute", FORM_TEXT, COMPARE_AUTHOR, FIELD_REQUIRED, .doc = "function(argument, …)"},
    {"function", FORM_NONE, COMPARE_EXACT, FIELD_LIST, .doc = "schema and name of the function"},
    {"arguments", FORM_NONE, COMPARE_EXACT, FIELD_LIST, .doc = "texts passed to it"},
    {"old_table", FORM_NAME, COMPARE_EXACT, 0, .doc = "transition table of the old rows"},
    {"new_table", FORM_NAME, COMPARE_EXACT, 0, .doc = "transition table of the new rows"},
    {"constraint", FORM_BOOL, COMPARE_EXACT, 0, .doc = "a constraint trigger"},
    {"from", FORM_TEXT, COMPARE_EXACT, 0,
     .doc = "… that is about another table as well: schema.table"},
    {"deferrable", FORM_BOOL, COMPARE_EXACT, 0,
     .doc = "… that may wait for the end of the transaction"},
    {"initially_deferred", FORM_BOOL, COMPARE_EXACT, 0, .doc = "… and does, unless told otherwise"},
    {"enabled", FORM_CHOICE, COMPARE_EXACT, FIELD_SEPARATE, .choices = enabled_states,
     .set = "ALTER TABLE {relation} {value} TRIGGER {name}",
     .reset = "ALTER TABLE {relation} ENABLE TRIGGER {name}", .doc = "when it fires at all"},
    COMMENT,
    RENAMED,
};

static const Field rule_fields[] = {
    {"definition", FORM_TEXT, COMPARE_EXPR, FIELD_REQUIRED | FIELD_SHORTHAND | FIELD_SPECIAL,
     .doc = "what follows AS in CREATE RULE: on EVENT to TABLE where … do …"},
    {"enabled", FORM_CHOICE, COMPARE_EXACT, FIELD_SEPARATE, .choices = enabled_states,
     .set = "ALTER TABLE {relation} {value} RULE {name}",
     .reset = "ALTER TABLE {relation} ENABLE RULE {name}", .doc = "when it is applied at all"},
    COMMENT,
    RENAMED,
};

static const char *const policy_commands[] = {"all", "select", "insert", "update", "delete", NULL};

static const Field policy_fields[] = {
    {"for", FORM_CHOICE, COMPARE_EXACT, 0, .choices = policy_commands, .doc = "what it is about"},
    {"restrictive", FORM_BOOL, COMPARE_EXACT, 0,
     .doc = "must hold beside the others; otherwise one of the permissive ones is enough"},
    {"to", FORM_NAMES, COMPARE_SET, 0, .set = "ALTER POLICY {name} ON {relation} TO {value}",
     .reset = "ALTER POLICY {name} ON {relation} TO PUBLIC", .doc = "roles; default everybody"},
    {"using", FORM_EXPR, COMPARE_EXPR, FIELD_SHORTHAND,
     .set = "ALTER POLICY {name} ON {relation} USING ({value})",
     .doc = "rows for which this is true are there"},
    {"check", FORM_EXPR, COMPARE_EXPR, 0,
     .set = "ALTER POLICY {name} ON {relation} WITH CHECK ({value})",
     .doc = "rows for which this is true may be written; default: as `using`"},
    COMMENT,
    RENAMED,
};

#define FOREIGN_OPTIONS_AS(how, text)                                                              \
    {                                                                                              \
        .name = "options", .form = FORM_OPTIONS, .compare = (how), .flags = FIELD_SPECIAL,         \
        .doc = (text)                                                                              \
    }
#define FOREIGN_OPTIONS(text) FOREIGN_OPTIONS_AS(COMPARE_SET, text)

static const Field wrapper_fields[] = {
    {"handler", FORM_FUNCTION, COMPARE_EXACT, 0,
     .set = "ALTER FOREIGN DATA WRAPPER {name} HANDLER {value}",
     .reset = "ALTER FOREIGN DATA WRAPPER {name} NO HANDLER", .doc = "SCHEMA.FUNCTION that reads"},
    {"validator", FORM_FUNCTION, COMPARE_EXACT, 0,
     .set = "ALTER FOREIGN DATA WRAPPER {name} VALIDATOR {value}",
     .reset = "ALTER FOREIGN DATA WRAPPER {name} NO VALIDATOR",
     .doc = "SCHEMA.FUNCTION that looks at options"},
    FOREIGN_OPTIONS("its options"),
    OWNER,
    WRAPPER_GRANTS,
    COMMENT,
    RENAMED,
};

static const Field server_fields[] = {
    {"wrapper", FORM_NAME, COMPARE_EXACT, FIELD_REQUIRED | FIELD_SHORTHAND,
     .doc = "its foreign data wrapper"},
    {"type", FORM_TEXT, COMPARE_EXACT, 0, .doc = "a word for the wrapper"},
    {"version", FORM_TEXT, COMPARE_EXACT, 0, .set = "ALTER SERVER {name} VERSION {value}",
     .reset = "ALTER SERVER {name} VERSION NULL", .doc = "another"},
    FOREIGN_OPTIONS("its options: {host: …}"),
    CHILDREN("mappings", KIND_USER_MAPPING, "who is who there, by role; `public` is everybody"),
    OWNER,
    SERVER_GRANTS,
    COMMENT,
    RENAMED,
};

static const Field user_mapping_fields[] = {
    /* who may not see them reads nothing of them: that is no difference */
    FOREIGN_OPTIONS_AS(COMPARE_DECLARED,
                       "its options: {user: …}; a password in a model is in its lock as well"),
};

static const Field foreign_table_fields[] = {
    {"server", FORM_NAME, COMPARE_EXACT, FIELD_REQUIRED, .doc = "where it is"},
    CHILDREN("columns", KIND_COLUMN, "its columns, in order"),
    CHILDREN("checks", KIND_CHECK, "check constraints, by name; nobody checks them"),
    CHILDREN("triggers", KIND_TRIGGER, "triggers, by name"),
    FOREIGN_OPTIONS("its options: {table_name: …}"),
    OWNER,
    TABLE_GRANTS,
    COMMENT,
    RENAMED,
    SCHEMA_KEY,
    MOVED,
};

static const Field publication_fields[] = {
    {"all_tables", FORM_BOOL, COMPARE_EXACT, 0, .doc = "every table, also those to come"},
    {"publish", FORM_TEXTS, COMPARE_SET, 0,
     .set = "ALTER PUBLICATION {name} SET (publish = {value})",
     .reset = "ALTER PUBLICATION {name} SET (publish = 'insert, update, delete, truncate')",
     .doc = "insert, update, delete, truncate; default all of them"},
    {"via_root", FORM_BOOL, COMPARE_EXACT, 0,
     .set = "ALTER PUBLICATION {name} SET (publish_via_partition_root = true)",
     .reset = "ALTER PUBLICATION {name} SET (publish_via_partition_root = false)",
     .doc = "changes of a partition are those of its root"},
    OWNER,
    COMMENT,
    RENAMED,
};

static const Field publication_table_fields[] = {
    {"columns", FORM_NAMES, COMPARE_SET, 0, .doc = "these columns alone"},
    {"where", FORM_EXPR, COMPARE_EXPR, 0, .doc = "only rows for which this is true"},
};

static const Field publication_schema_fields[] = {
    {"all", FORM_NONE, COMPARE_META, 0, .doc = "nothing to say: all its tables"},
};

static const Field subscription_fields[] = {
    {"connection", FORM_TEXT, COMPARE_DECLARED, FIELD_REQUIRED,
     .set = "ALTER SUBSCRIPTION {name} CONNECTION {value}",
     .doc = "how to reach the publisher; a password does not belong here"},
    {"publications", FORM_NAMES, COMPARE_SET, FIELD_REQUIRED,
     .set = "ALTER SUBSCRIPTION {name} SET PUBLICATION {value} WITH (refresh = false)",
     .doc = "what it takes from there"},
    {"slot", FORM_TEXT, COMPARE_EXACT, 0,
     .set = "ALTER SUBSCRIPTION {name} SET (slot_name = {value})",
     .reset = "ALTER SUBSCRIPTION {name} SET (slot_name = {name'})",
     .doc = "the replication slot; default: as the subscription; `none`: without"},
    {"binary", FORM_BOOL, COMPARE_EXACT, 0, .set = "ALTER SUBSCRIPTION {name} SET (binary = true)",
     .reset = "ALTER SUBSCRIPTION {name} SET (binary = false)", .doc = "values in binary form"},
    {"streaming", FORM_BOOL, COMPARE_EXACT, 0,
     .set = "ALTER SUBSCRIPTION {name} SET (streaming = true)",
     .reset = "ALTER SUBSCRIPTION {name} SET (streaming = false)",
     .doc = "large transactions before their end"},
    {"two_phase", FORM_BOOL, COMPARE_EXACT, 0, .doc = "prepared transactions"},
    {"disable_on_error", FORM_BOOL, COMPARE_EXACT, 0,
     .set = "ALTER SUBSCRIPTION {name} SET (disable_on_error = true)",
     .reset = "ALTER SUBSCRIPTION {name} SET (disable_on_error = false)",
     .doc = "stops at an error"},
    {"synchronous_commit", FORM_TEXT, COMPARE_EXACT, 0,
     .set = "ALTER SUBSCRIPTION {name} SET (synchronous_commit = {value})",
     .reset = "ALTER SUBSCRIPTION {name} SET (synchronous_commit = 'off')",
     .doc = "of its workers; default off"},
    {"enabled", FORM_BOOL, COMPARE_EXACT, FIELD_SEPARATE, .set = "ALTER SUBSCRIPTION {name} ENABLE",
     .reset = "ALTER SUBSCRIPTION {name} DISABLE", .doc = "runs; needs its slot on the publisher"},
    OWNER,
    COMMENT,
    RENAMED,
};

static const Field event_trigger_fields[] = {
    {"event", FORM_NAME, COMPARE_EXACT, FIELD_REQUIRED,
     .doc = "ddl_command_start, ddl_command_end, sql_drop or table_rewrite"},
    {"tags", FORM_TEXTS, COMPARE_SET, 0, .doc = "only for these commands: CREATE TABLE …"},
    {"execute", FORM_TEXT, COMPARE_AUTHOR, FIELD_REQUIRED, .doc = "function()"},
    {"function", FORM_NONE, COMPARE_EXACT, FIELD_LIST, .doc = "schema and name of the function"},
    {"enabled", FORM_CHOICE, COMPARE_EXACT, FIELD_SEPARATE, .choices = enabled_states,
     .set = "ALTER EVENT TRIGGER {name} {value}", .reset = "ALTER EVENT TRIGGER {name} ENABLE",
     .doc = "when it fires at all"},
    OWNER,
    COMMENT,
    RENAMED,
};

static const Field default_privileges_fields[] = {
    {"grants", FORM_GRANTS, COMPARE_SET, FIELD_SHORTHAND | FIELD_SPECIAL,
     .doc = "the rights that others get: `ROLE select, ...`; and no other ones"},
};

#define FIELDS(list) .fields = (list), .field_count = COUNT_OF(list)

const Kind kinds[KIND_COUNT] = {
    [KIND_DATABASE] = {"database", "databases", KIND_NONE, KIND_NOT_READ, FIELDS(database_fields),
                       .doc = "what stands at the top of a file"},
    [KIND_SCHEMA] = {"schema", "schemas", KIND_NONE, 0, "pg_namespace", .target = "SCHEMA {name}",
                     .drop = "DROP SCHEMA {if_exists}{name}",
                     .absent = "to_regnamespace({name''}) IS NULL", FIELDS(schema_fields),
                     .doc = "a schema"},
    [KIND_EXTENSION] =
        {"extension", "extensions", KIND_NONE, KIND_IF_NOT_EXISTS, "pg_extension",
         .target = "EXTENSION {name}", .drop = "DROP EXTENSION {if_exists}{name}",
         .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = {name'})",
         FIELDS(extension_fields), .doc = "an extension"},
    [KIND_MEMBER] = {"extension member", "extension members", KIND_EXTENSION,
                     KIND_WITH_PARENT | KIND_GLOBAL | KIND_IF_NOT_EXISTS, "pg_init_privs",
                     .drop = "", /* sql/grants.c gives the extension's own rights back */
                     .absent = "true", FIELDS(member_fields),
                     .doc = "rights on what an extension has brought"},
    [KIND_COLLATION] = {"collation", "collations", KIND_NONE, KIND_IF_NOT_EXISTS, "pg_collation",
                        .target = "COLLATION {name}", .drop = "DROP COLLATION {if_exists}{name}",
                        .absent = "to_regcollation({name''}) IS NULL", FIELDS(collation_fields),
                        .doc = "a collation"},
    [KIND_ENUM] = {"enum", "enums", KIND_NONE, KIND_IS_TYPE, "pg_type", .target = "TYPE {name}",
                   .drop = "DROP TYPE {if_exists}{name}", .absent = "to_regtype({name''}) IS NULL",
                   FIELDS(enum_fields), .doc = "an enumerated type"},
    [KIND_TYPE] = {"type", "types", KIND_NONE, KIND_IS_TYPE | KIND_RELATION, "pg_class",
                   .target = "TYPE {name}", .drop = "DROP TYPE {if_exists}{name}",
                   .absent = "to_regtype({name''}) IS NULL", FIELDS(type_fields),
                   .doc = "a composite type"},
    [KIND_ATTRIBUTE] = {"attribute", "attributes", KIND_TYPE,
                        KIND_WITH_PARENT | KIND_IN_TABLE | KIND_LENDS, "pg_class",
                        .target = "COLUMN {relation}.{name}",
                        .drop = "ALTER TYPE {relation} DROP ATTRIBUTE {if_exists}{name} CASCADE",
                        .absent =
                            "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "
                            "to_regclass({relation''}) AND attname = {name'} AND NOT attisdropped)",
                        FIELDS(attribute_fields), .doc = "an attribute of a composite type"},
    [KIND_DOMAIN] = {"domain", "domains", KIND_NONE, KIND_IS_TYPE | KIND_GUARDS, "pg_type",
                     .target = "DOMAIN {name}", .drop = "DROP DOMAIN {if_exists}{name}",
                     .absent = "to_regtype({name''}) IS NULL", FIELDS(domain_fields),
                     .doc = "a domain"},
    [KIND_DOMAIN_CHECK] = {"domain check", "domain checks", KIND_DOMAIN,
                           KIND_WITH_PARENT | KIND_IN_TABLE, "pg_constraint",
                           .target = "CONSTRAINT {name} ON DOMAIN {relation}",
                           .drop = "ALTER DOMAIN {relation} DROP CONSTRAINT {if_exists}{name}",
                           .absent =
                               "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE contypid = "
                               "to_regtype({relation''}) AND conname = {name'})",
                           FIELDS(domain_check_fields), .doc = "a check constraint of a domain"},
    [KIND_RANGE] = {"range", "ranges", KIND_NONE, KIND_IS_TYPE, "pg_type", .target = "TYPE {name}",
                    .drop = "DROP TYPE {if_exists}{name}", .absent = "to_regtype({name''}) IS NULL",
                    FIELDS(range_fields), .doc = "a range type"},
    [KIND_SEQUENCE] = {"sequence", "sequences", KIND_NONE, KIND_RELATION | KIND_IF_NOT_EXISTS,
                       "pg_class", .target = "SEQUENCE {name}",
                       .drop = "DROP SEQUENCE {if_exists}{name}",
                       .absent = "to_regclass({name''}) IS NULL", FIELDS(sequence_fields),
                       .doc = "a sequence"},
#define ROUTINE_FLAGS (KIND_OR_REPLACE | KIND_BLOCKS | KIND_SIGNED)
    [KIND_FUNCTION] = {"function", "functions", KIND_NONE, ROUTINE_FLAGS, "pg_proc",
                       .target = "FUNCTION {name}", .drop = "DROP FUNCTION {if_exists}{name}",
                       .absent = "to_regprocedure({name''}) IS NULL", FIELDS(function_fields),
                       .doc = "a function"},
    [KIND_PROCEDURE] = {"procedure", "procedures", KIND_NONE, ROUTINE_FLAGS, "pg_proc",
                        .target = "PROCEDURE {name}", .drop = "DROP PROCEDURE {if_exists}{name}",
                        .absent = "to_regprocedure({name''}) IS NULL", FIELDS(function_fields),
                        .doc = "a procedure"},
    [KIND_AGGREGATE] = {"aggregate", "aggregates", KIND_NONE, KIND_SIGNED, "pg_proc",
                        .target = "AGGREGATE {name}", .drop = "DROP AGGREGATE {if_exists}{name}",
                        .absent = "to_regprocedure(replace({name''}, '(*)', '()')) IS NULL",
                        FIELDS(aggregate_fields), .doc = "an aggregate function"},
    [KIND_CAST] = {"cast", "casts", KIND_NONE, KIND_GLOBAL, "pg_cast", .target = "CAST ({object})",
                   .drop = "DROP CAST {if_exists}({object})",
                   .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_cast WHERE castsource = "
                             "to_regtype(split_part({name'}, ' AS ', 1)) AND casttarget = "
                             "to_regtype(split_part({name'}, ' AS ', 2)))",
                   FIELDS(cast_fields), .doc = "a cast between two types"},
    [KIND_SQL_OBJECT] =
        {"sql object", "sql objects", KIND_NONE, KIND_GLOBAL, "pg_operator", .target = "{object}",
         .drop = "DROP {object}",
         .absent = "NOT EXISTS (SELECT FROM (SELECT classid, objid FROM pg_catalog.pg_depend "
                   "WHERE objid >= 16384 AND objsubid = 0 UNION SELECT 'pg_catalog.pg_am'"
                   "::regclass, oid FROM pg_catalog.pg_am) d, LATERAL "
                   "pg_catalog.pg_identify_object(d.classid, d.objid, 0) i "
                   "WHERE i.type || ' ' || i.identity = {name'} AND NOT EXISTS (SELECT FROM "
                   "pg_catalog.pg_operator o WHERE o.oid = d.objid AND o.oprcode = 0))",
         FIELDS(sql_object_fields), .doc = "an object that has no grammar of its own"},
    [KIND_TABLE] = {"table", "tables", KIND_NONE,
                    KIND_HAS_DATA | KIND_RELATION | KIND_IS_TYPE | KIND_IF_NOT_EXISTS, "pg_class",
                    .target = "TABLE {name}", .drop = "DROP TABLE {if_exists}{name}",
                    .absent = "to_regclass({name''}) IS NULL", FIELDS(table_fields),
                    .doc = "a table"},
    [KIND_COLUMN] = {"column", "columns", KIND_TABLE,
                     KIND_HAS_DATA | KIND_WITH_PARENT | KIND_IN_TABLE, "pg_class",
                     .target = "COLUMN {relation}.{name}",
                     .drop = "ALTER TABLE {if_exists}{relation} DROP COLUMN {if_exists}{name}",
                     .absent =
                         "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "
                         "to_regclass({relation''}) AND attname = {name'} AND NOT attisdropped)",
                     FIELDS(column_fields), .doc = "a column"},
    [KIND_DEFAULT] = {"default", "defaults", KIND_TABLE, KIND_WITH_PARENT | KIND_IN_TABLE,
                      "pg_attrdef",
                      .drop =
                          "ALTER TABLE {if_exists}ONLY {relation} ALTER COLUMN {name} DROP DEFAULT",
                      .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "
                                "to_regclass({relation''}) AND attname = {name'} AND atthasdef)",
                      FIELDS(default_fields), .doc = "the default of a column"},
#define CONSTRAINT_SQL                                                                             \
    .target = "CONSTRAINT {name} ON {relation}",                                                   \
    .drop = "ALTER TABLE {if_exists}{relation} DROP CONSTRAINT {if_exists}{name}",                 \
    .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_constraint WHERE conrelid = "                 \
              "to_regclass({relation''}) AND conname = {name'})"
    [KIND_CHECK] = {"check", "checks", KIND_TABLE,
                    KIND_WITH_PARENT | KIND_IN_TABLE | KIND_CONSTRAINT, "pg_constraint",
                    CONSTRAINT_SQL, FIELDS(check_fields), .doc = "a check constraint"},
    [KIND_PRIMARY_KEY] = {"primary key", "primary keys", KIND_TABLE,
                          KIND_WITH_PARENT | KIND_IN_TABLE | KIND_CONSTRAINT | KIND_RELATION,
                          "pg_constraint", CONSTRAINT_SQL, FIELDS(primary_key_fields),
                          .doc = "the primary key"},
    [KIND_UNIQUE] = {"unique", "unique constraints", KIND_TABLE,
                     KIND_WITH_PARENT | KIND_IN_TABLE | KIND_CONSTRAINT | KIND_RELATION,
                     "pg_constraint", CONSTRAINT_SQL, FIELDS(unique_fields),
                     .doc = "a unique constraint"},
    [KIND_EXCLUSION] = {"exclusion", "exclusion constraints", KIND_TABLE,
                        KIND_WITH_PARENT | KIND_IN_TABLE | KIND_CONSTRAINT | KIND_RELATION,
                        "pg_constraint", CONSTRAINT_SQL, FIELDS(exclusion_fields),
                        .doc = "an exclusion constraint"},
    [KIND_INDEX] = {"index", "indexes", KIND_TABLE,
                    KIND_WITH_PARENT | KIND_RELATION | KIND_IF_NOT_EXISTS, "pg_class",
                    .target = "INDEX {schema}.{name}",
                    .drop = "DROP INDEX {if_exists}{schema}.{name}",
                    .absent = "to_regclass({schema.name''}) IS NULL", FIELDS(index_fields),
                    .doc = "an index"},
    [KIND_FOREIGN_KEY] = {"foreign key", "foreign keys", KIND_TABLE,
                          KIND_WITH_PARENT | KIND_CONSTRAINT | KIND_ACROSS, "pg_constraint",
                          CONSTRAINT_SQL, FIELDS(foreign_key_fields), .doc = "a foreign key"},
    [KIND_VIEW] = {"view", "views", KIND_NONE,
                   KIND_RELATION | KIND_IS_TYPE | KIND_BLOCKS | KIND_OR_REPLACE | KIND_STUB,
                   "pg_class", .target = "VIEW {name}", .drop = "DROP VIEW {if_exists}{name}",
                   .absent = "to_regclass({name''}) IS NULL", FIELDS(view_fields), .doc = "a view"},
    [KIND_MATERIALIZED_VIEW] = {"materialized view", "materialized views", KIND_NONE,
                                KIND_RELATION | KIND_IS_TYPE | KIND_BLOCKS | KIND_IF_NOT_EXISTS,
                                "pg_class", .target = "MATERIALIZED VIEW {name}",
                                .drop = "DROP MATERIALIZED VIEW {if_exists}{name}",
                                .absent = "to_regclass({name''}) IS NULL",
                                FIELDS(materialized_view_fields), .doc = "a materialized view"},
    [KIND_RULE] = {"rule", "rules", KIND_TABLE, KIND_WITH_PARENT | KIND_BLOCKS | KIND_OR_REPLACE,
                   "pg_rewrite", .target = "RULE {name} ON {relation}",
                   .drop = "DROP RULE {if_exists}{name} ON {relation}",
                   .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = "
                             "to_regclass({relation''}) AND rulename = {name'})",
                   FIELDS(rule_fields), .doc = "a rewrite rule"},
    [KIND_STATISTICS] =
        {"statistics object", "statistics objects", KIND_NONE, KIND_IF_NOT_EXISTS,
         "pg_statistic_ext", .target = "STATISTICS {name}",
         .drop = "DROP STATISTICS {if_exists}{name}",
         .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_statistic_ext WHERE stxname = {name'} "
                   "AND stxnamespace = to_regnamespace({schema''}))",
         FIELDS(statistics_fields), .doc = "an extended statistics object"},
    [KIND_COLUMN_COMMENT] = {"column comment", "column comments", KIND_VIEW, KIND_WITH_PARENT,
                             "pg_description",
                             .drop = "COMMENT ON COLUMN {relation}.{name} IS NULL",
                             .absent =
                                 "NOT EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = "
                                 "to_regclass({relation''}) AND attname = {name'} AND "
                                 "col_description(attrelid, attnum) IS NOT NULL)",
                             FIELDS(column_comment_fields),
                             .doc = "a comment on a column of a view"},
    [KIND_TRIGGER] = {"trigger", "triggers", KIND_TABLE, KIND_WITH_PARENT | KIND_BLOCKS,
                      "pg_trigger", .target = "TRIGGER {name} ON {relation}",
                      .drop = "DROP TRIGGER {if_exists}{name} ON {relation}",
                      .absent =
                          "NOT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgrelid = "
                          "to_regclass({relation''}) AND tgname = {name'} AND NOT tgisinternal)",
                      FIELDS(trigger_fields), .doc = "a trigger"},
    [KIND_POLICY] = {"policy", "policies", KIND_TABLE, KIND_WITH_PARENT | KIND_BLOCKS, "pg_policy",
                     .target = "POLICY {name} ON {relation}",
                     .drop = "DROP POLICY {if_exists}{name} ON {relation}",
                     .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_policy WHERE polrelid = "
                               "to_regclass({relation''}) AND polname = {name'})",
                     FIELDS(policy_fields), .doc = "a policy of row security"},
#define ABSENT(catalog, column)                                                                    \
    .absent = "NOT EXISTS (SELECT FROM pg_catalog." catalog " WHERE " column " = {name'})"
    [KIND_WRAPPER] = {"foreign data wrapper", "foreign data wrappers", KIND_NONE, KIND_GLOBAL,
                      "pg_foreign_data_wrapper", .target = "FOREIGN DATA WRAPPER {name}",
                      .drop = "DROP FOREIGN DATA WRAPPER {if_exists}{name}",
                      ABSENT("pg_foreign_data_wrapper", "fdwname"), FIELDS(wrapper_fields),
                      .doc = "a foreign data wrapper"},
    [KIND_SERVER] = {"server", "servers", KIND_NONE, KIND_GLOBAL | KIND_IF_NOT_EXISTS,
                     "pg_foreign_server", .target = "SERVER {name}",
                     .drop = "DROP SERVER {if_exists}{name}",
                     ABSENT("pg_foreign_server", "srvname"), FIELDS(server_fields),
                     .doc = "a foreign server"},
    [KIND_USER_MAPPING] = {"user mapping", "user mappings", KIND_NONE,
                           KIND_GLOBAL | KIND_IF_NOT_EXISTS, "pg_user_mapping",
                           .target = "USER MAPPING FOR {name} SERVER {relation}",
                           .drop = "DROP USER MAPPING {if_exists}FOR {name} SERVER {relation}",
                           .absent = "true", FIELDS(user_mapping_fields), .doc = "a user mapping"},
    [KIND_FOREIGN_TABLE] = {"foreign table", "foreign tables", KIND_NONE,
                            KIND_RELATION | KIND_IF_NOT_EXISTS, "pg_class",
                            .target = "FOREIGN TABLE {name}",
                            .drop = "DROP FOREIGN TABLE {if_exists}{name}",
                            .absent = "to_regclass({name''}) IS NULL", FIELDS(foreign_table_fields),
                            .doc = "a foreign table"},
    [KIND_PUBLICATION] = {"publication", "publications", KIND_NONE, KIND_GLOBAL, "pg_publication",
                          .target = "PUBLICATION {name}",
                          .drop = "DROP PUBLICATION {if_exists}{name}",
                          ABSENT("pg_publication", "pubname"), FIELDS(publication_fields),
                          .doc = "a publication"},
    [KIND_PUBLICATION_TABLE] =
        {"publication table", "tables of publications", KIND_TABLE, KIND_WITH_PARENT | KIND_BLOCKS,
         "pg_publication_rel", .drop = "ALTER PUBLICATION {name} DROP TABLE ONLY {relation}",
         .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_publication_rel r JOIN "
                   "pg_catalog.pg_publication p ON p.oid = r.prpubid WHERE r.prrelid = "
                   "to_regclass({relation''}) AND p.pubname = {name'})",
         FIELDS(publication_table_fields), .doc = "a table in a publication"},
    [KIND_PUBLICATION_SCHEMA] =
        {"publication schema", "schemas of publications", KIND_NONE, 0, "pg_publication_namespace",
         .drop = "ALTER PUBLICATION {name} DROP TABLES IN SCHEMA {schema}",
         .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_publication_namespace r JOIN "
                   "pg_catalog.pg_publication p ON p.oid = r.pnpubid WHERE r.pnnspid = "
                   "to_regnamespace({schema''}) AND p.pubname = {name'})",
         FIELDS(publication_schema_fields), .doc = "a schema in a publication"},
    [KIND_SUBSCRIPTION] = {"subscription", "subscriptions", KIND_NONE, KIND_GLOBAL,
                           "pg_subscription", .target = "SUBSCRIPTION {name}",
                           /* without a word to the publisher, where the slot stays */
                           .drop = "ALTER SUBSCRIPTION {name} DISABLE;\n"
                                   "ALTER SUBSCRIPTION {name} SET (slot_name = NONE);\n"
                                   "DROP SUBSCRIPTION {if_exists}{name}",
                           /* those of all databases stand in one catalog */
                           .absent = "NOT EXISTS (SELECT FROM pg_catalog.pg_subscription s JOIN "
                                     "pg_catalog.pg_database d ON d.oid = s.subdbid WHERE "
                                     "s.subname = {name'} AND d.datname = current_database())",
                           FIELDS(subscription_fields), .doc = "a subscription"},
    [KIND_EVENT_TRIGGER] = {"event trigger", "event triggers", KIND_NONE, KIND_GLOBAL,
                            "pg_event_trigger", .target = "EVENT TRIGGER {name}",
                            .drop = "DROP EVENT TRIGGER {if_exists}{name}",
                            ABSENT("pg_event_trigger", "evtname"), FIELDS(event_trigger_fields),
                            .doc = "an event trigger"},
    [KIND_UNMODELLED] = {"unmodelled", "objects of other kinds", KIND_NONE,
                         KIND_GLOBAL | KIND_OPAQUE, "pg_class",
                         .doc = "an object of a kind that no model can speak of"},
    [KIND_DEFAULT_PRIVILEGES] = {"default privileges", "default privileges", KIND_NONE,
                                 KIND_IF_NOT_EXISTS | KIND_GLOBAL, "pg_default_acl", .drop = "",
                                 /* sql/grants.c undoes them; they go with their schema */
                                 .absent =
                                     "{name'} LIKE '% in %' AND NOT EXISTS (SELECT FROM "
                                     "pg_catalog.pg_namespace n WHERE right({name'}, length("
                                     "quote_ident(nspname)) + 4) = ' in ' || quote_ident(nspname))",
                                 FIELDS(default_privileges_fields),
                                 .doc = "rights on what a role will create"},
};

bool field_is_list(const Field *field)
{
    return field->form == FORM_NAMES || field->form == FORM_TEXTS || field->form == FORM_KEYS ||
           field->form == FORM_OPTIONS || field->form == FORM_GRANTS || (field->flags & FIELD_LIST);
}

bool field_is_compared(const Field *field)
{
    return field->compare != COMPARE_AUTHOR && field->compare != COMPARE_META &&
           field->compare != COMPARE_DERIVED;
}

int kind_field(KindId kind, Str name)
{
    const Field *fields = kinds[kind].fields;
    for (size_t i = 0; name.len && i < kinds[kind].field_count; i++)
        if (fields[i].name[0] == name.ptr[0] &&
            str_is(name, fields[i].name)) /* called very often */
            return (int)i;
    return -1;
}

KindId kind_by_tag(Str tag)
{
    for (int kind = 0; kind < KIND_COUNT; kind++)
        if (tag.len && kinds[kind].tag[0] == tag.ptr[0] && str_is(tag, kinds[kind].tag))
            return (KindId)kind;
    return KIND_NONE;
}
