//! `GET boards`: the boards of a stretch of days in one answer, for whoever goes through a season.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery, day};
use super::params::Params;
use crate::clock::{end_of, rfc3339};
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::rate::{rate, rate_days};
use crate::domain::unit::Tier;
use crate::store::Learned;
use crate::wire::{BoardsAnswer, DayBoard, ErrorAnswer, Judging, Standings};
use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// How many days an answer has at most.
const LONGEST: i32 = 400;

/// Which days, as known when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BoardsQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// The first day, YYYY-MM-DD; by default that of the first report, or 399 days before `to`.
    from: Option<String>,
    /// The last day, YYYY-MM-DD; by default the day of `as_of`.
    to: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
    /// Whether each day is told as known at `as_of` (`now`, the default) or as known at its own end (`then`).
    #[param(inline)]
    known: Option<Known>,
}

/// As of when each day is told.
#[derive(Deserialize, ToSchema, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Known {
    /// All of them as known at one instant.
    Now,
    /// Each as known at its own end.
    Then,
}

/// Every unit's level on each of up to 400 days
///
/// Each board is computed under the rule set that judges its day, the same as `GET board` gives for its `day` and
/// `as_of`; own levels are not told. With `known=then` a day is told as known at its end (23:59:59.999 in
/// Asia/Ho_Chi_Minh), before anything was learned or corrected later; a day that is not over, as known at
/// `as_of`.
#[utoipa::path(get, path = "/api/v1/boards", params(BoardsQuery), responses(
    (status = 200, body = BoardsAnswer), (status = 400, body = ErrorAnswer)))]
pub(super) async fn boards(
    State(app): State<App>,
    Params(query): Params<BoardsQuery>,
) -> Result<Json<BoardsAnswer>, ApiError> {
    let moment = MomentQuery { channel: query.channel, day: query.to, as_of: query.as_of };
    let moment = Moment::of(&app, &moment).await?;
    let register = &app.atlas.register;
    let first = register.of_tier(Tier::Commune).filter_map(|at| moment.facts.of(at).first()).min();
    let from = match query.from.as_deref().map(day).transpose()? {
        Some(from) => from,
        None => first.unwrap_or(moment.day).clamp(moment.day.plus(1 - LONGEST), moment.day),
    };
    moment.check_days(from, LONGEST, ("một câu trả lời", "an answer"))?;
    let learned = match query.known {
        Some(Known::Then) => Some(app.store.learned_until(register, moment.as_of).await?),
        _ => None,
    };
    let asked = Asked { from, first, moment, learned };
    let answer = tokio::task::spawn_blocking(move || asked.answer(&app)).await;
    answer.map(Json).map_err(|_| ApiError::Internal)
}

struct Asked {
    from: Day,
    first: Option<Day>,
    moment: Moment,
    /// Where each day is told as known at its end.
    learned: Option<Learned>,
}

impl Asked {
    fn answer(self, app: &App) -> BoardsAnswer {
        let (timeline, register) = (&app.timeline, &app.atlas.register);
        let told = |board: &Board, as_of: Timestamp| DayBoard {
            day: board.day.to_string(),
            as_of: rfc3339(as_of),
            standings: Standings::of(board.standings.iter()),
        };
        let Self { from, first, moment, learned } = &self;
        let boards = if let Some(learned) = learned {
            let ends: Vec<_> = from.through(moment.day).map(|day| end_of(day).min(moment.as_of)).collect();
            let days: Vec<_> = from.through(moment.day).collect();
            learned.at_each(&ends, |facts, at| told(&rate(timeline, register, facts, days[at]), ends[at]))
        } else {
            let boards = rate_days(timeline, register, &moment.facts, *from, moment.day);
            boards.map(|board| told(&board, moment.as_of)).collect()
        };
        BoardsAnswer {
            seq: moment.seq,
            as_of: rfc3339(moment.as_of),
            ruleset: timeline.on(moment.day).id.clone(),
            rulesets: Judging::of(timeline, (*from, moment.day)),
            register: app.atlas.register_hash.clone(),
            first: first.map(|day| day.to_string()),
            boards,
        }
    }
}
