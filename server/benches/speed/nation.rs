//! All communes of the country, over a year, in one register: levels of every unit on every day, with
//! the true borders between 11,163 communes of 2009. The map lies beside the project and may not be
//! part of it; its populations are known to be wrong and are not read. The reports are invented.

use crate::clocks::of_thread;
use crate::dice::Dice;
use crate::pandas;
use crate::table::{Bound, Table, percentile};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;
use vungxanh::atlas::Atlas;
use vungxanh::domain::board::Board;
use vungxanh::domain::day::Day;
use vungxanh::domain::facts::Facts;
use vungxanh::domain::rate::rate_days;
use vungxanh::domain::report::{Counts, Figures};
use vungxanh::domain::rules::RuleSet;
use vungxanh::domain::unit::Register;
use vungxanh::rulebook;

/// How long the year is.
pub(crate) const DAYS: i32 = 365;
/// What the levels of the year may take on one core.
const A_SECOND: Duration = Duration::from_secs(1);
/// What a day of an outbreak says of clusters: nothing, none, or one.
const CLUSTERS: [Option<u32>; 8] = [None, None, None, Some(0), Some(0), Some(0), Some(0), Some(1)];

/// The country and its year.
pub(crate) struct Nation {
    pub(crate) rules: RuleSet,
    pub(crate) register: Register,
    pub(crate) facts: Facts,
    /// The year's first day.
    pub(crate) first: Day,
}

pub(crate) fn rating(table: &mut Table, nation: &Nation) {
    let mut ours: Vec<_> = (0..7).map(|_| of_thread(|| nation.rate(&nation.rules))).collect();
    let ours = percentile(&mut ours, 0);
    let mut sum: Vec<_> = (0..7).map(|_| of_thread(|| nation.sum())).collect();
    let what = "rate 11,163 communes on 365 days (reference: sum a column)";
    table.row(what, ours, percentile(&mut sum, 0), Bound::Judged("< 1 s on one core", ours < A_SECOND));
    match pandas::rate(nation) {
        Err(why) => table.skip(format!("the nation's levels in pandas: {why}")),
        Ok(runs) => {
            for run in runs {
                if let Some(fault) = difference(&run.levels, &nation.levels(&nation.rules)) {
                    table.fault(format!("pandas ({}) and we differ: {fault}", run.way));
                }
                // The bound is against pandas' own windows; how far the fastest trick comes is told beside it.
                let held = 10 * ours <= run.took;
                let bound =
                    if run.way == "rolling" { Bound::Judged("≤ 1/10", held) } else { Bound::Told("≤ 1/10", held) };
                let what = format!("the same {} levels (reference: pandas, {} sums)", run.levels.len(), run.way);
                table.row(what, ours, run.took, bound);
            }
        }
    }
}

impl Nation {
    /// The nation of the map beside the project; none, and a word of it, where that is not there.
    pub(crate) fn beside(table: &mut Table) -> Option<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/geodata/vietnam");
        if !folder.is_dir() {
            table.skip("the nation, all of it: ../shared/geodata/vietnam is not there".to_owned());
            return None;
        }
        let register = register(&folder);
        let first = Day::parse("2021-01-01").expect("a day");
        let facts = invented(&register, first);
        Some(Self { rules: rulebook::load(None).expect("the shipped rule set"), register, facts, first })
    }

    fn boards(&self, rules: &RuleSet) -> impl Iterator<Item = Board> {
        rate_days(rules, &self.register, &self.facts, self.first, self.first.plus(DAYS - 1))
    }

    /// Rates the year; how many standings that gave.
    pub(crate) fn rate(&self, rules: &RuleSet) -> usize {
        self.boards(rules).map(|board| board.standings.len()).sum()
    }

    /// The least that is read of the facts: every cell once.
    fn sum(&self) -> usize {
        let cells = (0..self.register.units().len()).flat_map(|unit| (0..DAYS).map(move |day| (unit, day)));
        let known = cells.filter_map(|(unit, day)| self.facts.of(unit).cell(self.first.plus(day)));
        known.map(|cell| cell.known as usize).sum()
    }

    /// Both ends of every unit on every day, ten times the lower and the upper; 0 where there is none.
    pub(crate) fn levels(&self, rules: &RuleSet) -> Vec<u8> {
        let digits = |board: Board| {
            let rating = board.standings.into_iter().map(|standing| standing.rating);
            rating
                .map(|rating| rating.map_or(0, |it| 10 * it.ends.low.number() + it.ends.high.number()))
                .collect::<Vec<_>>()
        };
        self.boards(rules).flat_map(digits).collect()
    }
}

/// The first unit and day on which two rows of levels are not one.
pub(crate) fn difference(theirs: &[u8], ours: &[u8]) -> Option<String> {
    if theirs.len() != ours.len() {
        return Some(format!("{} levels and {}", theirs.len(), ours.len()));
    }
    let units = ours.len() / usize::try_from(DAYS).ok()?;
    let at = theirs.iter().zip(ours).position(|(theirs, ours)| theirs != ours)?;
    Some(format!("{} and {} for unit {} on day {}", theirs[at], ours[at], at % units, at / units))
}

/// The communes with the borders that their polygons have, in the source's districts and one province.
fn register(folder: &Path) -> Register {
    let province = tempfile::tempdir().expect("a folder for the province");
    std::fs::copy(folder.join("communes.geojson"), province.path().join("communes.geojson")).expect("a copy");
    let map = std::fs::read_to_string(folder.join("communes.geojson")).expect("a map");
    let map: serde_json::Value = serde_json::from_str(&map).expect("JSON");
    let mut units =
        "code,parent,tier,name,kind,population,area_km2,lon,lat\nVN,,province,Việt Nam,Nước,1,1,106,16\n".to_owned();
    let mut districts = std::collections::BTreeSet::new();
    for properties in map["features"].as_array().expect("features").iter().map(|feature| &feature["properties"]) {
        let said = |name: &str| properties[name].as_str().expect("a text").to_owned();
        let (code, district) = (said("code"), said("district"));
        if districts.insert(district.clone()) {
            writeln!(units, "{district},VN,district,Huyện {district},Huyện,1,1,106,16").unwrap();
        }
        writeln!(units, "{code},{district},commune,Xã {code},Xã,1,1,106,16").unwrap();
    }
    std::fs::write(province.path().join("units.csv"), units).expect("a file");
    let atlas = Atlas::load(province.path()).unwrap_or_else(|faults| panic!("{faults}"));
    println!("the nation: {}", atlas.summary());
    atlas.register
}

/// A year of reports: long quiet, with outbreaks; some days and a few communes never report. Splits
/// and clusters are told, left blank or told to be none.
fn invented(register: &Register, first: Day) -> Facts {
    let mut dice = Dice::new(2686);
    let mut facts = Facts::none(register.units().len());
    let communes = register.units().iter().enumerate().filter(|(_, unit)| unit.tier.below().is_none());
    for (unit, _) in communes {
        if dice.below(100) == 0 {
            continue;
        }
        let begins = if dice.below(10) == 0 { dice.below(200) } else { dice.below(3) };
        let mut outbreak = 0;
        for day in i32::try_from(begins).unwrap()..DAYS {
            outbreak = next(&mut dice, outbreak);
            if dice.below(200) > 0 {
                let counts = Counts::new(figures(&mut dice, outbreak > 0)).expect("its parts fit");
                facts.set(unit, first.plus(day), &counts);
            }
        }
    }
    facts
}

/// How many days an outbreak still lasts, a day later.
pub(crate) fn next(dice: &mut Dice, outbreak: u64) -> u64 {
    if dice.below(400) == 0 { 5 + dice.below(25) } else { outbreak.saturating_sub(1) }
}

/// What a commune reports of a day, in an outbreak or out of one.
pub(crate) fn figures(dice: &mut Dice, outbreak: bool) -> Figures {
    let mut below = |end| u32::try_from(dice.below(end)).unwrap();
    if !outbreak {
        return Figures { f1_community: (below(2) == 0).then(|| u32::from(below(500) == 0)), ..Figures::default() };
    }
    let blank = [(); 3].map(|()| below(3) == 0);
    let parts = [below(4), below(6) / 4, below(8) / 6];
    let part = |n: usize| (!blank[n]).then_some(parts[n]);
    Figures {
        f0: below(3) + parts[0] + parts[1] + parts[2],
        f0_isolated: part(0),
        f0_unknown_source: part(1),
        f0_special_venue: part(2),
        f1_community: Some(below(5)),
        clusters_unknown_source: *dice.one_of(&CLUSTERS),
        clusters_special_venue: *dice.one_of(&CLUSTERS),
    }
}
