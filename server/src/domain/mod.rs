//! The rules of Decision 2686 and the words they are written in.
//!
//! Pure: no I/O, no clock, no async, no SQL, no JSON. A board is a function of a rule set, a
//! register, facts and a day, so it can be computed again at any time and cannot fail.

/// Every unit's level on a day, and how two boards differ.
pub mod board;
/// Calendar days, as numbers.
pub mod day;
/// Why a unit has its level: every criterion with the figures it looked at.
pub mod explain;
/// What is known of each commune, day by day, in the form the rules read.
pub mod facts;
/// What an officer says that no count tells.
pub mod flag;
/// The four levels, the two ends of a range, and the marks beside them.
pub mod level;
/// What came of a day's reports.
pub mod made;
/// Names of places, in a form in which they can be compared.
pub mod name;
/// From facts to boards, fast.
pub mod rate;
/// One commune's counts of one day, as reported.
pub mod report;
/// Rule sets: parameters, criteria and their evaluators.
pub mod rules;
/// Communes, districts and provinces: codes, tree and neighbours.
pub mod unit;

/// What holds for all inputs.
#[cfg(test)]
mod laws;
/// Small provinces for tests.
#[cfg(test)]
mod sample;
/// The decision's own examples.
#[cfg(test)]
mod worked_cases;
