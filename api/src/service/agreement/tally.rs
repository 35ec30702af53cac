//! What agreements add to the aggregates: a signed one counts while it is in force, once in each municipality and
//! each region in which a party stands on that day, and once in the federation (DECISIONS 7).
//!
//! Where a party stands is no public fact (DOMAIN 2.2: the public reads the title), so the counts of territories are
//! kept as those of submitted rows, which only viewers with a right there count; the federation's is public.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entity::{CodeEnum, agreement_party, ids::ZoneId, shared::Visibility};
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
    db::tally::{Contribution, FEDERATION, Territory},
    error::AppError,
    service::{
        dated::{Span, ends_soon, soon_after},
        territory::query::members_of,
    },
};

/// What is counted.
pub const AGREEMENTS: &str = "agreements";
/// Of them those that end soon. When an agreement ends is no public fact either.
pub const ENDING: &str = "agreements_ending";

/// Whether a viewer needs a right in a territory to count what its parties do there.
const IN_TERRITORY: Visibility = Visibility::Submitted;

/// What an agreement contributes.
pub fn contributions(whole: &Whole) -> Vec<Contribution> {
    let Some(days) = state::in_force(&whole.row) else { return vec![] };
    let mut parts = counted(whole, AGREEMENTS, Visibility::Public, days);
    if let Some(days) = ends_soon(days) {
        parts.extend(counted(whole, ENDING, IN_TERRITORY, days));
    }
    parts
}

/// What it contributes to one measure on some days.
fn counted(whole: &Whole, measure: &'static str, in_federation: Visibility, (from, to): Span) -> Vec<Contribution> {
    let part = |territory, visibility, (from, to)| Contribution {
        territory,
        measure,
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
    let mut parts = vec![part(FEDERATION, in_federation, (from, to))];
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

/// Agreements in force on a day, counted on the fly in zones, and for a right that covers a part of a node. Everyone
/// counts the federation's in the tallies.
pub fn on_the_fly(scope: &Scope, day: NaiveDate, territories: &[Territory]) -> Option<SelectStatement> {
    let territories: Vec<Territory> = territories.iter().copied().filter(|t| *t != Territory::Federation).collect();
    each_once(scope, day, &territories, Condition::all())
}

/// Those that end soon, the federation's too.
pub fn ending_on_the_fly(scope: &Scope, day: NaiveDate, territories: &[Territory]) -> Option<SelectStatement> {
    each_once(scope, day, territories, ends_by(soon_after(day)))
}

/// Agreements in force by territory and kind, each once in a territory, however many of its parties stand there.
fn each_once(scope: &Scope, day: NaiveDate, territories: &[Territory], narrowed: Condition) -> Option<SelectStatement> {
    if scope.is_public_only() {
        return None;
    }
    let in_force = state::state_expr(day).eq(SimpleExpr::Constant(AgreementState::InForce.code().into()));
    let condition = Condition::all().add(in_force).add(narrowed).add(query::countable(scope));
    let mut parts: Vec<SelectStatement> = Vec::new();
    let ids = |of: fn(&Territory) -> Option<Uuid>| territories.iter().filter_map(of).collect::<Vec<Uuid>>();
    let municipalities = ids(|t| if let Territory::Municipality(id, _) = t { Some((*id).into()) } else { None });
    let regions = ids(|t| if let Territory::Region(id) = t { Some((*id).into()) } else { None });
    for (column, ids) in [("municipality_id", municipalities), ("region_id", regions)] {
        if !ids.is_empty() {
            parts.push(of_parties(party(column), &condition, day).and_where(party(column).is_in(ids)).take());
        }
    }
    let zone = |t: &Territory| if let Territory::Zone(id, _) = t { Some(*id) } else { None };
    let zones: Vec<ZoneId> = territories.iter().filter_map(zone).collect();
    if !zones.is_empty() {
        let member = |column: &'static str| Expr::col((Alias::new("member"), Alias::new(column)));
        let on = member("municipality_id").eq(party("municipality_id"));
        let mut part = of_parties(member("zone_id"), &condition, day);
        parts.push(part.join_subquery(JoinType::InnerJoin, members_of(&zones, day), Alias::new("member"), on).take());
    }
    if territories.contains(&Territory::Federation) {
        parts.push(selected(Expr::val(FEDERATION), &condition));
    }
    let all = parts.into_iter().reduce(|mut all, part| all.union(UnionType::All, part).take())?;
    let name = |name: &'static str| Expr::col(Alias::new(name));
    let query = SelectStatement::new()
        .columns(["territory", "key"].map(Alias::new))
        .expr_as(Func::count_distinct(name("id")), Alias::new("n"))
        .from_subquery(all, Alias::new("counted"))
        .group_by_columns(["territory", "key"].map(Alias::new))
        .take();
    Some(query)
}

fn of_parties(territory: SimpleExpr, condition: &Condition, day: NaiveDate) -> SelectStatement {
    let own = party("agreement_id").equals((entity::agreement::Entity, entity::agreement::Column::Id));
    selected(territory, condition)
        .join(JoinType::InnerJoin, agreement_party::Entity, own)
        .cond_where(party_on(day))
        .take()
}

fn selected(territory: SimpleExpr, condition: &Condition) -> SelectStatement {
    let column = |column| Expr::col((entity::agreement::Entity, column));
    Query::select()
        .expr_as(territory, Alias::new("territory"))
        .expr_as(column(entity::agreement::Column::Kind), Alias::new("key"))
        .expr_as(column(entity::agreement::Column::Id), Alias::new("id"))
        .from(entity::agreement::Entity)
        .cond_where(condition.clone())
        .take()
}

/// Agreements in force whose last day comes by a day: by their term, or because their end is decided.
pub fn ends_by(last: NaiveDate) -> Condition {
    let after = last.succ_opt().unwrap_or(last);
    let column = |column| Expr::col((entity::agreement::Entity, column));
    Condition::any()
        .add(state::term_end_expr().lte(last))
        .add(column(entity::agreement::Column::TerminatedOn).lte(after))
        .add(column(entity::agreement::Column::SupersededOn).lte(after))
}
