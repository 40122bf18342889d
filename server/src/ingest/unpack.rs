//! What a workbook unpacks to, before anything is done with it. A few kilobytes can unpack to many
//! gigabytes, so bytes are counted while they are unpacked: what the archive says of itself is not
//! believed.

use super::refusal::Why;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most that a workbook may unpack to.
const MOST: u64 = 256 << 20;
/// The most that its table of texts may.
const MOST_TEXTS: u64 = 64 << 20;
/// The part that holds the texts of all cells, and the count of them that it states.
const TEXTS: &str = "sharedstrings.xml";
const COUNT: &[u8] = b"uniqueCount";

/// Unpacks every part of a workbook and throws it away.
pub(super) fn check(bytes: &[u8]) -> Result<(), Why> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Why::NotAWorkbook)?;
    let mut left = MOST;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| Why::NotAWorkbook)?;
        let texts = part.name().map_err(|_| Why::NotAWorkbook)?.to_lowercase().ends_with(TEXTS);
        let most = if texts { left.min(MOST_TEXTS) } else { left };
        let mut part = part.take(most + 1);
        let mut kept = Vec::new();
        let size = if texts {
            part.read_to_end(&mut kept).map(|size| size as u64)
        } else {
            std::io::copy(&mut part, &mut std::io::sink())
        };
        let size = size.map_err(|_| Why::NotAWorkbook)?;
        if size > most {
            return Err(Why::UnpacksTooLarge);
        }
        left -= size;
        if texts && !counts_truly(&kept) {
            return Err(Why::NotAWorkbook);
        }
    }
    Ok(())
}

/// Whether the count of texts is one that the part can hold: room is made for so many in one piece,
/// and a false count would take the whole server down with it. Characters that XML forbids could
/// hide the count, and UTF-16, which has such bytes, too.
fn counts_truly(part: &[u8]) -> bool {
    let forbidden = |&byte: &u8| byte < b' ' && !byte.is_ascii_whitespace();
    let counts = part.windows(COUNT.len()).enumerate().filter(|(_, found)| *found == COUNT);
    !part.iter().any(forbidden)
        && counts.map(|(at, _)| &part[at + COUNT.len()..]).all(|rest| {
            let value = rest.splitn(3, |&byte| byte == b'"' || byte == b'\'').nth(1).unwrap_or_default();
            let value = std::str::from_utf8(value).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
            value.and_then(|digits| digits.parse::<usize>().ok()).is_some_and(|count| count <= part.len())
        })
}
