//! Where a test's server keeps its data: a folder, and in it a file or beside it a database of a throw-away
//! PostgreSQL. `VUNGXANH_TEST_DATABASE=postgres` says that every journey is to go the second way.

use crate::postgres::Postgres;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// Small, and enough for all the servers that tests run at once.
const SETTINGS: &str = "-c max_connections=400 -c shared_buffers=64MB -c wal_level=minimal -c max_wal_senders=0";

/// A folder, and perhaps a database; both go when the last server that knows them is done.
pub(crate) struct Home {
    folder: TempDir,
    database: Option<Database>,
}

/// A database of a cluster.
struct Database {
    cluster: Arc<Postgres>,
    name: String,
}

impl Home {
    /// A home of the kind that this run asks for.
    pub(crate) fn new() -> Self {
        match std::env::var("VUNGXANH_TEST_DATABASE").as_deref() {
            Ok("postgres") => Self::on(shared().expect("this run is about PostgreSQL"), ""),
            _ => Self::on_file(),
        }
    }

    /// A home whose database is a file.
    pub(crate) fn on_file() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database: None }
    }

    /// A home whose database is a cluster's, made with some options.
    pub(crate) fn on(cluster: Arc<Postgres>, options: &str) -> Self {
        static MADE: AtomicU32 = AtomicU32::new(1);
        let name = format!("test_{}", MADE.fetch_add(1, Ordering::Relaxed));
        cluster.sql("postgres", &format!("CREATE DATABASE {name} TEMPLATE template0 {options}"), &[]);
        Self { folder: tempfile::tempdir().unwrap(), database: Some(Database { cluster, name }) }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database's address.
    pub(crate) fn url(&self) -> String {
        match &self.database {
            None => format!("sqlite://{}", self.folder.path().join("map.db").display()),
            Some(database) => database.cluster.url(&database.name),
        }
    }

    /// Runs statements in the database of a cluster; what they print.
    pub(crate) fn sql(&self, statements: &str) -> String {
        let database = self.database.as_ref().expect("it is a cluster's");
        database.cluster.sql(&database.name, statements, &[])
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        // A cluster that a test stopped is about to go as a whole; and where the test failed, that is what is to be told.
        if let Some(Database { cluster, name }) = &self.database
            && cluster.folder().join("data/postmaster.pid").exists()
            && !std::thread::panicking()
        {
            cluster.sql("postgres", &format!("DROP DATABASE {name} WITH (FORCE)"), &[]);
        }
    }
}

/// The cluster of this run of the tests, started when the first one wants it.
pub(crate) fn shared() -> Option<Arc<Postgres>> {
    static CLUSTER: OnceLock<Option<Arc<Postgres>>> = OnceLock::new();
    let start = || match Postgres::start(SETTINGS) {
        Ok(cluster) => Some(Arc::new(cluster)),
        Err(why) => {
            println!("no PostgreSQL: {why}; tests that need one are skipped");
            None
        }
    };
    CLUSTER.get_or_init(start).clone()
}

/// A cluster of a test's own, which may be stopped.
pub(crate) fn own() -> Option<Arc<Postgres>> {
    shared()?;
    Some(Arc::new(Postgres::start(SETTINGS).expect("it started before")))
}
