//! What the codes of a workbook mean, in Vietnamese and English: the CSV has the same codes, for programs.

/// A code and what it means, in Vietnamese and in English.
pub(super) type Meaning = (&'static str, &'static str, &'static str);

/// Codes that stand in cells, beside those of criteria.
pub(super) const CODES: [Meaning; 12] = [
    ("commune", "xã, phường, thị trấn", "commune"),
    ("district", "huyện, thị xã, thành phố", "district"),
    ("province", "tỉnh", "province"),
    ("undetermined", "chưa xác định: mức nằm trong một khoảng", "undetermined: the level lies in a range"),
    ("held", "giữ mức: thiếu báo cáo nên mức chưa thể hạ", "held: reports are missing, so the level cannot fall"),
    ("late", "báo cáo chậm: có ngày quá hạn chưa báo cáo", "late: a report that is due has not arrived"),
    (
        "override",
        "mức công bố, có thể khác mức tính từ số liệu",
        "announced level; it may differ from the computed one",
    ),
    ("incomplete", "có đơn vị cấp dưới chưa được phân loại", "some of its units have no level yet"),
    ("flag", "có cờ cán bộ đặt", "an officer's flag holds"),
    ("quoted", "trích nguyên văn", "quoted from the decision"),
    ("paraphrased", "diễn giải", "paraphrased"),
    ("assumed", "giả định", "assumed"),
];

/// The levels.
pub(super) const LEVELS: [Meaning; 4] = [
    ("1", "mức 1, xanh: bình thường mới", "level 1, green: new normal"),
    ("2", "mức 2, vàng: nguy cơ", "level 2, yellow: at risk"),
    ("3", "mức 3, cam: nguy cơ cao", "level 3, orange: high risk"),
    ("4", "mức 4, đỏ: nguy cơ rất cao", "level 4, red: very high risk"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::level::Marks;
    use crate::domain::rules::Basis;
    use crate::domain::unit::Tier;

    #[test]
    fn every_code_of_a_cell_is_told() {
        let marks = [Marks::UNDETERMINED, Marks::HELD, Marks::LATE, Marks::OVERRIDE, Marks::INCOMPLETE, Marks::FLAG];
        let all = marks.into_iter().reduce(Marks::and).unwrap_or_default();
        let bases = [Basis::Quoted, Basis::Paraphrased, Basis::Assumed].map(Basis::code);
        let wanted: Vec<_> = Tier::ALL.map(Tier::code).into_iter().chain(all.names()).chain(bases).collect();
        for code in wanted {
            assert!(CODES.iter().any(|(told, ..)| *told == code), "{code}");
        }
    }
}
