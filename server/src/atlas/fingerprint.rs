//! Hashes by which a client sees that it holds an outdated register or map.

use crate::domain::unit::Register;
use sha2::{Digest, Sha256};

/// 16 hex digits of what the order of levels and their rating rest on: each unit's code, parent,
/// tier, name, population and neighbours, in order.
pub(super) fn of(register: &Register) -> String {
    let mut content = Vec::new();
    let mut put = |text: &str| {
        // With its length first no text can run into the next.
        content.extend_from_slice(&(text.len() as u64).to_le_bytes());
        content.extend_from_slice(text.as_bytes());
    };
    for (at, unit) in register.units().iter().enumerate() {
        put(unit.code.as_str());
        put(unit.parent.as_ref().map_or("", |code| code.as_str()));
        put(unit.tier.code());
        put(&unit.name);
        put(&unit.population.to_string());
        let mut neighbours: Vec<&str> =
            register.neighbours(at).iter().map(|&other| register.units()[other].code.as_str()).collect();
        neighbours.sort_unstable();
        put(&neighbours.len().to_string());
        neighbours.into_iter().for_each(&mut put);
    }
    hex(&content)
}

/// The first 16 hex digits of SHA-256.
pub(super) fn hex(content: &[u8]) -> String {
    hex::encode(&Sha256::digest(content)[..8])
}
