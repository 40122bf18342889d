//! `token new`: makes a token and prints it alone, so that a script can take it.

use super::{CommandError, say};
use crate::clock::Clock;
use crate::config::{Token, spoken};
use crate::domain::unit::UnitCode;
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
            if let Some(province) = &province
                && let Some(note) = strange(province, &store.provinces().await?)
            {
                eprintln!("{note}");
            }
            say(store.new_token(role, province.as_ref(), Clock::wall().now()).await?)?;
            store.close().await;
        }
    }
    Ok(())
}

/// What is said of a province that no server kept boards of: which codes there are is in its folder, and no list of all is
/// built in, so the token is made all the same.
fn strange(province: &UnitCode, kept: &[String]) -> Option<String> {
    if kept.iter().any(|code| code == province.as_str()) {
        return None;
    }
    let (vi, en) = if kept.is_empty() {
        (
            format!("lưu ý: chưa máy chủ nào dùng cơ sở dữ liệu này nên chưa biết có tỉnh mã {province} hay không"),
            format!(
                "note: no server has used this database yet, so whether there is a province {province} is not known"
            ),
        )
    } else {
        let kept = kept.join(", ");
        (
            format!(
                "lưu ý: cơ sở dữ liệu này chỉ có tỉnh mã {kept}; mã truy cập sau đây không gửi được gì cho đến khi có máy \
                 chủ của tỉnh mã {province}"
            ),
            format!(
                "note: this database has province {kept} only; the token that follows can send nothing until a server \
                 serves province {province}"
            ),
        )
    };
    Some(spoken().of(vi, en))
}
