-- A database with a time zone of its own prints the same default in another way.
-- expect: equal
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(), 'America/New_York'); END $$;
SET timezone = 'America/New_York';
CREATE TABLE t (a timestamptz DEFAULT '2020-01-01 00:00+00'::timestamptz);
