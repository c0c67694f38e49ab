#include "lint/lint.h"

static const struct {
    const char *word;
    Severity severity;
} words[] = {{"error", SEVERITY_ERROR}, {"warning", SEVERITY_WARNING}, {"note", SEVERITY_NOTE}};

static const Severity of_concern[] = {
    [CONCERN_NOTE] = SEVERITY_NOTE,
    [CONCERN_WARNING] = SEVERITY_WARNING,
    [CONCERN_ERROR] = SEVERITY_ERROR,
};

/* One setting of a model: a severity, or where the rule is off and why. */
typedef struct {
    Str rule;
    bool off;
    Severity severity;
    Str objects, reason; /* no objects: all */
} Setting;

/* False when it is none of these. */
static bool take_setting(Str text, Setting *out)
{
    Str value = text, what;
    *out = (Setting){0};
    if (!str_split(&value, '=', &out->rule))
        return false;
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_is(str_trim(value), words[i].word)) {
            out->severity = words[i].severity;
            return true;
        }
    out->off = str_split(&value, ':', &what) && value.ptr && str_starts(what, S("off"));
    out->objects = out->off ? str_trim(str_slice(what, 3, what.len)) : (Str){0};
    out->reason = str_trim(value);
    return out->off && out->reason.len > 0;
}

static const Attr *settings_of(const Catalog *model)
{
    const Object *database =
        model ? catalog_find(model, (ObjectId){KIND_DATABASE, {0}, {0}, {0}}) : NULL;
    return database ? object_attr(database, "lint") : NULL;
}

bool lint_settings(Lint *lint, Diags *diags)
{
    const Attr *attr = settings_of(lint->model);
    size_t errors = diags->errors;
    StrVec known = {0};
    for (size_t i = 0; i < rule_count; i++)
        vec_push(lint->arena, &known, str_of(rules[i].id));
    for (uint32_t i = 0; attr && i < attr->value.count; i++) {
        Setting setting;
        bool good = take_setting(attr->value.list[i], &setting);
        if (!rule_find(setting.rule)) {
            Diag *diag = diag_error(diags, "E1012", attr->pos, "lint knows no rule \"%.*s\"",
                                    STR_ARG(setting.rule));
            diag_suggest(diags, diag, setting.rule, &known);
        } else if (!good) {
            Diag *diag = diag_error(diags, "E1012", attr->pos,
                                    "lint: what is said of %.*s is no severity, and not `off: "
                                    "reason`",
                                    STR_ARG(setting.rule));
            diag_help(diags, diag,
                      "error, warning, note, or \"off: why\", \"off public.t.c: "
                      "why\".");
        }
    }
    return diags->errors == errors;
}

/* Whether a list of paths holds the object or what it is a part of. */
static bool covers(Str list, Str object)
{
    Str one;
    if (!list.len)
        return true;
    while (str_split(&list, ',', &one)) {
        one = str_trim(one);
        if (str_eq(one, object) ||
            (str_starts(object, one) && one.len < object.len && object.ptr[one.len] == '.'))
            return true;
    }
    return false;
}

bool lint_severity(const Lint *lint, const Rule *rule, Str object, Severity *out)
{
    const Attr *attr = settings_of(lint->model);
    *out = of_concern[rule->severity];
    for (uint32_t i = 0; attr && i < attr->value.count; i++) {
        Setting setting;
        if (!take_setting(attr->value.list[i], &setting) || !str_is(setting.rule, rule->id))
            continue;
        if (!setting.off)
            *out = setting.severity;
        else if (covers(setting.objects, object))
            return false;
    }
    return true;
}

void lint_find(Lint *lint, const char *id, Pos pos, Str about, const char *format, ...)
{
    const Rule *rule = rule_find(str_of(id));
    Severity severity;
    if (!lint_severity(lint, rule, about, &severity)) {
        lint->suppressed++;
        return;
    }
    va_list args;
    va_start(args, format);
    Str what = str_vformat(lint->arena, format, args);
    va_end(args);
    Diag *diag = diag_add(lint->findings, severity, rule->id, pos, "%.*s: %s", STR_ARG(what),
                          rule->sentence);
    if (rule->recipe)
        diag_help(lint->findings, diag, "%s.", rule->recipe);
}
