//! Keeping a file that was sent: named, recognised, hashed; it hangs on nothing yet.

use entity::{
    file, file_content,
    ids::{FileId, TypedId},
};
use sea_orm::{ActiveModelTrait, EntityTrait, Set};
use sha2::{Digest, Sha256};

use super::{
    actions, query,
    rows::{Placed, nowhere},
    sniff,
};
use crate::{
    error::{AppError, Code, Failure, UserError, UserErrorCode},
    service::{Cx, line},
};

/// Most characters of a name.
const NAME: usize = 200;
/// Most files of one uploader that hang on nothing.
const UNATTACHED: u64 = 100;

/// A file as it was sent.
#[derive(Clone, Debug)]
pub struct Upload {
    /// Given by the demonstration network alone.
    pub id: Option<FileId>,
    /// Name, perhaps with folders before it.
    pub name: String,
    /// Media type as announced, if it was.
    pub media_type: Option<String>,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Keeps a file.
pub async fn upload(cx: &Cx, input: Upload) -> Result<file::Model, Failure> {
    let Upload { id, name, media_type, bytes } = input;
    actions::may_upload(&cx.viewer).require()?;
    let name = line(name.rsplit(['/', '\\']).next().unwrap_or_default(), "name", NAME)?;
    // Hashing some megabytes takes longer than a request may hold its thread.
    let work = tokio::task::spawn_blocking(move || {
        let kind = sniff::kind(&name, media_type.as_deref(), &bytes);
        (kind.map(|kind| (sniff::named(&name, kind), kind.media_type(&bytes))), digest(&bytes), bytes)
    });
    let (kind, sha256, bytes) = work.await.map_err(AppError::internal)?;
    let (name, media_type) = kind.map_err(refused)?;
    let size = i64::try_from(bytes.len()).map_err(AppError::internal)?;
    let uploader = cx.viewer.account.as_ref().map(|account| account.id);
    let mut tx = cx.write().await?;
    if query::unattached(&tx, uploader).await? >= UNATTACHED && !cx.viewer.is_system() {
        return Err(AppError::new(
            Code::LimitExceeded,
            format!("Не больше {UNATTACHED} неприложенных файлов: приложите или удалите прежние"),
            format!("At most {UNATTACHED} files that hang on nothing: attach or delete the earlier ones"),
        )
        .into());
    }
    let row = file::ActiveModel {
        id: Set(id.unwrap_or_else(|| FileId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        name: Set(name),
        media_type: Set(media_type),
        size: Set(size),
        sha256: Set(sha256),
        uploaded_by: Set(uploader),
        object_id: Set(None),
        object_typename: Set(None),
    };
    let row = row.insert(&tx).await?;
    let content = file_content::ActiveModel { file_id: Set(row.id), bytes: Set(bytes) };
    file_content::Entity::insert(content).exec_without_returning(&tx).await?;
    tx.created(&Placed { row: row.clone(), place: nowhere() });
    tx.commit().await?;
    Ok(row)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        use std::fmt::Write as _;
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn refused(fault: sniff::SniffFault) -> UserError {
    let (ru, en) = match fault {
        sniff::SniffFault::Empty => ("Файл пуст", "The file is empty"),
        sniff::SniffFault::Unknown => (
            "Такие файлы не принимаются: нужен PDF, PNG, JPEG, TIFF, DOCX, XLSX, PPTX, ODT, ODS, CSV или TXT",
            "Such files are not taken: PDF, PNG, JPEG, TIFF, DOCX, XLSX, PPTX, ODT, ODS, CSV and TXT are",
        ),
        sniff::SniffFault::Mismatch => (
            "Имя или тип файла не соответствует содержимому",
            "The name or the type of the file does not fit its content",
        ),
        sniff::SniffFault::Macros => ("Файлы с макросами не принимаются", "Files with macros are not taken"),
    };
    UserError::new(UserErrorCode::Invalid, "file", ru, en)
}
