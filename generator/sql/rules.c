#include "sql/rules.h"

const char *const severity_names[] = {"note", "warning", "error"};

const Rule rules[] = {
    {"adding-exclusion-constraint", CONCERN_WARNING,
     "its index is built while nobody can read or write the table",
     "there is no online way: fill a new table that has it, or plan a maintenance window"},
    {"adding-field-with-default", CONCERN_WARNING,
     "every row gets a value of its own, so the table is written anew while nobody can use it",
     "add the column without a default, set the default, fill old rows in batches"},
    {"adding-foreign-key-constraint", CONCERN_WARNING,
     "every row is looked up while nobody can write to either table",
     "add it NOT VALID and validate it in another transaction"},
    {"adding-not-nullable-field", CONCERN_WARNING,
     "every row is looked at while nobody can use the table",
     "add a CHECK (column IS NOT NULL) NOT VALID, validate it, then SET NOT NULL"},
    {"adding-required-field", CONCERN_ERROR,
     "fails when the table has rows: they have no value for the column",
     "give the column a default, or add it nullable and fill it first"},
    {"adding-stored-generated-field", CONCERN_WARNING,
     "the table is written anew while nobody can use it",
     "add a plain column that a trigger fills, or plan a maintenance window"},
    {"attaching-partition-scan", CONCERN_WARNING,
     "every row of the partition is looked at while nobody can use it",
     "give it a validated CHECK that implies its bounds before"},
    {"ban-alter-domain-with-add-constraint", CONCERN_WARNING,
     "every table with a column of the domain is read while nobody can write to it",
     "check in the tables instead"},
    {"ban-drop-column", CONCERN_WARNING, "the values of the column are gone",
     "keep it until nobody uses it: --drop trash"},
    {"ban-drop-not-null", CONCERN_NOTE, "applications may not expect NULL", NULL},
    {"ban-drop-table", CONCERN_WARNING, "the rows of the table are gone",
     "keep it until nobody uses it: --drop trash"},
    {"ban-truncate", CONCERN_WARNING, "the rows of the table are gone, while nobody can use it",
     "delete them in batches, or keep a copy"},
    {"changing-column-type", CONCERN_WARNING,
     "the table and its indexes are written anew while nobody can use it",
     "add a column of the new type, keep both filled, then swap their names"},
    {"constraint-missing-not-valid", CONCERN_WARNING,
     "every row is looked at while nobody can use the table",
     "add it NOT VALID and validate it in another transaction"},
    {"disallowed-unique-constraint", CONCERN_WARNING,
     "its index is built while nobody can use the table",
     "build a unique index CONCURRENTLY and add the constraint USING INDEX"},
    {"moving-table-storage", CONCERN_WARNING, "the table is written anew while nobody can use it",
     "plan a maintenance window"},
    {"narrowing-type", CONCERN_WARNING,
     "values that do not fit are cut, rounded or refused; what they were is gone", NULL},
    {"refreshing-materialized-view", CONCERN_WARNING, "its query runs while nobody can read it",
     "REFRESH … CONCURRENTLY, with a unique index"},
    {"renaming-column", CONCERN_WARNING, "running applications ask for the old name",
     "add the new column beside it, or a view with the old names"},
    {"renaming-table", CONCERN_WARNING, "running applications ask for the old name",
     "leave a view with the old name"},
    {"require-concurrent-index-creation", CONCERN_WARNING,
     "nobody can write to the table while the index is built", "CREATE INDEX CONCURRENTLY"},
    {"require-concurrent-index-deletion", CONCERN_NOTE,
     "nobody can use the table until queries under way have ended", "DROP INDEX CONCURRENTLY"},
    {"require-concurrent-partition-detach", CONCERN_NOTE,
     "nobody can use the whole table until queries under way have ended",
     "DETACH PARTITION … CONCURRENTLY"},
    {"rewriting-checks", CONCERN_WARNING,
     "a check of the column is proven again: every row is looked at while nobody can use the table",
     NULL},
    {"unknown-statement", CONCERN_NOTE, "what it locks is not known", NULL},
};
const size_t rule_count = COUNT_OF(rules);

const Rule *rule_find(Str id)
{
    for (size_t i = 0; i < rule_count; i++)
        if (str_is(id, rules[i].id))
            return &rules[i];
    return NULL;
}
