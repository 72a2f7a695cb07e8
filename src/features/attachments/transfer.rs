//! The way of a file from the client into the storage, between the two transactions that ask whether it may be attached.

use super::model::{Attachment, NewFile, Stored};
use super::{redeem, upload};
use crate::access::act::Act;
use crate::access::core::Rules;
use crate::blobs::{Interrupted, Rejected};
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::media::{Sniffer, Unfit};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;
use bytes::Bytes;
use futures_util::Stream;

/// By which way a file comes in.
#[derive(Clone, Debug)]
pub enum Door {
    /// To the one-time address that ends in this.
    Announced(String),
    /// With the request.
    AtOnce(NewFile),
}

/// Takes a file in: asks, stores, asks again, attaches.
///
/// # Errors
/// What the two use cases say; TOO_MANY_UPLOADS, FILE_TOO_LARGE, FILE_EMPTY, FILE_TYPE_UNFIT, UPLOAD_TOO_SLOW, FILE_INCOMPLETE.
/// Nothing is attached then.
pub async fn transfer<S, E>(act: &Act, door: Door, bytes: S) -> Outcome<Attachment>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Interrupted>,
{
    let rules = &act.core.rules;
    let who = act.viewer.account().ok_or(Denied::Unauthenticated)?;
    let turn = act.core.blobs.enter(who.uuid(), rules.uploads_at_once);
    let _turn =
        turn.ok_or_else(|| Refusal::new(Code::TooManyUploads).with("limit", rules.uploads_at_once).at("file"))?;
    let asked = door.clone();
    let slot = act
        .write(move |tx| match &asked {
            Door::Announced(token) => redeem::begin(tx, token),
            Door::AtOnce(file) => upload::begin(tx, file),
        })
        .await?;
    let received = act.core.blobs.receive(slot.blob, bytes, Sniffer::new(&slot.name), rules.attachment_bytes).await;
    let received = received.map_err(|rejected| refused(rejected, rules))?;
    let stored = Stored { blob: slot.blob, received };
    let attached = act
        .write(move |tx| match &door {
            Door::Announced(token) => redeem::redeem(tx, token, &stored),
            Door::AtOnce(file) => upload::upload(tx, file, &stored),
        })
        .await;
    // After a fault nobody knows whether the row was committed: what belongs to nobody is left to the sweep.
    if matches!(&attached, Err(Failure::Refused(_) | Failure::Denied(_)))
        && let Err(failure) = act.core.blobs.discard(slot.blob).await
    {
        tracing::debug!(?failure, "a refused file is left to the sweep");
    }
    attached
}

fn refused(rejected: Rejected, rules: &Rules) -> Failure {
    let refusal = match rejected {
        Rejected::TooLarge(limit) => Refusal::new(Code::FileTooLarge).with("limit", limit),
        Rejected::Unfit(Unfit::Empty) => Refusal::new(Code::FileEmpty),
        Rejected::Unfit(Unfit::Kind(kind)) => Refusal::new(Code::FileTypeUnfit).with("type", kind),
        Rejected::Interrupted(Interrupted::TooSlow) => Refusal::new(Code::UploadTooSlow)
            .with("limit", rules.upload_seconds)
            .with("silence", rules.upload_silence_seconds),
        Rejected::Interrupted(Interrupted::Broken(why)) => {
            tracing::debug!(why, "a file broke off");
            Refusal::new(Code::FileIncomplete)
        }
        Rejected::Fault(fault) => return fault.into(),
    };
    refusal.at("file").into()
}
