//! `token new`: makes a token and prints it alone, so that a script can take it.

use super::{CommandError, say};
use crate::clock::Clock;
use crate::config::Token;
use crate::store::Store;

pub(super) async fn run(args: Token) -> Result<(), CommandError> {
    match args {
        Token::New { role, province, database } => {
            let store = Store::open(&database).await?;
            say(store.new_token(role, province.as_ref(), Clock::wall().now()).await?)?;
            store.close().await;
        }
    }
    Ok(())
}
