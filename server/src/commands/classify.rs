//! `classify`: the rules without server or database, for whoever wants to check a level.

use super::{CommandError, atlas, heard, lines, timeline};
use crate::config::{Classify, Format, spoken};
use crate::domain::board::Standing;
use crate::domain::explain::Explained;
use crate::domain::facts::Facts;
use crate::domain::unit::Register;
use crate::ingest::{Kind, Refusals, numbered, read_flags};
use crate::store::UnitFlag;
use crate::wire::{Classified, ClassifiedUnit, Telling};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

pub(super) fn run(args: &Classify) -> Result<(), CommandError> {
    let (atlas, timeline) = (atlas(args.ground.geodata.as_deref())?, timeline(&args.ground.rules)?);
    let register = &atlas.register;
    let bytes = std::fs::read(&args.reports).map_err(|error| CommandError::File(args.reports.clone(), error))?;
    let reports = numbered(Kind::of_file(&args.reports, &bytes), &bytes, register, None)
        .map_err(|refusals| rejected(&args.reports, &refusals))?;
    let mut facts = Facts::none(register.units().len());
    let mut ids = BTreeMap::new();
    for (report, id) in &reports {
        if let Some(at) = register.index_of(&report.unit) {
            facts.set(at, report.day, &report.counts);
            ids.extend(id.map(|id| ((report.day, at), id)));
        }
    }
    for said in args.flags.as_deref().map_or(Ok(Vec::new()), |file| flags(file, register))? {
        if let Some(at) = register.index_of(&said.unit) {
            facts.flag(at, said.flag);
        }
    }
    let explained = Explained::new(&timeline, register, &facts, args.day);
    let standings = explained.board().standings.iter().enumerate();
    let telling = Telling { register, reports: ids };
    let told = |(at, standing): (usize, &Standing)| {
        let trace = explained.trace(at);
        let traced = || telling.trace(&explained, &trace, explained.fall(at, &trace).as_ref());
        ClassifiedUnit {
            unit: register.units()[at].code.to_string(),
            tier: register.units()[at].tier.code(),
            standing: standing.into(),
            fired: (!args.explain).then(|| trace.fired()),
            trace: args.explain.then(traced),
            cited: args.explain.then(|| telling.cited(trace.cited())),
        }
    };
    let ended = explained.rules().ended_before(args.day);
    if let Some(last) = ended {
        let (id, day) = (&explained.rules().id, args.day);
        eprintln!(
            "{}",
            spoken().of(
                format!(
                    "bộ quy tắc {id} hết hiệu lực sau ngày {}; ngày {} vẫn được đánh giá theo bộ này",
                    last.vi(),
                    day.vi()
                ),
                format!("rule set {id} was in force until {last}; {day} is judged by it nevertheless"),
            )
        );
    }
    let classified = Classified {
        day: args.day.to_string(),
        ruleset: explained.rules().id.clone(),
        ruleset_hash: explained.rules().hash.clone(),
        ruleset_ended: ended.map(|day| day.to_string()),
        units: standings.map(told).collect(),
    };
    let mut out = Vec::new();
    match args.format {
        Format::Json => {
            serde_json::to_writer_pretty(&mut out, &classified).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        Format::Csv => csv(&classified, &mut out)?,
        Format::Table => table(&classified, &atlas.register, &mut out)?,
    }
    let mut stdout = io::stdout().lock();
    Ok(heard(stdout.write_all(&out).and_then(|()| stdout.flush()))?)
}

fn flags(file: &Path, register: &Register) -> Result<Vec<UnitFlag>, CommandError> {
    let bytes = std::fs::read(file).map_err(|error| CommandError::File(file.to_owned(), error))?;
    read_flags(Kind::of_file(file, &bytes), &bytes, register).map_err(|refusals| rejected(file, &refusals))
}

fn rejected(file: &Path, refusals: &Refusals) -> CommandError {
    let lang = spoken();
    CommandError::Rejected(file.to_owned(), lines(&refusals.told(lang), lang))
}

const COLUMNS: [&str; 8] = ["unit", "tier", "level", "low", "high", "own", "marks", "fired"];

fn cells(unit: &ClassifiedUnit) -> [String; 8] {
    let level = |level: Option<u8>| level.map(|level| level.to_string()).unwrap_or_default();
    let kind = &unit.standing.kind;
    [
        unit.unit.clone(),
        unit.tier.to_owned(),
        level(kind.reach.level),
        level(kind.reach.low),
        level(kind.reach.high),
        level(unit.standing.own),
        kind.marks.join(" "),
        unit.fired.as_deref().unwrap_or_default().join(" "),
    ]
}

fn csv(classified: &Classified, out: impl Write) -> Result<(), CommandError> {
    let mut writer = csv::Writer::from_writer(out);
    let written = (|| {
        writer.write_record(COLUMNS)?;
        classified.units.iter().try_for_each(|unit| writer.write_record(cells(unit)))?;
        Ok(writer.flush()?)
    })();
    written.map_err(|error: csv::Error| CommandError::Io(error.into()))
}

fn table(classified: &Classified, register: &Register, mut out: impl Write) -> io::Result<()> {
    writeln!(out, "{}, {}", classified.day, classified.ruleset)?;
    writeln!(out, "{:8}{:10}{:7}{:7}{:5}{:28}{:24}name", "unit", "tier", "level", "range", "own", "marks", "fired")?;
    for (unit, known) in classified.units.iter().zip(register.units()) {
        let [code, tier, level, low, high, own, marks, fired] = cells(unit);
        let dash = |text: String| if text.is_empty() { "–".to_owned() } else { text };
        let range = if low == high { String::new() } else { format!("{low}–{high}") };
        let (level, own) = (dash(level), dash(own));
        writeln!(out, "{code:8}{tier:10}{level:7}{range:7}{own:5}{marks:28}{fired:24}{}", known.name)?;
    }
    Ok(())
}
