//! `token new`: makes a token and prints it alone, so that a script can take it.

use super::{CommandError, say};
use crate::clock::Clock;
use crate::config::{Token, spoken};
use crate::store::Store;

pub(super) async fn run(args: Token) -> Result<(), CommandError> {
    match args {
        Token::New { role, province, database } => {
            let store = Store::open(&database).await?;
            if let Some(file) = store.made() {
                let file = file.display();
                let vi = format!("lưu ý: chưa có cơ sở dữ liệu {file} nên đã tạo mới; máy chủ phải dùng chính tệp này");
                let en = format!("note: there was no database {file}, so it was made; the server has to use this file");
                eprintln!("{}", spoken().of(vi, en));
            }
            say(store.new_token(role, province.as_ref(), Clock::wall().now()).await?)?;
            store.close().await;
        }
    }
    Ok(())
}
