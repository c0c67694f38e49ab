#include "drift/drift.h"

#include "text/quote.h"
#include "text/writer.h"

static Str place(Arena *arena, Pos pos)
{
    if (!pos.source || !pos.line)
        return (Str){0};
    return str_format(arena, "%.*s:%u", STR_ARG(pos.source->name), pos.line);
}

/* A value below its label; further lines stand below the first. */
static void write_value(Writer *w, const char *label, Str value)
{
    Str line;
    for (bool first = true; str_split(&value, '\n', &line); first = false)
        w_line(w, "    %-9s %.*s", first ? label : "", STR_ARG(line));
}

static void write_difference(Writer *w, const Difference *d)
{
    Str where = place(w->arena, d->pos);
    if (where.len)
        w_printf(w, "%.*s: ", STR_ARG(where));
    w_printf(w, "%.*s: %.*s", STR_ARG(object_show(w->arena, d->object)), STR_ARG(d->problem));
    if (d->parts)
        w_printf(w, d->parts == 1 ? ", with its %zu part" : ", with its %zu parts", d->parts);
    w_newline(w);
    if (d->model.ptr) {
        write_value(w, "model", d->model);
        write_value(w, "database", d->database);
    }
    for (size_t i = 0; i < d->sql.len; i++)
        write_value(w, i ? "" : "mend", str_format(w->arena, "%.*s;", STR_ARG(d->sql.at[i])));
    w_newline(w);
}

Str drift_text(Arena *arena, const Drift *drift)
{
    Writer w = {.arena = arena};
    for (size_t i = 0; i < drift->differences.len; i++)
        write_difference(&w, &drift->differences.at[i]);
    for (size_t i = 0; i < drift->notes.len; i++) {
        const Difference *d = &drift->notes.at[i];
        w_line(&w, "note: %.*s: %.*s is %.*s in the model, %.*s in the database",
               STR_ARG(object_show(arena, d->object)), STR_ARG(d->problem), STR_ARG(d->model),
               STR_ARG(d->database));
    }
    if (drift->differences.len)
        w_printf(&w, "%.*s: drift: %zu difference%s in %zu objects", STR_ARG(drift->database),
                 drift->differences.len, drift->differences.len == 1 ? "" : "s", drift->compared);
    else
        w_printf(&w, "%.*s: in sync: %zu objects as the model says", STR_ARG(drift->database),
                 drift->compared);
    if (drift->ignored)
        w_printf(&w, ", %zu ignored", drift->ignored);
    w_newline(&w);
    return w_result(&w);
}

static void json_member(Writer *w, const char *name, Str value)
{
    if (value.ptr)
        w_printf(w, ", \"%s\": %.*s", name, STR_ARG(json_literal(w->arena, value)));
}

static void json_difference(Writer *w, const Difference *d)
{
    w_printf(w, "{\"kind\": \"%s\", \"object\": %.*s", kinds[d->object->id.kind].tag,
             STR_ARG(json_literal(w->arena, object_path(w->arena, d->object))));
    json_member(w, "problem", d->problem);
    json_member(w, "model", d->model);
    json_member(w, "database", d->database);
    if (d->pos.source && d->pos.line) {
        json_member(w, "file", d->pos.source->name);
        w_printf(w, ", \"line\": %u", d->pos.line);
    }
    w_text(w, ", \"sql\": [");
    for (size_t i = 0; i < d->sql.len; i++)
        w_printf(w, "%s%.*s", i ? ", " : "", STR_ARG(json_literal(w->arena, d->sql.at[i])));
    w_text(w, "]}");
}

static void json_list(Writer *w, const Difference *list, size_t count)
{
    w_open(w);
    for (size_t i = 0; i < count; i++) {
        w_text(w, i ? ",\n" : "\n");
        json_difference(w, &list[i]);
    }
    w_close(w);
    w_text(w, count ? "\n]" : "]");
}

Str drift_json(Arena *arena, const Drift *drift)
{
    Writer w = {.arena = arena, .width = 2};
    w_text(&w, "{\n");
    w_open(&w);
    w_line(&w, "\"database\": %.*s,", STR_ARG(json_literal(arena, drift->database)));
    w_line(&w, "\"in_sync\": %s,", drift->differences.len ? "false" : "true");
    w_line(&w, "\"compared\": %zu,", drift->compared);
    w_line(&w, "\"ignored\": %zu,", drift->ignored);
    w_text(&w, "\"differences\": [");
    json_list(&w, drift->differences.at, drift->differences.len);
    w_text(&w, ",\n\"notes\": [");
    json_list(&w, drift->notes.at, drift->notes.len);
    w_close(&w);
    w_text(&w, "\n}\n");
    return w_result(&w);
}
