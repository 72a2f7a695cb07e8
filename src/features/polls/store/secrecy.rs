//! Secret polls. Who took part is one row, what was chosen is another, and no column links them: choices have random
//! ids, no times, no order.
//!
//! What somebody with raw access to the storage could still link, and what is done about it:
//!
//! * **While the poll is open**, PostgreSQL marks both rows with the number of the transaction that wrote them
//!   (`xmin`), and new rows of a table lie in the order they came. SQLite has neither: the table is a tree ordered by
//!   the random id. But its write-ahead file holds the pages of recent transactions one after the other.
//! * **At the close** (and at an annulment) all choices are taken out and written anew, under new random ids in the
//!   order of those ids, in one transaction: what remains in the table says nothing about who wrote when.
//! * **After the close**, older copies remain until the engine overwrites them: dead rows on PostgreSQL until VACUUM,
//!   freed pages on SQLite, and what either keeps for recovery (the WAL, its archive, backups made meanwhile). An
//!   operator who runs secret polls keeps those under lock for as long as they exist.
//!
//! The event log says that a ballot was cast and by whom, as the participation does; never what.

use super::ballots::{FROM_AN_OPEN_POLL, HELD_PG, ONCE};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::schema::{participations, poll_electors, secret_choices};
use crate::db::types::{Instant, Uid};
use crate::features::councils::model::Category;
use crate::features::polls::model::{Choice, Participation};
use crate::features::polls::tally::BallotBox;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{MembershipId, PersonId, PollId, SecretChoiceId};
use crate::on_each;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sqlite::Sqlite;

struct TakePart {
    poll: PollId,
    person: PersonId,
    now: Timestamp,
}

macro_rules! take_part_on {
    ($db:ty, $held:expr) => {
        impl QueryFragment<$db> for TakePart {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                out.push_sql("INSERT INTO participations (poll_id, membership_id, participated_at) SELECT polls.id, poll_electors.membership_id, ");
                out.push_bind_param::<Instant, _>(&self.now)?;
                out.push_sql(FROM_AN_OPEN_POLL);
                out.push_bind_param::<Uid, _>(&self.poll)?;
                out.push_sql(" AND polls.mode = 'SECRET' AND poll_electors.person_id = ");
                out.push_bind_param::<Uid, _>(&self.person)?;
                out.push_sql(" AND (polls.closes_at IS NULL OR polls.closes_at > ");
                out.push_bind_param::<Instant, _>(&self.now)?;
                out.push_sql(")");
                out.push_sql($held);
                out.push_sql(ONCE);
                Ok(())
            }
        }
    };
}
take_part_on!(Pg, HELD_PG);
take_part_on!(Sqlite, "");
impl QueryId for TakePart {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<C> RunQueryDsl<C> for TakePart {}

/// A choice on its way into the box, under an id that tells nothing.
#[derive(Clone, Copy, Debug)]
pub struct Slip {
    pub id: SecretChoiceId,
    pub choice: Choice,
}

/// Casts a secret ballot: that the person took part, and a slip into the box. `false`: nothing was cast, for the
/// reasons of [`super::cast_open`].
///
/// # Errors
/// A fault when the database refuses.
pub fn cast_secret(
    conn: &mut AnyConn,
    _permit: &Permit<can::CastBallot>,
    poll: PollId,
    person: PersonId,
    slip: Slip,
    now: Timestamp,
) -> Outcome<bool> {
    let statement = TakePart { poll, person, now };
    if on_each!(&mut *conn, c => statement.execute(c))? == 0 {
        return Ok(false);
    }
    put(conn, poll, &[slip])?;
    Ok(true)
}

fn put(conn: &mut AnyConn, poll: PollId, slips: &[Slip]) -> Outcome<()> {
    let row = |slip: &Slip| {
        (secret_choices::id.eq(slip.id), secret_choices::poll_id.eq(poll), secret_choices::choice.eq(slip.choice))
    };
    let rows: Vec<_> = slips.iter().map(row).collect();
    on_each!(conn, c => diesel::insert_into(secret_choices::table).values(&rows).execute(c))?;
    Ok(())
}

/// When a member took part in a secret poll, if so.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn participation(conn: &mut AnyConn, poll: PollId, membership: MembershipId) -> Outcome<Option<Participation>> {
    let query = participations::table.find((poll, membership)).select(participations::participated_at);
    let at: Option<Timestamp> = query.first(conn).optional()?;
    Ok(at.map(|participated_at| Participation { poll_id: poll, membership_id: membership, participated_at }))
}

/// The box of a secret poll, with the time of the last participation. Only the close opens it, holding the poll's lock
/// and the permit to close.
///
/// # Errors
/// A fault when the database cannot be read, or when the box does not hold one slip per participant.
pub fn secret_box(
    conn: &mut AnyConn,
    _permit: &Permit<can::ClosePoll>,
    poll: PollId,
) -> Outcome<(BallotBox, Option<Timestamp>)> {
    let of_elector = poll_electors::poll_id
        .eq(participations::poll_id)
        .and(poll_electors::membership_id.eq(participations::membership_id));
    let took_part: Vec<(Category, Timestamp)> = participations::table
        .inner_join(poll_electors::table.on(of_elector))
        .filter(participations::poll_id.eq(poll))
        .select((poll_electors::category, participations::participated_at))
        .load(conn)?;
    let choices = slips(conn, poll)?;
    if choices.len() != took_part.len() {
        return Err(Failure::fault(format!(
            "{}: {} slips of {} participants",
            poll.wire(),
            choices.len(),
            took_part.len()
        )));
    }
    let last = took_part.iter().map(|(_, at)| *at).max();
    let present = took_part.into_iter().map(|(category, _)| category).collect();
    Ok((BallotBox::Secret { present, choices }, last))
}

fn slips(conn: &mut AnyConn, poll: PollId) -> Outcome<Vec<Choice>> {
    Ok(secret_choices::table.filter(secret_choices::poll_id.eq(poll)).select(secret_choices::choice).load(conn)?)
}

/// Writes every choice of a poll anew under a fresh random id, in the order of those ids: what lies in the table
/// afterwards was written by one transaction in an order that owes nothing to the order of casting.
///
/// # Errors
/// A fault when the database refuses.
pub fn shuffle(conn: &mut AnyConn, poll: PollId, mut fresh: impl FnMut() -> SecretChoiceId) -> Outcome<()> {
    let mut shuffled: Vec<Slip> = slips(conn, poll)?.into_iter().map(|choice| Slip { id: fresh(), choice }).collect();
    if shuffled.is_empty() {
        return Ok(());
    }
    shuffled.sort_unstable_by_key(|slip| slip.id);
    diesel::delete(secret_choices::table.filter(secret_choices::poll_id.eq(poll))).execute(conn)?;
    put(conn, poll, &shuffled)
}
