//! From whom small numbers are kept: whoever has no right to read values where the subject is.
//!
//! Judged by [`judge`] beside all neighbours, whichever of them are asked for, so that two questions never tell what one
//! hides: the municipalities of a region together, the organisations of a municipality together, whole years. Five
//! statements whatever is shown, and none where nothing of it is sensitive.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use entity::{
    figure,
    ids::{IndicatorId, MunicipalityId, OrganisationId, RegionId},
    indicator,
    shared::{Level, PeriodType, Visibility},
    value,
};
use uuid::Uuid;

use super::{
    guard::{Group, Settled, Span, Spot, Told, Whose, is_sensitive, judge},
    list::sees_zone,
    query,
    touched::subject_of,
};
use crate::{
    access::{Kind, Node, NodeRef, Right, Scope},
    db::change::{Place, Root},
    error::AppError,
    service::{Cx, results::map::Map},
};

/// Whose numbers are shown, and what has to be judged for it.
#[derive(Clone, Debug, Default)]
pub struct Neighbours {
    /// The first and the last day of what is judged.
    pub window: (NaiveDate, NaiveDate),
    /// Regions whose municipalities are judged together.
    pub regions: BTreeSet<RegionId>,
    /// Municipalities of them whose organisations are.
    pub towns: BTreeSet<MunicipalityId>,
    /// Subjects that may have no neighbours.
    pub subjects: BTreeSet<Uuid>,
    /// Whether what is past draft counts, where it may.
    pub submitted: bool,
}

impl Neighbours {
    /// With the school years around the years of a period: what is asked for of a year is judged alike.
    pub fn span(&mut self, from: NaiveDate, to: NaiveDate) {
        let first = NaiveDate::from_ymd_opt(from.year() - 1, 9, 1).unwrap_or(from);
        let last = NaiveDate::from_ymd_opt(to.year() + 1, 8, 31).unwrap_or(to);
        self.window = match self.window {
            (a, b) if a == NaiveDate::default() && b == a => (first, last),
            (a, b) => (a.min(first), b.max(last)),
        };
    }
}

/// What is hidden of some indicators.
#[derive(Debug, Default)]
pub struct Veil(HashSet<(IndicatorId, Spot)>);

impl Veil {
    /// Of some indicators, in a map that holds the regions.
    pub async fn of(
        cx: &Cx,
        map: &Map,
        indicators: &[&indicator::Model],
        asked: &Neighbours,
    ) -> Result<Self, AppError> {
        if indicators.is_empty() {
            return Ok(Self::default());
        }
        let mut asked = asked.clone();
        // What is known of a part is known of the rest: the municipalities whose organisations the viewer reads in part.
        let partly: BTreeSet<MunicipalityId> = partly(cx)
            .filter(|town| map.town(*town).is_some_and(|town| asked.regions.contains(&town.region)))
            .collect();
        asked.towns.extend(&partly);
        let ids: Vec<IndicatorId> = indicators.iter().map(|of| of.id).collect();
        let rows = rows(cx, indicators, &ids, &asked).await?;
        let mut veil = Self::default();
        for of in indicators {
            let empty = HashMap::new();
            let tables = rows.get(&of.id).unwrap_or(&empty);
            for (region, rows) in tables {
                // Judging a country takes a while.
                tokio::task::coop::consume_budget().await;
                let hidden = match region {
                    Some(region) => in_region(map, *region, of, rows, &partly),
                    None => rows.iter().flat_map(|row| alone(of, row, rows)).collect(),
                };
                veil.0.extend(hidden.into_iter().map(|spot| (of.id, spot)));
            }
        }
        Ok(veil)
    }

    /// Whether a number is hidden.
    pub fn covers(&self, of: IndicatorId, whose: Whose, span: Span, breakdown: &str) -> bool {
        self.0.contains(&(of, Spot { whose, span, breakdown: breakdown.to_owned() }))
    }
}

fn partly(cx: &Cx) -> impl Iterator<Item = MunicipalityId> {
    let nodes = cx.viewer.nodes_with(Right::Read, Kind::Value);
    nodes.filter_map(|node| match node {
        Node::Organisation { municipality, .. } => *municipality,
        _ => None,
    })
}

/// What is told, and of whom.
struct Row {
    subject: NodeRef,
    told: Told,
}

type Tables = HashMap<IndicatorId, HashMap<Option<RegionId>, Vec<Row>>>;

async fn rows(
    cx: &Cx,
    indicators: &[&indicator::Model],
    ids: &[IndicatorId],
    asked: &Neighbours,
) -> Result<Tables, AppError> {
    let scope = cx.scope(Kind::Value);
    let of: HashMap<IndicatorId, &indicator::Model> = indicators.iter().map(|of| (of.id, *of)).collect();
    let mut tables = Tables::new();
    let mut take = |id: IndicatorId, row: Row| {
        let region = row.subject.region.filter(|region| asked.regions.contains(region));
        tables.entry(id).or_default().entry(region).or_default().push(row);
    };
    let counts = |subject: &NodeRef| asked.submitted && scope.counts_all_of(&past_draft(subject));
    for row in query::figures_beside(&cx.db, ids, asked).await? {
        let subject = subject_of_figure(&row);
        let Some(of) = of.get(&row.indicator_id) else { continue };
        let Some(number) = number(of, row.numerator_micros, row.stated_micros) else { continue };
        if (row.state == 1) != counts(&subject) {
            continue;
        }
        let told = Told {
            node: row.subject_id,
            group: String::new(),
            span: (row.period_type, row.period_from, row.period_to),
            breakdown: row.breakdown,
            source: None,
            number,
            reads: reads(&scope, &subject),
        };
        take(row.indicator_id, Row { subject, told });
    }
    for row in query::values_beside(&cx.db, ids, asked).await? {
        let subject = subject_of(&row);
        let Some(of) = of.get(&row.indicator_id) else { continue };
        let Some(number) = number(of, row.numerator_micros, row.stated_micros) else { continue };
        if row.visibility != Visibility::Public && !counts(&subject) {
            continue;
        }
        let told = Told {
            node: row.subject_id,
            group: row.group_key,
            span: (row.period_type, row.period_from, row.period_to),
            breakdown: row.breakdown,
            source: Some(row.source),
            number,
            reads: reads(&scope, &subject),
        };
        take(row.indicator_id, Row { subject, told });
    }
    Ok(tables)
}

/// The number that could tell of single people.
fn number(of: &indicator::Model, numerator: Option<i64>, stated: Option<i64>) -> Option<i64> {
    numerator.or(stated.filter(|_| of.denominator.is_none()))
}

fn past_draft(subject: &NodeRef) -> Place {
    Place { visibility: Visibility::Submitted, ..subject.place() }
}

fn reads(scope: &Scope, subject: &NodeRef) -> bool {
    subject.zone.is_some_and(|zone| scope.zones().contains(&zone)) || scope.is_within(&past_draft(subject))
}

fn subject_of_figure(row: &figure::Model) -> NodeRef {
    NodeRef {
        level: row.subject,
        region: row.region_id,
        zone: (row.subject == Level::Zone).then(|| row.subject_id.into()),
        municipality: row.municipality_id,
        organisation: row.organisation_id,
    }
}

/// What of a subject without neighbours is hidden: judged once, by the first of its rows.
fn alone(of: &indicator::Model, row: &Row, rows: &[Row]) -> BTreeSet<Spot> {
    let own = || rows.iter().filter(|other| other.told.node == row.told.node);
    if own().next().is_none_or(|first| !std::ptr::eq(first, row)) {
        return BTreeSet::new();
    }
    let told: Vec<Told> = own().map(|row| row.told.clone()).collect();
    judge(of.into(), &told, &|_| vec![], &Settled::default())
}

/// What of a region is hidden: its municipalities beside each other, then the organisations of each.
fn in_region(
    map: &Map,
    region: RegionId,
    of: &indicator::Model,
    rows: &[Row],
    partly: &BTreeSet<MunicipalityId>,
) -> BTreeSet<Spot> {
    let mut members: BTreeMap<MunicipalityId, BTreeSet<OrganisationId>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.subject.level == Level::Organisation) {
        if let (Some(town), Some(organisation)) = (row.subject.municipality, row.subject.organisation) {
            members.entry(town).or_default().insert(organisation);
        }
    }
    let of_town = |town: &MunicipalityId| Group {
        total: (*town).into(),
        nodes: members.get(town).into_iter().flatten().map(|id| Uuid::from(*id)).collect(),
        sums: vec![],
    };
    let lower = |row: &&Row| row.subject.level == Level::Organisation;
    let apart = |row: &&Row| row.subject.municipality.is_none_or(|town| !partly.contains(&town));
    let upper = rows.iter().filter(|row| !lower(row) || !apart(row)).map(|row| row.told.clone());
    let groups = |span: Span| -> Vec<Group> {
        let towns = partly.iter().filter(|town| members.contains_key(*town)).map(of_town);
        towns.chain(territories(map, region, span.2)).collect()
    };
    let mut hidden = judge(of.into(), &upper.collect::<Vec<_>>(), &groups, &Settled::default());
    for town in members.keys().filter(|town| !partly.contains(*town)) {
        let id = Uuid::from(*town);
        let settled = Settled {
            nodes: BTreeSet::from([id]),
            hidden: hidden
                .iter()
                .filter(|spot| matches!(&spot.whose, Whose::Own(node, _) if *node == id))
                .cloned()
                .collect(),
        };
        let inside = |row: &&Row| row.subject.municipality == Some(*town);
        let told: Vec<Told> = rows.iter().filter(inside).map(|row| row.told.clone()).collect();
        hidden.extend(judge(of.into(), &told, &|_| vec![of_town(town)], &settled));
    }
    let loose = rows.iter().filter(|row| lower(row) && row.subject.municipality.is_none());
    hidden.extend(loose.flat_map(|row| alone(of, row, rows)));
    hidden
}

/// The zones of a region and the region, as they were on the last day of a period.
fn territories(map: &Map, region: RegionId, last: NaiveDate) -> Vec<Group> {
    let mut zones: BTreeMap<Uuid, Vec<Uuid>> = BTreeMap::new();
    let mut rest = vec![];
    for (id, town) in map.ever(region) {
        match town.zone_on(last).filter(|_| town.exists(last)) {
            Some(zone) => zones.entry(zone.into()).or_default().push(id.into()),
            None => rest.push(id.into()),
        }
    }
    let sums = zones.keys().copied().collect();
    let zone = |(total, nodes)| Group { total, nodes, sums: vec![] };
    let whole = Group { total: region.into(), nodes: rest, sums };
    zones.into_iter().map(zone).chain([whole]).collect()
}

/// Whether the viewer reads the numbers of a place in full.
pub fn reads_in_full(scope: &Scope, row: &value::Model) -> bool {
    scope.is_within(&row.place()) || sees_zone(scope, row)
}

/// The values of a page whose numbers this viewer may not see.
pub async fn veiled(
    cx: &Cx,
    rows: &[value::Model],
    indicators: &HashMap<IndicatorId, indicator::Model>,
) -> Result<BTreeSet<Uuid>, AppError> {
    let scope = cx.scope(Kind::Value);
    let guarded = |row: &&value::Model| {
        !reads_in_full(&scope, row)
            && indicators.get(&row.indicator_id).is_some_and(|of| is_sensitive(of.into(), &row.breakdown))
    };
    let foreign: Vec<&value::Model> = rows.iter().filter(guarded).collect();
    if foreign.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut asked = Neighbours::default();
    let mut of = BTreeSet::new();
    for row in &foreign {
        asked.span(row.period_from, row.period_to);
        asked.regions.extend(row.region_id);
        asked.subjects.insert(row.subject_id);
        if row.subject == Level::Organisation {
            asked.towns.extend(row.municipality_id);
        }
        of.insert(row.indicator_id);
    }
    let map = Map::load(&cx.db, Some(&asked.regions)).await?;
    let of: Vec<&indicator::Model> = of.iter().filter_map(|id| indicators.get(id)).collect();
    let veil = Veil::of(cx, &map, &of, &asked).await?;
    let hidden = |row: &&&value::Model| {
        let span: (PeriodType, _, _) = (row.period_type, row.period_from, row.period_to);
        veil.covers(row.indicator_id, Whose::Own(row.subject_id, row.group_key.clone()), span, &row.breakdown)
    };
    Ok(foreign.iter().filter(hidden).map(|row| row.id).collect())
}
