//! The chair, a deputy or the secretary opens a poll: electorate, text and rules are frozen.

use super::model::{
    Citation, Elector, Entitlement, Poll, PollMode, PollRules, PollState, Tally, check_deadline, within_term,
};
use super::{event, hall, review, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::features::answers::motion;
use crate::features::councils::{self, Council, composition};
use crate::features::decisions::model::{Decision, DecisionState};
use crate::features::reviews::{self, Review, ReviewState, Step};
use crate::features::rules::{self, key};
use crate::features::{check, decisions};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::{CouncilId, MeetingId, PersonId, PollId, ReviewId};
use crate::kernel::localized::Localized;
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use std::collections::HashSet;

/// The poll asked for.
#[derive(Clone, Debug)]
pub struct Opening {
    pub review_id: ReviewId,
    pub mode: PollMode,
    pub question: Localized,
    /// When it closes by itself; without, somebody closes it.
    pub closes_at: Option<Timestamp>,
    /// The annulled poll in whose place it stands.
    pub replaces_id: Option<PollId>,
    /// The meeting that votes; without, members vote wherever they are.
    pub meeting_id: Option<MeetingId>,
    /// What it says of an answer if it is adopted; without, it is about no answer.
    pub motion: Option<motion::Proposal>,
}

/// Opens a poll.
///
/// # Errors
/// WRONG_STATE, POLL_RUNNING, COUNCIL_TERM_OVER, OUTSIDE_TERM, COUNCIL_NOT_COMPLIANT, ELECTORATE_TOO_SMALL,
/// DEADLINE_INVALID, REPLACES_UNFIT, ALREADY_REPLACED, NOT_ON_AGENDA, BLANK, TOO_LONG; what [`motion::admit`] refuses.
pub fn open(tx: &mut Writing<'_>, input: &Opening) -> Outcome<Poll> {
    // load: the lock keeps recusals and other openings out
    let review = reviews::store::lock(tx.conn, &tx.sight, input.review_id)?.ok_or(Denied::NotFound("review"))?;
    let decision = decisions::store::find(tx.conn, &tx.sight, review.decision_id)?.ok_or(Denied::NotFound("review"))?;
    // authorize
    let permit = tx.authorize::<can::OpenPoll>(Place::review(decision.body_id, review.council_id))?;
    let opened_by_id = permit.actor.ok_or(Denied::Unauthenticated)?;
    // admit
    let question = check::required(&input.question, "question", tx.core.rules.title_chars)?;
    admit_review(tx, &review, &decision, input.replaces_id)?;
    let council = admit_council(tx, review.council_id)?;
    admit_deadline(tx, input.closes_at, &council)?;
    admit_replaced(tx, input.replaces_id, &review)?;
    hall::admit(tx, input.meeting_id, &review)?;
    let motion = motion::admit(tx, &review, input.motion.as_ref())?;
    let draft = Opening { question, ..input.clone() };
    let mut poll = draft_poll(tx, &draft, &review, &decision, &council, opened_by_id)?;
    let electors = electorate(tx, &poll)?;
    poll.electorate_size = eligible(&electors);
    admit_secrecy(tx, &poll)?;
    // write
    store::insert(tx.conn, &permit, &poll)?;
    store::freeze_electorate(tx.conn, &permit, &electors)?;
    motion::put(tx, &permit, poll.id, motion.as_ref())?;
    review::vote(tx, &permit, &review)?;
    // record
    tx.record(motion::told(motion.as_ref(), event::opened(&poll, &electors)));
    Ok(poll)
}

fn admit_review(tx: &mut Writing<'_>, review: &Review, decision: &Decision, replaces: Option<PollId>) -> Outcome<()> {
    if store::running(tx.conn, review.id)?.is_some() {
        return Err(Refusal::new(Code::PollRunning).into());
    }
    // What the body answered is voted on whatever has become of the decision meanwhile.
    if review.state.is_running() && decision.state != DecisionState::Published {
        return Err(decision.wrong_state().into());
    }
    // A concluded review votes again only in the place of what was annulled, and only while nothing else stands.
    if review.state == ReviewState::Concluded && (replaces.is_none() || store::adopted(tx.conn, review.id)?.is_some()) {
        return Err(Refusal::new(Code::WrongState).with("state", review.state.as_str()).into());
    }
    review.after(Step::Vote)?;
    Ok(())
}

/// The council votes only within its term and composed as the law asks. It is held, so that its seats stay as they are
/// judged until they are frozen.
fn admit_council(tx: &mut Writing<'_>, id: CouncilId) -> Outcome<Council> {
    let council = councils::store::lock(tx.conn, id)?.ok_or_else(|| Failure::fault("a review without a council"))?;
    let today = tx.now.day();
    within_term(council.term_ends_on, tx.now)?;
    if !council.term_covers(today) {
        let (starts, ends) = (council.term_starts_on, council.term_ends_on);
        return Err(Refusal::new(Code::OutsideTerm).with("starts", starts).with("ends", ends).into());
    }
    let report = composition::report(tx.conn, &council, today)?;
    let broken: Vec<&composition::Check> = report.broken().collect();
    let Some(first) = broken.first() else { return Ok(council) };
    let check = |check: &&composition::Check| format!("{} {} ({})", check.name.as_str(), check.actual, check.required);
    let checks: Vec<String> = broken.iter().map(check).collect();
    Err(Refusal::new(Code::CouncilNotCompliant).with("checks", checks.join("; ")).under(first.rule.clone()).into())
}

fn admit_deadline(tx: &Writing<'_>, closes_at: Option<Timestamp>, council: &Council) -> Result<(), Refusal> {
    let Some(closes_at) = closes_at else { return Ok(()) };
    check_deadline(closes_at, tx.now, tx.core.rules.poll_days, council.term_ends_on)
}

fn admit_replaced(tx: &mut Writing<'_>, replaces: Option<PollId>, review: &Review) -> Outcome<()> {
    let Some(id) = replaces else { return Ok(()) };
    let replaced = store::find(tx.conn, &tx.sight, id)?;
    if !replaced.is_some_and(|poll| poll.review_id == review.id && poll.state == PollState::Annulled) {
        return Err(Refusal::new(Code::ReplacesUnfit).at("replacesId").into());
    }
    // One after the other: a poll that was annulled in its turn is the one to refer to.
    match store::replacement(tx.conn, id)? {
        Some(_) => Err(Refusal::new(Code::AlreadyReplaced).at("replacesId").into()),
        None => Ok(()),
    }
}

fn draft_poll(
    tx: &mut Writing<'_>,
    draft: &Opening,
    review: &Review,
    decision: &Decision,
    council: &Council,
    opened_by_id: PersonId,
) -> Outcome<Poll> {
    let rules = freeze_rules(tx, council)?;
    Ok(Poll {
        id: tx.id(),
        review_id: review.id,
        decision_id: decision.id,
        council_id: council.id,
        version_id: decision.version_id,
        mode: draft.mode,
        state: PollState::Open,
        question: draft.question.clone(),
        rules: rules.into(),
        electorate_size: 0,
        opened_by_id,
        opened_at: tx.now,
        closes_at: draft.closes_at,
        closed_at: None,
        tally: match draft.mode {
            PollMode::RollCall => Some(Tally::default()),
            PollMode::Secret => None,
        },
        ruling: None,
        annulment: None,
        replaces_id: draft.replaces_id,
        meeting_id: draft.meeting_id,
    })
}

fn freeze_rules(tx: &mut Writing<'_>, council: &Council) -> Outcome<PollRules> {
    let today = tx.now.day();
    let mut cite = |key| rules::store::in_force(tx.conn, key, today).map(|rule| Citation::from(&rule));
    Ok(PollRules {
        charter: council.charter.clone(),
        term_ends_on: council.term_ends_on,
        quorum: cite(key::QUORUM)?,
        majority: cite(key::MAJORITY)?,
        tie_break: cite(key::TIE_BREAK)?,
    })
}

/// Everybody with a seat today, each marked whether they recused themselves from this review.
fn electorate(tx: &mut Writing<'_>, poll: &Poll) -> Outcome<Vec<Elector>> {
    let seats = councils::store::seats_on(tx.conn, poll.council_id, tx.now.day())?;
    let recusals = store::recusals_of(tx.conn, &[poll.review_id])?;
    let recused: HashSet<_> = recusals.into_iter().map(|recusal| recusal.membership_id).collect();
    let elector = |seat: councils::Membership| Elector {
        poll_id: poll.id,
        membership_id: seat.id,
        person_id: seat.person_id,
        name: seat.person_name,
        category: seat.category,
        position: seat.position,
        organization_id: seat.organization_id,
        entitlement: if recused.contains(&seat.id) { Entitlement::Recused } else { Entitlement::Eligible },
    };
    Ok(seats.into_iter().map(elector).collect())
}

fn eligible(electors: &[Elector]) -> u32 {
    let count = electors.iter().filter(|elector| elector.entitlement == Entitlement::Eligible).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn admit_secrecy(tx: &mut Writing<'_>, poll: &Poll) -> Outcome<()> {
    if poll.mode == PollMode::RollCall {
        return Ok(());
    }
    let rule = rules::store::in_force(tx.conn, key::SECRET_ELECTORATE_MIN, tx.now.day())?;
    if poll.electorate_size < rule.whole() {
        let refusal =
            Refusal::new(Code::ElectorateTooSmall).with("min", rule.whole()).with("size", poll.electorate_size);
        return Err(refusal.at("mode").under(rule.cite()).into());
    }
    Ok(())
}
