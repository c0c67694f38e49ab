CREATE TABLE base (at timestamp DEFAULT now());
CREATE TABLE heir (a int) INHERITS (base);
ALTER TABLE heir ADD COLUMN e int;
