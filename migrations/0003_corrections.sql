-- Corrections: a batch that supersedes reports says why, and what it makes of boards that are over is
-- kept beside it.
--
-- A batch is a correction where a report of it is a second or later revision, or where it gives a
-- reason. Nothing here changes what stands already: older corrections gave no reason.

ALTER TABLE batch ADD COLUMN reason TEXT;       -- 'late_result', 'duplicate_case', …; NULL: none was given
ALTER TABLE batch ADD COLUMN explanation TEXT;  -- in the sender's words; never empty where it is there

-- What a correction moved on the boards of days before the day on which it came, judged by the rules of
-- then. What it moved on that day's own board is in `change`, as for every batch.
CREATE TABLE restated (
    batch      BIGINT NOT NULL REFERENCES batch (no),
    day        TEXT   NOT NULL,
    unit       TEXT   NOT NULL,
    from_level BIGINT,                          -- NULL: no level
    to_level   BIGINT,
    PRIMARY KEY (batch, day, unit)
);
CREATE INDEX restated_by_unit ON restated (unit, batch);

-- Which batches correct, without a look at every report.
CREATE INDEX report_that_corrects ON report (batch) WHERE revision > 1;
