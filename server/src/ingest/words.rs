//! What is wrong with a file, in words: what was found and what would be right, in Vietnamese and in
//! English. For those who keep a district's tables, not for programmers.

use super::columns::{self, Column};
use super::grid::{MOST_CELLS, MOST_COLUMNS};
use super::refusal::Why;
use crate::domain::rules::Lang;
use crate::wire::RowPlace;

const SAVE_VI: &str =
    "trong Excel: Tệp → Lưu thành → chọn kiểu \"CSV UTF-8 (Comma delimited) (*.csv)\", hoặc gửi thẳng tệp .xlsx";
const SAVE_EN: &str =
    "in Excel: File → Save As → type \"CSV UTF-8 (Comma delimited) (*.csv)\", or send the .xlsx itself";

/// How many characters `source` and `note` may have.
pub(super) const LONGEST_TEXT: usize = 1000;

impl Why {
    /// What is wrong, and what would be right.
    #[expect(clippy::too_many_lines, reason = "a table of texts")]
    pub(super) fn words(&self, lang: Lang, place: RowPlace) -> (String, String) {
        let (vi, en): ((String, String), (String, String)) = match self {
            Self::BadEncoding => (
                ("tệp không phải mã UTF-8; có thể là Windows-1258 hoặc một bảng mã cũ".into(), SAVE_VI.into()),
                ("the file is not UTF-8; it may be Windows-1258 or another old encoding".into(), SAVE_EN.into()),
            ),
            Self::Utf16 => (
                ("tệp là mã UTF-16 (\"Unicode Text\")".into(), SAVE_VI.into()),
                ("the file is UTF-16 (\"Unicode Text\")".into(), SAVE_EN.into()),
            ),
            Self::NulByte => (
                ("tệp có byte 0: không phải văn bản, hoặc đã hỏng khi sao chép".into(), SAVE_VI.into()),
                ("the file has a NUL byte: it is no text, or was damaged in copying".into(), SAVE_EN.into()),
            ),
            Self::NulInCell => {
                let (vi, en) = match place {
                    RowPlace::Record => ("trường có ký tự NUL", "a field holds a NUL character"),
                    RowPlace::Line | RowPlace::File => ("ô có ký tự NUL", "a cell holds a NUL character"),
                };
                ((vi.into(), "xóa ký tự đó".into()), (en.into(), "delete it".into()))
            }
            Self::BadJson { at, what, example } => {
                let (what_vi, what_en) = what.words();
                let (at_vi, at_en) = at.map_or_else(Default::default, |(line, column)| {
                    (format!(" (dòng {line}, cột {column})"), format!(" (line {line}, column {column})"))
                });
                (
                    (format!("không đọc được JSON{at_vi}: {what_vi}"), format!("trọn vẹn một đối tượng {example}")),
                    (format!("the JSON cannot be read{at_en}: {what_en}"), format!("one whole object {example}")),
                )
            }
            Self::NotAWorkbook => (
                ("tệp không phải là bảng tính .xlsx, hoặc đã hỏng".into(), "mở bằng Excel, lưu lại dạng .xlsx".into()),
                ("the file is no .xlsx workbook, or is damaged".into(), "open it in Excel, save it as .xlsx".into()),
            ),
            Self::OldWorkbook => (
                (
                    "bảng tính kiểu cũ (.xls) hoặc có mật khẩu".into(),
                    "trong Excel: Lưu thành → \"Excel Workbook (*.xlsx)\", không đặt mật khẩu".into(),
                ),
                (
                    "an old workbook (.xls), or one with a password".into(),
                    "in Excel: Save As → \"Excel Workbook (*.xlsx)\", without a password".into(),
                ),
            ),
            Self::WebPage => (
                (
                    "tệp là trang web (HTML) hoặc XML mang tên bảng tính, như nhiều phần mềm xuất ra".into(),
                    format!("mở tệp bằng Excel rồi lưu lại; {SAVE_VI}"),
                ),
                (
                    "the file is a web page (HTML) or XML under the name of a table, as some programs export it".into(),
                    format!("open it in Excel and save it anew; {SAVE_EN}"),
                ),
            ),
            Self::Tabs => (
                ("các cột được ngăn bằng dấu tab (\"Text (Tab delimited)\")".into(), SAVE_VI.into()),
                ("the columns are parted by tabs (\"Text (Tab delimited)\")".into(), SAVE_EN.into()),
            ),
            Self::SeveralSheets { names } => (
                (format!("nhiều trang tính cùng có số liệu: {names}"), "mỗi tệp một trang tính có số liệu".into()),
                (format!("several sheets have reports: {names}"), "one sheet with reports in a file".into()),
            ),
            Self::UnpacksTooLarge => (
                ("bảng tính giải nén ra quá 256 MiB".into(), "bỏ hình ảnh và trang thừa, hoặc chia tệp".into()),
                (
                    "the workbook unpacks to more than 256 MiB".into(),
                    "leave out pictures and sheets that are not needed, or send it in parts".into(),
                ),
            ),
            Self::TooManyCells => (
                (
                    "tệp có quá nhiều ô".into(),
                    format!("không quá {MOST_COLUMNS} cột và {MOST_CELLS} ô; chia tệp thành nhiều phần"),
                ),
                (
                    "the file has too many cells".into(),
                    format!("at most {MOST_COLUMNS} columns and {MOST_CELLS} cells; send it in parts"),
                ),
            ),
            Self::Empty => (
                ("tệp không có dòng số liệu nào".into(), "dòng tiêu đề và ít nhất một dòng số liệu".into()),
                ("the file has no rows".into(), "a header line and at least one row".into()),
            ),
            Self::OpenQuote => (
                ("tệp kết thúc giữa một ô có dấu nháy kép mở ở dòng này".into(), "gửi lại trọn vẹn tệp".into()),
                (
                    "the file ends inside a quoted field that opens in this row".into(),
                    "send the whole file again".into(),
                ),
            ),
            Self::StrayQuote => (
                (
                    "dấu nháy kép mở ở dòng này nuốt mất các dòng sau".into(),
                    "bỏ dấu nháy thừa, hoặc đóng nó trong cùng một ô".into(),
                ),
                (
                    "a quote that opens in this row swallows rows after it".into(),
                    "take the stray quote out, or close it in its own field".into(),
                ),
            ),
            Self::ShortRow { found, wanted } => (
                (
                    format!("dòng chỉ có {found} ô"),
                    format!("{wanted} ô như dòng tiêu đề; kiểm tra tệp có bị cắt không"),
                ),
                (
                    format!("the row has only {found} fields"),
                    format!("{wanted} fields, as the header has; check that the file was not cut off"),
                ),
            ),
            Self::LongRow { found, wanted } => (
                (format!("dòng có {found} ô"), format!("{wanted} ô như dòng tiêu đề")),
                (format!("the row has {found} fields"), format!("{wanted} fields, as the header has")),
            ),
            Self::MissingColumn if place == RowPlace::Record => (
                ("thiếu trường bắt buộc".into(), "các trường commune, day, f0 trong mỗi mục".into()),
                ("a required field is missing".into(), "the fields commune, day, f0 in each record".into()),
            ),
            Self::MissingColumn => (
                (
                    "thiếu cột bắt buộc".into(),
                    "các cột commune (Xã/phường), day (Ngày), f0 (Số ca mắc mới) trong dòng tiêu đề".into(),
                ),
                (
                    "a required column is missing".into(),
                    "the columns commune (Xã/phường), day (Ngày), f0 (Số ca mắc mới) in the header".into(),
                ),
            ),
            Self::UnknownColumn if place == RowPlace::Record => (
                (
                    "không biết trường này".into(),
                    format!("bỏ trường này, hoặc đặt một trong các tên: {}", columns::all()),
                ),
                ("no such field is known".into(), format!("leave it out, or call it one of: {}", columns::all())),
            ),
            Self::UnknownColumn => (
                (
                    "không biết cột này".into(),
                    format!("bỏ cột này, hoặc đặt một trong các tên: {}", columns::offered()),
                ),
                ("no such column is known".into(), format!("leave it out, or call it one of: {}", columns::all())),
            ),
            Self::PersonalData => (
                (
                    "có vẻ là thông tin cá nhân (họ tên, điện thoại, giấy tờ); nội dung không được nhắc lại ở đây"
                        .into(),
                    "chỉ gửi số đếm; xóa mọi thông tin về từng người khỏi tệp".into(),
                ),
                (
                    "this looks like personal data (names, telephones, papers); it is not repeated here".into(),
                    "counts only; take everything about single persons out of the file".into(),
                ),
            ),
            Self::CellError => (
                (
                    "công thức trong ô báo lỗi, hoặc chưa được tính".into(),
                    "sửa công thức rồi lưu lại bằng Excel, hoặc ghi thẳng giá trị".into(),
                ),
                (
                    "the cell's formula has an error, or was not worked out".into(),
                    "mend the formula and save the file in Excel, or write its value".into(),
                ),
            ),
            Self::DuplicateColumn => (
                ("cột xuất hiện hai lần".into(), "mỗi cột một lần".into()),
                ("the column stands twice".into(), "each column once".into()),
            ),
            Self::MissingValue { column } => {
                let (vi, en) = value_of(*column);
                let (field_vi, field_en) = match place {
                    RowPlace::Record => {
                        ("thiếu trường bắt buộc, hoặc trường để trống", "a required field is missing or blank")
                    }
                    RowPlace::Line | RowPlace::File => ("ô bắt buộc bị để trống", "a required field is blank"),
                };
                ((field_vi.into(), vi.into()), (field_en.into(), en.into()))
            }
            Self::UnknownUnit => (
                (
                    "không có xã, phường, thị trấn nào mang mã hoặc tên này trong tỉnh".into(),
                    "mã của Tổng cục Thống kê, hoặc \"xã, huyện\"".into(),
                ),
                (
                    "no commune of this province has this code or name".into(),
                    "a commune's code in the list of the General Statistics Office, or \"commune, district\"".into(),
                ),
            ),
            Self::NoneFits { found } => (
                (
                    format!("các ô về đơn vị không khớp nhau; mã hoặc tên này là của {found}"),
                    "mã, xã và huyện của cùng một đơn vị".into(),
                ),
                (
                    format!("what names the unit disagrees; this code or name is that of {found}"),
                    "code, commune and district of one unit".into(),
                ),
            ),
            Self::NotWithin { found } => (
                (
                    format!(
                        "xã, phường, thị trấn của dòng này không thuộc đơn vị này; mã hoặc tên đã ghi là của {found}"
                    ),
                    "huyện, tỉnh của chính xã đó, hoặc để trống".into(),
                ),
                (
                    format!("the row's commune does not lie in this unit; its code or name is that of {found}"),
                    "the commune's own district and province, or nothing".into(),
                ),
            ),
            Self::AmbiguousUnit { choices } => (
                (format!("tên này có thể là: {choices}"), "mã của xã, hoặc thêm huyện: \"xã, huyện\"".into()),
                (format!("the name may be: {choices}"), "the commune's code, or \"commune, district\"".into()),
            ),
            Self::NotACommune { name } => (
                (
                    format!("{name} không phải là cấp xã"),
                    format!(
                        "tên hoặc mã của một xã, phường, thị trấn; bỏ dòng tiêu đề của huyện, dòng tổng thì ghi \"Cộng {name}\""
                    ),
                ),
                (
                    format!("{name} is not a commune"),
                    format!("a commune's name or code; leave a heading out, and call a line of sums \"Cộng {name}\""),
                ),
            ),
            Self::NotADay(fault) => fault.words(),
            Self::TooEarly { first } => (
                ("ngày trước khi có dịch".into(), format!("ngày từ {} trở đi", first.vi())),
                ("the day lies before the epidemic".into(), format!("a day from {first} on")),
            ),
            Self::FutureDay { today } => (
                ("ngày chưa tới".into(), format!("ngày không sau hôm nay, {}", today.vi())),
                ("the day has not come yet".into(), format!("a day not after today, {today}")),
            ),
            Self::NotANumber => (
                ("không phải là số đếm".into(), "số nguyên không âm, chỉ gồm chữ số, như 12".into()),
                ("not a count".into(), "a whole number in digits, as 12".into()),
            ),
            Self::InQuotes { count } => (
                ("số nằm trong dấu nháy kép".into(), format!("số không có dấu nháy: {count}")),
                ("the number stands in quotes".into(), format!("a number without quotes: {count}")),
            ),
            Self::Negative => (
                ("số âm".into(), "0 hoặc số dương; muốn đính chính thì gửi lại số đúng của ngày đó".into()),
                ("the number is negative".into(), "0 or more; to correct a day, send its right figure again".into()),
            ),
            Self::ExceedsPopulation { population } => (
                ("nhiều hơn số dân của xã".into(), format!("không quá {population} (tổng điều tra dân số 2019)")),
                ("more than the commune has inhabitants".into(), format!("at most {population} (census of 2019)")),
            ),
            Self::PartsExceedTotal { parts, total } => (
                (
                    format!("f0_isolated + f0_unknown_source + f0_special_venue là {parts}, nhiều hơn f0"),
                    format!("tổng các phần không quá {total}"),
                ),
                (
                    format!("f0_isolated + f0_unknown_source + f0_special_venue are {parts}, more than f0"),
                    format!("parts that sum to at most {total}"),
                ),
            ),
            Self::DuplicateRow { first } => (
                (
                    format!("xã và ngày này đã có ở {} {first}", place.word(Lang::Vi)),
                    format!("mỗi xã mỗi ngày một {}", place.word(Lang::Vi)),
                ),
                (
                    format!("this commune and day stand already in {} {first}", place.word(Lang::En)),
                    "one row for each commune and day".into(),
                ),
            ),
            Self::TotalMismatch { sum } => (
                (
                    format!("dòng tổng cộng không khớp: các dòng cộng lại là {sum}"),
                    format!("{sum}, hoặc sửa các dòng số liệu; kiểm tra có thiếu dòng không"),
                ),
                (
                    format!("the total does not agree: the rows sum to {sum}"),
                    format!("{sum}, or other rows; check that none is missing"),
                ),
            ),
            Self::MoveOfOne => (
                (
                    "chuyển ca mà tệp chỉ sửa một xã".into(),
                    "cả dòng của xã giảm ca và dòng của xã nhận ca, trong cùng một tệp".into(),
                ),
                (
                    "cases move, but the file corrects one commune only".into(),
                    "the row of the commune that loses cases and the row of the one that gains them, in one file"
                        .into(),
                ),
            ),
            Self::MoveOfKinds { day, kind, gained } => {
                let (vi, en) = kind.named();
                (
                    (
                        format!("chuyển ca mà số {vi} ngày {} thay đổi {gained:+}", day.vi()),
                        "số ca từng loại mỗi ngày như trước khi chuyển; sửa loại ca thì gửi một đính chính khác".into(),
                    ),
                    (
                        format!("cases move, but {en} of {day} change by {gained:+}"),
                        "as many cases of each kind on each day as before; correct their kind in another file".into(),
                    ),
                )
            }
            Self::MoveUnbalanced { day, gained } => (
                (
                    format!("chuyển ca mà tổng số ca ngày {} thay đổi {gained:+}", day.vi()),
                    "tổng số ca mỗi ngày như trước khi chuyển; sửa tổng thì nêu lý do khác".into(),
                ),
                (
                    format!("cases move, but the total of {day} changes by {gained:+}"),
                    "the same total on each day as before; where the total is wrong, give another reason".into(),
                ),
            ),
            Self::NotAText => (
                ("không phải là chữ".into(), "một đoạn chữ, hoặc để trống".into()),
                ("not a text".into(), "a text, or nothing".into()),
            ),
            Self::TooLong { length } => (
                (format!("dài {length} ký tự"), format!("không quá {LONGEST_TEXT} ký tự")),
                (format!("{length} characters long"), format!("at most {LONGEST_TEXT} characters")),
            ),
            Self::Flag(fault) => fault.words(place),
        };
        lang.of(vi, en)
    }
}

/// What a column that may not be blank takes, in Vietnamese and in English.
fn value_of(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::Code(_) | Column::Name(_) => {
            ("mã hoặc tên của xã, phường, thị trấn", "the code or the name of the commune")
        }
        Column::Day => ("ngày của số liệu", "the day of the figures"),
        _ => ("một số; không có ca thì ghi 0", "a number; write 0 for no cases"),
    }
}
