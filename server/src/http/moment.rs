//! Two times: the day that figures are about, and the instant at which they were known.
//!
//! Without `as_of` the answer comes from memory. With it, the facts are read again as they were
//! known then: the same question gets the same answer for ever, whatever is corrected later.

use super::App;
use super::error::ApiError;
use crate::clock::{day_of, midnight, rfc3339};
use crate::domain::board::Board;
use crate::domain::day::Day;
use crate::domain::facts::Facts;
use crate::domain::rate::rate;
use jiff::Timestamp;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Which day, as known when.
#[derive(Deserialize, IntoParams, Default)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct MomentQuery {
    /// The channel; `published` is the one there is.
    pub(super) channel: Option<String>,
    /// The day, YYYY-MM-DD; by default the day of `as_of`.
    pub(super) day: Option<String>,
    /// What was known at this instant (RFC 3339); by default now.
    pub(super) as_of: Option<String>,
}

/// Facts as known at an instant, and the day they are asked about.
pub(super) struct Moment {
    pub(super) day: Day,
    pub(super) as_of: Timestamp,
    pub(super) seq: i64,
    pub(super) facts: Arc<Facts>,
    live: Option<Board>,
}

impl Moment {
    pub(super) async fn of(app: &App, query: &MomentQuery) -> Result<Self, ApiError> {
        super::params::check_channel(query.channel.as_deref())?;
        let day = query.day.as_deref().map(day).transpose()?;
        let moment = match &query.as_of {
            None => Self::now(app, day),
            Some(text) => Self::past(app, day, instant(text)?).await?,
        };
        if midnight(moment.day) > moment.as_of.max(app.clock.now()) {
            return Err(ApiError::query(
                format!("chưa đến ngày {}", moment.day.vi()),
                format!("day {} has not come yet", moment.day),
            ));
        }
        Ok(moment)
    }

    fn now(app: &App, day: Option<Day>) -> Self {
        let current = app.desk.hub().current();
        let (entry, facts) = (&current.entry, current.facts.clone());
        let day = day.unwrap_or(entry.day);
        let live = (day == entry.day).then(|| current.board.clone());
        Self { day, as_of: entry.t, seq: entry.seq, facts, live }
    }

    async fn past(app: &App, day: Option<Day>, as_of: Timestamp) -> Result<Self, ApiError> {
        settle(app, as_of).await?;
        let register = &app.atlas.register;
        let facts = Arc::new(app.store.facts_as_of(register, as_of).await?.facts);
        let seq = app.store.seq_at(&register.province().code, as_of).await?;
        Ok(Self { day: day.unwrap_or(day_of(as_of)), as_of, seq, facts, live: None })
    }

    /// That the days from `from` through this one are 1 to `longest`; what is named is told to have no more.
    pub(super) fn check_days(&self, from: Day, longest: i32, (vi, en): (&str, &str)) -> Result<(), ApiError> {
        let (to, length) = (self.day, self.day.since(from) + 1);
        match length {
            ..1 => Err(ApiError::query(
                format!("from {} sau to {}; hãy ghi ngày sớm hơn ở from", from.vi(), to.vi()),
                format!("from {from} lies after to {to}; write the earlier day as from"),
            )),
            _ if length > longest => Err(ApiError::query(
                format!("từ {} đến {} là {length} ngày; {vi} có từ 1 đến {longest}", from.vi(), to.vi()),
                format!("from {from} to {to} are {length} days; {en} has 1 to {longest}"),
            )),
            _ => Ok(()),
        }
    }

    /// Whether its board is the one that the live channel shows.
    pub(super) fn is_live(&self) -> bool {
        self.live.is_some()
    }

    pub(super) fn board(&self, app: &App) -> Board {
        self.live.clone().unwrap_or_else(|| rate(&app.timeline, &app.atlas.register, &self.facts, self.day))
    }
}

/// The instant of knowledge that is asked for, settled: by default that of the newest entry.
pub(super) async fn known_at(app: &App, as_of: Option<&str>) -> Result<Timestamp, ApiError> {
    let Some(text) = as_of else { return Ok(app.desk.hub().current().entry.t) };
    let as_of = instant(text)?;
    settle(app, as_of).await?;
    Ok(as_of)
}

/// What was published up to is settled; of what came later, the instant itself must be over.
async fn settle(app: &App, as_of: Timestamp) -> Result<(), ApiError> {
    if as_of > app.desk.hub().current().entry.t {
        let at = rfc3339(as_of);
        let future = || ApiError::query(format!("as_of {at} ở tương lai"), format!("as_of {at} lies in the future"));
        if as_of.as_millisecond() >= app.clock.now().as_millisecond() {
            return Err(future());
        }
        if as_of >= app.desk.settle().await? {
            return Err(future());
        }
    }
    Ok(())
}

pub(super) fn day(text: &str) -> Result<Day, ApiError> {
    Day::parse(text).ok_or_else(|| {
        ApiError::query(
            format!("{text:?} không phải là ngày; hãy ghi YYYY-MM-DD, như 2021-09-05"),
            format!("{text:?} is not a day; write YYYY-MM-DD, as 2021-09-05"),
        )
    })
}

pub(super) fn instant(text: &str) -> Result<Timestamp, ApiError> {
    // A plus sign that was not escaped reads as a space. Windows must not reach beyond the calendar.
    let parsed = text.replace(' ', "+").parse().ok().filter(|instant| *instant >= Timestamp::UNIX_EPOCH);
    parsed.ok_or_else(|| {
        ApiError::query(
            format!("as_of {text:?} không phải là thời điểm từ năm 1970; hãy ghi theo RFC 3339, như 2021-09-05T17:00:00%2B07:00"),
            format!("as_of {text:?} is not an instant since 1970; write RFC 3339, as 2021-09-05T17:00:00%2B07:00"),
        )
    })
}
