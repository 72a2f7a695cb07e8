//! The three channels of failure, as clients see them.
//!
//! A **rule** said no → `userErrors` in the payload. The **policy** said no → a top-level error with a code of a
//! closed list. **We** broke → `INTERNAL` with the request's id; the details go to the log only.
//!
//! `Failure` has no `Display`, so that `?` cannot leak it: this file is the only conversion.

use crate::kernel::failure::{Denied, Failure, Fault, Outcome};
use crate::kernel::localized::Locale;
use crate::kernel::refusal::{Refusal, fill};
use async_graphql::{Enum, Error, ErrorExtensions, Result, SimpleObject};

use super::scalars::LocalizedText;

macro_rules! define_user_error_codes {
    ($($code:ident $wire:literal $kk:literal $ru:literal $en:literal;)+) => {
        /// The stable code of a rule's refusal, for programs. The message is for people.
        #[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = "crate::kernel::words::Code")]
        pub enum UserErrorCode { $(#[doc = $en] #[graphql(name = $wire)] $code),+ }
    };
}
crate::refusal_codes!(define_user_error_codes);

/// The legal rule that something rests on.
#[derive(SimpleObject, Clone, Debug)]
pub struct RuleReference {
    /// The key of the rule in `legalRules`.
    pub key: String,
    /// The place in the law.
    pub citation: LocalizedText,
    /// Whether the rule was read in the law's text; `false` asks an operator to confirm it before production.
    pub confirmed: bool,
}

impl From<crate::kernel::refusal::RuleRef> for RuleReference {
    fn from(rule: crate::kernel::refusal::RuleRef) -> Self {
        Self { key: rule.key, citation: LocalizedText(rule.citation), confirmed: rule.confirmed }
    }
}

/// Why a rule refused a mutation. Nothing was changed.
#[derive(SimpleObject, Clone, Debug)]
pub struct UserError {
    /// The explanation for people, in the viewer's language.
    pub message: String,
    /// The stable code for programs.
    pub code: UserErrorCode,
    /// The path of the input field concerned, outermost first; empty when the whole is concerned.
    pub field: Vec<String>,
    /// The legal rule the refusal rests on, where there is one.
    pub rule: Option<RuleReference>,
}

impl UserError {
    pub fn new(refusal: Refusal, locale: Locale) -> Self {
        Self {
            message: refusal.message(locale),
            code: refusal.code.into(),
            field: refusal.field,
            rule: refusal.rule.map(|rule| RuleReference::from(*rule)),
        }
    }
}

/// The value of a field that may be null: a failure makes the field null, and nothing around it. As `Result<Option<T>>`
/// the library would let it take the whole object with it (async-graphql 7.0).
pub fn nullable<T>(outcome: Outcome<Option<T>>) -> Option<Result<T>> {
    outcome.map_err(Error::from).transpose()
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied(denied) => denied_error(denied),
            Failure::Fault(fault) => fault_error(&fault),
            // A query has no payload to put refusals in: only mutations are refused. If one slips, it is bad input.
            Failure::Refused(refusals) => {
                let why = refusals.first().map(|refusal| refusal.message(Locale::En)).unwrap_or_default();
                coded("BAD_INPUT", &why)
            }
        }
    }
}

fn coded(code: &'static str, message: &str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

fn denied_error(denied: Denied) -> Error {
    match denied {
        Denied::Unauthenticated => coded("UNAUTHENTICATED", ""),
        Denied::Forbidden => coded("FORBIDDEN", ""),
        Denied::NotFound(what) => coded("NOT_FOUND", "").extend_with(|_, e| e.set("kind", what)),
        Denied::BadInput { field, why } => {
            coded("BAD_INPUT", &format!("{field}: {why}")).extend_with(|_, e| e.set("argument", field.as_str()))
        }
        Denied::RateLimited { retry_after_seconds } => {
            coded("RATE_LIMITED", "").extend_with(|_, e| e.set("retryAfterSeconds", retry_after_seconds))
        }
        Denied::Conflict(why) => coded("CONFLICT", why),
    }
}

fn fault_error(fault: &Fault) -> Error {
    if fault.unavailable {
        tracing::warn!(what = %fault.what, "unavailable");
        coded("UNAVAILABLE", "").extend_with(|_, e| e.set("retryAfterSeconds", 2))
    } else {
        tracing::error!(what = %fault.what, "fault");
        coded("INTERNAL", "")
    }
}

/// The texts of top-level codes: Kazakh, Russian, English. Codes not listed keep their own (English) message.
const DENIALS: &[(&str, [&str; 3])] = &[
    ("UNAUTHENTICATED", ["Алдымен жүйеге кіріңіз.", "Сначала войдите в систему.", "Sign in first."]),
    ("FORBIDDEN", ["Бұған құқығыңыз жоқ.", "У вас нет на это права.", "You may not do this."]),
    ("NOT_FOUND", ["Табылмады.", "Не найдено.", "Not found."]),
    ("BAD_INPUT", ["Сұрау дұрыс емес. {why}", "Запрос неверен. {why}", "{why}"]),
    ("LIMIT_EXCEEDED", ["Сұрау шектен асады. {why}", "Запрос превышает предел. {why}", "{why}"]),
    ("CONFLICT", ["Қайшылық. {why}", "Конфликт. {why}", "{why}"]),
    (
        "RATE_LIMITED",
        [
            "Тым көп әрекет. {seconds} секундтан кейін қайталаңыз.",
            "Слишком много попыток. Повторите через {seconds} с.",
            "Too many attempts. Try again in {seconds} s.",
        ],
    ),
    (
        "UNAVAILABLE",
        [
            "Қызмет уақытша қолжетімсіз. {seconds} секундтан кейін қайталаңыз.",
            "Сервис временно недоступен. Повторите через {seconds} с.",
            "The service is unavailable for the moment. Try again in {seconds} s.",
        ],
    ),
    (
        "INTERNAL",
        [
            "Ішкі қате. Хабарласқанда сұрау нөмірін айтыңыз: {request}.",
            "Внутренняя ошибка. При обращении назовите номер запроса: {request}.",
            "Internal error. When you report it, give the request id: {request}.",
        ],
    ),
];

/// The message of a top-level code in the viewer's language; `None` when the error carries its own.
/// `why` is the English detail for programmers that some codes carry.
pub fn denial_text(code: &str, locale: Locale, seconds: Option<i64>, request: &str, why: &str) -> Option<String> {
    let (_, texts) = DENIALS.iter().find(|(known, _)| *known == code)?;
    let text = match locale {
        Locale::Kk => texts[0],
        Locale::Ru => texts[1],
        Locale::En => texts[2],
    };
    Some(fill(
        text,
        &[("seconds", seconds.unwrap_or(1).to_string()), ("request", request.to_owned()), ("why", why.to_owned())],
    ))
}

/// The payload of a mutation: what it changed (null when refused) and why it was refused.
///
/// ```text
/// payload! { /// What castBallot did.
///     CastBallotPayload { /// The ballot as it now stands.
///         ballot: Ballot } }
/// ```
/// gives the type and `CastBallotPayload::settle(act, outcome)`, where the outcome is of a tuple of the fields.
#[macro_export]
macro_rules! payload {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(async_graphql::SimpleObject)]
        pub struct $name {
            $($(#[$fmeta])* pub $field: Option<$type>,)+
            /// Why a rule refused; empty when it was done.
            pub user_errors: Vec<$crate::graphql::error::UserError>,
        }
        impl $name {
            /// Sorts an outcome into its channel.
            pub fn settle(
                act: &$crate::access::act::Act,
                outcome: $crate::kernel::failure::Outcome<($($type,)+)>,
            ) -> async_graphql::Result<Self> {
                match outcome {
                    Ok(($($field,)+)) => Ok(Self { $($field: Some($field),)+ user_errors: Vec::new() }),
                    Err($crate::kernel::failure::Failure::Refused(refusals)) => Ok(Self {
                        $($field: None,)+
                        user_errors: refusals
                            .into_iter()
                            .map(|refusal| $crate::graphql::error::UserError::new(refusal, act.viewer.locale()))
                            .collect(),
                    }),
                    Err(other) => Err(other.into()),
                }
            }
        }
    };
}
