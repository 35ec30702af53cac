//! Replacing or merging the targets of a set: the same statements for one row and for a thousand.

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use entity::{
    ids::{AnyId, IndicatorId, TargetSetId},
    shared::{Level, PeriodType},
    target, target_set,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use super::{
    actions::verdict,
    query,
    row::{GivenTarget, Known, breakdown, checked},
};
use crate::{
    access::{Action, Kind},
    db::WriteTx,
    error::{AppError, Failure, Problems, UserErrorCode},
    rules::breakdown::Dimension,
    service::{Cx, access::node, classifier, indicator, list::locked_row, place::LAST},
};

/// Most targets of one input.
pub const MOST: usize = 1_000;

entity::code_enum! {
    /// What becomes of the targets that are not given (режим записи)
    pub enum TargetMode {
        /// They stay (остаются)
        Merge = "MERGE",
        /// They go (удаляются)
        Replace = "REPLACE",
    }
}

/// Targets of a set.
#[derive(Clone, Debug)]
pub struct SetTargets {
    /// Which set.
    pub id: TargetSetId,
    /// The version of the set that the client has seen.
    pub expected_version: i32,
    /// The targets.
    pub rows: Vec<GivenTarget>,
    /// What becomes of the others.
    pub mode: TargetMode,
}

/// What tells the targets of a set apart.
type Key = (IndicatorId, Level, Uuid, String, String, bool, bool, PeriodType, NaiveDate, NaiveDate);

fn key(row: &target::Model) -> Key {
    (
        row.indicator_id,
        row.subject,
        row.subject_id,
        row.group_key.clone(),
        row.breakdown.clone(),
        row.base,
        row.recurring,
        row.period_type,
        row.period_from,
        row.period_to,
    )
}

/// Writes targets by their keys.
pub async fn set(cx: &Cx, input: SetTargets) -> Result<target_set::Model, Failure> {
    let SetTargets { id, expected_version, rows, mode } = input;
    let mut tx = cx.write().await?;
    let stored = locked_row::<target_set::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    verdict(&cx.viewer, Action::UpdateTargetSet, &stored).require_at(stored.version, expected_version)?;
    let mut problems = Problems::new();
    if rows.len() > MOST {
        problems.add(UserErrorCode::TooMany, "rows", format!("Не больше {MOST}"), format!("At most {MOST}"));
        problems.finish()?;
        return Ok(stored);
    }
    let known = known(&tx, cx, &rows).await?;
    let mut wanted: HashMap<Key, target::Model> = HashMap::with_capacity(rows.len());
    for (i, row) in rows.into_iter().enumerate() {
        let path = format!("rows.{i}");
        let Some(row) = checked(row, &path, &stored, &known, &mut problems) else { continue };
        if wanted.insert(key(&row), row).is_some() {
            problems.add(UserErrorCode::Duplicate, &path, "Та же цель задана дважды", "The same target is given twice");
        }
    }
    problems.finish()?;
    write(&tx, id, wanted, mode).await?;
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    let row = row.update(&tx).await?;
    tx.updated(&stored, &row, &["targets"]);
    tx.audit("setTargets", &row, None, serde_json::json!({ "code": row.code, "mode": mode }));
    tx.commit().await?;
    Ok(row)
}

/// Everything that the rows name: a statement per kind of it, however many rows.
async fn known(tx: &WriteTx, cx: &Cx, rows: &[GivenTarget]) -> Result<Known, Failure> {
    let ids: Vec<IndicatorId> = rows.iter().filter_map(|row| row.indicator).collect();
    let codes: Vec<String> = rows.iter().filter_map(|row| row.indicator_code.clone()).collect();
    let subjects: HashSet<AnyId> = rows.iter().filter_map(|row| row.subject).collect();
    let indicators = indicator::query::named(tx, &cx.scope(Kind::Indicator), &ids, &codes).await?;
    let mut members: BTreeSet<(Dimension, String)> = BTreeSet::new();
    for row in rows {
        // What is no breakdown is said when the row is checked.
        if let Ok(breakdown) = breakdown(row, "rows") {
            members.extend(breakdown.members().map(|(dimension, member)| (dimension, member.to_owned())));
        }
    }
    Ok(Known {
        codes: indicators.iter().map(|row| (row.code.clone(), row.id)).collect(),
        indicators: indicators.into_iter().map(|row| (row.id, row)).collect(),
        nodes: node::of_ids(cx, tx, &subjects).await?,
        members: in_use(tx, members).await?,
    })
}

/// The members that the dictionaries have.
async fn in_use(tx: &WriteTx, asked: BTreeSet<(Dimension, String)>) -> Result<BTreeSet<(Dimension, String)>, AppError> {
    let dimensions: BTreeSet<Dimension> = asked.iter().map(|(dimension, _)| *dimension).collect();
    let mut found = BTreeSet::new();
    for dimension in dimensions {
        let codes: Vec<String> =
            asked.iter().filter(|(of, _)| *of == dimension).map(|(_, code)| code.clone()).collect();
        let rows = classifier::by_codes(tx, &dimension.dictionary(), &codes).await?;
        found.extend(rows.into_iter().map(|row| (dimension, row.code)));
    }
    Ok(found)
}

/// Writes what differs; a target keeps its id as long as its key stays.
async fn write(
    tx: &WriteTx,
    set: TargetSetId,
    mut wanted: HashMap<Key, target::Model>,
    mode: TargetMode,
) -> Result<(), Failure> {
    let before = query::rows_of(tx, &[set]).await?;
    let mut gone: Vec<Uuid> = Vec::new();
    for old in before {
        match wanted.get_mut(&key(&old)) {
            Some(new) => {
                new.id = old.id;
                if *new == old {
                    wanted.remove(&key(&old));
                } else {
                    gone.push(old.id);
                }
            }
            None if mode == TargetMode::Replace => gone.push(old.id),
            None => {}
        }
    }
    for some in gone.chunks(MOST) {
        let ids = target::Column::Id.is_in(some.iter().copied());
        target::Entity::delete_many().filter(ids).exec(tx).await?;
    }
    let mut fresh: Vec<target::Model> = wanted.into_values().collect();
    if fresh.is_empty() {
        return Ok(());
    }
    fresh.sort_by_key(key);
    let fresh = fresh.into_iter().map(|mut row| {
        if row.id.is_nil() {
            row.id = tx.new_id();
        }
        row.into_active_model().reset_all()
    });
    target::Entity::insert_many(fresh).exec_without_returning(tx).await?;
    Ok(())
}
