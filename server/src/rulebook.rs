//! Reads a rule-set file into the domain's `RuleSet`, carries the shipped one, and puts several together
//! as a `Timeline`.
//!
//! A file that names another criterion, leaves one out or gives a parameter a value the evaluator
//! does not know is refused whole: a rule set is never half understood.

use crate::domain::day::Day;
use crate::domain::level::Level;
use crate::domain::rules::d2686::{CRITERIA, Params};
use crate::domain::rules::{Basis, Criterion, Lang, Measure, Parameter, RuleSet, Text};
use crate::domain::unit::Tier;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Timelines: which rule set judges which day.
mod timeline;

pub use timeline::timeline;

const SHIPPED: &str = include_str!("../rulesets/2686.toml");

/// Why a file is not a rule set.
#[derive(Debug, Error)]
pub enum RulebookError {
    /// The file cannot be read.
    #[error("rule set {0}: {1}")]
    Unreadable(PathBuf, std::io::Error),
    /// Not TOML of the expected form.
    #[error("rule set: {0}")]
    Form(#[from] toml::de::Error),
    /// The form is right, a value is not.
    #[error("rule set: {0}")]
    Content(String),
    /// The file is no timeline.
    #[error("timeline {path}: {1}", path = .0.display())]
    Timeline(PathBuf, String),
    /// A rule set of a timeline is none.
    #[error("timeline {path}: {1}: {2}", path = .0.display())]
    Member(PathBuf, String, Box<RulebookError>),
}

/// The rule set of a file, or the shipped one.
pub fn load(file: Option<&Path>) -> Result<RuleSet, RulebookError> {
    match file {
        None => parse(SHIPPED),
        Some(path) => {
            parse(&std::fs::read_to_string(path).map_err(|error| RulebookError::Unreadable(path.to_owned(), error))?)
        }
    }
}

/// The shipped rule set as it stands in its file.
pub fn shipped() -> &'static str {
    SHIPPED
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: String,
    title: Words,
    valid_from: String,
    valid_to: Option<String>,
    parameters: Parameters,
    #[serde(default)]
    measures: Vec<Asked>,
    criteria: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    vi: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parameters {
    window_days: Setting<u32>,
    cluster_min_f0: Setting<u32>,
    grace_days: Setting<u32>,
    special_venue_red: Setting<String>,
    adjacency: Setting<String>,
    undetermined: Setting<String>,
    district_share: Setting<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Setting<T> {
    value: T,
    basis: String,
    vi: String,
    en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    tier: String,
    level: u8,
    basis: String,
    clause: Words,
    vi: String,
    en: String,
    /// By a parameter's name and value.
    #[serde(default)]
    instead: BTreeMap<String, BTreeMap<String, Words>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    level: u8,
    basis: String,
    vi: String,
    en: String,
}

fn parse(text: &str) -> Result<RuleSet, RulebookError> {
    let file: File = toml::from_str(text)?;
    let day = |name: &str, text: &str| {
        Day::parse(text).ok_or_else(|| content(format!("{name} = {text:?} is not a day; write YYYY-MM-DD")))
    };
    let valid_from = day("valid_from", &file.valid_from)?;
    let valid_to = file.valid_to.as_deref().map(|text| day("valid_to", text)).transpose()?;
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(content("valid_to lies before valid_from".to_owned()));
    }
    let parameters = parameters(file.parameters)?;
    Ok(RuleSet {
        params: params(&parameters)?,
        criteria: criteria(file.criteria, &parameters)?,
        parameters,
        measures: file.measures.into_iter().map(measure).collect::<Result<_, _>>()?,
        id: file.id,
        title: Text { vi: file.title.vi, en: file.title.en },
        valid_from,
        valid_to,
        hash: fingerprint(text),
    })
}

/// The first 16 hex digits of the text's SHA-256.
fn fingerprint(text: &str) -> String {
    hex::encode(&Sha256::digest(text)[..8])
}

/// The thresholds and readings that the parameters of a file make up.
fn params(parameters: &[Parameter]) -> Result<Params, RulebookError> {
    let read = |params: Params, parameter: &Parameter| params.with(&parameter.name, &parameter.value);
    parameters.iter().try_fold(Params::default(), read).map_err(|unfit| content(unfit.words(Lang::En)))
}

fn parameters(file: Parameters) -> Result<Vec<Parameter>, RulebookError> {
    fn parameter<T: ToString>(name: &str, setting: Setting<T>) -> Result<Parameter, RulebookError> {
        Ok(Parameter {
            name: name.to_owned(),
            value: setting.value.to_string(),
            basis: basis(name, &setting.basis)?,
            text: Text { vi: setting.vi, en: setting.en },
        })
    }
    Ok(vec![
        parameter("window_days", file.window_days)?,
        parameter("cluster_min_f0", file.cluster_min_f0)?,
        parameter("grace_days", file.grace_days)?,
        parameter("special_venue_red", file.special_venue_red)?,
        parameter("adjacency", file.adjacency)?,
        parameter("undetermined", file.undetermined)?,
        parameter("district_share", file.district_share)?,
    ])
}

/// The file must word exactly the criteria that the evaluator tests, in its order.
fn criteria(file: Vec<Entry>, parameters: &[Parameter]) -> Result<Vec<Criterion>, RulebookError> {
    let (found, wanted): (Vec<_>, Vec<_>) =
        (file.iter().map(|entry| entry.id.as_str()).collect(), CRITERIA.iter().map(|clause| clause.id).collect());
    if found != wanted {
        return Err(content(format!("its criteria are {}; they must be {}", found.join(" "), wanted.join(" "))));
    }
    let checked = file.into_iter().zip(CRITERIA).map(|(entry, clause)| {
        if Tier::parse(&entry.tier) != Some(clause.tier) || Level::from_number(entry.level) != Some(clause.level) {
            return Err(content(format!(
                "{} rates a {} at level {}, not a {} at level {}",
                clause.id,
                clause.tier.code(),
                clause.level.number(),
                entry.tier,
                entry.level
            )));
        }
        let wording = Text { vi: entry.vi, en: entry.en };
        let mut instead = Vec::new();
        for (name, wordings) in entry.instead {
            for (value, Words { vi, en }) in wordings {
                Params::default()
                    .with(&name, &value)
                    .map_err(|unfit| content(format!("{}: {}", clause.id, unfit.words(Lang::En))))?;
                instead.push((name.clone(), value, Text { vi, en }));
            }
        }
        let mut criterion = Criterion {
            basis: basis(clause.id, &entry.basis)?,
            id: entry.id,
            tier: clause.tier,
            level: clause.level,
            clause: Text { vi: entry.clause.vi, en: entry.clause.en },
            text: wording.clone(),
            wording,
            instead,
        };
        criterion.spell(parameters);
        if [&criterion.text.vi, &criterion.text.en].iter().any(|text| text.contains(['{', '}'])) {
            return Err(content(format!("the text of {} has braces around what is no parameter", clause.id)));
        }
        Ok(criterion)
    });
    checked.collect()
}

fn measure(asked: Asked) -> Result<Measure, RulebookError> {
    let level = Level::from_number(asked.level).ok_or_else(|| {
        content(format!("the measure {:?} is of level {}; it must be of level 1 to 4", asked.en, asked.level))
    })?;
    Ok(Measure { level, basis: basis(&asked.en, &asked.basis)?, text: Text { vi: asked.vi, en: asked.en } })
}

fn basis(of: &str, code: &str) -> Result<Basis, RulebookError> {
    Basis::parse(code)
        .ok_or_else(|| content(format!("the basis of {of} is {code:?}; it must be quoted, paraphrased or assumed")))
}

fn content(message: String) -> RulebookError {
    RulebookError::Content(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_file_holds_the_defaults() {
        assert_eq!(parse(SHIPPED).unwrap().params, Params::default());
    }

    #[test]
    fn a_fingerprint_is_the_head_of_the_sha_256() {
        assert_eq!(fingerprint("abc"), "ba7816bf8f01cfea");
        assert_eq!(fingerprint("ruleset 9"), "0e7e1d6415f289c0");
        assert_eq!(parse(SHIPPED).unwrap().hash, fingerprint(SHIPPED));
    }

    /// The column "basis" of the decision's page: an assumption must never be shown as law.
    #[test]
    fn each_criterion_and_parameter_has_the_basis_that_the_page_gives() {
        let rules = parse(SHIPPED).unwrap();
        let with = |wanted: Basis| {
            let criteria = rules.criteria.iter().filter(|criterion| criterion.basis == wanted);
            criteria.map(|criterion| criterion.id.as_str()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(with(Basis::Quoted), "C-R1 C-R2 C-Y1 D-R1 D-R2 D-R3 D-O1 D-O2 D-O3 D-O4 D-O5 D-Y1");
        assert_eq!(with(Basis::Paraphrased), "C-O1 C-O2 C-O3 C-Y2 C-Y3 C-Y4 P-R1 P-R2 P-R3");
        assert_eq!(with(Basis::Assumed), "C-G D-Y2 D-G P-O1 P-O2 P-O3 P-O4 P-Y1 P-Y2 P-G");
        assert!(rules.parameters.iter().all(|parameter| parameter.basis == Basis::Assumed));
    }

    #[test]
    fn the_shipped_texts_are_there_in_both_languages_and_composed() {
        let rules = parse(SHIPPED).unwrap();
        let criteria = rules.criteria.iter().map(|criterion| &criterion.text);
        let measures = rules.measures.iter().map(|measure| &measure.text);
        for text in criteria
            .chain(measures)
            .chain(rules.parameters.iter().map(|parameter| &parameter.text))
            .chain([&rules.title])
        {
            assert!(text.vi != text.en && !text.en.trim().is_empty() && !text.vi.trim().is_empty(), "{text:?}");
            assert!(!text.vi.chars().any(|c| ('\u{300}'..='\u{36f}').contains(&c)), "not NFC: {}", text.vi);
        }
    }

    #[test]
    fn a_criterion_tells_the_parameters_that_judge() {
        let rules = parse(SHIPPED).unwrap();
        let said = |rules: &RuleSet| rules.criteria.iter().find(|one| one.id == "D-Y1").unwrap().text.clone();
        assert!(said(&rules).vi.contains("trong 14 ngày") && said(&rules).en.contains("in 14 days"));
        let supposed = rules.with_params([("window_days", "7")]).unwrap();
        assert!(said(&supposed).vi.contains("trong 7 ngày") && said(&supposed).en.contains("in 7 days"));
        let again = supposed.with_params([("window_days", "14")]).unwrap();
        assert_eq!(again.criteria, rules.criteria);
    }

    /// "What a level asks of people" of the decision's page; its wording is nobody's law.
    #[test]
    fn each_level_asks_something_and_none_of_it_is_said_to_be_quoted() {
        let measures = parse(SHIPPED).unwrap().measures;
        let asked = Level::ALL.map(|level| measures.iter().filter(|measure| measure.level == level).count());
        assert_eq!(asked, [3, 3, 4, 6]);
        assert!(measures.iter().all(|measure| measure.basis == Basis::Paraphrased));
        let (without, _) = SHIPPED.split_once("[[measures]]").unwrap();
        assert!(parse(without).unwrap().measures.is_empty());
    }

    #[test]
    fn a_file_that_is_not_wholly_understood_is_refused_with_what_would_be_right() {
        let edited = |from: &str, to: &str| parse(&SHIPPED.replacen(from, to, 1)).unwrap_err().to_string();
        assert!(SHIPPED.contains("value = 14"));
        for (from, to, says) in [
            ("value = 14", "value = 0", "1 to 366"),
            ("value = 14", "value = -1", "line 17"),
            ("\"chained\"", "\"chian\"", "\"chained\", \"intrinsic\", \"off\""),
            ("id = \"C-R1\"", "id = \"C-R9\"", "C-R1 C-R2"),
            ("level = 4", "level = 3", "C-R1 rates a commune at level 4"),
            ("basis = \"quoted\"", "basis = \"law\"", "quoted, paraphrased or assumed"),
            ("[[measures]]\nlevel = 1", "[[measures]]\nlevel = 5", "level 1 to 4"),
            ("2021-05-31", "31/05/2021", "YYYY-MM-DD"),
            ("valid_from", "vaild_from", "vaild_from"),
            ("{window_days}", "{window}", "D-Y1"),
            ("venue_red.any", "venue_red.some", "\"cluster\", \"any\""),
        ] {
            let message = edited(from, to);
            assert!(message.contains(says), "{to}: {message}");
        }
    }
}
