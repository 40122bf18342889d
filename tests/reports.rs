//! Files of reports, and where the project's own files are.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// The columns that every file has.
pub(crate) const SHORT: &str = "commune,day,f0";
/// All figures.
pub(crate) const FIGURES: &str = "commune,day,f0,f0_isolated,f0_unknown_source,f0_special_venue,\
    clusters_unknown_source,clusters_special_venue,f1_community";

/// The columns of a file of flags.
pub(crate) const FLAGS: &str = "unit,flag,from,to,document";

/// A file of rows under the three required columns.
pub(crate) fn short<T: AsRef<str>>(rows: impl IntoIterator<Item = T>) -> String {
    table(SHORT, rows)
}

/// A file of rows under all figures.
pub(crate) fn figures<T: AsRef<str>>(rows: impl IntoIterator<Item = T>) -> String {
    table(FIGURES, rows)
}

/// A file.
pub(crate) fn table<T: AsRef<str>>(header: &str, rows: impl IntoIterator<Item = T>) -> String {
    let mut file = format!("{header}\n");
    for row in rows {
        writeln!(file, "{}", row.as_ref()).unwrap();
    }
    file
}

/// The codes of the shipped province's communes, in the order of the register.
pub(crate) fn communes() -> Vec<String> {
    let units = std::fs::read_to_string(project("geodata/ninh-thuan/units.csv")).unwrap();
    let commune = |line: &str| {
        let mut cells = line.split(',');
        let (code, tier) = (cells.next()?, cells.nth(1)?);
        (tier == "commune").then(|| code.to_owned())
    };
    units.lines().filter_map(commune).collect()
}

/// The shipped season.
pub(crate) fn season() -> String {
    std::fs::read_to_string(project("geodata/ninh-thuan/demo-2021.csv")).unwrap()
}

/// A file of the project.
pub(crate) fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Days of the calendar from the first to the last.
pub(crate) fn days(from: &str, to: &str) -> Vec<String> {
    let (from, to): (jiff::civil::Date, jiff::civil::Date) = (from.parse().unwrap(), to.parse().unwrap());
    from.series(jiff::Span::new().days(1)).take_while(|day| *day <= to).map(|day| day.to_string()).collect()
}
