-- Flags: what no count tells and an officer sets, with dates and a document that says so.
--
-- They come in batches as reports do, and like reports they are only ever added to: a later word on
-- the same unit, kind and first day is the next revision and stands in place of the earlier one. A
-- last day before the first withdraws a flag. What a batch says is known from its instant on.

-- What a batch holds: 'reports' or 'flags'. All batches before this step held reports. An entry that
-- a batch of flags made has the cause 'flags'.
ALTER TABLE batch ADD COLUMN kind TEXT NOT NULL DEFAULT 'reports';

-- One word on one flag.
CREATE TABLE flag (
    id       BIGINT NOT NULL PRIMARY KEY,
    batch    BIGINT NOT NULL REFERENCES batch (no),
    unit     TEXT   NOT NULL,
    kind     TEXT   NOT NULL,              -- 'illegal_entry', 'protected_site', …
    from_day TEXT   NOT NULL,              -- the first day it holds
    to_day   TEXT,                         -- the last day; NULL: no end is set
    document TEXT   NOT NULL,              -- as the officer wrote it; never empty
    revision BIGINT NOT NULL,              -- 1, 2, … for a unit, kind and first day
    UNIQUE (unit, kind, from_day, revision)
);
CREATE INDEX flag_by_batch ON flag (batch);
