//! A ratio of two exact numbers, exact to six decimals, and numbers as they are printed.

use entity::{decimal::Decimal, indicator};

/// Millionths in one.
const ONE: i128 = 1_000_000;

/// Numerator by denominator times a factor, in millionths, half away from zero.
pub fn ratio(numerator: i64, denominator: i64, factor: i32) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    let (above, below) = (i128::from(numerator) * i128::from(factor) * ONE, i128::from(denominator));
    i64::try_from(divided(above, below)).ok()
}

/// The value of an indicator: of a ratio the quotient, of anything else what was counted; else what is stated.
pub fn value_of(
    indicator: &indicator::Model,
    numerator: Option<i64>,
    denominator: Option<i64>,
    stated: Option<i64>,
) -> Option<i64> {
    let computed = if indicator.denominator.is_some() {
        numerator.zip(denominator).and_then(|(numerator, denominator)| ratio(numerator, denominator, indicator.factor))
    } else {
        numerator
    };
    computed.or(stated)
}

/// A number with so many decimals, half away from zero.
pub fn rounded(micros: i64, decimals: i16) -> Option<Decimal> {
    let decimals = u32::try_from(decimals).ok().filter(|decimals| *decimals <= 6)?;
    let unit = 10_i128.pow(6 - decimals);
    let micros = i64::try_from(divided(i128::from(micros), unit) * unit).ok()?;
    Decimal::from_stored(micros, i16::try_from(decimals).ok()?).ok()
}

/// A quotient, half away from zero; the divisor is not zero.
fn divided(above: i128, below: i128) -> i128 {
    let half = below.abs() / 2;
    let sign = if (above < 0) == (below < 0) { 1 } else { -1 };
    sign * ((above.abs() + half) / below.abs())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_share_of_the_documents_is_exact() {
        let share = ratio(4_281_000_000, 5_678_000_000, 100).unwrap();
        assert_eq!(share, 75_396_266);
        assert_eq!(rounded(share, 0).unwrap().printed_ru(), "75");
        assert_eq!(rounded(share, 1).unwrap().printed_ru(), "75,4");
        assert_eq!(rounded(500_000, 0).unwrap().printed_ru(), "1");
        assert_eq!(rounded(-1_250_000, 1).unwrap().printed_ru(), "-1,3");
        assert_eq!(ratio(1, 0, 100), None);
    }

    proptest! {
        #[test]
        fn a_rounded_number_is_half_a_digit_away_at_most(micros in -10_i64.pow(15)..10_i64.pow(15), decimals in 0..7_i16) {
            let unit = 10_i64.pow(6 - u32::try_from(decimals).unwrap());
            let rounded = rounded(micros, decimals).unwrap();
            prop_assert!(2 * (rounded.micros() - micros).abs() <= unit);
            prop_assert_eq!(rounded.scale(), decimals);
        }

        #[test]
        fn a_whole_of_itself_is_the_factor(number in 1_i64..10_i64.pow(16), factor in 1..1000_i32) {
            prop_assert_eq!(ratio(number, number, factor), Some(i64::from(factor) * 1_000_000));
        }
    }
}
