//! Whether somebody whose connection stays may stay.

use crate::access::identify::Caller;
use crate::kernel::failure::{Denied, Failure};

/// Looks after one caller.
pub struct Watchman {
    caller: Caller,
    /// The version of all rights at the last look.
    rights: u64,
}

impl Watchman {
    pub fn new(caller: Caller) -> Self {
        let rights = caller.core().rights_version();
        Self { caller, rights }
    }

    /// Whether the token has run out, or its session or account has ended. Asks the database only when rights have changed
    /// somewhere. While it is away nobody is sent away, and nobody is told anything either.
    pub async fn is_over(&mut self) -> bool {
        if !self.caller.is_in_time() {
            return true;
        }
        let rights = self.caller.core().rights_version();
        if rights == self.rights {
            return false;
        }
        match self.caller.act().await {
            Ok(_) => {
                self.rights = rights;
                false
            }
            Err(Failure::Denied(Denied::Unauthenticated)) => true,
            Err(_) => false,
        }
    }
}
