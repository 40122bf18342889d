//! Text out of a file as a message shows it: control and direction characters escaped, cut short.
//! Whatever a file holds, a message stays one line of a terminal or a log.

use std::fmt;

/// The longest text that is shown whole, in characters.
const LONGEST: usize = 100;

/// Text that is safe to print.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown(String);

impl Shown {
    /// The text as it stands in the file, in quotation marks.
    pub(super) fn quoted(text: &str) -> Self {
        Self(format!("\"{}\"", Self::plain(text)))
    }

    /// The same without quotation marks, for names and for the words of a reader.
    pub(super) fn plain(text: &str) -> Self {
        let mut shown: String = String::new();
        for c in text.chars().take(LONGEST) {
            if is_unsafe(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
        }
        if text.chars().count() > LONGEST {
            shown.push('…');
        }
        Self(shown)
    }
}

/// What moves the cursor, ends the line or turns the direction of what follows.
fn is_unsafe(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
