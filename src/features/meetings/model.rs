//! A meeting, and the rules that need no database.

use crate::access::sight::Sight;
use crate::features::polls::model::{QuorumState, within_term};
use crate::kernel::clock::Timestamp;
use crate::kernel::id::{CouncilId, MeetingId, PersonId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::kernel::zone::Zone;
use crate::text_enum;
use chrono::{Duration, NaiveDate};

/// The farthest day a meeting is called for, in days.
pub const HORIZON_DAYS: i64 = 366;
/// Minutes before the time announced from which members check in.
pub const DOORS_MINUTES: i64 = 60;
/// Hours after the time announced within which a meeting is opened: later it would not be the one that was announced.
pub const PATIENCE_HOURS: i64 = 24;

text_enum! {
    /// What a council comes together for: its own work, or to hear the public and the body.
    pub enum MeetingForm { Meeting = "MEETING", Hearing = "HEARING" }
}

text_enum! {
    /// Whether everybody may attend and read the protocol.
    pub enum Openness { Public = "PUBLIC", Closed = "CLOSED" }
}

text_enum! {
    /// Where a meeting stands. There is no way back.
    pub enum MeetingState { Called = "CALLED", Open = "OPEN", Closed = "CLOSED", Cancelled = "CANCELLED" }
}

/// One meeting or hearing of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub id: MeetingId,
    pub council_id: CouncilId,
    pub form: MeetingForm,
    pub title: Localized,
    pub place: Localized,
    pub starts_at: Timestamp,
    pub openness: Openness,
    /// Why it is closed; public.
    pub openness_reason: Option<String>,
    pub state: MeetingState,
    /// Of the announcement, from 1.
    pub revision: i64,
    pub called_by_id: PersonId,
    /// The name at that time.
    pub called_by_name: String,
    pub called_at: Timestamp,
    /// When the announcement changed last.
    pub changed_at: Timestamp,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// Whether there was a quorum at any moment; frozen by the close.
    pub quorum: Option<QuorumState>,
}

impl Meeting {
    /// # Errors
    /// WRONG_STATE unless it is in one of these.
    pub fn must_be(&self, states: &[MeetingState]) -> Result<(), Refusal> {
        if states.contains(&self.state) {
            return Ok(());
        }
        Err(Refusal::new(Code::WrongState).with("state", self.state.as_str()))
    }

    /// From when on members check in.
    pub fn doors_at(&self) -> Timestamp {
        self.starts_at.plus(Duration::minutes(-DOORS_MINUTES))
    }

    /// Whether members come and go now: from an hour before until the close.
    ///
    /// # Errors
    /// MEETING_TOO_EARLY, WRONG_STATE once it is over.
    pub fn must_admit(&self, now: Timestamp, zone: Zone) -> Result<(), Refusal> {
        match self.state {
            MeetingState::Open => Ok(()),
            MeetingState::Called => not_before(self.doors_at(), now, zone),
            MeetingState::Closed | MeetingState::Cancelled => self.must_be(&[MeetingState::Called, MeetingState::Open]),
        }
    }

    /// Whether it may be opened now. Not before the time that was announced, because people come then; and not days
    /// later, because that would be a meeting nobody was given notice of.
    ///
    /// # Errors
    /// WRONG_STATE, MEETING_TOO_EARLY, MEETING_LAPSED.
    pub fn must_be_due(&self, now: Timestamp, zone: Zone) -> Result<(), Refusal> {
        self.must_be(&[MeetingState::Called])?;
        not_before(self.starts_at, now, zone)?;
        if now > self.starts_at.plus(Duration::hours(PATIENCE_HOURS)) {
            return Err(Refusal::new(Code::MeetingLapsed).with("hours", PATIENCE_HOURS));
        }
        Ok(())
    }

    /// Whether a viewer sees who came and what was said: in a closed meeting those who sit in the council.
    pub fn shows_inside(&self, sight: &Sight) -> bool {
        self.openness == Openness::Public || sight.everything || sight.councils.contains(&self.council_id)
    }
}

fn not_before(from: Timestamp, now: Timestamp, zone: Zone) -> Result<(), Refusal> {
    if now >= from {
        return Ok(());
    }
    Err(Refusal::new(Code::MeetingTooEarly).with("at", zone.local(from).format("%Y-%m-%d %H:%M")))
}

/// A meeting lies ahead, not too far, and within the council's term.
///
/// # Errors
/// MEETING_TIME_INVALID, COUNCIL_TERM_OVER.
pub fn check_time(starts_at: Timestamp, now: Timestamp, term_ends_on: NaiveDate) -> Result<(), Refusal> {
    if starts_at <= now || starts_at > now.plus(Duration::days(HORIZON_DAYS)) {
        return Err(Refusal::new(Code::MeetingTimeInvalid).at("startsAt").with("days", HORIZON_DAYS));
    }
    within_term(term_ends_on, starts_at).map_err(|refusal| refusal.at("startsAt"))
}

#[cfg(test)]
#[path = "model_tests.rs"]
pub(super) mod tests;
