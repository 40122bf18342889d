//! Several provinces on one server: whose a request is. The first province stands at the root, each other
//! one under `/provinces/CODE` as it would on a server of its own, and a unit that an address names leads
//! to its own province.

use super::App;
use crate::atlas::Atlas;
use crate::domain::rules::Lang;
use crate::domain::unit::UnitCode;
use crate::live::Hub;
use axum::Router;
use axum::extract::{OriginalUri, Request};
use axum::http::header::ACCEPT;
use axum::http::{Method, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::Arc;
use tower::{ServiceExt, service_fn};

const UNDER: &str = "/provinces/";
const API: &str = "/api/";

/// A province that this server carries.
#[derive(Clone)]
pub struct Carried {
    /// Its code.
    pub code: UnitCode,
    /// Its full name.
    pub name: String,
    /// What its addresses begin with: nothing for the first.
    pub path: String,
    /// Where its boards come from.
    pub hub: Hub,
    /// Its units.
    pub atlas: Arc<Atlas>,
}

impl Carried {
    /// Its unit of a code, in words: with the province and where that is served.
    pub(super) fn told(&self, code: &UnitCode, lang: Lang) -> Option<String> {
        let register = &self.atlas.register;
        let unit = &register.units()[register.index_of(code)?].name;
        let Self { name, path, .. } = self;
        Some(lang.of(
            format!("mã này là của {unit}, {name}: gửi tới {path}/ của máy chủ này"),
            format!("this code is that of {unit}, {name}: send it to {path}/ of this server"),
        ))
    }

    /// What the addresses of a province begin with, by its place among those that are carried.
    pub fn path(place: usize, province: &UnitCode) -> String {
        if place == 0 { String::new() } else { format!("{UNDER}{province}") }
    }
}

/// Where a request goes.
#[derive(PartialEq, Eq, Debug)]
enum Way {
    /// To a province, as it came.
    To(usize),
    /// To a province, under the address that it has there.
    Within(usize, String),
    /// To another address.
    Moved(String),
    /// To a province that is not carried; there is a page at another address that says so.
    Nowhere(String),
}

/// Which addresses are whose.
struct Map {
    provinces: Vec<(UnitCode, String)>,
    of_unit: HashMap<UnitCode, usize>,
}

impl Map {
    fn way(&self, uri: &Uri) -> Way {
        let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
        match uri.path().strip_prefix(UNDER) {
            Some(rest) => self.under(rest, &query),
            None => self.at_root(uri.path(), &query),
        }
    }

    fn under(&self, rest: &str, query: &str) -> Way {
        let (code, path) = rest.split_once('/').unwrap_or((rest, ""));
        let Some(at) = self.provinces.iter().position(|(province, _)| province.as_str() == code) else {
            let page = !code.is_empty() && !format!("/{path}").starts_with(API);
            return if page { Way::Nowhere(format!("/units/{code}{query}")) } else { Way::To(0) };
        };
        // What begins with two slashes is another host's address.
        let path = path.trim_start_matches(['/', '\\']);
        if at == 0 {
            Way::Moved(format!("/{path}{query}"))
        } else if rest.contains('/') {
            Way::Within(at, format!("/{path}{query}"))
        } else {
            Way::Moved(format!("{UNDER}{code}/{query}"))
        }
    }

    fn at_root(&self, path: &str, query: &str) -> Way {
        match unit(path, query).and_then(|unit| self.of_unit.get(unit)) {
            None | Some(0) => Way::To(0),
            Some(&at) if path.starts_with(API) => Way::To(at),
            Some(&at) => Way::Moved(format!("{}{path}{query}", self.provinces[at].1)),
        }
    }
}

/// The unit that an address names.
fn unit<'a>(path: &'a str, query: &'a str) -> Option<&'a str> {
    let below = path.strip_prefix("/units/").or_else(|| path.strip_prefix("/api/v1/units/"));
    match below {
        Some(below) => below.split('/').next(),
        None => query.trim_start_matches('?').split('&').find_map(|pair| pair.strip_prefix("unit=")),
    }
}

/// One router in front of those of the provinces.
pub(super) fn among(apps: &[App], routers: Vec<Router>) -> Router {
    let mut of_unit = HashMap::new();
    for (at, app) in apps.iter().enumerate() {
        of_unit.extend(app.atlas.register.units().iter().map(|unit| (unit.code.clone(), at)));
    }
    let carried = apps.first().map(|app| app.carried.clone()).unwrap_or_default();
    let provinces = carried.iter().map(|one| (one.code.clone(), one.path.clone())).collect();
    let inner = Arc::new((Map { provinces, of_unit }, routers));
    Router::new().fallback_service(service_fn(move |request| {
        let inner = inner.clone();
        async move { Ok::<_, Infallible>(answer(&inner.0, &inner.1, request).await) }
    }))
}

/// Whether who asks is a browser that goes to an address.
fn reads_pages(request: &Request) -> bool {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    matches!(*request.method(), Method::GET | Method::HEAD) && accept.contains("text/html")
}

async fn answer(map: &Map, routers: &[Router], mut request: Request) -> Response {
    let at = match map.way(request.uri()) {
        Way::To(at) => at,
        Way::Nowhere(page) if reads_pages(&request) => return Redirect::temporary(&page).into_response(),
        Way::Nowhere(_) => 0,
        Way::Moved(to) => return Redirect::temporary(&to).into_response(),
        Way::Within(at, to) => {
            let Ok(to) = to.parse() else { return Redirect::temporary("/").into_response() };
            let whole = std::mem::replace(request.uri_mut(), to);
            request.extensions_mut().insert(OriginalUri(whole));
            at
        }
    };
    routers[at].clone().oneshot(request).await.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_to_one_province() {
        let code = |text| UnitCode::parse(text).unwrap();
        let provinces = ["58", "94"].into_iter().enumerate();
        let provinces = provinces.map(|(at, own)| (code(own), Carried::path(at, &code(own)))).collect();
        let of_unit = [("58", 0), ("22738", 0), ("94", 1), ("31498", 1)].map(|(own, at)| (code(own), at));
        let map = Map { provinces, of_unit: of_unit.into() };
        let (to, within, moved) =
            (Way::To, |to: &str| Way::Within(1, to.to_owned()), |to: &str| Way::Moved(to.to_owned()));
        let nowhere = |page: &str| Way::Nowhere(page.to_owned());
        let cases = [
            ("/", to(0)),
            ("/?unit=22738", to(0)),
            ("/?lang=en&unit=31498&day=2021-09-05", moved("/provinces/94/?lang=en&unit=31498&day=2021-09-05")),
            ("/embed?unit=94", moved("/provinces/94/embed?unit=94")),
            ("/units/31498?rate=1", moved("/provinces/94/units/31498?rate=1")),
            ("/units/99999", to(0)),
            ("/units/", to(0)),
            ("/api/v1/live?since=3&unit=94", to(1)),
            ("/api/v1/live?xunit=94", to(0)),
            ("/api/v1/units/31498/history?from=2021-09-01", to(1)),
            ("/api/v1/units", to(0)),
            ("/provinces/94", moved("/provinces/94/")),
            ("/provinces/94?lang=en", moved("/provinces/94/?lang=en")),
            ("/provinces/94/", within("/")),
            ("/provinces/94/api/v1/board?day=2021-09-05", within("/api/v1/board?day=2021-09-05")),
            ("/provinces/94//evil.example/", within("/evil.example/")),
            ("/provinces/58", moved("/")),
            ("/provinces/58/units/22738?rate=1", moved("/units/22738?rate=1")),
            ("/provinces/58//evil.example/", moved("/evil.example/")),
            (r"/provinces/58/\evil.example", moved("/evil.example")),
            ("/provinces/1", nowhere("/units/1")),
            ("/provinces/99/what-if?lang=en", nowhere("/units/99?lang=en")),
            ("/provinces/99/api/v1/board", to(0)),
            ("/provinces/", to(0)),
        ];
        for (address, way) in cases {
            assert_eq!(map.way(&address.parse().unwrap()), way, "{address}");
        }
    }
}
