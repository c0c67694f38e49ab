CREATE TABLE t (id int PRIMARY KEY, code text, name varchar(9));
CREATE INDEX code ON t (code bpchar_ops);
CREATE INDEX name ON t (name);
CREATE TYPE padded AS RANGE (subtype = text, subtype_opclass = bpchar_ops);
