SET timezone = 'UTC';
CREATE TABLE t (a timestamptz DEFAULT '2020-01-01 00:00+00'::timestamptz);
