//! The rows of `accounts`, each read together with its person's name.

use super::super::model::{Account, AccountState, Credentials, Email, Person, search_form};
use crate::access::permit::Permit;
use crate::access::policy::can;
use crate::access::viewer::AccountKind;
use crate::db::AnyConn;
use crate::db::any::any;
use crate::db::conn::MultiBackend;
use crate::db::dialect::{Lock, LockMode};
use crate::db::page::{Direction, count_limited};
use crate::db::schema::{accounts, people};
use crate::db::uow::is_unique_violation;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Failure, Outcome};
use crate::kernel::id::PersonId;
use crate::kernel::localized::Locale;
use crate::kernel::page::{Page, Total, Window};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use crate::keyset;
use diesel::helper_types::{Eq, InnerJoinOn, IntoBoxed};
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = accounts)]
struct Row {
    id: PersonId,
    kind: AccountKind,
    email: String,
    password_hash: String,
    locale: String,
    state: AccountState,
    created_at: Timestamp,
}

fn credentials((row, name): (Row, String)) -> Credentials {
    let Row { id, kind, email, password_hash, locale, state, created_at } = row;
    let (email, locale) = (Email::normalised(&email), Locale::parse(&locale).unwrap_or_default());
    Credentials { account: Account { id, name, kind, email, locale, state, created_at }, password_hash }
}

/// An account by its person.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_account(conn: &mut AnyConn, id: PersonId) -> Outcome<Option<Account>> {
    let row: Option<(Row, String)> = accounts::table
        .inner_join(people::table.on(people::id.eq(accounts::id)))
        .filter(accounts::id.eq(id))
        .select((<Row as Selectable<MultiBackend>>::construct_selection(), people::name))
        .first(conn)
        .optional()?;
    Ok(row.map(credentials).map(|found| found.account))
}

/// Those of the humans' accounts asked for that exist, in no order.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_accounts(conn: &mut AnyConn, ids: &[PersonId]) -> Outcome<Vec<Account>> {
    let rows: Vec<(Row, String)> = accounts::table
        .inner_join(people::table.on(people::id.eq(accounts::id)))
        .filter(any(accounts::id, ids))
        .filter(accounts::kind.eq(AccountKind::Person))
        .select((<Row as Selectable<MultiBackend>>::construct_selection(), people::name))
        .load(conn)?;
    Ok(rows.into_iter().map(|row| credentials(row).account).collect())
}

/// A human's account and its password hash, by its address.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn find_by_email(conn: &mut AnyConn, email: &Email) -> Outcome<Option<Credentials>> {
    let row: Option<(Row, String)> = accounts::table
        .inner_join(people::table.on(people::id.eq(accounts::id)))
        .filter(accounts::email.eq(email.as_str()))
        .filter(accounts::kind.eq(AccountKind::Person))
        .select((<Row as Selectable<MultiBackend>>::construct_selection(), people::name))
        .first(conn)
        .optional()?;
    Ok(row.map(credentials))
}

/// An account and its password hash, held until the transaction ends: for update by whoever changes the account, its
/// password or its roles, for share by whoever begins or renews a session of it. The same statements whether it is there
/// or not, because signing in must not tell.
///
/// # Errors
/// A fault when the database refuses.
pub fn lock(conn: &mut AnyConn, id: PersonId, mode: LockMode) -> Outcome<Option<Credentials>> {
    let query = accounts::table.find(id).select(<Row as Selectable<MultiBackend>>::construct_selection());
    let rows: Vec<Row> = Lock(query, mode).load(conn)?;
    let name: Option<String> = people::table.find(id).select(people::name).first(conn).optional()?;
    Ok(rows.into_iter().next().zip(name).map(credentials))
}

/// Opens the account of a person who exists.
///
/// # Errors
/// EMAIL_TAKEN, ACCOUNT_EXISTS. The looks before are for a good answer; the unique keys decide, also between two who
/// come at once, and then the transaction is over.
pub fn create_account(conn: &mut AnyConn, new: &Credentials) -> Outcome<()> {
    let Credentials { account, password_hash } = new;
    if find_account(conn, account.id)?.is_some() {
        return Err(Refusal::new(Code::AccountExists).into());
    }
    let taken = || Failure::from(Refusal::new(Code::EmailTaken));
    if find_by_email(conn, &account.email)?.is_some() {
        return Err(taken());
    }
    let values = (
        accounts::id.eq(account.id),
        accounts::kind.eq(account.kind),
        accounts::email.eq(account.email.as_str()),
        accounts::password_hash.eq(password_hash),
        accounts::locale.eq(account.locale.code()),
        accounts::state.eq(account.state),
        accounts::created_at.eq(account.created_at),
    );
    match diesel::insert_into(accounts::table).values(values).execute(conn) {
        Ok(_) => Ok(()),
        Err(error) if is_unique_violation(&error) => Err(taken()),
        Err(error) => Err(error.into()),
    }
}

/// Enters the person and the account of a program. Nobody signs in to it: no mail reaches it, and no password fits.
///
/// # Errors
/// A fault when the database refuses.
pub fn create_program(conn: &mut AnyConn, id: PersonId, name: &str, locale: Locale, now: Timestamp) -> Outcome<()> {
    let person = Person { id, name: name.to_owned(), kind: AccountKind::Service, created_at: now };
    super::create_person(conn, &person)?;
    let values = (
        accounts::id.eq(id),
        accounts::kind.eq(AccountKind::Service),
        // A name that never resolves (RFC 2606).
        accounts::email.eq(format!("{}@service.invalid", id.wire())),
        accounts::password_hash.eq("!"),
        accounts::locale.eq(locale.code()),
        accounts::state.eq(AccountState::Active),
        accounts::created_at.eq(now),
    );
    diesel::insert_into(accounts::table).values(values).execute(conn)?;
    Ok(())
}

/// Stores a new password hash.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_password(conn: &mut AnyConn, id: PersonId, password_hash: &str) -> Outcome<()> {
    diesel::update(accounts::table.find(id)).set(accounts::password_hash.eq(password_hash)).execute(conn)?;
    Ok(())
}

/// Suspends or restores.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_state(conn: &mut AnyConn, permit: &Permit<can::SuspendAccount>, to: AccountState) -> Outcome<()> {
    let Some(id) = permit.place.person else { return Err(Failure::fault("a permit for no account")) };
    diesel::update(accounts::table.find(id)).set(accounts::state.eq(to)).execute(conn)?;
    Ok(())
}

/// Stores the language an account wants to be answered in.
///
/// # Errors
/// A fault when the database refuses.
pub fn set_locale(conn: &mut AnyConn, permit: &Permit<can::ChangeOwnAccount>, to: Locale) -> Outcome<()> {
    let Some(id) = permit.place.person else { return Err(Failure::fault("a permit for no account")) };
    diesel::update(accounts::table.find(id)).set(accounts::locale.eq(to.code())).execute(conn)?;
    Ok(())
}

/// One page of the humans' accounts whose name holds every word of `text`, or whose address is `text`, oldest first.
///
/// It reads every name, as only administrators ask, and seldom.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn page(conn: &mut AnyConn, text: Option<&str>, window: &Window) -> Outcome<Page<Account>> {
    let query = keyset!(matching(text), window, Direction::Ascending, accounts::created_at, accounts::id);
    let rows: Vec<(Row, String)> =
        query.select((<Row as Selectable<MultiBackend>>::construct_selection(), people::name)).load(conn)?;
    Ok(window.page(rows.into_iter().map(|row| credentials(row).account).collect()))
}

/// How many accounts match, exactly up to `cap`.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn count(conn: &mut AnyConn, text: Option<&str>, cap: i64) -> Outcome<Total> {
    Ok(count_limited(conn, matching(text).select(accounts::id).limit(cap + 1), cap)?)
}

type Joined = InnerJoinOn<accounts::table, people::table, Eq<people::id, accounts::id>>;
type Matching = IntoBoxed<'static, Joined, MultiBackend>;

fn matching(text: Option<&str>) -> Matching {
    let query = accounts::table.inner_join(people::table.on(people::id.eq(accounts::id)));
    let mut query = query.filter(accounts::kind.eq(AccountKind::Person)).into_boxed();
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return query };
    if text.contains('@') {
        return query.filter(accounts::email.eq(Email::normalised(text).as_str().to_owned()));
    }
    for word in search_form(text).split(' ') {
        query = query.filter(people::search_name.like(contains(word)).escape('\\'));
    }
    query
}

/// The pattern of a text that holds `word`, whose own wildcards mean themselves.
fn contains(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_in_a_search_mean_themselves() {
        assert_eq!(contains("a_b%\\"), "%a\\_b\\%\\\\%");
    }
}
