//! What the value of a flag may be, and what is said of one that it may not.

use super::spoken;
use crate::domain::day::Day;
use crate::domain::unit::UnitCode;
use ipnet::IpNet;
use tracing_subscriber::EnvFilter;

pub(super) fn network(text: &str) -> Result<IpNet, String> {
    let address = text.parse::<std::net::IpAddr>().map(IpNet::from);
    address.or_else(|_| text.parse()).map_err(|_| {
        told("ghi một địa chỉ hoặc một mạng, như 10.0.0.0/8", "write an address or a network, as in 10.0.0.0/8")
    })
}

/// Scheme and host, and a path where the server stands below one; without a slash at the end.
pub(super) fn public_url(text: &str) -> Result<String, String> {
    let url = text.trim_end_matches('/').parse::<axum::http::Uri>().ok();
    let right = |url: &axum::http::Uri| {
        let host = url.authority().is_some_and(|authority| !authority.as_str().contains('@'));
        matches!(url.scheme_str(), Some("http" | "https")) && host && url.query().is_none()
    };
    let right = url.filter(right).map(|_| text.trim_end_matches('/').to_owned());
    right.ok_or_else(|| {
        told(
            "ghi một địa chỉ web, như https://bando.example.vn",
            "write an address of the web, as https://bando.example.vn",
        )
    })
}

pub(super) fn filter(text: &str) -> Result<String, String> {
    EnvFilter::try_new(text).map(|_| text.to_owned()).map_err(|error| error.to_string())
}

pub(super) fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| told("ghi YYYY-MM-DD, như 2021-09-05", "write YYYY-MM-DD, as 2021-09-05"))
}

pub(super) fn code(text: &str) -> Result<UnitCode, String> {
    UnitCode::parse(text).ok_or_else(|| told("ghi mã của một đơn vị, như 58", "write the code of a unit, as 58"))
}

pub(super) fn pace(text: &str) -> Result<f64, String> {
    let seconds = text.parse().map_err(|_| told("không phải là số", "not a number"))?;
    if (0.5..=3600.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err(told("từ 0.5 đến 3600 giây", "0.5 to 3600 seconds"))
    }
}

pub(super) fn metres(text: &str) -> Result<f64, String> {
    within(text, 0.0..=1000.0).ok_or_else(|| told("từ 0 đến 1000 mét", "0 to 1000 metres"))
}

pub(super) fn sliver(text: &str) -> Result<f64, String> {
    within(text, 0.0..=1_000_000.0).ok_or_else(|| told("từ 0 đến 1000000 mét vuông", "0 to 1000000 square metres"))
}

/// What would be right, in the language of the terminal.
fn told(vi: &str, en: &str) -> String {
    spoken().of(vi, en).to_owned()
}

fn within(text: &str, range: std::ops::RangeInclusive<f64>) -> Option<f64> {
    text.parse().ok().filter(|number| range.contains(number))
}
