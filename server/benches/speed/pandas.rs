//! The nation's year in pandas (`nation.py`), whose levels must be ours. It is handed the facts as we
//! hold them, cells sorted by kind, and reads them before its time begins; it works out levels at both
//! ends and nothing else, where we also set the marks. Python comes from the machine, pandas from PyPI
//! into the build's own folder.

use crate::nation::{DAYS, Nation};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;
use vungxanh::domain::facts::{Cell, Clusters};
use vungxanh::domain::unit::Tier;

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/speed/nation.py");
const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/speed/requirements.txt");

/// A figure of a cell as a byte.
type Figure<'a> = &'a dyn Fn(&Cell) -> u8;

/// What pandas came to.
pub(crate) struct Run {
    /// How its windows are summed.
    pub(crate) way: &'static str,
    /// The least processor time of its rounds.
    pub(crate) took: Duration,
    /// As `Nation::levels` has them.
    pub(crate) levels: Vec<u8>,
}

/// Rates the nation's year in pandas, in either way, or says why that cannot be.
pub(crate) fn rate(nation: &Nation) -> Result<Vec<Run>, String> {
    let python = environment()?;
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    hand_over(nation, folder.path()).map_err(|error| format!("the facts cannot be written: {error}"))?;
    let ran = Command::new(python).arg(SCRIPT).arg(folder.path()).arg(DAYS.to_string()).output();
    let ran = ran.map_err(|error| error.to_string())?;
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let said: serde_json::Value = serde_json::from_slice(&ran.stdout).expect("it prints JSON");
    println!("the nation's reference: {}", said["versions"]);
    let run = |way| Run {
        way,
        took: Duration::from_secs_f64(said[way].as_f64().expect("seconds")),
        levels: std::fs::read(folder.path().join(format!("levels-{way}"))).expect("it writes levels"),
    };
    Ok(["rolling", "running"].map(run).into())
}

/// Python with the pinned packages.
fn environment() -> Result<PathBuf, String> {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pandas");
    let python = home.join("bin/python");
    let run = |command: &mut Command| command.output().is_ok_and(|output| output.status.success());
    if !python.exists() && !run(Command::new("python3").args(["-m", "venv"]).arg(&home)) {
        return Err("python3 with venv is not there".to_owned());
    }
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:", "-r"];
    if !run(Command::new(&python).args(install).arg(REQUIREMENTS)) {
        return Err("pandas cannot be installed from PyPI for this python3".to_owned());
    }
    Ok(python)
}

/// Writes what is rated: for each figure a byte for each day and commune, the borders both ways, each
/// commune's district, and the order of the register.
fn hand_over(nation: &Nation, folder: &Path) -> std::io::Result<()> {
    let register = &nation.register;
    let communes: Vec<_> = register.of_tier(Tier::Commune).collect();
    let byte = |figure: u32| u8::try_from(figure).expect("the invented figures are small");
    let clusters = |clusters| match clusters {
        Clusters::NotTold => 0,
        Clusters::Zero => 1,
        Clusters::Some => 2,
    };
    let figures: [(&str, Figure); 8] = [
        ("reported", &|_| 1),
        ("known", &|cell| byte(cell.known)),
        ("unknown", &|cell| byte(cell.unknown)),
        ("special", &|cell| byte(cell.special)),
        ("open", &|cell| byte(cell.open)),
        ("f1", &|cell| byte(cell.f1)),
        ("unknown_clusters", &|cell| clusters(cell.unknown_clusters)),
        ("special_clusters", &|cell| clusters(cell.special_clusters)),
    ];
    for (name, figure) in figures {
        let days = (0..DAYS).map(|n| nation.first.plus(n));
        let cells = days.flat_map(|day| communes.iter().map(move |&unit| nation.facts.of(unit).cell(day)));
        std::fs::write(folder.join(name), cells.map(|cell| cell.map_or(0, figure)).collect::<Vec<_>>())?;
    }
    let numbers = |name: &str, numbers: Vec<usize>| {
        let bytes = numbers.into_iter().flat_map(|number| u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
        std::fs::write(folder.join(name), bytes.collect::<Vec<_>>())
    };
    let pairs =
        communes.iter().flat_map(|&unit| register.neighbours(unit).iter().flat_map(move |&other| [unit, other]));
    numbers("pairs", pairs.collect())?;
    numbers("communes", communes.clone())?;
    numbers("districts", communes.iter().filter_map(|&unit| register.parent(unit)).collect())?;
    numbers("units", vec![register.units().len(), register.of_tier(Tier::Province).next().unwrap_or_default()])
}
