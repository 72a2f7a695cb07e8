//! Files for their owner's eyes only.

use std::path::Path;

/// Makes an empty file with rights for nobody but its owner; one that exists is left as it is.
///
/// # Errors
/// When the folder does not let us.
pub fn create(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error),
    }
}
