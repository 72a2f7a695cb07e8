//! Versions: what a decision said, when, and the proof that it said exactly that.
//!
//! # The hash, for a stranger who wants to recompute it
//! `sha256` is the SHA-256 of the UTF-8 bytes of one JSON object in the canonical form of RFC 8785, with five members:
//!
//! | member | holds |
//! |---|---|
//! | `title`, `summary`, `text` | objects with the members `kk` and, where translated, `ru` and `en`: strings as stored |
//! | `kind` | the kind of the decision: `"LAND_ALLOTMENT"` … |
//! | `details` | the details as stored: their own `kind` again, and the fields of the kind in `snake_case`; money in tiyn, dates `"2026-11-22"`, absent fields left out |
//!
//! [`Content::canonical`] is that text; the API hands it out as it is, so that recomputing takes no more than
//! `sha256sum`.

use super::details::{DecisionKind, Details};
use crate::access::core::Rules;
use crate::features::check;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Fault, Outcome};
use crate::kernel::id::{DecisionId, DecisionVersionId, PersonId};
use crate::kernel::localized::Localized;
use crate::kernel::terms;
use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// What a version says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Content {
    pub title: Localized,
    /// A few sentences for lists.
    pub summary: Localized,
    pub text: Localized,
    pub details: Details,
}

/// One numbered version of a decision. Never changed, never deleted: the database itself refuses it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionVersion {
    pub id: DecisionVersionId,
    pub decision_id: DecisionId,
    /// From 1.
    pub number: i64,
    pub content: Content,
    pub sha256: Vec<u8>,
    pub author_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Serialize)]
struct Canonical<'a> {
    title: &'a Localized,
    summary: &'a Localized,
    text: &'a Localized,
    kind: DecisionKind,
    details: &'a Details,
}

impl Content {
    /// Checks every text and every detail, and trims them.
    ///
    /// # Errors
    /// BLANK, TOO_LONG, OUT_OF_RANGE, INVALID_PERIOD, TERM_UNFIT, each with its path.
    pub fn checked(self, rules: &Rules, today: NaiveDate) -> Outcome<Self> {
        Ok(Self {
            title: check::required(&self.title, "title", rules.title_chars)?,
            summary: check::required(&self.summary, "summary", rules.summary_chars)?,
            text: check::required(&self.text, "text", rules.text_chars)?,
            details: self.details.checked(today)?,
        })
    }

    /// The canonical JSON that is hashed.
    ///
    /// # Errors
    /// A fault when a number in it has no exact canonical form; [`Content::checked`] lets none through.
    pub fn canonical(&self) -> Result<String, Fault> {
        let Self { title, summary, text, details } = self;
        let canonical = Canonical { title, summary, text, kind: details.kind(), details };
        serde_json_canonicalizer::to_string(&canonical).map_err(|error| Fault::new(format!("canonical JSON: {error}")))
    }

    /// The SHA-256 of [`Content::canonical`].
    ///
    /// # Errors
    /// The same.
    pub fn sha256(&self) -> Result<Vec<u8>, Fault> {
        Ok(Sha256::digest(self.canonical()?).to_vec())
    }

    /// The search terms of all its texts in all languages, the most important first.
    pub fn terms(&self) -> String {
        let texts = [&self.title, &self.summary, &self.text];
        let texts: Vec<&str> = texts.into_iter().flat_map(Localized::iter).map(|(_, text)| text).collect();
        terms::index_terms(&texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::log::hex;
    use crate::features::decisions::details::{BudgetLevel, BudgetProgramme, BudgetStage};
    use proptest::prelude::*;

    fn content(kk: &str, amount_tiyn: i64) -> Content {
        let text = Localized { kk: kk.into(), ru: Some("Бюджет".into()), en: None };
        let details = Details::BudgetProgramme(BudgetProgramme {
            budget_level: BudgetLevel::Regional,
            stage: BudgetStage::Refinement,
            fiscal_year: 2026,
            amount_tiyn,
            previous_amount_tiyn: None,
        });
        Content { title: text.clone(), summary: text.clone(), text, details }
    }

    #[test]
    fn the_hash_is_that_of_a_text_anybody_can_write_down() {
        let content = content("Бюджет туралы", 2_770_000_000_000);
        let text = r#"{"kk":"Бюджет туралы","ru":"Бюджет"}"#;
        let details = r#"{"amount_tiyn":2770000000000,"budget_level":"REGIONAL","fiscal_year":2026,"kind":"BUDGET_PROGRAMME","stage":"REFINEMENT"}"#;
        let expected = format!(
            r#"{{"details":{details},"kind":"BUDGET_PROGRAMME","summary":{text},"text":{text},"title":{text}}}"#
        );
        assert_eq!(content.canonical().expect("writes"), expected);
        assert_eq!(hex(&content.sha256().expect("hashes")), hex(&Sha256::digest(expected)));
    }

    #[test]
    fn every_language_is_searchable() {
        let terms = content("Қала бюджеті", 1).terms();
        assert!(terms.contains("бюджеті") && terms.contains("бюджет"), "{terms}");
    }

    proptest! {
        #[test]
        fn another_content_has_another_hash(a in "\\PC{1,20}", b in "\\PC{1,20}", m in 0_i64..1000, n in 0_i64..1000) {
            let (one, other) = (content(&a, m), content(&b, n));
            let same = one.sha256().expect("hashes") == other.sha256().expect("hashes");
            prop_assert_eq!(same, one == other);
        }
    }
}
