#!/bin/sh
# make_tables.sh N [CHANGED]
#
# Prints SQL for N tables of the sort that make_model.sh describes: ten columns, a primary key, a unique
# constraint, two indexes, a check, a foreign key to the table before, comments, a trigger. Of the last
# CHANGED ones each differs in one column. In transactions of a hundred tables, which no server's
# table of locks is too small for.
set -eu

awk -v count="$1" -v changed="${2:-0}" 'BEGIN {
    print "CREATE TYPE state AS ENUM (\047new\047, \047open\047, \047done\047, \047dropped\047);"
    print "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS"
    print "    \047BEGIN NEW.updated_at = CURRENT_TIMESTAMP; RETURN NEW; END\047;"
    print "BEGIN;"
    for (i = 1; i <= count; i++) {
        name = sprintf("item_%05d", i)
        before = i > 1 ? sprintf("item_%05d", i - 1) : name
        print "CREATE TABLE " name " (id uuid PRIMARY KEY DEFAULT gen_random_uuid(),"
        print "    parent_id uuid, code varchar(50) NOT NULL, title text NOT NULL DEFAULT \047\047,"
        print "    state state DEFAULT \047new\047, amount numeric(12,2) DEFAULT 0,"
        print "    position " (i > count - changed ? "bigint" : "integer") " DEFAULT " i ", tags text[],"
        print "    data jsonb, updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,"
        print "    CONSTRAINT " name "_code UNIQUE (code),"
        print "    CONSTRAINT " name "_amount CHECK (amount >= 0 AND amount < " 1000 + i "),"
        print "    FOREIGN KEY (parent_id) REFERENCES " before ");"
        print "CREATE INDEX " name "_state ON " name " (state) WHERE state <> \047dropped\047;"
        print "CREATE INDEX " name "_tags ON " name " USING gin (tags);"
        print "CREATE TRIGGER touch BEFORE UPDATE ON " name
        print "    FOR EACH ROW EXECUTE FUNCTION touch();"
        print "COMMENT ON TABLE " name " IS \047Table number " i " of many.\047;"
        print "COMMENT ON COLUMN " name ".code IS \047Unique among its kind.\047;"
        if (i % 100 == 0)
            print "COMMIT;\nBEGIN;"
    }
    print "COMMIT;"
}'
