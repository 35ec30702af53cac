//! One target of an input: what it names, and whether it may stand in its set.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use entity::{
    CodeEnum,
    decimal::Decimal,
    ids::{AnyId, IndicatorId},
    indicator::{self, Better},
    shared::{Level, PeriodType},
    target::{self, Comparator},
    target_set,
};
use uuid::Uuid;

use super::rules::reaches;
use crate::{
    access::NodeRef,
    error::{Problems, UserError, UserErrorCode},
    period::Period,
    rules::breakdown::{Breakdown, Dimension, OTHER},
    service::{
        NAME,
        given::{GivenPeriod, subject_id},
        line,
        open_points::{self, OpenPoint},
    },
    text,
};

/// A target or a base as an input gives it.
#[derive(Clone, Debug)]
pub struct GivenTarget {
    /// The indicator by id.
    pub indicator: Option<IndicatorId>,
    /// The indicator by code.
    pub indicator_code: Option<String>,
    /// The node; absent: the federation, or every node of a level.
    pub subject: Option<AnyId>,
    /// Every node of this level.
    pub every: Option<Level>,
    /// A named group in the node.
    pub group: Option<String>,
    /// The canonical text of a breakdown.
    pub breakdown: Option<String>,
    /// The period; absent: not printed.
    pub period: Option<GivenPeriod>,
    /// The type of a recurring target whose first period is not printed.
    pub period_type: Option<PeriodType>,
    /// Whether it is the base.
    pub base: bool,
    /// Whether it holds every period from the first on.
    pub recurring: bool,
    /// The day by which the last of these periods ends.
    pub until: Option<NaiveDate>,
    /// How a fact is compared with it.
    pub comparator: Option<Comparator>,
    /// The value in the unit and scale of the indicator.
    pub value: Decimal,
    /// The same in absolute numbers.
    pub absolute: Option<Decimal>,
    /// As printed.
    pub printed: Option<String>,
    /// Where in the document.
    pub place: Option<String>,
    /// What the document leaves open.
    pub open_points: Vec<OpenPoint>,
}

/// What the rows of an input name, loaded at once.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub indicators: HashMap<IndicatorId, indicator::Model>,
    pub codes: HashMap<String, IndicatorId>,
    pub nodes: HashMap<AnyId, NodeRef>,
    pub members: BTreeSet<(Dimension, String)>,
}

/// The breakdown of a row.
pub(super) fn breakdown(row: &GivenTarget, path: &str) -> Result<Breakdown, UserError> {
    Breakdown::parse(row.breakdown.as_deref().unwrap_or_default()).map_err(|_fault| {
        UserError::new(
            UserErrorCode::Invalid,
            &format!("{path}.breakdown"),
            "Разрез записывают так: DIRECTION=TECHNICAL;SEX=FEMALE",
            "A breakdown is written DIRECTION=TECHNICAL;SEX=FEMALE",
        )
    })
}

/// Where the period of a row without one stands.
const NOWHERE: Option<NaiveDate> = NaiveDate::from_ymd_opt(1900, 1, 1);

/// A row as it is stored, without its id; none where something is wrong, which is noted.
pub(super) fn checked(
    row: GivenTarget,
    path: &str,
    set: &target_set::Model,
    known: &Known,
    problems: &mut Problems,
) -> Option<target::Model> {
    let at = |member: &str| format!("{path}.{member}");
    let indicator = problems.keep(named(&row, known, path));
    let node = problems.keep(subject(&row, set, known, path));
    let breakdown = problems.keep(breakdown(&row, path));
    let when = problems.keep(when(&row, path));
    let group = row.group.and_then(|name| problems.keep(line(&name, &at("group"), NAME)));
    let printed = row.printed.and_then(|text| problems.keep(line(&text, &at("printed"), NAME)));
    let place = row.place.and_then(|text| problems.keep(line(&text, &at("place"), NAME)));
    let points = open_points::check(row.open_points, &at("openPoints"), problems);
    let (indicator, node, breakdown, (period, dated)) = (indicator?, node?, breakdown?, when?);
    let told = |types: &str, code: &str| types.lines().any(|line| line == code);
    if !row.base && (dated || row.recurring) && !told(&indicator.period_types, period.kind().code()) {
        problems.add(
            UserErrorCode::Contradiction,
            &at("period"),
            "У показателя нет периодов этого вида",
            "The indicator is not told for periods of this type",
        );
    }
    for (dimension, member) in breakdown.members() {
        if !told(&indicator.dimensions, dimension.code()) {
            problems.add(
                UserErrorCode::Contradiction,
                &at("breakdown"),
                format!("У показателя нет разреза {}", dimension.code()),
                format!("The indicator is not broken down by {}", dimension.code()),
            );
        } else if member != OTHER && !known.members.contains(&(dimension, member.to_owned())) {
            problems.push(UserError::unknown(&at("breakdown")));
        }
    }
    let own = indicator.region_id.is_none_or(|region| node.region.is_none_or(|of| of == region))
        && indicator.municipality_id.is_none_or(|municipality| node.municipality.is_none_or(|of| of == municipality));
    if !own {
        problems.add(
            UserErrorCode::Contradiction,
            &at("subjectId"),
            "Показатель другой территории",
            "The indicator is of another territory",
        );
    }
    let comparator = match row.comparator {
        _ if row.base => Comparator::Eq,
        Some(comparator) => comparator,
        None if indicator.better == Better::Less => Comparator::Le,
        None => Comparator::Ge,
    };
    Some(target::Model {
        id: Uuid::nil(),
        target_set_id: set.id,
        indicator_id: indicator.id,
        subject: node.level,
        subject_id: if row.every.is_some() { Uuid::nil() } else { subject_id(&node) },
        group_key: group.as_deref().map(text::fold).unwrap_or_default(),
        group_name: group,
        breakdown: breakdown.to_string(),
        base: row.base,
        recurring: row.recurring,
        dated,
        until: row.until,
        period_type: period.kind(),
        period_from: period.from(),
        period_to: period.to(),
        comparator,
        value_micros: row.value.micros(),
        value_scale: row.value.scale(),
        absolute_micros: row.absolute.map(Decimal::micros),
        absolute_scale: row.absolute.map(Decimal::scale),
        printed,
        place,
        open_points: open_points::write(points),
    })
}

/// The indicator of a row.
fn named<'a>(row: &GivenTarget, known: &'a Known, path: &str) -> Result<&'a indicator::Model, UserError> {
    let (id, member) = match (row.indicator, &row.indicator_code) {
        (Some(id), None) => (Some(id), "indicatorId"),
        (None, Some(code)) => (known.codes.get(code).copied(), "indicatorCode"),
        (None, None) => return Err(UserError::required(&format!("{path}.indicatorId"))),
        (Some(_), Some(_)) => {
            return Err(UserError::new(
                UserErrorCode::Contradiction,
                &format!("{path}.indicatorCode"),
                "Задайте indicatorId или indicatorCode",
                "Give indicatorId or indicatorCode",
            ));
        }
    };
    id.and_then(|id| known.indicators.get(&id)).ok_or_else(|| UserError::unknown(&format!("{path}.{member}")))
}

/// The node of a row; of every node of a level a node of that level in the territory of the set.
fn subject(row: &GivenTarget, set: &target_set::Model, known: &Known, path: &str) -> Result<NodeRef, UserError> {
    let (at, every) = (format!("{path}.subjectId"), format!("{path}.every"));
    let contradiction = |path: &str, ru: &str, en: &str| UserError::new(UserErrorCode::Contradiction, path, ru, en);
    match (row.subject, row.every) {
        (Some(_), Some(_)) => Err(contradiction(&every, "Задайте subjectId или every", "Give subjectId or every")),
        (None, Some(level)) => {
            let above = match (set.region_id, set.municipality_id) {
                (_, Some(_)) => Level::Municipality,
                (Some(_), None) => Level::Region,
                (None, None) => Level::Federation,
            };
            if level <= above {
                return Err(contradiction(
                    &every,
                    "Уровень должен быть ниже территории набора",
                    "The level must be below the territory of the set",
                ));
            }
            Ok(NodeRef {
                level,
                region: set.region_id,
                zone: None,
                municipality: set.municipality_id,
                organisation: None,
            })
        }
        (id, None) => {
            let node = match id {
                None => NodeRef::federation(),
                Some(id) => known.nodes.get(&id).copied().ok_or_else(|| UserError::unknown(&at))?,
            };
            if reaches(set, &node) {
                return Ok(node);
            }
            Err(UserError::new(
                UserErrorCode::OutsideScope,
                &at,
                "Набор говорит о своей территории и о том, что в ней",
                "A set speaks of its own territory and of what lies in it",
            ))
        }
    }
}

/// The period of a row, and whether one is given.
fn when(row: &GivenTarget, path: &str) -> Result<(Period, bool), UserError> {
    let at = |member: &str| format!("{path}.{member}");
    let contradiction = |path: &str, ru: &str, en: &str| UserError::new(UserErrorCode::Contradiction, path, ru, en);
    if row.base && row.recurring {
        return Err(contradiction(&at("recurring"), "Базовое значение не повторяется", "A base does not recur"));
    }
    if row.until.is_some() && !row.recurring {
        return Err(contradiction(
            &at("until"),
            "Последний день бывает у повторяющейся цели",
            "A recurring target alone has a last day",
        ));
    }
    let (period, dated) = match (&row.period, row.period_type) {
        (Some(_), Some(_)) => {
            return Err(contradiction(&at("periodType"), "Вид следует из периода", "The type follows from the period"));
        }
        (Some(period), None) => (period.checked(&at("period"))?, true),
        (None, kind) => {
            let kind = match kind {
                None if row.recurring => return Err(UserError::required(&at("periodType"))),
                Some(kind) if row.recurring => kind,
                _ => PeriodType::Custom,
            };
            let bounds = if kind == PeriodType::Custom { NOWHERE } else { None };
            let undated = GivenPeriod { kind: Some(kind), from: NOWHERE, to: bounds, text: None };
            (undated.checked(&at("periodType"))?, false)
        }
    };
    if row.recurring && period.kind() == PeriodType::Custom {
        return Err(contradiction(
            &at("period"),
            "Повторяются месяцы, кварталы, полугодия и годы",
            "Months, quarters, half-years and years recur",
        ));
    }
    if dated && row.until.is_some_and(|until| until < period.to()) {
        return Err(UserError::date_order(&at("until")));
    }
    Ok((period, dated))
}
