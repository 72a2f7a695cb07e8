//! What a final document says, and the proof that it said exactly that.
//!
//! A document quotes: the names of council and bodies, the title and the hash of the decision, the count of the vote, all
//! as they were when the version was written. A ministry that is renamed later does not rename what was sent to it.
//!
//! # The hash, for a stranger who wants to recompute it
//! `sha256` is the SHA-256 of the UTF-8 bytes of one JSON object in the canonical form of RFC 8785, with these members:
//!
//! | member | holds |
//! |---|---|
//! | `number` | `{year, number}`: the document's number in the council's year |
//! | `review` | the id of the review |
//! | `council`, `body` | `{id, name}`: the council, and the body whose decision it reviewed |
//! | `decision` | `{id, title, version, sha256}`: the version that was voted on or heard, with its hash in hexadecimal |
//! | `vote` | `{poll, mode, electorate, present, for, against, abstain}`; left out where it rests on a hearing |
//! | `protocol` | `{id, meeting, title, version, sha256}`: the signed protocol of the hearing; left out where it rests on a vote |
//! | `heldOn`, `form` | the day `"2026-11-20"` and the form of public control `"HEARING"` … |
//! | `place`, `facts`, `conclusion` | objects with the members `kk` and, where translated, `ru` and `en` |
//! | `participants` | list of `{name, standing}`; `standing` is left out where it was not given |
//! | `recommendations` | list of `{number, text, priority, wishedOn, addressees: [{id, name}]}`; `wishedOn` may be left out |
//!
//! The text is stored as it was hashed and handed out as it is, so that recomputing takes no more than `sha256sum`.

use super::model::{Number, Priority};
use crate::features::polls::model::PollMode;
use crate::features::reviews::ReviewForm;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Fault;
use crate::kernel::id::{DocumentVersionId, FinalDocumentId, PersonId};
use crate::kernel::localized::Localized;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Somebody by id and by the name at that time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The id as clients see it.
    pub id: String,
    pub name: Localized,
}

/// The decision that was reviewed, in the version that was voted on or heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    pub id: String,
    pub title: Localized,
    pub version: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// The vote by which the council adopted the document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub poll: String,
    pub mode: PollMode,
    pub electorate: u32,
    pub present: u32,
    #[serde(rename = "for")]
    pub votes_for: u32,
    #[serde(rename = "against")]
    pub votes_against: u32,
    #[serde(rename = "abstain")]
    pub votes_abstain: u32,
}

/// The protocol of the hearing on which the document rests, as chair and secretary signed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Minutes {
    pub id: String,
    pub meeting: String,
    /// What the hearing was announced as.
    pub title: Localized,
    /// The version that both signed.
    pub version: i64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

/// Somebody who took part in the examination.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    pub name: String,
    /// For whom, and by what right: "Association of Parents, expert".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Localized>,
}

/// A recommendation as a version words it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    /// From 1.
    pub number: i64,
    pub text: Localized,
    pub priority: Priority,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wished_on: Option<NaiveDate>,
    pub addressees: Vec<Named>,
}

/// What a version says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    pub number: Number,
    pub review: String,
    pub council: Named,
    pub body: Named,
    pub decision: Reviewed,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vote: Option<Vote>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Minutes>,
    pub held_on: NaiveDate,
    pub form: ReviewForm,
    pub place: Localized,
    pub participants: Vec<Participant>,
    pub facts: Localized,
    pub conclusion: Localized,
    pub recommendations: Vec<Proposal>,
}

impl Content {
    /// The canonical JSON that is hashed.
    ///
    /// # Errors
    /// A fault when it cannot be written; nothing in it has no canonical form.
    pub fn canonical(&self) -> Result<String, Fault> {
        serde_json_canonicalizer::to_string(self).map_err(|error| Fault::new(format!("canonical JSON: {error}")))
    }
}

/// One numbered version of a final document. Never changed, never deleted: the database itself refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentVersion {
    pub id: DocumentVersionId,
    pub document_id: FinalDocumentId,
    /// From 1: the revision of the document.
    pub number: i64,
    pub content: Content,
    /// The content as it was hashed.
    pub canonical: String,
    pub sha256: Vec<u8>,
    pub author_id: PersonId,
    pub created_at: Timestamp,
}

/// The SHA-256 of a canonical content.
pub fn sha256(canonical: &str) -> Vec<u8> {
    Sha256::digest(canonical).to_vec()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::db::log::hex;

    pub(in super::super) fn text(kk: &str) -> Localized {
        Localized { kk: kk.into(), ru: None, en: None }
    }

    pub(in super::super) fn named(id: &str, name: &str) -> Named {
        Named { id: id.into(), name: text(name) }
    }

    /// A document with one recommendation.
    pub(in super::super) fn content() -> Content {
        let day = NaiveDate::from_ymd_opt(2026, 11, 20).expect("valid");
        Content {
            number: Number { year: 2026, number: 7 },
            review: "rev_1".into(),
            council: named("cou_1", "Қоғамдық кеңес"),
            body: named("bod_1", "Министрлік"),
            decision: Reviewed { id: "dec_1".into(), title: text("Бюджет"), version: 2, sha256: "ab".into() },
            vote: Some(Vote {
                poll: "poll_1".into(),
                mode: PollMode::RollCall,
                electorate: 15,
                present: 12,
                votes_for: 9,
                votes_against: 2,
                votes_abstain: 1,
            }),
            protocol: None,
            held_on: day,
            form: ReviewForm::Hearing,
            place: text("Астана"),
            participants: vec![Participant { name: "Аслан".into(), standing: None }],
            facts: text("Фактілер"),
            conclusion: text("Қорытынды"),
            recommendations: vec![Proposal {
                number: 1,
                text: text("Жариялау"),
                priority: Priority::High,
                wished_on: None,
                addressees: vec![named("bod_1", "Министрлік")],
            }],
        }
    }

    /// The same, resting on a hearing.
    pub(in super::super) fn heard() -> Content {
        let minutes = Minutes {
            id: "prot_1".into(),
            meeting: "mtg_1".into(),
            title: text("Тыңдау"),
            version: 1,
            sha256: "cd".into(),
        };
        Content { vote: None, protocol: Some(minutes), ..content() }
    }

    #[test]
    fn the_hash_is_that_of_a_text_anybody_can_write_down() {
        let expected = concat!(
            r#"{"body":{"id":"bod_1","name":{"kk":"Министрлік"}},"conclusion":{"kk":"Қорытынды"},"#,
            r#""council":{"id":"cou_1","name":{"kk":"Қоғамдық кеңес"}},"#,
            r#""decision":{"id":"dec_1","sha256":"ab","title":{"kk":"Бюджет"},"version":2},"facts":{"kk":"Фактілер"},"#,
            r#""form":"HEARING","heldOn":"2026-11-20","number":{"number":7,"year":2026},"#,
            r#""participants":[{"name":"Аслан"}],"place":{"kk":"Астана"},"#,
            r#""recommendations":[{"addressees":[{"id":"bod_1","name":{"kk":"Министрлік"}}],"number":1,"priority":"HIGH","text":{"kk":"Жариялау"}}],"#,
            r#""review":"rev_1","vote":{"abstain":1,"against":2,"electorate":15,"for":9,"mode":"ROLL_CALL","poll":"poll_1","present":12}}"#,
        );
        let canonical = content().canonical().expect("writes");
        assert_eq!(canonical, expected);
        assert_eq!(hex(&sha256(&canonical)), hex(&Sha256::digest(expected)));
    }

    #[test]
    fn what_is_stored_is_read_back_as_it_was() {
        for content in [content(), heard()] {
            let canonical = content.canonical().expect("writes");
            let read: Content = serde_json::from_str(&canonical).expect("reads");
            assert_eq!(read, content);
            assert_eq!(read.canonical().expect("writes"), canonical);
        }
    }

    #[test]
    fn a_document_that_rests_on_a_hearing_quotes_its_protocol_in_place_of_a_vote() {
        let canonical = heard().canonical().expect("writes");
        let quoted =
            r#""protocol":{"id":"prot_1","meeting":"mtg_1","sha256":"cd","title":{"kk":"Тыңдау"},"version":1}"#;
        assert!(canonical.contains(quoted) && !canonical.contains("\"vote\""), "{canonical}");
    }
}
