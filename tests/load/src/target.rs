//! Who is measured: our server and its references, each a process on a core of its own, and how each
//! is told to send something to everyone.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The core of whoever is measured; everything else runs on the other.
const CORE: &str = "0";
/// The noon at which our server's clock starts.
const NOON: &str = "2021-09-05T12:00:00+07:00";

/// Who.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Kind {
    Ours,
    Bound,
    Nchan,
    Axum,
}

impl Kind {
    pub(crate) const ALL: [Self; 4] = [Self::Ours, Self::Bound, Self::Nchan, Self::Axum];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Bound => "bound",
            Self::Nchan => "nchan",
            Self::Axum => "axum",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    pub(crate) fn path(self) -> &'static str {
        if self == Self::Ours { "/api/v1/live" } else { "/live" }
    }
}

/// A process that is measured. It is killed where it is dropped.
pub(crate) struct Target {
    pub(crate) kind: Kind,
    pub(crate) address: SocketAddr,
    child: Child,
    home: TempDir,
    /// The address of its database, where it is our server.
    database: String,
    token: String,
    flags: Vec<String>,
    /// Files that were sent; each has a remark of its own.
    files: usize,
    door: TcpStream,
}

/// Where our server is: `VUNGXANH_BINARY`, or beside this program.
fn binary() -> PathBuf {
    std::env::var_os("VUNGXANH_BINARY").map_or_else(
        || std::env::current_exe().expect("this program has a place").with_file_name("vungxanh"),
        PathBuf::from,
    )
}

/// Where Debian puts nginx's module.
const NCHAN: &str = "/usr/lib/nginx/modules/ngx_nchan_module.so";

/// Whether nginx with Nchan is there.
pub(crate) fn has_nchan() -> bool {
    Path::new(NCHAN).exists()
}

impl Target {
    /// Starts one. Flags are for our server, and so is a database; without one it has a file.
    pub(crate) fn start(kind: Kind, flags: &[&str], database: Option<String>) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let flags: Vec<_> = flags.iter().map(|&flag| flag.to_owned()).collect();
        let database = database.unwrap_or_else(|| format!("sqlite://{}", home.path().join("map.db").display()));
        let token = if kind == Kind::Ours { token(&database) } else { String::new() };
        let (child, address) = launch(kind, home.path(), "127.0.0.1:0", &database, &flags);
        let door = TcpStream::connect(address).expect("a door");
        Self { kind, address, child, home, database, token, flags, files: 0, door }
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Kills it as a power cut would, and starts it again where it was; when it said that it listens.
    pub(crate) fn strike(&mut self, between: impl FnOnce()) -> Instant {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it ends");
        between();
        let listen = self.address.to_string();
        let (child, _) = launch(self.kind, self.home.path(), &listen, &self.database, &self.flags);
        let now = Instant::now();
        self.child = child;
        self.door = TcpStream::connect(self.address).expect("a door");
        now
    }

    /// Sends a body without waiting for the answer, which [`Self::answer`] has.
    pub(crate) fn post(&mut self, path: &str, body: &str) {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Type: text/csv\r\n\
             Content-Length: {}\r\n\r\n",
            self.address,
            self.token,
            body.len()
        );
        // In one go: a second write would wait until the first is acknowledged.
        self.door.write_all(&[head.as_bytes(), body.as_bytes()].concat()).expect("a request");
    }

    /// The number of the entry that a file of reports made.
    pub(crate) fn stores(&mut self, body: &str) -> i64 {
        self.post("/api/v1/reports", body);
        let receipt: serde_json::Value = serde_json::from_str(&self.answer()).expect("a receipt");
        receipt["seq"].as_i64().unwrap_or_else(|| panic!("{receipt}"))
    }

    /// The body of the answer, which must be good.
    pub(crate) fn answer(&mut self) -> String {
        let mut reader = BufReader::new(&self.door);
        let (mut status, mut length) = (String::new(), 0);
        reader.read_line(&mut status).expect("an answer");
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).expect("a header");
            let line = line.trim().to_lowercase();
            if let Some(said) = line.strip_prefix("content-length: ") {
                length = said.parse().expect("a length");
            }
            if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).expect("a body");
        let body = String::from_utf8(body).expect("a text");
        assert!(status.starts_with("HTTP/1.1 20"), "{}: {status}{body}", self.kind.name());
        body
    }

    /// Whether an answer has begun to come.
    pub(crate) fn has_answered(&self) -> bool {
        self.door.set_nonblocking(true).expect("a look at the door");
        let begun = self.door.peek(&mut [0]).is_ok();
        self.door.set_nonblocking(false).expect("a look at the door");
        begun
    }

    /// Asks our server.
    pub(crate) fn get(&mut self, path: &str) -> serde_json::Value {
        write!(self.door, "GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).expect("a request");
        serde_json::from_str(&self.answer()).expect("JSON")
    }

    /// A file in which each of some communes has `f0` cases of open source today.
    pub(crate) fn file<'a>(&mut self, communes: impl IntoIterator<Item = &'a str>, f0: usize) -> String {
        self.files += 1;
        let mut file = "commune,day,f0,f0_isolated,f0_unknown_source,f0_special_venue,note\n".to_owned();
        for code in communes {
            writeln!(file, "{code},2021-09-05,{f0},0,{f0},0,{}", self.files).expect("a string takes everything");
        }
        file
    }
}

impl Drop for Target {
    fn drop(&mut self) {
        // It is gone already where it crashed, and then the measurement has failed before.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sockets that say everything back. They are gone where this is dropped.
pub(crate) struct Echo {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Echo {
    pub(crate) fn start() -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this program has a place"));
        let (child, address) = listening(command.arg("echo").stdout(Stdio::piped()));
        Self { child, address }
    }
}

impl Drop for Echo {
    fn drop(&mut self) {
        // As above.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn token(database: &str) -> String {
    let made = Command::new(binary()).args(["token", "new", "--role", "reporter", "--database", database]).output();
    String::from_utf8(made.expect("the server's binary").stdout).expect("a token").trim().to_owned()
}

/// Starts a process on the core of whoever is measured; waits until it listens.
fn launch(kind: Kind, home: &Path, listen: &str, database: &str, flags: &[String]) -> (Child, SocketAddr) {
    let mut command = Command::new("taskset");
    command.args(["-c", CORE]).env("VUNGXANH_LOG", "error").stdin(Stdio::null()).stdout(Stdio::piped());
    match kind {
        Kind::Ours => {
            command.arg(binary()).args(["serve", "--listen", listen, "--database", database]);
            command.args(["--clock-start", NOON, "--viewers-per-address", "20000"]).args(flags);
        }
        Kind::Bound | Kind::Axum => {
            command.arg(std::env::current_exe().expect("this program has a place")).arg(kind.name());
        }
        Kind::Nchan => return nginx(command, home),
    }
    listening(&mut command)
}

/// Starts a process that says where it listens, and waits until it has.
fn listening(command: &mut Command) -> (Child, SocketAddr) {
    let mut child = command.spawn().expect("taskset, and what it starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("it says where it listens");
    let address = line.trim().strip_prefix("listening on http://").expect("it listens");
    (child, address.parse().expect("an address"))
}

/// nginx with Nchan, in one process as the others; the newest message is kept for those who come.
fn nginx(mut command: Command, home: &Path) -> (Child, SocketAddr) {
    let free = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a free port");
    let home = home.display();
    let configuration = format!(
        "load_module {NCHAN}; daemon off; master_process off; worker_rlimit_nofile 20000; pid {home}/pid;
        error_log {home}/log error; events {{ worker_connections 65536; }}
        http {{ access_log off; client_body_temp_path {home}/body; proxy_temp_path {home}/proxy;
        fastcgi_temp_path {home}/fastcgi; uwsgi_temp_path {home}/uwsgi; scgi_temp_path {home}/scgi;
        keepalive_requests 1000000; keepalive_timeout 1h; client_max_body_size 8m; client_body_buffer_size 1m;
        nchan_shared_memory_size 256m; tcp_nodelay on;
        server {{ listen {free} backlog=4096;
        location = /live {{ nchan_subscriber websocket; nchan_channel_id board; nchan_subscriber_first_message newest; }}
        location = /pub {{ nchan_publisher; nchan_channel_id board; nchan_message_buffer_length 100; }} }} }}"
    );
    let file = format!("{home}/nginx.conf");
    std::fs::write(&file, configuration).expect("a file");
    let child = command.args(["nginx", "-p", &home.to_string(), "-c", &file]).spawn().expect("nginx");
    let begun = Instant::now();
    while TcpStream::connect(free).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(10), "nginx does not listen");
        std::thread::yield_now();
    }
    (child, free)
}
