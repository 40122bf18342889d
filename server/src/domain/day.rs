//! A calendar day as a number, so that windows are arithmetic and series are arrays.
//!
//! Which day it is *now* is never asked here: days come in from the edge as values.

use jiff::civil::{Date, date};
use std::fmt;

/// A day of the civil calendar (Asia/Ho_Chi_Minh wherever an instant is turned into one).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// Parses `YYYY-MM-DD`, exactly that form.
    pub fn parse(text: &str) -> Option<Self> {
        let form = text.len() == 10
            && text.bytes().enumerate().all(|(i, b)| match i {
                4 | 7 => b == b'-',
                _ => b.is_ascii_digit(),
            });
        form.then(|| text.parse::<Date>().ok().map(Self::from)).flatten()
    }

    /// As a Vietnamese reads it: `DD/MM/YYYY`.
    pub fn vi(self) -> String {
        self.date().strftime("%d/%m/%Y").to_string()
    }

    /// The day `n` days later (earlier, where `n` is negative).
    #[must_use]
    pub const fn plus(self, n: i32) -> Self {
        Self(self.0 + n)
    }

    /// Days from `earlier` to this day; negative where it is not earlier.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Every day from this one to `last`, both included; none where `last` is earlier.
    pub fn through(self, last: Self) -> impl DoubleEndedIterator<Item = Self> + Clone {
        (self.0..=last.0).map(Self)
    }

    /// The day in the calendar.
    pub fn date(self) -> Date {
        EPOCH.checked_add(jiff::Span::new().days(self.0)).expect("a Day is made from a Date, or within a window of one")
    }
}

const EPOCH: Date = date(1970, 1, 1);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        let span = EPOCH.until(date).expect("two dates are always days apart");
        Self(span.get_days())
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn a_day_reads_back_as_written() {
        for text in ["1970-01-01", "2021-06-01", "2024-02-29", "1969-12-31"] {
            assert_eq!(Day::parse(text).unwrap().to_string(), text);
        }
        assert_eq!(Day::parse("2021-06-01").unwrap().vi(), "01/06/2021");
        let end = Day::parse("2021-02-28").unwrap();
        assert_eq!(end.plus(1).to_string(), "2021-03-01");
        assert_eq!(end.plus(1).since(end), 1);
        assert_eq!(end.through(end.plus(1)).collect::<Vec<_>>(), [end, end.plus(1)]);
        assert_eq!(end.through(end.plus(-1)).count(), 0);
    }

    #[test]
    fn other_forms_are_refused() {
        for text in
            ["", "2021-6-1", "01/06/2021", "2021-02-29", "20210601", "2021-06-01T00:00", "２021-06-01", "2021-06-1 "]
        {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }
}
