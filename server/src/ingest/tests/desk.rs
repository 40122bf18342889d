//! What a delivery is answered with when it is only tried.

use super::*;
use crate::clock::Clock;
use crate::live::Hub;
use crate::rulebook;
use crate::store::Store;
use crate::wire::Receipt;
use std::sync::Arc;

struct Office {
    desk: Desk,
    _home: tempfile::TempDir,
}

impl Office {
    async fn open() -> Self {
        let home = tempfile::tempdir().unwrap();
        let store = Store::open(&format!("sqlite://{}", home.path().join("map.db").display())).await.unwrap();
        let clock = Clock::simulated("2021-09-05T12:00:00+07:00".parse().unwrap(), 0.0);
        let rules = Arc::new(rulebook::load(None).unwrap());
        let desk = Desk::open(store, Arc::new(Atlas::shipped()), rules, clock, false).await.unwrap();
        Self { desk, _home: home }
    }

    async fn send(&self, file: &str, dry_run: bool) -> Receipt {
        let bytes = bytes::Bytes::copy_from_slice(file.as_bytes());
        let delivery =
            Delivery { kind: Kind::Csv, bytes, absent: Absent::Zero, dry_run, token: None, idempotency_key: None };
        self.desk.submit(delivery).await.unwrap()
    }

    fn hub(&self) -> &Hub {
        self.desk.hub()
    }
}

#[tokio::test]
async fn a_trial_tells_what_would_be_and_changes_nothing() {
    let office = Office::open().await;
    let file = "commune,day,f0,f0_unknown_source\n22738,2021-09-05,2,2\n";
    let before = office.hub().current();
    let tried = office.send(file, true).await;
    assert_eq!((tried.batch, tried.dry_run, tried.seq), (None, true, before.entry.seq));
    assert_eq!((tried.rows, tried.revisions, tried.zeros_added), (1, 65, 64));
    assert!(Arc::ptr_eq(&before, &office.hub().current()), "nothing was pushed");
    assert_eq!(office.send(file, true).await, tried, "nothing was stored");
    let done = office.send(file, false).await;
    assert_eq!((done.batch, done.dry_run, done.seq), (Some(1), false, before.entry.seq + 1));
    let said = |receipt: &Receipt| (receipt.rows, receipt.revisions, receipt.zeros_added, receipt.changes.clone());
    assert_eq!(said(&done), said(&tried));
    assert!(!done.changes.is_empty());
    let again = office.send(file, true).await;
    assert_eq!((again.revisions, again.unchanged, again.dry_run), (0, 1, true));
}
