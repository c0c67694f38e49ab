SELECT g.oid AS _oid, g.adrelid AS _relation, g.adnum AS _attnum,
       CASE WHEN c.relkind = 'v' THEN
            (SELECT a.attname FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = g.adrelid AND a.attnum = g.adnum) END AS _sub,
       pg_catalog.pg_get_expr(g.adbin, 0) AS expression
  FROM pg_catalog.pg_attrdef g
 /* No default names a column, so the table (0) need not be opened; those of views are not read. */
  JOIN pg_catalog.pg_class c ON c.oid = g.adrelid
 WHERE g.adrelid >= 16384
   AND (g.adrelid, g.adnum) NOT IN (SELECT a.attrelid, a.attnum FROM pg_catalog.pg_attribute a
                                     WHERE a.attgenerated <> '')
