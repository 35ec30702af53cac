//! What agreements add to the aggregates: a signed one counts while it is in force, once in each municipality and
//! each region in which a party stands on that day, and once in the federation (DECISIONS 7).
//!
//! Where a party stands is no public fact (DOMAIN 2.2: the public reads the title), so the counts of territories are
//! kept as those of submitted rows, which only viewers with a right there count; the federation's is public.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entity::{CodeEnum, agreement::AgreementKind, agreement_party, shared::Visibility};
use sea_orm::{
    Condition, ConnectionTrait,
    sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Query, SelectStatement, SimpleExpr, UnionType},
};
use uuid::Uuid;

use super::{
    query::{self, Whole, party, party_on},
    state::{self, AgreementState},
};
use crate::{
    access::Scope,
    db::tally::{Contribution, FEDERATION},
    error::AppError,
};

/// What is counted.
pub const MEASURE: &str = "agreements";

/// Whether a viewer needs a right in a territory to count what its parties do there.
const IN_TERRITORY: Visibility = Visibility::Submitted;

/// What an agreement contributes.
pub fn contributions(whole: &Whole) -> Vec<Contribution> {
    let Some((from, to)) = state::in_force(&whole.row) else { return vec![] };
    let part = |territory, visibility, (from, to)| Contribution {
        territory,
        measure: MEASURE,
        key: whole.row.kind.code().to_owned(),
        visibility,
        from,
        to,
        amount: 1,
    };
    let mut spans: BTreeMap<Uuid, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
    for party in &whole.parties {
        let first = std::cmp::max(party.from_day, from).unwrap_or(NaiveDate::MIN);
        let last = [party.to_day, to].into_iter().flatten().min().unwrap_or(NaiveDate::MAX);
        if first <= last {
            let territories = [party.municipality_id.map(Uuid::from), party.region_id.map(Uuid::from)];
            for territory in territories.into_iter().flatten() {
                spans.entry(territory).or_default().push((first, last));
            }
        }
    }
    let bound = |day: NaiveDate, open: NaiveDate| (day != open).then_some(day);
    let mut parts = vec![part(FEDERATION, Visibility::Public, (from, to))];
    for (territory, spans) in spans {
        for (first, last) in joined(spans) {
            let days = (bound(first, NaiveDate::MIN), bound(last, NaiveDate::MAX));
            parts.push(part(territory, IN_TERRITORY, days));
        }
    }
    parts
}

/// The same days as few spans that neither overlap nor touch.
fn joined(mut spans: Vec<(NaiveDate, NaiveDate)>) -> Vec<(NaiveDate, NaiveDate)> {
    spans.sort_unstable();
    let mut joined: Vec<(NaiveDate, NaiveDate)> = Vec::new();
    for (first, last) in spans {
        match joined.last_mut() {
            Some((_, end)) if end.checked_add_days(Days::new(1)).is_none_or(|next| first <= next) => {
                *end = std::cmp::max(last, *end);
            }
            _ => joined.push((first, last)),
        }
    }
    joined
}

/// What all stored agreements contribute: for the doctor and for tests.
pub async fn recount(db: &impl ConnectionTrait) -> Result<Vec<Contribution>, AppError> {
    Ok(query::signed(db).await?.iter().flat_map(contributions).collect())
}

/// Agreements of some territories on a day, by kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// A municipality, a region, or [`FEDERATION`].
    pub territory: Uuid,
    /// The kind.
    pub kind: AgreementKind,
    /// How many.
    pub count: i64,
}

/// Agreements in force on a day that end within some days of it, by territory and kind, with one statement.
pub async fn ending(
    db: &impl ConnectionTrait,
    scope: &Scope,
    territories: &[Uuid],
    day: NaiveDate,
    days: u64,
) -> Result<Vec<Counted>, AppError> {
    counted(db, scope, territories, day, Some(days)).await
}

/// Agreements in force on a day, counted on the fly: for viewers whose right does not cover the whole territory.
pub async fn in_force(
    db: &impl ConnectionTrait,
    scope: &Scope,
    territories: &[Uuid],
    day: NaiveDate,
) -> Result<Vec<Counted>, AppError> {
    counted(db, scope, territories, day, None).await
}

async fn counted(
    db: &impl ConnectionTrait,
    scope: &Scope,
    territories: &[Uuid],
    day: NaiveDate,
    within: Option<u64>,
) -> Result<Vec<Counted>, AppError> {
    let mut condition =
        Condition::all().add(state::state_expr(day).eq(SimpleExpr::Constant(AgreementState::InForce.code().into())));
    if let Some(days) = within {
        let last = day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
        condition = condition.add(ends_between(day, last));
    }
    let mut parts = ["municipality_id", "region_id"].map(|column| {
        let counts = query::countable(scope);
        grouped(party(column), condition.clone().add(counts).add(party_on(day)))
            .join(
                JoinType::InnerJoin,
                agreement_party::Entity,
                party("agreement_id").equals((entity::agreement::Entity, entity::agreement::Column::Id)),
            )
            .and_where(party(column).is_in(territories.iter().copied()))
            .add_group_by([party(column)])
            .take()
    });
    let [municipalities, regions] = &mut parts;
    let mut statement = municipalities.union(UnionType::All, regions.take()).take();
    if territories.contains(&FEDERATION) {
        statement.union(UnionType::All, grouped(Expr::val(FEDERATION), condition));
    }
    let rows = db.query_all(&statement).await?;
    rows.iter()
        .map(|row| {
            Ok(Counted {
                territory: row.try_get("", "territory")?,
                kind: row.try_get("", "kind")?,
                count: row.try_get("", "n")?,
            })
        })
        .collect()
}

/// Agreements by a territory and kind, each counted once.
fn grouped(territory: SimpleExpr, condition: Condition) -> SelectStatement {
    let kind = || Expr::col((entity::agreement::Entity, entity::agreement::Column::Kind));
    let id = Expr::col((entity::agreement::Entity, entity::agreement::Column::Id));
    Query::select()
        .expr_as(territory, Alias::new("territory"))
        .expr_as(kind(), Alias::new("kind"))
        .expr_as(Func::count_distinct(id), Alias::new("n"))
        .from(entity::agreement::Entity)
        .cond_where(condition)
        .add_group_by([kind()])
        .take()
}

/// Agreements whose term ends between two days, by its dates.
pub fn ends_between(first: NaiveDate, last: NaiveDate) -> Condition {
    Condition::all().add(state::term_end_expr().gte(first)).add(state::term_end_expr().lte(last))
}
