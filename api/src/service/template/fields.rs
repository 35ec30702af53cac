//! The fields of a template: from an input against what they refer to, and from one edition to the next.

use std::collections::HashMap;

use entity::{
    CodeEnum,
    ids::{IndicatorId, ReportTemplateId, TargetSetId},
    indicator,
    report_field::{self, FieldKind, Prefill},
    shared::Unit,
    target_set,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Set};
use uuid::Uuid;

use super::{
    choices::{self, Choice},
    query,
};
use crate::{
    access::Kind,
    db::WriteTx,
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    rules::breakdown::{Breakdown, Dimension},
    service::{
        Cx,
        list::{Stored, by_ids},
        place::LAST,
        report::register::status_kind,
        status::query::kinds_by_code,
    },
};

/// A field as an input gives it.
#[derive(Clone, Debug)]
pub struct Field {
    /// Heading that it stands under.
    pub section: Option<String>,
    /// The code, the same in all editions.
    pub code: String,
    /// What is asked.
    pub label: String,
    /// What is meant.
    pub help: Option<String>,
    /// What is answered.
    pub kind: FieldKind,
    /// Whether a report is handed in only with it.
    pub required: bool,
    /// Possible answers.
    pub choices: Vec<Choice>,
    /// Unit, where no indicator tells it.
    pub unit: Option<Unit>,
    /// The indicator that the number is a value of.
    pub indicator: Option<IndicatorId>,
    /// `DIMENSION=MEMBER;…`; empty for the total.
    pub breakdown: String,
    /// Targets that the number is held against.
    pub target_set: Option<TargetSetId>,
    /// Where a first answer comes from.
    pub prefill: Prefill,
    /// The source or the register.
    pub prefill_from: Option<String>,
    /// A change by more percent asks for a reason.
    pub jump_threshold: Option<i16>,
    /// The columns of a table.
    pub columns: Vec<Field>,
}

impl Field {
    /// A field of which no more is said.
    pub fn new(code: &str, label: &str, kind: FieldKind) -> Self {
        Self {
            section: None,
            code: code.to_owned(),
            label: label.to_owned(),
            help: None,
            kind,
            required: false,
            choices: vec![],
            unit: None,
            indicator: None,
            breakdown: String::new(),
            target_set: None,
            prefill: Prefill::None,
            prefill_from: None,
            jump_threshold: None,
            columns: vec![],
        }
    }

    fn of(row: &report_field::Model, columns: Vec<Self>) -> Self {
        Self {
            section: row.section.clone(),
            code: row.code.clone(),
            label: row.label.clone(),
            help: row.help.clone(),
            kind: row.kind,
            required: row.required,
            choices: choices::read(&row.choices),
            unit: row.unit,
            indicator: row.indicator_id,
            breakdown: row.breakdown.clone(),
            target_set: row.target_set_id,
            prefill: row.prefill,
            prefill_from: row.prefill_from.clone(),
            jump_threshold: row.jump_threshold,
            columns,
        }
    }
}

/// The fields of an edition as the next one begins with them.
pub async fn copy(db: &impl ConnectionTrait, of: ReportTemplateId) -> Result<Vec<Field>, AppError> {
    let rows = query::fields(db, &[of]).await?;
    let (columns, fields): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row.parent_id.is_some());
    let of_table = |table: Uuid| {
        columns.iter().filter(|row| row.parent_id == Some(table)).map(|row| Field::of(row, vec![])).collect()
    };
    Ok(fields.into_iter().map(|row| Field::of(row, of_table(row.id))).collect())
}

/// Checks that what fields refer to exists for the viewer, and that a breakdown is one of its indicator.
pub async fn check_references(
    tx: &impl ConnectionTrait,
    cx: &Cx,
    fields: &mut [Field],
    problems: &mut Problems,
) -> Result<(), Failure> {
    let indicators: Vec<Uuid> = fields.iter().filter_map(|field| field.indicator).map(Into::into).collect();
    let targets: Vec<Uuid> = fields.iter().filter_map(|field| field.target_set).map(Into::into).collect();
    let indicators: HashMap<Uuid, indicator::Model> =
        seen::<indicator::Entity>(tx, cx, &indicators).await?.into_iter().map(|row| (row.id.into(), row)).collect();
    let targets: Vec<Uuid> =
        seen::<target_set::Entity>(tx, cx, &targets).await?.into_iter().map(|row| row.id.into()).collect();
    let counted = |field: &Field| {
        field.prefill_from.as_deref().filter(|_| field.prefill == Prefill::Register).and_then(status_kind)
    };
    let codes: Vec<String> = fields.iter().filter_map(counted).collect();
    let kinds = if codes.is_empty() { vec![] } else { kinds_by_code(tx, &cx.scope(Kind::StatusKind), &codes).await? };
    let mut asked: Vec<(IndicatorId, String)> = Vec::new();
    for (i, field) in fields.iter_mut().enumerate() {
        if field.target_set.is_some_and(|id| !targets.contains(&id.into())) {
            problems.push(UserError::unknown(&format!("fields.{i}.targetSetId")));
        }
        if counted(field).is_some_and(|code| kinds.iter().all(|kind| kind.code != code)) {
            problems.push(UserError::unknown(&format!("fields.{i}.prefillFrom")));
        }
        let Some(id) = field.indicator else { continue };
        let Some(indicator) = indicators.get(&Uuid::from(id)) else {
            problems.push(UserError::unknown(&format!("fields.{i}.indicatorId")));
            continue;
        };
        let path = format!("fields.{i}.breakdown");
        field.breakdown = problems.keep(breakdown(&field.breakdown, indicator, &path)).unwrap_or_default();
        let number = (id, field.breakdown.clone());
        if asked.contains(&number) {
            problems.add(
                UserErrorCode::Duplicate,
                &format!("fields.{i}.indicatorId"),
                "Другое поле уже спрашивает это число",
                "Another field asks for this number",
            );
        }
        asked.push(number);
    }
    Ok(())
}

async fn seen<E: Stored>(tx: &impl ConnectionTrait, cx: &Cx, ids: &[Uuid]) -> Result<Vec<E::Model>, AppError> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    by_ids(tx, E::visible(&cx.scope(E::KIND), LAST), ids).await
}

/// A breakdown in its canonical text, by dimensions of the indicator.
fn breakdown(text: &str, indicator: &indicator::Model, path: &str) -> Result<String, UserError> {
    let known = |dimension: &Dimension| indicator.dimensions.lines().any(|known| known == dimension.code());
    match Breakdown::parse(text) {
        Ok(breakdown) if breakdown.dimensions().iter().all(known) => Ok(breakdown.to_string()),
        _ => Err(UserError::new(
            UserErrorCode::Invalid,
            path,
            "Разрез записывают ПРИЗНАК=ЗНАЧЕНИЕ;…, признаки из показателя",
            "A breakdown is written DIMENSION=MEMBER;…, by dimensions of the indicator",
        )),
    }
}

/// Rows of one statement: SQLite takes no more parameters.
const ROWS: usize = 500;

/// Writes all fields of an edition in the place of those that it had.
pub async fn write(tx: &WriteTx, template: ReportTemplateId, fields: &[Field]) -> Result<(), Failure> {
    remove(tx, template).await?;
    let mut rows = Vec::new();
    for field in fields {
        let id = tx.new_id();
        push(&mut rows, id, template, None, field);
        for column in &field.columns {
            push(&mut rows, tx.new_id(), template, Some(id), column);
        }
    }
    for chunk in rows.chunks(ROWS) {
        report_field::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn push(
    rows: &mut Vec<report_field::ActiveModel>,
    id: Uuid,
    template: ReportTemplateId,
    table: Option<Uuid>,
    field: &Field,
) {
    rows.push(report_field::ActiveModel {
        id: Set(id),
        template_id: Set(template),
        parent_id: Set(table),
        ordinal: Set(i32::try_from(rows.len()).unwrap_or(i32::MAX)),
        section: Set(field.section.clone()),
        code: Set(field.code.clone()),
        label: Set(field.label.clone()),
        help: Set(field.help.clone()),
        kind: Set(field.kind),
        required: Set(field.required),
        choices: Set(choices::write(&field.choices)),
        unit: Set(field.unit),
        indicator_id: Set(field.indicator),
        breakdown: Set(field.breakdown.clone()),
        target_set_id: Set(field.target_set),
        prefill: Set(field.prefill),
        prefill_from: Set(field.prefill_from.clone()),
        jump_threshold: Set(field.jump_threshold),
    });
}

/// Removes the fields of an edition that is not published: nothing answers them.
pub async fn remove(tx: &WriteTx, template: ReportTemplateId) -> Result<(), Failure> {
    let of = report_field::Column::TemplateId.eq(template);
    report_field::Entity::delete_many().filter(of).exec(tx).await?;
    Ok(())
}
