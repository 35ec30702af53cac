//! The scalars of the contract: `Date`, `DateTime`, `Decimal`, `Year`. What is malformed is refused at validation,
//! before anything runs.

use async_graphql::{InputType, InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{Datelike, NaiveDate, SecondsFormat, Utc};
use entity::decimal;

fn refuse<T: ScalarType + InputType>(what: &str) -> InputValueError<T> {
    InputValueError::custom(what).with_extension("code", "BAD_USER_INPUT")
}

/// A calendar day, `2023-03-14` (дата).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Date(pub NaiveDate);

/// A calendar day, `2023-03-14`, of the years 1000 to 9999 (дата)
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

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// An instant in RFC 3339, UTC (момент времени).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// An instant in RFC 3339, answered in UTC: `2023-03-14T09:00:00Z` (момент времени)
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|instant| Self(instant.with_timezone(&Utc)))
            .map_err(|_error| refuse("An instant is written 2023-03-14T09:00:00Z"))
    }

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

/// An exact decimal number as a string; printed zeros are kept (десятичное число).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(pub decimal::Decimal);

/// An exact decimal number as a string, at most six places; printed zeros are kept: `"12.50"` (десятичное число)
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

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A calendar year (год).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Year(pub i32);

/// A calendar year, 1900 to 2999 (год)
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

    fn is_valid(value: &Value) -> bool {
        <Self as ScalarType>::parse(value.clone()).is_ok()
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::value;

    use super::*;

    fn valid<T: ScalarType>(values: &[Value]) -> Vec<bool> {
        values.iter().map(T::is_valid).collect()
    }

    fn all<T: ScalarType>(expected: bool, values: &[Value]) {
        assert_eq!(valid::<T>(values), vec![expected; values.len()], "{values:?}");
    }

    #[test]
    fn only_what_is_well_formed_is_valid() {
        all::<Date>(true, &[value!("2023-03-14"), value!("2024-02-29"), value!("1000-01-01"), value!("9999-12-31")]);
        let dates = ["2023-02-29", "2023-3-14", "14.03.2023", "2023-03-14T00:00:00Z", " 2023-03-14", "0999-12-31", ""];
        all::<Date>(false, &dates.map(|text| value!(text)));
        all::<Date>(false, &[value!(20_230_314), value!(true), value!(["2023-03-14"]), value!(null)]);

        all::<DateTime>(true, &[value!("2023-03-14T09:00:00Z"), value!("2023-03-14T12:00:00.5+03:00")]);
        let instants = ["2023-03-14", "2023-03-14 09:00", "2023-03-14T25:00:00Z", "2023-03-14T09:00:00", ""];
        all::<DateTime>(false, &instants.map(|text| value!(text)));
        all::<DateTime>(false, &[value!(1_678_784_400)]);

        all::<Decimal>(true, &[value!("12.50"), value!("-0.000001"), value!("1,5"), value!(7)]);
        let decimals = ["", "1e3", "NaN", "0.0000001", "1.", "0x10", "9999999999999999999"];
        all::<Decimal>(false, &decimals.map(|text| value!(text)));
        all::<Decimal>(false, &[value!(1.5), value!(true)]);

        all::<Year>(true, &[value!(1900), value!(2023), value!(2999)]);
        all::<Year>(false, &[value!(1899), value!(3000), value!(-1), value!("2023"), value!(2023.5)]);
    }
}
