//! The HTTP API and the pages: requests in, answers out. Handlers translate; they decide nothing.
//!
//! The router fits a screen, and the OpenAPI document is made from the same handlers.

mod about;
mod board;
mod boards;
mod changes;
mod client;
mod compare;
mod completeness;
mod corrections;
mod demo;
mod error;
mod exports;
mod faults;
mod flags;
mod health;
mod history;
mod kept;
mod live;
mod map;
mod metrics;
mod moment;
mod pages;
mod params;
mod provinces;
mod reports;
mod requests;
mod sending;
mod units;
mod what_if;

pub use board::Answers;
pub use exports::Shelf;
pub use metrics::{Metrics, metrics_router};
pub use provinces::Carried;
pub use what_if::Aside;

use crate::atlas::Atlas;
use crate::clock::Clock;
use crate::demo::Demo;
use crate::domain::rules::timeline::Timeline;
use crate::ingest::{Desk, LARGEST_FILE};
use crate::live::Gate;
use crate::meters::Meters;
use crate::store::Store;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header::{
    AUTHORIZATION, CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::from_fn;
use error::ApiError;
use ipnet::IpNet;
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::sensitive_headers::SetSensitiveRequestHeadersLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;
use utoipa::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

/// What handlers work with. Clones share it.
#[derive(Clone)]
pub struct App {
    /// The province.
    pub atlas: Arc<Atlas>,
    /// Which rule set judges which day.
    pub timeline: Arc<Timeline>,
    /// What time it is.
    pub clock: Clock,
    /// The database.
    pub store: Store,
    /// The writer.
    pub desk: Desk,
    /// What is counted.
    pub meters: Meters,
    /// The map as pictures.
    pub pictures: Arc<Shelf>,
    /// The demonstration, where this is one.
    pub demo: Option<Demo>,
    /// Where what-ifs are worked out.
    pub what_if: Aside,
    /// The live board as it is answered.
    pub boards: Arc<Answers>,
    /// How many may watch.
    pub gate: Gate,
    /// Proxies that are believed when they name whose request they hand on.
    pub proxies: Arc<[IpNet]>,
    /// What whole addresses of this server begin with, where that is configured.
    pub public_url: Option<Arc<str>>,
    /// All provinces that this server carries, this one among them.
    pub carried: Arc<[Carried]>,
}

impl App {
    /// What the addresses of this province begin with.
    fn path(&self) -> &str {
        let own = &self.atlas.register.province().code;
        self.carried.iter().find(|province| province.code == *own).map_or("", |province| &province.path)
    }
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Vùng Xanh",
        description = "A province's live COVID-19 risk map under Decision 2686/QĐ-BCĐQG. Codes are strings; days are \
                       YYYY-MM-DD in Asia/Ho_Chi_Minh; instants are RFC 3339; levels are 1 to 4 or null.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(crate::wire::Frame, crate::ingest::Absent, crate::store::Reason))
)]
struct Document;

/// Every route with its description.
fn api() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(Document::openapi())
        .routes(routes!(about::about))
        .routes(routes!(board::board))
        .routes(routes!(boards::boards))
        .routes(routes!(changes::changes))
        .routes(routes!(compare::compare))
        .routes(routes!(completeness::completeness))
        .routes(routes!(corrections::corrections))
        .routes(routes!(corrections::correction))
        .routes(routes!(corrections::feed))
        .routes(routes!(demo::demo, demo::steer))
        .routes(routes!(exports::svg))
        .routes(routes!(exports::map_png))
        .routes(routes!(exports::levels_csv))
        .routes(routes!(exports::levels_json))
        .routes(routes!(exports::levels_geojson))
        .routes(routes!(exports::levels_xlsx))
        .routes(routes!(exports::reports_csv))
        .routes(routes!(flags::flags, flags::set))
        .routes(routes!(live::live))
        .routes(routes!(live::events))
        .routes(routes!(map::map))
        .routes(routes!(reports::submit))
        .routes(routes!(units::units))
        .routes(routes!(units::unit))
        .routes(routes!(history::history))
        .routes(routes!(what_if::what_if).layer(DefaultBodyLimit::max(what_if::LARGEST)))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
}

/// The OpenAPI document as JSON.
pub fn openapi() -> String {
    let (_, document) = api().split_for_parts();
    document.to_pretty_json().expect("an OpenAPI document has no failing serializer") + "\n"
}

/// The whole server, from the provinces that it carries.
pub fn router(apps: &[App], metrics: Metrics) -> Router {
    provinces::among(apps, apps.iter().map(|app| province(app.clone(), metrics)).collect())
}

/// A province, as if there were no other.
fn province(app: App, metrics: Metrics) -> Router {
    let (mut api, _) = api().split_for_parts();
    if metrics == Metrics::Here {
        api = api.route("/metrics", axum::routing::get(metrics::metrics));
    }
    let header =
        |name: HeaderName, value| SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value));
    api.route(
        "/openapi.json",
        axum::routing::get(|| async { ([(axum::http::header::CONTENT_TYPE, "application/json")], openapi()) }),
    )
    .route("/", axum::routing::get(pages::map))
    .route("/units/{code}", axum::routing::get(pages::unit))
    .route("/what-if", axum::routing::get(pages::what_if))
    .route("/embed", axum::routing::get(pages::embed))
    .fallback(pages::asset)
    .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
    .with_state(app)
    .layer(DefaultBodyLimit::max(LARGEST_FILE))
    .layer(from_fn(error::in_words))
    .layer(CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::new(exports::XLSX))))
    // Whatever is answered is framed nowhere and loads nothing; pages and scripts say otherwise for themselves.
    .layer(header(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"))
    .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
    .layer(header(REFERRER_POLICY, "same-origin"))
    .layer(CatchPanicLayer::custom(|_| axum::response::IntoResponse::into_response(ApiError::Internal)))
    .layer(from_fn(requests::count))
    .layer(TraceLayer::new_for_http().make_span_with(requests::span))
    .layer(PropagateRequestIdLayer::new(requests::ID))
    .layer(SetRequestIdLayer::new(requests::ID, MakeRequestUuid))
    .layer(from_fn(requests::fit_id))
    // Whoever prints a request prints "Sensitive" for the token.
    .layer(SetSensitiveRequestHeadersLayer::new([AUTHORIZATION]))
}
