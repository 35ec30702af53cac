//! What can happen in a network, across its domains, as random deeds.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{
    agreement::Net,
    support::{Actor, Answer, Role},
};

/// One thing that is done; which one of those that there are is a number modulo their count.
#[derive(Clone, Debug)]
pub enum Deed {
    /// Days go by.
    Wait(u8),
    /// An organisation is recorded.
    Organisation { at: usize, from: Option<u8> },
    /// It moves, from a day on or as a correction.
    Move { which: usize, at: usize, since: Option<u8> },
    /// Two records were one organisation.
    Merge { which: usize, other: usize },
    /// It is closed.
    Close { which: usize, on: u8 },
    /// A municipality becomes another, two become one, or one becomes two.
    Reorganise { which: usize, other: usize, kind: usize, on: u8 },
    /// A municipality joins the zone, or leaves it.
    Zone { which: usize, joins: bool, since: u8 },
    /// A status of an organisation, of a centre, or of several whom nobody names.
    Status { which: usize, of: usize, from: u8, length: Option<u8> },
    /// It ends.
    Revoke { which: usize, on: u8 },
    /// An agreement of the past.
    Agreement { places: usize, organisation: usize, from: u8, length: Option<u8> },
    /// A party joins, another leaves.
    Amend { which: usize, on: u8, joins: usize, leaves: i32 },
    /// It is terminated.
    Terminate { which: usize, on: u8 },
    /// A competition is announced.
    Competition { at: usize },
    /// It is postponed or cancelled.
    Halt { which: usize, cancel: bool },
    /// An application is submitted.
    Application { which: usize, organisation: usize },
    /// It is decided on, or withdrawn.
    Decide { which: usize, what: usize },
    /// A competition of the past, with a result.
    Past { at: usize, organisation: usize, on: u8 },
}

/// Any deed.
pub fn deed() -> impl Strategy<Value = Deed> {
    let some = || prop::option::of(any::<u8>());
    let one = || 0..12usize;
    prop_oneof![
        (1..12u8).prop_map(Deed::Wait),
        (one(), some()).prop_map(|(at, from)| Deed::Organisation { at, from }),
        (one(), one(), some()).prop_map(|(which, at, since)| Deed::Move { which, at, since }),
        (one(), one()).prop_map(|(which, other)| Deed::Merge { which, other }),
        (one(), any::<u8>()).prop_map(|(which, on)| Deed::Close { which, on }),
        (one(), one(), 0..3usize, any::<u8>()).prop_map(|(which, other, kind, on)| Deed::Reorganise {
            which,
            other,
            kind,
            on
        }),
        (one(), any::<bool>(), any::<u8>()).prop_map(|(which, joins, since)| Deed::Zone { which, joins, since }),
        (one(), 0..3usize, any::<u8>(), some()).prop_map(|(which, of, from, length)| Deed::Status {
            which,
            of,
            from,
            length
        }),
        (one(), any::<u8>()).prop_map(|(which, on)| Deed::Revoke { which, on }),
        (1..4usize, one(), any::<u8>(), some()).prop_map(|(places, organisation, from, length)| Deed::Agreement {
            places,
            organisation,
            from,
            length
        }),
        (one(), any::<u8>(), one(), 0..4i32).prop_map(|(which, on, joins, leaves)| Deed::Amend {
            which,
            on,
            joins,
            leaves
        }),
        (one(), any::<u8>()).prop_map(|(which, on)| Deed::Terminate { which, on }),
        one().prop_map(|at| Deed::Competition { at }),
        (one(), any::<bool>()).prop_map(|(which, cancel)| Deed::Halt { which, cancel }),
        (one(), one()).prop_map(|(which, organisation)| Deed::Application { which, organisation }),
        (one(), 0..3usize).prop_map(|(which, what)| Deed::Decide { which, what }),
        (one(), one(), any::<u8>()).prop_map(|(at, organisation, on)| Deed::Past { at, organisation, on }),
    ]
}

/// A day of the two years around the present of the tests.
fn day(number: u8) -> String {
    let first = chrono::NaiveDate::from_ymd_opt(2022, 6, 1).unwrap();
    (first + chrono::Days::new(u64::from(number) * 3)).to_string()
}

/// What there is so far.
pub struct Story<'app> {
    /// The coordinator of the region; a token lives shorter than a history.
    pub rmc: Actor<'app>,
    /// Municipalities.
    pub municipalities: Vec<String>,
    organisations: Vec<String>,
    centres: Vec<String>,
    statuses: Vec<String>,
    agreements: Vec<String>,
    competitions: Vec<String>,
    applications: Vec<String>,
    act: String,
    zone: String,
    leader: String,
    moc: String,
    made: usize,
}

fn pick(ids: &[String], number: usize) -> Option<String> {
    ids.get(number % ids.len().max(1)).cloned()
}

/// The ids of what a mutation made; none where it was refused.
fn ids(answer: &Answer, path: &str) -> Vec<String> {
    let refused = answer.body.pointer("/errors").is_some() || !answer.user_errors().is_empty();
    let found = if refused { &Value::Null } else { answer.at(path) };
    let nodes = match found {
        Value::Array(nodes) => nodes.clone(),
        Value::Object(_) => vec![found.clone()],
        _ => vec![],
    };
    nodes.iter().filter_map(|node| Some(node["id"].as_str()?.to_owned())).collect()
}

fn version(actor: &Actor, id: &str) -> Value {
    let kinds = ["Organisation", "Municipality", "StatusAssignment", "Agreement", "Competition", "Application"];
    let parts: Vec<String> = kinds.iter().map(|kind| format!("... on {kind} {{ version }}")).collect();
    let document = format!("query($id: ID!) {{ node(id: $id) {{ {} }} }}", parts.join(" "));
    actor.query(&document, json!({ "id": id })).at("node").get("version").cloned().unwrap_or(json!(1))
}

impl<'app> Story<'app> {
    /// The map of the network, a centre, an act.
    pub fn new(net: &Net<'app>) -> Self {
        let admin = net.app.actor(Role::PlatformAdmin, "federation");
        let kind = |code: &str, held_by: &str| {
            let input = json!({ "code": code, "name": code, "heldBy": held_by, "levels": ["MUNICIPALITY"] });
            ids(&admin.mutate("createStatusKind", "statusKind", "id", &input), "createStatusKind.statusKind")
                .pop()
                .unwrap()
        };
        let zone = net.rmc.query(r#"{ zone(region: "23", code: "NE") { id } }"#, json!({})).text("zone.id").to_owned();
        let act = json!({ "kind": "ORDER", "level": "REGION", "issuer": "Министерство", "title": "О статусе", "regionId": net.region,
            "date": "2022-01-10", "number": "1" });
        let act =
            ids(&net.rmc.mutate("createLegalAct", "legalAct", "id", &act), "createLegalAct.legalAct").pop().unwrap();
        Self {
            rmc: net.app.actor(Role::RegionalCoordinator, "region:23"),
            municipalities: vec![net.vyselki.clone(), net.krylovsky.clone()],
            act,
            zone,
            leader: kind("MUNICIPAL_NETWORK_LEADER", "ORGANISATION"),
            moc: kind("MOC", "CENTRE"),
            organisations: vec![],
            centres: vec![],
            statuses: vec![],
            agreements: vec![],
            competitions: vec![],
            applications: vec![],
            made: 0,
        }
    }

    /// Sends a change of an object with its present version.
    fn change(&self, verb: &str, object: &str, id: &str, more: Value) -> Answer {
        let mut input = json!({ "id": id, "expectedVersion": version(&self.rmc, id) });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        self.rmc.mutate(verb, object, "id", &input)
    }

    /// Whether there is something of each kind.
    pub fn has_everything(&self) -> bool {
        let kinds = [
            &self.organisations,
            &self.centres,
            &self.statuses,
            &self.agreements,
            &self.competitions,
            &self.applications,
        ];
        kinds.iter().all(|ids| !ids.is_empty())
    }

    /// Does it. Many deeds are refused, and must then change nothing.
    pub fn run(&mut self, net: &Net<'app>, deed: &Deed) -> Option<()> {
        self.made += 1;
        let place = |number: &usize| pick(&self.municipalities, *number);
        match deed {
            Deed::Wait(days) => {
                let now = net.app.now() + chrono::Days::new(u64::from(*days));
                net.app.set_now(&now.format("%Y-%m-%dT%H:%M:%SZ").to_string());
                self.rmc = net.app.actor(Role::RegionalCoordinator, "region:23");
            }
            Deed::Organisation { at, from } => {
                let input = json!({ "name": format!("Школа {}", self.made), "type": (["SCHOOL", "SPORT"][at % 2]), "municipalityId": place(at)?,
                    "validFrom": from.map(day) });
                self.organisations.extend(ids(
                    &self.rmc.mutate("createOrganisation", "organisation", "id", &input),
                    "createOrganisation.organisation",
                ));
            }
            Deed::Move { which, at, since } => {
                let id = pick(&self.organisations, *which)?;
                let more = json!({ "municipalityId": place(at)?, "since": since.map(day) });
                self.change("moveOrganisation", "organisation", &id, more);
            }
            Deed::Merge { which, other } => {
                let (id, other) = (pick(&self.organisations, *which)?, pick(&self.organisations, *other)?);
                self.change("mergeOrganisations", "organisation", &id, json!({ "duplicateIds": [other] }));
            }
            Deed::Close { which, on } => {
                let id = pick(&self.organisations, *which)?;
                self.change("closeOrganisation", "organisation", &id, json!({ "lastDay": day(*on) }));
            }
            Deed::Reorganise { which, other, kind, on } => {
                let new = |name: &str| json!({ "regionId": net.region, "name": format!("{name} {}", self.made), "kind": "MUNICIPAL_OKRUG" });
                let (one, two) = (place(which)?, place(other)?);
                let (kind, before, after) = match kind {
                    0 => ("TRANSFORMED", vec![one], vec![new("Новый")]),
                    1 => ("MERGED", vec![one, two], vec![new("Общий")]),
                    _ => ("DIVIDED", vec![one], vec![new("Левый"), new("Правый")]),
                };
                let input = json!({ "kind": kind, "day": day(*on), "predecessorIds": before, "successors": after });
                let answer = self.rmc.mutate("reorganiseMunicipalities", "successors", "id", &input);
                self.municipalities.extend(ids(&answer, "reorganiseMunicipalities.successors"));
            }
            Deed::Zone { which, joins, since } => {
                let more = json!({ "since": day(*since), "zoneId": joins.then(|| self.zone.clone()) });
                self.change("updateMunicipality", "municipality", &place(which)?, more);
            }
            Deed::Status { which, of, from, length } => self.status(net, *which, *of, *from, *length)?,
            Deed::Revoke { which, on } => {
                let id = pick(&self.statuses, *which)?;
                self.change("revokeStatus", "statusAssignment", &id, json!({ "on": day(*on), "actId": self.act }));
            }
            Deed::Agreement { places, organisation, from, length } => {
                let mut parties = vec![json!({ "role": "PARTNER", "name": "АО «Восход»" }), net.party(&net.bodaibo)];
                parties.extend(self.municipalities.iter().rev().take(*places).map(|id| net.party(id)));
                parties.extend(
                    pick(&self.organisations, *organisation)
                        .map(|id| json!({ "role": "PARTNER", "organisationId": id })),
                );
                let more = json!({ "number": self.made.to_string(), "signedOn": day(*from), "validFrom": day(*from),
                    "validTo": length.map(|length| day(from.saturating_add(length))), "parties": parties });
                let answer = self.rmc.mutate("recordAgreement", "agreement", "id", &net.past(&more));
                self.agreements.extend(ids(&answer, "recordAgreement.agreement"));
            }
            Deed::Amend { which, on, joins, leaves } => {
                let id = pick(&self.agreements, *which)?;
                let leaves: Vec<i32> = Some(*leaves).into_iter().filter(|position| *position > 0).collect();
                let more = json!({ "effectiveOn": day(*on), "summary": "Изменение", "document": "№ 1",
                    "addParties": [net.party(&place(joins)?)], "removeParties": leaves });
                self.change("amendAgreement", "agreement", &id, more);
            }
            Deed::Terminate { which, on } => {
                let id = pick(&self.agreements, *which)?;
                let more = json!({ "terminatedOn": day(*on), "ground": "Так вышло", "document": "№ 2" });
                self.change("terminateAgreement", "agreement", &id, more);
            }
            Deed::Competition { at } => self.competition(net, place(at)?),
            Deed::Halt { which, cancel } => {
                let id = pick(&self.competitions, *which)?;
                let more = json!({ "reason": "Мало заявок" });
                let verb = if *cancel { "cancelCompetition" } else { "postponeCompetition" };
                self.change(verb, "competition", &id, more);
            }
            Deed::Application { which, organisation } => {
                let (competition, organisation) =
                    (pick(&self.competitions, *which)?, pick(&self.organisations, *organisation)?);
                let input = json!({ "competitionId": competition, "organisationId": organisation, "title": format!("Работа {}", self.made % 3) });
                let id = ids(
                    &self.rmc.mutate("createApplication", "application", "id", &input),
                    "createApplication.application",
                )
                .pop()?;
                self.change("submitApplication", "application", &id, json!({}));
                self.applications.push(id);
            }
            Deed::Decide { which, what } => {
                let id = pick(&self.applications, *which)?;
                let (verb, more) = match what {
                    0 => ("admitApplication", json!({})),
                    1 => ("rejectApplication", json!({ "reason": "Не по форме" })),
                    _ => ("withdrawApplication", json!({})),
                };
                self.change(verb, "application", &id, more);
            }
            Deed::Past { at, organisation, on } => {
                let input = json!({ "title": format!("Старый {}", self.made), "kind": "PUPILS", "level": "MUNICIPAL", "municipalityId": place(at)?,
                    "validFrom": day(*on), "validTo": day(on.saturating_add(9)), "resultsPublishedOn": day(on.saturating_add(12)) });
                let id = ids(
                    &self.rmc.mutate("recordCompetition", "competition", "id", &input),
                    "recordCompetition.competition",
                )
                .pop()?;
                let input = json!({ "competitionId": id, "organisationId": pick(&self.organisations, *organisation)?, "result": "WINNER", "place": 1 });
                self.applications.extend(ids(
                    &self.rmc.mutate("recordApplication", "application", "id", &input),
                    "recordApplication.application",
                ));
                self.competitions.push(id);
            }
        }
        Some(())
    }

    fn status(&mut self, net: &Net, which: usize, of: usize, from: u8, length: Option<u8>) -> Option<()> {
        let municipality = pick(&self.municipalities, which)?;
        let mut input = json!({ "level": "MUNICIPALITY", "kindId": self.leader, "validFrom": day(from),
            "validTo": length.map(|length| day(from.saturating_add(length))) });
        match of {
            0 => input["organisationId"] = json!(pick(&self.organisations, which)?),
            1 => {
                let centre = json!({ "kind": "MOC", "name": format!("МОЦ {}", self.made), "regionId": net.region, "municipalityId": municipality });
                self.centres
                    .extend(ids(&self.rmc.mutate("createCentre", "centre", "id", &centre), "createCentre.centre"));
                input["centreId"] = json!(pick(&self.centres, self.centres.len().saturating_sub(which % 2 + 1))?);
                input["kindId"] = json!(self.moc);
            }
            _ => {
                input["unnamedCount"] = json!(3);
                input["municipalityId"] = json!(municipality);
            }
        }
        self.statuses.extend(ids(
            &self.rmc.mutate("recordStatus", "statusAssignment", "id", &input),
            "recordStatus.statusAssignment",
        ));
        Some(())
    }

    fn competition(&mut self, net: &Net, at: String) {
        let on = |days: u64| (net.app.now().date_naive() + chrono::Days::new(days)).to_string();
        let input = json!({ "title": format!("Конкурс {}", self.made), "kind": "PUPILS", "level": "MUNICIPAL", "municipalityId": at,
            "applicationsFrom": on(0), "applicationsTo": on(9), "evaluationFrom": on(11), "evaluationTo": on(15) });
        // A draft of the municipal level is the municipality's own.
        let municipal = net.app.actor(Role::MunicipalCoordinator, &at);
        let created =
            ids(&municipal.mutate("createCompetition", "competition", "id", &input), "createCompetition.competition");
        for id in created {
            municipal.mutate("announceCompetition", "competition", "id", &json!({ "id": id, "expectedVersion": 1 }));
            self.competitions.push(id);
        }
    }
}
