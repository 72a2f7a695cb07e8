//! What a program may do at most: scopes, in the words of OAuth 2.0 (RFC 6749, section 3.3).
//!
//! A service account may do what its owner may where it is bound, and of that only what its scopes name. [`needed`] is
//! exhaustive: a new action does not compile until somebody has written down whether a program may do it at all. What makes a council's
//! will, such as voting, presiding and signing, is for humans and has no scope.

use super::policy::{Action, Place};
use crate::text_enum;
use std::fmt;

text_enum! {
    /// One thing that a program may be allowed.
    pub enum ServiceScope {
        RegistryRead = "registry:read", DecisionsRead = "decisions:read", CommentsWrite = "comments:write",
        DecisionsWrite = "decisions:write", FindingsWrite = "findings:write", AnswersWrite = "answers:write",
        EventsRead = "events:read", WebhooksManage = "webhooks:manage",
    }
}

/// Some scopes; written as OAuth does, in a fixed order and with spaces between them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Scopes(u16);

impl Scopes {
    pub fn of(scopes: &[ServiceScope]) -> Self {
        scopes.iter().fold(Self::default(), |some, one| Self(some.0 | bit(*one)))
    }

    /// Reads `comments:write decisions:read`; `None` where a word is no scope.
    pub fn parse(text: &str) -> Option<Self> {
        text.split(' ').filter(|word| !word.is_empty()).try_fold(Self::default(), |some, word| {
            let one: ServiceScope = word.parse().ok()?;
            Some(Self(some.0 | bit(one)))
        })
    }

    pub fn contains(self, scope: ServiceScope) -> bool {
        self.0 & bit(scope) != 0
    }

    pub fn contains_all(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Those that are in both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = ServiceScope> {
        ServiceScope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }
}

fn bit(scope: ServiceScope) -> u16 {
    1 << ServiceScope::ALL.iter().position(|one| *one == scope).unwrap_or(0)
}

impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().map(ServiceScope::as_str).collect::<Vec<_>>().join(" "))
    }
}

impl fmt::Debug for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scopes({self})")
    }
}

/// The scope a program needs to do this here; `None` where no program may.
pub const fn needed(action: Action, place: &Place) -> Option<ServiceScope> {
    use Action as A;
    use ServiceScope as S;
    match action {
        A::ReadDrafts | A::ReadRestricted | A::ReadEmbargoed => Some(S::DecisionsRead),
        A::AddComment | A::EditComment => Some(S::CommentsWrite),
        A::DraftDecision
        | A::ReviseDecision
        | A::PublishDecision
        | A::WithdrawDecision
        | A::SupersedeDecision
        | A::AdoptDecision => Some(S::DecisionsWrite),
        // What a council has found, as text, until a human sends it.
        A::ReviseFinalDocument => Some(S::FindingsWrite),
        // A file is written by whoever may write what it is attached to.
        A::CreateUpload | A::UploadAttachment => place.scope,
        A::AnswerRecommendation | A::CorrectAnswer | A::ReportMilestone | A::AcknowledgeDocument => {
            Some(S::AnswersWrite)
        }
        A::ReadWebhooks | A::CreateWebhook | A::ChangeWebhook | A::EndWebhook => Some(S::WebhooksManage),
        // What makes a council's will, or somebody answerable for it.
        A::OpenReview
        | A::AdvanceReview
        | A::ConcludeReview
        | A::CloseReview
        | A::DeclareRecusal
        | A::OpenPoll
        | A::CastBallot
        | A::ClosePoll
        | A::AnnulPoll
        | A::AttachDissent
        | A::AdoptFinalDocument
        | A::SendFinalDocument
        | A::RateAnswer
        | A::ConfirmMilestone
        | A::DisputeMilestone
        | A::CallMeeting
        | A::ChangeAgenda
        | A::CancelMeeting
        | A::OpenMeeting
        | A::CloseMeeting
        | A::CheckIn
        | A::CheckOut
        | A::RedrawProtocol
        | A::SignProtocol
        | A::HideComment
        | A::RestrictAttachment => None,
        // What runs the system, and what is a human's own.
        A::ReadEvents
        | A::ReadAccounts
        | A::InviteAccount
        | A::SuspendAccount
        | A::GrantRole
        | A::RevokeRole
        | A::ChangeOwnAccount
        | A::AmendLegalRule
        | A::WithdrawLegalRule
        | A::CreateRegion
        | A::CreateStateBody
        | A::EndStateBody
        | A::AppointHead
        | A::RegisterOrganization
        | A::VerifyOrganization
        | A::AccreditOrganization
        | A::CreateCouncil
        | A::AppointMember
        | A::EndMembership
        | A::SetCalendarDay
        | A::ClearCalendarDay
        | A::ImportCalendar
        | A::ReadServiceAccounts
        | A::CreateServiceAccount
        | A::RotateServiceToken
        | A::RevokeServiceAccount
        | A::Follow
        | A::Unfollow
        | A::SetNoticeDelivery
        | A::MarkRead => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_survive_their_text_in_any_order() {
        let some = Scopes::of(&[ServiceScope::EventsRead, ServiceScope::CommentsWrite]);
        assert_eq!(some.to_string(), "comments:write events:read");
        assert_eq!(Scopes::parse("events:read comments:write"), Some(some));
        assert_eq!(Scopes::parse("events:read votes:write"), None);
        assert!(Scopes::parse("").is_some_and(Scopes::is_empty));
        assert_eq!(Scopes::parse(&Scopes::of(ServiceScope::ALL).to_string()), Some(Scopes::of(ServiceScope::ALL)));
    }

    #[test]
    fn what_two_have_in_common_is_in_both() {
        let (read, both) = (Scopes::parse("events:read"), Scopes::parse("events:read answers:write"));
        let (read, both) = (read.expect("a scope"), both.expect("scopes"));
        assert!(both.contains_all(read) && !read.contains_all(both));
        assert_eq!(both.and(read), read);
    }

    #[test]
    fn no_scope_lets_a_program_vote() {
        assert_eq!(needed(Action::CastBallot, &Place::EVERYWHERE), None);
        assert_eq!(needed(Action::AddComment, &Place::EVERYWHERE), Some(ServiceScope::CommentsWrite));
    }
}
