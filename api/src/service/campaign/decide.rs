//! Decisions on a campaign, each with its day. None of them asks whether all nodes have reported: who is missing is shown.

use chrono::NaiveDate;
use entity::{campaign, ids::CampaignId, shared::Visibility};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{next, query, target};
use crate::{
    access::Action,
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, decision_day, object, paragraph},
};

/// A decision.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The campaign.
    pub id: CampaignId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Its day; today when absent.
    pub on: Option<NaiveDate>,
}

/// Closes a campaign.
pub async fn close(cx: &Cx, input: Decide) -> Result<campaign::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::CloseCampaign, expected_version).await?;
    let on = decision_day(on, cx.today(), stored.opens_on, "closedOn")?;
    let mut row = next(&tx, &stored);
    row.closed_on = Set(Some(on));
    decided(tx, "closeCampaign", &stored, row, None, on).await
}

/// An opening after the close.
#[derive(Clone, Debug)]
pub struct Reopen {
    /// The campaign.
    pub id: CampaignId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Why.
    pub reason: String,
}

/// Opens a closed campaign again: its summary, if there was one, no longer stands.
pub async fn reopen(cx: &Cx, input: Reopen) -> Result<campaign::Model, Failure> {
    let Reopen { id, expected_version, reason } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::ReopenCampaign, expected_version).await?;
    let reason = paragraph(&reason, "reason", TEXT)?;
    let mut row = next(&tx, &stored);
    row.closed_on = Set(None);
    row.summarised_on = Set(None);
    decided(tx, "reopenCampaign", &stored, row, Some(reason), cx.today()).await
}

/// Declares a campaign summarised.
pub async fn summarise(cx: &Cx, input: Decide) -> Result<campaign::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::SummariseCampaign, expected_version).await?;
    let on = decision_day(on, cx.today(), stored.closed_on, "summarisedOn")?;
    let mut row = next(&tx, &stored);
    row.summarised_on = Set(Some(on));
    decided(tx, "summariseCampaign", &stored, row, None, on).await
}

/// Publishes the summary: everyone sees the campaign and how complete it is.
pub async fn publish(cx: &Cx, input: Decide) -> Result<campaign::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::PublishCampaign, expected_version).await?;
    let on = decision_day(on, cx.today(), stored.summarised_on, "publishedOn")?;
    let mut row = next(&tx, &stored);
    row.published_on = Set(Some(on));
    row.visibility = Set(Visibility::Public);
    decided(tx, "publishCampaign", &stored, row, None, on).await
}

/// A cancellation.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// The decision.
    pub decide: Decide,
    /// Why.
    pub reason: String,
}

/// Calls a campaign off: nothing is expected any more.
pub async fn cancel(cx: &Cx, input: Cancel) -> Result<campaign::Model, Failure> {
    let Cancel { decide: Decide { id, expected_version, on }, reason } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::CancelCampaign, expected_version).await?;
    // What is planned for a later day is called off before it.
    let after = stored.closed_on.or(stored.opens_on.filter(|day| *day <= cx.today()));
    let on = decision_day(on, cx.today(), after, "cancelledOn")?;
    let reason = paragraph(&reason, "reason", TEXT)?;
    let mut row = next(&tx, &stored);
    row.cancelled_on = Set(Some(on));
    row.cancel_reason = Set(Some(reason.clone()));
    decided(tx, "cancelCampaign", &stored, row, Some(reason), on).await
}

/// Removes a campaign that is not opened and that no other feeds.
pub async fn delete(cx: &Cx, id: CampaignId, expected_version: i32) -> Result<CampaignId, Failure> {
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::DeleteCampaign, expected_version).await?;
    if query::is_fed(&tx, id).await? {
        return Err(UserError::new(
            UserErrorCode::InUse,
            "id",
            "В этот сбор поступают данные другого",
            "Another campaign feeds this one",
        )
        .into());
    }
    object::forget(&mut tx, &stored).await?;
    campaign::Entity::delete_many().filter(campaign::Column::Id.eq(id)).exec(&tx).await?;
    tx.deleted(&stored);
    tx.commit().await?;
    Ok(id)
}

async fn decided(
    mut tx: WriteTx,
    action: &'static str,
    before: &campaign::Model,
    row: campaign::ActiveModel,
    reason: Option<String>,
    on: NaiveDate,
) -> Result<campaign::Model, Failure> {
    let after = row.update(&tx).await?;
    tx.updated(before, &after, &[]);
    tx.audit(action, &after, reason, json!({ "on": on }));
    tx.commit().await?;
    Ok(after)
}
