//! What time it is: the one place that asks. Everything else is handed instants and days.
//!
//! A simulated clock runs from a set instant at a set rate and can be paused; time-outs and beats
//! never ask it. A wait for an instant follows every change of the rate.

use crate::domain::day::Day;
use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::Instant;

/// Asia/Ho_Chi_Minh has been seven hours ahead of UTC, without summer time, since 1975.
pub const HO_CHI_MINH: TimeZone = TimeZone::fixed(Offset::constant(7));

/// A clock, shared by all its clones.
#[derive(Clone, Debug)]
pub struct Clock(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Wall,
    Simulated(watch::Sender<Pace>),
}

/// From `from` on, `rate` simulated seconds pass in each real one.
#[derive(Clone, Copy, Debug)]
struct Pace {
    since: Instant,
    from: Timestamp,
    rate: f64,
}

impl Pace {
    fn now(&self) -> Timestamp {
        let passed = self.since.elapsed().as_secs_f64() * self.rate;
        let span = jiff::SignedDuration::try_from_secs_f64(passed).unwrap_or(jiff::SignedDuration::MAX);
        self.from.checked_add(span).unwrap_or(Timestamp::MAX)
    }
}

impl Clock {
    /// The machine's clock.
    pub fn wall() -> Self {
        Self(Kind::Wall)
    }

    /// A clock that shows `from` now and runs `rate` times as fast as the real one.
    pub fn simulated(from: Timestamp, rate: f64) -> Self {
        Self(Kind::Simulated(watch::Sender::new(Pace { since: Instant::now(), from, rate })))
    }

    /// Whether it is another than the machine's.
    pub fn is_simulated(&self) -> bool {
        matches!(self.0, Kind::Simulated(_))
    }

    /// The instant it shows.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            #[expect(clippy::disallowed_methods, reason = "this is the edge where the clock enters")]
            Kind::Wall => Timestamp::now(),
            Kind::Simulated(pace) => pace.borrow().now(),
        }
    }

    /// The day it shows.
    pub fn today(&self) -> Day {
        day_of(self.now())
    }

    /// Changes the rate of a simulated clock; 0 stops it. The machine's clock stays as it is.
    pub fn set_rate(&self, rate: f64) {
        if let Kind::Simulated(pace) = &self.0 {
            pace.send_modify(|pace| *pace = Pace { since: Instant::now(), from: pace.now(), rate });
        }
    }

    /// Sets a simulated clock forward to `instant`; it never goes back.
    pub fn jump_to(&self, instant: Timestamp) {
        if let Kind::Simulated(pace) = &self.0 {
            pace.send_modify(|pace| {
                *pace = Pace { since: Instant::now(), from: pace.now().max(instant), rate: pace.rate };
            });
        }
    }

    /// Waits until it shows `instant`.
    pub async fn until(&self, instant: Timestamp) {
        let mut pace = match &self.0 {
            Kind::Wall => None,
            Kind::Simulated(pace) => Some(pace.subscribe()),
        };
        loop {
            let left = Duration::try_from(instant.duration_since(self.now())).unwrap_or_default();
            if left.is_zero() {
                return;
            }
            match &mut pace {
                // At most a minute at a time: a suspended machine or a set clock is noticed.
                None => tokio::time::sleep(left.min(Duration::from_mins(1))).await,
                Some(pace) => {
                    let rate = pace.borrow_and_update().rate;
                    let real = Duration::try_from_secs_f64(left.as_secs_f64() / rate).unwrap_or(Duration::MAX);
                    tokio::select! {
                        () = tokio::time::sleep(real) => {}
                        _ = pace.changed() => {}
                    }
                }
            }
        }
    }
}

/// The day of an instant.
pub fn day_of(instant: Timestamp) -> Day {
    instant.to_zoned(HO_CHI_MINH).date().into()
}

/// The instant at which a day begins.
pub fn midnight(day: Day) -> Timestamp {
    at(day, 0)
}

/// The instant `seconds` after a day began.
pub fn at(day: Day, seconds: i64) -> Timestamp {
    let zoned = day.date().to_zoned(HO_CHI_MINH).expect("a day of the calendar has a midnight");
    zoned.timestamp() + jiff::SignedDuration::from_secs(seconds)
}

/// RFC 3339 in local time, to the millisecond, as every answer writes instants.
pub fn rfc3339(instant: Timestamp) -> String {
    instant.to_zoned(HO_CHI_MINH).strftime("%Y-%m-%dT%H:%M:%S%.3f%:z").to_string()
}

/// The instant of a number of epoch milliseconds.
pub fn from_millis(t: i64) -> Timestamp {
    Timestamp::from_millisecond(t).unwrap_or(Timestamp::MAX)
}

/// The last instant of a day that the database can tell from the next one's first.
pub fn end_of(day: Day) -> Timestamp {
    midnight(day.plus(1)) - jiff::SignedDuration::from_millis(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_in_ho_chi_minh() {
        let before: Timestamp = "2021-08-31T16:59:59Z".parse().unwrap();
        let after: Timestamp = "2021-08-31T17:00:00Z".parse().unwrap();
        assert_eq!(day_of(before).to_string(), "2021-08-31");
        assert_eq!(day_of(after).to_string(), "2021-09-01");
        assert_eq!(midnight(day_of(after)), after);
        assert_eq!(rfc3339(after), "2021-09-01T00:00:00.000+07:00");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_follows_the_rate_and_a_pause() {
        let start: Timestamp = "2021-09-01T00:00:00+07:00".parse().unwrap();
        let clock = Clock::simulated(start, 0.0);
        let waiting = tokio::spawn({
            let clock = clock.clone();
            async move { clock.until(start + jiff::SignedDuration::from_hours(24)).await }
        });
        tokio::time::advance(Duration::from_hours(240)).await;
        assert!(!waiting.is_finished());
        let begun = Instant::now();
        clock.set_rate(86_400.0 / 6.0);
        waiting.await.unwrap();
        assert!((begun.elapsed().as_secs_f64() - 6.0).abs() < 0.01);
    }
}
