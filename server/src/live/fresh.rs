//! When the board was last known to be the newest. Where other servers write the log, too, a server that
//! cannot read it does not know what it misses, and must not tell that all is well.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// From so long on without a look at the log, a board may be an old one.
pub(super) const LOST: Duration = Duration::from_secs(15);

/// When that was; none where nobody else writes the log.
#[derive(Debug, Default)]
pub(super) struct Fresh(Mutex<Option<Instant>>);

impl Fresh {
    /// It is now.
    pub(super) fn renew(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// How long ago it was.
    pub(super) fn age(&self) -> Option<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).map(|at| at.elapsed())
    }
}
