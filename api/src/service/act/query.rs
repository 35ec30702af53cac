//! Reading acts and what they found. The only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{act_basis, ids::LegalActId, legal_act};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

use crate::{
    access::{Columns, Kind, Scope},
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored},
    },
};

impl Stored for legal_act::Entity {
    const KIND: Kind = Kind::LegalAct;
    fn visible(scope: &Scope, _: NaiveDate) -> Select<Self> {
        Self::find().filter(scope.visible(&Columns::of(Self)))
    }
    fn id(model: &legal_act::Model) -> Uuid {
        model.id.into()
    }
}

/// The rows of both directions, those of hidden acts left out: an act's parents are what it founds and itself.
impl Parts for act_basis::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<act_basis::Model>, AppError> {
        let seen = legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today())
            .select_only()
            .column(legal_act::Column::Id)
            .into_query();
        let either = Condition::any()
            .add(act_basis::Column::ObjectId.is_in(parents.iter().copied()))
            .add(act_basis::Column::ActId.is_in(parents.iter().copied()));
        let select = Self::find().filter(either).filter(act_basis::Column::ActId.in_subquery(seen));
        Ok(ordered(select).all(&cx.db).await?)
    }
    fn parents(model: &act_basis::Model) -> Vec<Uuid> {
        vec![model.object_id, model.act_id.into()]
    }
}

fn ordered(select: Select<act_basis::Entity>) -> Select<act_basis::Entity> {
    select
        .order_by_asc(act_basis::Column::ObjectId)
        .order_by_asc(act_basis::Column::ActId)
        .order_by_asc(act_basis::Column::Role)
}

/// Everything on which an object rests, for rules: hidden acts too.
pub async fn basis_of(db: &impl ConnectionTrait, object: Uuid) -> Result<Vec<act_basis::Model>, AppError> {
    Ok(ordered(act_basis::Entity::find().filter(act_basis::Column::ObjectId.eq(object))).all(db).await?)
}

/// Acts by id, for rules about acts that were looked up before.
pub async fn stored(db: &impl ConnectionTrait, ids: &[LegalActId]) -> Result<Vec<legal_act::Model>, AppError> {
    Ok(legal_act::Entity::find().filter(legal_act::Column::Id.is_in(ids.iter().copied())).all(db).await?)
}
