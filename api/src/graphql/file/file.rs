//! [`File`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    CodeEnum, file,
    ids::{AnyId, FileId, TypedId},
};
use uuid::Uuid;

use crate::{
    access::{Action, Kind},
    error::AppError,
    graphql::{
        access::User,
        codes::E,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        loaders::{Many, PlaceOf},
        node::{self, Node},
        scalars::DateTime,
    },
    service::{file::actions, object},
};

/// A file.
#[derive(Clone, Debug)]
pub struct File {
    row: file::Model,
    as_of: NaiveDate,
}

impl Shows<file::Entity> for File {
    fn show(row: file::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl File {
    /// The file of an id.
    pub async fn load(ctx: &Context<'_>, id: FileId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let rows = ctx.loaders().load_one(Many::<file::Entity>::new(id)).await?.unwrap_or_default();
        Ok(rows.into_iter().find(|row| row.id == id).map(|row| Self::show(row, as_of)))
    }

    fn object_kind(&self) -> Option<(Kind, Uuid)> {
        self.row.object_typename.as_deref().and_then(Kind::from_code).zip(self.row.object_id)
    }
}

/// The files of an object that the viewer sees, in the order in which they were sent; the same below siblings costs no
/// further statement.
pub async fn files_of(ctx: &Context<'_>, object: impl Into<Uuid>, as_of: NaiveDate) -> Result<Vec<File>, AppError> {
    let rows = ctx.loaders().load_one(Many::<file::Entity>::new(object)).await?.unwrap_or_default();
    Ok(rows.into_iter().map(|row| File::show(row, as_of)).collect())
}

/// A file: a scan of an act or an agreement, evidence (файл)
#[Object]
impl File {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When sent (загружен)
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Name (имя файла)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Media type, by its content (тип содержимого)
    async fn media_type(&self) -> &str {
        &self.row.media_type
    }

    /// Bytes (размер, байт)
    async fn size(&self) -> i64 {
        self.row.size
    }

    /// SHA-256 of the content, hexadecimal (контрольная сумма)
    async fn sha256(&self) -> &str {
        &self.row.sha256
    }

    /// Who sent it, where the viewer may know; null also for what the service itself recorded (кем загружен)
    async fn uploaded_by(&self, ctx: &Context<'_>) -> Option<Result<User, AppError>> {
        User::load(ctx, self.row.uploaded_by?, self.as_of).await.transpose()
    }

    /// A link that opens the file without a token for five minutes: path and query (ссылка для скачивания)
    async fn url(&self, ctx: &Context<'_>) -> String {
        ctx.links().path(&self.row, ctx.cx().clock.now())
    }

    /// What it hangs on; null until it is attached (к чему приложен)
    async fn object(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        let (kind, id) = self.object_kind()?;
        node::load(ctx, object::any(kind, id)?, self.as_of).await.transpose()
    }

    /// What this viewer may do with the file (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Result<Vec<E<Action>>, AppError> {
        let place = match self.object_kind() {
            Some((kind, id)) => ctx.loaders().load_one(PlaceOf { kind, id }).await?,
            None => None,
        };
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row, place.as_ref()).is_allowed();
        Ok(actions::FILE.iter().copied().filter(may).map(E).collect())
    }
}
