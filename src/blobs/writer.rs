//! Bytes on their way into the storage, gathered to parts: the only memory that a file takes.

use bytes::{Bytes, BytesMut};
use object_store::path::Path as Key;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};

/// What is held in memory before it goes to the storage, and the least that S3 takes as a part.
pub(super) const PART_BYTES: usize = 5 * 1024 * 1024;

/// Gathers pieces to parts of equal size, as some storages want them.
pub(super) struct Writer<'a> {
    store: &'a dyn ObjectStore,
    key: Key,
    /// Copied together: a piece may be one byte, and may hold on to a whole buffer of the network's.
    held: BytesMut,
    /// Begun with the second part: what fits into one is put as a whole.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(store: &'a dyn ObjectStore, key: Key) -> Self {
        Self { store, key, held: BytesMut::new(), upload: None }
    }

    pub(super) async fn push(&mut self, mut piece: Bytes) -> object_store::Result<()> {
        while self.held.len().saturating_add(piece.len()) > PART_BYTES {
            let part = piece.split_to(PART_BYTES.saturating_sub(self.held.len()));
            self.held.extend_from_slice(&part);
            self.flush().await?;
        }
        self.held.extend_from_slice(&piece);
        Ok(())
    }

    fn take(&mut self) -> PutPayload {
        self.held.split().freeze().into()
    }

    async fn flush(&mut self) -> object_store::Result<()> {
        let part = self.take();
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => none.insert(self.store.put_multipart(&self.key).await?),
        };
        upload.put_part(part).await
    }

    /// Makes all of it readable at once. When that fails, nothing is.
    pub(super) async fn finish(mut self) -> object_store::Result<()> {
        if self.upload.is_none() {
            let whole = self.take();
            return self.store.put(&self.key, whole).await.map(drop);
        }
        let done = self.complete().await;
        if done.is_err() {
            self.abort().await;
        }
        done
    }

    async fn complete(&mut self) -> object_store::Result<()> {
        if !self.held.is_empty() {
            self.flush().await?;
        }
        match &mut self.upload {
            Some(upload) => upload.complete().await.map(drop),
            None => Ok(()),
        }
    }

    /// Best effort: what stays behind is swept.
    pub(super) async fn abort(mut self) {
        if let Some(mut upload) = self.upload.take()
            && let Err(error) = upload.abort().await
        {
            tracing::debug!(%error, "an interrupted upload could not be taken back");
        }
    }
}
