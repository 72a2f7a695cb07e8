//! stub, helper E replaces it
#[derive(clap::Args, Debug)]
pub struct Demo {}
pub fn run(_command: Demo, _settings: crate::config::Settings) -> Result<(), String> { Err("not yet".into()) }
