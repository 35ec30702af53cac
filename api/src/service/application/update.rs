//! Changing and deleting a draft of an application.

use entity::{application, application_attachment, ids::ApplicationId};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};

use super::{
    attachments::{self, Attachment},
    create::{check_participants, check_single},
    next, nomination, tally, target,
};
use crate::{
    access::Action,
    db::change::Root,
    error::{Failure, Problems},
    service::{Cx, NAME, Patch, file, line},
    text,
};

/// Changes of a draft.
#[derive(Clone, Debug)]
pub struct UpdateApplication {
    /// Which.
    pub id: ApplicationId,
    /// The version that the client has seen.
    pub expected_version: i32,
    /// Number of the nomination.
    pub nomination: Patch<i32>,
    /// Title of the work.
    pub title: Patch<String>,
    /// How many take part.
    pub participants: Patch<i32>,
    /// What goes with it, all of it.
    pub attachments: Patch<Vec<Attachment>>,
}

/// Changes a draft.
pub async fn update(cx: &Cx, input: UpdateApplication) -> Result<application::Model, Failure> {
    let UpdateApplication { id, expected_version, nomination: number, title, participants, attachments } = input;
    let mut tx = cx.write().await?;
    let (stored, competition) = target(&tx, cx, id, Action::UpdateApplication, Some(expected_version)).await?;
    let mut problems = Problems::new();
    let old = stored.title.clone().unwrap_or_default();
    let title = title.try_map(|title| line(&title, "title", NAME)).and_then(|title| title.or_required(old, "title"));
    let title = problems.keep(title).unwrap_or_default();
    let participants = participants.or(stored.participants);
    check_participants(participants, &mut problems);
    problems.finish()?;
    let nomination = match number {
        Patch::Absent => stored.nomination_id,
        Patch::Set(number) => nomination(&tx, competition.id, number).await?,
    };
    check_single(&tx, &competition, Some(id), stored.organisation_id, nomination, &title).await?;
    let mut row = next(&tx, &stored);
    row.nomination_id = Set(nomination);
    row.participants = Set(participants);
    row.sort_key = Set(text::sort_key(&title));
    row.search_key = Set(text::fold(&title));
    row.title = Set(Some(title));
    let row = row.update(&tx).await?;
    let mut also: &[&str] = &[];
    if let Patch::Set(attachments) = attachments {
        attachments::write(&tx, id, competition.id, attachments.unwrap_or_default()).await?;
        also = &["attachments"];
    }
    tx.tally(&tally::contributions(&stored), &tally::contributions(&row));
    tx.updated(&stored, &row, also);
    tx.commit().await?;
    Ok(row)
}

/// Deletes a draft.
pub async fn delete(cx: &Cx, id: ApplicationId, expected_version: i32) -> Result<ApplicationId, Failure> {
    let mut tx = cx.write().await?;
    let (stored, _) = target(&tx, cx, id, Action::DeleteApplication, Some(expected_version)).await?;
    let own = application_attachment::Column::ApplicationId.eq(id);
    application_attachment::Entity::delete_many().filter(own).exec(&tx).await?;
    file::attach::remove_all(&mut tx, id.into(), stored.place()).await?;
    application::Entity::delete_many().filter(application::Column::Id.eq(id)).exec(&tx).await?;
    tx.deleted(&stored);
    tx.commit().await?;
    Ok(id)
}
