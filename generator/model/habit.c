#include "model/habit.h"

#define SAYS_NOT_NULL "a column may be NULL unless it says `not_null: true`"
#define SAYS_KEY      "the table says it, beside its columns: `primary_key: COLUMN`"
#define SAYS_RELATION                                                                              \
    "the table says it, beside its columns: `relations: {NAME: {columns: COLUMN, references: "     \
    "TABLE(COLUMN)}}`"
#define SAYS_CHECK      "the table says it, beside its columns: `checks: {NAME: CONDITION}`"
#define SAYS_INDEX      "the table says it, beside its columns: `indexes: {NAME: COLUMN}`"
#define SAYS_IDENTITY   "a column that numbers itself says `identity: always`"
#define SAYS_TYPE       "it is a part of the type: `type: varchar(20)`"
#define SAYS_COMMENT    "it is called `comment` here"
#define SAYS_GRANTS     "it is called `grants` here"
#define SAYS_COLUMNS    "it is called `columns` here"
#define SAYS_ARGUMENTS  "they stand in its name: `NAME(a integer, b text):`"
#define SAYS_BODY       "it is called `body` here"
#define SAYS_VOLATILITY "write `volatility: immutable`, or stable"
#define SAYS_QUERY      "it is called `query` here"
#define SAYS_EXECUTE    "it is called `execute` here: `execute: FUNCTION()`"
#define SAYS_EVENTS     "write `before: insert`, or `after: [insert, update of COLUMN]`"
#define SAYS_OF_TABLE   "it belongs to a table, below `tables: {NAME: …}`"
#define SAYS_ROLES      "roles are the server's; rights and policies only name them"

/* clang-format off: a word a line */
static const struct {
    KindId kind;
    const char *word, *says;
} keys[] = {
    {KIND_COLUMN, "nullable", SAYS_NOT_NULL},
    {KIND_COLUMN, "null", SAYS_NOT_NULL},
    {KIND_COLUMN, "required", SAYS_NOT_NULL},
    {KIND_COLUMN, "optional", SAYS_NOT_NULL},
    {KIND_COLUMN, "pk", SAYS_KEY},
    {KIND_COLUMN, "primary", SAYS_KEY},
    {KIND_COLUMN, "primary_key", SAYS_KEY},
    {KIND_COLUMN, "references", SAYS_RELATION},
    {KIND_COLUMN, "foreign_key", SAYS_RELATION},
    {KIND_COLUMN, "fk", SAYS_RELATION},
    {KIND_COLUMN, "on_delete", SAYS_RELATION},
    {KIND_COLUMN, "check", SAYS_CHECK},
    {KIND_COLUMN, "checks", SAYS_CHECK},
    {KIND_COLUMN, "constraint", SAYS_CHECK},
    {KIND_COLUMN, "constraints", SAYS_CHECK},
    {KIND_COLUMN, "index", SAYS_INDEX},
    {KIND_COLUMN, "indexed", SAYS_INDEX},
    {KIND_COLUMN, "autoincrement", SAYS_IDENTITY},
    {KIND_COLUMN, "auto_increment", SAYS_IDENTITY},
    {KIND_COLUMN, "serial", SAYS_IDENTITY},
    {KIND_COLUMN, "length", SAYS_TYPE},
    {KIND_COLUMN, "size", SAYS_TYPE},
    {KIND_COLUMN, "precision", SAYS_TYPE},
    {KIND_COLUMN, "scale", SAYS_TYPE},
    {KIND_COLUMN, "max_length", SAYS_TYPE},
    {KIND_COLUMN, "array", "an array's type is its element's with []: `type: \"text[]\"`"},
    {KIND_COLUMN, "enum", "an enum is a type of its own: `enums: {NAME: [LABEL, …]}`"},
    {KIND_COLUMN, "values", "an enum is a type of its own: `enums: {NAME: [LABEL, …]}`"},
    {KIND_COLUMN, "computed", "it is called `generated` here"},
    {KIND_COLUMN, "description", SAYS_COMMENT},
    {KIND_COLUMN, "doc", SAYS_COMMENT},
    {KIND_TABLE, "foreign_keys", "they are called `relations` here"},
    {KIND_TABLE, "foreign_key", "they are called `relations` here"},
    {KIND_TABLE, "references", "they are called `relations` here"},
    {KIND_TABLE, "belongs_to", "they are called `relations` here"},
    {KIND_TABLE, "has_many", "the other table says it: `relations: {NAME: {…, inverse: NAME}}`"},
    {KIND_TABLE, "constraints",
     "they stand by their kind: `checks`, `unique`, `exclusions`, `relations`"},
    {KIND_TABLE, "exclude", "it is called `exclusions` here"},
    {KIND_TABLE, "pk", "it is called `primary_key` here"},
    {KIND_TABLE, "key", "it is called `primary_key` here"},
    {KIND_TABLE, "fields", SAYS_COLUMNS},
    {KIND_TABLE, "attributes", SAYS_COLUMNS},
    {KIND_TABLE, "rls", "it is called `row_security` here"},
    {KIND_TABLE, "row_level_security", "it is called `row_security` here"},
    {KIND_TABLE, "partitions", "a partition is a table: `NAME: {partition_of: [TABLE, BOUNDS]}`"},
    {KIND_TABLE, "statistics",
     "they stand beside the tables: `statistics: {NAME: {table: TABLE, keys: […]}}`"},
    {KIND_TABLE, "permissions", SAYS_GRANTS},
    {KIND_TABLE, "privileges", SAYS_GRANTS},
    {KIND_TABLE, "description", SAYS_COMMENT},
    {KIND_FOREIGN_KEY, "to", "it is called `references` here: `references: TABLE(COLUMN)`"},
    {KIND_FOREIGN_KEY, "table", "it is called `references` here: `references: TABLE(COLUMN)`"},
    {KIND_FOREIGN_KEY, "target", "it is called `references` here: `references: TABLE(COLUMN)`"},
    {KIND_INDEX, "fields", SAYS_COLUMNS},
    {KIND_INDEX, "keys", SAYS_COLUMNS},
    {KIND_INDEX, "expression", "an expression is a key, in parentheses: `columns: (lower(name))`"},
    {KIND_INDEX, "using", "it is called `method` here"},
    {KIND_INDEX, "type", "it is called `method` here"},
    {KIND_INDEX, "condition", "it is called `where` here"},
    {KIND_INDEX, "predicate", "it is called `where` here"},
    {KIND_INDEX, "concurrently", "migrations build indexes so without being told"},
    {KIND_FUNCTION, "args", SAYS_ARGUMENTS},
    {KIND_FUNCTION, "arguments", SAYS_ARGUMENTS},
    {KIND_FUNCTION, "parameters", SAYS_ARGUMENTS},
    {KIND_FUNCTION, "params", SAYS_ARGUMENTS},
    {KIND_FUNCTION, "code", SAYS_BODY},
    {KIND_FUNCTION, "definition", SAYS_BODY},
    {KIND_FUNCTION, "sql", SAYS_BODY},
    {KIND_FUNCTION, "as", SAYS_BODY},
    {KIND_FUNCTION, "immutable", SAYS_VOLATILITY},
    {KIND_FUNCTION, "stable", SAYS_VOLATILITY},
    {KIND_FUNCTION, "security", "write `security_definer: true`"},
    {KIND_FUNCTION, "search_path", "it is a setting: `settings: {search_path: …}`"},
    {KIND_VIEW, "sql", SAYS_QUERY},
    {KIND_VIEW, "definition", SAYS_QUERY},
    {KIND_VIEW, "select", SAYS_QUERY},
    {KIND_VIEW, "as", SAYS_QUERY},
    {KIND_VIEW, "materialized", "those stand below `materialized_views`"},
    {KIND_TRIGGER, "function", SAYS_EXECUTE},
    {KIND_TRIGGER, "procedure", SAYS_EXECUTE},
    {KIND_TRIGGER, "call", SAYS_EXECUTE},
    {KIND_TRIGGER, "on", SAYS_EVENTS},
    {KIND_TRIGGER, "event", SAYS_EVENTS},
    {KIND_TRIGGER, "events", SAYS_EVENTS},
    {KIND_TRIGGER, "timing", SAYS_EVENTS},
    {KIND_TRIGGER, "for", "write `each: row`"},
    {KIND_TRIGGER, "for_each", "write `each: row`"},
    {KIND_TRIGGER, "level", "write `each: row`"},
    {KIND_POLICY, "command", "it is called `for` here"},
    {KIND_POLICY, "role", "it is called `to` here"},
    {KIND_POLICY, "roles", "it is called `to` here"},
    {KIND_POLICY, "with_check", "it is called `check` here"},
    {KIND_POLICY, "permissive", "policies are, unless they say `restrictive: true`"},
    {KIND_ENUM, "values", "they are called `labels` here"},
    {KIND_DOMAIN, "check", "write `checks: {NAME: CONDITION}`"},
    {KIND_DOMAIN, "constraint", "write `checks: {NAME: CONDITION}`"},
    {KIND_DATABASE, "name", "it is called `database` here"},
    {KIND_DATABASE, "roles", SAYS_ROLES},
    {KIND_DATABASE, "users", SAYS_ROLES},
    {KIND_DATABASE, "indexes", SAYS_OF_TABLE},
    {KIND_DATABASE, "triggers", SAYS_OF_TABLE},
    {KIND_DATABASE, "policies", SAYS_OF_TABLE},
    {KIND_DATABASE, "relations", SAYS_OF_TABLE},
    {KIND_DATABASE, "foreign_keys", "they are a table's `relations`"},
    {KIND_DATABASE, "grants", "rights stand at what they are rights on: a table's `grants`"},
};

static const struct {
    const char *word, *type;
} types[] = {
    {"string", "text"},
    {"str", "text"},
    {"clob", "text"},
    {"ntext", "text"},
    {"tinytext", "text"},
    {"mediumtext", "text"},
    {"longtext", "text"},
    {"nvarchar", "varchar"},
    {"nvarchar2", "varchar"},
    {"varchar2", "varchar"},
    {"nchar", "char"},
    {"tinyint", "smallint"},
    {"mediumint", "integer"},
    {"int32", "integer"},
    {"int64", "bigint"},
    {"long", "bigint"},
    {"double", "double precision"},
    {"float64", "double precision"},
    {"float32", "real"},
    {"number", "numeric"},
    {"currency", "numeric(12,2)"},
    {"datetime", "timestamptz"},
    {"datetime2", "timestamptz"},
    {"datetimeoffset", "timestamptz"},
    {"duration", "interval"},
    {"blob", "bytea"},
    {"binary", "bytea"},
    {"varbinary", "bytea"},
    {"image", "bytea"},
    {"guid", "uuid"},
    {"uniqueidentifier", "uuid"},
    {"object", "jsonb"},
    {"map", "jsonb"},
};
/* clang-format on */

Str habit_key(KindId kind, Str key)
{
    KindId as = kind == KIND_PROCEDURE           ? KIND_FUNCTION
                : kind == KIND_MATERIALIZED_VIEW ? KIND_VIEW
                : kind == KIND_FOREIGN_TABLE     ? KIND_TABLE
                                                 : kind;
    for (size_t i = 0; i < COUNT_OF(keys); i++)
        if (keys[i].kind == as && str_eq_nocase(key, str_of(keys[i].word)))
            return str_of(keys[i].says);
    return (Str){0};
}

Str habit_type(Str type)
{
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (str_eq_nocase(type, str_of(types[i].word)))
            return str_of(types[i].type);
    return (Str){0};
}
