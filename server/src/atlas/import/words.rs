//! Names as files write them: with or without spaces, diacritics, kind words and their
//! abbreviations, in any case and either Unicode form. A text is given in all its readings, because
//! where a kind word ends cannot always be seen; one that is wrong matches no unit.

use crate::domain::unit::Tier;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a unit is called before its name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Xa,
    Phuong,
    ThiTran,
    Huyen,
    Quan,
    ThiXa,
    ThanhPho,
    Tinh,
}

/// One way to read a text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Reading {
    /// The kind word that was taken off, if one was.
    pub(super) kind: Option<Kind>,
    /// The name in small letters, letters and digits only, with its diacritics.
    pub(super) exact: String,
    /// The same without them, đ as d.
    pub(super) folded: String,
}

/// Kind words in Vietnamese and in the English of gazetteers, as they are folded.
const COMMUNES: &[(&str, Kind)] = &[
    ("xa", Kind::Xa),
    ("phuong", Kind::Phuong),
    ("thitran", Kind::ThiTran),
    ("commune", Kind::Xa),
    ("ward", Kind::Phuong),
    ("township", Kind::ThiTran),
    ("townlet", Kind::ThiTran),
    ("town", Kind::ThiTran),
];
const DISTRICTS: &[(&str, Kind)] = &[
    ("huyen", Kind::Huyen),
    ("quan", Kind::Quan),
    ("thixa", Kind::ThiXa),
    ("thanhpho", Kind::ThanhPho),
    ("ruraldistrict", Kind::Huyen),
    ("urbandistrict", Kind::Quan),
    ("district", Kind::Huyen),
    ("town", Kind::ThiXa),
    ("city", Kind::ThanhPho),
];
const PROVINCES: &[(&str, Kind)] =
    &[("tinh", Kind::Tinh), ("thanhpho", Kind::ThanhPho), ("province", Kind::Tinh), ("city", Kind::ThanhPho)];

/// Abbreviations, which are words of their own: "X. Phước Hà", "TT Long Phú", "P5".
const SHORT_COMMUNES: &[(&[&str], Kind)] =
    &[(&["x"], Kind::Xa), (&["p"], Kind::Phuong), (&["tt"], Kind::ThiTran), (&["t", "t"], Kind::ThiTran)];
const SHORT_DISTRICTS: &[(&[&str], Kind)] = &[
    (&["h"], Kind::Huyen),
    (&["q"], Kind::Quan),
    (&["tx"], Kind::ThiXa),
    (&["t", "x"], Kind::ThiXa),
    (&["tp"], Kind::ThanhPho),
    (&["t", "p"], Kind::ThanhPho),
];
const SHORT_PROVINCES: &[(&[&str], Kind)] =
    &[(&["t"], Kind::Tinh), (&["tp"], Kind::ThanhPho), (&["t", "p"], Kind::ThanhPho)];

type Short = (&'static [&'static str], Kind);

fn words(tier: Tier) -> (&'static [(&'static str, Kind)], &'static [Short]) {
    match tier {
        Tier::Commune => (COMMUNES, SHORT_COMMUNES),
        Tier::District => (DISTRICTS, SHORT_DISTRICTS),
        Tier::Province => (PROVINCES, SHORT_PROVINCES),
    }
}

/// A letter or digit in small, and without its diacritic.
type Letter = (char, char);

/// Every way to read a text as the name of a unit of a tier, the text as it stands first.
pub(super) fn readings(text: &str, tier: Tier) -> Vec<Reading> {
    let parts = letters(text);
    let whole = parts.concat();
    let (long, short) = words(tier);
    let mut found = vec![reading(None, &whole)];
    let run_together = plain(&whole);
    for &(word, kind) in long {
        if let Some(rest) = whole.get(word.len()..).filter(|_| run_together.starts_with(word)) {
            found.push(reading(Some(kind), rest));
        }
        if word.len() > 2 && run_together.ends_with(word) {
            found.push(reading(Some(kind), &whole[..whole.len() - word.len()]));
        }
    }
    for &(abbreviation, kind) in short {
        let starts = parts.len() > abbreviation.len() && parts.iter().zip(abbreviation).all(|(a, b)| plain(a) == *b);
        if starts {
            found.push(reading(Some(kind), &parts[abbreviation.len()..].concat()));
        }
    }
    found.retain(|reading| !reading.folded.is_empty());
    found
}

/// The kind that a text names, and nothing else: "Xã", "Commune", "TT.".
pub(super) fn kind(text: &str, tier: Tier) -> Option<Kind> {
    let (long, short) = words(tier);
    let said = fold(text);
    let long = long.iter().find(|(word, _)| *word == said).map(|&(_, kind)| kind);
    long.or_else(|| short.iter().find(|(parts, _)| parts.concat() == said).map(|&(_, kind)| kind))
}

/// Whether a text begins with the kind word of a tier, as a word of its own.
pub(super) fn begins_with_kind(text: &str, tier: Tier) -> bool {
    let parts: Vec<String> = letters(text).iter().map(|word| plain(word)).collect();
    let (long, _) = words(tier);
    (1..parts.len().min(3)).any(|count| long.iter().any(|(word, _)| *word == parts[..count].concat()))
}

/// Letters and digits alone, small, without diacritics, đ as d.
pub(super) fn fold(text: &str) -> String {
    plain(&letters(text).concat())
}

fn plain(letters: &[Letter]) -> String {
    letters.iter().map(|&(_, folded)| folded).collect()
}

fn reading(kind: Option<Kind>, letters: &[Letter]) -> Reading {
    let mut rest = letters;
    if let [('s', 's'), ('ố' | 'o', 'o'), digits @ ..] = rest
        && !digits.is_empty()
        && digits.iter().all(|(digit, _)| digit.is_ascii_digit())
    {
        rest = digits;
    }
    if rest.iter().all(|(digit, _)| digit.is_ascii_digit()) {
        // "Phường 05" is Phường 5.
        while let [('0', _), more @ ..] = rest
            && !more.is_empty()
        {
            rest = more;
        }
    }
    Reading { kind, exact: rest.iter().map(|&(exact, _)| exact).collect(), folded: plain(rest) }
}

/// The words of a text. A word ends at anything but a letter or digit, before a capital within it,
/// and between letter and digit.
fn letters(text: &str) -> Vec<Vec<Letter>> {
    let text: Vec<char> = text.nfc().filter(|&c| !is_combining_mark(c)).collect();
    let mut words: Vec<Vec<Letter>> = vec![Vec::new()];
    for (at, &c) in text.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| text[at]);
        let small_after = text.get(at + 1).is_some_and(|next| next.is_lowercase());
        let turns = before.is_some_and(|before| {
            before.is_alphabetic() != c.is_alphabetic()
                || (c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && small_after)))
        });
        if turns && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(Vec::new());
        }
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.push(letter(c));
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn letter(c: char) -> Letter {
    let exact = c.to_lowercase().next().unwrap_or(c);
    let base = std::iter::once(exact).nfd().next().unwrap_or(exact);
    (exact, if base == 'đ' { 'd' } else { base })
}
