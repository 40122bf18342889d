//! The real server as a measurement needs it, and files of reports for it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use vungxanh::atlas::Atlas;
use vungxanh::domain::day::Day;

/// It is killed where it is dropped.
pub(crate) struct Server {
    child: Child,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    token: String,
}

impl Server {
    /// Starts one on a new database of this name.
    pub(crate) fn start(folder: &Path, name: &str) -> Self {
        let binary = env!("CARGO_BIN_EXE_vungxanh");
        let database = format!("sqlite://{}", folder.join(name).display());
        let token = Command::new(binary).args(["token", "new", "--role", "reporter", "--database", &database]).output();
        let token = String::from_utf8(token.expect("token new runs").stdout).expect("a token").trim().to_owned();
        let mut child = Command::new(binary)
            .args(["serve", "--listen", "127.0.0.1:0", "--database", &database])
            .args(["--clock-start", "2021-12-31T08:00:00+07:00"])
            .env("VUNGXANH_LOG", "error")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output is piped");
        BufReader::new(stdout).read_line(&mut line).expect("it says where it listens");
        let address = line.trim().strip_prefix("listening on http://").expect("it listens").to_owned();
        Self { child, address, token }
    }

    /// Sends a file, which must be taken.
    pub(crate) fn post(&self, body: &str) {
        ureq::post(format!("http://{}/api/v1/reports", self.address))
            .header("authorization", format!("Bearer {}", self.token))
            .header("content-type", "text/csv")
            .send(body)
            .expect("the reports are taken");
    }

    /// The body of an answer, which must be good.
    pub(crate) fn get(&self, what: &str) -> Vec<u8> {
        let answer = ureq::get(format!("http://{}/api/v1/{what}", self.address)).call();
        answer.expect("a good answer").body_mut().with_config().limit(u64::MAX).read_to_vec().expect("a body")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already where it crashed, and then the measurement has failed before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A file of every commune's report of `days` days, from the `first` day of June 2021 on.
pub(crate) fn file(atlas: &Atlas, first: i32, days: i32) -> String {
    use std::fmt::Write;
    let june = Day::parse("2021-06-01").expect("a day");
    let mut text = "commune,day,f0,f0_unknown_source\n".to_owned();
    for n in first..first + days {
        for unit in atlas.register.units().iter().filter(|unit| unit.tier.below().is_none()) {
            writeln!(text, "{},{},1,0", unit.code, june.plus(n)).expect("writing to a string cannot fail");
        }
    }
    text
}
