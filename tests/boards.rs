//! The boards of a season in one answer: each is the board of its day, as known now or at its own end.

use crate::reports::figures;
use crate::server::{App, Settings};
use crate::viewer::{shown, standings};
use serde_json::{Value, json};

fn season(app: &App, query: &str) -> Vec<Value> {
    app.read(&format!("/api/v1/boards{query}"))["boards"].as_array().unwrap().clone()
}

/// How every unit stands on a board that is asked for alone.
fn alone(app: &App, day: &str, as_of: &str) -> Vec<Value> {
    shown(&app.read(&format!("/api/v1/board?day={day}&as_of={as_of}").replace('+', "%2B")))
}

#[test]
fn each_is_the_board_of_its_day_as_known_now_and_as_known_then() {
    let app = Settings::at("2021-09-03T16:00:00+07:00").start();
    app.stores(figures(["22738,2021-09-02,0,,,,,,", "22741,2021-09-03,2,,,,,,"]));
    let app = app.stop().flag("--clock-start", "2021-09-05T09:00:00+07:00").start();
    let last = app.stores(figures(["22738,2021-09-02,2,,2,0,,,", "22744,2021-09-01,0,,,,,,"]));
    for known in ["", "?known=now", "?known=then"] {
        let answer = app.read(&format!("/api/v1/boards{known}"));
        assert_eq!((&answer["first"], &answer["as_of"]), (&json!("2021-09-01"), &last["as_of"]));
        let days: Vec<_> = answer["boards"].as_array().unwrap().iter().map(|board| board["day"].clone()).collect();
        assert_eq!(days, ["2021-09-01", "2021-09-02", "2021-09-03", "2021-09-04", "2021-09-05"]);
        for board in answer["boards"].as_array().unwrap() {
            let [day, as_of] = ["day", "as_of"].map(|name| board[name].as_str().unwrap());
            assert_eq!(standings(board), alone(&app, day, as_of), "{known} {day}");
        }
    }
    let (now, then) = (season(&app, "?from=2021-09-02&to=2021-09-03"), season(&app, "?known=then&to=2021-09-03"));
    assert_eq!(now.iter().map(|board| &board["as_of"]).collect::<Vec<_>>(), [&last["as_of"]; 2]);
    assert_eq!(then[2]["as_of"], "2021-09-03T23:59:59.999+07:00");
    assert_ne!(standings(&then[2]), standings(&now[1]), "the correction of 05/09 was not known on 03/09");
    // Of a day that is not over, then is now.
    assert_eq!(season(&app, "?known=then").last(), season(&app, "").last());
}

#[test]
fn an_answer_has_four_hundred_days_at_most_and_none_that_has_not_come() {
    let app = App::start();
    assert_eq!(season(&app, "").len(), 1, "of a province that never reported, today");
    app.stores(figures(["22738,2020-01-01,0,,,,,,"]));
    assert_eq!(season(&app, "").len(), 400);
    for query in ["?from=2020-01-01", "?to=2021-09-06", "?from=2021-09-05&to=2021-09-04", "?known=later"] {
        let refused = app.get(&format!("/api/v1/boards{query}")).with(400);
        assert_eq!(refused.error(), "bad_query", "{query}");
    }
}
