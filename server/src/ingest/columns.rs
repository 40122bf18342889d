//! The columns we know and the names under which offices write them. A name is compared without
//! diacritics, capitals, spaces and signs; what is not in this table is not guessed at.

use crate::domain::name::plain;
use crate::domain::unit::Tier;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Column {
    /// The code of the commune, its district or the province.
    Code(Tier),
    /// Its name; a code will do, too.
    Name(Tier),
    /// The day reported.
    Day,
    /// A figure, by its place in [`Figures::NAMES`](crate::domain::report::Figures::NAMES).
    Figure(usize),
    Source,
    Note,
    /// The row's number on paper; says nothing.
    Ordinal,
    /// What an export of reports tells beside; says nothing when it is sent. [`NUMBER`] is what a trace cites it by.
    Told(usize),
}

pub(super) const COMMUNE: Column = Column::Name(Tier::Commune);
pub(super) const F0: Column = Column::Figure(0);
/// A report's number on the server that it was exported from.
pub(super) const NUMBER: Column = Column::Told(2);

/// Each column with its names; the first is ours, the one that JSON takes.
pub(super) const NAMES: [(Column, &[&str]); 26] = [
    (
        COMMUNE,
        &[
            "commune",
            "Xã",
            "Xã/phường",
            "Phường/xã",
            "Xã, phường, thị trấn",
            "Phường, xã, thị trấn",
            "Tên xã",
            "Tên xã/phường",
            "Tên xã, phường, thị trấn",
            "Xã, thị trấn",
            "Đơn vị",
            "Đơn vị hành chính",
            "Tên đơn vị",
            "Địa phương",
            "Địa bàn",
        ],
    ),
    (
        Column::Code(Tier::Commune),
        &[
            "code",
            // As our own answers call it.
            "unit",
            "unit_code",
            "commune_code",
            "Mã",
            "Mã xã",
            "Mã phường",
            "Mã thị trấn",
            "Mã xã/phường",
            "Mã phường/xã",
            "Mã đơn vị",
            "Mã ĐVHC",
            "Mã đơn vị hành chính",
        ],
    ),
    (
        Column::Name(Tier::District),
        &[
            "district",
            "Huyện",
            "Quận/huyện",
            "Huyện/quận",
            "Huyện/thành phố",
            "Huyện/TP",
            "Huyện/TX/TP",
            "Thành phố/huyện",
            "Huyện, thị xã, thành phố",
            "Tên huyện",
            "Tên quận/huyện",
        ],
    ),
    (Column::Code(Tier::District), &["district_code", "Mã huyện", "Mã quận/huyện"]),
    (Column::Name(Tier::Province), &["province", "Tỉnh", "Tỉnh/thành", "Tỉnh/thành phố", "Tên tỉnh"]),
    (Column::Code(Tier::Province), &["province_code", "Mã tỉnh", "Mã tỉnh/thành phố"]),
    (
        Column::Day,
        &[
            "day",
            "date",
            "Ngày",
            "Ngày báo cáo",
            "Ngày ghi nhận",
            "Ngày công bố",
            "Ngày tháng",
            "Ngày tháng năm",
            "Ngày số liệu",
        ],
    ),
    (
        F0,
        &[
            "f0",
            "Số F0",
            "F0 mới",
            "Số F0 mới",
            "Số ca F0",
            "Số ca F0 mới",
            "Số ca F0 trong ngày",
            "Số ca F0 mới trong ngày",
            "Số F0 mới trong ngày",
            "F0 mới trong ngày",
            "Ca F0 mới",
            "Ca F0",
            "Số ca mắc mới",
            "Số ca mắc mới F0",
            "Số ca mắc mới trong ngày",
            "Ca mắc mới",
            "Số ca mới",
            "Ca mới",
            "Số mắc mới",
            "Số ca nhiễm mới",
            "Số ca dương tính mới",
        ],
    ),
    (
        Column::Figure(1),
        &[
            "f0_isolated",
            "Trong khu cách ly",
            "F0 trong khu cách ly",
            "Số ca trong khu cách ly",
            "Ca trong khu cách ly",
            "Trong khu cách ly, phong tỏa",
            "Trong khu cách ly hoặc phong tỏa",
            "F0 đã cách ly",
            "Đã cách ly",
        ],
    ),
    (
        Column::Figure(2),
        &[
            "f0_unknown_source",
            "Chưa rõ nguồn lây",
            "Không rõ nguồn lây",
            "F0 chưa rõ nguồn lây",
            "F0 không rõ nguồn lây",
            "Số ca chưa rõ nguồn lây",
            "Ca chưa rõ nguồn lây",
            "Chưa xác định nguồn lây",
            "Chưa xác định được nguồn lây",
            "Cộng đồng chưa rõ nguồn lây",
        ],
    ),
    (
        Column::Figure(3),
        &[
            "f0_special_venue",
            "Khu công nghiệp/trường học/siêu thị",
            "F0 khu công nghiệp/trường học/siêu thị",
            "Số ca khu công nghiệp/trường học/siêu thị",
            "Ca khu công nghiệp/trường học/siêu thị",
            "Khu công nghiệp, trường học, siêu thị lớn",
            "KCN/trường học/siêu thị",
            "F0 KCN/trường học/siêu thị",
        ],
    ),
    (
        Column::Figure(4),
        &[
            "clusters_unknown_source",
            "Chùm ca chưa rõ nguồn lây",
            "Số chùm ca chưa rõ nguồn lây",
            "Chùm ca bệnh chưa rõ nguồn lây",
            "Số chùm ca bệnh chưa rõ nguồn lây",
            "Số chùm chưa rõ nguồn lây",
        ],
    ),
    (
        Column::Figure(5),
        &[
            "clusters_special_venue",
            "Chùm ca khu công nghiệp/trường học/siêu thị",
            "Số chùm ca khu công nghiệp/trường học/siêu thị",
            "Chùm ca bệnh khu công nghiệp/trường học/siêu thị",
            "Số chùm ca bệnh khu công nghiệp/trường học/siêu thị",
            "Chùm ca KCN/trường học/siêu thị",
        ],
    ),
    (
        Column::Figure(6),
        &[
            "f1_community",
            "F1 cộng đồng",
            "F1 tại cộng đồng",
            "F1 trong cộng đồng",
            "F1 ngoài cộng đồng",
            "Số F1 cộng đồng",
            "Số F1 trong cộng đồng",
        ],
    ),
    (Column::Source, &["source", "Nguồn", "Nguồn tin", "Nguồn số liệu", "Đơn vị báo cáo", "Nơi báo cáo"]),
    (Column::Note, &["note", "notes", "Ghi chú", "Chú thích"]),
    (Column::Ordinal, &["ordinal", "STT", "TT", "Số TT", "Số thứ tự", "No."]),
    (Column::Told(0), &["origin"]),
    (Column::Told(1), &["revision"]),
    (NUMBER, &["report_id"]),
    (Column::Told(3), &["learned_at"]),
    (Column::Told(4), &["batch"]),
    (Column::Told(5), &["correction_reason"]),
    (Column::Told(6), &["correction_explanation"]),
    (Column::Told(7), &["as_of"]),
    (Column::Told(8), &["attribution"]),
];

/// What stands under a heading of several columns for the heading itself.
const WHOLE: [&str; 5] = ["tong", "tongso", "tongcong", "cong", "soluong"];

/// "Trong đó:", before a part of what stands in the column before.
const OF_WHICH: &str = "trongdo";

static BY_NAME: LazyLock<HashMap<String, Column>> = LazyLock::new(|| {
    NAMES.iter().flat_map(|(column, names)| names.iter().map(|name| (plain(name), *column))).collect()
});

impl Column {
    /// The column of a heading. What stands in brackets may be left out, and "of which" before it.
    pub(super) fn of_heading(text: &str) -> Option<Self> {
        let known = |text: &str| {
            let text = plain(text);
            BY_NAME.get(&text).or_else(|| BY_NAME.get(text.strip_prefix(OF_WHICH)?)).copied()
        };
        known(text).or_else(|| {
            let (before, rest) = text.split_once('(')?;
            let (_, after) = rest.rsplit_once(')')?;
            known(&format!("{before}{after}"))
        })
    }

    /// The column of a heading `below` that stands under one for several columns. Alone it may mean
    /// something else: those in isolation under "F1" are no cases.
    pub(super) fn of_headings(above: &str, below: &str) -> Option<Self> {
        let group = Self::of_heading(above);
        if WHOLE.contains(&plain(below).as_str()) {
            return group;
        }
        Self::of_heading(&format!("{above} {below}"))
            .or_else(|| (group == Some(F0)).then(|| Self::of_heading(below)).flatten())
    }

    /// The column of a name in JSON: ours and no other.
    pub(super) fn of_key(key: &str) -> Option<Self> {
        NAMES.iter().find(|(_, names)| names[0] == key).map(|(column, _)| *column)
    }

    /// Our name of it.
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(column, _)| *column == self).map_or("", |(_, names)| names[0])
    }

    /// Whether it names a place: names of places look like names of people.
    pub(super) fn is_place(self) -> bool {
        matches!(self, Self::Code(_) | Self::Name(_))
    }
}

/// The columns that a row can have, each with the name that an office would most likely write.
const OFFERED: [(Column, &str); 13] = [
    (COMMUNE, "Xã/phường"),
    (Column::Code(Tier::Commune), "Mã xã"),
    (Column::Name(Tier::District), "Huyện"),
    (Column::Day, "Ngày"),
    (F0, "Số ca mắc mới"),
    (Column::Figure(1), "Trong khu cách ly"),
    (Column::Figure(2), "Chưa rõ nguồn lây"),
    (Column::Figure(3), "Khu công nghiệp/trường học/siêu thị"),
    (Column::Figure(4), "Chùm ca chưa rõ nguồn lây"),
    (Column::Figure(5), "Chùm ca khu công nghiệp/trường học/siêu thị"),
    (Column::Figure(6), "F1 cộng đồng"),
    (Column::Source, "Nguồn"),
    (Column::Note, "Ghi chú"),
];

/// All columns that a row can have by our names, for whoever is told of one that we do not know.
pub(super) fn all() -> String {
    OFFERED.map(|(column, _)| column.name()).join(", ")
}

/// The same as an office writes them, with our names.
pub(super) fn offered() -> String {
    OFFERED.map(|(column, name)| format!("{name} ({})", column.name())).join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::exports::ReportRows;

    #[test]
    fn every_column_that_is_offered_is_known_by_that_name() {
        for (column, name) in OFFERED {
            assert_eq!(Column::of_heading(name), Some(column), "{name}");
        }
        assert!(offered().starts_with("Xã/phường (commune), Mã xã (code), "), "{}", offered());
        assert!(crate::domain::report::Figures::NAMES.iter().all(|figure| all().contains(figure)), "{}", all());
    }

    #[test]
    fn headings_are_read_as_offices_write_them() {
        for (heading, name) in [
            ("Huyện/TP", "district"),
            ("Huyện, TX, TP", "district"),
            ("Trong đó: đã cách ly", "f0_isolated"),
            ("Trong đó chưa rõ nguồn lây", "f0_unknown_source"),
            ("F0 mới (trong ngày)", "f0"),
            ("unit", "code"),
            ("unit_code", "code"),
            ("commune_code", "code"),
            ("Mã phường", "code"),
            ("Mã thị trấn", "code"),
        ] {
            assert_eq!(Column::of_heading(heading).map(Column::name), Some(name), "{heading}");
        }
        assert_eq!(Column::of_heading("Trong đó"), None);
    }

    #[test]
    fn every_column_of_an_export_is_known_here() {
        for column in ReportRows::columns() {
            let known = Column::of_heading(column.name);
            assert_eq!(known.map(Column::name), Some(column.name));
        }
    }
}
