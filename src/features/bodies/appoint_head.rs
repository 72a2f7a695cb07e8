//! A registrar enters who leads a state body from a day on.

use super::model::{self, Head, Office};
use super::{event, store};
use crate::access::act::Writing;
use crate::access::policy::{Place, can};
use crate::access::viewer::AccountKind;
use crate::features::check;
use crate::features::people::{self, Person};
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::{PersonId, StateBodyId};
use crate::kernel::localized::Localized;
use chrono::NaiveDate;

/// Who: a person Kenes knows, or one it has to enter. Heads seldom have accounts.
#[derive(Clone, Debug)]
pub enum Who {
    Known(PersonId),
    Named(String),
}

/// An appointment.
#[derive(Clone, Debug)]
pub struct HeadAppointment {
    pub body_id: StateBodyId,
    pub who: Who,
    /// The office: "Minister of Finance".
    pub title: Localized,
    pub since_on: NaiveDate,
    /// Given for a head of the past: the first day on which they no longer led.
    pub until_on: Option<NaiveDate>,
}

/// Appoints a head. A running head's office ends on the day the new one's begins.
///
/// # Errors
/// BLANK, TOO_LONG, INVALID_PERIOD, BODY_NOT_IN_FORCE, HEAD_OVERLAP; NOT_FOUND for the body or the person.
pub fn appoint_head(tx: &mut Writing<'_>, input: &HeadAppointment) -> Outcome<Head> {
    // authorize
    let permit = tx.authorize::<can::AppointHead>(Place::body(input.body_id))?;
    // load
    let body = store::lock(tx.conn, input.body_id)?.ok_or(Denied::NotFound("state body"))?;
    let heads = store::heads_of(tx.conn, &[body.id])?;
    let person = person(tx, &input.who)?;
    // admit
    person.admit_human()?;
    let title = check::required(&input.title, "title", check::NAME_CHARS)?;
    let ended = model::admit_head(&body, &heads, Office { since: input.since_on, until: input.until_on })?;
    // write
    if let Who::Named(_) = input.who {
        people::store::create_person(tx.conn, &person)?;
    }
    if let Some(running) = ended {
        store::end_head(tx.conn, &permit, running, input.since_on)?;
    }
    let head = Head {
        id: tx.id(),
        body_id: body.id,
        person_id: person.id,
        person_name: person.name,
        title,
        since_on: input.since_on,
        until_on: input.until_on,
    };
    store::insert_head(tx.conn, &permit, &head)?;
    // record
    tx.record(event::head_appointed(&head, ended));
    Ok(head)
}

/// The person meant: looked up, or made ready to be entered.
fn person(tx: &mut Writing<'_>, who: &Who) -> Outcome<Person> {
    match who {
        Who::Known(id) => Ok(people::store::names(tx.conn, &[*id])?.pop().ok_or(Denied::NotFound("person"))?),
        Who::Named(name) => {
            let name = check::text(name, "personName", check::NAME_CHARS)?;
            Ok(Person { id: tx.id(), name, kind: AccountKind::Person, created_at: tx.now })
        }
    }
}
