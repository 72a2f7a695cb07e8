//! The viewer chooses the language to be answered in.

use super::model::Account;
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::db::dialect::LockMode;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::localized::Locale;

/// Sets the viewer's language; the same one again changes nothing.
///
/// # Errors
/// UNAUTHENTICATED.
pub fn set_locale(tx: &mut Writing<'_>, locale: Locale) -> Outcome<Account> {
    // load
    let own = tx.viewer.account().ok_or(Denied::Unauthenticated)?;
    let found = store::accounts::lock(tx.conn, own, LockMode::Update)?.ok_or(Denied::Unauthenticated)?;
    // authorize
    let permit = tx.authorize::<can::ChangeOwnAccount>(Place::person(own))?;
    if found.account.locale == locale {
        return Ok(found.account);
    }
    // write
    store::accounts::set_locale(tx.conn, &permit, locale)?;
    // record
    tx.record(event::locale_changed(own, locale));
    Ok(Account { locale, ..found.account })
}
