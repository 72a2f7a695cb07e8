//! Contents are copied from one storage into another: for backups, and for moving from a folder into a bucket.

use super::writer::Writer;
use super::{Blobs, fault};
use crate::kernel::failure::{Fault, Outcome};
use crate::kernel::id::BlobId;
use futures_util::StreamExt;
use object_store::{Error, ObjectStoreExt};
use sha2::{Digest, Sha256};

/// What became of one content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It was copied, and its hash is right.
    Now,
    /// It was there already. Contents never change, so one of the same size is the same.
    Before,
    /// It is not what it was when it was attached, or not there at all; nothing was copied.
    Spoilt,
}

impl Blobs {
    /// Copies a content of this size and hash.
    ///
    /// # Errors
    /// A fault when one of the two storages is away.
    pub async fn copy(&self, id: BlobId, size_bytes: u64, sha256: &[u8], to: &Self) -> Outcome<Copied> {
        match to.store.head(&to.key(id)).await {
            Ok(found) if found.size == size_bytes => return Ok(Copied::Before),
            Ok(_) | Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(fault(error).into()),
        }
        let found = match self.store.get(&self.key(id)).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(Copied::Spoilt),
            Err(error) => return Err(fault(error).into()),
        };
        let (mut content, mut hash) = (found.into_stream(), Sha256::new());
        let mut writer = Writer::new(&*to.store, to.key(id));
        while let Some(piece) = content.next().await {
            let piece = piece.map_err(fault)?;
            hash.update(&piece);
            writer.push(piece).await.map_err(fault)?;
        }
        if hash.finalize().as_slice() != sha256 {
            writer.abort().await;
            return Ok(Copied::Spoilt);
        }
        writer.finish().await.map_err(|error| Fault::new(format!("the copy of {}: {error}", self.key(id))))?;
        Ok(Copied::Now)
    }
}
