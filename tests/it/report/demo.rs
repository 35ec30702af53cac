//! The reports of the demonstration network, read back: who has reported, who was late, who has not.

use serde_json::{Value, json};

use super::*;
use crate::{status::Network, support::both};

/// The reports of a campaign as someone sees them, by the name of their node.
fn reports(actor: &Actor, campaign: &str) -> Vec<Value> {
    let document = "query($period: PeriodInput!) { reports(filter: { period: $period }, first: 100) { nodes {
        campaign { name } node { ... on Municipality { name } } state late overdue daysLate preliminary answersHidden
        remarks { round text } answers { field row column number denominator stated text nullReason } } } }";
    let answer = actor.query(document, json!({ "period": { "text": campaign } }));
    answer.at("reports.nodes").as_array().unwrap().clone()
}

fn of<'a>(reports: &'a [Value], node: &str) -> &'a Value {
    let named = |report: &&Value| report["node"]["name"].as_str().is_some_and(|name| name.contains(node));
    reports.iter().find(named).unwrap_or_else(|| panic!("no report of {node}"))
}

both! {
    fn one_municipality_has_not_reported_and_blocks_nobody(network: &Network) {
        let owner = network.actor(Role::RegionalCoordinator, "region:23");
        let reports = reports(&owner, "2020");
        assert_eq!(reports.len(), 5);
        let state = |node: &str| {
            let report = of(&reports, node);
            json!([report["state"], report["late"], report["overdue"], report["preliminary"]])
        };
        assert_eq!(state("Крыловский"), json!(["ACCEPTED", false, false, true]));
        assert_eq!(state("Павловский"), json!(["ACCEPTED", true, false, false]));
        assert_eq!(state("Туапсинский"), json!(["NOT_STARTED", false, true, false]));
        assert_eq!(state("Крымский"), json!(["SUBMITTED", false, false, true]));
        assert_eq!(of(&reports, "Павловский")["daysLate"], 12);

        let coverage = answer(of(&reports, "Крыловский"), "coverage");
        assert_eq!((&coverage["number"], &coverage["denominator"], &coverage["stated"]), (&json!("4281"), &json!("5678"), &json!("75")));
        let remarks = &of(&reports, "Выселковский")["remarks"];
        assert_eq!(remarks, &json!([{ "round": 1, "text": "Сумма по направленностям меньше итога: укажите остаток" }]));
        let parts = of(&reports, "Выселковский")["answers"].as_array().unwrap().iter();
        let parts = parts.filter(|answer| answer["field"].as_str().unwrap().starts_with("programmes_"));
        let sum: i64 = parts.map(|answer| answer["number"].as_str().unwrap().parse::<i64>().unwrap()).sum();
        assert_eq!(sum, 200);
    }
}
