//! Table `file`: files: scans, agreements, evidence; their bytes are in `file_content`.

use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{FileId, UserId};

/// One row: files: scans, agreements, evidence; their bytes are in `file_content`.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "file")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    /// Counts the changes.
    pub version: i32,
    /// When recorded.
    pub created_at: DateTime<Utc>,
    /// When last changed.
    pub updated_at: DateTime<Utc>,
    /// Name as uploaded.
    pub name: String,
    /// Media type.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Digest of the content, hexadecimal.
    pub sha256: String,
    /// Who uploaded it.
    pub uploaded_by: Option<UserId>,
    /// The object it belongs to; rights follow it.
    pub object_id: Option<Uuid>,
    /// Kind of that object.
    pub object_typename: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
