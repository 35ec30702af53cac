//! Attaching files. They are sent with `PUT /files` before.

use async_graphql::{Context, InputObject, Object};
use entity::{
    file,
    ids::{AnyId, FileId, TypedId},
};

use super::File;
use crate::{
    error::AppError,
    graphql::{
        connection::Shows,
        context::ContextExt,
        ids::Id,
        payload::{Mutated, create, delete, update},
    },
    payload,
    service::{
        Cx,
        file::{
            attach::{self, AttachFile, FileStep},
            query,
        },
    },
};

payload!(AttachFilePayload, file: File, "the attached file (приложенный файл)");
payload!(DetachFilePayload, file: File, "the file that was taken off (откреплённый файл)");
payload!(DeleteFilePayload, deleted_id: Id<AnyId>, "the id of what was removed (идентификатор удалённого)");

/// A file to attach (приложение файла)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct AttachFileInput {
    /// A file that was sent and hangs on nothing yet (файл)
    pub file_id: Id<FileId>,
    /// The object (объект)
    pub object_id: Id<AnyId>,
}

/// A file to take off its object (открепление файла)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DetachFileInput {
    /// Which (файл)
    pub file_id: Id<FileId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

/// A file to remove (удаление файла)
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DeleteFileInput {
    /// Which (файл)
    pub file_id: Id<FileId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
}

/// Attaching files.
#[derive(Default)]
pub struct FileMutation;

async fn current(cx: &Cx, id: FileId) -> Result<Option<file::Model>, AppError> {
    Ok(query::visible(&cx.db, &cx.viewer, id).await?.map(|(row, _)| row))
}

#[Object]
impl FileMutation {
    /// Attaches a file to an object; from then on the object's rights are its rights (приложить файл)
    async fn attach_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file and the object (файл и объект)")] input: AttachFileInput,
    ) -> Mutated<AttachFilePayload> {
        let AttachFileInput { file_id, object_id } = input;
        let (cx, input) = (ctx.cx(), AttachFile { id: file_id.0, object: object_id.0 });
        create(|| attach::attach(cx, input.clone()), |row| File::show(row, cx.today())).await
    }

    /// Takes a file off its object; then only its uploader sees it (открепить файл)
    async fn detach_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file (файл)")] input: DetachFileInput,
    ) -> Mutated<DetachFilePayload> {
        let DetachFileInput { file_id, expected_version } = input;
        let (cx, input) = (ctx.cx(), FileStep { id: file_id.0, expected_version });
        let show = |row| File::show(row, cx.today());
        update(|| attach::detach(cx, input.clone()), || current(cx, input.id), show).await
    }

    /// Removes a file that hangs on nothing (удалить файл)
    async fn delete_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file (файл)")] input: DeleteFileInput,
    ) -> Mutated<DeleteFilePayload> {
        let DeleteFileInput { file_id, expected_version } = input;
        let (cx, input) = (ctx.cx(), FileStep { id: file_id.0, expected_version });
        delete(|| attach::delete(cx, input.clone()), |row| Id(row.id.any())).await
    }
}
