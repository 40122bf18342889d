//! The map as a picture: the same levels as the board's, of any day and as known at any instant, in
//! text and in pixels.

use crate::door::Answer;
use crate::reports::{communes, season, short};
use crate::server::{App, Settings};
use resvg::tiny_skia::Pixmap;
use resvg::usvg::roxmltree::{Document, Node};
use serde_json::Value;
use std::collections::BTreeMap;

const SVG: &str = "/api/v1/exports/map.svg";
const PNG: &str = "/api/v1/exports/map.png";
const FILLS: [[f64; 3]; 4] = [[0.0, 127.0, 95.0], [255.0, 228.0, 92.0], [244.0, 144.0, 59.0], [158.0, 11.0, 34.0]];

fn query(path: &str, parts: &[String]) -> String {
    let parts: Vec<_> = parts.iter().filter(|part| !part.is_empty()).cloned().collect();
    format!("{path}?{}", parts.join("&"))
}

/// The units of a picture: code and level, 0 for none.
fn drawn(svg: &Answer, tier: &str) -> BTreeMap<String, u64> {
    let text = svg.text();
    let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}"));
    let group = document.descendants().find(|node| node.attribute("data-units") == Some(tier)).unwrap();
    let paths = group.descendants().filter(|node| node.has_attribute("data-unit"));
    let level = |node: Node| node.attribute("data-level").unwrap().parse().unwrap();
    paths.map(|node| (node.attribute("data-unit").unwrap().to_owned(), level(node))).collect()
}

fn levels(board: &Value, tier: &str) -> BTreeMap<String, u64> {
    let units = board["units"].as_array().unwrap().iter().filter(|unit| unit["tier"] == tier);
    units.map(|unit| (unit["unit"].as_str().unwrap().to_owned(), unit["level"].as_u64().unwrap_or(0))).collect()
}

#[test]
fn a_picture_has_the_levels_of_the_board_on_any_day_and_as_known_at_any_instant() {
    let app = Settings::at("2021-11-30T20:00:00+07:00").start();
    app.stores(season());
    let first = app.read("/api/v1/board")["as_of"].as_str().unwrap().replace('+', "%2B");
    app.stores(short(communes().iter().map(|code| format!("{code},2021-09-05,40"))));
    let mut seen = std::collections::BTreeSet::new();
    for day in ["", "day=2021-06-20", "day=2021-09-05", "day=2021-11-03", "day=2021-11-30"] {
        for as_of in [String::new(), format!("as_of={first}")] {
            let asked = query("", &[day.to_owned(), as_of]);
            let board = app.read(&format!("/api/v1/board{asked}"));
            for tier in ["commune", "district", "province"] {
                let svg = app.get(&format!("{SVG}{asked}&tier={tier}").replace("?&", "?")).with(200);
                assert_eq!(svg.header("content-type"), "image/svg+xml");
                let shown = drawn(&svg, tier);
                assert_eq!(shown, levels(&board, tier), "{tier} of {asked}");
                seen.extend(shown.into_values());
                let text = svg.text();
                assert!(text.contains(&format!("data-day=\"{}\"", board["day"].as_str().unwrap())), "{asked}");
                let live = matches!(asked.as_str(), "?" | "?day=2021-11-30");
                assert!(text.contains(&format!("data-live=\"{live}\"")), "{asked}");
            }
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4]);
    // The correction is another picture of that day now, and the same as known before it.
    let day = |more: &str| app.get(&format!("{SVG}?day=2021-09-05{more}")).with(200).body;
    assert_ne!(day(""), day(&format!("&as_of={first}")));
    assert_eq!(day(&format!("&as_of={first}")), day(&format!("&as_of={first}")));
}

#[test]
fn a_picture_of_reports_says_what_completeness_says_on_any_day_and_as_known_at_any_instant() {
    let app = Settings::at("2021-12-02T20:00:00+07:00").start();
    app.stores(season());
    let first = app.read("/api/v1/board")["as_of"].as_str().unwrap().replace('+', "%2B");
    app.stores(short(["22783,2021-12-01,1", "22783,2021-12-02,1", "22786,2021-12-01,0"]));
    let mut seen = std::collections::BTreeSet::new();
    for asked in ["?", "?day=2021-09-05", "?day=2021-05-01", &format!("?as_of={first}")] {
        let answer = app.read(&format!("/api/v1/completeness{asked}"));
        let svg = app.get(&format!("{SVG}{asked}&layer=reports").replace("?&", "?")).with(200).text();
        let document = Document::parse(&svg).unwrap();
        for told in answer["communes"].as_array().unwrap() {
            let code = told["unit"].as_str().unwrap();
            let behind = !told["missing"].as_array().unwrap().is_empty();
            let made = if behind { "missing" } else { told["report"].as_str().unwrap() };
            let path = document.descendants().find(|node| node.attribute("data-unit") == Some(code)).unwrap();
            assert_eq!(path.attribute("data-reports"), Some(made), "{code} of {asked}");
            seen.insert(made.to_owned());
        }
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
    assert!(app.get(&format!("{PNG}?layer=reports&width=200")).with(200).body.starts_with(b"\x89PNG"));
}

#[test]
fn a_picture_says_of_what_it_is_in_both_languages() {
    let app = App::start();
    app.stores(short(["22783,2021-09-05,0"]));
    let svg = app.get(SVG).with(200).text();
    for said in ["Tỉnh Ninh Thuận", "1/65 xã, phường, thị trấn đã đánh giá", "Ngày 05/09/2021", "Bảng trực tiếp, số 2"]
    {
        assert!(svg.contains(said), "{said}");
    }
    assert!(svg.contains("Xã Phước Bình: mức 1, Bình thường mới") && svg.contains("Biển") && svg.contains("Lâm Đồng"));
    assert!(svg.contains("Bản đồ giản lược") && svg.contains("2686/QĐ-BCĐQG") && svg.contains("role=\"img\""));
    let svg = app.get(&format!("{SVG}?lang=en&day=2021-09-04")).with(200).text();
    for said in [
        "Ninh Thuận province",
        "Schematic map",
        "not the live board",
        "Reports received by 12:00, 5 Sep 2021",
        ">4 Sep 2021<",
    ] {
        assert!(svg.contains(said), "{said}");
    }
    assert!(!svg.contains("minh họa"), "this is no demonstration");
    let later = Settings::at("2021-10-12T12:00:00+07:00").start();
    for (query, ended) in [("", "11/10/2021)"), ("?lang=en", "11 Oct 2021)")] {
        assert!(later.get(&format!("{SVG}{query}")).with(200).text().contains(ended), "{ended}");
        assert!(!svg.contains(ended), "{ended}");
    }
    let demo = Settings::of_this_machine().command("demo").flag("--listen", "127.0.0.1:0").start();
    assert!(demo.get(SVG).with(200).text().contains("Dữ liệu minh họa"));
}

#[test]
fn a_picture_that_was_seen_before_is_not_sent_again_until_the_board_moves() {
    let app = App::start();
    for (path, unit) in [(SVG, "22783"), (PNG, "22786")] {
        let first = app.get(path).with(200);
        let etag = first.header("etag").to_owned();
        assert_eq!((first.header("cache-control"), etag.is_empty()), ("no-cache", false));
        assert_eq!(app.get(path).body, first.body);
        let again = app.send("GET", path, &[("if-none-match", &etag)], b"").with(304);
        assert!(again.body.is_empty());
        app.stores(short([format!("{unit},2021-09-05,2")]));
        let moved = app.send("GET", path, &[("if-none-match", &etag)], b"").with(200);
        assert_ne!(moved.body, first.body);
    }
    // A day of the past is asked for by more questions than are kept.
    for day in 1..=5 {
        for width in 300..306 {
            app.get(&format!("{SVG}?day=2021-08-0{day}&width={width}")).with(200);
        }
    }
}

#[test]
fn what_cannot_be_drawn_is_refused_with_what_would_be_right() {
    let app = App::start();
    for path in [SVG, PNG] {
        for bad in [
            "day=x",
            "day=2021-09-06",
            "as_of=yesterday",
            "as_of=2031-01-01T00:00:00Z",
            "tier=village",
            "layer=health",
            "layer=reports&tier=district",
            "lang=fr",
            "theme=neon",
            "width=0",
            "width=199",
            "width=3465",
            "width=many",
            "height=5",
            "channel=draft",
        ] {
            assert_eq!(app.get(&format!("{path}?{bad}")).with(400).error(), "bad_query", "{path}?{bad}");
        }
    }
}

/// The level whose colour most pixels of a unit have, near its label point.
fn colour(pixels: &Pixmap, unit: Node, scale: f64) -> usize {
    let numbers = |text: &str| -> Vec<f64> {
        text.split([' ', 'M', 'L', 'Z']).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect()
    };
    let at = numbers(unit.attribute("data-at").unwrap());
    let rings: Vec<Vec<[f64; 2]>> = unit
        .attribute("d")
        .unwrap()
        .split_terminator('Z')
        .map(|ring| numbers(ring).chunks(2).map(|pair| [pair[0], pair[1]]).collect())
        .collect();
    let inside = |x: f64, y: f64| {
        let edges = rings.iter().flat_map(|ring| ring.iter().zip(ring.iter().cycle().skip(1)));
        let crossed =
            edges.filter(|(a, b)| (a[1] > y) != (b[1] > y) && x < (b[0] - a[0]) * (y - a[1]) / (b[1] - a[1]) + a[0]);
        crossed.count() % 2 == 1
    };
    let mut votes = [0; 4];
    for (pixel, place) in pixels.pixels().iter().zip(0_u32..) {
        let (column, row) = (place % pixels.width(), place / pixels.width());
        let (x, y) = ((f64::from(column) + 0.5) / scale, (f64::from(row) + 0.5) / scale);
        if (x - at[0]).abs() < 20.0 && (y - at[1]).abs() < 20.0 && inside(x, y) {
            let found = [pixel.red(), pixel.green(), pixel.blue()].map(f64::from);
            let apart = FILLS.map(|fill| fill.iter().zip(found).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt());
            let least = apart.iter().copied().fold(f64::INFINITY, f64::min);
            if least < 40.0 {
                votes[apart.iter().position(|one| *one <= least).unwrap()] += 1;
            }
        }
    }
    let most = votes.iter().max().unwrap();
    assert!(*most > 3, "{:?}: {votes:?}", unit.attribute("data-unit"));
    1 + votes.iter().position(|one| one == most).unwrap()
}

#[test]
fn a_png_has_the_size_that_was_asked_for_and_each_commune_its_colour() {
    let app = Settings::at("2021-11-30T20:00:00+07:00").start();
    app.stores(season());
    for (width, day) in [(1600, "2021-11-08"), (1000, "2021-09-05")] {
        let png = app.get(&format!("{PNG}?width={width}&day={day}")).with(200);
        assert_eq!(png.header("content-type"), "image/png");
        let pixels = Pixmap::decode_png(&png.body).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (width, width * 3 / 4));
        let svg = app.get(&format!("{SVG}?width={width}&day={day}")).with(200).text();
        let document = Document::parse(&svg).unwrap();
        let board = levels(&app.read(&format!("/api/v1/board?day={day}")), "commune");
        let town = document.descendants().find(|node| node.attribute("id") == Some("vx-town")).unwrap();
        let frame = town.first_element_child().unwrap();
        let [left, top, wide, high] =
            ["x", "y", "width", "height"].map(|name| frame.attribute(name).unwrap().parse::<f64>().unwrap());
        let paths =
            || document.descendants().filter(|node| node.has_tag_name("path") && node.has_attribute("data-unit"));
        // Wards that are too small for the map are looked at where they are drawn larger.
        let drawn_as = |unit: &Node, prefix: &str| unit.attribute("id").is_some_and(|id| id.starts_with(prefix));
        let in_town = |unit: &Node| {
            let (x, y) = unit.attribute("data-at").unwrap().split_once(' ').unwrap();
            let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
            let near = x > left && x < left + wide && y > top && y < top + high;
            near && drawn_as(unit, "vx-t")
        };
        let code = |unit: &Node| unit.attribute("data-unit").unwrap().to_owned();
        let larger: Vec<_> = paths().filter(in_town).collect();
        let apart = paths().filter(|unit| drawn_as(unit, "vx-u"));
        let apart = apart.filter(|unit| !larger.iter().any(|one| code(one) == code(unit)));
        let judged: BTreeMap<_, _> = (larger.iter().copied().chain(apart))
            .map(|unit| (code(&unit), colour(&pixels, unit, f64::from(width) / 1200.0)))
            .collect();
        assert_eq!((judged.len(), larger.len() > 10), (65, true));
        for (code, found) in judged {
            assert_eq!(u64::try_from(found).unwrap(), board[&code], "{code} on {day}");
        }
    }
}
