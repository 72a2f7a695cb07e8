//! A folder in place of a mail server: one `.eml` file per mail, named by its Message-ID, there as a whole or not at all.

use super::NotTaken;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{Result, Write};
use std::path::Path;

/// Writes a mail. Written twice it is the same file.
///
/// # Errors
/// The system's words.
pub(super) fn write(folder: &Path, message_id: &str, content: &[u8]) -> std::result::Result<(), NotTaken> {
    let name: String =
        message_id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect();
    place(folder, &name, content).map_err(|e| NotTaken::Now(format!("the mail folder: {e}")))
}

fn place(folder: &Path, name: &str, content: &[u8]) -> Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    // Mails name people and tell what they follow.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    let (draft, whole) = (folder.join(format!("{name}.part")), folder.join(format!("{name}.eml")));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::rename(&draft, &whole)?;
    // The name, too, survives a power cut.
    File::open(folder)?.sync_all()
}
