//! Filters, orders and inputs of sets of targets.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{AnyId, IndicatorId, LegalActId, MunicipalityId, RegionId, TargetSetId},
    shared::{Level, PeriodType, Visibility},
    target::Comparator,
    target_set::TargetSetKind,
};

use crate::{
    error::AppError,
    graphql::{
        codes::E,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        period::PeriodInput,
        scalars::{Date, Decimal},
        validity::ValidityInput,
    },
    service::target::{
        approve::TargetSetStep,
        create::CreateTargetSet,
        put::{SetTargets, TargetMode},
        query,
        row::GivenTarget,
        update::UpdateTargetSet,
    },
};

entity::code_enum! {
    /// Order of a list of sets of targets (порядок)
    pub enum TargetSetOrderBy {
        /// By name, А to Я (по наименованию)
        NameAsc = "NAME_ASC",
        /// By name, Я to А (по наименованию, с конца)
        NameDesc = "NAME_DESC",
        /// By code (по коду)
        CodeAsc = "CODE_ASC",
        /// By code backwards (по коду, с конца)
        CodeDesc = "CODE_DESC",
    }
}

/// The order as the service takes it; by name when absent.
pub fn order(asked: Option<E<TargetSetOrderBy>>) -> (query::TargetSetOrder, bool) {
    match asked.map_or(TargetSetOrderBy::NameAsc, |order| order.0) {
        TargetSetOrderBy::NameAsc => (query::TargetSetOrder::Name, false),
        TargetSetOrderBy::NameDesc => (query::TargetSetOrder::Name, true),
        TargetSetOrderBy::CodeAsc => (query::TargetSetOrder::Code, false),
        TargetSetOrderBy::CodeDesc => (query::TargetSetOrder::Code, true),
    }
}

fn ids<T>(ids: Vec<Id<T>>) -> Vec<T> {
    ids.into_iter().map(|id| id.0).collect()
}

/// Narrows a list of sets of targets; members are joined by and (отбор наборов целевых значений)
#[derive(Clone, Debug, Default, InputObject)]
pub struct TargetSetFilter {
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<TargetSetKind>>>,
    /// The federation's and those of these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Those of no municipality and of these (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// With targets of these indicators (показатели)
    pub indicator_ids: Option<Vec<Id<IndicatorId>>>,
    /// Set by these acts (акты)
    pub act_ids: Option<Vec<Id<LegalActId>>>,
    /// Drafts, submitted, approved (видимость)
    pub visibilities: Option<Vec<E<Visibility>>>,
}

impl From<TargetSetFilter> for query::TargetSetFilter {
    fn from(filter: TargetSetFilter) -> Self {
        let TargetSetFilter { kinds, region_ids, municipality_ids, indicator_ids, act_ids, visibilities } = filter;
        Self {
            kinds: kinds.map(E::plain),
            regions: region_ids.map(ids),
            municipalities: municipality_ids.map(ids),
            indicators: indicator_ids.map(ids),
            acts: act_ids.map(ids),
            visibilities: visibilities.map(E::plain),
        }
    }
}

/// Narrows the targets of a set; members are joined by and (отбор целевых значений)
#[derive(Clone, Debug, Default, InputObject)]
pub struct TargetFilter {
    /// Of these indicators (показатели)
    pub indicator_ids: Option<Vec<Id<IndicatorId>>>,
    /// Of indicators with these codes (коды показателей)
    pub indicator_codes: Option<Vec<String>>,
    /// About these territories or organisations (субъекты)
    pub subject_ids: Option<Vec<Id<AnyId>>>,
    /// For this period (период)
    pub period: Option<PeriodInput>,
    /// Bases alone, or targets alone (базовые значения)
    pub base: Option<bool>,
}

impl TargetFilter {
    /// The filter as the service takes it.
    pub fn checked(self) -> Result<query::TargetFilter, AppError> {
        let Self { indicator_ids, indicator_codes, subject_ids, period, base } = self;
        Ok(query::TargetFilter {
            indicators: indicator_ids.map(ids),
            codes: indicator_codes,
            subjects: subject_ids.map(|of| of.into_iter().map(|id| id.0.uuid).collect()),
            period: period.map(PeriodInput::asked).transpose()?,
            base,
        })
    }
}

/// A set of targets to prepare as a draft (новый набор целевых значений)
#[derive(Clone, Debug, InputObject)]
pub struct CreateTargetSetInput {
    /// The region whose set it is; absent: the federation's (регион)
    pub region_id: Option<Id<RegionId>>,
    /// The municipality whose set it is (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// Code: capital Latin letters, digits and underscores, never reused (код)
    pub code: String,
    /// Name (наименование)
    pub name: String,
    /// What it is (вид набора)
    pub kind: E<TargetSetKind>,
    /// The act that set it (акт)
    pub act_id: Option<Id<LegalActId>>,
    /// The document, a code of the dictionary of sources (документ-источник)
    pub document: Option<String>,
    /// Remark (примечание)
    pub note: Option<String>,
    /// What the document leaves open (неполнота источника)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<CreateTargetSetInput> for CreateTargetSet {
    fn from(input: CreateTargetSetInput) -> Self {
        let CreateTargetSetInput {
            region_id,
            municipality_id,
            code,
            name,
            kind,
            act_id,
            document,
            note,
            open_points,
            external_ids,
            validity,
        } = input;
        Self {
            id: None,
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            code,
            name,
            kind: kind.0,
            act: act_id.map(|id| id.0),
            document,
            note,
            open_points: open_points.into_iter().map(Into::into).collect(),
            validity: validity.patch(),
            external_ids: external_ids.into_iter().map(Into::into).collect(),
            approved: false,
        }
    }
}

/// Changes of a set of targets; what is approved is changed by those who approve (изменение набора целевых значений)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateTargetSetInput {
    /// Which (набор)
    pub id: Id<TargetSetId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// What it is (вид набора)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<TargetSetKind>>,
    /// The act that set it (акт)
    #[graphql(default)]
    pub act_id: MaybeUndefined<Id<LegalActId>>,
    /// The document, a code of the dictionary of sources (документ-источник)
    #[graphql(default)]
    pub document: MaybeUndefined<String>,
    /// Remark (примечание)
    #[graphql(default)]
    pub note: MaybeUndefined<String>,
    /// What the document leaves open, all of it (неполнота источника)
    #[graphql(default)]
    pub open_points: MaybeUndefined<Vec<OpenPointInput>>,
    /// Hands a draft in to those who approve; false takes it back (представить на утверждение)
    pub submitted: Option<bool>,
    /// The term
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

impl From<UpdateTargetSetInput> for UpdateTargetSet {
    fn from(input: UpdateTargetSetInput) -> Self {
        let UpdateTargetSetInput {
            id,
            expected_version,
            name,
            kind,
            act_id,
            document,
            note,
            open_points,
            submitted,
            validity,
        } = input;
        Self {
            id: id.0,
            expected_version,
            name: patch(name),
            kind: patch(kind).map(|kind| kind.0),
            act: patch(act_id).map(|id| id.0),
            document: patch(document),
            note: patch(note),
            open_points: patch_each(open_points),
            validity: validity.patch(),
            submitted,
        }
    }
}

/// A set of targets that is approved or removed (утверждение или удаление набора)
#[derive(Clone, Debug, InputObject)]
pub struct ApproveTargetSetInput {
    /// Which (набор)
    pub id: Id<TargetSetId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why, for the audit log (причина)
    pub reason: Option<String>,
}

impl From<ApproveTargetSetInput> for TargetSetStep {
    fn from(input: ApproveTargetSetInput) -> Self {
        let ApproveTargetSetInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}

/// The draft of a set that is removed (удаление проекта набора)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteTargetSetInput {
    /// Which (набор)
    pub id: Id<TargetSetId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why, for the audit log (причина)
    pub reason: Option<String>,
}

impl From<DeleteTargetSetInput> for TargetSetStep {
    fn from(input: DeleteTargetSetInput) -> Self {
        let DeleteTargetSetInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}

/// A target or a base (целевое или базовое значение)
#[derive(Clone, Debug, InputObject)]
pub struct TargetInput {
    /// The indicator, or its code (показатель)
    pub indicator_id: Option<Id<IndicatorId>>,
    /// Code of the indicator, instead of its id (код показателя)
    pub indicator_code: Option<String>,
    /// The territory or the organisation that it is about; absent, and without `every`: the federation (субъект)
    pub subject_id: Option<Id<AnyId>>,
    /// Every node of this level in the territory of the set (для каждого субъекта этого уровня)
    pub every: Option<E<Level>>,
    /// A named group in the subject (группа)
    pub group: Option<String>,
    /// A part of the whole, `DIRECTION=TECHNICAL;SEX=FEMALE`; absent: the total (разрез)
    pub breakdown: Option<String>,
    /// The period, of a recurring target the first one, of a base its day; absent where the source prints none (период)
    pub period: Option<PeriodInput>,
    /// Type of the periods of a recurring target whose first one is not printed (вид периода)
    pub period_type: Option<E<PeriodType>>,
    /// Whether it is the base from which the targets start (базовое значение)
    #[graphql(default)]
    pub base: bool,
    /// Whether it holds for every period of its type from the first on (повторяется)
    #[graphql(default)]
    pub recurring: bool,
    /// The day by which the last period of a recurring target ends (до)
    pub until: Option<Date>,
    /// How a fact is compared with it; when absent LE where less is better, else GE (условие достижения)
    pub comparator: Option<E<Comparator>>,
    /// The value, in the unit and scale of the indicator (значение)
    pub value: Decimal,
    /// The same in absolute numbers, where the document prints both (в абсолютных числах)
    pub absolute: Option<Decimal>,
    /// As printed (как напечатано)
    pub printed: Option<String>,
    /// Where in the document (место в документе)
    pub place: Option<String>,
    /// What the document leaves open (неполнота источника)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
}

impl From<TargetInput> for GivenTarget {
    fn from(input: TargetInput) -> Self {
        let TargetInput {
            indicator_id,
            indicator_code,
            subject_id,
            every,
            group,
            breakdown,
            period,
            period_type,
            base,
            recurring,
            until,
            comparator,
            value,
            absolute,
            printed,
            place,
            open_points,
        } = input;
        Self {
            indicator: indicator_id.map(|id| id.0),
            indicator_code,
            subject: subject_id.map(|id| id.0),
            every: every.map(|level| level.0),
            group,
            breakdown,
            period: period.map(Into::into),
            period_type: period_type.map(|kind| kind.0),
            base,
            recurring,
            until: until.map(|day| day.0),
            comparator: comparator.map(|comparator| comparator.0),
            value: value.0,
            absolute: absolute.map(|absolute| absolute.0),
            printed,
            place,
            open_points: open_points.into_iter().map(Into::into).collect(),
        }
    }
}

/// Targets of a set, at most 1,000 (запись целевых значений)
#[derive(Clone, Debug, InputObject)]
pub struct SetTargetsInput {
    /// Which set (набор)
    pub id: Id<TargetSetId>,
    /// The version of the set that was read (прочитанная версия)
    pub expected_version: i32,
    /// The targets; one with the indicator, subject, group, breakdown and period of a stored one replaces it (целевые
    /// значения)
    pub rows: Vec<TargetInput>,
    /// What becomes of the targets that are not given (режим записи)
    #[graphql(default_with = "E(TargetMode::Merge)")]
    pub mode: E<TargetMode>,
}

impl From<SetTargetsInput> for SetTargets {
    fn from(input: SetTargetsInput) -> Self {
        let SetTargetsInput { id, expected_version, rows, mode } = input;
        Self { id: id.0, expected_version, rows: rows.into_iter().map(Into::into).collect(), mode: mode.0 }
    }
}
