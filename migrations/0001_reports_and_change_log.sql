-- The first schema. Migrations are append-only: a later change is a later file.
--
-- Nothing in `batch`, `report`, `entry` or `change` is ever updated or deleted, so any board can be
-- computed again for any day as it was known at any moment. Types are those that SQLite and
-- PostgreSQL share: BIGINT and TEXT. Days are YYYY-MM-DD (Asia/Ho_Chi_Minh); instants are epoch
-- milliseconds; numbers (`no`, `id`, `seq`) are given out under the writer's lock, without gaps.

-- Which database this is: one row, made with it. A page that finds another one behind the same
-- address knows that its numbers mean something else now.
CREATE TABLE log (
    id TEXT NOT NULL PRIMARY KEY
);

-- Who may do what. Only the SHA-256 of a token is kept: the token itself is shown once, when made.
CREATE TABLE token (
    id         BIGINT NOT NULL PRIMARY KEY,
    hash       TEXT   NOT NULL UNIQUE,
    role       TEXT   NOT NULL,
    created_at BIGINT NOT NULL
);

-- Reports that came together and were accepted together. `t` never falls from one batch to the
-- next, so "what was known at an instant" is "all batches up to a number".
CREATE TABLE batch (
    no              BIGINT NOT NULL PRIMARY KEY,
    province        TEXT   NOT NULL,
    t               BIGINT NOT NULL,
    token           BIGINT REFERENCES token (id),  -- none: the demo's own feed
    content_hash    TEXT   NOT NULL,               -- SHA-256 of the bytes as sent and how they are read
    idempotency_key TEXT,
    receipt         TEXT   NOT NULL,               -- the answer that was given, as JSON
    UNIQUE (token, idempotency_key)
);
CREATE INDEX batch_by_t ON batch (t);
CREATE INDEX batch_by_content ON batch (content_hash);

-- One commune's day, one revision of it. A blank field is NULL, never zero.
CREATE TABLE report (
    id                      BIGINT NOT NULL PRIMARY KEY,
    batch                   BIGINT NOT NULL REFERENCES batch (no),
    unit                    TEXT   NOT NULL,
    day                     TEXT   NOT NULL,
    revision                BIGINT NOT NULL,       -- 1, 2, … for a unit and day
    origin                  TEXT   NOT NULL,       -- 'row', or 'absent': a zero added by absent=zero
    f0                      BIGINT NOT NULL,
    f0_isolated             BIGINT,
    f0_unknown_source       BIGINT,
    f0_special_venue        BIGINT,
    clusters_unknown_source BIGINT,
    clusters_special_venue  BIGINT,
    f1_community            BIGINT,
    source                  TEXT,
    note                    TEXT,
    UNIQUE (day, unit, revision)
);
CREATE INDEX report_by_unit ON report (unit, day, revision);
CREATE INDEX report_by_batch ON report (batch);

-- The change log: one entry for each push, with the state after it. It is the truth that a push
-- only echoes. Until publishing has roles there is one channel, 'published', and each of its
-- entries is a release of the same number.
CREATE TABLE entry (
    province TEXT   NOT NULL,
    channel  TEXT   NOT NULL,
    seq      BIGINT NOT NULL,
    t        BIGINT NOT NULL,
    day      TEXT   NOT NULL,
    cause    TEXT   NOT NULL,                      -- 'start', 'reports', 'midnight', 'ruleset'
    batch    BIGINT REFERENCES batch (no),
    ruleset  TEXT   NOT NULL,                      -- hash of the rule-set file that judged
    register TEXT   NOT NULL,                      -- hash of the register; `levels` follows its order
    levels   TEXT   NOT NULL,                      -- a digit per unit, 0 for no level
    ranges   TEXT   NOT NULL,                      -- JSON: [low, high] of undetermined units
    marks    TEXT   NOT NULL,                      -- JSON: the marks of marked units
    PRIMARY KEY (province, channel, seq)
);

-- What moved with an entry: a level, an end of its range, or a mark.
CREATE TABLE change (
    province   TEXT   NOT NULL,
    channel    TEXT   NOT NULL,
    seq        BIGINT NOT NULL,
    unit       TEXT   NOT NULL,
    from_level BIGINT,                             -- NULL: no level
    to_level   BIGINT,
    PRIMARY KEY (province, channel, seq, unit),
    FOREIGN KEY (province, channel, seq) REFERENCES entry (province, channel, seq)
);
