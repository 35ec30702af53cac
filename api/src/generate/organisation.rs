//! The organisations of a region: of the whole region first, then town by town, with branches, past names, closures,
//! mergers, suspensions and drafts in the shares that registers have.

use chrono::{Datelike, Days, NaiveDate};
use entity::{
    ids::OrganisationId,
    organisation::{self, Department, OrganisationEnd, OrganisationType},
    organisation_address, organisation_alias, organisation_period,
    shared::Visibility,
};
use serde_json::json;

use super::{
    batch::Batch,
    chance::Chance,
    names::{self, Named},
    net::{Region, day, works},
    numbers,
    words::STREETS,
};
use crate::{
    service::organisation::{parts::search_text, rows::level_of, tally},
    text,
};

/// Organisations of one transaction.
const CHUNK: usize = 1_000;

/// The types in a town, as many times as they stand here.
const MIX: [(OrganisationType, usize); 9] = [
    (OrganisationType::School, 38),
    (OrganisationType::Kindergarten, 32),
    (OrganisationType::AdditionalEducation, 8),
    (OrganisationType::Culture, 9),
    (OrganisationType::Sport, 5),
    (OrganisationType::Vocational, 2),
    (OrganisationType::Private, 3),
    (OrganisationType::Ngo, 2),
    (OrganisationType::Enterprise, 1),
];

/// A row as it was recorded and as it is, with what goes with it.
struct Card {
    first: organisation::Model,
    row: organisation::Model,
    periods: Vec<organisation_period::Model>,
    action: Option<(&'static str, serde_json::Value)>,
}

/// All organisations of a region.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    let mut cards = of_region(net);
    let regional = cards.len();
    let towns = net.towns.len().max(1);
    // The first town is the capital: it has a share of its own on top.
    let capital = net.organisations_wanted / 8;
    let each = net.organisations_wanted.saturating_sub(regional + capital) / towns;
    for place in 0..net.towns.len() {
        let wanted = if place == 0 { each + capital } else { each }.max(4);
        of_town(net, place, wanted, &mut cards);
    }
    let mut batches = Vec::new();
    let mut cards = cards.into_iter().enumerate().peekable();
    while cards.peek().is_some() {
        let mut batch = Batch::default();
        for (number, card) in cards.by_ref().take(CHUNK) {
            net.organisations.push(card.row.clone());
            put(net, &mut batch, card, number + 1);
        }
        batches.push(batch);
    }
    batches
}

/// The ministry, the host of the РМЦ and others that belong to no municipality.
fn of_region(net: &mut Region<'_>) -> Vec<Card> {
    let named = names::of_region(net.subject.name);
    let mut cards = Vec::new();
    for (kind, named) in named {
        let number = cards.len() + 1;
        let row = blank(net, number, kind, named);
        if kind == OrganisationType::GoverningBody {
            net.ministry = Some(row.id);
        }
        cards.push(Card { first: row.clone(), row, periods: vec![], action: None });
    }
    cards
}

fn of_town(net: &mut Region<'_>, place: usize, wanted: usize, cards: &mut Vec<Card>) {
    let mut chance = net.chance(&format!("organisations {place}"));
    let start = cards.len();
    for nth in 0..wanted {
        let kind = match nth {
            0 => OrganisationType::GoverningBody,
            1 => OrganisationType::AdditionalEducation,
            2 => OrganisationType::School,
            3 => OrganisationType::MethodicalCentre,
            _ => drawn(&mut chance),
        };
        let Some(town) = net.towns.get(place) else { return };
        let number = cards.len() + 1;
        let same = cards.iter().skip(start).filter(|card| card.row.kind == kind).count() + 1;
        let mut row = blank(net, number, kind, names::of_town(kind, same, town, &mut chance));
        row.municipality_id = Some(town.row.id);
        row.level = level_of(row.region_id, row.municipality_id);
        let lasting = nth < 4;
        row.valid_from = if lasting { None } else { begun(&mut chance) };
        row.capacity = names::capacity(kind, &mut chance);
        let mut card = Card { first: row.clone(), row, periods: vec![], action: None };
        if !lasting {
            live(net, &mut chance, cards.get(start..).unwrap_or_default(), &mut card);
        }
        carried(net, place, &mut card);
        let id = card.row.id;
        cards.push(card);
        if let Some(town) = net.towns.get_mut(place) {
            match nth {
                0 => town.department = Some(id),
                1 => town.host = Some(id),
                _ => {}
            }
        }
    }
}

fn drawn(chance: &mut Chance) -> OrganisationType {
    let mut left = chance.below(MIX.iter().map(|(_, share)| share).sum());
    for (kind, share) in MIX {
        if left < share {
            return kind;
        }
        left -= share;
    }
    OrganisationType::School
}

/// Most registers do not say when; the others name the first of January or September.
fn begun(chance: &mut Chance) -> Option<NaiveDate> {
    let year = match chance.below(100) {
        0..45 => return None,
        45..95 => chance.between(1992, 2020),
        _ => chance.between(2021, 2024),
    };
    Some(day(year, if chance.percent(50) { 1 } else { 9 }, 1))
}

fn blank(net: &Region<'_>, number: usize, kind: OrganisationType, named: Named) -> organisation::Model {
    let Named { name, short_name, legal_form } = named;
    let code = net.subject.code;
    let mut row = organisation::Model {
        id: net.id(&format!("organisation {number}")),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: Some(net.row.id),
        municipality_id: None,
        visibility: Visibility::Public,
        level: level_of(Some(net.row.id), None),
        sort_key: text::sort_key(&name),
        search_key: String::new(),
        name,
        short_name: Some(short_name),
        attributes_since: None,
        kind,
        department: Some(department(kind)),
        legal_form: legal_form.map(ToOwned::to_owned),
        inn: Some(numbers::inn(code, number)),
        kpp: Some(numbers::kpp(code, 1)),
        ogrn: Some(numbers::ogrn(code, number)),
        head_organisation_id: None,
        email: Some(format!("org{number}@r{code}.generated.opora.example")),
        website: Some(format!("https://org{number}.r{code}.generated.opora.example/")),
        capacity: None,
        licence_number: None,
        head_position: Some(names::head(kind).to_owned()),
        suspended_from: None,
        suspended_to: None,
        end_kind: None,
        merged_into_id: None,
        duplicate_of_id: None,
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    };
    if names::is_licensed(kind) {
        row.licence_number = Some(format!("Л035-{code}-{number:06}"));
    }
    row
}

fn department(kind: OrganisationType) -> Department {
    match kind {
        OrganisationType::Culture => Department::Culture,
        OrganisationType::Sport => Department::Sport,
        OrganisationType::Private => Department::Private,
        OrganisationType::Ngo | OrganisationType::Enterprise => Department::Other,
        _ => Department::Education,
    }
}

/// What becomes of one organisation of fifty or so.
fn live(net: &Region<'_>, chance: &mut Chance, before: &[Card], card: &mut Card) {
    let row = &mut card.row;
    let last =
        day(chance.between(2021, 2024), 12, 31).max(day(row.valid_from.map_or(2021, |from| from.year()), 12, 31));
    let others = || before.iter().map(|card| &card.row).filter(|other| works(other) && other.kind == row.kind);
    let count = others().count();
    match chance.below(100) {
        // A draft of the municipality: nobody above sees it.
        0 => row.visibility = Visibility::Draft,
        1..3 => {
            // A branch shares the ИНН of its head and differs by the КПП.
            let heads = || others().filter(|other| other.head_organisation_id.is_none());
            if let Some(head) = heads().nth(chance.below(heads().count())).cloned() {
                let branches = before.iter().filter(|card| card.row.head_organisation_id == Some(head.id)).count();
                (row.inn, row.ogrn) = (head.inn, head.ogrn);
                row.kpp = Some(numbers::kpp(net.subject.code, branches + 2));
                row.head_organisation_id = Some(head.id);
            }
        }
        3..6 => {
            card.first = row.clone();
            (row.version, row.valid_to, row.end_kind) = (2, Some(last), Some(OrganisationEnd::Closed));
            card.action = Some(("CLOSE_ORGANISATION", json!({ "lastDay": last })));
            return;
        }
        6..9 if count > 0 => {
            let into = others().nth(chance.below(count)).map(|other| other.id);
            card.first = row.clone();
            (row.version, row.valid_to, row.end_kind) = (2, Some(last), Some(OrganisationEnd::Reorganised));
            row.merged_into_id = into;
            card.action = Some(("REORGANISE_ORGANISATION", json!({ "lastDay": last, "into": into })));
            return;
        }
        9 => {
            card.first = row.clone();
            let to = chance.percent(50).then(|| day(2026, 8, 31));
            (row.version, row.suspended_from, row.suspended_to) = (2, Some(day(2025, 6, 1)), to);
            let details = json!({ "from": row.suspended_from, "to": to });
            card.action = Some(("SUSPEND_ORGANISATION", details));
            return;
        }
        _ => {}
    }
    card.first = row.clone();
}

/// An organisation of a municipality that was something else before stood there until then.
fn carried(net: &Region<'_>, place: usize, card: &mut Card) {
    let Some((old, begins)) = net.towns.get(place).and_then(|town| town.before.as_ref()) else { return };
    let row = &mut card.row;
    if row.valid_from.is_some_and(|from| from >= *begins) {
        return;
    }
    let nth = usize::from(row.id.to_string().bytes().last().unwrap_or_default()) % old.len().max(1);
    let Some(old) = old.get(nth).copied() else { return };
    card.first.municipality_id = Some(old);
    if row.valid_to.is_some_and(|end| end < *begins) {
        row.municipality_id = Some(old);
        return;
    }
    row.version = 2;
    row.attributes_since = Some(*begins);
    card.periods.push(organisation_period::Model {
        id: net.plan.part(&format!("organisation period {}", row.id)),
        organisation_id: row.id,
        name: row.name.clone(),
        short_name: row.short_name.clone(),
        municipality_id: Some(old),
        sort_key: row.sort_key.clone(),
        from_day: None,
        to_day: begins.checked_sub_days(Days::new(1)).unwrap_or(*begins),
    });
}

fn put(net: &Region<'_>, batch: &mut Batch, card: Card, number: usize) {
    let Card { mut first, mut row, periods, action } = card;
    let mut chance = net.chance(&format!("organisation {number}"));
    let alias = chance.percent(12).then(|| row.short_name.as_deref().unwrap_or_default().replace(['«', '»'], ""));
    let names = [Some(row.name.as_str()), row.short_name.as_deref(), alias.as_deref()];
    let search = search_text(names.into_iter().flatten(), row.inn.as_deref());
    first.search_key.clone_from(&search);
    row.search_key = search;
    batch.created(&first);
    if row.version > first.version {
        batch.updated(&first, &row, &[]);
    }
    if let Some((action, details)) = action {
        batch.audit(action, &row, Some("Сведения реестра"), details);
    }
    batch.count(tally::contributions(&row, &periods));
    batch.known_as(&row, format!("{}-{number}", net.subject.code));
    if let Some(name) = alias {
        batch.aliases.push(organisation_alias::Model { organisation_id: row.id, name });
    }
    if row.licence_number.is_some() {
        for nth in 1..=chance.between(0, 2) {
            batch.addresses.push(address(net, &mut chance, row.id, nth));
        }
    }
    batch.organisation_periods.extend(periods);
    batch.organisations.push(row);
}

fn address(net: &Region<'_>, chance: &mut Chance, id: OrganisationId, nth: i32) -> organisation_address::Model {
    let (street, house) = (chance.word(&STREETS), chance.between(1, 90));
    organisation_address::Model {
        id: net.plan.part(&format!("address {id} {nth}")),
        organisation_id: id,
        address: format!("{}, ул. {street}, д. {house}", net.row.name),
        licensed_from: chance.percent(30).then(|| day(2020, 9, 1)),
        licensed_to: None,
    }
}
