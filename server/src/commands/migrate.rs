//! `migrate`: a province moved to another database.

use super::{CommandError, say};
use crate::config::Migrate;
use crate::store::Store;

pub(super) async fn run(args: Migrate) -> Result<(), CommandError> {
    let (held, hash) = Store::migrate(&args.from, &args.to).await?;
    Ok(say(format_args!("moved: {held}; verified, sha256 {hash}"))?)
}
