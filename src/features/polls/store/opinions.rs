//! Recusals and dissenting opinions: what members say about their own vote.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::{decisions, dissents, memberships, people, poll_electors, polls, recusals, reviews};
use crate::db::uow::is_unique_violation;
use crate::features::decisions::store::visible;
use crate::features::polls::model::{Dissent, Recusal};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{DissentId, MembershipId, PersonId, PollId, RecusalId, ReviewId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use diesel::dsl::exists;
use diesel::prelude::*;

/// Enters a recusal. The unique key is the arbiter of one per member and review.
///
/// # Errors
/// ALREADY_RECUSED; a fault when the database refuses.
pub fn declare(conn: &mut AnyConn, _permit: &Permit<can::DeclareRecusal>, recusal: &Recusal) -> Outcome<()> {
    let values = (
        recusals::id.eq(recusal.id),
        recusals::review_id.eq(recusal.review_id),
        recusals::membership_id.eq(recusal.membership_id),
        recusals::reason.eq(recusal.reason.as_str()),
        recusals::declared_at.eq(recusal.declared_at),
    );
    once(diesel::insert_into(recusals::table).values(values).execute(conn), Code::AlreadyRecused)
}

/// Enters a dissenting opinion. The unique key is the arbiter of one per member and poll.
///
/// # Errors
/// DISSENT_EXISTS; a fault when the database refuses.
pub fn attach_dissent(conn: &mut AnyConn, _permit: &Permit<can::AttachDissent>, dissent: &Dissent) -> Outcome<()> {
    let values = (
        dissents::id.eq(dissent.id),
        dissents::poll_id.eq(dissent.poll_id),
        dissents::membership_id.eq(dissent.membership_id),
        dissents::text.eq(dissent.text.as_str()),
        dissents::attached_at.eq(dissent.attached_at),
    );
    once(diesel::insert_into(dissents::table).values(values).execute(conn), Code::DissentExists)
}

fn once(result: QueryResult<usize>, taken: Code) -> Outcome<()> {
    match result {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(Refusal::new(taken).into()),
        Err(error) => Err(Failure::from(error)),
    }
}

type RecusalRow = (RecusalId, ReviewId, MembershipId, PersonId, String, String, Timestamp);

fn recusal((id, review_id, membership_id, person_id, name, reason, declared_at): RecusalRow) -> Recusal {
    Recusal { id, review_id, membership_id, person_id, name, reason, declared_at }
}

/// Recusals with the names of those who declared them. A macro, because the type has no short name.
macro_rules! recusals {
    () => {
        recusals::table
            .inner_join(memberships::table.on(memberships::id.eq(recusals::membership_id)))
            .inner_join(people::table.on(people::id.eq(memberships::person_id)))
            .order((recusals::declared_at, recusals::id))
            .select((
                recusals::id,
                recusals::review_id,
                recusals::membership_id,
                memberships::person_id,
                people::name,
                recusals::reason,
                recusals::declared_at,
            ))
    };
}

/// The recusals of reviews read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn recusals_of(conn: &mut AnyConn, reviews: &[ReviewId]) -> Outcome<Vec<Recusal>> {
    let rows: Vec<RecusalRow> = recusals!().filter(any(recusals::review_id, reviews)).load(conn)?;
    Ok(rows.into_iter().map(recusal).collect())
}

/// Recusals by id, those of them the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn recusals_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[RecusalId]) -> Outcome<Vec<Recusal>> {
    let seen = decisions::table
        .inner_join(reviews::table.on(reviews::decision_id.eq(decisions::id)))
        .filter(reviews::id.eq(recusals::review_id))
        .filter(visible(sight));
    let rows: Vec<RecusalRow> = recusals!().filter(any(recusals::id, ids)).filter(exists(seen)).load(conn)?;
    Ok(rows.into_iter().map(recusal).collect())
}

type DissentRow = (DissentId, PollId, MembershipId, PersonId, String, String, Timestamp);

fn dissent((id, poll_id, membership_id, person_id, name, text, attached_at): DissentRow) -> Dissent {
    Dissent { id, poll_id, membership_id, person_id, name, text, attached_at }
}

/// Dissenting opinions with the names under which their authors voted. A macro, because the type has no short name.
macro_rules! dissents {
    () => {
        dissents::table
            .inner_join(
                poll_electors::table.on(poll_electors::poll_id
                    .eq(dissents::poll_id)
                    .and(poll_electors::membership_id.eq(dissents::membership_id))),
            )
            .order((dissents::attached_at, dissents::id))
            .select((
                dissents::id,
                dissents::poll_id,
                dissents::membership_id,
                poll_electors::person_id,
                poll_electors::name,
                dissents::text,
                dissents::attached_at,
            ))
    };
}

/// The dissenting opinions on polls read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn dissents_of(conn: &mut AnyConn, polls: &[PollId]) -> Outcome<Vec<Dissent>> {
    let rows: Vec<DissentRow> = dissents!().filter(any(dissents::poll_id, polls)).load(conn)?;
    Ok(rows.into_iter().map(dissent).collect())
}

/// Dissenting opinions by id, those of them the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn dissents_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[DissentId]) -> Outcome<Vec<Dissent>> {
    let seen = decisions::table
        .inner_join(polls::table.on(polls::decision_id.eq(decisions::id)))
        .filter(polls::id.eq(dissents::poll_id))
        .filter(visible(sight));
    let rows: Vec<DissentRow> = dissents!().filter(any(dissents::id, ids)).filter(exists(seen)).load(conn)?;
    Ok(rows.into_iter().map(dissent).collect())
}
