//! The generator's place: the core beside that of whoever is measured, and both ahead of other work
//! where the system lets them, so that times are of what is measured.

use std::fs;
use std::process::{Command, Stdio};

/// Where Linux keeps the share of the processor that a terminal's processes have among all terminals'.
const GROUP: &str = "/proc/self/autogroup";
const AHEAD: &str = "-15";

/// The place, given back when it is dropped.
pub(crate) struct Place {
    /// Whether anything was changed.
    ahead: bool,
}

/// Takes it; none where there is no second core.
pub(crate) fn take() -> Option<Place> {
    let me = std::process::id().to_string();
    let run = |name: &str, words: &[&str]| {
        let ran = Command::new(name).args(words).arg(&me).stdout(Stdio::null()).stderr(Stdio::null()).status();
        ran.is_ok_and(|status| status.success())
    };
    if !run("taskset", &["-c", "-p", "1"]) {
        return None;
    }
    let reniced = run("renice", &["-n", AHEAD, "-p"]);
    Some(Place { ahead: fs::write(GROUP, AHEAD).is_ok() && reniced })
}

impl Place {
    /// What a reader of times must know.
    pub(crate) fn told(&self) -> &'static str {
        if self.ahead { "measured ahead of other work" } else { "measured among other work" }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        // It was not changed where it cannot be.
        let _ = fs::write(GROUP, "0");
    }
}
