//! The demonstration: a season replayed on a simulated clock, its reports sent to the writer as any
//! office would send them, a district at a time through each day.
//!
//! It has its own throw-away database. Days before the first one shown are run through at once.

use crate::atlas::{Atlas, DEMO_SEASON};
use crate::clock::{Clock, at, midnight, rfc3339};
use crate::domain::day::Day;
use crate::ingest::{Absent, Delivery, Desk, Kind, Matter};
use crate::wire::{DemoAnswer, Text};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::watch;
use tracing::error;

/// Real seconds that a simulated day takes, at least and at most.
const PACES: std::ops::RangeInclusive<f64> = 0.5..=3600.0;
/// Districts report from 07:00 on, one after the other, this many seconds apart.
const FIRST_REPORT: i64 = 7 * 3600;
const BETWEEN_REPORTS: i64 = 75 * 60;

/// The demonstration's controls. Clones share it.
#[derive(Clone, Debug)]
pub struct Demo(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    clock: Clock,
    controls: watch::Sender<Controls>,
    season: Season,
    from: Day,
}

#[derive(Clone, Copy, PartialEq, Debug)]
struct Controls {
    paused: bool,
    seconds_per_day: f64,
    /// Reports before this instant are run through at once.
    ahead_to: Timestamp,
    finished: bool,
}

/// The reports of a season in the order in which they come in.
#[derive(Debug)]
struct Season {
    first: Day,
    last: Day,
    deliveries: Vec<(Timestamp, bytes::Bytes)>,
}

/// Why the clock cannot be set so.
#[derive(Debug, Error, PartialEq)]
pub enum SteerError {
    /// Too slow or too fast.
    #[error("seconds_per_day must be {} to {}", PACES.start(), PACES.end())]
    Pace,
    /// Not a later day of the season.
    #[error("until must be a day after {today} and not after {last}")]
    Day {
        /// The day it is.
        today: Day,
        /// The last day of the season.
        last: Day,
    },
}

impl SteerError {
    /// The same in Vietnamese.
    pub fn vi(&self) -> String {
        match self {
            Self::Pace => format!("seconds_per_day phải từ {} đến {}", PACES.start(), PACES.end()),
            Self::Day { today, last } => format!("until phải là một ngày sau {today} và không sau {last}"),
        }
    }
}

/// Why there is no season to replay.
#[derive(Debug, Error)]
pub enum SeasonError {
    /// A row cannot be read.
    #[error("the season's file: {0}")]
    Unreadable(#[from] csv::Error),
    /// It has no row that names a commune of this province.
    #[error("the season's file has no row for this province; the demonstration is of Ninh Thuận")]
    Foreign,
}

/// What must be said of the demonstration's data wherever it is shown.
pub fn note() -> Text {
    Text {
        vi: "Dữ liệu minh họa: tổng số ca của tỉnh theo ngày là số thật năm 2021; phần chia cho từng xã là giả định, \
             không nói lên điều gì về xã đó."
            .to_owned(),
        en: "Demonstration data: the province's daily totals are real figures of 2021; their split over communes is \
             invented and says nothing about any commune."
            .to_owned(),
    }
}

impl Demo {
    /// A season that is shown from `from` on, with its clock standing at its first report.
    pub fn new(atlas: &Atlas, from: Day, seconds_per_day: f64) -> Result<Self, SeasonError> {
        let season = Season::read(atlas)?;
        let clock = Clock::simulated(midnight(season.first), 0.0);
        let ahead_to = midnight(from);
        let controls = watch::Sender::new(Controls { paused: false, seconds_per_day, ahead_to, finished: false });
        Ok(Self(Arc::new(Inner { clock, controls, season, from })))
    }

    /// Its clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Sends the season's reports as their time comes; ends with the season. `ready` is told when
    /// the days before the first one shown are in.
    pub async fn replay(&self, desk: &Desk, ready: tokio::sync::oneshot::Sender<()>) {
        let mut ready = Some(ready);
        let mut controls = self.0.controls.subscribe();
        for (instant, bytes) in &self.0.season.deliveries {
            loop {
                let now = *controls.borrow_and_update();
                if *instant < now.ahead_to {
                    self.0.clock.set_rate(0.0);
                    self.0.clock.jump_to(*instant);
                    break;
                }
                self.0.clock.jump_to(now.ahead_to);
                if let Some(ready) = ready.take() {
                    if let Err(error) = desk.begin_day().await {
                        error!(%error, "the first day shown could not be begun");
                    }
                    // Whoever waited may have gone.
                    let _ = ready.send(());
                }
                self.0.clock.set_rate(if now.paused { 0.0 } else { 86_400.0 / now.seconds_per_day });
                tokio::select! {
                    () = self.0.clock.until(*instant) => break,
                    _ = controls.changed() => {}
                }
            }
            let delivery = Delivery {
                matter: Matter::Reports(Absent::Missing, None),
                kind: Kind::Csv,
                bytes: bytes.clone(),
                dry_run: false,
                token: None,
                idempotency_key: None,
            };
            if let Err(error) = desk.submit(delivery).await {
                error!(%error, "a report of the demonstration was not taken");
            }
        }
        // The clock stays at the last report: there is nothing to say of a day after it.
        self.0.clock.set_rate(0.0);
        self.0.controls.send_modify(|controls| controls.finished = true);
    }

    /// Pauses, sets the pace, or runs ahead to the beginning of a later day.
    pub fn steer(&self, paused: Option<bool>, pace: Option<f64>, until: Option<Day>) -> Result<(), SteerError> {
        let (today, last) = (self.0.clock.today(), self.0.season.last);
        if pace.is_some_and(|pace| !PACES.contains(&pace)) {
            return Err(SteerError::Pace);
        }
        if until.is_some_and(|day| day <= today || day > last) {
            return Err(SteerError::Day { today, last });
        }
        self.0.controls.send_modify(|controls| {
            controls.paused = paused.unwrap_or(controls.paused);
            controls.seconds_per_day = pace.unwrap_or(controls.seconds_per_day);
            controls.ahead_to = until.map_or(controls.ahead_to, midnight);
        });
        Ok(())
    }

    /// Where it stands.
    pub fn answer(&self) -> DemoAnswer {
        let (now, controls) = (self.0.clock.now(), *self.0.controls.borrow());
        DemoAnswer {
            now: rfc3339(now),
            day: self.0.clock.today().to_string(),
            paused: controls.paused,
            seconds_per_day: controls.seconds_per_day,
            from: self.0.from.to_string(),
            to: self.0.season.last.to_string(),
            finished: controls.finished,
        }
    }
}

impl Season {
    /// Splits the season's file into what each district sends on each day.
    fn read(atlas: &Atlas) -> Result<Self, SeasonError> {
        let mut reader = csv::Reader::from_reader(DEMO_SEASON);
        let header = reader.byte_headers()?.clone();
        let mut parts: BTreeMap<(Day, usize), csv::Writer<Vec<u8>>> = BTreeMap::new();
        for record in reader.byte_records() {
            let record = record?;
            let field = |at: usize| std::str::from_utf8(record.get(at).unwrap_or_default()).unwrap_or_default();
            let unit = crate::domain::unit::UnitCode::parse(field(0)).and_then(|code| atlas.register.index_of(&code));
            let district = unit.and_then(|at| atlas.register.parent(at));
            let (Some(district), Some(day)) = (district, Day::parse(field(1))) else { continue };
            if let std::collections::btree_map::Entry::Vacant(e) = parts.entry((day, district)) {
                let mut writer = csv::Writer::from_writer(Vec::new());
                writer.write_byte_record(&header)?;
                e.insert(writer);
            }
            if let Some(writer) = parts.get_mut(&(day, district)) {
                writer.write_byte_record(&record)?;
            }
        }
        let first = parts.keys().next().map(|&(day, _)| day).ok_or(SeasonError::Foreign)?;
        let last = parts.keys().next_back().map(|&(day, _)| day).ok_or(SeasonError::Foreign)?;
        let mut turn = (first, 0);
        let mut deliveries = Vec::new();
        for ((day, _), writer) in parts {
            turn = if turn.0 == day { (day, turn.1 + 1) } else { (day, 1) };
            let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error);
            let bytes = bytes.map_err(|error: std::io::Error| csv::Error::from(error))?;
            deliveries.push((at(day, FIRST_REPORT + (turn.1 - 1) * BETWEEN_REPORTS), bytes.into()));
        }
        Ok(Self { first, last, deliveries })
    }
}
