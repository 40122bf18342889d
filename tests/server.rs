//! The real binary on a free port with a database of its own. A database outlives its servers:
//! [`App::kill`] and [`App::stop`] hand back the settings with which the next one goes on.

use crate::home::Home;
use crate::terminal::{self, BINARY};
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The end of every wait: far longer than anything takes.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);
/// What the clock shows at start where a test does not say.
pub(crate) const NOON: &str = "2021-09-05T12:00:00+07:00";

/// How to start a server.
#[derive(Clone)]
pub(crate) struct Settings {
    home: Arc<Home>,
    token: Option<String>,
    command: &'static str,
    /// Only what the variables say, and no flags.
    bare: bool,
    flags: Vec<(String, String)>,
    variables: Vec<(String, String)>,
}

/// A server that runs. It is killed where the test ends.
pub(crate) struct App {
    process: Process,
    pub(crate) settings: Settings,
    /// `127.0.0.1:PORT`.
    pub(crate) address: String,
    /// A reporter's token.
    pub(crate) token: String,
}

/// A server that was told to start and has not yet said that it listens.
pub(crate) struct Starting {
    process: Process,
    settings: Settings,
}

impl Settings {
    /// A new database and a clock that starts at an instant.
    pub(crate) fn at(clock: &str) -> Self {
        Self::of_this_machine().flag("--clock-start", clock)
    }

    /// A new database and the machine's own clock.
    pub(crate) fn of_this_machine() -> Self {
        Self::of(Home::new())
    }

    /// A database of some home, and the machine's own clock.
    pub(crate) fn of(home: Home) -> Self {
        let home = Arc::new(home);
        Self { home, token: None, command: "serve", bare: false, flags: Vec::new(), variables: Vec::new() }
    }

    /// With a file as its database, whatever the others have.
    pub(crate) fn on_file(mut self) -> Self {
        self.home = Arc::new(Home::on_file());
        self
    }

    /// With a flag of `serve`, in place of an earlier value.
    pub(crate) fn flag(mut self, name: &str, value: &str) -> Self {
        self.flags.retain(|(known, _)| known != name);
        self.flags.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With an environment variable.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Another command that serves; it has no database of ours.
    pub(crate) fn command(mut self, command: &'static str) -> Self {
        self.command = command;
        self
    }

    /// Without any flag.
    pub(crate) fn by_variables(mut self) -> Self {
        self.bare = true;
        self
    }

    /// With a reporter's token that the database knows already.
    pub(crate) fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Without a token of its own: none is made.
    pub(crate) fn without_token(mut self) -> Self {
        self.token = Some("vx_none".to_owned());
        self
    }

    /// The folder that holds the database and the log.
    pub(crate) fn folder(&self) -> &Path {
        self.home.folder()
    }

    /// Where its data is.
    pub(crate) fn home(&self) -> &Home {
        &self.home
    }

    /// The database's file, where it is one.
    pub(crate) fn database(&self) -> PathBuf {
        self.folder().join("map.db")
    }

    /// The database's address.
    pub(crate) fn url(&self) -> String {
        self.home.url()
    }

    /// What servers with these settings wrote on standard error, all of them.
    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// Starts a server and waits until it listens.
    pub(crate) fn start(self) -> App {
        self.begin().ready().unwrap_or_else(|(status, settings)| {
            panic!("the server ended with {status} before it listened:\n{}", settings.log());
        })
    }

    /// Starts a server that is to refuse; its exit code and what it said.
    pub(crate) fn fails(self) -> (Option<i32>, String) {
        match self.begin().ready() {
            Ok(app) => panic!("the server listens on {}", app.address),
            Err((status, settings)) => (status.code(), settings.log()),
        }
    }

    /// Starts a server and waits for nothing.
    pub(crate) fn begin(mut self) -> Starting {
        let token = self.token.take();
        self.token = Some(token.unwrap_or_else(|| terminal::new_token(&self.url(), "reporter")));
        let log = File::options().create(true).append(true).open(self.folder().join("log")).unwrap();
        let mut command = terminal::vungxanh();
        command.arg(self.command);
        let url = self.url();
        let mut usual = vec![("--listen", "127.0.0.1:0"), ("--database", &*url)];
        usual.retain(|(name, _)| *name == "--listen" || self.command == "serve");
        usual.retain(|(name, _)| !self.bare && !self.flags.iter().any(|(given, _)| given == name));
        command.args(usual.iter().flat_map(|(name, value)| [name, value]));
        command.args(self.flags.iter().flat_map(|(name, value)| [name, value]));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        Starting { process: Process::spawn(command.stderr(log)), settings: self }
    }
}

impl Starting {
    /// Waits until it listens, or has ended.
    pub(crate) fn ready(self) -> Result<App, (ExitStatus, Settings)> {
        let Self { process, settings } = self;
        let line = process.lines.lock().unwrap().recv_timeout(PATIENCE);
        match line {
            Ok(line) => {
                let address = line.strip_prefix("listening on http://").expect("its first line says where").to_owned();
                let token = settings.token.clone().unwrap();
                Ok(App { process, settings, address, token })
            }
            Err(_) => Err((process.ended(), settings)),
        }
    }

    /// Kills it as a power cut would.
    pub(crate) fn kill(self) -> Settings {
        self.process.kill();
        self.settings
    }
}

impl App {
    /// A server with a new database at noon of 5 September 2021.
    pub(crate) fn start() -> Self {
        Settings::at(NOON).start()
    }

    /// A new officer's token.
    pub(crate) fn officer(&self) -> String {
        terminal::new_token(&self.settings.url(), "officer")
    }

    /// Its process.
    pub(crate) fn pid(&self) -> u32 {
        self.process.pid
    }

    /// Sends SIGTERM and goes on.
    pub(crate) fn terminate(&self) {
        self.process.signal("-TERM");
    }

    /// Waits for its end.
    pub(crate) fn ended(&self) -> ExitStatus {
        self.process.ended()
    }

    /// Waits for its end, but not for ever.
    pub(crate) fn ended_within(&self, patience: Duration) -> Option<ExitStatus> {
        self.process.exit.lock().unwrap().recv_timeout(patience).ok()
    }

    /// Stops it as an operator would, which must go well.
    pub(crate) fn stop(self) -> Settings {
        self.terminate();
        assert_eq!(self.ended().code(), Some(0), "{}", self.settings.log());
        self.settings.clone()
    }

    /// Kills it as a power cut would, and does not wait for its end.
    pub(crate) fn strike(&self) {
        self.process.signal("-KILL");
    }

    /// Kills it as a power cut would.
    pub(crate) fn kill(self) -> Settings {
        self.process.kill();
        self.settings.clone()
    }
}

/// A process whose lines are read as they come. It is killed where the test ends.
pub(crate) struct Process {
    pid: u32,
    // Locked only so that threads may share a server.
    lines: Mutex<Receiver<String>>,
    exit: Mutex<Receiver<ExitStatus>>,
}

impl Process {
    pub(crate) fn spawn(command: &mut Command) -> Self {
        let mut child: Child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect(BINARY);
        let (pid, stdout) = (child.id(), child.stdout.take().unwrap());
        let ((tell_line, lines), (tell_exit, exit)) = (channel(), channel());
        // These threads end with the process; whoever listened may have gone before.
        std::thread::spawn(move || {
            BufReader::new(stdout).lines().map_while(Result::ok).try_for_each(|line| tell_line.send(line))
        });
        std::thread::spawn(move || tell_exit.send(child.wait().unwrap()));
        Self { pid, lines: Mutex::new(lines), exit: Mutex::new(exit) }
    }

    /// The next line that it prints.
    pub(crate) fn line(&self) -> String {
        self.lines.lock().unwrap().recv_timeout(PATIENCE).expect("it prints another line")
    }

    pub(crate) fn signal(&self, signal: &str) {
        let sent = Command::new("kill").args([signal, &self.pid.to_string()]).stderr(Stdio::null()).status();
        sent.expect("kill is there");
    }

    pub(crate) fn ended(&self) -> ExitStatus {
        self.exit.lock().unwrap().recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("process {} does not end", self.pid))
    }

    fn kill(&self) {
        self.signal("-KILL");
        self.ended();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Sent where the process still runs: a number that was given back may be another's by now.
        if self.exit.get_mut().unwrap().try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) {
            self.signal("-KILL");
        }
    }
}
