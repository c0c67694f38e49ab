CREATE TABLE t (id bigserial, v text DEFAULT 'b', w text DEFAULT 'c');
CREATE TABLE heir () INHERITS (t);
CREATE TABLE heir_of_heir () INHERITS (heir);
