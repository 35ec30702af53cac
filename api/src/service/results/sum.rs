//! Figures of single subjects, and sums of them.

use std::ops::AddAssign;

use chrono::NaiveDate;
use entity::{
    decimal::Decimal,
    figure::Derived,
    indicator::{self, Aggregation},
    shared::{NullReason, Qualifier},
};

use super::number::{decimal, ratio};

entity::code_enum! {
    /// Why a result has no number (причина отсутствия числа)
    pub enum ResultAbsence {
        /// Not reported (не представлено)
        NotReported = "NOT_REPORTED",
        /// Not applicable (не применимо)
        NotApplicable = "NOT_APPLICABLE",
        /// Declared to be none (заявлено, что нет)
        DeclaredNone = "DECLARED_NONE",
        /// Illegible in the source (неразборчиво)
        Illegible = "ILLEGIBLE",
        /// Not printed in the source (не напечатано)
        NotPrinted = "NOT_PRINTED",
        /// The denominator is zero (знаменатель равен нулю)
        ZeroDenominator = "ZERO_DENOMINATOR",
        /// Reported, but without the parts that a sum needs, or the indicator is not put together (не сводится)
        NotAggregated = "NOT_AGGREGATED",
        /// The territory did not exist, and what it was made of can't be told apart (границы не сопоставимы)
        Incomparable = "INCOMPARABLE",
        /// Too small to be shown to this viewer (скрыто: малое число)
        Suppressed = "SUPPRESSED",
    }
}

impl From<NullReason> for ResultAbsence {
    fn from(reason: NullReason) -> Self {
        match reason {
            NullReason::NotReported => Self::NotReported,
            NullReason::NotApplicable => Self::NotApplicable,
            NullReason::DeclaredNone => Self::DeclaredNone,
            NullReason::Illegible => Self::Illegible,
            NullReason::NotPrinted => Self::NotPrinted,
        }
    }
}

/// What counts for one subject, indicator and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What was counted, in millionths.
    pub numerator: Option<i64>,
    /// Of what.
    pub denominator: Option<i64>,
    /// As the source states it.
    pub stated: Option<Decimal>,
    /// How it is meant.
    pub qualifier: Qualifier,
    /// Why there is no number.
    pub null_reason: Option<NullReason>,
    /// Of this period, or of shorter ones.
    pub derived: Derived,
    /// The day it was counted on: as told, else the last day of what it was told for.
    pub counted_on: NaiveDate,
}

/// The first and the last of some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

impl Days {
    /// One day.
    pub fn of(day: NaiveDate) -> Self {
        Self { first: day, last: day }
    }

    /// With others.
    pub fn and(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

/// Figures put together: numerators and denominators, never ratios. In millionths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Of all numerators.
    pub numerator: i128,
    /// Of the numerators that have a denominator.
    pub pair_numerator: i128,
    /// Of those denominators.
    pub pair_denominator: i128,
    /// Figures with both.
    pub pairs: i64,
    /// Figures with a numerator.
    pub numbers: i64,
    /// Of them those that are bounds or approximations.
    pub inexact: i64,
    /// Figures that are no silence.
    pub reported: i64,
    /// Days on which they were counted, where somebody looked.
    pub days: Option<Days>,
    /// Figures that are stated without their parts, where somebody looked.
    pub stated_alone: i64,
}

impl Sum {
    /// Whether nothing was reported at all.
    pub fn is_silent(&self) -> bool {
        self.reported == 0 && self.numbers == 0
    }

    /// How many figures enter the result of an indicator.
    pub fn entered(&self, of: &indicator::Model) -> i64 {
        if of.aggregation == Aggregation::Ratio { self.pairs } else { self.numbers }
    }

    /// Adds one figure.
    pub fn add(&mut self, figure: &Figure) {
        if figure.null_reason != Some(NullReason::NotReported) {
            self.reported += 1;
            let day = Days::of(figure.counted_on);
            self.days = Some(self.days.map_or(day, |days| days.and(day)));
        }
        match (figure.numerator, figure.denominator) {
            (Some(numerator), denominator) => {
                self.numbers += 1;
                self.numerator += i128::from(numerator);
                self.inexact += i64::from(figure.qualifier != Qualifier::Eq);
                if let Some(denominator) = denominator {
                    self.pairs += 1;
                    self.pair_numerator += i128::from(numerator);
                    self.pair_denominator += i128::from(denominator);
                }
            }
            (None, _) => self.stated_alone += i64::from(figure.stated.is_some()),
        }
    }
}

impl AddAssign<&Self> for Sum {
    fn add_assign(&mut self, other: &Self) {
        self.numerator += other.numerator;
        self.pair_numerator += other.pair_numerator;
        self.pair_denominator += other.pair_denominator;
        self.pairs += other.pairs;
        self.numbers += other.numbers;
        self.inexact += other.inexact;
        self.reported += other.reported;
        self.stated_alone += other.stated_alone;
        self.days = match (self.days, other.days) {
            (Some(a), Some(b)) => Some(a.and(b)),
            (a, b) => a.or(b),
        };
    }
}

/// A number with its parts, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The value, exact to six decimals.
    pub value: Option<Decimal>,
    /// What was counted.
    pub numerator: Option<Decimal>,
    /// Of what.
    pub denominator: Option<Decimal>,
    /// As the source states it.
    pub stated: Option<Decimal>,
    /// How it is meant.
    pub qualifier: Qualifier,
    /// Why there is no value.
    pub absence: Option<ResultAbsence>,
    /// Where the figure of one subject comes from.
    pub derived: Option<Derived>,
    /// The days it was counted on, where somebody looked.
    pub days: Option<Days>,
}

impl Number {
    /// None, for a reason.
    pub fn absent(absence: ResultAbsence) -> Self {
        Self {
            value: None,
            numerator: None,
            denominator: None,
            stated: None,
            qualifier: Qualifier::Eq,
            absence: Some(absence),
            derived: None,
            days: None,
        }
    }

    /// The same without what must not be known.
    pub fn suppressed(&self) -> Self {
        Self { derived: self.derived, days: self.days, ..Self::absent(ResultAbsence::Suppressed) }
    }

    /// Of one figure.
    pub fn of_figure(figure: &Figure, of: &indicator::Model) -> Self {
        let part = |micros: Option<i64>| micros.and_then(|micros| decimal(micros.into()));
        let (numerator, denominator) = (part(figure.numerator), part(figure.denominator));
        // What is not put together may be a ratio all the same.
        let is_ratio = of.denominator.is_some();
        let zero = is_ratio && figure.denominator == Some(0);
        let value = match (is_ratio, figure.numerator, figure.denominator) {
            (true, Some(numerator), Some(denominator)) => ratio(numerator.into(), denominator.into(), of.factor),
            (true, ..) => figure.stated,
            (false, ..) => numerator.or(figure.stated),
        };
        let absence = value.is_none().then(|| match figure.null_reason {
            Some(reason) => reason.into(),
            None if zero => ResultAbsence::ZeroDenominator,
            None => ResultAbsence::NotAggregated,
        });
        Self {
            value,
            numerator,
            denominator,
            stated: figure.stated,
            qualifier: figure.qualifier,
            absence,
            derived: Some(figure.derived),
            days: Some(Days::of(figure.counted_on)),
        }
    }

    /// Of a sum.
    pub fn of_sum(sum: &Sum, of: &indicator::Model) -> Self {
        let absence = match of.aggregation {
            _ if sum.is_silent() => Some(ResultAbsence::NotReported),
            Aggregation::None => Some(ResultAbsence::NotAggregated),
            _ if sum.entered(of) == 0 => Some(ResultAbsence::NotAggregated),
            Aggregation::Ratio if sum.pair_denominator == 0 => Some(ResultAbsence::ZeroDenominator),
            Aggregation::Ratio | Aggregation::Sum | Aggregation::CountTrue => None,
        };
        if let Some(absence @ (ResultAbsence::NotReported | ResultAbsence::NotAggregated)) = absence {
            return Self { days: sum.days, ..Self::absent(absence) };
        }
        let ratio_of = of.aggregation == Aggregation::Ratio;
        let numerator = decimal(if ratio_of { sum.pair_numerator } else { sum.numerator });
        let denominator = if ratio_of { decimal(sum.pair_denominator) } else { None };
        let value = if ratio_of { ratio(sum.pair_numerator, sum.pair_denominator, of.factor) } else { numerator };
        Self {
            value,
            numerator,
            denominator,
            stated: None,
            qualifier: if sum.inexact > 0 { Qualifier::Approx } else { Qualifier::Eq },
            absence: absence.or(value.is_none().then_some(ResultAbsence::NotAggregated)),
            derived: None,
            days: sum.days,
        }
    }
}
