/*
 * The registry of object kinds: one row a kind, one field list a kind.
 *
 * The YAML decoder, the lock file, the live reader, the diff, the drift report and the reference
 * page are driven by these rows and contain no kind names. What cannot be said in a row (how a
 * statement is put together) stands in tables of functions indexed by the same enum:
 * catalog/lower.c and sql/create.c. A new kind is one row here, one field list, one query in
 * templates/catalog/, one row in each of those two tables, and its tests.
 */
#ifndef PGW_KIND_KIND_H
#define PGW_KIND_KIND_H

#include "kind/value.h"

/* In the order in which objects are best created, where their dependencies leave a choice. */
typedef enum {
    KIND_DATABASE,
    KIND_SCHEMA,
    KIND_EXTENSION,
    KIND_MEMBER, /* … of an extension, whose rights are not those it came with */
    KIND_COLLATION,
    KIND_ENUM,
    KIND_TYPE,
    KIND_ATTRIBUTE,
    KIND_DOMAIN,
    KIND_DOMAIN_CHECK,
    KIND_RANGE,
    KIND_SEQUENCE,
    KIND_FUNCTION,
    KIND_PROCEDURE,
    KIND_AGGREGATE,
    KIND_CAST,
    KIND_SQL_OBJECT, /* what has no kind of its own */
    KIND_WRAPPER,
    KIND_SERVER,
    KIND_USER_MAPPING,
    KIND_TABLE,
    KIND_FOREIGN_TABLE,
    KIND_COLUMN,
    KIND_DEFAULT,
    KIND_CHECK,
    KIND_PRIMARY_KEY,
    KIND_UNIQUE,
    KIND_EXCLUSION,
    KIND_INDEX,
    KIND_FOREIGN_KEY,
    KIND_VIEW,
    KIND_MATERIALIZED_VIEW,
    KIND_RULE,
    KIND_STATISTICS,
    KIND_COLUMN_COMMENT,
    KIND_TRIGGER,
    KIND_POLICY,
    KIND_PUBLICATION,
    KIND_PUBLICATION_TABLE,
    KIND_PUBLICATION_SCHEMA,
    KIND_SUBSCRIPTION,
    KIND_DEFAULT_PRIVILEGES, /* after all that would be born with them */
    KIND_EVENT_TRIGGER,      /* after all that would fire them */
    KIND_UNMODELLED,         /* whatever else is there */
    KIND_COUNT,
    KIND_NONE = KIND_COUNT
} KindId;

/* How an author writes a field in YAML. */
typedef enum {
    FORM_NONE,     /* not written: found out by lowering, or read from a server */
    FORM_TEXT,     /* a string */
    FORM_NAME,     /* an SQL name */
    FORM_BOOL,     /* true or false */
    FORM_INT,      /* a whole number */
    FORM_NUMBER,   /* a number */
    FORM_CHOICE,   /* one of .choices */
    FORM_TYPE,     /* the name of a type */
    FORM_FUNCTION, /* the name of a function, with its schema */
    FORM_LITERAL,  /* a plain value of any type: string, number, boolean, null */
    FORM_EXPR,     /* an SQL expression */
    FORM_QUERY,    /* an SQL query */
    FORM_BODY,     /* a function's body, kept byte for byte */
    FORM_NAMES,    /* an SQL name or a list of them */
    FORM_TEXTS,    /* a string or a list of them */
    FORM_KEYS,     /* index keys: names or expressions with options */
    FORM_GRANTS,   /* rights: a list of `role PRIVILEGE, …` */
    FORM_OPTIONS,  /* a mapping of storage parameters to plain values */
    FORM_GROUP,    /* a mapping whose fields are named GROUP.KEY in the same list */
    FORM_CHILD,    /* one object of kind .child */
    FORM_CHILDREN, /* a mapping of names to objects of kind .child */
    FORM_MIXINS,   /* a mapping of names to parts of a table */
} Form;

/* What a difference in a field means. */
typedef enum {
    COMPARE_AUTHOR,   /* only in the model: lowering turns it into other fields or objects */
    COMPARE_META,     /* carried along for renderers; never compared, never in the lock */
    COMPARE_DERIVED,  /* what PostgreSQL makes of other fields: in the lock, never compared */
    COMPARE_EXACT,    /* equal texts or lists */
    COMPARE_SET,      /* equal lists, in any order */
    COMPARE_EXPR,     /* the server's text of an expression: equal to any text of its orbit */
    COMPARE_DECLARED, /* … but only when both sides say something; lists in any order */
    COMPARE_REPORT,   /* shown, but no drift */
} Compare;

enum {
    FIELD_REQUIRED = 1,  /* the author must write it */
    FIELD_SHORTHAND = 2, /* a plain value in place of the mapping stands for this field */
    FIELD_SEPARATE = 4,  /* CREATE cannot say it: set by its own statement afterwards */
    FIELD_LAST = 16,     /* … when everything else is there */
    FIELD_LIST = 8,      /* FORM_NONE: its value is a list */
    FIELD_SPECIAL = 32,  /* sql/alter.c knows how to change it on a live object */
    FIELD_BLOCKED = 64,  /* cannot change while what depends on the object is there (KIND_BLOCKS) */
    FIELD_SHAPED = 512,  /* OR REPLACE changes it as long as the field `shape` only grows */
    FIELD_GUARD = 2048,  /* of a domain: makes it stricter */
    FIELD_REBUILDS = 1024, /* of a type: where its list does not just grow, the type is made anew
                              and the columns of it are moved (sql/alter.c) */
    FIELD_PUBLIC = 128, /* FORM_GRANTS: everybody has the first right of .choices from the start */
    FIELD_APART = 4096, /* a table's place in another: left early and entered late, in two steps */
    FIELD_FOLLOWS = 8192,     /* ends by itself when the table leaves its place (FIELD_APART) */
    FIELD_TOGETHER = 16384,   /* such fields of an object change in one step (sql/alter.c) */
    FIELD_RAW = 32768,        /* FORM_TEXT: SQL, not to be quoted */
    FIELD_FIXED = 65536,      /* cannot change on a live object, whatever it holds */
    FIELD_EACH = 131072,      /* FORM_OPTIONS: a statement for each of its pairs */
    FIELD_MOVES = 262144,     /* cannot change where the object has the mark `immovable` */
    FIELD_COLUMNS = 1048576,  /* FORM_GRANTS: also of its columns, `select (name)` */
    FIELD_FORGOTTEN = 524288, /* lost when a column that it is about changes its type */
    FIELD_ROWS = 1048576,     /* PostgreSQL may go through all rows of the table to set it */
};

/* The SQL in these rows has holes: {name} the object (schema-qualified when it has no parent),
 * {relation} its parent, {schema} its schema, all quoted; {if_exists} nothing or IF EXISTS;
 * {target} as in kind.target; {value} as the form of the field asks. {name'} is the bare name as a
 * string constant, {x''} the quoted name x as a string constant, for to_regclass() and its like.
 * {value 1}, {value 2} are the texts of a list, {column 1} the first one quoted as a name; {object}
 * is the object's name as it is, where that is no SQL name. */
typedef struct {
    const char *name; /* key in YAML, in the lock, in reports; column of the reader's query */
    Form form;
    Compare compare;
    unsigned flags;
    KindId child;               /* FORM_CHILD, FORM_CHILDREN */
    const char *const *choices; /* FORM_CHOICE: NULL-terminated; the first is the default.
                                   FORM_GRANTS: all rights that there are */
    const char *set, *reset;    /* statements that change it on a live object; NULL: replace it.
                                   FORM_GRANTS: set is what stands behind GRANT … ON */
    const char *doc;            /* one line for the grammar reference */
    const char *defaults;       /* FORM_GRANTS: the default privileges it is created with */
    signed char set_phase, reset_phase; /* order among the changes of one object; else as listed */
} Field;

enum {
    KIND_HAS_DATA = 1,       /* dropping it loses rows */
    KIND_WITH_PARENT = 2,    /* vanishes with its parent */
    KIND_IN_TABLE = 4,       /* may stand inside its table's CREATE TABLE */
    KIND_RELATION = 8,       /* shares the name space of tables, views, indexes and sequences */
    KIND_CONSTRAINT = 16,    /* shares the name space of its table's constraints */
    KIND_NOT_READ = 32,      /* has no query of its own */
    KIND_OPAQUE = 65536,     /* read and reported, never written, planned or made */
    KIND_BLOCKS = 128,       /* must be away while a column that it uses changes its type */
    KIND_OR_REPLACE = 256,   /* CREATE OR REPLACE changes FIELD_SPECIAL fields, all at once */
    KIND_GLOBAL = 512,       /* stands in no schema */
    KIND_IF_NOT_EXISTS = 64, /* CREATE … IF NOT EXISTS is there for it */
    KIND_IS_TYPE = 1024,     /* a type: columns can be of it; shares the name space of types */
    KIND_SIGNED = 2048,      /* argument types belong to its name: f(integer, text) */
    KIND_LENDS = 4096,       /* holds rows wherever a column uses its parent */
    KIND_GUARDS = 16384,     /* a type with conditions (domain) */
    KIND_ACROSS = 8192,      /* compares columns of two tables, whose types must change together */
    KIND_STUB = 131072,      /* can stand for a while with the columns of its `shape` alone */
};

typedef struct {
    const char
        *tag; /* "primary key": in the lock, in reports; its query is catalog/primary_key.sql */
    const char *plural; /* for headings and counts */
    KindId parent;      /* KIND_NONE: stands alone in the database */
    unsigned flags;
    const char *classname; /* the catalog whose oid identifies it: "pg_class" */
    const char *target;    /* as COMMENT ON names it: "COLUMN {relation}.{name}" */
    const char *drop;      /* the statement that drops it */
    const char *absent;    /* an SQL condition: it is not there */
    const Field *fields;
    size_t field_count;
    const char *doc;
} Kind;

extern const Kind kinds[KIND_COUNT];

/* Whether the field's value is a list of texts. */
bool field_is_list(const Field *field);
/* Whether the field is part of what the object is: a difference there is one of the objects. */
bool field_is_compared(const Field *field);
/* Index in the kind's field list, or -1. */
int kind_field(KindId kind, Str name);
/* The kind with that tag, or KIND_NONE. */
KindId kind_by_tag(Str tag);

#endif
