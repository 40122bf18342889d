//! `geodata check`: what a province's folder holds, or everything that is wrong with it.

use super::CommandError;
use crate::atlas;
use crate::config::Geodata;

pub(super) fn run(args: Geodata) -> Result<(), CommandError> {
    match args {
        Geodata::Check { dir } => println!("{}", atlas::check(&dir)?),
    }
    Ok(())
}
