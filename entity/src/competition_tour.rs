//! Table `competition_tour`: the tours of an evaluation, with those that a postponement replaced.

use chrono::NaiveDate;
use sea_orm::entity::prelude::*;
use serde::Serialize;

use crate::ids::CompetitionId;

/// A tour of the evaluation.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "competition_tour")]
pub struct Model {
    /// Identity.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The competition.
    pub competition_id: CompetitionId,
    /// Which in order, from 1.
    pub number: i16,
    /// Title.
    pub title: Option<String>,
    /// First day, inclusive.
    pub from_day: NaiveDate,
    /// Last day, inclusive.
    pub to_day: NaiveDate,
    /// The day of the postponement that set it; null: as announced.
    pub set_on: Option<NaiveDate>,
    /// The day of the postponement that replaced it; null: it stands.
    pub replaced_on: Option<NaiveDate>,
}

impl ActiveModelBehavior for ActiveModel {}
