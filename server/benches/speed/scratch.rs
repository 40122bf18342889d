//! Where a run writes: one folder, some gigabytes at times, that goes when the run ends, when it fails and
//! when it is broken off.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

/// The folder, in which all later temporary folders stand. Another user, as whom a PostgreSQL runs, may pass
/// through it.
pub(crate) fn folder(runtime: &Runtime) -> TempDir {
    let named = tempfile::Builder::new().prefix("vungxanh-speed-").permissions(Permissions::from_mode(0o711)).tempdir();
    let folder = named.expect("a folder for what is written");
    tempfile::env::override_temp_dir(folder.path()).expect("it is the first to say so");
    let path = folder.path().to_owned();
    runtime.spawn(async move {
        broken_off().await;
        // A PostgreSQL looks once a minute whether its folder is there, and ends by itself where it is not.
        if let Err(error) = std::fs::remove_dir_all(&path) {
            eprintln!("{} could not be removed: {error}", path.display());
        }
        std::process::exit(130);
    });
    folder
}

/// Waits for the signals that end a program.
async fn broken_off() {
    let [mut interrupted, mut terminated] =
        [SignalKind::interrupt(), SignalKind::terminate()].map(|kind| signal(kind).expect("a signal"));
    tokio::select! { _ = interrupted.recv() => (), _ = terminated.recv() => () }
}
