//! One binary that drives the real server through its public door: HTTP, the live socket, the
//! command line and signals. Nothing here sleeps: a test waits for a line, a frame or an exit.
//! What a test waits for has a generous end, so that a fault is a failure and never a hang.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails where it stands")]

/// A throw-away PostgreSQL.
mod postgres;

/// Where a server keeps its data.
mod home;

/// A way between two that can be disturbed.
mod proxy;

/// The server as a process: started, stopped, killed, started again on the same database.
mod server;

/// Requests and answers.
mod door;

/// The live socket as a page sees it.
mod viewer;

/// Files of reports.
mod reports;

/// What the command line prints, and how it exits.
mod terminal;

/// Numbers that look random and are the same in every run.
mod dice;

mod agreement;
mod architecture;
mod backups;
mod balancer;
mod boards;
mod causes;
mod churn;
mod classify;
mod command_line;
mod compare;
mod completeness;
mod correction_events;
mod corrections;
mod envelope;
mod export_files;
mod exports;
mod flag_events;
mod flag_files;
mod flags;
mod forms;
mod hints;
mod history;
mod kills;
mod late_reports;
mod live;
mod midnight;
mod migrations;
mod on_postgres;
mod operations;
mod pictures;
mod provinces;
mod real_counts;
mod refusals;
mod replicas;
mod said;
mod schedules;
mod scopes;
mod security;
mod talk;
mod timelines;
mod torn_files;
mod traces;
mod viewers;
mod watching;
mod what_if;
