//! A file as it came in, and why it may not be taken.

use super::follow::LogError;
use super::kind::Kind;
use super::refusal::Refusals;
use crate::store::{Grounds, StoreError};
use sha2::{Digest, Sha256};
use thiserror::Error;

/// What a batch says of communes it leaves out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, serde::Deserialize, clap::ValueEnum, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// They had no case: a zero is added where there is neither a row nor a report already.
    Zero,
    /// Nothing is known of them.
    #[default]
    Missing,
}

/// What a file is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Matter {
    /// Reports, what is said of communes that are left out, and why they correct what was reported.
    Reports(Absent, Option<Grounds>),
    /// Flags.
    Flags,
}

/// A file as it came in.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// What it is about.
    pub matter: Matter,
    /// Its form.
    pub kind: Kind,
    /// Its bytes.
    pub bytes: bytes::Bytes,
    /// Whether only to tell what it would do.
    pub dry_run: bool,
    /// The token it was sent with; none for the demo's own feed.
    pub token: Option<i64>,
    /// The sender's key against doing the same thing twice.
    pub idempotency_key: Option<String>,
}

impl Delivery {
    /// SHA-256 of the bytes, and of how they are to be read where that is not as they stand.
    pub(super) fn hash(&self) -> String {
        let said: &[u8] = match &self.matter {
            Matter::Reports(Absent::Missing, _) => b"",
            Matter::Reports(Absent::Zero, _) => b"absent=zero",
            Matter::Flags => b"flags",
        };
        hex::encode(Sha256::new().chain_update(&self.bytes).chain_update(said).finalize())
    }
}

/// Why a file was not taken. Nothing of it is stored.
#[derive(Debug, Error)]
pub enum SubmitError {
    /// Rows are wrong.
    #[error("{} things are wrong with the file", .0.total())]
    Rejected(Refusals),
    /// The key was used for other bytes.
    #[error("the idempotency key was used for another file")]
    KeyReused,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The log cannot be gone on with.
    #[error(transparent)]
    Log(LogError),
    /// The task that wrote was lost.
    #[error("the writer stopped before it was done")]
    Lost,
}

impl From<LogError> for SubmitError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Store(error) => Self::Store(error),
            error => Self::Log(error),
        }
    }
}
