-- Objects of which the model's grammar knows only the statement that makes them: `sql:`.
create schema s;
create function s.lt(text, text) returns boolean language sql immutable as 'select length($1) < length($2)';
create function s.eq(text, text) returns boolean language sql immutable as 'select length($1) = length($2)';
create function s.cmp(text, text) returns int language sql immutable as 'select length($1) - length($2)';
create operator s.<# (function = s.lt, leftarg = text, rightarg = text, commutator = operator(s.>#), restrict = scalarltsel);
create operator s.># (function = s.lt, leftarg = text, rightarg = text, commutator = operator(s.<#));
create operator s.=# (function = s.eq, leftarg = text, rightarg = text, hashes, merges, commutator = operator(s.=#));
create operator class s.by_length for type text using btree as operator 1 s.<#, operator 3 s.=#, function 1 s.cmp(text, text);
create text search dictionary s.dict (template = simple, stopwords = 'english');
create text search configuration s.conf (parser = default);
alter text search configuration s.conf add mapping for asciiword, word with s.dict, simple;
comment on text search configuration s.conf is 'Words';
create table t (a text, b tsvector generated always as (to_tsvector('s.conf', a)) stored);
create index t_len on t (a s.by_length);
create view v as select * from t where a operator(s.<#) 'abc';
create conversion s.conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create access method heap2 type table handler heap_tableam_handler;
