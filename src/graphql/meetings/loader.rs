//! Batched loads of meetings and of what hangs on them.

use crate::access::act::Reading;
use crate::features::meetings::store::{self, Headcount};
use crate::features::meetings::{self, AgendaItem, Turnout};
use crate::graphql::batch::{Loader, by_limit};
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, MeetingId, ProtocolId, StayId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

/// Meetings by id.
pub(super) struct MeetingById;

impl Loader for MeetingById {
    type Key = MeetingId;
    type Value = Arc<meetings::Meeting>;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, Self::Value>> {
        Ok(store::by_ids(r.conn, keys)?.into_iter().map(|meeting| (meeting.id, Arc::new(meeting))).collect())
    }
}

/// The meetings of councils that lie farthest ahead; the key says of which council and how many.
pub(super) struct MeetingsOfCouncil;

impl Loader for MeetingsOfCouncil {
    type Key = (CouncilId, i64);
    type Value = Arc<Vec<Arc<meetings::Meeting>>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (limit, councils) in by_limit(keys) {
            let meetings = store::of_councils(r.conn, &councils, limit)?;
            found.extend(grouped(meetings, |meeting| (meeting.council_id, limit)));
        }
        Ok(found)
    }
}

/// How many meetings a council has called.
pub(super) struct CountOfCouncil;

impl Loader for CountOfCouncil {
    type Key = CouncilId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[CouncilId]) -> Outcome<HashMap<CouncilId, i64>> {
        store::counts_of_councils(r.conn, keys)
    }
}

/// The items of an agenda that the viewer may see, in its order.
pub(super) struct AgendaOfMeeting;

impl Loader for AgendaOfMeeting {
    type Key = MeetingId;
    type Value = Arc<Vec<Arc<AgendaItem>>>;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, Self::Value>> {
        Ok(grouped(store::seen_agenda_of(r.conn, &r.sight, keys)?, |item| item.meeting_id))
    }
}

/// The first stays in meetings; the key says in which meeting and how many. Only for meetings the viewer sees into.
pub(super) struct StaysOfMeeting;

impl Loader for StaysOfMeeting {
    type Key = (MeetingId, i64);
    type Value = Arc<Vec<Arc<meetings::Stay>>>;

    fn load(r: &mut Reading<'_>, keys: &[Self::Key]) -> Outcome<HashMap<Self::Key, Self::Value>> {
        let mut found = HashMap::new();
        for (limit, meetings) in by_limit(keys) {
            let stays = store::stays_first_of(r.conn, &meetings, limit)?;
            found.extend(grouped(stays, |stay| (stay.meeting_id, limit)));
        }
        Ok(found)
    }
}

/// How many stays a meeting has.
pub(super) struct StayCountOfMeeting;

impl Loader for StayCountOfMeeting {
    type Key = MeetingId;
    type Value = i64;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, i64>> {
        store::stays_counts_of(r.conn, keys)
    }
}

/// Stays by id.
pub(super) struct StayById;

impl Loader for StayById {
    type Key = StayId;
    type Value = Arc<meetings::Stay>;

    fn load(r: &mut Reading<'_>, keys: &[StayId]) -> Outcome<HashMap<StayId, Self::Value>> {
        Ok(store::stays_by_ids(r.conn, keys)?.into_iter().map(|stay| (stay.id, Arc::new(stay))).collect())
    }
}

/// How many members of each category are in a meeting now.
pub(super) struct HeadcountOfMeeting;

impl Loader for HeadcountOfMeeting {
    type Key = MeetingId;
    type Value = Arc<Headcount>;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, Self::Value>> {
        let counts = store::headcounts_of(r.conn, keys)?;
        Ok(counts.into_iter().map(|(meeting, count)| (meeting, Arc::new(count))).collect())
    }
}

/// How many seats of each category there were, and how many of them came; of meetings that are over.
pub(super) struct TurnoutOfMeeting;

impl Loader for TurnoutOfMeeting {
    type Key = MeetingId;
    type Value = Arc<Vec<Turnout>>;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, Self::Value>> {
        let turnouts = store::turnouts_of(r.conn, keys)?;
        Ok(turnouts.into_iter().map(|(meeting, lines)| (meeting, Arc::new(lines))).collect())
    }
}

/// The current protocol of a meeting, as far as the viewer may see it.
pub(super) struct ProtocolOfMeeting;

impl Loader for ProtocolOfMeeting {
    type Key = MeetingId;
    type Value = Arc<meetings::Protocol>;

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, Self::Value>> {
        let found = store::latest_protocols_of(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|protocol| (protocol.meeting_id, Arc::new(protocol))).collect())
    }
}

/// Protocols by id, as far as the viewer may see them.
pub(super) struct ProtocolById;

impl Loader for ProtocolById {
    type Key = ProtocolId;
    type Value = Arc<meetings::Protocol>;

    fn load(r: &mut Reading<'_>, keys: &[ProtocolId]) -> Outcome<HashMap<ProtocolId, Self::Value>> {
        let found = store::protocols_by_ids(r.conn, &r.sight, keys)?;
        Ok(found.into_iter().map(|protocol| (protocol.id, Arc::new(protocol))).collect())
    }
}

/// That the viewer is checked in to a meeting; missing where they are not.
pub struct ViewerPresent;

impl Loader for ViewerPresent {
    type Key = MeetingId;
    type Value = ();

    fn load(r: &mut Reading<'_>, keys: &[MeetingId]) -> Outcome<HashMap<MeetingId, ()>> {
        let Some(person) = r.viewer.account() else { return Ok(HashMap::new()) };
        Ok(store::present_persons(r.conn, keys, person)?.into_iter().map(|meeting| (meeting, ())).collect())
    }
}

/// Rows sorted to their parents, in the order they came.
fn grouped<T, K: Eq + Hash>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Arc<Vec<Arc<T>>>> {
    let mut sorted: HashMap<K, Vec<Arc<T>>> = HashMap::new();
    for row in rows {
        sorted.entry(key(&row)).or_default().push(Arc::new(row));
    }
    sorted.into_iter().map(|(key, rows)| (key, Arc::new(rows))).collect()
}
