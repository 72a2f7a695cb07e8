//! `kenes backup`: a consistent copy of a running installation: its SQLite database, and the contents of its attachments.
//!
//! The database comes first. Contents are never changed and never deleted, so all that the copied database knows are there
//! when they are copied afterwards, and a second backup into the same folder copies only what is new.

use super::{Done, say};
use crate::blobs::{Blobs, Copied, Place};
use crate::config::Settings;
use crate::db::AnyConn;
use crate::db::conn::{DatabaseUrl, establish};
use crate::db::migrate;
use crate::features::attachments::store;
use std::path::{Path, PathBuf};

/// Contents whose rows are read at once.
const ROWS: i64 = 500;

/// Copy a running SQLite database consistently, without stopping the server, and the contents of attachments. For the
/// database of PostgreSQL use pg_dump, and then this command for the attachments.
#[derive(clap::Args, Debug)]
pub struct Backup {
    /// The file to write the SQLite database to; it must not exist.
    to: Option<PathBuf>,
    /// The folder to copy the contents of attachments to; what is there already is not copied again.
    #[arg(long, value_name = "DIR")]
    attachments: Option<PathBuf>,
    /// The data folder of the running server.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub fn run(command: Backup, settings: &Settings) -> Done {
    let mut settings = settings.clone();
    if let Some(data) = &command.data {
        settings.data = data.to_string_lossy().into_owned();
    }
    if command.to.is_none() && command.attachments.is_none() {
        return Err("say where to copy to: a FILE for the database, --attachments DIR, or both".into());
    }
    let url = settings.database()?;
    if let Some(to) = &command.to {
        copy_database(&url, to)?;
    }
    let mut conn = open(&url)?;
    match &command.attachments {
        Some(folder) => copy_attachments(&mut conn, &settings, folder),
        None => remind(&mut conn, &settings),
    }
}

fn open(url: &DatabaseUrl) -> Result<AnyConn, String> {
    match url {
        DatabaseUrl::Sqlite(file) if !file.exists() => Err("there is no database in the data folder".into()),
        url => establish(url).map_err(|e| e.to_string()),
    }
}

fn copy_database(url: &DatabaseUrl, to: &Path) -> Done {
    if !matches!(url, DatabaseUrl::Sqlite(_)) {
        return Err(
            "this is a PostgreSQL database: use pg_dump --format=custom, which copies consistently while it runs, \
            and then kenes backup --attachments DIR"
                .into(),
        );
    }
    let mut conn = open(url)?;
    if to.exists() {
        return Err("the target exists already; nothing was overwritten".into());
    }
    migrate::copy_sqlite(&mut conn, to).map_err(|fault| fault.what)?;
    println!("copied to {}", to.display());
    Ok(())
}

/// A backup that seems whole and is not would be worse than none.
fn remind(conn: &mut AnyConn, settings: &Settings) -> Done {
    let count = store::count(conn).map_err(say)?;
    if count > 0 {
        let place = match settings.storage()? {
            Place::Folder(folder) => folder.display().to_string(),
            Place::Bucket(bucket) => format!("the bucket {}", bucket.name),
        };
        println!("{count} attachments are not in this file: copy {place} too, or run kenes backup --attachments DIR");
    }
    Ok(())
}

fn copy_attachments(conn: &mut AnyConn, settings: &Settings, folder: &Path) -> Done {
    let from = Blobs::open(&settings.storage()?).map_err(say)?;
    let to = Blobs::open(&Place::Folder(folder.to_path_buf())).map_err(say)?;
    if from.is_same_folder(&to) {
        return Err("this is the folder the attachments are in; name another".into());
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    let (mut now, mut before, mut spoilt, mut last) = (0_u64, 0_u64, Vec::new(), None);
    loop {
        let contents = store::contents(conn, last, ROWS).map_err(say)?;
        let Some(end) = contents.last() else { break };
        last = Some(end.attachment);
        for content in &contents {
            let copied = from.copy(content.blob, content.size_bytes, &content.sha256, &to);
            match runtime.block_on(copied).map_err(say)? {
                Copied::Now => now += 1,
                Copied::Before => before += 1,
                Copied::Spoilt => spoilt.push(content.attachment.wire()),
            }
        }
    }
    println!("{now} attachments copied to {}, {before} were there already", folder.display());
    if spoilt.is_empty() {
        return Ok(());
    }
    Err(format!("missing from the storage, or not what was attached: {}", spoilt.join(", ")))
}
