//! A file comes in: hashed, counted, looked at and stored, all in one pass, in constant memory.

use super::{Blobs, fault};
use crate::kernel::failure::Fault;
use crate::kernel::id::BlobId;
use crate::kernel::media::{MediaType, Sniffer, Unfit};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use object_store::path::Path as Key;
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, PutPayload};
use sha2::{Digest, Sha256};
use std::pin::pin;

/// What is held in memory before it goes to the storage, and the least that S3 takes as a part.
const PART_BYTES: usize = 5 * 1024 * 1024;

/// What was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub size_bytes: u64,
    pub sha256: Vec<u8>,
    pub media: &'static MediaType,
}

/// Why nothing was stored.
#[derive(Clone, Debug)]
pub enum Rejected {
    /// More bytes than this.
    TooLarge(u64),
    Unfit(Unfit),
    /// The sender stopped, or sent what is no body; its words.
    Broken(String),
    Fault(Fault),
}

impl From<Unfit> for Rejected {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<object_store::Error> for Rejected {
    fn from(error: object_store::Error) -> Self {
        Self::Fault(fault(error))
    }
}

impl Blobs {
    /// Takes a file in under a new id. Until this returns nothing is readable under the id; when it fails nothing is left.
    ///
    /// # Errors
    /// Why nothing was stored.
    pub async fn receive<S, E>(
        &self,
        id: BlobId,
        bytes: S,
        sniffer: Sniffer,
        limit_bytes: u64,
    ) -> Result<Received, Rejected>
    where
        S: Stream<Item = Result<Bytes, E>>,
        E: std::fmt::Display,
    {
        let mut writer = Writer::new(&*self.store, self.key(id));
        match pour(&mut writer, bytes, sniffer, limit_bytes).await {
            Ok(received) => {
                writer.finish().await?;
                Ok(received)
            }
            Err(rejected) => {
                writer.abort().await;
                Err(rejected)
            }
        }
    }
}

async fn pour<S, E>(
    writer: &mut Writer<'_>,
    bytes: S,
    mut sniffer: Sniffer,
    limit_bytes: u64,
) -> Result<Received, Rejected>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: std::fmt::Display,
{
    let mut bytes = pin!(bytes);
    let (mut size_bytes, mut hash) = (0_u64, Sha256::new());
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(|error| Rejected::Broken(error.to_string()))?;
        size_bytes = size_bytes.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        if size_bytes > limit_bytes {
            return Err(Rejected::TooLarge(limit_bytes));
        }
        sniffer.see(&piece)?;
        hash.update(&piece);
        writer.push(piece).await?;
    }
    Ok(Received { size_bytes, sha256: hash.finalize().to_vec(), media: sniffer.finish()? })
}

/// Gathers pieces to parts of equal size, as some storages want them.
struct Writer<'a> {
    store: &'a dyn ObjectStore,
    key: Key,
    held: Vec<Bytes>,
    held_bytes: usize,
    /// Begun with the second part: what fits into one is put as a whole.
    upload: Option<Box<dyn MultipartUpload>>,
}

impl<'a> Writer<'a> {
    fn new(store: &'a dyn ObjectStore, key: Key) -> Self {
        Self { store, key, held: Vec::new(), held_bytes: 0, upload: None }
    }

    async fn push(&mut self, mut piece: Bytes) -> object_store::Result<()> {
        while self.held_bytes.saturating_add(piece.len()) > PART_BYTES {
            let part = piece.split_to(PART_BYTES.saturating_sub(self.held_bytes));
            self.hold(part);
            self.flush().await?;
        }
        self.hold(piece);
        Ok(())
    }

    fn hold(&mut self, piece: Bytes) {
        self.held_bytes = self.held_bytes.saturating_add(piece.len());
        self.held.push(piece);
    }

    fn take(&mut self) -> PutPayload {
        self.held_bytes = 0;
        std::mem::take(&mut self.held).into_iter().collect()
    }

    async fn flush(&mut self) -> object_store::Result<()> {
        let part = self.take();
        let upload = match &mut self.upload {
            Some(upload) => upload,
            none => none.insert(self.store.put_multipart(&self.key).await?),
        };
        upload.put_part(part).await
    }

    async fn finish(mut self) -> object_store::Result<()> {
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
        if self.held_bytes > 0 {
            self.flush().await?;
        }
        match &mut self.upload {
            Some(upload) => upload.complete().await.map(drop),
            None => Ok(()),
        }
    }

    /// Best effort: what stays behind is swept.
    async fn abort(mut self) {
        if let Some(mut upload) = self.upload.take()
            && let Err(error) = upload.abort().await
        {
            tracing::debug!(%error, "an interrupted upload could not be taken back");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::Place;
    use crate::kernel::id::Id;
    use futures_util::TryStreamExt;
    use futures_util::stream::iter;
    use std::path::{Path, PathBuf};
    use uuid::Uuid;

    fn folder() -> PathBuf {
        std::env::temp_dir().join(format!("kenes-blobs-{}", Uuid::new_v4().simple()))
    }

    fn files(folder: &Path) -> usize {
        let shelves = std::fs::read_dir(folder).expect("a folder").flatten();
        shelves.flat_map(|shelf| std::fs::read_dir(shelf.path()).expect("a folder")).count()
    }

    fn run<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(work)
    }

    fn pieces(size: usize, piece: usize) -> Vec<Result<Bytes, std::io::Error>> {
        let whole: Vec<u8> = (0..size).map(|n| b'a' + u8::try_from(n % 23).unwrap_or(0)).collect();
        whole.chunks(piece).map(|part| Ok(Bytes::copy_from_slice(part))).collect()
    }

    #[test]
    fn what_comes_out_is_what_went_in_whatever_the_pieces() {
        let folder = folder();
        let blobs = Blobs::open(&Place::Folder(folder.clone())).expect("opens");
        for (size, piece) in
            [(1, 1), (70_000, 999), (PART_BYTES, 65_536), (PART_BYTES + 1, 65_536), (3 * PART_BYTES, 7 << 20)]
        {
            let id = Id::from_uuid(Uuid::new_v4());
            let sent = pieces(size, piece);
            let whole: Vec<u8> = sent.iter().flatten().flat_map(|part| part.to_vec()).collect();
            let (received, read) = run(async {
                let received = blobs.receive(id, iter(sent), Sniffer::new("a.txt"), u64::MAX).await.expect("stored");
                let content = blobs.read(id, 0..received.size_bytes).await.expect("there");
                (received, content.try_collect::<Vec<Bytes>>().await.expect("reads").concat())
            });
            assert_eq!(read, whole, "{size}");
            assert_eq!(received.sha256, Sha256::digest(&whole).to_vec());
            assert_eq!(received.media.mime, "text/plain");
        }
        drop(std::fs::remove_dir_all(folder));
    }

    #[test]
    fn what_is_rejected_leaves_nothing() {
        let folder = folder();
        let blobs = Blobs::open(&Place::Folder(folder.clone())).expect("opens");
        let size = 2 * PART_BYTES;
        run(async {
            let receive =
                |sent, limit| blobs.receive(Id::from_uuid(Uuid::new_v4()), iter(sent), Sniffer::new("a"), limit);
            let large = receive(pieces(size, 65_536), u64::try_from(size).expect("small") - 1).await;
            assert!(matches!(large, Err(Rejected::TooLarge(_))));
            let mut broken = pieces(size, 65_536);
            broken.push(Err(std::io::Error::other("gone")));
            assert!(matches!(receive(broken, u64::MAX).await, Err(Rejected::Broken(_))));
            let mut unfit = pieces(size, 65_536);
            unfit.push(Ok(Bytes::from_static(b"\x00")));
            assert!(matches!(receive(unfit, u64::MAX).await, Err(Rejected::Unfit(_))));
        });
        assert_eq!(files(&folder), 0);
        drop(std::fs::remove_dir_all(folder));
    }

    #[test]
    fn a_discarded_blob_is_gone_with_what_was_left_beside_it() {
        let folder = folder();
        let blobs = Blobs::open(&Place::Folder(folder.clone())).expect("opens");
        let id = Id::from_uuid(Uuid::new_v4());
        run(async {
            blobs.receive(id, iter(pieces(10, 3)), Sniffer::new("a"), 100).await.expect("stored");
            std::fs::write(folder.join(format!("{}#1", blobs.key(id))), "half").expect("writes");
            blobs.discard(id).await.expect("discarded");
            blobs.discard(id).await.expect("again");
            assert!(blobs.read(id, 0..1).await.is_err());
        });
        assert_eq!(files(&folder), 0);
        drop(std::fs::remove_dir_all(folder));
    }
}
