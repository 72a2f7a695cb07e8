//! `kenes account`: the operator's door, for the time before the first administrator can sign in.

use super::{Done, open, open_existing, say};
use crate::access::act::Act;
use crate::access::password;
use crate::access::viewer::{AccountKind, Role, Scope, Viewer};
use crate::config::Settings;
use crate::features::people::bootstrap;
use crate::kernel::localized::Locale;
use std::io::BufRead;

/// Create the first administrator, or reset a password. The password is read from standard input, never from an
/// argument, where other users of the machine could see it.
#[derive(clap::Subcommand, Debug)]
pub enum Account {
    /// Create an account with the role of administrator.
    CreateAdministrator {
        /// The person's name.
        #[arg(long)]
        name: String,
        /// The e-mail address to sign in with.
        #[arg(long)]
        email: String,
    },
    /// Set a new password; every session of the account ends.
    ResetPassword {
        /// The e-mail address of the account.
        #[arg(long)]
        email: String,
    },
}

pub fn run(command: Account, settings: &Settings) -> Done {
    let instance = match &command {
        Account::CreateAdministrator { .. } => open(settings)?,
        Account::ResetPassword { .. } => open_existing(settings)?,
    };
    instance.migrate().map_err(say)?;
    let act = Act::new(std::sync::Arc::clone(&instance.core), Viewer::anonymous(instance.core.clock.now()));
    let email = match &command {
        Account::CreateAdministrator { email, .. } | Account::ResetPassword { email } => email.clone(),
    };
    let hash = password::hash(&read_password(&email)?).map_err(say)?;
    match command {
        Account::CreateAdministrator { name, email } => {
            act.write_now(|tx| {
                let account =
                    bootstrap::open_account(tx, &name, &email, hash.clone(), Locale::Kk, AccountKind::Person)?;
                bootstrap::grant_directly(tx, account, Role::Administrator, Scope::Global)
            })
            .map_err(say)?;
            println!("{email} can sign in as an administrator");
        }
        Account::ResetPassword { email } => {
            act.write_now(|tx| bootstrap::reset_password(tx, &email, &hash)).map_err(say)?;
            println!("the password of {email} is set; all its sessions have ended");
        }
    }
    Ok(())
}

fn read_password(email: &str) -> Result<String, String> {
    eprintln!("Password for {email} (at least {} characters), then Enter:", password::MIN_LENGTH);
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|e| e.to_string())?;
    let text = line.trim_end_matches(['\r', '\n']).to_owned();
    if text.chars().count() < password::MIN_LENGTH {
        return Err(format!("the password must have at least {} characters", password::MIN_LENGTH));
    }
    if password::is_weak(&text, email) {
        return Err("this password is easy to guess; choose another".into());
    }
    Ok(text)
}
