//! Filters, orders and what a campaign is made of.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{AnyId, CampaignId, MunicipalityId, RegionId, ReportTemplateId, ZoneId},
    shared::{Level, PeriodType},
};

use crate::{
    graphql::{codes::E, due::DueRuleInput, ids::Id, payload::patch, period::PeriodInput, scalars::Date},
    service::campaign::{
        create::CreateCampaign,
        listing::{CampaignFilter, CampaignOrder as Order},
        state::CampaignState,
        update::UpdateCampaign,
    },
};

entity::code_enum! {
    /// Order of a list of campaigns (порядок)
    pub enum CampaignOrderBy {
        /// By the due day (по сроку)
        DueAsc = "DUE_ASC",
        /// By the due day, the latest first (по сроку, с конца)
        DueDesc = "DUE_DESC",
        /// By the end of the period, then by name (по периоду)
        PeriodAsc = "PERIOD_ASC",
        /// By the end of the period, then by name, the latest first (по периоду, с конца)
        PeriodDesc = "PERIOD_DESC",
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
    }
}

/// The order as an argument.
pub type CampaignOrder = E<CampaignOrderBy>;

impl Default for E<CampaignOrderBy> {
    fn default() -> Self {
        Self(CampaignOrderBy::DueAsc)
    }
}

impl E<CampaignOrderBy> {
    /// The order and its direction.
    pub fn parts(self) -> (Order, bool) {
        match self.0 {
            CampaignOrderBy::DueAsc => (Order::Due, false),
            CampaignOrderBy::DueDesc => (Order::Due, true),
            CampaignOrderBy::PeriodAsc => (Order::Period, false),
            CampaignOrderBy::PeriodDesc => (Order::Period, true),
            CampaignOrderBy::NameAsc => (Order::Name, false),
            CampaignOrderBy::NameDesc => (Order::Name, true),
        }
    }
}

/// Narrows a list of campaigns; members are joined by and (отбор сборов отчётности)
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "CampaignFilter")]
pub struct CampaignFilterInput {
    /// Whose owner is or lies in these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Of these zones (зоны)
    pub zone_ids: Option<Vec<Id<ZoneId>>>,
    /// Of these municipalities (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// In these states that day (состояния)
    pub states: Option<Vec<E<CampaignState>>>,
    /// With these editions of templates (формы отчётов)
    pub template_ids: Option<Vec<Id<ReportTemplateId>>>,
    /// In which nodes of these levels report (кто сдаёт отчёт)
    pub respondents: Option<Vec<E<Level>>>,
    /// Feeding these campaigns (питающие эти сборы)
    pub parent_ids: Option<Vec<Id<CampaignId>>>,
    /// About periods of these types (виды периодов)
    pub period_types: Option<Vec<E<PeriodType>>>,
    /// About a period that ends on that day or later (период заканчивается с)
    pub period_from: Option<Date>,
    /// About a period that ends on that day or earlier (период заканчивается по)
    pub period_to: Option<Date>,
    /// Due on that day or later (срок с)
    pub due_from: Option<Date>,
    /// Due on that day or earlier (срок по)
    pub due_to: Option<Date>,
}

fn ids<T: Copy>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
    ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
}

impl From<CampaignFilterInput> for CampaignFilter {
    fn from(filter: CampaignFilterInput) -> Self {
        Self {
            regions: ids(filter.region_ids),
            zones: ids(filter.zone_ids),
            municipalities: ids(filter.municipality_ids),
            states: filter.states.map(E::plain),
            templates: ids(filter.template_ids),
            respondents: filter.respondents.map(E::plain),
            parents: ids(filter.parent_ids),
            period_types: filter.period_types.map(E::plain),
            period_from: filter.period_from.map(|day| day.0),
            period_to: filter.period_to.map(|day| day.0),
            due_from: filter.due_from.map(|day| day.0),
            due_to: filter.due_to.map(|day| day.0),
        }
    }
}

/// A campaign to prepare (новый сбор отчётности)
#[derive(Clone, Debug, InputObject)]
pub struct CreateCampaignInput {
    /// The region, zone or municipality whose campaign it is; absent: the federation (владелец сбора)
    pub owner_id: Option<Id<AnyId>>,
    /// What is filled in: a published template (форма отчёта)
    pub template_id: Id<ReportTemplateId>,
    /// The campaign that it feeds: about the same period, and its owner reports there (сбор, в который поступают итоги)
    pub parent_id: Option<Id<CampaignId>>,
    /// Name (наименование)
    pub name: String,
    /// The level whose nodes report: REGION, MUNICIPALITY or ORGANISATION, below the owner (кто сдаёт отчёт)
    pub respondents: E<Level>,
    /// The period, of the type that the template is made for (период)
    pub period: PeriodInput,
    /// How the due day is found (правило срока)
    pub due: DueRuleInput,
    /// Whether the education department looks at a report first (этап управления образования)
    #[graphql(default)]
    pub department_step: bool,
    /// Whether the zonal centre looks at a municipality's report before the owner (этап зонального центра)
    #[graphql(default)]
    pub zone_step: bool,
    /// What respondents are told (указания)
    pub instructions: Option<String>,
}

impl From<CreateCampaignInput> for CreateCampaign {
    fn from(input: CreateCampaignInput) -> Self {
        let CreateCampaignInput {
            owner_id,
            template_id,
            parent_id,
            name,
            respondents,
            period,
            due,
            department_step,
            zone_step,
            instructions,
        } = input;
        Self {
            id: None,
            owner: owner_id.map(|id| id.0),
            template: template_id.0,
            parent: parent_id.map(|id| id.0),
            name,
            respondents: respondents.0,
            period: period.into(),
            due: due.into(),
            department_step,
            zone_step,
            instructions,
        }
    }
}

/// Changes of a campaign; once it is open name, instructions and the due rule alone (изменение сбора отчётности)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateCampaignInput {
    /// Which (сбор)
    pub id: Id<CampaignId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// What is filled in (форма отчёта)
    #[graphql(default)]
    pub template_id: MaybeUndefined<Id<ReportTemplateId>>,
    /// The campaign that it feeds (сбор, в который поступают итоги)
    #[graphql(default)]
    pub parent_id: MaybeUndefined<Id<CampaignId>>,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// The level whose nodes report (кто сдаёт отчёт)
    #[graphql(default)]
    pub respondents: MaybeUndefined<E<Level>>,
    /// The period (период)
    #[graphql(default)]
    pub period: MaybeUndefined<PeriodInput>,
    /// How the due day is found; nodes with a later day of their own keep it (правило срока)
    #[graphql(default)]
    pub due: MaybeUndefined<DueRuleInput>,
    /// Whether the education department looks at a report first (этап управления образования)
    #[graphql(default)]
    pub department_step: MaybeUndefined<bool>,
    /// Whether the zonal centre looks at a municipality's report before the owner (этап зонального центра)
    #[graphql(default)]
    pub zone_step: MaybeUndefined<bool>,
    /// What respondents are told (указания)
    #[graphql(default)]
    pub instructions: MaybeUndefined<String>,
}

impl From<UpdateCampaignInput> for UpdateCampaign {
    fn from(input: UpdateCampaignInput) -> Self {
        let UpdateCampaignInput {
            id,
            expected_version,
            template_id,
            parent_id,
            name,
            respondents,
            period,
            due,
            department_step,
            zone_step,
            instructions,
        } = input;
        Self {
            id: id.0,
            expected_version,
            template: patch(template_id).map(|id| id.0),
            parent: patch(parent_id).map(|id| id.0),
            name: patch(name),
            respondents: patch(respondents).map(|level| level.0),
            period: patch(period).map(Into::into),
            due: patch(due).map(Into::into),
            department_step: patch(department_step),
            zone_step: patch(zone_step),
            instructions: patch(instructions),
        }
    }
}
