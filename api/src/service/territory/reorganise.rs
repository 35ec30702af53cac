//! Merging, dividing and transforming municipalities: the old ones end, the new ones begin the day after, and the
//! lineage says which followed which. Where there is one successor, what stood in them goes over to it that day; of a
//! divided municipality it keeps its place until it is moved, and rights follow the lineage.

use chrono::{Days, NaiveDate};
use entity::{ids::MunicipalityId, municipality, municipality_succession, municipality_succession::SuccessionKind};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    municipality::{CreateMunicipality, insert},
    query,
};
use crate::{
    access::{Action, Verdict},
    db::change::Root,
    error::{AppError, Failure, Problems, UserErrorCode},
    service::{Cx, Patch, organisation::relocate},
    validity::Bound,
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
    shape(kind, predecessors.len(), successors.len() + existing.len())?;
    let last = day.checked_sub_days(Days::new(1)).unwrap_or(day);
    let mut tx = cx.write().await?;
    let mut after = Vec::new();
    for mut successor in successors {
        successor.validity.from = Patch::Set(Some(Bound::day(day)));
        after.push(insert(&mut tx, cx, successor).await?);
    }
    for id in existing {
        after.push(query::stored_municipality(&tx, id).await?.ok_or_else(AppError::not_found)?);
    }
    for id in predecessors {
        let stored = query::stored_municipality(&tx, id).await?.ok_or_else(AppError::not_found)?;
        Verdict::by_right(&cx.viewer, Action::ReorganiseMunicipalities, &region_of(&stored)).require()?;
        let mut problems = Problems::new();
        if stored.valid_to.is_some_and(|end| end != last) || stored.valid_from.is_some_and(|from| from > last) {
            problems.add(
                UserErrorCode::DateOrder,
                "day",
                "Преобразуемое образование уже завершено или ещё не начато в этот день",
                "The municipality has ended already, or not begun, on that day",
            );
        }
        if after.iter().any(|successor| successor.region_id != stored.region_id || successor.id == stored.id) {
            problems.add(
                UserErrorCode::Contradiction,
                "successors",
                "Преемник должен быть другим образованием того же региона",
                "A successor must be another municipality of the same region",
            );
        }
        problems.finish()?;
        let mut row = stored.clone().into_active_model();
        row.version = Set(stored.version + 1);
        row.updated_at = Set(tx.now());
        row.valid_to = Set(Some(last));
        let row = row.update(&tx).await?;
        tx.updated(&stored, &row, &["successors"]);
        for successor in &after {
            let step = municipality_succession::ActiveModel {
                predecessor_id: Set(id),
                successor_id: Set(successor.id),
                day: Set(day),
                kind: Set(kind),
            };
            step.insert(&tx).await?;
        }
        if let [successor] = after.as_slice() {
            relocate::carry_over(&mut tx, id, successor.id, day).await?;
        }
    }
    tx.commit().await?;
    Ok(after)
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
