//! The settings of the features, as they are set.

use super::Settings;
use crate::access::core::Rules;

impl Settings {
    pub fn rules(&self) -> Rules {
        let size = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        Rules {
            self_registration: self.self_registration,
            comment_depth: self.comment_depth,
            comment_chars: size(self.comment_chars),
            title_chars: size(self.title_chars),
            summary_chars: size(self.summary_chars),
            text_chars: size(self.text_chars),
            poll_days: self.poll_days.into(),
            session_days: self.session_days.into(),
            invitation_days: self.invitation_days.into(),
            count_cap: self.count_cap.into(),
            // The graph tells sizes in an Int.
            attachment_bytes: u64::from(self.attachment_bytes).min(i32::MAX.unsigned_abs().into()),
            upload_minutes: self.upload_minutes.into(),
            upload_seconds: self.upload_seconds,
            upload_silence_seconds: self.upload_silence_seconds,
            uploads_at_once: self.uploads_at_once,
            follow_limit: self.follow_limit.into(),
            service_accounts: self.service_accounts.into(),
            service_token_days: self.service_token_days.into(),
            webhooks: self.webhooks.into(),
            webhook_days: self.webhook_days.into(),
            smtp_seconds: self.smtp_seconds.into(),
            notice_days: self.notice_days.into(),
            mail_days: self.mail_days.into(),
            digest_hour: self.digest_hour,
            public_url: self.token_issuer.trim_end_matches('/').to_owned(),
            notice_link: self.notice_link.clone(),
        }
    }
}
