//! What follows when two records of one organisation are merged: their values are about the one that stays, and what
//! counts is resolved again. Values of one key are in the way.

use std::collections::{BTreeMap, BTreeSet};

use entity::{ids::OrganisationId, shared::Level, value};
use uuid::Uuid;

use super::{figures, put::Key, query, touched::Touched, touched::period_of};
use crate::{
    access::{Kind, Viewer},
    db::{WriteTx, change::Root},
    error::{AppError, Failure},
};

/// Values about one organisation that would be those about another a second time.
pub async fn clashes(tx: &WriteTx, from: OrganisationId, to: OrganisationId) -> Result<Vec<value::Model>, AppError> {
    let (from, to) = (Uuid::from(from), Uuid::from(to));
    let (moving, staying): (Vec<_>, Vec<_>) =
        query::about(tx, &[from, to]).await?.into_iter().partition(|row| row.subject_id == from);
    let taken: BTreeSet<Key> = staying.iter().map(Key::of).collect();
    Ok(moving.into_iter().filter(|row| taken.contains(&Key { subject: to, ..Key::of(row) })).collect())
}

/// Indicator, period and source of those that the viewer sees, of some at most.
pub async fn named(tx: &WriteTx, viewer: &Viewer, rows: &[value::Model], most: usize) -> Result<Vec<String>, AppError> {
    let scope = viewer.scope(Kind::Value);
    let indicators = query::by_ids(tx, &rows.iter().map(|row| row.indicator_id).collect()).await?;
    let mut names = Vec::new();
    for row in rows.iter().filter(|row| scope.sees(&row.place())).take(most) {
        let code = indicators.get(&row.indicator_id).map_or("", |indicator| indicator.code.as_str());
        names.push(format!("{code} {} {}", period_of(row)?, row.source));
    }
    Ok(names)
}

/// Holds the indicators of the values about some organisations, before the organisations themselves: whoever writes
/// values holds them in that order. One that is told of meanwhile is held later, and a deadlock is run again.
pub async fn hold(tx: &WriteTx, organisations: &[Uuid]) -> Result<(), AppError> {
    let told = query::about(tx, organisations).await?;
    let indicators = told.iter().map(|row| row.indicator_id).collect();
    Touched { indicators, ..Touched::default() }.lock(tx).await
}

/// Moves the values and resolves the figures of both again; where the values stand follows in the columns of their place.
pub async fn follow(tx: &mut WriteTx, from: OrganisationId, to: OrganisationId) -> Result<(), Failure> {
    let (from, to) = (Uuid::from(from), Uuid::from(to));
    let moved = query::about(tx, &[from]).await?;
    if moved.is_empty() {
        return Ok(());
    }
    let touched = Touched {
        indicators: moved.iter().map(|row| row.indicator_id).collect(),
        subjects: BTreeMap::from([(from, Level::Organisation), (to, Level::Organisation)]),
        window: None,
    };
    touched.lock(tx).await?;
    query::move_subject(tx, from, to).await?;
    figures::resolve_again(tx, &touched).await
}
