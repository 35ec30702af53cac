//! [`LegalAct`].

use async_graphql::{Context, Object};
use chrono::NaiveDate;
use entity::{
    ids::{AnyId, LegalActId, TypedId},
    legal_act::{self, LegalActKind},
    legal_act_amendment,
    shared::{Level, Visibility},
};

use super::{
    basis::{BasisActEdge, basis_edges},
    founds::{FoundsConnection, FoundsFilter, founded},
};
use crate::{
    access::Action,
    error::AppError,
    graphql::{
        codes::E,
        connection::{Shows, page_args},
        context::ContextExt,
        external::{ExternalIdResult, external_ids},
        file::{File, files_of},
        ids::Id,
        loaders::{ById, Many},
        organisation::Organisation,
        scalars::{Date, DateTime},
        territory::{Municipality, Region},
        validity::Precision,
    },
    service::act::{
        actions,
        rules::{self, LegalActState},
    },
    validity::Precision as Stored,
};

/// An act as of a day.
#[derive(Clone, Debug)]
pub struct LegalAct {
    row: legal_act::Model,
    as_of: NaiveDate,
}

impl Shows<legal_act::Entity> for LegalAct {
    fn show(row: legal_act::Model, as_of: NaiveDate) -> Self {
        Self { row, as_of }
    }
}

impl LegalAct {
    /// The act of an id.
    pub async fn load(ctx: &Context<'_>, id: LegalActId, as_of: NaiveDate) -> Result<Option<Self>, AppError> {
        let row = ctx.loaders().load_one(ById::<legal_act::Entity>::new(id, as_of)).await?;
        Ok(row.map(|row| Self::show(row, as_of)))
    }

    /// The acts at the other end of its links.
    async fn linked(
        &self,
        ctx: &Context<'_>,
        to: impl Fn(&legal_act_amendment::Model) -> (LegalActId, LegalActId),
    ) -> Result<Vec<Self>, AppError> {
        let links = ctx.loaders().load_one(Many::<legal_act_amendment::Entity>::new(self.row.id)).await?;
        let others = links.unwrap_or_default().into_iter().map(|link| to(&link));
        let others = others.filter(|(own, _)| *own == self.row.id).map(|(_, other)| Self::load(ctx, other, self.as_of));
        let mut acts: Vec<Self> = futures_util::future::try_join_all(others).await?.into_iter().flatten().collect();
        acts.sort_by_cached_key(|act| (act.row.date, act.row.number_key.clone(), act.row.id));
        Ok(acts)
    }

    /// The acts that amend it, whatever their day.
    async fn amending(&self, ctx: &Context<'_>) -> Result<Vec<Self>, AppError> {
        self.linked(ctx, |link| (link.amended_id, link.amending_id)).await
    }
}

/// A legal act (правовой акт)
#[Object]
impl LegalAct {
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

    /// Draft, submitted or public (видимость)
    async fn visibility(&self) -> E<Visibility> {
        E(self.row.visibility)
    }

    /// The level of the network that keeps the record (уровень учёта)
    async fn keeper_level(&self) -> E<Level> {
        E(self.row.level)
    }

    /// Kind (вид)
    async fn kind(&self) -> E<LegalActKind> {
        E(self.row.kind)
    }

    /// Level of whoever issued it (уровень акта)
    async fn level(&self) -> E<Level> {
        E(self.row.issuer_level)
    }

    /// Who issued it, as printed; null where the source does not print it (кем издан)
    async fn issuer(&self) -> Option<&str> {
        self.row.issuer.as_deref()
    }

    /// Date; with a precision of MONTH or YEAR the first day of it; null where the source does not print it (дата)
    async fn date(&self) -> Option<Date> {
        self.row.date.map(Date)
    }

    /// How exactly the date is known (точность даты)
    async fn date_precision(&self) -> Option<E<Precision>> {
        self.row.date.map(|_| E(Stored::from_stored(self.row.date_precision).into()))
    }

    /// The date as printed, where its form differs (дата, как напечатана)
    async fn date_text(&self) -> Option<&str> {
        self.row.date_text.as_deref()
    }

    /// Number as printed, text: `85/1`, `100-к`; null where the source does not print it (номер)
    async fn number(&self) -> Option<&str> {
        self.row.number.as_deref()
    }

    /// Title (наименование)
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Link (ссылка)
    async fn url(&self) -> Option<&str> {
        self.row.url.as_deref()
    }

    /// Whether issuer, day and number are printed: with the kind they are its natural key (есть ли полные реквизиты)
    async fn has_key(&self) -> bool {
        rules::has_key(&self.row)
    }

    /// State on that day (состояние)
    async fn state(&self, ctx: &Context<'_>) -> Result<E<LegalActState>, AppError> {
        let dates: Vec<_> = self.amending(ctx).await?.into_iter().map(|act| act.row.date).collect();
        Ok(E(rules::state(&self.row, &dates, self.as_of)))
    }

    /// The day since which it no longer holds, if it was repealed (утратил силу с)
    async fn repealed_on(&self) -> Option<Date> {
        self.row.repealed_on.map(Date)
    }

    /// The act that repealed it (чем отменён)
    async fn repealed_by(&self, ctx: &Context<'_>) -> Option<Result<LegalAct, AppError>> {
        Self::load(ctx, self.row.repealed_by_id?, self.as_of).await.transpose()
    }

    /// The acts that it amends, by date (какие акты изменяет)
    async fn amends(&self, ctx: &Context<'_>) -> Result<Vec<LegalAct>, AppError> {
        self.linked(ctx, |link| (link.amending_id, link.amended_id)).await
    }

    /// The acts that amend it and are issued by that day, by date (какими актами изменён)
    async fn amended_by(&self, ctx: &Context<'_>) -> Result<Vec<LegalAct>, AppError> {
        let mut acts = self.amending(ctx).await?;
        acts.retain(|act| act.row.date.is_none_or(|date| date <= self.as_of));
        Ok(acts)
    }

    /// The acts on which it rests, such as the order that approves a regulation (на чём основан)
    async fn basis(&self, ctx: &Context<'_>) -> Result<Vec<BasisActEdge>, AppError> {
        basis_edges(ctx, self.row.id, self.as_of).await
    }

    /// Everything that it founds, with its role there (что на нём основано)
    async fn founds(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Narrows the list (отбор)")] filter: Option<FoundsFilter>,
        #[graphql(desc = "Page size forwards, 1 to 100, 20 when absent (размер страницы)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Page size backwards (с конца)")] last: Option<i32>,
        #[graphql(desc = "Cursor after the page (до)")] before: Option<String>,
    ) -> Result<FoundsConnection, AppError> {
        let args = page_args(first, after, last, before);
        founded(ctx, self.row.id, filter.unwrap_or_default(), &args, self.as_of).await
    }

    /// Its scans (файлы)
    async fn files(&self, ctx: &Context<'_>) -> Result<Vec<File>, AppError> {
        files_of(ctx, self.row.id, self.as_of).await
    }

    /// The region whose network keeps it; null only where federal (регион)
    async fn region(&self, ctx: &Context<'_>) -> Option<Result<Region, AppError>> {
        Region::load(ctx, self.row.region_id?, self.as_of).await.transpose()
    }

    /// The municipality whose network keeps it (муниципальное образование)
    async fn municipality(&self, ctx: &Context<'_>) -> Option<Result<Municipality, AppError>> {
        Municipality::load(ctx, self.row.municipality_id?, self.as_of).await.transpose()
    }

    /// The organisation that issued it, where it is one of ours (издавшая организация)
    async fn issuer_organisation(&self, ctx: &Context<'_>) -> Option<Result<Organisation, AppError>> {
        Organisation::load(ctx, self.row.organisation_id?, self.as_of).await.transpose()
    }

    /// Ids under which other systems know it (внешние идентификаторы)
    async fn external_ids(&self, ctx: &Context<'_>) -> Result<Vec<ExternalIdResult>, AppError> {
        external_ids(ctx, self.row.id).await
    }

    /// What this viewer may do with the act (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.row).is_allowed();
        actions::LEGAL_ACT.iter().copied().filter(may).map(E).collect()
    }
}
