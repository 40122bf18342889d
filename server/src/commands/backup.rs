//! `backup` and `restore`: a database copied to a file, and a file made a database again.

use super::{CommandError, say};
use crate::config::{Backup, Restore};
use crate::store::Store;

pub(super) async fn back_up(args: Backup) -> Result<(), CommandError> {
    let held = Store::back_up(&args.database, &args.file).await?;
    Ok(say(format_args!("{}: {held}; verified", args.file.display()))?)
}

pub(super) async fn restore(args: Restore) -> Result<(), CommandError> {
    let held = Store::restore(&args.file, &args.database).await?;
    Ok(say(format_args!("{}: {held}; verified", &*args.database))?)
}
