//! `geodata check` and `geodata import`: what a province's folder holds, or is made of, or everything
//! that is in the way.

use super::{CommandError, say};
use crate::atlas::{self, ImportRequest};
use crate::config::Geodata;

pub(super) fn run(args: Geodata) -> Result<(), CommandError> {
    match args {
        Geodata::Check { dir } => say(atlas::check(&dir)?)?,
        Geodata::Import(args) => {
            let request = ImportRequest {
                file: &args.file,
                province: &args.province,
                out: &args.out,
                units: args.units.as_deref(),
                tolerance_m: args.tolerance,
                sliver_m2: args.sliver,
            };
            say(atlas::import(&request)?)?;
        }
    }
    Ok(())
}
