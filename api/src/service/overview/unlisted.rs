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

use super::{
    Territory,
    counts::{Counts, Members, counts_all},
};
use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::{Cx, application as application_rules, competition as competition_rules, dated::valid_on},
};

/// A way to count the rows of a measure on a day.
struct Source {
    measure: &'static str,
    kind: Kind,
    query: fn(&Scope, NaiveDate) -> SelectStatement,
}

const SOURCES: &[Source] = &[
    Source { measure: "organisations", kind: Kind::Organisation, query: organisations },
    Source { measure: "competitions", kind: Kind::Competition, query: competitions },
    Source { measure: "applications", kind: Kind::Application, query: applications },
];

fn organisations(scope: &Scope, day: NaiveDate) -> SelectStatement {
    let kind = Expr::col((organisation::Entity, organisation::Column::Kind));
    grouped(organisation::Entity, &Columns::of(organisation::Entity).organisation("id"), scope, &kind)
        .cond_where(valid_on(organisation::Entity, day))
        .and_where(Expr::col((organisation::Entity, organisation::Column::DuplicateOfId)).is_null())
        .take()
}

fn competitions(scope: &Scope, day: NaiveDate) -> SelectStatement {
    let state = competition_rules::sql::state(day);
    let mut query = grouped(competition::Entity, &Columns::of(competition::Entity), scope, &state);
    competition_rules::query::join_period(&mut query, day);
    query
}

fn applications(scope: &Scope, day: NaiveDate) -> SelectStatement {
    let outcome = application_rules::state::outcome_expr(day);
    grouped(application::Entity, &Columns::of(application::Entity), scope, &outcome)
}

/// Rows that are not public and count for a scope, by place, visibility and key.
fn grouped<E: EntityTrait>(entity: E, columns: &Columns, scope: &Scope, key: &SimpleExpr) -> SelectStatement {
    let column = |name: &'static str| Expr::col((entity, Alias::new(name)));
    // Written into the statement: the index that holds these few rows alone is found by its text.
    let public = SimpleExpr::Constant(Visibility::Public.to_value().into());
    SelectStatement::new()
        .expr_as(column("region_id"), Alias::new("region_id"))
        .expr_as(column("municipality_id"), Alias::new("municipality_id"))
        .expr_as(column("visibility"), Alias::new("visibility"))
        .expr_as(key.clone(), Alias::new("key"))
        .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("n"))
        .from(entity)
        .cond_where(Condition::all().add(scope.countable(columns)).add(column("visibility").ne(public)))
        .add_group_by([column("region_id"), column("municipality_id"), column("visibility"), key.clone()])
        .take()
}

struct Group {
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
    visibility: Visibility,
    key: String,
    count: i64,
}

/// Adds what the tallies do not hold for this viewer.
pub(super) async fn add(
    cx: &Cx,
    all: &mut HashMap<Territory, Counts>,
    members: &Members,
    day: NaiveDate,
) -> Result<(), AppError> {
    for source in SOURCES {
        let scope = cx.scope(source.kind);
        if scope.is_public_only() {
            continue;
        }
        let groups = read(&cx.db, &(source.query)(&scope, day)).await?;
        for (territory, counts) in all.iter_mut() {
            let tallied = counts_all(&scope, *territory, members);
            for group in groups.iter().filter(|group| lies_in(group, *territory, members)) {
                if group.visibility == Visibility::Draft || !tallied {
                    counts.add(source.measure, &group.key, group.count);
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
