//! Whose request it is: the address of the peer, or the one that a proxy of ours names.

use super::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use ipnet::IpNet;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The address of who asks.
pub(super) struct Client(pub(super) IpAddr);

impl FromRequestParts<App> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
        // A request that comes over no connection comes from here.
        let peer = peer.unwrap_or(Ipv4Addr::LOCALHOST.into());
        Ok(Self(client(peer, &parts.headers, &app.proxies)))
    }
}

/// Each proxy adds the address that it saw at the end of `X-Forwarded-For`; what stands before the first
/// that is no proxy of ours, anyone may have written.
fn client(peer: IpAddr, headers: &HeaderMap, proxies: &[IpNet]) -> IpAddr {
    let ours = |address: IpAddr| proxies.iter().any(|net| net.contains(&address.to_canonical()));
    let lines = headers.get_all("x-forwarded-for").iter().rev().filter_map(|value| value.to_str().ok());
    let mut hops = lines.flat_map(|line| line.rsplit(','));
    let mut client = peer;
    while ours(client) {
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
            let headers = lines.iter().map(|line| ("x-forwarded-for".parse().unwrap(), line.parse().unwrap()));
            let found = client(peer.parse().unwrap(), &headers.collect(), &proxies);
            assert_eq!(found, expected.parse::<IpAddr>().unwrap(), "{peer} {lines:?}");
        }
    }
}
