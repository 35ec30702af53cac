//! The act on which a step of an organisation's life rests.

use entity::{CodeEnum, act_basis, act_basis::BasisRole, ids::LegalActId, organisation};
use sea_orm::{
    ConnectionTrait, EntityTrait, Set,
    sea_query::{Alias, Expr, ExprTrait, OnConflict, SelectStatement},
};

use crate::{
    access::{Columns, Kind, Viewer},
    error::{Failure, UserError},
};

/// Lets an organisation rest on an act that the viewer sees, beside those it rests on already.
pub async fn rest(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    row: &organisation::Model,
    act: Option<LegalActId>,
    role: BasisRole,
) -> Result<(), Failure> {
    let Some(act) = act else { return Ok(()) };
    let table = Alias::new("legal_act");
    let seen = SelectStatement::new()
        .expr(Expr::val(1))
        .from(table.clone())
        .and_where(Expr::col((table.clone(), Alias::new("id"))).eq(uuid::Uuid::from(act)))
        .cond_where(viewer.scope(Kind::LegalAct).visible(&Columns::of(table)))
        .take();
    if tx.query_one(&seen).await?.is_none() {
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
