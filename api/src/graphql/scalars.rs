//! The scalars of the contract: `Date`, `DateTime`, `Decimal`, `Year`.

use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate, SecondsFormat, Utc};
use entity::decimal;

fn refuse<T: ScalarType + InputType>(what: &str) -> InputValueError<T> {
    InputValueError::custom(what).with_extension("code", "BAD_USER_INPUT")
}

/// A calendar day, `2023-03-14` (дата).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date(pub NaiveDate);

#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        NaiveDate::parse_from_str(text, "%Y-%m-%d")
            .ok()
            .filter(|day| text.len() == 10 && (1000..=9999).contains(&day.year()))
            .map(Date)
            .ok_or_else(|| refuse("A day is written 2023-03-14"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant in RFC 3339, UTC (момент времени).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime(pub chrono::DateTime<Utc>);

#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|instant| Self(instant.with_timezone(&Utc)))
            .map_err(|_error| refuse("An instant is written 2023-03-14T09:00:00Z"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// An exact decimal number as a string; printed zeros are kept (десятичное число).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(pub decimal::Decimal);

#[Scalar]
impl ScalarType for Decimal {
    fn parse(value: Value) -> InputValueResult<Self> {
        let text = match &value {
            Value::String(text) => text.clone(),
            Value::Number(number) if number.is_i64() => number.to_string(),
            _ => return Err(InputValueError::expected_type(value)),
        };
        text.parse().map(Decimal).map_err(|_fault| refuse("A decimal is written \"12.50\", at most six places"))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A calendar year (год).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Year(pub i32);

#[Scalar]
impl ScalarType for Year {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::Number(number) = &value else { return Err(InputValueError::expected_type(value)) };
        number
            .as_i64()
            .and_then(|year| i32::try_from(year).ok())
            .filter(|year| (1900..=2999).contains(year))
            .map(Year)
            .ok_or_else(|| refuse("A year lies between 1900 and 2999"))
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}
