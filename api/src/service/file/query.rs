//! Reading files. The only `find()` of their entities: every file goes through its object's scope.
#![expect(clippy::disallowed_methods, reason = "scoped entry point")]

use std::collections::{BTreeMap, HashMap};

use entity::{
    CodeEnum, file, file_content,
    ids::{FileId, UserId},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::{
    access::{Kind, Viewer},
    db::change::Place,
    error::AppError,
    service::{Cx, list::Parts, object},
};

/// Files by their own id or by the object they hang on.
impl Parts for file::Entity {
    async fn of_parents(cx: &Cx, parents: &[Uuid]) -> Result<Vec<file::Model>, AppError> {
        let either = Condition::any()
            .add(file::Column::ObjectId.is_in(parents.iter().copied()))
            .add(file::Column::Id.is_in(parents.iter().copied()));
        let rows = file::Entity::find().filter(either).order_by_asc(file::Column::Id).all(&cx.db).await?;
        let places = places_of(&cx.db, &cx.viewer, &rows).await?;
        Ok(rows.into_iter().filter(|row| sees(&cx.viewer, row, &places)).collect())
    }
    fn parents(model: &file::Model) -> Vec<Uuid> {
        std::iter::once(model.id.into()).chain(model.object_id).collect()
    }
}

/// Where the objects of some files stand, those that the viewer sees; one statement per kind.
async fn places_of(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    rows: &[file::Model],
) -> Result<HashMap<Uuid, Place>, AppError> {
    let mut by_kind: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for row in rows {
        if let (Some(typename), Some(id)) = (&row.object_typename, row.object_id) {
            by_kind.entry(typename).or_default().push(id);
        }
    }
    let mut places = HashMap::new();
    for (typename, ids) in by_kind {
        if let Some(kind) = Kind::from_code(typename) {
            places.extend(object::places_in_full(db, viewer, kind, &ids).await?);
        }
    }
    Ok(places)
}

fn sees(viewer: &Viewer, row: &file::Model, places: &HashMap<Uuid, Place>) -> bool {
    match row.object_id {
        Some(object) => places.contains_key(&object),
        None => {
            viewer.is_system() || row.uploaded_by.is_some() && row.uploaded_by == viewer.account.as_ref().map(|a| a.id)
        }
    }
}

/// A file that the viewer sees, with the place of its object.
pub async fn visible(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    id: FileId,
) -> Result<Option<(file::Model, Option<Place>)>, AppError> {
    placed(db, viewer, file::Entity::find_by_id(id).one(db).await?).await
}

/// The same in a transaction: nobody else writes it until the end.
pub async fn for_update(
    tx: &impl ConnectionTrait,
    viewer: &Viewer,
    id: FileId,
) -> Result<Option<(file::Model, Option<Place>)>, AppError> {
    placed(tx, viewer, file::Entity::find_by_id(id).lock_exclusive().one(tx).await?).await
}

async fn placed(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    row: Option<file::Model>,
) -> Result<Option<(file::Model, Option<Place>)>, AppError> {
    let Some(row) = row else { return Ok(None) };
    let places = places_of(db, viewer, std::slice::from_ref(&row)).await?;
    let place = row.object_id.and_then(|object| places.get(&object).copied());
    Ok(sees(viewer, &row, &places).then_some((row, place)))
}

/// A file as it is stored, whoever asks: behind a signed link alone.
pub async fn stored(db: &impl ConnectionTrait, id: FileId) -> Result<Option<file::Model>, AppError> {
    Ok(file::Entity::find_by_id(id).one(db).await?)
}

/// The bytes of a file that was looked up before.
pub async fn content(db: &impl ConnectionTrait, id: FileId) -> Result<Option<Vec<u8>>, AppError> {
    Ok(file_content::Entity::find_by_id(id).one(db).await?.map(|content| content.bytes))
}

/// The files of an object, for rules.
pub async fn of_object(db: &impl ConnectionTrait, object: Uuid) -> Result<Vec<file::Model>, AppError> {
    Ok(file::Entity::find().filter(file::Column::ObjectId.eq(object)).all(db).await?)
}

/// How many files of an uploader hang on nothing.
pub async fn unattached(db: &impl ConnectionTrait, uploader: Option<UserId>) -> Result<u64, AppError> {
    let own = file::Column::UploadedBy.eq(uploader);
    Ok(file::Entity::find().filter(own).filter(file::Column::ObjectId.is_null()).count(db).await?)
}
