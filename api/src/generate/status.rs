//! Status assignments: chains of renewals with the acts that grant them, ends, and proposals that nobody has decided.

use chrono::{Days, Months, NaiveDate};
use entity::{
    act_basis::BasisRole,
    centre::{self, CentreKind},
    ids::LegalActId,
    organisation::{self, OrganisationType},
    shared::{Level, Visibility},
    status_assignment::{self, StatusEnd},
    status_kind::{self, StatusHolderType},
};
use sea_orm::IntoActiveModel;
use serde_json::json;

use super::{
    act::Orders,
    batch::Batch,
    chance::Chance,
    net::{Region, TODAY, day, works},
    words::DIRECTIONS,
};
use crate::service::status::{
    content::key_of,
    draft::search_key,
    query::STANDING,
    rows::decision_level,
    rules::{Term, academic_year},
    tally,
};

/// Who holds a status.
#[derive(Clone, Copy)]
pub enum Holder<'a> {
    /// A centre.
    Centre(&'a centre::Model),
    /// An organisation, or a unit inside it.
    Organisation(&'a organisation::Model),
}

/// What is granted to whom.
pub struct Subject<'a> {
    /// The level of the status.
    pub level: Level,
    /// Who holds it.
    pub holder: Holder<'a>,
    /// Its topic.
    pub topic: Option<String>,
    /// Its number in a register.
    pub number: Option<String>,
}

/// One assignment of a chain.
pub struct Link {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Day of the decision.
    pub granted_on: NaiveDate,
    /// The act that grants it.
    pub act: LegalActId,
    /// What ended it before.
    pub end: Option<(StatusEnd, NaiveDate, Option<LegalActId>)>,
}

/// Kinds that organisations of a type hold: code, level, how many of a hundred have it, years of a term.
fn held(kind: OrganisationType) -> &'static [(&'static str, Level, usize, u32)] {
    use Level::{Federation, Municipality, Region};
    match kind {
        OrganisationType::School => &[
            ("GROWTH_POINT", Federation, 14, 0),
            ("REFERENCE_SCHOOL", Region, 4, 3),
            ("SCHOOL_THEATRE", Federation, 5, 0),
            ("SCHOOL_MUSEUM", Region, 4, 0),
            ("RESOURCE_CENTRE", Municipality, 3, 1),
            ("MUNICIPAL_INNOVATION_PLATFORM", Municipality, 4, 2),
        ],
        OrganisationType::Kindergarten => {
            &[("MUNICIPAL_INNOVATION_PLATFORM", Municipality, 3, 2), ("INTERNSHIP_PLATFORM", Municipality, 2, 1)]
        }
        OrganisationType::AdditionalEducation => &[
            ("BASE_ORGANISATION", Region, 20, 3),
            ("INTERNSHIP_PLATFORM", Region, 12, 2),
            ("REGIONAL_INNOVATION_PLATFORM", Region, 6, 3),
            ("MUNICIPAL_NETWORK_LEADER", Municipality, 10, 1),
            ("RESOURCE_CENTRE", Region, 8, 1),
            ("KVANTORIUM", Federation, 2, 0),
        ],
        OrganisationType::Vocational => {
            &[("IT_CUBE", Federation, 8, 0), ("FEDERAL_INNOVATION_PLATFORM", Federation, 5, 3)]
        }
        OrganisationType::Culture => &[("INTERNSHIP_PLATFORM", Municipality, 3, 2)],
        _ => &[],
    }
}

/// The statuses of the organisations of a region.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    let mut batch = Batch::default();
    let mut orders = Orders::default();
    let rows: Vec<organisation::Model> = net.organisations.iter().filter(|row| works(row)).cloned().collect();
    for row in rows {
        let mut chance = net.chance(&format!("statuses {}", row.id));
        for (nth, (code, level, share, years)) in held(row.kind).iter().enumerate() {
            if !chance.percent(*share) || *level == Level::Municipality && row.municipality_id.is_none() {
                continue;
            }
            let Some(kind) = net.plan.kind(code) else { continue };
            let topic = kind.topic_in_key.then(|| format!("Развитие {}", chance.word(&DIRECTIONS)));
            let number =
                kind.has_registry_number.then(|| format!("{}-{:06}", net.subject.code, chance.below(1_000_000)));
            let subject = Subject { level: *level, holder: Holder::Organisation(&row), topic, number };
            let key = format!("status {} {nth}", row.id);
            if chance.percent(3) {
                propose(net, &mut batch, kind, &subject, &key, &mut chance);
                continue;
            }
            let town = row.municipality_id.filter(|_| *level == Level::Municipality);
            let title = format!("О присвоении статуса «{}»", kind.name);
            let ending = format!("О прекращении статуса «{}»", kind.name);
            let mut links = Vec::new();
            for (from, to) in terms(&mut chance, kind, *years, row.valid_from) {
                let decided = from.checked_sub_days(Days::new(7)).unwrap_or(from);
                let act = orders.of(net, &mut batch, town, decided, &title);
                links.push(Link { from, to, granted_on: decided, act, end: None });
            }
            if let Some(last) = links.last_mut()
                && chance.percent(5)
                && last.to.is_none_or(|to| to > day(2025, 6, 30))
                && last.from < day(2025, 6, 1)
            {
                let on = day(2025, 6, 30);
                let waived = chance.percent(40);
                let act = orders.of(net, &mut batch, town, on, &ending);
                let end = if waived { (StatusEnd::Waived, on, None) } else { (StatusEnd::Revoked, on, Some(act)) };
                last.end = Some(end);
            }
            chain(net, &mut batch, kind, &subject, &links, &key);
        }
    }
    vec![batch]
}

type Span = (NaiveDate, Option<NaiveDate>);

/// The terms of a chain: one or a few, the last of which may still hold, or begin today.
fn terms(chance: &mut Chance, kind: &status_kind::Model, years: u32, begun: Option<NaiveDate>) -> Vec<Span> {
    let (first, month) = (chance.between(2019, 2025), chance.one(&[1, 3, 9]).copied().unwrap_or(1));
    let month = if kind.has_academic_year || first == 2025 && month == 9 { 9 } else { month };
    let mut from = day(first, month, 1).max(begun.unwrap_or_default());
    if kind.has_academic_year {
        from = day(first, 9, 1).max(begun.map_or(from, |_| day(2024, 9, 1)));
    }
    if years == 0 {
        return vec![(from, None)];
    }
    let mut terms = Vec::new();
    loop {
        let to = from.checked_add_months(Months::new(years * 12)).and_then(|next| next.pred_opt()).unwrap_or(from);
        terms.push((from, Some(to)));
        let next = to.checked_add_days(Days::new(1)).unwrap_or(to);
        if next > TODAY || terms.len() > 3 || chance.percent(35) {
            return terms;
        }
        from = next;
    }
}

/// Records a chain: each assignment renews the one before it, which ends by its term or by the renewal.
pub fn chain(
    net: &Region<'_>,
    batch: &mut Batch,
    kind: &status_kind::Model,
    subject: &Subject<'_>,
    links: &[Link],
    key: &str,
) {
    let mut rows: Vec<status_assignment::Model> = Vec::new();
    for (nth, link) in links.iter().enumerate() {
        let mut row = blank(net, kind, subject, &format!("{key} {nth}"));
        row.visibility = Visibility::Public;
        row.recorded = true;
        row.level = decision_level(subject.level, true);
        row.granted_on = Some(link.granted_on);
        (row.valid_from, row.valid_to) = (Some(link.from), link.to);
        row.academic_year = kind.has_academic_year.then(|| chrono::Datelike::year(&link.from));
        row.exclusive = row.conflict_key.is_some();
        if let Some(old) = rows.last_mut() {
            (row.predecessor_id, row.chain_id) = (Some(old.id), old.chain_id);
            batch.created(&row);
            let before = old.clone();
            if let Some((end, on)) = Term::of(old).renewed(link.from).end {
                (old.end_kind, old.end_on) = (Some(end), Some(on));
            }
            (old.successor_id, old.version) = (Some(row.id), old.version + 1);
            batch.updated(&before, old, if before.end_kind == old.end_kind { &[] } else { &["state"] });
        } else {
            batch.created(&row);
        }
        batch.found(&row, link.act, BasisRole::Grants);
        batch.audit("recordStatus", &row, None, json!({ "kind": row.kind_code }));
        if let Some((end, on, act)) = link.end {
            let before = row.clone();
            row.version += 1;
            (row.end_kind, row.end_on, row.end_act_id) = (Some(end), Some(on), act);
            row.end_reason = Some("Невыполнение плана работы".to_owned());
            if let Some(act) = act {
                batch.found(&row, act, BasisRole::Ends);
            }
            let name = if end == StatusEnd::Revoked { "revokeStatus" } else { "waiveStatus" };
            batch.updated(&before, &row, &["state"]);
            batch.audit(name, &row, row.end_reason.as_deref(), json!({ "kind": row.kind_code, "on": on }));
        }
        rows.push(row);
    }
    for row in &rows {
        batch.count(tally::contributions(row));
    }
    if STANDING.contains(&kind.code.as_str()) && matches!(subject.holder, Holder::Centre(_)) {
        batch.count(tally::standing(&rows));
    }
    batch.statuses.extend(rows);
}

/// A proposal, or a draft that was not handed over yet.
fn propose(
    net: &Region<'_>,
    batch: &mut Batch,
    kind: &status_kind::Model,
    subject: &Subject<'_>,
    key: &str,
    chance: &mut Chance,
) {
    let mut row = blank(net, kind, subject, key);
    row.level = if row.municipality_id.is_some() { Level::Municipality } else { Level::Region };
    row.valid_from = Some(day(2026, 1, 1));
    if kind.has_academic_year {
        row.academic_year = Some(2026);
        let term = academic_year(2026).unwrap_or_default();
        (row.valid_from, row.valid_to) = (term.from().map(|bound| bound.date), term.to().map(|bound| bound.date));
    }
    batch.created(&row);
    if chance.percent(60) {
        let before = row.clone();
        (row.visibility, row.version) = (Visibility::Submitted, 2);
        batch.updated(&before, &row, &["state"]);
        batch.audit("proposeStatusAssignment", &row, None, json!({ "kind": row.kind_code }));
    }
    batch.statuses.push(row);
}

fn blank(net: &Region<'_>, kind: &status_kind::Model, subject: &Subject<'_>, key: &str) -> status_assignment::Model {
    let id = net.id(key);
    let (centre, organisation, zone, municipality, territory) = match subject.holder {
        Holder::Centre(centre) => {
            let territory = match centre.kind {
                CentreKind::Rmc => Level::Region,
                CentreKind::Zoc => Level::Zone,
                CentreKind::Moc => Level::Municipality,
            };
            (Some(centre.id), centre.organisation_id, centre.zone_id, centre.municipality_id, territory)
        }
        Holder::Organisation(row) => {
            let territory = if row.municipality_id.is_some() { Level::Municipality } else { Level::Region };
            (None, Some(row.id), None, row.municipality_id, territory)
        }
    };
    let mut row = status_assignment::Model {
        id,
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: Some(net.row.id),
        zone_id: zone,
        municipality_id: municipality,
        organisation_id: organisation,
        visibility: Visibility::Draft,
        level: subject.level,
        grant_level: subject.level,
        territory,
        kind_id: kind.id,
        kind_code: kind.code.clone(),
        centre_id: centre,
        association: (kind.held_by == StatusHolderType::Association).then(|| kind.name.clone()),
        unnamed_count: None,
        topic: subject.topic.clone(),
        programme: None,
        granting_body: None,
        granted_on: None,
        academic_year: None,
        registry_number: subject.number.clone(),
        chain_id: id,
        predecessor_id: None,
        successor_id: None,
        competition_id: None,
        recorded: false,
        open_points: String::new(),
        end_kind: None,
        end_on: None,
        end_act_id: None,
        end_reason: None,
        conflict_key: None,
        exclusive: false,
        search_key: String::new(),
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    };
    row.conflict_key = key_of(kind, &row, row.topic.as_deref());
    row.search_key = search_key(kind, &row.clone().into_active_model());
    row
}
