//! Who may come in: so many viewers from one address, so many in all.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// How many viewers there may be.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// In all.
    pub all: usize,
    /// From one address: of IPv6, from one network of 64 bits, which is what a household gets.
    pub address: usize,
}

/// Counts who is in. Clones share it.
#[derive(Clone, Debug)]
pub struct Gate(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    room: Room,
    open: Mutex<Open>,
}

#[derive(Default, Debug)]
struct Open {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// Why one more may not come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Full {
    /// There are as many as there may be.
    All,
    /// From this address there are as many as there may be.
    Address,
}

/// A place that one viewer takes, given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    gate: Gate,
    address: IpAddr,
}

impl Gate {
    /// A gate to an empty room.
    pub fn new(room: Room) -> Self {
        Self(Arc::new(Inner { room, open: Mutex::default() }))
    }

    /// One more viewer from an address.
    pub fn enter(&self, address: IpAddr) -> Result<Place, Full> {
        let address = network(address);
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.all >= self.0.room.all {
            return Err(Full::All);
        }
        let here = open.by_address.entry(address).or_default();
        if *here >= self.0.room.address {
            return Err(Full::Address);
        }
        *here += 1;
        open.all += 1;
        Ok(Place { gate: self.clone(), address })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.gate.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all -= 1;
        if let Some(here) = open.by_address.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                open.by_address.remove(&self.address);
            }
        }
    }
}

/// What counts as one address.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_place_is_given_back() {
        let gate = Gate::new(Room { all: 3, address: 2 });
        let first = gate.enter(from("10.0.0.1")).unwrap();
        let second = gate.enter(from("::ffff:10.0.0.1")).unwrap();
        assert_eq!(gate.enter(from("10.0.0.1")).unwrap_err(), Full::Address);
        let third = gate.enter(from("10.0.0.2")).unwrap();
        assert_eq!(gate.enter(from("10.0.0.3")).unwrap_err(), Full::All);
        drop((first, third));
        let again = gate.enter(from("10.0.0.1")).unwrap();
        drop((second, again));
        assert!(gate.0.open.lock().unwrap().by_address.is_empty(), "who left is not remembered");
    }

    #[test]
    fn one_network_is_one_address() {
        let gate = Gate::new(Room { all: 9, address: 1 });
        let _one = gate.enter(from("2001:db8:1:2::1")).unwrap();
        assert_eq!(gate.enter(from("2001:db8:1:2:ffff::9")).unwrap_err(), Full::Address);
        assert!(gate.enter(from("2001:db8:1:3::1")).is_ok());
    }
}
