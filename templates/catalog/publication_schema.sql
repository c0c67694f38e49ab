{{#if server_15}}
SELECT r.oid AS _oid, n.nspname AS _schema, p.pubname AS _sub
  FROM pg_catalog.pg_publication_namespace r
  JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid
  JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid
{{else}}
SELECT p.oid AS _oid, '' AS _schema, p.pubname AS _sub
  FROM pg_catalog.pg_publication p
 WHERE false
{{/if}}
