//! What an entity tells of itself so that its rows can be read by id or with their parent, through a scope.

use chrono::NaiveDate;
use sea_orm::{
    Condition, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryTrait, Select,
    sea_query::{Alias, Expr, ExprTrait, LikeExpr, LockType, SimpleExpr},
};
use uuid::Uuid;

use crate::{
    access::{Kind, Scope, Viewer},
    db::WriteTx,
    error::AppError,
    service::Cx,
    text,
};

/// An entity that is reached by id through a scope.
pub trait Stored: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync {
    /// Its kind in the permission table.
    const KIND: Kind;
    /// The rows a scope lets see, with the attributes of a day.
    fn visible(scope: &Scope, as_of: NaiveDate) -> Select<Self>;
    /// The id of a row.
    fn id(model: &Self::Model) -> Uuid;
}

/// Small rows that belong to one parent (or link two) and are read with it: periods, aliases, parties.
pub trait Parts: EntityTrait<Model: Clone + Send + Sync + 'static> + Send + Sync {
    /// The rows of some parents that the viewer may see, in their order.
    fn of_parents(cx: &Cx, parents: &[Uuid]) -> impl Future<Output = Result<Vec<Self::Model>, AppError>> + Send;
    /// The parents that a row belongs to.
    fn parents(model: &Self::Model) -> Vec<Uuid>;
}

/// The row of an id that a viewer may see, with the attributes of a day.
pub async fn visible_row<E>(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: impl Into<Uuid>,
    as_of: NaiveDate,
) -> Result<Option<E::Model>, AppError>
where
    E: Stored,
{
    let select = E::visible(&viewer.scope(E::KIND), as_of);
    Ok(by_ids(db, select, &[id.into()]).await?.pop())
}

/// The row of an id that a viewer may see and is about to change: whoever else wants to change it waits, and whoever
/// only refers to it does not (PostgreSQL;
/// SQLite has one writer), so the version that is checked is the version that is changed.
pub async fn locked_row<E>(
    tx: &WriteTx,
    viewer: &Viewer,
    id: impl Into<Uuid>,
    as_of: NaiveDate,
) -> Result<Option<E::Model>, AppError>
where
    E: Stored,
{
    let mut select = E::visible(&viewer.scope(E::KIND), as_of);
    QueryTrait::query(&mut select).lock_with_tables(LockType::NoKeyUpdate, [E::default()]);
    Ok(by_ids(tx, select, &[id.into()]).await?.pop())
}

/// The conditions of a search as a person types it: every word, in any order, anywhere in the folded text.
pub fn search(column: &SimpleExpr, text: Option<&str>) -> Condition {
    text::search_terms(text.unwrap_or_default()).iter().fold(Condition::all(), |all, term| {
        all.add(column.clone().like(LikeExpr::new(text::like_pattern(term)).escape('\\')))
    })
}

/// The rows of some ids.
pub async fn by_ids<E>(db: &impl ConnectionTrait, select: Select<E>, ids: &[Uuid]) -> Result<Vec<E::Model>, AppError>
where
    E: EntityTrait,
    E::Model: FromQueryResult + Send + Sync,
{
    let id = Expr::col((E::default(), Alias::new("id")));
    Ok(select.filter(id.is_in(ids.iter().copied())).all(db).await?)
}
