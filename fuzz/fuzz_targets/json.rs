//! An answer for any bytes as a JSON file, never a panic.

#![no_main]

use std::sync::LazyLock;
use vungxanh::atlas::Atlas;
use vungxanh::domain::rules::Lang;
use vungxanh::ingest::{Kind, read};

static ATLAS: LazyLock<Atlas> = LazyLock::new(Atlas::shipped);

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Err(refusals) = read(Kind::Json, bytes, &ATLAS.register, None) {
        assert!(refusals.total() > 0);
        refusals.told(Lang::Vi);
    }
});
