//! Deleting a centre that was recorded by mistake: refused while anything refers to it. A centre that was ends by date.

use entity::{centre, ids::CentreId};
use sea_orm::ModelTrait;

use super::{actions, query};
use crate::{
    access::{Action, Kind, Viewer},
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{
        Cx,
        act::basis,
        contact,
        list::visible_row,
        object,
        place::{self, LAST},
        status::query::any_of_centre,
    },
};

/// A centre to delete.
#[derive(Clone, Copy, Debug)]
pub struct DeleteCentre {
    /// Which.
    pub id: CentreId,
    /// The version that the client has seen.
    pub expected_version: i32,
}

/// Deletes a centre; answers it as it was.
pub async fn delete(cx: &Cx, input: DeleteCentre) -> Result<centre::Model, Failure> {
    let DeleteCentre { id, expected_version } = input;
    let mut tx = cx.write().await?;
    place::lock(&tx, "centre", id).await?;
    let stored = visible_row::<centre::Entity>(&tx, &cx.viewer, id, LAST).await?.ok_or_else(AppError::not_found)?;
    actions::verdict(&cx.viewer, Action::DeleteCentre, &stored).require_at(stored.version, expected_version)?;
    if query::is_referred_to(&tx, id).await? || any_of_centre(&tx, id).await? {
        return Err(UserError::new(
            UserErrorCode::InUse,
            "id",
            "На центр ссылаются: у него есть статусы или нижестоящие центры. Завершите его датой",
            "Statuses or other centres refer to it: end it by a date",
        )
        .into());
    }
    basis::set(&tx, &Viewer::system(), Kind::Centre, id.into(), &[], "id", cx.today()).await?;
    contact::forget(&tx, id.into()).await?;
    object::forget(&mut tx, &stored).await?;
    for host in query::hosts(&tx, id).await? {
        host.delete(&tx).await?;
    }
    stored.clone().delete(&tx).await?;
    tx.deleted(&stored);
    tx.audit("deleteCentre", &stored, None, serde_json::json!({ "name": stored.name }));
    tx.commit().await?;
    Ok(stored)
}
