#include "cli/migration.h"

#include "catalog/lower.h"
#include "catalog/orbit.h"
#include "catalog/trash.h"
#include "plan/trash.h"
#include "sql/purge.h"
#include "sql/sql.h"

/* Objects: of a larger database a plan knows what is near to the change; a scratch copy of more
 * takes longer than anybody wants to wait for it. */
enum { LARGEST_WHOLE = 1000, LARGEST_COPY = 10000 };

static bool check_usage(Run *run)
{
    if (run->options.from && run->options.to)
        return true;
    Diag *diag = diag_error(&run->diags, "E0801", (Pos){0}, "both --from and --to are needed");
    diag_help(&run->diags, diag,
              "each is a model, a .sql file, a .lock, a connection string, or `empty`.");
    return false;
}

static bool is_online(const Run *run)
{
    return !str_is(str_of(run->options.online), "off");
}

static bool keeps_drops(const Run *run)
{
    return str_is(str_of(run->options.drop), "trash");
}

/* What would be lost and can be put aside; nothing with --drop now. */
static Objects losses_of(Run *run, const Catalog *have, const Catalog *want,
                         const PlanPolicy *policy, Diags *diags)
{
    Objects losses = plan_losses(run->arena, have, want, policy, diags);
    return keeps_drops(run) ? losses : (Objects){0};
}

/* The author's own statements may speak of anything. */
static bool speaks(const Steps *steps)
{
    return steps &&
           (steps->before.len || steps->backfills.len || steps->data.len || steps->after.len);
}

static bool come_near(Run *run, Migration *m, Moves *said)
{
    m->near = (Near){m->from, catalog_without_trash(run->arena, m->to, NULL)};
    if (!renames_said(run, m->from, said))
        return false;
    if (m->from->objects.len <= LARGEST_WHOLE || speaks(m->steps))
        return true;
    m->near = plan_near(run->arena, m->near.have, m->near.want, said);
    for (size_t i = 0; i < said->len; i++)
        said->at[i].object = catalog_find(m->near.have, said->at[i].object->id);
    return true;
}

typedef struct {
    Trash trash;
    StrVec before; /* statements that put aside and back */
    Plan plan;
} Way;

static bool plan_up(Run *run, const Catalog *have, const Catalog *want, Str label, Way *out)
{
    PlanPolicy policy = {.allow_loss = &run->options.allow_loss,
                         .no_renames = run->options.no_renames,
                         .label = label,
                         .online = is_online(run)};
    Objects losses = losses_of(run, have, want, &policy, &run->diags);
    if (run->diags.errors)
        return false;
    out->trash = plan_trash(run->arena, have, want, &losses, NULL, &policy, &run->diags);
    if (run->diags.errors)
        return false;
    out->before = sql_moves(run->arena, &out->trash.schemas, &out->trash.moves);
    policy.no_renames = true; /* those were looked for among the losses */
    policy.aside = &out->trash.aside;
    out->plan = plan_changes(run->arena, out->trash.have, out->trash.want, &policy, &run->diags);
    return !run->diags.errors;
}

static void add_all(Run *run, StrVec *to, const StrVec *more)
{
    for (size_t i = 0; i < more->len; i++)
        vec_push(run->arena, to, more->at[i]);
}

/* What has to go and cannot be put aside stops the way back while there is something in it. */
static void keep_losses(Run *run, const Trash *trash, StrVec *out)
{
    const PlanPolicy policy = {.allow_loss = &run->options.allow_loss};
    for (size_t i = 0; i < trash->lost.len; i++) {
        const Loss *loss = &trash->lost.at[i];
        StrVec sql = sql_keep(run->arena, trash, loss);
        if (!sql.len || plan_allows(run->arena, &policy, loss->object))
            continue;
        add_all(run, out, &sql);
        Diag *diag =
            diag_warning(&run->diags, "E0901", loss->object->pos,
                         "the way back stops where %.*s holds rows by then: it cannot be "
                         "put aside, since %.*s",
                         STR_ARG(object_show(run->arena, loss->object)), STR_ARG(loss->why));
        diag_help(&run->diags, diag, "if they may go: --allow-loss '%.*s'.",
                  STR_ARG(object_path(run->arena, loss->object)));
    }
}

/* What `up` made, `down` may drop; unless there is something in it by then. */
static bool plan_down(Run *run, const Catalog *reached, const Catalog *want, const Moves *moves,
                      const Migration *m, Way *out)
{
    StrVec all = {0};
    vec_push(run->arena, &all, S("*"));
    PlanPolicy policy = {
        .allow_loss = &all, .no_renames = true, .label = m->label, .online = is_online(run)};
    Diags passed = {.arena = run->arena}; /* refusals that what is put back would settle */
    Objects losses = losses_of(run, reached, want, &policy, &passed);
    Moves back = moves_back(run->arena, moves, reached);
    out->trash = plan_trash(run->arena, reached, want, &losses, &back, &policy, &run->diags);
    StrVec moved = sql_moves(run->arena, &out->trash.schemas, &out->trash.moves);
    StrVec room = sql_make_room(run->arena, &out->trash);
    keep_losses(run, &out->trash, &out->before);
    StrVec guards = sql_guards(run->arena, &back, out->trash.have, want);
    add_all(run, &out->before, &guards);
    add_all(run, &out->before, &room);
    add_all(run, &out->before, &moved);
    StrVec room_in_heirs = sql_make_room_in_heirs(run->arena, &out->trash);
    add_all(run, &out->before, &room_in_heirs);
    StrVec fills = sql_fills(run->arena, &back, out->trash.have, want);
    add_all(run, &out->before, &fills);
    policy.aside = &out->trash.aside;
    out->plan = plan_changes(run->arena, out->trash.have, out->trash.want, &policy, &run->diags);
    return !run->diags.errors;
}

/* The catalog that `up` leads to: what PostgreSQL made of it in a scratch database, or, where that
 * cannot be found out, what was planned. */
static const Catalog *reached_by(Run *run, const Migration *m, const Catalog *planned)
{
    StrVec statements = {0};
    Diags kept = run->diags;
    vec_push(run->arena, &statements, S("SET check_function_bodies = off"));
    for (size_t i = 0; i < m->forth.statements.len; i++)
        if (!frame_owns(&m->frame, m->forth.statements.at[i].sql))
            vec_push(run->arena, &statements, m->forth.statements.at[i].sql);
    run->diags = (Diags){.arena = run->arena};
    Catalog *reached = NULL;
    if (m->near.have->objects.len <= LARGEST_COPY)
        reached = run_simulate(run, m->near.have, &statements);
    else
        diag_error(&run->diags, "E0904", (Pos){0}, "%zu objects are too many for a scratch copy",
                   m->near.have->objects.len);
    Diags found = run->diags;
    run->diags = kept;
    if (reached) {
        catalog_take_texts(reached, planned);
        catalog_follow(reached, planned);
        return reached;
    }
    Diag *diag = diag_warning(&run->diags, "E0904", (Pos){0}, "the plan cannot be tried out: %.*s",
                              STR_ARG(found.list.at[0]->message));
    diag_help(&run->diags, diag,
              "the way back is planned from what is wanted, not from what was reached.");
    return planned;
}

/* One way back and what is to be done around it. */
static Script script_back(Run *run, Way *down, const StrVec *before, const StrVec *after,
                          const StrVec *end)
{
    StrVec first = {0}, last = {0};
    StrVec sweep = sql_sweep(run->arena, &down->trash, &run->diags);
    add_all(run, &first, before);
    add_all(run, &first, &down->before);
    add_all(run, &last, after);
    add_all(run, &last, &sweep);
    add_all(run, &last, end);
    return sql_script(run->arena, &down->plan, down->trash.have, down->trash.want, &first, &last);
}

/* Where a backfill is undone, columns that come back are NOT NULL only behind that. */
static const Catalog *halfway(Run *run, const Moves *aside, const Frame *frame, Moves *loosened)
{
    const Objects none = {0};
    Catalog *loose = NULL;
    for (size_t i = 0; frame->fills_undo.len && i < aside->len; i++) {
        const Object *column = catalog_find(frame->have, aside->at[i].object->id);
        if (!column || column->id.kind != KIND_COLUMN ||
            !sql_is_demanding(frame->have, column, frame->have))
            continue;
        loose = loose ? loose : catalog_with(run->arena, frame->have, &none);
        object_unset(loose, catalog_find(loose, column->id), "not_null");
        vec_push(run->arena, loosened, (Move){column, aside->at[i].to, .follows = false});
    }
    if (loose)
        catalog_seal(loose);
    return loose ? loose : frame->have;
}

/* Columns that were added to be filled go last, when what they were filled from is back. */
static bool plan_back(Run *run, const Trash *up, Migration *out)
{
    const Frame *frame = &out->frame;
    const StrVec none = {0};
    const Moves nothing = {0};
    const Catalog *start = out->renames.from;
    Moves loosened = {0};
    const Catalog *half = halfway(run, &up->moves, frame, &loosened);
    bool direct = half == start;
    Way down = {0}, rest = {0};
    if (!plan_down(run, out->reached, half, &up->moves, out, &down))
        return false;
    out->back = script_back(run, &down, &frame->data_undo, &frame->fills_undo,
                            direct ? &out->renames.back : &none);
    if (direct)
        return true;
    if (!plan_down(run, half, start, &nothing, out, &rest))
        return false;
    StrVec guards = sql_guards_behind(run->arena, &loosened);
    Script more = script_back(run, &rest, &guards, &none, &out->renames.back);
    script_append(run->arena, &out->back, &more);
    return true;
}

static Script script_forth(Run *run, const Way *up, const Migration *m)
{
    const Frame *frame = &m->frame;
    StrVec before = {0};
    add_all(run, &before, &frame->checks);
    add_all(run, &before, &m->renames.forward);
    add_all(run, &before, &frame->columns);
    add_all(run, &before, &frame->fills);
    add_all(run, &before, &up->before);
    return sql_script(run->arena, &up->plan, up->trash.have, up->trash.want, &before, &frame->last);
}

static bool check_transactions(Run *run, const Migration *m)
{
    if (!m->steps || !m->steps->one_transaction ||
        (m->forth.groups.len == 1 && m->forth.groups.at[0].transactional))
        return true;
    Diag *diag = diag_error(&run->diags, "E1010", (Pos){0},
                            "the migration is wanted in one transaction, and needs %zu groups of "
                            "statements",
                            m->forth.groups.len);
    diag_help(&run->diags, diag,
              "batches, new labels of an enum and what is built CONCURRENTLY cannot share one: "
              "make two migrations, or leave out one_transaction.");
    return false;
}

bool migration_plan(Run *run, Migration *out)
{
    *out = (Migration){.label = out->label, .steps = out->steps};
    if (!check_usage(run))
        return false;
    out->from = run_source(run, run->options.from);
    out->to = out->from ? run_source(run, run->options.to) : NULL;
    if (!out->to || !run_report_unmodelled(run, out->from, NULL) ||
        !run_report_unmodelled(run, out->to, out->from))
        return false;
    run_settle(run, out->from, out->to);
    Moves said = {0};
    if (!come_near(run, out, &said) ||
        !renames_apply(run, out->near.have, out->near.want, &said, &out->renames) ||
        !frame_make(run, out->steps, out->renames.from, out->near.want, &out->frame))
        return false;
    Way up = {0};
    if (!plan_up(run, out->frame.have, out->near.want, out->label, &up))
        return false;
    out->forth = script_forth(run, &up, out);
    const PlanPolicy policy = {.allow_loss = &run->options.allow_loss};
    script_check_losses(run->arena, &out->forth, up.trash.have, up.trash.want, &policy,
                        &run->diags);
    if (run->diags.errors)
        return false;
    out->equal = !out->forth.statements.len;
    out->reached = out->equal ? up.trash.want : reached_by(run, out, up.trash.want);
    if (!plan_back(run, &up.trash, out) || !check_transactions(run, out))
        return false;
    out->rest = sql_purge(run->arena, &up.trash, out->reached, &run->diags);
    out->up = sql_plan_file(run->arena, &out->forth, SCRIPT_SQL, &run->templates, &run->diags);
    out->down = sql_plan_file(run->arena, &out->back, SCRIPT_SQL, &run->templates, &run->diags);
    out->purge = sql_plan_file(run->arena, &out->rest, SCRIPT_SQL, &run->templates, &run->diags);
    return !run->diags.errors;
}

Verdicts migration_verdicts(Run *run, const Migration *migration)
{
    const Renames *renames = &migration->renames;
    if (!renames->forward.len)
        return verdicts_of(run->arena, migration->from, &renames->said, migration->from,
                           migration->to);
    return verdicts_of(run->arena, migration->near.have, &renames->said, renames->from,
                       migration->near.want);
}

const Catalog *migration_reached(Run *run, const Migration *migration)
{
    if (migration->near.have == migration->from)
        return migration->reached;
    Catalog *all =
        catalog_with_part(run->arena, migration->from, migration->near.have, migration->reached);
    catalog_seal(all);
    return all;
}
