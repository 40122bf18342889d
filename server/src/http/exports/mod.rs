//! `GET exports/…`: tables as files, at addresses that stay. What a table holds is in `wire::exports`;
//! here is what is asked, and how a file leaves: piece by piece, each made when the one before was
//! taken, so that neither a long table nor a slow reader takes memory.

mod levels;
/// The map as a picture.
mod picture;
mod reports;
/// Pictures that were drawn lately.
mod shelf;

pub(super) use levels::*;
pub(super) use picture::*;
pub(super) use reports::*;
pub use shelf::Shelf;

use super::App;
use super::error::ApiError;
use crate::atlas::MapKind;
use crate::clock::HO_CHI_MINH;
use crate::domain::day::Day;
use crate::domain::rules::RuleSet;
use crate::domain::rules::timeline::Timeline;
use crate::wire::exports::{CsvForm, Separator, Stamp};
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream::{self, Stream};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::io;
use tokio::sync::Semaphore;

/// The type of a workbook.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8; header=present";

/// A file that is asked for: its type, its name, and a tag that stands for the question and everything
/// the answer rests on.
struct File {
    kind: &'static str,
    name: String,
    etag: String,
}

impl File {
    /// The file of a question. What was known at an instant never changes, and each entry has its own: with
    /// that and with what the server shows, the question decides the answer.
    fn of(app: &App, (kind, name): (&'static str, String), question: &str) -> Self {
        let asked = format!("{} {kind} {name} {question}", app.desk.hub().site());
        // Weak: it stands for the content in any encoding.
        let etag = format!("W/\"{}\"", hex::encode(&Sha256::digest(asked)[..8]));
        Self { kind, name, etag }
    }

    /// The answer to who has the file already, or wants no more than to know of it.
    fn known(&self, method: &Method, headers: &HeaderMap) -> Option<Response> {
        let tagged = [(ETAG, self.etag.as_str()), (CACHE_CONTROL, "no-cache")];
        if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen == self.etag.as_str()) {
            return Some((StatusCode::NOT_MODIFIED, tagged).into_response());
        }
        // How long it would be is not known before it is made.
        (method == Method::HEAD).then(|| self.with(Body::from_stream(stream::empty::<io::Result<Vec<u8>>>())))
    }

    fn with(&self, body: Body) -> Response {
        let name = format!("attachment; filename=\"{}\"", self.name);
        let known = [(ETAG, self.etag.as_str()), (CACHE_CONTROL, "no-cache")];
        (known, [(CONTENT_TYPE, self.kind)], [(CONTENT_DISPOSITION, name)], body).into_response()
    }
}

/// A body of pieces. One that fails breaks the connection off: what was sent must not look whole.
fn body(pieces: impl Stream<Item = Result<Vec<u8>, ApiError>> + Send + 'static) -> Body {
    use futures_util::TryStreamExt;
    Body::from_stream(pieces.map_err(|_| {
        tracing::error!("an export failed on its way; the connection is broken off");
        io::Error::other("the export failed")
    }))
}

/// Work that takes a processor, off the serving threads and a few at a time: who downloads history leaves
/// the writer room.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
) -> Result<T, ApiError> {
    static TURNS: Semaphore = Semaphore::const_new(4);
    let _turn = TURNS.acquire().await.map_err(|_| ApiError::Internal)?;
    let done = tokio::task::spawn_blocking(work).await.map_err(|_| ApiError::Internal)?;
    done.map_err(|error| {
        tracing::error!(%error, "an export failed");
        ApiError::Internal
    })
}

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A file's name: what it is, of which province, days and knowledge.
fn name(app: &App, what: &str, days: Option<(Day, Day)>, as_of: Option<Timestamp>, ending: &str) -> String {
    let days = match days {
        Some((from, to)) if from == to => format!("-{from}"),
        Some((from, to)) => format!("-{from}-{to}"),
        None => String::new(),
    };
    let known = as_of.map(|at| at.to_zoned(HO_CHI_MINH).strftime("-as-of-%Y%m%dT%H%M%S").to_string());
    let province = &app.atlas.register.province().code;
    format!("vung-xanh-{province}-{what}{days}{}.{ending}", known.unwrap_or_default())
}

/// How CSV is wanted: with a byte order mark and commas, unless something else is said.
fn csv_form(bom: Option<u8>, separator: Option<&str>) -> Result<CsvForm, ApiError> {
    let separator = separator.unwrap_or("comma");
    Ok(CsvForm {
        bom: match bom {
            None | Some(1) => true,
            Some(0) => false,
            Some(other) => {
                return Err(ApiError::query(
                    format!("không có bom {other}; hãy ghi 1 hoặc 0"),
                    format!("bom {other} is not known; write 1 or 0"),
                ));
            }
        },
        separator: Separator::parse(separator).ok_or_else(|| {
            ApiError::query(
                format!("không có separator {separator:?}; hãy ghi comma hoặc semicolon"),
                format!("separator {separator:?} is not known; write comma or semicolon"),
            )
        })?,
    })
}

/// The titles of the rule sets that judged some days; where they are several, with the days of each.
fn judged_by(timeline: &Timeline, days: (Day, Day)) -> String {
    let judging: Vec<_> = timeline.within(days).collect();
    let written = |day: Day| day.date().strftime("%d/%m/%Y").to_string();
    let told = |((from, to), rules): &((Day, Day), &RuleSet)| match judging.len() {
        1 => rules.title.vi.clone(),
        _ => format!("{} (từ {} đến {})", rules.title.vi, written(*from), written(*to)),
    };
    judging.iter().map(told).collect::<Vec<_>>().join(", ")
}

/// Of what the answer is, in every file.
fn stamp(app: &App, as_of: Timestamp, what: &str) -> Stamp {
    let province = &app.atlas.register.province().name;
    let mut attribution = format!("Vùng Xanh, {province}: {what}.");
    if app.demo.is_some() {
        attribution = format!("{attribution} {}", crate::demo::note().vi);
    }
    Stamp { as_of, attribution }
}

/// What must be said of the polygons.
fn map_note(app: &App) -> &'static str {
    match app.atlas.kind {
        MapKind::Schematic => " Bản đồ giản lược: không đường nào là ranh giới trên thực địa.",
        MapKind::Boundaries => "",
    }
}
