//! Ids under which other systems know an object (DECISIONS 14): several sources may know one, each by one id or more.
//!
//! The domain that owns the object checks the right on it; here is what is common: set, find, list, repoint, forget.
#![expect(clippy::disallowed_methods, reason = "the owner of the object checks the scope of what it refers to")]

use entity::{CodeEnum, external_ref};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, SelectStatement},
};
use uuid::Uuid;

use super::{CODE, Cx, line, list::Parts};
use crate::{
    access::Kind,
    error::{AppError, Failure, UserError, UserErrorCode},
    text,
};

/// Most characters of an id of another system.
pub const EXTERNAL_ID: usize = 200;

/// An id of another system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct External {
    /// The other system.
    pub source: String,
    /// Its id there.
    pub external_id: String,
}

impl External {
    /// A pair as the demonstration network and the tests write it.
    pub fn new(source: impl Into<String>, external_id: impl Into<String>) -> Self {
        Self { source: source.into(), external_id: external_id.into() }
    }

    /// Cleans both members; errors stand at `path.source` and `path.externalId`.
    pub fn checked(self, path: &str) -> Result<Self, UserError> {
        Ok(Self {
            source: line(&self.source, &format!("{path}.source"), CODE)?,
            external_id: line(&self.external_id, &format!("{path}.externalId"), EXTERNAL_ID)?,
        })
    }

    /// The ids of the objects of a kind that a source knows by an id, as a selection; none where nothing can bear it.
    pub fn objects(kind: Kind, source: &str, external_id: &str) -> Option<SelectStatement> {
        let select = external_ref::Entity::find()
            .select_only()
            .column(external_ref::Column::ObjectId)
            .filter(external_ref::COLUMN.typename.eq(kind.code()))
            .filter(external_ref::COLUMN.source.eq(source))
            .filter(external_ref::COLUMN.external_id.eq(external_id));
        [source, external_id].into_iter().all(text::storable).then(|| select.into_query())
    }
}

/// The object of a kind that a source knows by an id.
pub async fn find(db: &impl ConnectionTrait, kind: Kind, of: &External) -> Result<Option<Uuid>, AppError> {
    if ![&of.source, &of.external_id].into_iter().all(|part| text::storable(part)) {
        return Ok(None);
    }
    let row = external_ref::Entity::find_by_id((kind.code().to_owned(), of.source.clone(), of.external_id.clone()));
    Ok(row.one(db).await?.map(|row| row.object_id))
}

/// Gives an object one more id; the same again is no change, another object's id is `DUPLICATE` at the path.
pub async fn set(
    tx: &impl ConnectionTrait,
    kind: Kind,
    object: impl Into<Uuid>,
    of: &External,
    path: &str,
) -> Result<(), Failure> {
    let object = object.into();
    match find(tx, kind, of).await? {
        Some(known) if known == object => Ok(()),
        Some(_) => Err(UserError::new(
            UserErrorCode::Duplicate,
            path,
            "Этот внешний идентификатор уже у другого объекта",
            "Another object has this external id",
        )
        .into()),
        None => {
            let row = external_ref::ActiveModel {
                typename: Set(kind.code().to_owned()),
                source: Set(of.source.clone()),
                external_id: Set(of.external_id.clone()),
                object_id: Set(object),
            };
            row.insert(tx).await.map_err(super::lost_race)?;
            Ok(())
        }
    }
}

/// Gives a new object the ids of its input; errors stand at `externalIds.i`.
pub async fn give(
    tx: &impl ConnectionTrait,
    kind: Kind,
    object: impl Into<Uuid>,
    ids: Vec<External>,
) -> Result<(), Failure> {
    let object = object.into();
    for (i, of) in ids.into_iter().enumerate() {
        let path = format!("externalIds.{i}");
        set(tx, kind, object, &of.checked(&path)?, &path).await?;
    }
    Ok(())
}

/// Every id of some objects, by source and id.
pub async fn list(db: &impl ConnectionTrait, objects: &[Uuid]) -> Result<Vec<external_ref::Model>, AppError> {
    let select = external_ref::Entity::find()
        .filter(external_ref::COLUMN.object_id.is_in(objects.iter().copied()))
        .order_by_asc(external_ref::Column::Source)
        .order_by_asc(external_ref::Column::ExternalId);
    Ok(select.all(db).await?)
}

/// Every id of one object now belongs to another.
pub async fn repoint(tx: &impl ConnectionTrait, from: impl Into<Uuid>, to: impl Into<Uuid>) -> Result<(), AppError> {
    external_ref::Entity::update_many()
        .col_expr(external_ref::Column::ObjectId, Expr::val(to.into()))
        .filter(external_ref::COLUMN.object_id.eq(from.into()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Removes every id of an object that is removed itself.
pub async fn forget(tx: &impl ConnectionTrait, object: impl Into<Uuid>) -> Result<(), AppError> {
    external_ref::Entity::delete_many().filter(external_ref::COLUMN.object_id.eq(object.into())).exec(tx).await?;
    Ok(())
}

impl Parts for external_ref::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<external_ref::Model>, AppError> {
        list(&cx.db, parents).await
    }
    fn parents(model: &external_ref::Model) -> Vec<Uuid> {
        vec![model.object_id]
    }
}
