//! What the picture says, in both languages, in the words of the pages (`web/src/text`).

use super::Sheet;
use super::reports::name;
use crate::atlas::MapKind;
use crate::clock::HO_CHI_MINH;
use crate::domain::board::{Standing, Tally};
use crate::domain::day::Day;
use crate::domain::level::{Level, Marks};
use crate::domain::made::Made;
use crate::domain::rules::Lang;
use crate::domain::unit::{Tier, Unit};
use jiff::Timestamp;

/// The sea has its Vietnamese name in both languages.
pub(super) const SEA: [&str; 2] = ["Biển", "Đông"];

/// The signs beside a level, in the order in which they are written.
pub(super) const SIGNS: [(Marks, &str); 5] = [
    (Marks::UNDETERMINED, "?"),
    (Marks::HELD, "*"),
    (Marks::OVERRIDE, "°"),
    (Marks::INCOMPLETE, "~"),
    (Marks::FLAG, "!"),
];

/// "3", "4?", "2*"; without a level "–", or "–~" where too few of a unit's own have one.
pub(super) fn level_sign(standing: Standing) -> String {
    let Some(level) = standing.level() else {
        return if standing.marks.has(Marks::INCOMPLETE) { "–~" } else { "–" }.to_owned();
    };
    let signs = SIGNS.iter().filter(|(mark, _)| standing.marks.has(*mark)).map(|(_, sign)| *sign);
    level.number().to_string() + &signs.collect::<String>()
}

/// Kind words that stay before a name, as offices shorten them: without one a name is a rural commune's or a ward's.
const KEPT: [(&str, &str); 6] =
    [("Tỉnh", "Tỉnh"), ("Thành phố", "TP."), ("Thị xã", "TX."), ("Quận", "Q."), ("Huyện", "H."), ("Thị trấn", "TT.")];

/// "Xã Phước Nam" → "Phước Nam"; "Thị trấn Tân Sơn" → "TT. Tân Sơn"; "Phường 4" stays "P. 4".
pub(super) fn short_name(unit: &Unit) -> String {
    let Some(bare) = unit.name.strip_prefix(&unit.kind).and_then(|rest| rest.strip_prefix(' ')) else {
        return unit.name.clone();
    };
    if let Some((_, short)) = KEPT.iter().find(|(kind, _)| *kind == unit.kind) {
        return format!("{short} {bare}");
    }
    let numbered = bare.starts_with(|c: char| c.is_ascii_digit());
    unit.kind.chars().next().filter(|_| numbered).map_or_else(|| bare.to_owned(), |kind| format!("{kind}. {bare}"))
}

/// A name in the list of those that have a level: with its sign where the reports leave that open, and with the
/// district where another unit of the province has the very name.
pub(super) fn listed(units: &[Unit], at: usize, undetermined: bool) -> String {
    let unit = &units[at];
    let sign = if undetermined { "?" } else { "" };
    let alike = units.iter().filter(|one| one.name == unit.name).count() > 1;
    let district = units.iter().find(|one| alike && Some(&one.code) == unit.parent.as_ref());
    short_name(unit) + sign + &district.map_or_else(String::new, |one| format!(" ({})", short_name(one)))
}

/// The name of a level, or that there is none.
pub(super) fn level_name(level: Option<Level>, lang: Lang) -> &'static str {
    level.map_or(lang.of("Chưa có mức", "No level yet"), |level| lang.of(level.vi(), level.en()))
}

/// "mức 2, Nguy cơ".
fn level_said(level: Option<Level>, lang: Lang) -> String {
    match level {
        Some(level) => format!("{} {}, {}", lang.of("mức", "level"), level.number(), level_name(Some(level), lang)),
        None => lang.of("chưa có mức", "no level yet").to_owned(),
    }
}

/// "Xã Phước Bình: mức 2, Nguy cơ".
pub(super) fn unit_said(unit: &Unit, standing: Standing, lang: Lang) -> String {
    let mut said = format!("{}: {}", unit.name, level_said(standing.level(), lang));
    for (mark, name) in [
        (Marks::UNDETERMINED, lang.of("chưa xác định", "undetermined")),
        (Marks::HELD, lang.of("giữ mức", "held")),
        (Marks::LATE, lang.of("báo cáo chậm", "report late")),
        (Marks::OVERRIDE, lang.of("mức công bố", "announced level")),
        (Marks::INCOMPLETE, lang.of("chưa đủ số liệu", "incomplete")),
        (Marks::FLAG, lang.of("có cờ cán bộ đặt", "flag of an officer")),
    ] {
        if standing.marks.has(mark) {
            said = said + "; " + name;
        }
    }
    said
}

/// What a sign of the map means.
pub(super) fn mark_name(mark: Marks, lang: Lang) -> &'static str {
    match mark {
        Marks::UNDETERMINED => lang.of("Chưa xác định", "Undetermined"),
        Marks::HELD => lang.of("Giữ mức", "Held"),
        Marks::OVERRIDE => lang.of("Mức công bố", "Announced level"),
        Marks::INCOMPLETE => lang.of("Chưa đủ số liệu", "Incomplete"),
        Marks::FLAG => lang.of("Có cờ cán bộ đặt", "Flag of an officer"),
        _ => lang.of("Báo cáo chậm", "Report late"),
    }
}

/// A province as a title: in English its kind word comes last.
pub(super) fn province(unit: &Unit, lang: Lang) -> String {
    match (lang, unit.name.strip_prefix(&unit.kind).map(str::trim_start)) {
        (Lang::En, Some(bare)) if unit.kind == "Tỉnh" => format!("{bare} province"),
        (Lang::En, Some(bare)) if unit.kind == "Thành phố" => format!("{bare} city"),
        _ => unit.name.clone(),
    }
}

pub(super) fn subtitle(sheet: &Sheet) -> &'static str {
    match sheet.reports {
        Some(_) => sheet.lang.of("Báo cáo hằng ngày của các xã", "Daily reports of the communes"),
        None => sheet.lang.of("Mức độ nguy cơ dịch COVID-19", "COVID-19 risk levels"),
    }
}

pub(super) fn reports_legend(lang: Lang) -> &'static str {
    lang.of("Báo cáo tính đến ngày này", "Reports up to this day")
}

/// "đúng hạn: 20 · chậm: 3 · …".
pub(super) fn reports_counts(counts: &[usize; 5], lang: Lang) -> String {
    let told = Made::ALL.iter().zip(counts);
    let told = told.map(|(made, count)| format!("{}: {count}", name(*made, lang).to_lowercase()));
    told.collect::<Vec<_>>().join(" · ")
}

pub(super) fn reports_hold(lang: Lang) -> &'static str {
    lang.of(
        "Khi còn thiếu báo cáo, mức tự thân của xã không được hạ.",
        "While reports are missing, the commune's own level cannot fall.",
    )
}

pub(super) fn legend(lang: Lang) -> &'static str {
    lang.of("Mức độ nguy cơ", "Risk level")
}

pub(super) fn districts(lang: Lang) -> &'static str {
    lang.of("Theo huyện, thị xã, thành phố", "By district")
}

/// "Ở mức 4", and how many of how many the reports leave open.
pub(super) fn worst(count: usize, open: usize, lang: Lang) -> String {
    let said = lang.of("Ở mức 4", "At level 4");
    match (open, lang) {
        (0, _) => said.to_owned(),
        (_, Lang::Vi) => format!("{said} ({count}, có {open} chưa xác định)"),
        (_, Lang::En) => format!("{said} ({count}; {open} undetermined)"),
    }
}

/// What the sign beside a name in the list means.
pub(super) fn worst_open(lang: Lang) -> &'static str {
    lang.of("? chưa xác định: có thể ở mức thấp hơn", "? undetermined: may be at a lower level")
}

pub(super) fn whole(lang: Lang) -> &'static str {
    lang.of("Toàn tỉnh", "Whole province")
}

/// The units of a tier as a count names them.
pub(super) fn tier(tier: Tier, lang: Lang) -> &'static str {
    match tier {
        Tier::Commune => lang.of("xã, phường, thị trấn", "communes"),
        Tier::District => lang.of("huyện, thị xã, thành phố", "districts"),
        Tier::Province => lang.of("tỉnh", "province"),
    }
}

/// "65/65 xã, phường, thị trấn đã đánh giá".
pub(super) fn assessed(of: Tier, tally: &Tally, lang: Lang) -> String {
    let said = lang.of("đã đánh giá", "assessed");
    format!("{}/{} {} {said}", tally.assessed, tally.total, tier(of, lang))
}

/// "mức 1: 20 · mức 2: 3 · …".
pub(super) fn counts(tally: &Tally, lang: Lang) -> String {
    let word = lang.of("mức", "level");
    let levels = Level::ALL.iter().zip(tally.levels);
    levels.map(|(level, count)| format!("{word} {}: {count}", level.number())).collect::<Vec<_>>().join(" · ")
}

/// "Ngày 05/09/2021", in English "5 Sep 2021".
pub(super) fn day(day: Day, lang: Lang) -> String {
    day.date().strftime(lang.of("Ngày %d/%m/%Y", "%-d %b %Y")).to_string()
}

/// "Báo cáo nhận đến 17:05, 05/09/2021".
pub(super) fn as_of(instant: Timestamp, lang: Lang) -> String {
    let local = instant.to_zoned(HO_CHI_MINH);
    let form = lang.of("Báo cáo nhận đến %H:%M, %d/%m/%Y", "Reports received by %H:%M, %-d %b %Y");
    local.strftime(form).to_string()
}

/// Whether it is the board that the live channel shows, and its number.
pub(super) fn standing_of(sheet: &Sheet) -> String {
    let said = if sheet.live {
        sheet.lang.of("Bảng trực tiếp, số", "Live board, no.")
    } else {
        sheet.lang.of("Dựng lại, không phải bảng trực tiếp; số", "Worked out again, not the live board; no.")
    };
    format!("{said} {}", sheet.seq)
}

/// What the picture rests on.
pub(super) fn sources(kind: MapKind, sheet: &Sheet) -> String {
    let lang = sheet.lang;
    let map = match kind {
        MapKind::Schematic => lang.of(
            "Bản đồ giản lược: không đường ranh giới nào trên bản đồ là ranh giới trên thực địa.",
            "Schematic map: no border on it is a border on the ground.",
        ),
        MapKind::Boundaries => {
            lang.of("Ranh giới theo dữ liệu địa giới của máy chủ này.", "Borders as in the map data of this server.")
        }
    };
    let rules = lang.of("Phân loại theo", "Rated under");
    let rest = lang.of(
        "Mức là đề xuất, không thay công bố của cơ quan có thẩm quyền. Nguồn: báo cáo ngày của các xã. Nền: Natural Earth. Vùng Xanh.",
        "Levels are proposals and replace no announcement of the authorities. Source: the communes' daily reports. Land: Natural Earth. Vùng Xanh.",
    );
    let ended = sheet.rules_ended.map_or_else(String::new, |last| match lang {
        Lang::Vi => format!(" (hiệu lực kết thúc ngày {})", last.vi()),
        Lang::En => format!(" (in force until {})", last.date().strftime("%-d %b %Y")),
    });
    format!("{map} {rules} {}{ended}. {rest}", sheet.rules)
}
