//! Viewers of one target, round after round. The measurement of several targets in turns has each
//! session in a process of its own, since no process may hold so many files.

use crate::crowd::Crowd;
use crate::target::{Kind, Target};
use crate::usage;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// What a round came to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Round {
    /// From the first byte of the request to the last viewer's frame.
    pub(crate) last: Duration,
    /// Processor time of the server, the request's included.
    pub(crate) spent: Duration,
}

/// A target and its viewers.
pub(crate) struct Session {
    pub(crate) target: Target,
    pub(crate) crowd: Crowd,
    /// The codes of the communes, where the target is our server.
    pub(crate) communes: Vec<String>,
    /// What the references send behind the numbers: the rest of one of our server's frames.
    rest: String,
    pub(crate) seq: i64,
    rounds: usize,
}

impl Session {
    /// A session without viewers yet.
    pub(crate) fn start(kind: Kind, flags: &[&str], rest: &str) -> Self {
        Self::of(Target::start(kind, flags, None), rest)
    }

    /// The same of a target that runs.
    pub(crate) fn of(mut target: Target, rest: &str) -> Self {
        let kind = target.kind;
        let (mut communes, mut seq) = (Vec::new(), 0);
        if kind == Kind::Ours {
            let units = target.get("/api/v1/units");
            let units = units["units"].as_array().expect("units").iter();
            communes = units
                .filter(|unit| unit["tier"] == "commune")
                .map(|unit| unit["code"].as_str().unwrap().to_owned())
                .collect();
            assert!(!communes.is_empty(), "no communes");
            // Every commune has reported every day that is assessed: nothing is late, nothing is open.
            let days =
                (23..=36).map(|day| if day > 31 { format!("2021-09-0{}", day - 31) } else { format!("2021-08-{day}") });
            let mut file = "commune,day,f0,f0_isolated,f0_unknown_source,f0_special_venue\n".to_owned();
            for (day, code) in days.flat_map(|day| communes.iter().map(move |code| (day.clone(), code))) {
                writeln!(file, "{code},{day},0,0,0,0").unwrap();
            }
            seq = target.stores(&file);
            // What reading so much left behind is not what viewers take.
            target.strike(|| ());
        }
        let crowd = Crowd::new(target.address, kind.path(), kind == Kind::Ours);
        Self { target, crowd, communes, rest: rest.to_owned(), seq, rounds: 0 }
    }

    /// Tells everyone one thing: a commune's new level, or a frame as large; waits until all have it.
    pub(crate) fn round(&mut self) -> Round {
        let times = self.tell(1);
        Round { last: times.0.into_iter().max().unwrap_or_default(), spent: times.1 }
    }

    /// One report of so many communes, or so many messages; the times to each viewer, and the server's own.
    pub(crate) fn tell(&mut self, changes: usize) -> (Vec<Duration>, Duration) {
        self.rounds += 1;
        let before = usage::spent(self.target.pid());
        let begun = Instant::now();
        if self.target.kind == Kind::Ours {
            let communes = self.communes.iter().take(changes).map(String::as_str).collect::<Vec<_>>();
            let file = self.target.file(communes, self.rounds % 2);
            self.target.post("/api/v1/reports", &file);
            self.seq += 1;
            let times = self.crowd.gather(self.seq, begun);
            self.target.answer();
            return (times, usage::spent(self.target.pid()).since(&before));
        }
        let last = self.seq + i64::try_from(changes).expect("a few");
        while self.seq < last {
            self.seq += 1;
            let text = format!(r#"{{"type":"board","seq":{},"prev":{},{}"#, self.seq, self.seq - 1, self.rest);
            self.target.post("/pub", &text);
            // Viewers read all the while, and the next message goes as soon as this one is taken.
            while self.seq < last && !self.target.has_answered() {
                self.crowd.idle(Duration::from_micros(200));
            }
            if self.seq < last {
                self.target.answer();
            }
        }
        let times = self.crowd.gather(self.seq, begun);
        self.target.answer();
        (times, usage::spent(self.target.pid()).since(&before))
    }

    /// Memory a viewer, beyond what the server holds without any.
    pub(crate) fn each(&self, without: u64) -> f64 {
        let held = usage::memory(self.target.pid()).saturating_sub(without);
        // No server holds so much that a fraction of a byte matters.
        #[expect(clippy::cast_precision_loss, reason = "exact up to 9 PB")]
        let each = held as f64 / self.crowd.viewers.len() as f64;
        each
    }

    /// What is wrong with what viewers saw.
    pub(crate) fn fault(&self) -> Option<String> {
        let tally = &self.crowd.tally;
        let fair = tally.missing.is_empty() && tally.repeated == 0 && tally.disordered == 0;
        (!fair).then(|| format!("{} viewers of {}: {tally:?}", self.crowd.viewers.len(), self.target.kind.name()))
    }
}

/// A session as a process of its own: a round for each line on standard input.
pub(crate) fn serve(kind: Kind, viewers: usize, rest: &str) {
    let mut session = Session::start(kind, &[], rest);
    // What the first few bring into memory once is not what each takes.
    session.crowd.come(100);
    session.round();
    session.crowd.leave();
    session.crowd.viewers.clear();
    let without = usage::memory(session.target.pid());
    session.crowd.come(viewers);
    session.crowd.idle(Duration::from_millis(200));
    println!("{}", session.each(without));
    for _ in std::io::stdin().lines() {
        let Round { last, spent } = session.round();
        println!("{} {}", last.as_nanos(), spent.as_nanos());
        if let Some(fault) = session.fault() {
            eprintln!("{fault}");
            std::process::exit(1);
        }
    }
}

/// A session in another process.
pub(crate) struct Remote {
    pub(crate) kind: Kind,
    child: Child,
    orders: Option<ChildStdin>,
    said: BufReader<ChildStdout>,
    /// Memory a viewer, in bytes.
    pub(crate) each: f64,
}

impl Remote {
    pub(crate) fn start(kind: Kind, viewers: usize, rest: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program has a place"));
        command.args(["session", kind.name(), &viewers.to_string(), rest]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("this program");
        let orders = child.stdin.take();
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut remote = Self { kind, child, orders, said, each: 0.0 };
        remote.each = remote.line().parse().expect("a number");
        remote
    }

    pub(crate) fn round(&mut self) -> Round {
        let orders = self.orders.as_mut().expect("a pipe");
        writeln!(orders).expect("the session goes on");
        let line = self.line();
        let mut times = line.split(' ').map(|nanos| Duration::from_nanos(nanos.parse().expect("a time")));
        let mut time = || times.next().expect("two times");
        Round { last: time(), spent: time() }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("the session goes on");
        assert!(!line.is_empty(), "the session of {} failed", self.kind.name());
        line.trim().to_owned()
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        // It ends with its orders, and takes its server along.
        self.orders = None;
        let _ = self.child.wait();
    }
}
