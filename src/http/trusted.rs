//! Documents that clients name instead of sending them.
//!
//! **Trusted documents** are the operator's: a folder with what the build of a front end writes, read at the start. A file is
//! either one document, `{name}.graphql`, known by its name and by its SHA-256, or a manifest in JSON: `{ "hash": "document" }`
//! as graphql-codegen and the Relay compiler write it, or Apollo's `{ "operations": [{ "id", "body" }] }`. A request names one by
//! `documentId` (`sha256:…`, or the name), or by the hash of an automatic persisted query. In the strict mode strangers run
//! nothing else.
//!
//! **Automatic persisted queries** are anybody's: who sends a document with its SHA-256 may name it by that from then on,
//! as long as it is remembered. The memory is bounded in bytes, each instance has its own, and a client that is told
//! PERSISTED_QUERY_NOT_FOUND sends the document again.

use crate::config::Settings;
use crate::db::log::hex;
use crate::kernel::failure::{Fault, Outcome};
use moka::sync::Cache;
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The documents an instance knows.
pub struct Documents {
    trusted: HashMap<String, Arc<str>>,
    /// Whether strangers run trusted documents only.
    strict: bool,
    sent: Cache<String, Arc<str>>,
}

/// How a request says what it wants to run.
#[derive(Clone, Debug, Default)]
pub struct Named {
    pub query: Option<String>,
    pub document_id: Option<String>,
    /// The SHA-256 of an automatic persisted query, hexadecimal.
    pub hash: Option<String>,
}

/// Why nothing can be run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// Neither a document nor the name of one.
    Nothing,
    /// No trusted document of that id.
    NoSuchDocument,
    /// The client has to send the document once more.
    NotRemembered,
    /// The document has another hash.
    OtherHash,
    /// A stranger sent a document that is not trusted, in the strict mode.
    NotTrusted,
}

impl Unknown {
    /// The code and what is said; the words of what is not remembered are those that clients know.
    pub const fn told(self) -> (&'static str, &'static str) {
        match self {
            Self::Nothing => ("BAD_INPUT", "query is missing"),
            Self::NoSuchDocument => ("BAD_INPUT", "documentId: there is no such document"),
            Self::NotRemembered => ("PERSISTED_QUERY_NOT_FOUND", "PersistedQueryNotFound"),
            Self::OtherHash => ("BAD_INPUT", "extensions.persistedQuery: query has another SHA-256"),
            Self::NotTrusted => (
                "BAD_INPUT",
                "strangers run only the documents of the operator here: name one by documentId, or sign in",
            ),
        }
    }
}

impl Documents {
    /// Reads the operator's documents.
    ///
    /// # Errors
    /// A fault that names the file that cannot be read.
    pub fn open(settings: &Settings) -> Outcome<Self> {
        let trusted = match settings.trusted_documents.as_str() {
            "" if settings.trusted_documents_only => {
                return Err(Fault::new("trusted_documents_only needs trusted_documents").into());
            }
            "" => HashMap::new(),
            folder => read_folder(Path::new(folder))?,
        };
        let weigh = |hash: &String, document: &Arc<str>| u32::try_from(hash.len() + document.len()).unwrap_or(u32::MAX);
        let sent = Cache::builder().weigher(weigh).max_capacity(settings.persisted_bytes.into()).build();
        Ok(Self { trusted, strict: settings.trusted_documents_only, sent })
    }

    /// The document that a request means. `is_stranger` where nobody is signed in.
    ///
    /// # Errors
    /// Why there is none.
    pub fn find(&self, named: Named, is_stranger: bool) -> Result<String, Unknown> {
        if let Some(id) = named.document_id {
            let known = self.trusted.get(&id).or_else(|| self.trusted.get(id.strip_prefix("sha256:")?));
            return known.map(ToString::to_string).ok_or(Unknown::NoSuchDocument);
        }
        let strict = self.strict && is_stranger;
        match (named.query, named.hash.map(|hash| hash.to_ascii_lowercase())) {
            (Some(query), Some(hash)) if digest(&query) != hash => {
                drop(query);
                Err(Unknown::OtherHash)
            }
            (Some(query), _) if strict && !self.trusted.contains_key(&digest(&query)) => Err(Unknown::NotTrusted),
            (Some(query), Some(hash)) => {
                if !self.trusted.contains_key(&hash) {
                    self.sent.insert(hash, Arc::from(query.as_str()));
                }
                Ok(query)
            }
            (Some(query), None) => Ok(query),
            (None, Some(hash)) => {
                let sent = || if strict { None } else { self.sent.get(&hash) };
                let known = self.trusted.get(&hash).cloned().or_else(sent);
                known.map(|document| document.to_string()).ok_or(Unknown::NotRemembered)
            }
            (None, None) => Err(Unknown::Nothing),
        }
    }
}

fn digest(document: &str) -> String {
    hex(&Sha256::digest(document))
}

fn read_folder(folder: &Path) -> Outcome<HashMap<String, Arc<str>>> {
    let unreadable = |error: std::io::Error| Fault::new(format!("trusted_documents: {}: {error}", folder.display()));
    let mut found = HashMap::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        if !["graphql", "gql", "json"].contains(&extension) {
            continue;
        }
        let text = std::fs::read_to_string(&path).map_err(unreadable)?;
        let name = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let documents = if extension == "json" { manifest(&text) } else { Some(vec![(name.to_owned(), text)]) };
        let not_one = || Fault::new(format!("trusted_documents: {} is no manifest of documents", path.display()));
        for (id, document) in documents.ok_or_else(not_one)? {
            async_graphql::parser::parse_query(&document)
                .map_err(|error| Fault::new(format!("trusted_documents: {}: {id}: {error}", path.display())))?;
            let document: Arc<str> = document.into();
            found.insert(digest(&document), Arc::clone(&document));
            found.insert(id, document);
        }
    }
    Ok(found)
}

/// One operation of Apollo's manifest.
#[derive(Deserialize)]
struct Operation {
    id: String,
    body: String,
}

/// The ids and documents of a manifest; nothing where it is none.
fn manifest(text: &str) -> Option<Vec<(String, String)>> {
    let Value::Object(mut whole) = serde_json::from_str(text).ok()? else { return None };
    if let Some(operations @ Value::Array(_)) = whole.remove("operations") {
        let operations: Vec<Operation> = serde_json::from_value(operations).ok()?;
        return Some(operations.into_iter().map(|one| (one.id, one.body)).collect());
    }
    whole.into_iter().map(|(id, document)| Some((id, document.as_str()?.to_owned()))).collect()
}

#[cfg(test)]
#[path = "trusted_tests.rs"]
mod tests;
