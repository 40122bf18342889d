//! What looks like data about a person: names, telephone numbers, numbers of identity papers. A
//! report counts people and names none, so a file that does is refused, and nothing of what gave it
//! away is repeated in the answer.

use super::grid::Cell;
use super::table::Heading;
use super::words::LONGEST_TEXT;
use crate::domain::name::plain;

/// Headings, in plain letters, that stand for people.
const HEADINGS: [&str; 30] = [
    "ho",
    "ten",
    "hoten",
    "hovaten",
    "benhnhan",
    "mabenhnhan",
    "mabn",
    "bn",
    "sdt",
    "dt",
    "didong",
    "mobile",
    "tel",
    "diachi",
    "diachinha",
    "noio",
    "choo",
    "address",
    "dob",
    "birthday",
    "dateofbirth",
    "email",
    "bhyt",
    "sobhyt",
    "name",
    "fullname",
    "patient",
    "patientname",
    "idnumber",
    "nationalid",
];
/// Parts of headings that do so anywhere.
const PARTS: [&str; 11] = [
    "hoten",
    "hovaten",
    "tenbenhnhan",
    "dienthoai",
    "cmnd",
    "cccd",
    "cancuoc",
    "hochieu",
    "ngaysinh",
    "namsinh",
    "phone",
];
/// Family names, in plain letters.
const FAMILIES: &str = " an au bach bui cao chau che chu cu dam danh dang dao dau diep dinh do doan duong giang giap \
    ha ho hoang hua huynh khong khuat kieu kim la lai lam le lieu luc lu luong luu ly ma mac mai ngo nghiem nguyen nong \
    ong pham phan phung quach son ta tang thach thai than to ton tong tran trang trieu trinh truong tu tuong ung van vi \
    vo vu vuong ";
/// Names of people that places and schools bear; they say nothing about a patient.
const PLACES: [&str; 1] = ["hochiminh"];

/// Whether a heading says that its column is about people.
pub(super) fn heads_people(heading: &Heading) -> bool {
    let name = plain(&heading.name);
    heading.column.is_none() && (HEADINGS.contains(&name.as_str()) || PARTS.iter().any(|part| name.contains(part)))
}

/// Whether a heading is itself a person, or most cells under it look like one.
pub(super) fn holds_people<'a>(heading: &Heading, cells: impl Iterator<Item = &'a Cell>) -> bool {
    if heading.column.is_none() && is_personal(&heading.name) {
        return true;
    }
    if heading.column.is_some_and(super::columns::Column::is_place) {
        return false;
    }
    let (mut filled, mut personal) = (0, 0);
    for cell in cells {
        filled += usize::from(!cell.is_blank());
        personal += usize::from(match cell {
            Cell::Text(text) => is_personal(text),
            Cell::Number(_) => is_personal(&cell.shown()),
            _ => false,
        });
    }
    personal * 2 >= filled && personal > 0
}

/// What keeps a text from being made public.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextFault {
    /// It is longer than 1,000 characters: so many.
    TooLong(usize),
    /// It holds a NUL, which is no character of a text.
    Nul,
    /// It names a person or gives a number of one.
    Personal,
}

/// A text that will be public, as it stands.
pub fn check_text(text: &str) -> Result<String, TextFault> {
    match text.chars().count() {
        length if length > LONGEST_TEXT => Err(TextFault::TooLong(length)),
        _ if text.contains('\0') => Err(TextFault::Nul),
        _ if is_personal(text) || names_someone(text) => Err(TextFault::Personal),
        _ => Ok(text.to_owned()),
    }
}

/// Whether a text is a person's name, a telephone number or a number of an identity paper.
pub(super) fn is_personal(text: &str) -> bool {
    is_number_of_person(text) || is_name(text)
}

/// Whether a remark names a person or gives a number of one.
pub(super) fn names_someone(text: &str) -> bool {
    let words: Vec<&str> = text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // "Văn" and "Thị" stand in no other words of three than a person's name.
    let named = words.windows(3).any(|three| {
        matches!(plain(three[1]).as_str(), "van" | "thi") && three.iter().all(|word| capital(word)) && family(three[0])
    });
    let mut runs = text.split(|sign: char| !(sign.is_ascii_digit() || matches!(sign, ' ' | '.' | '-' | '+')));
    let number = |run: &str| is_number_of_person(run) || run.split(' ').any(is_number_of_person);
    (named && !is_place_name(&words)) || runs.any(number)
}

fn is_place_name(words: &[&str]) -> bool {
    PLACES.contains(&plain(&words.concat()).as_str())
}

/// Ten digits from 0 or eleven from 84 are a telephone, nine or twelve an identity paper.
fn is_number_of_person(text: &str) -> bool {
    if text.len() < 9 {
        return false;
    }
    let text = text.trim().trim_start_matches('+');
    let groups: Vec<&str> = text.split([' ', '.', '-']).collect();
    let grouped = groups.len() <= 4
        && groups.iter().all(|group| group.bytes().all(|byte| byte.is_ascii_digit()))
        && groups.iter().skip(1).all(|group| group.len() >= 3);
    let digits = groups.concat();
    let mobile = |rest: &str| rest.starts_with(['2', '3', '5', '7', '8', '9']);
    grouped
        && match digits.len() {
            9 | 12 => groups.len() == 1 || mobile(&digits[1..]),
            10 => digits.strip_prefix('0').is_some_and(mobile),
            11 => digits.strip_prefix("84").is_some_and(mobile) || digits.strip_prefix("02").is_some(),
            _ => false,
        }
}

/// A family name and two to four more words, each with a capital.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (3..=5).contains(&words.len())
        && family(words[0])
        && words.iter().all(|word| capital(word) && word.chars().all(char::is_alphabetic))
        && !is_place_name(&words)
}

fn capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

fn family(word: &str) -> bool {
    FAMILIES.contains(&format!(" {} ", plain(word)))
}
