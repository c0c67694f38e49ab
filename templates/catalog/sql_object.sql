SELECT c.oid AS _oid, c.relation AS _class, i.type || ' ' || i.identity AS _object,
       f.text AS "create",
       pg_catalog.pg_get_userbyid(c.owner) AS owner,
       d.description AS comment
  FROM (
       /* What has no kind of its own, but words that make it: operators, their classes and families, text
          search, conversions, access methods. Each goes by the name that PostgreSQL gives it. */
        SELECT 'pg_catalog.pg_operator'::regclass, oid, oprowner FROM pg_catalog.pg_operator
        UNION ALL SELECT 'pg_catalog.pg_opfamily'::regclass, oid, opfowner FROM pg_catalog.pg_opfamily
        UNION ALL SELECT 'pg_catalog.pg_opclass'::regclass, oid, opcowner FROM pg_catalog.pg_opclass
        UNION ALL SELECT 'pg_catalog.pg_conversion'::regclass, oid, conowner FROM pg_catalog.pg_conversion
        UNION ALL SELECT 'pg_catalog.pg_ts_parser'::regclass, oid, NULL FROM pg_catalog.pg_ts_parser
        UNION ALL SELECT 'pg_catalog.pg_ts_template'::regclass, oid, NULL FROM pg_catalog.pg_ts_template
        UNION ALL SELECT 'pg_catalog.pg_ts_dict'::regclass, oid, dictowner FROM pg_catalog.pg_ts_dict
        UNION ALL SELECT 'pg_catalog.pg_ts_config'::regclass, oid, cfgowner FROM pg_catalog.pg_ts_config
        UNION ALL SELECT 'pg_catalog.pg_am'::regclass, oid, NULL FROM pg_catalog.pg_am
       ) c (relation, oid, owner)
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(c.relation, c.oid, 0) i
  JOIN (
        SELECT 'pg_catalog.pg_operator'::regclass, o.oid,
               format('CREATE OPERATOR %I.%s (FUNCTION = %s%s, RIGHTARG = %s%s%s%s%s%s%s)',
                      n.nspname, o.oprname, o.oprcode::regproc,
                      ', LEFTARG = ' || pg_catalog.format_type(nullif(o.oprleft, 0), NULL),
                      pg_catalog.format_type(o.oprright, NULL),
                      (SELECT format(', COMMUTATOR = OPERATOR(%I.%s)', xn.nspname, x.oprname)
                         FROM pg_catalog.pg_operator x
                         JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace
                        WHERE x.oid = o.oprcom),
                      (SELECT format(', NEGATOR = OPERATOR(%I.%s)', xn.nspname, x.oprname)
                         FROM pg_catalog.pg_operator x
                         JOIN pg_catalog.pg_namespace xn ON xn.oid = x.oprnamespace
                        WHERE x.oid = o.oprnegate),
                      ', RESTRICT = ' || nullif(o.oprrest, 0)::regproc,
                      ', JOIN = ' || nullif(o.oprjoin, 0)::regproc,
                      CASE WHEN o.oprcanhash THEN ', HASHES' END,
                      CASE WHEN o.oprcanmerge THEN ', MERGES' END)
          FROM pg_catalog.pg_operator o JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
         WHERE o.oid >= 16384 AND o.oprcode <> 0
        UNION ALL
        SELECT 'pg_catalog.pg_opfamily'::regclass, f.oid,
               format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, f.opfname, m.amname)
          FROM pg_catalog.pg_opfamily f JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
          JOIN pg_catalog.pg_am m ON m.oid = f.opfmethod
         WHERE f.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_opclass'::regclass, c.oid,
               format('CREATE OPERATOR CLASS %I.%I%s FOR TYPE %s USING %I FAMILY %I.%I AS %s', n.nspname,
                      c.opcname, CASE WHEN c.opcdefault THEN ' DEFAULT' END,
                      pg_catalog.format_type(c.opcintype, NULL), m.amname, fn.nspname, f.opfname,
                      coalesce(nullif(pg_catalog.concat_ws(', ',
                          'STORAGE ' || pg_catalog.format_type(nullif(c.opckeytype, 0), NULL),
                          (SELECT pg_catalog.string_agg(
                                      format('OPERATOR %s %s%s', a.amopstrategy, a.amopopr::regoperator,
                                             (SELECT format(' FOR ORDER BY %I.%I', sn.nspname, s.opfname)
                                                FROM pg_catalog.pg_opfamily s
                                                JOIN pg_catalog.pg_namespace sn
                                                  ON sn.oid = s.opfnamespace
                                               WHERE s.oid = a.amopsortfamily)), ', '
                                      ORDER BY a.amopstrategy, a.oid)
                             FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_amop a ON a.oid = d.objid
                            WHERE d.classid = 'pg_catalog.pg_amop'::regclass AND d.refobjid = c.oid
                              AND d.refclassid = 'pg_catalog.pg_opclass'::regclass),
                          (SELECT pg_catalog.string_agg(
                                      format('FUNCTION %s (%s, %s) %s', a.amprocnum,
                                             pg_catalog.format_type(a.amproclefttype, NULL),
                                             pg_catalog.format_type(a.amprocrighttype, NULL),
                                             a.amproc::regprocedure), ', ' ORDER BY a.amprocnum, a.oid)
                             FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_amproc a ON a.oid = d.objid
                            WHERE d.classid = 'pg_catalog.pg_amproc'::regclass AND d.refobjid = c.oid
                              AND d.refclassid = 'pg_catalog.pg_opclass'::regclass)), ''),
                          'STORAGE ' || pg_catalog.format_type(c.opcintype, NULL)))
          FROM pg_catalog.pg_opclass c JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
          JOIN pg_catalog.pg_am m ON m.oid = c.opcmethod
          JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
          JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
         WHERE c.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_conversion'::regclass, c.oid,
               format('CREATE%s CONVERSION %I.%I FOR %L TO %L FROM %s',
                      CASE WHEN c.condefault THEN ' DEFAULT' END, n.nspname, c.conname,
                      pg_catalog.pg_encoding_to_char(c.conforencoding),
                      pg_catalog.pg_encoding_to_char(c.contoencoding), c.conproc)
          FROM pg_catalog.pg_conversion c JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
         WHERE c.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_ts_parser'::regclass, p.oid,
               format('CREATE TEXT SEARCH PARSER %I.%I (START = %s, GETTOKEN = %s, END = %s%s, LEXTYPES = %s)',
                      n.nspname, p.prsname, p.prsstart, p.prstoken, p.prsend,
                      ', HEADLINE = ' || nullif(p.prsheadline, 0)::regproc, p.prslextype)
          FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
         WHERE p.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_ts_template'::regclass, t.oid,
               format('CREATE TEXT SEARCH TEMPLATE %I.%I (%sLEXIZE = %s)', n.nspname, t.tmplname,
                      'INIT = ' || nullif(t.tmplinit, 0)::regproc || ', ', t.tmpllexize)
          FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
         WHERE t.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_ts_dict'::regclass, t.oid,
               format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, t.dictname,
                      mn.nspname, m.tmplname, ', ' || t.dictinitoption)
          FROM pg_catalog.pg_ts_dict t JOIN pg_catalog.pg_namespace n ON n.oid = t.dictnamespace
          JOIN pg_catalog.pg_ts_template m ON m.oid = t.dicttemplate
          JOIN pg_catalog.pg_namespace mn ON mn.oid = m.tmplnamespace
         WHERE t.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_ts_config'::regclass, c.oid,
               format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, c.cfgname,
                      pn.nspname, p.prsname)
               || coalesce((SELECT pg_catalog.string_agg(m.text, '' ORDER BY m.maptokentype) FROM (
                    SELECT w.maptokentype,
                           format(E';\nALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s',
                                  n.nspname, c.cfgname, t.alias,
                                  pg_catalog.string_agg(format('%I.%I', dn.nspname, d.dictname), ', '
                                                        ORDER BY w.mapseqno)) AS text
                      FROM pg_catalog.pg_ts_config_map w
                      JOIN pg_catalog.ts_token_type(c.cfgparser) t ON t.tokid = w.maptokentype
                      JOIN pg_catalog.pg_ts_dict d ON d.oid = w.mapdict
                      JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
                     WHERE w.mapcfg = c.oid GROUP BY w.maptokentype, t.alias) m), '')
          FROM pg_catalog.pg_ts_config c JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
          JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
          JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
         WHERE c.oid >= 16384
        UNION ALL
        SELECT 'pg_catalog.pg_am'::regclass, m.oid,
               format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', m.amname,
                      CASE m.amtype WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, m.amhandler)
          FROM pg_catalog.pg_am m WHERE m.oid >= 16384
       ) f (relation, oid, text) ON f.relation = c.relation AND f.oid = c.oid
  LEFT JOIN pg_catalog.pg_description d
    ON d.classoid = c.relation AND d.objoid = c.oid AND d.objsubid = 0
 WHERE c.oid >= 16384 AND coalesce(i.schema, '') !~ '^pg_temp_'
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                    WHERE e.classid = c.relation AND e.objid = c.oid AND e.deptype IN ('e', 'i'))
