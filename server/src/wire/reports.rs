//! Reports as JSON, for the OpenAPI document. They are read by `ingest`, which tells of everything
//! that is wrong with a file at once.

use utoipa::ToSchema;

/// `POST reports` as a workbook: the bytes of an .xlsx file.
#[derive(ToSchema, Debug)]
#[schema(value_type = String, format = Binary)]
#[expect(dead_code, reason = "describes what comes in")]
pub struct Workbook(Vec<u8>);

/// `POST reports` as JSON. The list alone is taken, too.
#[derive(ToSchema, Debug)]
#[expect(dead_code, reason = "describes what comes in")]
pub struct ReportFile {
    /// One report for each commune and day.
    reports: Vec<ReportRow>,
}

/// One commune's counts of one day. Other keys are refused.
#[derive(ToSchema, Debug)]
#[expect(dead_code, reason = "describes what comes in")]
pub struct ReportRow {
    /// The commune's code; or its name, where it is clear which is meant.
    commune: String,
    /// The name or code of its district, where the commune's name is not enough.
    district: Option<String>,
    /// The day reported: `YYYY-MM-DD`.
    #[schema(format = Date)]
    day: String,
    /// New confirmed cases.
    f0: u32,
    /// Of them found in quarantine or in a locked-down area.
    f0_isolated: Option<u32>,
    /// Of them in the community, source unknown.
    f0_unknown_source: Option<u32>,
    /// Of them traced to an industrial zone, school, large supermarket or the like.
    f0_special_venue: Option<u32>,
    /// Clusters of unknown source.
    clusters_unknown_source: Option<u32>,
    /// Clusters of such places.
    clusters_special_venue: Option<u32>,
    /// Direct contacts present in the community.
    f1_community: Option<u32>,
    /// Who or what it came from, at most 1,000 characters. No person.
    source: Option<String>,
    /// A remark, at most 1,000 characters. About no person.
    note: Option<String>,
}
