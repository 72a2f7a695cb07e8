//! `kenes config`: the settings in force.

use super::Done;
use crate::config::Settings;

pub fn run(settings: &Settings) -> Done {
    settings.database()?;
    println!("{}", settings.describe());
    Ok(())
}
