//! `kenes backup`: a consistent copy of a running SQLite database.

use super::Done;
use crate::config::Settings;
use crate::db::conn::{DatabaseUrl, establish};
use crate::db::migrate;
use std::path::PathBuf;

/// Copy a running SQLite database consistently, without stopping the server. For PostgreSQL use pg_dump.
#[derive(clap::Args, Debug)]
pub struct Backup {
    /// The file to write; it must not exist.
    to: PathBuf,
    /// The data folder of the running server.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
}

pub fn run(command: Backup, settings: &Settings) -> Done {
    let mut settings = settings.clone();
    if let Some(data) = &command.data {
        settings.data = data.to_string_lossy().into_owned();
    }
    let url = settings.database()?;
    let DatabaseUrl::Sqlite(file) = &url else {
        return Err(
            "this is a PostgreSQL database: use pg_dump --format=custom, which copies consistently while it runs"
                .into(),
        );
    };
    if !file.exists() {
        return Err("there is no database in the data folder".into());
    }
    if command.to.exists() {
        return Err("the target exists already; nothing was overwritten".into());
    }
    let mut conn = establish(&url).map_err(|e| e.to_string())?;
    migrate::copy_sqlite(&mut conn, &command.to).map_err(|fault| fault.what)?;
    println!("copied to {}", command.to.display());
    Ok(())
}
