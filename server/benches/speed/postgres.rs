//! A PostgreSQL of the machine's own, thrown away after use: a cluster in a temporary folder, reached by a
//! socket there and by no port. Only what the machine has installed is run, and never as root.

use std::io::Write;
use std::os::unix::fs::{MetadataExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Nothing is kept, so nothing waits for a disk; memory and workers as on a server that does this work.
const SETTINGS: &str = "-c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off
    -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=8GB -c autovacuum=off -c shared_buffers=2GB
    -c work_mem=512MB -c maintenance_work_mem=512MB -c effective_cache_size=6GB -c random_page_cost=1.1
    -c max_parallel_workers=8 -c max_parallel_workers_per_gather=4";

/// A cluster that runs until it is dropped.
pub(crate) struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    /// The user and group that it runs as, where that is not who measures.
    owner: Option<(u32, u32)>,
}

impl Postgres {
    /// Starts one, or says why that cannot be.
    pub(crate) fn start() -> Result<Self, String> {
        let programs = programs().ok_or("PostgreSQL is not installed (apt install postgresql)")?;
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        let owner = if is_root { Some(user().ok_or("there is no user postgres to run it as")?) } else { None };
        let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group)).map_err(|error| error.to_string())?;
        }
        let cluster = Self { programs, folder, owner };
        let data = cluster.folder().join("data");
        let initdb = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "-D"];
        cluster.run("initdb", |command| command.args(initdb).arg(&data))?;
        let settings = format!("{SETTINGS} -c unix_socket_directories={}", cluster.folder().display());
        let settings = settings.split_whitespace().collect::<Vec<_>>().join(" ");
        let log = cluster.folder().join("log");
        cluster.run("pg_ctl", |command| {
            command.args(["start", "-w", "-o", &settings, "-l"]).arg(&log).arg("-D").arg(&data)
        })?;
        Ok(cluster)
    }

    /// Its folder, which it can read and write.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs statements, the variables of which are given; they must succeed. What they print comes back.
    pub(crate) fn sql(&self, statements: &str, variables: &[(&str, String)]) -> String {
        let mut psql = self.command("psql");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", "postgres", "-h"]);
        psql.arg(self.folder()).args(variables.iter().map(|(name, value)| format!("--set={name}={value}")));
        psql.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = psql.spawn().expect("psql runs");
        let mut input = running.stdin.take().expect("its input is piped");
        input.write_all(statements.as_bytes()).expect("it reads");
        drop(input);
        let ran = running.wait_with_output().expect("it ends");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).expect("it prints text")
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command.current_dir(self.folder()).env("TMPDIR", self.folder());
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }

    /// Its output goes nowhere: the server would keep a pipe open.
    fn run(&self, program: &str, with: impl FnOnce(&mut Command) -> &mut Command) -> Result<(), String> {
        let mut command = self.command(program);
        let ran = with(&mut command).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        match ran {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{program}: {status}")),
            Err(error) => Err(format!("{program}: {error}")),
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let data = self.folder().join("data");
        // Where it never started there is nothing to stop.
        let _ = self.run("pg_ctl", |command| command.args(["stop", "-w", "-m", "immediate", "-D"]).arg(&data));
    }
}

/// The folder of the programs: that of the `initdb` in the path, or of Debian's newest release.
fn programs() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let in_path = std::env::split_paths(&path).map(|folder| folder.join("initdb")).find(|initdb| initdb.is_file());
    if let Some(initdb) = in_path {
        return Some(initdb.canonicalize().ok()?.parent()?.to_owned());
    }
    let releases = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |release: &Path| release.file_name()?.to_str()?.parse::<u32>().ok();
    let newest =
        releases.map(|entry| entry.path()).filter(|it| it.join("bin/initdb").is_file()).max_by_key(|it| number(it))?;
    Some(newest.join("bin"))
}

/// The user and group of `postgres`.
fn user() -> Option<(u32, u32)> {
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let fields =
        users.lines().map(|line| line.split(':').collect::<Vec<_>>()).find(|fields| fields[0] == "postgres")?;
    Some((fields.get(2)?.parse().ok()?, fields.get(3)?.parse().ok()?))
}
