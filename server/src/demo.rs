//! The demonstration: a season replayed on a simulated clock, its reports sent to the writer as any
//! office would send them, a district at a time through each day.
//!
//! It has its own throw-away database. Days before the first one shown are run through at once.

use crate::atlas::Atlas;
use crate::clock::{Clock, midnight, rfc3339};
use crate::domain::day::Day;
use crate::ingest::{Absent, Delivery, Desk, Kind, Matter};
use crate::wire::{DemoAnswer, Text};
use jiff::Timestamp;
use season::Season;
use std::sync::Arc;
use thiserror::Error;
use tokio::sync::watch;
use tracing::error;

mod season;

pub use season::SeasonError;

/// Real seconds that a simulated day takes, at least and at most.
const PACES: std::ops::RangeInclusive<f64> = 0.5..=3600.0;

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
            Self::Day { today, last } => {
                format!("until phải là một ngày sau {} và không sau {}", today.vi(), last.vi())
            }
        }
    }
}

/// What must be said of the demonstration's data wherever it is shown.
pub fn note() -> Text {
    Text {
        vi: "Dữ liệu minh họa: tổng số ca của tỉnh theo ngày là số thật năm 2021; phần chia cho từng xã và các đính chính \
             là giả định, không nói lên điều gì về xã đó."
            .to_owned(),
        en: "Demonstration data: the province's daily totals are real figures of 2021; their split over communes and \
             the corrections are invented and say nothing about any commune."
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
        for sent in &self.0.season.deliveries {
            loop {
                let now = *controls.borrow_and_update();
                if sent.at < now.ahead_to {
                    self.0.clock.set_rate(0.0);
                    self.0.clock.jump_to(sent.at);
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
                    () = self.0.clock.until(sent.at) => break,
                    _ = controls.changed() => {}
                }
            }
            let delivery = Delivery {
                matter: Matter::Reports(Absent::Missing, sent.grounds.clone()),
                kind: Kind::Csv,
                bytes: sent.bytes.clone(),
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
