//! `GET exports/levels.{csv,json,geojson,xlsx}`: every unit's level on a day or on many. Days are rated
//! some at a time, off the serving threads, and leave before the next are.

use super::super::App;
use super::super::error::ApiError;
use super::super::moment::{Moment, MomentQuery, day};
use super::super::params::Params;
use super::super::units::unit_named;
use super::{CSV, Failure, File, XLSX, blocking, body, csv_form, judged_by, map_note, name, stamp};
use crate::domain::day::Day;
use crate::domain::explain::Explained;
use crate::domain::facts::Facts;
use crate::domain::rules::RuleSet;
use crate::domain::unit::Tier;
use crate::store::LastOfDay;
use crate::wire::ErrorAnswer;
use crate::wire::exports::{
    Book, Cell, CsvForm, Features, JsonForm, LARGEST_SHEET, LEVELS, LevelRows, LevelsFile, STAMP, Stamp,
};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::CONTENT_LENGTH;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::Response;
use futures_util::stream;
use serde::Deserialize;
use std::io::{Seek, SeekFrom};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio_util::io::ReaderStream;
use utoipa::IntoParams;

/// How many days a file has at most: ten years.
const LONGEST: i32 = 3_653;
/// How many standings are rated at a time, and how many days at most: what is in memory at once.
const AT_ONCE: usize = 1 << 15;
const DAYS_AT_ONCE: usize = 31;

/// Which levels.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(in crate::http) struct LevelsQuery {
    /// The day, YYYY-MM-DD; by default the day of `as_of`. Not with `from` and `to`.
    day: Option<String>,
    /// The first of several days; where only `to` is given, that of the first report.
    from: Option<String>,
    /// The last of several days; where only `from` is given, the day of `as_of`.
    to: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    as_of: Option<String>,
    /// Only units of this tier: `commune`, `district` or `province`.
    tier: Option<String>,
    /// Only this unit, by its code: a commune, or a district with its communes.
    unit: Option<String>,
    /// CSV only: 1 (the default) or 0, whether the file begins with a byte order mark, which Excel needs.
    bom: Option<u8>,
    /// CSV only: `comma` (the default), or `semicolon` for a spreadsheet on a Windows set to Vietnamese.
    separator: Option<String>,
}

/// Every unit's level as CSV, a row for each unit and day
///
/// The level as known at `as_of`, why, and the level published on that day. Columns: docs/exports.md.
#[utoipa::path(get, path = "/api/v1/exports/levels.csv", params(LevelsQuery), responses(
    (status = 200, description = "UTF-8, lines ended by CRLF", body = String, content_type = "text/csv"),
    (status = 304, description = "As it was seen before"), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(in crate::http) async fn levels_csv(
    State(app): State<App>,
    Params(query): Params<LevelsQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let form = Form::Csv(csv_form(query.bom, query.separator.as_deref())?);
    Ok(Asked::of(app, &query).await?.streamed(form, &method, &headers))
}

/// Every unit's level as JSON
#[utoipa::path(get, path = "/api/v1/exports/levels.json", params(LevelsQuery), responses(
    (status = 200, body = LevelsFile), (status = 304, description = "As it was seen before"),
    (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(in crate::http) async fn levels_json(
    State(app): State<App>,
    Params(query): Params<LevelsQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    query.is_not_csv()?;
    Ok(Asked::of(app, &query).await?.streamed(Form::Json(JsonForm), &method, &headers))
}

/// Every unit's level on one day, with its polygon
#[utoipa::path(get, path = "/api/v1/exports/levels.geojson", params(LevelsQuery), responses(
    (status = 200, description = "FeatureCollection; properties are the columns of the CSV", content_type = "application/geo+json"),
    (status = 304, description = "As it was seen before"), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(in crate::http) async fn levels_geojson(
    State(app): State<App>,
    Params(query): Params<LevelsQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    query.is_not_csv()?;
    let mut asked = Asked::of(app, &query).await?;
    if asked.days.0 != asked.days.1 {
        return Err(ApiError::query(
            "một bản đồ chỉ của một ngày; hãy ghi day=YYYY-MM-DD, hoặc lấy levels.csv cho nhiều ngày",
            "a map is of one day; write day=YYYY-MM-DD, or take levels.csv for several",
        ));
    }
    asked.stamp.attribution.push_str(map_note(&asked.app));
    let file = asked.file("application/geo+json", "", "geojson");
    if let Some(answer) = file.known(&method, &headers) {
        return Ok(answer);
    }
    let published = asked.published(asked.days).await?;
    Ok(file.with(Body::from(blocking(move || asked.features(&published)).await?)))
}

/// Every unit's level as a workbook, with a sheet that says what it is
#[utoipa::path(get, path = "/api/v1/exports/levels.xlsx", params(LevelsQuery), responses(
    (status = 200, description = "Sheets `Mức nguy cơ` and `Nguồn`; days are dates, levels are numbers",
        content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (status = 304, description = "As it was seen before"), (status = 400, body = ErrorAnswer), (status = 404, body = ErrorAnswer)))]
pub(in crate::http) async fn levels_xlsx(
    State(app): State<App>,
    Params(query): Params<LevelsQuery>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    query.is_not_csv()?;
    let asked = Asked::of(app, &query).await?;
    let days = asked.days.1.since(asked.days.0).unsigned_abs() + 1;
    let rows = u64::from(days) * asked.rows().units().count() as u64;
    fits_a_sheet(rows)?;
    let file = asked.file(XLSX, "", "xlsx");
    if let Some(answer) = file.known(&method, &headers) {
        return Ok(answer);
    }
    let (written, length) = asked.workbook().await?;
    let mut answer = file.with(Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(written))));
    answer.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    Ok(answer)
}

fn fits_a_sheet(rows: u64) -> Result<(), ApiError> {
    if rows <= LARGEST_SHEET {
        return Ok(());
    }
    Err(ApiError::query(
        format!(
            "{rows} dòng không vừa một trang tính, vốn chỉ có {LARGEST_SHEET} dòng; hãy chọn ít ngày hơn, một cấp, hoặc lấy \
             levels.csv"
        ),
        format!(
            "{rows} rows do not fit a sheet, which has {LARGEST_SHEET} at most; ask for fewer days or one tier, or take \
         levels.csv"
        ),
    ))
}

impl LevelsQuery {
    fn is_not_csv(&self) -> Result<(), ApiError> {
        match (self.bom, &self.separator) {
            (None, None) => Ok(()),
            _ => Err(ApiError::query("bom và separator chỉ dùng cho CSV", "bom and separator are for CSV alone")),
        }
    }
}

#[derive(Clone, Copy)]
enum Form {
    Csv(CsvForm),
    Json(JsonForm),
}

/// A question that was understood, with the facts it is about.
struct Asked {
    app: App,
    facts: Arc<Facts>,
    days: (Day, Day),
    tier: Option<Tier>,
    /// The place in the register of the unit that is asked for.
    unit: Option<usize>,
    stamp: Stamp,
    /// Whether an instant was named.
    then: bool,
}

impl Asked {
    async fn of(app: App, query: &LevelsQuery) -> Result<Self, ApiError> {
        let LevelsQuery { day: one, from, to, as_of, tier, unit, .. } = query;
        if one.is_some() && (from.is_some() || to.is_some()) {
            return Err(ApiError::query(
                "ghi day, hoặc from và to, không ghi cả hai",
                "write day, or from and to, but not both",
            ));
        }
        let tier = tier.as_deref().map(|tier| {
            let unknown = || {
                ApiError::query(
                    format!("không có tier {tier:?}; hãy ghi commune, district hoặc province"),
                    format!("tier {tier:?} is not known; write commune, district or province"),
                )
            };
            Tier::parse(tier).ok_or_else(unknown)
        });
        let tier = tier.transpose()?;
        let unit = unit.as_deref().map(|code| unit_named(&app, code)).transpose()?;
        let last = one.as_ref().or(to.as_ref()).cloned();
        let moment = Moment::of(&app, &MomentQuery { channel: None, day: last, as_of: as_of.clone() }).await?;
        let communes = app.atlas.register.of_tier(Tier::Commune);
        let first = communes.filter_map(|at| moment.facts.of(at).first()).min();
        let from = match from.as_deref().map(day).transpose()? {
            Some(from) => from,
            None if to.is_some() => first.unwrap_or(moment.day).min(moment.day),
            None => moment.day,
        };
        moment.check_days(from, LONGEST, ("một tệp", "a file"))?;
        let what = format!(
            "mức nguy cơ tính tự động theo {} từ báo cáo F0 của các xã, phường, thị trấn; là đề xuất, không thay công bố \
             của cơ quan có thẩm quyền",
            judged_by(&app.timeline, (from, moment.day))
        );
        let stamp = stamp(&app, moment.as_of, &what);
        let then = as_of.is_some();
        Ok(Self { app, facts: moment.facts, days: (from, moment.day), tier, unit, stamp, then })
    }

    fn file(&self, kind: &'static str, more: &str, ending: &str) -> File {
        let unit = self.unit.map(|at| self.app.atlas.register.units()[at].code.as_str());
        let what: Vec<&str> = ["levels"].into_iter().chain(unit).chain(self.tier.map(Tier::code)).collect();
        let what = what.join("-");
        let name = name(&self.app, &what, Some(self.days), self.then.then_some(self.stamp.as_of), ending);
        File::of(&self.app, (kind, name), &format!("{} {more}", self.stamp.as_of))
    }

    fn rows(&self) -> LevelRows<'_> {
        let atlas = &self.app.atlas;
        LevelRows { register: &atlas.register, register_hash: &atlas.register_hash, tier: self.tier, unit: self.unit }
    }

    /// The days from `from` on that are rated at once.
    fn some_days(&self, from: Day) -> (Day, Day) {
        let days = (AT_ONCE / self.app.atlas.register.units().len().max(1)).clamp(1, DAYS_AT_ONCE);
        (from, self.days.1.min(from.plus(i32::try_from(days).unwrap_or(1) - 1)))
    }

    async fn published(&self, days: (Day, Day)) -> Result<Vec<LastOfDay>, ApiError> {
        let province = &self.app.atlas.register.province().code;
        Ok(self.app.store.last_of_days(province, days, self.stamp.as_of).await?)
    }

    /// Hands over the row of every unit on some days: its place in the register, its cells, the rules of its day.
    fn each<E>(
        &self,
        days: (Day, Day),
        published: &[LastOfDay],
        mut each: impl FnMut(usize, &[Cell<'_>], &RuleSet) -> Result<(), E>,
    ) -> Result<(), E> {
        let rows = self.rows();
        let (timeline, register) = (&self.app.timeline, &self.app.atlas.register);
        let boards: Box<dyn Iterator<Item = Explained<'_>>> = match self.unit {
            Some(at) => Box::new(Explained::days(timeline, register, &self.facts, at, days)),
            None => Box::new(Explained::every_day(timeline, register, &self.facts, days)),
        };
        for explained in boards {
            let last = published.iter().find(|last| last.day == explained.board().day);
            rows.units().try_for_each(|at| each(at, &rows.row(&explained, at, last), explained.rules()))?;
        }
        Ok(())
    }

    /// The file in a form that leaves as it is made.
    fn streamed(self, form: Form, method: &Method, headers: &HeaderMap) -> Response {
        let file = match form {
            Form::Csv(form) => self.file(CSV, &format!("{form:?}"), "csv"),
            Form::Json(_) => self.file("application/json", "", "json"),
        };
        let known = file.known(method, headers);
        known.unwrap_or_else(|| file.with(self.stream(form)))
    }

    fn stream(self, form: Form) -> Body {
        let head = match form {
            Form::Csv(form) => form.head(LEVELS.iter().chain(&STAMP)),
            Form::Json(form) => form.head(&self.stamp),
        };
        let from = Some(self.days.0);
        let state = (Arc::new(self), from, head);
        body(stream::try_unfold(state, move |(asked, from, mut out)| async move {
            let Some(from) = from else { return Ok(None) };
            let days = asked.some_days(from);
            let published = asked.published(days).await?;
            let next = (days.1 < asked.days.1).then(|| days.1.plus(1));
            let (asked, out) = blocking(move || {
                asked.write(form, days, &published, &mut out);
                if let (None, Form::Json(form)) = (next, form) {
                    out.extend(form.tail());
                }
                Ok((asked, out))
            })
            .await?;
            Ok(Some((out, (asked, next, Vec::new()))))
        }))
    }

    fn write(&self, form: Form, days: (Day, Day), published: &[LastOfDay], out: &mut Vec<u8>) {
        let mut first = days.0 == self.days.0;
        let Ok(()) = self.each(days, published, |_, cells, rules| {
            match form {
                Form::Csv(form) => form.row(cells.iter().chain(&self.stamp.cells(rules)), out),
                Form::Json(form) => form.row(cells, rules, std::mem::take(&mut first), out),
            }
            Ok::<_, std::convert::Infallible>(())
        });
    }

    fn features(&self, published: &[LastOfDay]) -> Result<Vec<u8>, Failure> {
        let features = Features::of(&self.app.atlas.map.json)?;
        let rules = self.app.timeline.on(self.days.0);
        let mut out = Features::head(&self.stamp, rules, self.app.atlas.kind.code());
        let (stamp, columns, mut first) = (self.stamp.cells(rules), [&LEVELS[..], &STAMP].concat(), true);
        self.each(self.days, published, |at, cells, _| {
            let code = &self.app.atlas.register.units()[at].code;
            let all: Vec<Cell<'_>> = cells.iter().chain(&stamp).cloned().collect();
            features.feature(code.as_str(), (&columns, &all), std::mem::take(&mut first), &mut out);
            Ok::<_, Failure>(())
        })?;
        out.extend(Features::tail());
        Ok(out)
    }

    /// Writes the workbook to a file without a name, which is gone with its reader. Who hangs up stops it.
    async fn workbook(self) -> Result<(std::fs::File, u64), ApiError> {
        // One at a time: each takes room on the disk. Who waits finds the room of who hung up.
        static BOOKS: Semaphore = Semaphore::const_new(1);
        let _turn = BOOKS.acquire().await.map_err(|_| ApiError::Internal)?;
        let asked = Arc::new(self);
        let as_of = asked.stamp.as_of;
        let mut book = blocking(move || Ok(Book::new(LEVELS.iter().chain(&STAMP), as_of)?)).await?;
        let mut from = Some(asked.days.0);
        while let Some(first) = from {
            let days = asked.some_days(first);
            let published = asked.published(days).await?;
            let writer = asked.clone();
            book = blocking(move || {
                let row =
                    |_, cells: &[Cell<'_>], rules: &RuleSet| book.row(cells.iter().chain(&writer.stamp.cells(rules)));
                writer.each(days, &published, row)?;
                Ok(book)
            })
            .await?;
            from = (days.1 < asked.days.1).then(|| days.1.plus(1));
        }
        blocking(move || asked.finish(book)).await
    }

    fn finish(&self, book: Book) -> Result<(std::fs::File, u64), Failure> {
        let days = [self.days.0, self.days.1].map(|day| day.to_string()).join(" – ");
        let mut facts = vec![
            ("Địa phương", Cell::Text(&self.app.atlas.register.province().name)),
            ("Các ngày", Cell::Text(&days)),
            (STAMP[0].heading, Cell::Instant(self.stamp.as_of)),
            ("Giờ", Cell::Text("Giờ Việt Nam (UTC+7)")),
        ];
        let judging: Vec<_> = self.app.timeline.within(self.days).collect();
        for (days, rules) in &judging {
            facts.push((STAMP[1].heading, Cell::Text(&rules.id)));
            if judging.len() > 1 {
                facts.extend([("Từ ngày", Cell::Day(days.0)), ("Đến ngày", Cell::Day(days.1))]);
            }
            facts.extend([("Văn bản", Cell::Text(&rules.title.vi)), (STAMP[2].heading, Cell::Text(&rules.hash))]);
        }
        facts.push((STAMP[3].heading, Cell::Text(&self.stamp.attribution)));
        let mut file = tempfile::tempfile()?;
        let mut criteria: Vec<_> = judging.iter().flat_map(|(_, rules)| &rules.criteria).collect();
        criteria.dedup_by_key(|one| &one.id);
        let criteria: Vec<_> =
            criteria.iter().map(|one| (one.id.as_ref(), one.text.vi.as_str(), one.text.en.as_str())).collect();
        book.finish(&facts, &criteria, &mut file)?;
        let length = file.seek(SeekFrom::End(0))?;
        file.rewind()?;
        Ok((file, length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_longer_than_a_sheet_is_refused_before_it_is_made() {
        // No province that is shipped has so many communes: 300 units on each day of ten years.
        assert!(fits_a_sheet(1_048_575).is_ok());
        let Err(ApiError::BadQuery(said)) = fits_a_sheet(300 * 3_653) else { panic!("1,095,900 rows fit no sheet") };
        assert!(said.en.contains("1095900") && said.en.contains("levels.csv"), "{}", said.en);
    }
}
