//! `backup` and `restore`: a database copied to a file, and a file made a database again.

use super::CommandError;
use crate::config::{Backup, Restore};
use crate::store::Store;

pub(super) async fn back_up(args: Backup) -> Result<(), CommandError> {
    let held = Store::back_up(&args.database, &args.file).await?;
    println!("{}: {held}; verified", args.file.display());
    Ok(())
}

pub(super) async fn restore(args: Restore) -> Result<(), CommandError> {
    let held = Store::restore(&args.file, &args.database).await?;
    println!("{}: {held}; verified", args.database);
    Ok(())
}
