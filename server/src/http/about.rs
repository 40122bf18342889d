//! `GET about`: what this server shows and by which rules.

use super::App;
use super::params::{Bare, Params};
use crate::domain::level::Level;
use crate::domain::rules::RuleSet;
use crate::wire::{About, CarriedProvince, ErrorAnswer, Label, LevelInfo, MapInfo, MeasureInfo, Place, Text};
use axum::Json;
use axum::extract::State;

/// What this server shows and by which rules
#[utoipa::path(get, path = "/api/v1/about", responses((status = 200, body = About), (status = 400, body = ErrorAnswer)))]
pub(super) async fn about(State(app): State<App>, Params(Bare {}): Params<Bare>) -> Json<About> {
    let province = app.atlas.register.province();
    let today = app.desk.hub().current().entry.day;
    let rules = app.timeline.on(today);
    let levels = Level::ALL.map(|level| LevelInfo {
        level: level.number(),
        code: level.code(),
        name: Text { vi: level.vi().to_owned(), en: level.en().to_owned() },
        measures: measures(rules, level),
    });
    let around =
        app.atlas.around.iter().map(|place| Label { name: place.name.clone(), lon: place.lon, lat: place.lat });
    let provinces = app.carried.iter().map(|province| CarriedProvince {
        code: province.code.to_string(),
        name: province.name.clone(),
        path: province.path.clone(),
    });
    Json(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        site: app.desk.hub().site().to_owned(),
        province: Place { code: province.code.to_string(), name: province.name.clone() },
        provinces: provinces.collect(),
        map: MapInfo { kind: app.atlas.kind.code(), bounds: app.atlas.bounds.to_array() },
        ruleset: app.timeline.span_of(today).into(),
        ruleset_ended: rules.ended_before(today).map(|day| day.to_string()),
        timeline: app.timeline.spans().map(Into::into).collect(),
        levels: levels.into(),
        around: around.collect(),
        demo: app.demo.is_some(),
        data_note: app.demo.as_ref().map(|_| crate::demo::note()),
    })
}

fn measures(rules: &RuleSet, level: Level) -> Vec<MeasureInfo> {
    let added = rules.measures.iter().filter(|measure| measure.level == level);
    added.map(|measure| MeasureInfo { basis: measure.basis.code(), text: Text::from(&measure.text) }).collect()
}
