//! What a new password must be. How it is hashed is in `access/password.rs`.

use super::model::Email;
use crate::access::password::{MAX_BYTES, MIN_LENGTH, is_weak};
use crate::kernel::refusal::Refusal;
use crate::kernel::words::Code;

/// Judges a new password: long enough, not too long to hash, not easy to guess. Nothing else is asked: rules about
/// digits and signs make passwords shorter and written down. `field` is its path in the input.
///
/// # Errors
/// PASSWORD_TOO_SHORT, PASSWORD_WEAK, TOO_LONG.
pub fn admit(password: &str, email: &Email, field: &str) -> Result<(), Refusal> {
    if password.chars().count() < MIN_LENGTH {
        return Err(Refusal::new(Code::PasswordTooShort).at(field).with("min", MIN_LENGTH));
    }
    if password.len() > MAX_BYTES {
        return Err(Refusal::new(Code::TooLong).at(field).with("limit", MAX_BYTES).with("length", password.len()));
    }
    if is_weak(password, email.as_str()) {
        return Err(Refusal::new(Code::PasswordWeak).at(field));
    }
    Ok(())
}

/// What is hashed when somebody signs in. A password beyond the limit belongs to no account; it is looked at as an
/// empty one, so that the answer takes as long as any other and costs no more.
pub fn bounded(password: String) -> String {
    if password.len() > MAX_BYTES { String::new() } else { password }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(password: &str) -> Result<(), Code> {
        let email = Email::parse("aigerim@example.kz").expect("valid");
        admit(password, &email, "password").map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_new_password_is_long_and_not_guessable() {
        assert_eq!(code("short"), Err(Code::PasswordTooShort));
        assert_eq!(code("әөүқңғұһійыэ"), Ok(()));
        assert_eq!(code("aaaaaaaaaaaaaaaa"), Err(Code::PasswordWeak));
        assert_eq!(code("aigerim-forever"), Err(Code::PasswordWeak));
        assert_eq!(code(&"long enough ".repeat(100)), Err(Code::TooLong));
        assert_eq!(code("a tea house in Almaty"), Ok(()));
    }

    #[test]
    fn an_endless_password_is_not_hashed() {
        assert_eq!(bounded("x".repeat(MAX_BYTES + 1)), "");
        assert_eq!(bounded("x".repeat(MAX_BYTES)).len(), MAX_BYTES);
    }
}
