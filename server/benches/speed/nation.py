"""The nation's year rated in pandas: what `vungxanh` is measured against.

Levels at both ends of the range for every commune, district and the province on every day, under the
shipped readings of Decision 2686: windows of 14 days, clusters told or inferred from two cases, splits
left open, holds on missing days, chained adjacency, shares of the level or worse. No flags and no marks.

Written as one who knows pandas writes it: frames of days by communes, small integers, a hold as a running
maximum within a run of late days, borders by merge, shares by groupby; no loop over rows, days or units.
Windows come in two ways, each timed: by `rolling`, pandas' own word for them, and as differences of running
sums, which on so many columns is the faster trick of one who has measured.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

WINDOW, CLUSTER, GRACE, ROUNDS = 14, 2, 1, 3
FIGURES = ("known", "unknown", "special", "open", "f1")
NOT_TOLD, TOLD = 0, 2


def rolling(frame, days=WINDOW):
    """Sums over the last days, the rated day included."""
    return frame.rolling(days, min_periods=1).sum()


def running(frame, days=WINDOW):
    """The same, from the sums over all days so far."""
    total = frame.cumsum()
    return total - total.shift(days, fill_value=0)


def inferred_or_told(cases, told, untold):
    return told | ((untold > 0) & (cases >= CLUSTER))


def own_levels(facts, over_days):
    """Each commune's level by its own reports, at the lower and the upper end."""
    known, unknown, special, opened, f1 = (over_days(facts[name]) for name in FIGURES)
    sides = []
    for name, cases in (("unknown", unknown), ("special", special)):
        silent = facts[name + "_clusters"] == NOT_TOLD
        told = over_days((facts[name + "_clusters"] == TOLD).astype("int16")) > 0
        untold = over_days(((facts[name] > 0) & silent).astype("int16"))
        open_untold = over_days(((facts["open"] > 0) & silent).astype("int16"))
        given = inferred_or_told(cases, told, untold)
        opened_too = inferred_or_told(cases + opened, told, untold + open_untold)
        sides.append((cases > 0, given, opened_too))
    (unknown_any, unknown_red, unknown_high), (special_any, special_red, special_high) = sides
    red = unknown_red | special_red
    orange = unknown_any | special_any
    yellow = (known > 0) | (f1 > 0)
    any_open = opened > 0
    return (
        worst(red, orange, yellow | any_open),
        worst(red | unknown_high | special_high, orange | any_open, yellow),
    )


def worst(red, orange, yellow):
    level = np.select([red, orange, yellow], [np.int8(4), np.int8(3), np.int8(2)], np.int8(1))
    return pd.DataFrame(level, red.index, red.columns)


def held(level, late):
    """While late, a level is at least what it was the day before: the highest of the run so far."""
    run = (~late).cumsum().astype("int16") * 8
    return ((level + run).cummax() - run).astype("int8")


def raised(levels, seen, cause, to, pairs):
    """The neighbours of communes at a level are at least at another."""
    day, commune = np.nonzero((seen == cause).to_numpy())
    beside = pd.DataFrame({"commune": commune.astype("int32"), "day": day.astype("int16")}).merge(pairs, on="commune")
    out = levels.to_numpy(copy=True)
    where = (beside["day"].to_numpy(), beside["other"].to_numpy())
    now = out[where]
    out[where] = np.where(now > 0, np.maximum(now, np.int8(to)), now)
    return pd.DataFrame(out, levels.index, levels.columns)


def above(levels, parents):
    """Levels of the units above, from the shares of those below; 0 where none has a level."""
    across = levels.T
    at = {n: (across == n).groupby(parents).sum() for n in (1, 2, 3, 4)}
    total = pd.Series(parents).value_counts().sort_index()
    or_worse = {4: at[4], 3: at[4] + at[3], 2: at[4] + at[3] + at[2]}
    share = lambda n, percent: (100 * or_worse[n]).ge(percent * total, axis=0)
    red = share(4, 30) | share(3, 50)
    orange = share(3, 30) | share(2, 50) | (at[4] > 0)
    yellow = (at[2] + at[3]) > 0
    return worst(red, orange, yellow).where(or_worse[2] + at[1] > 0, 0).T


def rate(facts, pairs, districts, over_days):
    reported = facts["reported"] > 0
    started = reported.cummax()
    missing = (started & ~reported).astype("int16").shift(GRACE, fill_value=0)
    late = over_days(missing, WINDOW - GRACE) > 0
    ends = []
    for own in own_levels(facts, over_days):
        own = held(own, late).where(started, 0)
        beside_red = raised(own, own, 4, 3, pairs)
        communes = raised(beside_red, beside_red, 3, 2, pairs)
        below = above(communes, districts)
        ends.append((communes, below, above(below, np.zeros(below.shape[1], "int8"))))
    return ends


def main(folder, days):
    numbers = lambda name: np.fromfile(folder / name, "<u4").astype("int32")
    frame = lambda name: pd.DataFrame(np.fromfile(folder / name, "u1").reshape(days, -1).astype("int16"))
    names = ("reported", "unknown_clusters", "special_clusters", *FIGURES)
    facts = {name: frame(name) for name in names}
    communes, districts, (units, province) = numbers("communes"), numbers("districts"), numbers("units")
    place = pd.Series(range(len(communes)), communes)
    pairs = pd.DataFrame(place[numbers("pairs")].to_numpy("int32").reshape(-1, 2), columns=["commune", "other"])
    said = {"versions": f"pandas {pd.__version__}, numpy {np.__version__}"}
    for over_days in (rolling, running):
        seconds = []
        for _ in range(ROUNDS):
            begun = time.process_time()
            ends = rate(facts, pairs, districts, over_days)
            seconds.append(time.process_time() - begun)
        said[over_days.__name__] = min(seconds)
        in_order(ends, communes, units, province, days).tofile(folder / f"levels-{over_days.__name__}")
    print(json.dumps(said))


def in_order(ends, communes, units, province, days):
    """Both ends of every unit on every day, in the order of the register: ten times the lower and the upper."""
    levels = np.zeros((days, units), "u1")
    for weight, (of_communes, of_districts, of_province) in zip((10, 1), ends):
        levels[:, communes] += (weight * of_communes).to_numpy("u1")
        levels[:, of_districts.columns] += (weight * of_districts).to_numpy("u1")
        levels[:, province] += (weight * of_province).to_numpy("u1")[:, 0]
    return levels


main(Path(sys.argv[1]), int(sys.argv[2]))
