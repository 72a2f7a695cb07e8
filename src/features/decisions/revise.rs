//! An officer gives a decision a new version.

use super::model::{Decision, REVISABLE};
use super::version::{Content, DecisionVersion};
use super::{event, load, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::DecisionId;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// What the decision is to say from now on.
#[derive(Clone, Debug)]
pub struct Revision {
    pub decision: DecisionId,
    /// The revision the officer has read and changes.
    pub expected: i64,
    pub content: Content,
}

/// Revises a decision. Earlier versions stay readable; a running poll stays bound to its own.
///
/// # Errors
/// STALE_REVISION, WRONG_STATE, DETAILS_UNFIT when the kind would change, NOTHING_CHANGED, BODY_NOT_IN_FORCE; BLANK,
/// TOO_LONG, OUT_OF_RANGE, INVALID_PERIOD or TERM_UNFIT of a field.
pub fn revise(tx: &mut Writing<'_>, input: &Revision) -> Outcome<Decision> {
    // load
    let decision = load::held(tx, input.decision)?;
    // authorize
    let permit = tx.authorize::<can::ReviseDecision>(Place::body(decision.body_id))?;
    let author = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    // admit
    load::admit_body(tx, decision.body_id)?;
    admit(&decision, input)?;
    let content = input.content.clone().checked(&tx.core.rules, tx.now.day())?;
    let sha256 = content.sha256()?;
    let current = store::version_of(tx.conn, decision.version_id)?;
    let current = current.ok_or_else(|| Failure::fault("a decision without its current version"))?;
    if current.sha256 == sha256 {
        return Err(Refusal::new(Code::NothingChanged).into());
    }
    // write
    let number = decision.revision.saturating_add(1);
    let (decision_id, created_at) = (decision.id, tx.now);
    let version = DecisionVersion { id: tx.id(), decision_id, number, content, sha256, author_id: author, created_at };
    store::revise(tx.conn, &permit, &version)?;
    // record
    tx.record(event::revised(&version));
    let (title, summary) = (version.content.title, version.content.summary);
    Ok(Decision { version_id: version.id, revision: number, title, summary, ..decision })
}

fn admit(decision: &Decision, input: &Revision) -> Result<(), Refusal> {
    if decision.revision != input.expected {
        let stale = Refusal::new(Code::StaleRevision).at("expectedRevision");
        return Err(stale.with("expected", input.expected).with("current", decision.revision));
    }
    if !REVISABLE.contains(&decision.state) {
        return Err(decision.wrong_state());
    }
    if input.content.details.kind() != decision.kind {
        return Err(Refusal::new(Code::DetailsUnfit).at("details"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::decisions::details::{ActType, Details, DraftAct, Other};
    use crate::features::decisions::model::{DecisionState, tests::decision};
    use crate::kernel::localized::Localized;

    fn revision(expected: i64, details: Details) -> Revision {
        let text = Localized { kk: "Мәтін".into(), ru: None, en: None };
        let content = Content { title: text.clone(), summary: text.clone(), text, details };
        Revision { decision: decision(DecisionState::Draft).id, expected, content }
    }

    fn other() -> Details {
        Details::Other(Other { subject: Localized { kk: "Тақырып".into(), ru: None, en: None } })
    }

    #[test]
    fn drafts_and_published_decisions_are_revised_and_ended_ones_are_not() {
        for state in DecisionState::ALL {
            let admitted = admit(&decision(*state), &revision(1, other())).is_ok();
            assert_eq!(admitted, REVISABLE.contains(state), "{state:?}");
        }
    }

    #[test]
    fn who_read_an_older_revision_is_told_both_numbers() {
        let refusal = admit(&decision(DecisionState::Draft), &revision(3, other())).expect_err("stale");
        assert_eq!(refusal.code, Code::StaleRevision);
        assert!(refusal.message(crate::kernel::localized::Locale::En).contains('3'));
    }

    #[test]
    fn a_decision_keeps_its_kind() {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 12, 1).expect("valid");
        let act = Details::DraftAct(DraftAct { act_type: ActType::Order, discussion_until: day });
        let refusal = admit(&decision(DecisionState::Draft), &revision(1, act)).expect_err("unfit");
        assert_eq!(refusal.code, Code::DetailsUnfit);
    }
}
