//! Arguments that cannot be read, told in the language of the terminal. In English clap's own words stand; this says the
//! same in Vietnamese, for those at an office who sent a file.

use super::{Cli, spoken};
use crate::domain::rules::Lang;
use clap::Parser;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::error::Error as _;
use std::process::exit;

/// The arguments of this process. Where they cannot be read it ends here, with 2; help and version end it, too.
pub fn arguments() -> Cli {
    Cli::try_parse().unwrap_or_else(|error| match told(&error) {
        Some(told) if spoken() == Lang::Vi => {
            eprintln!("lỗi: {told}");
            exit(error.exit_code())
        }
        _ => error.exit(),
    })
}

/// What is wrong, in Vietnamese; nothing where nothing is.
fn told(error: &Error) -> Option<String> {
    let said = |kind| error.get(kind).map(ToString::to_string).unwrap_or_default();
    let (argument, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let what = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            return None;
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} cần một giá trị"),
        ErrorKind::InvalidValue => format!("{argument} không nhận {value:?}"),
        ErrorKind::ValueValidation => {
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            format!("{argument} không nhận {value:?}: {why}")
        }
        ErrorKind::UnknownArgument => format!("không có tham số {argument}"),
        ErrorKind::MissingRequiredArgument => format!("thiếu {}", listed(error, ContextKind::InvalidArg)),
        ErrorKind::ArgumentConflict => {
            format!("{argument} không đi cùng {}", listed(error, ContextKind::PriorArg))
        }
        ErrorKind::InvalidSubcommand => format!("không có lệnh {:?}", said(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand => "thiếu lệnh".to_owned(),
        _ => format!("không đọc được dòng lệnh: {}", error.kind()),
    };
    let mut lines = vec![what];
    let one_of = [ContextKind::ValidValue, ContextKind::ValidSubcommand].map(|kind| listed(error, kind));
    lines.extend(one_of.into_iter().filter(|those| !those.is_empty()).map(|those| format!("  một trong: {those}")));
    let nearest = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].map(|kind| listed(error, kind));
    lines.extend(nearest.into_iter().filter(|those| !those.is_empty()).map(|those| format!("  có phải là: {those}")));
    let usage = said(ContextKind::Usage).replace("Usage:", "Cách dùng:");
    lines.extend((!usage.is_empty()).then(|| format!("\n{usage}")));
    lines.push("\nThêm --help để xem giải thích (tiếng Anh).".to_owned());
    Some(lines.join("\n"))
}

/// What clap tells of something, with commas between.
fn listed(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::Strings(those)) => those.join(", "),
        Some(ContextValue::None) | None => String::new(),
        Some(other) => other.to_string(),
    }
}
