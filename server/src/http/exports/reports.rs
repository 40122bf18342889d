//! `GET exports/reports.csv`: the reports, as known now or at an instant, or every revision of them. They
//! are read page by page; between two pages nothing in the database is held.

use super::super::App;
use super::super::error::ApiError;
use super::super::moment::{day, known_at};
use super::super::params::Params;
use super::super::units::unit_named;
use super::{CSV, File, body, csv_form, name, stamp};
use crate::clock::day_of;
use crate::domain::day::Day;
use crate::domain::unit::{Tier, UnitCode};
use crate::store::Revision;
use crate::wire::ErrorAnswer;
use crate::wire::exports::{CsvForm, ReportRows, Stamp};
use axum::extract::State;
use axum::http::{HeaderMap, Method};
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::IntoParams;

/// How many revisions are read at a time.
const PAGE: u32 = 2_000;
/// The first day that a report can be about, and long before any.
const FIRST: &str = "1970-01-01";

/// Which reports.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct ReportsQuery {
    /// The first day, YYYY-MM-DD; by default that of the first report.
    from: Option<String>,
    /// The last day, YYYY-MM-DD; by default that of the last report.
    to: Option<String>,
    /// Only those of this unit: of a commune, or of the communes of a district.
    unit: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
    /// `current` (the default): of each commune and day what is known. `all`: every revision.
    revisions: Option<String>,
    /// 1 (the default) or 0: whether the file begins with a byte order mark, which Excel needs.
    bom: Option<u8>,
    /// `comma` (the default), or `semicolon` for a spreadsheet on a Windows set to Vietnamese.
    separator: Option<String>,
}

/// The reports as CSV, a row for each
///
/// A blank is not a zero, and a day without a report has no row. By day, code and revision; the file of
/// what is known (`current`) can be sent to `POST reports` as it is. Columns: docs/exports.md.
#[utoipa::path(get, path = "/api/v1/exports/reports.csv", params(ReportsQuery), responses(
    (status = 200, description = "UTF-8, lines ended by CRLF", body = String, content_type = "text/csv"),
    (status = 304, description = "As it was seen before"),
    (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(in crate::http) async fn reports_csv(
    State(app): State<App>,
    Params(query): Params<ReportsQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let form = csv_form(query.bom, query.separator.as_deref())?;
    let all = match query.revisions.as_deref() {
        None | Some("current") => false,
        Some("all") => true,
        Some(other) => {
            return Err(ApiError::query(
                format!("không có revisions {other:?}; hãy ghi current hoặc all"),
                format!("revisions {other:?} is not known; write current or all"),
            ));
        }
    };
    let unit = query.unit.as_deref().map(|text| unit(&app, text)).transpose()?;
    let as_of = known_at(&app, query.as_of.as_deref()).await?;
    let (from, to) = (query.from.as_deref().map(day).transpose()?, query.to.as_deref().map(day).transpose()?);
    let newest = day_of(as_of.max(app.clock.now()));
    if let Some(early) = to.or(from).filter(|day| *day > newest) {
        return Err(ApiError::query(format!("chưa đến ngày {}", early.vi()), format!("day {early} has not come yet")));
    }
    let days = (from.or(Day::parse(FIRST)).unwrap_or(newest), to.unwrap_or(newest));
    if days.0 > days.1 {
        return Err(ApiError::query(
            format!("từ {} đến {} không có ngày nào", days.0, days.1),
            format!("from {} to {} are no days", days.0, days.1),
        ));
    }
    let what = match &query.unit {
        Some(unit) => format!("reports-{unit}"),
        None => "reports".to_owned(),
    } + if all { "-all-revisions" } else { "" };
    let shown = (from.is_some() || to.is_some()).then_some(days);
    let file_name = name(&app, &what, shown, query.as_of.is_some().then_some(as_of), "csv");
    let question = format!("{form:?} {days:?} {as_of} {all}");
    let file = File::of(&app, (CSV, file_name), &question);
    if let Some(answer) = file.known(&method, &headers) {
        return Ok(answer);
    }
    let stamp = stamp(&app, as_of, "báo cáo F0 của các xã, phường, thị trấn");
    let reading = Reading { app, form, days, unit, all, stamp, after: None, held: None, at: Place::Head };
    Ok(file.with(body(stream::try_unfold(reading, Reading::next))))
}

/// The unit of a code, and the communes of it.
fn unit(app: &App, text: &str) -> Result<Asked, ApiError> {
    let register = &app.atlas.register;
    let at = unit_named(app, text)?;
    Ok(match register.units()[at].tier {
        Tier::Commune => Asked::Commune(register.units()[at].code.clone()),
        _ => Asked::Among(register.communes_of(at).into_iter().map(|at| register.units()[at].code.clone()).collect()),
    })
}

enum Asked {
    Commune(UnitCode),
    Among(HashSet<UnitCode>),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Head,
    Rows,
    End,
}

/// Reports that are being read.
struct Reading {
    app: App,
    form: CsvForm,
    days: (Day, Day),
    unit: Option<Asked>,
    all: bool,
    stamp: Stamp,
    /// The last revision that was read.
    after: Option<Revision>,
    /// The newest revision of a commune and day, until the next page tells whether it is the last.
    held: Option<Revision>,
    at: Place,
}

impl Reading {
    async fn next(mut self) -> Result<Option<(Vec<u8>, Self)>, ApiError> {
        match self.at {
            Place::End => Ok(None),
            Place::Head => {
                self.at = Place::Rows;
                Ok(Some((self.form.head(ReportRows::columns()), self)))
            }
            Place::Rows => {
                let page = self.page().await?;
                let mut out = Vec::new();
                let rows = ReportRows { register: &self.app.atlas.register, stamp: &self.stamp };
                for revision in &page {
                    self.form.row(rows.row(revision).iter(), &mut out);
                }
                Ok(Some((out, self)))
            }
        }
    }

    /// The next revisions that have rows.
    async fn page(&mut self) -> Result<Vec<Revision>, ApiError> {
        let (store, as_of) = (&self.app.store, self.stamp.as_of);
        let mut read = if let Some(Asked::Commune(code)) = &self.unit {
            self.at = Place::End;
            store.reports_of(code, self.days, as_of).await?
        } else {
            let province = &self.app.atlas.register.province().code;
            let read = store.reports_after(province, self.days, self.after.as_ref(), as_of, PAGE).await?;
            if read.len() < PAGE as usize {
                self.at = Place::End;
            }
            self.after = read.last().cloned();
            read
        };
        if let Some(Asked::Among(communes)) = &self.unit {
            read.retain(|revision| communes.contains(&revision.report.unit));
        }
        Ok(if self.all { read } else { self.newest(read) })
    }

    /// The last revision of each commune and day among those read. They come in order, so one is the last
    /// where another commune or day follows, or nothing.
    fn newest(&mut self, read: Vec<Revision>) -> Vec<Revision> {
        let mut newest = Vec::new();
        for revision in read {
            let which = |revision: &Revision| (revision.report.day, revision.report.unit.clone());
            let before = self.held.replace(revision);
            newest.extend(before.filter(|before| self.held.as_ref().map(which) != Some(which(before))));
        }
        if self.at == Place::End {
            newest.extend(self.held.take());
        }
        newest
    }
}
