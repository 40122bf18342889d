//! Why a text names no day, and which day was perhaps meant. A form that we do not take is never guessed at: a wrong
//! day would go unnoticed, a refusal does not. It is told what is missing and what to write instead.

use super::days;
use super::grid::Cell;
use crate::domain::day::Day;
use jiff::civil::Date;

/// Why a cell names no day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum NoDay {
    /// It looks like none.
    Unlike,
    /// The calendar does not have it.
    NotInCalendar,
    /// Day and month alone.
    NoYear,
    /// The number by which spreadsheets keep a day.
    Serial(Day),
    /// A day in another form, and which it may be: of day and month either may stand first.
    Form { slips: Vec<Slip>, may_be: Vec<Day> },
}

/// What keeps a form from being ours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Slip {
    Hour,
    ShortYear,
    Digits,
    Sign,
    MonthFirst,
}

/// A reason and what would be right.
type Words = (String, String);

impl NoDay {
    /// Why this cell names none.
    pub(super) fn of(cell: &Cell) -> Self {
        let Cell::Text(text) = cell else { return Self::Unlike };
        let beside = text.split_once([' ', 'T']).filter(|(_, hour)| hour.contains(':'));
        let date = beside.map_or(&**text, |(date, _)| date);
        let signs: String = date.chars().filter(|sign| !sign.is_ascii_digit()).collect();
        let parts: Vec<&str> = date.split(['/', '-', '.']).map(str::trim).collect();
        let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match parts[..] {
            _ if !parts.iter().all(digits) => Self::Unlike,
            [number] if number.len() == 8 => {
                Self::of_parts([&number[..4], &number[4..6], &number[6..]], "", beside.is_some())
            }
            [number] => Self::of_number(number),
            [day, month] if day.len() <= 2 && month.len() <= 2 => Self::NoYear,
            [a, b, c] => Self::of_parts([a, b, c], &signs, beside.is_some()),
            _ => Self::Unlike,
        }
    }

    fn of_number(text: &str) -> Self {
        let number = text.parse().map(Cell::Number).unwrap_or_default();
        days::of_cell(&number, Day::parse("1899-12-30")).map_or(Self::Unlike, Self::Serial)
    }

    fn of_parts([a, b, c]: [&str; 3], signs: &str, hour: bool) -> Self {
        let (leads, whole) = (a.len() == 4, a.len() == 4 || c.len() == 4);
        let (day_first, month_first) = (day(c, b, a), day(c, a, b));
        let mut may_be: Vec<Day> = match whole {
            true if leads => day(a, b, c).into_iter().collect(),
            true => day_first.into_iter().chain(month_first).collect(),
            false => day_first.into_iter().chain(month_first).chain(day(a, b, c)).collect(),
        };
        may_be.dedup();
        let short = if leads { [b, c] } else { [a, b] }.iter().any(|part| part.len() != 2);
        let slips = [
            (Slip::Hour, hour),
            (Slip::ShortYear, !whole),
            (Slip::Digits, short),
            (Slip::Sign, signs != if leads { "--" } else { "//" }),
            (Slip::MonthFirst, !leads && day_first.is_none() && month_first.is_some()),
        ];
        let slips = slips.into_iter().filter(|(_, is_so)| *is_so).map(|(slip, _)| slip).collect();
        match may_be[..] {
            [] if whole => Self::NotInCalendar,
            [] => Self::Unlike,
            _ => Self::Form { slips, may_be },
        }
    }

    /// In Vietnamese and in English.
    pub(super) fn words(&self) -> (Words, Words) {
        let ((vi, en), (right_vi, right_en)) = (self.reason(), self.right());
        ((vi, right_vi), (en, right_en))
    }

    fn reason(&self) -> Words {
        let (vi, en) = match self {
            Self::Unlike => ("không phải là ngày", "not a day"),
            Self::NotInCalendar => ("lịch không có ngày này", "the calendar has no such day"),
            Self::NoYear => ("ngày không có năm", "the day has no year"),
            Self::Serial(_) => ("con số mà Excel dùng để giữ một ngày", "the number by which Excel keeps a day"),
            Self::Form { slips, .. } => {
                let (vi, en): (Vec<_>, Vec<_>) = slips.iter().map(|slip| slip.words()).unzip();
                return (
                    format!("ngày viết chưa đúng dạng: {}", vi.join("; ")),
                    format!("a day in a form that is not taken: {}", en.join("; ")),
                );
            }
        };
        (vi.to_owned(), en.to_owned())
    }

    fn right(&self) -> Words {
        match self {
            Self::Serial(day) => (
                format!("định dạng cột thành ngày rồi lưu lại; {} nếu là ngày ấy", day.vi()),
                format!("format the column as dates and save it again; {day} if that is the day"),
            ),
            Self::Form { may_be, .. } if may_be.len() > 1 => {
                let (vi, en): (Vec<_>, Vec<_>) = may_be.iter().map(|day| either(*day)).unzip();
                (
                    format!("hai chữ số cho ngày và tháng, ngày trước: {}", vi.join(", ")),
                    format!("two digits for day and month, the day first: {}", en.join(", ")),
                )
            }
            Self::Form { may_be, .. } if !may_be.is_empty() => {
                let day = may_be[0];
                (format!("{} hoặc {day}", day.vi()), format!("{day} or {}", day.vi()))
            }
            _ => (
                "ngày có thật dạng DD/MM/YYYY hoặc YYYY-MM-DD, như 05/09/2021 hoặc 2021-09-05".into(),
                "a day of the calendar as YYYY-MM-DD or DD/MM/YYYY, as 2021-09-05 or 05/09/2021".into(),
            ),
        }
    }
}

impl Slip {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Hour => ("có giờ đi kèm", "an hour stands beside it"),
            Self::ShortYear => ("năm không đủ bốn chữ số", "the year has no four digits"),
            Self::Digits => ("ngày, tháng không đủ hai chữ số", "day and month have no two digits each"),
            Self::Sign => (
                "không ngăn bằng / (hoặc bằng - khi năm đứng trước)",
                "it is not parted by / (or by - with the year first)",
            ),
            Self::MonthFirst => ("tháng đứng trước ngày", "the month stands first"),
        }
    }
}

/// One of the days that a text may mean: how to write it, and when it is that one.
fn either(day: Day) -> Words {
    let (written, date) = (day.vi(), day.date());
    (
        format!("{written} nếu là ngày {} tháng {}", date.day(), date.month()),
        format!("{written} if it is {}", date.strftime("%-d %B")),
    )
}

/// The day of a year, a month and a day however long; of a short year one since the epidemic began.
fn day(year: &str, month: &str, day: &str) -> Option<Day> {
    let written: i16 = year.parse().ok()?;
    let year = match year.len() {
        4 => written,
        2 if written >= 20 => 2000 + written,
        _ => return None,
    };
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().map(Day::from)
}
