//! Writes the small parts of an SVG. Everything that comes from a file or a request goes through
//! [`text`]; looks are presentation attributes, since the policy of the pages lets no inline style be.

use std::fmt;

/// A length or a coordinate, to a tenth of a pixel.
#[derive(Clone, Copy)]
pub(super) struct Px(pub(super) f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Adding zero makes a plain zero of a negative one.
        write!(f, "{}", (self.0 * 10.0).round() / 10.0 + 0.0)
    }
}

/// Text as it may stand in an element or an attribute: nothing in it is markup, and nothing in it is a
/// character that XML has no place for.
pub(super) fn text(plain: &str) -> String {
    let mut written = String::with_capacity(plain.len());
    for c in plain.chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '"' => written.push_str("&quot;"),
            '\'' => written.push_str("&apos;"),
            '\t' | '\n' | '\r' => written.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => written.push(c),
        }
    }
    written
}

/// `fill="#16211E"`, or with its opacity where the colour (`#RRGGBB` or `#RRGGBBAA`) has one: not
/// every reader of SVG knows eight digits.
pub(super) fn paint(what: &str, colour: &str) -> String {
    match (colour.get(..7), colour.get(7..9).and_then(|alpha| u8::from_str_radix(alpha, 16).ok())) {
        (Some(solid), Some(alpha)) => {
            format!("{what}=\"{solid}\" {what}-opacity=\"{}\"", (f64::from(alpha) / 2.55).round() / 100.0)
        }
        _ => format!("{what}=\"{colour}\""),
    }
}

/// Words in lines of at most so many characters; a longer word has a line of its own. A space that does not
/// break stays whole.
pub(super) fn lines(words: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
