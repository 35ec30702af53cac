//! A region with its zones, municipalities, their history and their population.

use chrono::{Days, NaiveDate};
use entity::{
    ids::{MunicipalityId, RegionId},
    municipality::{self, MunicipalityKind},
    municipality_period,
    municipality_succession::{self, SuccessionKind},
    population, region, zone,
};

use super::{
    SOURCE,
    batch::Batch,
    net::{Plan, Region, Town, day},
    numbers,
    words::{BEFORE, STEMS},
};
use crate::{
    rules::subjects::Subject,
    service::territory::{municipality::search_key, region::kind},
    text,
};

/// Municipalities of one zone.
const ZONE: usize = 9;

/// The row of a region.
pub fn region(plan: &Plan, subject: &'static Subject) -> region::Model {
    region::Model {
        id: plan.id::<RegionId>(subject.code),
        version: 1,
        created_at: plan.at,
        updated_at: plan.at,
        code: subject.code.to_owned(),
        oktmo: subject.oktmo.to_owned(),
        name: subject.name.to_owned(),
        kind: kind(subject.kind),
        sort_key: text::sort_key(subject.name),
        search_key: text::fold(&format!("{} {}", subject.name, subject.code)),
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}

/// The map of a region. Zones are optional: of three regions one has none.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    let mut batch = Batch::default();
    batch.created(&net.row);
    batch.regions.push(net.row.clone());
    let mut chance = net.chance("territory");
    let wanted = net.towns_wanted;
    if wanted > ZONE && !chance.percent(33) {
        for number in 1..=wanted.div_ceil(ZONE) {
            let row = zone_row(net, number);
            batch.created(&row);
            batch.zones.push(row.clone());
            net.zones.push(row);
        }
    }
    let mut names = Names { at: chance.below(BEFORE.len() * STEMS.len()), code: 0 };
    for number in 1..=wanted {
        let zone = net.zones.get((number - 1) / ZONE).map(|row| row.id);
        let kind = match number {
            1 => MunicipalityKind::UrbanOkrug,
            _ if chance.percent(25) => MunicipalityKind::UrbanOkrug,
            _ if chance.percent(50) => MunicipalityKind::MunicipalOkrug,
            _ => MunicipalityKind::MunicipalDistrict,
        };
        // What happened to it: its okrug was a district, two districts were merged, or it was renamed.
        let fate = if kind == MunicipalityKind::UrbanOkrug { 100 } else { chance.below(100) };
        let stem = names.stem();
        let mut row = municipality_row(net, &mut names, &stem, kind);
        row.zone_id = zone;
        let mut before = None;
        match (kind, fate) {
            (MunicipalityKind::MunicipalOkrug, 0..12) => {
                let begins = day(chance.between(2019, 2024), 1, 1);
                let old = municipality_row(net, &mut names, &stem, MunicipalityKind::MunicipalDistrict);
                let old = municipality::Model { zone_id: zone, ..old };
                row.valid_from = Some(begins);
                before = Some((succeed(&mut batch, vec![old], &row, begins, SuccessionKind::Transformed), begins));
            }
            (MunicipalityKind::MunicipalOkrug, 12..17) => {
                let begins = day(chance.between(2019, 2024), 1, 1);
                let other = names.stem();
                let old = [stem.clone(), other]
                    .map(|stem| municipality_row(net, &mut names, &stem, MunicipalityKind::MunicipalDistrict))
                    .map(|old| municipality::Model { zone_id: zone, ..old });
                row.valid_from = Some(begins);
                before = Some((succeed(&mut batch, old.into(), &row, begins, SuccessionKind::Merged), begins));
            }
            (_, 17..22) => rename(&mut batch, net, &mut row, &names.stem(), day(chance.between(2020, 2024), 7, 1)),
            _ => batch.created(&row),
        }
        batch.municipalities.push(row.clone());
        let mut least = if number == 1 { 40_000 } else { chance.between(900, 12_000) };
        for year in [2023, 2024, 2025] {
            let from = day(year, 1, 1);
            least += chance.between(-least / 40, least / 40);
            for (age_from, part) in [(5, 100), (7, 87)] {
                if row.valid_from.is_none_or(|begins| begins <= from) {
                    batch.populations.push(figure(net, &row, (age_from, from), i64::from(least) * part / 100));
                    batch.updated(&row, &row, &["population"]);
                }
            }
        }
        let genitive = genitive(&stem, kind);
        net.towns.push(Town { row, number, genitive, stem, before, host: None, department: None });
    }
    vec![batch]
}

/// Names and codes that differ within a region.
struct Names {
    at: usize,
    code: usize,
}

impl Names {
    fn stem(&mut self) -> String {
        let all = BEFORE.len() * STEMS.len();
        // Seven shares no factor with 110, so every name comes once before any comes twice.
        self.at = (self.at + 7) % all;
        let before = BEFORE.get(self.at / STEMS.len()).copied().unwrap_or_default();
        let stem = STEMS.get(self.at % STEMS.len()).copied().unwrap_or_default();
        if before.is_empty() { stem.to_owned() } else { format!("{before}{}", stem.to_lowercase()) }
    }
}

fn name(stem: &str, kind: MunicipalityKind) -> String {
    match kind {
        MunicipalityKind::UrbanOkrug => format!("городской округ город {stem}ск"),
        MunicipalityKind::MunicipalOkrug => format!("{stem}ский муниципальный округ"),
        _ => format!("{stem}ский муниципальный район"),
    }
}

fn genitive(stem: &str, kind: MunicipalityKind) -> String {
    match kind {
        MunicipalityKind::UrbanOkrug => format!("города {stem}ска"),
        MunicipalityKind::MunicipalOkrug => format!("{stem}ского муниципального округа"),
        _ => format!("{stem}ского района"),
    }
}

fn municipality_row(net: &Region<'_>, names: &mut Names, stem: &str, kind: MunicipalityKind) -> municipality::Model {
    names.code += 1;
    let oktmo = numbers::oktmo(net.subject.oktmo, names.code);
    let name = name(stem, kind);
    municipality::Model {
        id: net.id(&format!("municipality {}", names.code)),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: net.row.id,
        zone_id: None,
        sort_key: text::sort_key(&name),
        search_key: search_key(&[&name], Some(&oktmo)),
        oktmo: Some(oktmo),
        oktmo11: None,
        name,
        kind,
        attributes_since: None,
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}

fn zone_row(net: &Region<'_>, number: usize) -> zone::Model {
    let (code, name) = (format!("Z{number}"), format!("Территориальная зона № {number}"));
    zone::Model {
        id: net.id(&format!("zone {number}")),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: net.row.id,
        sort_key: text::sort_key(&name),
        search_key: text::fold(&format!("{name} {code}")),
        code,
        name,
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}

/// Some municipalities end and another begins the day after.
fn succeed(
    batch: &mut Batch,
    old: Vec<municipality::Model>,
    new: &municipality::Model,
    begins: NaiveDate,
    kind: SuccessionKind,
) -> Vec<MunicipalityId> {
    let ids = old.iter().map(|row| row.id).collect();
    for row in &old {
        batch.created(row);
    }
    batch.created(new);
    for row in old {
        let ended = municipality::Model { version: 2, valid_to: begins.checked_sub_days(Days::new(1)), ..row.clone() };
        batch.updated(&row, &ended, &["successors"]);
        let (predecessor_id, successor_id) = (ended.id, new.id);
        batch.successions.push(municipality_succession::Model { predecessor_id, successor_id, day: begins, kind });
        batch.municipalities.push(ended);
    }
    ids
}

/// A municipality had another name before a day.
fn rename(batch: &mut Batch, net: &Region<'_>, row: &mut municipality::Model, old: &str, since: NaiveDate) {
    let old = name(old, row.kind);
    let before = municipality::Model { sort_key: text::sort_key(&old), name: old, ..row.clone() };
    batch.created(&before);
    batch.municipality_periods.push(municipality_period::Model {
        id: net.plan.part(&format!("municipality period {}", row.id)),
        municipality_id: row.id,
        name: before.name.clone(),
        kind: row.kind,
        zone_id: row.zone_id,
        sort_key: before.sort_key.clone(),
        from_day: None,
        to_day: since.checked_sub_days(Days::new(1)).unwrap_or(since),
    });
    row.version = 2;
    row.attributes_since = Some(since);
    row.search_key = search_key(&[&row.name, &before.name], row.oktmo.as_deref());
    batch.updated(&before, row, &[]);
}

fn figure(
    net: &Region<'_>,
    town: &municipality::Model,
    (age_from, as_of): (i16, NaiveDate),
    count: i64,
) -> population::Model {
    population::Model {
        id: net.plan.part(&format!("population {} {age_from} {as_of}", town.id)),
        municipality_id: town.id,
        region_id: net.row.id,
        age_from,
        age_to: 18,
        as_of,
        as_of_precision: 1,
        count,
        source: SOURCE.to_owned(),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
    }
}
