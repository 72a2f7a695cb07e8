//! Who follows what.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::AccountKind;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited};
use crate::db::schema::follows::{self, dsl};
use crate::db::schema::{accounts, memberships, notice_settings, role_grants};
use crate::features::notices::model::{Delivery, Follow, Subject, SubjectKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, FollowId, Id, PersonId, kind};
use crate::kernel::page::{Page, Total, Window};
use crate::keyset;
use diesel::prelude::*;
use uuid::Uuid;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = follows, treat_none_as_default_value = false)]
struct Row {
    id: FollowId,
    person_id: PersonId,
    subject_kind: SubjectKind,
    subject_id: Id<kind::Event>,
    decision_id: Option<DecisionId>,
    since_at: Timestamp,
}

impl From<Row> for Follow {
    fn from(row: Row) -> Self {
        let Row { id, person_id, subject_kind, subject_id, decision_id, since_at } = row;
        Self { id, person_id, subject: Subject { kind: subject_kind, id: subject_id.uuid() }, decision_id, since_at }
    }
}

fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

/// To SQL an id is an id, whatever it identifies.
fn sql_ids(ids: &[Uuid]) -> Vec<Id<kind::Event>> {
    ids.iter().map(|id| Id::from_uuid(*id)).collect()
}

/// The following of a subject by a person.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_follow(conn: &mut AnyConn, person: PersonId, subject: Uuid) -> Outcome<Option<Follow>> {
    Ok(follows_of(conn, person, &[subject])?.pop())
}

/// Which of these subjects a person follows, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn follows_of(conn: &mut AnyConn, person: PersonId, subjects: &[Uuid]) -> Outcome<Vec<Follow>> {
    let query = dsl::follows.filter(dsl::person_id.eq(person)).filter(any(dsl::subject_id, &sql_ids(subjects)));
    let rows: Vec<Row> = query.select(columns()).load(conn)?;
    Ok(rows.into_iter().map(Follow::from).collect())
}

/// One page of what a person follows, latest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page_of_follows(conn: &mut AnyConn, person: PersonId, window: &Window) -> Outcome<Page<Follow>> {
    let own = dsl::follows.into_boxed::<MultiBackend>().filter(dsl::person_id.eq(person));
    let rows: Vec<Row> =
        keyset!(own, window, Direction::Descending, dsl::since_at, dsl::id).select(columns()).load(conn)?;
    Ok(window.page(rows.into_iter().map(Follow::from).collect()))
}

/// How many things a person follows.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_follows(conn: &mut AnyConn, person: PersonId) -> Outcome<i64> {
    Ok(dsl::follows.filter(dsl::person_id.eq(person)).count().get_result(conn)?)
}

/// The same, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count_up_to(conn: &mut AnyConn, person: PersonId, cap: i64) -> Outcome<Total> {
    let own = dsl::follows.filter(dsl::person_id.eq(person)).select(dsl::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, own, cap)?)
}

/// Enters a following.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_follow(conn: &mut AnyConn, _permit: &Permit<can::Follow>, follow: &Follow) -> Outcome<()> {
    let Follow { id, person_id, subject, decision_id, since_at } = *follow;
    let (subject_kind, subject_id) = (subject.kind, Id::from_uuid(subject.id));
    let row = Row { id, person_id, subject_kind, subject_id, decision_id, since_at };
    diesel::insert_into(follows::table).values(row).execute(conn)?;
    Ok(())
}

/// Ends a following; returns whether it was there, as 1 or 0.
///
/// # Errors
/// A fault when the database refuses.
pub fn delete_follow(conn: &mut AnyConn, _permit: &Permit<can::Unfollow>, id: FollowId) -> Outcome<usize> {
    Ok(diesel::delete(follows::table.filter(follows::id.eq(id))).execute(conn)?)
}

/// Somebody who follows a subject, with an account that can be told.
#[derive(Clone, Copy, Debug)]
pub struct Follower {
    pub person_id: PersonId,
    pub subject_id: Uuid,
    pub since_at: Timestamp,
    pub delivery: Delivery,
}

/// The next people who follow any of these subjects, after somebody, in the order of their ids.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn people_following(
    conn: &mut AnyConn,
    subjects: &[Uuid],
    after: Option<PersonId>,
    limit: i64,
) -> Outcome<Vec<PersonId>> {
    let after = after.unwrap_or(Id::from_uuid(Uuid::nil()));
    Ok(follows::table
        .inner_join(accounts::table.on(accounts::id.eq(follows::person_id)))
        .filter(any(follows::subject_id, &sql_ids(subjects)))
        .filter(follows::person_id.gt(after))
        .filter(accounts::kind.eq(AccountKind::Person))
        .filter(accounts::state.eq("ACTIVE"))
        .order(follows::person_id)
        .select(follows::person_id)
        .distinct()
        .limit(limit)
        .load(conn)?)
}

/// What of these subjects these people follow, person by person.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn followers(conn: &mut AnyConn, subjects: &[Uuid], people: &[PersonId]) -> Outcome<Vec<Follower>> {
    let rows: Vec<(PersonId, Id<kind::Event>, Timestamp, Option<Delivery>)> = follows::table
        .left_join(notice_settings::table.on(notice_settings::person_id.eq(follows::person_id)))
        .filter(any(follows::subject_id, &sql_ids(subjects)))
        .filter(any(follows::person_id, people))
        .order(follows::person_id)
        .select((follows::person_id, follows::subject_id, follows::since_at, notice_settings::delivery.nullable()))
        .load(conn)?;
    let follower =
        |(person_id, subject, since_at, delivery): (PersonId, Id<kind::Event>, Timestamp, Option<Delivery>)| {
            let delivery = delivery.unwrap_or(Delivery::Immediate);
            Follower { person_id, subject_id: subject.uuid(), since_at, delivery }
        };
    Ok(rows.into_iter().map(follower).collect())
}

/// Since when anybody follows anything.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn first_follow(conn: &mut AnyConn) -> Outcome<Option<Timestamp>> {
    Ok(dsl::follows.order(dsl::since_at).select(dsl::since_at).first(conn).optional()?)
}

/// Those of these people who have, or had, a role or a seat: all others see what everybody sees.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn with_rights(conn: &mut AnyConn, people: &[PersonId]) -> Outcome<Vec<PersonId>> {
    let granted = role_grants::table.filter(role_grants::revoked_at.is_null()).select(role_grants::account_id);
    let seated = memberships::table.select(memberships::person_id);
    let query = accounts::table
        .filter(any(accounts::id, people))
        .filter(accounts::id.eq_any(granted).or(accounts::id.eq_any(seated)));
    Ok(query.select(accounts::id).load(conn)?)
}
