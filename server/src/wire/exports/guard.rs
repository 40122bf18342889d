//! Texts in CSV that a spreadsheet would take for a formula get an apostrophe, and lose it again where
//! the file is read back. Guarding can be undone exactly, so a text comes back as it was.
//!
//! A spreadsheet that splits at another sign than ours begins a cell in the middle of a text: what
//! follows a comma, a semicolon, a tab or a line's end is guarded as well.

use std::borrow::Cow;
use std::iter::repeat_n;

const MARK: char = '\'';
/// What a formula begins with, in either width, and what some programs pass over before one.
const SIGNS: [char; 10] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r'];
/// What may stand between two cells.
const BETWEEN: [char; 5] = [',', ';', '\t', '\n', '\r'];

/// The text with an apostrophe before each sign that begins a formula.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if text.contains(SIGNS) { Cow::Owned(rewritten(text, |marks| marks + 1)) } else { Cow::Borrowed(text) }
}

/// The text that was guarded.
pub fn unguarded(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) { Cow::Owned(rewritten(text, |marks| marks.saturating_sub(1))) } else { Cow::Borrowed(text) }
}

/// The text with `change` made to the number of apostrophes before each sign at the start of a cell.
fn rewritten(text: &str, change: impl Fn(usize) -> usize) -> String {
    let (mut out, mut start, mut marks) = (String::with_capacity(text.len() + 1), true, 0);
    for sign in text.chars() {
        if start && sign == MARK {
            marks += 1;
            continue;
        }
        let count = if start && SIGNS.contains(&sign) { change(marks) } else { marks };
        out.extend(repeat_n(MARK, count));
        out.push(sign);
        // An empty pair of quotation marks may stand before a formula, too.
        start = BETWEEN.contains(&sign) || (start && marks == 0 && sign == '"');
        marks = 0;
    }
    out.extend(repeat_n(MARK, marks));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_begins_a_formula_is_guarded_and_nothing_else() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("+84", "'+84"),
            ("-5 ca", "'-5 ca"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("x;=1", "x;'=1"),
            ("x,\"=1", "x,\"'=1"),
            ("x\n-1", "x\n'-1"),
            ("12/QĐ-UBND", "12/QĐ-UBND"),
            ("'tis", "'tis"),
            ("a = b", "a = b"),
            ("", ""),
        ] {
            assert_eq!((guarded(text).as_ref(), unguarded(safe).as_ref()), (safe, text));
        }
    }

    proptest! {
        #[test]
        fn guarding_can_be_undone(text in "[=+\\-@'\",;\t\r\n a＝]{0,12}") {
            let safe = guarded(&text).into_owned();
            let back = unguarded(&safe);
            prop_assert_eq!(back.as_ref(), text.as_str());
            for cell in safe.split(BETWEEN) {
                let cell = cell.trim_start_matches('"');
                prop_assert!(!cell.starts_with(['=', '+', '-', '@', '＝']), "{:?}", safe);
            }
        }
    }
}
