//! Competitions of the federation, the region and its municipalities, with nominations, tours, applications and results.

use chrono::{Datelike, Months, NaiveDate};
use entity::{
    act_basis::BasisRole,
    application::{self, ApplicationResult},
    competition::{self, CompetitionForm, CompetitionKind, CompetitionLevel},
    competition_clause::{self, CompetitionClauseKind},
    competition_tour,
    ids::{CompetitionId, MunicipalityId},
    organisation,
    shared::{Level, Visibility},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    act::Orders,
    batch::Batch,
    chance::Chance,
    net::{Plan, Region, TODAY, day, works},
    words::{DIRECTIONS, WORKS},
};
use crate::{
    db::change::Place,
    service::{
        application::{create::single_key, tally as application_tally},
        competition::{state, tally},
    },
    text,
};

const TITLES: [(&str, CompetitionKind); 6] = [
    ("Лучшие практики дополнительного образования", CompetitionKind::BestPractice),
    ("Лучшая дополнительная общеразвивающая программа", CompetitionKind::ProgrammeMaterials),
    ("Мастер педагогического труда", CompetitionKind::ProfessionalMastery),
    ("Юный исследователь", CompetitionKind::Pupils),
    ("Методический калейдоскоп", CompetitionKind::MethodicalMaterials),
    ("Лучшая программа развития", CompetitionKind::DevelopmentProgramme),
];
/// The years in which competitions were held.
const YEARS: std::ops::RangeInclusive<i32> = 2022..=2025;
/// Applications of one transaction.
const CHUNK: usize = 2_000;

/// The competitions of the country, of which those of the regions are stages.
pub fn federal(plan: &Plan) -> Batch {
    let mut batch = Batch::default();
    for year in YEARS {
        let (title, kind) = all_russian(year);
        let mut row =
            blank(plan, of_the_country(plan, year), CompetitionLevel::AllRussian, &Place::federal(), kind, title);
        hold(&mut row, day(year, 3, 1), true);
        record(&mut batch, &row);
        batch.count(tally::contributions(&row, &[]));
        batch.competitions.push(row);
    }
    batch
}

fn of_the_country(plan: &Plan, year: i32) -> CompetitionId {
    plan.id(&format!("competition {year}"))
}

fn all_russian(year: i32) -> (String, CompetitionKind) {
    (
        format!("Всероссийский конкурс программ и практик дополнительного образования – {year}"),
        CompetitionKind::BestPractice,
    )
}

/// The competitions of a region.
pub fn generate(net: &mut Region<'_>) -> Vec<Batch> {
    let mut batches = vec![Batch::default()];
    let mut orders = Orders::default();
    let rmc = net.rmc().map(|row| (row.id, row.organisation_id));
    let all: Vec<organisation::Model> = net.organisations.iter().filter(|row| works(row)).cloned().collect();
    for year in YEARS {
        for (nth, (title, kind)) in TITLES.iter().enumerate() {
            let key = format!("competition {year} {nth}");
            let place = Place { organisation: rmc.and_then(|(_, host)| host), ..Place::region(net.row.id) };
            let title = format!("{title} – {year} ({})", net.subject.name);
            let mut row = blank(net.plan, net.id(&key), CompetitionLevel::Regional, &place, *kind, title);
            row.organiser_centre_id = rmc.map(|(centre, _)| centre);
            row.parent_id = (nth == 0).then(|| of_the_country(net.plan, year));
            let mut chance = net.chance(&key);
            let month = u32::try_from(chance.between(1, 7)).unwrap_or(1);
            // One of them takes applications for years: the bank of practices.
            let open = year == 2025 && nth == 0;
            let wanted = chance.below(all.len().min(40)) + 8;
            one(net, &mut batches, &mut orders, &mut chance, (row, day(year, month, 1), open), (&all, wanted));
        }
    }
    for place in 0..net.towns.len() {
        of_town(net, &mut batches, &mut orders, place);
    }
    batches
}

fn of_town(net: &mut Region<'_>, batches: &mut Vec<Batch>, orders: &mut Orders, place: usize) {
    let Some(town) = net.towns.get(place) else { return };
    let (id, begins) = (town.row.id, town.row.valid_from);
    let (genitive, host) = (town.genitive.clone(), town.host);
    let centre = net.moc(id).map(|row| row.id);
    let own: Vec<organisation::Model> = net.working(id).cloned().collect();
    for year in YEARS.filter(|year| begins.is_none_or(|begins| begins <= day(*year, 1, 1))) {
        let key = format!("competition {year} town {place}");
        let mut chance = net.chance(&key);
        if chance.percent(30) {
            continue;
        }
        let (title, kind) = chance.one(&TITLES).copied().unwrap_or(("Конкурс", CompetitionKind::Other));
        let at = Place { organisation: host, ..Place::municipality(net.row.id, id) };
        let title = format!("{title} – {year} (муниципальный этап, {genitive})");
        let mut row = blank(net.plan, net.id(&key), CompetitionLevel::Municipal, &at, kind, title);
        row.organiser_centre_id = centre;
        let month = u32::try_from(chance.between(1, 7)).unwrap_or(1);
        let wanted = chance.below(own.len().min(10)) + 2;
        one(net, batches, orders, &mut chance, (row, day(year, month, 1), false), (&own, wanted));
    }
}

/// One competition with all that belongs to it.
fn one(
    net: &mut Region<'_>,
    batches: &mut Vec<Batch>,
    orders: &mut Orders,
    chance: &mut Chance,
    (mut row, announced, open): (competition::Model, NaiveDate, bool),
    (applicants, wanted): (&[organisation::Model], usize),
) {
    if batches.last().is_none_or(|batch| batch.applications.len() + wanted > CHUNK) {
        batches.push(Batch::default());
    }
    let Some(batch) = batches.last_mut() else { return };
    let town: Option<MunicipalityId> = row.municipality_id;
    let cancelled = !open && chance.percent(4);
    hold(&mut row, announced, !open && !cancelled);
    let act = orders.of(net, batch, town, announced, &format!("О проведении конкурса «{}»", row.title));
    batch.found(&row, act, BasisRole::ApprovesRegulation);
    if open {
        announce(batch, &mut row);
    } else {
        if cancelled {
            row.cancelled_on = row.applications_to;
            row.cancellation_reason = Some("Недостаточно заявок".to_owned());
        }
        record(batch, &row);
    }
    if let Some(on) = row.results_published_on {
        let act = orders.of(net, batch, town, on, &format!("Об итогах конкурса «{}»", row.title));
        batch.found(&row, act, BasisRole::Results);
    }
    let nominations = clauses(net, batch, chance, &row);
    tours(net, batch, chance, &mut row);
    if !open && announced.year() < 2023 && row.results_published_on.is_some() {
        let before = row.clone();
        (row.version, row.archived_on) = (2, Some(day(announced.year() + 1, 1, 15)));
        batch.updated(&before, &row, &[]);
        batch.audit("archiveCompetition", &row, None, json!({ "on": row.archived_on }));
    }
    batch.count(tally::contributions(&row, &[]));
    if !cancelled && !applicants.is_empty() {
        let offset = chance.below(applicants.len());
        for nth in 0..wanted.min(applicants.len()) {
            // Neighbours in the list stand in one town: a step of a prime spreads them over the region.
            let Some(applicant) = applicants.get((offset + nth * 7_919) % applicants.len()) else { continue };
            apply(net, batch, chance, &row, (applicant, nth), &nominations);
        }
    }
    batch.competitions.push(row);
}

/// The windows of a competition: applications in the first month, the evaluation in the second, then the results.
fn hold(row: &mut competition::Model, announced: NaiveDate, finished: bool) {
    let next = announced.checked_add_months(Months::new(1)).unwrap_or(announced);
    let on = |day: u32, month: NaiveDate| month.with_day(day);
    row.announced_on = Some(announced);
    row.applications_from = on(5, announced);
    row.applications_to = on(25, announced);
    (row.evaluation_from, row.evaluation_to) = (on(1, next), on(20, next));
    if finished {
        row.results_published_on = on(28, next);
    }
}

fn record(batch: &mut Batch, row: &competition::Model) {
    batch.created(row);
    let state = entity::CodeEnum::code(state::state(row, TODAY));
    batch.audit("recordCompetition", row, None, json!({ "title": row.title, "state": state }));
}

/// Announces a competition that takes applications for years.
fn announce(batch: &mut Batch, row: &mut competition::Model) {
    (row.recorded, row.visibility) = (false, Visibility::Draft);
    let (from, to) = (day(2025, 8, 15), day(2027, 12, 31));
    row.announced_on = None;
    (row.applications_from, row.applications_to) = (Some(from), Some(to));
    (row.evaluation_from, row.evaluation_to) = (Some(day(2028, 1, 10)), Some(day(2028, 2, 10)));
    batch.created(row);
    let before = row.clone();
    (row.version, row.visibility, row.announced_on) = (2, Visibility::Public, Some(from));
    batch.updated(&before, row, &[]);
    batch.audit("announceCompetition", row, None, json!({ "on": from }));
}

fn clauses(net: &Region<'_>, batch: &mut Batch, chance: &mut Chance, row: &competition::Model) -> Vec<Uuid> {
    let wanted = i16::try_from(chance.between(2, 5)).unwrap_or(2);
    let nominations = (1..).zip(DIRECTIONS).take_while(|(number, _)| *number <= wanted);
    let mut ids = Vec::new();
    let mut add = |kind: CompetitionClauseKind, number: i16, text: String| {
        let id = net.plan.part(&format!("clause {} {kind:?} {number}", row.id));
        let clause = competition_clause::Model {
            id,
            competition_id: row.id,
            kind,
            number,
            text,
            required: false,
            age_from: None,
            age_to: None,
        };
        batch.clauses.push(clause);
        id
    };
    for (number, direction) in nominations {
        ids.push(add(CompetitionClauseKind::Nomination, number, format!("Программы {direction}")));
    }
    add(CompetitionClauseKind::Requirement, 1, "Заявка подаётся по форме положения".to_owned());
    ids
}

/// One tour or two: the evaluation runs from the first to the last.
fn tours(net: &Region<'_>, batch: &mut Batch, chance: &mut Chance, row: &mut competition::Model) {
    let (Some(from), Some(to)) = (row.evaluation_from, row.evaluation_to) else { return };
    let middle = from.with_day(from.day() + 8).unwrap_or(to);
    let spans =
        if chance.percent(40) { vec![(from, middle), (middle.succ_opt().unwrap_or(to), to)] } else { vec![(from, to)] };
    for (number, (from_day, to_day)) in (1..).zip(spans) {
        batch.tours.push(competition_tour::Model {
            id: net.plan.part(&format!("tour {} {number}", row.id)),
            competition_id: row.id,
            number,
            title: Some(if number == 1 { "Заочный тур" } else { "Очный тур" }.to_owned()),
            from_day,
            to_day,
            set_on: None,
            replaced_on: None,
        });
    }
}

fn apply(
    net: &Region<'_>,
    batch: &mut Batch,
    chance: &mut Chance,
    competition: &competition::Model,
    (applicant, nth): (&organisation::Model, usize),
    nominations: &[Uuid],
) {
    let title = chance.word(&WORKS);
    let nomination = chance.one(nominations).copied();
    let mut row = application::Model {
        id: net.plan.id(&format!("application {} {}", competition.id, applicant.id)),
        version: 1,
        created_at: net.plan.at,
        updated_at: net.plan.at,
        region_id: applicant.region_id,
        municipality_id: applicant.municipality_id,
        organisation_id: applicant.id,
        visibility: Visibility::Public,
        level: Level::Organisation,
        competition_id: competition.id,
        centre_id: None,
        nomination_id: nomination,
        title: Some(title.to_owned()),
        participants: Some(chance.between(1, 30)),
        single_key: single_key(competition, applicant.id, nomination, title),
        recorded: competition.recorded,
        open_points: String::new(),
        submitted_on: None,
        admitted_on: None,
        rejected_on: None,
        rejection_reason: None,
        withdrawn_on: None,
        result: None,
        result_on: None,
        place: None,
        score_micros: None,
        score_scale: None,
        sort_key: text::sort_key(title),
        search_key: text::fold(title),
    };
    if competition.recorded {
        let (result, place) = result(nth);
        (row.result, row.place, row.result_on) = (Some(result), place, competition.results_published_on);
        let tenths = 980_i64.saturating_sub(i64::try_from(nth).unwrap_or_default() * 13).max(10);
        (row.score_micros, row.score_scale) = (Some(tenths * 100_000), Some(1));
        batch.created(&row);
        batch.audit("recordApplication", &row, None, json!({ "competitionId": row.competition_id }));
    } else {
        submit(batch, chance, &mut row);
    }
    batch.count(application_tally::contributions(&row));
    batch.applications.push(row);
}

fn result(nth: usize) -> (ApplicationResult, Option<i16>) {
    match nth {
        0 => (ApplicationResult::Winner, Some(1)),
        1 => (ApplicationResult::Prize, Some(2)),
        2 | 3 => (ApplicationResult::Prize, Some(3)),
        4..7 => (ApplicationResult::Laureate, None),
        _ => (ApplicationResult::Participant, None),
    }
}

/// A draft that was submitted, and admitted or rejected.
fn submit(batch: &mut Batch, chance: &mut Chance, row: &mut application::Model) {
    let key = row.single_key.take();
    row.visibility = Visibility::Draft;
    batch.created(row);
    if chance.percent(15) {
        return;
    }
    let step = |batch: &mut Batch, before: &application::Model, row: &application::Model, action, reason| {
        batch.updated(before, row, &[]);
        batch.audit(action, row, reason, json!({ "competitionId": row.competition_id }));
    };
    let before = row.clone();
    (row.version, row.visibility, row.single_key) = (2, Visibility::Submitted, key);
    row.submitted_on = Some(day(2025, 8, 20));
    step(batch, &before, row, "submitApplication", None);
    let before = row.clone();
    match chance.below(10) {
        0..6 => {
            (row.version, row.admitted_on) = (3, Some(day(2025, 8, 27)));
            step(batch, &before, row, "admitApplication", None);
        }
        6 => {
            let reason = "Не соответствует положению";
            (row.version, row.rejected_on) = (3, Some(day(2025, 8, 27)));
            row.rejection_reason = Some(reason.to_owned());
            step(batch, &before, row, "rejectApplication", Some(reason));
        }
        _ => {}
    }
}

fn blank(
    plan: &Plan,
    id: CompetitionId,
    level: CompetitionLevel,
    place: &Place,
    kind: CompetitionKind,
    title: String,
) -> competition::Model {
    competition::Model {
        id,
        version: 1,
        created_at: plan.at,
        updated_at: plan.at,
        region_id: place.region,
        municipality_id: place.municipality,
        organisation_id: place.organisation,
        visibility: Visibility::Public,
        level: place.level,
        competition_level: level,
        kind,
        sort_key: text::sort_key(&title),
        search_key: text::fold(&title),
        title,
        form: Some(CompetitionForm::Mixed),
        parent_id: None,
        organiser_centre_id: None,
        url: None,
        repeat_applications: false,
        award_kind_code: None,
        expected_awards: None,
        awarded_count: None,
        recorded: true,
        open_points: String::new(),
        announced_on: None,
        windows_since: None,
        resumes_on: None,
        applications_from: None,
        applications_to: None,
        evaluation_from: None,
        evaluation_to: None,
        evaluation_closed_on: None,
        results_published_on: None,
        results_precision: 1,
        cancelled_on: None,
        cancellation_reason: None,
        archived_on: None,
        valid_from: None,
        valid_from_precision: 1,
        valid_from_text: None,
        valid_to: None,
        valid_to_precision: 1,
        valid_to_text: None,
    }
}
