//! A file comes in: hashed, counted, looked at and stored, all in one pass, in constant memory.

use super::writer::Writer;
use super::{Blobs, fault};
use crate::kernel::failure::Fault;
use crate::kernel::id::BlobId;
use crate::kernel::media::{MediaType, Sniffer, Unfit};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use sha2::{Digest, Sha256};
use std::pin::pin;

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
    Interrupted(Interrupted),
    Fault(Fault),
}

/// Why a body ended before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// It took longer than a body may take, or stood still for longer than it may.
    TooSlow,
    /// The sender stopped, or sent what is no body; in words for the log.
    Broken(String),
}

impl std::fmt::Display for Interrupted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooSlow => f.write_str("too slow"),
            Self::Broken(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Interrupted {}

impl From<std::io::Error> for Interrupted {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Of bytes that are there already.
impl From<std::convert::Infallible> for Interrupted {
    fn from(never: std::convert::Infallible) -> Self {
        match never {}
    }
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
        E: Into<Interrupted>,
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
    E: Into<Interrupted>,
{
    let mut bytes = pin!(bytes);
    let (mut size_bytes, mut hash) = (0_u64, Sha256::new());
    while let Some(piece) = bytes.next().await {
        let piece = piece.map_err(|error| Rejected::Interrupted(error.into()))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::Place;
    use crate::blobs::writer::PART_BYTES;
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
            assert!(matches!(receive(broken, u64::MAX).await, Err(Rejected::Interrupted(_))));
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
