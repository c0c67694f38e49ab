/*
 * A tour of the generated bindings, on the database of model/stratlogic.
 *
 * It connects, stores a user, runs into a duplicate e-mail address, gives the user some jobs, lists
 * jobs page by page, changes two columns of one, reads it back, calls a function, writes an audit
 * record, and deletes the rows it made. Compile and run, with $G = generated/stratlogic/c:
 *
 *   cc -std=c11 -I$G -I$(pg_config --includedir) main.c $G/stratlogic.c \
 *       $G/pgw_runtime.c -lpq -o app
 *   ./app postgresql://localhost/stratlogic        (without an argument: PGHOST, PGDATABASE …)
 */
#include "stratlogic.h"

#include <stdio.h>
#include <string.h>

enum { JOBS = 7, JOBS_A_PAGE = 3 };

static const char email[] = "ada@example.org";

/* Says what failed. Everything known about an error is in session->error. */
static bool failed(const pgw_session *session, const char *what)
{
    const pgw_error *error = &session->error;
    fprintf(stderr, "%s: %s: %s", what, pgw_status_name(error->status), error->message);
    if (*error->sqlstate)
        fprintf(stderr, " (SQLSTATE %s)", error->sqlstate);
    fprintf(stderr, "\n");
    return false;
}

/* A run that was broken off may have left its user behind. */
static bool remove_leftover(pgw_session *session, pgw_arena *arena)
{
    stratlogic_users user;
    pgw_status status = stratlogic_users_get_by_email(session, arena, pgw_text_of(email), &user);
    if (status == PGW_OK)
        status = stratlogic_users_delete(session, user.id);
    return status == PGW_OK || status == PGW_NOT_FOUND || failed(session, "removing a leftover");
}

/* The third argument is read and then filled with the row as it was stored: the columns that are
 * not chosen get their defaults, here id, is_active and both times. */
static bool create_user(pgw_session *session, pgw_arena *arena, stratlogic_users *user)
{
    const stratlogic_users_columns columns = {
        .username = true, .email = true, .hashed_password = true, .full_name = true, .role = true};
    char id[PGW_UUID_SIZE], created[PGW_TIMESTAMP_SIZE];
    memset(user, 0, sizeof *user);
    user->username = pgw_text_of("ada");
    user->email = pgw_text_of(email);
    user->hashed_password = pgw_text_of("$2b$12$not-a-real-hash");
    user->full_name = pgw_opt_text_of("Ada Lovelace");
    user->role.present = true;
    user->role.value = STRATLOGIC_USER_ROLE_ADMIN;
    if (stratlogic_users_insert(session, arena, user, &columns) != PGW_OK)
        return failed(session, "creating a user");
    pgw_uuid_to_string(&user->id, id, sizeof id);
    pgw_timestamp_to_string(user->created_at.value, created, sizeof created);
    printf("created user %s (%s), %s, on %s\n", user->username.ptr, id,
           stratlogic_user_role_to_string(user->role.value), created);
    return true;
}

/* A conflict is an answer, not an accident: the status says what kind, the constraint says which.
 */
static bool meet_conflict(pgw_session *session, pgw_arena *arena)
{
    const stratlogic_users_columns columns = {
        .username = true, .email = true, .hashed_password = true};
    stratlogic_users twin;
    memset(&twin, 0, sizeof twin);
    twin.username = pgw_text_of("another-ada");
    twin.email = pgw_text_of(email);
    twin.hashed_password = pgw_text_of("x");
    pgw_status status = stratlogic_users_insert(session, arena, &twin, &columns);
    if (status == PGW_UNIQUE_VIOLATION &&
        strcmp(session->error.constraint, "users_email_key") == 0) {
        printf("the address %s is taken, as it should be\n", email);
        return true;
    }
    return failed(session, "storing the same address twice");
}

static bool create_jobs(pgw_session *session, pgw_arena *arena, const stratlogic_users *user)
{
    const stratlogic_scraping_jobs_columns columns = {
        .user_id = true, .job_type = true, .keywords = true, .title = true};
    const pgw_opt_text keywords[] = {pgw_opt_text_of("analytical"), pgw_opt_text_of("engine")};
    for (int i = 1; i <= JOBS; i++) {
        char title[40];
        snprintf(title, sizeof title, "Job number %d", i);
        stratlogic_scraping_jobs job;
        memset(&job, 0, sizeof job);
        job.user_id.present = true;
        job.user_id.value = user->id;
        job.job_type = pgw_text_of("web");
        job.keywords.items = keywords;
        job.keywords.count = sizeof keywords / sizeof keywords[0];
        job.title = pgw_text_of(title);
        if (stratlogic_scraping_jobs_insert(session, arena, &job, &columns) != PGW_OK)
            return failed(session, "creating a job");
    }
    printf("created %d jobs\n", JOBS);
    return true;
}

/* Pages follow each other by key: each goes on behind the last row of the one before, however many
 * rows come and go meanwhile. `after` is read while the next page is asked for, so it is copied out
 * of the page before the arena is used again; what the order reads of it, an id, has no pointers.
 */
static bool list_jobs(pgw_session *session, const stratlogic_users *user, pgw_uuid *some_job)
{
    pgw_arena memory = {0};
    stratlogic_scraping_jobs_page page;
    stratlogic_scraping_jobs last;
    stratlogic_scraping_jobs_query query = {.limit = JOBS_A_PAGE};
    int found = 0, pages = 0;
    stratlogic_scraping_jobs_where_user_id(&query, PGW_EQ, user->id);
    do {
        pgw_arena_reset(&memory);
        if (stratlogic_scraping_jobs_list(session, &memory, &query, &page) != PGW_OK)
            break;
        for (size_t i = 0; i < page.count; i++) {
            found++;
            *some_job = page.rows[i].id;
            printf("  page %d: %s, %s\n", pages + 1, page.rows[i].title.ptr,
                   stratlogic_job_status_to_string(page.rows[i].status.value));
        }
        if (page.count)
            last = page.rows[page.count - 1];
        query.after = &last;
        pages++;
    } while (page.more);
    pgw_arena_free(&memory);
    if (session->error.status != PGW_OK)
        return failed(session, "listing jobs");
    printf("listed %d jobs on %d pages\n", found, pages);
    return found == JOBS;
}

/* Only the chosen columns change; the primary key says of which row. */
static bool start_job(pgw_session *session, pgw_arena *arena, pgw_uuid id)
{
    const stratlogic_scraping_jobs_columns columns = {
        .status = true, .progress = true, .started_at = true};
    stratlogic_scraping_jobs job;
    memset(&job, 0, sizeof job);
    job.id = id;
    job.status.present = job.progress.present = job.started_at.present = true;
    job.status.value = STRATLOGIC_JOB_STATUS_RUNNING;
    job.progress.value = 50;
    if (!pgw_timestamp_from_time(time(NULL), &job.started_at.value))
        return false;
    if (stratlogic_scraping_jobs_update(session, arena, &job, &columns) != PGW_OK)
        return failed(session, "starting a job");

    stratlogic_scraping_jobs back;
    if (stratlogic_scraping_jobs_get(session, arena, id, &back) != PGW_OK)
        return failed(session, "reading a job");
    printf("%s is %s, %d %% done, %s; its keywords:", back.title.ptr,
           stratlogic_job_status_to_string(back.status.value), (int)back.progress.value,
           back.error_message.present ? back.error_message.value.ptr : "no error");
    for (size_t i = 0; i < back.keywords.count; i++)
        printf(" %s", back.keywords.items[i].present ? back.keywords.items[i].value.ptr : "NULL");
    printf("\n");
    return true;
}

/* A function of the schema is a function here. It may be called with NULL, so its argument may be.
 */
static bool make_room(pgw_session *session)
{
    const int64_t day = INT64_C(24) * 60 * 60 * 1000000;
    char date[PGW_DATE_SIZE];
    pgw_timestamp now;
    if (!pgw_timestamp_from_time(time(NULL), &now))
        return false;
    const pgw_opt_date today = {true, (pgw_date)(now / day)};
    if (stratlogic_make_audit_log_month(session, today) != PGW_OK)
        return failed(session, "making the month's part of the audit log");
    pgw_date_to_string(today.value, date, sizeof date);
    printf("the audit log has a part for the month of %s\n", date);
    return true;
}

/* inet and jsonb. */
static bool write_audit(pgw_session *session, pgw_arena *arena, const stratlogic_users *user)
{
    const stratlogic_audit_logs_columns columns = {
        .user_id = true, .action = true, .details = true, .ip_address = true};
    char address[PGW_INET_SIZE];
    stratlogic_audit_logs log;
    memset(&log, 0, sizeof log);
    log.user_id.present = true;
    log.user_id.value = user->id;
    log.action = pgw_text_of("tour");
    log.details = pgw_opt_text_of("{\"jobs\": 7, \"by\": \"examples/app\"}");
    log.ip_address.present = pgw_inet_from_string("2001:db8::1/64", &log.ip_address.value);
    if (stratlogic_audit_logs_insert(session, arena, &log, &columns) != PGW_OK)
        return failed(session, "writing an audit record");
    pgw_inet_to_string(&log.ip_address.value, address, sizeof address);
    printf("audit record from %s: %s\n", address, log.details.value.ptr);
    if (stratlogic_audit_logs_delete(session, log.id, log.created_at) != PGW_OK)
        return failed(session, "deleting an audit record");
    return true;
}

static bool delete_user(pgw_session *session, pgw_arena *arena, const stratlogic_users *user)
{
    stratlogic_users gone;
    if (stratlogic_users_delete(session, user->id) != PGW_OK)
        return failed(session, "deleting a user");
    if (stratlogic_users_get(session, arena, user->id, &gone) != PGW_NOT_FOUND)
        return failed(session, "looking for a deleted user");
    printf("deleted the user, and the jobs with it\n");
    return true;
}

static bool tour(pgw_session *session, pgw_arena *arena)
{
    stratlogic_users user;
    pgw_uuid job = {{0}};
    return remove_leftover(session, arena) && create_user(session, arena, &user) &&
           meet_conflict(session, arena) && create_jobs(session, arena, &user) &&
           list_jobs(session, &user, &job) && start_job(session, arena, job) &&
           make_room(session) && write_audit(session, arena, &user) &&
           delete_user(session, arena, &user);
}

int main(int argc, char **argv)
{
    /* The connection is ours; the session stands on it and never closes it. */
    PGconn *conn = PQconnectdb(argc > 1 ? argv[1] : "");
    if (PQstatus(conn) != CONNECTION_OK) {
        fprintf(stderr, "%s", PQerrorMessage(conn));
        PQfinish(conn);
        return 1;
    }
    pgw_session session;
    pgw_arena arena = {0}; /* everything that rows point to, ended at once */
    bool fine = pgw_session_init(&session, conn, &stratlogic_database, NULL) == PGW_OK;
    if (!fine)
        failed(&session, "starting a session");
    fine = fine && tour(&session, &arena);
    pgw_arena_free(&arena);
    pgw_session_close(&session);
    PQfinish(conn);
    return fine ? 0 : 1;
}
