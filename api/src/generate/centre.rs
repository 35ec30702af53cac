//! The centres of a region, and the chains of assignments by which they stand: renewed, ending soon, with gaps, revoked.

use chrono::{Datelike, Days, Months, NaiveDate};
use entity::{
    act_basis::BasisRole,
    centre::{self, CentreKind},
    contact,
    ids::{MunicipalityId, OrganisationId, ZoneId},
    organisation::OrganisationType,
    shared::{Level, Visibility},
    status_assignment::StatusEnd,
};

use super::{
    act::Orders,
    batch::Batch,
    chance::Chance,
    net::{Region, TODAY, day},
    status::{Holder, Link, chain},
};
use crate::text;

/// The centres and their standing.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    let mut batch = Batch::default();
    rows(net, &mut batch);
    let mut orders = Orders::default();
    for centre in net.centres.clone() {
        let code = entity::CodeEnum::code(centre.kind);
        let mut chance = net.chance(&format!("standing {}", centre.id));
        let level = match centre.kind {
            CentreKind::Moc if chance.percent(40) => Level::Municipality,
            _ => Level::Region,
        };
        let town = centre.municipality_id.filter(|_| level == Level::Municipality);
        let first = centre.valid_from.unwrap_or_else(|| day(2019, 9, 1));
        let (terms, revoked) = terms(&mut chance, centre.kind, first);
        let mut links = Vec::new();
        for (from, to) in terms {
            let decided = from.checked_sub_days(Days::new(12)).unwrap_or(from);
            let act =
                orders.of(net, &mut batch, town, decided, &format!("О присвоении статуса: {}", label(centre.kind)));
            links.push(Link { from, to, granted_on: decided, act, end: None });
        }
        if let (Some(on), Some(last)) = (revoked, links.last_mut()) {
            let act = orders.of(net, &mut batch, town, on, &format!("Об отзыве статуса: {}", label(centre.kind)));
            last.end = Some((StatusEnd::Revoked, on, Some(act)));
        }
        let work = format!("Об организации работы: {}", centre.name);
        let act = orders.of(net, &mut batch, centre.municipality_id, first, &work);
        batch.found(&centre, act, BasisRole::Organises);
        if let Some(kind) = net.plan.kind(code) {
            let subject = super::status::Subject { level, holder: Holder::Centre(&centre), topic: None, number: None };
            chain(net, &mut batch, kind, &subject, &links, &format!("standing {}", centre.id));
        }
    }
    vec![batch]
}

fn label(kind: CentreKind) -> &'static str {
    match kind {
        CentreKind::Rmc => "региональный модельный центр",
        CentreKind::Zoc => "зональный опорный центр",
        CentreKind::Moc => "муниципальный опорный центр",
    }
}

type Term = (NaiveDate, Option<NaiveDate>);

/// Terms of three years one after the other, up to the one that holds now; and the day of a revocation.
fn terms(chance: &mut Chance, kind: CentreKind, first: NaiveDate) -> (Vec<Term>, Option<NaiveDate>) {
    let mut from = match kind {
        CentreKind::Moc => first.checked_add_months(Months::new(months(chance, 0, 30))).unwrap_or(first).min(TODAY),
        CentreKind::Rmc | CentreKind::Zoc => first,
    };
    from = day(from.year(), from.month(), 1).max(first);
    let (fate, mut terms) = (chance.below(100), Vec::new());
    loop {
        let to = from.checked_add_months(Months::new(36)).and_then(|next| next.pred_opt()).unwrap_or(from);
        let last = to >= TODAY;
        let open = last && chance.percent(12);
        terms.push((from, (!open).then_some(to)));
        // Some were never renewed; the РМЦ always is.
        if last || kind == CentreKind::Moc && fate < 4 {
            break;
        }
        let gap = if kind == CentreKind::Moc && chance.percent(8) { 10 + days(chance, 60) } else { 1 };
        let next = to.checked_add_days(Days::new(gap)).unwrap_or(to);
        // Some decided before the old term was over: it is superseded.
        let early = chance.percent(15) && gap == 1;
        from = if early { next.checked_sub_months(Months::new(1)).unwrap_or(next) } else { next };
        if from > TODAY {
            break;
        }
    }
    let holds = terms.last().is_some_and(|(from, to)| *from < day(2025, 1, 1) && to.is_none_or(|to| to > TODAY));
    let revoked = (kind == CentreKind::Moc && fate >= 96 && holds).then(|| day(2025, 3 + month(chance), 15));
    (terms, revoked)
}

fn months(chance: &mut Chance, least: i32, most: i32) -> u32 {
    u32::try_from(chance.between(least, most)).unwrap_or_default()
}

fn month(chance: &mut Chance) -> u32 {
    months(chance, 0, 5)
}

fn days(chance: &mut Chance, most: usize) -> u64 {
    u64::try_from(chance.below(most)).unwrap_or_default()
}

/// The lasting nodes: one РМЦ, a ЗОЦ in each zone, a МОЦ nearly everywhere, two in the capital.
fn rows(net: &mut Region<'_>, batch: &mut Batch) {
    let mut chance = net.chance("centres");
    let host = net
        .organisations
        .iter()
        .find(|row| row.municipality_id.is_none() && row.kind == OrganisationType::AdditionalEducation);
    let host = host.map(|row| row.id);
    let name = format!("Региональный модельный центр ({})", net.subject.name);
    let rmc = blank(net, (CentreKind::Rmc, "rmc"), name, (None, None), host, day(2019, 1, 1));
    keep(net, batch, rmc.clone());
    for zone in net.zones.clone() {
        let Some(seat) = net.towns.iter().find(|town| town.row.zone_id == Some(zone.id) && town.before.is_none())
        else {
            continue;
        };
        let name = format!("Зональный опорный центр: {}", zone.name);
        let at = (Some(zone.id), Some(seat.row.id));
        let key = format!("zoc {}", zone.code);
        let mut row = blank(net, (CentreKind::Zoc, &key), name, at, seat.host, day(2019, 3, 1));
        row.parent_id = Some(rmc.id);
        keep(net, batch, row);
    }
    for place in 0..net.towns.len() {
        let Some(town) = net.towns.get(place) else { return };
        let (number, again) = (town.number, if place == 0 { 2 } else { 1 });
        if place > 0 && chance.percent(6) {
            continue;
        }
        let first = town.before.as_ref().map_or(day(2019, 9, 1), |(_, begins)| (*begins).max(day(2019, 9, 1)));
        let above = net.centres.iter().find(|row| row.kind == CentreKind::Zoc && row.zone_id == town.row.zone_id);
        let above = above.filter(|_| town.row.zone_id.is_some()).map_or(rmc.id, |row| row.id);
        let hosts: Vec<OrganisationId> = net
            .working(town.row.id)
            .filter(|row| row.kind == OrganisationType::AdditionalEducation)
            .map(|row| row.id)
            .take(again)
            .collect();
        let at = (None, Some(town.row.id));
        let mut made = Vec::new();
        for (nth, host) in hosts.into_iter().enumerate() {
            let tail = if nth == 0 {
                String::new()
            } else {
                format!(" (на базе второй организации, {})", nth + 1)
            };
            let name = format!("Муниципальный опорный центр {}{tail}", town.genitive);
            let key = format!("moc {number} {nth}");
            let mut row = blank(net, (CentreKind::Moc, &key), name, at, Some(host), first);
            row.parent_id = Some(above);
            // An agreement with the ЗОЦ, but the reports go to the РМЦ.
            row.reports_to_id = (above != rmc.id && chance.percent(40)).then_some(rmc.id);
            made.push(row);
        }
        for row in made {
            keep(net, batch, row);
        }
    }
}

fn keep(net: &mut Region<'_>, batch: &mut Batch, row: centre::Model) {
    batch.created(&row);
    let kind = entity::CodeEnum::code(row.kind).to_lowercase();
    let number = net.centres.len();
    batch.contacts.push(contact::Model {
        object_id: row.id.into(),
        position: "руководитель центра".to_owned(),
        phone: None,
        email: Some(format!("{kind}{number}@r{}.generated.opora.example", net.subject.code)),
    });
    batch.known_as(&row, format!("{}-centre-{number}", net.subject.code));
    batch.centres.push(row.clone());
    net.centres.push(row);
}

fn blank(
    net: &Region<'_>,
    (kind, key): (CentreKind, &str),
    name: String,
    (zone, municipality): (Option<ZoneId>, Option<MunicipalityId>),
    host: Option<OrganisationId>,
    from: NaiveDate,
) -> centre::Model {
    centre::Model {
        id: net.id(&format!("centre {key}")),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: net.row.id,
        zone_id: zone,
        municipality_id: municipality,
        organisation_id: host,
        visibility: Visibility::Public,
        level: match kind {
            CentreKind::Rmc => Level::Region,
            CentreKind::Zoc => Level::Zone,
            CentreKind::Moc => Level::Municipality,
        },
        kind,
        sort_key: text::sort_key(&name),
        search_key: text::fold(&name),
        name,
        parent_id: None,
        reports_to_id: None,
        host_since: None,
        website: None,
        links: String::new(),
        open_points: String::new(),
        valid_from: Some(from),
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}
