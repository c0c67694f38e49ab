#include "sql/reading.h"

#define SUE LOCK_SHARE_UPDATE_EXCLUSIVE
#define SH  LOCK_SHARE
#define SRE LOCK_SHARE_ROW_EXCLUSIVE
#define EX  LOCK_EXCLUSIVE
#define AE  LOCK_ACCESS_EXCLUSIVE

/* The first that matches counts. ALTER TABLE with several actions is read once for each. */
static const StatementForm forms[] = {
    {"CREATE UNLOGGED? FOREIGN? TABLE IF? NOT? EXISTS? {t}", .look = look_new},
    {"CREATE MATERIALIZED VIEW IF? NOT? EXISTS? {t}", .look = look_filled},
    {"CREATE OR REPLACE VIEW {t}", AE},
    {"CREATE VIEW {t}", .look = look_new},
    {"CREATE SEQUENCE IF? NOT? EXISTS? {t}", .look = look_new},

    {"CREATE UNIQUE? INDEX CONCURRENTLY {n} ON {t}", SUE, .work = WORK_INDEX, .tx = TX_NEVER},
    {"CREATE UNIQUE? INDEX {n} ON ONLY {t}", SH},
    {"CREATE UNIQUE? INDEX {n} ON {t}", SH, .work = WORK_INDEX,
     .rule = "require-concurrent-index-creation"},
    {"DROP INDEX CONCURRENTLY IF? EXISTS? {i}", SUE, .tx = TX_NEVER, .look = look_index},
    {"DROP INDEX IF? EXISTS? {i}", AE, .rule = "require-concurrent-index-deletion",
     .look = look_index},
    {"ALTER INDEX {i} RENAME", SUE, .look = look_index_alone},
    {"ALTER INDEX {i} SET|RESET (", SUE, .look = look_index_options},
    {"ALTER INDEX {i} SET TABLESPACE", AE, .work = WORK_REWRITE, .look = look_index_alone},
    {"ALTER INDEX {i} ATTACH PARTITION", SUE, .look = look_index_alone},
    {"ALTER INDEX {i}", SUE, .look = look_index_alone},

    {"ALTER TABLE ONLY? {t} ADD COLUMN IF? NOT? EXISTS? {n}", AE, .look = look_add_column},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} CHECK ... NOT VALID", AE, .look = look_promise},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} CHECK", AE, .work = WORK_SCAN,
     .rule = "constraint-missing-not-valid"},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} FOREIGN KEY ... REFERENCES {o} ... NOT VALID", SRE,
     SRE},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} FOREIGN KEY ... REFERENCES {o}", SRE, SRE, WORK_SCAN,
     .rule = "adding-foreign-key-constraint", .look = look_key},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} PRIMARY KEY USING INDEX", AE},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} UNIQUE USING INDEX", AE},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} PRIMARY|UNIQUE", AE, .work = WORK_INDEX,
     .rule = "disallowed-unique-constraint", .look = look_partitioned},
    {"ALTER TABLE ONLY? {t} ADD CONSTRAINT {n} EXCLUDE", AE, .work = WORK_INDEX,
     .rule = "adding-exclusion-constraint"},
    {"ALTER TABLE IF? EXISTS? ONLY? {t} DROP CONSTRAINT IF? EXISTS? {n}", AE,
     .look = look_drop_constraint},
    {"ALTER TABLE IF? EXISTS? ONLY? {t} DROP COLUMN IF? EXISTS? {n}", AE, .look = look_drop_column},
    {"ALTER TABLE ONLY? {t} VALIDATE CONSTRAINT {n}", SUE, .work = WORK_SCAN, .tx = TX_ALONE,
     .look = look_validate},
    {"ALTER TABLE ONLY? {t} ALTER CONSTRAINT {n}", AE},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} SET NOT NULL", AE, .look = look_not_null},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} DROP NOT NULL", AE, .class = CLASS_R1,
     .rule = "ban-drop-not-null"},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} TYPE", AE, .look = look_type},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} SET STATISTICS", SUE},
    {"ALTER TABLE ONLY? {t} ALTER COLUMN {n} SET|RESET (", SUE},
    {"ALTER TABLE IF? EXISTS? ONLY? {t} ALTER COLUMN {n}", AE},
    {"ALTER TABLE ONLY? {t} RENAME COLUMN {n}", AE, .rule = "renaming-column"},
    {"ALTER TABLE ONLY? {t} RENAME CONSTRAINT {n}", AE},
    {"ALTER TABLE ONLY? {t} RENAME TO", AE, .rule = "renaming-table"},
    {"ALTER TABLE ONLY? {t} SET SCHEMA", AE, .rule = "renaming-table"},
    {"ALTER TABLE ONLY? {t} ENABLE|DISABLE ROW", AE},
    {"ALTER TABLE ONLY? {t} ENABLE|DISABLE REPLICA|ALWAYS? TRIGGER", SRE},
    {"ALTER TABLE ONLY? {t} SET LOGGED|UNLOGGED", AE, .work = WORK_REWRITE,
     .rule = "moving-table-storage"},
    {"ALTER TABLE ONLY? {t} SET TABLESPACE|ACCESS", AE, .work = WORK_REWRITE,
     .rule = "moving-table-storage"},
    {"ALTER TABLE ONLY? {t} CLUSTER ON", SUE},
    {"ALTER TABLE ONLY? {t} SET WITHOUT CLUSTER", SUE},
    {"ALTER TABLE ONLY? {t} SET|RESET (", SUE, .look = look_options},
    {"ALTER TABLE ONLY? {T} ATTACH PARTITION {o}", SUE, AE, .look = look_attach},
    {"ALTER TABLE ONLY? {T} DETACH PARTITION {o} CONCURRENTLY", SUE, AE, .tx = TX_NEVER},
    {"ALTER TABLE ONLY? {T} DETACH PARTITION {o}", AE, AE,
     .rule = "require-concurrent-partition-detach", .look = look_detach},
    {"ALTER TABLE ONLY? {t} NO INHERIT {o}", AE, SUE, .class = CLASS_R2}, /* columns of its own */
    {"ALTER TABLE ONLY? {t} INHERIT {o}", AE, SUE, .look = look_inherit},
    {"ALTER TABLE ONLY? {t}", AE},
    {"ALTER FOREIGN TABLE {t}", AE},
    {"DROP FOREIGN TABLE IF? EXISTS? {t}", AE},
    {"DROP TABLE IF? EXISTS? {t}", AE, .class = CLASS_R3, .rule = "ban-drop-table",
     .look = look_drop_table},

    {"ALTER VIEW {t}", AE},
    {"DROP VIEW IF? EXISTS? {t}", AE},
    {"ALTER MATERIALIZED VIEW {t} SET ACCESS", AE, .work = WORK_REWRITE},
    {"ALTER MATERIALIZED VIEW {t} SET|RESET (", SUE, .look = look_options},
    {"ALTER MATERIALIZED VIEW {t}", AE},
    {"DROP MATERIALIZED VIEW IF? EXISTS? {t}", AE},
    {"REFRESH MATERIALIZED VIEW CONCURRENTLY {t}", EX, .work = WORK_SCAN, .look = look_filled},
    {"REFRESH MATERIALIZED VIEW {t} WITH NO DATA", AE},
    {"REFRESH MATERIALIZED VIEW {t}", AE, .work = WORK_REWRITE,
     .rule = "refreshing-materialized-view", .look = look_filled},
    {"ALTER SEQUENCE {t} RENAME", AE},
    {"ALTER SEQUENCE {t} OWNER", AE},
    {"ALTER SEQUENCE {t}", SRE},
    {"DROP SEQUENCE IF? EXISTS? {t}", AE, .class = CLASS_R3},

    {"CREATE OR? REPLACE? CONSTRAINT? TRIGGER {n} ... ON {t}", SRE},
    {"DROP|ALTER TRIGGER IF? EXISTS? {n} ON {t}", AE},
    {"CREATE OR? REPLACE? RULE {n} AS ON ... TO {t}", AE},
    {"DROP|ALTER RULE IF? EXISTS? {n} ON {t}", AE},
    {"CREATE|ALTER|DROP POLICY IF? EXISTS? {n} ON {t}", AE},
    {"CREATE STATISTICS IF? NOT? EXISTS? {n} ... FROM {t}", SUE},
    {"DROP STATISTICS IF? EXISTS? {n}", .look = look_drop_statistics},
    {"ALTER PUBLICATION {n} ADD|DROP|SET TABLE ONLY? {t}", SUE},
    {"COMMENT ON TABLE|VIEW|INDEX|SEQUENCE {t}", SUE},
    {"COMMENT ON MATERIALIZED|FOREIGN VIEW|TABLE {t}", SUE},
    {"COMMENT ON COLUMN {c}", SUE},
    {"ANALYZE {t}", SUE, .work = WORK_SCAN, .tx = TX_ALONE},
    {"SELECT setval ... FROM {t} HAVING", .work = WORK_SCAN},
    {"UPDATE ONLY? {t} SET", .work = WORK_SCAN},
    {"DELETE FROM ONLY? {t}", .work = WORK_SCAN, .class = CLASS_R3},
    {"INSERT INTO {t}"},
    {"TRUNCATE TABLE? ONLY? {t}", AE, .class = CLASS_R3, .rule = "ban-truncate"},
    {"DO", .look = look_block},

    {"VACUUM FULL {t}", AE, .work = WORK_REWRITE, .tx = TX_NEVER, .rule = "prefer-repack"},
    {"VACUUM", .tx = TX_NEVER},
    {"CLUSTER {t}", AE, .work = WORK_REWRITE, .rule = "prefer-repack"},
    {"REINDEX TABLE CONCURRENTLY {t}", SUE, .work = WORK_INDEX, .tx = TX_NEVER},
    {"REINDEX INDEX CONCURRENTLY {i}", SUE, .tx = TX_NEVER, .look = look_index_alone},
    {"DROP DATABASE", .class = CLASS_R3, .tx = TX_NEVER, .rule = "ban-drop-database"},
    {"ALTER SCHEMA {n} RENAME", .rule = "renaming-schema"},
    {"ALTER TYPE {n} RENAME VALUE", .rule = "renaming-enum-value"},

    {"ALTER TYPE {n} ADD VALUE", .class = CLASS_R1, .tx = TX_COMMIT},
    {"ALTER DOMAIN {n} ADD CONSTRAINT ... NOT VALID"},
    {"ALTER DOMAIN {n} ADD|VALIDATE CONSTRAINT", .look = look_domain},
    {"ALTER DOMAIN {n} SET NOT NULL", .look = look_domain},

    /* what no table waits for */
    {"CREATE|ALTER|DROP SCHEMA|EXTENSION|COLLATION|TYPE|DOMAIN|FUNCTION|PROCEDURE|AGGREGATE|SERVER"
     "|USER|PUBLICATION|SUBSCRIPTION|STATISTICS|DEFAULT|FOREIGN|EVENT"},
    {"CREATE OR REPLACE FUNCTION|PROCEDURE|AGGREGATE"},
    {"GRANT|REVOKE|COMMENT|SELECT|SET"},
};

/* --- reading a statement --- */

static void apply(Reading *r)
{
    const StatementForm *form = r->form;
    Statement *out = r->out;
    if (r->table.shown.ptr && (form->lock || form->work))
        reading_table(r, form->lock, form->work, r->table.shown, r->only);
    if (r->other.shown.ptr)
        reading_lock(r, form->other, r->other.shown);
    bool of_table = r->table.shown.ptr || r->index.shown.ptr;
    if (form->rule && (!of_table || (r->table.shown.ptr && !scene_is_fresh(r->scene, &r->table))))
        reading_hazard(r, form->rule);
    reading_class(r, form->class);
    if (form->tx != TX_ANY && !(form->tx == TX_ALONE && scene_is_fresh(r->scene, &r->table)))
        out->tx = form->tx;
    if (form->look)
        form->look(r);
}

static void read_action(Reading *r)
{
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        r->form = &forms[i];
        if (reading_match(r, r->form)) {
            apply(r);
            return;
        }
    }
    reading_hazard(r, "unknown-statement");
}

/* ALTER TABLE name, one action: the tokens of each of its actions in turn. */
static void read_actions(Reading *r, const Tokens *all)
{
    size_t head = 2, from;
    Name name;
    while (head < all->len &&
           (token_is(&all->at[head], "IF") || token_is(&all->at[head], "EXISTS") ||
            token_is(&all->at[head], "ONLY")))
        head++;
    reading_name(r->scene->arena, all, &head, false, &name);
    from = head;
    for (size_t i = head; i <= all->len; i = i < all->len ? tokens_skip(all, i) : i + 1) {
        if (i < all->len && !token_is(&all->at[i], ","))
            continue;
        r->tokens.len = 0;
        for (size_t k = 0; k < head; k++)
            vec_push(r->scene->arena, &r->tokens, all->at[k]);
        for (size_t k = from; k < i; k++)
            vec_push(r->scene->arena, &r->tokens, all->at[k]);
        read_action(r);
        from = i + 1;
    }
}

void scene_read(Scene *scene, Statement *statement)
{
    Reading r = {.scene = scene, .out = statement};
    Tokens tokens = sql_tokens(scene->arena, statement->sql);
    if (tokens.len > 2 && token_is(&tokens.at[0], "ALTER") && token_is(&tokens.at[1], "TABLE")) {
        read_actions(&r, &tokens);
        return;
    }
    r.tokens = tokens;
    read_action(&r);
}
