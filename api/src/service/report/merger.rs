//! What follows when two records of one organisation are merged: it reports once in each campaign. A report that nobody
//! has begun goes; two that are begun are in the way.

use entity::{ids::OrganisationId, report, report::ReportState, report_event};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use uuid::Uuid;

use super::query;
use crate::{
    db::WriteTx,
    error::{AppError, Failure},
    service::object,
};

fn is_begun(row: &report::Model) -> bool {
    row.state != ReportState::NotStarted
}

/// Begun reports of two organisations in campaigns in which both have begun theirs.
pub async fn clashes(tx: &WriteTx, from: OrganisationId, to: OrganisationId) -> Result<Vec<Uuid>, AppError> {
    let both = query::of_both(tx, from.into(), to.into()).await?;
    let begun = both.into_iter().filter(|(own, other)| is_begun(own) && is_begun(other));
    Ok(begun.flat_map(|(own, other)| [own.id.into(), other.id.into()]).collect())
}

/// Holds the reports of some organisations, before the organisations themselves: whoever hands one in holds it first.
pub async fn hold(tx: &WriteTx, organisations: &[Uuid]) -> Result<(), AppError> {
    query::hold_of(tx, organisations).await
}

/// Moves the reports; where they stand follows in the columns of their place.
pub async fn follow(tx: &mut WriteTx, from: OrganisationId, to: OrganisationId) -> Result<(), Failure> {
    let (from, to) = (Uuid::from(from), Uuid::from(to));
    for (own, other) in query::of_both(tx, from, to).await? {
        let gone = if is_begun(&own) { other } else { own };
        report_event::Entity::delete_many().filter(report_event::Column::ReportId.eq(gone.id)).exec(tx).await?;
        object::forget(tx, &gone).await?;
        report::Entity::delete_many().filter(report::COLUMN.id.eq(gone.id)).exec(tx).await?;
        tx.deleted(&gone);
    }
    let moved = report::Entity::update_many()
        .col_expr(report::Column::SubjectId, Expr::val(to))
        .filter(report::Column::SubjectId.eq(from));
    moved.exec(tx).await?;
    Ok(())
}
