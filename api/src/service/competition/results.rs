//! Publishing results: every application of the list gets its result, becomes public and, where the competition awards a
//! status, its holder gets it, all in one transaction.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    act_basis::BasisRole,
    application::{self, ApplicationResult},
    competition,
    decimal::Decimal,
    ids::{ApplicationId, CompetitionId, LegalActId},
    legal_act,
    shared::Visibility,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{
    award, changed,
    create::check_count,
    decide::next,
    state::{CompetitionState, state},
    target,
};
use crate::{
    access::{Action, Kind},
    db::WriteTx,
    error::{Failure, Problems, UserError, UserErrorCode},
    service::{
        Cx,
        act::basis::{self, Basis},
        application as applications,
        dated::ValidityPatch,
        decision_day,
        list::{Stored, by_ids, visible_row},
    },
};

/// Most results of one publication.
const MOST: usize = 2_000;

/// The result of one application; several may share a place, as the jury declares.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The application.
    pub application: ApplicationId,
    /// The result.
    pub result: ApplicationResult,
    /// The place: 1 of a winner, 2 or 3 of a prize.
    pub place: Option<i32>,
    /// The score, exact.
    pub score: Option<Decimal>,
    /// Whether it is awarded the status; winners are when absent.
    pub awarded: Option<bool>,
}

/// Results to publish.
#[derive(Clone, Debug)]
pub struct PublishResults {
    /// The competition.
    pub id: CompetitionId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Their day; today when absent.
    pub on: Option<NaiveDate>,
    /// The act that approves them.
    pub act: Option<LegalActId>,
    /// How many were awarded, where the source does not name them.
    pub awarded_count: Option<i32>,
    /// The term of the awarded statuses.
    pub term: ValidityPatch,
    /// The results.
    pub outcomes: Vec<Outcome>,
}

/// Publishes the results.
pub async fn publish(cx: &Cx, input: PublishResults) -> Result<competition::Model, Failure> {
    let PublishResults { id, expected_version, on, act, awarded_count, term, outcomes } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::PublishResults, expected_version).await?;
    let on = day_of(&stored, on, cx.today())?;
    let act = approved(&tx, cx, &stored, act).await?;
    let mut problems = Problems::new();
    check_count(awarded_count, 0, "awardedCount", &mut problems);
    if awarded_count.is_some() && !stored.recorded {
        problems.add(
            UserErrorCode::Contradiction,
            "awardedCount",
            "Без имён итоги бывают только у записанных прошедших конкурсов",
            "Only competitions of the past have results without holders",
        );
    }
    let pairs = matched(&tx, cx, &stored, outcomes, &mut problems).await?;
    problems.finish()?;

    let mut holders = Vec::new();
    for (place, (before, outcome)) in pairs.iter().enumerate() {
        let row = write(&mut tx, before, outcome, on).await?;
        if outcome.awarded.unwrap_or(outcome.result == ApplicationResult::Winner) {
            holders.push((place, row));
        }
    }
    let mut row = next(&tx, &stored);
    row.results_published_on = Set(Some(on));
    row.results_precision = Set(1);
    if stored.recorded {
        row.awarded_count = Set(awarded_count.or(stored.awarded_count));
    }
    let row = row.update(&tx).await?;
    if !stored.recorded {
        for (place, application) in holders {
            award::grant(&mut tx, cx, &row, &application, act, on, term.clone())
                .await
                .map_err(|error| at(place, error))?;
        }
    }
    changed(&mut tx, &stored, &row, &["results"]).await?;
    tx.audit("publishResults", &row, None, json!({ "on": on, "results": pairs.len(), "act": act }));
    tx.commit().await?;
    Ok(row)
}

/// The errors of an award stand at the result that it follows from.
fn at(place: usize, error: Failure) -> Failure {
    match error {
        Failure::User(mut errors) => {
            for error in &mut errors {
                let own = std::mem::take(&mut error.path);
                error.path = ["results".to_owned(), place.to_string()].into_iter().chain(own).collect();
            }
            Failure::User(errors)
        }
        other => other,
    }
}

/// Results follow the evaluation.
fn day_of(stored: &competition::Model, on: Option<NaiveDate>, today: NaiveDate) -> Result<NaiveDate, UserError> {
    let after = stored.windows_since.max(stored.announced_on);
    let on = decision_day(on, today, after, "publishedOn")?;
    if !stored.recorded && state(stored, on) != CompetitionState::ResultsPendingOrder {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "publishedOn",
            "В этот день экспертиза ещё шла",
            "The evaluation was not over on that day",
        ));
    }
    Ok(on)
}

/// The act that approves the results; what a person publishes needs one with date and number.
async fn approved(
    tx: &WriteTx,
    cx: &Cx,
    stored: &competition::Model,
    act: Option<LegalActId>,
) -> Result<Option<LegalActId>, Failure> {
    let required = || {
        UserError::new(
            UserErrorCode::ActRequired,
            "resultsActId",
            "Нужен акт об итогах с датой и номером",
            "An act on the results with date and number is needed",
        )
    };
    let Some(act) = act else {
        return if stored.recorded { Ok(None) } else { Err(required().into()) };
    };
    if visible_row::<legal_act::Entity>(tx, &cx.viewer, act, cx.today()).await?.is_none() {
        return Err(UserError::unknown("resultsActId").into());
    }
    let approves = Basis { act, role: BasisRole::Results };
    if !stored.recorded && !basis::complete(tx, &[approves]).await? {
        return Err(required().into());
    }
    let before: Vec<Basis> = basis::of(tx, stored.id.into()).await?.iter().map(Basis::from).collect();
    if !before.contains(&approves) {
        let acts: Vec<uuid::Uuid> = before.iter().map(|basis| basis.act.into()).collect();
        let seen = legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today());
        let seen = by_ids(tx, seen, &acts).await?;
        let mut acts: Vec<Basis> = before.into_iter().filter(|b| seen.iter().any(|act| act.id == b.act)).collect();
        acts.push(approves);
        basis::set(tx, &cx.viewer, Kind::Competition, stored.id.into(), &acts, "resultsActId", cx.today()).await?;
    }
    Ok(Some(act))
}

/// The admitted applications that the results speak of.
async fn matched(
    tx: &WriteTx,
    cx: &Cx,
    stored: &competition::Model,
    outcomes: Vec<Outcome>,
    problems: &mut Problems,
) -> Result<Vec<(application::Model, Outcome)>, Failure> {
    if outcomes.len() > MOST {
        problems.add(UserErrorCode::TooMany, "results", format!("Не больше {MOST}"), format!("At most {MOST}"));
        return Ok(vec![]);
    }
    let ids: Vec<ApplicationId> = outcomes.iter().map(|outcome| outcome.application).collect();
    let rows = applications::query::locked_many(tx, &cx.viewer, &ids).await?;
    let mut rows: HashMap<ApplicationId, application::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let mut pairs = Vec::with_capacity(outcomes.len());
    for (i, outcome) in outcomes.into_iter().enumerate() {
        let path = |member: &str| format!("results.{i}.{member}");
        let Some(row) = rows.remove(&outcome.application).filter(|row| row.competition_id == stored.id) else {
            if pairs.iter().any(|(row, _): &(application::Model, Outcome)| row.id == outcome.application) {
                problems.add(UserErrorCode::Duplicate, &path("applicationId"), "Итог уже указан", "Given already");
            } else {
                problems.push(UserError::unknown(&path("applicationId")));
            }
            continue;
        };
        if applications::state::state(&row, cx.today()) != applications::state::ApplicationState::Admitted {
            problems.add(
                UserErrorCode::RefusedTransition,
                &path("applicationId"),
                "Итог получает только допущенная заявка",
                "Only an admitted application gets a result",
            );
        }
        if let Err(error) = check_outcome(outcome.result, outcome.place, outcome.score, path) {
            problems.push(error);
        }
        pairs.push((row, outcome));
    }
    Ok(pairs)
}

/// A place fits its result; a score is not negative.
pub fn check_outcome(
    result: ApplicationResult,
    place: Option<i32>,
    score: Option<Decimal>,
    path: impl Fn(&str) -> String,
) -> Result<(), UserError> {
    let fits = match result {
        ApplicationResult::Winner => matches!(place, None | Some(1)),
        ApplicationResult::Prize => matches!(place, Some(2 | 3)),
        ApplicationResult::Laureate | ApplicationResult::Participant => place.is_none(),
    };
    if !fits {
        return Err(UserError::new(
            UserErrorCode::Contradiction,
            &path("place"),
            "Место: 1 у победителя, 2 или 3 у призёра, у остальных нет",
            "The place: 1 of a winner, 2 or 3 of a prize, none of others",
        ));
    }
    if score.is_some_and(Decimal::is_negative) {
        return Err(UserError::new(
            UserErrorCode::OutOfRange,
            &path("score"),
            "Балл не отрицателен",
            "A score is not negative",
        ));
    }
    Ok(())
}

async fn write(
    tx: &mut WriteTx,
    before: &application::Model,
    outcome: &Outcome,
    on: NaiveDate,
) -> Result<application::Model, Failure> {
    let mut row = before.clone().into_active_model();
    row.version = Set(before.version + 1);
    row.updated_at = Set(tx.now());
    row.visibility = Set(Visibility::Public);
    applications::put_outcome(&mut row, outcome.result, outcome.place, outcome.score);
    row.result_on = Set(Some(on));
    let row = row.update(tx).await?;
    tx.tally(&applications::tally::contributions(before), &applications::tally::contributions(&row));
    tx.updated(before, &row, &[]);
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_fits_its_result() {
        let check = |result, place| check_outcome(result, place, None, str::to_owned).is_ok();
        assert!(check(ApplicationResult::Winner, Some(1)) && check(ApplicationResult::Winner, None));
        assert!(check(ApplicationResult::Prize, Some(2)) && check(ApplicationResult::Prize, Some(3)));
        assert!(!check(ApplicationResult::Prize, None) && !check(ApplicationResult::Winner, Some(2)));
        assert!(!check(ApplicationResult::Participant, Some(3)));
        let score = "-0.5".parse().ok();
        assert!(check_outcome(ApplicationResult::Laureate, None, score, str::to_owned).is_err());
    }
}
