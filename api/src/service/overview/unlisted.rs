//! What a viewer counts beyond the tallies: drafts of their own, and what is past draft in the part of a node that
//! their grants reach. Few rows, counted as they are, grouped, one statement per measure.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    application, competition,
    ids::{MunicipalityId, RegionId},
    organisation,
    shared::Visibility,
};
use sea_orm::{
    ActiveEnum, ConnectionTrait, EntityTrait,
    sea_query::{Alias, Asterisk, Condition, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::{
    Beyond, MEASURES, Territory,
    counts::{Counts, Members, counts_all},
};
use crate::{
    access::{Columns, Scope},
    error::AppError,
    service::{
        Cx, application as application_rules, competition as competition_rules, dated::valid_on,
        organisation as organisation_rules,
    },
};

/// Rows of a measure on a day that are not public and count for a scope, by place, visibility and key; `None` where
/// there can be none.
pub type Rows = fn(&Scope, NaiveDate) -> Option<SelectStatement>;

/// Objects of a measure on a day that count for a scope, each once in each of some nodes, by node and key.
pub type Shared = fn(&Scope, NaiveDate, &[Territory]) -> Option<SelectStatement>;

pub(super) fn organisations(scope: &Scope, day: NaiveDate) -> Option<SelectStatement> {
    if scope.is_public_only() {
        return None;
    }
    let kind = Expr::col((organisation::Entity, organisation::Column::Kind));
    let counts = scope.countable(&Columns::of(organisation::Entity).organisation("id"));
    let mut query = SelectStatement::new();
    let place = organisation_rules::query::municipality_on(&mut query, day);
    let query = grouped(query, organisation::Entity, place, counts, &kind)
        .cond_where(valid_on(organisation::Entity, day))
        .and_where(Expr::col((organisation::Entity, organisation::Column::DuplicateOfId)).is_null())
        .take();
    Some(query)
}

pub(super) fn competitions(scope: &Scope, day: NaiveDate) -> Option<SelectStatement> {
    if scope.is_public_only() {
        return None;
    }
    let state = competition_rules::sql::state(day);
    let counts = scope.countable(&Columns::of(competition::Entity));
    let place = Expr::col((competition::Entity, competition::Column::MunicipalityId));
    let mut query = grouped(SelectStatement::new(), competition::Entity, place, counts, &state);
    competition_rules::query::join_period(&mut query, day);
    Some(query)
}

/// An expert holds no right anywhere and counts what is assigned to them.
pub(super) fn applications(scope: &Scope, day: NaiveDate) -> Option<SelectStatement> {
    if scope.is_public_only() && scope.own().is_none() {
        return None;
    }
    let outcome = application_rules::state::outcome_expr(day);
    let place = Expr::col((application::Entity, application::Column::MunicipalityId));
    let counts = application_rules::query::countable(scope);
    Some(grouped(SelectStatement::new(), application::Entity, place, counts, &outcome))
}

fn grouped<E: EntityTrait>(
    mut query: SelectStatement,
    entity: E,
    municipality: SimpleExpr,
    counts: Condition,
    key: &SimpleExpr,
) -> SelectStatement {
    let column = |name: &'static str| Expr::col((entity, Alias::new(name)));
    // Written into the statement: the index that holds these few rows alone is found by its text.
    let public = SimpleExpr::Constant(Visibility::Public.to_value().into());
    query
        .expr_as(column("region_id"), Alias::new("region_id"))
        .expr_as(municipality.clone(), Alias::new("municipality_id"))
        .expr_as(column("visibility"), Alias::new("visibility"))
        .expr_as(key.clone(), Alias::new("key"))
        .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
        .from(entity)
        .cond_where(Condition::all().add(counts).add(column("visibility").ne(public)))
        .add_group_by([column("region_id"), municipality, column("visibility"), key.clone()])
        .take()
}

struct Group {
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
    visibility: Visibility,
    key: String,
    count: i64,
}

/// What a row past draft counts as before the day on which it became known: it does not count then.
const UNKNOWN: &str = "DRAFT";

/// Adds what the tallies do not hold for this viewer.
pub(super) async fn add(
    cx: &Cx,
    all: &mut HashMap<Territory, Counts>,
    members: &Members,
    day: NaiveDate,
) -> Result<(), AppError> {
    for measure in MEASURES {
        let scope = cx.scope(measure.kind);
        match measure.beyond {
            Beyond::Nothing => {}
            Beyond::Rows(query) => {
                let Some(query) = query(&scope, day) else { continue };
                let groups = read(&cx.db, &query).await?;
                for (territory, counts) in all.iter_mut() {
                    let tallied = counts_all(&scope, *territory, members);
                    for group in groups.iter().filter(|group| lies_in(group, *territory, members)) {
                        let past_draft = !tallied && group.key != UNKNOWN;
                        if group.visibility == Visibility::Draft || past_draft {
                            counts.add(measure.name, &group.key, group.count);
                        }
                    }
                }
            }
            Beyond::Shared(query) => {
                let by_sum = |t: &Territory| !matches!(t, Territory::Zone(..)) && counts_all(&scope, *t, members);
                let territories: Vec<Territory> = all.keys().copied().filter(|t| !by_sum(t)).collect();
                let Some(query) = query(&scope, day, &territories) else { continue };
                for row in cx.db.query_all(&query).await? {
                    let id: Uuid = row.try_get("", "territory")?;
                    let key: String = row.try_get("", "key")?;
                    if let Some(counts) = territories.iter().find(|t| t.id() == id).and_then(|t| all.get_mut(t)) {
                        counts.add(measure.name, &key, row.try_get("", "n")?);
                    }
                }
            }
        }
    }
    Ok(())
}

async fn read(db: &impl ConnectionTrait, query: &SelectStatement) -> Result<Vec<Group>, AppError> {
    let rows = db.query_all(query).await?;
    let group = |row: &sea_orm::QueryResult| {
        Ok(Group {
            region: row.try_get("", "region_id")?,
            municipality: row.try_get("", "municipality_id")?,
            visibility: row.try_get("", "visibility")?,
            key: row.try_get("", "key")?,
            count: row.try_get("", "n")?,
        })
    };
    rows.iter().map(group).collect()
}

fn lies_in(group: &Group, territory: Territory, members: &Members) -> bool {
    match territory {
        Territory::Federation => true,
        Territory::Region(region) => group.region == Some(region),
        Territory::Zone(zone, _) => {
            let members = members.get(&zone);
            group.municipality.is_some_and(|id| members.is_some_and(|members| members.contains(&id)))
        }
        Territory::Municipality(municipality, _) => group.municipality == Some(municipality),
    }
}
