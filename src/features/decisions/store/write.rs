//! What is written about decisions, always with a permit.

use super::rows::Row;
use super::versions::VersionRow;
use crate::access::permit::Permit;
use crate::access::policy::{Can, can};
use crate::db::AnyConn;
use crate::db::schema::{decision_versions, decisions, decisions::dsl};
use crate::db::search;
use crate::features::decisions::model::Decision;
use crate::features::decisions::version::DecisionVersion;
use crate::features::transitions::{self, Transition};
use crate::kernel::failure::Outcome;
use diesel::prelude::*;

/// Enters a decision with its first version and its search terms.
///
/// # Errors
/// A fault when the database refuses.
pub fn draft(
    conn: &mut AnyConn,
    permit: &Permit<can::DraftDecision>,
    decision: &Decision,
    version: &DecisionVersion,
    first: &Transition,
) -> Outcome<()> {
    diesel::insert_into(decisions::table).values(Row::from(decision)).execute(conn)?;
    diesel::insert_into(decision_versions::table).values(VersionRow::from(version)).execute(conn)?;
    search::store_terms(conn, decision.id, &version.content.terms())?;
    transitions::store::insert(conn, permit, first)
}

/// Enters a further version and makes it the current one.
///
/// # Errors
/// A fault when the database refuses.
pub fn revise(conn: &mut AnyConn, _permit: &Permit<can::ReviseDecision>, version: &DecisionVersion) -> Outcome<()> {
    diesel::insert_into(decision_versions::table).values(VersionRow::from(version)).execute(conn)?;
    diesel::update(dsl::decisions.find(version.decision_id))
        .set((
            dsl::version_id.eq(version.id),
            dsl::revision.eq(version.number),
            dsl::title.eq(&version.content.title),
            dsl::summary.eq(&version.content.summary),
        ))
        .execute(conn)?;
    Ok(search::store_terms(conn, version.decision_id, &version.content.terms())?)
}

/// Stores what a step of the lifecycle changed, with the transition that says who, when and why.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_state<A: Can>(
    conn: &mut AnyConn,
    permit: &Permit<A>,
    decision: &Decision,
    step: &Transition,
) -> Outcome<()> {
    diesel::update(dsl::decisions.find(decision.id))
        .set((
            dsl::state.eq(decision.state),
            dsl::access.eq(decision.access),
            dsl::published_at.eq(decision.published_at),
            dsl::embargoed_until.eq(decision.embargoed_until),
            dsl::public_from.eq(decision.public_from),
            dsl::superseded_by_id.eq(decision.superseded_by_id),
            dsl::listed_at.eq(decision.listed_at),
        ))
        .execute(conn)?;
    transitions::store::insert(conn, permit, step)
}
