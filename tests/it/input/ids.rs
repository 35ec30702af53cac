//! Ids that are none, or of another type, wherever one is asked for.

use serde_json::{Value, json};

use crate::rights::{
    mutations::{filled, input_of},
    schema::Schema,
    world::World,
};
use crate::support::{Answer, Role, both, with};

/// What is no id at all.
const MALFORMED: [&str; 7] =
    ["", "x", "42", "org_", "org_01hbm8hs00", "ORG_00000000000000000000000000", "org_zzzzzzzzzzzzzzzzzzzzzzzzzz"];
/// An id of a type that nothing asks for yet.
const OTHER: &str = "job_00000000000000000000000000";

/// What a query cannot do without, besides ids.
fn more(root: &str) -> &'static str {
    match root {
        "calendar" => "from: \"2023-01-01\", to: \"2023-01-31\", ",
        "canDo" => "action: UPDATE_REGION, ",
        "ranking" => "indicators: [], childrenAt: MUNICIPALITY, period: { text: \"2023\" }, ",
        "results" => "indicators: [], periods: [], ",
        _ => "",
    }
}

fn codes(answer: &Answer) -> Vec<&str> {
    answer.errors().iter().map(|error| error["extensions"]["code"].as_str().unwrap_or_default()).collect()
}

both! {
    fn what_is_no_id_is_bad_input(world: &World) {
        let schema = Schema::of(&world.public());
        let actor = world.actor(Role::RegionalCoordinator, "region:23");
        let mut asked = 0;
        world.unchanged_but(&[], || {
            for (root, arguments) in schema.ids_of_queries() {
                for (name, declared, list) in arguments {
                    for bad in MALFORMED {
                        let value = if list { json!([bad]) } else { json!(bad) };
                        let more = more(root);
                        let document = format!("query($id: {declared}) {{ {root}({more}{name}: $id) {{ __typename }} }}");
                        let answer = actor.query(&document, json!({ "id": value }));
                        assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{root} {name} {bad}\n{answer}");
                        asked += 1;
                    }
                }
            }
            for root in schema.roots("Mutation") {
                let input = filled(&schema, root);
                for (member, list) in schema.ids_of(&input_of(root)) {
                    for bad in MALFORMED {
                        let value = if list { json!([bad]) } else { json!(bad) };
                        let answer = send(&actor, root, with(ids(&schema, root, input.clone()), json!({ member: value })));
                        assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{root} {member} {bad}\n{answer}");
                        asked += 1;
                    }
                    // Of another type: bad input too, or, where any type is taken, nothing that anyone has.
                    let value = if list { json!([OTHER]) } else { json!(OTHER) };
                    let answer = send(&actor, root, with(ids(&schema, root, input.clone()), json!({ member: value })));
                    let refused = match codes(&answer)[..] {
                        [] => !answer.user_errors().is_empty(),
                        [code] => ["BAD_USER_INPUT", "NOT_FOUND", "FORBIDDEN"].contains(&code),
                        _ => false,
                    };
                    assert!(refused, "{root} {member}\n{answer}");
                }
            }
        });
        assert!(asked > 500, "{asked}");
    }

    fn what_nobody_has_is_null(world: &World) {
        let public = world.public();
        for field in [
            "region(code: \"99\") { id }", "region(code: \"x\") { id }", "zone(region: \"23\", code: \"нет\") { id }",
            "municipality(oktmo: \"99999999\") { id }", "municipality(oktmo: \"\") { id }",
            "statusKind(code: \"NO_SUCH\") { id }", "organisation(source: \"matrix\", externalId: \"none\") { id }",
            "centre(source: \"matrix\", externalId: \"none\") { id }", "user(email: \"nobody@example.org\") { id }",
            "legalAct(source: \"matrix\", externalId: \"none\") { id }", "node(id: \"job_00000000000000000000000000\") { id }",
            "legalAct(id: \"act_00000000000000000000000000\") { id }", "organisation(id: \"org_00000000000000000000000000\") { id }",
            "grant(id: \"grt_00000000000000000000000000\") { id }", "file(id: \"fil_00000000000000000000000000\") { id }",
            "statusAssignment(id: \"sta_00000000000000000000000000\") { id }", "overview(of: \"mun_00000000000000000000000000\") { asOf }",
            "partnerGraph(of: \"reg_00000000000000000000000000\") { isCut }",
            "indicator(code: \"NO_SUCH\") { id }", "targetSet(code: \"NO_SUCH\") { id }", "reportTemplate(code: \"NO_SUCH\") { id }",
            "campaign(id: \"cpn_00000000000000000000000000\") { id }", "report(id: \"rep_00000000000000000000000000\") { id }",
            "completeness(of: \"mun_00000000000000000000000000\") { asOf }",
            "calendar(of: \"reg_00000000000000000000000000\", from: \"2023-01-01\", to: \"2023-01-31\") { date }",
        ] {
            let answer = public.query(&format!("{{ found: {field} }}"), json!({}));
            assert_eq!(answer.at("found"), &Value::Null, "{field}");
        }
    }

    fn what_nothing_can_bear_is_alike_on_both_databases(world: &World) {
        let actor = world.actor(Role::RegionalCoordinator, "region:23");
        // Nothing has such a key.
        for field in [
            "region(code: $text) { id }", "zone(region: \"23\", code: $text) { id }", "municipality(oktmo: $text) { id }",
            "statusKind(code: $text) { id }", "organisation(inn: $text) { id }", "organisation(inn: \"1\", kpp: $text) { id }",
            "organisation(source: $text, externalId: \"1\") { id }", "centre(source: \"matrix\", externalId: $text) { id }",
            "legalAct(source: $text, externalId: \"1\") { id }", "indicator(code: $text) { id }", "targetSet(code: $text) { id }",
            "legalAct(issuer: $text, kind: ORDER, date: \"2023-01-01\", number: \"1\") { id }",
            "reportTemplate(code: $text) { id }", "user(email: $text) { id }",
        ] {
            let answer = actor.query(&format!("query($text: String!) {{ found: {field} }}"), json!({ "text": "а\u{0}б" }));
            assert_eq!(answer.at("found"), &Value::Null, "{field}");
        }
        // A list is refused what it could not compare.
        for field in [
            "organisations(filter: { legalForms: [$text] }) { totalCount }",
            "auditLog(filter: { actions: [$text] }) { totalCount }", "classifiers(dictionary: $text) { code }",
        ] {
            let answer = actor.query(&format!("query($text: String!) {{ found: {field} }}"), json!({ "text": "а\u{0}б" }));
            assert_eq!(codes(&answer), ["BAD_USER_INPUT"], "{field}");
        }
    }
}

/// Well-formed ids for all that must be given.
fn ids(schema: &Schema, root: &str, input: Value) -> Value {
    let required = schema.required(&input_of(root)).into_iter().filter(|(_, of, _)| *of == "ID");
    let given = required.map(|(member, _, list)| (member.to_owned(), if list { json!([]) } else { json!(OTHER) }));
    with(input, Value::Object(given.collect()))
}

fn send(actor: &crate::support::Actor, root: &str, input: Value) -> Answer {
    let document =
        format!("mutation($input: {}!) {{ {root}(input: $input) {{ userErrors {{ code path }} }} }}", input_of(root));
    actor.query(&document, json!({ "input": input }))
}
