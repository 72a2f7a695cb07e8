//! What both ways in ask before a byte is stored and again when the last one is: the subject, the right, the rules.

use super::model::{self, NewFile, Setting};
use super::{store, subject};
use crate::access::act::Writing;
use crate::access::permit::Permit;
use crate::access::policy::Can;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::PersonId;

/// The setting, the permit, and the file under the name it is kept by.
///
/// # Errors
/// NOT_FOUND of the subject or the original; the policy's denial; WRONG_STATE, MUST_BE_RESTRICTED, REDACTED_OF_UNFIT; BLANK or
/// TOO_LONG of the name.
pub(super) fn file<A: Can>(tx: &mut Writing<'_>, given: &NewFile) -> Outcome<(Setting, Permit<A>, NewFile)> {
    let setting = subject::held(tx, given.subject)?;
    let permit = tx.authorize::<A>(setting.place())?;
    model::admit_subject(&setting, given)?;
    let file = NewFile { name: model::file_name(&given.name)?, ..given.clone() };
    if let Some(id) = file.redacted_of {
        let original = store::find(tx.conn, &tx.sight, id)?.ok_or(Denied::NotFound("attachment"))?;
        model::admit_redaction(&file, &original)?;
    }
    Ok((setting, permit, file))
}

/// Who attaches, with the name that is kept.
pub(super) fn author(tx: &Writing<'_>) -> Outcome<(PersonId, String)> {
    let who = tx.viewer.standing.as_ref().ok_or(Denied::Unauthenticated)?;
    Ok((who.account, who.name.clone()))
}
