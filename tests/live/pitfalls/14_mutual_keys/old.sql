-- Tables that refer to each other, and one to itself by a bare index.
CREATE TABLE other (id int);
