//! `GET units/{code}/history`: one unit day by day, as now known and as published.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery, day};
use super::params::Params;
use super::units::{current, ids, info, own, unit_at};
use crate::clock::rfc3339;
use crate::domain::day::Day;
use crate::domain::explain::{Cited, Explained};
use crate::domain::unit::Tier;
use crate::store::{FlagKey, FlagRevision, LastOfDay, Revision, StoreError};
use crate::wire::{DayCases, ErrorAnswer, HistoryAnswer, HistoryDay, Judging, PublishedStanding, ReportInfo, Telling};
use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use utoipa::IntoParams;

/// How many days an answer has at most: three years.
const LONGEST: i32 = 1_096;

/// Which days, as known when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct HistoryQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// The first day, YYYY-MM-DD; by default that of the unit's first report.
    from: Option<String>,
    /// The last day, YYYY-MM-DD; by default the day of `as_of`.
    to: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
    /// Whether to tell why, for each day: every criterion with its figures. By default false.
    traces: Option<bool>,
}

/// One unit day by day: cases, reports with their revisions, levels as now known and as published
#[utoipa::path(get, path = "/api/v1/units/{code}/history",
    params(("code" = String, Path, description = "Code of a unit, as 22738"), HistoryQuery),
    responses((status = 200, body = HistoryAnswer), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn history(
    State(app): State<App>,
    code: Result<Path<String>, PathRejection>,
    Params(query): Params<HistoryQuery>,
) -> Result<Json<HistoryAnswer>, ApiError> {
    let at = unit_at(&app, code)?;
    let moment = MomentQuery { channel: query.channel, day: query.to, as_of: query.as_of };
    let moment = Moment::of(&app, &moment).await?;
    let first = app.atlas.register.communes_of(at).iter().filter_map(|&at| moment.facts.of(at).first()).min();
    let from = match query.from.as_deref().map(day).transpose()? {
        Some(from) => from,
        None => first.unwrap_or(moment.day).min(moment.day),
    };
    moment.check_days(from, LONGEST, ("một câu trả lời", "an answer"))?;
    let province = &app.atlas.register.province().code;
    let unit = &app.atlas.register.units()[at].code;
    let traces = query.traces.unwrap_or(false);
    let tier = app.atlas.register.units()[at].tier;
    // A trace may name what has held a commune's level since long before the first of the days.
    let held = first.filter(|_| traces && tier == Tier::Commune);
    let window = app.timeline.on(from).params.window_before(from);
    let read = (held.map_or(window, |first| first.min(window)), moment.day);
    let revisions = app.store.reports_of(unit, read, moment.as_of).await?;
    let published = app.store.last_of_days(province, (from, moment.day), moment.as_of).await?;
    let cited = match tier {
        Tier::Commune => own(&current(revisions.clone()), at),
        _ if traces => ids(&app, read, moment.as_of).await?,
        _ => BTreeMap::new(),
    };
    let flags = if traces { app.store.flags_as_of(province, moment.as_of).await? } else { BTreeMap::new() };
    let asked = Asked { at, from, traces, moment, revisions, cited, flags, published };
    let answer = tokio::task::spawn_blocking(move || asked.answer(&app)).await;
    Ok(Json(answer.map_err(|_| ApiError::Internal)??))
}

struct Asked {
    at: usize,
    from: Day,
    traces: bool,
    moment: Moment,
    revisions: Vec<Revision>,
    /// The numbers of the reports that traces may name.
    cited: BTreeMap<Cited, i64>,
    /// The flags that traces may name.
    flags: BTreeMap<FlagKey, FlagRevision>,
    published: Vec<LastOfDay>,
}

impl Asked {
    fn answer(self, app: &App) -> Result<HistoryAnswer, StoreError> {
        let Self { at, from, moment, .. } = &self;
        let register = &app.atlas.register;
        let communes = register.communes_of(*at);
        let telling = Telling { register, reports: self.cited.clone(), flags: self.flags.clone() };
        let named = (*at, &register.units()[*at].code);
        let mut published = BTreeMap::new();
        for last in &self.published {
            published.insert(last.day, PublishedStanding::of(last, named, &app.atlas.register_hash)?);
        }
        let mut reports: BTreeMap<Day, Vec<ReportInfo>> = BTreeMap::new();
        for revision in &self.revisions {
            reports.entry(revision.report.day).or_default().push(revision.into());
        }
        let mut cited = BTreeSet::new();
        let days = Explained::days(&app.timeline, register, &moment.facts, *at, (*from, moment.day)).map(|explained| {
            let day = explained.board().day;
            let trace = explained.trace(*at);
            if self.traces {
                cited.extend(trace.cited().copied());
            }
            HistoryDay {
                sum: DayCases::of(&moment.facts, &communes, day),
                standing: (&explained.board().standings[*at]).into(),
                fired: trace.fired(),
                published: published.remove(&day).flatten(),
                reports: reports.remove(&day).unwrap_or_default(),
                trace: self.traces.then(|| telling.trace(&explained, (*at, &trace), None)),
            }
        });
        let days: Vec<_> = days.collect();
        let rules = app.timeline.on(moment.day);
        Ok(HistoryAnswer {
            unit: info(app, *at),
            seq: moment.seq,
            as_of: rfc3339(moment.as_of),
            ruleset: rules.id.clone(),
            rulesets: Judging::of(&app.timeline, (*from, moment.day)),
            window_days: rules.params.window_days,
            cited: self.traces.then(|| telling.cited(&cited)),
            days,
        })
    }
}
