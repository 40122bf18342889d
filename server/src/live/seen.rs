//! How far a viewer has seen the log: what it says of itself, and what it was sent.

/// What a viewer has seen.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) struct Seen {
    /// What it said when it came.
    claimed: Option<i64>,
    /// The newest entry it was sent.
    sent: Option<i64>,
}

impl Seen {
    pub(super) fn claimed(since: Option<i64>) -> Self {
        Self { claimed: since, sent: None }
    }

    /// The newest entry up to `newest` that it has seen. It may have seen more than this server has, from
    /// another one that is ahead: what it is told then goes on from there, once that is reached. One who
    /// claims what is never reached has seen another log.
    pub(super) fn up_to(self, newest: i64) -> Option<i64> {
        self.sent.max(self.claimed.filter(|claimed| *claimed <= newest))
    }

    /// It was sent an entry.
    pub(super) fn was_sent(&mut self, seq: i64) {
        self.sent = Some(seq);
    }

    /// Whether it was sent less than an entry.
    pub(super) fn lacks(self, seq: i64) -> bool {
        self.sent < Some(seq)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_saw_more_elsewhere_is_told_nothing_twice() {
        let mut seen = Seen::claimed(Some(7));
        assert_eq!(seen.up_to(9), Some(7));
        assert_eq!(seen.up_to(5), None, "this server lags behind the one it comes from");
        seen.was_sent(5);
        assert_eq!((seen.up_to(6), seen.up_to(7), seen.up_to(8)), (Some(5), Some(7), Some(7)));
        seen.was_sent(8);
        assert_eq!((seen.up_to(9), seen.lacks(9), seen.lacks(8)), (Some(8), true, false));
    }
}
