//! Tokens: who may post. Only hashes are here; a token itself is never stored nor logged.

use super::engine::{ask, tell};
use super::{Store, StoreError};
use crate::domain::unit::UnitCode;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// What a token allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Role {
    /// Posts reports of any commune of the province.
    Reporter,
    /// Sets flags on any unit of the province, and posts reports as well.
    Officer,
}

impl Role {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
            Self::Officer => "officer",
        }
    }

    /// Whether it allows what `needed` does: an officer may do what a reporter does.
    pub fn may(self, needed: Self) -> bool {
        self == needed || self == Self::Officer
    }

    fn parse(code: &str) -> Result<Self, StoreError> {
        match code {
            "reporter" => Ok(Self::Reporter),
            "officer" => Ok(Self::Officer),
            _ => Err(StoreError::Foreign("token.role", code.to_owned())),
        }
    }
}

/// A token that exists.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its number, for the record of who sent what.
    pub id: i64,
    /// What it allows.
    pub role: Role,
    /// The province for which it allows it; none: every one.
    pub province: Option<UnitCode>,
}

/// How a token begins, so that one that leaked is recognised for what it is.
const PREFIX: &str = "vx_";

impl Store {
    /// Makes a token of 256 random bits and keeps its hash. Nothing ever shows it again.
    pub async fn new_token(
        &self,
        role: Role,
        province: Option<&UnitCode>,
        now: Timestamp,
    ) -> Result<String, StoreError> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(StoreError::NoRandomness)?;
        let secret = format!("{PREFIX}{}", hex::encode(random));
        // Under the lock of all writes: numbers are given out one by one.
        let mut writing = self.write().await?;
        tell!(
            writing.on(),
            "INSERT INTO token (id, hash, role, created_at, province)
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3, $4 FROM token",
            [hash(&secret), role.code(), now.as_millisecond(), province.map(UnitCode::as_str)]
        )?;
        writing.commit().await?;
        Ok(secret)
    }

    /// The token of a secret.
    pub async fn token(&self, secret: &str) -> Result<Option<Token>, StoreError> {
        let sql = "SELECT id, role, province FROM token WHERE hash = $1";
        let row: Option<(i64, String, Option<String>)> = ask!(&self.pool, sql, [hash(secret)], fetch_optional)?;
        row.map(|(id, role, province)| {
            Ok(Token { id, role: Role::parse(&role)?, province: province.map(province_of).transpose()? })
        })
        .transpose()
    }
}

fn province_of(code: String) -> Result<UnitCode, StoreError> {
    UnitCode::parse(&code).ok_or(StoreError::Foreign("token.province", code))
}

/// A fast hash is enough: a secret of 256 random bits cannot be guessed from it.
fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}
