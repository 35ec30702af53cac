//! Over random histories: the state as SQL is the state of the rule, and the tallies are the timelines.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use entity::{
    CodeEnum,
    application::{self, ApplicationResult},
    competition::{self, CompetitionKind, CompetitionLevel},
    competition_period,
    ids::{ApplicationId, CompetitionId, OrganisationId, TypedId},
    organisation::{self, OrganisationType},
    shared::{Level, Visibility},
};
use opora::{
    access::{Kind, Viewer},
    service::{
        application::{self as applications, listing::ApplicationFilter},
        competition::{
            listing::{CompetitionFilter, CompetitionOrder, competitions},
            sql,
            state::{CompetitionState, state, timeline},
        },
        list::Stored,
    },
};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use sea_orm::{ActiveModelTrait, ConnectionTrait, DatabaseConnection, EntityTrait, QueryTrait, Set};

use crate::support::{TestDatabase, both, service, wait};

const SPAN: u64 = 60;

fn day(number: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 1, 1).unwrap() + Days::new(number)
}

fn date() -> impl Strategy<Value = Option<NaiveDate>> {
    prop::option::of((0..SPAN).prop_map(day))
}

/// Two dates in order, or less.
fn window() -> impl Strategy<Value = (Option<NaiveDate>, Option<NaiveDate>)> {
    (date(), date()).prop_map(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
        other => other,
    })
}

#[derive(Clone, Debug)]
struct Windows {
    resumes_on: Option<NaiveDate>,
    applications: (Option<NaiveDate>, Option<NaiveDate>),
    evaluation: (Option<NaiveDate>, Option<NaiveDate>),
    held: (Option<NaiveDate>, Option<NaiveDate>),
}

prop_compose! {
    fn windows()(resumes_on in date(), applications in window(), evaluation in window(), held in window()) -> Windows {
        Windows { resumes_on, applications, evaluation, held }
    }
}

#[derive(Clone, Debug)]
struct History {
    recorded: bool,
    decisions: [Option<NaiveDate>; 5],
    windows: Vec<Windows>,
    turns: Vec<u64>,
}

prop_compose! {
    fn history()(
        recorded: bool,
        decisions in [date(), date(), date(), date(), date()],
        windows in prop::collection::vec(windows(), 1..4),
        turns in prop::collection::btree_set(1..SPAN, 3),
    ) -> History {
        History { recorded, decisions, windows, turns: turns.into_iter().collect() }
    }
}

fn at() -> chrono::DateTime<chrono::Utc> {
    service::instant("2023-11-15T09:00:00Z")
}

async fn store(db: &DatabaseConnection, number: usize, history: &History) -> CompetitionId {
    let id = CompetitionId::deterministic(at(), "states", &number.to_string());
    let (past, present) = history.windows.split_at(history.windows.len() - 1);
    let turn = |i: usize| day(history.turns[i]);
    let since = |i: usize| i.checked_sub(1).map(turn);
    let [announced_on, evaluation_closed_on, results_published_on, cancelled_on, archived_on] = history.decisions;
    // What is neither announced nor recorded is a draft.
    let public = announced_on.is_some() || history.recorded;
    let now = &present[0];
    let row = competition::ActiveModel {
        id: Set(id),
        version: Set(1),
        created_at: Set(at()),
        updated_at: Set(at()),
        visibility: Set(if public { Visibility::Public } else { Visibility::Draft }),
        level: Set(Level::Federation),
        competition_level: Set(CompetitionLevel::AllRussian),
        kind: Set(CompetitionKind::Other),
        title: Set(number.to_string()),
        repeat_applications: Set(false),
        recorded: Set(history.recorded),
        open_points: Set(String::new()),
        announced_on: Set(announced_on),
        windows_since: Set(since(past.len())),
        resumes_on: Set(now.resumes_on.filter(|_| !past.is_empty())),
        applications_from: Set(now.applications.0),
        applications_to: Set(now.applications.1),
        evaluation_from: Set(now.evaluation.0),
        evaluation_to: Set(now.evaluation.1),
        evaluation_closed_on: Set(evaluation_closed_on),
        results_published_on: Set(results_published_on),
        results_precision: Set(1),
        cancelled_on: Set(cancelled_on),
        cancellation_reason: Set(cancelled_on.map(|_| "?".to_owned())),
        archived_on: Set(archived_on),
        sort_key: Set(number.to_string()),
        search_key: Set(number.to_string()),
        valid_from: Set(now.held.0),
        valid_from_precision: Set(1),
        valid_to: Set(now.held.1),
        valid_to_precision: Set(1),
        ..Default::default()
    };
    row.insert(db).await.unwrap();
    for (i, given_up) in past.iter().enumerate() {
        let row = competition_period::ActiveModel {
            id: Set(CompetitionId::deterministic(at(), "period", &format!("{number}-{i}")).uuid()),
            competition_id: Set(id),
            windows_since: Set(since(i)),
            to_day: Set(turn(i).pred_opt().unwrap()),
            reason: Set("?".to_owned()),
            resumes_on: Set(given_up.resumes_on.filter(|_| i > 0)),
            applications_from: Set(given_up.applications.0),
            applications_to: Set(given_up.applications.1),
            evaluation_from: Set(given_up.evaluation.0),
            evaluation_to: Set(given_up.evaluation.1),
            valid_from: Set(given_up.held.0),
            valid_from_precision: Set(1),
            valid_from_text: Set(None),
            valid_to: Set(given_up.held.1),
            valid_to_precision: Set(1),
            valid_to_text: Set(None),
        };
        row.insert(db).await.unwrap();
    }
    id
}

/// The state of each competition on a day, as SQL says it.
async fn by_sql(db: &DatabaseConnection, on: NaiveDate) -> BTreeMap<CompetitionId, String> {
    let scope = Viewer::public().scope(Kind::Competition);
    let mut select = competition::Entity::visible(&scope, on);
    let query = QueryTrait::query(&mut select).clone().expr_as(sql::state(on), "state_of").take();
    let rows = db.query_all(&query).await.unwrap();
    rows.iter().map(|row| (row.try_get("", "id").unwrap(), row.try_get("", "state_of").unwrap())).collect()
}

both! {
    fn the_state_as_sql_is_the_state_of_the_rule(database: &TestDatabase) {
        let mut runner = TestRunner::deterministic();
        let histories: Vec<History> = (0..200).map(|_| history().new_tree(&mut runner).unwrap().current()).collect();
        wait(async {
            let db = service::connect(database.url()).await.unwrap();
            for (number, history) in histories.iter().enumerate() {
                store(&db, number, history).await;
            }
            let public = Viewer::public();
            let scope = public.scope(Kind::Competition);
            let periods = competition_period::Entity::find().all(&db).await.unwrap();
            let present = competition::Entity::visible(&scope, day(SPAN * 10)).all(&db).await.unwrap();
            for number in 0..SPAN + 3 {
                let on = day(number);
                let told = by_sql(&db, on).await;
                let rows = competition::Entity::visible(&scope, on).all(&db).await.unwrap();
                assert_eq!(rows.len(), present.len());
                for row in &rows {
                    // The row shows the windows of the day; the rule reads them.
                    assert_eq!(told[&row.id], state(row, on).code(), "{on} {row:?}");
                    let own: Vec<_> = periods.iter().filter(|p| p.competition_id == row.id).cloned().collect();
                    let now = present.iter().find(|other| other.id == row.id).unwrap();
                    let span = timeline(now, &own).into_iter().find(|span| span.to.is_none_or(|to| on <= to)).unwrap();
                    assert_eq!(span.state, state(row, on), "{on} {now:?} {own:?}");
                }
                // The list holds what is known on the day, and its filter is the same rule.
                for (wanted, ..) in CompetitionState::VALUES {
                    let filter = CompetitionFilter { states: Some(vec![*wanted]), ..CompetitionFilter::default() };
                    let list = competitions("t", &scope, on, &filter, None, CompetitionOrder::Title, false);
                    let expected = told.values().filter(|state| *state == wanted.code() && *wanted != CompetitionState::Draft).count();
                    assert_eq!(list.count(&db).await.unwrap(), i64::try_from(expected).unwrap(), "{on} {wanted:?}");
                }
            }
            db.close().await.unwrap();
        });
    }

    fn the_outcome_as_sql_is_the_outcome_of_the_rule(database: &TestDatabase) {
        let mut runner = TestRunner::deterministic();
        let step = (any::<bool>(), [date(), date(), date(), date(), date()], prop::option::of(0..4_usize));
        let steps: Vec<_> = (0..200).map(|_| step.new_tree(&mut runner).unwrap().current()).collect();
        wait(async {
            let db = service::connect(database.url()).await.unwrap();
            let whole = History { recorded: true, decisions: [None; 5], windows: vec![Windows { resumes_on: None, applications: (None, None), evaluation: (None, None), held: (None, None) }], turns: vec![1, 2, 3] };
            let competition = store(&db, 0, &whole).await;
            let organisation = OrganisationId::deterministic(at(), "states", "o");
            organisation::ActiveModel {
                id: Set(organisation),
                version: Set(1),
                created_at: Set(at()),
                updated_at: Set(at()),
                visibility: Set(Visibility::Public),
                level: Set(Level::Federation),
                name: Set("О".to_owned()),
                kind: Set(OrganisationType::School),
                sort_key: Set(String::new()),
                search_key: Set(String::new()),
                valid_from_precision: Set(1),
                valid_to_precision: Set(1),
                ..Default::default()
            }
            .insert(&db)
            .await
            .unwrap();
            for (number, (recorded, [submitted, admitted, rejected, withdrawn, result_on], result)) in steps.into_iter().enumerate() {
                let rejected = rejected.filter(|_| admitted.is_none());
                let result = result.map(|i| ApplicationResult::VALUES[i].0);
                let row = application::ActiveModel {
                    id: Set(ApplicationId::deterministic(at(), "states", &number.to_string())),
                    version: Set(1),
                    created_at: Set(at()),
                    updated_at: Set(at()),
                    organisation_id: Set(organisation),
                    visibility: Set(if recorded || submitted.is_some() || result.is_some() { Visibility::Public } else { Visibility::Draft }),
                    level: Set(Level::Organisation),
                    competition_id: Set(competition),
                    title: Set(Some(number.to_string())),
                    recorded: Set(recorded || (result.is_some() && submitted.is_none())),
                    open_points: Set(String::new()),
                    submitted_on: Set(submitted),
                    admitted_on: Set(admitted),
                    rejected_on: Set(rejected),
                    rejection_reason: Set(rejected.map(|_| "?".to_owned())),
                    withdrawn_on: Set(withdrawn),
                    result: Set(result),
                    result_on: Set(result_on),
                    sort_key: Set(String::new()),
                    search_key: Set(String::new()),
                    ..Default::default()
                };
                row.insert(&db).await.unwrap();
            }
            let scope = Viewer::public().scope(Kind::Application);
            for number in 0..SPAN + 3 {
                let on = day(number);
                let mut select = application::Entity::visible(&scope, on);
                let query = QueryTrait::query(&mut select)
                    .clone()
                    .expr_as(applications::state::outcome_expr(on), "outcome_of")
                    .expr_as(applications::state::state_expr(on), "state_of")
                    .take();
                for row in db.query_all(&query).await.unwrap() {
                    let model = <application::Model as sea_orm::FromQueryResult>::from_query_result(&row, "").unwrap();
                    let (outcome, state): (String, String) = (row.try_get("", "outcome_of").unwrap(), row.try_get("", "state_of").unwrap());
                    assert_eq!(outcome, applications::state::outcome(&model, on), "{on} {model:?}");
                    assert_eq!(state, applications::state::state(&model, on).code(), "{on} {model:?}");
                    let span = applications::state::timeline(&model).into_iter()
                        .find(|(_, from, to)| from.is_none_or(|from| from <= on) && to.is_none_or(|to| on <= to));
                    assert_eq!(span.map_or("DRAFT", |(code, ..)| code), outcome, "{on} {model:?}");
                }
                let list = applications::listing::applications("t", &scope, on, &ApplicationFilter::default(), None, Default::default(), false);
                list.facets(&db).await.unwrap();
            }
            db.close().await.unwrap();
        });
    }
}
