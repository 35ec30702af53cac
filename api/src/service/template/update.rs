//! Changing an edition that is not published: what it is called, and all of its fields at once.

use entity::{
    ids::ReportTemplateId,
    report_template::{self, ReportKind},
    shared::PeriodType,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{
    fields::{self, Field},
    rules, target,
};
use crate::{
    access::Action,
    error::{Failure, Problems},
    service::{Cx, NAME, Patch, TEXT, line, paragraph},
    text,
};

/// Changes of an edition.
#[derive(Clone, Debug)]
pub struct UpdateReportTemplate {
    /// Which.
    pub id: ReportTemplateId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Name.
    pub name: Patch<String>,
    /// What is reported.
    pub kind: Patch<ReportKind>,
    /// How to fill it in.
    pub instructions: Patch<String>,
    /// Type of the period.
    pub period_type: Patch<PeriodType>,
    /// The fields, all of them.
    pub fields: Patch<Vec<Field>>,
}

/// Changes an edition.
pub async fn update(cx: &Cx, input: UpdateReportTemplate) -> Result<report_template::Model, Failure> {
    let UpdateReportTemplate { id, expected_version, name, kind, instructions, period_type, fields } = input;
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::UpdateReportTemplate, expected_version).await?;
    let mut problems = Problems::new();
    let name = problems.keep(
        name.try_map(|name| line(&name, "name", NAME)).and_then(|name| name.or_required(stored.name.clone(), "name")),
    );
    let instructions = problems.keep(instructions.try_map(|text| paragraph(&text, "instructions", TEXT)));
    let kind = problems.keep(kind.or_required(stored.kind, "kind"));
    let period_type = problems.keep(period_type.or_required(stored.period_type, "periodType"));
    let fields = match fields {
        Patch::Absent => None,
        Patch::Set(fields) => {
            let mut fields = fields.unwrap_or_default();
            rules::check(&mut fields, &mut problems);
            fields::check_references(&tx, cx, &mut fields, &mut problems).await?;
            Some(fields)
        }
    };
    problems.finish()?;
    let name = name.unwrap_or_default();
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row.search_key = Set(text::fold(&format!("{name} {}", stored.code)));
    row.sort_key = Set(text::sort_key(&name));
    row.name = Set(name);
    row.kind = Set(kind.unwrap_or(stored.kind));
    row.instructions = Set(instructions.unwrap_or_default().or(stored.instructions.clone()));
    row.period_type = Set(period_type.unwrap_or(stored.period_type));
    let row = row.update(&tx).await?;
    let also: &[&str] = match fields {
        Some(fields) => {
            fields::write(&tx, id, &fields).await?;
            &["fields"]
        }
        None => &[],
    };
    tx.updated(&stored, &row, also);
    tx.commit().await?;
    Ok(row)
}
