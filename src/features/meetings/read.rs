//! What pages and calendars need of meetings, read under the viewer's sight.

use super::model::{Meeting, Openness};
use super::protocol::Protocol;
use super::store;
use crate::access::act::Reading;
use crate::access::sight::Sight;
use crate::features::councils::{self, Council};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, MeetingId};
use crate::kernel::localized::Localized;
use chrono::Duration;
use std::collections::HashMap;

/// How far back a council's calendar reaches, in days.
const PAST_DAYS: i64 = 366;
/// The most meetings one calendar shows: the latest.
const CALENDAR_MEETINGS: i64 = 500;

/// The current protocol of a meeting, if the viewer may see it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn protocol(r: &mut Reading<'_>, meeting: MeetingId) -> Outcome<Option<Protocol>> {
    Ok(store::latest_protocols_of(r.conn, &r.sight, &[meeting])?.into_iter().next())
}

/// A council with its meetings, as its calendar shows them.
#[derive(Clone, Debug)]
pub struct Diary {
    pub council: Council,
    /// Each with the titles of its agenda, latest first. Of a closed one it says no more than that it is held, where,
    /// when, and why behind closed doors.
    pub meetings: Vec<(Meeting, Vec<Localized>)>,
}

/// The diary of a council, with the eyes of everybody: a calendar program has no account, and what it fetched once lies
/// in many places.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn diary(r: &mut Reading<'_>, id: CouncilId) -> Outcome<Option<Diary>> {
    let Some(council) = councils::store::find(r.conn, id)? else { return Ok(None) };
    let now = r.viewer.now;
    let meetings = store::announced(r.conn, id, now.plus(Duration::days(-PAST_DAYS)), CALENDAR_MEETINGS)?;
    let open = meetings.iter().filter(|meeting| meeting.openness == Openness::Public);
    let ids: Vec<MeetingId> = open.map(|meeting| meeting.id).collect();
    let mut titles: HashMap<MeetingId, Vec<Localized>> = HashMap::new();
    for (meeting, _, title) in store::titles_of(r.conn, &Sight::public(now), &ids)? {
        titles.entry(meeting).or_default().push(title);
    }
    let told = |meeting: Meeting| {
        let titles = titles.remove(&meeting.id).unwrap_or_default();
        (meeting, titles)
    };
    Ok(Some(Diary { council, meetings: meetings.into_iter().map(told).collect() }))
}
