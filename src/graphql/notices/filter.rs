//! Which notifications are wanted.

use super::enums::NotificationKind;
use crate::features::notices::NoticeKind;
use crate::features::notices::store::Filter;
use async_graphql::InputObject;

/// Which notifications are wanted.
#[derive(InputObject, Clone, Debug, Default)]
pub struct NotificationFilter {
    /// Those not yet read, or those read; both when omitted.
    pub unread: Option<bool>,
    /// Those of these kinds; all when omitted or empty.
    pub kinds: Option<Vec<NotificationKind>>,
}

impl From<NotificationFilter> for Filter {
    fn from(input: NotificationFilter) -> Self {
        let mut kinds: Vec<NoticeKind> = input.kinds.unwrap_or_default().into_iter().map(NoticeKind::from).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Self { unread: input.unread, kinds }
    }
}
