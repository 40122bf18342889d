//! `GET corrections`, as JSON and as a feed: what was taken back, why, and what it makes of boards.

use super::App;
use super::client::Site;
use super::error::ApiError;
use super::moment::{day, known_at};
use super::params::{Params, told_in};
use super::units::unit_at;
use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::rules::Lang;
use crate::domain::unit::UnitCode;
use crate::store::{Correction, Page, Touched};
use crate::wire::{CorrectionInfo, CorrectionsAnswer, CorrectionsTold, ErrorAnswer, Feed, MovedStanding};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::IntoParams;

/// How many corrections an answer has at most.
const PAGE: u32 = 50;

/// Which corrections.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CorrectionsQuery {
    /// Only those that touch this unit: a report or a flag of it or, above the commune, of one of its communes, or its
    /// level on some board.
    unit: Option<String>,
    /// Only those that touch this day or a later one, YYYY-MM-DD: by a report about it, by a flag that holds on it, or by
    /// its board, be it restated or that of the day on which they came.
    from: Option<String>,
    /// Only those that touch this day or an earlier one.
    to: Option<String>,
    /// Only those numbered below this.
    before: Option<i64>,
    /// Only those known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
}

/// Corrections, the newest first
///
/// A batch is a correction where it supersedes a report or gives a reason; one that moves cases between
/// units is one. `restated` has what it makes of published boards of days that were over: what was published
/// then stays as it was published, and days on which nothing was are only rated anew. First reports that came after boards of their days were published are listed where
/// they restate one (`kind` is `late_report`), under each unit whose board that is.
#[utoipa::path(get, path = "/api/v1/corrections", params(CorrectionsQuery), responses(
    (status = 200, body = CorrectionsAnswer), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn corrections(
    State(app): State<App>,
    Params(query): Params<CorrectionsQuery>,
) -> Result<Json<CorrectionsAnswer>, ApiError> {
    answer(&app, &query).await.map(Json)
}

/// Where one correction's lists go on.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct OneQuery {
    /// How many rows, and how many restated levels, are passed over; by default none.
    skip: Option<usize>,
    /// What is of this unit comes first, as in the list of its corrections.
    unit: Option<String>,
}

/// One correction, by the number of its batch
///
/// As in the list; with `skip`, what stands after the first 200 rows and restated levels.
#[utoipa::path(get, path = "/api/v1/corrections/{batch}", params(("batch" = i64, Path, description = "Its number among all batches"), OneQuery),
    responses((status = 200, body = CorrectionInfo), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn correction(
    State(app): State<App>,
    batch: Result<Path<i64>, PathRejection>,
    Params(query): Params<OneQuery>,
) -> Result<Json<CorrectionInfo>, ApiError> {
    let none = || ApiError::not_found("không có đính chính nào mang số này", "no correction has this number");
    let Path(batch) = batch.map_err(|_| none())?;
    let (at, communes) = asked(&app, query.unit.as_ref())?;
    let register = &app.atlas.register;
    let as_of = app.desk.hub().current().entry.t;
    let before = batch.checked_add(1).ok_or_else(none)?;
    let page = Page { unit: None, days: (None, None), before, as_of, limit: 1 };
    let mut found = app.store.corrections(&register.province().code, page).await?;
    found.retain(|one| one.batch == batch);
    let unit = at.map(|at| Touched { unit: &register.units()[at].code, communes: &communes });
    let mut told = told(&app, found, (unit, query.skip.unwrap_or(0)), as_of).await?;
    told.pop().map(Json).ok_or_else(none)
}

/// The same as an Atom feed, in Vietnamese or English
#[utoipa::path(get, path = "/api/v1/corrections.atom", params(CorrectionsQuery), responses(
    (status = 200, body = String, content_type = "application/atom+xml"),
    (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn feed(
    State(app): State<App>,
    Params(query): Params<CorrectionsQuery>,
    lang: Lang,
    Site(site): Site,
) -> Result<Response, ApiError> {
    let answer = answer(&app, &query).await?;
    let log = app.store.log_id().await?;
    let site = site + app.path();
    let (register, unit) = (&app.atlas.register, query.unit.as_deref());
    let feed =
        Feed { register, log: &log, site: &site, unit, asked: &query.asked(&answer), vietnamese: lang == Lang::Vi };
    let kind = [(CONTENT_TYPE, "application/atom+xml; charset=utf-8")];
    Ok((told_in(lang), kind, feed.of(&answer)).into_response())
}

impl CorrectionsQuery {
    /// The question of an answer as it stands in an address, each time in the same order; all in it was read.
    fn asked(&self, answer: &CorrectionsAnswer) -> String {
        let before = self.before.map(|before| before.to_string());
        let as_of = self.as_of.as_ref().map(|_| answer.as_of.replace('+', "%2B"));
        let parts = [
            ("unit", self.unit.as_deref()),
            ("from", self.from.as_deref()),
            ("to", self.to.as_deref()),
            ("before", before.as_deref()),
            ("as_of", as_of.as_deref()),
        ];
        let given = parts.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
        given.collect::<Vec<_>>().join("&")
    }
}

async fn answer(app: &App, query: &CorrectionsQuery) -> Result<CorrectionsAnswer, ApiError> {
    let register = &app.atlas.register;
    let (at, communes) = asked(app, query.unit.as_ref())?;
    let unit = at.map(|at| Touched { unit: &register.units()[at].code, communes: &communes });
    let current = app.desk.hub().current();
    let as_of = match &query.as_of {
        Some(text) => known_at(app, Some(text)).await?,
        None => current.entry.t,
    };
    let before = query.before.unwrap_or(i64::MAX);
    let page = Page { unit, days: days(query)?, before, as_of, limit: PAGE + 1 };
    let mut found = app.store.corrections(&register.province().code, page).await?;
    let more = found.len() > PAGE as usize;
    found.truncate(PAGE as usize);
    let corrections = told(app, found, (unit, 0), as_of).await?;
    let seq = match query.as_of {
        Some(_) => app.store.seq_at(&register.province().code, as_of).await?,
        None => current.entry.seq,
    };
    Ok(CorrectionsAnswer { seq, as_of: rfc3339(as_of), corrections, more })
}

/// The unit that is asked about, by its place in the register, and its communes.
fn asked<'a>(app: &'a App, unit: Option<&String>) -> Result<(Option<usize>, Vec<&'a UnitCode>), ApiError> {
    let register = &app.atlas.register;
    let at = unit.map(|code| unit_at(app, Ok(Path(code.clone())))).transpose()?;
    let communes = at.map_or_else(Vec::new, |at| register.communes_of(at));
    Ok((at, communes.iter().map(|&at| &register.units()[at].code).collect()))
}

/// The days that are asked about, each end where it is given.
fn days(query: &CorrectionsQuery) -> Result<(Option<Day>, Option<Day>), ApiError> {
    let days = (query.from.as_deref().map(day).transpose()?, query.to.as_deref().map(day).transpose()?);
    match days {
        (Some(from), Some(to)) if from > to => Err(ApiError::query(
            format!("from {} sau to {}; hãy ghi ngày sớm hơn ở from", from.vi(), to.vi()),
            format!("from {from} lies after to {to}; write the earlier day as from"),
        )),
        _ => Ok(days),
    }
}

/// Corrections with all that is stored of them, and what was published on the days that they restate.
async fn told(
    app: &App,
    found: Vec<Correction>,
    (unit, skip): (Option<Touched<'_>>, usize),
    as_of: Timestamp,
) -> Result<Vec<CorrectionInfo>, ApiError> {
    let province = &app.atlas.register.province().code;
    let mut parts = Vec::with_capacity(found.len());
    for correction in found {
        let rows = app.store.corrected(correction.batch).await?;
        let flags = app.store.flagged(correction.batch).await?;
        let mut entries = app.store.entries(province, correction.seq - 2, correction.seq).await?;
        let entry = entries.pop();
        let list = (&app.atlas.register, &*app.atlas.register_hash);
        let changes = entry.map(|entry| MovedStanding::by(entries.last(), &entry, list)).transpose()?;
        let changes = changes.unwrap_or_default();
        let restated = app.store.restated(correction.batch).await?;
        parts.push((correction, rows, flags, changes, restated));
    }
    let boards: Vec<_> = parts.iter().flat_map(|(.., restated)| restated).map(|moved| moved.day).collect();
    let published = match boards.iter().min().zip(boards.iter().max()) {
        Some((&first, &last)) => app.store.last_of_days(province, (first, last), as_of).await?,
        None => Vec::new(),
    };
    let told = CorrectionsTold {
        unit,
        skip,
        register: &app.atlas.register,
        register_hash: &app.atlas.register_hash,
        published: published.into_iter().map(|last| (last.day, last)).collect(),
    };
    let parts = parts.into_iter();
    Ok(parts
        .map(|(one, rows, flags, changes, restated)| told.correction(&one, rows, flags, changes, restated))
        .collect())
}
