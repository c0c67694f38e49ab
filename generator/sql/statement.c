#include "sql/statement.h"

#include "sql/forms.h"
#include "sql/sql.h"

const char *const lock_names[] = {
    [LOCK_NONE] = "none",           [LOCK_SHARE_UPDATE_EXCLUSIVE] = "SHARE UPDATE EXCLUSIVE",
    [LOCK_SHARE] = "SHARE",         [LOCK_SHARE_ROW_EXCLUSIVE] = "SHARE ROW EXCLUSIVE",
    [LOCK_EXCLUSIVE] = "EXCLUSIVE", [LOCK_ACCESS_EXCLUSIVE] = "ACCESS EXCLUSIVE",
};

const char *const work_names[] = {
    [WORK_NONE] = "none",
    [WORK_SCAN] = "scan",
    [WORK_INDEX] = "index build",
    [WORK_REWRITE] = "rewrite",
};

/* A session that waits for a lock makes all wait that come after it: better to give up soon and to
 * try again. What builds an index concurrently must not give up, or it leaves half of it behind. */
enum { LOCK_TIMEOUT = 2000 };

typedef struct {
    Arena *arena;
    Scene *scene;
    Script script;
    VEC(TxType) tx; /* of each statement, with its companions */
} Build;

/* `apart`: it stands alone in its transaction, where it is of that sort. */
static Statement read_one(const Build *b, Str sql, const Object *object, bool apart)
{
    Statement statement = {.sql = sql, .object = object};
    if (sql.len)
        scene_read(b->scene, &statement);
    if (statement.tx == TX_ALONE && !apart)
        statement.tx = TX_ANY;
    return statement;
}

static void push(Build *b, Statement statement)
{
    vec_push(b->arena, &b->script.statements, statement);
    vec_push(b->arena, &b->tx, statement.tx);
}

static void add(Build *b, Str sql, const Object *object, bool apart)
{
    if (sql.len) /* else it is so without being told */
        push(b, read_one(b, sql, object, apart));
}

/* What makes room for a statement that runs outside of transactions does so too. */
static void add_all(Build *b, const StrVec *sql, const Object *object, bool apart)
{
    size_t first = b->script.statements.len;
    for (size_t i = 0; i < sql->len; i++)
        add(b, sql->at[i], object, apart);
    bool outside = b->tx.len > first && b->tx.at[b->tx.len - 1] == TX_NEVER;
    for (size_t i = first; outside && i < b->tx.len; i++)
        b->tx.at[i] = TX_NEVER;
}

/* --- several changes of a table in one statement --- */

/* `ALTER TABLE x `, if the statement begins so and says one change of the table. */
static Str head_of(Arena *arena, Str sql, const Object *object)
{
    Str head = sql_fill(arena, "ALTER TABLE {relation} ", object, (Str){0});
    return str_starts(sql, head) ? head : (Str){0};
}

static void add_lock(Arena *arena, Statement *to, const Lock *lock)
{
    for (size_t i = 0; i < to->locks.len; i++)
        if (str_eq(to->locks.at[i].relation, lock->relation)) {
            if (to->locks.at[i].level < lock->level)
                to->locks.at[i].level = lock->level;
            return;
        }
    vec_push(arena, &to->locks, *lock);
}

static void add_work(Arena *arena, Statement *to, const Work *work)
{
    for (size_t i = 0; i < to->works.len; i++)
        if (to->works.at[i].type == work->type && str_eq(to->works.at[i].relation, work->relation))
            return;
    vec_push(arena, &to->works, *work);
}

/* What `more` does is done by the one statement too. */
static void take_over(Arena *arena, Statement *to, const Statement *more)
{
    vec_push(arena, &to->actions, (Action){more->object, more->class});
    for (size_t i = 0; i < more->locks.len; i++)
        add_lock(arena, to, &more->locks.at[i]);
    for (size_t i = 0; i < more->works.len; i++)
        add_work(arena, to, &more->works.at[i]);
    for (size_t i = 0; i < more->hazards.len; i++)
        vec_push(arena, &to->hazards, more->hazards.at[i]);
    to->class = to->class < more->class ? more->class : to->class;
}

typedef VEC(Statement) Statements;

static Statement one_of(Arena *arena, const Statements *all)
{
    const Object *first = all->at[0].object;
    Str head = head_of(arena, all->at[0].sql, first);
    Statement one = {.object = first->parent ? first->parent : first};
    StrVec actions = {0};
    for (size_t i = 0; i < all->len; i++) {
        Str sql = all->at[i].sql;
        take_over(arena, &one, &all->at[i]);
        vec_push(arena, &actions, str_slice(sql, head.len, sql.len));
    }
    one.sql = str_format(arena, "%.*s\n    %.*s", STR_ARG(str_trim(head)),
                         STR_ARG(str_join(arena, &actions, S(",\n    "))));
    return one;
}

static bool same_table(const Step *a, const Step *b)
{
    return str_eq(a->object->id.schema, b->object->id.schema) &&
           str_eq(a->object->id.object, b->object->id.object);
}

/* How many steps from this one on go through the rows of one table. */
static size_t count_together(const Plan *plan, size_t from)
{
    size_t to = from + 1;
    while (to < plan->len && step_goes_through_rows(&plan->at[from]) &&
           step_goes_through_rows(&plan->at[to]) && same_table(&plan->at[from], &plan->at[to]))
        to++;
    return to - from;
}

/* The steps' first statements, as one where several of them really go through the rows; what else
 * the steps say comes behind. */
static void add_together(Build *b, const Plan *plan, size_t from, size_t count, const Catalog *live)
{
    Statements all = {0};
    VEC(StrVec) texts = {0};
    size_t busy = 0, said = 0;
    for (size_t i = from; i < from + count; i++) {
        const Object *object = plan->at[i].object;
        StrVec text = sql_statements(b->arena, &plan->at[i], live);
        if (!text.len)
            continue; /* another step says it */
        Statement first = read_one(b, text.at[0], object, false);
        busy += first.works.len > 0;
        said += head_of(b->arena, first.sql, object).len > 0;
        vec_push(b->arena, &all, first);
        vec_push(b->arena, &texts, text);
    }
    bool together = busy > 1 && said == all.len;
    if (together)
        push(b, one_of(b->arena, &all));
    for (size_t i = 0; i < all.len; i++) {
        if (!together)
            push(b, all.at[i]);
        for (size_t k = 1; k < texts.at[i].len; k++)
            add(b, texts.at[i].at[k], all.at[i].object, false);
    }
}

static void open_group(Build *b, size_t first, TxType tx)
{
    Group group = {.transactional = tx != TX_NEVER, .first = first};
    group.lock_timeout = group.transactional ? LOCK_TIMEOUT : 0;
    vec_push(b->arena, &group.settings,
             str_format(b->arena, "%s lock_timeout = %lld",
                        group.transactional ? "SET LOCAL" : "SET", (long long)group.lock_timeout));
    if (group.transactional && tx != TX_ALONE) {
        vec_push(b->arena, &group.settings, S("SET LOCAL client_min_messages = warning"));
        vec_push(b->arena, &group.settings, S("SET LOCAL check_function_bodies = off"));
        vec_push(b->arena, &group.settings, S("SET LOCAL search_path = pg_catalog"));
    }
    vec_push(b->arena, &b->script.groups, group);
}

/* As few transactions as there can be. */
static void make_groups(Build *b)
{
    TxType last = TX_COMMIT;
    for (size_t i = 0; i < b->script.statements.len; i++) {
        TxType tx = b->tx.at[i];
        bool apart = last == TX_COMMIT || tx != last;
        if (tx == TX_COMMIT)
            apart = i == 0 || (last != TX_ANY && last != TX_COMMIT);
        if (apart || tx == TX_ALONE)
            open_group(b, i, tx);
        b->script.statements.at[i].group = b->script.groups.len - 1;
        b->script.groups.at[b->script.groups.len - 1].count++;
        last = tx;
    }
}

Script sql_script(Arena *arena, const Plan *plan, const Catalog *live, const Catalog *want,
                  const StrVec *before, const StrVec *after)
{
    Build b = {.arena = arena, .scene = scene_new(arena, live, want)};
    add_all(&b, before, NULL, false);
    for (size_t i = 0, count; i < plan->len; i += count) {
        count = count_together(plan, i);
        if (count > 1) {
            add_together(&b, plan, i, count, live);
            continue;
        }
        StrVec sql = sql_statements(arena, &plan->at[i], live);
        add_all(&b, &sql, plan->at[i].object, plan->at[i].pace == PACE_APART);
    }
    add_all(&b, after, NULL, false);
    make_groups(&b);
    return b.script;
}

static bool may_join(const Script *a, const Script *b)
{
    if (!a->groups.len || !b->groups.len)
        return false;
    const Group *last = &a->groups.at[a->groups.len - 1], *first = &b->groups.at[0];
    return last->transactional && first->transactional &&
           a->statements.at[a->statements.len - 1].tx == TX_ANY && b->statements.at[0].tx == TX_ANY;
}

void script_append(Arena *arena, Script *script, const Script *more)
{
    size_t statements = script->statements.len;
    bool joined = may_join(script, more);
    if (joined)
        script->groups.at[script->groups.len - 1].count += more->groups.at[0].count;
    size_t shift = script->groups.len - joined;
    for (size_t i = joined; i < more->groups.len; i++) {
        Group group = more->groups.at[i];
        group.first += statements;
        vec_push(arena, &script->groups, group);
    }
    for (size_t i = 0; i < more->statements.len; i++) {
        Statement statement = more->statements.at[i];
        statement.group += shift;
        vec_push(arena, &script->statements, statement);
    }
}

/* What the statement does to values, or nothing. */
static Str loss_of(Arena *arena, const Object *have, const Object *want)
{
    if (have->id.kind == KIND_COLUMN && !object_attr(want, "generated"))
        return str_format(arena, "the change from %.*s to %.*s", STR_ARG(object_text(have, "type")),
                          STR_ARG(object_text(want, "type")));
    Value old = object_value(have, "labels"), now = object_value(want, "labels");
    for (uint32_t i = 0; i < old.count; i++) {
        bool stays = false;
        for (uint32_t k = 0; k < now.count; k++)
            stays |= str_eq(old.list[i], now.list[k]);
        if (!stays)
            return str_format(arena, "the end of the label \"%.*s\"", STR_ARG(old.list[i]));
    }
    return (Str){0};
}

static void check_loss(Arena *arena, const Action *action, const Catalog *live, const Catalog *want,
                       const PlanPolicy *policy, Diags *diags)
{
    const Object *object = action->class == CLASS_R3 ? action->object : NULL;
    const Object *have = object ? catalog_find(live, object->id) : NULL,
                 *now = have ? catalog_find(want, object->id) : NULL;
    Str loss = now ? loss_of(arena, have, now) : (Str){0};
    if (!loss.len || plan_allows(arena, policy, object))
        return;
    Diag *diag = diag_error(diags, "E0901", object->pos, "%.*s: %.*s may lose values%.*s",
                            STR_ARG(object_show(arena, object)), STR_ARG(loss),
                            STR_ARG(plan_row_estimate(arena, have)));
    diag_help(diags, diag,
              "what does not fit is cut, rounded or refused; a migration can change it before "
              "(`backfill`); if it may: --allow-loss '%.*s'.",
              STR_ARG(object_path(arena, object)));
}

void script_check_losses(Arena *arena, const Script *script, const Catalog *live,
                         const Catalog *want, const PlanPolicy *policy, Diags *diags)
{
    for (size_t i = 0; i < script->statements.len; i++) {
        const Statement *statement = &script->statements.at[i];
        const Action whole = {statement->object, statement->class};
        for (size_t k = 0; k < statement->actions.len; k++)
            check_loss(arena, &statement->actions.at[k], live, want, policy, diags);
        if (!statement->actions.len)
            check_loss(arena, &whole, live, want, policy, diags);
    }
}
WorkType script_work(const Script *script)
{
    WorkType most = WORK_NONE;
    for (size_t i = 0; i < script->statements.len; i++)
        for (size_t k = 0; k < script->statements.at[i].works.len; k++)
            if (script->statements.at[i].works.at[k].type > most)
                most = script->statements.at[i].works.at[k].type;
    return most;
}

ReverseClass script_class(const Script *script)
{
    ReverseClass worst = CLASS_R0;
    for (size_t i = 0; i < script->statements.len; i++)
        if (script->statements.at[i].class > worst)
            worst = script->statements.at[i].class;
    return worst;
}
