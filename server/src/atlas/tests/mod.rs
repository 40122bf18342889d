//! What an atlas promises.
use super::*;
#[test]
fn the_built_in_province_reads() {
    let atlas = Atlas::shipped();
    println!("{}", atlas.summary());
    println!("{:?} {} {}", atlas.bounds, atlas.map.json.len(), atlas.map.brotli.len());
}
