//! `GET boards/compare`: two boards, each a day as known at an instant or a release as it was
//! published; the units that differ, and why.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use crate::clock::rfc3339;
use crate::domain::board::Standing;
use crate::domain::explain::Explained;
use crate::domain::unit::Register;
use crate::store::{Entry, FlagRevision, Which};
use crate::wire::{BoardName, CompareAnswer, Difference, ErrorAnswer, Kept, LearnedFlag, Side};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::collections::HashSet;
use utoipa::IntoParams;

/// Which two boards.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct CompareQuery {
    /// `DAY`, `DAY@INSTANT` (a day as known at an instant) or `release:NUMBER`.
    #[param(example = "2021-09-05@2021-09-05T17:00:00+07:00")]
    a: String,
    /// The same of the other board.
    #[param(example = "release:12")]
    b: String,
}

/// The units that differ between two boards, with both levels and why
#[utoipa::path(get, path = "/api/v1/boards/compare", params(CompareQuery), responses(
    (status = 200, body = CompareAnswer), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(super) async fn compare(
    State(app): State<App>,
    Params(query): Params<CompareQuery>,
) -> Result<Json<CompareAnswer>, ApiError> {
    let (a, b) = (Asked::of(&app, &query.a).await?, Asked::of(&app, &query.b).await?);
    let instants = (a.moment.as_of.min(b.moment.as_of), a.moment.as_of.max(b.moment.as_of));
    let first = [&a, &b].map(|asked| app.timeline.on(asked.moment.day).params.window_before(asked.moment.day));
    let days = (first[0].min(first[1]), a.moment.day.max(b.moment.day));
    let province = &app.atlas.register.province().code;
    let reports = app.store.learned_between(province, instants, days).await?;
    let mut flags = app.store.words_between(province, instants).await?;
    flags.retain(|word| word.said.flag.from <= days.1);
    let between = Between { reports, flags };
    let compared = tokio::task::spawn_blocking(move || differences(&app, &a, &b, &between)).await;
    compared.map(Json).map_err(|_| ApiError::Internal)
}

/// A board that was asked for: the moment it is of, and the state that was published, if that is meant.
struct Asked {
    moment: Moment,
    published: Option<(Entry, Vec<Standing>)>,
}

impl Asked {
    async fn of(app: &App, name: &str) -> Result<Self, ApiError> {
        if let Some(number) = name.strip_prefix("release:") {
            return Self::release(app, number).await;
        }
        let (day, as_of) = name.split_once('@').map_or((name, None), |(day, as_of)| (day, Some(as_of.to_owned())));
        let query = MomentQuery { channel: None, day: Some(day.to_owned()), as_of };
        Ok(Self { moment: Moment::of(app, &query).await?, published: None })
    }

    async fn release(app: &App, number: &str) -> Result<Self, ApiError> {
        let unknown = || {
            ApiError::not_found(
                format!("không có bản {number:?}; GET /api/v1/changes liệt kê các bản"),
                format!("release {number:?} is not there; GET /api/v1/changes lists them"),
            )
        };
        let number: i64 = number.parse().ok().filter(|number| *number > 0).ok_or_else(unknown)?;
        let register = &app.atlas.register;
        let entry =
            app.store.entries(&register.province().code, number - 1, number).await?.pop().ok_or_else(unknown)?;
        let published = Kept::by(&entry)?.standings(register).filter(|_| entry.register == app.atlas.register_hash);
        let standings = published.ok_or_else(|| {
            ApiError::query(
                format!("bản công bố {number} theo danh mục đơn vị khác nên không so sánh được"),
                format!("release {number} is of another register of units and cannot be compared"),
            )
        })?;
        let query = MomentQuery { channel: None, day: Some(entry.day.to_string()), as_of: Some(rfc3339(entry.t)) };
        Ok(Self { moment: Moment::of(app, &query).await?, published: Some((entry, standings)) })
    }

    fn name(&self, app: &App) -> BoardName {
        let entry = self.published.as_ref().map(|(entry, _)| entry);
        BoardName {
            day: self.moment.day.to_string(),
            as_of: rfc3339(self.moment.as_of),
            release: entry.map(|entry| entry.seq),
            ruleset: entry.map_or(&app.timeline.on(self.moment.day).hash, |entry| &entry.ruleset).clone(),
        }
    }
}

/// What was learned between the instants of two boards.
struct Between {
    reports: Vec<Which>,
    flags: Vec<FlagRevision>,
}

/// A board with why.
struct Seen<'a> {
    explained: Explained<'a>,
    asked: &'a Asked,
    /// Whether the rules that judged it are still those of its day.
    same_rules: bool,
}

impl<'a> Seen<'a> {
    fn of(app: &'a App, asked: &'a Asked) -> Self {
        let (facts, day) = (&asked.moment.facts, asked.moment.day);
        let explained = Explained::new(&app.timeline, &app.atlas.register, facts, day);
        let hash = &explained.rules().hash;
        let same_rules = asked.published.as_ref().is_none_or(|(entry, _)| entry.ruleset == *hash);
        Self { explained, asked, same_rules }
    }

    /// Where a unit stands. What was published tells no level before adjacency: it is that of the same
    /// facts under the same rules.
    fn standing(&self, at: usize) -> Standing {
        let computed = self.explained.board().standings[at];
        match &self.asked.published {
            Some((_, standings)) => {
                Standing { own: self.same_rules.then_some(computed.own).flatten(), ..standings[at] }
            }
            None => computed,
        }
    }

    fn side(&self, at: usize, register: &Register) -> Side {
        let trace = self.same_rules.then(|| self.explained.trace(at));
        Side::new(self.standing(at), trace.as_ref(), register)
    }
}

fn differences(app: &App, a: &Asked, b: &Asked, between: &Between) -> CompareAnswer {
    let register = &app.atlas.register;
    let (seen_a, seen_b) = (Seen::of(app, a), Seen::of(app, b));
    let differing = (0..register.units().len()).filter(|&at| !seen_a.standing(at).shows_as(seen_b.standing(at)));
    let units = differing.map(|at| {
        let communes: HashSet<_> = register.communes_of(at).into_iter().map(|at| &register.units()[at].code).collect();
        let reports = between.reports.iter().filter(|(_, unit, _)| communes.contains(unit)).map(|(id, ..)| *id);
        let code = &register.units()[at].code;
        let own = |word: &&FlagRevision| word.said.unit == *code || communes.contains(&word.said.unit);
        Difference {
            unit: code.to_string(),
            tier: register.units()[at].tier.code(),
            a: seen_a.side(at, register),
            b: seen_b.side(at, register),
            reports: reports.collect(),
            flags: between.flags.iter().filter(own).map(LearnedFlag::from).collect(),
        }
    });
    CompareAnswer { a: a.name(app), b: b.name(app), units: units.collect() }
}
