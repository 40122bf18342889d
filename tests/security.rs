//! What the server tells browsers to hold to, what it opens to the network, and what it carries
//! home cheaply.

use crate::door::Answer;
use crate::reports::short;
use crate::server::App;
use sqlx::Connection;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The addresses of the things a page asks for.
fn assets(page: &Answer) -> Vec<String> {
    let text = page.text();
    let quoted = text.split('"').filter(|part| part.starts_with("/assets/"));
    quoted.map(str::to_owned).collect()
}

/// The directives of a content security policy.
fn policy(answer: &Answer) -> BTreeSet<String> {
    answer.header("content-security-policy").split(';').map(|part| part.trim().to_owned()).collect()
}

#[test]
fn a_page_may_load_from_this_server_alone_be_framed_nowhere_and_nothing_else_loads_at_all() {
    let app = App::start();
    let wanted = [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ];
    let wanted: BTreeSet<_> = wanted.map(str::to_owned).into();
    for (path, status) in [("/", 200), ("/units/22738", 200), ("/units/nonsense", 404), ("/units/%FF", 404)] {
        let page = app.get(path).with(status);
        assert!(page.header("content-type").starts_with("text/html"), "{path}");
        assert_eq!(policy(&page), wanted, "{path}");
        assert_eq!(page.header("x-frame-options"), "DENY");
        // What the policy forbids is not in the page either.
        let text = page.text();
        assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
        assert!(!text.contains("<style") && !text.contains(" onload=") && !text.contains("<script>"), "{text}");
    }
    // A script may be a worker, which loads what the page does; a picture or an answer loads nothing.
    let none: BTreeSet<_> = ["default-src 'none'", "frame-ancestors 'none'"].map(str::to_owned).into();
    let assets = assets(&app.get("/"));
    let (mut scripts, mut others) = (0, 0);
    for path in assets.iter().map(String::as_str).chain(["/api/v1/board", "/api/v1/exports/map.svg", "/nowhere"]) {
        let answer = app.get(path);
        let is_script = answer.header("content-type").starts_with("text/javascript");
        *(if is_script { &mut scripts } else { &mut others }) += 1;
        assert_eq!(&policy(&answer), if is_script { &wanted } else { &none }, "{path}");
    }
    assert!(scripts >= 1 && others >= 4, "{assets:?}");
    let mut embed: BTreeSet<String> = wanted;
    embed.remove("frame-ancestors 'none'");
    embed.insert("frame-ancestors *".to_owned());
    let page = app.get("/embed").with(200);
    assert_eq!((policy(&page), page.header("x-frame-options")), (embed, ""));
}

#[test]
fn nothing_but_the_embed_may_be_framed_and_nothing_is_sniffed() {
    let app = App::start();
    let mut paths =
        vec!["/", "/units/22738", "/what-if", "/api/v1/board", "/api/v1/units", "/api/v1/units/22738", "/api/v1/about"];
    paths.extend(["/api/v1/map.geojson", "/api/v1/changes", "/api/v1/demo", "/openapi.json", "/healthz", "/readyz"]);
    paths.extend(["/api/v1/exports/map.svg", "/api/v1/exports/map.png", "/api/v1/exports/map.svg?lang=x"]);
    paths.extend(["/nowhere", "/api/v1/nowhere", "/index.html", "/api/v1/board?day=x", "/api/v1/reports"]);
    let assets = assets(&app.get("/"));
    assert!(assets.len() >= 2, "{assets:?}");
    paths.extend(assets.iter().map(String::as_str));
    for path in paths {
        let answer = app.get(path);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert!(
            policy(&answer).contains("frame-ancestors 'none'"),
            "{path}: {}",
            answer.header("content-security-policy")
        );
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(
            answer.header("access-control-allow-origin").is_empty() && answer.header("set-cookie").is_empty(),
            "{path}"
        );
    }
    // Seen before, it is told apart all the same.
    let etag = app.get("/").header("etag").to_owned();
    let known = app.send("GET", "/", &[("if-none-match", &etag)], b"").with(304);
    assert!(policy(&known).contains("frame-ancestors 'none'"));
}

#[test]
fn paths_lead_nowhere_but_to_what_was_built() {
    let app = App::start();
    for path in [
        "/assets/../../../../etc/passwd",
        "/../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/assets/..%2f..%2f..%2fetc%2fpasswd",
        "/assets/%2e%2e/%2e%2e/Cargo.toml",
        "/%2e%2e/Cargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/assets/",
        "/assets",
        "/assets/..\\..\\Cargo.toml",
        "/map.db",
        "/index.html.br",
        "/.env",
        "/.git/config",
    ] {
        let said = app.says(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n"));
        assert!(said.starts_with("HTTP/1.1 404") || said.starts_with("HTTP/1.1 400"), "{path}: {said}");
        assert!(!said.contains("root:") && !said.contains("[workspace]"), "{path}: {said}");
    }
}

#[test]
fn what_was_seen_before_is_not_sent_again() {
    let app = App::start();
    let page = app.get("/");
    let mut paths = assets(&page);
    paths.extend(["/", "/embed", "/api/v1/map.geojson"].map(str::to_owned));
    for path in &paths {
        let answer = app.get(path).with(200);
        let etag = answer.header("etag");
        assert!(etag.len() > 10, "{path}: {etag}");
        let lasting = answer.header("cache-control").contains("immutable");
        assert_eq!(lasting, path.starts_with("/assets/"), "{path}: {}", answer.header("cache-control"));
        let known = app.send("GET", path, &[("if-none-match", etag)], b"").with(304);
        assert!(known.body.is_empty() && known.header("etag") == etag, "{path}");
        app.send("GET", path, &[("if-none-match", "\"another\"")], b"").with(200);
        let head = app.send("HEAD", path, &[], b"").with(200);
        assert!(head.body.is_empty() && head.header("etag") == etag, "{path}");
    }
}

#[test]
fn who_takes_brotli_gets_brotli_and_the_same_bytes() {
    let app = App::start();
    app.stores(short(["22738,2021-09-05,1"]));
    let mut paths = assets(&app.get("/"));
    paths.retain(|path| Path::new(path).extension().is_some_and(|kind| kind == "js" || kind == "css"));
    paths.extend(["/", "/api/v1/map.geojson", "/api/v1/units"].map(str::to_owned));
    for path in &paths {
        let plain = app.get(path).with(200);
        assert_eq!(plain.header("content-encoding"), "", "{path}");
        for accepted in ["br", "gzip, deflate, br", "gzip;q=0.5, br;q=1.0"] {
            let small = app.send("GET", path, &[("accept-encoding", accepted)], b"").with(200);
            assert_eq!(small.header("content-encoding"), "br", "{path}");
            assert!(small.header("vary").to_lowercase().contains("accept-encoding"), "{path}");
            assert_eq!(small.header("content-type"), plain.header("content-type"), "{path}");
            let mut unpacked = Vec::new();
            brotli::BrotliDecompress(&mut &*small.body, &mut unpacked).unwrap();
            assert!(unpacked == plain.body, "{path}");
            assert!(small.body.len() < plain.body.len(), "{path}");
        }
        for refused in ["identity", "br;q=0"] {
            let answer = app.send("GET", path, &[("accept-encoding", refused)], b"").with(200);
            assert_eq!((answer.header("content-encoding"), &answer.body), ("", &plain.body), "{path}");
        }
    }
}

#[tokio::test]
async fn a_new_database_holds_no_token() {
    let app = crate::server::Settings::at(crate::server::NOON).on_file().start();
    let count = |file: std::path::PathBuf| async move {
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).read_only(true);
        let mut connection = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        let (count,): (i64,) = sqlx::query_as("SELECT COUNT(*) FROM token").fetch_one(&mut connection).await.unwrap();
        count
    };
    assert_eq!(count(app.settings.database()).await, 1, "the one that the test made");
    let bare = crate::server::Settings::at(crate::server::NOON).on_file().without_token().start();
    assert_eq!(count(bare.settings.database()).await, 0);
    bare.submit(short(["22738,2021-09-05,1"])).with(401);
}

#[test]
fn nothing_listens_but_the_given_address() {
    let app = App::start();
    let process = format!("/proc/{}", app.pid());
    let Ok(files) = fs::read_dir(format!("{process}/fd")) else {
        eprintln!("no {process}: what listens is not looked at");
        return;
    };
    let names = files.filter_map(|file| fs::read_link(file.ok()?.path()).ok());
    let names: BTreeSet<_> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    let mut listening = Vec::new();
    for table in ["tcp", "tcp6", "udp", "udp6"] {
        let lines = fs::read_to_string(format!("{process}/net/{table}")).unwrap_or_default();
        for line in lines.lines().skip(1) {
            let columns: Vec<_> = line.split_whitespace().collect();
            // 0A is LISTEN; datagrams have no such state.
            let open = columns[3] == "0A" || table.starts_with("udp");
            if open && names.contains(&format!("socket:[{}]", columns[9])) {
                listening.push(columns[1].to_owned());
            }
        }
    }
    let port: u16 = app.address.rsplit(':').next().unwrap().parse().unwrap();
    assert_eq!(listening, [format!("0100007F:{port:04X}")]);
}

#[test]
fn the_page_of_a_unit_that_is_not_there_is_a_404_even_for_those_who_have_the_page() {
    let app = App::start();
    let tag = app.get("/units/22738").with(200).header("etag").to_owned();
    app.send("GET", "/units/22738", &[("if-none-match", &tag)], &[]).with(304);
    app.send("GET", "/units/99999", &[("if-none-match", &tag)], &[]).with(404);
}
