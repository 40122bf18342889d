//! `GET boards/compare`: two boards, each a day as known at an instant or a release as it was
//! published; the units that differ, and why.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use super::units::ids;
use crate::clock::rfc3339;
use crate::domain::board::Standing;
use crate::domain::day::Day;
use crate::domain::explain::{Explained, Why};
use crate::store::{Entry, FlagRevision, Which};
use crate::wire::{BoardName, CitedReport, CompareAnswer, Difference, ErrorAnswer, Kept, LearnedFlag, Side, Telling};
use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, HashSet};
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
///
/// Reports are told by number; `cited` says whose they are and of which day, be it the unit's own, a neighbour's or that of a
/// commune below.
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
    let shared = app.clone();
    let work = move || (differing(&shared, &a, &b), a, b);
    let (found, a, b) = tokio::task::spawn_blocking(work).await.map_err(|_| ApiError::Internal)?;
    let first_named = |side: usize| {
        let whys = found.iter().filter_map(|one| one.sides[side].why.as_ref());
        whys.flat_map(Why::cited).map(|(day, _)| *day).fold(first[side], Day::min)
    };
    let known = [
        ids(&app, (first_named(0), a.moment.day), a.moment.as_of).await?,
        ids(&app, (first_named(1), b.moment.day), b.moment.as_of).await?,
    ];
    let telling = known.map(|reports| Telling { register: &app.atlas.register, reports, flags: BTreeMap::new() });
    let mut cited = BTreeMap::new();
    for (side, telling) in telling.iter().enumerate() {
        let whys = found.iter().filter_map(|one| one.sides[side].why.as_ref());
        cited.extend(telling.cited(whys.flat_map(Why::cited)).into_iter().filter_map(|one| Some((one.id?, one))));
    }
    let units = found.iter().map(|one| one.told(&app, &telling, &between, &mut cited)).collect();
    Ok(Json(CompareAnswer { a: a.name(&app), b: b.name(&app), units, cited: cited.into_values().collect() }))
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

    fn side(&self, at: usize) -> SideOf {
        SideOf { standing: self.standing(at), why: self.same_rules.then(|| self.explained.why(at)) }
    }
}

/// Where a unit stands on one board, and why, where the rules of its day say so.
struct SideOf {
    standing: Standing,
    why: Option<Why>,
}

/// A unit that differs, by its place in the register.
struct Differing {
    at: usize,
    sides: [SideOf; 2],
    /// Whose reports and flags may be the reason: its own communes, and those beside them that raise a level on one of
    /// the boards and not on the other.
    whose: BTreeSet<usize>,
}

impl Differing {
    fn told(
        &self,
        app: &App,
        telling: &[Telling; 2],
        between: &Between,
        cited: &mut BTreeMap<i64, CitedReport>,
    ) -> Difference {
        let unit = &app.atlas.register.units()[self.at];
        let whose: HashSet<_> = self.whose.iter().map(|&at| &app.atlas.register.units()[at].code).collect();
        let learned = between.reports.iter().filter(|(_, unit, _)| whose.contains(unit));
        let name = |(id, unit, day): &Which| {
            let named = CitedReport { id: Some(*id), unit: unit.to_string(), day: day.to_string() };
            cited.entry(*id).or_insert(named);
            *id
        };
        let words = between.flags.iter().filter(|word| word.said.unit == unit.code || whose.contains(&word.said.unit));
        let [a, b] = [0, 1].map(|n| Side::led_back(self.sides[n].standing, self.sides[n].why.as_ref(), &telling[n]));
        Difference {
            unit: unit.code.to_string(),
            tier: unit.tier.code(),
            a,
            b,
            reports: learned.map(name).collect(),
            flags: words.map(LearnedFlag::from).collect(),
        }
    }
}

fn differing(app: &App, a: &Asked, b: &Asked) -> Vec<Differing> {
    let register = &app.atlas.register;
    let (a, b) = (Seen::of(app, a), Seen::of(app, b));
    let differ = (0..register.units().len()).filter(|&at| !a.standing(at).shows_as(b.standing(at)));
    let differing = differ.map(|at| {
        let communes = register.communes_of(at).into_iter();
        let whose = communes.flat_map(|at| std::iter::once(at).chain(raised_otherwise(&a, &b, at))).collect();
        Differing { at, sides: [a.side(at), b.side(at)], whose }
    });
    differing.collect()
}

/// The communes that raise the level of the one at `at` on one of two boards and not on the other. Where other rules
/// judged a board than those of its day, nobody knows which did.
fn raised_otherwise(a: &Seen, b: &Seen, at: usize) -> Vec<usize> {
    if !(a.same_rules && b.same_rules) {
        return Vec::new();
    }
    let (on_a, on_b) = (a.explained.raising(at), b.explained.raising(at));
    let only_a = on_a.difference(&on_b).filter(|&&raising| a.explained.is_raised(at, &on_a, raising));
    let only_b = on_b.difference(&on_a).filter(|&&raising| b.explained.is_raised(at, &on_b, raising));
    only_a.chain(only_b).map(|&(.., unit)| unit).collect()
}
