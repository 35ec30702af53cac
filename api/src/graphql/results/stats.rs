//! [`ResultStats`] and its parts.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    figure::Derived,
    shared::{Qualifier, Unit},
    target::Comparator,
};

use crate::{
    error::AppError,
    graphql::{
        codes::E, connection::Shows, indicator::Indicator, node::Node, period::PeriodStats, scalars::Decimal,
        subject::subject, target::TargetSet,
    },
    lang::Lang,
    service::results::{
        against::Against,
        nodes::Spot,
        number::{printed, rounded},
        row::{Change, Coverage, ResultBasis, ResultFlag, ResultRow},
        sum::{Number, ResultAbsence},
    },
};

/// A result with the day of the map.
pub struct ResultStats {
    row: ResultRow,
    as_of: NaiveDate,
    /// Whether targets of one set are asked for.
    one_set: bool,
}

impl ResultStats {
    /// Of a result.
    pub fn show(row: ResultRow, as_of: NaiveDate, one_set: bool) -> Self {
        Self { row, as_of, one_set }
    }

    /// The target of the set that is asked for.
    fn against(&self) -> Option<&Against> {
        self.row.targets.first().filter(|_| self.one_set)
    }

    fn print(&self, number: &Number) -> Option<String> {
        let value = number.value?;
        let of = &self.row.indicator;
        let shown = number.stated.unwrap_or_else(|| {
            let needed = value.scale() > of.decimals;
            if needed || number.denominator.is_some() { rounded(value, of.decimals) } else { value }
        });
        Some(printed(shown, number.qualifier, of, Lang::current()))
    }
}

/// A number on the other basis (значение на другом основании)
#[derive(SimpleObject)]
pub struct OtherResultStats {
    /// What it is (основание)
    basis: E<ResultBasis>,
    /// Exact, up to six decimals (значение)
    value: Option<Decimal>,
    /// As documents print it (как печатают)
    printed: Option<String>,
    /// What was counted (числитель)
    numerator: Option<Decimal>,
    /// Of what (знаменатель)
    denominator: Option<Decimal>,
    /// Why there is none (причина отсутствия)
    null_reason: Option<E<ResultAbsence>>,
}

/// Who is in a sum (полнота)
pub struct ResultCoverageStats {
    coverage: Coverage,
    as_of: NaiveDate,
}

/// Who is in a sum, by the map of the last day of the period (полнота)
#[Object]
impl ResultCoverageStats {
    /// How many nodes were expected (ожидалось)
    async fn expected(&self) -> i64 {
        self.coverage.expected
    }

    /// How many of them reported, as far as this viewer may count it (представили)
    async fn reported(&self) -> i64 {
        self.coverage.reported
    }

    /// How many of them are accepted (принято)
    async fn accepted(&self) -> i64 {
        self.coverage.accepted
    }

    /// Municipalities that did not report, at most 100 (не представили)
    async fn missing(&self, ctx: &Context<'_>) -> Result<Vec<Node>, AppError> {
        let load = |spot: Spot| async move { subject(ctx, spot.node.level, spot.id, self.as_of).await.transpose() };
        let found = futures_util::future::try_join_all(self.coverage.missing.iter().copied().map(load)).await?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// A target beside a result (сравнение с целью)
pub struct TargetResult {
    against: Against,
    as_of: NaiveDate,
}

/// A target beside a result (сравнение с целью)
#[Object]
impl TargetResult {
    /// Its set (набор целей)
    async fn target_set(&self) -> TargetSet {
        TargetSet::show((*self.against.set).clone(), self.as_of)
    }

    /// What is to be reached (целевое значение)
    async fn target(&self) -> Decimal {
        Decimal(self.against.target)
    }

    /// How a fact is compared with it (условие)
    async fn comparator(&self) -> E<Comparator> {
        E(self.against.comparator)
    }

    /// The value less the target (отклонение)
    async fn gap(&self) -> Option<Decimal> {
        self.against.gap.map(Decimal)
    }

    /// By how many percent the value attains the target (процент достижения)
    async fn attainment(&self) -> Option<Decimal> {
        self.against.attainment.map(Decimal)
    }

    /// Whether the value meets the target (достигнуто)
    async fn met(&self) -> Option<bool> {
        self.against.met
    }
}

/// The difference from a period before (изменение)
pub struct ChangeResult {
    change: Change,
}

/// The difference from the last period of the type before, of those that are asked for (изменение к предыдущему периоду)
#[Object]
impl ChangeResult {
    /// The period before (прежний период)
    async fn from(&self) -> PeriodStats {
        self.change.from.into()
    }

    /// The value then (прежнее значение)
    async fn before(&self) -> Decimal {
        Decimal(self.change.before)
    }

    /// The value now less the value then, in the unit of the indicator (разность)
    async fn difference(&self) -> Option<Decimal> {
        self.change.difference.map(Decimal)
    }

    /// The difference in percent of the value then; null where that was zero (изменение, %)
    async fn percent(&self) -> Option<Decimal> {
        self.change.percent.map(Decimal)
    }

    /// Whether like is compared with like: one method, one day of the period, one basis, the same borders (сопоставимо)
    async fn is_comparable(&self) -> bool {
        self.change.is_comparable()
    }

    /// What has to be known to read it (оговорки)
    async fn flags(&self) -> Vec<E<ResultFlag>> {
        self.change.flags.iter().copied().map(E).collect()
    }
}

/// What the figures say of an indicator, a node and a period. Ratios are sums divided, never means. Of a municipality and
/// an organisation its own figure counts, else the sum below; of a region, a zone and the country the sum of
/// municipalities, else its own figure (результат по показателю)
#[Object]
impl ResultStats {
    /// The indicator (показатель)
    async fn indicator(&self) -> Indicator {
        Indicator::show((*self.row.indicator).clone(), self.as_of)
    }

    /// The node; null of the country (узел)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        subject(ctx, self.row.spot.node.level, self.row.spot.id, self.as_of).await
    }

    /// The period (период)
    async fn period(&self) -> PeriodStats {
        self.row.period.into()
    }

    /// Exact, up to six decimals; null where `nullReason` says why (значение)
    async fn value(&self) -> Option<Decimal> {
        self.row.number.value.map(Decimal)
    }

    /// As documents print it, in the language of the request: `75 %`, «более 2000» (как печатают)
    async fn printed(&self) -> Option<String> {
        self.print(&self.row.number)
    }

    /// What was counted, in the unit and scale of the indicator (числитель)
    async fn numerator(&self) -> Option<Decimal> {
        self.row.number.numerator.map(Decimal)
    }

    /// Of what; null where the indicator is no ratio (знаменатель)
    async fn denominator(&self) -> Option<Decimal> {
        self.row.number.denominator.map(Decimal)
    }

    /// The value as the source states it, with its digits (значение в источнике)
    async fn stated(&self) -> Option<Decimal> {
        self.row.number.stated.map(Decimal)
    }

    /// How the number is meant; APPROX of a sum with bounds in it (уточнение)
    async fn qualifier(&self) -> E<Qualifier> {
        E(self.row.number.qualifier)
    }

    /// Why there is no value (причина отсутствия)
    async fn null_reason(&self) -> Option<E<ResultAbsence>> {
        self.row.number.absence.map(E)
    }

    /// Unit (единица измерения)
    async fn unit(&self) -> E<Unit> {
        E(self.row.indicator.unit)
    }

    /// Power of ten of the unit: 0, 3 (thousands) or 6 (millions) (порядок)
    async fn scale(&self) -> i32 {
        self.row.indicator.scale.into()
    }

    /// Whether it is told about the node, or put together (основание)
    async fn basis(&self) -> E<ResultBasis> {
        E(self.row.basis)
    }

    /// The number on the other basis, where there is one (на другом основании)
    async fn other(&self) -> Option<OtherResultStats> {
        let number = self.row.other.as_ref()?;
        Some(OtherResultStats {
            basis: E(if self.row.basis == ResultBasis::Own { ResultBasis::Aggregate } else { ResultBasis::Own }),
            value: number.value.map(Decimal),
            printed: self.print(number),
            numerator: number.numerator.map(Decimal),
            denominator: number.denominator.map(Decimal),
            null_reason: number.absence.map(E),
        })
    }

    /// Whether a figure about the node is told for the period or follows from shorter ones; null of a sum (происхождение)
    async fn derived(&self) -> Option<E<Derived>> {
        self.row.number.derived.map(E)
    }

    /// The target of the set that is asked for (целевое значение)
    async fn target(&self) -> Option<Decimal> {
        self.against().map(|against| Decimal(against.target))
    }

    /// How the value is compared with that target (условие)
    async fn comparator(&self) -> Option<E<Comparator>> {
        self.against().map(|against| E(against.comparator))
    }

    /// The value less that target (отклонение)
    async fn gap(&self) -> Option<Decimal> {
        self.against()?.gap.map(Decimal)
    }

    /// By how many percent the value attains that target (процент достижения)
    async fn attainment(&self) -> Option<Decimal> {
        self.against()?.attainment.map(Decimal)
    }

    /// Whether the value meets that target (достигнуто)
    async fn met(&self) -> Option<bool> {
        self.against()?.met
    }

    /// The targets of all sets that hold for the node and the period, by code of the set; of the set that is asked for alone,
    /// where one is (цели всех наборов)
    async fn targets(&self) -> Vec<TargetResult> {
        let show = |against: &Against| TargetResult { against: against.clone(), as_of: self.as_of };
        self.row.targets.iter().map(show).collect()
    }

    /// Who is in the sum below; null of an organisation, and of a municipality of whose organisations none has reported
    /// (полнота)
    async fn coverage(&self) -> Option<ResultCoverageStats> {
        self.row.coverage.clone().map(|coverage| ResultCoverageStats { coverage, as_of: self.as_of })
    }

    /// What has to be known to read it (оговорки)
    async fn flags(&self) -> Vec<E<ResultFlag>> {
        self.row.flags.iter().copied().map(E).collect()
    }

    /// Against the last period of the type before, of those that are asked for (изменение к предыдущему периоду)
    async fn change(&self) -> Option<ChangeResult> {
        self.row.change.clone().map(|change| ChangeResult { change })
    }
}
