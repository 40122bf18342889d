//! `GET exports/map.svg` and `exports/map.png`: the map as a picture, of any day and as known at any
//! instant, for pages without WebGL, for the press and for print.

use super::shelf::Drawn;
use crate::domain::rules::Lang;
use crate::domain::unit::Tier;
use crate::http::App;
use crate::http::completeness::reporting;
use crate::http::error::ApiError;
use crate::http::moment::{Moment, MomentQuery};
use crate::http::params::Params;
use crate::picture::{Sheet, png, themes};
use crate::wire::ErrorAnswer;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::ops::RangeInclusive;
use std::sync::Arc;
use utoipa::IntoParams;

/// How wide a picture may be, in pixels: the widest takes 36 MB while it is drawn.
const WIDTHS: RangeInclusive<u32> = 200..=3464;
const USUAL_WIDTH: u32 = 1600;
/// What may be told of a unit; the first is usual.
const LAYERS: [&str; 2] = ["level", "reports"];

/// Which board, and how it is drawn.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct PictureQuery {
    /// The channel; `published` is the one there is.
    channel: Option<String>,
    /// The day, YYYY-MM-DD; by default the day of `as_of`.
    day: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
    /// Whose levels are drawn: `commune` (the default), `district` or `province`.
    tier: Option<String>,
    /// What it tells of each unit: `level` (the default), or `reports`, how each commune stands with its reports.
    layer: Option<String>,
    /// The language: `vi` (the default) or `en`.
    lang: Option<String>,
    /// The colours around the levels: `light` (the default).
    theme: Option<String>,
    /// The width in pixels, 200 to 3464; by default 1600. The height is three quarters of it.
    width: Option<u32>,
}

/// A query whose words are understood.
struct Request {
    moment: MomentQuery,
    tier: Tier,
    /// Reports are told instead of levels.
    reports: bool,
    lang: Lang,
    theme: &'static str,
    width: u32,
}

/// The map of a board as an SVG
#[utoipa::path(get, path = "/api/v1/exports/map.svg", params(PictureQuery), responses(
    (status = 200, description = "A unit is a `path` with `data-unit` and `data-level` (0 for none), or with `data-reports`", content_type = "image/svg+xml"),
    (status = 304, description = "As it was seen before"), (status = 400, body = ErrorAnswer)))]
pub(in crate::http) async fn svg(
    State(app): State<App>,
    Params(query): Params<PictureQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let request = query.understood()?;
    let moment = Moment::of(&app, &request.moment).await?;
    let drawn = drawn(&app, &request, &moment).await?;
    Ok(answer(&headers, &drawn, "image/svg+xml", &format!("vung-xanh-{}.svg", moment.day)))
}

/// The map of a board as a PNG
#[utoipa::path(get, path = "/api/v1/exports/map.png", params(PictureQuery), responses(
    (status = 200, description = "The same picture", content_type = "image/png"),
    (status = 304, description = "As it was seen before"), (status = 400, body = ErrorAnswer)))]
pub(in crate::http) async fn map_png(
    State(app): State<App>,
    Params(query): Params<PictureQuery>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let request = query.understood()?;
    let moment = Moment::of(&app, &request.moment).await?;
    let svg = drawn(&app, &request, &moment).await?;
    let key = format!("png of {}", svg.etag);
    // One at a time: drawing takes a processor and much memory. Who waited finds what was drawn meanwhile.
    let turn = app.pictures.turn().await;
    let drawn = match app.pictures.get(&key) {
        Some(found) => Some(found),
        // The turn ends with the drawing, even where the one who asked has gone.
        None => tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let png = png(std::str::from_utf8(&svg.bytes).ok()?)?;
            Some(app.pictures.put(key, Drawn::new(png.into())))
        })
        .await
        .ok()
        .flatten(),
    };
    let drawn = drawn.ok_or_else(|| {
        tracing::error!("a picture could not be drawn");
        ApiError::Internal
    })?;
    Ok(answer(&headers, &drawn, "image/png", &format!("vung-xanh-{}.png", moment.day)))
}

impl PictureQuery {
    fn understood(self) -> Result<Request, ApiError> {
        let Self { channel, day, as_of, tier, layer, lang, theme, width } = self;
        let bad = |what: &str, found: &str, right: &str| {
            ApiError::query(
                format!("không có {what} {found:?}; hãy ghi một trong: {}", right.replace(" or ", ", ")),
                format!("{what} {found:?} is not known; write {right}"),
            )
        };
        let tier = tier.as_deref().unwrap_or(Tier::Commune.code());
        let layer = layer.as_deref().unwrap_or(LAYERS[0]);
        let lang = lang.as_deref().unwrap_or(Lang::Vi.code());
        let theme = theme.as_deref().unwrap_or("light");
        let width = width.unwrap_or(USUAL_WIDTH);
        if !WIDTHS.contains(&width) {
            let (least, most) = (WIDTHS.start(), WIDTHS.end());
            return Err(ApiError::query(
                format!("không vẽ được bề rộng {width}; hãy ghi từ {least} đến {most}"),
                format!("a width of {width} cannot be drawn; write {least} to {most}"),
            ));
        }
        let tier = Tier::parse(tier).ok_or_else(|| bad("tier", tier, "commune, district or province"))?;
        if !LAYERS.contains(&layer) {
            return Err(bad("layer", layer, &LAYERS.join(" or ")));
        }
        let reports = layer != LAYERS[0];
        if reports && tier != Tier::Commune {
            return Err(bad("tier", tier.code(), "commune with layer=reports"));
        }
        Ok(Request {
            moment: MomentQuery { channel, day, as_of },
            tier,
            reports,
            lang: Lang::parse(lang).ok_or_else(|| bad("lang", lang, "vi or en"))?,
            theme: themes()
                .find(|known| *known == theme)
                .ok_or_else(|| bad("theme", theme, &themes().collect::<Vec<_>>().join(" or ")))?,
            width,
        })
    }
}

/// The SVG, drawn once for all who ask the same of the same board.
async fn drawn(app: &App, request: &Request, moment: &Moment) -> Result<Arc<Drawn>, ApiError> {
    let Request { tier, reports, lang, theme, width, .. } = request;
    let (live, as_of, seq) = (moment.is_live(), moment.as_of, moment.seq);
    let key = format!("{} {as_of} {seq} {live} {tier:?} {reports} {lang:?} {theme} {width}", moment.day);
    if let Some(found) = app.pictures.get(&key) {
        return Ok(found);
    }
    let reports = if *reports { Some(reporting(app, moment).await?) } else { None };
    let board = moment.board(app);
    let rules = app.timeline.on(moment.day);
    let note = app.demo.as_ref().map(|_| crate::demo::note());
    let sheet = Sheet {
        board: &board,
        reports: reports.as_deref(),
        as_of,
        seq,
        live,
        tier: *tier,
        lang: *lang,
        theme,
        width: *width,
        rules: rules.title.said(*lang),
        rules_ended: rules.ended_before(moment.day),
        note: note.as_ref().map(|note| lang.of(&*note.vi, &*note.en)),
    };
    Ok(app.pictures.put(key, Drawn::new(app.pictures.picture.svg(&sheet).into())))
}

fn answer(headers: &HeaderMap, drawn: &Drawn, kind: &'static str, name: &str) -> Response {
    let known = [(ETAG, drawn.etag.as_str()), (CACHE_CONTROL, "no-cache")];
    if headers.get(IF_NONE_MATCH).is_some_and(|seen| seen == drawn.etag.as_str()) {
        return (StatusCode::NOT_MODIFIED, known).into_response();
    }
    let name = format!("inline; filename=\"{name}\"");
    (known, [(CONTENT_TYPE, kind)], [(CONTENT_DISPOSITION, name)], drawn.bytes.clone()).into_response()
}

impl Drawn {
    fn new(bytes: Bytes) -> Self {
        let etag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&bytes)[..8]));
        Self { bytes, etag }
    }
}
