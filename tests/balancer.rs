//! The parts of `deploy/` that a machine without containers can run: `balancer.conf` in a real nginx before
//! three servers on one PostgreSQL. Skipped where the machine has neither.

use crate::home::{Home, shared};
use crate::reports::{communes, project, short};
use crate::server::{App, NOON, Settings};
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;
use tempfile::TempDir;

/// An nginx that runs until it is dropped.
struct Nginx {
    folder: TempDir,
    address: String,
}

impl Nginx {
    /// One with the shipped settings before some servers; none where there is no nginx.
    fn before(apps: &[App]) -> Option<Self> {
        let program = program()?;
        let folder = tempfile::tempdir().unwrap();
        let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let mut conf = std::fs::read_to_string(project("deploy/balancer.conf")).unwrap();
        for (at, app) in apps.iter().enumerate() {
            let shipped = format!("172.31.86.1{}:8686", at + 1);
            assert!(conf.contains(&shipped));
            conf = conf.replace(&shipped, &app.address);
        }
        conf = conf.replace("listen 8080;", &format!("listen {address};"));
        std::fs::write(folder.path().join("balancer.conf"), conf).unwrap();
        let at = folder.path().display();
        let paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let paths: String = paths.map(|name| format!("{name}_temp_path {at}/{name};\n")).concat();
        // Only where the tests run as root does it matter who its workers are: whoever may write here.
        let main = format!(
            "user root; pid {at}/pid; error_log {at}/log; events {{}}\nhttp {{ access_log off;\n{paths}include {at}/balancer.conf; }}\n"
        );
        std::fs::write(folder.path().join("nginx.conf"), main).unwrap();
        // It comes back once it listens.
        let started = Command::new(program).arg("-p").arg(folder.path()).args(["-c", "nginx.conf"]).output().unwrap();
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        Some(Self { folder, address })
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        if let Ok(pid) = std::fs::read_to_string(self.folder.path().join("pid")) {
            // Where it is gone already there is nothing to end.
            let _ = Command::new("kill").args(["-TERM", pid.trim()]).status();
        }
    }
}

fn program() -> Option<PathBuf> {
    let found = ["/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx"].map(PathBuf::from);
    let found = found.into_iter().find(|path| path.is_file());
    if found.is_none() {
        println!("no nginx; this journey is skipped");
    }
    found
}

#[test]
fn behind_a_balancer_any_server_takes_reports_and_shows_boards_and_one_that_ends_is_not_missed() {
    let Some(cluster) = shared() else { return };
    let first = Settings::of(Home::on(cluster, "")).flag("--clock-start", NOON).flag("--proxy", "127.0.0.1").start();
    let settings = first.settings.clone();
    let apps = [settings.clone().start(), settings.clone().start(), settings.start()];
    let Some(nginx) = Nginx::before(&apps) else { return };
    // What asks `front` asks whichever server the balancer chooses; the first one, behind none, stands by.
    let mut front = first;
    front.address.clone_from(&nginx.address);
    assert_eq!((front.get("/metrics").status, front.get("/readyz").status), (404, 404));
    let mut viewers: Vec<_> = (0..6).map(|_| front.watch()).collect();
    for viewer in &mut viewers {
        assert_eq!(viewer.board()["seq"], 1);
    }
    let mut rows = communes().into_iter().map(|commune| short([format!("{commune},2021-09-05,1")]));
    let mut store = |seq: i64| assert_eq!(front.stores(rows.next().unwrap())["seq"], seq);
    (2..8).for_each(&mut store);
    for viewer in &mut viewers {
        viewer.boards_to(7);
    }
    // One is killed and one stopped: visitors and files find the one that is left.
    apps[0].strike();
    apps[0].ended();
    (8..12).for_each(&mut store);
    apps[1].terminate();
    (12..16).for_each(&mut store);
    let ended: usize = viewers.drain(..).map(|mut viewer| usize::from(viewer.ends_or_reaches(15))).sum();
    assert!((1..6).contains(&ended), "the viewers were spread: {ended} of 6 lost their server");
    assert_eq!(front.watch().boards_to(15).last().unwrap()["seq"], 15);
    assert_eq!(apps[2].read("/api/v1/board"), front.read("/api/v1/board"));
    assert_eq!(apps[2].changes_since(0), front.changes_since(0));
}
