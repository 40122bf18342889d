//! What the picture says of reports, in the words and signs of the pages (`web/src/health.ts`).

use crate::domain::made::{Made, Reporting};
use crate::domain::rules::Lang;
use crate::domain::unit::Unit;

/// How many stand how, in the order of `Made::ALL`.
pub(super) fn tally(all: impl Iterator<Item = Reporting>) -> [usize; 5] {
    all.fold([0; 5], |mut counts, one| {
        if let Some(at) = Made::ALL.iter().position(|made| *made == one.made) {
            counts[at] += 1;
        }
        counts
    })
}

/// The sign of a state, where no days are told.
pub(super) const fn sign(made: Made) -> &'static str {
    match made {
        Made::OnTime => "",
        Made::Late => "+1",
        Made::Due => "…",
        Made::Missing => "×",
        Made::NotBegun => "–",
    }
}

/// What stands on the map: days late, or a sign.
pub(super) fn report_sign(one: Reporting) -> String {
    match (one.made, one.days_late) {
        (Made::Late, Some(days)) => format!("+{days}"),
        (made, _) => sign(made).to_owned(),
    }
}

/// What a state is called.
pub(super) fn name(made: Made, lang: Lang) -> &'static str {
    match made {
        Made::OnTime => lang.of("Đúng hạn", "On time"),
        Made::Late => lang.of("Chậm", "Late"),
        Made::Due => lang.of("Chưa đến hạn", "Not due yet"),
        Made::Missing => lang.of("Đang thiếu", "Behind"),
        Made::NotBegun => lang.of("Chưa từng báo cáo", "Never reported"),
    }
}

/// "Xã Phước Bình: báo cáo: chậm, đến chậm 3 ngày".
pub(super) fn report_said(unit: &Unit, one: Reporting, lang: Lang) -> String {
    let days = one.days_late.filter(|_| one.made == Made::Late);
    let days = days.map_or_else(String::new, |days| match lang {
        Lang::Vi => format!(", đến chậm {days} ngày"),
        Lang::En => format!(", came {days} {} late", if days == 1 { "day" } else { "days" }),
    });
    format!("{}: {} {}{days}", unit.name, lang.of("báo cáo:", "reporting:"), name(one.made, lang).to_lowercase())
}
