//! The table that a run ends with. A bound is judged where its figure is steady, processor time or
//! bytes, and then a miss fails the run; what waits for disks and screens is told and judged by eye.

use std::time::Duration;

/// What is asked of a measurement.
pub(crate) enum Bound {
    /// Nothing: a figure to watch.
    None,
    /// Whether it held; a miss fails the run.
    Judged(&'static str, bool),
    /// Whether it held; a miss is told.
    Told(&'static str, bool),
}

struct Row {
    what: String,
    ours: String,
    reference: String,
    ratio: f64,
    bound: Bound,
}

/// All measurements of a run.
#[derive(Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    faults: Vec<String>,
    skipped: Vec<String>,
}

impl Table {
    /// A measurement beside its reference, which `what` names in brackets.
    pub(crate) fn row(&mut self, what: impl Into<String>, ours: Duration, reference: Duration, bound: Bound) {
        let ratio = ours.as_secs_f64() / reference.as_secs_f64();
        self.push(what.into(), short(ours), short(reference), ratio, bound);
    }

    /// The same of bytes.
    #[allow(dead_code, reason = "of the two programs that tell their figures in this table one weighs nothing")]
    pub(crate) fn sizes(&mut self, what: impl Into<String>, ours: f64, reference: f64, bound: Bound) {
        let kib = |bytes: f64| format!("{:.2} KiB", bytes / 1024.0);
        self.push(what.into(), kib(ours), kib(reference), ours / reference, bound);
    }

    fn push(&mut self, what: String, ours: String, reference: String, ratio: f64, bound: Bound) {
        eprintln!("measured: {what}: {ours} beside {reference}");
        self.rows.push(Row { what, ours, reference, ratio, bound });
    }

    /// Something that is wrong whatever the speed.
    pub(crate) fn fault(&mut self, fault: String) {
        self.faults.push(fault);
    }

    /// Something that could not be measured here, and why.
    pub(crate) fn skip(&mut self, why: String) {
        self.skipped.push(why);
    }

    /// Prints everything; whether all that is judged held.
    pub(crate) fn print(&self) -> bool {
        println!("\nTimes are of a machine that may be busy with other work: compare ratios, and runs with runs.");
        println!("{:86}{:>10}{:>11}{:>9}  bound", "", "ours", "reference", "ratio");
        for Row { what, ours, reference, ratio, bound } in &self.rows {
            let bound = match bound {
                Bound::None => String::new(),
                Bound::Judged(bound, held) => format!("{bound}: {}", if *held { "held" } else { "MISSED" }),
                Bound::Told(bound, held) => format!("{bound}: {} (told only)", if *held { "held" } else { "missed" }),
            };
            println!("{}", format!("{what:86}{ours:>10}{reference:>11}{ratio:>9.3}  {bound}").trim_end());
        }
        for why in &self.skipped {
            println!("NOT MEASURED: {why}");
        }
        for fault in &self.faults {
            println!("FAULT: {fault}");
        }
        self.faults.is_empty() && !self.rows.iter().any(|row| matches!(row.bound, Bound::Judged(_, false)))
    }
}

fn short(time: Duration) -> String {
    format!("{time:.1?}")
}

/// The time below which a share of all lie.
pub(crate) fn percentile(times: &mut [Duration], percent: usize) -> Duration {
    times.sort_unstable();
    times[(times.len() - 1) * percent / 100]
}

/// The median of fifteen rounds.
pub(crate) fn median(mut measure: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<_> = (0..15).map(|_| measure()).collect();
    percentile(&mut times, 50)
}
