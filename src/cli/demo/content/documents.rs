//! What follows the vote: final documents with their recommendations, the answers to them, and what became of the plans.

use super::stories::instant;
use super::stories::instant_if_any;
use crate::features::answers::milestone::JudgementVerdict;
use crate::features::answers::{RatingVerdict, Verdict};
use crate::features::documents::content::Participant;
use crate::features::documents::model::Priority;
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Documents {
    pub(super) document: Vec<Document>,
}

/// The final document of a review.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The slug of the decision that was reviewed.
    pub decision: String,
    /// Which of its reviews, from 0.
    #[serde(default)]
    pub review: usize,
    /// The slug of the hearing on whose protocol it rests; without, it rests on a vote.
    pub hearing: Option<String>,
    pub held_on: NaiveDate,
    pub place: Localized,
    pub participants: Vec<Participant>,
    pub facts: Localized,
    pub conclusion: Localized,
    #[serde(deserialize_with = "instant")]
    pub adopted_at: Timestamp,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub sent_at: Option<Timestamp>,
    #[serde(default)]
    pub acknowledged: Vec<Acknowledged>,
    pub recommendation: Vec<Recommended>,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub closed_at: Option<Timestamp>,
    /// What those who preside say to the end of it.
    pub closed_because: Option<String>,
}

/// By whom and when a receipt was acknowledged.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acknowledged {
    pub body: String,
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
}

/// A recommendation, and what was answered to it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recommended {
    pub text: Localized,
    pub priority: Priority,
    pub wished_on: Option<NaiveDate>,
    /// The slugs of its addressees.
    pub to: Vec<String>,
    /// In the order of time; a body's second one corrects its first.
    #[serde(default)]
    pub answer: Vec<Answered>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answered {
    /// Whose, where several are asked.
    pub body: Option<String>,
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub verdict: Verdict,
    pub reasons: Localized,
    #[serde(default)]
    pub plan: Vec<Promised>,
    pub rated: Option<Rated>,
}

/// What the council thinks of an answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rated {
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub verdict: RatingVerdict,
    pub reason: String,
    /// Which poll of the review decided so, from 0; else one on just that.
    pub poll: Option<usize>,
}

/// A milestone, and what came of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Promised {
    pub title: Localized,
    pub due_on: NaiveDate,
    #[serde(default)]
    pub reports: Vec<Reported>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reported {
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub evidence: String,
    pub url: Option<String>,
    pub judged: Option<Judged>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub verdict: JudgementVerdict,
    pub reason: Option<String>,
}

impl Recommended {
    /// Whose answer it is.
    pub fn body_of<'c>(&'c self, answer: &'c Answered) -> &'c str {
        answer.body.as_deref().or_else(|| self.to.first().map(String::as_str)).unwrap_or_default()
    }
}
