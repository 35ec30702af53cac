use super::*;
use crate::service::report::answers::tests::{fields, report as report_id};

fn row() -> report::Model {
    report::Model {
        id: report_id(),
        version: 2,
        created_at: chrono::DateTime::UNIX_EPOCH,
        updated_at: chrono::DateTime::UNIX_EPOCH,
        region_id: None,
        municipality_id: None,
        organisation_id: None,
        visibility: entity::shared::Visibility::Submitted,
        level: entity::shared::Level::Municipality,
        campaign_id: Uuid::from_u128(3).into(),
        subject_id: Uuid::from_u128(4),
        state: entity::report::ReportState::Draft,
        step: None,
        due_on: chrono::NaiveDate::default(),
        extension_reason: None,
        submitted_on: None,
        first_submitted_on: None,
        accepted_on: None,
        preliminary: false,
        on_behalf: false,
        unlocked: false,
    }
}

/// The number of the first field, everything else with a reason why it is absent.
fn answers(fields: &[report_field::Model], number: Option<i64>) -> Answers {
    let mut answers = Answers::new();
    for field in fields.iter().filter(|field| field.parent_id.is_none()) {
        let mut answer = blank(report_id(), field.id, 0);
        if field.kind == FieldKind::Number {
            answer.number_micros = number;
            answer.number_scale = number.map(|_| 0);
        } else {
            answer.null_reason = Some(entity::shared::NullReason::NotApplicable);
        }
        answers.insert((field.id, 0), answer);
    }
    answers
}

fn errors(result: Result<Vec<report_answer::Model>, Failure>) -> Vec<(UserErrorCode, String)> {
    match result {
        Ok(_) => vec![],
        Err(Failure::User(errors)) => errors.into_iter().map(|error| (error.code, error.path.join("."))).collect(),
        Err(other) => panic!("{other:?}"),
    }
}

fn sum(fields: &[report_field::Model], number: i64) -> Known {
    let sum = Sum { number: Decimal::from_integer(number).ok(), denominator: None };
    Known { sums: Sums::from([((report_id(), fields[0].id), sum)]), ..Known::default() }
}

#[test]
fn the_sum_is_the_number_where_none_is_told() {
    let fields = fields();
    let mut answers = answers(&fields, None);
    let changed = complete(&row(), &Form::new(&fields), &mut answers, &sum(&fields, 12), false).unwrap();
    let [answer] = &changed[..] else { panic!("{changed:?}") };
    assert_eq!((answer.number_micros, answer.computed_micros), (Some(12_000_000), Some(12_000_000)));
}

#[test]
fn another_number_than_the_sum_needs_a_reason() {
    let fields = fields();
    let form = Form::new(&fields);
    let known = sum(&fields, 12);
    let mut told = answers(&fields, Some(13_000_000));
    let expected = vec![(UserErrorCode::ReasonRequired, "answers.coverage.overrideReason".to_owned())];
    assert_eq!(errors(complete(&row(), &form, &mut told.clone(), &known, false)), expected);
    assert_eq!(errors(complete(&row(), &form, &mut told.clone(), &known, true)), []);
    let key = (fields[0].id, 0);
    told.get_mut(&key).unwrap().override_reason = Some("Частные организации".to_owned());
    let changed = complete(&row(), &form, &mut told, &known, false).unwrap();
    assert_eq!(changed.len(), 1);
    assert_eq!((told[&key].number_micros, told[&key].computed_micros), (Some(13_000_000), Some(12_000_000)));
}

#[test]
fn what_is_required_is_named_by_field_and_cell() {
    let fields = fields();
    let form = Form::new(&fields);
    let mut told = answers(&fields, None);
    let mut cell = blank(report_id(), fields[4].id, 2);
    cell.text = Some("а".to_owned());
    told.insert((cell.field_id, 2), cell);
    let expected = [
        (UserErrorCode::Required, "answers.coverage".to_owned()),
        (UserErrorCode::Required, "answers.acts.2.on".to_owned()),
    ];
    assert_eq!(errors(complete(&row(), &form, &mut told.clone(), &Known::default(), false)), expected);
    assert_eq!(errors(complete(&row(), &form, &mut told, &Known::default(), true)), []);
}
