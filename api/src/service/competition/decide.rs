//! Decisions on a competition, each with its day: announced, cancelled, evaluation closed, archived; deleting a draft.

use chrono::NaiveDate;
use entity::{competition, competition_clause, competition_tour, ids::CompetitionId, shared::Visibility};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use serde_json::json;

use super::{changed, place, query, tally, target};
use crate::{
    access::{Action, Kind, Viewer},
    db::WriteTx,
    error::{Failure, UserError, UserErrorCode},
    service::{Cx, TEXT, act::basis, application, decision_day, object, paragraph},
};

/// A decision.
#[derive(Clone, Debug)]
pub struct Decide {
    /// The competition.
    pub id: CompetitionId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Its day; today when absent.
    pub on: Option<NaiveDate>,
}

/// Announces a competition: from here on it is public.
pub async fn announce(cx: &Cx, input: Decide) -> Result<competition::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::AnnounceCompetition, expected_version).await?;
    let on = decision_day(on, cx.today(), None, "announcedOn")?;
    let Some(last) = stored.applications_to else {
        return Err(UserError::new(
            UserErrorCode::Required,
            "id",
            "Чтобы объявить конкурс, укажите последний день приёма заявок",
            "To announce a competition, say the last day for applications",
        )
        .into());
    };
    if last < on {
        return Err(UserError::new(
            UserErrorCode::DateOrder,
            "announcedOn",
            "Приём заявок завершается раньше, чем объявлен конкурс",
            "Applications end before the competition is announced",
        )
        .into());
    }
    let mut row = next(&tx, &stored);
    row.visibility = Set(Visibility::Public);
    row.level = Set(place::keeper(stored.competition_level, stored.region_id));
    row.announced_on = Set(Some(on));
    let row = row.update(&tx).await?;
    finish(tx, "announceCompetition", &stored, row, None, json!({ "on": on })).await
}

/// A cancellation.
#[derive(Clone, Debug)]
pub struct Cancel {
    /// The decision.
    pub decide: Decide,
    /// Why.
    pub reason: String,
}

/// Cancels a competition.
pub async fn cancel(cx: &Cx, input: Cancel) -> Result<competition::Model, Failure> {
    let Cancel { decide: Decide { id, expected_version, on }, reason } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::CancelCompetition, expected_version).await?;
    let on = decision_day(on, cx.today(), stored.windows_since.or(stored.announced_on), "cancelledOn")?;
    let reason = paragraph(&reason, "reason", TEXT)?;
    let mut row = next(&tx, &stored);
    row.cancelled_on = Set(Some(on));
    row.cancellation_reason = Set(Some(reason.clone()));
    let row = row.update(&tx).await?;
    finish(tx, "cancelCompetition", &stored, row, Some(reason), json!({ "on": on })).await
}

/// Declares the evaluation over before, or without, its last day.
pub async fn close_evaluation(cx: &Cx, input: Decide) -> Result<competition::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::CloseEvaluation, expected_version).await?;
    let after = stored.applications_to.max(stored.windows_since).max(stored.announced_on);
    let on = decision_day(on, cx.today(), after, "closedOn")?;
    let mut row = next(&tx, &stored);
    row.evaluation_closed_on = Set(Some(on));
    let row = row.update(&tx).await?;
    finish(tx, "closeEvaluation", &stored, row, None, json!({ "on": on })).await
}

/// Puts a competition into the archive.
pub async fn archive(cx: &Cx, input: Decide) -> Result<competition::Model, Failure> {
    let Decide { id, expected_version, on } = input;
    let tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::ArchiveCompetition, expected_version).await?;
    let on = decision_day(on, cx.today(), stored.results_published_on.max(stored.cancelled_on), "archivedOn")?;
    let mut row = next(&tx, &stored);
    row.archived_on = Set(Some(on));
    let row = row.update(&tx).await?;
    finish(tx, "archiveCompetition", &stored, row, None, json!({ "on": on })).await
}

/// Deletes a draft that nothing refers to.
pub async fn delete(cx: &Cx, id: CompetitionId, expected_version: i32) -> Result<CompetitionId, Failure> {
    let mut tx = cx.write().await?;
    let stored = target(&tx, cx, id, Action::DeleteCompetition, expected_version).await?;
    if !query::stages(&tx, id).await?.is_empty() || application::query::any_of(&tx, id).await? {
        return Err(UserError::new(
            UserErrorCode::InUse,
            "id",
            "К конкурсу относятся этапы или заявки",
            "The competition has stages or applications",
        )
        .into());
    }
    basis::set(&tx, &Viewer::system(), Kind::Competition, id.into(), &[], "", cx.today()).await?;
    competition_tour::Entity::delete_many().filter(competition_tour::Column::CompetitionId.eq(id)).exec(&tx).await?;
    competition_clause::Entity::delete_many()
        .filter(competition_clause::Column::CompetitionId.eq(id))
        .exec(&tx)
        .await?;
    object::forget(&mut tx, &stored).await?;
    competition::Entity::delete_many().filter(competition::Column::Id.eq(id)).exec(&tx).await?;
    tx.tally(&tally::contributions(&stored, &[]), &[]);
    tx.deleted(&stored);
    tx.commit().await?;
    Ok(id)
}

/// The next version of a row.
pub(super) fn next(tx: &WriteTx, stored: &competition::Model) -> competition::ActiveModel {
    let mut row = stored.clone().into_active_model();
    row.version = Set(stored.version + 1);
    row.updated_at = Set(tx.now());
    row
}

/// Tells the ledger of a decision and makes it last.
pub(super) async fn finish(
    mut tx: WriteTx,
    action: &'static str,
    before: &competition::Model,
    after: competition::Model,
    reason: Option<String>,
    details: serde_json::Value,
) -> Result<competition::Model, Failure> {
    changed(&mut tx, before, &after, &[]).await?;
    tx.audit(action, &after, reason, details);
    tx.commit().await?;
    Ok(after)
}
