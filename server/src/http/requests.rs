//! What is kept of each request, whatever it asks for: an id that its answer and its log lines
//! carry, and a count. Never a header, a query or a body: secrets and people are in those.

use axum::extract::{MatchedPath, OriginalUri, Request};
use axum::http::{HeaderName, Method};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tower_http::request_id::RequestId;
use tracing::Span;

/// The header that carries a request's id.
pub(super) const ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest id that is taken over from the sender.
const LONGEST_ID: usize = 64;

/// Lets go of an id that a log should not have to hold; the request is then given one of ours.
pub(super) async fn fit_id(mut request: Request, next: Next) -> Response {
    let fits = |id: &[u8]| {
        (1..=LONGEST_ID).contains(&id.len()) && id.iter().all(|c| c.is_ascii_alphanumeric() || b"-_.".contains(c))
    };
    if request.headers().get(&ID).is_some_and(|id| !fits(id.as_bytes())) {
        request.headers_mut().remove(&ID);
    }
    next.run(request).await
}

/// The span in which a request is answered.
pub(super) fn span<B>(request: &axum::http::Request<B>) -> Span {
    let id = request.extensions().get::<RequestId>().and_then(|id| id.header_value().to_str().ok());
    let uri = request.extensions().get().map_or(request.uri(), |OriginalUri(uri)| uri);
    tracing::info_span!("request", id, method = %request.method(), path = uri.path())
}

/// Counts a request by the route that took it.
pub(super) async fn count(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = match *request.method() {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        // Anything may stand there, and all of it is refused.
        _ => "other",
    };
    // What no route takes is a file of the pages, or nothing.
    let route = request.extensions().get::<MatchedPath>().map_or("/{file}", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    crate::meters::answered(method, route, response.status().as_u16(), begun.elapsed());
    response
}
