//! Money in the graph: exact decimals, as texts.

use crate::kernel::failure::{Failure, Outcome};
use async_graphql::{Enum, InputObject, InputValueError, InputValueResult, Scalar, ScalarType, SimpleObject, Value};

/// A decimal number as a string, so that no client rounds it: `"27700000000.00"`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal(pub String);

/// A decimal number written as a string, so that no client rounds it: `"27700000000.00"`.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            Value::Number(number) => Ok(Self(number.to_string())),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// A currency after ISO 4217.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Currency {
    /// The tenge, of 100 tiyn.
    Kzt,
}

/// An amount of money. Stored exactly, in minor units.
#[derive(SimpleObject, Clone, Debug)]
pub struct Money {
    /// The amount in major units, with two decimals.
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
}

impl Money {
    /// From tiyn, the hundredth of a tenge.
    pub fn from_tiyn(tiyn: i64) -> Self {
        let sign = if tiyn < 0 { "-" } else { "" };
        let (whole, part) = (tiyn.unsigned_abs() / 100, tiyn.unsigned_abs() % 100);
        Self { amount: Decimal(format!("{sign}{whole}.{part:02}")), currency: Currency::Kzt }
    }
}

/// An amount of money as input.
#[derive(InputObject, Clone, Debug)]
pub struct MoneyInput {
    /// The amount in major units, at most two decimals: `"27700000000.00"`.
    pub amount: Decimal,
    /// The currency.
    pub currency: Currency,
}

impl MoneyInput {
    /// The amount in tiyn.
    ///
    /// # Errors
    /// BAD_INPUT when it is no number of at most two decimals or too large.
    pub fn tiyn(&self, field: &str) -> Outcome<i64> {
        let bad = || Failure::bad_input(field, "expected an amount such as \"1500.00\"");
        let (whole, part) = self.amount.0.split_once('.').unwrap_or((&self.amount.0, "00"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole.strip_prefix('-').unwrap_or(whole)) || !digits(part) || part.len() > 2 {
            return Err(bad());
        }
        format!("{whole}{part:0<2}").parse().map_err(|_| bad())
    }
}
