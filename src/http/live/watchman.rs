//! Whether somebody whose connection stays may stay.

use crate::access::identify::Caller;
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Failure};

/// Looks after one caller.
pub struct Watchman {
    caller: Caller,
    /// The version of all rights at the last look.
    rights: u64,
    /// When the session or the program's token runs out, as of the last look.
    end: Option<Timestamp>,
}

impl Watchman {
    pub fn new(caller: Caller) -> Self {
        let rights = caller.core().rights_version();
        let end = caller.viewer().standing.as_ref().map(|standing| standing.session_expires);
        Self { caller, rights, end }
    }

    /// Whether the token has run out, or its session or account has ended. Asks the database only when rights have changed
    /// somewhere. While it is away nobody is sent away, and nobody is told anything either.
    pub async fn is_over(&mut self) -> bool {
        if !self.caller.is_in_time(self.end) {
            return true;
        }
        let rights = self.caller.core().rights_version();
        if rights == self.rights {
            return false;
        }
        match self.caller.act().await {
            Ok(act) => {
                self.rights = rights;
                self.end = act.viewer.standing.as_ref().map(|standing| standing.session_expires);
                false
            }
            Err(Failure::Denied(Denied::Unauthenticated)) => true,
            Err(_) => false,
        }
    }
}
