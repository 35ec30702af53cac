//! Which definitions of an indicator make sense, and which members of a definition figures rest on.

use entity::{
    CodeEnum,
    indicator::{self, Aggregation, IndicatorKind},
    shared::Unit,
};

use crate::error::{Problems, UserErrorCode};

/// The factor of a ratio where none is given.
pub const fn factor_of(unit: Unit) -> i32 {
    match unit {
        Unit::Percent => 100,
        _ => 1,
    }
}

/// The greatest factor: per million.
const LARGEST_FACTOR: i32 = 1_000_000;
/// The oldest age.
const OLDEST: i16 = 120;

/// Adds what is wrong with a definition, each at its member of the input.
pub fn check(row: &indicator::Model, problems: &mut Problems) {
    use UserErrorCode::{Contradiction, OutOfRange, Required};
    if ![0, 3, 6].contains(&row.scale) {
        problems.add(OutOfRange, "scale", "Масштаб 0, 3 или 6", "A scale is 0, 3 or 6");
    }
    if !(0..=6).contains(&row.decimals) {
        problems.add(OutOfRange, "decimals", "От 0 до 6 знаков", "0 to 6 decimals");
    }
    let flag = row.kind == IndicatorKind::Flag;
    match (row.aggregation, &row.denominator) {
        (Aggregation::Ratio, None) => {
            problems.add(
                Required,
                "denominator",
                "У отношения есть знаменатель: назовите, от чего доля",
                "A ratio has a denominator: name of what it is a share",
            );
        }
        (Aggregation::Sum | Aggregation::CountTrue, Some(_)) => {
            problems.add(
                Contradiction,
                "denominator",
                "Знаменатель есть у отношений; они сводятся по правилу RATIO или не сводятся",
                "Ratios have a denominator; they are put together as RATIO or not at all",
            );
        }
        _ => {}
    }
    let fits = if flag {
        matches!(row.aggregation, Aggregation::CountTrue | Aggregation::None)
    } else {
        row.aggregation != Aggregation::CountTrue
    };
    if !fits {
        problems.add(
            Contradiction,
            "aggregation",
            "Признак сводится подсчётом (COUNT_TRUE) или не сводится; подсчётом сводится только признак",
            "A flag is counted (COUNT_TRUE) or not put together, and nothing else is counted",
        );
    }
    if flag && (row.unit != Unit::Count || row.scale != 0) {
        problems.add(
            Contradiction,
            "unit",
            "Признак – это 0 или 1: единица COUNT, масштаб 0",
            "A flag is 0 or 1: unit COUNT, scale 0",
        );
    }
    if flag && row.denominator.is_some() && row.aggregation == Aggregation::None {
        problems.add(Contradiction, "denominator", "У признака нет знаменателя", "A flag has no denominator");
    }
    if matches!(row.unit, Unit::Percent | Unit::PercentagePoint) && row.aggregation == Aggregation::Sum {
        problems.add(
            Contradiction,
            "aggregation",
            "Проценты не складываются: RATIO или NONE",
            "Percents don't add up: RATIO or NONE",
        );
    }
    if row.frequency.is_some_and(|kind| !row.period_types.lines().any(|code| code == kind.code())) {
        problems.add(
            Contradiction,
            "frequency",
            "Периодичность – один из видов периодов показателя",
            "The frequency is one of the types of periods that it is told for",
        );
    }
    check_denominator(row, problems);
}

fn check_denominator(row: &indicator::Model, problems: &mut Problems) {
    use UserErrorCode::{Contradiction, OutOfRange};
    if row.denominator.is_some() && !(1..=LARGEST_FACTOR).contains(&row.factor) {
        problems.add(
            OutOfRange,
            "denominator.factor",
            format!("От 1 до {LARGEST_FACTOR}"),
            format!("From 1 to {LARGEST_FACTOR}"),
        );
    }
    if row.denominator.is_some() && row.unit == Unit::Percent && row.factor != 100 {
        problems.add(Contradiction, "denominator.factor", "Множитель процентов – 100", "The factor of percent is 100");
    }
    match (row.denominator_age_from, row.denominator_age_to) {
        (None, None) => {}
        (Some(from), Some(to)) if (0..=OLDEST).contains(&from) && (from..=OLDEST).contains(&to) => {
            if row.denominator_indicator_id.is_some() {
                problems.add(
                    Contradiction,
                    "denominator.indicatorId",
                    "Знаменатель – либо население, либо другой показатель",
                    "The denominator is either a population or another indicator",
                );
            }
        }
        _ => problems.add(
            OutOfRange,
            "denominator.ageTo",
            format!("Возраст задают двумя числами от 0 до {OLDEST}, младший первым"),
            format!("An age band is two numbers from 0 to {OLDEST}, the youngest first"),
        ),
    }
}

/// The first member in which two definitions differ that figures rest on.
pub fn changed(before: &indicator::Model, after: &indicator::Model) -> Option<&'static str> {
    let denominator = |row: &indicator::Model| {
        (
            row.denominator.clone(),
            row.factor,
            row.denominator_age_from,
            row.denominator_age_to,
            row.denominator_indicator_id,
        )
    };
    [
        ("kind", before.kind != after.kind),
        ("unit", before.unit != after.unit),
        ("scale", before.scale != after.scale),
        ("aggregation", before.aggregation != after.aggregation),
        ("numerator", before.numerator != after.numerator),
        ("denominator", denominator(before) != denominator(after)),
        ("periodTypes", loses(&before.period_types, &after.period_types)),
        ("dimensions", loses(&before.dimensions, &after.dimensions)),
    ]
    .into_iter()
    .find_map(|(member, differs)| differs.then_some(member))
}

/// Whether a line of the one is none of the other.
fn loses(before: &str, after: &str) -> bool {
    before.lines().any(|line| !after.lines().any(|kept| kept == line))
}

#[cfg(test)]
pub(crate) mod tests {
    use chrono::DateTime;
    use entity::{
        indicator::{Better, IndicatorCategory},
        shared::{Level, PeriodType, Visibility},
    };
    use uuid::Uuid;

    use super::*;
    use crate::error::Failure;

    /// A share of children, as the documents measure it.
    pub fn share() -> indicator::Model {
        indicator::Model {
            id: Uuid::nil().into(),
            version: 1,
            created_at: DateTime::UNIX_EPOCH,
            updated_at: DateTime::UNIX_EPOCH,
            region_id: None,
            municipality_id: None,
            visibility: Visibility::Public,
            level: Level::Federation,
            code: "SHARE".into(),
            name: "Доля".into(),
            short_name: None,
            aliases: String::new(),
            category: IndicatorCategory::Main,
            kind: IndicatorKind::Level,
            unit: Unit::Percent,
            scale: 0,
            decimals: 0,
            better: Better::More,
            aggregation: Aggregation::Ratio,
            numerator: "Охваченные".into(),
            denominator: Some("Дети".into()),
            factor: 100,
            denominator_age_from: Some(5),
            denominator_age_to: Some(18),
            denominator_indicator_id: None,
            over_hundred: false,
            sensitive: false,
            period_types: "YEAR".into(),
            frequency: None,
            dimensions: "SEX\nPLACE".into(),
            formula: None,
            source_form: None,
            responsible: None,
            due_kind: None,
            due_day: None,
            due_number: None,
            jump_threshold: None,
            tolerance_micros: None,
            tolerance_scale: None,
            open_points: String::new(),
            sort_key: String::new(),
            search_key: String::new(),
            valid_from: None,
            valid_from_precision: 1,
            valid_from_text: None,
            valid_to: None,
            valid_to_precision: 1,
            valid_to_text: None,
        }
    }

    fn faults(change: impl FnOnce(&mut indicator::Model)) -> Vec<String> {
        let mut row = share();
        change(&mut row);
        let mut problems = Problems::new();
        check(&row, &mut problems);
        match problems.finish() {
            Err(Failure::User(errors)) => errors.iter().map(|error| error.path.join(".")).collect(),
            _ => vec![],
        }
    }

    fn no_ratio(row: &mut indicator::Model) {
        row.denominator = None;
        row.denominator_age_from = None;
        row.denominator_age_to = None;
    }

    #[test]
    fn a_definition_makes_sense() {
        assert_eq!(faults(|_| ()), [""; 0]);
        assert_eq!(faults(no_ratio), ["denominator"]);
        assert_eq!(faults(|row| row.aggregation = Aggregation::None), [""; 0]);
        assert_eq!(faults(|row| row.aggregation = Aggregation::Sum), ["denominator", "aggregation"]);
        assert_eq!(faults(|row| row.factor = 1), ["denominator.factor"]);
        assert_eq!(faults(|row| row.frequency = Some(PeriodType::Year)), [""; 0]);
        assert_eq!(faults(|row| row.frequency = Some(PeriodType::Month)), ["frequency"]);
        assert_eq!(faults(|row| row.factor = 0), ["denominator.factor", "denominator.factor"]);
        assert_eq!(faults(|row| (row.scale, row.decimals) = (2, 7)), ["scale", "decimals"]);
        assert_eq!(faults(|row| row.denominator_age_from = Some(19)), ["denominator.ageTo"]);
        assert_eq!(faults(|row| row.denominator_age_from = None), ["denominator.ageTo"]);
        let other = Some(Uuid::from_u128(1).into());
        assert_eq!(faults(|row| row.denominator_indicator_id = other), ["denominator.indicatorId"]);
    }

    #[test]
    fn a_flag_is_counted_and_nothing_else_is() {
        let flag = |aggregation| {
            move |row: &mut indicator::Model| {
                no_ratio(row);
                row.kind = IndicatorKind::Flag;
                row.unit = Unit::Count;
                row.aggregation = aggregation;
            }
        };
        assert_eq!(faults(flag(Aggregation::CountTrue)), [""; 0]);
        assert_eq!(faults(flag(Aggregation::None)), [""; 0]);
        assert_eq!(faults(flag(Aggregation::Sum)), ["aggregation"]);
        assert_eq!(faults(flag(Aggregation::Ratio)), ["denominator", "aggregation"]);
        let counted = |row: &mut indicator::Model| {
            no_ratio(row);
            (row.unit, row.aggregation) = (Unit::Person, Aggregation::CountTrue);
        };
        assert_eq!(faults(counted), ["aggregation"]);
        let persons = |row: &mut indicator::Model| {
            flag(Aggregation::CountTrue)(row);
            row.unit = Unit::Person;
        };
        assert_eq!(faults(persons), ["unit"]);
    }

    #[test]
    fn what_figures_rest_on_is_told_from_the_card() {
        let after = |change: fn(&mut indicator::Model)| {
            let mut row = share();
            change(&mut row);
            changed(&share(), &row)
        };
        assert_eq!(after(|row| row.name = "Иное".into()), None);
        assert_eq!(after(|row| row.dimensions = "DIRECTION\nSEX\nPLACE".into()), None);
        assert_eq!(after(|row| row.dimensions = "SEX".into()), Some("dimensions"));
        assert_eq!(after(|row| row.period_types = "MONTH".into()), Some("periodTypes"));
        assert_eq!(after(|row| row.unit = Unit::Person), Some("unit"));
        assert_eq!(after(|row| row.denominator_age_to = Some(17)), Some("denominator"));
        assert_eq!(after(|row| row.factor = 1000), Some("denominator"));
    }
}
