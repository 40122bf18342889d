//! What a rule set is: an id, dates, parameters and criteria, each with its text and its basis.
//!
//! Texts and thresholds live in the rule-set file; what a criterion *tests* lives in the
//! evaluator of its decision, one file each.

use super::day::Day;
use super::level::Level;
use super::unit::Tier;

/// Decision 2686/QĐ-BCĐQG of 31 May 2021.
pub mod d2686;
/// Parameters by name.
pub mod params;
/// Which rule set judges which day.
pub mod timeline;
/// What its criteria look at: the sums of a sliding window.
pub mod window;

/// How a statement of the regulation is known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Basis {
    /// Vietnamese wording seen in a state source.
    Quoted,
    /// An agency's or a press summary.
    Paraphrased,
    /// Our reading where the sources are silent.
    Assumed,
}

impl Basis {
    /// The stable code: `quoted`, `paraphrased`, `assumed`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Quoted => "quoted",
            Self::Paraphrased => "paraphrased",
            Self::Assumed => "assumed",
        }
    }

    /// The basis of a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Quoted, Self::Paraphrased, Self::Assumed].into_iter().find(|basis| basis.code() == code)
    }
}

/// A language of the product.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Lang {
    /// Vietnamese.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The stable code: `vi`, `en`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language of a code.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Vi, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    /// What is said in this language.
    pub fn of<T>(self, vi: T, en: T) -> T {
        match self {
            Self::Vi => vi,
            Self::En => en,
        }
    }
}

/// A text in both languages of the product.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// Vietnamese, NFC.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in a language.
    pub fn said(&self, lang: Lang) -> &str {
        lang.of(&self.vi, &self.en)
    }
}

/// One criterion of a decision as the rule-set file words it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Criterion {
    /// Stable id, as `C-R1`.
    pub id: String,
    /// The tier it rates.
    pub tier: Tier,
    /// The level it leads to.
    pub level: Level,
    /// How it is known.
    pub basis: Basis,
    /// Where in the decision it stands.
    pub clause: Text,
    /// What it says, with the values of the parameters.
    pub text: Text,
    /// The same as the file has it: with the name of a parameter in braces where its value stands.
    pub wording: Text,
    /// What it says instead where a parameter has a certain value: name, value, wording.
    pub instead: Vec<(String, String, Text)>,
}

impl Criterion {
    /// Says it with other values.
    pub fn spell(&mut self, parameters: &[Parameter]) {
        let spelled = |text: &str| {
            let value = |text: String, one: &Parameter| text.replace(&format!("{{{}}}", one.name), &one.value);
            parameters.iter().fold(text.to_owned(), value)
        };
        let has = |name: &str, value: &str| parameters.iter().any(|one| one.name == name && one.value == value);
        let instead = self.instead.iter().find(|(name, value, _)| has(name, value)).map(|(.., wording)| wording);
        let wording = instead.unwrap_or(&self.wording);
        self.text = Text { vi: spelled(&wording.vi), en: spelled(&wording.en) };
    }
}

/// Something that a level asks of people, beside all that the levels below it ask.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Measure {
    /// The first level that asks it.
    pub level: Level,
    /// How it is known.
    pub basis: Basis,
    /// What is asked.
    pub text: Text,
}

/// A parameter as the rule-set file gives it, for those who read the rule set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value as written.
    pub value: String,
    /// How it is known.
    pub basis: Basis,
    /// What it means.
    pub text: Text,
}

/// A rule set: data for the evaluator in [`d2686`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleSet {
    /// Stable id, as `2686`.
    pub id: String,
    /// Full title.
    pub title: Text,
    /// The first day it was in force.
    pub valid_from: Day,
    /// The last day it was in force; none while it still is.
    pub valid_to: Option<Day>,
    /// The thresholds and readings that the evaluator uses.
    pub params: d2686::Params,
    /// The same parameters with their basis, in the order of the file.
    pub parameters: Vec<Parameter>,
    /// Every criterion, in the order of [`d2686::CRITERIA`].
    pub criteria: Vec<Criterion>,
    /// What the levels ask of people, in the order of the file; empty where the file does not say.
    pub measures: Vec<Measure>,
    /// First 16 hex digits of the SHA-256 of the file it came from.
    pub hash: String,
}

impl RuleSet {
    /// The last day it was in force, where `day` is a later one: it judges that day nevertheless.
    pub fn ended_before(&self, day: Day) -> Option<Day> {
        self.valid_to.filter(|last| *last < day)
    }
}
