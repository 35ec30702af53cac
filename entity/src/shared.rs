//! Value types that several tables share.

use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// Who may know of a row at all.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Visibility {
    /// A draft: only those who keep it at its own level.
    #[sea_orm(num_value = 0)]
    Draft,
    /// Handed in: everyone with the right in its territory.
    #[sea_orm(num_value = 1)]
    Submitted,
    /// Everyone.
    #[default]
    #[sea_orm(num_value = 2)]
    Public,
}

impl crate::CodeEnum for Visibility {
    const NAME: &'static str = "Visibility";
    const DESCRIPTION: &'static str = "Who may know of an object at all (видимость)";
    const VALUES: &'static [(Self, &'static str, &'static str)] = &[
        (Self::Draft, "DRAFT", "A draft: only those who keep it at its own level (черновик)"),
        (Self::Submitted, "SUBMITTED", "Handed in: everyone with the right in its territory (представлено)"),
        (Self::Public, "PUBLIC", "Everyone (опубликовано)"),
    ];
}

crate::code_enum! {
    /// Level of the network (уровень сети)
    pub enum Level {
        /// Federation (федеральный уровень)
        Federation = "FEDERATION",
        /// Region: a federal subject (субъект РФ, региональный уровень)
        Region = "REGION",
        /// Zone: several municipalities of a region (территориальная зона, зональный уровень)
        Zone = "ZONE",
        /// Municipality (муниципальное образование, муниципальный уровень)
        Municipality = "MUNICIPALITY",
        /// Organisation (организация)
        Organisation = "ORGANISATION",
    }
}

crate::code_enum! {
    /// Type of a period that figures are about (вид периода)
    pub enum PeriodType {
        /// A calendar month (месяц)
        Month = "MONTH",
        /// A calendar quarter (квартал)
        Quarter = "QUARTER",
        /// A half of a calendar year (полугодие)
        HalfYear = "HALF_YEAR",
        /// A calendar year (календарный год)
        Year = "YEAR",
        /// An academic year: September to August (учебный год)
        AcademicYear = "ACADEMIC_YEAR",
        /// Any other days (произвольный период)
        Custom = "CUSTOM",
    }
}

crate::code_enum! {
    /// How the day is found on which something is due (правило срока)
    pub enum DueKind {
        /// On a day (в указанный день)
        OnDay = "ON_DAY",
        /// So many days after the end of the period (через столько дней после окончания периода)
        DaysAfter = "DAYS_AFTER",
        /// On the n-th working day of the month after the period (n-й рабочий день следующего месяца)
        WorkingDayOfNextMonth = "WORKING_DAY_OF_NEXT_MONTH",
        /// On a day of the next calendar year (день следующего года)
        DayOfNextYear = "DAY_OF_NEXT_YEAR",
        /// On the last working day of the period (последний рабочий день периода)
        LastWorkingDay = "LAST_WORKING_DAY",
    }
}

crate::code_enum! {
    /// Unit of a number (единица измерения)
    pub enum Unit {
        /// Persons (человек)
        Person = "PERSON",
        /// Percent (проценты)
        Percent = "PERCENT",
        /// Percentage points (процентные пункты)
        PercentagePoint = "PERCENTAGE_POINT",
        /// Pieces (единицы)
        Count = "COUNT",
        /// Places (места)
        Place = "PLACE",
        /// Addresses (адреса)
        Address = "ADDRESS",
        /// Roubles (рубли)
        Rouble = "ROUBLE",
        /// Hours (часы)
        Hour = "HOUR",
        /// Points (баллы)
        Score = "SCORE",
    }
}

crate::code_enum! {
    /// How a number is meant (уточнение числа)
    pub enum Qualifier {
        /// Exactly (ровно)
        Eq = "EQ",
        /// More than (более)
        Gt = "GT",
        /// Not less than (не менее)
        Ge = "GE",
        /// Less than (менее)
        Lt = "LT",
        /// Not more than (не более)
        Le = "LE",
        /// About (около)
        Approx = "APPROX",
    }
}

crate::code_enum! {
    /// Why there is no number (причина отсутствия числа)
    pub enum NullReason {
        /// Not reported (не представлено)
        NotReported = "NOT_REPORTED",
        /// Not applicable (не применимо)
        NotApplicable = "NOT_APPLICABLE",
        /// Declared to be none (заявлено, что нет)
        DeclaredNone = "DECLARED_NONE",
        /// Illegible in the source (неразборчиво)
        Illegible = "ILLEGIBLE",
        /// Not printed in the source (не напечатано)
        NotPrinted = "NOT_PRINTED",
    }
}
