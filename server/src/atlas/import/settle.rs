//! Looks at the matches together: several features of one commune, and names that stand in each
//! other's place.

use super::fault::ImportFault;
use super::gazetteer::{Fit, Gazetteer};
use super::matching::{Featured, How, Matches, called, holds};

/// Gives a commune its features. Several are its parts only if each is for certain: by code, or by
/// name in a file that says it is of this province.
pub(super) fn give(
    commune: usize,
    found: &[(usize, How)],
    all: &[Featured],
    gazetteer: &Gazetteer,
    matches: &mut Matches,
) {
    let certain =
        |&(at, how): &(usize, How)| how == How::Code || (all[at].province == Fit::Agrees && how != How::Forgiven);
    if found.len() > 1 && !found.iter().all(certain) {
        let parts = found.iter().map(|&(at, _)| called(&all[at])).collect::<Vec<_>>().join(", ");
        matches.faults.push(ImportFault::SeveralFeatures { unit: gazetteer.called(commune), features: parts });
        return;
    }
    if found.len() > 1 {
        let numbers = found.iter().map(|&(at, _)| all[at].piece.number.to_string()).collect::<Vec<_>>().join(", ");
        matches.notes.push(format!("{}: features {numbers} are its parts", gazetteer.called(commune)));
    }
    for &(at, how) in found {
        *matches.by.entry(how).or_default() += 1;
        let told = match how {
            How::Place => "told by its place from others of its name",
            How::Forgiven => "its kind or district differs from the register's; its name and place agree",
            How::Code | How::Name => continue,
        };
        matches.notes.push(format!("{} is {}: {told}", called(&all[at]), gazetteer.called(commune)));
    }
    matches.features.insert(commune, found.iter().map(|&(at, _)| at).collect());
}

/// Complains of labels that were swapped: each polygon holds the other's label point, not its own.
pub(super) fn astray(gazetteer: &Gazetteer, featured: &[Featured], matches: &mut Matches) {
    let holds = |feature: usize, point: usize| {
        matches.features[&feature].iter().any(|&at| holds(&featured[at], point, gazetteer))
    };
    let astray: Vec<usize> = matches.features.keys().copied().filter(|&commune| !holds(commune, commune)).collect();
    let mut faults = Vec::new();
    for (at, &a) in astray.iter().enumerate() {
        for &b in &astray[at + 1..] {
            if holds(a, b) && holds(b, a) {
                faults.push(ImportFault::SwappedNames { a: gazetteer.called(a), b: gazetteer.called(b) });
            }
        }
    }
    for commune in astray {
        matches.notes.push(format!("{}: the register's label point is not in its polygon", gazetteer.called(commune)));
    }
    matches.faults.extend(faults);
}
