//! Every query, asked by everyone: what is there, and that nothing hidden shows through anywhere.
//!
//! A new root needs a line in [`lines`]. A list needs none: it is asked for all that its elements have, in all states.

use serde_json::{Value, json};

use super::schema::{Schema, every_root_has_a_line};
use super::table::{Table, letter};
use super::world::{ANSWER, LOOKED_AT, Object, Position, SUBJECT, Shown, Someone, World, at_once, code};
use crate::support::Role;

const LEGEND: &str = "Which objects show in the answer of which query.
P public, F federation, R region, Z zone, M municipality, O organisation of it, S sibling, X another region; a dot: not there";

/// A question: the root, what is asked in the table's words, and the field as it is sent.
struct Ask {
    root: String,
    about: String,
    field: String,
}

/// The questions of the roots that are no lists.
fn lines(world: &World, schema: &Schema) -> Vec<Ask> {
    let id = |name: &str| world.id(name);
    let mut asks = Vec::new();
    let mut ask = |root: &str, about: &str, arguments: &str, below: &str| {
        let below = if below.is_empty() { String::new() } else { format!("{{ {below} }}") };
        let field = format!("{root}{arguments} {below}");
        asks.push(Ask { root: root.to_owned(), about: about.to_owned(), field });
    };
    let all = |name: &str| schema.selection(name);
    for object in world.identified() {
        let below = format!("... on {} {{ {} }}", object.typename, all(object.typename));
        ask("node", object.name, &format!("(id: \"{}\")", object.id), &below);
    }
    let ids: Vec<&str> = world.identified().map(|object| object.id.as_str()).collect();
    ask("nodes", "of all ids", &format!("(ids: {ids:?})"), "id");
    ask("region", "by code", "(code: \"23\")", "id");
    ask("zone", "by code", "(region: \"23\", code: \"NE\")", "id");
    ask("municipality", "by oktmo", "(oktmo: \"03624000\")", "id");
    for name in ["organisation", "organisation draft"] {
        let key = format!("(source: \"matrix\", externalId: \"{name}\")");
        ask("organisation", &format!("by the external id of {name}"), &key, "id");
    }
    for name in ["act", "act submitted", "act draft"] {
        let key = format!("(source: \"matrix\", externalId: \"{name}\")");
        ask("legalAct", &format!("by the external id of {name}"), &key, "id");
        let key = format!(
            "(issuer: \"Управление образования района\", kind: ORDER, date: \"2023-03-01\", number: \"{name}\")"
        );
        ask("legalAct", &format!("by the key of {name}"), &key, "id");
    }
    ask("centre", "by external id", "(source: \"matrix\", externalId: \"centre\")", "id");
    ask("centre", "by id", &format!("(id: \"{}\")", id("centre")), "id");
    for name in ["status", "status proposed", "status draft"] {
        ask("statusAssignment", &format!("by the id of {name}"), &format!("(id: \"{}\")", id(name)), "id");
    }
    for (root, name) in [
        ("agreement", "agreement"),
        ("agreement", "agreement draft"),
        ("partnership", "partnership"),
        ("competition", "competition"),
        ("competition", "competition draft"),
        ("application", "application submitted"),
        ("application", "application draft"),
        ("campaign", "campaign"),
        ("campaign", "campaign open"),
        ("campaign", "campaign draft"),
        ("report", LOOKED_AT),
        ("report", "report draft"),
    ] {
        ask(root, &format!("by the id of {name}"), &format!("(id: \"{}\")", id(name)), "id");
    }
    ask("statusKind", "by code", "(code: \"MATRIX\")", "id");
    for (root, name) in [
        ("indicator", "indicator"),
        ("targetSet", "targets"),
        ("targetSet", "targets submitted"),
        ("targetSet", "targets draft"),
        ("reportTemplate", "template"),
    ] {
        ask(root, &format!("by the code of {name}"), &format!("(code: {:?})", code(name)), "id");
    }
    let draft = code("template draft");
    ask("reportTemplate", "by the edition of template draft", &format!("(code: {draft:?}, edition: 1)"), "id");
    let indicator = code("indicator");
    let periods = "{ text: \"2023-Q1\" }, { text: \"2023-Q2\" }, { text: \"2023-Q3\" }";
    let here = id("municipality");
    let asked = format!("(indicators: [{indicator:?}], of: {here:?}, periods: [{periods}], state: SUBMITTED)");
    ask("results", "of the municipality", &asked, &all("ResultStats"));
    let asked = format!(
        "(indicators: [{{ code: {indicator:?} }}], ids: [{here:?}], period: {{ text: \"2023-Q2\" }}, state: SUBMITTED)"
    );
    ask("ranking", "of the municipality", &asked, &all("RankingResult"));
    ask("completeness", "of the municipality", &format!("(of: {here:?})"), &all("CompletenessResult"));
    ask(
        "calendar",
        "of the municipality",
        &format!("(of: {here:?}, from: \"2023-11-15\", to: \"2023-11-20\")"),
        &all("CalendarDayStats"),
    );
    for (root, name) in [
        ("organisation", "organisation draft"),
        ("legalAct", "act draft"),
        ("grant", "grant"),
        ("file", "file"),
        ("file", "file of a draft"),
        ("file", "file unattached"),
    ] {
        ask(root, &format!("by the id of {name}"), &format!("(id: \"{}\")", id(name)), "id");
    }
    ask("user", "by id", &format!("(id: \"{}\")", id("user")), "id");
    ask("search", "приметн", "(text: \"приметн\", first: 100)", "totalCount nodes { id } facets { facet value count }");
    ask(
        "search",
        "тайный",
        "(text: \"тайный предмет\", first: 100)",
        "totalCount nodes { id } facets { facet value count }",
    );
    for name in ["region", "zone", "municipality"] {
        ask("overview", &format!("of the {name}"), &format!("(of: \"{}\")", id(name)), &all("Overview"));
    }
    ask("overview", "of the federation", "", &all("Overview"));
    ask(
        "partnerGraph",
        "of the municipality",
        &format!("(of: \"{}\")", id("municipality")),
        &all("PartnerGraphResult"),
    );
    ask("classifiers", "of legal forms", "(dictionary: \"legal_form\")", "__typename");
    ask("changes", "from the beginning", "(first: 1000)", "nodes { id naturalKey node { id } }");
    ask("viewer", "", "", &all("Viewer"));
    for object in world.identified() {
        ask(
            "canDo",
            object.name,
            &format!("(action: UPDATE_ORGANISATION, id: \"{}\")", object.id),
            "allowed reason message",
        );
    }
    for (root, connection) in schema.connections() {
        let element = schema.element(connection);
        let states = schema.argument(root, "filter").and_then(|filter| schema.member(filter, "states"));
        let states = states.map(|states| format!(", filter: {{ states: [{}] }}", schema.values(states).join(" ")));
        // Of these lists there is more than a page, by the people of the matrix alone.
        let narrowed = match root {
            "auditLog" => format!(", filter: {{ objectIds: {ids:?} }}"),
            "grants" => format!(", filter: {{ userIds: [\"{}\"] }}", id("user")),
            "users" => ", search: \"data-clerk\"".to_owned(),
            "values" => format!(", filter: {{ indicatorCodes: [{indicator:?}] }}"),
            "reports" => format!(", filter: {{ within: {here:?} }}"),
            _ => states.unwrap_or_default(),
        };
        let page = format!("(first: 100{narrowed})");
        let below = format!("totalCount nodes {{ {} }} facets {{ facet value count }}", schema.flat(element));
        ask(root, "all", &page, &below);
    }
    asks
}

/// Everything in one request.
fn document(asks: &[Ask]) -> String {
    let fields = asks.iter().enumerate().map(|(index, ask)| format!("a{index}: {}", ask.field));
    format!("{{ {} }}", fields.collect::<Vec<_>>().join("\n"))
}

/// Whether an object shows in an answer, by its id or by its title.
fn shows(object: &Object, answer: &str) -> bool {
    let by_id = !object.id.is_empty() && answer.contains(&object.id);
    by_id || (object.name.contains(' ') && answer.contains(object.name))
}

/// The queries of the matrix.
pub fn check(world: &World, schema: &Schema, everyone: &[Someone]) -> String {
    let asks = lines(world, schema);
    let asked: Vec<&str> = asks.iter().map(|ask| ask.root.as_str()).collect();
    every_root_has_a_line(&schema.roots("Query"), &asked);
    let document = document(&asks);
    let answers: Vec<Vec<String>> = at_once(everyone, |someone| {
        let answer = asked_by(someone, &document);
        let data = answer.get("data").unwrap_or_else(|| panic!("{}: {answer}", someone.name()));
        (0..asks.len()).map(|index| data[format!("a{index}")].to_string()).collect()
    });
    let mut faults = Vec::new();
    let mut table = Table::new();
    for (index, ask) in asks.iter().enumerate() {
        let texts: Vec<&str> = answers.iter().map(|answer| answer[index].as_str()).collect();
        let shows_all = listed(schema, &ask.root);
        for object in &world.objects {
            let shown: Vec<bool> = texts.iter().map(|text| shows(object, text)).collect();
            let must = match ask.root.as_str() {
                "node" => ask.about == object.name,
                "nodes" | "changes" => !object.id.is_empty(),
                _ => shows_all.contains(&object.typename),
            };
            for (someone, shown) in everyone.iter().zip(&shown) {
                let audited = || ask.root == "auditLog" && is_audited(someone, object);
                match (*shown, someone.sees(object)) {
                    (true, false) if !audited() => faults.push(fault(someone, "finds", object, ask)),
                    (false, true) if must => faults.push(fault(someone, "misses", object, ask)),
                    _ => {}
                }
            }
            let of_another = ask.root == "nodes" || (ask.root == "node" && ask.about != object.name);
            if shown.contains(&true) && !of_another {
                let cell = |(someone, shown): (&Someone, &bool)| if *shown { letter(someone) } else { '.' };
                table.row(row_name(ask, object), everyone.iter().zip(&shown).map(cell).collect());
            }
        }
        faults.extend(secrets(world, everyone, ask, &texts));
        faults.extend(sums(everyone, ask, &texts));
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    table.text(everyone, LEGEND)
}

fn fault(someone: &Someone, what: &str, object: &Object, ask: &Ask) -> String {
    format!("{} {what} the {} in {} {}", someone.name(), object.name, ask.root, ask.about)
}

/// The types whose objects a root lists.
fn listed<'a>(schema: &'a Schema, root: &str) -> Vec<&'a str> {
    let connection = schema.connections().into_iter().find(|(name, _)| *name == root);
    match connection.map(|(_, connection)| schema.element(connection)) {
        Some("Centre") => vec!["MunicipalCentre"],
        Some(element) => vec![element],
        None => vec![],
    }
}

/// What shows only to those who read an object whole: the subject of an agreement, not to those who read the title; the
/// answer in a report, not to those who read that it is begun.
fn secrets(world: &World, everyone: &[Someone], ask: &Ask, texts: &[&str]) -> Vec<String> {
    let mut faults = Vec::new();
    for secret in [SUBJECT, ANSWER] {
        let with_it = || world.objects.iter().filter(|object| object.secret == secret);
        for (someone, text) in everyone.iter().zip(texts) {
            let reads = with_it().any(|object| someone.sees(object) && someone.reads(object));
            let told = text.contains(secret);
            // By its own id an object is told whole.
            let whole = |object: &Object| {
                ask.root == "node" && ask.about == object.name && someone.sees(object) && someone.reads(object)
            };
            if told && !reads {
                faults.push(format!("{} reads {secret} in {} {}", someone.name(), ask.root, ask.about));
            } else if !told && with_it().any(whole) {
                faults.push(format!("{} does not read {secret} in {} {}", someone.name(), ask.root, ask.about));
            }
        }
    }
    faults
}

/// Whoever has no right here counts here what the public counts.
fn sums(everyone: &[Someone], ask: &Ask, texts: &[&str]) -> Vec<String> {
    let counting = ["overview", "partnerGraph", "results", "ranking", "completeness"];
    if !counting.contains(&ask.root.as_str()) || !ask.about.ends_with("municipality") {
        return vec![];
    }
    let stranger = |someone: &Someone| {
        someone.at.is_none_or(|(role, at)| role == Role::Expert || matches!(at, Position::Sibling | Position::Outside))
    };
    let other = everyone.iter().zip(texts).filter(|(someone, text)| stranger(someone) && **text != texts[0]);
    other.map(|(someone, text)| format!("{} counts more in {}: {text}", someone.name(), ask.root)).collect()
}

/// Whether the log tells of an object: past draft, to whoever reads the log where it is.
fn is_audited(someone: &Someone, object: &Object) -> bool {
    matches!(object.shown, Shown::Public | Shown::Submitted) && someone.may('R', "AuditLog", object.place)
}

fn row_name(ask: &Ask, object: &Object) -> String {
    if ask.about == object.name {
        format!("{} {}", ask.root, ask.about)
    } else {
        format!("{} {}: {}", ask.root, ask.about, object.name)
    }
}

/// An answer; refusals are part of one, and faults of ours are not.
fn asked_by(someone: &Someone, document: &str) -> Value {
    let answer = someone.actor.query(document, json!({}));
    let refused = ["FORBIDDEN", "UNAUTHENTICATED"];
    let strange = |error: &&Value| !refused.contains(&error["extensions"]["code"].as_str().unwrap_or_default());
    let strange: Vec<&Value> = answer.errors().iter().filter(strange).collect();
    assert!(strange.is_empty(), "{}: {strange:?}", someone.name());
    answer.body
}
