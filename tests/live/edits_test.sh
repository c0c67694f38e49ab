#!/bin/sh
# edits_test.sh [PGWRIGHT]: how the model comes to say what the database has. What somebody has made there
# goes into the model by the diff that drift gives, and then they are the same again.
set -u
. "$(dirname "$0")/lib.sh"

cp edits.sql "$work"
cp -r model_kinds "$work/kinds"
cd "$work" || exit 1

# made MODEL SCRIPT: a lock of the model, and a database as it says, on which the script was run then.
made() {
    run "$PGWRIGHT" generate "$1" -o "$1.out" --only lock,sql --quiet
    expect "$1: generate" 0
    make_database "${prefix}_$1"
    is "$1: create.sql" run_sql "${prefix}_$1" "$1.out"/sql/create.sql
    is "$1: $2" run_sql "${prefix}_$1" "$2"
}

# drift MODEL [OPTION]...: against its own database, or that which $shared names.
shared=
drift() {
    model=$1
    shift
    run "$PGWRIGHT" drift "$model" --lock "$(ls "$model.out"/*.lock)" --db "$(on "${shared:-${prefix}_$model}")" "$@"
}

# told MODEL PATTERN...: what drift says of it.
told() {
    model=$1
    shift
    drift "$model"
    expect "$model: the report" 2 "$@"
}

# alone MODEL: each finding's own patch can be applied to the model by itself.
alone() {
    printf '%s\n' "SELECT p#>>'{}' || '=== ' FROM jsonb_path_query(:'report', '\$.findings[*].patch') p;" |
        psql -X -q -A -t -v ON_ERROR_STOP=1 -v report="$(cat "$1.json")" -d "$(on postgres)" |
        awk '/^=== $/ { n++; next } { print >("'"$1"'.alone." n + 0) }'
    for patch in "$1".alone.*; do
        patch -p0 --dry-run <"$patch" >is.out 2>&1 || { not_ok "$1: a patch alone"; cat "$patch" is.out; }
    done
}

# accept MODEL: the diff is applied, by patch and by git, and the model is what the database is.
accept() {
    drift "$1" --report patch="$1.diff" --report json="$1.json"
    same "$1: an edit for each" "" "$(grep -e '^# not in it' "$1.diff")"
    alone "$1"
    cp -r "$1" "$1.git"
    is "$1: patch" patch -p0 --no-backup-if-mismatch -i "$1.diff"
    sed -e "s#^\([-+]*\) $1/#\1 $1.git/#" "$1.diff" >"$1.git.diff"
    is "$1: git apply" git apply -p0 "$1.git.diff"
    is "$1: both are the same" diff -r "$1" "$1.git"
    run "$PGWRIGHT" lint "$1" --offline
    same "$1: lint has no errors" "1" "$(grep -c '^0 errors, ' "$work/stdout")"
    run "$PGWRIGHT" generate "$1" -o "$1.out" --only lock,sql --quiet
    expect "$1: generate from the edited model" 0
    drift "$1"
    expect "$1: the edited model is what the database is" 0 ': in sync: '
}

command -v patch >/dev/null && command -v git >/dev/null || { echo "skipped: no patch, or no git"; exit 77; }

# --- an object of every kind ---

made kinds edits.sql
told kinds '^    or model  comes with column audit.entries.id$' '^    or model  comes with server beyond$' \
    '^    or model  at kinds/tables.yaml:[0-9]*:$' '^    or model  accounts_nick: nick$'
accept kinds

# --- the same model in several styles of YAML ---

cat >shop.sql <<'END'
ALTER TABLE users ADD age integer DEFAULT 7, ADD "of" text NOT NULL, ALTER note SET DEFAULT 'x', ALTER email SET DEFAULT 'y';
COMMENT ON COLUMN users.email IS 'a, b: {c}';
ALTER TABLE users ADD CONSTRAINT users_age CHECK (age > 0), ADD CONSTRAINT users_of UNIQUE ("of", email);
ALTER TABLE orders ADD CONSTRAINT orders_of FOREIGN KEY (of_user) REFERENCES users, DROP CONSTRAINT orders_pkey;
ALTER TABLE orders ADD CONSTRAINT orders_key PRIMARY KEY (id, of_user);
ALTER INDEX orders_first RENAME TO orders_last;
ALTER TABLE orders DROP CONSTRAINT orders_number_key;
CREATE INDEX orders_of_desc ON orders (of_user DESC, id);
ALTER TABLE bare ADD a integer, ADD CONSTRAINT bare_a CHECK (a > 0), ADD CONSTRAINT bare_b CHECK (a < 9);
DROP TABLE gone;
ALTER TYPE mood ADD VALUE 'happy';
ALTER TYPE pair ADD ATTRIBUTE b numeric(4,2);
ALTER DOMAIN short ADD CONSTRAINT no_x CHECK (VALUE <> 'x');
ALTER DOMAIN short ADD CONSTRAINT no_y CHECK (VALUE <> 'y');
CREATE EXTENSION pg_trgm;
CREATE EXTENSION hstore;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS E'BEGIN\n  RETURN NEW; -- {x: y}\nEND';
CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE first (id serial PRIMARY KEY);
CREATE TABLE second (id integer REFERENCES first);
CREATE VIEW ids AS SELECT id FROM users;
COMMENT ON VIEW names IS 'of users';
CREATE SCHEMA extra;
CREATE TABLE extra.logs (at timestamptz DEFAULT now());
CREATE TYPE extra.kind AS ENUM ('a');
END

mkdir block four flow lines files
cat >block/shop.yaml <<'END'
# A comment, and an end of the document that is one too.
database: shop
extensions: [citext]
enums:
  mood: [sad, ok]
types:
  pair:
    attributes:
      a: integer
domains:
  short: varchar(20)
tables:
  users:
    columns:
      id:    bigint
      email: citext
      note:  numeric(10,2)  # what is there
    primary_key: id
  orders:
    comment: |+
      kept

    columns:
      id:      bigint
      of_user: bigint
      number:  {type: integer, unique: true}
    primary_key: id
    indexes:
      orders_first: of_user
  bare:
  gone:
    columns: {}
  # the end of the tables
views:
  names:
    SELECT email
    FROM users
# the end
END
sed -i 's/numeric(10,2)/varchar(10)/' block/shop.yaml
# Steps of four, blank lines between tables, lines that end as on Windows, and no end of the last one.
awk '/^  (users|orders|bare|gone):/ { print "" } { match($0, /^ */); printf "%*s%s\n", RLENGTH, "", $0 }' block/shop.yaml |
    sed 's/$/\r/' | head -c -2 >four/shop.yaml
cat >flow/shop.yaml <<'END'
{database: shop, extensions: [citext], enums: {mood: [sad, ok]}, types: {pair: {attributes: {a: integer}}}, domains: {short: varchar(20)}, tables: {users: {columns: {id: bigint, email: citext, note: varchar(10)}, primary_key: id}, orders: {comment: kept, columns: {id: bigint, of_user: bigint, number: {type: integer, unique: true}}, primary_key: id, indexes: {orders_first: of_user}}, bare: , gone: {columns: {}}}, views: {names: SELECT email FROM users}}
END
cat >lines/shop.yaml <<'END'
database: shop
extensions:
  - citext
enums: {mood: [sad,
               ok]}
types: {
  pair: {
    attributes: {
      a: integer # one
    }
  }
}
domains: {short: "varchar(20)"}
tables: {
  users: {
    columns: {
      id: bigint,
      email: citext,
      note: varchar(10),
    },
    primary_key: id
  },
  orders: {
    comment: kept,
    columns: {id: bigint,
              of_user: bigint, number: {type: integer,
                                        unique: true}},
    primary_key:
      [id],
    indexes: {
      orders_first: {columns: [of_user]} },
  }, # a comment
  bare: {},
  gone: {columns: {}},
}
views: {names: {query: 'SELECT email
    FROM users'}}
END
printf 'database: shop\nextensions:\n  citext:\nenums:\n    mood:\n        - sad\n        - ok\n' >files/database.yaml
printf 'type: pair\nattributes: {a: integer}\n---\ndomain: short\ntype: varchar(20)\n' >files/types.yaml
printf 'table: users\ncolumns:\n   id: bigint\n   email: citext\n   note: varchar(10)\nprimary_key: id\n' >files/users.yaml
printf 'table: orders\ncomment: kept\ncolumns: {id: bigint, of_user: bigint, number: {type: integer, unique: true}}\nprimary_key: id\nindexes: {orders_first: of_user}\n' >files/orders.yaml
printf 'table: bare\n' >files/bare.yaml
printf -- '---\ntable: gone\ncolumns: {}\n' >files/gone.yaml
printf 'view: names\nquery: SELECT email FROM users\n' >files/names.yaml

made block shop.sql
shared=${prefix}_block
for style in four flow lines files; do
    cp -r block.out "$style.out"
done
for style in block four flow lines files; do
    accept "$style"
done
shared=

# --- what cannot be edited is said to be so ---

mkdir odd
cat >odd/odd.yaml <<'END'
database: odd
extensions: [citext]
mixins:
  named:
    columns: {name: text}
tables:
  a: &shared
    columns: {id: integer}
  b: *shared
  c:
    use: named
    columns: {id: serial}
views:
  v: >
    SELECT id
    FROM a
END
cat >odd.sql <<'END'
ALTER TABLE a ADD more text;
CREATE INDEX b_id ON b (id);
ALTER TABLE c ALTER name SET DEFAULT 'x';
ALTER SEQUENCE c_id_seq CACHE 7;
COMMENT ON VIEW v IS 'a folded one';
CREATE SCHEMA apart;
CREATE EXTENSION hstore SCHEMA apart;
CREATE FOREIGN DATA WRAPPER far;
CREATE SERVER away FOREIGN DATA WRAPPER far;
CREATE USER MAPPING FOR PUBLIC SERVER away OPTIONS (password 'pssst');
CREATE TYPE shell;
CREATE TABLE fine (id integer);
END
made odd odd.sql
told odd '^    or model  no edit: an anchor shares its place' 'no edit: it comes from a mixin, or an anchor' \
    'no edit: the model has no entry for sequence public.c_id_seq alone' 'no edit: what is there is a text or list of several lines' \
    'no edit: what is there is a list of names' 'no edit: it holds a secret that no report shows' '^    or model  comes with server away' \
    '^              fine:$'
drift odd --strict --report json=odd.json --report patch=odd.diff --report markdown=odd.md
expect "odd: what no model can speak of" 2 'unmodelled.*shell.*unexpected$' '^    or model  no edit: no model can speak of it$'
same "odd: no secret in any report" "" "$(grep pssst odd.json odd.diff odd.md "$work/stdout")"
same "odd: those that are not in the diff say so" "7" "$(grep -c '^# not in it: ' odd.diff)"
same "odd: what can be edited is in it" "2" "$(grep -c '^+  \(fine\|apart\):' odd.diff)"
same "odd: in JSON" "8" "$(grep -c '"patch_refused": ' odd.json)"
same "odd: in Markdown" "8" "$(grep -c '^The model cannot be edited for it: ' odd.md)"
run "$PGWRIGHT" drift ./odd --lock odd.out/odd.lock --db "$(on "${prefix}_odd")" --format patch
same_file "odd: ./ makes no difference" odd.diff "$work/stdout"
{ on "${prefix}_odd"; on "${prefix}_block"; } >targets
run "$PGWRIGHT" drift odd --lock odd.out/odd.lock --targets targets --ignore '*:*.users' --format patch
expect "odd: a diff for databases that are alike" 2 "^# 1 database: ${prefix}_odd on " "^# 1 database: ${prefix}_block on "
run "$PGWRIGHT" drift block.out/shop.lock --db "$(on "${prefix}_odd")"
expect "a lock without its model" 2 "no edit: the model's files are not at hand, only its lock"
finish
