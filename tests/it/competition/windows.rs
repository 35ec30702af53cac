//! States as of several days; postponement keeps the past; cancellation ends.

use serde_json::json;

use super::{CANCEL, Net, POSTPONE, RECORD, UPDATE, send, state_on};
use crate::support::{Role, TestApp, both};

both! {
    fn the_state_follows_the_windows(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        for (day, state) in [
            ("2023-11-14", "DRAFT"),
            ("2023-11-15", "ANNOUNCED"),
            ("2023-11-20", "APPLICATIONS_OPEN"),
            ("2023-11-30", "APPLICATIONS_OPEN"),
            ("2023-12-01", "APPLICATIONS_CLOSED"),
            ("2023-12-04", "EVALUATION"),
            ("2023-12-15", "EVALUATION"),
            ("2023-12-16", "RESULTS_PENDING_ORDER"),
        ] {
            assert_eq!(state_on(app, &id, day), state, "{day}");
        }
        let tour = |day: &str| {
            let document = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on Competition { tour } } }";
            app.public().query(document, json!({ "id": id, "day": day })).at("node.tour").clone()
        };
        assert_eq!((tour("2023-12-05"), tour("2023-12-10"), tour("2023-12-11")), (json!(1), json!(null), json!(2)));
    }

    fn a_postponement_keeps_the_past_and_says_why(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-22T09:00:00Z");
        let answer = send(&net.centre(), POSTPONE, json!({
            "id": id, "expectedVersion": version, "reason": "Карантин",
            "applicationsFrom": "2024-01-15", "applicationsTo": "2024-01-25",
            "tours": [{ "number": 1, "from": "2024-02-01", "to": "2024-02-05" }],
        }));
        assert_eq!(answer.payload()["competition"]["state"], "POSTPONED");
        assert_eq!(answer.text("postponeCompetition.competition.resumesOn"), "2024-01-15");
        for (day, state) in [
            ("2023-11-21", "APPLICATIONS_OPEN"),
            ("2023-11-22", "POSTPONED"),
            ("2023-12-05", "POSTPONED"),
            ("2024-01-15", "APPLICATIONS_OPEN"),
            ("2024-02-01", "EVALUATION"),
            ("2024-02-06", "RESULTS_PENDING_ORDER"),
        ] {
            assert_eq!(state_on(app, &id, day), state, "{day}");
        }
        let document = "query($id: ID!, $day: Date) { node(id: $id, asOf: $day) { ... on Competition {
            applicationsFrom tours { from } postponements { postponedOn reason applicationsFrom } timeline { state } } } }";
        let before = app.public().query(document, json!({ "id": id, "day": "2023-11-21" })).at("node").clone();
        assert_eq!(before["applicationsFrom"], "2023-11-20");
        assert_eq!(before["tours"], json!([{ "from": "2023-12-04" }, { "from": "2023-12-11" }]));
        let after = app.public().query(document, json!({ "id": id })).at("node").clone();
        assert_eq!(after["tours"], json!([{ "from": "2024-02-01" }]));
        assert_eq!(after["postponements"], json!([
            { "postponedOn": "2023-11-22", "reason": "Карантин", "applicationsFrom": "2023-11-20" },
        ]));
        // The course is the same whichever day is asked about.
        assert_eq!(before["timeline"], after["timeline"]);
        assert!(app.database().rows()["audit_entry"].iter().any(|row| row.contains("postponeCompetition")));
        net.recount();
    }

    fn postponed_without_new_windows_waits_for_them(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-22T09:00:00Z");
        let centre = net.centre();
        send(&centre, POSTPONE, json!({ "id": id, "expectedVersion": version, "reason": "Карантин" })).payload();
        assert_eq!(state_on(app, &id, "2030-01-01"), "POSTPONED");
        // The same day, with the windows now known: one postponement, its reason corrected.
        let input = json!({ "id": id, "expectedVersion": 3, "reason": "Карантин, сроки уточнены", "applicationsTo": "2023-12-02" });
        let answer = send(&centre, POSTPONE, input);
        // The window has begun: it goes on at once.
        assert_eq!(answer.payload()["competition"]["state"], "APPLICATIONS_OPEN");
        assert_eq!(state_on(app, &id, "2023-12-02"), "APPLICATIONS_OPEN");
        assert_eq!(app.database().rows()["competition_period"].len(), 1);
        net.recount();
    }

    fn a_cancelled_competition_ends_with_its_reason(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-22T09:00:00Z");
        let draft = net.applied(&id, &net.a, "Робототехника");
        let answer = send(&net.centre(), CANCEL, json!({ "id": id, "expectedVersion": version, "reason": "Нет заявок" }));
        assert_eq!(answer.text("cancelCompetition.competition.cancellationReason"), "Нет заявок");
        assert_eq!(state_on(app, &id, "2023-11-21"), "APPLICATIONS_OPEN");
        assert_eq!(state_on(app, &id, "2023-11-22"), "CANCELLED");
        super::refused(app, &net.editor(&net.a), super::SUBMIT, &json!({ "id": draft, "expectedVersion": 1 }), &[("REFUSED_TRANSITION", "")]);
        super::refused(app, &net.centre(), POSTPONE, &json!({ "id": id, "expectedVersion": 3, "reason": "?" }), &[("REFUSED_TRANSITION", "")]);
        net.recount();
    }

    fn history_may_be_incomplete(app: &TestApp) {
        let net = Net::new(app);
        let coordinator = app.actor(Role::RegionalCoordinator, "region:23");
        let content = json!({
            "title": "Инновационный поиск", "kind": "STATUS_AWARD", "level": "MUNICIPAL", "municipalityId": net.district,
            "validFrom": "2023-10-01", "validFromPrecision": "MONTH", "validFromText": "Октябрь 2023г.",
            "validTo": "2023-10-01", "validToPrecision": "MONTH",
            "openPoints": [{ "field": "resultsPublishedOn", "reason": "NOT_REPORTED" }],
        });
        let answer = send(&coordinator, RECORD, content);
        assert_eq!(answer.payload()["competition"]["state"], "RESULTS_PENDING_ORDER");
        let id = answer.text("recordCompetition.competition.id").to_owned();
        assert_eq!(state_on(app, &id, "2023-10-31"), "EVALUATION");
        // Dates that turn up are filled in.
        let input = json!({ "id": id, "expectedVersion": 1, "applicationsFrom": "2023-09-01", "applicationsTo": "2023-09-20", "openPoints": null });
        send(&coordinator, UPDATE, input).payload();
        assert_eq!(state_on(app, &id, "2023-09-10"), "APPLICATIONS_OPEN");
        // Known on the day, and not before: a list of the day says so.
        let listed = |day: &str| {
            let answer = app.public().query("query($day: Date) { competitions(asOf: $day) { totalCount } }", json!({ "day": day }));
            answer.at("competitions.totalCount").clone()
        };
        assert_eq!((listed("2023-08-31"), listed("2023-09-01")), (json!(0), json!(1)));
        net.recount();
    }
}
