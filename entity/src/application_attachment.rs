//! Table `application_attachment`: what goes with an application, by the clauses of the competition.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::ApplicationId;

/// A document of an application.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "application_attachment")]
pub struct Model {
    /// The application.
    #[sea_orm(primary_key, auto_increment = false)]
    pub application_id: ApplicationId,
    /// The clause that asks for it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub clause_id: Uuid,
    /// What it is.
    pub text: String,
    /// Where it is.
    pub url: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
