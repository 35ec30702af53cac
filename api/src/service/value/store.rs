//! Saving values, figures and their sums, and reading the sums back.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use std::collections::BTreeMap;

use entity::{figure, shared::Visibility, value};
use sea_orm::{
    ActiveEnum, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, IdenStatic, IntoActiveModel, Iterable, QueryFilter,
    Value,
    sea_query::{Expr, OnConflict},
};
use uuid::Uuid;

use super::figures::{FigureKey, SumKey, Sums};
use crate::{
    db::{WriteTx, sql::bind},
    error::AppError,
};

/// Rows of one statement: SQLite takes 32,766 values.
const ROWS: usize = 500;

/// Writes values, new ones and those that changed.
pub async fn save(tx: &WriteTx, rows: Vec<value::Model>) -> Result<(), DbErr> {
    let columns = value::Column::iter().filter(|column| !matches!(column, value::Column::Id));
    let conflict = OnConflict::column(value::Column::Id).update_columns(columns).to_owned();
    for chunk in rows.chunks(ROWS) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        value::Entity::insert_many(rows).on_conflict(conflict.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Takes values out of all figures, before they are deleted.
pub async fn hide(tx: &WriteTx, ids: &[Uuid]) -> Result<(), DbErr> {
    let update = value::Entity::update_many()
        .col_expr(value::Column::Visibility, Expr::val(Visibility::Draft.to_value()))
        .filter(value::Column::Id.is_in(ids.iter().copied()));
    update.exec(tx).await?;
    Ok(())
}

/// Deletes values.
pub async fn delete(tx: &WriteTx, ids: &[Uuid]) -> Result<(), DbErr> {
    value::Entity::delete_many().filter(value::Column::Id.is_in(ids.iter().copied())).exec(tx).await?;
    Ok(())
}

/// Writes figures, new ones and those that changed.
pub async fn save_figures(tx: &WriteTx, rows: Vec<figure::Model>) -> Result<(), DbErr> {
    use figure::Column as C;
    let key = [C::IndicatorId, C::State, C::PeriodType, C::PeriodFrom, C::PeriodTo, C::Breakdown, C::SubjectId];
    let others = C::iter().filter(|column| key.iter().all(|of| of.as_str() != column.as_str()));
    let conflict = OnConflict::columns(key).update_columns(others).to_owned();
    for chunk in rows.chunks(ROWS) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        figure::Entity::insert_many(rows).on_conflict(conflict.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Deletes figures.
pub async fn delete_figures(tx: &WriteTx, keys: &[FigureKey]) -> Result<(), DbErr> {
    for chunk in keys.chunks(ROWS) {
        let tuples = vec!["(?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!(
            "DELETE FROM figure WHERE (indicator_id, state, period_type, period_from, period_to, breakdown, subject_id) \
             IN (VALUES {tuples})"
        );
        let values = chunk.iter().flat_map(|(indicator, state, kind, from, to, breakdown, subject)| {
            let values: [Value; 7] = [
                Uuid::from(*indicator).into(),
                (*state).into(),
                kind.to_value().into(),
                (*from).into(),
                (*to).into(),
                breakdown.clone().into(),
                (*subject).into(),
            ];
            values
        });
        tx.execute_raw(bind(tx.get_database_backend(), &sql, values)).await?;
    }
    Ok(())
}

/// The columns of a sum: its key, then what is summed.
const SUM: [&str; 14] = [
    "territory_id",
    "indicator_id",
    "state",
    "period_type",
    "period_from",
    "period_to",
    "breakdown",
    "numerator_micros",
    "pair_numerator_micros",
    "pair_denominator_micros",
    "pairs",
    "numbers",
    "inexact",
    "reported",
];

/// Adds to sums, in the order of their keys: concurrent writers wait for each other, they do not deadlock.
pub async fn add_sums(tx: &WriteTx, deltas: &BTreeMap<SumKey, Sums>) -> Result<(), DbErr> {
    let rows: Vec<(&SumKey, &Sums)> = deltas.iter().collect();
    let (key, summed) = SUM.split_at(7);
    let sums: Vec<String> = summed.iter().map(|name| format!("{name} = figure_sum.{name} + excluded.{name}")).collect();
    for chunk in rows.chunks(ROWS) {
        let tuples = vec!["(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"; chunk.len()].join(", ");
        let sql = format!(
            "INSERT INTO figure_sum ({}) VALUES {tuples} ON CONFLICT ({}) DO UPDATE SET {}",
            SUM.join(", "),
            key.join(", "),
            sums.join(", ")
        );
        let values = chunk.iter().flat_map(|((territory, indicator, state, kind, from, to, breakdown), sums)| {
            let key: [Value; 7] = [
                (*territory).into(),
                Uuid::from(*indicator).into(),
                (*state).into(),
                kind.to_value().into(),
                (*from).into(),
                (*to).into(),
                breakdown.clone().into(),
            ];
            key.into_iter().chain(sums.0.iter().map(|sum| Value::from(*sum)))
        });
        tx.execute_raw(bind(tx.get_database_backend(), &sql, values)).await?;
    }
    Ok(())
}

/// Every stored sum.
pub async fn sums(db: &impl ConnectionTrait) -> Result<Vec<(SumKey, Sums)>, AppError> {
    let rows = entity::figure_sum::Entity::find().all(db).await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let key: SumKey = (
                row.territory_id,
                row.indicator_id,
                row.state,
                row.period_type,
                row.period_from,
                row.period_to,
                row.breakdown,
            );
            let sums = Sums([
                row.numerator_micros,
                row.pair_numerator_micros,
                row.pair_denominator_micros,
                row.pairs,
                row.numbers,
                row.inexact,
                row.reported,
            ]);
            (key, sums)
        })
        .collect())
}
