//! Table `contact`: whom to ask at a node of the network: a position, never a name.

use sea_orm::entity::prelude::*;
use serde::Serialize;

/// One row: whom to ask at a node of the network: a position, never a name.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    /// The organisation or centre.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: Uuid,
    /// Position.
    pub position: String,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
