//! Batches: what came in one file, with the answer it was given. Their numbers follow time, and no
//! file counts twice.

use super::corrections::Reason;
use super::engine::{ask, tell};
use super::{StoreError, Writing};
use crate::domain::unit::UnitCode;
use jiff::Timestamp;

/// Many rows a statement: a statement's fixed cost would outweigh its row.
pub(super) const ROWS: usize = 500;

/// The number of the first batch.
pub(super) const FIRST: i64 = 1;

/// What a batch holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BatchKind {
    /// Reports of communes.
    Reports,
    /// Flags that officers set.
    Flags,
}

impl BatchKind {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reports => "reports",
            Self::Flags => "flags",
        }
    }

    /// The kind of a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Reports, Self::Flags].into_iter().find(|kind| kind.code() == code)
    }
}

/// Why a batch corrects, as its sender says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grounds {
    /// The reason.
    pub reason: Reason,
    /// More on it.
    pub explanation: Option<String>,
}

/// Reports or flags that came together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Its number.
    pub no: i64,
    /// What it holds.
    pub kind: BatchKind,
    /// The province it is about.
    pub province: UnitCode,
    /// The instant of its commit.
    pub t: Timestamp,
    /// The token it was sent with.
    pub token: Option<i64>,
    /// SHA-256 of the bytes as sent.
    pub content_hash: String,
    /// The sender's key against doing the same thing twice.
    pub idempotency_key: Option<String>,
    /// The answer that was given.
    pub receipt: String,
    /// Why it corrects, where its sender says.
    pub grounds: Option<Grounds>,
}

impl Writing<'_> {
    /// The content hash and the answer of the batch that was sent with a key.
    pub async fn batch_of_key(&mut self, token: i64, key: &str) -> Result<Option<(String, String)>, StoreError> {
        let sql = "SELECT content_hash, receipt FROM batch WHERE token = $1 AND idempotency_key = $2";
        Ok(ask!(self.on(), sql, [token, key], fetch_optional)?)
    }

    /// The newest batch of the same content.
    pub async fn batch_of_content(&mut self, province: &UnitCode, hash: &str) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT MAX(no) FROM batch WHERE province = $1 AND content_hash = $2";
        let (no,) = ask!(self.on(), sql, [province.as_str(), hash], fetch_one)?;
        Ok(no)
    }

    /// The highest batch number given out.
    pub async fn last_batch(&mut self) -> Result<i64, StoreError> {
        let (no,) = ask!(self.on(), "SELECT COALESCE(MAX(no), 0) FROM batch", [], fetch_one)?;
        Ok(no)
    }

    /// Adds a batch.
    pub async fn add_batch(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let grounds = batch.grounds.as_ref();
        tell!(
            self.on(),
            "INSERT INTO batch (no, kind, province, t, token, content_hash, idempotency_key, receipt, reason,
             explanation) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                batch.no,
                batch.kind.code(),
                batch.province.as_str(),
                batch.t.as_millisecond(),
                batch.token,
                &batch.content_hash,
                &batch.idempotency_key,
                &batch.receipt,
                grounds.map(|grounds| grounds.reason.code()),
                grounds.and_then(|grounds| grounds.explanation.as_deref()),
            ]
        )?;
        Ok(())
    }
}
