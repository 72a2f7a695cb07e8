//! Once a day, what waits for somebody's digest becomes one mail.

use super::model::{Mail, digest_due};
use super::{store, tell};
use crate::access::act::{Act, Writing};
use crate::kernel::failpoint;
use crate::kernel::failure::Outcome;

/// Digests of one transaction.
const PEOPLE: i64 = 500;

/// Makes the digests of the day, when its hour has come; what no server made in time is made at the next look. Returns how
/// many.
///
/// # Errors
/// A fault when the database refuses: then none was made, and the next call tries again.
pub fn digest(act: &Act) -> Outcome<usize> {
    let (now, hour) = (act.core.clock.now(), act.core.rules.digest_hour);
    let Some((on, until)) = digest_due(now, hour) else { return Ok(0) };
    // Most looks find nothing: they need no write transaction.
    let waiting = act.read_now(|r| store::waiting_for_digest(r.conn, on, until, 1))?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let made = act.write_now(digest_in)?;
    failpoint::reach("digested");
    Ok(made)
}

/// The same within a transaction of its caller.
///
/// # Errors
/// A fault when the database refuses.
pub fn digest_in(tx: &mut Writing<'_>) -> Outcome<usize> {
    // Whoever makes digests holds the cursor, like whoever makes notices. The key of person and day is the last word.
    if store::hold_cursor(tx.conn)?.is_none() {
        return Ok(0);
    }
    let now = tx.core.clock.now();
    let Some((on, until)) = digest_due(now, tx.core.rules.digest_hour) else { return Ok(0) };
    let people = store::waiting_for_digest(tx.conn, on, until, PEOPLE)?;
    let mail = |person| Mail { digest_on: Some(on), ..tell::new_mail(tx, person, now) };
    let mails: Vec<Mail> = people.iter().map(|person| mail(*person)).collect();
    store::insert_mails(tx.conn, &mails)?;
    store::enclose(tx.conn, &people, until)?;
    failpoint::reach("digesting");
    Ok(mails.len())
}
