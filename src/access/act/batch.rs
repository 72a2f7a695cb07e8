//! Many acts of many viewers in one transaction: how the demonstration tells thousands of steps without waiting for
//! the disk after each. Every act runs through the same use case as a request's and leaves the same events.

use super::{Core, Writing};
use crate::access::sight::Sight;
use crate::access::viewer::Viewer;
use crate::db::{AnyConn, uow};
use crate::kernel::event::EventKind;
use crate::kernel::failure::Outcome;
use uuid::Uuid;

/// A transaction in which viewers act one after the other.
pub struct Batch<'a> {
    conn: &'a mut AnyConn,
    core: &'a Core,
    happened: Vec<(EventKind, Uuid)>,
}

impl Batch<'_> {
    /// What one viewer does, at the viewer's time.
    ///
    /// # Errors
    /// What `work` returns. The caller must give up then: on PostgreSQL the whole transaction is void.
    pub fn act<T>(&mut self, viewer: &Viewer, work: impl FnOnce(&mut Writing<'_>) -> Outcome<T>) -> Outcome<T> {
        let mut tx = Writing {
            conn: &mut *self.conn,
            viewer,
            sight: Sight::of(viewer),
            now: viewer.now,
            core: self.core,
            events: Vec::new(),
        };
        let value = work(&mut tx)?;
        let happened = tx.flush()?;
        self.happened.extend(happened);
        Ok(value)
    }
}

impl Core {
    /// Runs `work` in one write transaction; it may run again after a deadlock.
    ///
    /// # Errors
    /// What `work` returns, and then nothing is written.
    pub fn batch<T>(&self, mut work: impl FnMut(&mut Batch<'_>) -> Outcome<T>) -> Outcome<T> {
        let (value, happened) = uow::write(&self.db, |conn| {
            let mut batch = Batch { conn, core: self, happened: Vec::new() };
            let value = work(&mut batch)?;
            Ok((value, batch.happened))
        })?;
        for (kind, subject) in happened {
            self.heard(kind, subject);
        }
        self.committed.notify_waiters();
        Ok(value)
    }
}
