//! A program gets an access token for its own: OAuth 2.0, client credentials (RFC 6749, section 4.4).

use crate::access::act::{Act, time_ordered};
use crate::access::identify;
use crate::access::scopes::Scopes;
use crate::access::token::ACCESS_SECONDS;
use crate::kernel::failure::{Denied, Failure, Outcome};
use crate::kernel::id::ServiceAccountId;

/// What a program presents. Without `Debug`: it holds a secret.
pub struct Credentials {
    pub client_id: String,
    /// Its token.
    pub client_secret: String,
    /// Fewer scopes than it has; all of them where nothing is said.
    pub scope: Option<String>,
}

/// What it gets. Without `Debug`: it holds a secret.
pub struct AccessToken {
    pub token: String,
    pub seconds: i64,
    pub scopes: Scopes,
}

/// Why it gets nothing.
pub enum Withheld {
    /// The client is not known by these credentials.
    Client,
    /// The scopes are unknown, or more than the client has.
    Scope,
    Failed(Failure),
}

/// Exchanges a program's token for an access token of fifteen minutes, which ends with it.
///
/// # Errors
/// See [`Withheld`].
pub async fn exchange(act: &Act, input: &Credentials) -> Result<AccessToken, Withheld> {
    let now = act.viewer.now;
    let standing = known(identify::program(&act.core, &input.client_secret, now).await)?;
    let is_its_own = ServiceAccountId::parse(&input.client_id).is_ok_and(|id| id.uuid() == standing.account.uuid());
    let Some(service) = standing.service.as_ref().filter(|_| is_its_own && standing.is_anybody_at(now)) else {
        return Err(Withheld::Client);
    };
    let wanted = input.scope.as_deref().filter(|scope| !scope.trim_matches(' ').is_empty());
    let scopes = wanted.map_or(Some(service.scopes), Scopes::parse).filter(|some| service.scopes.contains_all(*some));
    let scopes = scopes.ok_or(Withheld::Scope)?;
    let jti = time_ordered(now).simple().to_string();
    let signed = act.core.keys.sign((standing.account, standing.session), Some(scopes), now, jti);
    let token = signed.map_err(|fault| Withheld::Failed(fault.into()))?;
    Ok(AccessToken { token, seconds: ACCESS_SECONDS, scopes })
}

fn known<T>(outcome: Outcome<T>) -> Result<T, Withheld> {
    outcome.map_err(|failure| match failure {
        Failure::Denied(Denied::Unauthenticated) => Withheld::Client,
        other => Withheld::Failed(other),
    })
}
