use entity::{ids::ReportTemplateId, report_field::Prefill};

use super::*;

pub fn report() -> ReportId {
    Uuid::from_u128(1).into()
}

fn field(number: u128, code: &str, kind: FieldKind, parent: Option<u128>) -> report_field::Model {
    report_field::Model {
        id: Uuid::from_u128(number),
        template_id: ReportTemplateId::from(Uuid::from_u128(2)),
        parent_id: parent.map(Uuid::from_u128),
        ordinal: i32::try_from(number).unwrap(),
        section: None,
        code: code.to_owned(),
        label: code.to_owned(),
        help: None,
        kind,
        required: true,
        choices: "NAVIGATOR по Навигатору\nFORM по форме".to_owned(),
        unit: None,
        indicator_id: None,
        breakdown: String::new(),
        target_set_id: None,
        prefill: Prefill::None,
        prefill_from: None,
        jump_threshold: None,
    }
}

pub fn fields() -> Vec<report_field::Model> {
    vec![
        field(10, "coverage", FieldKind::Number, None),
        field(11, "comment", FieldKind::Text, None),
        field(12, "counted_by", FieldKind::Choice, None),
        field(13, "acts", FieldKind::Table, None),
        field(14, "title", FieldKind::Text, Some(13)),
        field(15, "on", FieldKind::Date, Some(13)),
    ]
}

fn number(text: &str) -> Patch<Decimal> {
    Patch::Set(Some(text.parse().unwrap()))
}

fn named(field: &str, row: i32) -> Answer {
    Answer { field: field.to_owned(), row, ..Answer::default() }
}

/// The title of an act in a row of the table.
fn title(text: &str, row: i32) -> Answer {
    Answer { column: Some("title".to_owned()), text: Patch::Set(Some(text.to_owned())), ..named("acts", row) }
}

/// Codes and places of the problems.
fn problems(answers: Vec<Answer>) -> Vec<(UserErrorCode, String)> {
    let fields = fields();
    match merge(report(), &Form::new(&fields), &mut Answers::new(), answers, &[]) {
        Err(Failure::User(errors)) => errors.into_iter().map(|error| (error.code, error.path.join("."))).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_absent_stays_and_null_clears() {
    let fields = fields();
    let form = Form::new(&fields);
    let mut stored = Answers::new();
    let first = Answer { number: number("4281"), denominator: number("5678"), ..named("coverage", 0) };
    merge(report(), &form, &mut stored, vec![first], &[]).unwrap();
    let second = Answer {
        denominator: Patch::Set(None),
        reason: Patch::Set(Some(" Ремонт ".to_owned())),
        ..named("coverage", 0)
    };
    merge(report(), &form, &mut stored, vec![second], &[]).unwrap();
    let answer = &stored[&(Uuid::from_u128(10), 0)];
    assert_eq!(decimal(answer.number_micros, answer.number_scale).unwrap().to_string(), "4281");
    assert_eq!((answer.denominator_micros, answer.reason.as_deref()), (None, Some("Ремонт")));
}

#[test]
fn a_reason_for_none_takes_the_place_of_an_answer_and_back() {
    let fields = fields();
    let form = Form::new(&fields);
    let mut stored = Answers::new();
    let key = (Uuid::from_u128(10), 0);
    let zero = Answer { number: number("0"), ..named("coverage", 0) };
    merge(report(), &form, &mut stored, vec![zero], &[]).unwrap();
    assert!(is_answered(&stored[&key]) && stored[&key].null_reason.is_none());
    let none = Answer { null_reason: Patch::Set(Some(NullReason::NotReported)), ..named("coverage", 0) };
    merge(report(), &form, &mut stored, vec![none], &[]).unwrap();
    assert_eq!((stored[&key].number_micros, stored[&key].null_reason), (None, Some(NullReason::NotReported)));
    let some = Answer { number: number("3"), ..named("coverage", 0) };
    merge(report(), &form, &mut stored, vec![some], &[]).unwrap();
    assert_eq!((stored[&key].number_micros, stored[&key].null_reason), (Some(3_000_000), None));
}

#[test]
fn each_kind_takes_its_own_members() {
    let both = Answer {
        number: number("3"),
        null_reason: Patch::Set(Some(NullReason::NotApplicable)),
        ..named("coverage", 0)
    };
    let told = problems(vec![
        Answer { number: number("1"), yes: Patch::Set(Some(true)), ..named("comment", 0) },
        Answer { choice: Patch::Set(Some("GUESS".to_owned())), ..named("counted_by", 0) },
        Answer { text: Patch::Set(Some("всё".to_owned())), ..named("acts", 0) },
        both,
        named("unknown", 0),
        title("\u{202e}", 1),
        Answer { column: Some("unknown".to_owned()), ..named("acts", 1) },
    ]);
    let expected = [
        (UserErrorCode::Invalid, "answers.0.number"),
        (UserErrorCode::Invalid, "answers.0.yes"),
        (UserErrorCode::UnknownReference, "answers.1.choice"),
        (UserErrorCode::Invalid, "answers.2.text"),
        (UserErrorCode::Contradiction, "answers.3.nullReason"),
        (UserErrorCode::UnknownReference, "answers.4.field"),
        (UserErrorCode::InvalidCharacters, "answers.5.text"),
        (UserErrorCode::UnknownReference, "answers.6.column"),
    ];
    assert_eq!(told, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn rows_belong_to_tables() {
    let told = problems(vec![
        Answer { text: Patch::Set(Some("а".to_owned())), ..named("comment", 1) },
        title("а", 0),
        title("а", MOST_ROWS + 1),
        Answer { number: number("1"), denominator: number("0"), ..named("coverage", 0) },
        Answer { number: number("1"), ..named("coverage", 0) },
    ]);
    let expected = [
        (UserErrorCode::OutOfRange, "answers.0.row"),
        (UserErrorCode::OutOfRange, "answers.1.row"),
        (UserErrorCode::OutOfRange, "answers.2.row"),
        (UserErrorCode::OutOfRange, "answers.3.denominator"),
        (UserErrorCode::Duplicate, "answers.4"),
    ];
    assert_eq!(told, expected.map(|(code, path)| (code, path.to_owned())));
}

#[test]
fn a_table_is_cleared_whole_or_by_row() {
    let fields = fields();
    let form = Form::new(&fields);
    let mut stored = Answers::new();
    let rows_of = |rows: &[i32]| rows.iter().map(|row| title("а", *row)).collect::<Vec<_>>();
    merge(report(), &form, &mut stored, rows_of(&[1, 2, 3]), &[]).unwrap();
    let rows = |stored: &Answers| stored.keys().map(|(_, row)| *row).collect::<Vec<_>>();
    let clear = |field: &str, row| [Clear { field: field.to_owned(), row }];
    merge(report(), &form, &mut stored, vec![], &clear("acts", Some(2))).unwrap();
    assert_eq!(rows(&stored), [1, 3]);
    let done = completeness(&form, &stored.values().cloned().collect::<Vec<_>>());
    assert_eq!(done, (1, 4));
    merge(report(), &form, &mut stored, rows_of(&[4]), &clear("acts", None)).unwrap();
    assert_eq!(rows(&stored), [4]);
}
