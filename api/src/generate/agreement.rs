//! Agreements of centres, departments and organisations: signed and renewed, superseded, terminated, on approval, drafts;
//! and the partnerships behind some of them.

use chrono::{Months, NaiveDate};
use entity::{
    agreement::{self, AgreementKind},
    agreement_party::{self, PartyKind, PartyRole},
    centre::{self, CentreKind},
    ids::{MunicipalityId, OrganisationId},
    organisation::{self, OrganisationType},
    partnership,
    shared::{Level, Visibility},
};
use serde_json::json;

use super::{
    batch::Batch,
    chance::Chance,
    net::{Region, TODAY, day},
    words::{DIRECTIONS, WORKS},
};
use crate::{
    db::change::{Place, Root},
    service::{
        agreement::{draft::search_key, party::organisation_place, query::Whole, state, tally},
        partnership::write::search_key as partnership_key,
    },
    text,
};

/// What a partner does.
const FUNCTIONS: &str = "Совместные программы и мероприятия";

/// What is agreed on.
struct Content {
    kind: AgreementKind,
    title: String,
    subject: String,
    programmes: Option<String>,
    town: Option<MunicipalityId>,
}

/// A party before it has a position.
struct Party {
    role: PartyRole,
    kind: PartyKind,
    place: Place,
    centre: Option<entity::ids::CentreId>,
}

/// The agreements and partnerships of a region.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    let mut batch = Batch::default();
    let net = &*net;
    for town in &net.towns {
        let Some(moc) = net.moc(town.row.id) else { continue };
        let mut chance = net.chance(&format!("agreements {}", town.number));
        let key = format!("agreement {}", town.number);
        if let Some(above) = net.centres.iter().find(|row| Some(row.id) == moc.parent_id) {
            let content = Content {
                kind: AgreementKind::Cooperation,
                title: format!("Соглашение о взаимодействии с опорным центром {}", town.genitive),
                subject: "Организационное и методическое взаимодействие опорных центров".to_owned(),
                programmes: None,
                town: Some(town.row.id),
            };
            conclude(
                net,
                &mut batch,
                &mut chance,
                &content,
                &[of_centre(moc), of_centre(above)],
                &format!("{key} c"),
                3,
            );
        }
        let department = town.department.and_then(|id| net.organisation(id));
        if let (Some(rmc), Some(department), true) = (net.rmc(), department, chance.percent(70)) {
            let content = Content {
                kind: AgreementKind::RegionalProject,
                title: format!("Соглашение о реализации регионального проекта на территории {}", town.genitive),
                subject: "Реализация регионального проекта «Успех каждого ребёнка»".to_owned(),
                programmes: None,
                town: Some(town.row.id),
            };
            let parties = [of_centre(rmc), of_organisation(department, PartyRole::EducationDepartment)];
            conclude(net, &mut batch, &mut chance, &content, &parties, &format!("{key} p"), 2);
        }
        inside(net, &mut batch, &mut chance, town.row.id, (&town.genitive, &key));
        across(net, &mut batch, &mut chance, town.row.id, town.host);
    }
    vec![batch]
}

/// Contracts on the network form between the host of the centre and schools, and partnerships with others.
fn inside(
    net: &Region<'_>,
    batch: &mut Batch,
    chance: &mut Chance,
    town: MunicipalityId,
    (genitive, key): (&str, &str),
) {
    let working: Vec<&organisation::Model> = net.working(town).collect();
    let Some(host) = working.iter().find(|row| row.kind == OrganisationType::AdditionalEducation) else { return };
    for (nth, partner) in working.iter().enumerate() {
        if partner.id == host.id {
            continue;
        }
        let teaches = matches!(partner.kind, OrganisationType::School | OrganisationType::Vocational);
        if teaches && chance.percent(12) {
            let programme = chance.word(&WORKS);
            let content = Content {
                kind: AgreementKind::NetworkForm,
                title: format!("Договор о сетевой форме реализации программы «{programme}» ({genitive})"),
                subject: format!("Программа {}", chance.word(&DIRECTIONS)),
                programmes: Some(programme.to_owned()),
                town: Some(town),
            };
            let role = PartyRole::EducationalOrganisation;
            let parties = [of_organisation(host, role), of_organisation(partner, role)];
            conclude(net, batch, chance, &content, &parties, &format!("{key} n{nth}"), 1);
        } else if chance.percent(3) {
            partner_with(net, batch, chance, host, (Some(partner.id), partner.municipality_id, Some(net.row.id)));
        }
    }
}

/// Agreements with the next municipality, and partnerships across the borders of the region.
fn across(
    net: &Region<'_>,
    batch: &mut Batch,
    chance: &mut Chance,
    town: MunicipalityId,
    host: Option<OrganisationId>,
) {
    let Some(own) = host.and_then(|id| net.organisation(id)) else { return };
    let other = chance.one(&net.towns).filter(|other| other.row.id != town);
    if let (Some(other), true) = (other, chance.percent(15))
        && let Some(partner) = other.host.and_then(|id| net.organisation(id))
    {
        let content = Content {
            kind: AgreementKind::InterMunicipal,
            title: format!("Соглашение о межмуниципальном сотрудничестве с организацией {}", other.genitive),
            subject: "Обмен опытом и совместные мероприятия".to_owned(),
            programmes: None,
            town: Some(town),
        };
        let parties = [own, partner].map(|row| of_organisation(row, PartyRole::Partner));
        conclude(net, batch, chance, &content, &parties, &format!("agreement m{}", own.id), 3);
        partner_with(net, batch, chance, own, (Some(partner.id), partner.municipality_id, Some(net.row.id)));
    }
    if let (Some(neighbour), true) = (net.neighbour, chance.percent(8)) {
        partner_with(net, batch, chance, own, (Some(neighbour.organisation), None, Some(neighbour.region)));
    }
}

fn of_centre(row: &centre::Model) -> Party {
    let role = match row.kind {
        CentreKind::Rmc => PartyRole::RegionalCentre,
        CentreKind::Zoc => PartyRole::ZonalCentre,
        CentreKind::Moc => PartyRole::MunicipalCentre,
    };
    Party { role, kind: PartyKind::Centre, place: row.place(), centre: Some(row.id) }
}

fn of_organisation(row: &organisation::Model, role: PartyRole) -> Party {
    Party { role, kind: PartyKind::Organisation, place: organisation_place(row), centre: None }
}

/// Concludes an agreement and its renewals: each takes the place of the one before.
fn conclude(
    net: &Region<'_>,
    batch: &mut Batch,
    chance: &mut Chance,
    content: &Content,
    parties: &[Party],
    key: &str,
    years: u32,
) {
    let fate = chance.below(100);
    if fate < 5 {
        return prepare(net, batch, content, parties, key, fate < 3);
    }
    let mut from =
        day(chance.between(2020, 2025), chance.one(&[1, 2, 9]).copied().unwrap_or(1), 1).min(day(2025, 8, 1));
    let mut chain: Vec<Whole> = Vec::new();
    loop {
        let to = from.checked_add_months(Months::new(years * 12)).and_then(|next| next.pred_opt());
        let signed = from.checked_sub_months(Months::new(1)).and_then(|day| day.succ_opt());
        let mut row = blank(net, content, &format!("{key} {}", chain.len()));
        let number = format!("{}/{}-{}", chance.between(1, 400), net.subject.code, chain.len() + 1);
        row.number_key = Some(text::fold(&number));
        row.search_key = search_key(&row.title, [Some(&number), row.subject.as_deref(), row.programmes.as_deref()], "");
        row.number = Some(number);
        row.visibility = Visibility::Public;
        (row.valid_from, row.valid_to, row.signed_on) = (Some(from), to, signed);
        if fate > 90 {
            row.auto_renewal = Some("на тот же срок, если стороны не возражают".to_owned());
            row.auto_renewal_to = (fate > 95).then(|| day(2028, 12, 31));
        }
        row.renews_id = chain.last().map(|old| old.row.id);
        let parties = signed_by(parties, &row, signed);
        batch.created(&row);
        batch.audit("recordAgreement", &row, None, json!({ "number": row.number, "signedOn": row.signed_on }));
        if let Some(Whole { row: old, .. }) = chain.last_mut() {
            let before = old.clone();
            (old.version, old.superseded_on, old.superseded_by_id) = (2, Some(from), Some(row.id));
            batch.updated(&before, old, &[]);
            batch.audit("supersedeAgreement", old, None, json!({ "by": row.id, "from": from }));
        }
        let end = state::term_end(&row);
        chain.push(Whole { row, parties });
        let next = end.filter(|_| fate <= 90).and_then(|end| end.succ_opt());
        match next {
            Some(next) if next < TODAY && !chance.percent(30) => from = next,
            _ => break,
        }
    }
    if let Some(Whole { row, .. }) = chain.last_mut().filter(|_| (5..9).contains(&fate)) {
        terminate(batch, row);
    }
    for whole in chain {
        batch.count(tally::contributions(&whole));
        batch.agreements.push(whole.row);
        batch.parties.extend(whole.parties);
    }
}

/// Ends an agreement before its term.
fn terminate(batch: &mut Batch, row: &mut agreement::Model) {
    let Some(on) = row.valid_from.and_then(|from| from.checked_add_months(Months::new(6))) else { return };
    if on > day(2025, 8, 31) {
        return;
    }
    let before = row.clone();
    let document = "Соглашение о расторжении".to_owned();
    row.version += 1;
    row.terminated_on = Some(on);
    row.termination_ground = Some("По соглашению сторон".to_owned());
    row.termination_document = Some(document.clone());
    batch.updated(&before, row, &[]);
    let details = json!({ "on": on, "act": null, "document": document });
    batch.audit("terminateAgreement", row, row.termination_ground.as_deref(), details);
}

/// A draft, or one that waits for its signatures.
fn prepare(net: &Region<'_>, batch: &mut Batch, content: &Content, parties: &[Party], key: &str, submitted: bool) {
    let mut row = blank(net, content, key);
    row.valid_from = Some(day(2026, 1, 1));
    row.valid_to = Some(day(2028, 12, 31));
    batch.created(&row);
    if submitted {
        let before = row.clone();
        (row.version, row.visibility, row.submitted_on) = (2, Visibility::Submitted, Some(day(2025, 8, 15)));
        batch.updated(&before, &row, &[]);
        batch.audit("submitAgreement", &row, None, json!({}));
    }
    batch.parties.extend(signed_by(parties, &row, None));
    batch.agreements.push(row);
}

fn signed_by(parties: &[Party], row: &agreement::Model, signed: Option<NaiveDate>) -> Vec<agreement_party::Model> {
    let party = |(position, party): (i32, &Party)| agreement_party::Model {
        agreement_id: row.id,
        position,
        role: party.role,
        kind: party.kind,
        centre_id: party.centre,
        organisation_id: party.place.organisation,
        municipality_id: party.place.municipality,
        region_id: party.place.region,
        level: party.place.level,
        name: None,
        signed_on: signed,
        signed_on_precision: 1,
        from_day: None,
        to_day: None,
    };
    (1..).zip(parties).map(party).collect()
}

fn blank(net: &Region<'_>, content: &Content, key: &str) -> agreement::Model {
    let Content { kind, title, subject, programmes, town } = content;
    agreement::Model {
        id: net.id(key),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: Some(net.row.id),
        municipality_id: *town,
        organisation_id: None,
        visibility: Visibility::Draft,
        level: if town.is_some() { Level::Municipality } else { Level::Region },
        kind: *kind,
        number: None,
        number_key: None,
        title: title.clone(),
        subject: Some(subject.clone()),
        programmes: programmes.clone(),
        place: None,
        submitted_on: None,
        signed_on: None,
        signed_on_precision: 1,
        planned_from: None,
        planned_to: None,
        planned_text: None,
        amendment_planned_from: None,
        amendment_planned_to: None,
        amendment_planned_text: None,
        auto_renewal: None,
        auto_renewal_to: None,
        edition: 1,
        edition_since: None,
        terminated_on: None,
        termination_ground: None,
        termination_document: None,
        termination_act_id: None,
        renews_id: None,
        superseded_on: None,
        superseded_by_id: None,
        open_points: String::new(),
        sort_key: text::sort_key(title),
        title_key: text::fold(title),
        search_key: search_key(title, [None, Some(subject), programmes.as_deref()], ""),
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}

type Partner = (Option<OrganisationId>, Option<MunicipalityId>, Option<entity::ids::RegionId>);

/// Two organisations work together; each pair once.
fn partner_with(
    net: &Region<'_>,
    batch: &mut Batch,
    chance: &mut Chance,
    lead: &organisation::Model,
    (organisation, municipality, region): Partner,
) {
    let partner = organisation.map(|id| id.to_string()).unwrap_or_default();
    let id = net.id(&format!("partnership {} {partner}", lead.id));
    if batch.partnerships.iter().any(|row| row.id == id) {
        return;
    }
    let begins = day(chance.between(2021, 2024), 9, 1);
    let ended = chance.percent(25);
    let actual = chance.percent(85);
    let row = partnership::Model {
        id,
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: lead.region_id,
        municipality_id: lead.municipality_id,
        organisation_id: Some(lead.id),
        visibility: Visibility::Public,
        level: Level::Organisation,
        lead_kind: PartyKind::Organisation,
        lead_centre_id: None,
        partner_kind: PartyKind::Organisation,
        partner_organisation_id: organisation,
        partner_municipality_id: municipality,
        partner_region_id: region,
        partner_name: None,
        planned: Some(true),
        actual: Some(actual),
        search_key: partnership_key(None, Some(FUNCTIONS)),
        functions: Some(FUNCTIONS.to_owned()),
        evidence: None,
        agreement_id: None,
        status_assignment_id: None,
        open_points: String::new(),
        valid_from: Some(begins),
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: ended.then(|| day(2025, 5, 31)),
        valid_to_precision: 1,
        valid_to_text: None,
    };
    batch.created(&row);
    batch.partnerships.push(row);
}
