//! The closed rules of templates: the state of an edition, and what a field of each kind may say.

use chrono::NaiveDate;
use entity::{
    report_field::{FieldKind, Prefill},
    report_template,
};

use super::{choices::Choice, fields::Field};
use crate::{
    error::{Problems, UserError, UserErrorCode},
    service::{
        CODE, NAME, TEXT, line, paragraph,
        report::register::{NAMES, register},
    },
};

entity::code_enum! {
    /// State of an edition of a template (состояние формы отчёта)
    pub enum ReportTemplateState {
        /// Being made (составляется)
        Draft = "DRAFT",
        /// Published: it does not change any more (утверждена)
        Published = "PUBLISHED",
        /// No campaign takes it any more (выведена из употребления)
        Retired = "RETIRED",
    }
}

/// The state of an edition on a day.
pub fn state(row: &report_template::Model, on: NaiveDate) -> ReportTemplateState {
    let reached = |day: Option<NaiveDate>| day.is_some_and(|day| day <= on);
    if reached(row.retired_on) {
        ReportTemplateState::Retired
    } else if reached(row.published_on) {
        ReportTemplateState::Published
    } else {
        ReportTemplateState::Draft
    }
}

/// Most fields of a template, columns apart.
const FIELDS: usize = 300;
/// Most columns of a table.
const COLUMNS: usize = 30;
/// Most answers of a choice.
const CHOICES: usize = 100;
/// Largest change, in percent, that can be a threshold.
const JUMP: i16 = 10_000;

/// Checks the fields of an input against themselves; what they refer to is looked up elsewhere.
pub fn check(fields: &mut [Field], problems: &mut Problems) {
    if fields.len() > FIELDS {
        problems.add(UserErrorCode::TooMany, "fields", format!("Не больше {FIELDS}"), format!("At most {FIELDS}"));
        return;
    }
    check_list(fields, "fields", false, problems);
}

fn check_list(fields: &mut [Field], at: &str, columns: bool, problems: &mut Problems) {
    let mut codes: Vec<String> = Vec::with_capacity(fields.len());
    for (i, field) in fields.iter_mut().enumerate() {
        let at = format!("{at}.{i}");
        if let Some(code) = problems.keep(field_code(&field.code, &format!("{at}.code"))) {
            if codes.contains(&code) {
                problems.add(
                    UserErrorCode::Duplicate,
                    &format!("{at}.code"),
                    "Код поля уже есть",
                    "Another field has this code",
                );
            }
            codes.push(code.clone());
            field.code = code;
        }
        check_field(field, &at, columns, problems);
    }
}

fn check_field(field: &mut Field, at: &str, column: bool, problems: &mut Problems) {
    let path = |member: &str| format!("{at}.{member}");
    field.label = problems.keep(line(&field.label, &path("label"), NAME)).unwrap_or_default();
    for (text, member, max) in [
        (&mut field.section, "section", NAME),
        (&mut field.help, "help", TEXT),
        (&mut field.prefill_from, "prefillFrom", CODE),
    ] {
        *text = text.take().and_then(|text| match member {
            "help" => problems.keep(paragraph(&text, &path(member), max)),
            _ => problems.keep(line(&text, &path(member), max)),
        });
    }
    for member in misplaced(field, column) {
        problems.add(
            UserErrorCode::Contradiction,
            &path(member),
            "Для поля такого вида не задаётся",
            "A field of this kind takes none",
        );
    }
    if field.kind == FieldKind::Choice {
        check_choices(&mut field.choices, &path("choices"), problems);
    }
    if field.kind == FieldKind::Table && !column {
        match field.columns.len() {
            0 => problems.push(UserError::required(&path("columns"))),
            1..=COLUMNS => check_list(&mut field.columns, &path("columns"), true, problems),
            _ => problems.add(
                UserErrorCode::TooMany,
                &path("columns"),
                format!("Не больше {COLUMNS}"),
                format!("At most {COLUMNS}"),
            ),
        }
    }
    if field.jump_threshold.is_some_and(|percent| !(1..=JUMP).contains(&percent)) {
        problems.add(
            UserErrorCode::OutOfRange,
            &path("jumpThreshold"),
            format!("От 1 до {JUMP} процентов"),
            format!("From 1 to {JUMP} percent"),
        );
    }
    if field.prefill == Prefill::Register {
        match &field.prefill_from {
            None => problems.push(UserError::required(&path("prefillFrom"))),
            Some(name) if register(name).is_none() => problems.add(
                UserErrorCode::Invalid,
                &path("prefillFrom"),
                format!("Реестры: {NAMES}"),
                format!("Registers: {NAMES}"),
            ),
            Some(_) => {}
        }
    }
}

/// The members that a field of its kind must not have.
fn misplaced(field: &Field, column: bool) -> Vec<&'static str> {
    let number = field.kind == FieldKind::Number && !column;
    let table = field.kind == FieldKind::Table;
    let measured = field.indicator.is_some();
    let wrong = [
        ("kind", column && matches!(field.kind, FieldKind::Table | FieldKind::File)),
        ("columns", !field.columns.is_empty() && (column || !table)),
        ("section", column && field.section.is_some()),
        ("choices", field.kind != FieldKind::Choice && !field.choices.is_empty()),
        ("indicatorId", !number && measured),
        ("jumpThreshold", !number && field.jump_threshold.is_some()),
        ("breakdown", !measured && !field.breakdown.is_empty()),
        ("targetSetId", !measured && field.target_set.is_some()),
        // Of an indicator it is known.
        ("unit", field.unit.is_some() && (measured || field.kind != FieldKind::Number)),
        ("prefill", !takes_prefill(field, column)),
        ("prefillFrom", field.prefill_from.is_some() && !matches!(field.prefill, Prefill::Source | Prefill::Register)),
    ];
    wrong.into_iter().filter(|(_, wrong)| *wrong).map(|(member, _)| member).collect()
}

/// A value of another source is one of an indicator; columns are prefilled with their table, files never.
fn takes_prefill(field: &Field, column: bool) -> bool {
    match field.prefill {
        Prefill::None => true,
        Prefill::LastPeriod => !column && field.kind != FieldKind::File,
        Prefill::Source => !column && field.indicator.is_some(),
        Prefill::Register => !column && field.kind == FieldKind::Number,
    }
}

fn check_choices(choices: &mut [Choice], at: &str, problems: &mut Problems) {
    if choices.is_empty() {
        problems.push(UserError::required(at));
    }
    if choices.len() > CHOICES {
        problems.add(UserErrorCode::TooMany, at, format!("Не больше {CHOICES}"), format!("At most {CHOICES}"));
        return;
    }
    let mut codes: Vec<String> = Vec::with_capacity(choices.len());
    for (i, choice) in choices.iter_mut().enumerate() {
        choice.name = problems.keep(line(&choice.name, &format!("{at}.{i}.name"), NAME)).unwrap_or_default();
        let Some(code) = problems.keep(field_code(&choice.code, &format!("{at}.{i}.code"))) else { continue };
        if codes.contains(&code) {
            problems.add(
                UserErrorCode::Duplicate,
                &format!("{at}.{i}.code"),
                "Такой ответ уже есть",
                "Another answer has this code",
            );
        }
        codes.push(code.clone());
        choice.code = code;
    }
}

/// Latin letters, digits and underscores, a letter first: codes of fields and of answers.
fn field_code(code: &str, path: &str) -> Result<String, UserError> {
    let code = line(code, path, CODE)?;
    let fits = code.starts_with(|c: char| c.is_ascii_alphabetic())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if fits {
        return Ok(code);
    }
    Err(UserError::new(
        UserErrorCode::Invalid,
        path,
        "Код: латинские буквы, цифры и подчёркивания, сначала буква",
        "A code: Latin letters, digits and underscores, a letter first",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(fields: &[Field]) -> Vec<String> {
        let (mut fields, mut problems) = (fields.to_vec(), Problems::new());
        check(&mut fields, &mut problems);
        match problems.finish() {
            Err(crate::error::Failure::User(errors)) => errors.into_iter().map(|error| error.path.join(".")).collect(),
            _ => vec![],
        }
    }

    fn field(code: &str, kind: FieldKind) -> Field {
        Field::new(code, "Поле", kind)
    }

    #[test]
    fn each_kind_takes_what_is_its_own() {
        let indicator = Some(uuid::Uuid::from_u128(1).into());
        let number = Field { indicator, jump_threshold: Some(20), ..field("a", FieldKind::Number) };
        assert!(paths(std::slice::from_ref(&number)).is_empty());
        let text = Field { kind: FieldKind::Text, ..number.clone() };
        assert_eq!(paths(&[text]), ["fields.0.indicatorId", "fields.0.jumpThreshold"]);
        let unit = Field { unit: Some(entity::shared::Unit::Person), ..number.clone() };
        assert_eq!(paths(&[unit]), ["fields.0.unit"]);
        assert_eq!(paths(&[field("b", FieldKind::Choice)]), ["fields.0.choices"]);
        assert_eq!(paths(&[field("b", FieldKind::Table)]), ["fields.0.columns"]);
        let table = |columns| Field { columns, ..field("t", FieldKind::Table) };
        assert!(paths(&[table(vec![field("t", FieldKind::Text)]), field("u", FieldKind::Date)]).is_empty());
        assert_eq!(
            paths(&[table(vec![number])]),
            ["fields.0.columns.0.indicatorId", "fields.0.columns.0.jumpThreshold"]
        );
        assert_eq!(paths(&[table(vec![field("f", FieldKind::File)])]), ["fields.0.columns.0.kind"]);
        let prefilled = |prefill| Field { prefill, ..field("p", FieldKind::File) };
        assert_eq!(paths(&[prefilled(Prefill::LastPeriod)]), ["fields.0.prefill"]);
        assert_eq!(paths(&[prefilled(Prefill::Register)]), ["fields.0.prefill", "fields.0.prefillFrom"]);
    }

    #[test]
    fn codes_are_unique_and_plain() {
        let two = [field("a", FieldKind::Text), field("a", FieldKind::Date)];
        assert_eq!(paths(&two), ["fields.1.code"]);
        assert_eq!(paths(&[field("а", FieldKind::Text)]), ["fields.0.code"]);
        assert_eq!(paths(&[field("1a", FieldKind::Text)]), ["fields.0.code"]);
    }
}
