//! Reading agreements. The only `find()` of their entities.
//!
//! Two questions are asked of every row: whether the viewer sees it at all ([`Stored::visible`]), and whether they may
//! read more of it than title, kind and state ([`readable`]): inside the keeper's place or a party's.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use chrono::NaiveDate;
use entity::{
    agreement, agreement_amendment, agreement_edition, agreement_party, ids::AgreementId, shared::Visibility,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, Iterable, JoinType, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, CaseStatement, Expr, ExprTrait, Query, SelectStatement, SimpleExpr},
};
use uuid::Uuid;

use super::rows::party_place;
use crate::{
    access::{Columns, Kind, Scope},
    db::change::Root,
    error::AppError,
    service::{
        Cx,
        list::{Parts, Stored},
    },
};

impl Stored for agreement::Entity {
    const KIND: Kind = Kind::Agreement;

    /// What amendments change, as it was that day: `agreement_edition` tells of the time before `edition_since`.
    fn visible(scope: &Scope, as_of: NaiveDate) -> Select<Self> {
        dated(as_of).filter(seen(scope))
    }

    fn id(model: &agreement::Model) -> Uuid {
        model.id.into()
    }
}

/// The rows that a scope sees: signed ones, what is on approval within reach, the drafts of the own level.
pub fn seen(scope: &Scope) -> Condition {
    let mine = scope.visible(&Columns::of(agreement::Entity));
    if scope.reads_nothing() || mine.is_empty() {
        return mine;
    }
    let submitted = Expr::col((agreement::Entity, agreement::Column::Visibility)).eq(Visibility::Submitted);
    Condition::any().add(mine).add(Condition::all().add(submitted).add(through_party(scope)))
}

/// The rows of which a scope reads more than title, kind and state.
pub fn readable(scope: &Scope) -> Condition {
    if scope.reads_nothing() {
        return Condition::all().add(SimpleExpr::Constant(false.into()));
    }
    Condition::any().add(scope.within(&Columns::of(agreement::Entity))).add(through_party(scope))
}

fn through_party(scope: &Scope) -> SimpleExpr {
    exists_party(Condition::all().add(scope.within(&Columns::of(agreement_party::Entity))))
}

/// The rows that a scope counts.
pub fn countable(scope: &Scope) -> Condition {
    let through = Condition::all().add(scope.countable_within(&Columns::of(agreement_party::Entity)));
    Condition::any().add(scope.countable_within(&Columns::of(agreement::Entity))).add(exists_party(through))
}

/// Whether a party fits a condition.
pub fn exists_party(condition: Condition) -> SimpleExpr {
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(agreement_party::Entity)
            .and_where(party("agreement_id").equals((agreement::Entity, agreement::Column::Id)))
            .cond_where(condition)
            .take(),
    )
}

/// A column of the parties.
pub(super) fn party(column: &'static str) -> Expr {
    Expr::col((agreement_party::Entity, Alias::new(column)))
}

/// Parties of a day.
pub(super) fn party_on(day: NaiveDate) -> Condition {
    Condition::all()
        .add(party("from_day").is_null().or(party("from_day").lte(day)))
        .add(party("to_day").is_null().or(party("to_day").gte(day)))
}

/// The columns that an amendment changes.
const DATED: [agreement::Column; 11] = [
    agreement::Column::Title,
    agreement::Column::Subject,
    agreement::Column::Programmes,
    agreement::Column::AutoRenewal,
    agreement::Column::AutoRenewalTo,
    agreement::Column::Edition,
    agreement::Column::EditionSince,
    agreement::Column::ValidTo,
    agreement::Column::ValidToPrecision,
    agreement::Column::ValidToText,
    agreement::Column::SortKey,
];

/// Every agreement with its edition of a day.
fn dated(as_of: NaiveDate) -> Select<agreement::Entity> {
    let past = |column: &'static str| Expr::col((Alias::new("past"), Alias::new(column)));
    let on = Condition::all()
        .add(past("agreement_id").equals((agreement::Entity, agreement::Column::Id)))
        .add(Expr::col((agreement::Entity, agreement::Column::EditionSince)).gt(as_of))
        .add(past("edition_since").is_null().or(past("edition_since").lte(as_of)))
        .add(past("to_day").gte(as_of));
    let name = |column: &agreement::Column| sea_orm::IdenStatic::as_str(column);
    let undated = agreement::Column::iter().filter(|column| !DATED.map(|c| name(&c)).contains(&name(column)));
    let select = agreement::Entity::find().select_only().columns(undated);
    let mut select = DATED.iter().fold(select, |select, column| select.expr_as(at_day(*column), name(column)));
    QueryTrait::query(&mut select).join_as(JoinType::LeftJoin, agreement_edition::Entity, Alias::new("past"), on);
    select
}

/// A dated column on the day of the selection.
pub fn at_day(column: agreement::Column) -> SimpleExpr {
    let name = Alias::new(sea_orm::IdenStatic::as_str(&column));
    CaseStatement::new()
        .case(
            Expr::col((Alias::new("past"), Alias::new("agreement_id"))).is_not_null(),
            Expr::col((Alias::new("past"), name)),
        )
        .finally(Expr::col((agreement::Entity, column)))
        .into()
}

/// An agreement as it is stored, its newest edition, with all its parties, past ones too.
#[derive(Clone, Debug)]
pub struct Whole {
    /// The agreement.
    pub row: agreement::Model,
    /// Its parties.
    pub parties: Vec<agreement_party::Model>,
}

impl Whole {
    /// Whether a scope sees it: [`Stored::visible`] in memory.
    pub fn is_seen(&self, scope: &Scope) -> bool {
        scope.sees(&self.row.place()) || (self.row.visibility == Visibility::Submitted && self.is_read_by_party(scope))
    }

    /// Whether a scope reads all of it: [`readable`] in memory.
    pub fn is_readable(&self, scope: &Scope) -> bool {
        scope.is_within(&self.row.place()) || self.is_read_by_party(scope)
    }

    fn is_read_by_party(&self, scope: &Scope) -> bool {
        self.parties.iter().any(|party| scope.is_within(&party_place(party)))
    }
}

/// The agreement that a transaction will change, locked until its end; absent and hidden are the same.
pub async fn locked(tx: &impl ConnectionTrait, cx: &Cx, id: AgreementId) -> Result<Whole, AppError> {
    let whole = stored(tx, id).await?;
    if whole.is_seen(&cx.scope(Kind::Agreement)) { Ok(whole) } else { Err(AppError::not_found()) }
}

/// An agreement that another one of this transaction refers to, locked until its end.
pub async fn stored(tx: &impl ConnectionTrait, id: AgreementId) -> Result<Whole, AppError> {
    let row = agreement::Entity::find_by_id(id).lock_exclusive().one(tx).await?.ok_or_else(AppError::not_found)?;
    Ok(Whole { parties: parties(tx, &[id]).await?, row })
}

/// All parties of some agreements, past ones too, in their order.
pub async fn parties(db: &impl ConnectionTrait, ids: &[AgreementId]) -> Result<Vec<agreement_party::Model>, AppError> {
    let select = agreement_party::Entity::find()
        .filter(agreement_party::COLUMN.agreement_id.is_in(ids.iter().copied()))
        .order_by_asc(agreement_party::Column::AgreementId)
        .order_by_asc(agreement_party::Column::Position);
    Ok(select.all(db).await?)
}

/// Every signed agreement with its parties, for a recount.
pub async fn signed(db: &impl ConnectionTrait) -> Result<Vec<Whole>, AppError> {
    let select = agreement::Entity::find()
        .filter(agreement::COLUMN.visibility.eq(Visibility::Public))
        .order_by_asc(agreement::Column::Id);
    let rows = select.all(db).await?;
    let all = agreement_party::Entity::find()
        .order_by_asc(agreement_party::Column::AgreementId)
        .order_by_asc(agreement_party::Column::Position)
        .all(db)
        .await?;
    let mut by_id: std::collections::HashMap<AgreementId, Vec<agreement_party::Model>> =
        std::collections::HashMap::new();
    for party in all {
        by_id.entry(party.agreement_id).or_default().push(party);
    }
    Ok(rows.into_iter().map(|row| Whole { parties: by_id.remove(&row.id).unwrap_or_default(), row }).collect())
}

/// Whether another agreement renews this one.
pub async fn is_renewed(db: &impl ConnectionTrait, id: AgreementId) -> Result<bool, AppError> {
    let select = agreement::Entity::find().filter(agreement::COLUMN.renews_id.eq(id));
    Ok(select.one(db).await?.is_some())
}

/// Ids of some agreements that a scope reads in full.
fn readable_ids(scope: &Scope, parents: &[Uuid]) -> SelectStatement {
    Query::select()
        .column((agreement::Entity, agreement::Column::Id))
        .from(agreement::Entity)
        .and_where(Expr::col((agreement::Entity, agreement::Column::Id)).is_in(parents.iter().copied()))
        .cond_where(Condition::all().add(seen(scope)).add(readable(scope)))
        .take()
}

impl Parts for agreement_party::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<agreement_party::Model>, AppError> {
        let ids = readable_ids(&cx.scope(Kind::Agreement), parents);
        let select = Self::find()
            .filter(agreement_party::Column::AgreementId.in_subquery(ids))
            .order_by_asc(agreement_party::Column::AgreementId)
            .order_by_asc(agreement_party::Column::Position);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &agreement_party::Model) -> Vec<Uuid> {
        vec![model.agreement_id.into()]
    }
}

impl Parts for agreement_edition::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<agreement_edition::Model>, AppError> {
        let ids = readable_ids(&cx.scope(Kind::Agreement), parents);
        let select = Self::find()
            .filter(agreement_edition::Column::AgreementId.in_subquery(ids))
            .order_by_asc(agreement_edition::Column::AgreementId)
            .order_by_asc(agreement_edition::Column::Edition);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &agreement_edition::Model) -> Vec<Uuid> {
        vec![model.agreement_id.into()]
    }
}

impl Parts for agreement_amendment::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<agreement_amendment::Model>, AppError> {
        let ids = readable_ids(&cx.scope(Kind::Agreement), parents);
        let select = Self::find()
            .filter(agreement_amendment::Column::AgreementId.in_subquery(ids))
            .order_by_asc(agreement_amendment::Column::AgreementId)
            .order_by_asc(agreement_amendment::Column::Edition);
        Ok(select.all(&cx.db).await?)
    }
    fn parents(model: &agreement_amendment::Model) -> Vec<Uuid> {
        vec![model.agreement_id.into()]
    }
}
