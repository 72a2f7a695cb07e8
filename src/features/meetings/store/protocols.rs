//! The rows of `protocols` and `protocol_signatures`.
//!
//! Who may read a protocol: everybody, if the meeting was public, else the members of the council; and in either case
//! only those who see every decision of the agenda, because a protocol names them all. The look of accredited media
//! under an embargo is logged decision by decision, which a protocol cannot do: they read it when everybody does.

use crate::access::permit::Permit;
use crate::access::policy::{Can, can};
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, Only, first_per_parent, first_per_parent_where};
use crate::db::schema::protocol_signatures as signatures;
use crate::db::schema::protocols::{self, dsl};
use crate::db::types::Uid;
use crate::features::decisions::store::{Through, push_ids, visible_through};
use crate::features::meetings::protocol::{Capacity, Protocol, Signature};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{CouncilId, MeetingId, PersonId, ProtocolId, kind};
use diesel::backend::Backend;
use diesel::expression::{AppearsOnTable, Expression, SelectableExpression, ValidGrouping, is_aggregate};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::{Bool, HasSqlType};
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = protocols, treat_none_as_default_value = false)]
struct Row {
    id: ProtocolId,
    meeting_id: MeetingId,
    number: i64,
    content: String,
    sha256: Vec<u8>,
    author_id: PersonId,
    author_name: String,
    created_at: Timestamp,
}

fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

impl Row {
    fn signed(self, signatures: Vec<Signature>) -> Protocol {
        let Self { id, meeting_id, number, content, sha256, author_id, author_name, created_at } = self;
        Protocol { id, meeting_id, number, canonical: content, sha256, author_id, author_name, created_at, signatures }
    }
}

/// The condition over `protocols` of what a sight covers.
#[derive(Clone, Debug)]
struct Seen {
    everything: bool,
    councils: Vec<CouncilId>,
    decision: Through,
}

fn seen(sight: &Sight) -> Seen {
    let sight = Sight { embargoed: false, ..sight.clone() };
    let decision = visible_through("named.decision_id", &sight);
    Seen { everything: sight.everything, councils: sight.councils, decision }
}

impl<DB> QueryFragment<DB> for Seen
where
    DB: Backend + HasSqlType<Uid>,
    Through: QueryFragment<DB>,
    CouncilId: ToSql<Uid, DB>,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if self.everything {
            out.push_sql("1 = 1");
            return Ok(());
        }
        out.push_sql("(EXISTS (SELECT 1 FROM meetings AS held WHERE held.id = protocols.meeting_id AND (held.openness = 'PUBLIC'");
        if !self.councils.is_empty() {
            out.push_sql(" OR held.council_id IN (");
            push_ids::<DB, kind::Council>(&mut out, &self.councils)?;
            out.push_sql(")");
        }
        out.push_sql(")) AND NOT EXISTS (SELECT 1 FROM agenda_items AS named WHERE named.meeting_id = protocols.meeting_id AND NOT ");
        self.decision.walk_ast(out.reborrow())?;
        out.push_sql("))");
        Ok(())
    }
}

// The text depends on the viewer's councils, so the statement is remembered by its text.
impl QueryId for Seen {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}
impl Expression for Seen {
    type SqlType = Bool;
}
impl<QS> AppearsOnTable<QS> for Seen {}
impl<QS> SelectableExpression<QS> for Seen {}
impl ValidGrouping<()> for Seen {
    type IsAggregate = is_aggregate::No;
}

#[derive(Clone, Copy, Debug, QueryId)]
struct LatestOfMeeting;

impl Listing for LatestOfMeeting {
    const TABLE: &'static str = "protocols";
    const PARENT: &'static str = "meeting_id";
    const ORDER: &'static str = "number DESC";
}

/// The latest version of each of these meetings' protocols that the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn latest_protocols_of(conn: &mut AnyConn, sight: &Sight, meetings: &[MeetingId]) -> Outcome<Vec<Protocol>> {
    let parents: Vec<Uuid> = meetings.iter().map(|id| id.uuid()).collect();
    let rows = first_per_parent_where::<LatestOfMeeting, Row, _>(conn, &parents, 1, Only(seen(sight)))?;
    with_signatures(conn, rows)
}

/// The latest version of a meeting's protocol, for whoever draws it up or signs it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn latest_protocol(conn: &mut AnyConn, meeting: MeetingId) -> Outcome<Option<Protocol>> {
    let rows = first_per_parent::<LatestOfMeeting, Row>(conn, &[meeting.uuid()], 1)?;
    Ok(with_signatures(conn, rows)?.into_iter().next())
}

/// Versions by id, those of them the viewer may see.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn protocols_by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[ProtocolId]) -> Outcome<Vec<Protocol>> {
    let rows: Vec<Row> = dsl::protocols.filter(any(dsl::id, ids)).filter(seen(sight)).select(columns()).load(conn)?;
    with_signatures(conn, rows)
}

fn with_signatures(conn: &mut AnyConn, rows: Vec<Row>) -> Outcome<Vec<Protocol>> {
    let ids: Vec<ProtocolId> = rows.iter().map(|row| row.id).collect();
    let found: Vec<(ProtocolId, Capacity, PersonId, String, Timestamp)> = signatures::table
        .filter(any(signatures::protocol_id, &ids))
        .order((signatures::protocol_id, signatures::capacity))
        .select((
            signatures::protocol_id,
            signatures::capacity,
            signatures::person_id,
            signatures::name,
            signatures::signed_at,
        ))
        .load(conn)?;
    let mut given: HashMap<ProtocolId, Vec<Signature>> = HashMap::new();
    for (protocol, capacity, person_id, name, signed_at) in found {
        given.entry(protocol).or_default().push(Signature { capacity, person_id, name, signed_at });
    }
    let signed = |row: Row| {
        let signatures = given.remove(&row.id).unwrap_or_default();
        row.signed(signatures)
    };
    Ok(rows.into_iter().map(signed).collect())
}

/// Enters a version of a protocol. The caller holds the meeting's lock.
///
/// # Errors
/// A fault when the database refuses.
pub fn enter_protocol<A: Can>(conn: &mut AnyConn, _permit: &Permit<A>, protocol: &Protocol) -> Outcome<()> {
    let protocol = protocol.clone();
    let row = Row {
        id: protocol.id,
        meeting_id: protocol.meeting_id,
        number: protocol.number,
        content: protocol.canonical,
        sha256: protocol.sha256,
        author_id: protocol.author_id,
        author_name: protocol.author_name,
        created_at: protocol.created_at,
    };
    diesel::insert_into(dsl::protocols).values(row).execute(conn)?;
    Ok(())
}

/// Enters a signature. The caller holds the meeting's lock and has seen that it is not there.
///
/// # Errors
/// A fault when the database refuses.
pub fn sign(
    conn: &mut AnyConn,
    _permit: &Permit<can::SignProtocol>,
    protocol: &Protocol,
    signature: &Signature,
) -> Outcome<()> {
    let values = (
        signatures::protocol_id.eq(protocol.id),
        signatures::capacity.eq(signature.capacity),
        signatures::person_id.eq(signature.person_id),
        signatures::name.eq(signature.name.as_str()),
        signatures::signed_at.eq(signature.signed_at),
    );
    diesel::insert_into(signatures::table).values(values).execute(conn)?;
    Ok(())
}
