//! Meetings of the councils, the files that hang on things, and what people follow.

use super::stories::{instant, instant_if_any};
use crate::features::attachments::Access;
use crate::features::meetings::{Capacity, MeetingForm};
use crate::features::notices::Delivery;
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::Localized;
use chrono::Duration;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meetings {
    pub(super) hall: Vec<Hall>,
    pub(super) meeting: Vec<Meeting>,
}

/// Where a council meets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hall {
    pub council: String,
    pub place: Localized,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    pub slug: String,
    pub council: String,
    #[serde(default = "ordinary")]
    pub form: MeetingForm,
    /// What it is called where it has a name of its own.
    pub title: Option<Localized>,
    #[serde(deserialize_with = "instant")]
    pub called_at: Timestamp,
    #[serde(deserialize_with = "instant")]
    pub starts_at: Timestamp,
    /// How long it was held; nothing of one that lies ahead or was cancelled.
    pub minutes: Option<i64>,
    /// The slugs of decisions whose reviews by this council are on it.
    #[serde(default)]
    pub agenda: Vec<String>,
    /// Who did not come, of those whom the story follows.
    #[serde(default)]
    pub absent: Vec<String>,
    /// The only ones who came.
    #[serde(default)]
    pub only: Vec<String>,
    /// Who came half an hour after the beginning.
    #[serde(default)]
    pub late: Vec<String>,
    /// Who left half an hour before the end.
    #[serde(default)]
    pub early: Vec<String>,
    /// Why it was held behind closed doors.
    pub closed: Option<String>,
    pub cancelled: Option<Cancelled>,
    /// Who has signed the protocol.
    #[serde(default)]
    pub signed: Vec<Capacity>,
}

const fn ordinary() -> MeetingForm {
    MeetingForm::Meeting
}

impl Meeting {
    /// When it was over, if it was held.
    pub fn closes_at(&self) -> Option<Timestamp> {
        self.minutes.map(|minutes| self.starts_at.plus(Duration::minutes(minutes)))
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cancelled {
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Files {
    pub(super) file: Vec<File>,
}

/// A file that is made when the demonstration is filled.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub slug: String,
    /// The name it is handed out under.
    pub name: String,
    pub access: Access,
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub on: Owner,
    pub says: Says,
    /// The restricted file of which it is the copy for the public.
    pub copy_of: Option<String>,
}

/// What a file hangs on, by slugs and places in lists.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Owner {
    Decision(String),
    /// The final document on the first review of this decision.
    Document(String),
    /// The answer to a recommendation of that document; both from 0.
    Answer {
        decision: String,
        recommendation: usize,
        answer: usize,
    },
    Meeting(String),
}

/// What is in a file, and so what kind of file it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Says {
    /// A page with these lines, in the letters that every PDF reader has.
    Pdf(Vec<String>),
    /// A table.
    Csv(Vec<Vec<String>>),
    /// A diagram of columns of these heights, in percent.
    Png(Vec<u8>),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Followers {
    pub(super) follower: Vec<Follower>,
}

/// Somebody who follows things. Until the day on which the stories end they are told in their inbox only.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Follower {
    pub person: String,
    #[serde(deserialize_with = "instant")]
    pub since: Timestamp,
    #[serde(default)]
    pub bodies: Vec<String>,
    #[serde(default)]
    pub councils: Vec<String>,
    #[serde(default)]
    pub decisions: Vec<String>,
    /// When they read their inbox last.
    #[serde(default, deserialize_with = "instant_if_any")]
    pub read_at: Option<Timestamp>,
    /// How they are told from that day on.
    pub delivery: Option<Delivery>,
}
