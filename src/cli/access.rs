//! `kenes access`: who may do what.

use super::Done;
use crate::access::matrix;

/// See who may do what.
#[derive(clap::Subcommand, Debug)]
pub enum Access {
    /// Print the matrix of roles and actions, computed from the policy.
    Matrix,
}

pub fn run(command: Access) -> Done {
    match command {
        Access::Matrix => print!("{}", matrix::render()),
    }
    Ok(())
}
