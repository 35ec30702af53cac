//! [`StatusKind`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, StatusKindId, TypedId},
    shared::Level,
    status_kind::{self, StatusHolderType},
};

use crate::{
    access::Action,
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        ids::Id,
        loaders::ById,
        scalars::DateTime,
        territory::{Municipality, Region},
        validity::ValidityStats,
    },
    service::status::{actions, kind::levels},
    validity_of,
};

/// A kind of status as of a day.
#[derive(Clone, Debug)]
pub struct StatusKind {
    row: status_kind::Model,
    as_of: NaiveDate,
}

impl Shows<status_kind::Entity> for StatusKind {
    fn show(row: status_kind::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl StatusKind {
    /// The kind of an id.
    pub async fn load(ctx: &Context<'_>, id: StatusKindId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<status_kind::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }
}

/// A kind of status: an entry of the extensible dictionary (вид статуса)
#[Object]
impl StatusKind {
    /// Identity (идентификатор)
    pub async fn id(&self) -> Id<AnyId> {
        Id(self.row.id.any())
    }

    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// When last changed (изменён)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// What this viewer may do with the entry (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::of_kind(ctx.viewer(), *action, &self.row).is_allowed();
        actions::STATUS_KIND.iter().copied().filter(may).map(E).collect()
    }

    /// Code, never reused (код)
    async fn code(&self) -> &str {
        &self.row.code
    }

    /// Name (наименование)
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Abbreviation (сокращение)
    async fn short_name(&self) -> Option<&str> {
        self.row.short_name.as_deref()
    }

    /// Other printed names (другие напечатанные названия)
    async fn aliases(&self) -> Vec<&str> {
        self.row.aliases.lines().collect()
    }

    /// Levels that may grant it (уровни присвоения)
    async fn levels(&self) -> Vec<E<Level>> {
        levels(&self.row).into_iter().map(E).collect()
    }

    /// Who holds it (кто носит статус)
    async fn held_by(&self) -> E<StatusHolderType> {
        E(self.row.held_by)
    }

    /// Whether one holder may have several at a time on one territory and topic (допускаются параллельные)
    async fn parallels(&self) -> bool {
        self.row.parallels
    }

    /// Whether the topic is part of what is granted: two topics are two statuses (тема входит в ключ)
    async fn topic_in_key(&self) -> bool {
        self.row.topic_in_key
    }

    /// Whether it is granted per academic year (присваивается на учебный год)
    async fn has_academic_year(&self) -> bool {
        self.row.has_academic_year
    }

    /// Whether it carries a number of a register (есть реестровый номер)
    async fn has_registry_number(&self) -> bool {
        self.row.has_registry_number
    }

    /// The level of the network that keeps the entry (кто ведёт)
    async fn level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// The region whose kind it is; null where it is everyone's (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The municipality whose kind it is (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    #[graphql(flatten)]
    async fn validity(&self) -> ValidityStats {
        (&validity_of!(self.row)).into()
    }
}
