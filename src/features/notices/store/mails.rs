//! The outbox.

use crate::access::viewer::AccountKind;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::schema::mails::{self, dsl};
use crate::db::schema::{accounts, notices};
use crate::features::notices::model::{Mail, MailState, Mailing};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{MailId, NoticeId, PersonId};
use crate::{on_each, sql_expression};
use chrono::NaiveDate;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// Rows per statement.
const ROWS: usize = 1_000;

#[derive(Queryable, Selectable)]
#[diesel(table_name = mails)]
struct Row {
    id: MailId,
    person_id: PersonId,
    message_id: String,
    digest_on: Option<NaiveDate>,
    attempts: i64,
    created_at: Timestamp,
}

impl From<Row> for Mail {
    fn from(row: Row) -> Self {
        let Row { id, person_id, message_id, digest_on, attempts, created_at } = row;
        Self { id, person_id, message_id, digest_on, attempts, created_at }
    }
}

// The words of the index `mails_due`.
sql_expression! { Unsettled over mails::table: Bool = "mails.state IN ('QUEUED', 'SENDING')" }

/// Puts mails into the outbox, to be sent from their making on.
///
/// # Errors
/// A fault when the database refuses.
pub fn insert_mails(conn: &mut AnyConn, new: &[Mail]) -> Outcome<()> {
    for some in new.chunks(ROWS) {
        let row = |mail: &Mail| {
            (
                mails::id.eq(mail.id),
                mails::person_id.eq(mail.person_id),
                mails::message_id.eq(mail.message_id.clone()),
                mails::digest_on.eq(mail.digest_on),
                mails::state.eq(MailState::Queued),
                mails::attempts.eq(mail.attempts),
                mails::due_at.eq(mail.created_at),
                mails::created_at.eq(mail.created_at),
            )
        };
        let rows: Vec<_> = some.iter().map(row).collect();
        on_each!(&mut *conn, c => diesel::insert_into(mails::table).values(rows).execute(c))?;
    }
    Ok(())
}

/// Whether any mail is due: most looks find none, and need no write transaction.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn any_due(conn: &mut AnyConn, now: Timestamp) -> Outcome<bool> {
    let due = dsl::mails.filter(Unsettled).filter(dsl::due_at.le(now)).select(dsl::id).limit(1);
    let found: Option<MailId> = due.first(conn).optional()?;
    Ok(found.is_some())
}

/// Claims the mail that has waited longest until then, of those that are queued and those whose claim ran out; what others
/// are claiming at this moment is passed by.
///
/// # Errors
/// A fault when the database refuses.
pub fn claim(conn: &mut AnyConn, now: Timestamp, until: Timestamp) -> Outcome<Option<Mail>> {
    let due = dsl::mails
        .filter(Unsettled)
        .filter(dsl::due_at.le(now))
        .order((dsl::due_at, dsl::id))
        .limit(1)
        .select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(due, LockMode::UpdateUnheld).load(conn)?;
    let Some(found) = rows.into_iter().next().map(Mail::from) else { return Ok(None) };
    let attempts = found.attempts + 1;
    diesel::update(dsl::mails.find(found.id))
        .set((dsl::state.eq(MailState::Sending), dsl::attempts.eq(attempts), dsl::due_at.eq(until)))
        .execute(conn)?;
    Ok(Some(Mail { attempts, ..found }))
}

/// Puts a mail back that was not taken. Nothing when the claim ran out and somebody else has it now.
///
/// # Errors
/// A fault when the database refuses.
pub fn postpone(conn: &mut AnyConn, mail: &Mail, until: Timestamp, error: &str) -> Outcome<()> {
    let mine =
        dsl::mails.find(mail.id).filter(dsl::state.eq(MailState::Sending)).filter(dsl::attempts.eq(mail.attempts));
    diesel::update(mine)
        .set((dsl::state.eq(MailState::Queued), dsl::due_at.eq(until), dsl::last_error.eq(Some(error))))
        .execute(conn)?;
    Ok(())
}

/// Says what became of a mail. That it was sent is written whoever has it now, for it is true; the rest only by who holds
/// the claim.
///
/// # Errors
/// A fault when the database refuses.
pub fn settle(conn: &mut AnyConn, mail: &Mail, state: MailState, now: Timestamp, error: Option<&str>) -> Outcome<()> {
    let values = (dsl::state.eq(state), dsl::settled_at.eq(Some(now)), dsl::last_error.eq(error));
    if state == MailState::Sent {
        diesel::update(dsl::mails.find(mail.id).filter(dsl::state.ne(MailState::Sent))).set(values).execute(conn)?;
    } else {
        let mine =
            dsl::mails.find(mail.id).filter(dsl::state.eq(MailState::Sending)).filter(dsl::attempts.eq(mail.attempts));
        diesel::update(mine).set(values).execute(conn)?;
    }
    Ok(())
}

/// Forgets up to `limit` mails that were settled before then, and returns how many went. Notices they told of stay, without
/// a mail.
///
/// # Errors
/// A fault when the database refuses.
pub fn forget_mails(conn: &mut AnyConn, before: Timestamp, limit: i64) -> Outcome<usize> {
    let old: Vec<MailId> = dsl::mails
        .filter(dsl::settled_at.is_not_null())
        .filter(dsl::settled_at.lt(before))
        .limit(limit)
        .select(dsl::id)
        .load(conn)?;
    if old.is_empty() {
        return Ok(0);
    }
    let told: Vec<NoticeId> =
        notices::table.filter(any(notices::mail_id.assume_not_null(), &old)).select(notices::id).load(conn)?;
    diesel::update(notices::table.filter(any(notices::id, &told)))
        .set((notices::mailing.eq(Mailing::None), notices::mail_id.eq(None::<MailId>)))
        .execute(conn)?;
    Ok(diesel::delete(mails::table.filter(any(mails::id, &old))).execute(conn)?)
}

/// How many mails wait to be sent, and since when the one that is due next.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn waiting_mails(conn: &mut AnyConn) -> Outcome<(i64, Option<Timestamp>)> {
    let count = dsl::mails.filter(Unsettled).count().get_result(conn)?;
    let next = dsl::mails.filter(Unsettled).order((dsl::due_at, dsl::id)).select(dsl::created_at);
    Ok((count, next.first(conn).optional()?))
}

/// Where an active person is written to.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn address_of(conn: &mut AnyConn, person: PersonId) -> Outcome<Option<String>> {
    let found = accounts::table.find(person).filter(accounts::kind.eq(AccountKind::Person));
    Ok(found.filter(accounts::state.eq("ACTIVE")).select(accounts::email).first(conn).optional()?)
}
