//! Viewers who watch a part of the province get what is theirs and nothing else; so does one who asks for it.

use crate::reports::short;
use crate::server::App;
use crate::viewer::{Viewer, moves, shown, standings};
use serde_json::{Value, json};

/// A commune of Phan Rang – Tháp Chàm, and the city.
const WARD: &str = "22738";

fn unit<'a>(app: &'a Value, code: &str) -> &'a Value {
    app["units"].as_array().unwrap().iter().find(|unit| unit["code"] == code).unwrap()
}

impl App {
    fn watch_unit(&self, unit: &str, since: Option<i64>) -> Viewer {
        let since = since.map(|since| format!("&since={since}")).unwrap_or_default();
        self.watch_on(self.connect(), &format!("?unit={unit}{since}"))
    }
}

/// Two communes that have no district in common and do not touch, with their districts.
fn far_apart(app: &App) -> [(String, String); 2] {
    let units = app.read("/api/v1/units");
    let district = unit(&units, WARD)["parent"].as_str().unwrap().to_owned();
    let far = units["units"].as_array().unwrap().iter().find(|other| {
        let mut near = other["neighbours"].as_array().unwrap().iter();
        let near = near.any(|code| unit(&units, code.as_str().unwrap())["parent"] == json!(district));
        other["tier"] == "commune" && other["parent"] != json!(district) && !near
    });
    let far = far.unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    [(WARD.to_owned(), district), (text(&far["code"]), text(&far["parent"]))]
}

#[test]
fn a_viewer_gets_what_it_watches_and_nothing_else() {
    let app = App::start();
    let [(ward, city), (far, _)] = far_apart(&app);
    let mut all = app.watch();
    let mut part = app.watch_unit(&city, None);
    let mut one = app.watch_unit(&ward, None);
    all.board();
    let units = app.read(&format!("/api/v1/board?unit={city}"));
    let first = part.board();
    assert_eq!((&first["unit"], standings(&first)), (&json!(city), shown(&units)));
    assert!(units["units"].as_array().unwrap().len() > 1, "a city and its wards");
    assert_eq!(one.board()["levels"].as_str().unwrap().len(), 1);
    // What moves elsewhere is no news here.
    let elsewhere = app.stores(short([format!("{far},2021-09-05,3")]));
    assert_eq!(all.board()["seq"], elsewhere["seq"]);
    let here = app.stores(short([format!("{ward},2021-09-05,3")]));
    assert_eq!(all.board()["seq"], here["seq"]);
    for (viewer, scope) in [(&mut part, &city), (&mut one, &ward)] {
        let frame = viewer.board();
        assert_eq!(frame["seq"], here["seq"], "the first frame since is of what moved here");
        assert_eq!(frame["prev"], first["seq"], "nothing is missed");
        let board = app.read(&format!("/api/v1/board?unit={scope}"));
        assert_eq!(standings(&frame), shown(&board));
        let told = moves([&frame]);
        assert!(told.iter().any(|(unit, ..)| *unit == ward) && told.iter().all(|(unit, ..)| *unit != far), "{told:?}");
    }
}

#[test]
fn who_watches_a_part_and_comes_back_misses_nothing_and_is_told_nothing_twice() {
    let app = App::start();
    let [(ward, _), (far, _)] = far_apart(&app);
    let seen = app.watch_unit(&ward, None).board()["seq"].as_i64().unwrap();
    let first = app.stores(short([format!("{ward},2021-09-05,1")]))["seq"].as_i64().unwrap();
    let second = app.stores(short([format!("{far},2021-09-05,1")]))["seq"].as_i64().unwrap();
    let missed = app.watch_unit(&ward, Some(seen)).board();
    assert_eq!((&missed["seq"], &missed["prev"]), (&json!(second), &json!(seen)));
    assert_eq!(moves([&missed]).len(), 1, "{missed}");
    // Whether one saw the entry that was no news or not: both are told the same.
    let texts = [first, second].map(|since| app.watch_unit(&ward, Some(since)).board_text());
    assert_eq!(texts[0], texts[1]);
    let nothing: Value = serde_json::from_str(&texts[0]).unwrap();
    assert_eq!((&nothing["prev"], &nothing["changes"]), (&json!(first), &json!([])));
}

#[test]
fn a_part_that_is_not_there_is_told_so() {
    let app = App::start();
    for address in ["/api/v1/board?unit=99999", "/api/v1/live?unit=99999", "/api/v1/live/events?unit=nowhere"] {
        let answer = app.get(address);
        assert_eq!((answer.status, &answer.json()["error"]["code"]), (404, &json!("not_found")), "{address}");
    }
}

#[test]
fn the_province_by_its_code_is_the_whole_board() {
    let app = App::start();
    assert_eq!(app.watch_unit("58", None).board_text(), app.watch().board_text());
    assert_eq!(app.read("/api/v1/board?unit=58"), app.read("/api/v1/board"));
}

#[test]
fn a_board_that_was_seen_is_not_sent_again_until_it_is_another() {
    let app = App::start();
    for unit in ["", "?unit=582", &format!("?unit={WARD}")] {
        let address = format!("/api/v1/board{unit}");
        let first = app.get(&address);
        let tag = first.header("etag").to_owned();
        let again = app.send("GET", &address, &[("if-none-match", &tag)], &[]);
        assert_eq!((again.status, again.text().as_str()), (304, ""));
        app.stores(short([format!("{WARD},2021-09-05,{}", address.len())]));
        let next = app.send("GET", &address, &[("if-none-match", &tag)], &[]);
        assert_eq!(next.status, 200);
        assert!(next.json()["seq"].as_i64() > first.json()["seq"].as_i64());
    }
}
