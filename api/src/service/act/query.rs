//! Reading acts and what they found. The only `find()` of their entities.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    act_basis,
    ids::{LegalActId, OrganisationId},
    legal_act::{self, LegalActKind},
    legal_act_amendment, organisation,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
    sea_query::SelectStatement,
};
use uuid::Uuid;

use super::rules;
use crate::{
    access::{Columns, Kind, Scope, Viewer},
    error::AppError,
    service::{
        Cx,
        external::External,
        list::{Parts, Stored},
    },
    text,
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

/// The acts that a viewer sees, as ids.
fn seen(cx: &Cx) -> SelectStatement {
    let visible = legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today());
    visible.select_only().column(legal_act::Column::Id).into_query()
}

/// The rows of both directions, those of hidden acts left out: an act's parents are what it founds and itself.
impl Parts for act_basis::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<act_basis::Model>, AppError> {
        let either = Condition::any()
            .add(act_basis::Column::ObjectId.is_in(parents.iter().copied()))
            .add(act_basis::Column::ActId.is_in(parents.iter().copied()));
        let select = Self::find().filter(either).filter(act_basis::Column::ActId.in_subquery(seen(cx)));
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

/// Links whose both acts the viewer sees; the parents are both.
impl Parts for legal_act_amendment::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<legal_act_amendment::Model>, AppError> {
        let both = Condition::all()
            .add(legal_act_amendment::Column::AmendingId.in_subquery(seen(cx)))
            .add(legal_act_amendment::Column::AmendedId.in_subquery(seen(cx)));
        let ids: Vec<LegalActId> = parents.iter().copied().map(Into::into).collect();
        Ok(links(&ids).filter(both).all(&cx.db).await?)
    }
    fn parents(model: &legal_act_amendment::Model) -> Vec<Uuid> {
        vec![model.amending_id.into(), model.amended_id.into()]
    }
}

/// The links of some acts, in either direction.
fn links(ids: &[LegalActId]) -> Select<legal_act_amendment::Entity> {
    let either = Condition::any()
        .add(legal_act_amendment::Column::AmendingId.is_in(ids.iter().copied()))
        .add(legal_act_amendment::Column::AmendedId.is_in(ids.iter().copied()));
    legal_act_amendment::Entity::find()
        .filter(either)
        .order_by_asc(legal_act_amendment::Column::AmendedId)
        .order_by_asc(legal_act_amendment::Column::AmendingId)
}

/// The links of some acts, hidden ones too, for rules.
pub async fn amendments_of(
    db: &impl ConnectionTrait,
    ids: &[LegalActId],
) -> Result<Vec<legal_act_amendment::Model>, AppError> {
    Ok(links(ids).all(db).await?)
}

/// What some acts amend, for rules.
pub async fn amended_by(db: &impl ConnectionTrait, ids: &[LegalActId]) -> Result<Vec<LegalActId>, AppError> {
    let select =
        legal_act_amendment::Entity::find().filter(legal_act_amendment::Column::AmendingId.is_in(ids.iter().copied()));
    Ok(select.all(db).await?.into_iter().map(|link| link.amended_id).collect())
}

/// What an act repealed, for rules.
pub async fn repealed_by(db: &impl ConnectionTrait, id: LegalActId) -> Result<Vec<legal_act::Model>, AppError> {
    Ok(legal_act::Entity::find().filter(legal_act::Column::RepealedById.eq(id)).all(db).await?)
}

/// Whether something refers to an act.
pub async fn in_use(db: &impl ConnectionTrait, id: LegalActId) -> Result<bool, AppError> {
    let founds = act_basis::Entity::find().filter(act_basis::Column::ActId.eq(id)).one(db).await?;
    Ok(founds.is_some() || links(&[id]).one(db).await?.is_some() || !repealed_by(db, id).await?.is_empty())
}

/// The act of a mutation, if the viewer sees it; nobody else writes it until the end of the transaction.
pub async fn for_update(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: LegalActId,
    today: NaiveDate,
) -> Result<Option<legal_act::Model>, AppError> {
    let select = legal_act::Entity::visible(&viewer.scope(Kind::LegalAct), today);
    Ok(select.filter(legal_act::Column::Id.eq(id)).lock_exclusive().one(tx).await?)
}

/// Other acts with the natural key of an act, hidden ones too; none where the act has no key.
pub async fn same_key(db: &impl ConnectionTrait, act: &legal_act::Model) -> Result<Vec<legal_act::Model>, AppError> {
    let (Some(issuer), Some(number), Some(date), true) =
        (&act.issuer_key, &act.number_key, act.date, rules::has_key(act))
    else {
        return Ok(vec![]);
    };
    let select = keyed(legal_act::Entity::find(), issuer, act.kind, date, number);
    Ok(select.filter(legal_act::Column::Id.ne(act.id)).all(db).await?)
}

fn keyed(
    select: Select<legal_act::Entity>,
    issuer: &str,
    kind: LegalActKind,
    date: NaiveDate,
    number: &str,
) -> Select<legal_act::Entity> {
    select
        .filter(legal_act::Column::IssuerKey.eq(issuer))
        .filter(legal_act::Column::Kind.eq(kind))
        .filter(legal_act::Column::Date.eq(date))
        .filter(legal_act::Column::DatePrecision.eq(1))
        .filter(legal_act::Column::NumberKey.eq(number))
}

/// The act of a natural key, as it is printed anywhere.
pub async fn by_key(
    cx: &Cx,
    issuer: &str,
    kind: LegalActKind,
    date: NaiveDate,
    number: &str,
) -> Result<Option<legal_act::Model>, AppError> {
    if ![issuer, number].into_iter().all(text::storable) {
        return Ok(None);
    }
    let visible = legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today());
    let select = keyed(visible, &rules::issuer_key(issuer), kind, date, &rules::number_key(number));
    // A draft of the viewer's own may stand beside what is published.
    Ok(select.order_by_desc(legal_act::Column::Visibility).order_by_asc(legal_act::Column::Id).one(&cx.db).await?)
}

/// The act that another system knows by an id.
pub async fn by_external(cx: &Cx, source: &str, external_id: &str) -> Result<Option<legal_act::Model>, AppError> {
    let Some(object) = External::objects(Kind::LegalAct, source, external_id) else { return Ok(None) };
    let visible = legal_act::Entity::visible(&cx.scope(Kind::LegalAct), cx.today());
    Ok(visible.filter(legal_act::Column::Id.in_subquery(object)).one(&cx.db).await?)
}

/// The organisation that issued an act, if a scope lets see it.
pub async fn organisation(
    db: &impl ConnectionTrait,
    scope: &Scope,
    id: OrganisationId,
) -> Result<Option<organisation::Model>, AppError> {
    let columns = Columns::of(organisation::Entity).organisation("id");
    Ok(organisation::Entity::find_by_id(id).filter(scope.visible(&columns)).one(db).await?)
}
