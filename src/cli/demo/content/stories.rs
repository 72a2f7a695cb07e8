//! The stories: decisions with their reviews, comments and polls, and the templates of the multiplier.

use crate::features::comments::model::Stance;
use crate::features::decisions::details::{ActType, BudgetStage, Buyer, DecisionKind, Details, LandRight};
use crate::features::decisions::model::{Access, DecisionState};
use crate::features::decisions::version::Content;
use crate::features::polls::model::{Choice, PollMode};
use crate::features::reviews::model::{ReviewForm, ReviewState};
use crate::kernel::clock::Timestamp;
use crate::kernel::localized::{Locale, Localized};
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decisions {
    pub(super) decision: Vec<Decision>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub slug: String,
    pub body: String,
    pub kind: DecisionKind,
    pub author: String,
    #[serde(deserialize_with = "instant")]
    pub drafted_at: Timestamp,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub published_at: Option<Timestamp>,
    pub state: DecisionState,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub state_at: Option<Timestamp>,
    pub reason: Option<String>,
    pub access: Option<Access>,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub embargo_until: Option<Timestamp>,
    pub superseded_by: Option<String>,
    pub title: Localized,
    pub summary: Localized,
    pub text: Localized,
    /// By kind; read by [`Decision::details`].
    details: toml::Table,
    #[serde(default)]
    pub revised: Vec<Revised>,
    #[serde(default)]
    pub review: Vec<Review>,
}

impl Decision {
    /// The details, by the kind the decision names.
    ///
    /// # Errors
    /// What does not fit the kind.
    pub fn details(&self) -> Result<Details, String> {
        let mut table = self.details.clone();
        table.insert("kind".to_owned(), self.kind.as_str().into());
        table.try_into().map_err(|error: toml::de::Error| format!("{}: {}", self.slug, error.message()))
    }

    /// What its first version says.
    ///
    /// # Errors
    /// As [`Decision::details`].
    pub fn content(&self) -> Result<Content, String> {
        let (title, summary, text) = (self.title.clone(), self.summary.clone(), self.text.clone());
        Ok(Content { title, summary, text, details: self.details()? })
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revised {
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    pub summary: Localized,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    pub council: String,
    pub form: ReviewForm,
    #[serde(deserialize_with = "instant")]
    pub opened_at: Timestamp,
    pub opened_by: String,
    pub state: ReviewState,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub state_at: Option<Timestamp>,
    #[serde(default)]
    pub recusals: Vec<Recusal>,
    #[serde(default)]
    pub comments: Vec<Comment>,
    #[serde(default)]
    pub polls: Vec<Poll>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    pub person: String,
    pub reason: String,
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    pub id: String,
    pub reply_to: Option<String>,
    pub author: String,
    pub stance: Stance,
    pub text: String,
    #[serde(deserialize_with = "instant")]
    pub at: Timestamp,
    /// Why a moderator hid it.
    pub hidden: Option<String>,
    /// What the author made of it.
    pub edited: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Poll {
    pub mode: PollMode,
    pub question: Localized,
    #[serde(deserialize_with = "instant")]
    pub opened_at: Timestamp,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub closes_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "instant_if_any")]
    pub closed_at: Option<Timestamp>,
    #[serde(rename = "for")]
    pub in_favour: usize,
    pub against: usize,
    pub abstain: usize,
    #[serde(default, deserialize_with = "choice_if_any")]
    pub chair: Option<Choice>,
    /// What those cast whom the story follows; `NONE` of who has not voted.
    #[serde(default, deserialize_with = "choices")]
    pub votes: BTreeMap<String, Option<Choice>>,
    /// Why it was annulled.
    pub annulled: Option<String>,
    #[serde(default)]
    pub replaces_previous: bool,
    /// The slug of the meeting in which it is held.
    pub meeting: Option<String>,
    #[serde(default)]
    pub dissent: Vec<Dissent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dissent {
    pub person: String,
    pub text: String,
}

/// What the multiplier writes its decisions and comments from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Templates {
    pub template: Vec<Template>,
    pub remark: Vec<Remark>,
    pub place: Vec<Place>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    pub kind: DecisionKind,
    /// Whose decision it can be: kinds of bodies, or slugs of single ones.
    pub by: Vec<String>,
    pub title: Localized,
    pub summary: Localized,
    pub text: Localized,
    /// The least and the most that `{n}` counts.
    pub n: (i64, i64),
    /// The same of `{amount}`, in millions of tenge.
    #[serde(default = "some_millions")]
    pub millions: (i64, i64),
    /// What it is about, in a few words.
    pub subject: Option<Localized>,
    /// Not about towns.
    #[serde(default)]
    pub rural: bool,
    pub right: Option<LandRight>,
    pub buyer: Option<Buyer>,
    /// What a lot is counted in.
    pub unit: Option<String>,
    pub act_type: Option<ActType>,
    pub recipient: Option<Localized>,
    #[serde(default)]
    pub stages: Vec<BudgetStage>,
}

impl Template {
    /// What it is about; its title where nothing shorter is said.
    pub fn subject(&self) -> &Localized {
        self.subject.as_ref().unwrap_or(&self.title)
    }
}

/// Of what names no sum.
const fn some_millions() -> (i64, i64) {
    (10, 100)
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub stance: Stance,
    pub locale: Locale,
    pub text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The code of its region of the first level.
    pub region: String,
    pub name: Localized,
}

pub(super) fn instant<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let text = String::deserialize(from)?;
    Timestamp::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text} is not an instant")))
}

pub(super) fn instant_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Timestamp>, D::Error> {
    instant(from).map(Some)
}

/// `NONE` is the word for somebody who took no part.
fn choice_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Choice>, D::Error> {
    choice(&String::deserialize(from)?).map_err(serde::de::Error::custom)
}

fn choices<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Option<Choice>>, D::Error> {
    let words = BTreeMap::<String, String>::deserialize(from)?.into_iter();
    words.map(|(person, word)| Ok((person, choice(&word).map_err(serde::de::Error::custom)?))).collect()
}

fn choice(word: &str) -> Result<Option<Choice>, <Choice as std::str::FromStr>::Err> {
    if word == "NONE" { Ok(None) } else { word.parse().map(Some) }
}
