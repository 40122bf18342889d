//! Arrows between the modules only point down, and files keep to the house style. The table below
//! is the architecture: a new arrow is a decision, to be made here with its reason.

use crate::reports::project;
use std::fs;
use std::path::{Path, PathBuf};

/// What each module may use, and why no more.
const ARROWS: [(&str, &[&str], &str); 16] = [
    ("domain", &[], "pure: a board is a function of rules, register, facts and a day"),
    ("clock", &["domain"], "instants become days, and nothing else needs to know what time it is"),
    ("meters", &[], "counts what it is told; whoever does something says so, and nobody asks it anything"),
    ("rulebook", &["domain"], "a file becomes the domain's rule set"),
    ("atlas", &["domain"], "a folder becomes the domain's register, and polygons that no rule sees"),
    (
        "picture",
        &["domain", "clock", "atlas"],
        "a board and an atlas become a drawing; who asks for it is not its business",
    ),
    ("store", &["domain", "clock", "meters"], "rows become reports and entries; who reads them is not its business"),
    (
        "wire",
        &["domain", "clock", "atlas", "store"],
        "what crosses the network, files too, is made of boards, entries and maps; nothing below knows of it",
    ),
    (
        "live",
        &["domain", "clock", "meters", "store", "wire"],
        "delivers what was committed; never decides, never writes",
    ),
    (
        "ingest",
        &["domain", "clock", "meters", "atlas", "store", "wire", "live"],
        "the one place that writes; it publishes, so it stands above what delivers",
    ),
    ("demo", &["domain", "clock", "atlas", "store", "wire", "ingest"], "a sender like any other, at the writer's desk"),
    (
        "http",
        &["domain", "clock", "meters", "atlas", "picture", "store", "wire", "live", "ingest", "demo"],
        "translates; rules and words of the rule set reach it through the domain, so it needs no rulebook",
    ),
    ("config", &["domain", "store", "ingest"], "flags are read into the words of those who use them"),
    (
        "commands",
        &[
            "domain", "clock", "meters", "atlas", "rulebook", "store", "wire", "live", "ingest", "demo", "http",
            "config",
        ],
        "puts the parts together, so it may know them all",
    ),
    ("main", &["commands", "config"], "parses and calls one function"),
    ("lib", &[], "the guided tour: it only names the modules"),
];

/// What the domain must not touch: with any of it a board would depend on more than the facts.
const IMPURE: [&str; 14] = [
    "std::fs",
    "std::net",
    "std::time",
    "std::env",
    "std::io",
    "std::process",
    "std::thread",
    "tokio",
    "sqlx",
    "serde",
    "axum",
    "tracing",
    "::now()",
    "async ",
];

/// The longest a file may be.
const LONGEST: usize = 400;

struct Source {
    /// The path under `server/src`.
    path: PathBuf,
    text: String,
}

impl Source {
    /// The module of the top level that it belongs to.
    fn module(&self) -> String {
        self.inside()[0].clone()
    }

    /// The path of its module: `store/mod.rs` is `store`, `store/log.rs` is `store::log`.
    fn inside(&self) -> Vec<String> {
        let mut parts: Vec<_> =
            self.path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
        if parts.len() > 1 && parts.last().is_some_and(|last| last == "mod") {
            parts.pop();
        }
        parts
    }

    /// The lines of code, numbered from 1, without comments.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = (1..).zip(self.text.lines());
        lines.map(|(at, line)| (at, line.split("//").next().unwrap_or_default()))
    }

    /// The modules of the top level that it names: `(line, module)`.
    fn uses(&self) -> Vec<(usize, String)> {
        let mut found = Vec::new();
        let name = |text: &str| -> String { text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect() };
        for (line, code) in self.code() {
            for root in ["crate::", "vungxanh::"] {
                for (at, _) in code.match_indices(root) {
                    let rest = &code[at + root.len()..];
                    assert!(
                        !rest.starts_with('{') && !rest.starts_with('*'),
                        "{}:{line}: name the module: {code}",
                        self.path.display()
                    );
                    found.push((line, name(rest)));
                }
            }
            // `super` climbs one module for each; past the top it names another module of the top.
            let mut rest = code;
            while let Some(at) = rest.find("super::") {
                rest = &rest[at..];
                let mut climbed = 0;
                while let Some(after) = rest.strip_prefix("super::") {
                    (climbed, rest) = (climbed + 1, after);
                }
                if climbed >= self.inside().len() {
                    found.push((line, name(rest)));
                }
            }
        }
        found
    }
}

/// The sources of the server; what is only compiled for its tests may know more.
fn sources() -> Vec<Source> {
    let root = project("server/src");
    let mut sources = Vec::new();
    walk(&root, &mut |path| {
        if path.extension().is_some_and(|kind| kind == "rs")
            && !path.components().any(|part| part.as_os_str() == "tests")
        {
            let text = fs::read_to_string(path).unwrap();
            sources.push(Source { path: path.strip_prefix(&root).unwrap().to_owned(), text });
        }
    });
    assert!(sources.len() > 50, "the sources were found");
    sources
}

fn walk(folder: &Path, each: &mut impl FnMut(&Path)) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { walk(&path, each) } else { each(&path) }
    }
}

/// Complaints, one a line.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn arrows_between_modules_only_point_down() {
    let known = |module: &str| ARROWS.iter().any(|(name, _, _)| *name == module);
    let mut faults = Vec::new();
    for source in sources() {
        let from = source.module();
        let Some((_, allowed, reason)) = ARROWS.iter().find(|(name, _, _)| *name == from) else {
            faults.push(format!(
                "server/src/{}: module {from} has no place in the table of arrows",
                source.path.display()
            ));
            continue;
        };
        for (line, to) in source.uses() {
            if to != from && known(&to) && !allowed.contains(&to.as_str()) {
                let path = source.path.display();
                faults.push(format!("server/src/{path}:{line}: {from} -> {to} is forbidden ({from}: {reason})"));
            }
        }
    }
    none(&faults);
}

#[test]
fn the_table_of_arrows_has_no_circle_and_names_every_module() {
    for (at, (module, allowed, _)) in ARROWS.iter().enumerate() {
        for to in *allowed {
            let place = ARROWS.iter().position(|(name, _, _)| name == to);
            assert!(place < Some(at) || *module == "main", "{module} -> {to} does not point down");
        }
    }
    let lib = fs::read_to_string(project("server/src/lib.rs")).unwrap();
    let named = lib.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    let mut named: Vec<_> = named.chain(["main", "lib"]).collect();
    let mut table: Vec<_> = ARROWS.iter().map(|(module, _, _)| *module).collect();
    named.sort_unstable();
    table.sort_unstable();
    assert_eq!(named, table);
}

#[test]
fn the_domain_is_pure() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.module() == "domain") {
        for (line, code) in source.code() {
            for word in IMPURE.iter().filter(|word| code.contains(*word)) {
                faults.push(format!("server/src/{}:{line}: the domain does not use {word}", source.path.display()));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    let mut faults = Vec::new();
    for source in sources() {
        let (path, lines) = (source.path.display(), source.text.lines().count());
        if lines > LONGEST {
            faults.push(format!("server/src/{path} has {lines} lines, more than {LONGEST}: split it"));
        }
        if !source.text.starts_with("//! ") {
            faults.push(format!("server/src/{path}:1: does not open with //! and what it is for"));
        }
        for (line, _) in (1..).zip(source.text.lines()).filter(|(_, text)| text.contains("#[allow(")) {
            faults.push(format!("server/src/{path}:{line}: expect with a reason, instead of allow"));
        }
    }
    none(&faults);
}

#[test]
fn only_the_map_knows_maplibre() {
    let root = project("web/src");
    let mut faults = Vec::new();
    let mut seen = 0;
    walk(&root, &mut |path| {
        let Some("ts" | "svelte") = path.extension().and_then(|kind| kind.to_str()) else { return };
        let text = fs::read_to_string(path).unwrap();
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        let mut of_types = false;
        for (line, code) in (1..).zip(text.lines()) {
            // An import may go over several lines, of which the last names the package.
            if code.trim_start().starts_with("import") {
                of_types = code.trim_start().starts_with("import type ");
            }
            let imports = code.contains("\"maplibre-gl") || code.contains("'maplibre-gl");
            // A type is gone when the page is built.
            if !imports || of_types {
                continue;
            }
            seen += 1;
            if name != "map.ts" {
                faults.push(format!("web/src/{name}:{line}: only map.ts imports maplibre-gl"));
            }
        }
    });
    none(&faults);
    assert!(seen > 0, "map.ts was read");
}
