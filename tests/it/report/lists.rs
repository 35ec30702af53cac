use serde_json::json;

use super::*;
use crate::support::both;

/// How many reports a filter leaves.
fn count(actor: &Actor, filter: &str) -> i64 {
    let document = format!("{{ reports(filter: {{ {filter} }}, asOf: \"2023-11-21\") {{ totalCount }} }}");
    actor.query(&document, json!({})).at("reports.totalCount").as_i64().unwrap()
}

both! {
    fn reports_are_narrowed_and_counted(app: &TestApp) {
        let net = Net::new(app);
        let campaign = net.open();
        let id = net.report(&campaign, &net.district);
        let (centre, owner) = (net.centre(), net.coordinator());
        done(&centre, "fillReport", &id, json!({ "answers": good() }), 1);
        done(&centre, "submitReport", &id, json!({}), 2);
        for (filter, expected) in [
            (String::new(), 2),
            ("states: [SUBMITTED]".into(), 1),
            (format!("of: \"{}\"", net.town), 1),
            (format!("within: \"{}\"", net.region), 2),
            (format!("within: \"{}\", states: [NOT_STARTED]", net.district), 0),
            ("level: MUNICIPALITY".into(), 2),
            ("level: ORGANISATION".into(), 0),
            ("period: { text: \"2023-Q3\" }".into(), 2),
            ("period: { text: \"2023\" }".into(), 0),
            ("overdue: true".into(), 1),
            ("overdue: false".into(), 1),
            ("late: true".into(), 0),
            ("late: false".into(), 2),
            ("onBehalf: true".into(), 0),
        ] {
            assert_eq!(count(&owner, &filter), expected, "{filter}");
        }
        let facets = owner.query("{ reports { facets { facet value count } } }", json!({}));
        assert_eq!(
            facets.at("reports.facets"),
            &json!([
                { "facet": "state", "value": "NOT_STARTED", "count": 1 },
                { "facet": "state", "value": "SUBMITTED", "count": 1 },
                { "facet": "step", "value": null, "count": 1 },
                { "facet": "step", "value": "OWNER", "count": 1 },
            ])
        );
        let order = |by: &str| {
            let document = format!("{{ reports(orderBy: {by}) {{ nodes {{ submittedOn }} }} }}");
            owner.query(&document, json!({})).at("reports.nodes").clone()
        };
        assert_eq!(order("SUBMITTED_ON_ASC"), json!([{ "submittedOn": "2023-11-15" }, { "submittedOn": null }]));
        for filter in [format!("within: \"{campaign}\""), format!("of: \"{campaign}\""), "period: { text: \"март\" }".into()] {
            let document = format!("{{ reports(filter: {{ {filter} }}) {{ totalCount }} }}");
            assert_eq!(owner.query(&document, json!({})).code(), "BAD_USER_INPUT", "{filter}");
        }
    }

    fn a_list_with_everything_costs_the_same_for_more_reports(app: &TestApp) {
        let net = Net::new(app);
        let campaign = net.open();
        let owner = net.coordinator();
        for node in [&net.district, &net.town] {
            let id = net.report(&campaign, node);
            done(&owner, "fillReport", &id, json!({ "answers": good() }), 1);
            done(&owner, "submitReport", &id, json!({}), 2);
        }
        let document = "query($first: Int!) { reports(first: $first) { nodes {
            campaign { name } node { id ... on Municipality { name } } period { text } answersHidden
            answers { field number computed file { id } } remarks { text } events { kind } completeness { answered required }
            files { id } allowedActions } } }";
        let cost = |first: i32| {
            app.reset_statements();
            owner.query(document, json!({ "first": first })).data();
            app.statements()
        };
        cost(1);
        // What two branches ask of one kind is loaded together, or one after the other.
        let (one, two) = (cost(1), cost(2));
        assert!(one <= 17 && two <= 17, "{one} and {two} statements");
    }
}
