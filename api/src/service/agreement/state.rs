//! The state of an agreement on any day: one function in memory and one expression in SQL, which must be equal.
//!
//! Nothing here is stored: visibility says how far the decision went, the rest follows from its dates. An amendment
//! begins while the agreement holds and ends it no earlier than that, so the newest edition tells the state of every
//! day, before the amendment too.

use chrono::{Days, NaiveDate};
use entity::{agreement, shared::Visibility};
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, SimpleExpr, Value};

entity::code_enum! {
    /// State of an agreement (состояние соглашения)
    pub enum AgreementState {
        /// A draft (проект)
        Draft = "DRAFT",
        /// On approval: the parties read and sign it (на согласовании)
        OnApproval = "ON_APPROVAL",
        /// Signed by all, its term has not begun (подписано)
        Signed = "SIGNED",
        /// In force (действует)
        InForce = "IN_FORCE",
        /// Its term is over (срок истёк)
        Expired = "EXPIRED",
        /// Terminated (расторгнуто)
        Terminated = "TERMINATED",
        /// Its renewal holds in its place (перезаключено)
        Superseded = "SUPERSEDED",
    }
}

impl AgreementState {
    /// The states that a list holds unless others are asked for: everything that has not ended.
    pub const CURRENT: [Self; 4] = [Self::Draft, Self::OnApproval, Self::Signed, Self::InForce];
}

/// The first day of force of a signed agreement; null: since ever.
pub fn start(row: &agreement::Model) -> Option<NaiveDate> {
    std::cmp::max(row.valid_from, row.signed_on)
}

/// The last day of the term, prolonged as its rule says; null: without end.
pub fn term_end(row: &agreement::Model) -> Option<NaiveDate> {
    match (row.valid_to, &row.auto_renewal) {
        (None, _) => None,
        (end, None) => end,
        (end, Some(_)) => row.auto_renewal_to.map(|limit| end.map_or(limit, |end| std::cmp::max(end, limit))),
    }
}

/// The state on a day.
pub fn state(row: &agreement::Model, day: NaiveDate) -> AgreementState {
    let reached = |date: Option<NaiveDate>| date.is_some_and(|date| date <= day);
    let ahead = |date: Option<NaiveDate>| date.is_some_and(|date| date > day);
    let before_signature = || match row.submitted_on {
        Some(submitted) if submitted <= day => AgreementState::OnApproval,
        _ => AgreementState::Draft,
    };
    match row.visibility {
        Visibility::Draft => AgreementState::Draft,
        Visibility::Submitted => before_signature(),
        Visibility::Public if ahead(row.signed_on) => before_signature(),
        Visibility::Public if reached(row.terminated_on) => AgreementState::Terminated,
        Visibility::Public if reached(row.superseded_on) => AgreementState::Superseded,
        Visibility::Public if term_end(row).is_some_and(|end| end < day) => AgreementState::Expired,
        Visibility::Public if ahead(row.valid_from) => AgreementState::Signed,
        Visibility::Public => AgreementState::InForce,
    }
}

/// The days of force, both included and open where null; `None` when there is no such day.
pub fn in_force(row: &agreement::Model) -> Option<(Option<NaiveDate>, Option<NaiveDate>)> {
    if row.visibility != Visibility::Public {
        return None;
    }
    let before = |date: Option<NaiveDate>| date.and_then(|date| date.checked_sub_days(Days::new(1)));
    let ends = [term_end(row), before(row.terminated_on), before(row.superseded_on)];
    let (from, to) = (start(row), ends.into_iter().flatten().min());
    let empty = matches!((from, to), (Some(from), Some(to)) if from > to);
    (!empty).then_some((from, to))
}

/// A column of the agreement itself.
fn column(name: &'static str) -> SimpleExpr {
    Expr::col((agreement::Entity, Alias::new(name)))
}

/// A value written into the statement, so that the expression is one and the same wherever it stands (`GROUP BY`).
fn literal(value: impl Into<Value>) -> SimpleExpr {
    SimpleExpr::Constant(value.into())
}

fn named(state: AgreementState) -> SimpleExpr {
    literal(entity::CodeEnum::code(state))
}

/// The last day of the term as SQL; null: without end.
pub fn term_end_expr() -> SimpleExpr {
    let limit = || column("auto_renewal_to");
    CaseStatement::new()
        .case(column("auto_renewal").is_null().or(column("valid_to").is_null()), column("valid_to"))
        .case(limit().is_null().or(limit().gt(column("valid_to"))), limit())
        .finally(column("valid_to"))
        .into()
}

/// The state on a day as SQL.
pub fn state_expr(day: NaiveDate) -> SimpleExpr {
    let day = || literal(day);
    let visibility = |is: Visibility| column("visibility").eq(literal(sea_orm::ActiveEnum::to_value(&is)));
    let open =
        || visibility(Visibility::Public).and(column("signed_on").gt(day())).or(visibility(Visibility::Submitted));
    CaseStatement::new()
        .case(visibility(Visibility::Draft), named(AgreementState::Draft))
        .case(open().and(column("submitted_on").lte(day())), named(AgreementState::OnApproval))
        .case(open(), named(AgreementState::Draft))
        .case(column("terminated_on").lte(day()), named(AgreementState::Terminated))
        .case(column("superseded_on").lte(day()), named(AgreementState::Superseded))
        .case(term_end_expr().lt(day()), named(AgreementState::Expired))
        .case(column("valid_from").gt(day()), named(AgreementState::Signed))
        .finally(named(AgreementState::InForce))
        .into()
}

#[cfg(test)]
pub(super) mod tests {
    use chrono::DateTime;
    use entity::{
        agreement::AgreementKind,
        ids::{AgreementId, TypedId},
        shared::Level,
    };
    use proptest::prelude::*;

    use super::*;

    fn day(number: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2022, 1, 1).unwrap() + chrono::Duration::days(number)
    }

    /// An agreement of which nothing is known.
    pub fn blank() -> agreement::Model {
        let at = DateTime::from_timestamp(0, 0).unwrap();
        agreement::Model {
            id: AgreementId::new(at),
            version: 1,
            created_at: at,
            updated_at: at,
            region_id: None,
            municipality_id: None,
            organisation_id: None,
            visibility: Visibility::Public,
            level: Level::Federation,
            kind: AgreementKind::Cooperation,
            number: None,
            number_key: None,
            title: "Соглашение".to_owned(),
            subject: None,
            programmes: None,
            place: None,
            submitted_on: None,
            signed_on: None,
            signed_on_precision: 1,
            planned_from: None,
            planned_to: None,
            planned_text: None,
            amendment_planned_from: None,
            amendment_planned_to: None,
            amendment_planned_text: None,
            auto_renewal: None,
            auto_renewal_to: None,
            edition: 1,
            edition_since: None,
            terminated_on: None,
            termination_ground: None,
            termination_document: None,
            termination_act_id: None,
            renews_id: None,
            superseded_on: None,
            superseded_by_id: None,
            open_points: String::new(),
            sort_key: String::new(),
            title_key: String::new(),
            search_key: String::new(),
            valid_from: None,
            valid_from_precision: 1,
            valid_from_text: None,
            valid_to: None,
            valid_to_precision: 1,
            valid_to_text: None,
        }
    }

    #[test]
    fn the_dates_tell_the_state() {
        let signed = agreement::Model {
            submitted_on: Some(day(0)),
            signed_on: Some(day(10)),
            valid_from: Some(day(20)),
            valid_to: Some(day(30)),
            ..blank()
        };
        for (on, expected) in [
            (-1, AgreementState::Draft),
            (5, AgreementState::OnApproval),
            (10, AgreementState::Signed),
            (20, AgreementState::InForce),
            (30, AgreementState::InForce),
            (31, AgreementState::Expired),
        ] {
            assert_eq!(state(&signed, day(on)), expected, "day {on}");
        }
        let prolonged = agreement::Model { auto_renewal: Some("на год".to_owned()), ..signed.clone() };
        assert_eq!(state(&prolonged, day(900)), AgreementState::InForce);
        let limited = agreement::Model { auto_renewal_to: Some(day(60)), ..prolonged };
        assert_eq!(state(&limited, day(60)), AgreementState::InForce);
        assert_eq!(state(&limited, day(61)), AgreementState::Expired);
        let terminated = agreement::Model { terminated_on: Some(day(25)), ..signed.clone() };
        assert_eq!(state(&terminated, day(24)), AgreementState::InForce);
        assert_eq!(state(&terminated, day(25)), AgreementState::Terminated);
        let superseded = agreement::Model { superseded_on: Some(day(31)), ..signed };
        assert_eq!(state(&superseded, day(31)), AgreementState::Superseded);
        let unknown = blank();
        assert_eq!(state(&unknown, day(-9999)), AgreementState::InForce);
        assert_eq!(
            state(&agreement::Model { visibility: Visibility::Draft, ..unknown }, day(0)),
            AgreementState::Draft
        );
    }

    fn some_day() -> impl Strategy<Value = Option<NaiveDate>> {
        prop::option::of((0i64..40).prop_map(day))
    }

    prop_compose! {
        /// Any dates at all, in any order.
        pub fn any_dates()(
            visibility in prop::sample::select(vec![Visibility::Draft, Visibility::Submitted, Visibility::Public]),
            submitted_on in some_day(),
            signed_on in some_day(),
            term in prop::option::of((some_day(), some_day())),
            auto in prop::option::of(some_day()),
            terminated_on in some_day(),
            superseded_on in some_day(),
        ) -> agreement::Model {
            let (valid_from, valid_to) = match term.unwrap_or_default() {
                (Some(a), Some(b)) => (Some(Ord::min(a, b)), Some(Ord::max(a, b))),
                open => open,
            };
            agreement::Model {
                visibility, submitted_on, signed_on, valid_from, valid_to, terminated_on, superseded_on,
                auto_renewal: auto.map(|_| "на год".to_owned()),
                auto_renewal_to: auto.flatten(),
                ..blank()
            }
        }
    }

    proptest! {
        #[test]
        fn the_days_of_force_are_those_in_the_state(row in any_dates(), on in -5i64..45) {
            let on = day(on);
            let holds = in_force(&row)
                .is_some_and(|(from, to)| from.is_none_or(|from| from <= on) && to.is_none_or(|to| to >= on));
            prop_assert_eq!(state(&row, on) == AgreementState::InForce, holds);
        }
    }
}
