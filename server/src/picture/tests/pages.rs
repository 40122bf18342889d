//! What the picture and the pages decide alike: read from the sources of the pages.

use super::*;
use crate::domain::made::Made;
use crate::picture::palette::pattern_id;
use crate::picture::{inset, reports, words};
use resvg::tiny_skia::Pixmap;

fn source(name: &str) -> String {
    std::fs::read_to_string(format!("{}/../web/src/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// What stands after `const NAME = `.
fn constant(source: &str, name: &str) -> String {
    let start = format!("const {name} = ");
    let at = source.find(&start).unwrap_or_else(|| panic!("no {name}")) + start.len();
    source[at..].split(';').next().unwrap().to_owned()
}

#[test]
fn the_palette_is_that_of_the_pages() {
    let file = source("palette.ts");
    for (level, colour) in Level::ALL.into_iter().zip(["#007F5F", "#FFE45C", "#F4903B", "#9E0B22"]) {
        assert_eq!(PALETTE.paint(Some(level)).fill, colour);
        assert!(file.contains(colour));
    }
    assert!(themes().any(|name| name == "light"));
}

#[test]
fn states_of_reports_look_and_are_signed_as_on_the_pages() {
    let (colours, signs) = (source("palette.ts"), source("health.ts"));
    let (by_day, by_night) = (PALETTE.theme("light").unwrap(), PALETTE.theme("dark").unwrap());
    for made in Made::ALL {
        assert_eq!(by_day.made(made).fill, reported(&colours, "reported", made.code()));
        assert_eq!(by_night.made(made).fill, reported(&colours, "reportedDark", made.code()));
        let sign = reports::sign(made);
        let told = format!("{}: \"{sign}\"", made.code());
        assert!(made == Made::Late || signs.contains(&told), "{told}");
    }
    assert_eq!(by_day.made(Made::Missing).fill, "#3B1F73");
    assert_eq!(by_night.made(Made::Missing).fill, "#E8DFFF");
}

/// What stands between two texts, the first of which stands once.
fn between<'a>(source: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = source.split_once(before).unwrap_or_else(|| panic!("no {before}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after}")).0
}

/// The fill of a state in one of the records of `palette.ts`, be it written there or be it that of another look.
fn reported(colours: &str, record: &str, code: &str) -> String {
    let looks = constant(colours, &format!("{record}: Record<Made, LevelPaint>"));
    let look = &looks[looks.find(&format!("  {code}: ")).unwrap_or_else(|| panic!("no {code}"))..];
    let named = between(look, ": ", ",");
    match named.split_once('.') {
        _ if named.starts_with('{') => between(look, "fill: \"", "\"").to_owned(),
        Some((record, code)) => reported(colours, record, code),
        None => between(&constant(colours, &format!("{named}: LevelPaint")), "fill: \"", "\"").to_owned(),
    }
}

#[test]
fn states_of_reports_are_called_as_on_the_pages() {
    for (lang, file) in [(Lang::Vi, "text/vi.ts"), (Lang::En, "text/en.ts")] {
        let file = source(file);
        let names = between(&file, "    made: {", "}");
        for made in Made::ALL {
            assert_eq!(between(names, &format!(" {}: \"", made.code()), "\""), reports::name(made, lang));
        }
    }
}

#[test]
fn the_town_that_is_shown_larger_is_the_pages() {
    let file = source("inset.ts");
    let number = |text: &str| text.parse::<f64>().unwrap();
    let crowded = constant(&file, "CROWDED");
    let (over, under) = crowded.split_once(" / ").unwrap();
    assert!((inset::CROWDED - number(over) / number(under)).abs() < 1e-9);
    assert_eq!(inset::FEWEST.to_string(), constant(&file, "FEWEST"));
    assert_eq!(inset::EDGE.to_string(), constant(&file, "EDGE"));
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let (shown, near) = picture.inset.as_ref().unwrap();
    assert_eq!(picture.atlas.register.units()[shown.district].name, "Thành phố Phan Rang-Tháp Chàm");
    assert!(near.len() >= 10);
}

#[test]
fn the_signs_are_the_pages() {
    let signs = constant(&source("labels.ts"), "SIGNS");
    for (mark, sign) in words::SIGNS {
        let name = mark.names().next().unwrap();
        assert!(signs.contains(&format!("{name}: \"{sign}\"")), "{name} in {signs}");
    }
    assert_eq!(signs.matches(": \"").count(), words::SIGNS.len());
}

/// The distance that `pattern.ts` measures, for a pattern of `palette.ts`.
fn edge(shape: &str, step: f64, weight: f64, x: f64, y: f64) -> f64 {
    let nearest = |v: f64, period: f64| (v - (v / period).round() * period).abs();
    let diagonal = |v: f64| nearest(v, step) / std::f64::consts::SQRT_2;
    let distance = match shape {
        "dots" => {
            let even = (y / step).round() % 2.0 == 0.0;
            let shifted = if even { x } else { x + step / 2.0 };
            nearest(shifted, step).hypot(nearest(y, step))
        }
        "rows" => nearest(y + step / 2.0, step),
        "rising" => diagonal(x + y),
        "falling" => diagonal(x - y),
        "crossed" => diagonal(x + y).min(diagonal(x - y)),
        other => panic!("{other}"),
    };
    distance - weight / 2.0
}

#[test]
fn patterns_are_the_tiles_of_the_pages() {
    const RATIO: u32 = 4;
    let ratio = f64::from(RATIO);
    let json: serde_json::Value =
        serde_json::from_str(include_str!(concat!(env!("OUT_DIR"), "/picture/palette.json"))).unwrap();
    let levels =
        (1..=4).map(|level| (pattern_id(Level::from_number(level)), &json["levels"][level.to_string()]["pattern"]));
    let others = [("vx-0".to_owned(), &json["noLevel"]["pattern"]), ("vx-late".to_owned(), &json["late"])];
    for (id, pattern) in levels.chain(others) {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\" width=\"128\" height=\"128\">\
             <defs>{}</defs><rect width=\"32\" height=\"32\" fill=\"url(#{id})\"/></svg>",
            PALETTE.patterns()
        );
        let pixels = Pixmap::decode_png(&png(&svg).unwrap()).unwrap();
        let number = |name: &str| pattern[name].as_f64().unwrap();
        let (shape, opacity) = (pattern["shape"].as_str().unwrap(), number("opacity"));
        let (mut apart, mut covered) = (0.0, 0.0);
        for row in 0..128 {
            for column in 0..128 {
                let (x, y) = ((f64::from(column) + 0.5) / ratio, (f64::from(row) + 0.5) / ratio);
                let outside = edge(shape, number("step"), number("weight"), x, y) * ratio;
                let wanted = (0.5 - outside).clamp(0.0, 1.0) * opacity;
                let drawn = f64::from(pixels.pixel(column, row).unwrap().alpha()) / 255.0;
                apart += (wanted - drawn).abs();
                covered += wanted;
            }
        }
        assert!(covered > 0.0 && apart / covered < 0.15, "{id}: {apart:.1} of {covered:.1} is elsewhere");
    }
}
