//! The notices of people.

use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::sight::Sight;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::page::{Direction, count_limited, position};
use crate::db::schema::mails;
use crate::db::schema::notices::{self, dsl};
use crate::db::types::Uid;
use crate::features::decisions::store::visible_through;
use crate::features::notices::model::{Facts, Mailing, Notice, NoticeKind};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::{DecisionId, EventId, Id, MailId, NoticeId, PersonId, kind};
use crate::kernel::page::{Page, Position, Total, Window};
use crate::{keyset, on_each, sql_expression};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Nullable;

/// Rows per statement.
const ROWS: usize = 1_000;
const DECISION: &str = "notices.decision_id";

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = notices, treat_none_as_default_value = false)]
struct Row {
    id: NoticeId,
    person_id: PersonId,
    event_id: EventId,
    kind: NoticeKind,
    subject_kind: String,
    subject_id: Id<kind::Event>,
    decision_id: DecisionId,
    facts: Facts,
    occurred_at: Timestamp,
    made_at: Timestamp,
    read_at: Option<Timestamp>,
    mailing: Mailing,
    mail_id: Option<MailId>,
}

impl From<Row> for Notice {
    fn from(row: Row) -> Self {
        let Row { id, person_id, event_id, kind, subject_kind, subject_id, decision_id, facts, .. } = row;
        let Row { occurred_at, made_at, read_at, mailing, mail_id, .. } = row;
        let subject = (subject_kind, subject_id.uuid());
        Self {
            id,
            person_id,
            event_id,
            kind,
            subject,
            decision_id,
            facts,
            occurred_at,
            made_at,
            read_at,
            mailing,
            mail_id,
        }
    }
}

impl From<&Notice> for Row {
    fn from(notice: &Notice) -> Self {
        let Notice { id, person_id, event_id, kind, subject, decision_id, facts, .. } = notice.clone();
        let Notice { occurred_at, made_at, read_at, mailing, mail_id, .. } = *notice;
        let (subject_kind, subject_id) = (subject.0, Id::from_uuid(subject.1));
        Self {
            id,
            person_id,
            event_id,
            kind,
            subject_kind,
            subject_id,
            decision_id,
            facts,
            occurred_at,
            made_at,
            read_at,
            mailing,
            mail_id,
        }
    }
}

fn columns() -> <Row as Selectable<MultiBackend>>::SelectExpression {
    <Row as Selectable<MultiBackend>>::construct_selection()
}

fn models(rows: Vec<Row>) -> Vec<Notice> {
    rows.into_iter().map(Notice::from).collect()
}

/// Which notices of an inbox.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub unread: Option<bool>,
    /// Empty means all.
    pub kinds: Vec<NoticeKind>,
}

fn inbox(person: PersonId, sight: &Sight, filter: &Filter) -> notices::BoxedQuery<'static, MultiBackend> {
    let mut query = dsl::notices
        .into_boxed::<MultiBackend>()
        .filter(dsl::person_id.eq(person))
        .filter(visible_through(DECISION, sight));
    query = match filter.unread {
        Some(true) => query.filter(dsl::read_at.is_null()),
        Some(false) => query.filter(dsl::read_at.is_not_null()),
        None => query,
    };
    if !filter.kinds.is_empty() {
        query = query.filter(dsl::kind.eq_any(filter.kinds.clone()));
    }
    query
}

/// One page of somebody's inbox, as far as they may still see it, latest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(
    conn: &mut AnyConn,
    sight: &Sight,
    person: PersonId,
    filter: &Filter,
    window: &Window,
) -> Outcome<Page<Notice>> {
    let query = keyset!(inbox(person, sight, filter), window, Direction::Descending, dsl::made_at, dsl::id);
    Ok(window.page(models(query.select(columns()).load(conn)?)))
}

/// The notice that came next into somebody's inbox, as far as they may still see it.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn next(conn: &mut AnyConn, sight: &Sight, person: PersonId, after: Option<&Position>) -> Outcome<Option<Notice>> {
    let mut window = Window::head(1, 0);
    window.after = after.cloned();
    let query = keyset!(inbox(person, sight, &Filter::default()), &window, Direction::Ascending, dsl::made_at, dsl::id);
    Ok(models(query.select(columns()).load(conn)?).into_iter().next())
}

/// Where somebody's inbox ends now; `None` while it is empty.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn newest(conn: &mut AnyConn, person: PersonId) -> Outcome<Option<Position>> {
    let query = dsl::notices.filter(dsl::person_id.eq(person)).order((dsl::made_at.desc(), dsl::id.desc()));
    let newest: Option<(Timestamp, NoticeId)> = query.select((dsl::made_at, dsl::id)).first(conn).optional()?;
    Ok(newest.map(|(at, id)| position(at, id)))
}

/// How many notices an inbox holds, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, sight: &Sight, person: PersonId, filter: &Filter, cap: i64) -> Outcome<Total> {
    let query = inbox(person, sight, filter).select(dsl::id).limit(cap.saturating_add(1));
    Ok(count_limited(conn, query, cap)?)
}

/// Those of these notices that are somebody's and that they may see, in no particular order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn by_ids(conn: &mut AnyConn, sight: &Sight, person: PersonId, ids: &[NoticeId]) -> Outcome<Vec<Notice>> {
    let query = inbox(person, sight, &Filter::default()).filter(any(dsl::id, ids));
    Ok(models(query.select(columns()).load(conn)?))
}

/// Marks somebody's notices as read, those of `ids` or all; returns how many were not before.
///
/// # Errors
/// A fault when the database refuses.
pub fn mark_read(
    conn: &mut AnyConn,
    permit: &Permit<can::MarkRead>,
    ids: Option<&[NoticeId]>,
    now: Timestamp,
) -> Outcome<usize> {
    let Some(person) = permit.place.person else { return Err(Failure::fault("a permit for no account")) };
    let unread = notices::table.filter(notices::person_id.eq(person)).filter(notices::read_at.is_null());
    let read = notices::read_at.eq(Some(now));
    Ok(match ids {
        None => diesel::update(unread).set(read).execute(conn)?,
        Some(ids) => diesel::update(unread.filter(any(notices::id, ids))).set(read).execute(conn)?,
    })
}

/// Enters notices. The key of event and person is the arbiter.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_notices(conn: &mut AnyConn, made: &[Notice]) -> Outcome<()> {
    for some in made.chunks(ROWS) {
        let rows: Vec<Row> = some.iter().map(Row::from).collect();
        on_each!(&mut *conn, c => diesel::insert_into(notices::table).values(&rows).execute(c))?;
    }
    Ok(())
}

/// Which of these people were told of which of these events already.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn already_told(conn: &mut AnyConn, events: &[EventId], people: &[PersonId]) -> Outcome<Vec<(EventId, PersonId)>> {
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let told = dsl::notices.filter(any(dsl::event_id, events)).filter(any(dsl::person_id, people));
    Ok(told.select((dsl::event_id, dsl::person_id)).load(conn)?)
}

/// The first notices of a mail that its reader may see, oldest first.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn of_mail(conn: &mut AnyConn, sight: &Sight, mail: MailId, limit: i64) -> Outcome<Vec<Notice>> {
    let query = dsl::notices.filter(dsl::mail_id.eq(Some(mail))).filter(visible_through(DECISION, sight));
    let ordered = query.order((dsl::made_at, dsl::id)).limit(limit);
    Ok(models(ordered.select(columns()).load(conn)?))
}

/// Forgets up to `limit` notices that were made before then, and returns how many went. Their ids are in the order of their
/// making, so the oldest are found without an index of their own.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget_notices(conn: &mut AnyConn, before: Timestamp, limit: i64) -> Outcome<usize> {
    let oldest: Vec<(NoticeId, Timestamp)> =
        dsl::notices.order(dsl::id).limit(limit).select((dsl::id, dsl::made_at)).load(conn)?;
    let old: Vec<NoticeId> = oldest.into_iter().filter(|(_, made_at)| *made_at < before).map(|(id, _)| id).collect();
    Ok(if old.is_empty() { 0 } else { diesel::delete(notices::table.filter(any(notices::id, &old))).execute(conn)? })
}

/// People with notices from before `until` that no digest holds yet, who got no digest on this day.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn waiting_for_digest(conn: &mut AnyConn, on: NaiveDate, until: Timestamp, limit: i64) -> Outcome<Vec<PersonId>> {
    let served = mails::table.filter(mails::digest_on.eq(Some(on))).select(mails::person_id);
    Ok(dsl::notices
        .filter(dsl::mailing.eq(Mailing::Digest))
        .filter(dsl::mail_id.is_null())
        .filter(dsl::made_at.lt(until))
        .filter(dsl::person_id.ne_all(served))
        .select(dsl::person_id)
        .distinct()
        .limit(limit)
        .load(conn)?)
}

sql_expression! { LatestDigest over notices::table: Nullable<Uid> = "(SELECT mails.id FROM mails WHERE mails.person_id = notices.person_id AND mails.digest_on IS NOT NULL ORDER BY mails.digest_on DESC LIMIT 1)" }

/// Puts what waits into the latest digests of these people.
///
/// # Errors
/// A fault when the database refuses.
pub fn enclose(conn: &mut AnyConn, people: &[PersonId], until: Timestamp) -> Outcome<()> {
    let waiting = notices::table
        .filter(any(notices::person_id, people))
        .filter(notices::mailing.eq(Mailing::Digest))
        .filter(notices::mail_id.is_null())
        .filter(notices::made_at.lt(until));
    diesel::update(waiting).set(notices::mail_id.eq(LatestDigest)).execute(conn)?;
    Ok(())
}
