//! What is done about the protocol of a meeting that is over.

use super::protocol::Protocol;
use crate::features::meetings::{redraw, sign};
use crate::graphql::context::Ask;
use crate::kernel::id::MeetingId;
use crate::payload;
use async_graphql::{Context, InputObject, Object, Result};

/// A protocol to draw up anew.
#[derive(InputObject)]
pub struct RedrawProtocolInput {
    /// The closed meeting.
    pub meeting_id: MeetingId,
}

/// A protocol to sign.
#[derive(InputObject)]
pub struct SignProtocolInput {
    /// The closed meeting.
    pub meeting_id: MeetingId,
    /// The SHA-256 of the version that was read, hexadecimal.
    pub sha256: String,
}

payload! {
    /// What redrawProtocol did.
    RedrawProtocolPayload {
        /// The new version.
        protocol: Protocol
    }
}
payload! {
    /// What signProtocol did.
    SignProtocolPayload {
        /// The protocol with the signature.
        protocol: Protocol
    }
}

/// Mutations about protocols.
#[derive(Default)]
pub struct ProtocolMutation;

#[Object]
impl ProtocolMutation {
    /// Draws the protocol of a closed meeting up anew, because something was added to the record since, such as a
    /// dissenting opinion. Refused once both have signed. For the chair, deputy chairs and the secretary of the
    /// council.
    async fn redraw_protocol(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "Of which meeting.")] input: RedrawProtocolInput,
    ) -> Result<RedrawProtocolPayload> {
        let act = context.act();
        let outcome = act.write(move |tx| redraw::redraw(tx, input.meeting_id)).await;
        RedrawProtocolPayload::settle(act, outcome.map(|protocol| (protocol.into(),)))
    }

    /// Signs the current version of a protocol, named by its hash, in the viewer's capacity. When chair and secretary
    /// have both signed, nothing about it changes any more. Signing twice changes nothing.
    async fn sign_protocol(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The signature.")] input: SignProtocolInput,
    ) -> Result<SignProtocolPayload> {
        let act = context.act();
        let input = sign::Signing { meeting: input.meeting_id, sha256: input.sha256 };
        let outcome = act.write(move |tx| sign::sign(tx, &input)).await;
        SignProtocolPayload::settle(act, outcome.map(|protocol| (protocol.into(),)))
    }
}
