//! One answer: what its kind of field takes, and what it is after an input.

use entity::{
    decimal::Decimal,
    ids::FileId,
    report_answer, report_field,
    report_field::FieldKind,
    shared::{NullReason, Qualifier},
};

use super::{Answer, blank, has_answer};
use crate::{
    error::{Problems, UserError, UserErrorCode},
    service::{Patch, TEXT, paragraph, template::choices},
};

/// The members of an answer that a kind of field takes beside a reason why there is none.
fn takes(kind: FieldKind) -> &'static [&'static str] {
    match kind {
        FieldKind::Number => &["number", "denominator", "stated", "qualifier", "overrideReason", "reason", "measures"],
        FieldKind::Text => &["text"],
        FieldKind::Choice => &["choice"],
        FieldKind::YesNo => &["yes"],
        FieldKind::Date => &["day"],
        FieldKind::File => &["fileId"],
        FieldKind::Table => &[],
    }
}

/// The answer after an input; none when something of it is not as it must be.
pub(super) fn apply(
    problems: &mut Problems,
    field: &report_field::Model,
    mut row: report_answer::Model,
    answer: Answer,
    at: &str,
    files: &mut Vec<(String, FileId)>,
) -> Option<report_answer::Model> {
    let Answer {
        field: _,
        column: _,
        row: _,
        number,
        denominator,
        stated,
        qualifier,
        null_reason,
        text,
        choice,
        yes,
        day,
        file,
        override_reason,
        reason,
        measures,
    } = answer;
    let given = [
        ("number", number.is_set()),
        ("denominator", denominator.is_set()),
        ("stated", stated.is_set()),
        ("qualifier", qualifier.is_set()),
        ("text", text.is_set()),
        ("choice", choice.is_set()),
        ("yes", yes.is_set()),
        ("day", day.is_set()),
        ("fileId", file.is_set()),
        ("overrideReason", override_reason.is_set()),
        ("reason", reason.is_set()),
        ("measures", measures.is_set()),
    ];
    let taken = takes(field.kind);
    let mut fine = true;
    for (member, _) in given.iter().filter(|(member, given)| *given && !taken.contains(member)) {
        fine = false;
        problems.add(
            UserErrorCode::Invalid,
            &format!("{at}.{member}"),
            format!("Поле «{}» так не заполняется", field.label),
            format!("The field {} is not answered so", field.code),
        );
    }
    let path = |member: &str| format!("{at}.{member}");
    let mut keep = |result: Result<Patch<String>, UserError>| {
        if result.is_err() {
            fine = false;
        }
        problems.keep(result).unwrap_or_default()
    };
    let text = keep(text.try_map(|text| paragraph(&text, &path("text"), TEXT)));
    let override_reason = keep(override_reason.try_map(|text| paragraph(&text, &path("overrideReason"), TEXT)));
    let reason = keep(reason.try_map(|text| paragraph(&text, &path("reason"), TEXT)));
    let measures = keep(measures.try_map(|text| paragraph(&text, &path("measures"), TEXT)));
    let choice = keep(choice.try_map(|code| {
        let known = choices::read(&field.choices).iter().any(|choice| choice.code == code);
        known.then_some(code).ok_or_else(|| UserError::unknown(&path("choice")))
    }));
    if !fine {
        return None;
    }
    if let Patch::Set(Some(file)) = &file {
        files.push((path("fileId"), *file));
    }
    put_number(&mut row.number_micros, &mut row.number_scale, number);
    put_number(&mut row.denominator_micros, &mut row.denominator_scale, denominator);
    put_number(&mut row.stated_micros, &mut row.stated_scale, stated);
    row.qualifier = qualifier.or(Some(row.qualifier)).unwrap_or(Qualifier::Eq);
    row.text = text.or(row.text);
    row.choice = choice.or(row.choice);
    row.yes = yes.or(row.yes);
    row.day = day.or(row.day);
    row.file_id = file.or(row.file_id);
    row.override_reason = override_reason.or(row.override_reason);
    row.reason = reason.or(row.reason);
    row.measures = measures.or(row.measures);
    row.prefilled = false;
    silence(problems, &mut row, null_reason, given.iter().any(|(member, given)| *given && is_content(member)), at);
    check_numbers(problems, &row, at);
    Some(row)
}

/// The members that answer, not explain.
fn is_content(member: &str) -> bool {
    !matches!(member, "qualifier" | "overrideReason" | "reason" | "measures")
}

/// A reason why there is no answer takes the place of one, and an answer that of the reason.
fn silence(
    problems: &mut Problems,
    row: &mut report_answer::Model,
    null_reason: Patch<NullReason>,
    content: bool,
    at: &str,
) {
    match null_reason {
        Patch::Set(Some(_)) if content && has_answer(row) => problems.add(
            UserErrorCode::Contradiction,
            &format!("{at}.nullReason"),
            "Либо ответ, либо причина его отсутствия",
            "Either an answer or the reason why there is none",
        ),
        Patch::Set(Some(reason)) => {
            let bare = blank(row.report_id, row.field_id, row.row_number);
            *row = report_answer::Model {
                null_reason: Some(reason),
                override_reason: row.override_reason.take(),
                reason: row.reason.take(),
                measures: row.measures.take(),
                ..bare
            };
        }
        Patch::Set(None) => row.null_reason = None,
        Patch::Absent if has_answer(row) => row.null_reason = None,
        Patch::Absent => {}
    }
}

fn check_numbers(problems: &mut Problems, row: &report_answer::Model, at: &str) {
    if row.denominator_micros.is_some_and(|micros| micros <= 0) {
        problems.add(
            UserErrorCode::OutOfRange,
            &format!("{at}.denominator"),
            "Знаменатель больше нуля; если делить не на что, укажите причину отсутствия числа",
            "A denominator is above zero; where there is none, tell why there is no number",
        );
    }
}

fn put_number(micros: &mut Option<i64>, scale: &mut Option<i16>, given: Patch<Decimal>) {
    if let Patch::Set(number) = given {
        *micros = number.map(Decimal::micros);
        *scale = number.map(Decimal::scale);
    }
}
