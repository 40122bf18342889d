//! Taking up the log: what is in memory after a start is what the newest entry says. Where the fresh board is another one, an entry says why.

use crate::atlas::Atlas;
use crate::clock::{Clock, day_of, from_millis};
use crate::domain::board::{Board, Standing};
use crate::domain::facts::Facts;
use crate::domain::level::Level;
use crate::domain::rate::rate;
use crate::domain::rules::timeline::Timeline;
use crate::domain::unit::UnitCode;
use crate::live::Published;
use crate::store::{Cause, Change, Entry, Store, StoreError, Writing};
use crate::wire::Kept;
use jiff::Timestamp;
use std::sync::Arc;
use tracing::warn;

/// The newest entry with its board, computed afresh; where the fresh board is another one, because
/// days passed or the rules changed, an entry that says so.
pub(super) async fn resume(
    store: &Store,
    atlas: &Atlas,
    timeline: &Timeline,
    clock: &Clock,
) -> Result<Published, StoreError> {
    let register = &atlas.register;
    // Servers that start together take it up one after the other.
    let mut writing = store.write().await?;
    let now = writing.instant(clock).await?;
    let seq = store.last_seq(province(atlas)).await?;
    let last = store.entries(province(atlas), seq - 1, seq).await?.pop();
    let known = store.facts_as_of(register, Timestamp::MAX).await?;
    for unit in known.strangers {
        warn!(%unit, "something is stored of a unit that the register does not have");
    }
    let facts = Arc::new(known.facts);
    let Some(last) = last else {
        let day = day_of(now);
        let nothing = Board::empty(day, register.units().len());
        let board = rate(timeline, register, &facts, day);
        let first =
            published(atlas, timeline, &nothing, facts, board, (1, from_millis(now.as_millisecond()), Cause::Start));
        return append(writing, atlas, first).await;
    };
    let day = day_of(now).max(last.day);
    let board = rate(timeline, register, &facts, day);
    let kept = Kept::by(&last)?;
    let same_rules = last.ruleset == timeline.on(last.day).hash && last.register == atlas.register_hash;
    if same_rules && last.day == day && kept == Kept::of(&board, register) {
        return Ok(Published { entry: last, board, facts });
    }
    let before = (last.register == atlas.register_hash)
        .then(|| kept.standings(register))
        .flatten()
        .map_or_else(|| Board::empty(last.day, register.units().len()), |standings| Board { day: last.day, standings });
    let cause = if same_rules && last.day < day { Cause::Midnight } else { Cause::Ruleset };
    let next = published(atlas, timeline, &before, facts, board, (last.seq + 1, after(last.t, now), cause));
    append(writing, atlas, next).await
}

async fn append(mut writing: Writing<'_>, atlas: &Atlas, next: Published) -> Result<Published, StoreError> {
    writing.add_entry(province(atlas), &next.entry).await?;
    writing.commit().await?;
    Ok(next)
}

pub(super) fn published(
    atlas: &Atlas,
    timeline: &Timeline,
    before: &Board,
    facts: Arc<Facts>,
    board: Board,
    (seq, t, cause): (i64, Timestamp, Cause),
) -> Published {
    let level = |standing: &Standing| standing.level().map(Level::number);
    let mut changes: Vec<_> = (board.moves_since(before).into_iter())
        .map(|moved| Change {
            unit: atlas.register.units()[moved.unit].code.clone(),
            from: level(&moved.from),
            to: level(&moved.to),
        })
        .collect();
    // The order in which the database hands them out again.
    changes.sort_by(|a, b| a.unit.cmp(&b.unit));
    let kept = Kept::of(&board, &atlas.register);
    let json = "a map of codes has string keys and no failing serializer";
    let entry = Entry {
        seq,
        t,
        day: board.day,
        cause,
        batch: None,
        ruleset: timeline.on(board.day).hash.clone(),
        register: atlas.register_hash.clone(),
        levels: kept.levels,
        ranges: serde_json::to_string(&kept.open).expect(json),
        marks: serde_json::to_string(&kept.marks).expect(json),
        changes,
    };
    Published { entry, board, facts }
}

/// The instant of the next commit: now, and later than the one before, so that what was known at
/// an instant is settled once the instant has passed.
pub(super) fn after(last: Timestamp, now: Timestamp) -> Timestamp {
    let next = last.as_millisecond() + 1;
    from_millis(now.as_millisecond().max(next))
}

pub(super) fn province(atlas: &Atlas) -> &UnitCode {
    &atlas.register.province().code
}
