//! `kenes config`: the settings in force.

use super::Done;
use crate::config::Settings;

pub fn run(settings: &Settings) -> Done {
    settings.database()?;
    settings.mail()?;
    println!("{}", settings.describe());
    for advice in settings.mail_advice() {
        eprintln!("kenes: {advice}");
    }
    Ok(())
}
