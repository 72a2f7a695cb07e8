//! The words of attachments, each explained.

use async_graphql::Enum;

/// Who reads an attachment.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
#[graphql(remote = "crate::features::attachments::model::Access")]
pub enum AttachmentAccess {
    /// Everybody who sees what it belongs to.
    Public,
    /// The officers and council members concerned.
    Restricted,
}

/// Whether a file is what it says it is, or a copy with something left out.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum AttachmentEdition {
    /// The file itself.
    Original,
    /// A copy for the public, in which something is blacked out.
    Redacted,
}
