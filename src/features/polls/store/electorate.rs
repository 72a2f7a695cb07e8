//! The frozen electorate, and what each of its members did in the poll.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::Position;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::schema::{ballots, decisions, participations, poll_electors, polls, stays};
use crate::features::councils::model::Category;
use crate::features::polls::model::{Ballot, Choice, Elector, Entitlement, PollMode, PollRules, Verdict, lost};
use crate::features::polls::roster::Roster;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, MeetingId, MembershipId, OrganizationId, PersonId, PollId, ReviewId, StateBodyId};
use crate::on_each;
use diesel::dsl::{exists, not};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = poll_electors, treat_none_as_default_value = false)]
struct Row {
    poll_id: PollId,
    membership_id: MembershipId,
    person_id: PersonId,
    name: String,
    category: Category,
    position: Position,
    organization_id: Option<OrganizationId>,
    entitlement: Entitlement,
}

impl From<Row> for Elector {
    fn from(row: Row) -> Self {
        let Row { poll_id, membership_id, person_id, name, category, position, organization_id, entitlement } = row;
        Self { poll_id, membership_id, person_id, name, category, position, organization_id, entitlement }
    }
}

impl From<&Elector> for Row {
    fn from(elector: &Elector) -> Self {
        let elector = elector.clone();
        Self {
            poll_id: elector.poll_id,
            membership_id: elector.membership_id,
            person_id: elector.person_id,
            name: elector.name,
            category: elector.category,
            position: elector.position,
            organization_id: elector.organization_id,
            entitlement: elector.entitlement,
        }
    }
}

/// Freezes the electorate of a poll just opened. The rows never change again; a trigger sees to it.
///
/// # Errors
/// A fault when the database refuses.
pub fn freeze_electorate(conn: &mut AnyConn, _permit: &Permit<can::OpenPoll>, electors: &[Elector]) -> Outcome<()> {
    let rows: Vec<Row> = electors.iter().map(Row::from).collect();
    on_each!(conn, c => diesel::insert_into(poll_electors::table).values(&rows).execute(c))?;
    Ok(())
}

/// A member of an electorate with what they did: the ballot in a roll call, that they took part in a secret poll.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub elector: Elector,
    pub ballot: Option<Ballot>,
    pub participated_at: Option<Timestamp>,
}

impl Entry {
    /// Whether the member took part, by whichever mode.
    pub fn took_part(&self) -> bool {
        self.ballot.is_some() || self.participated_at.is_some()
    }

    /// Whether the member may dissent from a verdict. In a secret poll nobody knows what they chose, so any
    /// participant may: they say themselves how they voted.
    pub fn has_lost(&self, mode: PollMode, verdict: Verdict) -> bool {
        match (mode, &self.ballot) {
            (PollMode::RollCall, Some(ballot)) => lost(ballot.choice, verdict),
            (PollMode::RollCall, None) => false,
            (PollMode::Secret, _) => self.took_part() && verdict != Verdict::NoQuorum,
        }
    }
}

type Cast = Option<(Choice, i64, Timestamp)>;

fn entry((row, cast, participated_at): (Row, Cast, Option<Timestamp>)) -> Entry {
    let elector = Elector::from(row);
    let ballot = cast.map(|(choice, revision, cast_at)| Ballot {
        poll_id: elector.poll_id,
        membership_id: elector.membership_id,
        choice,
        revision: super::rows::whole(revision),
        cast_at,
    });
    Entry { elector, ballot, participated_at }
}

/// The electorate joined to what its members did. A macro, because the type has no short name.
macro_rules! entries {
    () => {
        poll_electors::table
            .left_join(
                ballots::table.on(ballots::poll_id
                    .eq(poll_electors::poll_id)
                    .and(ballots::membership_id.eq(poll_electors::membership_id))),
            )
            .left_join(
                participations::table.on(participations::poll_id
                    .eq(poll_electors::poll_id)
                    .and(participations::membership_id.eq(poll_electors::membership_id))),
            )
            .select((
                <Row as Selectable<MultiBackend>>::construct_selection(),
                (ballots::choice, ballots::revision, ballots::cast_at).nullable(),
                participations::participated_at.nullable(),
            ))
    };
}

/// The electorates of polls read under a sight, by name within a poll.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn electors_of(conn: &mut AnyConn, polls: &[PollId]) -> Outcome<Vec<Entry>> {
    let query = entries!().filter(any(poll_electors::poll_id, polls));
    let rows = query.order((poll_electors::poll_id, poll_electors::name, poll_electors::membership_id)).load(conn)?;
    Ok(rows.into_iter().map(entry).collect())
}

/// How one person stands in each of these polls, where they are in the electorate.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn entry_of(conn: &mut AnyConn, polls: &[PollId], person: PersonId) -> Outcome<Vec<Entry>> {
    let query = entries!().filter(any(poll_electors::poll_id, polls)).filter(poll_electors::person_id.eq(person));
    Ok(query.load(conn)?.into_iter().map(entry).collect())
}

/// The members who may vote and are in the hall of a meeting at an instant, without a ballot: they are present all the
/// same.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn silent(
    conn: &mut AnyConn,
    poll: PollId,
    meeting: MeetingId,
    at: Timestamp,
) -> Outcome<Vec<(MembershipId, Category)>> {
    let there = stays::table
        .filter(stays::meeting_id.eq(meeting))
        .filter(stays::membership_id.eq(poll_electors::membership_id))
        .filter(stays::came_at.le(at))
        .filter(stays::left_at.is_null().or(stays::left_at.gt(at)));
    let voted = ballots::table
        .filter(ballots::poll_id.eq(poll))
        .filter(ballots::membership_id.eq(poll_electors::membership_id));
    let took_part = participations::table
        .filter(participations::poll_id.eq(poll))
        .filter(participations::membership_id.eq(poll_electors::membership_id));
    Ok(poll_electors::table
        .filter(poll_electors::poll_id.eq(poll))
        .filter(poll_electors::entitlement.eq(Entitlement::Eligible))
        .filter(exists(there))
        .filter(not(exists(voted)))
        .filter(not(exists(took_part)))
        .order(poll_electors::membership_id)
        .select((poll_electors::membership_id, poll_electors::category))
        .load(conn)?)
}

type Facts = (ReviewId, CouncilId, StateBodyId, PollMode, Option<MeetingId>, PollRules);

/// What never changes about a poll: where it is held, how, and by whom. It takes no sight, because standing in the
/// electorate is itself a ground to know of the poll; whoever loads it asks for the sight of everybody else.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn roster(conn: &mut AnyConn, id: PollId) -> Outcome<Option<Roster>> {
    let facts: Option<Facts> = polls::table
        .inner_join(decisions::table.on(decisions::id.eq(polls::decision_id)))
        .filter(polls::id.eq(id))
        .select((polls::review_id, polls::council_id, decisions::body_id, polls::mode, polls::meeting_id, polls::rules))
        .first(conn)
        .optional()?;
    let Some((review_id, council_id, body_id, mode, meeting_id, rules)) = facts else { return Ok(None) };
    let electors: Vec<(PersonId, MembershipId, Entitlement)> = poll_electors::table
        .filter(poll_electors::poll_id.eq(id))
        .select((poll_electors::person_id, poll_electors::membership_id, poll_electors::entitlement))
        .load(conn)?;
    let electors = electors.into_iter().map(|(person, membership, entitlement)| (person, (membership, entitlement)));
    let electors = electors.collect();
    let term_ends_on = rules.term_ends_on;
    Ok(Some(Roster { poll_id: id, review_id, council_id, body_id, mode, meeting_id, term_ends_on, electors }))
}
