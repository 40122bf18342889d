//! `POST what-if`: boards under other parameters or with other reports, beside the real ones. Nothing is
//! stored, and nothing here can hold up what is live: one is worked out at a time, off the threads that
//! serve, and few may wait for it.

use super::App;
use super::error::{ApiError, Said};
use super::faults;
use super::moment::{Moment, MomentQuery, day};
use super::params::{Bare, Params};
use crate::clock::rfc3339;
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::explain::Explained;
use crate::domain::facts::Facts;
use crate::domain::rules::Lang;
use crate::domain::rules::timeline::Timeline;
use crate::domain::unit::Tier;
use crate::ingest::{Kind, Refusals, read};
use crate::wire::{
    ErrorAnswer, Judging, Side, SupposedParameter, SupposedParameters, Supposition, Telling, TierCount, UnitLevel,
    WhatIfAnswer, WhatIfCounts, WhatIfDay, WhatIfDifference, WhatIfRequest, tier_count,
};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The largest request, in bytes.
pub(super) const LARGEST: usize = 1 << 20;
/// How many days an answer has at most, and with traces.
const LONGEST: i32 = 366;
const LONGEST_TRACED: i32 = 31;
/// How many reports can be supposed.
const MOST_REPORTS: usize = 2_000;
/// How many may be worked on or wait.
const SEATS: usize = 16;

/// Keeps what-ifs apart from what is live. Clones share it.
#[derive(Clone)]
pub struct Aside {
    seats: Arc<Semaphore>,
    work: Arc<Semaphore>,
}

impl Default for Aside {
    fn default() -> Self {
        Self { seats: Arc::new(Semaphore::new(SEATS)), work: Arc::new(Semaphore::new(1)) }
    }
}

impl Aside {
    /// Works something out when it is its turn. It is done to its end even if whoever asked goes away, and
    /// the next one does not begin before.
    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, ApiError> {
        let busy = || {
            ApiError::unavailable(
                "đang có quá nhiều phép thử giả định; hãy thử lại sau ít phút",
                "too many what-ifs are being worked out; try again in a moment",
            )
        };
        let seat = self.seats.clone().try_acquire_owned().map_err(|_| busy())?;
        let turn = self.work.clone().acquire_owned().await.map_err(|_| busy())?;
        let held = (seat, turn);
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(held);
            done
        });
        done.await.map_err(|_| ApiError::Internal)
    }
}

/// What would be under other parameters or with other reports
///
/// Nothing is stored and no token is needed: these levels are hypothetical. Without `parameters` and
/// `reports` the boards are the real ones and nothing differs.
#[utoipa::path(post, path = "/api/v1/what-if", request_body = WhatIfRequest, responses(
    (status = 200, body = WhatIfAnswer), (status = 400, body = ErrorAnswer), (status = 413, body = ErrorAnswer),
    (status = 415, body = ErrorAnswer), (status = 422, body = ErrorAnswer), (status = 503, body = ErrorAnswer)))]
pub(super) async fn what_if(
    State(app): State<App>,
    Params(Bare {}): Params<Bare>,
    lang: Lang,
    request: Result<Json<WhatIfRequest>, JsonRejection>,
) -> Result<Response, ApiError> {
    let Json(request) = request.map_err(|rejection| faults::body(&rejection, "1 MiB"))?;
    let asked = Asked::of(&app, request).await?;
    let aside = app.what_if.clone();
    // An answer can be long: its text, too, is made aside.
    let answer = aside
        .run(move || {
            let answer = asked.answer(&app).map_err(|refusals| ApiError::Supposed(refusals.told(lang)))?;
            serde_json::to_vec(&answer).map_err(|_| ApiError::Internal)
        })
        .await??;
    Ok(([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], answer).into_response())
}

/// What is asked, as far as it can be checked at once.
struct Asked {
    from: Day,
    moment: Moment,
    /// Each day's own rule set, with the parameters that are supposed.
    timeline: Timeline,
    reports: Option<Box<RawValue>>,
    traces: bool,
}

impl Asked {
    async fn of(app: &App, request: WhatIfRequest) -> Result<Self, ApiError> {
        let given = request.parameters.as_ref().map_or_else(Vec::new, SupposedParameters::given);
        let given: Vec<_> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let timeline = app.timeline.with_params(&given).map_err(|unfit| {
            ApiError::query(
                format!("parameters: {}", unfit.words(Lang::Vi)),
                format!("parameters: {}", unfit.words(Lang::En)),
            )
        })?;
        if request.day.is_some() && (request.from.is_some() || request.to.is_some()) {
            return Err(ApiError::query("ghi day, hoặc from và to", "give either day, or from and to"));
        }
        if request.from.is_none() && request.to.is_some() {
            return Err(ApiError::query("to cần có from", "to needs a from"));
        }
        let first = request.from.as_deref().map(day).transpose()?;
        let query = MomentQuery { channel: None, day: request.day.or(request.to), as_of: request.as_of };
        let moment = Moment::of(app, &query).await?;
        let traces = request.traces.unwrap_or(first.is_none());
        let from = first.unwrap_or(moment.day);
        let (longest, what) = if traces {
            (LONGEST_TRACED, ("một câu trả lời có traces", "an answer with traces"))
        } else {
            (LONGEST, ("một câu trả lời", "an answer"))
        };
        moment.check_days(from, longest, what)?;
        Ok(Self { from, moment, timeline, reports: supposed(request.reports)?, traces })
    }

    fn answer(&self, app: &App) -> Result<WhatIfAnswer, Refusals> {
        let (real, supposed) = (&app.timeline, &self.timeline);
        let asked = (self.from, self.moment.day);
        let (facts, reports) = self.facts(app)?;
        let days = self.days(app, real, &self.moment.facts).zip(self.days(app, supposed, &facts));
        Ok(WhatIfAnswer {
            hypothetical: true,
            seq: self.moment.seq,
            as_of: rfc3339(self.moment.as_of),
            ruleset: real.on(asked.1).id.clone(),
            ruleset_hash: real.on(asked.1).hash.clone(),
            rulesets: Judging::of(real, asked),
            register: app.atlas.register_hash.clone(),
            why: Supposition { parameters: self.differing(real), reports },
            days: days.map(|(real, supposed)| self.told(app, &real, &supposed)).collect(),
        })
    }

    /// The parameters that are supposed to be others, stretch by stretch of the days that one rule set judged.
    fn differing(&self, real: &Timeline) -> Vec<SupposedParameter> {
        let stretches = real.within((self.from, self.moment.day));
        let told = stretches.flat_map(|(days, rules)| {
            let differing = rules.differing(self.timeline.on(days.0));
            differing.map(move |(real, supposed)| SupposedParameter::new(days, real, supposed))
        });
        told.collect()
    }

    /// The facts with the reports that are supposed, and how many those are.
    fn facts(&self, app: &App) -> Result<(Facts, usize), Refusals> {
        let register = &app.atlas.register;
        let mut facts = Facts::clone(&self.moment.facts);
        let Some(list) = &self.reports else { return Ok((facts, 0)) };
        let today = app.clock.today().max(app.desk.hub().current().entry.day);
        let reports = read(Kind::Json, list.get().as_bytes(), register, Some(today))?;
        for report in &reports {
            if let Some(at) = register.index_of(&report.unit) {
                facts.set(at, report.day, &report.counts);
            }
        }
        Ok((facts, reports.len()))
    }

    /// Every day with what is needed to explain any unit: the province depends on all of them.
    fn days<'a>(&self, app: &'a App, timeline: &'a Timeline, facts: &'a Facts) -> impl Iterator<Item = Explained<'a>> {
        let register = &app.atlas.register;
        let province = register.of_tier(Tier::Province).next().unwrap_or_default();
        Explained::days(timeline, register, facts, province, (self.from, self.moment.day))
    }

    fn told(&self, app: &App, real: &Explained, supposed: &Explained) -> WhatIfDay {
        let register = &app.atlas.register;
        let telling = Telling { register, reports: BTreeMap::new(), flags: BTreeMap::new() };
        let side = |explained: &Explained, at: usize| {
            Side::new(explained.board().standings[at], &explained.trace(at), register)
        };
        let units = register.units();
        let differences = supposed.board().moves_since(real.board()).into_iter().map(|moved| WhatIfDifference {
            unit: units[moved.unit].code.to_string(),
            tier: units[moved.unit].tier.code(),
            real: side(real, moved.unit),
            supposed: side(supposed, moved.unit),
            trace: self.traces.then(|| telling.past(supposed, moved.unit)),
        });
        let levels = supposed.board().standings.iter().zip(units).map(|(standing, unit)| UnitLevel {
            unit: unit.code.to_string(),
            tier: unit.tier.code(),
            standing: standing.into(),
        });
        WhatIfDay {
            day: supposed.board().day.to_string(),
            units: levels.collect(),
            counts: WhatIfCounts { real: counts(app, real.board()), supposed: counts(app, supposed.board()) },
            differences: differences.collect(),
        }
    }
}

fn counts(app: &App, board: &Board) -> Vec<TierCount> {
    let register = &app.atlas.register;
    Tier::ALL.map(|tier| tier_count(tier, &board.tally(register.of_tier(tier)))).into()
}

/// The list of supposed reports, where it has any: how long it is must be known before it is read.
fn supposed(reports: Option<Box<RawValue>>) -> Result<Option<Box<RawValue>>, ApiError> {
    let Some(list) = reports else { return Ok(None) };
    let rows: Vec<IgnoredAny> = serde_json::from_str(list.get()).map_err(|_| {
        ApiError::BadBody(Said::new("reports phải là danh sách báo cáo", "reports must be a list of reports"))
    })?;
    match rows.len() {
        0 => Ok(None),
        1..=MOST_REPORTS => Ok(Some(list)),
        _ => Err(ApiError::TooMuch(Said::new(
            "mỗi phép thử giả định nhận tối đa 2.000 báo cáo",
            "a what-if takes 2,000 reports at most",
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    /// Lets the others go on until something is so.
    async fn until(so: impl Fn() -> bool) {
        for _ in 0..100_000 {
            if so() {
                return;
            }
            tokio::task::yield_now().await;
        }
        panic!("it never comes to that");
    }

    /// Whoever comes while sixteen are there is sent away at once, and who waits gets its turn.
    #[tokio::test]
    async fn one_is_worked_out_at_a_time_and_few_may_wait() {
        let aside = Aside::default();
        let (go, told) = channel::<()>();
        let first = tokio::spawn({
            let aside = aside.clone();
            async move { aside.run(move || told.recv().is_ok()).await }
        });
        until(|| aside.work.available_permits() == 0).await;
        let next = |n: usize| {
            let aside = aside.clone();
            tokio::spawn(async move { aside.run(move || n).await })
        };
        let waiting: Vec<_> = (1..SEATS).map(next).collect();
        until(|| aside.seats.available_permits() == 0).await;
        assert!(matches!(aside.run(|| ()).await, Err(ApiError::Unavailable(_))));
        assert!(waiting.iter().all(|waiting| !waiting.is_finished()));
        go.send(()).unwrap();
        assert!(first.await.unwrap().unwrap());
        for (n, waiting) in (1..).zip(waiting) {
            assert_eq!(waiting.await.unwrap().unwrap(), n);
        }
        assert_eq!((aside.seats.available_permits(), aside.run(|| 7).await.unwrap()), (SEATS, 7));
    }
}
