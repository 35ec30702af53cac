//! Dated rows: the six columns of a validity, between the database, the rules and the inputs.

use chrono::{Days, NaiveDate};
use sea_orm::{
    Condition, EntityTrait,
    sea_query::{Alias, Expr, ExprTrait},
};

use super::{Patch, line};
use crate::{
    error::UserError,
    validity::{Bound, Validity},
};

/// Rows of a table with the six columns that hold on a day.
pub fn valid_on<E: EntityTrait>(entity: E, day: NaiveDate) -> Condition {
    let from = || Expr::col((entity, Alias::new("valid_from")));
    let to = || Expr::col((entity, Alias::new("valid_to")));
    Condition::all().add(from().is_null().or(from().lte(day))).add(to().is_null().or(to().gte(day)))
}

/// Days before its last one on which what is in force ends soon. It stands in the stored sums: another number needs a
/// migration that counts them again.
pub const ENDING_SOON: u16 = 90;

/// First and last day; null is since ever, or without end.
pub type Span = (Option<NaiveDate>, Option<NaiveDate>);

/// The days on which what holds on some days ends soon, the last day included; none of what has no end.
pub fn ends_soon((from, to): Span) -> Option<Span> {
    let soon = to?.checked_sub_days(Days::new(ENDING_SOON.into()));
    Some((std::cmp::max(from, soon), to))
}

/// The last of the days that are soon, seen from a day.
pub fn soon_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(ENDING_SOON.into())).unwrap_or(day)
}

/// Changes of a term.
#[derive(Clone, Debug, Default)]
pub struct ValidityPatch {
    /// The start.
    pub from: Patch<Bound>,
    /// The end.
    pub to: Patch<Bound>,
}

impl ValidityPatch {
    /// The term after the change, over the stored one.
    pub fn over(self, stored: &Validity) -> Result<Validity, UserError> {
        let from = self.from.try_map(|bound| printed(bound, "validFromText"))?.or(stored.from().cloned());
        let to = self.to.try_map(|bound| printed(bound, "validToText"))?.or(stored.to().cloned());
        Validity::new(from, to).map_err(|_fault| UserError::date_order("validTo"))
    }
}

/// Most characters of a bound as printed.
const PRINTED: usize = 200;

/// A bound with its printed text in the stored form.
fn printed(mut bound: Bound, path: &str) -> Result<Bound, UserError> {
    if let Some(text) = bound.text.take() {
        bound.text = Some(line(&text, path, PRINTED)?);
    }
    Ok(bound)
}

/// The six stored columns of a validity, in the order of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// First day.
    pub from: Option<NaiveDate>,
    /// Its precision.
    pub from_precision: i16,
    /// As printed.
    pub from_text: Option<String>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Its precision.
    pub to_precision: i16,
    /// As printed.
    pub to_text: Option<String>,
}

impl From<&Validity> for Dated {
    fn from(validity: &Validity) -> Self {
        let (from, to) = (validity.from(), validity.to());
        Self {
            from: from.map(|bound| bound.date),
            from_precision: from.map_or(1, |bound| bound.precision.stored()),
            from_text: from.and_then(|bound| bound.text.clone()),
            to: to.map(|bound| bound.date),
            to_precision: to.map_or(1, |bound| bound.precision.stored()),
            to_text: to.and_then(|bound| bound.text.clone()),
        }
    }
}

/// Reads the validity of a row with the six columns.
#[macro_export]
macro_rules! validity_of {
    ($row:expr) => {
        $crate::service::dated::stored_validity(
            ($row.valid_from, $row.valid_from_precision, $row.valid_from_text.as_deref()),
            ($row.valid_to, $row.valid_to_precision, $row.valid_to_text.as_deref()),
        )
    };
}

/// Puts a validity into the six columns of an active model.
#[macro_export]
macro_rules! set_validity {
    ($active:expr, $validity:expr) => {{
        let dated = $crate::service::dated::Dated::from($validity);
        $active.valid_from = sea_orm::Set(dated.from);
        $active.valid_from_precision = sea_orm::Set(dated.from_precision);
        $active.valid_from_text = sea_orm::Set(dated.from_text);
        $active.valid_to = sea_orm::Set(dated.to);
        $active.valid_to_precision = sea_orm::Set(dated.to_precision);
        $active.valid_to_text = sea_orm::Set(dated.to_text);
    }};
}

/// The validity of stored columns; the database refuses an end before its beginning.
pub fn stored_validity(
    from: (Option<NaiveDate>, i16, Option<&str>),
    to: (Option<NaiveDate>, i16, Option<&str>),
) -> Validity {
    let bound = |(date, precision, text): (Option<NaiveDate>, i16, Option<&str>)| {
        Bound::from_stored(date, precision, text.map(ToOwned::to_owned))
    };
    Validity::new(bound(from), bound(to)).unwrap_or_default()
}
