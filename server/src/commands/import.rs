//! `import` and `flags import`: clients of the server. They store nothing themselves: there is one
//! writer only.

use super::sending::send;
use super::{CommandError, say};
use crate::config::{Flags, Import, spoken};
use crate::domain::rules::Lang;
use crate::ingest::Absent;
use crate::wire::Receipt;

/// What a file is made of.
#[derive(Clone, Copy)]
enum Made {
    Reports,
    Flags,
}

/// Sends reports.
pub(super) async fn reports(args: Import) -> Result<(), CommandError> {
    let absent = match args.absent {
        Absent::Zero => "zero",
        Absent::Missing => "missing",
    };
    let file = args.file.display().to_string();
    let mut query = vec![("absent", absent.to_owned())];
    query.extend(args.reason.map(|reason| ("reason", reason.code().to_owned())));
    query.extend(args.explanation.map(|text| ("explanation", text)));
    let receipt = send(args.file, args.to, "reports", query).await?;
    tell(&file, Made::Reports, &receipt)
}

/// Sends flags.
pub(super) async fn flags(args: Flags) -> Result<(), CommandError> {
    let Flags::Import { file, to } = args;
    let name = file.display().to_string();
    let receipt = send(file, to, "flags", Vec::new()).await?;
    tell(&name, Made::Flags, &receipt)
}

/// Prints what became of a file; what would better be otherwise goes where errors go.
fn tell(file: &str, made: Made, receipt: &Receipt) -> Result<(), CommandError> {
    let lang = spoken();
    lines(file, made, receipt, lang).into_iter().try_for_each(say)?;
    for warning in &receipt.warnings {
        eprintln!("{}: {}", lang.of("lưu ý", "warning"), warning.message);
    }
    Ok(())
}

/// What became of a file, as lines for a terminal.
fn lines(file: &str, made: Made, receipt: &Receipt, lang: Lang) -> Vec<String> {
    let Receipt { batch, same_as, seq, .. } = receipt;
    let counts = counts(made, receipt, lang);
    let first = match (batch, same_as) {
        (Some(batch), _) => lang.of(
            format!("{file}: lô {batch}: {counts}; bản công bố số {seq}"),
            format!("{file}: batch {batch}: {counts}; seq {seq}"),
        ),
        _ if receipt.dry_run && receipt.revisions > 0 => lang.of(
            format!("{file}: chỉ thử, không lưu gì; nếu gửi thật: {counts}"),
            format!("{file}: only tried, nothing was stored; it would be {counts}"),
        ),
        (_, Some(before)) => lang.of(
            format!("{file}: chính tệp này đã được lưu trước đây, ở lô {before}; không lưu gì"),
            format!("{file}: this very file was stored before, as batch {before}; nothing was stored"),
        ),
        _ => lang.of(
            format!("{file}: không có gì mới trong {} dòng; không lưu gì", receipt.rows),
            format!("{file}: nothing new in its {}; nothing was stored", counted(receipt.rows, "row", "rows")),
        ),
    };
    let moved = receipt.moved.iter().filter(|moved| moved.from != moved.to);
    let moved =
        moved.map(|one| format!("{} ({}): {} → {}", one.name, one.unit, one.from.words(lang), one.to.words(lang)));
    let mut lines: Vec<_> = [first].into_iter().chain(moved).collect();
    if receipt.dry_run && receipt.revisions > 0 && lines.len() == 1 {
        let said = lang.of("không mức nào của bảng hôm nay thay đổi", "no level of today's board would change");
        lines.push(said.to_owned());
    }
    lines.extend((receipt.restated > 0).then(|| restated(receipt.restated, lang)));
    lines
}

fn counts(made: Made, receipt: &Receipt, lang: Lang) -> String {
    let Receipt { revisions, rows, corrections, unchanged, zeros_added, .. } = *receipt;
    let (vi, one, many) = match made {
        Made::Reports => ("báo cáo", "report", "reports"),
        Made::Flags => ("cờ", "flag", "flags"),
    };
    let (zeros_vi, zeros_en) = match made {
        Made::Reports => {
            (format!(", thêm {zeros_added} số 0"), format!(", {} added", counted(zeros_added, "zero", "zeros")))
        }
        Made::Flags => (String::new(), String::new()),
    };
    lang.of(
        format!("{revisions} {vi} từ {rows} dòng ({corrections} đính chính, {unchanged} không đổi{zeros_vi})"),
        format!(
            "{} from {} ({}, {unchanged} unchanged{zeros_en})",
            counted(revisions, one, many),
            counted(rows, "row", "rows"),
            counted(corrections, "correction", "corrections")
        ),
    )
}

fn restated(count: usize, lang: Lang) -> String {
    let en = match count {
        1 => "1 standing on a published board of an earlier day now comes out otherwise".to_owned(),
        _ => format!("{count} standings on published boards of earlier days now come out otherwise"),
    };
    lang.of(
        format!("{count} lượt xếp loại trên bảng đã công bố của những ngày trước nay tính ra khác; bản đã công bố giữ nguyên"),
        format!("{en}; what was published stays"),
    )
}

/// A number with its noun.
fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
