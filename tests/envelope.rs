//! What is wrong with a request: one envelope and the right status at every address, whatever
//! comes in, and nothing is stored by halves.

use crate::reports::{communes, short};
use crate::server::App;
use serde_json::Value;
use std::io::{Read, Write};

const ROWS: &str = "commune,day,f0\n22738,2021-09-05,1\n22741,2021-09-05,2\n";

/// The head of a post of `length` bytes.
fn head(app: &App, framing: &str) -> String {
    let token = &app.token;
    format!(
        "POST /api/v1/reports HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: text/csv\r\n{framing}\r\n\r\n"
    )
}

#[test]
fn a_body_that_ends_half_way_stores_nothing() {
    let app = App::start();
    let before = app.everything();
    // Cut between two rows: what came would be a good file.
    let half = &ROWS[..ROWS.find("22741").unwrap()];
    let declared = head(&app, &format!("content-length: {}", ROWS.len())) + half;
    let chunked = head(&app, "transfer-encoding: chunked") + &format!("{:x}\r\n{half}\r\n", half.len());
    let mid_chunk = head(&app, "transfer-encoding: chunked") + &format!("{:x}\r\n{half}", ROWS.len());
    for cut in [declared, chunked, mid_chunk] {
        let said = app.says_to_who_left(&cut);
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 400"), "{said}");
        assert_eq!(app.everything(), before);
    }
    // The same way of sending, whole.
    let mut stream = app.connect();
    let whole = head(&app, "transfer-encoding: chunked") + &format!("{:x}\r\n{ROWS}\r\n0\r\n\r\n", ROWS.len());
    stream.write_all(whole.as_bytes()).unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 201");
}

#[test]
fn a_body_of_33_mib_is_refused_before_it_is_read() {
    let app = App::start();
    let mut stream = app.connect();
    stream.write_all((head(&app, "content-length: 34603008") + "commune,day,f0\n").as_bytes()).unwrap();
    // Nothing more is sent: an answer that comes now came without the rest.
    let mut start = [0; 12];
    stream.read_exact(&mut start).expect("it answers without the rest");
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[test]
fn a_body_of_untold_length_is_refused_at_32_mib() {
    let app = App::start();
    let before = app.everything();
    let mut stream = app.connect();
    stream.write_all(head(&app, "transfer-encoding: chunked").as_bytes()).unwrap();
    let chunk = format!("100000\r\n{}\r\n", "\n".repeat(1 << 20));
    for _ in 0..32 {
        stream.write_all(chunk.as_bytes()).unwrap();
    }
    stream.write_all(b"1\r\n\n\r\n").unwrap();
    let mut start = [0; 12];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
    assert_eq!(app.everything(), before);
}

#[test]
fn only_a_token_that_was_made_here_may_post() {
    let app = App::start();
    let before = app.everything();
    let (good, other) = (app.token.clone(), App::start().token.clone());
    let mut wrong = vec![
        format!("Basic {good}"),
        good.clone(),
        format!("Bearer{good}"),
        format!("Token {good}"),
        "Bearer".to_owned(),
        "Bearer ".to_owned(),
        format!("Bearer {other}"),
        format!("Bearer {}", good.to_uppercase()),
        format!("Bearer {good}0"),
        format!("Bearer {}", &good[..good.len() - 1]),
        "Bearer ' or 1=1 --".to_owned(),
        format!("Bearer {}", "x".repeat(10_000)),
    ];
    wrong.extend(["admin", "reporter", "vungxanh", "changeme", "vx_"].map(|guess| format!("Bearer {guess}")));
    for header in &wrong {
        let answer = app.send(
            "POST",
            "/api/v1/reports",
            &[("authorization", header), ("content-type", "text/csv")],
            ROWS.as_bytes(),
        );
        assert_eq!((answer.status, answer.error().as_str()), (401, "unauthorized"), "{header}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let none = app.send("POST", "/api/v1/reports", &[("content-type", "text/csv")], ROWS.as_bytes()).with(401);
    assert_eq!(none.error(), "unauthorized");
    assert_eq!(app.everything(), before);
    let lower = format!("bearer {good}");
    app.send("POST", "/api/v1/reports", &[("authorization", &lower), ("content-type", "text/csv")], ROWS.as_bytes())
        .with(201);
}

#[test]
fn a_body_of_another_kind_is_refused() {
    let app = App::start();
    let bearer = format!("Bearer {}", app.token);
    let post = |kind: &[(&str, &str)]| {
        app.send("POST", "/api/v1/reports", &[&[("authorization", bearer.as_str())], kind].concat(), ROWS.as_bytes())
    };
    for kind in ["application/xml", "text/plain", "text/csvx", "multipart/form-data; boundary=x", ""] {
        assert_eq!(post(&[("content-type", kind)]).with(415).error(), "unsupported_media_type");
    }
    assert_eq!(post(&[]).with(415).error(), "unsupported_media_type");
    post(&[("content-type", "text/csv; charset=utf-8")]).with(201);
    post(&[("content-type", "Text/CSV")]).with(200);
}

#[test]
fn every_address_answers_a_wrong_method_in_the_envelope() {
    let app = App::start();
    let document = app.read("/openapi.json");
    let paths = document["paths"].as_object().unwrap();
    assert!(paths.len() >= 9, "{paths:?}");
    for (path, methods) in paths {
        let path = path.replace("{code}", "22738");
        for method in ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
            if methods.get(method.to_lowercase()).is_some() {
                continue;
            }
            let answer = app.send(method, &path, &[], if method == "GET" { b"" } else { b"{}" });
            assert_eq!((answer.status, answer.error().as_str()), (405, "method_not_allowed"), "{method} {path}");
            assert!(!answer.header("allow").is_empty(), "{method} {path} says what is allowed");
        }
    }
}

#[test]
fn an_address_that_is_none_answers_in_the_envelope() {
    let app = App::start();
    for path in [
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v2/board",
        "/api/v1/board/",
        "/api/v1/units/",
        "/api/v1/units/22738/x",
        "/favicon",
        "/%00",
        "/units",
    ] {
        for method in ["GET", "POST"] {
            let answer = app.send(method, path, &[], b"");
            assert_eq!((answer.status, answer.error().as_str()), (404, "not_found"), "{method} {path}");
        }
    }
    for code in ["99999", "582x", "%3Cscript%3E", "..%2F..%2Fetc%2Fpasswd", "%27--", "%F0%9F%A6%A0"] {
        let answer = app.get(&format!("/api/v1/units/{code}"));
        assert_eq!((answer.status, answer.error().as_str()), (404, "not_found"), "{code}");
    }
    // Not UTF-8: there can be no such unit either.
    let answer = app.get("/api/v1/units/%FF");
    assert!([400, 404].contains(&answer.status), "{}", answer.status);
    assert!(["bad_query", "not_found"].contains(&answer.error().as_str()));
}

#[test]
fn a_parameter_that_is_not_known_or_not_right_is_refused() {
    let app = App::start();
    for path in [
        "board?foo=1",
        "board?day=2021-09-05&dya=1",
        "board?channel=provisional",
        "board?day=2021-09-05&day=2021-09-04",
        "units/22738?foo=1",
        "changes?foo=1",
        "changes?since=-1",
        "changes?since=x",
        "changes?since=1&last=1",
        "changes?last=-5",
        "changes?since=99999999999999999999",
        "changes?channel=x",
        "live",
        "live?since=0",
    ] {
        let answer = app.get(&format!("/api/v1/{path}"));
        assert_eq!((answer.status, answer.error().as_str()), (400, "bad_query"), "{path}");
    }
    for query in ["?foo=1", "?absent=nothing", "?absent=", "?absent=zero&absent=zero"] {
        assert_eq!(app.submit_with(query, &[], ROWS).with(400).error(), "bad_query", "{query}");
    }
    for key in ["", &"k".repeat(201), "ơ"] {
        assert_eq!(app.submit_with("", &[("idempotency-key", key)], ROWS).with(400).error(), "bad_query", "{key}");
    }
    assert_eq!(app.read("/api/v1/changes")["seq"], 1);
}

#[test]
fn a_key_stands_for_one_file() {
    let app = App::start();
    let key = [("idempotency-key", "k-1")];
    let first = app.submit_with("", &key, ROWS).with(201);
    let log = app.get("/api/v1/changes").body;
    // A correction in between: the file sent once more would take it back.
    app.stores(short(["22738,2021-09-05,7"]));
    let again = app.submit_with("", &key, ROWS).with(201);
    assert_eq!(again.body, first.body);
    let other = app.submit_with("", &key, short(["22738,2021-09-05,3"])).with(409);
    assert_eq!(other.error(), "idempotency_key_reused");
    let otherwise = app.submit_with("?absent=zero", &key, ROWS).with(409);
    assert_eq!(otherwise.error(), "idempotency_key_reused");
    let entries = app.changes_since(0);
    assert_eq!(entries.len(), 3);
    assert_ne!(app.get("/api/v1/changes").body, log);
    assert_eq!(app.read("/api/v1/units/22738")["reports"][0]["f0"], 7);
    // Another sender's key is another key.
    let app2 = app.kill().start();
    assert_eq!(app2.submit_with("", &key, ROWS).with(201).body, first.body);
}

#[test]
fn files_that_come_at_once_are_stored_one_after_the_other() {
    let app = App::start();
    let (communes, app) = (communes(), &app);
    let receipts: Vec<Value> = std::thread::scope(|scope| {
        let posts: Vec<_> = communes[..24]
            .iter()
            .map(|code| scope.spawn(move || app.stores(short([format!("{code},2021-09-05,1")]))))
            .collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    let numbers = |field: &str| {
        let mut numbers: Vec<_> = receipts.iter().map(|receipt| receipt[field].as_i64().unwrap()).collect();
        numbers.sort_unstable();
        numbers
    };
    assert_eq!(numbers("batch"), (1..=24).collect::<Vec<_>>());
    assert_eq!(numbers("seq"), (2..=25).collect::<Vec<_>>());
    let board = app.read("/api/v1/board");
    assert_eq!(board["counts"][0]["assessed"], 24);
    // Each receipt tells what its entry tells.
    for entry in &app.changes_since(1) {
        let receipt = receipts.iter().find(|receipt| receipt["seq"] == entry["seq"]).unwrap();
        assert_eq!((&receipt["changes"], &receipt["batch"]), (&entry["changes"], &entry["cause"]["batch"]));
    }
}

#[test]
fn the_same_file_from_many_senders_at_once_is_stored_once() {
    let app = App::start();
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let posts: Vec<_> = (0..12).map(|_| scope.spawn(|| app.submit(ROWS).status)).collect();
        posts.into_iter().map(|post| post.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|&&status| status == 201).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|&&status| status == 200).count(), 11, "{statuses:?}");
    assert_eq!(app.changes_since(0).len(), 2);
}

#[test]
fn an_error_that_an_office_meets_is_told_in_its_language() {
    let app = App::start();
    let told = |language: &[(&str, &str)]| {
        let refused = app.submit_with("", language, "commune,day,f0\n99999,2021-09-05,1\n").with(422);
        assert_eq!(refused.header("content-length"), refused.body.len().to_string());
        let refused = refused.json();
        (refused["error"]["message"].as_str().unwrap().to_owned(), refused["error"]["details"]["rows"][0].to_string())
    };
    let (message, row) = told(&[("accept-language", "en")]);
    assert_eq!(message, "1 thing is wrong with the file; nothing of it was stored");
    assert!(row.contains("commune"), "{row}");
    for language in [&[("accept-language", "vi,en;q=0.5")][..], &[]] {
        let (message, row) = told(language);
        assert_eq!(message, "tệp có 1 chỗ sai; không có gì được lưu");
        assert!(row.contains("mã"), "{row}");
    }
    let nobody = app.send("POST", "/api/v1/reports", &[("content-type", "text/csv")], b"").with(401);
    assert_eq!(nobody.json()["error"]["message"], "cần mã truy cập: Authorization: Bearer MÃ");
    assert_eq!(nobody.header("www-authenticate"), "Bearer");
}

#[test]
fn what_is_wrong_with_a_question_is_told_in_the_language_of_who_asks() {
    let app = App::start();
    let message = |path: &str, lang: &str| {
        let answer = app.send("GET", &format!("/api/v1/{path}"), &[("accept-language", lang)], &[]).with(400);
        assert_eq!(answer.error(), "bad_query", "{path}");
        answer.json()["error"]["message"].as_str().unwrap().to_owned()
    };
    for (path, vi, en) in [
        ("board?day=05/09/2021", "không phải là ngày", "is not a day"),
        ("board?as_of=2031-01-01T00:00:00Z", "ở tương lai", "lies in the future"),
        ("board?channel=draft", "không có channel", "is not there"),
        ("board?colour=red", "không có tham số colour", "there is no parameter colour"),
        ("units/22738/history?from=2021-09-05&to=2021-09-01", "hãy ghi ngày sớm hơn", "write the earlier day"),
        ("exports/levels.csv?tier=town", "không có tier", "is not known"),
        ("exports/reports.csv?revisions=some", "không có revisions", "is not known"),
    ] {
        assert!(message(path, "vi").contains(vi), "{}", message(path, "vi"));
        let english = message(path, "en");
        assert!(english.contains(en) && !english.contains(vi), "{english}");
    }
}
