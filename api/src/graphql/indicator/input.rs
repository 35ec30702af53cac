//! Filters, orders and inputs of indicators.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::{IndicatorId, LegalActId, MunicipalityId, RegionId},
    indicator::{Aggregation, Better, IndicatorCategory, IndicatorKind},
    shared::{PeriodType, Unit},
};

use crate::{
    graphql::{
        codes::E,
        due::DueRuleInput,
        external::ExternalIdInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::patch,
        scalars::{Date, Decimal},
        validity::ValidityInput,
    },
    rules::breakdown::Dimension,
    service::{
        Patch,
        indicator::{
            create::CreateIndicator,
            delete::DeleteIndicator,
            fields::{Denominator, Fields},
            parts::Method,
            query,
            update::UpdateIndicator,
        },
    },
};

entity::code_enum! {
    /// Order of a list of indicators (порядок)
    pub enum IndicatorOrderBy {
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
pub fn order(asked: Option<E<IndicatorOrderBy>>) -> (query::IndicatorOrder, bool) {
    match asked.map_or(IndicatorOrderBy::NameAsc, |order| order.0) {
        IndicatorOrderBy::NameAsc => (query::IndicatorOrder::Name, false),
        IndicatorOrderBy::NameDesc => (query::IndicatorOrder::Name, true),
        IndicatorOrderBy::CodeAsc => (query::IndicatorOrder::Code, false),
        IndicatorOrderBy::CodeDesc => (query::IndicatorOrder::Code, true),
    }
}

/// Narrows a list of indicators; members are joined by and (отбор показателей)
#[derive(Clone, Debug, Default, InputObject)]
pub struct IndicatorFilter {
    /// With these codes (коды)
    pub codes: Option<Vec<String>>,
    /// Of these kinds (виды)
    pub kinds: Option<Vec<E<IndicatorKind>>>,
    /// Main or additional (основные или дополнительные)
    pub categories: Option<Vec<E<IndicatorCategory>>>,
    /// In these units (единицы измерения)
    pub units: Option<Vec<E<Unit>>>,
    /// Broken down by one of these dimensions (разрезы)
    pub dimensions: Option<Vec<E<Dimension>>>,
    /// Everyone's and those of these regions (регионы)
    pub region_ids: Option<Vec<Id<RegionId>>>,
    /// Those of no municipality and of these (муниципальные образования)
    pub municipality_ids: Option<Vec<Id<MunicipalityId>>>,
    /// Whether small numbers are hidden (малые числа скрываются)
    pub sensitive: Option<bool>,
}

fn codes<T>(codes: Vec<E<T>>) -> Vec<T> {
    codes.into_iter().map(|code| code.0).collect()
}

fn ids<T>(ids: Vec<Id<T>>) -> Vec<T> {
    ids.into_iter().map(|id| id.0).collect()
}

impl From<IndicatorFilter> for query::IndicatorFilter {
    fn from(filter: IndicatorFilter) -> Self {
        let IndicatorFilter {
            codes: named,
            kinds,
            categories,
            units,
            dimensions,
            region_ids,
            municipality_ids,
            sensitive,
        } = filter;
        Self {
            codes: named,
            kinds: kinds.map(codes),
            categories: categories.map(codes),
            units: units.map(codes),
            dimensions: dimensions.map(codes),
            regions: region_ids.map(ids),
            municipalities: municipality_ids.map(ids),
            sensitive,
        }
    }
}

/// What an indicator is divided by (знаменатель)
#[derive(Clone, Debug, InputObject)]
pub struct DenominatorInput {
    /// What it is (наименование)
    pub name: String,
    /// The ratio is multiplied by it; 100 of percent, else 1, when absent (множитель)
    pub factor: Option<i32>,
    /// Youngest age of the population that is the denominator, with `ageTo` (возраст от)
    pub age_from: Option<i16>,
    /// Oldest age of that population, inclusive (возраст до)
    pub age_to: Option<i16>,
    /// The indicator whose numerator is the denominator, instead of a population (показатель-знаменатель)
    pub indicator_id: Option<Id<IndicatorId>>,
}

impl From<DenominatorInput> for Denominator {
    fn from(input: DenominatorInput) -> Self {
        let DenominatorInput { name, factor, age_from, age_to, indicator_id } = input;
        Self { name, factor, age_from, age_to, indicator: indicator_id.map(|id| id.0) }
    }
}

/// By which method an indicator is told from a day on; one of number, act and text is needed (методика)
#[derive(Clone, Debug, InputObject)]
pub struct IndicatorMethodInput {
    /// First day; absent: not known since when (действует с)
    pub since: Option<Date>,
    /// Number or name of the version (номер или название редакции)
    pub number: Option<String>,
    /// The act (акт)
    pub act_id: Option<Id<LegalActId>>,
    /// The method in words (методика)
    pub text: Option<String>,
}

impl From<IndicatorMethodInput> for Method {
    fn from(input: IndicatorMethodInput) -> Self {
        let IndicatorMethodInput { since, number, act_id, text } = input;
        Self { since: since.map(|day| day.0), number, act: act_id.map(|id| id.0), text }
    }
}

/// An indicator to define (новый показатель)
#[derive(Clone, Debug, InputObject)]
pub struct CreateIndicatorInput {
    /// The region whose indicator it is; absent: everyone's (регион)
    pub region_id: Option<Id<RegionId>>,
    /// The municipality whose indicator it is (муниципальное образование)
    pub municipality_id: Option<Id<MunicipalityId>>,
    /// Code: capital Latin letters, digits and underscores, never reused (код)
    pub code: String,
    /// Name (наименование)
    pub name: String,
    /// Short name, for columns (краткое наименование)
    pub short_name: Option<String>,
    /// Other printed names, at most 30 (другие названия)
    #[graphql(default)]
    pub aliases: Vec<String>,
    /// Main or additional (основной или дополнительный)
    pub category: E<IndicatorCategory>,
    /// How it behaves in time (вид показателя)
    pub kind: E<IndicatorKind>,
    /// Unit of its numbers (единица измерения)
    pub unit: E<Unit>,
    /// Power of ten of the unit: 0, 3 or 6 (масштаб)
    #[graphql(default)]
    pub scale: i16,
    /// Decimals that are printed of a computed value, 0 to 6 (знаков после запятой)
    #[graphql(default)]
    pub decimals: i16,
    /// Which way is better (направленность)
    pub better: E<Better>,
    /// How it is put together over territories (правило свода)
    pub aggregation: E<Aggregation>,
    /// What is counted (числитель)
    pub numerator: String,
    /// What it is divided by; a ratio needs it (знаменатель)
    pub denominator: Option<DenominatorInput>,
    /// Whether the numerator may exceed the denominator (может превышать 100 %)
    #[graphql(default)]
    pub over_hundred: bool,
    /// Whether numbers from 1 to 4 are hidden from the public and the neighbours (малые числа скрываются)
    #[graphql(default)]
    pub sensitive: bool,
    /// Types of periods that it is told for, at least one (виды периодов)
    pub period_types: Vec<E<PeriodType>>,
    /// Dimensions that it is broken down by (разрезы)
    #[graphql(default)]
    pub dimensions: Vec<E<Dimension>>,
    /// Formula in words (формула)
    pub formula: Option<String>,
    /// The form or system that its numbers come from (форма отчётности)
    pub source_form: Option<String>,
    /// Who answers for it (ответственный)
    pub responsible: Option<String>,
    /// Type of the periods for which it is due, one of `periodTypes` (периодичность)
    pub frequency: Option<E<PeriodType>>,
    /// When it is due (срок представления)
    pub due: Option<DueRuleInput>,
    /// A change from the last period by more percent asks for a reason (порог изменения, %)
    pub jump_threshold: Option<i16>,
    /// Difference between sources that is no finding, in its unit (допустимое расхождение источников)
    pub tolerance: Option<Decimal>,
    /// Its methods (методики)
    #[graphql(default)]
    pub methods: Vec<IndicatorMethodInput>,
    /// Its sources, the first counts first (источники по старшинству)
    #[graphql(default)]
    pub sources: Vec<String>,
    /// What the source of the definition leaves open (неполнота источника)
    #[graphql(default)]
    pub open_points: Vec<OpenPointInput>,
    /// Ids under which other systems know it (внешние идентификаторы)
    #[graphql(default)]
    pub external_ids: Vec<ExternalIdInput>,
    /// The term of the entry
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

fn set<T, U: From<T>>(given: Option<T>) -> Patch<U> {
    Patch::Set(given.map(Into::into))
}

fn all<T, U: From<T>>(given: Vec<T>) -> Patch<Vec<U>> {
    Patch::Set(Some(given.into_iter().map(Into::into).collect()))
}

impl From<CreateIndicatorInput> for CreateIndicator {
    fn from(input: CreateIndicatorInput) -> Self {
        let CreateIndicatorInput {
            region_id,
            municipality_id,
            code,
            name,
            short_name,
            aliases,
            category,
            kind,
            unit,
            scale,
            decimals,
            better,
            aggregation,
            numerator,
            denominator,
            over_hundred,
            sensitive,
            period_types,
            dimensions,
            formula,
            source_form,
            responsible,
            frequency,
            due,
            jump_threshold,
            tolerance,
            methods,
            sources,
            open_points,
            external_ids,
            validity,
        } = input;
        let fields = Fields {
            name: Patch::Set(Some(name)),
            short_name: Patch::Set(short_name),
            aliases: all(aliases),
            category: Patch::Set(Some(category.0)),
            kind: Patch::Set(Some(kind.0)),
            unit: Patch::Set(Some(unit.0)),
            scale: Patch::Set(Some(scale)),
            decimals: Patch::Set(Some(decimals)),
            better: Patch::Set(Some(better.0)),
            aggregation: Patch::Set(Some(aggregation.0)),
            numerator: Patch::Set(Some(numerator)),
            denominator: set(denominator),
            over_hundred: Patch::Set(Some(over_hundred)),
            sensitive: Patch::Set(Some(sensitive)),
            period_types: Patch::Set(Some(codes(period_types))),
            dimensions: Patch::Set(Some(codes(dimensions))),
            formula: Patch::Set(formula),
            source_form: Patch::Set(source_form),
            responsible: Patch::Set(responsible),
            frequency: Patch::Set(frequency.map(|kind| kind.0)),
            due: set(due),
            jump_threshold: Patch::Set(jump_threshold),
            tolerance: Patch::Set(tolerance.map(|tolerance| tolerance.0)),
            methods: all(methods),
            sources: all(sources),
            open_points: all(open_points),
            validity: validity.patch(),
        };
        Self {
            id: None,
            region: region_id.map(|id| id.0),
            municipality: municipality_id.map(|id| id.0),
            code,
            fields,
            external_ids: external_ids.into_iter().map(Into::into).collect(),
        }
    }
}

/// Changes of an indicator; what values and targets rest on stays once there are any (изменение показателя)
#[derive(Clone, Debug, InputObject)]
pub struct UpdateIndicatorInput {
    /// Which (показатель)
    pub id: Id<IndicatorId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Name (наименование)
    #[graphql(default)]
    pub name: MaybeUndefined<String>,
    /// Short name, for columns (краткое наименование)
    #[graphql(default)]
    pub short_name: MaybeUndefined<String>,
    /// Other printed names, all of them (другие названия)
    #[graphql(default)]
    pub aliases: MaybeUndefined<Vec<String>>,
    /// Main or additional (основной или дополнительный)
    #[graphql(default)]
    pub category: MaybeUndefined<E<IndicatorCategory>>,
    /// How it behaves in time; fixed once values or targets exist (вид показателя)
    #[graphql(default)]
    pub kind: MaybeUndefined<E<IndicatorKind>>,
    /// Unit of its numbers; fixed once values or targets exist (единица измерения)
    #[graphql(default)]
    pub unit: MaybeUndefined<E<Unit>>,
    /// Power of ten of the unit; fixed once values or targets exist (масштаб)
    #[graphql(default)]
    pub scale: MaybeUndefined<i16>,
    /// Decimals that are printed of a computed value (знаков после запятой)
    #[graphql(default)]
    pub decimals: MaybeUndefined<i16>,
    /// Which way is better (направленность)
    #[graphql(default)]
    pub better: MaybeUndefined<E<Better>>,
    /// How it is put together; fixed once values or targets exist (правило свода)
    #[graphql(default)]
    pub aggregation: MaybeUndefined<E<Aggregation>>,
    /// What is counted; fixed once values or targets exist (числитель)
    #[graphql(default)]
    pub numerator: MaybeUndefined<String>,
    /// What it is divided by, all of it; fixed once values or targets exist (знаменатель)
    #[graphql(default)]
    pub denominator: MaybeUndefined<DenominatorInput>,
    /// Whether the numerator may exceed the denominator (может превышать 100 %)
    #[graphql(default)]
    pub over_hundred: MaybeUndefined<bool>,
    /// Whether small numbers are hidden (малые числа скрываются)
    #[graphql(default)]
    pub sensitive: MaybeUndefined<bool>,
    /// Types of periods, all of them; only more once values or targets exist (виды периодов)
    #[graphql(default)]
    pub period_types: MaybeUndefined<Vec<E<PeriodType>>>,
    /// Dimensions, all of them; only more once values or targets exist (разрезы)
    #[graphql(default)]
    pub dimensions: MaybeUndefined<Vec<E<Dimension>>>,
    /// Formula in words (формула)
    #[graphql(default)]
    pub formula: MaybeUndefined<String>,
    /// The form or system that its numbers come from (форма отчётности)
    #[graphql(default)]
    pub source_form: MaybeUndefined<String>,
    /// Who answers for it (ответственный)
    #[graphql(default)]
    pub responsible: MaybeUndefined<String>,
    /// Type of the periods for which it is due (периодичность)
    #[graphql(default)]
    pub frequency: MaybeUndefined<E<PeriodType>>,
    /// When it is due (срок представления)
    #[graphql(default)]
    pub due: MaybeUndefined<DueRuleInput>,
    /// A change from the last period by more percent asks for a reason (порог изменения, %)
    #[graphql(default)]
    pub jump_threshold: MaybeUndefined<i16>,
    /// Difference between sources that is no finding, in its unit (допустимое расхождение источников)
    #[graphql(default)]
    pub tolerance: MaybeUndefined<Decimal>,
    /// Its methods, all of them (методики)
    #[graphql(default)]
    pub methods: MaybeUndefined<Vec<IndicatorMethodInput>>,
    /// Its sources, all of them, the first counts first (источники по старшинству)
    #[graphql(default)]
    pub sources: MaybeUndefined<Vec<String>>,
    /// What the source of the definition leaves open, all of it (неполнота источника)
    #[graphql(default)]
    pub open_points: MaybeUndefined<Vec<OpenPointInput>>,
    /// The term of the entry; an entry ends by its last day
    #[graphql(flatten)]
    pub validity: ValidityInput,
}

fn each<T, U: From<T>>(given: MaybeUndefined<Vec<T>>) -> Patch<Vec<U>> {
    patch(given).map(|given| given.into_iter().map(Into::into).collect())
}

fn code<T>(given: MaybeUndefined<E<T>>) -> Patch<T> {
    patch(given).map(|code| code.0)
}

impl From<UpdateIndicatorInput> for UpdateIndicator {
    fn from(input: UpdateIndicatorInput) -> Self {
        let UpdateIndicatorInput {
            id,
            expected_version,
            name,
            short_name,
            aliases,
            category,
            kind,
            unit,
            scale,
            decimals,
            better,
            aggregation,
            numerator,
            denominator,
            over_hundred,
            sensitive,
            period_types,
            dimensions,
            formula,
            source_form,
            responsible,
            frequency,
            due,
            jump_threshold,
            tolerance,
            methods,
            sources,
            open_points,
            validity,
        } = input;
        let fields = Fields {
            name: patch(name),
            short_name: patch(short_name),
            aliases: patch(aliases),
            category: code(category),
            kind: code(kind),
            unit: code(unit),
            scale: patch(scale),
            decimals: patch(decimals),
            better: code(better),
            aggregation: code(aggregation),
            numerator: patch(numerator),
            denominator: patch(denominator).map(Into::into),
            over_hundred: patch(over_hundred),
            sensitive: patch(sensitive),
            period_types: patch(period_types).map(codes),
            dimensions: patch(dimensions).map(codes),
            formula: patch(formula),
            source_form: patch(source_form),
            responsible: patch(responsible),
            frequency: code(frequency),
            due: patch(due).map(Into::into),
            jump_threshold: patch(jump_threshold),
            tolerance: patch(tolerance).map(|tolerance| tolerance.0),
            methods: each(methods),
            sources: patch(sources),
            open_points: each(open_points),
            validity: validity.patch(),
        };
        Self { id: id.0, expected_version, fields }
    }
}

/// An indicator that was defined by mistake (ошибочный показатель)
#[derive(Clone, Debug, InputObject)]
pub struct DeleteIndicatorInput {
    /// Which (показатель)
    pub id: Id<IndicatorId>,
    /// The version that was read (прочитанная версия)
    pub expected_version: i32,
    /// Why, for the audit log (причина)
    pub reason: Option<String>,
}

impl From<DeleteIndicatorInput> for DeleteIndicator {
    fn from(input: DeleteIndicatorInput) -> Self {
        let DeleteIndicatorInput { id, expected_version, reason } = input;
        Self { id: id.0, expected_version, reason }
    }
}
