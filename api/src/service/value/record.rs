//! Recording values: up to a thousand rows at once, all or none, with what is strange in them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::{AnyId, IndicatorId},
    indicator,
    indicator::IndicatorKind,
    shared::{Level, Visibility},
    value,
};

use super::{
    actions,
    check::{self, Warning},
    figures,
    put::{Number, Put, REPORT, put_if},
    query,
    subjects::{self, Subject},
    touched::{Touched, period_of, subject_of},
};
use crate::{
    access::{Action, Kind, Node, Scope},
    db::{
        WriteTx,
        change::{Place, Root},
    },
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    period::Period,
    rules::breakdown::{Breakdown, BreakdownFault, Dimension, OTHER},
    service::{CODE, Cx, NAME, TEXT, classifier, given::GivenPeriod, line, paragraph, place},
    text,
    validity::Bound,
};

/// Most rows of one call.
pub const MOST: usize = 1_000;

/// The indicator of a row: by its id, or by its code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndicatorRef {
    /// Id.
    pub id: Option<IndicatorId>,
    /// Code.
    pub code: Option<String>,
}

/// A member of a dimension, as a row names it.
#[derive(Clone, Debug)]
pub struct Member {
    /// The dimension.
    pub dimension: Dimension,
    /// A code of its dictionary.
    pub member: String,
}

/// A row to record.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// The indicator.
    pub indicator: IndicatorRef,
    /// The node that it is about; none is the federation.
    pub subject: Option<AnyId>,
    /// A named group in it.
    pub group: Option<String>,
    /// Which part of the whole.
    pub breakdown: Vec<Member>,
    /// When.
    pub period: GivenPeriod,
    /// The number.
    pub number: Number,
    /// The day that it was counted on.
    pub as_of: Option<Bound>,
    /// Remark.
    pub note: Option<String>,
    /// Why the target is missed or the number jumps.
    pub reason: Option<String>,
    /// What is done about it.
    pub measures: Option<String>,
    /// The document, a code of the dictionary of sources.
    pub document: Option<String>,
    /// Where in the document.
    pub place: Option<String>,
    /// As printed.
    pub printed: Option<String>,
}

/// Rows of one source.
#[derive(Clone, Debug)]
pub struct RecordValues {
    /// Who says so.
    pub source: String,
    /// Draft or submitted; accepted only by the service itself.
    pub state: Visibility,
    /// The rows.
    pub rows: Vec<RecordRow>,
}

/// What was recorded, in the order of the rows.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The values.
    pub rows: Vec<value::Model>,
    /// What is strange in them.
    pub warnings: Vec<Warning>,
}

/// Records values.
pub async fn record(cx: &Cx, input: RecordValues) -> Result<Recorded, Failure> {
    let RecordValues { source, state, rows } = input;
    let action = if state == Visibility::Draft { Action::RecordValues } else { Action::SubmitValues };
    place::somewhere(&cx.viewer, action)?;
    few(rows.len())?;
    let mut tx = cx.write().await?;
    let ground = Ground::load(cx, &tx, &rows).await?;
    let mut problems = Problems::new();
    let source = problems.keep(named(&source)).unwrap_or_default();
    let mut puts = Vec::with_capacity(rows.len());
    let mut warnings = Vec::new();
    for (number, row) in rows.into_iter().enumerate() {
        let path = format!("rows.{number}");
        if let Some(put) = ground.checked(cx, row, &path, &mut problems) {
            let place = Place { visibility: state, ..put.subject.place() };
            let level = Ground::keeper(cx, &put, action, place)?;
            warnings.extend(ground.indicator(put.indicator).and_then(|row| check::stated(row, &put.number, &path)));
            puts.push(Put {
                source: source.clone(),
                visibility: state,
                level,
                on_behalf: level < put.subject.level,
                ..put
            });
        }
    }
    problems.finish()?;
    let scope = cx.scope(Kind::Value);
    let may = |before: &value::Model, path: &str| {
        if !scope.sees(&before.place()) {
            return Err(hidden(path));
        }
        // Who corrects may do so where the row is kept.
        let verdict = actions::by_right(&cx.viewer, action, &subject_of(before), &before.place());
        if verdict.is_allowed() { Ok(()) } else { Err(kept_above(path)) }
    };
    let rows: Vec<value::Model> = put_if(&mut tx, puts, may).await?.into_iter().map(|(_, row)| row).collect();
    warnings.extend(strange(&tx, &scope, &ground, &rows).await?);
    if state != Visibility::Draft {
        for row in &rows {
            tx.audit("submitValues", row, None, details(row));
        }
    }
    tx.commit().await?;
    Ok(Recorded { rows, warnings })
}

/// What the audit log says of a value.
pub fn details(row: &value::Model) -> serde_json::Value {
    let period = period_of(row).map(|period| period.to_string()).unwrap_or_default();
    serde_json::json!({
        "indicator": row.indicator_id, "period": period, "breakdown": row.breakdown, "source": row.source,
    })
}

/// Refuses no rows, and too many.
pub fn few(count: usize) -> Result<(), UserError> {
    match count {
        0 => Err(UserError::required("rows")),
        1..=MOST => Ok(()),
        _ => Err(UserError::new(
            UserErrorCode::TooMany,
            "rows",
            format!("Не больше {MOST} строк за раз"),
            format!("At most {MOST} rows at once"),
        )),
    }
}

/// A source, which is no report's.
fn named(source: &str) -> Result<String, UserError> {
    let source = line(source, "source", CODE)?;
    if source == REPORT {
        let (ru, en) = ("Так называются значения из отчётов", "Values of reports have this name");
        return Err(UserError::new(UserErrorCode::Invalid, "source", ru, en));
    }
    Ok(source)
}

fn hidden(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::Duplicate,
        &format!("{path}.source"),
        "Такое значение этого источника уже ведёт другой уровень: назовите другой источник",
        "Another level keeps such a value of this source: name another source",
    )
}

fn kept_above(path: &str) -> UserError {
    UserError::new(
        UserErrorCode::OutsideScope,
        path,
        "Значение ведёт вышестоящий уровень",
        "A level above keeps this value",
    )
}

/// What the rows of one call refer to.
struct Ground {
    indicators: Vec<indicator::Model>,
    subjects: BTreeMap<(&'static str, uuid::Uuid), Subject>,
    members: BTreeSet<(String, String)>,
    documents: BTreeSet<String>,
}

impl Ground {
    async fn load(cx: &Cx, tx: &WriteTx, rows: &[RecordRow]) -> Result<Self, AppError> {
        let refs = rows.iter().map(|row| &row.indicator);
        let indicators = query::named(tx, &cx.scope(Kind::Indicator), refs).await?;
        let ids = rows.iter().filter_map(|row| row.subject).map(subjects::key).collect();
        let subjects = subjects::load(tx, &cx.viewer, &ids).await?;
        let dimensions: BTreeSet<Dimension> =
            rows.iter().flat_map(|row| row.breakdown.iter().map(|member| member.dimension)).collect();
        let mut members = BTreeSet::new();
        if !dimensions.is_empty() {
            let names: Vec<String> = dimensions.into_iter().map(Dimension::dictionary).collect();
            let entries = classifier::of_dictionaries(tx, &names).await?;
            members.extend(entries.into_iter().map(|entry| (entry.dictionary, entry.code)));
        }
        let mut documents = BTreeSet::new();
        let codes: BTreeSet<String> = rows.iter().filter_map(|row| row.document.clone()).collect();
        if !codes.is_empty() {
            let codes: Vec<String> = codes.into_iter().filter(|code| text::clean(code, CODE).is_ok()).collect();
            let entries = classifier::by_codes(tx, classifier::SOURCE, &codes).await?;
            documents.extend(entries.into_iter().map(|entry| entry.code));
        }
        Ok(Self { indicators, subjects, members, documents })
    }

    fn indicator(&self, id: IndicatorId) -> Option<&indicator::Model> {
        self.indicators.iter().find(|row| row.id == id)
    }

    /// The level that keeps what the viewer enters about a subject.
    fn keeper(cx: &Cx, put: &Put, action: Action, place: Place) -> Result<Level, Failure> {
        let zone = Level::Zone;
        if put.subject.level == zone && !cx.viewer.is_system() {
            let place = Place { level: zone, ..place };
            let (kind, right) = action.needs();
            let own = |node: &Node| node.level() == zone && node.holds(&put.subject);
            if cx.viewer.nodes_with(right, kind).any(own) {
                return Ok(zone);
            }
            return place::keeper(&cx.viewer, action, &place);
        }
        place::keeper(&cx.viewer, action, &place)
    }

    /// A row as it is written; its source, level and visibility come later.
    fn checked(&self, cx: &Cx, row: RecordRow, path: &str, problems: &mut Problems) -> Option<Put> {
        let at = |member: &str| format!("{path}.{member}");
        let before = problems.count();
        let indicator = problems.keep(self.found(&row.indicator, path));
        let subject = problems.keep(match row.subject {
            None => Ok(Subject::federation()),
            Some(id) => {
                self.subjects.get(&subjects::key(id)).copied().ok_or_else(|| UserError::unknown(&at("subjectId")))
            }
        });
        let period = problems.keep(row.period.checked(&at("period")));
        let breakdown = problems.keep(self.breakdown(indicator, &row.breakdown, &at("breakdown")));
        if let (Some(indicator), Some(period)) = (indicator, period) {
            fits(cx, indicator, &period, subject.as_ref(), path, problems);
        }
        let number = indicator.map_or(row.number, |indicator| check::number(indicator, row.number, path, problems));
        let mut text = |text: Option<String>, member: &str, max: usize| {
            problems.keep(text.map(|text| paragraph(&text, &at(member), max)).transpose()).flatten()
        };
        let (note, reason) = (text(row.note, "note", TEXT), text(row.reason, "reason", TEXT));
        let (measures, printed) = (text(row.measures, "measures", TEXT), text(row.printed, "printed", NAME));
        let place = text(row.place, "place", NAME);
        let group = problems.keep(row.group.map(|group| line(&group, &at("group"), NAME)).transpose()).flatten();
        let document = problems.keep(match row.document {
            Some(code) if !self.documents.contains(&code) => Err(UserError::unknown(&at("document"))),
            document => Ok(document),
        });
        if problems.count() > before {
            return None;
        }
        Some(Put {
            indicator: indicator?.id,
            subject: subject?.node,
            group,
            breakdown: breakdown?,
            period: period?,
            source: String::new(),
            number,
            as_of: row.as_of,
            note,
            reason,
            measures,
            document: document?,
            place,
            printed,
            on_behalf: false,
            report: None,
            visibility: Visibility::Draft,
            level: Level::Federation,
        })
    }

    fn found(&self, of: &IndicatorRef, path: &str) -> Result<&indicator::Model, UserError> {
        let (by, found) = match (&of.id, &of.code) {
            (Some(id), None) => ("indicatorId", self.indicators.iter().find(|row| row.id == *id)),
            (None, Some(code)) => ("indicatorCode", self.indicators.iter().find(|row| row.code == *code)),
            (None, None) => return Err(UserError::required(&format!("{path}.indicatorCode"))),
            (Some(_), Some(_)) => {
                return Err(UserError::new(
                    UserErrorCode::Contradiction,
                    &format!("{path}.indicatorCode"),
                    "Назовите показатель либо по id, либо по коду",
                    "Name the indicator either by id or by code",
                ));
            }
        };
        found.ok_or_else(|| UserError::unknown(&format!("{path}.{by}")))
    }

    fn breakdown(
        &self,
        indicator: Option<&indicator::Model>,
        members: &[Member],
        path: &str,
    ) -> Result<Breakdown, UserError> {
        let parts = members.iter().map(|member| (member.dimension, member.member.as_str()));
        let breakdown = Breakdown::of(parts).map_err(|fault| fault_error(&fault, path))?;
        let declared: Vec<&str> = indicator.map(|row| row.dimensions.lines().collect()).unwrap_or_default();
        for (dimension, member) in breakdown.members() {
            let code = entity::CodeEnum::code(dimension);
            if indicator.is_some() && !declared.contains(&code) {
                let (ru, en) =
                    ("У показателя нет такого разреза", "The indicator is not broken down by this dimension");
                return Err(UserError::new(UserErrorCode::UnknownReference, path, ru, en));
            }
            if member != OTHER && !self.members.contains(&(dimension.dictionary(), member.to_owned())) {
                let (ru, en) =
                    ("В словаре разреза нет такого кода", "The dictionary of the dimension has no such code");
                return Err(UserError::new(UserErrorCode::UnknownReference, path, ru, en));
            }
        }
        Ok(breakdown)
    }
}

/// Whether an indicator is told for a period and a subject.
fn fits(
    cx: &Cx,
    indicator: &indicator::Model,
    period: &Period,
    subject: Option<&Subject>,
    path: &str,
    problems: &mut Problems,
) {
    let at = |member: &str| format!("{path}.{member}");
    let code = entity::CodeEnum::code(period.kind());
    if !indicator.period_types.lines().any(|declared| declared == code) {
        let (ru, en) = ("Показатель не считают за такой период", "The indicator is not told for such periods");
        problems.add(UserErrorCode::Invalid, &at("period"), ru, en);
    }
    if period.from() > cx.today() {
        let (ru, en) = ("Период ещё не начался", "The period has not begun");
        problems.add(UserErrorCode::OutOfRange, &at("period"), ru, en);
    }
    let known = indicator.valid_from.is_none_or(|from| from <= period.to())
        && indicator.valid_to.is_none_or(|to| to >= period.from());
    if !known {
        let (ru, en) = ("В этом периоде показателя не было", "The indicator was not in use in this period");
        problems.add(UserErrorCode::DateOrder, &at("period"), ru, en);
    }
    if let Some(subject) = subject {
        if !subject.exists_in(period) {
            let (ru, en) = ("В этом периоде такого объекта не было", "The subject did not exist in this period");
            problems.add(UserErrorCode::DateOrder, &at("subjectId"), ru, en);
        }
        if indicator.region_id.is_some() && indicator.region_id != subject.node.region {
            let (ru, en) = ("Это показатель другого региона", "The indicator belongs to another region");
            problems.add(UserErrorCode::Contradiction, &at("subjectId"), ru, en);
        }
    }
}

fn fault_error(fault: &BreakdownFault, path: &str) -> UserError {
    let (code, ru, en) = match fault {
        BreakdownFault::Malformed(_) => (
            UserErrorCode::Invalid,
            "Код: латинские буквы, цифры и подчёркивание",
            "A code has Latin letters, digits and underscores",
        ),
        BreakdownFault::UnknownDimension(_) => {
            (UserErrorCode::UnknownReference, "Такого разреза нет", "No such dimension")
        }
        BreakdownFault::Twice(_) => {
            (UserErrorCode::Contradiction, "Разрез назван дважды", "A dimension is given twice")
        }
    };
    UserError::new(code, path, ru, en)
}

/// What is strange in what was written, beside what stands there already: two statements.
async fn strange(
    tx: &WriteTx,
    scope: &Scope,
    ground: &Ground,
    rows: &[value::Model],
) -> Result<Vec<Warning>, AppError> {
    let touched = Touched::by_stored(rows)?;
    let mut stored = query::of_touched(tx, &touched).await?;
    stored.retain(|row| scope.sees(&row.place()));
    let past_draft: Vec<&value::Model> = stored.iter().filter(|row| row.visibility != Visibility::Draft).collect();
    let bases = figures::ground_of(tx, &touched).await?;
    let unequal = check::unequal(&stored);
    let mut warnings = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let path = format!("rows.{number}");
        let Some(indicator) = ground.indicator(row.indicator_id) else { continue };
        if indicator.kind == IndicatorKind::Cumulative {
            warnings.extend(check::falls(row, stored.iter(), &path));
        }
        let band = indicator.denominator_age_from.zip(indicator.denominator_age_to);
        let bound = band.and_then(|band| bases.bound_population(row, band));
        if let Some(bound) = bound {
            warnings.extend(check::bound(indicator, &number_of(row), bound, &path));
        }
        let differing = check::differing(indicator, row, past_draft.iter().copied());
        warnings.extend(check::sources_differ(&differing, &path));
        let key = super::put::Key::of(row);
        warnings.extend(unequal.iter().find(|one| one.concerns(&key)).map(|one| one.warning(&path)));
    }
    Ok(warnings)
}

/// The number of a stored value.
pub fn number_of(row: &value::Model) -> Number {
    let decimal = |micros: Option<i64>, scale: Option<i16>| {
        micros.zip(scale).and_then(|(micros, scale)| entity::decimal::Decimal::from_stored(micros, scale).ok())
    };
    Number {
        numerator: decimal(row.numerator_micros, row.numerator_scale),
        denominator: decimal(row.denominator_micros, row.denominator_scale),
        stated: decimal(row.stated_micros, row.stated_scale),
        qualifier: row.qualifier,
        null_reason: row.null_reason,
    }
}
