//! Where a row of the network may stand: territory of an organisation, a municipality, a zone, checked once; who keeps
//! what is entered there; the lock on what two writers may not change at once.

use chrono::NaiveDate;
use entity::{
    centre,
    ids::{MunicipalityId, OrganisationId, RegionId, ZoneId},
    municipality, organisation, region,
    shared::Level,
    zone,
};
use sea_orm::{
    ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Statement,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use super::list::visible_row;
use crate::{
    access::{Action, Columns, Scope, Verdict, Viewer},
    db::change::Place,
    error::{AppError, Failure, UserError},
};

/// The last day that a bound can name: the attributes of that day are those that are stored now.
pub const LAST: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The municipality of an input, whoever asks: the map is public.
#[expect(clippy::disallowed_methods, reason = "territory is public; the caller checks the right on the place")]
pub async fn municipality(
    db: &impl ConnectionTrait,
    id: MunicipalityId,
    path: &str,
) -> Result<municipality::Model, Failure> {
    municipality::Entity::find_by_id(id).one(db).await?.ok_or_else(|| UserError::unknown(path).into())
}

/// The region of an input, whoever asks.
pub async fn region(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: RegionId,
    path: &str,
) -> Result<region::Model, Failure> {
    visible_row::<region::Entity>(db, viewer, id, LAST).await?.ok_or_else(|| UserError::unknown(path).into())
}

/// The zone of an input, whoever asks.
pub async fn zone(db: &impl ConnectionTrait, viewer: &Viewer, id: ZoneId, path: &str) -> Result<zone::Model, Failure> {
    visible_row::<zone::Entity>(db, viewer, id, LAST).await?.ok_or_else(|| UserError::unknown(path).into())
}

/// The organisation of an input, if the viewer sees it.
pub async fn organisation(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: OrganisationId,
    path: &str,
) -> Result<organisation::Model, Failure> {
    visible_row::<organisation::Entity>(db, viewer, id, LAST).await?.ok_or_else(|| UserError::unknown(path).into())
}

/// The search keys of the organisations that a scope sees, one statement below another: `column` names the id.
#[expect(clippy::disallowed_methods, reason = "scoped here, for the domains that only refer to organisations")]
pub fn organisation_search_key(scope: &Scope, column: impl Into<Expr>) -> SelectStatement {
    organisation::Entity::find()
        .select_only()
        .column(organisation::Column::SearchKey)
        .filter(scope.visible(&organisation_columns()))
        .filter(ExprTrait::eq(Expr::col((organisation::Entity, organisation::Column::Id)), column.into()))
        .into_query()
}

/// The search keys of the centres that a scope sees, one statement below another: `column` names the id.
#[expect(clippy::disallowed_methods, reason = "scoped here, for the domains that only refer to centres")]
pub fn centre_search_key(scope: &Scope, column: impl Into<Expr>) -> SelectStatement {
    centre::Entity::find()
        .select_only()
        .column(centre::Column::SearchKey)
        .filter(scope.visible(&Columns::of(centre::Entity)))
        .filter(ExprTrait::eq(Expr::col((centre::Entity, centre::Column::Id)), column.into()))
        .into_query()
}

/// The search keys of municipalities, one statement below another: `column` names the id. The map is public.
#[expect(clippy::disallowed_methods, reason = "territory is public")]
pub fn municipality_search_key(column: impl Into<Expr>) -> SelectStatement {
    municipality::Entity::find()
        .select_only()
        .column(municipality::Column::SearchKey)
        .filter(ExprTrait::eq(Expr::col((municipality::Entity, municipality::Column::Id)), column.into()))
        .into_query()
}

fn organisation_columns() -> Columns {
    Columns::of(organisation::Entity).organisation("id")
}

/// Where an entry of a dictionary stands: everyone's, a region's or a municipality's.
pub async fn of_entry(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    asked: (Option<RegionId>, Option<MunicipalityId>),
) -> Result<Place, Failure> {
    match asked {
        (None, None) => Ok(Place::federal()),
        (Some(id), None) => Ok(Place::region(region(db, viewer, id, "regionId").await?.id)),
        (region, Some(id)) => {
            let row = municipality(db, id, "municipalityId").await?;
            if region.is_some_and(|region| region != row.region_id) {
                return Err(UserError::unknown("municipalityId").into());
            }
            Ok(Place::municipality(row.region_id, row.id))
        }
    }
}

/// The level that will keep what a viewer enters at a place: the narrowest of their nodes with the right that covers
/// it, so that they see their own draft. `place.level` is the level when the service itself enters.
pub fn keeper(viewer: &Viewer, action: Action, place: &Place) -> Result<Level, Failure> {
    if viewer.is_system() {
        return Ok(place.level);
    }
    let (kind, right) = action.needs();
    let level = viewer.nodes_with(right, kind).filter(|node| node.covers(place)).map(crate::access::Node::level).max();
    level.ok_or_else(|| refusal(Verdict::by_right(viewer, action, place)))
}

/// Refuses whoever has the right nowhere, before anything else is said about the input.
pub fn somewhere(viewer: &Viewer, action: Action) -> Result<(), Failure> {
    let (kind, right) = action.needs();
    if viewer.can_somewhere(right, kind) {
        return Ok(());
    }
    Verdict::by_right(viewer, action, &Place::federal()).require()
}

fn refusal(verdict: Verdict) -> Failure {
    match verdict.require() {
        Err(failure) => failure,
        Ok(()) => AppError::internal("a right without a node").into(),
    }
}

/// Holds a row until the transaction ends: on PostgreSQL two writers could both pass a check; SQLite has one writer.
/// Readers and foreign keys do not wait for it.
pub async fn lock(tx: &impl ConnectionTrait, table: &'static str, id: impl Into<Uuid>) -> Result<(), AppError> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let sql = format!("SELECT 1 FROM {table} WHERE id = $1 FOR NO KEY UPDATE");
        tx.execute_raw(Statement::from_sql_and_values(DbBackend::Postgres, sql, [id.into().into()])).await?;
    }
    Ok(())
}
