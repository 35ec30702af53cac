//! The roots of reading files.

use async_graphql::{Context, InputObject, Object};
use entity::ids::{AnyId, FileId};

use super::File;
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        codes::E,
        connection::{self, Connection, page_args},
        context::ContextExt,
        ids::Id,
    },
    service::file::list,
};

entity::code_enum! {
    /// Order of a list of files (порядок)
    pub enum FileOrderBy {
        /// By when they were sent, oldest first (по дате загрузки)
        CreatedAtAsc = "CREATED_AT_ASC",
        /// By when they were sent, newest first (по дате загрузки, с конца)
        CreatedAtDesc = "CREATED_AT_DESC",
    }
}

/// Narrows a list of files; members are joined by and (отбор файлов)
#[derive(Clone, Debug, Default, InputObject)]
pub struct FileFilter {
    /// On these objects (объекты)
    pub object_ids: Option<Vec<Id<AnyId>>>,
    /// On objects of these kinds (виды объектов)
    pub kinds: Option<Vec<E<Kind>>>,
    /// Those that hang on something, or the others (приложенные)
    pub attached: Option<bool>,
}

impl TryFrom<FileFilter> for list::FileFilter {
    type Error = AppError;

    fn try_from(filter: FileFilter) -> Result<Self, AppError> {
        let FileFilter { object_ids, kinds, attached } = filter;
        if attached == Some(false) && (object_ids.is_some() || kinds.is_some()) {
            return Err(AppError::excluding_filter("attached: false", "objectIds, kinds"));
        }
        Ok(Self {
            objects: object_ids.map(|ids| ids.into_iter().map(|id| id.0.uuid).collect()),
            kinds: kinds.map(|kinds| kinds.into_iter().map(|kind| kind.0).collect()),
            attached,
        })
    }
}

/// Reading files.
#[derive(Default)]
pub struct FileQuery;

#[Object]
impl FileQuery {
    /// The file of an id; null when there is none, or none for this viewer (файл)
    async fn file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Id<FileId>,
    ) -> Option<Result<File, AppError>> {
        File::load(ctx, id.0, ctx.cx().today()).await.transpose()
    }

    /// The files of what the viewer reads, and one's own that hang on nothing yet (файлы)
    async fn files(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<FileFilter>,
        #[graphql(desc = "Order; newest first when absent (порядок)")] order_by: Option<E<FileOrderBy>>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
    ) -> Result<Connection<File>, AppError> {
        let descending = order_by.is_none_or(|order| order.0 == FileOrderBy::CreatedAtDesc);
        let filter = filter.unwrap_or_default().try_into()?;
        let listing = list::files(ctx.cx(), &ctx.list_tag(), filter, descending).await?;
        connection::root(ctx, listing, page_args(first, after, last, before), ctx.cx().today()).await
    }
}
