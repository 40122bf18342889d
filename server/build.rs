//! Builds the pages through npm into the build's own folder, from where the binary embeds them, and
//! beside them what the server's picture of the map shares with the pages: palette, land and fonts.
//! Packages are installed when the lock file is newer than what is installed.

use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    let web = Path::new("../web");
    for input in [
        "src",
        "public",
        "scripts",
        "index.html",
        "unit.html",
        "what-if.html",
        "package.json",
        "package-lock.json",
        "vite.config.ts",
        "svelte.config.js",
        "tsconfig.json",
    ] {
        // Cargo runs this again at every build where it is told of a file that is not there.
        if web.join(input).exists() {
            println!("cargo:rerun-if-changed=../web/{input}");
        }
    }
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let (pages, picture) = (out.join("web"), out.join("picture"));
    let modified = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    if modified(&web.join("node_modules/.package-lock.json")) < modified(&web.join("package-lock.json")) {
        run("npm", web, &["ci", "--no-audit", "--no-fund"]);
    }
    let name = |folder: &Path| folder.to_str().expect("the build folder has a name in UTF-8").to_owned();
    run("npm", web, &["run", "build", "--", "--outDir", &name(&pages), "--emptyOutDir"]);
    std::fs::create_dir_all(&picture).expect("the build folder can be written to");
    run("node", web, &["scripts/picture.mjs", &name(&picture)]);
}

fn run(program: &str, folder: &Path, arguments: &[&str]) {
    let ran = Command::new(program).args(arguments).current_dir(folder).status();
    let status = ran.expect("npm and node run: Node 20 or newer is needed to build the pages");
    assert!(status.success(), "{program} {} failed", arguments.join(" "));
}
