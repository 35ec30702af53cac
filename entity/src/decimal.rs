//! Exact decimal numbers: money, shares, scores, targets. No floating point anywhere near.
//!
//! A value is stored in two columns, millionths (BIGINT) and the printed scale (SMALLINT), the same
//! on both databases, so that sums are sums of integers and `9,0` is still `9,0` when read back.
//! Here belongs the number alone; units, qualifiers and reasons of absence belong to the figures.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Digits after the separator that can be kept.
pub const MAX_SCALE: u8 = 6;
/// Digits before the separator that can be kept.
pub const MAX_INTEGER_DIGITS: usize = 12;

const MICROS: i64 = 1_000_000;
/// 12 integer digits and 6 decimals, all nines.
const LARGEST: i64 = 999_999_999_999_999_999;
/// No number is printed longer, whatever its grouping and leading zeros.
const LONGEST_TEXT: usize = 64;

/// Why a number can't be taken or computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalFault {
    /// Not a number.
    Malformed,
    /// More than [`MAX_SCALE`] digits after the separator.
    TooManyDecimals,
    /// More than [`MAX_INTEGER_DIGITS`] digits before the separator, given or computed.
    OutOfRange,
}

impl fmt::Display for DecimalFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "not a decimal number",
            Self::TooManyDecimals => "more than 6 digits after the separator",
            Self::OutOfRange => "more than 12 digits before the separator",
        })
    }
}

impl std::error::Error for DecimalFault {}

/// An exact decimal number that remembers how many decimals were printed.
///
/// Equality, order and hash go by value: `9.0` equals `9`. [`Decimal::same_printed`] tells them
/// apart. The text of [`fmt::Display`] has a point, no grouping, and keeps printed zeros.
#[derive(Clone, Copy, Default)]
pub struct Decimal {
    micros: i64,
    scale: u8,
}

impl Decimal {
    /// Nothing, printed as `0`.
    pub const ZERO: Self = Self { micros: 0, scale: 0 };

    /// From its two columns. Digits beyond the scale are refused, not lost.
    pub fn from_stored(micros: i64, scale: i16) -> Result<Self, DecimalFault> {
        let Ok(scale) = u8::try_from(scale) else {
            return Err(DecimalFault::TooManyDecimals);
        };
        if scale > MAX_SCALE || micros % unit(scale) != 0 {
            return Err(DecimalFault::TooManyDecimals);
        }
        Self::within(micros, scale)
    }

    /// From millionths, printed with no more decimals than it needs.
    pub fn from_micros(micros: i64) -> Result<Self, DecimalFault> {
        let needed = (0..MAX_SCALE).find(|scale| micros % unit(*scale) == 0);
        Self::within(micros, needed.unwrap_or(MAX_SCALE))
    }

    /// From a whole number.
    pub fn from_integer(whole: i64) -> Result<Self, DecimalFault> {
        Self::within(whole.checked_mul(MICROS).ok_or(DecimalFault::OutOfRange)?, 0)
    }

    /// The number in millionths: the first column.
    #[must_use]
    pub const fn micros(self) -> i64 {
        self.micros
    }

    /// How many decimals are printed, 0 to 6: the second column.
    #[must_use]
    pub fn scale(self) -> i16 {
        i16::from(self.scale)
    }

    /// Equal in value and printed alike.
    #[must_use]
    pub const fn same_printed(self, other: Self) -> bool {
        self.micros == other.micros && self.scale == other.scale
    }

    /// Less than zero.
    #[must_use]
    pub const fn is_negative(self) -> bool {
        self.micros < 0
    }

    /// The sum, printed with the longer of the two scales.
    pub fn checked_add(self, other: Self) -> Result<Self, DecimalFault> {
        let micros = self.micros.checked_add(other.micros).ok_or(DecimalFault::OutOfRange)?;
        Self::within(micros, self.scale.max(other.scale))
    }

    /// The difference, printed with the longer of the two scales.
    pub fn checked_sub(self, other: Self) -> Result<Self, DecimalFault> {
        let micros = self.micros.checked_sub(other.micros).ok_or(DecimalFault::OutOfRange)?;
        Self::within(micros, self.scale.max(other.scale))
    }

    /// The sum of many. Only the end has to fit, so that the order of the addends has no say.
    pub fn checked_sum(values: impl IntoIterator<Item = Self>) -> Result<Self, DecimalFault> {
        let (total, scale) = values
            .into_iter()
            .fold((0_i128, 0), |(total, scale), value| (total + i128::from(value.micros), value.scale.max(scale)));
        let Ok(micros) = i64::try_from(total) else {
            return Err(DecimalFault::OutOfRange);
        };
        Self::within(micros, scale)
    }

    /// As Russian documents print it: with a comma.
    #[must_use]
    pub fn printed_ru(self) -> String {
        self.to_string().replace('.', ",")
    }

    fn within(micros: i64, scale: u8) -> Result<Self, DecimalFault> {
        if (-LARGEST..=LARGEST).contains(&micros) { Ok(Self { micros, scale }) } else { Err(DecimalFault::OutOfRange) }
    }
}

/// Millionths in the last printed digit.
const fn unit(scale: u8) -> i64 {
    match scale {
        0 => MICROS,
        1 => 100_000,
        2 => 10_000,
        3 => 1_000,
        4 => 100,
        5 => 10,
        _ => 1,
    }
}

impl FromStr for Decimal {
    type Err = DecimalFault;

    /// Takes a point or a comma before the decimals, `-`, `−` or `+` before the number, and groups
    /// of three digits set apart by one kind of space (`1 234,5`). A comma never groups: `1,234` is
    /// one and 234 thousandths, as Russian documents mean it. `.5` and `5.` are refused.
    fn from_str(text: &str) -> Result<Self, DecimalFault> {
        let text = text.trim();
        if text.len() > LONGEST_TEXT {
            return Err(DecimalFault::Malformed);
        }
        let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = match digits.split_once(['.', ',']) {
            Some((whole, decimals)) => (whole, Some(decimals)),
            None => (digits, None),
        };
        if decimals.is_some_and(|decimals| !all_digits(decimals)) {
            return Err(DecimalFault::Malformed);
        }
        let decimals = decimals.unwrap_or_default();
        let whole = ungrouped(whole).ok_or(DecimalFault::Malformed)?;
        let whole = whole.trim_start_matches('0');
        if whole.len() > MAX_INTEGER_DIGITS {
            return Err(DecimalFault::OutOfRange);
        }
        let scale = match u8::try_from(decimals.len()) {
            Ok(scale) if scale <= MAX_SCALE => scale,
            _ => return Err(DecimalFault::TooManyDecimals),
        };
        let read = |digits: &str| digits.bytes().fold(0_i64, |value, digit| value * 10 + i64::from(digit - b'0'));
        let micros = read(whole) * MICROS + read(decimals) * unit(scale);
        Self::within(if negative { -micros } else { micros }, scale)
    }
}

fn all_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The digits of a whole number, its groups of three joined.
fn ungrouped(text: &str) -> Option<String> {
    let Some(space) = text.chars().find(|c| matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}')) else {
        return all_digits(text).then(|| text.to_owned());
    };
    let mut groups = text.split(space);
    let first = groups.next().filter(|group| all_digits(group) && group.len() <= 3)?;
    groups.try_fold(first.to_owned(), |joined, group| (all_digits(group) && group.len() == 3).then(|| joined + group))
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.micros < 0 { "-" } else { "" };
        let whole = (self.micros / MICROS).unsigned_abs();
        if self.scale == 0 {
            return write!(f, "{sign}{whole}");
        }
        let decimals = (self.micros % MICROS).unsigned_abs() / unit(self.scale).unsigned_abs();
        write!(f, "{sign}{whole}.{decimals:0width$}", width = usize::from(self.scale))
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.micros == other.micros
    }
}

impl Eq for Decimal {}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        self.micros.cmp(&other.micros)
    }
}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.micros.hash(state);
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn printed(text: &str) -> Result<String, DecimalFault> {
        text.parse::<Decimal>().map(|number| number.to_string())
    }

    #[test]
    fn printed_zeros_are_kept_and_separators_are_one() {
        for (text, expected) in [
            ("0,532", "0.532"),
            ("9,03", "9.03"),
            ("9,0", "9.0"),
            ("9", "9"),
            ("0,015", "0.015"),
            ("-0,50", "-0.50"),
            ("\u{2212}3", "-3"),
            ("+7.000000", "7.000000"),
            ("-0", "0"),
            ("007", "7"),
            (" 12 600 ", "12600"),
            ("1\u{a0}234\u{a0}567,80", "1234567.80"),
            ("999999999999.999999", "999999999999.999999"),
            ("-999999999999.999999", "-999999999999.999999"),
        ] {
            assert_eq!(printed(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_is_not_an_exact_number_is_refused() {
        for text in [
            "",
            " ",
            "-",
            ",",
            ".5",
            "5.",
            "1.2.3",
            "1,2.3",
            "1e3",
            "NaN",
            "inf",
            "0x1f",
            "--1",
            "- 1",
            "12 60",
            "1234 567",
            "1 234\u{a0}567",
            "1  234",
            "1 234 ,5",
            "1,234 567",
            "٣",
        ] {
            assert_eq!(printed(text), Err(DecimalFault::Malformed), "{text}");
        }
        assert_eq!(printed("0.1234567"), Err(DecimalFault::TooManyDecimals));
        assert_eq!(printed("1000000000000"), Err(DecimalFault::OutOfRange));
    }

    #[test]
    fn sums_are_exact_and_bounded() {
        let numbers = ["0.1", "0.2", "1234567890123.123456"].map(str::parse::<Decimal>);
        let [Ok(tenth), Ok(fifth), Err(DecimalFault::OutOfRange)] = numbers else {
            panic!("{numbers:?}");
        };
        assert_eq!(tenth.checked_add(fifth).map(|sum| sum.to_string()).as_deref(), Ok("0.3"));
        assert_eq!(tenth.checked_sub(fifth).map(|sum| sum.to_string()).as_deref(), Ok("-0.1"));
        let largest = Decimal::from_micros(LARGEST);
        let over = largest.and_then(|largest| largest.checked_add(tenth));
        assert_eq!(over, Err(DecimalFault::OutOfRange));
        assert_eq!(Decimal::from_stored(1, 5), Err(DecimalFault::TooManyDecimals));
        assert_eq!(Decimal::from_stored(0, 7), Err(DecimalFault::TooManyDecimals));
        assert_eq!(Decimal::from_stored(0, -1), Err(DecimalFault::TooManyDecimals));
        assert_eq!(Decimal::from_integer(i64::MAX), Err(DecimalFault::OutOfRange));
    }

    fn number() -> impl Strategy<Value = Decimal> {
        (0..=MAX_SCALE, -LARGEST..=LARGEST)
            .prop_map(|(scale, micros)| Decimal { micros: micros - micros % unit(scale), scale })
    }

    proptest! {
        #[test]
        fn text_and_columns_give_the_number_back(number in number()) {
            for text in [number.to_string(), number.printed_ru()] {
                let back = text.parse::<Decimal>();
                prop_assert!(back.is_ok_and(|back| back.same_printed(number)), "{}", text);
            }
            let back = Decimal::from_stored(number.micros(), number.scale());
            prop_assert!(back.is_ok_and(|back| back.same_printed(number)));
            prop_assert_eq!(Decimal::from_micros(number.micros()), Ok(number));
        }

        #[test]
        fn order_is_by_value(a in number(), b in number()) {
            let value = |n: Decimal| i128::from(n.micros);
            prop_assert_eq!(a.cmp(&b), value(a).cmp(&value(b)));
            prop_assert_eq!(a == b, a.cmp(&b) == Ordering::Equal);
        }

        #[test]
        fn addition_is_of_integers(numbers in proptest::collection::vec(number(), 0..8)) {
            let exact: i128 = numbers.iter().map(|n| i128::from(n.micros)).sum();
            let fits = exact.abs() <= i128::from(LARGEST);
            let sum = Decimal::checked_sum(numbers.iter().copied());
            prop_assert_eq!(sum.is_ok(), fits);
            if let Ok(sum) = sum {
                prop_assert_eq!(i128::from(sum.micros), exact);
                let back = Decimal::checked_sum(numbers.iter().rev().copied());
                prop_assert!(back.is_ok_and(|back| back.same_printed(sum)));
            }
        }

        #[test]
        fn no_text_panics(text in ".{0,40}|[-+0-9., \u{a0}]{0,40}") {
            if let Ok(number) = text.parse::<Decimal>() {
                prop_assert_eq!(number.to_string().parse::<Decimal>(), Ok(number));
            }
        }
    }
}
