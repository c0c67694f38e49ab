#include "drift/drift.h"

#include "base/digest.h"
#include "catalog/orbit.h"
#include "catalog/trash.h"
#include "drift/mend.h"
#include "drift/patch.h"

const char *const standing_names[] = {"drift", "unmodelled", "accepted", "pending", "same", "note"};

typedef struct {
    Arena *arena;
    const Catalog *live, *want;
    const DriftPolicy *policy;
    Diags *diags;
    Mender mender;
    Patcher patcher;
    size_t *want_parts, *live_parts; /* how many each object has, by index */
    Drift drift;
} Check;

/* Goes with something that is missing (or unexpected) itself: its table, or the column it is of. */
static bool is_part_of(const Object *object, const Catalog *other)
{
    if (object->parent && !catalog_find(other, object->parent->id))
        return true;
    ObjectId column = object->id;
    column.kind = KIND_COLUMN;
    return object->id.kind == KIND_DEFAULT && !catalog_find(other, column);
}

static size_t *count_parts(Arena *arena, const Catalog *catalog)
{
    size_t *parts = NEW_ARRAY(arena, size_t, catalog->objects.len);
    for (size_t i = 0; i < catalog->objects.len; i++)
        if (catalog->objects.at[i]->parent)
            parts[catalog->objects.at[i]->parent->index]++;
    return parts;
}

/* --- one change, one finding --- */

static Finding finding_of(Check *c, const Object *object, Str problem)
{
    return (Finding){.verdict = VERDICT_DRIFT,
                     .kind = object->id.kind,
                     .object = object_path(c->arena, object),
                     .table = object_path(c->arena, object->parent ? object->parent : object),
                     .problem = problem};
}

static Finding missing(Check *c, const Object *object)
{
    Finding f = finding_of(c, object, S("missing"));
    f.pos = object->pos;
    f.sql = mend_missing(c->arena, &c->mender, object, c->diags);
    f.amendment = patch_of_missing(&c->patcher, object);
    f.parts = c->want_parts[object->index];
    return f;
}

static Finding unexpected(Check *c, const Object *object)
{
    Finding f = finding_of(c, object, S("unexpected"));
    const Object *table = object->parent ? catalog_find(c->want, object->parent->id) : NULL;
    if (table)
        f.pos = table->pos; /* where it would have to stand */
    if (kinds[object->id.kind].flags & KIND_OPAQUE) {
        f.standing = STANDING_UNMODELLED;
        f.amendment = patch_of_unexpected(&c->patcher, object);
        return f;
    }
    f.sql = mend_unexpected(c->arena, object);
    f.amendment = patch_of_unexpected(&c->patcher, object);
    f.parts = c->live_parts[object->index];
    return f;
}

/* Put aside by a migration: no drift, and not to be dropped by this. */
static Finding pending(Check *c, const Object *object)
{
    Finding f = finding_of(c, object, S("pending purge"));
    f.standing = STANDING_PENDING;
    f.parts = c->live_parts[object->index];
    return f;
}

static bool has_secret(const Attr *attr)
{
    for (uint32_t i = 0; attr && i < attr->value.count; i++)
        if (option_is_secret(attr->value.list[i]))
            return true;
    return false;
}

static Value without_secrets(Arena *arena, Value options)
{
    StrVec shown = {0};
    for (uint32_t i = 0; i < options.count; i++) {
        Str rest = options.list[i], name;
        bool secret = option_is_secret(options.list[i]) && str_split(&rest, '=', &name);
        vec_push(arena, &shown,
                 secret ? str_format(arena, "%.*s=(not shown)", STR_ARG(name)) : options.list[i]);
    }
    return value_of_vec(&shown);
}

static Str show(Check *c, const Field *field, const Attr *attr)
{
    Value value = attr ? attr->value : (Value){0};
    if (field->form == FORM_OPTIONS && has_secret(attr))
        value = without_secrets(c->arena, value);
    return value_show(c->arena, &value);
}

static Finding altered(Check *c, const Change *change)
{
    Finding f = finding_of(c, change->want, str_of(change->field->name));
    const Attr *want = change->want_attr;
    f.model = show(c, change->field, want);
    f.database = show(c, change->field, change->have_attr);
    f.list = field_is_list(change->field);
    f.pos = want && want->pos.source ? want->pos : change->want->pos;
    if (change->report) {
        f.standing = STANDING_NOTE;
        return f;
    }
    bool alike = c->want->server_major == c->live->server_major;
    Judgement judgement =
        oracle_judge(c->arena, c->policy->server, c->live, change, alike || !c->want->server_major);
    f.verdict = judgement.verdict;
    f.reason = judgement.reason;
    if (judgement.verdict == VERDICT_SERVER) {
        f.standing = STANDING_SAME;
        orbit_add(c->arena, catalog_find(c->live, change->have->id), change->field, want->value);
        return f;
    }
    f.sql = mend_altered(c->arena, c->live, change);
    f.amendment = patch_of_value(&c->patcher, change);
    return f;
}

/* --- what is done with it --- */

/* A difference that somebody has answered for. */
static void look_up(Check *c, Finding *f)
{
    for (size_t i = 0; c->policy->ignore && i < c->policy->ignore->len; i++)
        if (scope_rule_matches(c->policy->ignore->at[i], f->kind, f->object)) {
            f->standing = STANDING_ACCEPTED;
            f->reason = str_format(c->arena, "--ignore %.*s", STR_ARG(c->policy->ignore->at[i]));
        }
    Str shown = str_format(c->arena, "%s %.*s", kinds[f->kind].tag, STR_ARG(f->object));
    Accepted *entry = baseline_find(c->policy->baseline, shown, f->problem, f->database);
    if (!entry)
        return;
    f->standing = entry->expired ? f->standing : STANDING_ACCEPTED;
    f->reason = entry->expired ? str_format(c->arena, "was accepted until %.*s: %.*s",
                                            STR_ARG(entry->until), STR_ARG(entry->reason))
                               : str_format(c->arena, "accepted until %.*s: %.*s",
                                            STR_ARG(entry->until), STR_ARG(entry->reason));
}

static void add(Check *c, Finding f)
{
    if (f.standing == STANDING_DRIFT)
        look_up(c, &f);
    c->drift.failures +=
        f.standing == STANDING_DRIFT || (f.standing == STANDING_UNMODELLED && c->policy->strict);
    vec_push(c->arena, &c->drift.findings, f);
}

static const Object *object_of(const Change *change)
{
    return change->want ? change->want : change->have;
}

static bool same_table(const Object *a, const Object *b)
{
    return str_eq(a->id.schema, b->id.schema) && str_eq(a->id.object, b->id.object);
}

/* Whether objects of the kind came or went in the same table: then a note on their places only says
 * the same again. Changes of a table stand beside each other. */
static bool is_consequence(const Changes *changes, size_t note)
{
    const Object *object = object_of(&changes->at[note]);
    size_t first = note;
    while (first > 0 && same_table(object_of(&changes->at[first - 1]), object))
        first--;
    for (size_t i = first; i < changes->len; i++) {
        const Object *other = object_of(&changes->at[i]);
        if (!same_table(other, object))
            return false;
        if (changes->at[i].type != CHANGE_ALTER && other->id.kind == object->id.kind)
            return true;
    }
    return false;
}

static void take(Check *c, const Changes *changes, size_t i)
{
    const Change *change = &changes->at[i];
    const Object *object = object_of(change);
    bool aside = change->type == CHANGE_DROP && object_is_trash(object);
    bool told = aside && object->id.kind == KIND_SCHEMA; /* by its tables */
    if (told || (change->type == CHANGE_DROP && object->implicit))
        return;
    if (!scope_speaks_for(c->arena, c->want, object))
        c->drift.ignored++;
    else if (change->type == CHANGE_ADD && !is_part_of(object, c->live))
        add(c, missing(c, object));
    else if (change->type == CHANGE_DROP && !is_part_of(object, c->want))
        add(c, aside ? pending(c, object) : unexpected(c, object));
    else if (change->type == CHANGE_ALTER && !(change->report && is_consequence(changes, i)))
        add(c, altered(c, change));
}

/* What the model says and the database keeps from us: options of others' user mappings. */
static void tell_hidden(Check *c, const Object *object)
{
    if (!(kinds[object->id.kind].flags & KIND_GLOBAL))
        return;
    const Object *there = NULL;
    for (size_t i = 0; i < object->attrs.len; i++) {
        const Field *field = &kinds[object->id.kind].fields[object->attrs.at[i].field];
        if (field->compare != COMPARE_DECLARED)
            continue;
        there = there ? there : catalog_find(c->live, object->id);
        if (!there || object_attr(there, field->name) ||
            !scope_speaks_for(c->arena, c->want, object))
            continue;
        Finding f = finding_of(c, object, str_of(field->name));
        f.standing = STANDING_NOTE;
        f.reason = S("not compared: this role may not see it");
        f.pos = object->pos;
        add(c, f);
    }
}

/* Expressions whose text in the database is another one of their orbit. */
static size_t count_in_orbit(const Catalog *live, const Catalog *want)
{
    size_t count = 0;
    for (size_t i = 0; i < want->objects.len; i++) {
        const Object *object = want->objects.at[i], *there = NULL;
        for (size_t k = 0; k < object->attrs.len; k++) {
            const Attr *attr = &object->attrs.at[k];
            if (!attr->orbit_count)
                continue;
            there = there ? there : catalog_find(live, object->id);
            const Attr *have =
                there ? object_attr(there, kinds[object->id.kind].fields[attr->field].name) : NULL;
            for (uint32_t m = 0; have && m < attr->orbit_count; m++)
                count += !value_eq(&have->value, &attr->value) &&
                         value_eq(&have->value, &attr->orbit[m]);
        }
    }
    return count;
}

Drift drift_of_changes(Arena *arena, const Catalog *live, const Catalog *want,
                       const Changes *changes, const DriftPolicy *policy, Diags *diags)
{
    Check c = {arena, live, want, policy, diags, .mender = {.want = want}};
    c.patcher = (Patcher){.arena = arena, .live = live, .want = want, .places.arena = arena};
    c.want_parts = count_parts(arena, want);
    c.live_parts = count_parts(arena, live);
    c.drift.database = want->database;
    c.drift.compared = catalog_count(want, KIND_NONE);
    c.drift.in_orbit = count_in_orbit(live, want);
    for (size_t i = 0; i < changes->len; i++)
        take(&c, changes, i);
    for (size_t i = 0; i < want->objects.len; i++)
        tell_hidden(&c, want->objects.at[i]);
    if (policy->server && server_is_lost(policy->server))
        diag_error(diags, "E0701", (Pos){0}, "the connection was lost in the middle of the check");
    return c.drift;
}

Drift drift_of(Arena *arena, const Catalog *live, const Catalog *want, const DriftPolicy *policy,
               Diags *diags)
{
    Changes changes = catalog_diff(arena, live, want);
    return drift_of_changes(arena, live, want, &changes, policy, diags);
}

Str drift_digest(Arena *arena, const Drift *drift)
{
    StrVec parts = {0};
    for (size_t i = 0; i < drift->findings.len; i++) {
        const Finding *f = &drift->findings.at[i];
        vec_push(arena, &parts,
                 str_format(arena, "%d %d %.*s\n%.*s\n%.*s\n", (int)f->standing, (int)f->kind,
                            STR_ARG(f->object), STR_ARG(f->problem), STR_ARG(f->database)));
    }
    return digest_hex(arena, str_join(arena, &parts, (Str){0}));
}

Drift drift_of_reading(Arena *arena, Reading *reading, const Catalog *live, const Catalog *want,
                       const Changes *changes, DriftPolicy policy, Diags *diags)
{
    enum { MOST_LOOKS = 5 };
    policy.server = reading_server(reading);
    Drift drift = drift_of_changes(arena, live, want, changes, &policy, diags);
    for (int looks = 1; drift.failures && !diags->errors && !reading_is_current(reading); looks++) {
        Str before = drift_digest(arena, &drift);
        live = reading_again(reading, diags);
        if (!live)
            break;
        drift = drift_of(arena, live, want, &policy, diags);
        if (str_eq(before, drift_digest(arena, &drift)))
            break;
        if (looks < MOST_LOOKS)
            continue;
        diag_warning(diags, "E0704", (Pos){0},
                     "the database is being changed: each time that it is read it differs in "
                     "something else");
        break;
    }
    return drift;
}

size_t drift_count(const Drift *drift, Standing standing)
{
    size_t count = 0;
    for (size_t i = 0; i < drift->findings.len; i++)
        count += drift->findings.at[i].standing == standing;
    return count;
}

static Finding copy_finding(Arena *arena, const Finding *from)
{
    Finding f = *from;
    Str *texts[] = {&f.object, &f.table, &f.problem, &f.reason, &f.model, &f.database};
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i]->ptr)
            *texts[i] = str_copy(arena, *texts[i]);
    f.sql = (StrVec){0};
    for (size_t i = 0; i < from->sql.len; i++)
        vec_push(arena, &f.sql, str_copy(arena, from->sql.at[i]));
    f.amendment = amendment_copy(arena, &from->amendment);
    return f;
}

Drift *drift_copy(Arena *arena, const Drift *drift)
{
    Drift *copy = NEW(arena, Drift);
    *copy = *drift;
    copy->findings.at = NULL;
    copy->findings.len = copy->findings.cap = 0;
    for (size_t i = 0; i < drift->findings.len; i++)
        vec_push(arena, &copy->findings, copy_finding(arena, &drift->findings.at[i]));
    return copy;
}
