//! Exact arithmetic of figures: sums of millionths in 128 bits, one division at the end, never a mean.

use entity::{
    decimal::{Decimal, MAX_SCALE},
    indicator,
    shared::{Qualifier, Unit},
};

use crate::lang::Lang;

const MICROS: i128 = 1_000_000;

/// A division, rounded half away from zero; none by zero.
fn divided(dividend: i128, divisor: i128) -> Option<i128> {
    let half = divisor.checked_abs()? / 2;
    let (quotient, rest) = (dividend.checked_div(divisor)?, dividend.checked_rem(divisor)?);
    // An odd divisor has no exact half: what is left must exceed it.
    let up = if divisor % 2 == 0 { rest.abs() >= half } else { rest.abs() > half };
    Some(quotient + if up { if (dividend < 0) == (divisor < 0) { 1 } else { -1 } } else { 0 })
}

/// A number of so many millionths, if it can be kept.
pub fn decimal(micros: i128) -> Option<Decimal> {
    i64::try_from(micros).ok().and_then(|micros| Decimal::from_micros(micros).ok())
}

/// `numerator / denominator × factor`, with up to six decimals; none where the denominator is zero.
pub fn ratio(numerator: i128, denominator: i128, factor: i32) -> Option<Decimal> {
    let dividend = numerator.checked_mul(factor.into())?.checked_mul(MICROS)?;
    divided(dividend, denominator).and_then(decimal)
}

/// A number with so many decimals, rounded half away from zero.
pub fn rounded(number: Decimal, decimals: i16) -> Decimal {
    let decimals = u32::try_from(decimals).unwrap_or_default().min(MAX_SCALE.into());
    let unit = 10_i128.pow(u32::from(MAX_SCALE) - decimals);
    let micros = divided(number.micros().into(), unit).and_then(|whole| i64::try_from(whole * unit).ok());
    let scale = i16::try_from(decimals).unwrap_or_default();
    micros.and_then(|micros| Decimal::from_stored(micros, scale).ok()).unwrap_or(number)
}

/// What a number is to another in percent; none of zero.
pub fn percent(part: Decimal, whole: Decimal) -> Option<Decimal> {
    ratio(part.micros().into(), whole.micros().into(), 100)
}

/// As documents print it: `75 %`, «более 2000», `0,532`.
pub fn printed(number: Decimal, qualifier: Qualifier, of: &indicator::Model, lang: Lang) -> String {
    let words = match (qualifier, lang) {
        (Qualifier::Eq, _) => "",
        (Qualifier::Gt, Lang::Ru) => "более ",
        (Qualifier::Gt, Lang::En) => "more than ",
        (Qualifier::Ge, Lang::Ru) => "не менее ",
        (Qualifier::Ge, Lang::En) => "at least ",
        (Qualifier::Lt, Lang::Ru) => "менее ",
        (Qualifier::Lt, Lang::En) => "less than ",
        (Qualifier::Le, Lang::Ru) => "не более ",
        (Qualifier::Le, Lang::En) => "at most ",
        (Qualifier::Approx, Lang::Ru) => "около ",
        (Qualifier::Approx, Lang::En) => "about ",
    };
    let digits = match lang {
        Lang::Ru => number.printed_ru(),
        Lang::En => number.to_string(),
    };
    let unit = if of.unit == Unit::Percent { " %" } else { "" };
    format!("{words}{digits}{unit}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(number: Option<Decimal>) -> Option<String> {
        number.map(|number| number.to_string())
    }

    #[test]
    fn a_ratio_is_exact_to_six_decimals() {
        let of = |a: i128, b: i128| text(ratio(a * MICROS, b * MICROS, 100));
        assert_eq!(of(4281, 5678).as_deref(), Some("75.396266"));
        assert_eq!(of(2, 3).as_deref(), Some("66.666667"));
        assert_eq!(of(-2, 3).as_deref(), Some("-66.666667"));
        assert_eq!(of(1, 2).as_deref(), Some("50"));
        assert_eq!(of(0, 5).as_deref(), Some("0"));
        assert_eq!(of(5, 0), None);
        let largest = 999_999_999_999_999_999_i128;
        assert_eq!(text(ratio(largest * 3000, largest * 3000, 100)).as_deref(), Some("100"));
    }

    #[test]
    fn decimals_are_rounded_half_away_from_zero() {
        for (number, decimals, expected) in
            [("75.396266", 0, "75"), ("75.5", 0, "76"), ("-75.5", 0, "-76"), ("0.045", 2, "0.05"), ("9", 1, "9.0")]
        {
            assert_eq!(rounded(number.parse().unwrap(), decimals).to_string(), expected, "{number}");
        }
    }

    proptest! {
        #[test]
        fn a_division_is_the_nearest(dividend in -1_000_000_i128..1_000_000, divisor in 1_i128..5_000) {
            let nearest = divided(dividend, divisor).unwrap();
            prop_assert!((nearest * divisor - dividend).abs() * 2 <= divisor);
            prop_assert_eq!(divided(-dividend, divisor), Some(-nearest));
        }
    }
}
