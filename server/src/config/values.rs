//! What the value of a flag may be, and what is said of one that it may not.

use crate::domain::day::Day;
use crate::domain::unit::UnitCode;
use ipnet::IpNet;
use tracing_subscriber::EnvFilter;

pub(super) fn network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<std::net::IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| "write an address or a network, as in 10.0.0.0/8".to_owned())
}

/// Scheme and host, and a path where the server stands below one; without a slash at the end.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/').parse::<axum::http::Uri>().ok();
    let right = |url: &axum::http::Uri| {
        let host = url.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        matches!(url.scheme_str(), Some("http" | "https")) && host && url.query().is_none()
    };
    let right = url.filter(right).map(|_| text.trim_end_matches('/').to_owned());
    right.ok_or_else(|| "write an address of the web, as https://bando.example.vn".to_owned())
}

pub(super) fn filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "write YYYY-MM-DD, as 2021-09-05".to_owned())
}

pub(super) fn code(text: &str) -> Result<UnitCode, String> {
    UnitCode::parse(text).ok_or_else(|| "write the code of a unit, as 58".to_owned())
}

pub(super) fn pace(text: &str) -> Result<f64, String> {
    let seconds = text.parse().map_err(|_| "not a number".to_owned())?;
    if (0.5..=3600.0).contains(&seconds) { Ok(seconds) } else { Err("0.5 to 3600 seconds".to_owned()) }
}

pub(super) fn metres(text: &str) -> Result<f64, String> {
    within(text, 0.0..=1000.0).ok_or_else(|| "0 to 1000 metres".to_owned())
}

pub(super) fn sliver(text: &str) -> Result<f64, String> {
    within(text, 0.0..=1_000_000.0).ok_or_else(|| "0 to 1000000 square metres".to_owned())
}

fn within(text: &str, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
    text.parse().ok().filter(|number| range.contains(number))
}
