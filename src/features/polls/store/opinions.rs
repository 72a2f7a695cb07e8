//! Recusals and dissenting opinions: what members say about their own vote.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::schema::{dissents, memberships, people, poll_electors, recusals};
use crate::db::uow::is_unique_violation;
use crate::features::polls::model::{Dissent, Recusal};
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{PollId, ReviewId};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
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

/// The recusals of reviews read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn recusals_of(conn: &mut AnyConn, reviews: &[ReviewId]) -> Outcome<Vec<Recusal>> {
    let rows: Vec<(_, _, _, _, _, String, _)> = recusals::table
        .inner_join(memberships::table.on(memberships::id.eq(recusals::membership_id)))
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(any(recusals::review_id, reviews))
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
        .load(conn)?;
    let recusal = |(id, review_id, membership_id, person_id, name, reason, declared_at)| Recusal {
        id,
        review_id,
        membership_id,
        person_id,
        name,
        reason,
        declared_at,
    };
    Ok(rows.into_iter().map(recusal).collect())
}

/// The dissenting opinions on polls read under a sight, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn dissents_of(conn: &mut AnyConn, polls: &[PollId]) -> Outcome<Vec<Dissent>> {
    let of_elector =
        poll_electors::poll_id.eq(dissents::poll_id).and(poll_electors::membership_id.eq(dissents::membership_id));
    let rows: Vec<(_, _, _, _, String, _, _)> = dissents::table
        .inner_join(poll_electors::table.on(of_elector))
        .filter(any(dissents::poll_id, polls))
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
        .load(conn)?;
    let dissent = |(id, poll_id, membership_id, person_id, name, text, attached_at)| Dissent {
        id,
        poll_id,
        membership_id,
        person_id,
        name,
        text,
        attached_at,
    };
    Ok(rows.into_iter().map(dissent).collect())
}
