//! Who reported a day, how late, and who did not.

use super::names::{MadeName, TierName};
use serde::Serialize;
use utoipa::ToSchema;

/// `GET completeness`: what came of a day's reports.
#[derive(Serialize, ToSchema, Debug)]
pub struct CompletenessAnswer {
    /// Number of the newest entry of the change log that this answer knows of.
    pub seq: i64,
    /// The day.
    #[schema(format = Date)]
    pub day: String,
    /// What was known at this instant (RFC 3339).
    #[schema(format = DateTime)]
    pub as_of: String,
    /// Days after which a report that has not come is missing.
    pub grace_days: u32,
    /// Every commune, in the order of the register.
    pub communes: Vec<CommuneReports>,
    /// The same counted: the province, then each district.
    pub counts: Vec<ReportsCount>,
}

/// How a commune stands with its reports.
#[derive(Serialize, ToSchema, Debug)]
pub struct CommuneReports {
    /// Its code.
    pub unit: String,
    /// Whether and when the day's report came.
    #[schema(value_type = MadeName)]
    pub report: &'static str,
    /// When its first revision was learned (RFC 3339); null where there is none.
    #[schema(required, format = DateTime)]
    pub learned_at: Option<String>,
    /// Days from the day to the day on which it was learned; null where there is none.
    #[schema(required)]
    pub days_late: Option<i32>,
    /// Revisions of the day's report.
    pub revisions: i64,
    /// The newest day it reported, up to this one; null for a commune that had not begun.
    #[schema(required, format = Date)]
    pub last_reported: Option<String>,
    /// Days of the window that are missing on the day: while there are any its own level cannot fall.
    pub missing: Vec<String>,
}

/// How many communes of a unit stand where.
#[derive(Serialize, ToSchema, Debug)]
pub struct ReportsCount {
    /// Code of the province or district.
    pub unit: String,
    /// Its tier.
    #[schema(value_type = TierName)]
    pub tier: &'static str,
    /// All its communes.
    pub total: usize,
    /// Those whose report came in time.
    pub on_time: usize,
    /// Those whose report came after the days of grace.
    pub late: usize,
    /// Those whose report may still come.
    pub due: usize,
    /// Those whose report is missing.
    pub missing: usize,
    /// Those that had not begun to report by the day.
    pub not_begun: usize,
}
