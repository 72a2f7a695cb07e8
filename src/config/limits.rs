//! The limits of documents, as they are set.

use super::Settings;
use crate::graphql::limits::DocumentLimits;

impl Settings {
    pub fn document_limits(&self) -> DocumentLimits {
        DocumentLimits {
            size: self.document_size.into(),
            tokens: self.document_tokens.into(),
            name: self.document_name.into(),
            definitions: self.document_definitions.into(),
            depth: self.document_depth.into(),
            selections: self.document_selections.into(),
            root_fields: self.document_root_fields.into(),
            aliases: self.document_aliases.into(),
            directives: self.document_directives.into(),
            arguments: self.document_arguments.into(),
            complexity: self.document_complexity.into(),
        }
    }
}
