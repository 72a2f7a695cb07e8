//! The answers to recommendations, oldest first, corrections after what they correct. The recommendations and addressees
//! were themselves read under a sight, so their answers need none.

use super::rows::{Row, columns};
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, first_per_parent};
use crate::db::page::Direction;
use crate::db::schema::answers::{self, dsl};
use crate::features::answers::model::Answer;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AddresseeId, Id, kind};
use crate::kernel::page::{Page, Window};
use crate::keyset;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::collections::HashMap;
use uuid::Uuid;

/// What answers are listed and counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Parents {
    /// Those of all addressees of a recommendation.
    Recommendations,
    /// Those of one addressee.
    Addressees,
}

impl Parents {
    /// A name that tells the lists apart.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Recommendations => "recommendation",
            Self::Addressees => "addressee",
        }
    }

    /// The parent of this kind that an answer has.
    pub fn of(self, answer: &Answer) -> Uuid {
        match self {
            Self::Recommendations => answer.recommendation_id.uuid(),
            Self::Addressees => answer.addressee_id.uuid(),
        }
    }
}

#[derive(Clone, Copy, Debug, QueryId)]
struct OldestOfRecommendation;

impl Listing for OldestOfRecommendation {
    const TABLE: &'static str = "answers";
    const PARENT: &'static str = "recommendation_id";
    const ORDER: &'static str = "answered_at, id";
}

#[derive(Clone, Copy, Debug, QueryId)]
struct OldestOfAddressee;

impl Listing for OldestOfAddressee {
    const TABLE: &'static str = "answers";
    const PARENT: &'static str = "addressee_id";
    const ORDER: &'static str = "answered_at, id";
}

/// The first `limit` answers below each parent, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn first_below(conn: &mut AnyConn, by: Parents, parents: &[Uuid], limit: i64) -> Outcome<Vec<Answer>> {
    let rows: Vec<Row> = match by {
        Parents::Recommendations => first_per_parent::<OldestOfRecommendation, Row>(conn, parents, limit)?,
        Parents::Addressees => first_per_parent::<OldestOfAddressee, Row>(conn, parents, limit)?,
    };
    let mut answers: Vec<Answer> = rows.into_iter().map(Answer::from).collect();
    answers.sort_by_key(|answer| (answer.answered_at, answer.id));
    Ok(answers)
}

/// One page of the answers below a parent, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, by: Parents, parent: Uuid, window: &Window) -> Outcome<Page<Answer>> {
    let all = answers::table.into_boxed::<MultiBackend>();
    // To SQL an id is an id, whatever it identifies.
    let parent: Id<kind::Answer> = Id::from_uuid(parent);
    let query = match by {
        Parents::Recommendations => all.filter(dsl::recommendation_id.eq(parent)),
        Parents::Addressees => all.filter(dsl::addressee_id.eq(parent)),
    };
    let query = keyset!(query, window, Direction::Ascending, dsl::answered_at, dsl::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Answer::from).collect()))
}

/// How many answers each parent has, corrections included; a parent without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of(conn: &mut AnyConn, by: Parents, parents: &[Uuid]) -> Outcome<HashMap<Uuid, i64>> {
    let ids: Vec<Id<kind::Answer>> = parents.iter().map(|id| Id::from_uuid(*id)).collect();
    let rows: Vec<(Id<kind::Answer>, i64)> = match by {
        Parents::Recommendations => dsl::answers
            .filter(any(dsl::recommendation_id, &ids))
            .group_by(dsl::recommendation_id)
            .select((dsl::recommendation_id, count_star()))
            .load(conn)?,
        Parents::Addressees => dsl::answers
            .filter(any(dsl::addressee_id, &ids))
            .group_by(dsl::addressee_id)
            .select((dsl::addressee_id, count_star()))
            .load(conn)?,
    };
    Ok(rows.into_iter().map(|(parent, count)| (parent.uuid(), count)).collect())
}

/// The answer that holds of each addressee: the latest. Who has not answered has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn latest_of(conn: &mut AnyConn, addressees: &[AddresseeId]) -> Outcome<HashMap<AddresseeId, Answer>> {
    let query = dsl::answers.filter(any(dsl::addressee_id, addressees)).order((dsl::addressee_id, dsl::number));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    // In the order of their numbers, so that the last one stays.
    Ok(rows.into_iter().map(Answer::from).map(|answer| (answer.addressee_id, answer)).collect())
}
