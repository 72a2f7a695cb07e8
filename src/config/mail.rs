//! Where mails go, from six settings.

use super::Settings;
use crate::mail::{Place, Relay, Sender, Tls};

const LAST_HOUR: u32 = 23;

impl Settings {
    /// # Errors
    /// A sentence naming the setting at fault.
    pub fn mail(&self) -> Result<Sender, String> {
        if self.digest_hour > LAST_HOUR {
            return Err(format!("digest_hour must be 0 to {LAST_HOUR}"));
        }
        let place = if self.smtp_host.is_empty() {
            Place::Folder(self.data_dir().join("mail"))
        } else {
            Place::Relay(Relay {
                host: self.smtp_host.clone(),
                port: u16::try_from(self.smtp_port).map_err(|_| "smtp_port is not a port".to_owned())?,
                tls: Tls::parse(&self.smtp_tls)?,
                user: self.smtp_user.clone(),
                password_file: self.smtp_password_file.clone().into(),
            })
        };
        Ok(Sender { from: self.mail_from.clone(), place })
    }
}
