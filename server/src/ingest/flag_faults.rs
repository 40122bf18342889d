//! What can be wrong with a row of a file of flags, beyond what can be wrong with any file.

use super::flag_header::{COLUMNS, offered};
use crate::domain::flag::FlagKind;
use crate::domain::rules::Lang;
use crate::domain::unit::Tier;
use crate::wire::RowPlace;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum FlagFault {
    MissingColumn,
    UnknownColumn,
    MissingValue,
    UnknownUnit,
    UnknownFlag,
    OtherTier { name: String, kind: FlagKind },
    Duplicate { first: u64 },
}

/// A reason and what would be right.
type Words = (String, String);

impl FlagFault {
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::MissingColumn => "missing_column",
            Self::UnknownColumn => "unknown_column",
            Self::MissingValue => "missing_value",
            Self::UnknownUnit => "unknown_unit",
            Self::UnknownFlag => "unknown_flag",
            Self::OtherTier { .. } => "flag_of_other_tier",
            Self::Duplicate { .. } => "duplicate_row",
        }
    }

    /// In Vietnamese and in English.
    pub(super) fn words(&self, place: RowPlace) -> (Words, Words) {
        let columns = COLUMNS.join(", ");
        match self {
            Self::MissingColumn => (
                ("thiếu cột bắt buộc".into(), format!("các cột {}", offered())),
                ("a required column is missing".into(), format!("the columns {columns}")),
            ),
            Self::UnknownColumn => (
                ("không biết cột này".into(), format!("các cột {}", offered())),
                ("no such column is known".into(), format!("the columns {columns}")),
            ),
            Self::MissingValue => (
                ("ô bắt buộc bị để trống".into(), "một giá trị; chỉ cột to được để trống".into()),
                ("a required field is blank".into(), "a value; only to may be blank".into()),
            ),
            Self::UnknownUnit => (
                ("không có đơn vị nào của tỉnh mang mã này".into(), "mã xã, huyện hoặc tỉnh".into()),
                ("no unit of this province has this code".into(), "the code of a commune, district or province".into()),
            ),
            Self::UnknownFlag => {
                let kinds = FlagKind::ALL.map(FlagKind::code).join(", ");
                (
                    ("không biết loại cờ này".into(), format!("một trong: {kinds}")),
                    ("no such flag is known".into(), format!("one of {kinds}")),
                )
            }
            Self::OtherTier { name, kind } => {
                let vi = kind.tiers().iter().map(|tier| match tier {
                    Tier::Commune => "xã, phường, thị trấn",
                    Tier::District => "huyện, thị xã, thành phố",
                    Tier::Province => "tỉnh",
                });
                let en = kind.tiers().iter().map(|tier| tier.code());
                let (vi, en) = (vi.collect::<Vec<_>>().join(" hoặc "), en.collect::<Vec<_>>().join(" or "));
                (
                    (format!("{name} không thuộc cấp dùng cờ này"), format!("mã của {vi}")),
                    (
                        format!("{name} is not of a tier whose criteria look at this flag"),
                        format!("the code of a {en}"),
                    ),
                )
            }
            Self::Duplicate { first } => (
                (
                    format!("đơn vị, cờ và ngày bắt đầu này đã có ở {} {first}", place.word(Lang::Vi)),
                    format!("mỗi cờ một {}", place.word(Lang::Vi)),
                ),
                (
                    format!("this unit, flag and first day stand already in {} {first}", place.word(Lang::En)),
                    "one row for each flag".into(),
                ),
            ),
        }
    }
}
