//! Floor 2, beside the database: the contents of files, by id.
//!
//! A [`Blobs`] is a folder, or a bucket of an S3-compatible storage. It knows bytes and ids and nothing of what they mean:
//! who may read which file is decided where the rows are. A blob is written once, under an id that was never used before
//! ([`receive`]), and becomes readable as a whole or not at all; it is then read in ranges or discarded, and never changed.

mod copy;
mod place;
pub mod receive;
#[cfg(feature = "s3")]
mod s3;
mod turns;
mod writer;

pub use copy::Copied;
pub use place::{Bucket, Place};
pub use receive::{Interrupted, Received, Rejected};
pub use turns::{Turn, Turns};

use crate::kernel::failure::{Failure, Fault, Outcome};
use crate::kernel::id::BlobId;
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{Error, GetOptions, ObjectStore, ObjectStoreExt};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// The storage of one installation.
#[derive(Clone, Debug)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// What every key begins with: the folder within a bucket.
    prefix: Key,
    /// Where it is a folder.
    folder: Option<PathBuf>,
    /// Who is bringing files now.
    turns: Arc<Turns>,
}

/// The bytes of a blob, as they come.
pub type Content = BoxStream<'static, Result<Bytes, std::io::Error>>;

impl Blobs {
    /// Opens the storage. A folder is made when it is not there; a bucket is not touched yet.
    ///
    /// # Errors
    /// A fault that names what cannot be used.
    pub fn open(place: &Place) -> Outcome<Self> {
        match place {
            Place::Folder(folder) => Self::folder(folder),
            Place::Bucket(bucket) => Self::bucket(bucket),
        }
    }

    fn folder(folder: &Path) -> Outcome<Self> {
        let failed = |e: String| Fault::new(format!("the folder of attachments {}: {e}", folder.display()));
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(|e| failed(e.to_string()))?;
        // Acknowledged means on disk, through a power cut too.
        let store = LocalFileSystem::new_with_prefix(folder).map_err(|e| failed(e.to_string()))?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            prefix: Key::default(),
            folder: Some(folder.to_path_buf()),
            turns: Arc::default(),
        })
    }

    #[cfg(feature = "s3")]
    fn bucket(bucket: &Bucket) -> Outcome<Self> {
        let store = s3::open(bucket)?;
        Ok(Self { store, prefix: Key::from(bucket.prefix.as_str()), folder: None, turns: Arc::default() })
    }

    #[cfg(not(feature = "s3"))]
    fn bucket(_: &Bucket) -> Outcome<Self> {
        Err(Fault::new("storage_url: this program was built without the feature s3; the container image has it").into())
    }

    /// Whether both are the same folder, by whatever path.
    pub fn is_same_folder(&self, other: &Self) -> bool {
        let real = |blobs: &Self| blobs.folder.as_ref().and_then(|folder| folder.canonicalize().ok());
        real(self).is_some_and(|folder| real(other) == Some(folder))
    }

    /// A turn for one more file of somebody's; `None` when as many as allowed are coming in already.
    pub fn enter(&self, who: Uuid, at_once: u32) -> Option<Turn> {
        self.turns.enter(who, at_once)
    }

    /// Two characters of the id between the root and the file: a folder with a million entries is slow to look into. The
    /// last ones, because the first are the time.
    fn key(&self, id: BlobId) -> Key {
        let name = id.uuid().simple().to_string();
        let shelf: String = name.chars().skip(30).collect();
        self.prefix.clone().join(shelf).join(name)
    }

    /// A part of a blob, from its first byte to before its last; never empty.
    ///
    /// # Errors
    /// UNAVAILABLE when the storage is away; a fault when the blob is.
    pub async fn read(&self, id: BlobId, range: Range<u64>) -> Outcome<Content> {
        let options = GetOptions::new().with_range(Some(range));
        let found = self.store.get_opts(&self.key(id), options).await.map_err(fault)?;
        Ok(found.into_stream().map(|piece| piece.map_err(std::io::Error::other)).boxed())
    }

    /// Removes a blob, and in a folder also what an interrupted writing of it left behind. What is not there is gone.
    ///
    /// # Errors
    /// UNAVAILABLE when the storage is away.
    pub async fn discard(&self, id: BlobId) -> Outcome<()> {
        let key = self.key(id);
        match self.store.delete(&key).await {
            Ok(()) | Err(Error::NotFound { .. }) => {}
            Err(error) => return Err(fault(error).into()),
        }
        match self.folder.as_ref().map(|folder| folder.join(key.as_ref())) {
            Some(file) => tokio::task::spawn_blocking(move || discard_staged(&file))
                .await
                .map_err(|e| Failure::fault(format!("worker thread: {e}")))?,
            None => Ok(()),
        }
    }
}

/// While a file is being written it stands beside its place, under its name with `#` and a number.
fn discard_staged(file: &Path) -> Outcome<()> {
    let (Some(shelf), Some(name)) = (file.parent(), file.file_name().and_then(|name| name.to_str())) else {
        return Ok(());
    };
    let Ok(entries) = std::fs::read_dir(shelf) else { return Ok(()) };
    let staged = format!("{name}#");
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with(&staged) {
            std::fs::remove_file(entry.path()).map_err(|e| Fault::new(format!("an interrupted upload: {e}")))?;
        }
    }
    Ok(())
}

/// The storage's words, for the log. That the storage cannot be reached asks the client to try again.
fn fault(error: Error) -> Fault {
    match error {
        Error::NotFound { path, .. } => Fault::new(format!("the storage has no {path}")),
        other => Fault::unavailable(format!("the storage: {other}")),
    }
}
