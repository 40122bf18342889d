//! Corrections as an Atom feed (RFC 4287), for readers and newsrooms.

use super::corrections::{
    CorrectedFlag, CorrectedRow, CorrectionInfo, CorrectionKind, CorrectionsAnswer, MovedStanding,
};
use super::exports::word;
use super::flags::FlagNote;
use super::standings::{Kind, Reach};
use super::units::FiguresInfo;
use crate::domain::day::Day;
use crate::domain::rules::Lang;
use crate::domain::unit::{Register, UnitCode};
use atom_syndication::{Content, Entry, FixedDateTime, Generator, Link, Person, Text};

/// What a feed is told with.
pub struct Feed<'a> {
    /// The register.
    pub register: &'a Register,
    /// Which database the numbers are of.
    pub log: &'a str,
    /// How the reader reaches this server: scheme and host.
    pub site: &'a str,
    /// The unit whose corrections were asked for; those of the whole province otherwise.
    pub unit: Option<&'a str>,
    /// Which corrections were asked for, as the query of an address; empty for all.
    pub asked: &'a str,
    /// Vietnamese; English otherwise.
    pub vietnamese: bool,
}

impl Feed<'_> {
    /// The feed of an answer.
    pub fn of(&self, answer: &CorrectionsAnswer) -> String {
        let province = &self.register.province().name;
        let whose = self.unit.map_or(&**province, |unit| self.name(unit));
        let asked = |mark| if self.asked.is_empty() { String::new() } else { format!("{mark}{}", self.asked) };
        let updated = answer.corrections.first().map_or(&answer.as_of, |newest| &newest.as_of);
        let feed = atom_syndication::Feed {
            title: Text::plain(self.say(&format!("Đính chính số liệu – {whose}"), &format!("Corrections – {whose}"))),
            id: format!("urn:vungxanh:{}:corrections{}", self.log, asked(':')),
            updated: instant(updated),
            authors: vec![Person { name: format!("Vùng Xanh – {province}"), ..Person::default() }],
            generator: Some(Generator { value: "Vùng Xanh".to_owned(), ..Generator::default() }),
            lang: Some(self.say("vi", "en")),
            links: vec![Link {
                href: format!("{}/api/v1/corrections.atom{}", self.site, asked('?')),
                rel: "self".to_owned(),
                ..Link::default()
            }],
            entries: answer.corrections.iter().map(|one| self.entry(one)).collect(),
            ..atom_syndication::Feed::default()
        };
        feed.to_string()
    }

    fn entry(&self, correction: &CorrectionInfo) -> Entry {
        let no = correction.batch;
        let row = correction.rows.first().map(|row| (&row.unit, &row.new.day));
        let flag = correction.flags.first().map(|flag| (&flag.unit, &flag.new.from));
        let rows = correction.rows.iter().map(|row| self.row(row));
        let mut lines: Vec<String> = rows.chain(correction.flags.iter().map(|flag| self.flag(flag))).collect();
        let total = correction.rows_total + correction.flags_total;
        if total > lines.len() {
            let rest = total - lines.len();
            // The rows of the unit that is asked about come first there too.
            let first = self.unit.map_or_else(String::new, |unit| format!("&unit={unit}"));
            let next = format!("{}/api/v1/corrections/{no}?skip={}{first}", self.site, lines.len());
            lines.push(
                self.say(&format!("và {rest} dòng nữa, từ {next}"), &format!("and {rest} rows more, from {next}")),
            );
        }
        // Each flag has its document beside it.
        let explanation = correction.explanation.as_ref().filter(|_| correction.flags.is_empty());
        lines.extend(explanation.map(|why| self.say(&format!("Giải thích: {why}"), &format!("Explanation: {why}"))));
        if correction.against_reason {
            lines.push(
                self.say("Lưu ý: số liệu sửa không khớp với lý do.", "Note: the figures speak against the reason."),
            );
        }
        lines.extend(correction.changes.iter().map(|change| self.change(change)));
        lines.extend(correction.restated_days.as_ref().map(|days| self.restated(correction.restated_total, days)));
        let link = row.or(flag).map(|(unit, day)| Link {
            href: format!("{}/units/{unit}?day={day}", self.site),
            rel: "alternate".to_owned(),
            ..Link::default()
        });
        Entry {
            title: Text::plain(self.title(correction)),
            id: format!("urn:vungxanh:{}:batch:{no}", self.log),
            updated: instant(&correction.as_of),
            published: Some(instant(&correction.as_of)),
            links: link.into_iter().collect(),
            content: Some(Content {
                value: Some(lines.join("\n")),
                content_type: Some("text".to_owned()),
                ..Content::default()
            }),
            ..Entry::default()
        }
    }

    fn title(&self, correction: &CorrectionInfo) -> String {
        let (no, reason) = (correction.batch, self.reason(correction.reason));
        if correction.kind == CorrectionKind::LateReport.code() {
            return self.say(&format!("Báo cáo đến muộn, lô số {no}"), &format!("Late first reports, batch {no}"));
        }
        if correction.kind == CorrectionKind::Flags.code() {
            return self
                .say(&format!("Cờ cho những ngày đã qua, lô số {no}"), &format!("Flags of past days, batch {no}"));
        }
        self.say(&format!("Đính chính số {no}: {reason}"), &format!("Correction {no}: {reason}"))
    }

    fn row(&self, row: &CorrectedRow) -> String {
        let name = self.name(&row.unit);
        let (day, new) = (self.day(&row.new.day), row.new.figures.f0);
        match &row.old {
            Some(old) => format!("{name} ({}), {day}: {}", row.unit, self.moved(&old.figures, &row.new.figures)),
            None => self.say(
                &format!("{name} ({}), {day}: F0 {new} (lần đầu báo cáo)", row.unit),
                &format!("{name} ({}), {day}: F0 {new} (first report)", row.unit),
            ),
        }
    }

    /// What an officer says, in place of what, by which document.
    fn flag(&self, CorrectedFlag { unit, old, new }: &CorrectedFlag) -> String {
        let (name, kind, document) = (self.name(unit), self.flag_kind(new.flag), &new.document);
        let days = match old {
            Some(old) => format!("{} → {}", self.flag_days(old), self.flag_days(new)),
            None => self.flag_days(new),
        };
        self.say(
            &format!("{name} ({unit}), cờ {kind}: {days}; văn bản: {document}"),
            &format!("{name} ({unit}), flag {kind}: {days}; document: {document}"),
        )
    }

    /// The days on which a flag holds.
    fn flag_days(&self, note: &FlagNote) -> String {
        let from = self.day(&note.from);
        match &note.to {
            None => self.say(&format!("từ {from}, chưa định ngày kết thúc"), &format!("from {from}, no end set yet")),
            Some(to) if *to < note.from => self.say(&format!("từ {from}: đã rút"), &format!("from {from}: withdrawn")),
            Some(to) => {
                let to = self.day(to);
                self.say(&format!("từ {from} đến hết {to}"), &format!("from {from} through {to}"))
            }
        }
    }

    fn flag_kind(&self, code: &str) -> String {
        let (vi, en) = match code {
            "illegal_entry" => ("nguy cơ cao do nhập cảnh trái phép", "high risk from illegal entry"),
            "quarantine_facility" => {
                ("số lượng lớn người trong các cơ sở cách ly", "large numbers in quarantine facilities")
            }
            "uncontrolled_source_over_50" => (
                "nguồn lây nhiễm khó kiểm soát, có thể lan ra trên 50% đơn vị cấp dưới",
                "a source hard to control that threatens over 50% of the units below",
            ),
            "uncontrolled_source_over_20" => (
                "nguồn lây nhiễm khó kiểm soát, có thể lan ra trên 20% đơn vị cấp dưới",
                "a source hard to control that threatens over 20% of the units below",
            ),
            "protected_site" => (
                "cơ sở sản xuất cần bảo vệ tiếp giáp nguồn lây nhiễm khó kiểm soát",
                "a production site to be protected beside a source hard to control",
            ),
            other => (other, other),
        };
        self.say(vi, en)
    }

    /// How much of which published boards comes out otherwise.
    fn restated(&self, n: usize, [from, to]: &[String; 2]) -> String {
        let standings = if n == 1 { "standing" } else { "standings" };
        let (first, last) = (self.day(from), self.day(to));
        let (vi, en) = if from == to {
            (format!("ngày {first}"), format!("board of {first}"))
        } else {
            (format!("các ngày {first} – {last}"), format!("boards of {first} – {last}"))
        };
        self.say(
            &format!("Xếp loại lại {n} lượt trên bảng đã công bố {vi}; bản đã công bố giữ nguyên."),
            &format!("{n} {standings} restated on the published {en}; what was published stays."),
        )
    }

    /// What it moved on the board of the day on which it came. Where how a unit stood or stands is not known, a level that
    /// stays is no move of it.
    fn change(&self, MovedStanding { change, was, is }: &MovedStanding) -> String {
        let (name, unit, day) = (self.name(&change.unit), &change.unit, self.day(&change.day));
        let both = was.as_ref().zip(is.as_ref());
        if both.is_none() && change.from == change.to {
            return self.say(
                &format!("{name} ({unit}), bảng ngày {day}: khoảng mức hoặc ký hiệu thay đổi"),
                &format!("{name} ({unit}), board of {day}: its range or its marks moved"),
            );
        }
        let marked = both.is_some_and(|(was, is)| was.marks != is.marks);
        let told = |level, kind: &Option<Kind>| self.standing(level, kind.as_ref(), marked);
        let (from, to) = (told(change.from, was), told(change.to, is));
        self.say(
            &format!("{name} ({unit}), bảng ngày {day}: {from} → {to}"),
            &format!("{name} ({unit}), board of {day}: {from} → {to}"),
        )
    }

    /// A level with its range, and its marks where those moved.
    fn standing(&self, level: Option<u8>, kind: Option<&Kind>, marked: bool) -> String {
        let lang = if self.vietnamese { Lang::Vi } else { Lang::En };
        let reach = kind.map_or(Reach { level, low: level, high: level }, |kind| kind.reach);
        // That the level is open is told by its range.
        let marks = kind.into_iter().flat_map(|kind| &kind.marks).filter(|mark| marked && **mark != "undetermined");
        let marks: Vec<_> = marks.map(|mark| lang.of(word(mark), mark)).collect();
        if marks.is_empty() { reach.words(lang) } else { format!("{} ({})", reach.words(lang), marks.join(", ")) }
    }

    fn name<'a>(&'a self, unit: &'a str) -> &'a str {
        let at = UnitCode::parse(unit).and_then(|code| self.register.index_of(&code));
        at.map_or(unit, |at| &self.register.units()[at].name)
    }

    /// A day as the reader writes it.
    fn day(&self, iso: &str) -> String {
        let day = Day::parse(iso).filter(|_| self.vietnamese);
        day.map_or_else(|| iso.to_owned(), Day::vi)
    }

    /// Each figure that is another than before: a correction may move cases from kind to kind and leave their number.
    fn moved(&self, old: &FiguresInfo, new: &FiguresInfo) -> String {
        let figures = [
            ("F0", "F0", Some(old.f0), Some(new.f0)),
            ("F0 đã cách ly", "F0 in isolation", old.f0_isolated, new.f0_isolated),
            ("F0 chưa rõ nguồn", "F0 of unknown source", old.f0_unknown_source, new.f0_unknown_source),
            ("F0 nơi khó kiểm soát", "F0 of special venues", old.f0_special_venue, new.f0_special_venue),
            (
                "chùm ca chưa rõ nguồn",
                "clusters of unknown source",
                old.clusters_unknown_source,
                new.clusters_unknown_source,
            ),
            (
                "chùm ca nơi khó kiểm soát",
                "clusters of special venues",
                old.clusters_special_venue,
                new.clusters_special_venue,
            ),
            ("F1 cộng đồng", "F1 in the community", old.f1_community, new.f1_community),
        ];
        let moved = figures.into_iter().filter(|(.., old, new)| old != new);
        let told =
            moved.map(|(vi, en, old, new)| format!("{} {} → {}", self.say(vi, en), self.figure(old), self.figure(new)));
        let told: Vec<String> = told.collect();
        if told.is_empty() { self.say("số liệu không đổi", "figures unchanged") } else { told.join("; ") }
    }

    /// A blank is told as such: it is not a zero.
    fn figure(&self, figure: Option<u32>) -> String {
        figure.map_or_else(|| self.say("(trống)", "(blank)"), |figure| figure.to_string())
    }

    fn reason(&self, code: Option<&str>) -> String {
        let (vi, en) = match code {
            Some("late_result") => ("kết quả về muộn", "late result"),
            Some("duplicate_case") => ("ca bị đếm trùng", "case counted twice"),
            Some("moved_to_other_unit") => ("chuyển ca sang đơn vị khác", "cases moved to another unit"),
            Some("typing_error") => ("nhập nhầm", "typing error"),
            Some("other") => ("lý do khác", "another reason"),
            _ => ("không nêu lý do", "no reason given"),
        };
        self.say(vi, en)
    }

    fn say(&self, vi: &str, en: &str) -> String {
        if self.vietnamese { vi } else { en }.to_owned()
    }
}

/// What we write ourselves reads back.
fn instant(rfc3339: &str) -> FixedDateTime {
    rfc3339.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::Atlas;
    use crate::wire::Change;

    #[test]
    fn a_level_that_stays_beside_another_list_of_units_is_not_told_as_a_move() {
        let register = Atlas::shipped().register;
        let feed = Feed { register: &register, log: "", site: "", unit: None, asked: "", vietnamese: true };
        let kind = |low, level, marks: &[&'static str]| {
            let reach = Reach { level: Some(level), low: Some(low), high: Some(level) };
            Some(Kind { reach, marks: marks.to_vec() })
        };
        let told = |(from, was), (to, is)| {
            let (unit, day) = ("22738".to_owned(), "2021-09-05".to_owned());
            let change = Change { unit, from: Some(from), to: Some(to), day, cause: "correction".to_owned() };
            let line = feed.change(&MovedStanding { change, was, is });
            line.strip_prefix("Phường Đô Vinh (22738), bảng ngày 05/09/2021: ").map(str::to_owned)
        };
        let is = |words: &str| Some(words.to_owned());
        let late = kind(3, 3, &["late"]);
        assert_eq!(told((3, None), (3, late.clone())), is("khoảng mức hoặc ký hiệu thay đổi"));
        assert_eq!(told((3, late.clone()), (3, None)), is("khoảng mức hoặc ký hiệu thay đổi"));
        // Which marks came is not known where those before are not.
        assert_eq!(told((2, None), (3, late.clone())), is("mức 2 → mức 3"));
        assert_eq!(told((3, kind(3, 3, &[])), (3, late)), is("mức 3 → mức 3 (báo cáo chậm)"));
    }
}
