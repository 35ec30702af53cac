//! The state of a partnership on any day, in memory and as SQL, and how far it reaches.

use chrono::NaiveDate;
use entity::partnership;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, SimpleExpr};

entity::code_enum! {
    /// State of a partnership (состояние партнёрства)
    pub enum PartnershipState {
        /// Planned, nobody says that it happened (запланировано)
        Planned = "PLANNED",
        /// Under way (действует)
        Active = "ACTIVE",
        /// Over (завершено)
        Ended = "ENDED",
    }
}

entity::code_enum! {
    /// How far a partnership reaches: follows from where the two stand (охват партнёрства)
    pub enum PartnershipScope {
        /// Within a municipality (внутри муниципалитета)
        Municipal = "MUNICIPAL",
        /// Between municipalities of a region (межмуниципальное)
        Intermunicipal = "INTERMUNICIPAL",
        /// Between regions (межрегиональное)
        Interregional = "INTERREGIONAL",
    }
}

/// How far a partnership reaches; null where it is not known where the partner stands.
pub fn reach(row: &partnership::Model) -> Option<PartnershipScope> {
    let (lead, partner) = (row.region_id?, row.partner_region_id?);
    if lead != partner {
        return Some(PartnershipScope::Interregional);
    }
    match (row.municipality_id, row.partner_municipality_id) {
        (Some(lead), Some(partner)) if lead == partner => Some(PartnershipScope::Municipal),
        (Some(_), Some(_)) => Some(PartnershipScope::Intermunicipal),
        _ => None,
    }
}

/// How far partnerships reach, as SQL.
pub fn reach_expr() -> SimpleExpr {
    let same = |a: &'static str, b: &'static str| column(a).eq(column(b));
    let differ = |a: &'static str, b: &'static str| column(a).ne(column(b));
    CaseStatement::new()
        .case(differ("region_id", "partner_region_id"), literal(PartnershipScope::Interregional))
        .case(
            same("region_id", "partner_region_id").and(same("municipality_id", "partner_municipality_id")),
            literal(PartnershipScope::Municipal),
        )
        .case(
            same("region_id", "partner_region_id").and(differ("municipality_id", "partner_municipality_id")),
            literal(PartnershipScope::Intermunicipal),
        )
        .into()
}

/// The state on a day.
pub fn state(row: &partnership::Model, day: NaiveDate) -> PartnershipState {
    if row.valid_to.is_some_and(|to| to < day) {
        PartnershipState::Ended
    } else if row.valid_from.is_some_and(|from| from > day)
        || row.actual == Some(false)
        || (row.actual.is_none() && row.valid_from.is_none())
    {
        PartnershipState::Planned
    } else {
        PartnershipState::Active
    }
}

fn column(name: &'static str) -> SimpleExpr {
    Expr::col((partnership::Entity, Alias::new(name)))
}

/// A code written into the statement, so that the expression is one and the same in `GROUP BY`.
fn literal(code: impl entity::CodeEnum) -> SimpleExpr {
    SimpleExpr::Constant(code.code().into())
}

/// The state on a day as SQL.
pub fn state_expr(day: NaiveDate) -> SimpleExpr {
    let day = || SimpleExpr::Constant(day.into());
    let no = || SimpleExpr::Constant(false.into());
    let unknown = column("actual").is_null().and(column("valid_from").is_null());
    CaseStatement::new()
        .case(column("valid_to").lt(day()), literal(PartnershipState::Ended))
        .case(
            column("valid_from").gt(day()).or(column("actual").eq(no())).or(unknown),
            literal(PartnershipState::Planned),
        )
        .finally(literal(PartnershipState::Active))
        .into()
}
