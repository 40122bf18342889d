//! Parses the arguments, starts the log, and calls one function.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use vungxanh::commands;
use vungxanh::config::arguments;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = arguments();
    let log = tracing_subscriber::fmt().with_env_filter(EnvFilter::new(&cli.log)).with_writer(std::io::stderr);
    // People read terminals; whatever else takes the log is a program.
    if std::io::stderr().is_terminal() {
        log.init();
    } else {
        log.json().flatten_event(true).with_span_list(false).init();
    }
    match commands::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Who closed the pipe has read enough.
            let _ = writeln!(std::io::stderr(), "{}", error.line());
            ExitCode::FAILURE
        }
    }
}
