//! Value types that several tables share.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// Who may know of a row at all.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
pub enum Visibility {
    /// A draft: only those who keep it at its own level.
    #[sea_orm(num_value = 0)]
    Draft,
    /// Handed in: everyone with the right in its territory.
    #[sea_orm(num_value = 1)]
    Submitted,
    /// Everyone.
    #[default]
    #[sea_orm(num_value = 2)]
    Public,
}

impl crate::CodeEnum for Visibility {
    const NAME: &'static str = "Visibility";
    const DESCRIPTION: &'static str = "Who may know of an object at all (видимость)";
    const VALUES: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Draft, "DRAFT", "A draft: only those who keep it at its own level (черновик)"),
        (Self::Submitted, "SUBMITTED", "Handed in: everyone with the right in its territory (представлено)"),
        (Self::Public, "PUBLIC", "Everyone (опубликовано)"),
    ];
}

crate::code_enum! {
    /// Level of the network (уровень сети)
    pub enum Level {
        /// Federation (федеральный уровень)
        Federation = "FEDERATION",
        /// Region: a federal subject (субъект РФ, региональный уровень)
        Region = "REGION",
        /// Zone: several municipalities of a region (территориальная зона, зональный уровень)
        Zone = "ZONE",
        /// Municipality (муниципальное образование, муниципальный уровень)
        Municipality = "MUNICIPALITY",
        /// Organisation (организация)
        Organisation = "ORGANISATION",
    }
}
