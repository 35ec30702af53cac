//! Decisions on an edition: published, retired; removing one that is not published.

use chrono::NaiveDate;
use entity::{ids::ReportTemplateId, report_template, shared::Visibility};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::{fields, query, target};
use crate::{
    access::Action,
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, decision_day, object},
};

/// A decision.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The edition.
    pub id: ReportTemplateId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Its day; today when absent.
    pub on: Option<NaiveDate>,
}

/// Publishes an edition: from here on it is public and does not change.
pub async fn publish(cx: &Cx, input: Decide) -> Result<report_template::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::PublishReportTemplate, expected_version).await?;
    let on = decision_day(on, cx.today(), None, "publishedOn")?;
    if query::fields(&tx, &[id]).await?.is_empty() {
        return Err(UserError::new(
            UserErrorCode::Required,
            "id",
            "В форме нет ни одного поля",
            "The template has no field",
        )
        .into());
    }
    let mut row = stored.clone().into_active_model();
    row.published_on = Set(Some(on));
    row.visibility = Set(Visibility::Public);
    decided(tx, "publishReportTemplate", &stored, row, on).await
}

/// Retires an edition: no new campaign takes it.
pub async fn retire(cx: &Cx, input: Decide) -> Result<report_template::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::RetireReportTemplate, expected_version).await?;
    let on = decision_day(on, cx.today(), stored.published_on, "retiredOn")?;
    let mut row = stored.clone().into_active_model();
    row.retired_on = Set(Some(on));
    decided(tx, "retireReportTemplate", &stored, row, on).await
}

async fn decided(
    mut tx: WriteTx,
    action: &'static str,
    before: &report_template::Model,
    mut row: report_template::ActiveModel,
    on: NaiveDate,
) -> Result<report_template::Model, Failure> {
    row.version = Set(before.version + 1);
    row.updated_at = Set(tx.now());
    let after = row.update(&tx).await?;
    tx.updated(before, &after, &[]);
    tx.audit(action, &after, None, json!({ "code": after.code, "edition": after.edition, "on": on }));
    tx.commit().await?;
    Ok(after)
}

/// Removes an edition that is not published and that no other was copied from.
pub async fn delete(cx: &Cx, id: ReportTemplateId, expected_version: i32) -> Result<ReportTemplateId, Failure> {
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::DeleteReportTemplate, expected_version).await?;
    if query::is_copied(&tx, id).await? {
        return Err(UserError::new(
            UserErrorCode::InUse,
            "id",
            "По этой форме составлена другая",
            "Another template was copied from this one",
        )
        .into());
    }
    fields::remove(&tx, id).await?;
    object::forget(&mut tx, &stored).await?;
    report_template::Entity::delete_many().filter(report_template::Column::Id.eq(id)).exec(&tx).await?;
    tx.deleted(&stored);
    tx.commit().await?;
    Ok(id)
}
