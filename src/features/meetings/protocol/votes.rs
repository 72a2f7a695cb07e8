//! The agenda of a protocol: what was reviewed, who recused themselves, what was voted and how, who dissents.

use super::content::{At, Count, Decided, Dissent, Item, Recused, Subject, Voice, Vote};
use crate::access::act::Writing;
use crate::access::sight::Sight;
use crate::db::log::hex;
use crate::features::decisions::{self, Decision};
use crate::features::meetings::agenda::{AgendaItem, reviews as agenda_reviews};
use crate::features::meetings::model::Meeting;
use crate::features::meetings::store;
use crate::features::polls;
use crate::features::polls::model::{self, Poll, Recusal, Ruling};
use crate::features::polls::store::Entry;
use crate::features::reviews::{self, Review};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{DecisionId, DecisionVersionId, PollId, ReviewId};
use std::collections::HashMap;
use std::hash::Hash;

/// Everything the items are made of, by id.
struct Record {
    reviews: HashMap<ReviewId, Review>,
    decisions: HashMap<DecisionId, Decision>,
    recusals: HashMap<ReviewId, Vec<Recusal>>,
    polls: HashMap<ReviewId, Vec<Poll>>,
    /// Number and hash of the versions voted on.
    versions: HashMap<DecisionVersionId, (i64, String)>,
    electors: HashMap<PollId, Vec<Entry>>,
    dissents: HashMap<PollId, Vec<model::Dissent>>,
}

/// The items of a meeting's agenda with what came of them. What a protocol says does not depend on who draws it up, so
/// it is read with the eyes of the system; who may read it is judged when it is read.
///
/// # Errors
/// A fault when the record is not whole.
pub(super) fn agenda(tx: &mut Writing<'_>, meeting: &Meeting) -> Outcome<Vec<Item>> {
    let items = store::agenda_of(tx.conn, &[meeting.id])?;
    let record = read(tx, meeting, &items)?;
    items.iter().map(|entry| item(&record, entry)).collect()
}

fn read(tx: &mut Writing<'_>, meeting: &Meeting, items: &[AgendaItem]) -> Outcome<Record> {
    let sight = Sight::system(tx.now);
    let ids = agenda_reviews(items);
    let subjects: Vec<DecisionId> = items.iter().map(|item| item.decision_id).collect();
    let polls = polls::store::held_in(tx.conn, meeting.id)?;
    let poll_ids: Vec<PollId> = polls.iter().map(|poll| poll.id).collect();
    let wanted: Vec<DecisionVersionId> = polls.iter().map(|poll| poll.version_id).collect();
    let versions = decisions::store::versions_by_ids(tx.conn, &sight, &wanted)?;
    Ok(Record {
        reviews: reviews::store::by_ids(tx.conn, &sight, &ids)?.into_iter().map(|one| (one.id, one)).collect(),
        decisions: decisions::store::by_ids(tx.conn, &sight, &subjects)?.into_iter().map(|one| (one.id, one)).collect(),
        recusals: grouped(polls::store::recusals_of(tx.conn, &ids)?, |recusal| recusal.review_id),
        electors: grouped(polls::store::electors_of(tx.conn, &poll_ids)?, |entry| entry.elector.poll_id),
        dissents: grouped(polls::store::dissents_of(tx.conn, &poll_ids)?, |dissent| dissent.poll_id),
        versions: versions.into_iter().map(|version| (version.id, (version.number, hex(&version.sha256)))).collect(),
        polls: grouped(polls, |poll| poll.review_id),
    })
}

fn grouped<T, K: Eq + Hash>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut sorted: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        sorted.entry(key(&row)).or_default().push(row);
    }
    sorted
}

fn item(record: &Record, entry: &AgendaItem) -> Outcome<Item> {
    let review =
        record.reviews.get(&entry.review_id).ok_or_else(|| Failure::fault("an agenda item without a review"))?;
    let decision = record.decisions.get(&entry.decision_id);
    let decision = decision.ok_or_else(|| Failure::fault("an agenda item without a decision"))?;
    let recusals = record.recusals.get(&review.id).into_iter().flatten();
    let recused = |recusal: &Recusal| Recused { name: recusal.name.clone(), reason: recusal.reason.clone() };
    let polls = record.polls.get(&review.id).into_iter().flatten();
    Ok(Item {
        number: entry.number,
        review: review.id.wire(),
        form: review.form,
        decision: Subject { id: decision.id.wire(), title: decision.title.clone() },
        recused: recusals.map(recused).collect(),
        polls: polls.map(|poll| vote(record, poll)).collect::<Outcome<_>>()?,
    })
}

fn vote(record: &Record, poll: &Poll) -> Outcome<Vote> {
    let version = record.versions.get(&poll.version_id).cloned();
    let (version, sha256) = version.ok_or_else(|| Failure::fault("a poll without its version"))?;
    let electors = record.electors.get(&poll.id).into_iter().flatten();
    let dissents = record.dissents.get(&poll.id).into_iter().flatten();
    let dissent = |one: &model::Dissent| Dissent {
        name: one.name.clone(),
        text: one.text.clone(),
        attached_at: At(one.attached_at),
    };
    Ok(Vote {
        poll: poll.id.wire(),
        mode: poll.mode,
        state: poll.state,
        question: poll.question.clone(),
        version,
        sha256,
        electorate: poll.electorate_size,
        opened_at: At(poll.opened_at),
        closed_at: poll.closed_at.map(At),
        result: poll.ruling.map(decided),
        count: count(poll),
        annulled_because: poll.annulment.as_ref().map(|annulment| annulment.reason.clone()),
        votes: electors.filter_map(voice).collect(),
        dissents: dissents.map(dissent).collect(),
    })
}

fn decided(ruling: Ruling) -> Decided {
    Decided { quorum: ruling.quorum, outcome: ruling.verdict, decided_by: ruling.decided_by }
}

/// The totals, if it was counted and they are told.
fn count(poll: &Poll) -> Option<Count> {
    let tally = poll.tally.filter(|_| poll.ruling.is_some())?;
    Some(Count {
        present: tally.present,
        present_public: tally.present_public,
        votes_for: tally.votes_for,
        votes_against: tally.votes_against,
        votes_abstain: tally.votes_abstain,
    })
}

/// A ballot of a roll call; a secret poll has none to name.
fn voice(entry: &Entry) -> Option<Voice> {
    let (elector, ballot) = (&entry.elector, entry.ballot?);
    Some(Voice { membership: elector.membership_id.wire(), name: elector.name.clone(), choice: ballot.choice })
}
