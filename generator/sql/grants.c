#include "sql/grants.h"

#include "base/map.h"
#include "text/quote.h"

#include <stdlib.h>

/* One entry of a list of rights. */
typedef struct {
    Str role;  /* as SQL writes it */
    Str right; /* SELECT … */
    bool option;
    bool without; /* the owner lacks it */
} Right;

typedef VEC(Right) Rights;

typedef struct {
    Arena *arena;
    Str before; /* ALTER DEFAULT PRIVILEGES …, or nothing */
    Str on;     /* TABLE x */
    Str part;   /* behind each right: (column), or nothing */
    Str owner;
    StrVec sql;
} Grant;

/* --- lists of rights --- */

static Right right_of(Str entry)
{
    Right right = {0};
    bool quoted = false;
    size_t end = 0;
    while (end < entry.len && (quoted || entry.ptr[end] != ' '))
        quoted ^= entry.ptr[end++] == '"';
    right.role = str_slice(entry, 0, end);
    right.right = str_slice(entry, end + 1, entry.len);
    right.without = str_is(right.role, "OWNER");
    if (right.without)
        right.right = str_slice(right.right, sizeof "without", right.right.len);
    right.option = str_ends(right.right, S(" with grant option"));
    if (right.option)
        right.right =
            str_slice(right.right, 0, right.right.len - (sizeof " with grant option" - 1));
    return right;
}

static void add_rights(Arena *arena, Rights *rights, const Value *value)
{
    for (uint32_t i = 0; value->type == VALUE_LIST && i < value->count; i++)
        vec_push(arena, rights, right_of(value->list[i]));
}

static Rights rights_of(Arena *arena, const Value *value)
{
    Rights rights = {0};
    add_rights(arena, &rights, value);
    return rights;
}

/* The entry for the same role and right, whatever its option. */
static const Right *find(const Rights *rights, const Right *like)
{
    for (size_t i = 0; i < rights->len; i++) {
        const Right *right = &rights->at[i];
        if (str_eq(right->role, like->role) && str_eq(right->right, like->right))
            return right;
    }
    return NULL;
}

/* --- statements --- */

/* One statement for all of `rights` that say the same of the same role as the one at `from`. */
static void say(Grant *g, const Rights *rights, size_t from, const char *verb, const char *to,
                const char *after)
{
    const Right *first = &rights->at[from];
    StrVec words = {0};
    for (size_t i = 0; i < rights->len; i++) {
        const Right *right = &rights->at[i];
        bool same = str_eq(right->role, first->role) && right->option == first->option;
        if (same && i < from)
            return; /* said with that one */
        if (same)
            vec_push(g->arena, &words,
                     str_format(g->arena, "%.*s%.*s", STR_ARG(right->right), STR_ARG(g->part)));
    }
    Str all = str_join(g->arena, &words, S(", "));
    Str role = first->without ? g->owner : first->role;
    vec_push(g->arena, &g->sql,
             str_format(g->arena, "%.*s%s %.*s ON %.*s %s %.*s%s", STR_ARG(g->before), verb,
                        STR_ARG(all), STR_ARG(g->on), to, STR_ARG(role), after));
}

/* Whether the right is one of a column, `SELECT (name)`, and goes along with that of all columns.
 */
static bool goes_along(const Rights *revoked, const Right *right)
{
    for (size_t i = 0; i < revoked->len; i++)
        if (str_eq(revoked->at[i].role, right->role) &&
            str_starts(right->right, revoked->at[i].right) &&
            str_starts(str_slice(right->right, revoked->at[i].right.len, right->right.len),
                       S(" (")))
            return true;
    return false;
}

/* Rights that may be there and are not wanted go; those that are not there for sure are given. */
static void change(Grant *g, const Rights *maybe, const Rights *sure, const Rights *want)
{
    Rights revoke = {0}, option = {0}, give = {0};
    for (size_t i = 0; i < maybe->len; i++) {
        const Right *right = &maybe->at[i], *wanted = find(want, right);
        if (str_eq(right->role, g->owner) && !g->part.ptr && !g->before.ptr)
            continue; /* has all by now */
        if (!wanted)
            vec_push(g->arena, &revoke, *right);
        else if (right->option && !wanted->option)
            vec_push(g->arena, &option, *right);
    }
    for (size_t i = 0; i < want->len; i++) {
        const Right *right = &want->at[i], *there = find(sure, right);
        if (!there || (right->option && !there->option) || goes_along(&revoke, right) ||
            goes_along(&option, right))
            vec_push(g->arena, &give, *right);
    }
    for (size_t i = 0; i < revoke.len; i++)
        revoke.at[i].option = false;
    for (size_t i = 0; i < revoke.len; i++)
        if (revoke.at[i].without)
            say(g, &revoke, i, "GRANT", "TO", "");
        else
            say(g, &revoke, i, "REVOKE", "FROM", "");
    for (size_t i = 0; i < option.len; i++)
        say(g, &option, i, "REVOKE GRANT OPTION FOR", "FROM", "");
    for (size_t i = 0; i < give.len; i++)
        if (give.at[i].without)
            say(g, &give, i, "REVOKE", "FROM", "");
        else
            say(g, &give, i, "GRANT", "TO", give.at[i].option ? " WITH GRANT OPTION" : "");
}

static Grant grant_on(Arena *arena, const Catalog *live, const Object *object, const Field *field)
{
    Grant g = {.arena = arena, .on = sql_fill(arena, field->set, object, (Str){0})};
    const Object *there = live ? catalog_find(live, object->id) : NULL;
    g.on = str_replace(arena, g.on, S("(*)"), S("()")); /* an aggregate, which GRANT takes for a
                                                           function */
    Str owner = object_text(object, "owner");
    if (!owner.ptr && there)
        owner = object_text(there, "owner");
    g.owner = owner.ptr ? sql_ident(arena, owner) : S("CURRENT_USER");
    if (kinds[object->id.kind].parent != KIND_NONE)
        g.part = sql_fill(arena, " ({name})", object, (Str){0});
    return g;
}

/* --- what an object is born with --- */

static Str first_right(const Field *field)
{
    return field->flags & FIELD_PUBLIC ? str_of(field->choices[0]) : (Str){0};
}

/* `role tables in schema`: whether these are about objects of the class in the schema. */
static bool applies(Arena *arena, const Object *privileges, const char *class, Str schema)
{
    Str everywhere = str_format(arena, " %s", class);
    Str here = str_format(arena, " %s in %.*s", class, STR_ARG(sql_ident(arena, schema)));
    return str_ends(privileges->id.object, everywhere) || str_ends(privileges->id.object, here);
}

StrVec sql_grants_birth(Arena *arena, const Catalog *live, const Object *object, const Field *field,
                        const Attr *want)
{
    Grant g = grant_on(arena, NULL, object, field);
    Rights maybe = {0}, sure = {0}, wanted = rights_of(arena, &want->value);
    if (first_right(field).ptr) {
        vec_push(arena, &maybe, ((Right){.role = S("PUBLIC"), .right = first_right(field)}));
        vec_push(arena, &sure, maybe.at[0]);
    }
    /* objects of no schema come first in a catalog */
    for (size_t i = 0; live && field->defaults && i < live->objects.len; i++) {
        const Object *privileges = live->objects.at[i];
        if (privileges->id.schema.len)
            break;
        if (privileges->id.kind != KIND_DEFAULT_PRIVILEGES ||
            !applies(arena, privileges, field->defaults, object->id.schema))
            continue;
        Value given = object_value(privileges, "grants");
        add_rights(arena, &maybe, &given);
        sure.len = 0;
    }
    change(&g, &maybe, &sure, &wanted);
    return g.sql;
}

StrVec sql_grants_change(Arena *arena, const Catalog *live, const Object *object,
                         const Field *field, const Attr *want)
{
    Grant g = grant_on(arena, live, object, field);
    const Object *there = catalog_find(live, object->id);
    Value none = {0}, now = there ? object_value(there, field->name) : none;
    Rights have = rights_of(arena, &now), wanted = rights_of(arena, want ? &want->value : &none);
    change(&g, &have, &have, &wanted);
    return g.sql;
}

/* --- default privileges --- */

/* The last word of `text` that stands behind `word`, or nothing; *text keeps what is before it. */
static Str take_after(Str *text, const char *word)
{
    bool quoted = false;
    for (size_t i = text->len; i-- > 0;) {
        quoted ^= text->ptr[i] == '"';
        Str rest = str_slice(*text, i, text->len);
        if (!quoted && str_starts(rest, str_of(word))) {
            *text = str_slice(*text, 0, i);
            return str_slice(rest, str_of(word).len, rest.len);
        }
    }
    return (Str){0};
}

StrVec sql_default_privileges(Arena *arena, const Object *object, const Value *have,
                              const Value *want)
{
    Str role = object->id.object, schema = take_after(&role, " in "), class;
    class = take_after(&role, " ");
    Str of = schema.ptr ? str_format(arena, " IN SCHEMA %.*s", STR_ARG(schema)) : S("");
    Grant g = {.arena = arena, .on = str_upper(arena, class), .owner = role};
    g.before = str_format(arena, "ALTER DEFAULT PRIVILEGES FOR ROLE %.*s%.*s ", STR_ARG(role),
                          STR_ARG(of));
    Str hard = schema.ptr                   ? (Str){0}
               : str_is(class, "functions") ? S("PUBLIC EXECUTE")
               : str_is(class, "types")     ? S("PUBLIC USAGE")
                                            : (Str){0};
    Value all = hard.ptr ? value_list(&hard, 1) : (Value){0};
    Rights now = rights_of(arena, have ? have : &all), then = rights_of(arena, want ? want : &all);
    change(&g, &now, &now, &then);
    return g.sql;
}

/* --- what an extension has brought --- */

StrVec sql_member_rights(Arena *arena, const Object *have, const Object *want)
{
    static const Object none;
    const Object *member = want ? want : have;
    Str name = member->id.sub, word;
    str_split(&name, ' ', &word);
    Grant g = {.arena = arena,
               .on =
                   str_format(arena, "%.*s %.*s", STR_ARG(str_upper(arena, word)), STR_ARG(name))};
    Value fields[4];
    Rights rights[4];
    for (int i = 0; i < 4; i++) {
        const Object *of = i % 2 ? want : have;
        fields[i] = object_value(of ? of : &none, i < 2 ? "granted" : "revoked");
        rights[i] = rights_of(arena, &fields[i]);
    }
    change(&g, &rights[3], &rights[3], &rights[2]); /* what is revoked no more is given */
    change(&g, &rights[0], &rights[0], &rights[1]);
    return g.sql;
}

/* --- who is named --- */

static bool is_anybody(Str role)
{
    static const char *const words[] = {"public", "current_user", "current_role", "session_user"};
    for (size_t i = 0; i < COUNT_OF(words); i++)
        if (str_eq_nocase(role, str_of(words[i])))
            return true;
    return false;
}

static void add_role(Arena *arena, Map *known, StrVec *roles, Str role)
{
    if (role.len && !is_anybody(role) && !map_put(known, role, roles))
        vec_push(arena, roles, role);
}

static void add_roles(Arena *arena, const Object *object, const Attr *attr, Map *known,
                      StrVec *roles)
{
    const Field *field = &kinds[object->id.kind].fields[attr->field];
    Str name = str_of(field->name);
    if (field->form == FORM_GRANTS) {
        Rights rights = rights_of(arena, &attr->value);
        for (size_t i = 0; i < rights.len; i++)
            if (!rights.at[i].without)
                add_role(arena, known, roles, sql_unquoted(arena, rights.at[i].role));
    } else if (object->id.kind == KIND_POLICY && str_is(name, "to")) {
        for (uint32_t i = 0; i < attr->value.count; i++)
            add_role(arena, known, roles, attr->value.list[i]);
    } else if (str_is(name, "owner")) {
        add_role(arena, known, roles, attr->value.text);
    }
}

static int compare_roles(const void *a, const void *b)
{
    return str_cmp(*(const Str *)a, *(const Str *)b);
}

StrVec sql_roles(Arena *arena, const Catalog *catalog)
{
    StrVec roles = {0};
    Map known = {.arena = arena};
    for (size_t i = 0; i < catalog->objects.len; i++)
        for (size_t k = 0; k < catalog->objects.at[i]->attrs.len; k++)
            add_roles(arena, catalog->objects.at[i], &catalog->objects.at[i]->attrs.at[k], &known,
                      &roles);
    if (roles.len)
        qsort(roles.at, roles.len, sizeof(Str), compare_roles);
    return roles;
}
