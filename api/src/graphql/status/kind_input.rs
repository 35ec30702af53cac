//! Inputs of the dictionary of kinds.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{MunicipalityId, RegionId, StatusKindId},
    shared::Level,
    status_kind::StatusHolderType,
};

use crate::{
    graphql::{codes::E, ids::Id, payload::patch, validity::ValidityInput},
    service::status::{
        kind::{CreateStatusKind, UpdateStatusKind},
        query,
    },
};

entity::code_enum! {
    /// Order of the dictionary of kinds (порядок)
    pub enum StatusKindOrderBy {
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
        /// By code (по коду)
        CodeAsc = "CODE_ASC",
        /// By code, backwards (по коду, с конца)
        CodeDesc = "CODE_DESC",
    }
}

/// The order as an argument.
pub type StatusKindOrder = E<StatusKindOrderBy>;

impl Default for E<StatusKindOrderBy> {
    fn default() -> Self {
        Self(StatusKindOrderBy::NameAsc)
    }
}

impl E<StatusKindOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (query::StatusKindOrder, bool) {
        match self.0 {
            StatusKindOrderBy::NameAsc => (query::StatusKindOrder::Name, false),
            StatusKindOrderBy::NameDesc => (query::StatusKindOrder::Name, true),
            StatusKindOrderBy::CodeAsc => (query::StatusKindOrder::Code, false),
            StatusKindOrderBy::CodeDesc => (query::StatusKindOrder::Code, true),
        }
    }
}

/// Narrows the dictionary of kinds (отбор видов статуса)
#[derive(Clone, Debug, Default, InputObject)]
pub struct StatusKindFilter {
    /// Kinds of these regions and of everyone (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
}

/// A kind of status to add (новый вид статуса)
#[derive(Clone, Debug, InputObject)]
pub struct CreateStatusKindInput {
    /// The region whose kind it is; absent: everyone's (регион)
    pub region_id: Option<Id<RegionId>>,
    /// The municipality whose kind it is (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// Code: capital Latin letters, digits and underscores, never reused (код)
    pub code: String,
    /// Name (наименование)
    pub name: String,
    /// Abbreviation (сокращение)
    pub short_name: Option<String>,
    /// Other printed names, at most 30 (другие названия)
    #[graphql(default)]
    pub aliases: Vec<String>,
    /// Levels that may grant it (уровни присвоения)
    pub levels: Vec<E<Level>>,
    /// Who holds it (кто носит статус)
    pub held_by: E<StatusHolderType>,
    /// Whether one holder may have several at a time (допускаются параллельные)
    #[graphql(default)]
    pub parallels: bool,
    /// Whether the topic is part of what is granted (тема входит в ключ)
    #[graphql(default)]
    pub topic_in_key: bool,
    /// Whether it is granted per academic year (присваивается на учебный год)
    #[graphql(default)]
    pub has_academic_year: bool,
    /// Whether it carries a number of a register (есть реестровый номер)
    #[graphql(default)]
    pub has_registry_number: bool,
    /// The term of the entry
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateStatusKindInput> for CreateStatusKind {
    fn from(input: CreateStatusKindInput) -> Self {
        let CreateStatusKindInput {
            region_id,
            municipality_id,
            code,
            name,
            short_name,
            aliases,
            levels,
            held_by,
            parallels,
            topic_in_key,
            has_academic_year,
            has_registry_number,
            validity,
        } = input;
        Self {
            id: None,
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            code,
            name,
            short_name,
            aliases,
            levels: levels.into_iter().map(|level| level.0).collect(),
            held_by: held_by.0,
            parallels,
            topic_in_key,
            has_academic_year,
            has_registry_number,
            validity: validity.patch(),
        }
    }
}

/// Changes of a kind; its code, holder and key stay (изменение вида статуса)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateStatusKindInput {
    /// Which (вид статуса)
    pub id: Id<StatusKindId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// Abbreviation (сокращение)
    #[graphql(default)]
    pub short_name: MaybeUndefined<String>,
    /// Other printed names, all of them (другие названия)
    #[graphql(default)]
    pub aliases: MaybeUndefined<Vec<String>>,
    /// Levels that may grant it, all of them (уровни присвоения)
    #[graphql(default)]
    pub levels: MaybeUndefined<Vec<E<Level>>>,
    /// The term of the entry; an entry ends by its last day
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateStatusKindInput> for UpdateStatusKind {
    fn from(input: UpdateStatusKindInput) -> Self {
        let UpdateStatusKindInput { id, expected_version, name, short_name, aliases, levels, validity } = input;
        Self {
            id: id.0,
            expected_version,
            name: patch(name),
            short_name: patch(short_name),
            aliases: patch(aliases),
            levels: patch(levels).map(|levels| levels.into_iter().map(|level| level.0).collect()),
            validity: validity.patch(),
        }
    }
}
