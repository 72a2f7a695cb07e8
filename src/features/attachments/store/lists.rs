//! Attachments by their ids and by their subjects, for many at once and in pages.

use super::rows::{Row, columns};
use super::seen::seen;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::list::{Listing, Only, first_per_parent_where};
use crate::db::page::Direction;
use crate::db::schema::attachments::{self, dsl};
use crate::features::attachments::model::Attachment;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{AttachmentId, Id, kind};
use crate::kernel::page::{Page, Window};
use crate::keyset;
use diesel::dsl::count_star;
use diesel::prelude::*;
use diesel::query_builder::QueryId;
use std::collections::HashMap;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, QueryId)]
struct OfSubject;

impl Listing for OfSubject {
    const TABLE: &'static str = "attachments";
    const PARENT: &'static str = "subject_id";
    // Said again for the planner: the index holds only these.
    const ONLY: &'static str = " AND attachments.state = 'READY'";
    const ORDER: &'static str = "attached_at, id";
}

/// The attachments of these ids that the viewer may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, ids: &[AttachmentId]) -> Outcome<Vec<Attachment>> {
    let rows: Vec<Row> = dsl::attachments.filter(any(dsl::id, ids)).filter(seen(sight)).select(columns()).load(conn)?;
    rows.into_iter().map(Row::ready).collect()
}

/// The redacted copies of these originals that the viewer may see, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn copies_of(conn: &mut AnyConn, sight: &Sight, originals: &[AttachmentId]) -> Outcome<Vec<Attachment>> {
    let query = dsl::attachments.filter(any(dsl::redacted_of_id, originals)).filter(seen(sight));
    let rows: Vec<Row> = query.order((dsl::attached_at, dsl::id)).select(columns()).load(conn)?;
    rows.into_iter().map(Row::ready).collect()
}

/// The first `limit` attachments of each subject that the viewer may see, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn first_of(conn: &mut AnyConn, sight: &Sight, subjects: &[Uuid], limit: i64) -> Outcome<Vec<Attachment>> {
    let rows: Vec<Row> = first_per_parent_where::<OfSubject, Row, _>(conn, subjects, limit, Only(seen(sight)))?;
    let mut found = rows.into_iter().map(Row::ready).collect::<Outcome<Vec<Attachment>>>()?;
    found.sort_by_key(|attachment| (attachment.attached_at, attachment.id));
    Ok(found)
}

/// How many attachments each subject has that the viewer may see; a subject without any has no entry.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn counts_of(conn: &mut AnyConn, sight: &Sight, subjects: &[Uuid]) -> Outcome<HashMap<Uuid, i64>> {
    // To SQL an id is an id, whatever it identifies.
    let ids: Vec<Id<kind::Event>> = subjects.iter().map(|id| Id::from_uuid(*id)).collect();
    let query = dsl::attachments.filter(any(dsl::subject_id, &ids)).filter(seen(sight)).group_by(dsl::subject_id);
    let rows: Vec<(Id<kind::Event>, i64)> = query.select((dsl::subject_id, count_star())).load(conn)?;
    Ok(rows.into_iter().map(|(subject, count)| (subject.uuid(), count)).collect())
}

/// One page of the attachments of a subject that the viewer may see, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, sight: &Sight, subject: Uuid, window: &Window) -> Outcome<Page<Attachment>> {
    let subject: Id<kind::Event> = Id::from_uuid(subject);
    let query =
        attachments::table.into_boxed::<MultiBackend>().filter(attachments::subject_id.eq(subject)).filter(seen(sight));
    let query = keyset!(query, window, Direction::Ascending, attachments::attached_at, attachments::id);
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    let found = rows.into_iter().map(Row::ready).collect::<Outcome<Vec<Attachment>>>()?;
    Ok(window.page(found))
}
