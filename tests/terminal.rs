//! The command line: what a command prints and how it exits. No variable of the caller's
//! environment reaches it.

use std::ffi::OsStr;
use std::process::Command;

/// The binary under test.
pub(crate) const BINARY: &str = env!("CARGO_BIN_EXE_vungxanh");

/// What a command left behind.
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The binary, without the caller's settings.
pub(crate) fn vungxanh() -> Command {
    let mut command = Command::new(BINARY);
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("VUNGXANH_")) {
        command.env_remove(name);
    }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    command
}

/// Runs a command to its end.
pub(crate) fn run(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ended {
    run_with(&[], arguments)
}

/// Runs a command with environment variables.
pub(crate) fn run_with(variables: &[(&str, &str)], arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Ended {
    let output = vungxanh().args(arguments).envs(variables.iter().copied()).output().expect(BINARY);
    let text = |bytes| String::from_utf8(bytes).expect("it prints UTF-8");
    Ended { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// What a command printed; it must end well.
pub(crate) fn printed(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> String {
    let ended = run(arguments);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    ended.out
}

/// A new token.
pub(crate) fn new_token(database: &str, role: &str) -> String {
    printed(["token", "new", "--role", role, "--database", database]).trim_end().to_owned()
}
