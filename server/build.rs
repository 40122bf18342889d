//! Builds the pages through npm into the build's own folder, from where the binary embeds them.
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
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("web");
    let modified = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    if modified(&web.join("node_modules/.package-lock.json")) < modified(&web.join("package-lock.json")) {
        npm(web, &["ci", "--no-audit", "--no-fund"]);
    }
    let out = out.to_str().expect("the build folder has a name in UTF-8");
    npm(web, &["run", "build", "--", "--outDir", out, "--emptyOutDir"]);
}

fn npm(folder: &Path, arguments: &[&str]) {
    let ran = Command::new("npm").args(arguments).current_dir(folder).status();
    let status = ran.expect("npm runs: Node 20 or newer is needed to build the pages");
    assert!(status.success(), "npm {} failed", arguments.join(" "));
}
