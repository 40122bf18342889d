//! What can be wrong with a row of a file of flags, beyond what can be wrong with any file.

use super::flag_header::{COLUMNS, offered};
use crate::domain::flag::FlagKind;
use crate::domain::rules::Lang;
use crate::wire::RowPlace;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum FlagFault {
    MissingColumn,
    UnknownColumn,
    MissingValue,
    UnknownUnit,
    UnknownFlag,
    OtherTier { name: String, fits: String },
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
            Self::OtherTier { name, fits } => (
                (format!("{name} không thuộc cấp dùng cờ này"), format!("đơn vị thuộc cấp: {fits}")),
                (format!("{name} is not of a tier whose criteria look at this flag"), format!("a unit of tier {fits}")),
            ),
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
