//! The act on which a step of an organisation's life rests.

use chrono::NaiveDate;
use entity::{CodeEnum, act_basis, act_basis::BasisRole, ids::LegalActId, legal_act, organisation};
use sea_orm::{ConnectionTrait, EntityTrait, Set, sea_query::OnConflict};

use crate::{
    access::{Kind, Viewer},
    error::{Failure, UserError},
    service::list::visible_row,
};

/// Lets an organisation rest on an act that the viewer sees, beside those it rests on already.
pub async fn rest(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    row: &organisation::Model,
    act: Option<LegalActId>,
    role: BasisRole,
    today: NaiveDate,
) -> Result<(), Failure> {
    let Some(act) = act else { return Ok(()) };
    if visible_row::<legal_act::Entity>(tx, viewer, act, today).await?.is_none() {
        return Err(UserError::unknown("actId").into());
    }
    let basis = act_basis::ActiveModel {
        object_id: Set(row.id.into()),
        act_id: Set(act),
        role: Set(role),
        typename: Set(Kind::Organisation.code().to_owned()),
    };
    let known = [act_basis::Column::ObjectId, act_basis::Column::ActId, act_basis::Column::Role];
    act_basis::Entity::insert(basis)
        .on_conflict(OnConflict::columns(known).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}
