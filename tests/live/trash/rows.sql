insert into t values(1,2,3),(4,5,6); insert into base(x,y) values(1,2),(3,4); insert into kid(x,y,z) values(5,6,7);
insert into ev values('2020-05-05',1,'a'),('2021-05-05',2,'b'); insert into refd values('a','b'); insert into refs values(1,'a',2);
insert into typed values(1,(1,'x'),5,array[3]); insert into idt(q,r) values('a',1),('b',2); insert into app.t(t) values('x'),('y'); insert into pol values(1,'me');
refresh materialized view mv;
insert into users(name, m, old) values ('a', 'ok', 5), ('b', 'sad', 6);
insert into visits values (1, 1, 'ok', 'd'), (2, 2, 'sad', 'e');
insert into log values (1);
insert into "Ünïcödé ""quoted"" name that is as long as a name can be 0123" values (1, 2);
insert into app.t2 values ((1, 'x'));
