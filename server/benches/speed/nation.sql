-- The nation's year rated in PostgreSQL: what a recomputation by `vungxanh` is measured against.
--
-- Levels at both ends of the range for every commune, district and the province on every day: sums over a
-- window of days by window functions, clusters told or inferred, splits left open, holds on missing days,
-- chained adjacency, shares of the level or worse; a day of grace. No flags and no marks. `:before` is the
-- window's length less one, `:cluster` the smallest cluster. Written as one who knows PostgreSQL writes it:
-- rows in the order of the windows, each step a table that is not logged and that the planner knows.

CREATE UNLOGGED TABLE own AS
WITH sums AS (
    SELECT unit, day,
        sum(known + f1) OVER days > 0 AS yellow,
        sum(open) OVER days AS open,
        sum(unknown) OVER days AS unknown,
        sum(special) OVER days AS special,
        count(*) FILTER (WHERE unknown_told) OVER days > 0 AS unknown_told,
        count(*) FILTER (WHERE special_told) OVER days > 0 AS special_told,
        count(*) FILTER (WHERE unknown > 0 AND unknown_told IS NULL) OVER days > 0 AS unknown_silent,
        count(*) FILTER (WHERE special > 0 AND special_told IS NULL) OVER days > 0 AS special_silent,
        count(*) FILTER (WHERE open > 0 AND unknown_told IS NULL) OVER days > 0 AS open_unknown_silent,
        count(*) FILTER (WHERE open > 0 AND special_told IS NULL) OVER days > 0 AS open_special_silent,
        count(*) FILTER (WHERE NOT reported) OVER due > 0 AS late
    FROM cell
    WINDOW days AS (PARTITION BY unit ORDER BY day ROWS BETWEEN :before PRECEDING AND CURRENT ROW),
        due AS (PARTITION BY unit ORDER BY day ROWS BETWEEN :before PRECEDING AND 1 PRECEDING)
), lower AS (
    SELECT *, CASE
        WHEN unknown_told OR special_told OR (unknown_silent AND unknown >= :cluster)
            OR (special_silent AND special >= :cluster) THEN 4
        WHEN unknown > 0 OR special > 0 THEN 3
        WHEN yellow OR open > 0 THEN 2
        ELSE 1 END AS low
    FROM sums
), both_ends AS (
    -- Every open split is of unknown source, or every one is from a special venue.
    SELECT unit, day, late, low, CASE
        WHEN open = 0 OR low = 4 THEN low
        WHEN ((unknown_silent OR open_unknown_silent) AND unknown + open >= :cluster)
            OR ((special_silent OR open_special_silent) AND special + open >= :cluster) THEN 4
        ELSE 3 END AS high
    FROM lower
), runs AS (
    -- A day that is not late begins a run: while days are late, no level falls.
    SELECT *, count(*) FILTER (WHERE NOT late) OVER (PARTITION BY unit ORDER BY day) AS run FROM both_ends
)
SELECT unit, day, max(low) OVER held AS low, max(high) OVER held AS high
FROM runs
WINDOW held AS (PARTITION BY unit, run ORDER BY day);
ANALYZE own;

-- C-O3: neighbours of red communes are orange at least.
CREATE UNLOGGED TABLE beside_red AS
SELECT unit, day, greatest(own.low, red.low) AS low, greatest(own.high, red.high) AS high
FROM own LEFT JOIN (
    SELECT border.other AS unit, day, max(CASE WHEN low = 4 THEN 3 END) AS low, 3 AS high
    FROM own JOIN border USING (unit)
    WHERE high = 4
    GROUP BY border.other, day
) AS red USING (unit, day);
ANALYZE beside_red;

-- C-Y3: neighbours of orange communes, these among them, are yellow at least.
CREATE UNLOGGED TABLE of_commune AS
SELECT unit, day, greatest(beside_red.low, orange.low) AS low, greatest(beside_red.high, orange.high) AS high
FROM beside_red LEFT JOIN (
    SELECT border.other AS unit, day, max(CASE WHEN low = 3 THEN 2 END) AS low,
        max(CASE WHEN high = 3 THEN 2 END) AS high
    FROM beside_red JOIN border USING (unit)
    WHERE low = 3 OR high = 3
    GROUP BY border.other, day
) AS orange USING (unit, day);
ANALYZE of_commune;

-- What the levels below make of a unit: red, orange or yellow by how many of all stand at each.
CREATE FUNCTION above(yellow bigint, orange bigint, red bigint, of_all bigint) RETURNS integer AS $$ SELECT CASE
    WHEN 100 * red >= 30 * of_all OR 100 * (orange + red) >= 50 * of_all THEN 4
    WHEN 100 * (orange + red) >= 30 * of_all OR 100 * (yellow + orange + red) >= 50 * of_all OR red > 0 THEN 3
    WHEN yellow + orange > 0 THEN 2
    ELSE 1 END $$ LANGUAGE sql IMMUTABLE;

CREATE UNLOGGED TABLE of_district AS
WITH shares AS (
    SELECT parent AS unit, day,
        count(*) FILTER (WHERE low = 2) AS low_yellow, count(*) FILTER (WHERE high = 2) AS high_yellow,
        count(*) FILTER (WHERE low = 3) AS low_orange, count(*) FILTER (WHERE high = 3) AS high_orange,
        count(*) FILTER (WHERE low = 4) AS low_red, count(*) FILTER (WHERE high = 4) AS high_red
    FROM of_commune JOIN belongs USING (unit)
    GROUP BY parent, day
)
SELECT unit, day, above(low_yellow, low_orange, low_red, children) AS low,
    above(high_yellow, high_orange, high_red, children) AS high
FROM shares JOIN below USING (unit);
ANALYZE of_district;

CREATE UNLOGGED TABLE of_province AS
WITH shares AS (
    SELECT parent AS unit, day,
        count(*) FILTER (WHERE low = 2) AS low_yellow, count(*) FILTER (WHERE high = 2) AS high_yellow,
        count(*) FILTER (WHERE low = 3) AS low_orange, count(*) FILTER (WHERE high = 3) AS high_orange,
        count(*) FILTER (WHERE low = 4) AS low_red, count(*) FILTER (WHERE high = 4) AS high_red
    FROM of_district JOIN belongs USING (unit)
    GROUP BY parent, day
)
SELECT unit, day, above(low_yellow, low_orange, low_red, children) AS low,
    above(high_yellow, high_orange, high_red, children) AS high
FROM shares JOIN below USING (unit);
