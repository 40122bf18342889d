//! What a process uses, as the system tells it in `/proc`.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// Processor time of a process's threads up to an instant.
pub(crate) struct Spent(HashMap<String, u64>);

/// The processor time so far. The scheduler's own account counts nanoseconds, `utime` and `stime` hundredths of a
/// second, which is as long as sending to a thousand viewers takes.
pub(crate) fn spent(pid: u32) -> Spent {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).expect("the process runs");
    let time = |thread: fs::DirEntry| {
        // A thread may end between the two looks; what it did since the last measurement is lost, and little.
        let said = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        let time = said.split(' ').next()?.parse().ok()?;
        Some((thread.file_name().to_string_lossy().into_owned(), time))
    };
    Spent(threads.flatten().filter_map(time).collect())
}

impl Spent {
    /// The processor time since an earlier look.
    pub(crate) fn since(&self, earlier: &Self) -> Duration {
        let since = |(thread, time): (&String, &u64)| time - earlier.0.get(thread).copied().unwrap_or_default();
        Duration::from_nanos(self.0.iter().map(since).sum())
    }
}

/// The memory that a process holds, in bytes: its own, and its share of what it shares.
pub(crate) fn memory(pid: u32) -> u64 {
    let said = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).expect("the process runs");
    let line = said.lines().find_map(|line| line.strip_prefix("Pss:")).expect("it tells its share");
    let kib: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kib * 1024
}

/// What the kernel holds of a server's answers that their readers have not taken: payload bytes by socket.
pub(crate) fn unsent(port: u16) -> Vec<u64> {
    let told = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let of_port = format!(":{port:04X}");
    let unsent = |line: &str| {
        let mut cells = line.split_whitespace().skip(1);
        let (local, queues) = (cells.next()?, cells.nth(2)?);
        let bytes = u64::from_str_radix(queues.split(':').next()?, 16).ok()?;
        (local.ends_with(&of_port) && bytes > 0).then_some(bytes)
    };
    let mut unsent: Vec<_> = told.lines().skip(1).filter_map(unsent).collect();
    unsent.sort_unstable();
    unsent
}
