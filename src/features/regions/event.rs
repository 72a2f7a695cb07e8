//! What can happen to a region.

use super::model::Region;
use crate::kernel::event::{EventKind, NewEvent};
use crate::kernel::id::Id;

/// A region was entered.
pub fn created(region: &Region) -> NewEvent {
    NewEvent::new(EventKind::RegionCreated, region.id)
        .with("kato", region.kato.as_str())
        .with("level", region.level.as_str())
        .with("parent", region.parent_id.map(Id::wire))
}
