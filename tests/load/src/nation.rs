//! A register of 11,163 communes in squares, as many as the country had in 2009: for delivery it
//! matters how many there are, not where.

use std::fmt::Write;
use tempfile::TempDir;

const COMMUNES: usize = 11_163;
const DISTRICT: usize = 16;
const ROW: usize = 106;

/// A folder of geodata.
pub(crate) fn folder() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut units =
        "code,parent,tier,name,kind,population,area_km2,lon,lat\n98,,province,Nước,Nước,1,1,106,16\n".to_owned();
    let mut pairs = "a,b,border_m\n".to_owned();
    let mut map = r#"{"type":"FeatureCollection","features":["#.to_owned();
    for at in 0..COMMUNES {
        let (code, district) = (code(at), at / DISTRICT + 100);
        if at % DISTRICT == 0 {
            writeln!(units, "{district},98,district,Huyện {district},Huyện,1,1,106,16").unwrap();
        }
        writeln!(units, "{code},{district},commune,Xã {code},Xã,1,1,106,16").unwrap();
        for next in [at + 1, at + ROW].into_iter().filter(|&next| next < COMMUNES) {
            if next == at + ROW || next % ROW > 0 {
                writeln!(pairs, "{code},{},1000", self::code(next)).unwrap();
            }
        }
        let (west, south) = (102_000 + at % ROW * 10, 8_000 + at / ROW * 10);
        let corners = [(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)];
        let corner = |(east, north): (usize, usize)| {
            let (lon, lat) = (west + east, south + north);
            format!("[{}.{:03},{}.{:03}]", lon / 1000, lon % 1000, lat / 1000, lat % 1000)
        };
        let ring = corners.map(corner).join(",");
        let comma = if at == 0 { "" } else { "," };
        write!(map, r#"{comma}{{"type":"Feature","properties":{{"code":"{code}","district":"{district}"}},"#).unwrap();
        write!(map, r#""geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}"#).unwrap();
    }
    map.push_str("]}");
    for (name, text) in [("units.csv", units), ("adjacency.csv", pairs), ("communes.geojson", map)] {
        std::fs::write(folder.path().join(name), text).expect("a file");
    }
    folder
}

fn code(at: usize) -> String {
    format!("{:05}", at + 10_000)
}
