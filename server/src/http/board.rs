//! `GET board`: every unit's level on a day, as known at an instant.

use super::App;
use super::error::ApiError;
use super::moment::{Moment, MomentQuery};
use super::params::Params;
use crate::clock::rfc3339;
use crate::domain::unit::Tier;
use crate::wire::{BoardAnswer, ErrorAnswer, UnitLevel, tier_count};
use axum::Json;
use axum::extract::State;

/// Every unit's level on a day
#[utoipa::path(get, path = "/api/v1/board", params(MomentQuery), responses(
    (status = 200, body = BoardAnswer), (status = 400, body = ErrorAnswer)))]
pub(super) async fn board(
    State(app): State<App>,
    Params(query): Params<MomentQuery>,
) -> Result<Json<BoardAnswer>, ApiError> {
    let moment = Moment::of(&app, &query).await?;
    let board = moment.board(&app);
    let (register, rules) = (&app.atlas.register, app.timeline.on(moment.day));
    let units = board.standings.iter().zip(register.units()).map(|(standing, unit)| UnitLevel {
        unit: unit.code.to_string(),
        tier: unit.tier.code(),
        standing: standing.into(),
    });
    Ok(Json(BoardAnswer {
        seq: moment.seq,
        day: moment.day.to_string(),
        as_of: rfc3339(moment.as_of),
        ruleset: rules.id.clone(),
        ruleset_hash: rules.hash.clone(),
        register: app.atlas.register_hash.clone(),
        units: units.collect(),
        counts: Tier::ALL.map(|tier| tier_count(tier, &board.tally(register, tier))).into(),
    }))
}
