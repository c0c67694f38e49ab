#!/bin/sh
# make_model.sh N FOLDER
#
# Writes a model of N tables, 100 in a file: about ten columns of mixed types each, a primary key, a
# unique constraint, two indexes, a check, a relation to the table before, comments, and a trigger
# from a mixin. The same N gives the same bytes.
set -eu

count=$1
folder=$2
mkdir -p "$folder"
cat >"$folder/database.yaml" <<'END'
database: synthetic
comment: A model of many tables, to measure with
enums:
  state: [new, open, done, dropped]
functions:
  touch():
    returns: trigger
    language: plpgsql
    body: |
      BEGIN
          NEW.updated_at = CURRENT_TIMESTAMP;
          RETURN NEW;
      END;
mixins:
  timestamps:
    columns:
      created_at: {type: timestamptz, not_null: true, default_sql: CURRENT_TIMESTAMP}
      updated_at: {type: timestamptz, not_null: true, default_sql: CURRENT_TIMESTAMP}
    triggers:
      "touch_{table}": {before: update, each: row, execute: touch()}
END
awk -v count="$count" -v folder="$folder" 'BEGIN {
    for (i = 1; i <= count; i++) {
        if (i % 100 == 1) {
            if (file) close(file)
            file = sprintf("%s/part_%04d.yaml", folder, int((i + 99) / 100))
            print "tables:" >file
        }
        name = sprintf("item_%05d", i)
        before = i > 1 ? sprintf("item_%05d", i - 1) : name
        print "  " name ":" >file
        print "    comment: Table number " i " of many." >file
        print "    use: [timestamps]" >file
        print "    columns:" >file
        print "      id:        {type: uuid, default_sql: gen_random_uuid()}" >file
        print "      parent_id: uuid" >file
        print "      code:      {type: varchar(50), not_null: true, comment: Unique among its kind.}" >file
        print "      title:     {type: text, not_null: true, default: \x27\x27}" >file
        print "      state:     {type: state, default: new}" >file
        print "      amount:    {type: \"numeric(12,2)\", default: 0}" >file
        print "      position:  {type: integer, default: " i "}" >file
        print "      tags:      text[]" >file
        print "      data:      jsonb" >file
        print "    primary_key: id" >file
        print "    unique: {" name "_code: code}" >file
        print "    checks:" >file
        print "      " name "_amount: amount >= 0 AND amount < " 1000 + i >file
        print "    relations:" >file
        print "      parent: {columns: parent_id, references: " before "(id), on_delete: cascade}" >file
        print "    indexes:" >file
        print "      " name "_parent: parent_id" >file
        print "      " name "_open: {columns: [state, created_at desc], where: \"state <> \x27done\x27\"}" >file
    }
}'
