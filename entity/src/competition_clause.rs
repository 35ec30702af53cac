//! Table `competition_clause`: what the regulation of a competition lists.

use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::CompetitionId;

crate::code_enum! {
    /// What a clause of the regulation is (вид пункта положения)
    pub enum CompetitionClauseKind {
        /// Nomination (номинация)
        Nomination = "NOMINATION",
        /// Category of participants by age (возрастная категория)
        AgeCategory = "AGE_CATEGORY",
        /// Category of participants by role or position (категория участников)
        RoleCategory = "ROLE_CATEGORY",
        /// Requirement on the work or the participants (требование)
        Requirement = "REQUIREMENT",
        /// Document that goes with an application (приложение к заявке)
        Attachment = "ATTACHMENT",
        /// Prize (приз, поощрение)
        Prize = "PRIZE",
    }
}

/// A clause of the regulation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "competition_clause")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The competition.
    pub competition_id: CompetitionId,
    /// What it is.
    pub kind: CompetitionClauseKind,
    /// Which of its kind, from 1.
    pub number: i16,
    /// What it says.
    pub text: String,
    /// Whether an application is incomplete without it.
    pub required: bool,
    /// Youngest age, inclusive.
    pub age_from: Option<i16>,
    /// Oldest age, inclusive.
    pub age_to: Option<i16>,
}

impl ActiveModelBehavior for ActiveModel {}
