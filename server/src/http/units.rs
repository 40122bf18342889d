//! `GET units` and `GET units/{code}`: the register, and why a unit has its level.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::explain::Explained;
use crate::domain::level::Level;
use crate::domain::unit::UnitCode;
use crate::store::Revision;
use crate::wire::{ErrorAnswer, Neighbour, RegisterAnswer, ReportInfo, Telling, UnitAnswer, UnitInfo, tier_count};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use std::collections::BTreeMap;

/// The register: every commune, district and the province
#[utoipa::path(get, path = "/api/v1/units", responses((status = 200, body = RegisterAnswer)))]
pub(super) async fn units(State(app): State<App>) -> Json<RegisterAnswer> {
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
    let explained = Explained::new(&app.rules, register, &moment.facts, moment.day);
    let board = explained.board();
    let unit = &register.units()[at];
    let window = (app.rules.params.window_before(moment.day), moment.day);
    let reports = current(app.store.reports_of(&unit.code, window, moment.as_of).await?);
    let ids = reports.iter().map(|(day, revision)| (*day, revision.id)).collect();
    let telling = Telling { rules: &app.rules, register, reports: ids };
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
        ruleset: app.rules.id.clone(),
        standing: (&board.standings[at]).into(),
        trace: telling.trace(&explained, at),
        reports: reports.values().map(ReportInfo::from).collect(),
        children: unit.tier.below().map(|tier| tier_count(tier, &board.tally_below(register, at))),
        neighbours: neighbours.collect(),
    }))
}

/// The place in the register of the unit that a path names.
pub(super) fn unit_at(app: &App, code: Result<Path<String>, PathRejection>) -> Result<usize, ApiError> {
    let Path(code) = code.map_err(|rejection| ApiError::NotFound(rejection.body_text()))?;
    let found = UnitCode::parse(&code).and_then(|code| app.atlas.register.index_of(&code));
    found.ok_or_else(|| unknown(&code))
}

/// Nobody has such a code.
pub(super) fn unknown(code: &str) -> ApiError {
    ApiError::NotFound(format!("no unit has the code {code:?}; GET /api/v1/units lists those there are"))
}

pub(super) fn info(app: &App, at: usize) -> UnitInfo {
    let register = &app.atlas.register;
    let neighbours = register.neighbours(at).iter().map(|&neighbour| register.units()[neighbour].code.to_string());
    UnitInfo::new(&register.units()[at], neighbours.collect())
}

/// The newest revision of each day.
pub(super) fn current(revisions: Vec<Revision>) -> BTreeMap<Day, Revision> {
    revisions.into_iter().map(|revision| (revision.report.day, revision)).collect()
}
