-- A migration planned by pgwright.

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

{{#each statements}}
{{sql|text}};
{{#if commits}}

COMMIT; -- a new label can be used only after this
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL check_function_bodies = off;
SET LOCAL search_path = pg_catalog;

{{/if}}
{{/each}}

COMMIT;
