//! What is answered: the members that each kind of field takes, checked one by one and merged by field and row. Pure.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    decimal::Decimal,
    ids::{FileId, ReportId},
    report_answer, report_field,
    report_field::FieldKind,
    shared::{NullReason, Qualifier},
};
use uuid::Uuid;

use self::apply::apply;
use crate::{
    error::{Failure, Problems, UserError, UserErrorCode},
    service::Patch,
};

mod apply;

/// Most answers of one input.
pub const MOST_ANSWERS: usize = 1000;
/// Most rows of one table.
pub const MOST_ROWS: i32 = 500;

/// Answers by field and row.
pub type Answers = BTreeMap<(Uuid, i32), report_answer::Model>;

/// An answer of an input; what is absent stays as it is.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// Code of the field.
    pub field: String,
    /// Code of the column, where the field is a table.
    pub column: Option<String>,
    /// 0 for a field, from 1 on the rows of a table.
    pub row: i32,
    /// The number; of a ratio what was counted.
    pub number: Patch<Decimal>,
    /// Of what.
    pub denominator: Patch<Decimal>,
    /// The value as stated.
    pub stated: Patch<Decimal>,
    /// How the number is meant.
    pub qualifier: Patch<Qualifier>,
    /// Why there is no answer.
    pub null_reason: Patch<NullReason>,
    /// The text.
    pub text: Patch<String>,
    /// The choice.
    pub choice: Patch<String>,
    /// Yes or no.
    pub yes: Patch<bool>,
    /// The day.
    pub day: Patch<NaiveDate>,
    /// The file.
    pub file: Patch<FileId>,
    /// Why the number differs from the sum of those below.
    pub override_reason: Patch<String>,
    /// Why the target is missed or the number jumps.
    pub reason: Patch<String>,
    /// What is done about it.
    pub measures: Patch<String>,
}

/// An answer to remove: of a table all its rows, or one.
#[derive(Clone, Debug)]
pub struct Clear {
    /// Code of the field.
    pub field: String,
    /// The row of a table.
    pub row: Option<i32>,
}

/// Fields of a template by code: those of a table's columns are its own.
pub struct Form<'a> {
    /// All fields in their order.
    pub fields: &'a [report_field::Model],
    by_code: HashMap<(Option<Uuid>, &'a str), &'a report_field::Model>,
}

impl<'a> Form<'a> {
    /// The fields of a template.
    pub fn new(fields: &'a [report_field::Model]) -> Self {
        Self { fields, by_code: fields.iter().map(|field| ((field.parent_id, field.code.as_str()), field)).collect() }
    }

    /// The field of a code.
    pub fn field(&self, code: &str) -> Option<&'a report_field::Model> {
        self.by_code.get(&(None, code.trim())).copied()
    }

    /// The column of a code.
    pub fn column(&self, table: Uuid, code: &str) -> Option<&'a report_field::Model> {
        self.by_code.get(&(Some(table), code.trim())).copied()
    }

    /// The columns of a table.
    pub fn columns(&self, table: Uuid) -> impl Iterator<Item = &'a report_field::Model> {
        self.fields.iter().filter(move |field| field.parent_id == Some(table))
    }

    /// The fields that are not columns.
    pub fn top(&self) -> impl Iterator<Item = &'a report_field::Model> {
        self.fields.iter().filter(|field| field.parent_id.is_none())
    }
}

/// An answer without anything in it.
pub fn blank(report_id: ReportId, field_id: Uuid, row_number: i32) -> report_answer::Model {
    report_answer::Model {
        report_id,
        field_id,
        row_number,
        number_micros: None,
        number_scale: None,
        denominator_micros: None,
        denominator_scale: None,
        stated_micros: None,
        stated_scale: None,
        qualifier: Qualifier::Eq,
        null_reason: None,
        text: None,
        choice: None,
        yes: None,
        day: None,
        file_id: None,
        computed_micros: None,
        computed_scale: None,
        computed_denominator_micros: None,
        computed_denominator_scale: None,
        override_reason: None,
        reason: None,
        measures: None,
        prefilled: false,
    }
}

/// Whether there is an answer, or a reason why there is none.
pub fn is_answered(answer: &report_answer::Model) -> bool {
    answer.null_reason.is_some() || has_answer(answer)
}

fn has_answer(answer: &report_answer::Model) -> bool {
    answer.number_micros.is_some()
        || answer.stated_micros.is_some()
        || answer.text.is_some()
        || answer.choice.is_some()
        || answer.yes.is_some()
        || answer.day.is_some()
        || answer.file_id.is_some()
}

/// How many of the required fields are answered. A table is by a row, or by a reason why it has none.
pub fn completeness(form: &Form<'_>, answers: &[report_answer::Model]) -> (usize, usize) {
    let answered: BTreeSet<Uuid> =
        answers.iter().filter(|answer| is_answered(answer)).map(|answer| answer.field_id).collect();
    let required = form.top().filter(|field| field.required);
    required.fold((0, 0), |(done, all), field| (done + usize::from(is_met(form, field, &answered)), all + 1))
}

/// Whether a field is among the answered, itself or by one of its columns.
pub fn is_met(form: &Form<'_>, field: &report_field::Model, answered: &BTreeSet<Uuid>) -> bool {
    answered.contains(&field.id)
        || field.kind == FieldKind::Table && form.columns(field.id).any(|column| answered.contains(&column.id))
}

/// A number of two columns.
pub fn decimal(micros: Option<i64>, scale: Option<i16>) -> Option<Decimal> {
    Decimal::from_stored(micros?, scale?).ok()
}

/// What an input changes: the answers as they are then, and which of them are other than before.
#[derive(Debug, Default)]
pub struct Changes {
    /// To be written anew.
    pub written: BTreeSet<(Uuid, i32)>,
    /// To be removed.
    pub removed: BTreeSet<(Uuid, i32)>,
    /// Files that are answers now, with the places in the input.
    pub files: Vec<(String, FileId)>,
}

/// Merges answers into those that are stored; all problems at once.
pub fn merge(
    report: ReportId,
    form: &Form<'_>,
    stored: &mut Answers,
    answers: Vec<Answer>,
    clear: &[Clear],
) -> Result<Changes, Failure> {
    if answers.len() > MOST_ANSWERS {
        return Err(too_many("answers", MOST_ANSWERS));
    }
    if clear.len() > MOST_ANSWERS {
        return Err(too_many("clear", MOST_ANSWERS));
    }
    let mut problems = Problems::new();
    let mut changes = Changes::default();
    for (i, Clear { field, row }) in clear.iter().enumerate() {
        match form.field(field) {
            None => problems.push(UserError::unknown(&format!("clear.{i}.field"))),
            Some(field) => {
                let goes = |key: &(Uuid, i32)| {
                    let own = key.0 == field.id || form.columns(field.id).any(|column| column.id == key.0);
                    own && row.is_none_or(|row| row == key.1)
                };
                let gone: Vec<(Uuid, i32)> = stored.keys().copied().filter(goes).collect();
                for key in gone {
                    stored.remove(&key);
                    changes.removed.insert(key);
                }
            }
        }
    }
    let mut seen = BTreeSet::new();
    for (i, answer) in answers.into_iter().enumerate() {
        let at = format!("answers.{i}");
        let Some(field) = form.field(&answer.field) else {
            problems.push(UserError::unknown(&format!("{at}.field")));
            continue;
        };
        let column = answer.column.as_deref().map(|code| form.column(field.id, code));
        let Some(field) = column.unwrap_or(Some(field)) else {
            problems.push(UserError::unknown(&format!("{at}.column")));
            continue;
        };
        let key = (field.id, answer.row);
        if !row_fits(field, answer.row) {
            let (ru, en) = if field.parent_id.is_some() {
                (format!("Строка таблицы: от 1 до {MOST_ROWS}"), format!("A row of a table: 1 to {MOST_ROWS}"))
            } else {
                ("Это поле не в таблице: строк у него нет".into(), "The field is in no table: it has no rows".into())
            };
            problems.add(UserErrorCode::OutOfRange, &format!("{at}.row"), ru, en);
            continue;
        }
        if !seen.insert(key) {
            problems.add(UserErrorCode::Duplicate, &at, "Это поле уже названо", "The field is named already");
            continue;
        }
        let before = stored.get(&key).cloned().unwrap_or_else(|| blank(report, field.id, key.1));
        if let Some(after) = apply(&mut problems, field, before, answer, &at, &mut changes.files) {
            changes.written.insert(key);
            stored.insert(key, after);
        }
    }
    problems.finish()?;
    Ok(changes)
}

fn too_many(path: &str, most: usize) -> Failure {
    UserError::new(UserErrorCode::TooMany, path, format!("Не больше {most}"), format!("At most {most}")).into()
}

fn row_fits(field: &report_field::Model, row: i32) -> bool {
    if field.parent_id.is_some() { (1..=MOST_ROWS).contains(&row) } else { row == 0 }
}

#[cfg(test)]
pub(super) mod tests;
