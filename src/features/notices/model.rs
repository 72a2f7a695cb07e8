//! The words of following and being told, and the pure rules about them.

use crate::kernel::clock::Timestamp;
use crate::kernel::event::EventKind;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{self, DecisionId, EventId, FollowId, MailId, NoticeId, PersonId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::kernel::zone::Zone;
use crate::mail::STEPS;
use crate::{json_text, text_enum};
use chrono::{Duration, NaiveDate, Timelike};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

text_enum! {
    /// What can be followed.
    pub enum SubjectKind {
        Body = "BODY", Council = "COUNCIL", Decision = "DECISION", Recommendation = "RECOMMENDATION",
    }
}

text_enum! {
    /// What people are told of.
    pub enum NoticeKind {
        NewDecision = "NEW_DECISION", PollOpened = "POLL_OPENED", PollClosed = "POLL_CLOSED", Answer = "ANSWER",
        Overdue = "OVERDUE", DeadlineMoved = "DEADLINE_MOVED",
    }
}

text_enum! {
    /// How somebody wants to be told, besides the inbox.
    pub enum Delivery { Immediate = "IMMEDIATE", Daily = "DAILY", None = "NONE" }
}

text_enum! {
    /// By which mail a notice is sent: one of its own making, the next digest, or none.
    pub enum Mailing { Mail = "MAIL", Digest = "DIGEST", None = "NONE" }
}

text_enum! {
    /// Where a mail stands. DROPPED: nobody is to get it any more. FAILED: refused for good, or tried for two days.
    pub enum MailState {
        Queued = "QUEUED", Sending = "SENDING", Sent = "SENT", Dropped = "DROPPED", Failed = "FAILED",
    }
}

impl NoticeKind {
    /// The events that people are told of. The index `events_told` and `store/events.rs` name the same.
    pub const fn of(event: EventKind) -> Option<Self> {
        match event {
            EventKind::DecisionPublished => Some(Self::NewDecision),
            EventKind::PollOpened => Some(Self::PollOpened),
            EventKind::PollClosed => Some(Self::PollClosed),
            EventKind::RecommendationAnswered | EventKind::AnswerCorrected => Some(Self::Answer),
            EventKind::DeadlineOverdue => Some(Self::Overdue),
            EventKind::DeadlineMoved => Some(Self::DeadlineMoved),
            _ => None,
        }
    }
}

impl From<Delivery> for Mailing {
    fn from(delivery: Delivery) -> Self {
        match delivery {
            Delivery::Immediate => Self::Mail,
            Delivery::Daily => Self::Digest,
            Delivery::None => Self::None,
        }
    }
}

/// Something that can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subject {
    pub kind: SubjectKind,
    pub id: Uuid,
}

impl SubjectKind {
    /// The prefix of its ids on the wire.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Body => "bod",
            Self::Council => "cou",
            Self::Decision => "dec",
            Self::Recommendation => "rcm",
        }
    }

    /// What it is called when there is none.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Body => "state body",
            Self::Council => "council",
            Self::Decision => "decision",
            Self::Recommendation => "recommendation",
        }
    }
}

impl Subject {
    /// Reads a wire id.
    ///
    /// # Errors
    /// BAD_INPUT when it is no id, or of something that cannot be followed.
    pub fn parse(text: &str) -> Outcome<Self> {
        let bad = |why: &str| Failure::bad_input("subjectId", why);
        let (prefix, id) = id::split(text).ok_or_else(|| bad("is not an id"))?;
        let kind = SubjectKind::ALL.iter().copied().find(|kind| kind.prefix() == prefix);
        let kind = kind.ok_or_else(|| bad("must be the id of a state body, council, decision or recommendation"))?;
        Ok(Self { kind, id })
    }

    pub fn wire(self) -> String {
        id::join(self.kind.prefix(), self.id)
    }
}

/// That somebody follows something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follow {
    pub id: FollowId,
    pub person_id: PersonId,
    pub subject: Subject,
    /// Through which decision the subject is seen, unless everybody sees it.
    pub decision_id: Option<DecisionId>,
    /// What happened earlier is not told.
    pub since_at: Timestamp,
}

/// What a notice says besides its kind, in words and days of the event: public facts, without texts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Facts {
    /// The last day of a term; of a moved one the new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// The last day it had before it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_on: Option<NaiveDate>,
    /// What a poll decided, or an answer says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Until when a poll is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
}
json_text!(Facts);

/// That somebody is told of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub id: NoticeId,
    pub person_id: PersonId,
    pub event_id: EventId,
    pub kind: NoticeKind,
    /// What it happened to: the prefix of its ids, and the id.
    pub subject: (String, Uuid),
    /// Who sees the decision may be told.
    pub decision_id: DecisionId,
    pub facts: Facts,
    pub occurred_at: Timestamp,
    /// What inboxes are ordered by: what was under embargo comes when it is told, not when it happened.
    pub made_at: Timestamp,
    pub read_at: Option<Timestamp>,
    pub mailing: Mailing,
    pub mail_id: Option<MailId>,
}

impl Notice {
    /// The id of what it happened to, as clients see it.
    pub fn subject_wire(&self) -> String {
        id::join(&self.subject.0, self.subject.1)
    }
}

/// A mail in the outbox. What it says is written when it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub id: MailId,
    pub person_id: PersonId,
    /// Without angle brackets; the same at every try.
    pub message_id: String,
    /// The day of a digest.
    pub digest_on: Option<NaiveDate>,
    /// Tries so far, the present one included.
    pub attempts: i64,
    pub created_at: Timestamp,
}

/// How long a claim of a mail holds: longer than the slowest mail server may take, all its steps together. Who dies with a
/// claim delays a mail by so much.
pub fn claim(smtp_seconds: i64) -> Duration {
    Duration::seconds(smtp_seconds.saturating_mul(STEPS.into()))
}

/// Tries until a mail is given up, which takes about two days.
pub const TRIES: i64 = 16;
const LONGEST_WAIT: i64 = 6 * 60;

/// How long to wait after a failed try: a minute, two, four, at most six hours. `None`: no more.
pub fn wait_after(attempts: i64) -> Option<Duration> {
    let doublings = u32::try_from(attempts.max(1) - 1).ok().filter(|_| attempts < TRIES)?;
    let minutes = 1_i64.checked_shl(doublings.min(10)).unwrap_or(LONGEST_WAIT).min(LONGEST_WAIT);
    Some(Duration::minutes(minutes))
}

/// The day whose digest may be made now, and the first instant that belongs to the next; `None` before its hour.
pub fn digest_due(now: Timestamp, hour: u32) -> Option<(NaiveDate, Timestamp)> {
    let zone = Zone::default();
    let local = zone.local(now);
    let on = local.date();
    let since = local.time().signed_duration_since(chrono::NaiveTime::from_hms_opt(hour, 0, 0)?);
    (local.hour() >= hour).then(|| (on, now.plus(-since)))
}

/// # Errors
/// TOO_MANY_FOLLOWS.
pub fn admit_follow(already: i64, limit: i64) -> Result<(), Refusal> {
    if already < limit { Ok(()) } else { Err(Refusal::new(Code::TooManyFollows).with("limit", limit)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("valid")
    }

    #[test]
    fn a_mail_is_tried_for_about_two_days_with_growing_patience() {
        let waits: Vec<i64> = (1..TRIES).filter_map(wait_after).map(|wait| wait.num_minutes()).collect();
        assert_eq!(waits[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
        assert_eq!(waits.len(), 15);
        let hours = waits.iter().sum::<i64>() / 60;
        assert!((40..60).contains(&hours), "{hours}");
        assert_eq!(wait_after(TRIES), None);
    }

    #[test]
    fn a_digest_is_due_from_its_hour_in_kazakhstan_and_holds_what_came_before_it() {
        assert_eq!(digest_due(at("2026-11-22T02:59:59Z"), 8), None);
        let due = |text| digest_due(at(text), 8).expect("due");
        let (on, until) = due("2026-11-22T03:00:00Z");
        assert_eq!((on.to_string(), until), ("2026-11-22".to_owned(), at("2026-11-22T03:00:00Z")));
        assert_eq!(due("2026-11-22T18:59:59.5Z").1, at("2026-11-22T03:00:00Z"));
    }

    #[test]
    fn only_four_kinds_of_things_are_followed() {
        let id = Uuid::new_v4();
        for kind in SubjectKind::ALL {
            let subject = Subject { kind: *kind, id };
            assert_eq!(Subject::parse(&subject.wire()).expect("its own"), subject);
        }
        assert!(Subject::parse(&id::join("poll", id)).is_err() && Subject::parse("x").is_err());
    }
}
