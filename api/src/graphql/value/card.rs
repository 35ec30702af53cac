//! [`Value`]: what one source says of a subject in a period.

use async_graphql::{Context, Object, SimpleObject};
use chrono::NaiveDate;
use entity::{
    decimal::Decimal as Exact,
    shared::{Level, Qualifier, Unit},
};

use crate::{
    access::Action,
    error::AppError,
    graphql::{
        codes::E,
        connection::Shows,
        context::ContextExt,
        indicator::Indicator,
        node::Node,
        period::PeriodStats,
        scalars::{Date, DateTime, Decimal},
        subject::subject,
        validity::Precision,
    },
    rules::breakdown::{Breakdown, Dimension},
    service::value::{
        actions,
        ratio::{rounded, value_of},
        record::number_of,
        shown::{AbsenceReason, Other, Shown, ValueState},
        touched::period_of,
    },
    validity::Precision as Stored,
};

/// A value as it is shown on a day.
pub struct Value {
    shown: Shown,
    as_of: NaiveDate,
}

impl Value {
    /// Shows values.
    pub fn show(shown: Vec<Shown>, as_of: NaiveDate) -> Vec<Self> {
        shown.into_iter().map(|shown| Self { shown, as_of }).collect()
    }

    fn computed(&self) -> Option<i64> {
        let row = &self.shown.row;
        let computed = value_of(&self.shown.indicator, row.numerator_micros, self.shown.denominator, row.stated_micros);
        computed.filter(|_| !self.shown.hidden)
    }
}

/// A member of a dimension (член разреза)
#[derive(SimpleObject)]
pub struct BreakdownMemberStats {
    /// The dimension (разрез)
    dimension: E<Dimension>,
    /// Code in the dictionary of the dimension; OTHER is the remainder (код)
    member: String,
}

/// What another source says of the same figure (расхождение источников)
#[derive(SimpleObject)]
pub struct ValueDifferenceStats {
    /// Who says so (источник)
    source: String,
    /// What it says, exact to six decimals (значение)
    value: Decimal,
}

/// What one source says of a subject in a period; its key is indicator, subject, group, breakdown, period and source
/// (значение показателя)
#[Object]
impl Value {
    /// Counts the changes; goes into `expectedVersion` (версия)
    async fn version(&self) -> i32 {
        self.shown.row.version
    }

    /// When last changed (изменено)
    async fn updated_at(&self) -> DateTime {
        DateTime(self.shown.row.updated_at)
    }

    /// What this viewer may do with it (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let may = |action: &Action| actions::verdict(ctx.viewer(), *action, &self.shown.row).is_allowed();
        actions::VALUE.iter().copied().filter(may).map(E).collect()
    }

    /// What is measured (показатель)
    async fn indicator(&self) -> Indicator {
        Indicator::show((*self.shown.indicator).clone(), self.as_of)
    }

    /// The node that it is about; null of the federation, and of a node that this viewer does not see (объект)
    async fn subject(&self, ctx: &Context<'_>) -> Option<Result<Node, AppError>> {
        subject(ctx, self.shown.row.subject, self.shown.row.subject_id, self.as_of).await
    }

    /// What the subject is (уровень объекта)
    async fn subject_level(&self) -> E<Level> {
        E(self.shown.row.subject)
    }

    /// A named group in the subject; null for all of it (группа)
    async fn group(&self) -> Option<&str> {
        self.shown.row.group_name.as_deref()
    }

    /// Which part of the whole; empty for the total (разрез)
    async fn breakdown(&self) -> Vec<BreakdownMemberStats> {
        let parts = Breakdown::parse(&self.shown.row.breakdown).unwrap_or_default();
        let member = |(dimension, member): (Dimension, &str)| BreakdownMemberStats {
            dimension: E(dimension),
            member: member.to_owned(),
        };
        parts.members().map(member).collect()
    }

    /// When (период)
    async fn period(&self) -> Result<PeriodStats, AppError> {
        Ok(period_of(&self.shown.row)?.into())
    }

    /// Who says so (источник)
    async fn source(&self) -> &str {
        &self.shown.row.source
    }

    /// What was counted (числитель)
    async fn numerator(&self) -> Option<Decimal> {
        number_of(&self.shown.row).numerator.filter(|_| !self.shown.hidden).map(Decimal)
    }

    /// Of what, as given, or as the indicator is bound to it (знаменатель)
    async fn denominator(&self) -> Option<Decimal> {
        let bound = || self.shown.denominator.and_then(|micros| Exact::from_micros(micros).ok());
        number_of(&self.shown.row).denominator.or_else(bound).map(Decimal)
    }

    /// The value, computed from both and exact to six decimals; as stated where it can't be computed (значение)
    async fn value(&self) -> Option<Decimal> {
        self.computed().and_then(|micros| Exact::from_micros(micros).ok()).map(Decimal)
    }

    /// The value as the source states it, with its printed zeros (как указано)
    async fn stated(&self) -> Option<Decimal> {
        number_of(&self.shown.row).stated.filter(|_| !self.shown.hidden).map(Decimal)
    }

    /// The value rounded to the decimals of the indicator, with a comma (как печатают)
    async fn printed(&self) -> Option<String> {
        rounded(self.computed()?, self.shown.indicator.decimals).map(Exact::printed_ru)
    }

    /// How the number is meant (уточнение)
    async fn qualifier(&self) -> E<Qualifier> {
        E(self.shown.row.qualifier)
    }

    /// Why there is no number, or none for this viewer (причина отсутствия)
    async fn null_reason(&self) -> Option<E<AbsenceReason>> {
        if self.shown.hidden {
            return Some(E(AbsenceReason::Suppressed));
        }
        self.shown.row.null_reason.map(|reason| E(reason.into()))
    }

    /// Unit of the number (единица измерения)
    async fn unit(&self) -> E<Unit> {
        E(self.shown.indicator.unit)
    }

    /// Power of ten of the unit: 0 units, 3 thousands, 6 millions (масштаб)
    async fn scale(&self) -> i32 {
        self.shown.indicator.scale.into()
    }

    /// How far it has come (состояние)
    async fn state(&self) -> E<ValueState> {
        E(self.shown.row.visibility.into())
    }

    /// Whether it is closed to all changes until it is unlocked (закрыто)
    async fn locked(&self) -> bool {
        self.shown.row.locked
    }

    /// The day that it was counted on (по состоянию на)
    async fn as_of(&self) -> Option<Date> {
        self.shown.row.as_of.map(Date)
    }

    /// How exactly that day is known (точность даты)
    async fn as_of_precision(&self) -> Option<E<Precision>> {
        self.shown.row.as_of.map(|_| E(Stored::from_stored(self.shown.row.as_of_precision).into()))
    }

    /// The document, a code of the dictionary of sources (документ)
    async fn document(&self) -> Option<&str> {
        self.shown.row.document.as_deref()
    }

    /// Where in the document (место в документе)
    async fn place(&self) -> Option<&str> {
        self.shown.row.place.as_deref()
    }

    /// The print itself, as the source has it (напечатанное)
    async fn source_text(&self) -> Option<&str> {
        self.shown.row.printed.as_deref().filter(|_| !self.shown.hidden)
    }

    /// Remark (примечание)
    async fn note(&self) -> Option<&str> {
        self.shown.row.note.as_deref().filter(|_| !self.shown.hidden)
    }

    /// Why the target is missed or the number jumps (причина отклонения)
    async fn reason(&self) -> Option<&str> {
        self.shown.row.reason.as_deref().filter(|_| !self.shown.hidden)
    }

    /// What is done about it (принимаемые меры)
    async fn measures(&self) -> Option<&str> {
        self.shown.row.measures.as_deref().filter(|_| !self.shown.hidden)
    }

    /// What has to be mended, from whoever returned it (замечание)
    async fn remark(&self) -> Option<&str> {
        self.shown.row.remark.as_deref()
    }

    /// Whether a level above entered it for a silent node (внесено за другого)
    async fn on_behalf(&self) -> bool {
        self.shown.row.on_behalf
    }

    /// The level of the network that keeps it (кто ведёт)
    async fn level(&self) -> E<Level> {
        E(self.shown.row.level)
    }

    /// Other sources of the same figure that tell another number, beyond the tolerance of the indicator
    /// (расхождения с другими источниками)
    async fn differs_from(&self) -> Vec<ValueDifferenceStats> {
        let stats = |other: &Other| {
            let value = Exact::from_micros(other.value).ok()?;
            Some(ValueDifferenceStats { source: other.source.clone(), value: Decimal(value) })
        };
        self.shown.differs.iter().filter_map(stats).collect()
    }
}
