//! Ballots of roll calls: the one statement that casts, and changes of choice.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::db::AnyConn;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::{ballot_changes, ballots, poll_electors, polls};
use crate::db::types::{Instant, Uid};
use crate::features::polls::model::{Ballot, BallotChange, Choice, PollState};
use crate::features::polls::tally::{BallotBox, Voice};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{MembershipId, PersonId, PollId};
use crate::on_each;
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::Text;
use diesel::sqlite::Sqlite;

/// The condition of every first ballot, open or secret. It and the insertion are one statement that holds the poll's
/// row: voters do not wait for each other, and the close waits for all of them. Reading first and inserting after let
/// late ballots through in 7 of 10 races.
pub(super) const FROM_AN_OPEN_POLL: &str = " FROM polls JOIN poll_electors ON poll_electors.poll_id = polls.id \
    WHERE poll_electors.entitlement = 'ELIGIBLE' AND polls.state = 'OPEN' AND polls.id = ";
/// SQLite's write transaction is already alone; PostgreSQL locks the poll's row against the close.
pub(super) const HELD_PG: &str = " FOR SHARE OF polls";
/// Not an error but zero rows: an error would break off the whole transaction on PostgreSQL.
pub(super) const ONCE: &str = " ON CONFLICT (poll_id, membership_id) DO NOTHING";

struct CastOpen {
    poll: PollId,
    person: PersonId,
    choice: Choice,
    now: Timestamp,
}

macro_rules! cast_open_on {
    ($db:ty, $held:expr) => {
        impl QueryFragment<$db> for CastOpen {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $db>) -> QueryResult<()> {
                out.push_sql("INSERT INTO ballots (poll_id, membership_id, revision, choice, cast_at) SELECT polls.id, poll_electors.membership_id, 1, ");
                out.push_bind_param::<Text, _>(&self.choice)?;
                out.push_sql(", ");
                out.push_bind_param::<Instant, _>(&self.now)?;
                out.push_sql(FROM_AN_OPEN_POLL);
                out.push_bind_param::<Uid, _>(&self.poll)?;
                out.push_sql(" AND polls.mode = 'ROLL_CALL' AND poll_electors.person_id = ");
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
cast_open_on!(Pg, HELD_PG);
cast_open_on!(Sqlite, "");
impl QueryId for CastOpen {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<C> RunQueryDsl<C> for CastOpen {}

/// Casts a first ballot in an open roll call. `false`: nothing was cast, because the poll takes no ballots (any more),
/// the person is no elector of it, or has a ballot in it already.
///
/// # Errors
/// A fault when the database refuses.
pub fn cast_open(
    conn: &mut AnyConn,
    _permit: &Permit<can::CastBallot>,
    poll: PollId,
    person: PersonId,
    choice: Choice,
    now: Timestamp,
) -> Outcome<bool> {
    let statement = CastOpen { poll, person, choice, now };
    Ok(on_each!(conn, c => statement.execute(c))? == 1)
}

/// What decides whether a poll takes ballots.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    pub state: PollState,
    pub closes_at: Option<Timestamp>,
}

/// The gate of a poll, held open until the end of the transaction: the close waits.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn gate(conn: &mut AnyConn, poll: PollId) -> Outcome<Option<Gate>> {
    let query = polls::table.filter(polls::id.eq(poll)).select((polls::state, polls::closes_at));
    let row: Option<(PollState, Option<Timestamp>)> = Lock(query, LockMode::Share).get_result(conn).optional()?;
    Ok(row.map(|(state, closes_at)| Gate { state, closes_at }))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = ballots)]
pub(super) struct Row {
    poll_id: PollId,
    membership_id: MembershipId,
    choice: Choice,
    revision: i64,
    cast_at: Timestamp,
}

impl From<Row> for Ballot {
    fn from(row: Row) -> Self {
        let Row { poll_id, membership_id, choice, revision, cast_at } = row;
        Self { poll_id, membership_id, choice, revision: super::rows::whole(revision), cast_at }
    }
}

/// A member's ballot, held until the end of the transaction: two changes at once happen one after the other.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn ballot(conn: &mut AnyConn, poll: PollId, membership: MembershipId) -> Outcome<Option<Ballot>> {
    let query = ballots::table
        .filter(ballots::poll_id.eq(poll))
        .filter(ballots::membership_id.eq(membership))
        .select(<Row as Selectable<MultiBackend>>::construct_selection());
    let row: Option<Row> = Lock(query, LockMode::Update).get_result(conn).optional()?;
    Ok(row.map(Ballot::from))
}

/// Moves the ballot as it was into the history and writes it as it now is.
///
/// # Errors
/// A fault when the database refuses.
pub fn change_choice(conn: &mut AnyConn, _permit: &Permit<can::CastBallot>, was: &Ballot, is: &Ballot) -> Outcome<()> {
    diesel::insert_into(ballot_changes::table)
        .values((
            ballot_changes::poll_id.eq(was.poll_id),
            ballot_changes::membership_id.eq(was.membership_id),
            ballot_changes::revision.eq(i64::from(was.revision)),
            ballot_changes::choice.eq(was.choice),
            ballot_changes::cast_at.eq(was.cast_at),
        ))
        .execute(conn)?;
    diesel::update(ballots::table.find((is.poll_id, is.membership_id)))
        .set((
            ballots::choice.eq(is.choice),
            ballots::revision.eq(i64::from(is.revision)),
            ballots::cast_at.eq(is.cast_at),
        ))
        .execute(conn)?;
    Ok(())
}

/// The box of a roll call, with the time of the last ballot in it. The caller holds the poll's lock.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn open_box(conn: &mut AnyConn, poll: PollId) -> Outcome<(BallotBox, Option<Timestamp>)> {
    let of_elector =
        poll_electors::poll_id.eq(ballots::poll_id).and(poll_electors::membership_id.eq(ballots::membership_id));
    let rows: Vec<(_, _, Choice, Timestamp)> = ballots::table
        .inner_join(poll_electors::table.on(of_elector))
        .filter(ballots::poll_id.eq(poll))
        .select((poll_electors::category, poll_electors::position, ballots::choice, ballots::cast_at))
        .load(conn)?;
    let last = rows.iter().map(|(_, _, _, cast_at)| *cast_at).max();
    let voice = |(category, position, choice, _)| Voice { category, position, choice };
    Ok((BallotBox::RollCall(rows.into_iter().map(voice).collect()), last))
}

/// How many of a ballot's earlier choices are read at most: its `revision` tells how many there were.
pub const CHANGES: i64 = 100;

/// The latest earlier choices of every ballot of polls read under a sight, latest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn changes_of(conn: &mut AnyConn, polls: &[PollId]) -> Outcome<Vec<BallotChange>> {
    let of_ballot =
        ballots::poll_id.eq(ballot_changes::poll_id).and(ballots::membership_id.eq(ballot_changes::membership_id));
    let rows: Vec<(PollId, MembershipId, i64, Choice, Timestamp)> = ballot_changes::table
        .inner_join(ballots::table.on(of_ballot))
        .filter(ballot_changes::poll_id.eq_any(polls))
        .filter((ballot_changes::revision + CHANGES).ge(ballots::revision))
        .order((ballot_changes::poll_id, ballot_changes::membership_id, ballot_changes::revision.desc()))
        .select((
            ballot_changes::poll_id,
            ballot_changes::membership_id,
            ballot_changes::revision,
            ballot_changes::choice,
            ballot_changes::cast_at,
        ))
        .load(conn)?;
    let change = |(poll_id, membership_id, revision, choice, cast_at)| {
        let revision = super::rows::whole(revision);
        BallotChange { poll_id, membership_id, revision, choice, cast_at }
    };
    Ok(rows.into_iter().map(change).collect())
}
