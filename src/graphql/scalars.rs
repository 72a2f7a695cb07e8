//! Ids, times, text in three languages and fractions: the values every type uses. Money is in `money.rs`.

use super::context::Ask;
use super::int::int;
use super::volume::hand_out;
use crate::kernel::clock::Timestamp;
use crate::kernel::fraction::Fraction;
use crate::kernel::id::{Id, IdError, Kind};
use crate::kernel::localized::{Locale, Localized};
use async_graphql::parser::types::Field;
use async_graphql::{
    Context, ContextSelectionSet, Enum, ID, InputObject, InputType, InputValueError, InputValueResult, Object,
    OutputType, Positioned, Result, Scalar, ScalarType, ServerResult, SimpleObject, Value, registry::Registry,
};
use chrono::{Datelike, NaiveDate};
use std::borrow::Cow;

/// A typed id is GraphQL's `ID`: the argument already knows its kind, and another kind is BAD_INPUT naming it.
impl<K: Kind> InputType for Id<K> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => Self::parse(&text).map_err(|error| {
                InputValueError::custom(match error {
                    IdError::Malformed { expected } => {
                        format!("not an id: expected {expected}_…, the id of a {}", K::NAME)
                    }
                    IdError::OtherKind { expected, found } => {
                        format!(
                            "the id of another kind: expected {expected}_…, the id of a {}, found {found}_…",
                            K::NAME
                        )
                    }
                })
            }),
            _ => Err(InputValueError::custom(format!("expected the id of a {} as a string", K::NAME))),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.wire())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

#[async_graphql::async_trait::async_trait]
impl<K: Kind> OutputType for Id<K> {
    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(Value::String(self.wire()))
    }
}

/// An instant, RFC 3339 in UTC: `2026-11-22T10:00:00Z`. Fields of this type end in `At`, `From` or `Until`.
#[Scalar(name = "DateTime")]
impl ScalarType for Timestamp {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        Self::parse(text).ok_or_else(|| InputValueError::custom("expected an instant such as 2026-11-22T10:00:00Z"))
    }

    // Judged with the document: a field is then never half resolved when its argument turns out to be none.
    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.rfc3339())
    }
}

/// A legal day of Kazakhstan: `2026-11-22`, of the years 1 to 9999, which every database can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A legal day of Kazakhstan, ISO 8601: `2026-11-22`, of the years 1 to 9999. Fields of this type end in `On`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let day = text.parse::<NaiveDate>().ok();
        // Written out and nothing else: `2026-1-1` is a slip as often as it is a day.
        day.filter(|day| (1..=9999).contains(&day.year()) && day.to_string() == *text)
            .map(Self)
            .ok_or_else(|| InputValueError::custom("expected a day such as 2026-11-22"))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A share as an exact fraction: two thirds is 2 over 3.
#[derive(SimpleObject, Clone, Copy, Debug)]
#[graphql(name = "Fraction")]
pub struct FractionValue {
    /// The part above the line.
    pub numerator: i32,
    /// The part below the line, never 0.
    pub denominator: i32,
}

impl From<Fraction> for FractionValue {
    fn from(fraction: Fraction) -> Self {
        Self { numerator: int(fraction.num()), denominator: int(fraction.den()) }
    }
}

/// A share as input, between 0 and 1.
#[derive(InputObject, Clone, Copy, Debug)]
#[graphql(name = "FractionInput")]
pub struct FractionInput {
    /// The part above the line.
    pub numerator: i32,
    /// The part below the line, at least 1 and not below the numerator.
    pub denominator: i32,
}

impl FractionInput {
    /// # Errors
    /// BAD_INPUT naming the field when it is no share between 0 and 1.
    pub fn fraction(self, field: &str) -> crate::kernel::failure::Outcome<Fraction> {
        let parts = u32::try_from(self.numerator).ok().zip(u32::try_from(self.denominator).ok());
        parts
            .and_then(|(numerator, denominator)| Fraction::new(numerator, denominator))
            .ok_or_else(|| crate::kernel::failure::Failure::bad_input(field, "expected a share between 0 and 1"))
    }
}

/// A language of Kenes.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(name = "Locale", remote = "crate::kernel::localized::Locale")]
pub enum LocaleName {
    /// Kazakh (қазақша).
    Kk,
    /// Russian (по-русски).
    Ru,
    /// English.
    En,
}

/// One translation of a text.
#[derive(SimpleObject, Clone, Debug)]
pub struct Translation {
    /// The language.
    pub locale: LocaleName,
    /// The text in that language.
    pub text: String,
}

/// A text in up to three languages. Kazakh always exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalizedText(pub Localized);

/// A text in up to three languages. Kazakh always exists.
#[Object]
impl LocalizedText {
    /// The text in the language asked for, else in the first language of the viewer it exists in, else in Kazakh.
    async fn text(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "The language wanted; the viewer's languages when omitted.")] locale: Option<LocaleName>,
    ) -> Result<&str> {
        let text = match locale {
            Some(locale) => self.0.best(&[Locale::from(locale)]),
            None => self.0.best(&context.act().viewer.locales),
        };
        hand_out(context, text)
    }

    /// Every language it exists in.
    async fn translations(&self, context: &Context<'_>) -> Result<Vec<Translation>> {
        let translation = |(locale, text): (Locale, &str)| {
            Ok(Translation { locale: locale.into(), text: hand_out(context, text)?.to_owned() })
        };
        self.0.iter().map(translation).collect()
    }
}

impl From<Localized> for LocalizedText {
    fn from(text: Localized) -> Self {
        Self(text)
    }
}

/// A text in up to three languages, as input.
#[derive(InputObject, Clone, Debug)]
pub struct LocalizedTextInput {
    /// Kazakh, obligatory.
    pub kk: String,
    /// Russian.
    pub ru: Option<String>,
    /// English.
    pub en: Option<String>,
}

impl From<LocalizedTextInput> for Localized {
    fn from(input: LocalizedTextInput) -> Self {
        Self { kk: input.kk, ru: input.ru, en: input.en }.trimmed()
    }
}

/// Any JSON value.
#[derive(Clone, Debug, PartialEq)]
pub struct Json(pub serde_json::Value);

/// Any JSON value, where the shape depends on what it tells of (the payload of an event).
#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}
