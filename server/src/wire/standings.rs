//! Where every unit stands, in one string: a frame of a nation has to stay small whatever befalls its communes.
//!
//! Most units have a level and nothing else to tell: a digit. All that stand alike otherwise (a range, marks) share a
//! letter, of which it is told once what it means. Letters are given in the order of the units, so equal boards are
//! equal bytes.

use super::names::{LevelNumber, MarkName};
use crate::domain::board::Standing;
use crate::domain::level::Level;
use crate::domain::rules::Lang;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use utoipa::ToSchema;

/// Every unit's level, range and marks.
#[derive(Serialize, ToSchema, Clone, PartialEq, Eq, Debug, Default)]
pub struct Standings {
    /// One character per unit in the order of the register: a digit is the unit's level, 1–4, or 0 for none, and nothing
    /// more is to be told of it; any other character is told in `kinds`.
    pub levels: String,
    /// What the other characters of `levels` mean.
    pub kinds: BTreeMap<char, Kind>,
}

/// How units stand.
#[derive(Serialize, ToSchema, Clone, PartialEq, Eq, Debug)]
pub struct Kind {
    /// The level and the range.
    #[serde(flatten)]
    pub reach: Reach,
    /// `undetermined`, `held`, `late`, `override`; `incomplete` above the commune; `flag` where an officer's flag holds.
    #[schema(value_type = Vec<MarkName>)]
    pub marks: Vec<&'static str>,
}

/// A level, and the range that it lies in.
#[derive(Serialize, Deserialize, ToSchema, Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reach {
    /// The level shown, 1–4; null for none.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub level: Option<u8>,
    /// The lower end of its range.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub low: Option<u8>,
    /// The upper end of its range.
    #[schema(required, value_type = Option<LevelNumber>)]
    pub high: Option<u8>,
}

impl Standings {
    /// The standings of some units, in the order of the register.
    pub fn of<'a>(standings: impl Iterator<Item = &'a Standing>) -> Self {
        let (mut told, mut given) = (Self::default(), HashMap::new());
        let mut letters = letters();
        for standing in standings {
            let plain = standing.marks.is_empty() && standing.rating.is_none_or(|rating| !rating.ends.differ());
            told.levels.extend(if plain {
                Some(digit(*standing))
            } else {
                let letter = given.entry((standing.rating, standing.marks)).or_insert_with(|| {
                    let letter = letters.next()?;
                    told.kinds.insert(letter, Kind::from(standing));
                    Some(letter)
                });
                *letter
            });
        }
        told
    }

    /// About how many bytes they take in a frame.
    #[must_use]
    pub fn bytes(&self) -> usize {
        /// `"a":{"level":1,"low":1,"high":1,"marks":[]},` and a name of a mark with its quotes and comma.
        const KIND: usize = 48;
        const MARK: usize = 15;
        self.levels.len() + self.kinds.values().map(|kind| KIND + MARK * kind.marks.len()).sum::<usize>()
    }
}

/// A unit's level as a digit, 0 for none.
pub(super) fn digit(standing: Standing) -> char {
    standing.level().map_or('0', |level| char::from(b'0' + level.number()))
}

/// The characters that kinds are given: one byte each for as many as a province has, and always more than there can be.
fn letters() -> impl Iterator<Item = char> {
    ('a'..='z').chain('A'..='Z').chain('\u{100}'..)
}

impl Reach {
    pub(super) fn of(standing: Standing) -> Self {
        let ends = standing.rating.map(|rating| rating.ends);
        Self {
            level: standing.level().map(Level::number),
            low: ends.map(|ends| ends.low.number()),
            high: ends.map(|ends| ends.high.number()),
        }
    }

    /// In words; a range as such.
    pub fn words(self, lang: Lang) -> String {
        match self {
            Self { low: Some(low), high: Some(high), .. } if low < high => lang.of(
                format!("chưa xác định, từ mức {low} đến mức {high}"),
                format!("undetermined, level {low} to {high}"),
            ),
            Self { level: Some(level), .. } => lang.of(format!("mức {level}"), format!("level {level}")),
            Self { level: None, .. } => lang.of("chưa có mức", "no level").to_owned(),
        }
    }
}

impl From<&Standing> for Kind {
    fn from(standing: &Standing) -> Self {
        Self { reach: Reach::of(*standing), marks: standing.marks.names().collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::board::Rating;
    use crate::domain::level::{Ends, Marks};
    use proptest::prelude::*;
    use proptest::sample::{Index, select};

    fn any_standing() -> impl Strategy<Value = Standing> {
        let names = select(vec!["held", "late", "override", "incomplete", "flag"]);
        let marks = proptest::collection::vec(names, 0..3);
        (0..=4_u8, 0..=3_u8, any::<bool>(), marks).prop_map(|(low, more, upper, marks)| {
            let rating = Level::from_number(low).map(|low| {
                let high = Level::from_number((low.number() + more).min(4)).unwrap();
                Rating { level: if upper { high } else { low }, ends: Ends { low, high } }
            });
            let marks = marks.into_iter().map(Marks::parse).fold(Marks::default(), Marks::and);
            Standing { rating, own: None, marks }
        })
    }

    fn meant(told: &Standings) -> Vec<Kind> {
        let kind = |letter: char| match letter.to_digit(10) {
            None => told.kinds[&letter].clone(),
            Some(digit) => {
                let level = Level::from_number(u8::try_from(digit).unwrap()).map(Level::number);
                Kind { reach: Reach { level, low: level, high: level }, marks: Vec::new() }
            }
        };
        told.levels.chars().map(kind).collect()
    }

    proptest! {
        #[test]
        fn each_character_says_how_its_unit_stands(standings in proptest::collection::vec(any_standing(), 0..200)) {
            let told = Standings::of(standings.iter());
            prop_assert_eq!(meant(&told), standings.iter().map(Kind::from).collect::<Vec<_>>());
            let used: std::collections::BTreeSet<_> = told.levels.chars().filter(|one| !one.is_ascii_digit()).collect();
            prop_assert!(used.iter().eq(told.kinds.keys()), "every kind is some unit's, and told once");
        }

        /// However many units of a nation are late, open or held: what is told of them fits a frame.
        #[test]
        fn a_nation_fits_a_frame(
            kinds in proptest::collection::vec(any_standing(), 1..30),
            drawn in proptest::collection::vec(any::<Index>(), 11_163),
        ) {
            let standings: Vec<_> = drawn.iter().map(|at| *at.get(&kinds)).collect();
            let told = Standings::of(standings.iter());
            let bytes = serde_json::to_string(&told).unwrap().len();
            prop_assert!(bytes <= 15_000, "{bytes} bytes");
            prop_assert!(bytes.abs_diff(told.bytes()) < 1_500, "{} for {bytes} bytes", told.bytes());
        }
    }
}
