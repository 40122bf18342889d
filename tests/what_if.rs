//! What would be under other parameters or with other reports: the decision's worked cases asked through the
//! door, the same answer as a rule-set file of those parameters gives, and nothing stored of any of it.

use crate::door::Answer;
use crate::reports::{figures, project, season, short};
use crate::server::{App, Settings};
use crate::terminal::printed;
use serde_json::{Value, json};

/// What the requests say of themselves; what is refused is told in their language.
const JSON: [(&str, &str); 2] = [("content-type", "application/json"), ("accept-language", "en")];
const DAY: &str = "2021-09-05";

fn asks(app: &App, body: &Value) -> Answer {
    app.send("POST", "/api/v1/what-if", &JSON, body.to_string().as_bytes())
}

#[track_caller]
fn supposes(app: &App, body: &Value) -> Value {
    asks(app, body).with(200).json()
}

/// A unit on the supposed board of a day.
fn unit<'a>(day: &'a Value, code: &str) -> &'a Value {
    day["units"].as_array().unwrap().iter().find(|unit| unit["unit"] == code).unwrap()
}

/// A unit among the differences of a day.
fn difference<'a>(day: &'a Value, code: &str) -> Option<&'a Value> {
    day["differences"].as_array().unwrap().iter().find(|unit| unit["unit"] == code)
}

/// The decision's rule-set file with some of its parameters changed: `(from, to)`.
fn rules(app: &App, changes: &[(&str, &str)]) -> String {
    let shipped = std::fs::read_to_string(project("server/rulesets/2686.toml")).unwrap();
    let edited = changes.iter().fold(shipped, |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1)
    });
    let file = app.settings.folder().join("supposed.toml");
    std::fs::write(&file, edited).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn no_change_makes_no_difference() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1", "22741,2021-09-04,0"]));
    let same = json!({"window_days": 14, "cluster_min_f0": 2, "grace_days": 1, "special_venue_red": "cluster",
        "adjacency": "chained", "undetermined": "upper", "district_share": "or_worse"});
    let board = app.read("/api/v1/board");
    for body in [json!({}), json!({"parameters": {}, "reports": []}), json!({"parameters": same, "day": DAY})] {
        let answer = supposes(&app, &body);
        let days = answer["days"].as_array().unwrap();
        assert_eq!((days.len(), &days[0]["differences"]), (1, &json!([])), "{body}");
        assert_eq!((&days[0]["day"], &days[0]["units"]), (&board["day"], &board["units"]));
        assert_eq!((&days[0]["counts"]["real"], &days[0]["counts"]["supposed"]), (&board["counts"], &board["counts"]));
        assert_eq!(answer["why"], json!({"parameters": [], "reports": 0}));
        for told in ["seq", "as_of", "ruleset", "register"] {
            assert_eq!(answer[told], board[told], "{told}");
        }
        assert_eq!(answer["hypothetical"], true);
    }
}

/// Zeros of a commune for some days, as rows of all figures.
fn zeros(unit: &str, from: &str, to: &str) -> impl Iterator<Item = String> {
    crate::reports::days(from, to).into_iter().map(move |day| format!("{unit},{day},0,,,,,,"))
}

/// The worked cases of the decision that turn on a parameter, one each: what the reports make of a unit as it is, and
/// what they make of it where the parameter is another.
#[test]
fn each_parameter_does_what_its_worked_case_says() {
    let red = ["22738,2021-09-05,2,,2,0,,,", "22741,2021-09-05,0,,,,,,", "22747,2021-09-05,0,,,,,,"];
    let quiet: Vec<_> =
        std::iter::once("22738,2021-08-23,1,,1,0,,,".to_owned()).chain(zeros("22738", "2021-08-24", DAY)).collect();
    let apart: Vec<_> = ["22738,2021-09-01,1,,1,0,,,".to_owned(), "22738,2021-09-05,1,,1,0,,,".to_owned()]
        .into_iter()
        .chain(zeros("22738", "2021-09-02", "2021-09-04"))
        .collect();
    let of = |rows: &[&str]| rows.iter().map(|&row| row.to_owned()).collect::<Vec<_>>();
    let cases = [
        (quiet, "22738", json!({"window_days": 13}), (3, json!(["C-O1"])), (1, json!(["C-G"]))),
        (apart, "22738", json!({"cluster_min_f0": 3}), (4, json!(["C-R1"])), (3, json!(["C-O1"]))),
        (
            of(&["22738,2021-08-20,1,,1,0,,,"]),
            "22738",
            json!({"grace_days": 4_294_967_295_u32}),
            (3, json!([])),
            (1, json!(["C-G"])),
        ),
        (
            of(&["22738,2021-09-05,1,,,1,,,"]),
            "22738",
            json!({"special_venue_red": "any"}),
            (3, json!(["C-O2"])),
            (4, json!(["C-R2"])),
        ),
        (of(&red), "22741", json!({"adjacency": "off"}), (3, json!(["C-O3"])), (1, json!(["C-G"]))),
        (of(&red), "22747", json!({"adjacency": "intrinsic"}), (2, json!(["C-Y3"])), (1, json!(["C-G"]))),
        (
            of(&["22738,2021-09-05,3,,,,,,"]),
            "22738",
            json!({"undetermined": "lower"}),
            (4, json!(["C-R1", "C-R2"])),
            (2, json!(["C-Y1"])),
        ),
    ];
    for (rows, code, parameters, real, supposed) in cases {
        let app = App::start();
        app.stores(figures(rows));
        let answer = supposes(&app, &json!({"parameters": parameters}));
        let differs = difference(&answer["days"][0], code).unwrap_or_else(|| panic!("{parameters}: {answer}"));
        assert_eq!((&differs["real"]["level"], &differs["real"]["fired"]), (&json!(real.0), &real.1), "{parameters}");
        let there = &differs["supposed"];
        assert_eq!((&there["level"], &there["fired"]), (&json!(supposed.0), &supposed.1), "{parameters}");
        assert_eq!(differs["trace"]["fired"], supposed.1);
        let (name, value) = parameters.as_object().unwrap().iter().next().unwrap();
        let why = answer["why"]["parameters"].as_array().unwrap();
        assert_eq!((why.len(), &why[0]["name"], &why[0]["basis"]), (1, &json!(name), &json!("assumed")));
        let written = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        assert_eq!(why[0]["supposed"], written);
        assert_ne!(why[0]["real"], written);
    }
}

/// A district of 8: 1 red, 3 orange, 3 yellow, 1 green.
#[test]
fn an_exact_share_lowers_the_district_of_the_worked_case() {
    let app = App::start();
    let kinds = [
        ("2,,2,0,1,,", ["22810"].as_slice()),
        ("1,,1,0,0,,", &["22813", "22816", "22819"]),
        ("1,,0,0,,,", &["22822", "22825", "22828"]),
        ("0,,,,,,", &["22831"]),
    ];
    let rows = kinds.iter().flat_map(|(counts, units)| units.iter().map(move |unit| format!("{unit},{DAY},{counts}")));
    app.stores(figures(rows));
    let of = |share: &str| {
        let answer = supposes(&app, &json!({"parameters": {"adjacency": "off", "district_share": share}}));
        assert_eq!(answer["days"][0]["counts"]["supposed"][0]["levels"], json!([1, 3, 3, 1]));
        unit(&answer["days"][0], "585")["level"].clone()
    };
    assert_eq!((of("or_worse"), of("exact")), (json!(4), json!(3)));
}

#[test]
fn a_supposed_report_turns_a_commune_red_and_its_neighbours_orange_and_nothing_is_stored() {
    let app = App::start();
    app.stores(figures(["22738,2021-09-05,0,,,,,,", "22741,2021-09-05,0,,,,,,", "22747,2021-09-05,0,,,,,,"]));
    let before = (app.everything(), app.read("/api/v1/completeness?day=2021-09-05"));
    let row = json!({"commune": "22738", "day": DAY, "f0": 2, "f0_unknown_source": 2, "clusters_unknown_source": 1});
    let answer = supposes(&app, &json!({"reports": [row]}));
    let day = &answer["days"][0];
    let levels = |code: &str| {
        let differs = difference(day, code).unwrap();
        (differs["real"]["level"].clone(), differs["supposed"]["level"].clone(), differs["supposed"]["fired"].clone())
    };
    assert_eq!(levels("22738"), (json!(1), json!(4), json!(["C-R1"])));
    assert_eq!(levels("22741"), (json!(1), json!(3), json!(["C-O3"])));
    assert_eq!(levels("22747"), (json!(1), json!(2), json!(["C-Y3"])));
    assert_eq!(unit(day, "22744")["level"], Value::Null, "who never reported has no level here either");
    assert_eq!(day["counts"]["supposed"][0]["levels"], json!([0, 1, 1, 1]));
    assert_eq!(answer["why"]["reports"], 1);
    let cluster = &difference(day, "22738").unwrap()["trace"]["criteria"][0];
    assert_eq!((&cluster["id"], &cluster["days"], &cluster["reports"]), (&json!("C-R1"), &json!([DAY]), &json!([])));
    assert_eq!((app.everything(), app.read("/api/v1/completeness?day=2021-09-05")), before);
    assert_eq!(app.read("/api/v1/changes")["seq"], 2);
    // Where the row is sent, the board is the supposed one.
    app.stores(figures(["22738,2021-09-05,2,,2,,1,,"]));
    assert_eq!(app.read("/api/v1/board")["units"], day["units"]);
}

#[test]
fn it_says_what_classify_says_with_a_rule_set_file_of_those_parameters() {
    let app = Settings::at("2021-12-31T12:00:00+07:00").start();
    app.stores(season());
    let file = project("geodata/ninh-thuan/demo-2021.csv");
    let sets = [
        (
            json!({"window_days": 7, "special_venue_red": "any"}),
            vec![("value = 14", "value = 7"), ("value = \"cluster\"", "value = \"any\"")],
        ),
        (
            json!({"cluster_min_f0": 4, "adjacency": "intrinsic", "district_share": "exact", "undetermined": "lower"}),
            vec![
                ("value = 2\n", "value = 4\n"),
                ("value = \"chained\"", "value = \"intrinsic\""),
                ("value = \"or_worse\"", "value = \"exact\""),
                ("value = \"upper\"", "value = \"lower\""),
            ],
        ),
    ];
    for (parameters, changes) in sets {
        let rules = rules(&app, &changes);
        let mut differences = 0;
        let arguments = ["classify", "--reports", file.to_str().unwrap(), "--ruleset", &rules, "--day"];
        for day in ["2021-08-10", "2021-08-19"] {
            let told: Value = serde_json::from_str(&printed([arguments.as_slice(), &[day]].concat())).unwrap();
            let answer = supposes(&app, &json!({"day": day, "parameters": parameters}));
            let day = &answer["days"][0];
            differences += day["differences"].as_array().unwrap().len();
            for (supposed, mut told) in
                day["units"].as_array().unwrap().iter().zip(told["units"].as_array().unwrap().clone())
            {
                let fired = told.as_object_mut().unwrap().remove("fired").unwrap();
                assert_eq!(supposed, &told);
                if let Some(differs) = difference(day, supposed["unit"].as_str().unwrap()) {
                    assert_eq!(differs["supposed"]["fired"], fired, "{told}");
                }
            }
        }
        assert!(differences > 0, "{parameters}");
    }
}

#[test]
fn a_range_is_its_days_and_tells_why_only_where_that_is_asked() {
    let app = Settings::at("2021-12-31T12:00:00+07:00").start();
    app.stores(season());
    let parameters = json!({"window_days": 7});
    let range = |traces: Option<bool>| {
        let mut body = json!({"from": "2021-08-15", "to": "2021-08-19", "parameters": parameters});
        if let Some(traces) = traces {
            body["traces"] = json!(traces);
        }
        supposes(&app, &body)["days"].as_array().unwrap().clone()
    };
    let (plain, traced) = (range(None), range(Some(true)));
    assert_eq!((plain.len(), range(Some(false))), (5, plain.clone()));
    for (mut day, traced) in plain.into_iter().zip(traced) {
        let alone = supposes(&app, &json!({"day": day["day"], "parameters": parameters}))["days"][0].clone();
        assert_eq!(alone, traced);
        let real = app.read(&format!("/api/v1/board?day={}", day["day"].as_str().unwrap()));
        assert_eq!(day["counts"]["real"], real["counts"]);
        let differ =
            |(a, b): &(&Value, &Value)| ["level", "low", "high", "marks"].iter().any(|part| a[part] != b[part]);
        let pairs = real["units"].as_array().unwrap().iter().zip(day["units"].as_array().unwrap());
        let codes: Vec<_> = pairs.filter(differ).map(|(unit, _)| unit["unit"].clone()).collect();
        let told: Vec<_> = day["differences"].as_array().unwrap().iter().map(|unit| unit["unit"].clone()).collect();
        assert_eq!(told, codes);
        for (at, differs) in day["differences"].as_array_mut().unwrap().iter_mut().enumerate() {
            assert_eq!(differs["trace"], Value::Null);
            differs["trace"] = traced["differences"][at]["trace"].clone();
            assert_eq!(
                (&differs["trace"]["fired"], &differs["trace"]["fall"]),
                (&differs["supposed"]["fired"], &Value::Null)
            );
        }
        assert_eq!(day, traced);
    }
    let year = supposes(&app, &json!({"from": "2020-12-31", "to": "2021-12-31", "parameters": parameters}));
    assert_eq!(year["days"].as_array().unwrap().len(), 366);
}

#[test]
fn it_is_asked_of_what_was_known_at_an_instant() {
    let app = App::start();
    let first = app.stores(figures(["22738,2021-09-05,1,,,1,,,"]));
    app.stores(figures(["22738,2021-09-05,0,,,,,,"]));
    let any = json!({"special_venue_red": "any"});
    assert_eq!(supposes(&app, &json!({"parameters": any}))["days"][0]["differences"], json!([]));
    let then = supposes(&app, &json!({"as_of": first["as_of"], "parameters": any}));
    assert_eq!(difference(&then["days"][0], "22738").unwrap()["supposed"]["level"], 4);
    assert_eq!((&then["as_of"], &then["seq"]), (&first["as_of"], &first["seq"]));
}

#[test]
fn what_cannot_be_supposed_is_refused_with_what_would_be_right() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1"]));
    let before = app.everything();
    let parameter = |name: &str, value: Value| json!({"parameters": {name: value}});
    let row = |commune: &str, day: &str, f0: Value| json!({"reports": [{"commune": commune, "day": day, "f0": f0}]});
    let many: Vec<_> = (0..2_001).map(|n| json!({"commune": "22738", "day": DAY, "f0": n})).collect();
    for (body, status, code, says) in [
        (parameter("window_days", json!(0)), 400, "bad_query", "window_days = 0; it must be 1 to 366"),
        (parameter("window_days", json!(367)), 400, "bad_query", "1 to 366"),
        (parameter("window_days", json!(-1)), 400, "bad_body", "window_days"),
        (parameter("window_days", json!(7.5)), 400, "bad_body", "window_days"),
        (parameter("cluster_min_f0", json!(0)), 400, "bad_query", "cluster_min_f0 = 0"),
        (parameter("grace_days", json!("1")), 400, "bad_body", "grace_days"),
        (parameter("special_venue_red", json!("none")), 400, "bad_query", "\"cluster\", \"any\""),
        (parameter("adjacency", json!("Off")), 400, "bad_query", "\"chained\", \"intrinsic\", \"off\""),
        (parameter("undetermined", json!("")), 400, "bad_query", "\"upper\", \"lower\""),
        (parameter("district_share", json!(["exact"])), 400, "bad_body", "district_share"),
        (parameter("id", json!("4800")), 400, "bad_body", "there is no field parameters.id"),
        (json!({"store": true}), 400, "bad_body", "there is no field store"),
        (json!({"day": "2021-09-06"}), 400, "bad_query", "has not come yet"),
        (json!({"day": "05/09/2021"}), 400, "bad_query", "YYYY-MM-DD"),
        (json!({"day": DAY, "from": DAY}), 400, "bad_query", "either day"),
        (json!({"to": DAY}), 400, "bad_query", "needs a from"),
        (json!({"from": "2021-09-06", "to": DAY}), 400, "bad_query", "lies after"),
        (json!({"from": "2020-09-04"}), 400, "bad_query", "367 days"),
        (json!({"from": "2021-08-05", "traces": true}), 400, "bad_query", "with traces has 1 to 31"),
        (json!({"from": "-9999-01-01"}), 400, "bad_query", "YYYY-MM-DD"),
        (json!({"as_of": "noon"}), 400, "bad_query", "RFC 3339"),
        (json!({"reports": {"reports": []}}), 400, "bad_body", "a list"),
        (json!({"reports": "22738"}), 400, "bad_body", "a list"),
        (json!({"reports": many}), 413, "too_large", "2,000"),
        (json!({"reports": [[]]}), 422, "rejected_rows", ""),
        (row("99999", DAY, json!(1)), 422, "rejected_rows", "unknown_unit"),
        (row("22738", "2021-09-06", json!(1)), 422, "rejected_rows", "future_day"),
        (row("22738", DAY, json!(-1)), 422, "rejected_rows", "negative"),
        (row("22738", DAY, json!("1")), 422, "rejected_rows", "not_a_number"),
        (row("22738", DAY, json!(1e9)), 422, "rejected_rows", "exceeds_population"),
    ] {
        let answer = asks(&app, &body).with(status);
        assert_eq!(answer.error(), code, "{body}");
        assert!(answer.text().replace("\\\"", "\"").contains(says), "{says}: {}", answer.text());
    }
    let twice = br#"{"reports": [{"commune": "22738", "day": "2021-09-05", "f0": 1, "f0": 2}]}"#;
    let deep = [b"{\"reports\": ".as_slice(), &b"[".repeat(100_000)].concat();
    let huge = format!("{{\"as_of\": \"{}\"}}", " ".repeat(1 << 20));
    let raw = |headers: &[(&str, &str)], body: &[u8]| app.send("POST", "/api/v1/what-if", headers, body);
    for (body, status, code) in [
        (twice.as_slice(), 422, "rejected_rows"),
        (deep.as_slice(), 400, "bad_body"),
        (huge.as_bytes(), 413, "too_large"),
        (b"{", 400, "bad_body"),
        (b"[]", 400, "bad_body"),
        (b"null", 400, "bad_body"),
        (b"\xff\xfe", 400, "bad_body"),
        (b"", 400, "bad_body"),
    ] {
        assert_eq!(raw(&JSON, body).with(status).error(), code);
    }
    assert_eq!(raw(&[], b"{}").with(415).error(), "unsupported_media_type");
    assert_eq!(raw(&[("content-type", "text/csv")], b"{}").with(415).error(), "unsupported_media_type");
    assert_eq!(app.get("/api/v1/what-if").with(405).error(), "method_not_allowed");
    assert_eq!(app.everything(), before);
}

#[test]
fn refusals_of_rows_are_those_of_a_file() {
    let app = App::start();
    let rows = json!([{"commune": "99999", "day": DAY, "f0": 1}, {"commune": "22738", "day": "2022-01-01", "f0": "x"}]);
    for lang in ["vi", "en"] {
        let headers = [("content-type", "application/json"), ("accept-language", lang)];
        let supposed = app.send("POST", "/api/v1/what-if", &headers, json!({"reports": rows}).to_string().as_bytes());
        let bearer = format!("Bearer {}", app.token);
        let headers = [headers[0], headers[1], ("authorization", &bearer)];
        let sent = app.send("POST", "/api/v1/reports", &headers, rows.to_string().as_bytes());
        let (supposed, sent) = (supposed.with(422).json(), sent.with(422).json());
        assert_eq!(supposed["error"]["details"], sent["error"]["details"]);
        let said = supposed["error"]["message"].as_str().unwrap();
        assert!(!said.contains("file") && !said.contains("tệp"), "none was sent: {said}");
    }
}
