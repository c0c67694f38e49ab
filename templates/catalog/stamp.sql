{{! One row, one word, or none: as long as it stays, no transaction has written anything, wherever it
    may be. A snapshot ends behind the last transaction that has ended; when none is open in front of
    that, the number says which have. Numbers are given once while the server runs. }}
SELECT pg_catalog.concat_ws(':', pg_catalog.pg_snapshot_xmax(s.now), d.oid, r.oid,
                            extract(epoch FROM pg_catalog.pg_postmaster_start_time()),
                            (SELECT c.system_identifier FROM pg_catalog.pg_control_system() c))
  FROM (SELECT pg_catalog.pg_current_snapshot()) s (now)
  JOIN pg_catalog.pg_database d ON d.datname = pg_catalog.current_database()
  JOIN pg_catalog.pg_roles r ON r.rolname = session_user
 WHERE pg_catalog.pg_snapshot_xmin(s.now) = pg_catalog.pg_snapshot_xmax(s.now)
