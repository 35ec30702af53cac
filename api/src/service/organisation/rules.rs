//! The states of an organisation and where it stood when: pure functions over its row, and the same as SQL.

use chrono::{Days, NaiveDate};
use entity::{
    ids::MunicipalityId,
    organisation::{self, OrganisationEnd},
    organisation_period, organisation_suspension,
};
use sea_orm::{
    Condition, EntityName,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, SelectStatement, SimpleExpr},
};

entity::code_enum! {
    /// State of an organisation on a day (состояние организации)
    pub enum OrganisationState {
        /// It has not begun yet (ещё не создана)
        Planned = "PLANNED",
        /// It works (действует)
        Active = "ACTIVE",
        /// Its work is suspended (приостановлена)
        Suspended = "SUSPENDED",
        /// It was reorganised into another (реорганизована)
        Reorganised = "REORGANISED",
        /// It was closed (ликвидирована)
        Closed = "CLOSED",
    }
}

/// The state on a day. `earlier` are the suspensions before the one that the row tells of; they matter only when
/// [`needs_earlier`] says so.
pub fn state(
    row: &organisation::Model,
    earlier: &[organisation_suspension::Model],
    day: NaiveDate,
) -> OrganisationState {
    if row.valid_to.is_some_and(|end| end < day) {
        return match row.end_kind {
            Some(OrganisationEnd::Reorganised) => OrganisationState::Reorganised,
            Some(OrganisationEnd::Closed) | None => OrganisationState::Closed,
        };
    }
    if row.valid_from.is_some_and(|from| from > day) {
        return OrganisationState::Planned;
    }
    let last = row.suspended_from.is_some_and(|from| from <= day) && row.suspended_to.is_none_or(|to| to >= day);
    let before = earlier.iter().any(|past| past.from_day <= day && past.to_day >= day);
    if last || before { OrganisationState::Suspended } else { OrganisationState::Active }
}

/// Whether the state on a day can depend on an earlier suspension than the row's own.
pub fn needs_earlier(row: &organisation::Model, day: NaiveDate) -> bool {
    row.suspended_from.is_some_and(|from| from > day)
}

/// [`state`] as SQL, over the table or whatever stands for it under its name.
pub fn state_expr(day: NaiveDate) -> SimpleExpr {
    let column = |column: organisation::Column| Expr::col((organisation::Entity, column));
    let past = |column: organisation_suspension::Column| Expr::col((organisation_suspension::Entity, column));
    let earlier = SelectStatement::new()
        .expr(Expr::val(1))
        .from(Alias::new(organisation_suspension::Entity.table_name()))
        .and_where(past(organisation_suspension::Column::OrganisationId).eq(column(organisation::Column::Id)))
        .and_where(past(organisation_suspension::Column::FromDay).lte(day))
        .and_where(past(organisation_suspension::Column::ToDay).gte(day))
        .take();
    let suspended = Condition::any()
        .add(Condition::all().add(column(organisation::Column::SuspendedFrom).lte(day)).add(
            column(organisation::Column::SuspendedTo).is_null().or(column(organisation::Column::SuspendedTo).gte(day)),
        ))
        .add(Condition::all().add(column(organisation::Column::SuspendedFrom).gt(day)).add(Expr::exists(earlier)));
    let ended = column(organisation::Column::ValidTo).lt(day);
    let reorganised = column(organisation::Column::EndKind).eq(OrganisationEnd::Reorganised);
    let code = |state: OrganisationState| Expr::val(entity::CodeEnum::code(state));
    CaseStatement::new()
        .case(ended.clone().and(reorganised), code(OrganisationState::Reorganised))
        .case(ended, code(OrganisationState::Closed))
        .case(column(organisation::Column::ValidFrom).gt(day), code(OrganisationState::Planned))
        .case(suspended, code(OrganisationState::Suspended))
        .finally(code(OrganisationState::Active))
        .into()
}

/// A time in one municipality (or in none), inside the term of the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Where.
    pub municipality: Option<MunicipalityId>,
    /// First day; null is since ever.
    pub from: Option<NaiveDate>,
    /// Last day; null is without end.
    pub to: Option<NaiveDate>,
}

/// Where the organisation stood over its term, in any order, without overlap.
pub fn segments(row: &organisation::Model, periods: &[organisation_period::Model]) -> Vec<Segment> {
    let past = periods.iter().map(|period| (period.municipality_id, period.from_day, Some(period.to_day)));
    let present = (row.municipality_id, row.attributes_since, None);
    past.chain([present])
        .map(|(municipality, from, to)| Segment {
            municipality,
            from: std::cmp::max(from, row.valid_from),
            to: match (to, row.valid_to) {
                (Some(to), Some(end)) => Some(std::cmp::min(to, end)),
                (to, end) => to.or(end),
            },
        })
        .filter(|segment| match (segment.from, segment.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        })
        .collect()
}

/// The day before; the calendar's first day has none.
pub fn day_before(day: NaiveDate) -> NaiveDate {
    day.checked_sub_days(Days::new(1)).unwrap_or(day)
}
