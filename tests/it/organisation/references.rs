//! Whatever refers to an organisation follows when two records of it are merged, or is in the way and is named.

use std::{collections::BTreeSet, time::Duration};

use entity::ids::OrganisationId;
use opora::{
    clock::Clock,
    db::connect::{Limits, connect},
    service::{
        Cx,
        organisation::references::{REFERENCES, Reference, Rows},
        overview::recount::recount,
        value::recount::recount as recount_figures,
    },
};
use sea_orm::prelude::Uuid;
use serde_json::{Value, json};

use super::inn;
use crate::{
    file::{attach, sent},
    status::{Network, send},
    support::{Actor, Answer, Backend, Role, TestDatabase, both, rows, service, wait, with},
};

/// How many rows of a reference name an organisation.
fn naming(network: &Network, Reference { table, column, .. }: &Reference, id: &str) -> usize {
    let id = literal(network, id);
    rows::texts(network.database().url(), &format!("SELECT 'x' FROM {table} WHERE {column} = {id}")).len()
}

fn literal(network: &Network, id: &str) -> String {
    let id = Uuid::from(id.parse::<OrganisationId>().unwrap()).simple().to_string();
    let sign = if network.database().backend() == Backend::Postgres { "" } else { "x" };
    format!("{sign}'{id}'")
}

fn execute(network: &Network, sql: &str) {
    wait(service::execute(network.database().url(), sql));
}

fn organisation(network: &Network, actor: &Actor, name: &str, more: Value) -> String {
    let input = json!({ "name": name, "type": "SCHOOL", "municipalityId": network.municipality_id("03612000") });
    actor.make("createOrganisation", "organisation", &with(input, more))
}

fn version(actor: &Actor, id: &str) -> Value {
    let document = "query($id: ID!) { node(id: $id) { ... on Organisation { version } ... on Agreement { version } ... on Application { version }
        ... on Partnership { version } ... on Campaign { version } ... on Report { version } ... on RegionalModelCentre { version } ... on MunicipalCentre { version } ... on Competition { version } } }";
    actor.query(document, json!({ "id": id })).at("node.version").clone()
}

fn merge(actor: &Actor, id: &str, duplicate: &str) -> Answer {
    let input = json!({ "id": id, "expectedVersion": version(actor, id), "duplicateIds": [duplicate] });
    actor.mutate("mergeOrganisations", "organisation", "id version", &input)
}

fn agreement(network: &Network, parties: &[&str]) -> Value {
    let parties: Vec<Value> = parties.iter().map(|id| json!({ "role": "PARTNER", "organisationId": id })).collect();
    json!({ "municipalityId": network.municipality_id("03612000"), "kind": "COOPERATION", "title": "О сотрудничестве",
        "number": "7", "signedOn": "2023-01-10", "validFrom": "2023-02-01", "validTo": "2024-12-31", "parties": parties })
}

fn partnership(lead: &str, partner: Value) -> Value {
    json!({ "lead": { "organisationId": lead }, "partner": partner, "actual": true })
}

/// A competition of the past and one that runs, both organised by an organisation.
fn competitions(network: &Network, region: &Actor, organiser: &str) -> (String, String) {
    let past = json!({ "title": "Старый конкурс", "kind": "PUPILS", "level": "MUNICIPAL", "organiserId": organiser,
        "municipalityId": network.municipality_id("03612000"), "resultsPublishedOn": "2022-04-10" });
    let past = region.make("recordCompetition", "competition", &past);
    let running = json!({ "title": "Новый конкурс", "kind": "PUPILS", "level": "MUNICIPAL", "organiserId": organiser,
        "municipalityId": network.municipality_id("03612000"), "applicationsFrom": "2023-11-20", "applicationsTo": "2023-11-30" });
    // A draft of the municipal level is the municipality's own.
    let municipal = network.municipality();
    let running = municipal.make("createCompetition", "competition", &running);
    municipal.make("announceCompetition", "competition", &json!({ "id": running, "expectedVersion": 1 }));
    (past, running)
}

fn application(competition: &str, organisation: &str, title: &str) -> Value {
    json!({ "competitionId": competition, "organisationId": organisation, "title": title, "result": "WINNER", "place": 1 })
}

/// An indicator of the region that is told by quarters.
fn indicator(network: &Network, region: &Actor) -> String {
    let input = json!({ "regionId": network.region_id("23"), "code": "MERGED", "name": "Кружки", "category": "ADDITIONAL", "kind": "FLOW",
        "unit": "PERSON", "better": "MORE", "aggregation": "SUM", "numerator": "дети", "periodTypes": ["QUARTER"] });
    region.make("createIndicator", "indicator", &input)
}

fn key(subject: &str, source: &str) -> Value {
    json!({ "indicatorCode": "MERGED", "subjectId": subject, "period": { "text": "2023-Q1" }, "source": source, "expectedVersion": 1 })
}

/// Hands in what a source tells of an organisation in the first quarter.
fn tell(region: &Actor, subject: &str, source: &str, number: &str) {
    let row = json!({ "indicatorCode": "MERGED", "subjectId": subject, "period": { "text": "2023-Q1" }, "numerator": number });
    let document = "mutation($input: RecordValuesInput!) { recordValues(input: $input) { userErrors { code path } } }";
    region.query(document, json!({ "input": { "source": source, "state": "SUBMITTED", "rows": [row] } })).payload();
}

/// What counts for an organisation in the first quarter.
fn counted(region: &Actor, subject: &str) -> Value {
    let document = "query($of: ID!) { results(indicators: [\"MERGED\"], of: $of, periods: [{ text: \"2023-Q1\" }], state: SUBMITTED) { value } }";
    region.query(document, json!({ "of": subject })).at("results.0.value").clone()
}

/// An open campaign of the region in which some organisations are expected, and their reports, which nobody has begun.
fn expected(network: &Network, region: &Actor, code: &str, of: &[&str]) -> Vec<String> {
    let template = json!({ "regionId": network.region_id("23"), "code": code, "name": "Мониторинг", "kind": "MONITORING", "periodType": "QUARTER",
        "fields": [{ "code": "text", "label": "О чём", "kind": "TEXT" }] });
    let template = region.make("createReportTemplate", "reportTemplate", &template);
    let first = |id: &str| json!({ "id": id, "expectedVersion": 1 });
    region.mutate("publishReportTemplate", "reportTemplate", "id version", &first(&template)).payload();
    let campaign = json!({ "ownerId": network.region_id("23"), "templateId": template, "name": code, "respondents": "ORGANISATION",
        "period": { "text": "2023-Q3" }, "due": { "kind": "ON_DAY", "day": "2023-12-01" } });
    let campaign = region.make("createCampaign", "campaign", &campaign);
    region
        .mutate("openCampaign", "campaign", "id version", &with(first(&campaign), json!({ "nodeIds": of })))
        .payload();
    let report = |node: &&str| {
        let document =
            "query($in: ID!, $of: ID!) { reports(filter: { campaignIds: [$in], of: $of }) { nodes { id } } }";
        region.query(document, json!({ "in": campaign, "of": node })).text("reports.nodes.0.id").to_owned()
    };
    of.iter().map(report).collect()
}

/// Begins a report.
fn begin(network: &Network, organisation: &str, report: &str) {
    let editor = network.actor(Role::OrganisationEditor, organisation);
    editor
        .mutate(
            "fillReport",
            "report",
            "id version",
            &json!({ "id": report, "expectedVersion": version(&editor, report) }),
        )
        .payload();
}

/// Lets something of every kind refer to an organisation.
fn refer(network: &Network, id: &str, other: &str) -> (String, String) {
    let region = network.region();
    let municipality = network.municipality_id("03612000");
    organisation(network, &region, "Филиал", json!({ "headOrganisationId": id, "kpp": "230101002" }));
    let gone = organisation(network, &region, "Присоединённая", json!({}));
    let act = network.order("1");
    let reorganise = json!({ "id": gone, "expectedVersion": 1, "lastDay": "2023-02-01", "intoId": id, "actId": act });
    region.mutate("reorganiseOrganisation", "organisation", "id version", &reorganise).payload();
    let close = json!({ "id": id, "expectedVersion": version(&region, id), "lastDay": "2024-12-31", "actId": act });
    region.mutate("closeOrganisation", "organisation", "id version", &close).payload();
    merge(&region, id, &organisation(network, &region, "Прежний дубль", json!({}))).payload();
    let editor = network.actor(Role::OrganisationEditor, id);
    let act = json!({ "kind": "ORDER", "level": "ORGANISATION", "issuerOrganisationId": id, "date": "2023-01-11", "number": "9", "title": "О программе" });
    region.make("createLegalAct", "legalAct", &act);
    let centre = json!({ "kind": "MOC", "name": "МОЦ", "regionId": network.region_id("23"), "municipalityId": municipality, "hostId": id });
    let centre = region.make("createCentre", "centre", &centre);
    let moved = json!({ "id": centre, "expectedVersion": 1, "hostId": other, "hostSince": "2023-03-01" });
    region.make("updateCentre", "centre", &moved);
    let centre = json!({ "kind": "MOC", "name": "Второй МОЦ", "regionId": network.region_id("23"), "municipalityId": municipality, "hostId": id });
    region.make("createCentre", "centre", &centre);
    let status = json!({ "kindId": network.kind("MUNICIPAL_NETWORK_LEADER"), "level": "MUNICIPALITY", "organisationId": id, "validFrom": "2023-01-01" });
    send(&region, "recordStatus", status).payload();
    let agreed = region.make("recordAgreement", "agreement", &agreement(network, &[id, other]));
    let uuid = literal(network, id);
    execute(network, &format!("UPDATE agreement SET organisation_id = {uuid} WHERE title = 'О сотрудничестве'"));
    region.make("createPartnership", "partnership", &partnership(id, json!({ "name": "Завод" })));
    region.make("createPartnership", "partnership", &partnership(other, json!({ "organisationId": id })));
    let (past, running) = competitions(network, &region, id);
    region.make("recordApplication", "application", &application(&past, id, "Работа"));
    let expert = editor.query("{ viewer { user { id } } }", json!({})).text("viewer.user.id").to_owned();
    let assign = json!({ "competitionId": running, "expectedVersion": 2, "userId": expert, "organisationId": id });
    region.mutate("assignExpert", "competition", "id version", &assign).payload();
    attach(&region, &sent(&region), id).payload();
    let indicator = indicator(network, &region);
    tell(&region, id, "navigator", "12");
    expected(network, &region, "MERGED", &[id]);
    let set = json!({ "regionId": network.region_id("23"), "code": "MERGED", "name": "Цели", "kind": "ROADMAP" });
    let set = region.make("createTargetSet", "targetSet", &set);
    let target = json!({ "indicatorId": indicator, "subjectId": id, "period": { "text": "2023-Q1" }, "value": "20" });
    region
        .mutate("setTargets", "targetSet", "id version", &json!({ "id": set, "expectedVersion": 1, "rows": [target] }))
        .payload();
    (agreed, past)
}

both! {
    fn the_list_is_that_of_the_foreign_keys(db: &TestDatabase) {
        let sql = if db.backend() == Backend::Postgres {
            "SELECT c.relname || '.' || a.attname FROM pg_constraint AS k JOIN pg_class AS c ON c.oid = k.conrelid
                JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum = ANY (k.conkey)
                WHERE k.contype = 'f' AND k.confrelid = 'organisation'::regclass"
        } else {
            "SELECT t.name || '.' || k.\"from\" FROM sqlite_master AS t, pragma_foreign_key_list(t.name) AS k
                WHERE t.type = 'table' AND k.\"table\" = 'organisation'"
        };
        let keys: BTreeSet<String> = rows::texts(db.url(), sql).into_iter().collect();
        // Columns that name objects of any kind; what is logged outlives them.
        let any = "act_basis contact external_ref file".split(' ').map(|table| format!("{table}.object_id"));
        let any = any.chain(["target.subject_id".to_owned()]);
        let listed: Vec<String> = REFERENCES.iter().map(|Reference { table, column, .. }| format!("{table}.{column}")).collect();
        assert_eq!(listed.iter().cloned().collect::<BTreeSet<_>>(), keys.into_iter().chain(any).collect());
        assert_eq!(listed.len(), REFERENCES.iter().map(|reference| (reference.table, reference.column)).collect::<BTreeSet<_>>().len());
    }

    fn everything_follows(network: &Network) {
        let region = network.region();
        let stays = organisation(network, &region, "Школа № 1", json!({ "municipalityId": network.municipality_id("03624000") }));
        let double = organisation(network, &region, "СОШ № 1", json!({ "inn": inn(1), "kpp": "230101001" }));
        let other = organisation(network, &region, "Дом творчества", json!({}));
        let (agreed, past) = refer(network, &double, &other);
        let followers: Vec<&Reference> = REFERENCES.iter().filter(|reference| reference.rows != Rows::Card).collect();
        let before: Vec<usize> = followers.iter().map(|reference| naming(network, reference, &double)).collect();
        for (reference, count) in followers.iter().zip(&before) {
            assert_ne!(*count, 0, "nothing refers by {}.{}", reference.table, reference.column);
        }
        let newest = rows::texts(network.database().url(), "SELECT CAST(MAX(position) AS TEXT) FROM change").pop().unwrap();
        let versions = [&agreed, &past].map(|id| version(&region, id).as_i64().unwrap());
        merge(&region, &stays, &double).payload();
        for (reference, count) in followers.iter().zip(before) {
            let own = usize::from(reference.column == "duplicate_of_id");
            assert_eq!(naming(network, reference, &double), 0, "left behind: {}.{}", reference.table, reference.column);
            assert_eq!(naming(network, reference, &stays), count + own, "{}.{}", reference.table, reference.column);
        }
        let sql = format!("SELECT typename || ' ' || changed_fields FROM change WHERE position > {newest} ORDER BY position");
        let changes = rows::texts(network.database().url(), &sql);
        for change in [
            "Organisation headOrganisationId", "Organisation mergedIntoId", "Organisation duplicateOfId", "User organisationId",
            "Grant organisationId", "LegalAct organisationId", "MunicipalCentre organisationId", "MunicipalCentre hosts",
            "StatusAssignment organisationId", "Agreement organisationId", "Agreement parties", "Partnership organisationId",
            "Partnership partnerOrganisationId", "Competition organisationId", "Competition experts", "Application organisationId",
        ] {
            assert!(changes.iter().any(|told| told == change), "{change} in {changes:#?}");
        }
        // By the column itself, and as the place of what is kept at an organisation.
        let versions = versions.map(|version| version + 2);
        assert_eq!([&agreed, &past].map(|id| version(&region, id).as_i64().unwrap()), [versions[0], versions[1] - 1]);
        let scoped = format!("SELECT typename FROM change WHERE position > {newest} AND organisation_before = {} AND organisation_after = {}",
            literal(network, &double), literal(network, &stays));
        assert!(rows::texts(network.database().url(), &scoped).len() > 8, "the feed tells where a row was and is");

        let limits = Limits { readers: 1, writers: 1, read: Duration::from_secs(9), write: Duration::from_secs(9) };
        let db = wait(connect(network.database().url(), network.database().folder(), limits)).unwrap();
        let cx = Cx::system(db.clone(), Clock::fixed(network.now(), "Europe/Moscow".parse().unwrap()));
        let found = [wait(recount(&cx)).unwrap(), wait(recount_figures(&cx)).unwrap()];
        wait(db.close());
        assert_eq!(found, [vec![], vec![]]);
        assert_eq!(counted(&region, &stays), "12");

        // The same application once more is the same applicant's.
        let again = region.mutate("recordApplication", "application", "id version", &application(&past, &stays, "работа"));
        again.expect_user_error("DUPLICATE", "input.title");
    }

    fn what_would_name_it_twice_is_in_the_way(network: &Network) {
        let region = network.region();
        let new = |name: &str| organisation(network, &region, name, json!({}));
        let (stays, double, other) = (new("Школа № 1"), new("СОШ № 1"), new("Дом творчества"));
        let (past, _) = competitions(network, &region, &other);
        let refused = |what: &[&str]| {
            let answer = network.unchanged_but(&[], || merge(&region, &stays, &double));
            answer.expect_user_error("DUPLICATE", "input.duplicateIds.0");
            for id in what {
                assert!(answer.user_errors()[0]["message"].as_str().unwrap().contains(id), "{id} {answer}");
            }
        };
        let remove = |verb: &str, id: &str| {
            region.mutate(verb, "deletedId", "id version", &json!({ "id": id, "expectedVersion": version(&region, id) })).payload();
        };

        let agreed = region.make("recordAgreement", "agreement", &agreement(network, &[&stays, &double, &other]));
        refused(&[&agreed]);
        let leave = json!({ "id": agreed, "expectedVersion": version(&region, &agreed), "effectiveOn": "2023-06-01", "summary": "Выход", "document": "№ 1",
            "removeParties": [2] });
        region.mutate("amendAgreement", "agreement", "id version", &leave).payload();

        let own = region.make("createPartnership", "partnership", &partnership(&stays, json!({ "organisationId": double })));
        refused(&[&own]);
        remove("deletePartnership", &own);
        region.make("createPartnership", "partnership", &partnership(&other, json!({ "organisationId": stays })));
        let twice = region.make("createPartnership", "partnership", &partnership(&other, json!({ "organisationId": double })));
        refused(&[&twice]);
        remove("deletePartnership", &twice);

        region.make("recordApplication", "application", &application(&past, &stays, "Работа"));
        let second = region.make("recordApplication", "application", &application(&past, &double, "РАБОТА"));
        refused(&[&second]);
        execute(network, "UPDATE application SET single_key = NULL WHERE title = 'РАБОТА'");

        indicator(network, &region);
        tell(&region, &stays, "navigator", "12");
        tell(&region, &double, "navigator", "13");
        refused(&["MERGED 2023-Q1 navigator"]);
        let decide = |verb: &str, rows: Value, more: Value| {
            let name = format!("{}{}Input", verb[..1].to_uppercase(), &verb[1..]);
            let document = format!("mutation($input: {name}!) {{ {verb}(input: $input) {{ userErrors {{ code path }} }} }}");
            region.query(&document, json!({ "input": with(json!({ "rows": [rows] }), more) })).payload();
        };
        decide("returnValues", key(&double, "navigator"), json!({ "remark": "Это дубль" }));
        decide("deleteValues", with(key(&double, "navigator"), json!({ "expectedVersion": 2 })), json!({}));
        // Another source is another value.
        tell(&region, &double, "form", "13");

        let begun = expected(network, &region, "BEGUN", &[&stays, &double]);
        begin(network, &stays, &begun[0]);
        begin(network, &double, &begun[1]);
        refused(&[&begun[1]]);
        let those = "SELECT id FROM report WHERE campaign_id IN (SELECT id FROM campaign WHERE name = 'BEGUN')";
        for (table, column) in [("report_answer", "report_id"), ("report_event", "report_id"), ("report", "id")] {
            execute(network, &format!("DELETE FROM {table} WHERE {column} IN ({those})"));
        }
        // Of two that nobody has begun, or of which one is begun, one stays.
        let silent = expected(network, &region, "SILENT", &[&stays, &double]);
        let one = expected(network, &region, "ONE", &[&stays, &double]);
        begin(network, &double, &one[1]);

        // What the viewer does not see is in the way all the same, and is not named.
        execute(network, "UPDATE agreement_party SET to_day = NULL");
        let municipal = network.municipality();
        let mut draft = agreement(network, &[&stays, &double]);
        draft.as_object_mut().unwrap().remove("signedOn");
        let hidden = region.make("createAgreement", "agreement", &with(draft,
            json!({ "level": "REGION", "title": "Проект края" })));
        execute(network, "UPDATE agreement_party SET to_day = '2023-06-01' WHERE agreement_id NOT IN (SELECT id FROM agreement WHERE title = 'Проект края')");
        let answer = network.unchanged_but(&[], || merge(&municipal, &stays, &double));
        answer.expect_user_error("DUPLICATE", "input.duplicateIds.0");
        assert!(!answer.to_string().contains(&hidden), "{answer}");
        refused(&[&hidden]);
        remove("deleteAgreement", &hidden);
        merge(&region, &stays, &double).payload();
        let left = region.query(
            "query($of: ID!) { reports(filter: { of: $of }) { nodes { id } } values(filter: { subjectIds: [$of] }) { nodes { source } } }",
            json!({ "of": stays }),
        );
        let mut reports: Vec<&str> = left.at("reports.nodes").as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
        reports.sort_unstable();
        let mut those = [silent[0].as_str(), one[1].as_str()];
        those.sort_unstable();
        assert_eq!(reports, those);
        assert_eq!(left.at("values.nodes").as_array().unwrap().len(), 2, "{left}");
    }
}
