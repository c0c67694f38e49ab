-- What was named after a table keeps its name until it is renamed as well.
-- options: --rename public.old=new --rename public.old_id_seq=new_id_seq --rename "primary key public.old.old_pkey=new_pkey"
-- lacks: DROP
CREATE TABLE old (id serial PRIMARY KEY, a int);
INSERT INTO old (a) VALUES (1), (2);
