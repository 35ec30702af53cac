//! Filters, orders and inputs of acts.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{LegalActId, MunicipalityId, OrganisationId, RegionId},
    legal_act::LegalActKind,
    shared::{Level, Visibility},
};

use super::BasisActInput;
use crate::{
    graphql::{
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        payload::{patch, patch_each},
        scalars::Date,
        validity::{Precision, bound},
    },
    service::{
        Patch,
        act::{amend, create, delete, list, repeal, rules::LegalActState, update},
    },
    validity::Bound,
};

entity::code_enum! {
    /// Order of a list of acts (порядок)
    pub enum LegalActOrderBy {
        /// By date, the newest first, undated last (по дате, сначала новые)
        DateDesc = "DATE_DESC",
        /// By date, the oldest first, undated last (по дате, сначала старые)
        DateAsc = "DATE_ASC",
        /// By title, А to Я (по наименованию)
        TitleAsc = "TITLE_ASC",
        /// By title, Я to А (по наименованию, с конца)
        TitleDesc = "TITLE_DESC",
    }
}

/// The order as the service takes it; the newest first when absent.
pub fn order(asked: Option<E<LegalActOrderBy>>) -> (list::LegalActOrder, bool) {
    match asked.map_or(LegalActOrderBy::DateDesc, |order| order.0) {
        LegalActOrderBy::DateDesc => (list::LegalActOrder::Date, true),
        LegalActOrderBy::DateAsc => (list::LegalActOrder::Date, false),
        LegalActOrderBy::TitleAsc => (list::LegalActOrder::Title, false),
        LegalActOrderBy::TitleDesc => (list::LegalActOrder::Title, true),
    }
}

/// Narrows a list of acts; members are joined by and (отбор актов)
#[derive(Clone, Debug, Default, InputObject)]
pub struct LegalActFilter {
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<LegalActKind>>>,
    /// Issued at these levels (уровни)
    pub levels: Option<Vec<E<Level>>>,
    /// Kept in these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Kept in these municipalities (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// Words of the issuer as printed (кем издан)
    pub issuer: Option<String>,
    /// Issued by these organisations (издавшие организации)
    pub issuer_organisation_ids: Option<Vec<Id<OrganisationId>>>,
    /// Dated that day or later (дата с)
    pub date_from: Option<Date>,
    /// Dated that day or earlier (дата по)
    pub date_to: Option<Date>,
    /// With that number, any dash, case and spaces (номер)
    pub number: Option<String>,
    /// In these states on the day; all but UPCOMING when absent (состояния)
    pub states: Option<Vec<E<LegalActState>>>,
    /// Printed without issuer, day or number: true only those, false only the others (без полных реквизитов)
    pub without_key: Option<bool>,
    /// Drafts, submitted, public (видимость)
    pub visibilities: Option<Vec<E<Visibility>>>,
}

fn ids<T>(ids: Option<Vec<Id<T>>>) -> Option<Vec<T>> {
    ids.map(|ids| ids.into_iter().map(|id| id.0).collect())
}

impl From<LegalActFilter> for list::LegalActFilter {
    fn from(filter: LegalActFilter) -> Self {
        let LegalActFilter {
            kinds,
            levels,
            region_ids,
            municipality_ids,
            issuer,
            issuer_organisation_ids,
            date_from,
            date_to,
            number,
            states,
            without_key,
            visibilities,
        } = filter;
        Self {
            kinds: kinds.map(E::plain),
            levels: levels.map(E::plain),
            regions: ids(region_ids),
            municipalities: ids(municipality_ids),
            issuer,
            organisations: ids(issuer_organisation_ids),
            from: date_from.map(|day| day.0),
            to: date_to.map(|day| day.0),
            number,
            states: states.map(E::plain),
            without_key,
            visibilities: visibilities.map(E::plain),
        }
    }
}

/// An act to record (новый правовой акт)
#[derive(Clone, Debug, InputObject)]
pub struct CreateLegalActInput {
    /// Kind (вид)
    pub kind: E<LegalActKind>,
    /// Level of whoever issued it (уровень акта)
    pub level: E<Level>,
    /// Who issued it, as printed (кем издан)
    pub issuer: Option<String>,
    /// The organisation that issued it, where it is one of ours (издавшая организация)
    pub issuer_organisation_id: Option<Id<OrganisationId>>,
    /// The region that keeps it; when absent: of the issuer, or the viewer's own (регион)
    pub region_id: Option<Id<RegionId>>,
    /// The municipality that keeps it; when absent: of the issuer, or the viewer's own (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// The level of the network that keeps it; the viewer's own when absent (уровень учёта)
    pub keeper_level: Option<E<Level>>,
    /// Date; with a precision of MONTH or YEAR any day of it (дата)
    pub date: Option<Date>,
    /// How exactly the date is known; DAY when absent (точность даты)
    pub date_precision: Option<E<Precision>>,
    /// The date as printed, where its form differs (дата, как напечатана)
    pub date_text: Option<String>,
    /// Number as printed (номер)
    pub number: Option<String>,
    /// Title (наименование)
    pub title: String,
    /// Link, http or https (ссылка)
    pub url: Option<String>,
    /// PUBLIC when absent and the viewer may publish; otherwise DRAFT (видимость)
    pub visibility: Option<E<Visibility>>,
    /// The acts that it amends (какие акты изменяет)
    #[graphql(default)]
    pub amends_ids: Vec<Id<LegalActId>>,
    /// The acts on which it rests (на чём основан)
    #[graphql(default)]
    pub basis: Vec<BasisActInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
}

impl From<CreateLegalActInput> for create::CreateLegalAct {
    fn from(input: CreateLegalActInput) -> Self {
        let CreateLegalActInput {
            kind,
            level,
            issuer,
            issuer_organisation_id,
            region_id,
            municipality_id,
            keeper_level,
            date,
            date_precision,
            date_text,
            number,
            title,
            url,
            visibility,
            amends_ids,
            basis,
            external_ids,
        } = input;
        Self {
            id: None,
            kind: kind.0,
            level: level.0,
            issuer,
            organisation: issuer_organisation_id.map(|id| id.0),
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            keeper: keeper_level.map(|level| level.0),
            date: date.map(|day| bound(day, date_precision, date_text, Bound::start)),
            number,
            title,
            url,
            visibility: visibility.map(|visibility| visibility.0),
            amends: amends_ids.into_iter().map(|id| id.0).collect(),
            basis: basis.into_iter().map(Into::into).collect(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// Corrections of an act (исправление правового акта)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateLegalActInput {
    /// Which (правовой акт)
    pub id: Id<LegalActId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Kind (вид)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<LegalActKind>>,
    /// Level of whoever issued it (уровень акта)
    #[graphql(default)]
    pub level: MaybeUndefined<E<Level>>,
    /// Who issued it, as printed (кем издан)
    #[graphql(default)]
    pub issuer: MaybeUndefined<String>,
    /// The organisation that issued it (издавшая организация)
    #[graphql(default)]
    pub issuer_organisation_id: MaybeUndefined<Id<OrganisationId>>,
    /// Date; with a precision of MONTH or YEAR any day of it (дата)
    #[graphql(default)]
    pub date: MaybeUndefined<Date>,
    /// How exactly the given date is known; DAY when absent (точность даты)
    pub date_precision: Option<E<Precision>>,
    /// The given date as printed, where its form differs (дата, как напечатана)
    pub date_text: Option<String>,
    /// Number as printed (номер)
    #[graphql(default)]
    pub number: MaybeUndefined<String>,
    /// Title (наименование)
    #[graphql(default)]
    pub title: MaybeUndefined<String>,
    /// Link, http or https (ссылка)
    #[graphql(default)]
    pub url: MaybeUndefined<String>,
    /// Upwards only: DRAFT, SUBMITTED, PUBLIC (видимость)
    #[graphql(default)]
    pub visibility: MaybeUndefined<E<Visibility>>,
    /// A correction of the recorded repeal; null takes it back (утратил силу с)
    #[graphql(default)]
    pub repealed_on: MaybeUndefined<Date>,
    /// A correction of what repealed it (чем отменён)
    #[graphql(default)]
    pub repealed_by_id: MaybeUndefined<Id<LegalActId>>,
    /// All the acts that amend it (какими актами изменён)
    #[graphql(default)]
    pub amended_by_ids: MaybeUndefined<Vec<Id<LegalActId>>>,
    /// All the acts on which it rests (на чём основан)
    #[graphql(default)]
    pub basis: MaybeUndefined<Vec<BasisActInput>>,
}

impl From<UpdateLegalActInput> for update::UpdateLegalAct {
    fn from(input: UpdateLegalActInput) -> Self {
        let UpdateLegalActInput {
            id,
            expected_version,
            kind,
            level,
            issuer,
            issuer_organisation_id,
            date,
            date_precision,
            date_text,
            number,
            title,
            url,
            visibility,
            repealed_on,
            repealed_by_id,
            amended_by_ids,
            basis,
        } = input;
        Self {
            id: id.0,
            expected_version,
            kind: patch(kind).map(|kind| kind.0),
            level: patch(level).map(|level| level.0),
            issuer: patch(issuer),
            organisation: one(issuer_organisation_id),
            date: patch(date).map(|day| bound(day, date_precision, date_text, Bound::start)),
            number: patch(number),
            title: patch(title),
            url: patch(url),
            visibility: patch(visibility).map(|visibility| visibility.0),
            repealed_on: patch(repealed_on).map(|day| day.0),
            repealed_by: one(repealed_by_id),
            amended_by: patch(amended_by_ids).map(|ids| ids.into_iter().map(|id| id.0).collect()),
            basis: patch_each(basis),
        }
    }
}

fn one<T>(id: MaybeUndefined<Id<T>>) -> Patch<T> {
    patch(id).map(|id| id.0)
}

/// Another act amends an act (изменение правового акта другим)
#[derive(Clone, Debug, InputObject)]
pub struct AmendLegalActInput {
    /// The amended act (изменяемый акт)
    pub id: Id<LegalActId>,
    /// The version of the amended act that was read (прочитанная версия)
    pub expected_version: i32,
    /// The act that amends it (изменяющий акт)
    pub amending_act_id: Id<LegalActId>,
    /// Why, for the audit log (причина)
    pub reason: Option<String>,
}

impl From<AmendLegalActInput> for amend::AmendLegalAct {
    fn from(input: AmendLegalActInput) -> Self {
        let AmendLegalActInput { id, expected_version, amending_act_id, reason } = input;
        Self { id: id.0, expected_version, amending: amending_act_id.0, reason }
    }
}

/// An act no longer holds (отмена правового акта)
#[derive(Clone, Debug, InputObject)]
pub struct RepealLegalActInput {
    /// Which (правовой акт)
    pub id: Id<LegalActId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// The day since which it no longer holds (утратил силу с)
    pub repealed_on: Date,
    /// The act that repeals it; null where it lapsed by itself (чем отменён)
    pub repealing_act_id: Option<Id<LegalActId>>,
    /// Why, for the audit log (причина)
    pub reason: Option<String>,
}

impl From<RepealLegalActInput> for repeal::RepealLegalAct {
    fn from(input: RepealLegalActInput) -> Self {
        let RepealLegalActInput { id, expected_version, repealed_on, repealing_act_id, reason } = input;
        let by = repealing_act_id.map(|id| id.0);
        Self { id: id.0, expected_version, on: repealed_on.0, by, reason }
    }
}

/// An act that was recorded by mistake (ошибочная запись об акте)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteLegalActInput {
    /// Which (правовой акт)
    pub id: Id<LegalActId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why, for the audit log (причина)
    pub reason: Option<String>,
}

impl From<DeleteLegalActInput> for delete::DeleteLegalAct {
    fn from(input: DeleteLegalActInput) -> Self {
        let DeleteLegalActInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}
