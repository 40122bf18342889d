//! What a feature says of itself: names, kinds and codes of its tiers, out of whatever its source
//! calls its properties. Keys are compared folded, so `TEN_XA`, `tenXa` and "Tên xã" are one.

use super::keys::{
    ANY, ANY_CODE, COMMUNE, COMMUNE_CODE, CONTEXT, DISTRICT, DISTRICT_CODE, KIND, PROVINCE, PROVINCE_CODE,
};
use super::words;
use geojson::{JsonObject, JsonValue};

/// Which tier a feature says it is of.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(super) enum Level {
    /// Nothing is said.
    #[default]
    Silent,
    /// A commune, or whatever is of the third tier.
    Commune,
    /// A district, a province, a country, a hamlet.
    Other,
    /// OpenStreetMap's 6: a district until June 2025, a commune since.
    Six,
}

/// What a feature says of itself. Lists may hold a text in several forms; none is sorted out here.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) struct Says {
    /// Names of the commune.
    pub(super) names: Vec<String>,
    /// Words for its kind.
    pub(super) kinds: Vec<String>,
    /// Names or codes of its district.
    pub(super) districts: Vec<String>,
    /// Names or codes of its province.
    pub(super) provinces: Vec<String>,
    /// Names of what it lies in, of any tier.
    pub(super) context: Vec<String>,
    /// A code of five digits, as GSO gives communes.
    pub(super) code: Option<String>,
    /// Its tier.
    pub(super) level: Level,
}

impl Says {
    /// Reads the properties of a feature.
    pub(super) fn of(properties: &JsonObject) -> Self {
        let fields: Vec<(String, Vec<String>)> =
            properties.iter().map(|(key, value)| (words::fold(key), texts(value))).collect();
        let of = |keys: &str| -> Vec<String> {
            let named = keys.split(' ').flat_map(|key| fields.iter().filter(move |(name, _)| name == key));
            named.flat_map(|(_, texts)| texts.clone()).collect()
        };
        let mut names = of(COMMUNE);
        if names.is_empty() {
            names = of(ANY);
        }
        let mut context: Vec<String> = of(CONTEXT).iter().flat_map(|text| parts(text)).collect();
        for name in &mut names {
            // "Xã Phước Hà, huyện Thuận Nam, tỉnh Ninh Thuận"
            let mut said = parts(name);
            if said.len() > 1 {
                context.extend(said.split_off(1));
                *name = said.remove(0);
            }
        }
        names.dedup();
        let explicit = of(COMMUNE_CODE).iter().find_map(|text| gso(text, 5));
        let code = explicit.or_else(|| of(ANY_CODE).into_iter().find(|text| text.len() == 5 && is_number(text)));
        let mut districts = of(DISTRICT);
        districts.extend(of(DISTRICT_CODE).iter().filter_map(|text| gso(text, 3)));
        let mut provinces = of(PROVINCE);
        provinces.extend(of(PROVINCE_CODE).iter().filter_map(|text| gso(text, 2)));
        let level = level(&|key| of(key).into_iter().next());
        Self { names, kinds: of(KIND), districts, provinces, context, code, level }
    }
}

fn level(first: &dyn Fn(&str) -> Option<String>) -> Level {
    if let Some(kind) = first("shapetype") {
        return if words::fold(&kind) == "adm3" { Level::Commune } else { Level::Other };
    }
    match (first("adminlevel").as_deref(), first("tier").as_deref()) {
        (Some("8"), _) | (None, Some("commune")) => Level::Commune,
        (Some("6"), _) => Level::Six,
        (Some(_), _) | (None, Some("district" | "province")) => Level::Other,
        (None, _) => Level::Silent,
    }
}

/// The texts of a property; none where it holds a placeholder.
fn texts(value: &JsonValue) -> Vec<String> {
    let text = match value {
        JsonValue::String(text) => text.clone(),
        JsonValue::Number(number) => {
            let text = number.to_string();
            text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
        }
        _ => return Vec::new(),
    };
    // GADM and OpenStreetMap put several forms of a name into one field.
    let several = text.split(['|', ';']).map(str::trim);
    several
        .filter(|text| !matches!(words::fold(text).as_str(), "" | "na" | "null" | "none"))
        .map(str::to_owned)
        .collect()
}

fn parts(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A code of so many digits, its leading zeros put back; `None` for another list's code. OCHA writes
/// the codes of all tiers after each other and VN before them.
fn gso(text: &str, digits: usize) -> Option<String> {
    let text = text.trim();
    let chained = text.strip_prefix("VN").filter(|rest| is_number(rest));
    let rest = chained.unwrap_or(text);
    let own = match (digits, rest.len()) {
        (5, 10) => &rest[5..],
        (3, 5) if chained.is_some() => &rest[2..],
        _ => rest,
    };
    (is_number(own) && own.len() <= digits).then(|| format!("{own:0>digits$}"))
}
