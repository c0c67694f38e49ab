CREATE SCHEMA pgwright;
COMMENT ON SCHEMA pgwright IS 'What pgwright migrate has done to this database';

CREATE TABLE pgwright.format (version integer PRIMARY KEY);
INSERT INTO pgwright.format VALUES (1);

CREATE TABLE pgwright.migration (
    number     bigint PRIMARY KEY,
    id         text NOT NULL UNIQUE,
    chain      text NOT NULL,
    state      text NOT NULL CHECK (state IN ('applying', 'applied', 'reverting')),
    baseline   boolean NOT NULL DEFAULT false,
    role       text NOT NULL DEFAULT current_user,
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE pgwright.migration IS 'The migrations that this database has, or is about to have';

CREATE TABLE pgwright.step (
    number     bigint NOT NULL REFERENCES pgwright.migration ON DELETE CASCADE,
    unit       integer NOT NULL,
    digest     text NOT NULL,
    state      text NOT NULL CHECK (state IN ('started', 'done')),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (number, unit)
);
COMMENT ON TABLE pgwright.step IS 'Transactions of migrations, and statements outside of them';

CREATE TABLE pgwright.event (
    at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    number bigint NOT NULL,
    name   text NOT NULL,
    what   text NOT NULL,
    role   text NOT NULL DEFAULT current_user
);
COMMENT ON TABLE pgwright.event IS 'Everything that happened, in order';
