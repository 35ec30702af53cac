//! Filters, orders and inputs of indicators.

use async_graphql::InputObject;
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
        scalars::{Date, Decimal},
        validity::ValidityInput,
    },
    rules::breakdown::Dimension,
    service::{
        Patch,
        indicator::{
            create::CreateIndicator,
            fields::{Denominator, Fields},
            parts::Method,
            query,
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
            kinds: kinds.map(E::plain),
            categories: categories.map(E::plain),
            units: units.map(E::plain),
            dimensions: dimensions.map(E::plain),
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
            period_types: Patch::Set(Some(E::plain(period_types))),
            dimensions: Patch::Set(Some(E::plain(dimensions))),
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
