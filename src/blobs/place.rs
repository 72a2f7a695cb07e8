//! Where the contents of files are kept: `file:FOLDER`, or `s3://BUCKET/PREFIX`.

use std::path::PathBuf;

/// A folder, or a bucket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Folder(PathBuf),
    Bucket(Bucket),
}

/// A bucket of an S3-compatible storage. Its secret is read from a file, so that no setting holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    pub name: String,
    /// What every key begins with; may be empty.
    pub prefix: String,
    /// The address of the storage; empty means Amazon's own.
    pub endpoint: String,
    pub region: String,
    pub key_id: String,
    pub secret_file: PathBuf,
}

impl Place {
    /// Reads `file:FOLDER` or `s3://BUCKET/PREFIX`; of a bucket the rest comes from `bucket`.
    ///
    /// # Errors
    /// A sentence that says what is accepted. A typing error must not become a new folder.
    pub fn parse(url: &str, bucket: Bucket) -> Result<Self, String> {
        if let Some(folder) = url.strip_prefix("file:").filter(|folder| !folder.is_empty()) {
            return Ok(Self::Folder(PathBuf::from(folder)));
        }
        let place = url.strip_prefix("s3://").map(|rest| rest.split_once('/').unwrap_or((rest, "")));
        match place {
            Some((name, prefix)) if !name.is_empty() => {
                let (name, prefix) = (name.to_owned(), prefix.trim_matches('/').to_owned());
                Ok(Self::Bucket(Bucket { name, prefix, ..bucket }))
            }
            _ => Err("storage_url must be file:FOLDER or s3://BUCKET/PREFIX".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_a_folder_or_a_bucket_and_nothing_else() {
        let read = |url| Place::parse(url, Bucket { region: "kz".into(), ..Bucket::default() });
        assert_eq!(read("file:/srv/files"), Ok(Place::Folder("/srv/files".into())));
        let bucket = |name: &str, prefix: &str| {
            Ok(Place::Bucket(Bucket {
                name: name.into(),
                prefix: prefix.into(),
                region: "kz".into(),
                ..Bucket::default()
            }))
        };
        assert_eq!(read("s3://kenes"), bucket("kenes", ""));
        assert_eq!(read("s3://kenes/a/b/"), bucket("kenes", "a/b"));
        for bad in ["", "file:", "s3://", "s3:///a", "/srv/files", "gs://kenes"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
