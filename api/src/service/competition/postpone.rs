//! Postponing a competition: the new windows hold from today on, the old ones and the reason are kept.

use chrono::{Days, NaiveDate};
use entity::{competition, competition_period, ids::CompetitionId};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};
use serde_json::json;

use super::{
    decide::next,
    plan::{self, Plan, PlanPatch},
    query, tally, target,
};
use crate::{
    access::Action,
    db::WriteTx,
    error::{Failure, Problems, UserError},
    service::{Cx, TEXT, paragraph},
};

/// A postponement.
#[derive(Clone, Debug)]
pub struct Postpone {
    /// The competition.
    pub id: CompetitionId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
    /// The day from which the new windows count; found from them when absent.
    pub resumes_on: Option<NaiveDate>,
    /// The new windows; none when they are not known yet.
    pub plan: PlanPatch,
}

/// Postpones a competition from today on.
pub async fn postpone(cx: &Cx, input: Postpone) -> Result<competition::Model, Failure> {
    let Postpone { id, expected_version, reason, resumes_on, plan } = input;
    let today = cx.today();
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::PostponeCompetition, expected_version).await?;
    let tours = query::tours(&tx, &[id]).await?;
    let before = Plan::stored(&stored, &tours);
    let mut problems = Problems::new();
    let reason = problems.keep(paragraph(&reason, "reason", TEXT)).unwrap_or_default();
    let plan = before.clone().after(plan, &mut problems);
    if resumes_on.is_some_and(|day| day < today) {
        problems.push(UserError::date_order("resumesOn"));
    }
    problems.finish()?;
    let resumes_on = resumes_on.or_else(|| if plan == before { None } else { resumption(&plan, today) });

    let periods = query::periods(&tx, &[id]).await?;
    keep(&tx, &stored, &periods, &reason, today).await?;
    let mut row = next(&tx, &stored);
    row.windows_since = Set(Some(today));
    row.resumes_on = Set(resumes_on);
    plan.put(&mut row);
    let row = row.update(&tx).await?;
    if plan.tours != before.tours {
        plan::write_tours(&tx, id, &tours, &plan.tours, Some(today), true).await?;
    }
    let after = query::periods(&tx, &[id]).await?;
    tx.tally(&tally::contributions(&stored, &periods), &tally::contributions(&row, &after));
    tx.updated(&stored, &row, &["postponements"]);
    tx.audit("postponeCompetition", &row, Some(reason), json!({ "on": today, "resumesOn": resumes_on }));
    tx.commit().await?;
    Ok(row)
}

/// The day on which the new windows begin: at once when one of them has begun, else with the first of them.
fn resumption(plan: &Plan, today: NaiveDate) -> Option<NaiveDate> {
    let held = (plan.held.from().map(|b| b.date), plan.held.to().map(|b| b.date));
    let evaluation = (plan.evaluation_from.or(held.0), plan.evaluation_to.or(held.1));
    let windows = [(plan.applications_from, plan.applications_to), evaluation];
    let running = |(from, to): &(Option<NaiveDate>, Option<NaiveDate>)| {
        from.is_some_and(|from| from <= today) && to.is_none_or(|to| to >= today)
    };
    if windows.iter().any(running) {
        return Some(today);
    }
    windows.into_iter().filter_map(|(from, _)| from).filter(|from| *from > today).min()
}

/// Keeps the windows that held until yesterday. A second postponement on one day only changes the reason.
async fn keep(
    tx: &WriteTx,
    stored: &competition::Model,
    periods: &[competition_period::Model],
    reason: &str,
    today: NaiveDate,
) -> Result<(), Failure> {
    let to_day = today.checked_sub_days(Days::new(1)).unwrap_or(today);
    if let Some(period) = periods.iter().find(|period| period.to_day == to_day) {
        let mut row = period.clone().into_active_model();
        row.reason = Set(reason.to_owned());
        row.update(tx).await?;
        return Ok(());
    }
    let row = competition_period::ActiveModel {
        id: Set(tx.new_id()),
        competition_id: Set(stored.id),
        windows_since: Set(stored.windows_since),
        to_day: Set(to_day),
        reason: Set(reason.to_owned()),
        resumes_on: Set(stored.resumes_on),
        applications_from: Set(stored.applications_from),
        applications_to: Set(stored.applications_to),
        evaluation_from: Set(stored.evaluation_from),
        evaluation_to: Set(stored.evaluation_to),
        valid_from: Set(stored.valid_from),
        valid_from_precision: Set(stored.valid_from_precision),
        valid_from_text: Set(stored.valid_from_text.clone()),
        valid_to: Set(stored.valid_to),
        valid_to_precision: Set(stored.valid_to_precision),
        valid_to_text: Set(stored.valid_to_text.clone()),
    };
    row.insert(tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plan(applications: (&str, &str), evaluation: (&str, &str)) -> Plan {
        Plan {
            applications_from: Some(day(applications.0)),
            applications_to: Some(day(applications.1)),
            evaluation_from: Some(day(evaluation.0)),
            evaluation_to: Some(day(evaluation.1)),
            ..Plan::default()
        }
    }

    #[test]
    fn a_prolonged_window_goes_on_and_a_later_one_is_waited_for() {
        let today = day("2023-03-15");
        let prolonged = plan(("2023-03-01", "2023-03-31"), ("2023-04-05", "2023-04-10"));
        assert_eq!(resumption(&prolonged, today), Some(today));
        let later = plan(("2023-05-01", "2023-05-31"), ("2023-06-05", "2023-06-10"));
        assert_eq!(resumption(&later, today), Some(day("2023-05-01")));
        let evaluation = plan(("2023-03-01", "2023-03-10"), ("2023-06-05", "2023-06-10"));
        assert_eq!(resumption(&evaluation, today), Some(day("2023-06-05")));
        assert_eq!(resumption(&Plan::default(), today), None);
    }
}
