//! `kenes migrate`: the version of the tables.

use super::{Done, open, open_existing, say};
use crate::config::Settings;
use crate::db::migrate;
use crate::kernel::failure::Failure;

/// See or change the version of the database's tables.
#[derive(clap::Subcommand, Debug)]
pub enum Migrate {
    /// List the migrations and which are applied.
    Status,
    /// Apply what is missing.
    Up,
    /// Revert the newest migration. Deletes the data of the tables it made: asks for --yes.
    Down {
        /// Yes, delete.
        #[arg(long)]
        yes: bool,
    },
}

pub fn run(command: Migrate, settings: &Settings) -> Done {
    let instance = match command {
        Migrate::Up => open(settings)?,
        Migrate::Status | Migrate::Down { .. } => open_existing(settings)?,
    };
    let connection = || instance.core.db.get().map_err(|fault| say(Failure::Fault(fault)));
    match command {
        Migrate::Status => {
            for step in migrate::status(&mut *connection()?).map_err(|fault| say(Failure::Fault(fault)))? {
                println!("{}  {}", if step.applied { "applied" } else { "missing" }, step.name);
            }
        }
        Migrate::Up => {
            let applied = instance.migrate().map_err(say)?;
            println!("{} migrations applied", applied.len());
        }
        Migrate::Down { yes: false } => {
            return Err("this deletes the data of the newest migration's tables; add --yes if that is meant".into());
        }
        Migrate::Down { yes: true } => {
            let name = migrate::down(&mut *connection()?).map_err(|fault| say(Failure::Fault(fault)))?;
            println!("reverted {name}");
        }
    }
    Ok(())
}
