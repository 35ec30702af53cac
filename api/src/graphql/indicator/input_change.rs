//! What is changed of an indicator, and its deletion.

use async_graphql::{InputObject, MaybeUndefined};
use entity::{
    ids::IndicatorId,
    indicator::{Aggregation, Better, IndicatorCategory, IndicatorKind},
    shared::{PeriodType, Unit},
};

use super::input::{DenominatorInput, IndicatorMethodInput};
use crate::{
    graphql::{
        codes::E,
        due::DueRuleInput,
        ids::Id,
        open_points::OpenPointInput,
        payload::{patch, patch_each},
        scalars::Decimal,
        validity::ValidityInput,
    },
    rules::breakdown::Dimension,
    service::{
        Patch,
        indicator::{delete::DeleteIndicator, fields::Fields, update::UpdateIndicator},
    },
};

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
            period_types: patch(period_types).map(E::plain),
            dimensions: patch(dimensions).map(E::plain),
            formula: patch(formula),
            source_form: patch(source_form),
            responsible: patch(responsible),
            frequency: code(frequency),
            due: patch(due).map(Into::into),
            jump_threshold: patch(jump_threshold),
            tolerance: patch(tolerance).map(|tolerance| tolerance.0),
            methods: patch_each(methods),
            sources: patch(sources),
            open_points: patch_each(open_points),
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
