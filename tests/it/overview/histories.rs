//! After random histories that span the domains, the overview of every node on every day is what its rows add up to,
//! counted one by one from what the lists of that day say of each.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use opora::{
    clock::Clock,
    db::connect::{Limits, connect},
    service::{Cx, overview::recount::recount},
};
use proptest::{prelude::*, test_runner::TestRunner};
use serde_json::{Value, json};

use super::deeds::{Deed, Story, deed};
use crate::{
    agreement::Net,
    support::{Actor, TestApp, both, wait},
};

/// Counts by measure and group.
type Counts = BTreeMap<(&'static str, String), i64>;

/// Everything of a day, as the lists say it.
struct Day<'net> {
    rmc: &'net Actor<'net>,
    day: &'static str,
    /// Zone by municipality.
    zones: BTreeMap<String, Option<String>>,
}

/// Where something counts.
#[derive(Clone, Copy)]
enum Node<'a> {
    Federation,
    Region(&'a str),
    Zone(&'a str),
    Municipality(&'a str),
}

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

impl<'net> Day<'net> {
    fn of(rmc: &'net Actor<'net>, day: &'static str) -> Self {
        let mut of = Self { rmc, day, zones: BTreeMap::new() };
        let municipalities = of.list("municipalities", "filter: {}", "id zone { id } region { code }");
        let zone =
            |node: &Value| (node["id"].as_str().unwrap().to_owned(), text(&node["zone"]["id"]).map(ToOwned::to_owned));
        of.zones = municipalities.iter().filter(|node| node["region"]["code"] == "23").map(zone).collect();
        of
    }

    /// All elements of a list.
    fn list(&self, name: &str, arguments: &str, fields: &str) -> Vec<Value> {
        let document = format!(
            "query($day: Date!, $after: String) {{ {name}({arguments}, asOf: $day, first: 50, after: $after) {{
                pageInfo {{ hasNextPage endCursor }} nodes {{ {fields} }} }} }}"
        );
        let (mut all, mut after) = (Vec::new(), Value::Null);
        loop {
            let answer = self.rmc.query(&document, json!({ "day": self.day, "after": after }));
            let list = answer.at(name);
            all.extend(list["nodes"].as_array().unwrap().iter().cloned());
            if list["pageInfo"]["hasNextPage"] != json!(true) {
                return all;
            }
            after = list["pageInfo"]["endCursor"].clone();
        }
    }

    /// Whether a place lies in a node on the day.
    fn lies_in(&self, place: &Value, node: Node) -> bool {
        let municipality = text(&place["municipality"]["id"]);
        match node {
            Node::Federation => true,
            Node::Region(id) => text(&place["region"]["id"]) == Some(id),
            Node::Zone(id) => {
                text(&place["zone"]["id"]) == Some(id)
                    || municipality.and_then(|id| self.zones.get(id)).is_some_and(|zone| zone.as_deref() == Some(id))
            }
            Node::Municipality(id) => municipality == Some(id),
        }
    }

    /// What the rows of each kind add up to in each node.
    fn counted(&self, nodes: &[Node]) -> Vec<Counts> {
        const PLACE: &str = "municipality { id } region { id }";
        let mut counts = vec![Counts::new(); nodes.len()];
        let mut add = |places: &[&Value], measure: &'static str, group: &Value, count: i64| {
            for (node, counts) in nodes.iter().zip(&mut counts) {
                // Once in each node, however many of its places lie there.
                if matches!(node, Node::Federation) || places.iter().any(|place| self.lies_in(place, *node)) {
                    *counts.entry((measure, group.as_str().unwrap().to_owned())).or_default() += count;
                }
            }
        };
        for row in self.list("organisations", "filter: {}", &format!("type {PLACE}")) {
            add(&[&row], "organisations", &row["type"], 1);
        }
        let fields = format!("kind {{ code }} unnamedCount centre {{ id }} territory zone {{ id }} {PLACE}");
        let mut standing = BTreeSet::new();
        for mut row in self.list("statusAssignments", "filter: { states: [IN_FORCE] }", &fields) {
            if row["territory"] != "MUNICIPALITY" {
                row["municipality"] = Value::Null;
            }
            add(&[&row], "statuses", &row["kind"]["code"], row["unnamedCount"].as_i64().unwrap_or(1));
            if text(&row["centre"]["id"]).is_some_and(|id| standing.insert(id.to_owned())) {
                add(&[&row], "centres", &row["kind"]["code"], 1);
            }
        }
        for row in self.list("statusAssignments", "filter: { states: [IN_FORCE], endsWithinDays: 90 }", &fields) {
            add(&[&row], "statuses ending", &row["kind"]["code"], row["unnamedCount"].as_i64().unwrap_or(1));
        }
        for (filter, measure) in [("", "agreements"), (", endsWithinDays: 90", "agreements ending")] {
            let fields = format!("kind parties {{ joinedOn leftOn {PLACE} }}");
            for row in self.list("agreements", &format!("filter: {{ states: [IN_FORCE]{filter} }}"), &fields) {
                let today = |party: &&Value| {
                    text(&party["joinedOn"]).is_none_or(|from| from <= self.day)
                        && text(&party["leftOn"]).is_none_or(|last| self.day <= last)
                };
                let parties: Vec<&Value> = row["parties"].as_array().unwrap().iter().filter(today).collect();
                let group = if measure == "agreements" { row["kind"].clone() } else { json!("ALL") };
                add(&parties, measure, &group, 1);
            }
        }
        let states =
            "filter: { states: [ANNOUNCED, APPLICATIONS_OPEN, APPLICATIONS_CLOSED, EVALUATION, RESULTS_PENDING_ORDER,
            RESULTS_PUBLISHED, ARCHIVED, CANCELLED, POSTPONED] }";
        for row in self.list("competitions", states, &format!("state {PLACE}")) {
            add(&[&row], "competitions", &row["state"], 1);
        }
        for row in self.list("applications", "filter: {}", &format!("state result {PLACE}")) {
            let outcome = if row["result"].is_null() { &row["state"] } else { &row["result"] };
            if outcome != "DRAFT" {
                add(&[&row], "applications", outcome, 1);
            }
        }
        counts
    }

    /// What the overview says.
    fn told(&self, of: Option<&str>) -> Counts {
        let document = "query($of: ID, $day: Date!) { overview(of: $of, asOf: $day) { organisations { total byType { type count } }
            centres { total byKind { kind count } } statuses { total endingSoon byKind { kind { code } count endingSoon } }
            agreements { total endingSoon byKind { kind count } } competitions { total byState { state count } }
            applications { total byOutcome { outcome count } } } }";
        let answer = self.rmc.query(document, json!({ "of": of, "day": self.day }));
        let mut counts = Counts::new();
        for (measure, groups, name) in [
            ("organisations", "byType", "type"),
            ("centres", "byKind", "kind"),
            ("statuses", "byKind", "kind"),
            ("agreements", "byKind", "kind"),
            ("competitions", "byState", "state"),
            ("applications", "byOutcome", "outcome"),
        ] {
            let told = &answer.at("overview")[measure];
            let (mut sum, mut soon) = (0, 0);
            for group in told[groups].as_array().unwrap() {
                let code = text(&group[name]).or(text(&group[name]["code"])).unwrap().to_owned();
                let ending = group["endingSoon"].as_i64().unwrap_or(0);
                sum += group["count"].as_i64().unwrap();
                soon += ending;
                counts.insert((measure, code.clone()), group["count"].as_i64().unwrap());
                if measure == "statuses" {
                    counts.insert(("statuses ending", code), ending);
                }
            }
            assert_eq!(told["total"], json!(sum), "{measure} {answer}");
            if measure == "agreements" {
                counts.insert(("agreements ending", "ALL".to_owned()), told["endingSoon"].as_i64().unwrap());
            } else {
                assert_eq!(told["endingSoon"].as_i64().unwrap_or(0), soon, "{measure} {answer}");
            }
        }
        // What the viewer prepares counts on any day, and nothing in the list tells it from what was handed in later.
        let draft = ("applications", "DRAFT".to_owned());
        counts.retain(|of, count| *count != 0 && *of != draft);
        counts
    }

    /// Municipalities, and those without a centre, counted from the two lists.
    fn coverage(&self, of: Option<&str>, inside: impl Fn(&str, Option<&str>) -> bool) {
        let document =
            "query($of: ID, $day: Date!) { overview(of: $of, asOf: $day) { municipalities { total withoutCentre } } }";
        let told = self.rmc.query(document, json!({ "of": of, "day": self.day })).at("overview.municipalities").clone();
        let fields = "kind { code } municipality { id }";
        let rows = self.list("statusAssignments", "filter: { states: [IN_FORCE], kinds: [\"MOC\"] }", fields);
        let covered: BTreeSet<&str> = rows.iter().filter_map(|row| text(&row["municipality"]["id"])).collect();
        let here: Vec<&String> =
            self.zones.iter().filter(|(id, zone)| inside(id, zone.as_deref())).map(|(id, _)| id).collect();
        let without = here.iter().filter(|id| !covered.contains(id.as_str())).count();
        assert_eq!(told, json!({ "total": here.len(), "withoutCentre": without }), "{of:?} {}", self.day);
    }
}

/// The overview of every node against the rows, on several days.
fn check(net: &Net, story: &Story, zone: &str) {
    for on in ["2022-07-01", "2023-03-14", "2023-11-20", "2024-02-29"] {
        let day = Day::of(&story.rmc, on);
        let mut nodes = vec![
            (None, Node::Federation),
            (Some(net.region.as_str()), Node::Region(&net.region)),
            (Some(zone), Node::Zone(zone)),
        ];
        nodes.extend(story.municipalities.iter().map(|id| (Some(id.as_str()), Node::Municipality(id))));
        let counted = day.counted(&nodes.iter().map(|(_, node)| *node).collect::<Vec<_>>());
        for ((id, _), counted) in nodes.iter().zip(counted) {
            assert_eq!(day.told(*id), counted, "{id:?} on {on}");
        }
        day.coverage(Some(&net.region), |_, _| true);
        day.coverage(Some(zone), |_, of| of == Some(zone));
        for id in &story.municipalities {
            day.coverage(Some(id), |other, _| other == id);
        }
    }
}

both! {
    fn the_overview_is_what_the_rows_add_up_to(app: &TestApp) {
        let net = Net::new(app);
        let limits = Limits { readers: 1, writers: 1, read: Duration::from_secs(9), write: Duration::from_secs(9) };
        let db = wait(connect(app.database().url(), app.database().folder(), limits)).unwrap();
        let cx = Cx::system(db.clone(), Clock::fixed(app.now(), "Europe/Moscow".parse().unwrap()));
        let zone = app.public().query(r#"{ zone(region: "23", code: "NE") { id } }"#, json!({})).text("zone.id").to_owned();
        // One network, which every history goes on with: it begins with something of each kind.
        let story = std::cell::RefCell::new(Story::new(&net));
        for deed in [
            Deed::Organisation { at: 0, from: None }, Deed::Organisation { at: 1, from: Some(40) }, Deed::Organisation { at: 0, from: Some(90) },
            Deed::Status { which: 0, of: 0, from: 30, length: Some(170) }, Deed::Status { which: 1, of: 1, from: 50, length: None },
            Deed::Status { which: 0, of: 2, from: 80, length: Some(60) }, Deed::Agreement { places: 2, organisation: 0, from: 60, length: Some(120) },
            Deed::Competition { at: 0 }, Deed::Application { which: 0, organisation: 0 }, Deed::Past { at: 1, organisation: 1, on: 20 },
        ] {
            story.borrow_mut().run(&net, &deed).expect("something of each kind");
        }
        assert!(story.borrow().has_everything());
        check(&net, &story.borrow(), &zone);
        let mut runner = TestRunner::new(ProptestConfig { cases: 4, max_shrink_iters: 0, failure_persistence: None, ..ProptestConfig::default() });
        let outcome = runner.run(&prop::collection::vec(deed(), 10..20), |deeds| {
            let mut story = story.borrow_mut();
            for deed in &deeds {
                story.run(&net, deed);
                prop_assert_eq!(wait(recount(&cx)).unwrap(), vec![], "{:?}", deed);
            }
            check(&net, &story, &zone);
            Ok(())
        });
        wait(db.close());
        outcome.unwrap_or_else(|error| panic!("{error}"));
    }
}
