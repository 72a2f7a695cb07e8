//! Whose session it is: from memory where that is safe, else from the database.

use super::act::Act;
use super::core::Core;
use super::grants::{self, Identified};
use super::service_token;
use super::viewer::{Service, Standing, Viewer};
use crate::kernel::clock::Timestamp;
use crate::kernel::failure::{Denied, Outcome};
use crate::kernel::id::SessionId;
use std::sync::Arc;
use subtle::ConstantTimeEq;

/// The use of a program's token is noted this often at most.
const NOTED_EVERY: chrono::Duration = chrono::Duration::minutes(1);

/// Among what an id is looked for.
#[derive(Clone, Copy)]
enum Look {
    Session,
    Program,
}

/// Whose session or token it is, and whether its use is worth noting.
struct Found {
    standing: Arc<Standing>,
    to_note: bool,
}

async fn find(core: &Arc<Core>, session: SessionId, now: Timestamp, look: Look) -> Outcome<Option<Found>> {
    if let Some(standing) = core.remembered(session) {
        return Ok((now < standing.session_expires).then_some(Found { standing, to_note: false }));
    }
    let version = core.rights_version();
    let act = Act::new(Arc::clone(core), Viewer::anonymous(now));
    let loaded = act.read(move |r| match look {
        Look::Session => {
            let standing = grants::standing(r.conn, session, now)?;
            Ok(standing.map(|standing| Identified { standing, used_at: Some(now) }))
        }
        Look::Program => grants::service_standing(r.conn, session, now),
    });
    let Some(Identified { standing, used_at }) = loaded.await? else { return Ok(None) };
    let standing = Arc::new(standing);
    core.remember(session, &standing, version);
    Ok(Some(Found { standing, to_note: used_at.is_none_or(|at| at < now.plus(-NOTED_EVERY)) }))
}

/// The standing of a session; `None` when it has ended or run out, or its account is suspended.
///
/// # Errors
/// A fault when the database is away.
pub async fn standing(core: &Arc<Core>, session: SessionId, now: Timestamp) -> Outcome<Option<Arc<Standing>>> {
    Ok(find(core, session, now, Look::Session).await?.map(|found| found.standing))
}

/// It is good to know when a token was used, and no reason to refuse its use that it could not be written down.
async fn noted(core: &Arc<Core>, found: Found, now: Timestamp) -> Arc<Standing> {
    let (act, token) = (Act::new(Arc::clone(core), Viewer::anonymous(now)), found.standing.session);
    if found.to_note
        && let Err(failure) = act.write(move |tx| grants::note_use(tx.conn, token, now)).await
    {
        tracing::debug!(?failure, "the use of a token was not noted");
    }
    found.standing
}

/// The standing of whoever bears an access token, or the token of a program.
///
/// # Errors
/// UNAUTHENTICATED for a token that is malformed, has run out, or whose session has ended; a fault when the database is
/// away.
pub async fn bearer(core: &Arc<Core>, token: &str, now: Timestamp) -> Outcome<Arc<Standing>> {
    if service_token::is_one(token) {
        return program(core, token, now).await;
    }
    let said = core.keys.verify(token, now).ok_or(Denied::Unauthenticated)?;
    let look = if said.scopes.is_some() { Look::Program } else { Look::Session };
    let found = find(core, said.session, now, look).await?.ok_or(Denied::Unauthenticated)?;
    if found.standing.account != said.account || found.standing.service.is_some() != said.scopes.is_some() {
        return Err(Denied::Unauthenticated.into());
    }
    let standing = noted(core, found, now).await;
    Ok(match (&standing.service, said.scopes) {
        (Some(service), Some(scopes)) if service.scopes != scopes.and(service.scopes) => {
            let service = Service { scopes: scopes.and(service.scopes), ..service.clone() };
            Arc::new(Standing { service: Some(service), ..Standing::clone(&standing) })
        }
        _ => standing,
    })
}

/// The standing of a program by the token it was given. One that was mistyped is refused before the database is asked.
///
/// # Errors
/// As [`bearer`].
pub async fn program(core: &Arc<Core>, token: &str, now: Timestamp) -> Outcome<Arc<Standing>> {
    let presented = service_token::read(token).ok_or(Denied::Unauthenticated)?;
    let found = find(core, presented.id, now, Look::Program).await?.ok_or(Denied::Unauthenticated)?;
    let stored = found.standing.service.as_ref().map(|service| service.token_hash.as_slice()).unwrap_or_default();
    // A wrong one tells nothing by the time it takes.
    if !bool::from(stored.ct_eq(&presented.hash)) {
        return Err(Denied::Unauthenticated.into());
    }
    Ok(noted(core, found, now).await)
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

    /// Whether the token, and the session as it was seen last, have not run out yet; the database is not asked.
    pub fn is_in_time(&self, seen: Option<Timestamp>) -> bool {
        let now = self.core.clock.now();
        let is_read = |token: &Arc<str>| service_token::is_one(token) || self.core.keys.verify(token, now).is_some();
        self.token.as_ref().is_none_or(is_read) && seen.is_none_or(|end| now < end)
    }
}
