//! Names of places as many hands write them, brought to a form in which they can be compared: with
//! or without diacritics, kind words, capitals, spaces and dots, in whichever Unicode form.
//!
//! Only comparing happens here. Whether a match is good enough is for the caller to say: `plain`
//! finds what may be meant, `marked` and `kind` tell between several of those.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Kind words in their plain form, with their abbreviations.
const KINDS: [(&[&str], &str); 13] = [
    (&["thi", "tran"], "thitran"),
    (&["thi", "xa"], "thixa"),
    (&["thanh", "pho"], "thanhpho"),
    (&["tt"], "thitran"),
    (&["tx"], "thixa"),
    (&["tp"], "thanhpho"),
    (&["phuong"], "phuong"),
    (&["huyen"], "huyen"),
    (&["tinh"], "tinh"),
    (&["quan"], "quan"),
    (&["xa"], "xa"),
    (&["p"], "phuong"),
    (&["h"], "huyen"),
];
/// Abbreviations that are kind words only where a dot or a number follows: they begin names, too.
const LETTERS: [(&str, &str); 3] = [("x", "xa"), ("q", "quan"), ("t", "tinh")];

/// A place's name, ready to be compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Name {
    /// The kind word in its plain form, unabbreviated: `xa`, `phuong`, `thitran`, `huyen` …
    pub kind: Option<&'static str>,
    /// What is left without the kind word: small letters and digits, no diacritics, no spaces.
    pub plain: String,
    /// The same with its diacritics, in NFC.
    pub marked: String,
    /// The plain form with what was taken for a kind word: some names begin like one.
    pub whole: String,
}

impl Name {
    /// Reads a name.
    pub fn of(text: &str) -> Self {
        let words = words(text);
        let plains: Vec<String> = words.iter().map(|word| plain(word)).collect();
        let (kind, taken) = kind(text, &plains);
        Self { kind, plain: plains[taken..].concat(), marked: words[taken..].concat(), whole: plains.concat() }
    }

    /// Whether it was written with diacritics; without, they were perhaps left out.
    pub fn is_marked(&self) -> bool {
        self.marked != self.plain
    }
}

/// A text without diacritics, capitals, spaces and signs: letters and digits alone. `đ` is a `d`,
/// and so is `ð`, which old fonts show alike.
pub fn plain(text: &str) -> String {
    let letters = text.nfd().filter(|&letter| !is_combining_mark(letter) && letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).map(|letter| if matches!(letter, 'đ' | 'ð') { 'd' } else { letter }).collect()
}

/// The words of a text, small, in NFC; a number is a word of its own and has no leading zeros.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for letter in text.nfc().flat_map(char::to_lowercase) {
        let class = if letter.is_numeric() {
            Some(true)
        } else {
            (letter.is_alphanumeric() || is_combining_mark(letter)).then_some(false)
        };
        match words.last_mut() {
            Some(word) if class.is_some() && class == before => word.push(letter),
            _ if class.is_some() => words.push(letter.into()),
            _ => {}
        }
        before = class;
    }
    for word in &mut words {
        let zeros = word.len() - word.trim_start_matches('0').len();
        word.drain(..zeros.min(word.len() - 1));
    }
    words
}

/// The kind word that a name begins with, and how many of its words that is. A name is never a kind
/// word alone.
fn kind(text: &str, plains: &[String]) -> (Option<&'static str>, usize) {
    for (start, kind) in KINDS {
        if plains.len() > start.len() && plains.iter().zip(start).all(|(word, wanted)| word == wanted) {
            return (Some(kind), start.len());
        }
    }
    let after = text.trim_start().chars().nth(1);
    let short = |&(letter, _): &(&str, &str)| plains.len() > 1 && plains[0] == letter;
    match LETTERS.into_iter().find(short) {
        Some((_, kind)) if after.is_some_and(|sign| sign == '.' || sign.is_numeric()) => (Some(kind), 1),
        _ => (None, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_in_many_hands() {
        for text in [
            "Phường Đô Vinh",
            "PHƯỜNG ĐÔ VINH",
            "phuong do vinh",
            "P. Đô Vinh",
            "P.Đô Vinh",
            "p Đô  Vinh",
            " Phường\u{a0}Đô Vinh ",
            "Phu\u{31b}o\u{31b}\u{300}ng Đo\u{302} Vinh",
        ] {
            let name = Name::of(text);
            assert_eq!((name.kind, name.plain.as_str()), (Some("phuong"), "dovinh"), "{text}");
        }
        for text in ["TP. Phan Rang - Tháp Chàm", "Thành phố Phan Rang-Tháp Chàm", "tp phan rang tháp chàm"] {
            let name = Name::of(text);
            assert_eq!((name.kind, name.plain.as_str()), (Some("thanhpho"), "phanrangthapcham"), "{text}");
        }
        assert_eq!(Name::of("Hòa").plain, Name::of("Hoà").plain);
    }

    #[test]
    fn numbers_are_names_too() {
        for text in ["Phường 1", "P.1", "P1", "Phường 01", "phuong1"] {
            let name = Name::of(text);
            assert_eq!((name.kind, name.plain.as_str()), (Some("phuong"), "1"), "{text}");
        }
    }

    #[test]
    fn a_name_that_begins_like_a_kind_word_keeps_its_whole() {
        let name = Name::of("H' Ra");
        assert_eq!((name.plain.as_str(), name.whole.as_str()), ("ra", "hra"));
        assert_eq!(Name::of("Xã H' Ra").plain, "hra");
        assert_eq!(Name::of("X Y").kind, None);
        assert_eq!(Name::of("X. Phước Bình").kind, Some("xa"));
        assert_eq!(Name::of("Xã"), Name { kind: None, plain: "xa".into(), marked: "xã".into(), whole: "xa".into() });
        assert_eq!(Name::of("").plain, "");
    }

    #[test]
    fn diacritics_are_kept_beside() {
        let (thanh, full) = (Name::of("Xã Thanh Hải"), Name::of("Xã Thành Hải"));
        assert_eq!(thanh.plain, full.plain);
        assert_ne!(thanh.marked, full.marked);
        assert!(full.is_marked() && !Name::of("Xa Thanh Hai").is_marked());
    }
}
