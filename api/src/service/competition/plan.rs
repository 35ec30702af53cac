//! The windows of a competition and its tours: what an input makes of the stored ones, checked as a whole.

use chrono::NaiveDate;
use entity::{competition, competition_tour, ids::CompetitionId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};

use crate::{
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{NAME, Patch, dated::ValidityPatch, line},
    set_validity,
    validity::Validity,
    validity_of,
};

/// Most tours of one competition.
const MOST: usize = 20;

/// A tour of the evaluation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    /// Which in order, from 1.
    pub number: i32,
    /// Title.
    pub title: Option<String>,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

/// Changes of the windows.
#[derive(Clone, Debug, Default)]
pub struct PlanPatch {
    /// First day for applications.
    pub applications_from: Patch<NaiveDate>,
    /// Last day for applications.
    pub applications_to: Patch<NaiveDate>,
    /// First day of the evaluation, where no tours are given.
    pub evaluation_from: Patch<NaiveDate>,
    /// Last day of the evaluation, where no tours are given.
    pub evaluation_to: Patch<NaiveDate>,
    /// When it is held.
    pub held: ValidityPatch,
    /// The tours, all of them.
    pub tours: Patch<Vec<Tour>>,
}

/// The windows and tours that stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// First day for applications.
    pub applications_from: Option<NaiveDate>,
    /// Last day for applications.
    pub applications_to: Option<NaiveDate>,
    /// First day of the evaluation.
    pub evaluation_from: Option<NaiveDate>,
    /// Last day of the evaluation.
    pub evaluation_to: Option<NaiveDate>,
    /// When it is held.
    pub held: Validity,
    /// The tours.
    pub tours: Vec<Tour>,
}

impl Plan {
    /// The windows of a row, and those of its tours that stand.
    pub fn stored(row: &competition::Model, tours: &[competition_tour::Model]) -> Self {
        let standing = tours.iter().filter(|tour| tour.replaced_on.is_none());
        Self {
            applications_from: row.applications_from,
            applications_to: row.applications_to,
            evaluation_from: row.evaluation_from,
            evaluation_to: row.evaluation_to,
            held: validity_of!(row),
            tours: standing
                .map(|tour| Tour {
                    number: tour.number.into(),
                    title: tour.title.clone(),
                    from: tour.from_day,
                    to: tour.to_day,
                })
                .collect(),
        }
    }

    /// The windows after a change. With tours the evaluation runs from the first to the last of them.
    pub fn after(self, patch: PlanPatch, problems: &mut Problems) -> Self {
        let PlanPatch { applications_from, applications_to, evaluation_from, evaluation_to, held, tours } = patch;
        let tours = match tours {
            Patch::Absent => self.tours,
            Patch::Set(tours) => checked(tours.unwrap_or_default(), problems),
        };
        let stated = matches!(evaluation_from, Patch::Set(Some(_))) || matches!(evaluation_to, Patch::Set(Some(_)));
        if stated && !tours.is_empty() {
            problems.add(
                UserErrorCode::Contradiction,
                "tours",
                "Заданы туры: сроки экспертизы следуют из них",
                "There are tours: the dates of the evaluation follow from them",
            );
        }
        let (first, last) = (tours.iter().map(|tour| tour.from).min(), tours.iter().map(|tour| tour.to).max());
        let plan = Self {
            applications_from: applications_from.or(self.applications_from),
            applications_to: applications_to.or(self.applications_to),
            evaluation_from: first.or(evaluation_from.or(self.evaluation_from)),
            evaluation_to: last.or(evaluation_to.or(self.evaluation_to)),
            held: problems.keep(held.over(&self.held)).unwrap_or_default(),
            tours,
        };
        plan.check(problems);
        plan
    }

    fn check(&self, problems: &mut Problems) {
        let wrong =
            |from: Option<NaiveDate>, to: Option<NaiveDate>| matches!((from, to), (Some(from), Some(to)) if from > to);
        if wrong(self.applications_from, self.applications_to) {
            problems.push(UserError::date_order("applicationsTo"));
        }
        if wrong(self.evaluation_from, self.evaluation_to) {
            problems.push(UserError::date_order("evaluationTo"));
        }
        if wrong(self.applications_from, self.evaluation_from) || wrong(self.applications_to, self.evaluation_to) {
            problems.add(
                UserErrorCode::DateOrder,
                "evaluationFrom",
                "Экспертиза не начинается и не завершается раньше приёма заявок",
                "The evaluation neither begins nor ends before the applications",
            );
        }
    }

    /// Puts the windows into a row.
    pub fn put(&self, row: &mut competition::ActiveModel) {
        row.applications_from = Set(self.applications_from);
        row.applications_to = Set(self.applications_to);
        row.evaluation_from = Set(self.evaluation_from);
        row.evaluation_to = Set(self.evaluation_to);
        set_validity!(row, &self.held);
    }

    /// The members that were known and are no longer what they were.
    pub fn departures(&self, before: &Self) -> Vec<&'static str> {
        let dates = [
            ("applicationsFrom", before.applications_from, self.applications_from),
            ("applicationsTo", before.applications_to, self.applications_to),
            ("evaluationFrom", before.evaluation_from, self.evaluation_from),
            ("evaluationTo", before.evaluation_to, self.evaluation_to),
            ("validFrom", before.held.from().map(|b| b.date), self.held.from().map(|b| b.date)),
            ("validTo", before.held.to().map(|b| b.date), self.held.to().map(|b| b.date)),
        ];
        let dates = dates.into_iter().filter(|(_, before, after)| before.is_some() && before != after);
        let tours = (!before.tours.is_empty() && before.tours != self.tours).then_some("tours");
        dates.map(|(name, ..)| name).chain(tours).collect()
    }
}

fn checked(tours: Vec<Tour>, problems: &mut Problems) -> Vec<Tour> {
    if tours.len() > MOST {
        problems.add(UserErrorCode::TooMany, "tours", format!("Не больше {MOST}"), format!("At most {MOST}"));
        return vec![];
    }
    let mut kept: Vec<Tour> = Vec::with_capacity(tours.len());
    for (i, tour) in tours.into_iter().enumerate() {
        let path = |member: &str| format!("tours.{i}.{member}");
        if usize::try_from(tour.number).ok() != Some(i + 1) {
            problems.add(
                UserErrorCode::Invalid,
                &path("number"),
                "Туры нумеруются по порядку с 1",
                "Tours are numbered in order from 1",
            );
        }
        if tour.to < tour.from || kept.last().is_some_and(|before| tour.from < before.from) {
            problems.push(UserError::date_order(&path("to")));
        }
        let title = tour.title.map(|title| line(&title, &path("title"), NAME)).transpose();
        kept.push(Tour { title: problems.keep(title).flatten(), ..tour });
    }
    kept
}

/// Writes the tours of a competition: in place, or, from a postponement on, beside those that they replace.
pub async fn write_tours(
    tx: &WriteTx,
    id: CompetitionId,
    stored: &[competition_tour::Model],
    tours: &[Tour],
    set_on: Option<NaiveDate>,
    postponed: bool,
) -> Result<(), Failure> {
    for tour in stored.iter().filter(|tour| tour.replaced_on.is_none()) {
        if postponed && tour.set_on != set_on {
            let mut row = tour.clone().into_active_model();
            row.replaced_on = Set(set_on);
            row.update(tx).await?;
        } else {
            competition_tour::Entity::delete_many().filter(competition_tour::Column::Id.eq(tour.id)).exec(tx).await?;
        }
    }
    let rows = tours.iter().map(|tour| competition_tour::ActiveModel {
        id: Set(tx.new_id()),
        competition_id: Set(id),
        number: Set(i16::try_from(tour.number).unwrap_or_default()),
        title: Set(tour.title.clone()),
        from_day: Set(tour.from),
        to_day: Set(tour.to),
        set_on: Set(set_on),
        replaced_on: Set(None),
    });
    for row in rows {
        row.insert(tx).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn tour(number: i32, from: &str, to: &str) -> Tour {
        Tour { number, title: None, from: day(from), to: day(to) }
    }

    fn after(patch: PlanPatch) -> Result<Plan, Failure> {
        let mut problems = Problems::new();
        let plan = Plan::default().after(patch, &mut problems);
        problems.finish().map(|()| plan)
    }

    #[test]
    fn the_evaluation_runs_over_the_tours() {
        let tours = vec![tour(1, "2023-03-01", "2023-03-10"), tour(2, "2023-03-20", "2023-03-25")];
        let plan = after(PlanPatch { tours: Patch::Set(Some(tours)), ..PlanPatch::default() }).unwrap();
        assert_eq!(plan.evaluation_from, Some(day("2023-03-01")));
        assert_eq!(plan.evaluation_to, Some(day("2023-03-25")));
        assert!(plan.departures(&Plan::default()).is_empty());
        assert_eq!(Plan::default().departures(&plan), ["evaluationFrom", "evaluationTo", "tours"]);
    }

    #[test]
    fn windows_follow_each_other() {
        let set = |text: &str| Patch::Set(Some(day(text)));
        let backwards = PlanPatch {
            applications_from: set("2023-03-10"),
            applications_to: set("2023-03-01"),
            ..PlanPatch::default()
        };
        assert!(after(backwards).is_err());
        let early =
            PlanPatch { applications_to: set("2023-03-10"), evaluation_to: set("2023-03-09"), ..PlanPatch::default() };
        assert!(after(early).is_err());
        let tours = vec![tour(2, "2023-03-01", "2023-03-10")];
        assert!(after(PlanPatch { tours: Patch::Set(Some(tours)), ..PlanPatch::default() }).is_err());
    }
}
