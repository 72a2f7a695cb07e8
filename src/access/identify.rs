//! Whose session it is: from memory where that is safe, else from the database.

use super::act::Act;
use super::core::Core;
use super::grants;
use super::viewer::{Standing, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::SessionId;
use std::sync::Arc;

/// The standing of a session; `None` when it has ended or run out, or its account is suspended.
///
/// # Errors
/// A fault when the database is away.
pub async fn standing(core: &Arc<Core>, session: SessionId, now: Timestamp) -> Outcome<Option<Arc<Standing>>> {
    if let Some(found) = core.remembered(session) {
        return Ok((now < found.session_expires).then_some(found));
    }
    let version = core.rights_version();
    let act = Act::new(Arc::clone(core), Viewer::anonymous(now));
    let loaded = act.read(move |r| grants::standing(r.conn, session, now)).await?.map(Arc::new);
    if let Some(standing) = &loaded {
        core.remember(session, standing, version);
    }
    Ok(loaded)
}

/// The standing of whoever bears an access token.
///
/// # Errors
/// UNAUTHENTICATED for a token that is malformed, has run out, or whose session has ended; a fault when the database is
/// away.
pub async fn bearer(core: &Arc<Core>, token: &str, now: Timestamp) -> Outcome<Arc<Standing>> {
    let (account, session) = core.keys.verify(token, now).ok_or(Denied::Unauthenticated)?;
    let standing = standing(core, session, now).await?.ok_or(Denied::Unauthenticated)?;
    if standing.account != account {
        return Err(Denied::Unauthenticated.into());
    }
    Ok(standing)
}

/// Somebody whose connection stays: who they are, and what they may, is asked anew whenever they are told something.
#[derive(Clone)]
pub struct Caller {
    core: Arc<Core>,
    /// As it was identified when the connection began.
    viewer: Arc<Viewer>,
    token: Option<Arc<str>>,
}

impl Caller {
    pub fn new(core: Arc<Core>, viewer: Viewer, token: Option<Arc<str>>) -> Self {
        Self { core, viewer: Arc::new(viewer), token }
    }

    /// The viewer of the beginning: good for what never changes, such as whose connection it is.
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    pub fn core(&self) -> &Arc<Core> {
        &self.core
    }

    /// The same for one of the connection's requests.
    #[must_use]
    pub fn for_request(&self, request_id: String) -> Self {
        let viewer = Viewer { request_id, ..Viewer::clone(&self.viewer) };
        Self { viewer: Arc::new(viewer), ..self.clone() }
    }

    /// The viewer as of now, with a door of their own to the data.
    ///
    /// # Errors
    /// UNAUTHENTICATED when the token or the account has come to its end; a fault when the database is away.
    pub async fn act(&self) -> Outcome<Act> {
        let now = self.core.clock.now();
        let standing = match &self.token {
            Some(token) => Some(bearer(&self.core, token, now).await?),
            None => None,
        };
        Ok(Act::new(Arc::clone(&self.core), Viewer { now, standing, ..Viewer::clone(&self.viewer) }))
    }

    /// Whether the token has not run out yet; whose session it is, is not asked.
    pub fn is_in_time(&self) -> bool {
        self.token.as_ref().is_none_or(|token| self.core.keys.verify(token, self.core.clock.now()).is_some())
    }
}
