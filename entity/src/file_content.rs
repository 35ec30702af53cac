//! Table `file_content`: the bytes of files.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::FileId;

/// One row: the bytes of files.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "file_content")]
pub struct Model {
    /// Whose.
    #[sea_orm(primary_key, auto_increment = false)]
    pub file_id: FileId,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
