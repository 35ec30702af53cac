//! From a draft to its end: what each step does, and every way in which it is refused.

use serde_json::{Value, json};

use super::{Network, draft, fails, refused, send, shown, state_on, step};
use crate::support::both;

const LEADER: &str = "MUNICIPAL_NETWORK_LEADER";
const PLATFORM: &str = "MUNICIPAL_INNOVATION_PLATFORM";

both! {
    fn a_status_is_proposed_granted_renewed_and_revoked(network: &Network) {
        let (municipality, department) = (network.municipality(), network.department());
        let drafted = draft(network, &municipality, LEADER, json!({ "validFrom": "2023-02-01", "validTo": "2023-12-31" }));
        insta::assert_snapshot!(drafted.redacted());
        let proposed = step(&municipality, "proposeStatusAssignment", &shown(&drafted), json!({}));
        assert_eq!(shown(&proposed)["state"], "PROPOSED");
        // Whoever decides may change what was proposed.
        let changed = step(&department, "updateStatusAssignment", &shown(&proposed), json!({ "programme": "Сеть", "validTo": "2024-01-31" }));
        assert_eq!((&shown(&changed)["validTo"], &shown(&changed)["version"]), (&json!("2024-01-31"), &json!(3)));
        let acts = json!([{ "actId": network.order("12-п"), "role": "GRANTS" }]);
        let granted = step(&department, "grantStatus", &shown(&changed), json!({ "acts": acts, "grantedOn": "2023-01-20" }));
        let first = shown(&granted);
        assert_eq!(first["state"], "IN_FORCE");
        assert_eq!(state_on(&department, &first["id"], "2023-01-31"), "PENDING");
        assert_eq!(state_on(&department, &first["id"], "2024-02-01"), "EXPIRED");

        let acts = json!([{ "actId": network.order("13-п"), "role": "GRANTS" }]);
        let renewed = step(&department, "renewStatus", &first, json!({ "acts": acts, "validFrom": "2023-09-01", "validTo": "2024-08-31" }));
        let second = shown(&renewed);
        assert_eq!((&second["state"], &second["recorded"]), (&json!("IN_FORCE"), &json!(false)));
        let public = network.public();
        let document = "query($id: ID!) { statusAssignment(id: $id) { programme state lastDay end { kind on } successor { id } chain { validFrom lastDay } } }";
        let old = public.query(document, json!({ "id": first["id"] }));
        assert_eq!(old.at("statusAssignment"), &json!({
            "programme": "Сеть", "state": "SUPERSEDED", "lastDay": "2023-08-31", "end": { "kind": "SUPERSEDED", "on": "2023-09-01" },
            "successor": { "id": second["id"] },
            "chain": [{ "validFrom": "2023-02-01", "lastDay": "2023-08-31" }, { "validFrom": "2023-09-01", "lastDay": "2024-08-31" }],
        }));

        let revoke = json!({ "on": "2023-12-01", "actId": network.order("14-п"), "reason": "По решению комиссии" });
        let revoked = shown(&step(&department, "revokeStatus", &second, revoke));
        // The decision is known, its day has not come.
        assert_eq!((&revoked["state"], &revoked["lastDay"]), (&json!("IN_FORCE"), &json!("2023-11-30")));
        assert_eq!(state_on(&public, &revoked["id"], "2023-11-30"), "IN_FORCE");
        assert_eq!(state_on(&public, &revoked["id"], "2023-12-01"), "REVOKED");
        let acts = public.query("query($id: ID!) { statusAssignment(id: $id) { acts { role act { number } } end { act { number } reason } } }",
            json!({ "id": revoked["id"] }));
        let mut roles: Vec<&str> = acts.at("statusAssignment.acts").as_array().unwrap().iter().map(|basis| basis["role"].as_str().unwrap()).collect();
        roles.sort_unstable();
        assert_eq!(roles, ["ENDS", "GRANTS"]);
        assert_eq!(acts.at("statusAssignment.end"), &json!({ "act": { "number": "14-п" }, "reason": "По решению комиссии" }));
    }

    fn granting_needs_an_act_with_date_and_number(network: &Network) {
        let department = network.department();
        let drafted = shown(&draft(network, &department, LEADER, json!({ "validFrom": "2023-02-01" })));
        let grant = |acts: Value| step(&department, "grantStatus", &drafted, json!({ "acts": acts }));
        refused(network, || grant(json!([])), "ACT_REQUIRED", "input.acts");
        let organises = json!([{ "actId": network.order("1"), "role": "ORGANISES" }]);
        refused(network, || grant(organises), "ACT_REQUIRED", "input.acts");
        for printed in [json!({ "number": "2" }), json!({ "date": "2023-01-01" }), json!({ "date": "2023-01-01", "datePrecision": "MONTH", "number": "3" })] {
            let acts = json!([{ "actId": network.act(printed), "role": "GRANTS" }]);
            refused(network, || grant(acts), "ACT_REQUIRED", "input.acts");
        }
        let unknown = json!([{ "actId": "act_01hf7yat00e8xskxw5d3v1ywyk", "role": "GRANTS" }]);
        refused(network, || grant(unknown), "UNKNOWN_REFERENCE", "input.acts.0.actId");
    }

    fn granting_needs_a_first_day_and_a_topic_that_counts(network: &Network) {
        let department = network.department();
        let acts = json!([{ "actId": network.order("1"), "role": "GRANTS" }]);
        let undated = shown(&draft(network, &department, PLATFORM, json!({})));
        let answer = network.unchanged_but(&[], || step(&department, "grantStatus", &undated, json!({ "acts": acts })));
        let mut codes: Vec<String> = answer.user_errors().iter().map(|error| format!("{} {}", error["code"].as_str().unwrap(), error["path"][1].as_str().unwrap())).collect();
        codes.sort();
        assert_eq!(codes, ["REQUIRED topic", "REQUIRED validFrom"]);
        // The day of the decision stands in for a first day that is not given.
        let granted = step(&department, "grantStatus", &undated, json!({ "acts": acts, "topic": "Сеть", "grantedOn": "2023-03-01" }));
        assert_eq!(shown(&granted)["validFrom"], "2023-03-01");
    }

    fn two_of_one_key_never_hold_at_once(network: &Network) {
        let department = network.department();
        network.granted("2023-01-01", Some("2023-06-30"));
        let acts = json!([{ "actId": network.order("2"), "role": "GRANTS" }]);
        for (from, to) in [("2022-01-01", None), ("2023-06-30", Some("2024-01-01")), ("2023-02-01", Some("2023-02-01"))] {
            let drafted = shown(&draft(network, &department, LEADER, json!({ "validFrom": from, "validTo": to })));
            refused(network, || step(&department, "grantStatus", &drafted, json!({ "acts": acts })), "OVERLAP", "input.validFrom");
        }
        let next = shown(&draft(network, &department, LEADER, json!({ "validFrom": "2023-07-01" })));
        let next = shown(&step(&department, "grantStatus", &next, json!({ "acts": acts })));
        // What was given up leaves its days free.
        let waived = shown(&step(&department, "waiveStatus", &next, json!({ "on": "2023-08-01" })));
        assert_eq!(waived["state"], "WAIVED");
        let again = shown(&draft(network, &department, LEADER, json!({ "validFrom": "2023-08-01" })));
        step(&department, "grantStatus", &again, json!({ "acts": acts })).payload();
        // Topics are keys where the kind says so; another one is another status.
        for topic in ["Сеть", "Кадры"] {
            let drafted = shown(&draft(network, &department, PLATFORM, json!({ "validFrom": "2023-01-01", "topic": topic })));
            step(&department, "grantStatus", &drafted, json!({ "acts": acts })).payload();
        }
        let same = shown(&draft(network, &department, PLATFORM, json!({ "validFrom": "2023-05-01", "topic": "«СЕТЬ»" })));
        refused(network, || step(&department, "grantStatus", &same, json!({ "acts": acts })), "OVERLAP", "input.validFrom");
        // And some kinds allow parallels.
        for _ in 0..2 {
            let drafted = shown(&draft(network, &department, "INTERNSHIP_PLATFORM", json!({ "validFrom": "2023-01-01", "topic": "Сеть" })));
            step(&department, "grantStatus", &drafted, json!({ "acts": acts })).payload();
        }
    }

    fn history_may_lack_acts_and_names_and_says_so(network: &Network) {
        let department = network.department();
        let record = |more: Value| {
            let input = super::with(json!({ "kindId": network.kind(LEADER), "level": "MUNICIPALITY" }), more);
            send(&department, "recordStatus", input)
        };
        let vyselki = network.vyselki();
        let recorded = shown(&record(json!({ "organisationId": vyselki, "validFrom": "2021-01-01", "validFromPrecision": "YEAR" })));
        assert_eq!((&recorded["state"], &recorded["recorded"], &recorded["openPoints"]),
            (&json!("IN_FORCE"), &json!(true), &json!([{ "field": "grantAct", "reason": "NOT_PRINTED" }])));
        // History that overlaps is a finding, not an error.
        let second = shown(&record(json!({ "organisationId": vyselki, "validFrom": "2022-01-01" })));
        assert!(second["openPoints"].as_array().unwrap().contains(&json!({ "field": "validFrom", "reason": "OVERLAP" })), "{second}");
        // But a person does not grant a third.
        let drafted = shown(&draft(network, &department, LEADER, json!({ "validFrom": "2023-01-01" })));
        let acts = json!([{ "actId": network.order("2"), "role": "GRANTS" }]);
        refused(network, || step(&department, "grantStatus", &drafted, json!({ "acts": acts })), "OVERLAP", "input.validFrom");

        let unnamed = json!({ "unnamedCount": 3, "municipalityId": network.municipality_id("03612000"), "validFrom": "2023-01-01" });
        let recorded = shown(&record(unnamed.clone()));
        assert!(recorded["openPoints"].as_array().unwrap().contains(&json!({ "field": "holder", "reason": "NOT_NAMED" })), "{recorded}");
        refused(network, || record(super::with(unnamed, json!({ "organisationId": vyselki }))), "CONTRADICTION", "input.unnamedCount");
        refused(network, || record(json!({ "validFrom": "2023-01-01", "municipalityId": network.municipality_id("03612000") })), "REQUIRED", "input.organisationId");
        refused(network, || record(json!({ "organisationId": vyselki, "openPoints": [{ "field": "дата", "reason": "ILLEGIBLE" }] })), "INVALID", "input.openPoints.0.field");
    }

    fn what_does_not_fit_the_kind_is_refused(network: &Network) {
        let department = network.department();
        let create = |more: Value| draft(network, &department, LEADER, more);
        refused(network, || create(json!({ "level": "REGION" })), "INVALID", "input.level");
        refused(network, || create(json!({ "association": "Кружок" })), "CONTRADICTION", "input.association");
        refused(network, || create(json!({ "organisationId": null })), "REQUIRED", "input.organisationId");
        refused(network, || create(json!({ "organisationId": "org_01hf7yat00e8xskxw5d3v1ywyk" })), "UNKNOWN_REFERENCE", "input.organisationId");
        refused(network, || create(json!({ "academicYear": 2023 })), "CONTRADICTION", "input.academicYear");
        refused(network, || create(json!({ "registryNumber": "1" })), "CONTRADICTION", "input.registryNumber");
        refused(network, || create(json!({ "validFrom": "2023-02-01", "validTo": "2023-01-31" })), "DATE_ORDER", "input.validTo");
        refused(network, || create(json!({ "topic": "я".repeat(501) })), "TOO_LONG", "input.topic");
        refused(network, || create(json!({ "topic": "а\u{7}" })), "INVALID_CHARACTERS", "input.topic");
        refused(network, || create(json!({ "municipalityId": network.municipality_id("03612000"), "regionId": network.region_id("19") })), "UNKNOWN_REFERENCE", "input.municipalityId");
        fails(network, || create(json!({ "kindId": "org_01hf7yat00e8xskxw5d3v1ywyk" })), "BAD_USER_INPUT");
        // An academic year is a term.
        let year = shown(&draft(network, &department, "RESOURCE_CENTRE", json!({ "academicYear": 2023, "topic": "Техника" })));
        assert_eq!((&year["validFrom"], &year["validTo"]), (&json!("2023-09-01"), &json!("2024-08-31")));
    }

    fn steps_that_the_state_does_not_allow_are_refused(network: &Network) {
        let department = network.department();
        let granted = network.granted("2023-01-01", Some("2023-06-30"));
        let refuse = |verb: &str, of: &Value, more: Value| {
            refused(network, || step(&department, verb, of, more), "REFUSED_TRANSITION", "input");
        };
        let act = network.order("9");
        let acts = json!([{ "actId": act, "role": "GRANTS" }]);
        for verb in ["proposeStatusAssignment", "deleteStatusAssignment", "updateStatusAssignment", "grantStatus"] {
            refuse(verb, &granted, json!({}));
        }
        // Its term is over: nothing is left to revoke, but it may be renewed.
        refuse("revokeStatus", &granted, json!({ "on": "2023-06-01", "actId": act }));
        refuse("waiveStatus", &granted, json!({ "on": "2023-06-01" }));
        refused(network, || step(&department, "renewStatus", &granted, json!({ "acts": acts, "validFrom": "2022-12-31" })), "DATE_ORDER", "input.validFrom");
        refused(network, || step(&department, "renewStatus", &granted, json!({ "validFrom": "2023-09-01" })), "ACT_REQUIRED", "input.acts");
        let renewed = shown(&step(&department, "renewStatus", &granted, json!({ "acts": acts, "validFrom": "2023-09-01" })));
        let gaps = network.public().query("query($id: ID!) { statusAssignment(id: $id) { chainGaps { from to days } predecessor { state end { on } } } }", json!({ "id": renewed["id"] }));
        assert_eq!(gaps.at("statusAssignment"), &json!({
            "chainGaps": [{ "from": "2023-07-01", "to": "2023-08-31", "days": 62 }],
            "predecessor": { "state": "EXPIRED", "end": null },
        }));
        let again = super::with(granted, json!({ "version": 3 }));
        refuse("renewStatus", &again, json!({ "acts": acts, "validFrom": "2024-09-01" }));
        refused(network, || step(&department, "revokeStatus", &renewed, json!({ "on": "2023-10-01" })), "ACT_REQUIRED", "input.actId");
        refused(network, || step(&department, "revokeStatus", &renewed, json!({ "on": "2023-08-31", "actId": act })), "DATE_ORDER", "input.on");
        let proposed = shown(&draft(network, &department, LEADER, json!({})));
        let proposed = shown(&step(&department, "proposeStatusAssignment", &proposed, json!({})));
        for verb in ["proposeStatusAssignment", "deleteStatusAssignment", "renewStatus"] {
            refuse(verb, &proposed, json!({}));
        }
    }

    fn a_stale_version_gets_the_present_object(network: &Network) {
        let department = network.department();
        let first = shown(&draft(network, &department, LEADER, json!({ "topic": "Сеть" })));
        step(&department, "updateStatusAssignment", &first, json!({ "topic": "Кадры" })).payload();
        let document = "mutation($input: UpdateStatusAssignmentInput!) { updateStatusAssignment(input: $input) {
            statusAssignment { version topic } userErrors { code path } } }";
        let stale = network.unchanged_but(&[], || department.query(document, json!({ "input": { "id": first["id"], "expectedVersion": 1, "topic": "Итог" } })));
        stale.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(stale.at("updateStatusAssignment.statusAssignment"), &json!({ "version": 2, "topic": "Кадры" }));
        // A variable that is not sent leaves the field, null clears it.
        let document = "mutation($id: ID!, $topic: String) { updateStatusAssignment(input: { id: $id, expectedVersion: 2, topic: $topic }) {
            statusAssignment { version topic } userErrors { code path } } }";
        let left = department.query(document, json!({ "id": first["id"] }));
        assert_eq!(left.at("updateStatusAssignment.statusAssignment"), &json!({ "version": 3, "topic": "Кадры" }));
        let cleared = department.query(&document.replace("expectedVersion: 2", "expectedVersion: 3"), json!({ "id": first["id"], "topic": null }));
        assert_eq!(cleared.at("updateStatusAssignment.statusAssignment"), &json!({ "version": 4, "topic": null }));
    }

    fn a_draft_can_be_deleted_without_a_trace_in_lists(network: &Network) {
        let department = network.department();
        let acts = json!([{ "actId": network.order("1"), "role": "GRANTS" }]);
        let drafted = shown(&draft(network, &department, LEADER, json!({ "acts": acts })));
        let gone = network.unchanged_but(&["status_assignment", "act_basis", "change", "counter", "audit_entry"], || {
            step(&department, "deleteStatusAssignment", &drafted, json!({}))
        });
        assert_eq!(gone.payload()["deletedId"], drafted["id"]);
        fails(network, || step(&department, "updateStatusAssignment", &drafted, json!({})), "NOT_FOUND");
    }
}
