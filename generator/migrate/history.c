#include "migrate/history.h"

#include "text/quote.h"

enum { HISTORY_FORMAT = 1 };

static const char *const states[] = {
    [HISTORY_APPLYING] = "applying",
    [HISTORY_APPLIED] = "applied",
    [HISTORY_REVERTING] = "reverting",
};

static bool failed(Server *server, Diags *diags)
{
    diag_error(diags, "E0704", (Pos){0}, "the history of migrations cannot be read: %.*s",
               STR_ARG(server_error(server).message));
    return false;
}

/* Rows of a query, copied; false with a diagnostic. */
static Rows *ask(Server *server, const char *sql, Diags *diags)
{
    Rows *rows = server_query(server, str_of(sql));
    if (!rows)
        failed(server, diags);
    return rows;
}

static bool check_format(Server *server, History *out, Diags *diags)
{
    Rows *rows = ask(server, "SELECT to_regclass('pgwright.format') IS NOT NULL", diags);
    if (!rows)
        return false;
    out->present = str_is(rows_cell(rows, 0, 0), "t");
    rows_free(rows);
    if (!out->present)
        return true;
    rows = ask(server, "SELECT coalesce(max(version), 0) FROM pgwright.format", diags);
    if (!rows)
        return false;
    int64_t format = 0;
    str_to_int(rows_cell(rows, 0, 0), &format);
    rows_free(rows);
    if (format == HISTORY_FORMAT)
        return true;
    Diag *diag = diag_error(diags, "E1005", (Pos){0},
                            "the history of migrations in the database has format %lld; this "
                            "program knows format %d",
                            (long long)format, HISTORY_FORMAT);
    diag_help(diags, diag, "use the version of pgwright that runs this database's migrations.");
    return false;
}

static HistoryState state_of(Str text)
{
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (str_is(text, states[i]))
            return (HistoryState)i;
    return HISTORY_APPLYING;
}

static bool read_entries(Arena *arena, Server *server, History *out, Diags *diags)
{
    Rows *rows = ask(server,
                     "SELECT number, id, chain, state, baseline, role,"
                     " to_char(changed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC'"
                     " FROM pgwright.migration ORDER BY number",
                     diags);
    if (!rows)
        return false;
    for (size_t row = 0; row < rows_count(rows); row++) {
        HistoryEntry entry = {.id = str_copy(arena, rows_cell(rows, row, 1)),
                              .chain = str_copy(arena, rows_cell(rows, row, 2)),
                              .state = state_of(rows_cell(rows, row, 3)),
                              .baseline = str_is(rows_cell(rows, row, 4), "t"),
                              .role = str_copy(arena, rows_cell(rows, row, 5)),
                              .time = str_copy(arena, rows_cell(rows, row, 6))};
        str_to_int(rows_cell(rows, row, 0), &entry.number);
        vec_push(arena, &out->entries, entry);
    }
    rows_free(rows);
    return true;
}

static bool read_steps(Arena *arena, Server *server, History *out, Diags *diags)
{
    Rows *rows =
        ask(server, "SELECT number, unit, digest, state FROM pgwright.step ORDER BY number, unit",
            diags);
    if (!rows)
        return false;
    for (size_t row = 0; row < rows_count(rows); row++) {
        int64_t number = 0, unit = 0;
        str_to_int(rows_cell(rows, row, 0), &number);
        str_to_int(rows_cell(rows, row, 1), &unit);
        HistoryStep step = {.unit = (size_t)unit,
                            .unit_digest = str_copy(arena, rows_cell(rows, row, 2)),
                            .done = str_is(rows_cell(rows, row, 3), "done")};
        for (size_t i = 0; i < out->entries.len; i++)
            if (out->entries.at[i].number == number)
                vec_push(arena, &out->entries.at[i].steps, step);
    }
    rows_free(rows);
    return true;
}

/* What stopped in its first transaction has changed nothing: it was never begun, and what is run in
 * its place may be another form of it. */
static void forget_idle(History *history)
{
    size_t kept = 0;
    for (size_t i = 0; i < history->entries.len; i++) {
        HistoryEntry entry = history->entries.at[i];
        if (entry.state == HISTORY_APPLYING && !entry.steps.len)
            continue;
        if (entry.state == HISTORY_REVERTING && !entry.steps.len)
            entry.state = HISTORY_APPLIED;
        history->entries.at[kept++] = entry;
    }
    history->entries.len = kept;
}

bool history_read(Arena *arena, Server *server, History *out, Diags *diags)
{
    *out = (History){0};
    if (!check_format(server, out, diags))
        return false;
    if (out->present &&
        (!read_entries(arena, server, out, diags) || !read_steps(arena, server, out, diags)))
        return false;
    forget_idle(out);
    return true;
}

bool history_create(Server *server, Templates *templates)
{
    return server_run(server, templates_text(templates, "migrate/history.sql"));
}

/* -- held against the folder -- */

static void unknown(const HistoryEntry *entry, const Folder *folder, Diags *diags)
{
    const Version *last =
        folder->versions.len ? &folder->versions.at[folder->versions.len - 1] : NULL;
    bool ahead = !last || entry->number > last->number;
    Diag *diag =
        diag_error(diags, "E1005", (Pos){0},
                   "the database has migration %.*s, which is not in \"%.*s\": it is %s",
                   STR_ARG(entry->id), STR_ARG(folder->path),
                   ahead ? "ahead of the folder, or on another branch" : "on another branch");
    diag_help(diags, diag,
              "take the folder from where that migration was made; or take the database back there "
              "with that folder's `migrate down`.");
}

static void differs(const HistoryEntry *entry, Diags *diags)
{
    Diag *diag = diag_error(diags, "E1005", (Pos){0},
                            "the database got migration %.*s (or one before it) in another form "
                            "than it has in the folder",
                            STR_ARG(entry->id));
    diag_help(diags, diag,
              "it was changed or made anew after it was applied; take the folder from where it was "
              "applied.");
}

static void gap(const Version *missing, const Version *present, Diags *diags)
{
    Diag *diag = diag_error(diags, "E1005", (Pos){0},
                            "the database has migration %.*s and lacks %.*s, which comes before it",
                            STR_ARG(present->id), STR_ARG(missing->id));
    diag_help(diags, diag,
              "two branches were merged after one of them was applied: make %.*s again, with a "
              "number behind it (`pgwright migrate new %.*s`).",
              STR_ARG(missing->id), STR_ARG(missing->name));
}

const HistoryEntry *history_entry(const History *history, const Version *version)
{
    for (size_t i = 0; i < history->entries.len; i++)
        if (history->entries.at[i].number == version->number)
            return &history->entries.at[i];
    return NULL;
}

bool history_match(const History *history, const Folder *folder, size_t *applied, Diags *diags)
{
    size_t errors = diags->errors, found = 0;
    const Version *missing = NULL;
    *applied = 0;
    for (size_t i = 0; i < folder->versions.len; i++) {
        const Version *version = &folder->versions.at[i];
        const HistoryEntry *entry = history_entry(history, version);
        if (!entry && !missing)
            missing = version;
        if (!entry)
            continue;
        found++;
        if (!str_eq(entry->id, version->id))
            unknown(entry, folder, diags);
        else if (missing)
            gap(missing, version, diags);
        else if (entry->state != HISTORY_APPLYING && !str_eq(entry->chain, version->chain))
            differs(entry, diags);
        else if (entry->state != HISTORY_APPLYING)
            *applied = i + 1; /* else each step that was run is looked at by itself */
        if (diags->errors > errors)
            return false;
    }
    for (size_t i = 0; found < history->entries.len && i < history->entries.len; i++) {
        bool known = false;
        for (size_t k = 0; k < folder->versions.len; k++)
            known |= folder->versions.at[k].number == history->entries.at[i].number;
        if (!known)
            unknown(&history->entries.at[i], folder, diags);
    }
    return diags->errors == errors;
}

/* -- changes -- */

static Str event(Arena *arena, const Version *version, const char *what)
{
    return str_format(arena,
                      "INSERT INTO pgwright.event (number, name, what) VALUES (%lld, %.*s, '%s')",
                      (long long)version->number, STR_ARG(sql_literal(arena, version->id)), what);
}

static Str put(Arena *arena, const Version *version, HistoryState state, bool baseline)
{
    return str_format(arena,
                      "INSERT INTO pgwright.migration (number, id, chain, state, baseline)"
                      " VALUES (%lld, %.*s, '%.*s', '%s', %s) ON CONFLICT (number) DO UPDATE"
                      " SET id = excluded.id, chain = excluded.chain, state = excluded.state,"
                      " changed_at = clock_timestamp(), role = current_user",
                      (long long)version->number, STR_ARG(sql_literal(arena, version->id)),
                      STR_ARG(version->chain), states[state], baseline ? "true" : "false");
}

static Str with_event(Arena *arena, Str change, const Version *version, const char *what)
{
    return str_format(arena, "%.*s; %.*s", STR_ARG(change), STR_ARG(event(arena, version, what)));
}

Str history_begin(Arena *arena, const Version *version)
{
    return with_event(arena, put(arena, version, HISTORY_APPLYING, false), version, "up: begun");
}

Str history_applied(Arena *arena, const Version *version, bool baseline)
{
    Str change = str_format(arena, "%.*s; DELETE FROM pgwright.step WHERE number = %lld",
                            STR_ARG(put(arena, version, HISTORY_APPLIED, baseline)),
                            (long long)version->number);
    return with_event(arena, change, version, baseline ? "baseline" : "up: done");
}

Str history_reverting(Arena *arena, const Version *version)
{
    return with_event(arena, put(arena, version, HISTORY_REVERTING, false), version, "down: begun");
}

Str history_reverted(Arena *arena, const Version *version)
{
    Str change = str_format(arena, "DELETE FROM pgwright.migration WHERE number = %lld",
                            (long long)version->number);
    return with_event(arena, change, version, "down: done");
}

Str history_step(Arena *arena, const Version *version, size_t unit, Str digest, bool done)
{
    return str_format(arena,
                      "INSERT INTO pgwright.step (number, unit, digest, state)"
                      " VALUES (%lld, %zu, '%.*s', '%s') ON CONFLICT (number, unit) DO UPDATE"
                      " SET state = excluded.state, changed_at = clock_timestamp()",
                      (long long)version->number, unit, STR_ARG(digest), done ? "done" : "started");
}
