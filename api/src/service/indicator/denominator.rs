//! The indicator by whose numerator another is divided: no chain, no circle, only like with like.

use entity::indicator::{self, IndicatorKind};
use sea_orm::ConnectionTrait;

use super::query;
use crate::error::{Failure, UserError, UserErrorCode};

/// Checks what an indicator is divided by. Bound indicators stand in one step: what is divided by another is no
/// denominator itself, so there is neither chain nor circle.
pub(super) async fn check(db: &impl ConnectionTrait, row: &indicator::Model) -> Result<(), Failure> {
    let Some(id) = row.denominator_indicator_id else { return Ok(()) };
    let path = "denominator.indicatorId";
    let contradiction = |ru: &str, en: &str| UserError::new(UserErrorCode::Contradiction, path, ru, en);
    let of = query::stored(db, id).await?.ok_or_else(|| UserError::unknown(path))?;
    if of.id == row.id {
        return Err(contradiction("Показатель не делится сам на себя", "An indicator isn't divided by itself").into());
    }
    if of.denominator_indicator_id.is_some() {
        return Err(contradiction(
            "Этот показатель сам делится на другой: знаменателем он быть не может",
            "That indicator is divided by another itself: it can't be a denominator",
        )
        .into());
    }
    if query::is_denominator(db, row.id).await? {
        return Err(contradiction(
            "На этот показатель делится другой: сам он делиться на другой не может",
            "Another is divided by this indicator: it can't be divided by another itself",
        )
        .into());
    }
    if of.kind == IndicatorKind::Flag || of.scale != row.scale {
        return Err(contradiction(
            "Знаменатель – показатель того же масштаба и не признак",
            "The denominator is an indicator of the same scale, and no flag",
        )
        .into());
    }
    let fits = of.region_id.is_none_or(|region| row.region_id == Some(region))
        && of.municipality_id.is_none_or(|municipality| row.municipality_id == Some(municipality));
    if fits {
        return Ok(());
    }
    Err(contradiction(
        "Знаменатель – показатель другой территории",
        "The denominator is an indicator of another territory",
    )
    .into())
}
