//! Whose request it is: the address of the peer, or the one that a proxy of ours names; and by which address
//! this server is reached, for links that leave it.

use super::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName};
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Once;
use tracing::warn;

const FORWARDED: &str = "x-forwarded-for";
const PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The address of who asks.
pub(super) struct Client(pub(super) IpAddr);

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = peer(parts);
        let client = client(peer, &parts.headers, &app.proxies);
        if client == peer && parts.headers.contains_key(FORWARDED) {
            static TOLD: Once = Once::new();
            // All its visitors would count as one.
            TOLD.call_once(|| warn!(%peer, "a proxy that is not believed: name it with --proxy"));
        }
        Ok(Self(client))
    }
}

/// What whole addresses of this server begin with: as it is configured, else as the reader wrote it; empty where that
/// is no host, and addresses are then without one.
pub(super) struct Site(pub(super) String);

impl FromRequestParts<App> for Site {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        Ok(Self(app.public_url.as_deref().map_or_else(|| site(parts, &app.proxies), str::to_owned)))
    }
}

/// Anyone may write any header. That a reader came by HTTPS is the word of our proxies alone.
fn site(parts: &Parts, proxies: &[IpNet]) -> String {
    let told = |name: HeaderName| parts.headers.get(name).and_then(|value| value.to_str().ok());
    let host = parts.uri.authority().map(Authority::as_str).or_else(|| told(HOST));
    let secure = is_ours(peer(parts), proxies) && told(PROTO) == Some("https");
    let scheme = if secure { "https" } else { "http" };
    host.filter(|host| is_host(host)).map_or_else(String::new, |host| format!("{scheme}://{host}"))
}

/// Whether a text is a name or an address, with a port or without, and nothing else.
fn is_host(text: &str) -> bool {
    let Ok(authority) = text.parse::<Authority>() else { return false };
    let named = |c: u8| c.is_ascii_alphanumeric() || b"-._".contains(&c);
    let host = authority.host();
    let known = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => (1..=253).contains(&host.len()) && host.bytes().all(named),
    };
    let rest = text.strip_prefix(host);
    known && rest.is_some_and(|rest| rest.is_empty() || authority.port().is_some_and(|port| rest == format!(":{port}")))
}

/// The other end of the connection.
fn peer(parts: &Parts) -> IpAddr {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    // A request that comes over no connection comes from here.
    peer.unwrap_or(Ipv4Addr::LOCALHOST.into())
}

/// Whether an address is that of a proxy of ours.
fn is_ours(address: IpAddr, proxies: &[IpNet]) -> bool {
    proxies.iter().any(|net| net.contains(&address.to_canonical()))
}

/// Each proxy adds the address that it saw at the end of `X-Forwarded-For`; what stands before the first
/// that is no proxy of ours, anyone may have written.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let lines = headers.get_all(FORWARDED).iter().rev().filter_map(|value| value.to_str().ok());
    let mut hops = lines.flat_map(|line| line.rsplit(','));
    let mut client = peer;
    while is_ours(client, proxies) {
        match hops.next().and_then(|hop| hop.trim().parse().ok()) {
            Some(before) => client = before,
            None => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_host_is_one() {
        for host in ["bando.example.vn", "127.0.0.1:8686", "[::1]:80", "localhost", "a_b-c.d:1"] {
            assert!(is_host(host), "{host}");
        }
        for other in ["", "me@evil.example", "evil.example/x", "a b", "a:b", "a:", "x\"y", "[::zz]", "a:99999", "a,b"] {
            assert!(!is_host(other), "{other}");
        }
    }

    #[test]
    fn only_our_proxies_are_believed() {
        let proxies: [IpNet; 2] = ["10.0.0.0/8".parse().unwrap(), "::1/128".parse().unwrap()];
        let cases: [(&str, &[&str], &str); 9] = [
            ("203.0.113.5", &[], "203.0.113.5"),
            ("203.0.113.5", &["198.51.100.1"], "203.0.113.5"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["1.2.3.4, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["1.2.3.4, 198.51.100.1", "10.9.9.9"], "198.51.100.1"),
            ("::1", &["2001:db8::7,10.1.1.1"], "2001:db8::7"),
            ("10.0.0.1", &["rubbish"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1, , 10.2.2.2"], "10.2.2.2"),
        ];
        for (peer, lines, expected) in cases {
            let headers = lines.iter().map(|line| (FORWARDED.parse().unwrap(), line.parse().unwrap()));
            let found = client(peer.parse().unwrap(), &headers.collect(), &proxies);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
        }
    }
}
