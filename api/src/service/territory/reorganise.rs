//! Merging, dividing and transforming municipalities: the old ones end, the new ones begin the day after, and the
//! lineage says which followed which. Where there is one successor, what stood in them goes over to it that day; of a
//! divided municipality it keeps its place until it is moved, and rights follow the lineage.

use std::collections::{HashMap, HashSet};

use chrono::{Days, NaiveDate};
use entity::{ids::MunicipalityId, municipality, municipality_succession, municipality_succession::SuccessionKind};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use uuid::Uuid;

use super::{
    municipality::{CreateMunicipality, insert},
    query,
};
use crate::{
    access::{Action, Verdict},
    db::{WriteTx, change::Root},
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    service::{Cx, Patch, dated::ValidityPatch, organisation::relocate},
    validity::Bound,
    validity_of,
};

/// A change of borders.
#[derive(Clone, Debug)]
pub struct Reorganise {
    /// How.
    pub kind: SuccessionKind,
    /// First day of the new map.
    pub day: NaiveDate,
    /// Those that end.
    pub predecessors: Vec<MunicipalityId>,
    /// Those that begin.
    pub successors: Vec<CreateMunicipality>,
    /// Those that exist already and take over.
    pub existing: Vec<MunicipalityId>,
}

/// Changes the map; answers the successors.
pub async fn reorganise(cx: &Cx, input: Reorganise) -> Result<Vec<municipality::Model>, Failure> {
    let Reorganise { kind, day, predecessors, successors, existing } = input;
    named_once(&predecessors, &existing)?;
    let last = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let mut tx = cx.write().await?;
    let mut stored = locked(&tx, &predecessors, &existing).await?;
    for row in &stored {
        Verdict::by_right(&cx.viewer, Action::ReorganiseMunicipalities, &region_of(row)).require()?;
    }
    shape(kind, predecessors.len(), successors.len() + existing.len())?;
    let going_on = stored.split_off(predecessors.len());
    let mut problems = Problems::new();
    let ended: HashSet<MunicipalityId> =
        query::successions(&tx, &predecessors).await?.iter().map(|step| step.predecessor_id).collect();
    for (i, row) in stored.iter().enumerate() {
        if row.valid_to.is_some_and(|end| end != last)
            || row.valid_from.is_some_and(|from| from > last)
            || ended.contains(&row.id)
        {
            problems.add(
                UserErrorCode::DateOrder,
                &format!("predecessorIds.{i}"),
                "Преобразуемое образование уже завершено или ещё не начато в этот день",
                "The municipality has ended already, or not begun, on that day",
            );
        }
    }
    for (i, row) in going_on.iter().enumerate() {
        if !validity_of!(row).contains(day) {
            problems.add(
                UserErrorCode::DateOrder,
                &format!("existingSuccessorIds.{i}"),
                "Преемник в этот день не действует",
                "The successor is not in force on that day",
            );
        }
    }
    let mut after = Vec::new();
    for (i, successor) in successors.into_iter().enumerate() {
        let place = format!("successors.{i}");
        let Some(successor) = problems.keep(begins(successor, day, &place)) else { continue };
        let row = insert(&mut tx, cx, successor).await.map_err(|failure| failure.within(&place));
        after.extend(problems.gather(row)?);
    }
    after.extend(going_on.iter().cloned());
    if after.iter().any(|successor| stored.iter().any(|row| row.region_id != successor.region_id)) {
        problems.add(
            UserErrorCode::Contradiction,
            "successors",
            "Преемник должен быть образованием того же региона",
            "A successor must be a municipality of the same region",
        );
    }
    problems.finish()?;
    for row in stored {
        end(&mut tx, row, last).await?;
    }
    for row in &going_on {
        tx.updated(row, row, &["predecessors"]);
    }
    for predecessor in predecessors {
        for successor in &after {
            let step = municipality_succession::ActiveModel {
                predecessor_id: Set(predecessor),
                successor_id: Set(successor.id),
                day: Set(day),
                kind: Set(kind),
            };
            step.insert(&tx).await?;
        }
        if let [successor] = after.as_slice() {
            relocate::carry_over(&mut tx, predecessor, successor.id, day).await?;
        }
    }
    tx.commit().await?;
    Ok(after)
}

/// The rows in the order of the input, locked in the order of their ids so that two writers do not wait for each other.
async fn locked(
    tx: &WriteTx,
    predecessors: &[MunicipalityId],
    existing: &[MunicipalityId],
) -> Result<Vec<municipality::Model>, Failure> {
    let asked: Vec<MunicipalityId> = predecessors.iter().chain(existing).copied().collect();
    let mut ordered = asked.clone();
    ordered.sort_unstable_by_key(|id| Uuid::from(*id));
    let mut rows = HashMap::new();
    for id in ordered {
        rows.insert(id, query::locked_municipality(tx, id).await?.ok_or_else(AppError::not_found)?);
    }
    Ok(asked.iter().filter_map(|id| rows.remove(id)).collect())
}

/// The successor from that day on, as exactly as its own input says it.
fn begins(successor: CreateMunicipality, day: NaiveDate, place: &str) -> Result<CreateMunicipality, UserError> {
    let from = match &successor.validity.from {
        Patch::Set(Some(bound)) if bound.date == day => bound.clone(),
        Patch::Set(Some(_)) => {
            return Err(UserError::new(
                UserErrorCode::Contradiction,
                &format!("{place}.validFrom"),
                "Преемник начинается в день преобразования",
                "A successor begins on the day of the change",
            ));
        }
        Patch::Set(None) | Patch::Absent => Bound::day(day),
    };
    let validity = ValidityPatch { from: Patch::Set(Some(from)), to: successor.validity.to.clone() };
    Ok(CreateMunicipality { validity, ..successor })
}

/// Ends a predecessor.
async fn end(tx: &mut WriteTx, stored: municipality::Model, last: NaiveDate) -> Result<(), Failure> {
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.valid_to = Set(Some(last));
    let row = row.update(tx).await?;
    tx.updated(&stored, &row, &["successors"]);
    Ok(())
}

/// Each may stand in the input once.
fn named_once(predecessors: &[MunicipalityId], existing: &[MunicipalityId]) -> Result<(), Failure> {
    let mut seen = HashSet::new();
    let mut problems = Problems::new();
    for (member, ids) in [("predecessorIds", predecessors), ("existingSuccessorIds", existing)] {
        for (i, id) in ids.iter().enumerate() {
            if !seen.insert(*id) {
                problems.add(
                    UserErrorCode::Contradiction,
                    &format!("{member}.{i}"),
                    "Образование названо дважды",
                    "The municipality is named twice",
                );
            }
        }
    }
    problems.finish()
}

/// Borders are changed by the region, never by the municipality itself.
fn region_of(stored: &municipality::Model) -> crate::db::change::Place {
    crate::db::change::Place { level: entity::shared::Level::Region, ..stored.place() }
}

/// How many may end and begin in each kind.
fn shape(kind: SuccessionKind, before: usize, after: usize) -> Result<(), Failure> {
    let fits = match kind {
        SuccessionKind::Transformed => before == 1 && after == 1,
        SuccessionKind::Merged => (2..=50).contains(&before) && after == 1,
        SuccessionKind::Divided => before == 1 && (2..=50).contains(&after),
    };
    let mut problems = Problems::new();
    if !fits {
        problems.add(
            UserErrorCode::Contradiction,
            "kind",
            "Преобразование: одно в одно; объединение: от двух в одно; разделение: одно на два и более",
            "Transformed: one into one; merged: two or more into one; divided: one into two or more",
        );
    }
    problems.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_its_shape() {
        assert!(shape(SuccessionKind::Transformed, 1, 1).is_ok());
        assert!(shape(SuccessionKind::Merged, 2, 1).is_ok());
        assert!(shape(SuccessionKind::Divided, 1, 2).is_ok());
        assert!(shape(SuccessionKind::Merged, 1, 1).is_err());
        assert!(shape(SuccessionKind::Divided, 2, 2).is_err());
    }
}
