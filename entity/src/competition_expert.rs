//! Table `competition_expert`: who evaluates the applications of a competition.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::{CompetitionId, OrganisationId, UserId};

/// An expert of a competition: the assignment is the expert's scope.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "competition_expert")]
pub struct Model {
    /// The competition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub competition_id: CompetitionId,
    /// The account.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The expert's own organisation: its applications are not for this expert.
    pub organisation_id: Option<OrganisationId>,
    /// Since when.
    pub assigned_on: NaiveDate,
}

impl ActiveModelBehavior for ActiveModel {}
