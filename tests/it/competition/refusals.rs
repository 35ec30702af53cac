//! Bad input gets its coded answer and changes nothing.

use serde_json::{Value, json};

use super::{
    ADMIT, ANNOUNCE, APPLY, ARCHIVE, CANCEL, CREATE, DELETE, Net, POSTPONE, PUBLISH, RECORD, REJECT, SUBMIT, UPDATE,
    fails, refused, send, with,
};
use crate::support::{Role, TestApp, both};

both! {
    fn a_wrong_competition_is_refused(app: &TestApp) {
        let net = Net::new(app);
        let centre = net.centre();
        let wrong = |more: Value, expected: &[(&str, &str)]| {
            refused(app, &centre, CREATE, &with(net.content(), more), expected);
        };
        wrong(json!({ "title": " " }), &[("REQUIRED", "title")]);
        wrong(json!({ "title": "я".repeat(501) }), &[("TOO_LONG", "title")]);
        wrong(json!({ "title": "а\u{7}б" }), &[("INVALID_CHARACTERS", "title")]);
        wrong(json!({ "municipalityId": null }), &[("REQUIRED", "municipalityId")]);
        wrong(json!({ "level": "REGIONAL" }), &[("CONTRADICTION", "municipalityId")]);
        wrong(json!({ "level": "REGIONAL", "municipalityId": null }), &[("REQUIRED", "regionId")]);
        wrong(json!({ "organiserId": "org_01h2xcejqtf2nbrexx3vqjhp41" }), &[("UNKNOWN_REFERENCE", "organiserId")]);
        wrong(json!({ "parentId": "cmp_01h2xcejqtf2nbrexx3vqjhp41" }), &[("UNKNOWN_REFERENCE", "parentId")]);
        wrong(json!({ "applicationsFrom": "2023-12-01" }), &[("DATE_ORDER", "applicationsTo")]);
        wrong(json!({ "evaluationFrom": "2023-12-04" }), &[("CONTRADICTION", "tours")]);
        wrong(json!({ "validFrom": "2023-12-02", "validTo": "2023-12-01" }), &[("DATE_ORDER", "validTo")]);
        wrong(json!({ "expectedAwards": 0 }), &[("OUT_OF_RANGE", "expectedAwards")]);
        wrong(json!({ "tours": [{ "number": 2, "from": "2023-12-09", "to": "2023-12-08" }] }), &[("INVALID", "tours.0.number"), ("DATE_ORDER", "tours.0.to"), ("DATE_ORDER", "evaluationTo")]);
        wrong(
            json!({ "clauses": [
                { "kind": "NOMINATION", "number": 0, "text": "" },
                { "kind": "NOMINATION", "number": 1, "text": "А", "ageFrom": 5 },
                { "kind": "NOMINATION", "number": 1, "text": "Б" },
                { "kind": "AGE_CATEGORY", "number": 1, "text": "В", "ageFrom": 9, "ageTo": 7 },
            ] }),
            &[
                ("REQUIRED", "clauses.0.text"),
                ("OUT_OF_RANGE", "clauses.0.number"),
                ("CONTRADICTION", "clauses.1.ageFrom"),
                ("DUPLICATE", "clauses.2.number"),
                ("OUT_OF_RANGE", "clauses.3.ageTo"),
            ],
        );
        wrong(json!({ "acts": [{ "actId": "act_01h2xcejqtf2nbrexx3vqjhp41", "role": "ORGANISES" }] }), &[("UNKNOWN_REFERENCE", "acts.0.actId")]);
        for (member, value) in [("municipalityId", json!(net.region)), ("kind", json!("NONSENSE")), ("applicationsTo", json!("2023-02-30"))] {
            fails(app, &centre, CREATE, with(net.content(), json!({ member: value })), "BAD_USER_INPUT");
        }
        let neighbour = app.actor(Role::MunicipalCoordinator, &net.town);
        fails(app, &neighbour, CREATE, net.content(), "FORBIDDEN");
        fails(app, &app.public(), CREATE, net.content(), "UNAUTHENTICATED");
        fails(app, &centre, RECORD, json!({ "title": "Х", "kind": "PUPILS", "level": "REGIONAL", "regionId": net.region }), "FORBIDDEN");
    }

    fn a_stage_stands_below_its_whole(app: &TestApp) {
        let net = Net::new(app);
        let coordinator = app.actor(Role::RegionalCoordinator, "region:23");
        let whole = json!({ "title": "Региональный", "kind": "PUPILS", "level": "REGIONAL", "regionId": net.region, "validFrom": "2023-12-01" });
        let answer = send(&coordinator, RECORD, whole);
        let whole = answer.text("recordCompetition.competition.id").to_owned();
        let stage = send(&net.centre(), CREATE, with(net.content(), json!({ "parentId": whole })));
        let stage = stage.text("createCompetition.competition.id").to_owned();
        refused(app, &coordinator, CREATE, &json!({ "title": "Ещё", "kind": "PUPILS", "level": "REGIONAL", "regionId": net.region, "parentId": whole }), &[("CONTRADICTION", "parentId")]);
        refused(app, &net.centre(), UPDATE, &json!({ "id": stage, "expectedVersion": 1, "parentId": stage }), &[("CONTRADICTION", "parentId")]);
        // The whole can't sink to the level of its stages.
        let sink = json!({ "id": whole, "expectedVersion": 1, "level": "MUNICIPAL", "municipalityId": net.district });
        refused(app, &coordinator, UPDATE, &sink, &[("CONTRADICTION", "level")]);
        // Announced, the stage is seen below the whole.
        send(&net.centre(), ANNOUNCE, json!({ "id": stage, "expectedVersion": 1 })).payload();
        let document = "query($id: ID!) { node(id: $id) { ... on Competition { stages { nodes { id parent { id } } } } } }";
        let answer = app.public().query(document, json!({ "id": whole }));
        assert_eq!(answer.at("node.stages.nodes"), &json!([{ "id": stage, "parent": { "id": whole } }]));
    }

    fn decisions_follow_each_other(app: &TestApp) {
        let net = Net::new(app);
        let centre = net.centre();
        let bare = send(&centre, CREATE, with(net.content(), json!({ "applicationsFrom": null, "applicationsTo": null })));
        let bare = bare.text("createCompetition.competition.id").to_owned();
        refused(app, &centre, ANNOUNCE, &json!({ "id": bare, "expectedVersion": 1 }), &[("REQUIRED", "id")]);
        fails(app, &net.editor(&net.b), ANNOUNCE, json!({ "id": bare, "expectedVersion": 1 }), "NOT_FOUND");
        fails(app, &app.actor(Role::DataClerk, &net.district), ANNOUNCE, json!({ "id": bare, "expectedVersion": 1 }), "FORBIDDEN");
        refused(app, &centre, CANCEL, &json!({ "id": bare, "expectedVersion": 1, "reason": "?" }), &[("REFUSED_TRANSITION", "")]);
        let (id, version) = net.announced();
        refused(app, &centre, ANNOUNCE, &json!({ "id": id, "expectedVersion": version }), &[("REFUSED_TRANSITION", "")]);
        refused(app, &centre, DELETE, &json!({ "id": id, "expectedVersion": version }), &[("REFUSED_TRANSITION", "")]);
        refused(app, &centre, ARCHIVE, &json!({ "id": id, "expectedVersion": version }), &[("REFUSED_TRANSITION", "")]);
        refused(app, &centre, POSTPONE, &json!({ "id": id, "expectedVersion": version, "reason": " ", "resumesOn": "2023-11-01" }), &[("REQUIRED", "reason"), ("DATE_ORDER", "resumesOn")]);
        refused(app, &centre, CANCEL, &json!({ "id": id, "expectedVersion": version, "reason": "?", "cancelledOn": "2023-11-01" }), &[("DATE_ORDER", "cancelledOn")]);
        refused(app, &centre, CANCEL, &json!({ "id": id, "expectedVersion": version, "reason": "?", "cancelledOn": "2023-11-16" }), &[("DATE_ORDER", "cancelledOn")]);
        // Known windows of an announced competition change by a postponement alone; the rest may be corrected.
        refused(app, &centre, UPDATE, &json!({ "id": id, "expectedVersion": version, "applicationsTo": "2023-12-02", "tours": [] }), &[("REFUSED_TRANSITION", "applicationsTo"), ("REFUSED_TRANSITION", "tours")]);
        send(&centre, UPDATE, json!({ "id": id, "expectedVersion": version, "title": "Другое название", "validFrom": "2023-11-20" })).payload();
        // A draft goes without a trace but its change row.
        send(&centre, DELETE, json!({ "id": bare, "expectedVersion": 1 })).payload();
        assert!(app.database().rows()["competition"].len() == 1);
        net.recount();
    }

    fn a_stale_version_shows_the_object_as_it_is(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        let centre = net.centre();
        let answer = app.unchanged_but(&[], || send(&centre, UPDATE, json!({ "id": id, "expectedVersion": 1, "title": "Х" })));
        answer.expect_user_error("STALE_VERSION", "input.expectedVersion");
        assert_eq!(answer.at("updateCompetition.competition.version"), 2);
    }

    fn an_unsent_variable_leaves_a_field(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        let document = "mutation($id: ID!, $version: Int!, $url: String, $title: String) {
            updateCompetition(input: { id: $id, expectedVersion: $version, url: $url, title: $title }) {
                competition { title url form } userErrors { code path } } }";
        let centre = net.centre();
        let set = centre.query(document, json!({ "id": id, "version": version, "url": "https://example.org" }));
        assert_eq!(set.payload()["competition"], json!({ "title": "Муниципальный конкурс «Лучшая программа»", "url": "https://example.org", "form": "REMOTE" }));
        let cleared = centre.query(document, json!({ "id": id, "version": version + 1, "url": null }));
        assert_eq!(cleared.payload()["competition"]["url"], json!(null));
        let required = centre.query(document, json!({ "id": id, "version": version + 2, "title": null }));
        required.expect_user_error("REQUIRED", "input.title");
    }

    fn a_wrong_application_is_refused(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        let editor = net.editor(&net.a);
        let content = json!({ "competitionId": id, "organisationId": net.a, "nomination": 1, "title": "Робототехника" });
        let wrong = |more: Value, expected: &[(&str, &str)]| refused(app, &editor, APPLY, &with(content.clone(), more), expected);
        wrong(json!({ "title": "", "participants": 0 }), &[("REQUIRED", "title"), ("OUT_OF_RANGE", "participants")]);
        wrong(json!({ "nomination": 3 }), &[("UNKNOWN_REFERENCE", "nomination")]);
        wrong(json!({ "competitionId": "cmp_01h2xcejqtf2nbrexx3vqjhp41" }), &[("UNKNOWN_REFERENCE", "competitionId")]);
        wrong(json!({ "attachments": [{ "number": 3, "text": "?" }] }), &[("UNKNOWN_REFERENCE", "attachments.0.number")]);
        wrong(json!({ "attachments": [{ "number": 1, "text": "А" }, { "number": 1, "text": "Б" }] }), &[("DUPLICATE", "attachments.1.number")]);
        fails(app, &editor, APPLY, with(content.clone(), json!({ "organisationId": net.b })), "FORBIDDEN");
        fails(app, &app.public(), APPLY, content.clone(), "UNAUTHENTICATED");

        // Before the window, without what is required, twice, too late.
        let bare = send(&editor, APPLY, content.clone());
        let bare = bare.text("createApplication.application.id").to_owned();
        let submit = json!({ "id": bare, "expectedVersion": 1 });
        refused(app, &editor, SUBMIT, &submit, &[("REFUSED_TRANSITION", "")]);
        app.set_now("2023-11-20T09:00:00Z");
        let editor = net.editor(&net.a);
        refused(app, &editor, SUBMIT, &submit, &[("REQUIRED", "id")]);
        fails(app, &app.actor(Role::DataClerk, &net.a), SUBMIT, submit.clone(), "FORBIDDEN");
        let draft = net.applied(&id, &net.a, "Вторая");
        net.submitted(&id, &net.a, "Робототехника");
        refused(app, &editor, APPLY, &content, &[("DUPLICATE", "title")]);
        app.set_now("2023-12-01T00:00:00Z");
        refused(app, &net.editor(&net.a), SUBMIT, &json!({ "id": draft, "expectedVersion": 1 }), &[("REFUSED_TRANSITION", "")]);
    }

    fn the_window_ends_with_its_last_day_in_the_calendar_of_the_deployment(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-30T20:59:59Z");
        let (first, second) = (net.applied(&id, &net.a, "Первая"), net.applied(&id, &net.a, "Вторая"));
        let editor = net.editor(&net.a);
        send(&editor, SUBMIT, json!({ "id": first, "expectedVersion": 1 })).payload();
        app.set_now("2023-11-30T21:00:00Z");
        refused(app, &editor, SUBMIT, &json!({ "id": second, "expectedVersion": 1 }), &[("REFUSED_TRANSITION", "")]);
    }

    fn wrong_results_are_refused(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let (a, b) = (net.admitted(&id, &net.a, "А"), net.submitted(&id, &net.b, "Б"));
        let (other, _) = net.announced_with(json!({ "title": "Другой" }));
        let foreign = net.admitted(&other, &net.a, "А");
        let publish = |more: Value| with(json!({ "id": id, "expectedVersion": version, "resultsActId": net.act }), more);
        refused(app, &net.department(), PUBLISH, &publish(json!({})), &[("REFUSED_TRANSITION", "")]);
        app.set_now("2023-12-18T09:00:00Z");
        let department = net.department();
        let wrong = |more: Value, expected: &[(&str, &str)]| refused(app, &department, PUBLISH, &publish(more), expected);
        wrong(json!({ "resultsActId": null }), &[("ACT_REQUIRED", "resultsActId")]);
        wrong(json!({ "resultsActId": net.open_act }), &[("ACT_REQUIRED", "resultsActId")]);
        wrong(json!({ "resultsActId": "act_01h2xcejqtf2nbrexx3vqjhp41" }), &[("UNKNOWN_REFERENCE", "resultsActId")]);
        wrong(json!({ "publishedOn": "2023-12-15" }), &[("DATE_ORDER", "publishedOn")]);
        wrong(json!({ "awardedCount": 5 }), &[("CONTRADICTION", "awardedCount")]);
        wrong(
            json!({ "results": [
                { "applicationId": b, "result": "WINNER" },
                { "applicationId": a, "result": "PRIZE" },
                { "applicationId": a, "result": "WINNER" },
                { "applicationId": foreign, "result": "WINNER" },
            ] }),
            &[
                ("REFUSED_TRANSITION", "results.0.applicationId"),
                ("CONTRADICTION", "results.1.place"),
                ("DUPLICATE", "results.2.applicationId"),
                ("UNKNOWN_REFERENCE", "results.3.applicationId"),
            ],
        );
        wrong(json!({ "results": [{ "applicationId": a, "result": "LAUREATE", "score": "-1" }] }), &[("OUT_OF_RANGE", "results.0.score")]);
        fails(app, &net.editor(&net.a), PUBLISH, publish(json!({})), "FORBIDDEN");
        send(&department, PUBLISH, publish(json!({ "results": [{ "applicationId": a, "result": "WINNER" }] }))).payload();
        refused(app, &net.centre(), ADMIT, &json!({ "id": b, "expectedVersion": 2 }), &[("REFUSED_TRANSITION", "")]);
        refused(app, &net.centre(), REJECT, &json!({ "id": b, "expectedVersion": 2, "reason": "?" }), &[("REFUSED_TRANSITION", "")]);
        net.recount();
    }

    fn two_writers_at_once_do_not_lose_a_decision(app: &TestApp) {
        let net = Net::new(app);
        let (id, version) = net.announced();
        let cancel = |reason: &str| (net.centre(), json!({ "id": id, "expectedVersion": version, "reason": reason }));
        let (one, two) = (cancel("Первая"), cancel("Вторая"));
        let answers: Vec<_> = std::thread::scope(|scope| {
            let tasks = [&one, &two].map(|(actor, input)| scope.spawn(|| send(actor, CANCEL, input.clone())));
            tasks.into_iter().map(|task| task.join().unwrap()).collect()
        });
        let done = answers.iter().filter(|answer| answer.user_errors().is_empty()).count();
        assert_eq!(done, 1, "{} {}", answers[0], answers[1]);
        net.recount();
    }

    fn two_submissions_of_one_work_leave_one(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let drafts = [net.applied(&id, &net.a, "Робототехника"), net.applied(&id, &net.a, "робототехника")];
        let editor = net.editor(&net.a);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let editor = &editor;
            let tasks = drafts.map(|draft| scope.spawn(move || send(editor, SUBMIT, json!({ "id": draft, "expectedVersion": 1 }))));
            tasks.into_iter().map(|task| task.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|answer| answer.user_errors().is_empty()).count(), 1);
        let refused = answers.iter().find(|answer| !answer.user_errors().is_empty()).unwrap();
        refused.expect_user_error("DUPLICATE", "input.title");
        net.recount();
    }
}
