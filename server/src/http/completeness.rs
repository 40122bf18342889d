//! `GET completeness`: who reported a day, how late, and who did not.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use crate::clock::{day_of, rfc3339};
use crate::domain::day::Day;
use crate::domain::made::{Made, Reporting};
use crate::domain::unit::Tier;
use crate::store::Told;
use crate::wire::{CommuneReports, CompletenessAnswer, ErrorAnswer, ReportsCount};
use axum::Json;
use axum::extract::State;
use std::collections::HashMap;

/// Who reported a day, how late, and who did not
#[utoipa::path(get, path = "/api/v1/completeness", params(MomentQuery), responses(
    (status = 200, body = CompletenessAnswer), (status = 400, body = ErrorAnswer)))]
pub(super) async fn completeness(
    State(app): State<App>,
    Params(query): Params<MomentQuery>,
) -> Result<Json<CompletenessAnswer>, ApiError> {
    let moment = Moment::of(&app, &query).await?;
    let register = &app.atlas.register;
    let told = app.store.told_of_day(&register.province().code, moment.day, moment.as_of).await?;
    let made: HashMap<usize, Made> =
        register.of_tier(Tier::Commune).map(|at| (at, made(&app, &moment, at, &told))).collect();
    let counts = [Tier::Province, Tier::District].into_iter().flat_map(|tier| register.of_tier(tier));
    Ok(Json(CompletenessAnswer {
        seq: moment.seq,
        day: moment.day.to_string(),
        as_of: rfc3339(moment.as_of),
        grace_days: app.timeline.on(moment.day).params.grace_days,
        communes: register.of_tier(Tier::Commune).map(|at| commune(&app, &moment, at, made[&at], &told)).collect(),
        counts: counts.map(|at| count(&app, at, &made)).collect(),
    }))
}

/// How every unit of the register stands with its reports, in its order; only communes have reports of their own.
pub(super) async fn reporting(app: &App, moment: &Moment) -> Result<Vec<Reporting>, ApiError> {
    let register = &app.atlas.register;
    let told = app.store.told_of_day(&register.province().code, moment.day, moment.as_of).await?;
    let of = |at: usize| Reporting {
        made: if missing(app, moment, at).next().is_some() { Made::Missing } else { made(app, moment, at, &told) },
        days_late: days_late(moment, told.get(register.units()[at].code.as_str())),
    };
    let commune = |at: usize| register.units()[at].tier == Tier::Commune;
    Ok((0..register.units().len()).map(|at| if commune(at) { of(at) } else { Reporting::NONE }).collect())
}

/// The days of the window that a commune owes.
fn missing<'a>(app: &'a App, moment: &'a Moment, at: usize) -> impl Iterator<Item = Day> + 'a {
    let params = &app.timeline.on(moment.day).params;
    moment.facts.of(at).gaps(params.window_before(moment.day), params.due_on(moment.day))
}

fn days_late(moment: &Moment, told: Option<&Told>) -> Option<i32> {
    told.map(|told| day_of(told.learned_at).since(moment.day))
}

fn made(app: &App, moment: &Moment, at: usize, told: &HashMap<String, Told>) -> Made {
    let learned = told.get(app.atlas.register.units()[at].code.as_str()).map(|told| day_of(told.learned_at));
    let grace = moment.day.since(app.timeline.on(moment.day).params.due_on(moment.day));
    Made::of(moment.day, day_of(moment.as_of), grace, moment.facts.of(at).first(), learned)
}

fn commune(app: &App, moment: &Moment, at: usize, made: Made, told: &HashMap<String, Told>) -> CommuneReports {
    let (code, series) = (&app.atlas.register.units()[at].code, moment.facts.of(at));
    let told = told.get(code.as_str());
    CommuneReports {
        unit: code.to_string(),
        report: made.code(),
        learned_at: told.map(|told| rfc3339(told.learned_at)),
        days_late: days_late(moment, told),
        revisions: told.map_or(0, |told| told.revisions),
        last_reported: series.last(moment.day).map(|day| day.to_string()),
        missing: missing(app, moment, at).map(|day| day.to_string()).collect(),
    }
}

fn count(app: &App, at: usize, made: &HashMap<usize, Made>) -> ReportsCount {
    let register = &app.atlas.register;
    let communes = register.communes_of(at);
    let of = |wanted: Made| communes.iter().filter(|commune| made[*commune] == wanted).count();
    ReportsCount {
        unit: register.units()[at].code.to_string(),
        tier: register.units()[at].tier.code(),
        total: communes.len(),
        on_time: of(Made::OnTime),
        late: of(Made::Late),
        due: of(Made::Due),
        missing: of(Made::Missing),
        not_begun: of(Made::NotBegun),
    }
}
