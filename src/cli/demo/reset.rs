//! A demonstration is taken away again: its files from the storage, then its database.

use crate::blobs::Blobs;
use crate::cli::{Done, say};
use crate::config::Settings;
use crate::db::conn::{DatabaseUrl, establish};
use crate::db::{AnyConn, migrate};
use crate::features::attachments::store;
use crate::kernel::clock::Clock;
use crate::kernel::failure::{Failure, Fault, Outcome};
use std::io::ErrorKind;
use std::path::Path;

/// Attachments read at a time.
const PAGE: i64 = 500;
/// Contents that were begun and never attached, at most.
const UNFINISHED: i64 = 100_000;

/// Takes away what a database holds. The caller has looked that it is a demonstration.
///
/// # Errors
/// A sentence: what could not be removed.
pub fn clear(settings: &Settings, url: &DatabaseUrl) -> Done {
    discard_files(settings, url)?;
    match url {
        DatabaseUrl::Sqlite(path) => ["", "-wal", "-shm"].into_iter().try_for_each(|suffix| remove(path, suffix)),
        DatabaseUrl::Postgres(_) => {
            let mut conn = establish(url).map_err(|error| format!("{}: {error}", url.redacted()))?;
            let fault = |fault: Fault| fault.what;
            while migrate::status(&mut conn).map_err(fault)?.iter().any(|step| step.applied) {
                migrate::down(&mut conn).map_err(fault)?;
            }
            Ok(())
        }
    }
}

fn remove(path: &Path, suffix: &str) -> Done {
    let mut file = path.to_path_buf().into_os_string();
    file.push(suffix);
    match std::fs::remove_file(&file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(format!("{}: {error}", path.display())),
        _ => Ok(()),
    }
}

/// Removes the contents of all attachments, also of those that were never finished. A database whose filling was broken
/// off before it had the table has none.
fn discard_files(settings: &Settings, url: &DatabaseUrl) -> Done {
    let mut conn = establish(url).map_err(|error| format!("{}: {error}", url.redacted()))?;
    let migrated = migrate::status(&mut conn).is_ok_and(|steps| steps.iter().all(|step| step.applied));
    if !migrated {
        return Ok(());
    }
    let storage = Blobs::open(&settings.storage()?).map_err(say)?;
    discard(&mut conn, &storage).map_err(say)
}

/// Page after page, so that it takes the same memory however many there are.
fn discard(conn: &mut AnyConn, storage: &Blobs) -> Outcome<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Failure::fault(format!("a runtime: {error}")))?;
    let mut after = None;
    loop {
        let attached = store::contents(conn, after, PAGE)?;
        let Some(last) = attached.last() else { break };
        after = Some(last.attachment);
        attached.iter().try_for_each(|content| runtime.block_on(storage.discard(content.blob)))?;
    }
    let now = Clock::System.now();
    store::condemn(conn, now, now)?;
    let unfinished = store::condemned(conn, UNFINISHED)?;
    unfinished.iter().try_for_each(|blob| runtime.block_on(storage.discard(*blob)))
}
