//! Mails leave the outbox: claimed, written, handed over, settled, each step by itself so that a death between two of them
//! is a state of the row and nothing else.
//!
//! | death | what remains | what follows |
//! |---|---|---|
//! | before the claim | QUEUED | somebody claims it |
//! | after the claim, before the mail server's word | SENDING | the claim runs out, somebody claims it |
//! | after the mail server's word, before ours | SENDING | the same, and it is sent twice, with the same Message-ID |
//! | after our record | SENT | nothing |

use super::model::{self, Delivery, Mail, MailState, TRIES, wait_after};
use super::{reader, render, store};
use crate::access::act::{Act, Reading, Writing};
use crate::features::decisions::{self, Decision};
use crate::kernel::clock::Timestamp;
use crate::kernel::failpoint;
use crate::kernel::failure::Outcome;
use crate::kernel::id::{DecisionId, PersonId};
use crate::mail::{Letter, NotTaken};
use std::collections::HashMap;

/// Notices that one mail tells; of more it says that they are in the inbox.
const NOTICES: usize = 100;
/// Characters of a mail server's words that are kept.
const LAST_WORDS: usize = 500;

/// Sends the mail that has waited longest. `None` when none is due; else what became of it. Blocks as long as the mail
/// server takes. Any number of senders may do this at once, here and on other instances.
///
/// # Errors
/// A fault when the database refuses; the mail is tried again when its claim runs out.
pub fn send_next(act: &Act) -> Outcome<Option<MailState>> {
    let Some(mail) = claim(act)? else { return Ok(None) };
    failpoint::reach("claimed");
    if mail.attempts > TRIES {
        let why = "whoever tried to send it never said what became of it";
        record(act, &mail, MailState::Failed, act.core.clock.now(), Some(why))?;
        return Ok(Some(MailState::Failed));
    }
    let Some(letter) = compose(act, &mail)? else { return drop_mail(act, &mail).map(Some) };
    failpoint::reach("written");
    let handed = act.core.post.send(&letter);
    failpoint::reach("handed over");
    let state = settle(act, &mail, handed)?;
    failpoint::reach("settled");
    Ok(Some(state))
}

/// Claims a mail, so that nobody else sends it for a while.
///
/// # Errors
/// A fault when the database refuses.
pub fn claim(act: &Act) -> Outcome<Option<Mail>> {
    let now = act.core.clock.now();
    if act.read_now(|r| store::any_due(r.conn, now))? { act.write_now(claim_in) } else { Ok(None) }
}

/// The same within a transaction of its caller.
///
/// # Errors
/// A fault when the database refuses.
pub fn claim_in(tx: &mut Writing<'_>) -> Outcome<Option<Mail>> {
    let now = tx.core.clock.now();
    let claimed = store::claim(tx.conn, now, now.plus(model::claim(tx.core.rules.smtp_seconds)))?;
    failpoint::reach("claiming");
    Ok(claimed)
}

/// Writes a mail in its reader's language, of what the reader may see now. `None` when there is nothing to tell, or nobody
/// who wants to be told.
///
/// # Errors
/// A fault when the database cannot be read.
pub fn compose(act: &Act, mail: &Mail) -> Outcome<Option<Letter>> {
    act.read_now(|r| written(r, mail))
}

fn written(r: &mut Reading<'_>, mail: &Mail) -> Outcome<Option<Letter>> {
    let now = r.core.clock.now();
    let person = mail.person_id;
    let Some(viewer) = reader::reader(r.conn, person, now)? else { return Ok(None) };
    let Some(standing) = &viewer.standing else { return Ok(None) };
    let Some(address) = wanted_at(r, person)? else { return Ok(None) };
    let sight = reader::sight(&viewer);
    let limit = i64::try_from(NOTICES).unwrap_or(i64::MAX).saturating_add(1);
    let mut notices = store::of_mail(r.conn, &sight, mail.id, limit)?;
    let ids: Vec<DecisionId> = notices.iter().map(|notice| notice.decision_id).collect();
    let found = decisions::store::by_ids(r.conn, &sight, &ids)?;
    let titles: HashMap<DecisionId, Decision> = found.into_iter().map(|decision| (decision.id, decision)).collect();
    // What was withdrawn from the reader's sight between the two statements is not told either.
    notices.retain(|notice| titles.contains_key(&notice.decision_id));
    if notices.is_empty() {
        return Ok(None);
    }
    let unsubscribe_url = format!("{}/unsubscribe/{}", r.core.rules.public_url, r.core.keys.unsubscribe_token(person)?);
    let rest = if notices.len() > NOTICES { render::Rest::InTheInbox } else { render::Rest::None };
    notices.truncate(NOTICES);
    let news = render::News {
        name: &standing.name,
        notices: &notices,
        titles: &titles,
        rest,
        digest_on: mail.digest_on,
        link: &r.core.rules.notice_link,
        unsubscribe_url: &unsubscribe_url,
    };
    let page = render::mail(&news, standing.locale);
    Ok(Some(Letter {
        message_id: mail.message_id.clone(),
        to_name: standing.name.clone(),
        to_address: address,
        subject: page.subject,
        text: page.text,
        html: page.html,
        unsubscribe_url,
        written_at: mail.created_at,
    }))
}

/// The address of somebody who wants mails.
fn wanted_at(r: &mut Reading<'_>, person: PersonId) -> Outcome<Option<String>> {
    match store::delivery_of(r.conn, person)? {
        Delivery::None => Ok(None),
        Delivery::Immediate | Delivery::Daily => store::address_of(r.conn, person),
    }
}

/// Records what became of a mail that was handed over. One that was not taken waits, longer each time, and is given up after
/// about two days: a server that is away or takes nothing from us for a day is mended, and nothing is lost by it. What the
/// server refused for good is given up at once.
///
/// # Errors
/// A fault when the database refuses.
pub fn settle(act: &Act, mail: &Mail, handed: Result<(), NotTaken>) -> Outcome<MailState> {
    let now = act.core.clock.now();
    let (why, wait) = match handed {
        Ok(()) => {
            record(act, mail, MailState::Sent, now, None)?;
            return Ok(MailState::Sent);
        }
        Err(NotTaken::Now(why)) => (why, wait_after(mail.attempts)),
        Err(NotTaken::Ever(why)) => (why, None),
    };
    let why: String = why.chars().take(LAST_WORDS).collect();
    let (id, attempts) = (mail.id.wire(), mail.attempts);
    let Some(wait) = wait else {
        tracing::warn!(mail = %id, attempts, %why, "a mail was given up");
        record(act, mail, MailState::Failed, now, Some(&why))?;
        return Ok(MailState::Failed);
    };
    tracing::warn!(mail = %id, attempts, %why, "a mail was not taken; it is tried again");
    act.write_now(|tx| store::postpone(tx.conn, mail, now.plus(wait), &why))?;
    Ok(MailState::Queued)
}

fn record(act: &Act, mail: &Mail, state: MailState, now: Timestamp, why: Option<&str>) -> Outcome<()> {
    act.write_now(|tx| {
        store::settle(tx.conn, mail, state, now, why)?;
        failpoint::reach("settling");
        Ok(())
    })
}

fn drop_mail(act: &Act, mail: &Mail) -> Outcome<MailState> {
    record(act, mail, MailState::Dropped, act.core.clock.now(), None)?;
    Ok(MailState::Dropped)
}
