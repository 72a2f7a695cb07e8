//! Where webhooks may go, and how long their receivers may take.

use super::Settings;
use crate::outbound::Reach;
use std::time::Duration;

/// The longest patience with a receiver, in seconds: a claim on a delivery lasts longer.
const LONGEST: u32 = 60;

impl Settings {
    /// Where webhooks may go.
    pub fn reach(&self) -> Reach {
        if self.webhook_anywhere { Reach::Anywhere } else { Reach::Public }
    }

    /// The longest that a receiver may take to answer.
    ///
    /// # Errors
    /// What is wrong with the setting.
    pub fn webhook_time(&self) -> Result<Duration, String> {
        if !(1..=LONGEST).contains(&self.webhook_seconds) {
            return Err(format!("webhook_seconds must be 1 to {LONGEST}"));
        }
        Ok(Duration::from_secs(self.webhook_seconds.into()))
    }
}
