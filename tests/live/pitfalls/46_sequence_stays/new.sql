CREATE TABLE less (b int);
CREATE SEQUENCE less_id_seq AS bigint;
CREATE SEQUENCE gone_id_seq AS integer;
