//! What the rows of one call refer to: indicators, subjects, members of dimensions, documents; each row checked against it.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    ids::IndicatorId,
    indicator,
    shared::{Level, Visibility},
};
use uuid::Uuid;

use super::{
    check,
    put::Put,
    query,
    record::{IndicatorRef, Member, RecordRow},
    subjects::{self, Subject},
};
use crate::{
    access::{Action, Kind, Node},
    db::{WriteTx, change::Place},
    error::{AppError, Failure, Problems, UserError, UserErrorCode},
    period::Period,
    rules::breakdown::{Breakdown, BreakdownFault, Dimension, OTHER},
    service::{CODE, Cx, NAME, TEXT, classifier, line, paragraph, place},
    text,
};

/// What the rows of one call refer to.
pub struct Ground {
    indicators: Vec<indicator::Model>,
    subjects: BTreeMap<(&'static str, Uuid), Subject>,
    members: BTreeSet<(String, String)>,
    documents: BTreeSet<String>,
}

impl Ground {
    /// One statement for each kind of reference.
    pub async fn load(cx: &Cx, tx: &WriteTx, rows: &[RecordRow]) -> Result<Self, AppError> {
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

    /// An indicator of the rows.
    pub fn indicator(&self, id: IndicatorId) -> Option<&indicator::Model> {
        self.indicators.iter().find(|row| row.id == id)
    }

    /// The level that keeps what the viewer enters about a subject.
    pub fn keeper(cx: &Cx, put: &Put, action: Action, place: Place) -> Result<Level, Failure> {
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
    pub fn checked(&self, cx: &Cx, row: RecordRow, path: &str, problems: &mut Problems) -> Option<Put> {
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
