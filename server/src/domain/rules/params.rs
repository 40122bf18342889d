//! Parameters by name, as a rule-set file or a request writes them: the one place that knows which
//! values the evaluator understands, so a file and a what-if are held to the same.

use super::d2686::{Adjacency, DistrictShare, LONGEST_WINDOW, Params, SpecialVenueRed};
use super::{Lang, Parameter, RuleSet};
use crate::domain::level::End;

/// Every parameter, in the order of the file.
pub const NAMES: [&str; 7] =
    ["window_days", "cluster_min_f0", "grace_days", "special_venue_red", "adjacency", "undetermined", "district_share"];

/// The readings of `special_venue_red`.
pub const SPECIAL_VENUE_RED: [(&str, SpecialVenueRed); 2] =
    [("cluster", SpecialVenueRed::Cluster), ("any", SpecialVenueRed::Any)];
/// The readings of `adjacency`.
pub const ADJACENCY: [(&str, Adjacency); 3] =
    [("chained", Adjacency::Chained), ("intrinsic", Adjacency::Intrinsic), ("off", Adjacency::Off)];
/// The readings of `undetermined`.
pub const UNDETERMINED: [(&str, End); 2] = [("upper", End::Upper), ("lower", End::Lower)];
/// The readings of `district_share`.
pub const DISTRICT_SHARE: [(&str, DistrictShare); 2] =
    [("or_worse", DistrictShare::OrWorse), ("exact", DistrictShare::Exact)];

/// A value that a parameter cannot have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unfit {
    /// The parameter as written.
    pub name: String,
    /// The value as written.
    pub value: String,
    /// What would be right.
    pub wanted: Wanted,
}

/// What a parameter can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wanted {
    /// A number from the first to the last.
    Between(u32, u32),
    /// One of these values.
    OneOf(Vec<&'static str>),
    /// No value will do: there is no such parameter.
    Name,
}

impl Unfit {
    /// What is wrong, and what would be right.
    pub fn words(&self, lang: Lang) -> String {
        let Self { name, value, wanted } = self;
        let value = if value.parse::<i64>().is_ok() { value.clone() } else { format!("{value:?}") };
        let wanted = match wanted {
            Wanted::Between(from, to) => lang.of(format!("từ {from} đến {to}"), format!("{from} to {to}")),
            Wanted::OneOf(codes) => {
                let codes = codes.iter().map(|code| format!("{code:?}")).collect::<Vec<_>>().join(", ");
                lang.of(format!("một trong {codes}"), format!("one of {codes}"))
            }
            Wanted::Name => {
                let names = NAMES.join(", ");
                lang.of(format!("tên tham số, một trong {names}"), format!("a parameter, one of {names}"))
            }
        };
        lang.of(format!("{name} = {value}; giá trị đúng: {wanted}"), format!("{name} = {value}; it must be {wanted}"))
    }
}

impl Params {
    /// These parameters, one of them given anew.
    pub fn with(mut self, name: &str, value: &str) -> Result<Self, Unfit> {
        let unfit = |wanted| Unfit { name: name.to_owned(), value: value.to_owned(), wanted };
        let number = |from: u32, to: u32| {
            let read = value.parse().ok().filter(|number| (from..=to).contains(number));
            read.ok_or_else(|| unfit(Wanted::Between(from, to)))
        };
        match name {
            "window_days" => self.window_days = number(1, LONGEST_WINDOW)?,
            "cluster_min_f0" => self.cluster_min_f0 = number(1, u32::MAX)?,
            "grace_days" => self.grace_days = number(0, u32::MAX)?,
            "special_venue_red" => self.special_venue_red = one_of(value, &SPECIAL_VENUE_RED).map_err(unfit)?,
            "adjacency" => self.adjacency = one_of(value, &ADJACENCY).map_err(unfit)?,
            "undetermined" => self.undetermined = one_of(value, &UNDETERMINED).map_err(unfit)?,
            "district_share" => self.district_share = one_of(value, &DISTRICT_SHARE).map_err(unfit)?,
            _ => return Err(unfit(Wanted::Name)),
        }
        Ok(self)
    }
}

/// The reading of a value, or which values there are.
fn one_of<T: Copy>(value: &str, known: &[(&'static str, T)]) -> Result<T, Wanted> {
    let found = known.iter().find(|(code, _)| *code == value).map(|(_, reading)| *reading);
    found.ok_or_else(|| Wanted::OneOf(known.iter().map(|(code, _)| *code).collect()))
}

impl RuleSet {
    /// This rule set with some parameters given anew, by name. It is nobody's law: only the parameters are
    /// others, and said in the criteria's texts; every wording, basis and the hash are still those of the file.
    pub fn with_params<'a>(&self, given: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, Unfit> {
        let mut rules = self.clone();
        for (name, value) in given {
            rules.params = rules.params.with(name, value)?;
            for parameter in rules.parameters.iter_mut().filter(|parameter| parameter.name == name) {
                value.clone_into(&mut parameter.value);
            }
        }
        rules.criteria.iter_mut().for_each(|criterion| criterion.spell(&rules.parameters));
        Ok(rules)
    }

    /// The parameters that `other` has otherwise: as here, and as there.
    pub fn differing<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = (&'a Parameter, &'a Parameter)> {
        self.parameters.iter().zip(&other.parameters).filter(|(here, there)| here.value != there.value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_can_be_given_anew_and_no_other() {
        let given = [
            ("window_days", "7"),
            ("cluster_min_f0", "3"),
            ("grace_days", "0"),
            ("special_venue_red", "any"),
            ("adjacency", "off"),
            ("undetermined", "lower"),
            ("district_share", "exact"),
        ];
        assert_eq!(given.map(|(name, _)| name), NAMES);
        let params = given.iter().try_fold(Params::default(), |params, (name, value)| params.with(name, value));
        let wanted = Params {
            window_days: 7,
            cluster_min_f0: 3,
            grace_days: 0,
            special_venue_red: SpecialVenueRed::Any,
            adjacency: Adjacency::Off,
            undetermined: End::Lower,
            district_share: DistrictShare::Exact,
        };
        assert_eq!(params, Ok(wanted));
        for (name, value, says) in [
            ("window_days", "0", "window_days = 0; it must be 1 to 366"),
            ("window_days", "367", "1 to 366"),
            ("cluster_min_f0", "0", "cluster_min_f0 = 0; it must be 1 to"),
            ("grace_days", "-1", "grace_days = -1; it must be 0 to"),
            ("grace_days", "", "grace_days = \"\"; it must be 0 to"),
            ("adjacency", "Off", "adjacency = \"Off\"; it must be one of \"chained\", \"intrinsic\", \"off\""),
            ("undetermined", "any", "\"upper\", \"lower\""),
            ("district_share", "", "\"or_worse\", \"exact\""),
            ("special_venue_red", "none", "\"cluster\", \"any\""),
            ("window", "7", "a parameter, one of window_days, "),
        ] {
            let refused = Params::default().with(name, value).unwrap_err().words(Lang::En);
            assert!(refused.contains(says), "{refused}");
        }
    }
}
