//! `GET board`: every unit's level on a day, as known at an instant. The live one is encoded once for
//! each entry and scope: pages that cannot keep a connection ask for it again and again.

use super::App;
use super::error::ApiError;
use super::kept::Kept;
use super::live::{check_current, scope};
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use crate::clock::rfc3339;
use crate::domain::unit::Tier;
use crate::live::Scope;
use crate::wire::{BoardAnswer, ErrorAnswer, UnitLevel, tier_count};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use brotli::enc::BrotliEncoderParams;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use utoipa::IntoParams;

/// Of 11: what a reader waits for.
const QUALITY: i32 = 5;

/// Whose levels, of which day, as known when.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct BoardQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// The unit whose levels are asked for, with all that lies under it; by default the province.
    unit: Option<String>,
    /// The day, YYYY-MM-DD; by default the day of `as_of`.
    day: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
}

/// The answers about the newest entry, by scope. Each is encoded by the first who asks, while others who
/// ask the same wait for it.
#[derive(Default)]
pub struct Answers(Mutex<Newest>);

#[derive(Default)]
struct Newest {
    seq: i64,
    by_scope: HashMap<Scope, Arc<OnceLock<Kept>>>,
}

impl Answers {
    fn of(&self, seq: i64, scope: Scope) -> Arc<OnceLock<Kept>> {
        let mut newest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if newest.seq < seq {
            *newest = Newest { seq, by_scope: HashMap::new() };
        } else if newest.seq > seq {
            // A newer entry came while this one was asked about: it is answered, and not kept.
            return Arc::default();
        }
        newest.by_scope.entry(scope).or_default().clone()
    }
}

/// Every unit's level on a day
///
/// Without `day` and `as_of` it is the live board, with an `ETag`: asked again with `If-None-Match`, it is 304 until
/// the next entry.
#[utoipa::path(get, path = "/api/v1/board", params(BoardQuery), responses(
    (status = 200, body = BoardAnswer), (status = 304, description = "As it was seen before"),
    (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer),
    (status = 503, description = "The server does not keep up with the log", body = ErrorAnswer)))]
pub(super) async fn board(
    State(app): State<App>,
    Params(query): Params<BoardQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let BoardQuery { channel, unit, day, as_of } = query;
    let scope = scope(&app, unit.as_deref())?;
    let asked = day.is_some() || as_of.is_some();
    let moment = Moment::of(&app, &MomentQuery { channel, day, as_of }).await?;
    if asked {
        let json = [(CONTENT_TYPE, "application/json")];
        return Ok((json, encoded(&app, &moment, scope)).into_response());
    }
    // Pages ask again and again whether it is still the newest.
    check_current(&app)?;
    let kept = app.boards.of(moment.seq, scope);
    let kept = kept.get_or_init(|| {
        let plain = encoded(&app, &moment, scope);
        let etag = format!("W/\"{}-{}-{}\"", app.desk.hub().site(), moment.seq, unit.unwrap_or_default());
        Kept { etag, brotli: Some(compressed(&plain).into()), plain: plain.into() }
    });
    Ok(kept.answer(&headers, "application/json", "no-cache"))
}

fn encoded(app: &App, moment: &Moment, scope: Scope) -> Vec<u8> {
    let board = moment.board(app);
    let hub = app.desk.hub();
    let (register, rules) = (&app.atlas.register, app.timeline.on(moment.day));
    let members = hub.units(scope);
    let units = members.iter().map(|&at| UnitLevel {
        unit: register.units()[at].code.to_string(),
        tier: register.units()[at].tier.code(),
        standing: (&board.standings[at]).into(),
    });
    let of_tier = |tier: Tier| members.iter().copied().filter(move |&at| register.units()[at].tier == tier);
    let answer = BoardAnswer {
        seq: moment.seq,
        site: hub.site().to_owned(),
        t: moment.as_of.as_millisecond(),
        day: moment.day.to_string(),
        as_of: rfc3339(moment.as_of),
        ruleset: rules.id.clone(),
        ruleset_hash: rules.hash.clone(),
        ruleset_ended: rules.ended_before(moment.day).map(|day| day.to_string()),
        register: app.atlas.register_hash.clone(),
        units: units.collect(),
        counts: Tier::ALL.map(|tier| tier_count(tier, &board.tally(of_tier(tier)))).into(),
    };
    serde_json::to_vec(&answer).expect("a board has string keys and no failing serializer")
}

fn compressed(plain: &[u8]) -> Vec<u8> {
    let mut small = Vec::new();
    let parameters = BrotliEncoderParams { quality: QUALITY, size_hint: plain.len(), ..BrotliEncoderParams::default() };
    brotli::BrotliCompress(&mut &*plain, &mut small, &parameters).expect("memory takes all that is written to it");
    small
}
