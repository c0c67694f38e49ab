-- Names that need quotes, and as long as they can be.
CREATE TABLE "Mixed" ("select" int);
