//! Texts are UTF-8. What is not is refused and never guessed at: a wrong guess would misspell names
//! without anyone noticing.

use super::refusal::{Refusal, Refusals, Why};

/// The text of a file, without its byte order mark.
pub(super) fn utf8(bytes: &[u8]) -> Result<&str, Refusals> {
    let misread = |at: usize, why: Why| {
        let line = 1 + bytes[..at].iter().filter(|&&byte| byte == b'\n').count() as u64;
        Refusals::from(Refusal::of_file(line, why))
    };
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(misread(0, Why::Utf16));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| misread(error.valid_up_to(), Why::BadEncoding))?;
    if let Some(at) = text.find('\0') {
        // Half of the bytes of UTF-16 are zeros where the text is mostly ASCII.
        let zeros = text.bytes().filter(|&byte| byte == 0).count();
        return Err(misread(at, if zeros > bytes.len() / 4 { Why::Utf16 } else { Why::NulByte }));
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}
