//! What the regulation lists: nominations, categories, requirements, attachments, prizes; edited through the competition.

use entity::{
    competition_clause::{self, CompetitionClauseKind as ClauseKind},
    ids::CompetitionId,
};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set, SqlErr};

use super::query;
use crate::{
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{TEXT, paragraph},
};

/// Most clauses of one competition.
const MOST: usize = 200;
/// The oldest age that a category may speak of.
const OLDEST: i32 = 120;

/// A clause of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// What it is.
    pub kind: ClauseKind,
    /// Which of its kind, from 1; keeps its meaning when the others change.
    pub number: i32,
    /// What it says.
    pub text: String,
    /// Whether an application is incomplete without it.
    pub required: bool,
    /// Youngest age.
    pub age_from: Option<i32>,
    /// Oldest age.
    pub age_to: Option<i32>,
}

/// Checks the clauses of an input.
pub fn check(clauses: Vec<Clause>, problems: &mut Problems) -> Vec<Clause> {
    if clauses.len() > MOST {
        problems.add(UserErrorCode::TooMany, "clauses", format!("Не больше {MOST}"), format!("At most {MOST}"));
        return vec![];
    }
    let mut kept: Vec<Clause> = Vec::with_capacity(clauses.len());
    for (i, clause) in clauses.into_iter().enumerate() {
        let path = |member: &str| format!("clauses.{i}.{member}");
        let text = problems.keep(paragraph(&clause.text, &path("text"), TEXT)).unwrap_or_default();
        if !(1..=999).contains(&clause.number) {
            problems.add(UserErrorCode::OutOfRange, &path("number"), "Номер: от 1 до 999", "A number from 1 to 999");
        }
        if kept.iter().any(|other| (other.kind, other.number) == (clause.kind, clause.number)) {
            problems.add(UserErrorCode::Duplicate, &path("number"), "Такой номер уже есть", "The number is taken");
        }
        let ages = [clause.age_from, clause.age_to];
        let order = matches!(ages, [Some(from), Some(to)] if from > to);
        if order || ages.into_iter().flatten().any(|age| !(0..=OLDEST).contains(&age)) {
            problems.add(
                UserErrorCode::OutOfRange,
                &path("ageTo"),
                "Возраст: от 0 до 120, по порядку",
                "Ages: 0 to 120, in order",
            );
        }
        if ages.iter().any(Option::is_some) && clause.kind != ClauseKind::AgeCategory {
            problems.add(
                UserErrorCode::Contradiction,
                &path("ageFrom"),
                "Возраст указывают у возрастной категории",
                "Ages belong to an age category",
            );
        }
        kept.push(Clause { text, ..clause });
    }
    kept
}

/// Replaces the clauses; one that an application refers to can be reworded, not removed.
pub async fn write(tx: &WriteTx, id: CompetitionId, clauses: &[Clause]) -> Result<bool, Failure> {
    let stored = query::clauses(tx, &[id]).await?;
    let small = |number: i32| i16::try_from(number).unwrap_or_default();
    let mut changed = false;
    for old in &stored {
        if !clauses.iter().any(|clause| (clause.kind, small(clause.number)) == (old.kind, old.number)) {
            remove(tx, old).await?;
            changed = true;
        }
    }
    for clause in clauses {
        let age = |age: Option<i32>| age.map(small);
        let same = stored.iter().find(|old| (clause.kind, small(clause.number)) == (old.kind, old.number));
        let mut row = match same {
            Some(old) => old.clone().into_active_model(),
            None => competition_clause::ActiveModel {
                id: Set(tx.new_id()),
                competition_id: Set(id),
                kind: Set(clause.kind),
                number: Set(small(clause.number)),
                ..Default::default()
            },
        };
        row.text.set_if_not_equals(clause.text.clone());
        row.required.set_if_not_equals(clause.required);
        row.age_from.set_if_not_equals(age(clause.age_from));
        row.age_to.set_if_not_equals(age(clause.age_to));
        if same.is_none() {
            row.insert(tx).await?;
            changed = true;
        } else if row.is_changed() {
            row.update(tx).await?;
            changed = true;
        }
    }
    Ok(changed)
}

async fn remove(tx: &WriteTx, clause: &competition_clause::Model) -> Result<(), Failure> {
    let used = || {
        UserError::new(
            UserErrorCode::InUse,
            "clauses",
            format!("На пункт {} ссылаются заявки", clause.number),
            format!("Applications refer to clause {}", clause.number),
        )
    };
    if crate::service::application::query::refers_to(tx, clause.id).await? {
        return Err(used().into());
    }
    let row = competition_clause::Column::Id.eq(clause.id);
    match competition_clause::Entity::delete_many().filter(row).exec(tx).await {
        Err(error) if matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_))) => Err(used().into()),
        outcome => outcome.map(|_| ()).map_err(Into::into),
    }
}
