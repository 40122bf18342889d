//! What a workbook's columns, words and codes mean, in Vietnamese and English. Its cells have words where CSV and JSON
//! have codes: a workbook is read by people, the others by programs.

use super::{Cell, Column, Kind};

/// A code, the word that stands for it in a cell, and what it means in Vietnamese and in English.
pub(super) struct Meaning {
    pub(super) code: &'static str,
    pub(super) word: &'static str,
    pub(super) vi: &'static str,
    pub(super) en: &'static str,
}

const fn meaning(code: &'static str, word: &'static str, vi: &'static str, en: &'static str) -> Meaning {
    Meaning { code, word, vi, en }
}

/// Codes that stand for words.
pub(super) const WORDS: [Meaning; 12] = [
    meaning("commune", "xã", "Xã, phường hoặc thị trấn", "Commune, ward or township"),
    meaning("district", "huyện", "Huyện, thị xã hoặc thành phố thuộc tỉnh", "District, or a town of the province"),
    meaning("province", "tỉnh", "Tỉnh hoặc thành phố trực thuộc trung ương", "Province"),
    meaning(
        "undetermined",
        "chưa xác định",
        "Số liệu chưa đủ để định một mức: mức nằm trong khoảng từ mức thấp nhất đến mức cao nhất",
        "The figures do not settle it: the level lies between the lower and the upper end of its range",
    ),
    meaning(
        "held",
        "giữ mức",
        "Thiếu báo cáo của một hay nhiều ngày trong cửa sổ, nên mức chưa được hạ so với ngày trước",
        "Reports of some days of the window are missing, so the level may not fall below that of the day before",
    ),
    meaning(
        "late",
        "báo cáo chậm",
        "Có ngày trong cửa sổ đã quá hạn mà chưa có báo cáo; với huyện và tỉnh: của một xã trực thuộc",
        "A day of the window is overdue without a report; of a district or province: that of a commune in it",
    ),
    meaning(
        "override",
        "mức công bố",
        "Mức do cơ quan có thẩm quyền công bố; có thể khác mức tính từ số liệu",
        "An announced level; it may differ from the computed one",
    ),
    meaning(
        "incomplete",
        "chưa đủ số liệu",
        "Có đơn vị trực thuộc chưa từng báo cáo nên chưa có mức",
        "Some of its units have never reported and have no level",
    ),
    meaning(
        "flag",
        "có cờ cán bộ đặt",
        "Có xác nhận của cán bộ phụ trách đang có hiệu lực, kèm số văn bản",
        "An officer's flag holds, with the number of a document",
    ),
    meaning("quoted", "trích nguyên văn", "Tiêu chí trích nguyên văn quyết định", "Quoted from the decision"),
    meaning(
        "paraphrased",
        "diễn giải",
        "Tiêu chí theo bản tóm tắt của cơ quan nhà nước hoặc báo chí",
        "By an agency's or the press's summary of the decision",
    ),
    meaning(
        "assumed",
        "giả định",
        "Nguồn không nói rõ; đây là cách hiểu của hệ thống, đặt thành tham số",
        "Our reading where the sources are silent, kept as a parameter",
    ),
];

/// The levels.
pub(super) const LEVELS: [Meaning; 4] = [
    meaning("1", "1", "Mức 1, xanh: bình thường mới", "Level 1, green: new normal"),
    meaning("2", "2", "Mức 2, vàng: nguy cơ", "Level 2, yellow: risk"),
    meaning("3", "3", "Mức 3, cam: nguy cơ cao", "Level 3, orange: high risk"),
    meaning("4", "4", "Mức 4, đỏ: nguy cơ rất cao", "Level 4, red: very high risk"),
];

/// What the columns of a workbook say, in Vietnamese, by name. A column says it in English itself.
const COLUMNS: [(&str, &str); 22] = [
    ("code", "Mã đơn vị hành chính theo danh mục của Tổng cục Thống kê"),
    ("name", "Tên đầy đủ của đơn vị"),
    ("tier", "Cấp của đơn vị: xã, huyện hoặc tỉnh"),
    ("district_code", "Mã của huyện có xã này; huyện và tỉnh để trống"),
    ("district", "Tên của huyện có xã này; huyện và tỉnh để trống"),
    ("day", "Ngày mà mức này nói đến"),
    (
        "level",
        "Mức tính từ số liệu đã biết lúc ghi ở cột “Theo số liệu đã biết lúc”; trống: chưa có mức, không phải số 0",
    ),
    ("low", "Đầu thấp của khoảng mức; bằng mức cao nhất khi mức đã xác định"),
    ("high", "Đầu cao của khoảng mức; bằng mức thấp nhất khi mức đã xác định"),
    ("own", "Mức của riêng xã, trước khi xét các xã giáp ranh; huyện và tỉnh để trống"),
    ("marks", "Những điều phải biết khi đọc mức này, ví dụ báo cáo chậm; nhiều ký hiệu cách nhau bằng dấu phẩy"),
    ("fired", "Mã các tiêu chí cho ra mức này; trống khi mức chỉ do giữ mức vì thiếu báo cáo"),
    ("criteria_text", "Nội dung các tiêu chí đó"),
    ("clause", "Chỗ ghi từng tiêu chí đó trong quyết định"),
    ("basis", "Từng tiêu chí đó biết được bằng cách nào: trích nguyên văn, diễn giải hoặc giả định"),
    (
        "published_level",
        "Mức công bố sau cùng trong chính ngày đó, theo số liệu biết lúc ấy; đính chính về sau không đổi",
    ),
    ("published_release", "Số của bản công bố đó; trống: ngày đó chưa công bố gì"),
    ("published_at", "Lúc công bố, giờ Việt Nam"),
    ("as_of", "Mọi mức trong tệp tính từ những gì đã biết đến lúc này, giờ Việt Nam"),
    ("ruleset", "Bộ quy tắc dùng để xét mức của ngày đó"),
    ("ruleset_hash", "16 chữ số đầu của mã SHA-256 của tệp quy tắc, để kiểm tra đúng bộ quy tắc"),
    ("attribution", "Nguồn của số liệu, phải ghi kèm khi dùng lại"),
];

/// What a column says, in Vietnamese.
pub(super) fn column(name: &str) -> &'static str {
    COLUMNS.iter().find(|(told, _)| *told == name).map_or("", |(_, vi)| vi)
}

/// What a column says, in English: as the page on exports says it, without its marks of code.
pub(super) fn english(column: &Column) -> String {
    column.about.replace('`', "")
}

/// A cell as people read it: words for codes that stand for words.
pub(super) fn said<'a>(column: &Column, cell: &Cell<'a>) -> Cell<'a> {
    match (column.kind, cell) {
        (Kind::Word, Cell::Text(code)) => Cell::Text(word(code)),
        (Kind::Words, Cell::List(codes, _)) => Cell::List(codes.iter().map(|code| word(code)).collect(), ", "),
        _ => cell.clone(),
    }
}

/// The word that stands for a code in a cell of a workbook.
pub(in crate::wire) fn word(code: &str) -> &str {
    WORDS.iter().find(|meaning| meaning.code == code).map_or(code, |meaning| meaning.word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::level::Marks;
    use crate::domain::rules::Basis;
    use crate::domain::unit::Tier;

    #[test]
    fn every_code_of_a_cell_has_a_word() {
        let marks = [Marks::UNDETERMINED, Marks::HELD, Marks::LATE, Marks::OVERRIDE, Marks::INCOMPLETE, Marks::FLAG];
        let all = marks.into_iter().reduce(Marks::and).unwrap_or_default();
        let bases = [Basis::Quoted, Basis::Paraphrased, Basis::Assumed].map(Basis::code);
        let wanted: Vec<_> = Tier::ALL.map(Tier::code).into_iter().chain(all.names()).chain(bases).collect();
        for code in wanted {
            assert!(WORDS.iter().any(|told| told.code == code), "{code}");
        }
    }

    #[test]
    fn every_column_is_told_in_vietnamese() {
        let columns: Vec<_> = super::super::LEVELS.iter().chain(&super::super::STAMP).map(|one| one.name).collect();
        assert_eq!(COLUMNS.map(|(name, _)| name).to_vec(), columns);
    }
}
