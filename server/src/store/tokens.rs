//! Tokens: who may post. Only hashes are here; a token itself is never stored nor logged.

use super::{Store, StoreError};
use jiff::Timestamp;

/// What a token allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Role {
    /// Posts reports of any commune of the province.
    Reporter,
}

impl Role {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Reporter => "reporter",
        }
    }

    fn parse(code: &str) -> Result<Self, StoreError> {
        match code {
            "reporter" => Ok(Self::Reporter),
            _ => Err(StoreError::Foreign("token.role", code.to_owned())),
        }
    }
}

/// A token that exists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// Its number, for the record of who sent what.
    pub id: i64,
    /// What it allows.
    pub role: Role,
}

impl Store {
    /// Keeps a new token by its hash.
    pub async fn add_token(&self, hash: &str, role: Role, now: Timestamp) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO token (id, hash, role, created_at)
             SELECT COALESCE(MAX(id), 0) + 1, $1, $2, $3 FROM token",
        )
        .bind(hash)
        .bind(role.code())
        .bind(now.as_millisecond())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The token of a hash.
    pub async fn token(&self, hash: &str) -> Result<Option<Token>, StoreError> {
        let row: Option<(i64, String)> = sqlx::query_as("SELECT id, role FROM token WHERE hash = $1")
            .bind(hash)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|(id, role)| Ok(Token { id, role: Role::parse(&role)? })).transpose()
    }
}
