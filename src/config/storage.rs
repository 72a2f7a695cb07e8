//! Where attachments are kept, from five settings.

use super::Settings;
use crate::blobs::{Bucket, Place};

impl Settings {
    /// # Errors
    /// A sentence when the URL is neither a folder's nor a bucket's.
    pub fn storage(&self) -> Result<Place, String> {
        if self.storage_url.is_empty() {
            return Ok(Place::Folder(self.data_dir().join("attachments")));
        }
        let bucket = Bucket {
            endpoint: self.storage_endpoint.clone(),
            region: self.storage_region.clone(),
            key_id: self.storage_key_id.clone(),
            secret_file: self.storage_secret_file.clone().into(),
            ..Bucket::default()
        };
        Place::parse(&self.storage_url, bucket)
    }
}
