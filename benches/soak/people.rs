//! People of the demonstration, who stay signed in.

use crate::chance::Chance;
use crate::wire::{Asker, Wire};
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Of everybody in the demonstration.
pub const PASSWORD: &str = "kenes demonstration 2026";
/// An access token is good for 15 minutes.
const FRESH: Duration = Duration::from_secs(600);

/// The council of Astana, who have ballots in its polls.
pub const COUNCIL: [&str; 4] = ["member", "chair", "deputy-chair", "secretary"];
/// Who comments.
pub const SPEAKERS: [&str; 5] = ["citizen-01", "citizen-02", "citizen-03", "ngo", "media"];
/// Whose sessions come and go; nobody else uses their tokens.
pub const COMERS: [&str; 6] = ["citizen-04", "citizen-05", "citizen-06", "citizen-07", "citizen-08", "citizen-09"];

pub const SIGN_IN: &str = "mutation($input: SignInInput!) { signIn(input: $input) {
  accessToken refreshToken account { email } userErrors { code } } }";

/// The sessions that stay.
#[derive(Default)]
pub struct People(Mutex<HashMap<&'static str, (Instant, String)>>);

impl People {
    /// Somebody as they would ask now.
    pub fn asker(&self, wire: &Wire, who: &'static str, chance: &mut Chance) -> Result<Asker, String> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = sessions.get(who).filter(|(since, _)| since.elapsed() < FRESH);
        if let Some((_, token)) = known {
            return Ok(Asker::with(token, chance));
        }
        let token = sign_in(wire, who, chance)?.0;
        sessions.insert(who, (Instant::now(), token.clone()));
        Ok(Asker::with(&token, chance))
    }
}

/// A new session: its access token and its refresh token.
pub fn sign_in(wire: &Wire, who: &str, chance: &mut Chance) -> Result<(String, String), String> {
    let input = json!({ "email": format!("{who}@demo.kenes.example"), "password": PASSWORD });
    let answer = wire.ask(&Asker::stranger(chance), SIGN_IN, &json!({ "input": input }))?;
    answer.done("signIn")?;
    Ok((answer.text("/signIn/accessToken")?, answer.text("/signIn/refreshToken")?))
}
