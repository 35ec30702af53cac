//! Table `act_basis`: what an act founds, and as what.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::LegalActId;

crate::code_enum! {
    /// Role of an act in what it founds (роль акта)
    pub enum BasisRole {
        /// Organises the work (организует)
        Organises = "ORGANISES",
        /// Grants the status (присваивает)
        Grants = "GRANTS",
        /// Revokes, terminates or cancels (прекращает)
        Ends = "ENDS",
        /// Approves the regulation (утверждает положение)
        ApprovesRegulation = "APPROVES_REGULATION",
        /// Approves the plan (утверждает план)
        ApprovesPlan = "APPROVES_PLAN",
        /// Approves the results (утверждает итоги)
        Results = "RESULTS",
        /// Establishes a body: a council, a working group (создаёт орган)
        EstablishesBody = "ESTABLISHES_BODY",
        /// Appoints the head (назначает руководителя)
        AppointsHead = "APPOINTS_HEAD",
        /// The holder's own order (собственный приказ)
        OwnOrder = "OWN_ORDER",
        /// Amends (изменяет)
        Amends = "AMENDS",
        /// Framework on which others rest (рамочный акт)
        Framework = "FRAMEWORK",
    }
}

/// One row: what an act founds, and as what.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "act_basis")]
pub struct Model {
    /// The object: a centre, a status, an agreement, a competition.
    #[sea_orm(primary_key, auto_increment = false)]
    pub object_id: Uuid,
    /// The act.
    #[sea_orm(primary_key, auto_increment = false)]
    pub act_id: LegalActId,
    /// As what.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: BasisRole,
    /// Kind of the object.
    pub typename: String,
}

impl ActiveModelBehavior for ActiveModel {}
