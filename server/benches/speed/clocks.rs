//! Processor time, where the system tells it; else the time on the wall. Other work on the machine, which
//! makes the wall's time long, hardly moves it.

use std::path::Path;
use std::time::{Duration, Instant};

/// What this thread spends on some work.
pub(crate) fn of_thread(work: impl FnOnce() -> usize) -> Duration {
    let so_far = || spent(Path::new("/proc/thread-self"));
    let (begun, before) = (Instant::now(), so_far());
    std::hint::black_box(work());
    let wall = begun.elapsed();
    before.zip(so_far()).map_or(wall, |(before, after)| Duration::from_nanos(after - before))
}

/// What all threads spend while one works, from the reading on. None may end meanwhile.
pub(crate) struct OfProcess(Instant, Option<u64>);

impl OfProcess {
    /// Begins.
    pub(crate) fn begin() -> Self {
        Self(Instant::now(), of_all_threads())
    }

    /// On the wall, and of the processor.
    pub(crate) fn elapsed(&self) -> (Duration, Duration) {
        let wall = self.0.elapsed();
        let spent = self.1.zip(of_all_threads()).map(|(before, after)| after.saturating_sub(before));
        (wall, spent.map_or(wall, Duration::from_nanos))
    }
}

fn of_all_threads() -> Option<u64> {
    std::fs::read_dir("/proc/self/task").ok()?.map(|task| spent(&task.ok()?.path())).sum()
}

fn spent(task: &Path) -> Option<u64> {
    std::fs::read_to_string(task.join("schedstat")).ok()?.split(' ').next()?.parse().ok()
}
