-- A migration planned by pgwright: {{statement_count|text}} in {{group_count|text}}.
{{#if relations}}
-- It locks, of what is there already:
{{#each relations}}
--   {{relation|sql_comment}}: {{lock|text}}{{#if work}}; {{work|text}}{{/if}}
{{/each}}
{{/if}}
{{#if alone}}
-- Outside of a transaction, because PostgreSQL wants it so:
{{#each alone}}
--   {{first_line|sql_comment}}
{{/each}}
{{/if}}
{{#if hazards}}
-- Mind:
{{#each hazards}}
--   {{about|sql_comment}}: {{sentence|text}} ({{rule|text}})
{{/each}}
{{/if}}
{{#each groups}}

{{#if transactional}}
BEGIN;
{{/if}}
{{#each settings}}
{{.|text}};
{{/each}}

{{#each statements}}
{{sql|text}};
{{/each}}
{{#if transactional}}

COMMIT;
{{/if}}
{{/each}}
