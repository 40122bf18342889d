//! The closed sets of values on the wire, for the OpenAPI document: a level is 1, 2, 3 or 4, not
//! any number. The values themselves come from the domain; a test holds the two together.

use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// 1 new normal, 2 risk, 3 high risk, 4 very high risk.
pub(super) struct LevelNumber;

impl PartialSchema for LevelNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::new(Type::Integer))
            .enum_values(Some([1, 2, 3, 4]))
            .description(Some("1 new normal, 2 risk, 3 high risk, 4 very high risk"))
            .into()
    }
}

impl ToSchema for LevelNumber {}

macro_rules! names {
    ($(#[$doc:meta] $name:ident: $($value:literal)+;)+) => {$(
        #[$doc]
        pub(super) struct $name;

        impl $name {
            #[cfg(test)]
            const ALL: &[&str] = &[$($value),+];
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::new(Type::String))
                    .enum_values(Some([$($value),+]))
                    .into()
            }
        }

        impl ToSchema for $name {}
    )+};
}

names! {
    /// A tier.
    TierName: "commune" "district" "province";
    /// A mark beside a level.
    MarkName: "undetermined" "held" "late" "override" "incomplete" "flag";
    /// How a statement of the regulation is known.
    BasisName: "quoted" "paraphrased" "assumed";
    /// What made an entry of the change log.
    CauseName: "start" "reports" "correction" "flags" "midnight" "ruleset";
    /// What restates boards that are over.
    CorrectionKindName: "correction" "late_report" "flags";
    /// What kind of map is served.
    MapName: "schematic" "boundaries";
    /// Where a report comes from.
    OriginName: "row" "absent";
    /// Whether and when a day's report came.
    MadeName: "on_time" "late" "due" "missing" "not_begun";
    /// What a flag says.
    FlagName: "illegal_entry" "quarantine_facility" "uncontrolled_source_over_50" "uncontrolled_source_over_20"
        "protected_site";
    /// A parameter of a rule set.
    ParameterName: "window_days" "cluster_min_f0" "grace_days" "special_venue_red" "adjacency" "undetermined"
        "district_share";
    /// A reading of `special_venue_red`.
    SpecialVenueRedName: "cluster" "any";
    /// A reading of `adjacency`.
    AdjacencyName: "chained" "intrinsic" "off";
    /// A reading of `undetermined`.
    UndeterminedName: "upper" "lower";
    /// A reading of `district_share`.
    DistrictShareName: "or_worse" "exact";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::atlas::MapKind;
    use crate::domain::flag::FlagKind;
    use crate::domain::level::Marks;
    use crate::domain::made::Made;
    use crate::domain::rules::{Basis, params};
    use crate::domain::unit::Tier;
    use crate::store::{Cause, Origin};
    use crate::wire::CorrectionKind;

    #[test]
    fn the_document_names_what_the_domain_names() {
        assert_eq!(TierName::ALL, Tier::ALL.map(Tier::code));
        let marks = [Marks::UNDETERMINED, Marks::HELD, Marks::LATE, Marks::OVERRIDE, Marks::INCOMPLETE, Marks::FLAG];
        assert!(marks.into_iter().reduce(Marks::and).unwrap().names().eq(MarkName::ALL.iter().copied()));
        assert_eq!(BasisName::ALL, [Basis::Quoted, Basis::Paraphrased, Basis::Assumed].map(Basis::code));
        assert_eq!(CauseName::ALL, Cause::ALL.map(Cause::code));
        assert_eq!(CorrectionKindName::ALL, CorrectionKind::ALL.map(CorrectionKind::code));
        assert_eq!(MapName::ALL, [MapKind::Schematic, MapKind::Boundaries].map(MapKind::code));
        assert_eq!(OriginName::ALL, [Origin::Row, Origin::Absent].map(Origin::code));
        assert_eq!(MadeName::ALL, Made::ALL.map(Made::code));
        assert_eq!(FlagName::ALL, FlagKind::ALL.map(FlagKind::code));
        assert_eq!(ParameterName::ALL, params::NAMES);
        assert_eq!(SpecialVenueRedName::ALL, params::SPECIAL_VENUE_RED.map(|(code, _)| code));
        assert_eq!(AdjacencyName::ALL, params::ADJACENCY.map(|(code, _)| code));
        assert_eq!(UndeterminedName::ALL, params::UNDETERMINED.map(|(code, _)| code));
        assert_eq!(DistrictShareName::ALL, params::DISTRICT_SHARE.map(|(code, _)| code));
    }
}
