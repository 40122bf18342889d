//! `GET units` and `GET units/{code}`: the register, and why a unit has its level.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::{Bare, Params};
use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::explain::{Cited, Explained};
use crate::domain::level::Level;
use crate::domain::unit::UnitCode;
use crate::store::Revision;
use crate::wire::{DayCases, ErrorAnswer, Neighbour, RegisterAnswer, Telling, UnitAnswer, UnitInfo, tier_count};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// The register: every commune, district and the province
#[utoipa::path(get, path = "/api/v1/units", responses((status = 200, body = RegisterAnswer), (status = 400, body = ErrorAnswer)))]
pub(super) async fn units(State(app): State<App>, Params(Bare {}): Params<Bare>) -> Json<RegisterAnswer> {
    let units = (0..app.atlas.register.units().len()).map(|at| info(&app, at));
    Json(RegisterAnswer { register: app.atlas.register_hash.clone(), units: units.collect() })
}

/// One unit and why it has its level
#[utoipa::path(get, path = "/api/v1/units/{code}", params(("code" = String, Path, description = "Code of a unit, as 22738"), MomentQuery),
    responses((status = 200, body = UnitAnswer), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn unit(
    State(app): State<App>,
    code: Result<Path<String>, PathRejection>,
    Params(query): Params<MomentQuery>,
) -> Result<Json<UnitAnswer>, ApiError> {
    let at = unit_at(&app, code)?;
    let register = &app.atlas.register;
    let moment = Moment::of(&app, &query).await?;
    let explained = Explained::unit(&app.timeline, register, &moment.facts, at, moment.day);
    let board = explained.board();
    let unit = &register.units()[at];
    let communes = register.communes_of(at);
    let window = (explained.rules().params.window_before(moment.day), moment.day);
    let trace = explained.trace(at);
    let fall = explained.fall(at, &trace);
    // What holds a level may lie before the window.
    let first = trace.cited().map(|(day, _)| *day).fold(window.0, Day::min);
    let reports = current(app.store.reports_of(&unit.code, (first, window.1), moment.as_of).await?);
    let mut known = own(&reports, at);
    let mut cited = trace.cited().chain(fall.iter().flat_map(|fall| &fall.leaving));
    if cited.any(|(_, whose)| *whose != at) {
        known.extend(ids(&app, window, moment.as_of).await?);
    }
    let flags = match moment.facts.flags(at) {
        [] => BTreeMap::new(),
        _ => app.store.flags_as_of(&register.province().code, moment.as_of).await?,
    };
    let telling = Telling { register, reports: known, flags };
    let neighbours = register.neighbours(at).iter().map(|&neighbour| Neighbour {
        code: register.units()[neighbour].code.to_string(),
        name: register.units()[neighbour].name.clone(),
        level: board.standings[neighbour].level().map(Level::number),
        own: board.standings[neighbour].own.map(Level::number),
    });
    Ok(Json(UnitAnswer {
        unit: info(&app, at),
        seq: moment.seq,
        day: moment.day.to_string(),
        as_of: rfc3339(moment.as_of),
        ruleset: explained.rules().id.clone(),
        ruleset_hash: explained.rules().hash.clone(),
        ruleset_ended: explained.rules().ended_before(moment.day).map(|day| day.to_string()),
        standing: (&board.standings[at]).into(),
        trace: telling.trace(&explained, (at, &trace), fall.as_ref()),
        cited: telling.cited(trace.cited()),
        reports: reports.range(window.0..).map(|(_, report)| report.into()).collect(),
        days: window.0.through(window.1).map(|day| DayCases::of(&moment.facts, &communes, day)).collect(),
        children: unit.tier.below().map(|tier| tier_count(tier, &board.tally_below(register, at))),
        neighbours: neighbours.collect(),
    }))
}

/// The place in the register of the unit that a path names.
pub(super) fn unit_at(app: &App, code: Result<Path<String>, PathRejection>) -> Result<usize, ApiError> {
    let Path(code) = code.map_err(|_| ApiError::not_found("địa chỉ không đọc được", "the address cannot be read"))?;
    unit_named(app, &code)
}

/// The place in the register of the unit with a code.
pub(super) fn unit_named(app: &App, code: &str) -> Result<usize, ApiError> {
    let found = UnitCode::parse(code).and_then(|code| app.atlas.register.index_of(&code));
    found.ok_or_else(|| unknown(code))
}

/// Nobody has such a code.
pub(super) fn unknown(code: &str) -> ApiError {
    ApiError::not_found(
        format!("không có đơn vị nào mang mã {code:?}; GET /api/v1/units liệt kê các đơn vị"),
        format!("no unit has the code {code:?}; GET /api/v1/units lists those there are"),
    )
}

pub(super) fn info(app: &App, at: usize) -> UnitInfo {
    let register = &app.atlas.register;
    let neighbours = register.neighbours(at).iter().map(|&neighbour| register.units()[neighbour].code.to_string());
    UnitInfo::new(&register.units()[at], neighbours.collect())
}

/// The numbers of a unit's own reports.
pub(super) fn own(reports: &BTreeMap<Day, Revision>, at: usize) -> BTreeMap<Cited, i64> {
    reports.iter().map(|(day, revision)| ((*day, at), revision.id)).collect()
}

/// The numbers of all reports of some days.
pub(super) async fn ids(app: &App, days: (Day, Day), as_of: Timestamp) -> Result<BTreeMap<Cited, i64>, ApiError> {
    let register = &app.atlas.register;
    let known = app.store.ids_of_days(&register.province().code, days, as_of).await?;
    let cited = known.into_iter().filter_map(|(id, unit, day)| Some(((day, register.index_of(&unit)?), id)));
    Ok(cited.collect())
}

/// The newest revision of each day.
pub(super) fn current(revisions: Vec<Revision>) -> BTreeMap<Day, Revision> {
    revisions.into_iter().map(|revision| (revision.report.day, revision)).collect()
}
