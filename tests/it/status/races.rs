//! Two writers at once: one of them wins, and the other is told why.

use serde_json::json;

use super::{Network, draft, shown, step};
use crate::support::{both, race};

const LEADER: &str = "MUNICIPAL_NETWORK_LEADER";

both! {
    fn of_statuses_of_one_key_one_is_granted(network: &Network) {
        let department = network.department();
        let acts = json!({ "acts": [{ "actId": network.order("1"), "role": "GRANTS" }] });
        let drafts: Vec<_> = (1..7)
            .map(|month| shown(&draft(network, &department, LEADER, json!({ "validFrom": format!("2023-0{month}-01") }))))
            .collect();
        let answers: Vec<_> = std::thread::scope(|threads| {
            let granting: Vec<_> = drafts
                .iter()
                .map(|draft| {
                    let (department, acts) = (&department, acts.clone());
                    threads.spawn(move || step(department, "grantStatus", draft, acts))
                })
                .collect();
            granting.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let won = answers.iter().filter(|answer| answer.user_errors().is_empty()).count();
        assert_eq!(won, 1);
        for answer in answers.iter().filter(|answer| !answer.user_errors().is_empty()) {
            answer.expect_user_error("OVERLAP", "input.validFrom");
        }
    }

    fn one_object_changes_once_per_version(network: &Network) {
        let department = network.department();
        let drafted = shown(&draft(network, &department, LEADER, json!({})));
        let answers: Vec<_> = std::thread::scope(|threads| {
            let changing: Vec<_> = (0..6)
                .map(|number| {
                    let (department, drafted) = (&department, &drafted);
                    threads.spawn(move || step(department, "updateStatusAssignment", drafted, json!({ "topic": format!("Тема {number}") })))
                })
                .collect();
            changing.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let stale = answers.iter().filter(|answer| answer.user_errors().iter().any(|error| error["code"] == "STALE_VERSION")).count();
        assert_eq!(stale, 5);
    }

    fn a_status_is_renewed_once(network: &Network) {
        let department = network.department();
        let granted = network.granted("2022-01-01", None);
        let acts = json!([{ "actId": network.order("2"), "role": "GRANTS" }]);
        let answers: Vec<_> = std::thread::scope(|threads| {
            let renewing: Vec<_> = (1..5)
                .map(|month| {
                    let (department, granted, acts) = (&department, &granted, acts.clone());
                    let more = json!({ "acts": acts, "validFrom": format!("2023-0{month}-01") });
                    threads.spawn(move || step(department, "renewStatus", granted, more))
                })
                .collect();
            renewing.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.user_errors().is_empty()).count(), 1);
    }

    fn of_two_changes_of_a_draft_one_wins(network: &Network) {
        let department = network.department();
        let drafted = shown(&draft(network, &department, LEADER, json!({})));
        race::one_wins(network, |number| {
            step(&department, "updateStatusAssignment", &drafted, json!({ "topic": format!("Тема {number}") }))
        });
    }
}
