//! Where mails go and how long they are kept, and what is refused or advised against.

use super::Settings;
use crate::mail::{Place, Relay, Sender, Tls};
use std::path::PathBuf;
use std::time::Duration;

const LAST_HOUR: u32 = 23;
/// The longest a mail server may be waited for at a step, in seconds: RFC 5321 asks for no more.
const LONGEST_STEP: u32 = 300;
/// A mail is tried for two days, a digest holds the notices of one: what is younger than this may still be needed.
const SHORTEST_KEEPING: u32 = 7;

impl Settings {
    /// # Errors
    /// A sentence naming the setting at fault.
    pub fn mail(&self) -> Result<Sender, String> {
        if self.digest_hour > LAST_HOUR {
            return Err(format!("digest_hour must be 0 to {LAST_HOUR}"));
        }
        for (key, days) in [("notice_days", self.notice_days), ("mail_days", self.mail_days)] {
            if (1..SHORTEST_KEEPING).contains(&days) {
                return Err(format!("{key} must be 0, for ever, or at least {SHORTEST_KEEPING}"));
            }
        }
        let place = match self.relay()? {
            None => Place::Folder(self.mail_folder()),
            Some(relay) => Place::Relay(relay),
        };
        Ok(Sender { from: self.mail_from.clone(), place })
    }

    /// Where mails are written when there is no mail server.
    pub fn mail_folder(&self) -> PathBuf {
        self.data_dir().join("mail")
    }

    fn relay(&self) -> Result<Option<Relay>, String> {
        if self.smtp_host.is_empty() {
            return Ok(None);
        }
        if !(1..=LONGEST_STEP).contains(&self.smtp_seconds) {
            return Err(format!("smtp_seconds must be 1 to {LONGEST_STEP}"));
        }
        if self.mail_from == Self::default().mail_from {
            return Err(
                "mail_from must be set where smtp_host is: no mail server takes mails from localhost".to_owned()
            );
        }
        let relay = Relay {
            host: self.smtp_host.clone(),
            port: u16::try_from(self.smtp_port).map_err(|_| "smtp_port is not a port".to_owned())?,
            tls: Tls::parse(&self.smtp_tls)?,
            user: self.smtp_user.clone(),
            password_file: self.smtp_password_file.clone().into(),
            patience: Duration::from_secs(self.smtp_seconds.into()),
        };
        relay.admit()?;
        Ok(Some(relay))
    }

    /// What works and is not advisable, a sentence each, for the operator to read at the start.
    pub fn mail_advice(&self) -> Vec<String> {
        let Ok(Some(relay)) = self.relay() else { return Vec::new() };
        let mut advice = Vec::new();
        if relay.is_in_the_clear() {
            let host = &relay.host;
            advice.push(format!(
                "smtp_tls is none: mails to {host}, which name people and what they follow, can be read on the way"
            ));
        }
        if !self.token_issuer.starts_with("https://") {
            advice.push(format!(
                "token_issuer is {}: mail programs offer to unsubscribe by one click over https only",
                self.token_issuer
            ));
        }
        advice
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn relayed() -> Settings {
        Settings {
            smtp_host: "127.0.0.1".into(),
            smtp_tls: "none".into(),
            mail_from: "Kenes <kenes@kenes.test>".into(),
            token_issuer: "https://kenes.test".into(),
            ..Settings::default()
        }
    }

    fn refused(settings: &Settings) -> String {
        settings.mail().expect_err("refused")
    }

    #[test]
    fn what_cannot_work_is_refused_with_the_setting_at_fault() {
        assert!(relayed().mail().is_ok() && Settings::default().mail().is_ok());
        assert!(refused(&Settings { digest_hour: 24, ..relayed() }).contains("digest_hour"));
        assert!(refused(&Settings { notice_days: 6, ..relayed() }).contains("notice_days"));
        assert!(refused(&Settings { mail_days: 1, ..relayed() }).contains("mail_days"));
        assert!(Settings { mail_days: 0, notice_days: 7, ..relayed() }.mail().is_ok());
        assert!(refused(&Settings { smtp_seconds: 0, ..relayed() }).contains("smtp_seconds"));
        assert!(refused(&Settings { smtp_port: 70_000, ..relayed() }).contains("smtp_port"));
        assert!(refused(&Settings { smtp_tls: "ssl".into(), ..relayed() }).contains("smtp_tls"));
        let nobody = Settings { mail_from: Settings::default().mail_from, ..relayed() };
        assert!(refused(&nobody).contains("mail_from"));
        let shouted = Settings { smtp_host: "mail.kenes.test".into(), smtp_user: "kenes".into(), ..relayed() };
        assert!(refused(&shouted).contains("without TLS"));
    }

    #[test]
    fn what_is_not_advisable_is_said() {
        assert!(relayed().mail_advice().is_empty() && Settings::default().mail_advice().is_empty());
        let open = Settings { smtp_host: "mail.kenes.test".into(), ..relayed() };
        assert!(open.mail_advice().concat().contains("can be read on the way"));
        let plain = Settings { token_issuer: "http://kenes.test".into(), ..relayed() };
        assert!(plain.mail_advice().concat().contains("https"));
    }
}
