//! A municipal competition with two organisations, from draft to archive.

use serde_json::json;

use super::{ADMIT, ANNOUNCE, ARCHIVE, CLOSE, CREATE, Net, PUBLISH, REJECT, SUBMIT, UPDATE, WITHDRAW, send, with};
use crate::support::{Redactor, TestApp, both, race};

const CARD: &str = "query($id: ID!) { node(id: $id) { ... on Competition {
    id version title kind level form state tour region { code } municipality { name } announcedOn
    applicationsFrom applicationsTo evaluationFrom evaluationTo tours { number title from to }
    nominations { number text } categories { text ageFrom ageTo } attachments { number text required }
    resultsPublishedOn acts { role act { number } } recorded openPoints { field reason }
    timeline { state from to }
    applications(orderBy: PLACE_ASC) { totalCount nodes { title state result place score nomination { text } participants } }
} } }";

both! {
    fn a_competition_lives_from_draft_to_archive(app: &TestApp) {
        let net = Net::new(app);
        let mut redactor = Redactor::new();
        let created = send(&net.centre(), CREATE, net.content());
        assert_eq!(redactor.value(created.payload()), json!({ "userErrors": [], "competition": {
            "id": "cmp#1", "version": 1, "state": "DRAFT",
            "allowedActions": ["UPDATE_COMPETITION", "ANNOUNCE_COMPETITION", "DELETE_COMPETITION", "ATTACH_FILE"],
        } }));
        let id = created.text("createCompetition.competition.id").to_owned();
        // Nobody else sees the draft: not above, not beside, not the public.
        for actor in [app.public(), net.editor(&net.b), app.actor(crate::support::Role::RegionalCoordinator, "region:23")] {
            assert!(actor.query(CARD, json!({ "id": id })).at("node").is_null());
        }
        send(&net.centre(), ANNOUNCE, json!({ "id": id, "expectedVersion": 1 })).payload();

        app.set_now("2023-11-20T09:00:00Z");
        let (a, b) = (net.submitted(&id, &net.a, "Робототехника для всех"), net.submitted(&id, &net.b, "Хор"));
        let spare = net.submitted(&id, &net.b, "Второй хор");
        send(&net.editor(&net.b), WITHDRAW, json!({ "id": spare, "expectedVersion": 2, "reason": "Передумали" })).payload();
        let late = net.submitted(&id, &net.a, "Не по теме");
        app.set_now("2023-12-01T09:00:00Z");
        let centre = net.centre();
        for id in [&a, &b] {
            send(&centre, ADMIT, json!({ "id": id, "expectedVersion": 2 })).payload();
        }
        let rejected = send(&centre, REJECT, json!({ "id": late, "expectedVersion": 2, "reason": "Не соответствует номинации" }));
        assert_eq!(rejected.text("rejectApplication.application.state"), "REJECTED");

        app.set_now("2023-12-12T09:00:00Z");
        let answer = app.public().query(CARD, json!({ "id": id }));
        assert_eq!(answer.at("node.state"), "EVALUATION");
        assert_eq!(answer.at("node.tour"), 2);
        // Before the results the public sees no application.
        assert_eq!(answer.at("node.applications.totalCount"), 0);
        let closed = send(&net.centre(), CLOSE, json!({ "id": id, "expectedVersion": 2 }));
        assert_eq!(closed.text("closeEvaluation.competition.state"), "RESULTS_PENDING_ORDER");

        let results = json!([
            { "applicationId": a, "result": "WINNER", "place": 1, "score": "94.50" },
            { "applicationId": b, "result": "PRIZE", "place": 2, "score": "94,05" },
        ]);
        let input = json!({ "id": id, "expectedVersion": 3, "resultsActId": net.act, "results": results });
        let published = send(&net.department(), PUBLISH, input);
        assert_eq!(redactor.value(published.payload()), json!({ "userErrors": [], "competition": {
            "id": "cmp#1", "version": 4, "state": "RESULTS_PUBLISHED", "resultsPublishedOn": "2023-12-12",
        } }));
        insta::assert_snapshot!(redactor.answer(&app.public().query(CARD, json!({ "id": id }))), @r#"
        200
        {
          "data": {
            "node": {
              "acts": [
                {
                  "act": {
                    "number": "17-п"
                  },
                  "role": "RESULTS"
                }
              ],
              "announcedOn": "2023-11-15",
              "applications": {
                "nodes": [
                  {
                    "nomination": {
                      "text": "Техническая"
                    },
                    "participants": 12,
                    "place": 1,
                    "result": "WINNER",
                    "score": "94.50",
                    "state": "ADMITTED",
                    "title": "Робототехника для всех"
                  },
                  {
                    "nomination": {
                      "text": "Техническая"
                    },
                    "participants": 12,
                    "place": 2,
                    "result": "PRIZE",
                    "score": "94.05",
                    "state": "ADMITTED",
                    "title": "Хор"
                  }
                ],
                "totalCount": 2
              },
              "applicationsFrom": "2023-11-20",
              "applicationsTo": "2023-11-30",
              "attachments": [
                {
                  "number": 1,
                  "required": true,
                  "text": "Программа"
                },
                {
                  "number": 2,
                  "required": false,
                  "text": "Фотографии"
                }
              ],
              "categories": [
                {
                  "ageFrom": 14,
                  "ageTo": 18,
                  "text": "Старшая"
                }
              ],
              "evaluationFrom": "2023-12-04",
              "evaluationTo": "2023-12-15",
              "form": "REMOTE",
              "id": "cmp#1",
              "kind": "DEVELOPMENT_PROGRAMME",
              "level": "MUNICIPAL",
              "municipality": {
                "name": "Выселковский район"
              },
              "nominations": [
                {
                  "number": 1,
                  "text": "Техническая"
                },
                {
                  "number": 2,
                  "text": "Художественная"
                }
              ],
              "openPoints": [],
              "recorded": false,
              "region": {
                "code": "23"
              },
              "resultsPublishedOn": "2023-12-12",
              "state": "RESULTS_PUBLISHED",
              "timeline": [
                {
                  "from": null,
                  "state": "DRAFT",
                  "to": "2023-11-14"
                },
                {
                  "from": "2023-11-15",
                  "state": "ANNOUNCED",
                  "to": "2023-11-19"
                },
                {
                  "from": "2023-11-20",
                  "state": "APPLICATIONS_OPEN",
                  "to": "2023-11-30"
                },
                {
                  "from": "2023-12-01",
                  "state": "APPLICATIONS_CLOSED",
                  "to": "2023-12-03"
                },
                {
                  "from": "2023-12-04",
                  "state": "EVALUATION",
                  "to": "2023-12-11"
                },
                {
                  "from": "2023-12-12",
                  "state": "RESULTS_PUBLISHED",
                  "to": null
                }
              ],
              "title": "Муниципальный конкурс «Лучшая программа»",
              "tour": 2,
              "tours": [
                {
                  "from": "2023-12-04",
                  "number": 1,
                  "title": "Заочный",
                  "to": "2023-12-08"
                },
                {
                  "from": "2023-12-11",
                  "number": 2,
                  "title": "Очный",
                  "to": "2023-12-15"
                }
              ],
              "version": 4
            }
          }
        }
        "#);
        app.set_now("2024-01-10T09:00:00Z");
        let archived = send(&net.centre(), ARCHIVE, json!({ "id": id, "expectedVersion": 4 }));
        assert_eq!(archived.text("archiveCompetition.competition.state"), "ARCHIVED");
        net.recount();
    }

    fn every_decision_is_in_the_log(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let application = net.admitted(&id, &net.a, "Робототехника");
        let rows = app.database().rows();
        let log = rows["audit_entry"].join("\n");
        for action in ["announceCompetition", "submitApplication", "admitApplication"] {
            assert!(log.contains(action), "{action} in {log}");
        }
        assert!(rows["change"].iter().any(|row| row.contains("Application")), "{application}");
    }

    fn the_overview_counts_states_and_results(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        let draft = with(net.content(), json!({ "title": "Черновик" }));
        send(&net.centre(), CREATE, draft).payload();
        app.set_now("2023-11-20T09:00:00Z");
        net.admitted(&id, &net.a, "Робототехника");
        net.applied(&id, &net.b, "Хор");
        const OVERVIEW: &str = "query($day: Date!) { municipality(oktmo: \"03612000\") { overview(asOf: $day) {
            competitions { total byState { state count } } applications { total byOutcome { outcome count } } } } }";
        let ask = |actor: &crate::support::Actor, day: &str| {
            actor.query(OVERVIEW, json!({ "day": day })).at("municipality.overview").clone()
        };
        assert_eq!(ask(&app.public(), "2023-11-20"), json!({
            "competitions": { "total": 1, "byState": [{ "state": "APPLICATIONS_OPEN", "count": 1 }] },
            "applications": { "total": 0, "byOutcome": [] },
        }));
        assert_eq!(ask(&app.public(), "2023-12-03")["competitions"]["byState"], json!([{ "state": "APPLICATIONS_CLOSED", "count": 1 }]));
        // The centre counts its own draft, and what was handed in.
        assert_eq!(ask(&net.centre(), "2023-11-20"), json!({
            "competitions": { "total": 2, "byState": [{ "state": "APPLICATIONS_OPEN", "count": 1 }, { "state": "DRAFT", "count": 1 }] },
            "applications": { "total": 1, "byOutcome": [{ "outcome": "ADMITTED", "count": 1 }] },
        }));
        // An organisation counts its own.
        assert_eq!(ask(&net.editor(&net.b), "2023-11-20")["applications"], json!({ "total": 1, "byOutcome": [{ "outcome": "DRAFT", "count": 1 }] }));
        assert_eq!(ask(&net.editor(&net.a), "2023-11-20")["applications"], json!({ "total": 1, "byOutcome": [{ "outcome": "ADMITTED", "count": 1 }] }));
        assert_eq!(ask(&net.centre(), "2023-11-14")["applications"]["total"], 0);
        net.recount();
    }

    fn a_work_withdrawn_or_rejected_may_come_again(app: &TestApp) {
        let net = Net::new(app);
        let (id, _) = net.announced();
        app.set_now("2023-11-20T09:00:00Z");
        let first = net.submitted(&id, &net.a, "Робототехника");
        send(&net.editor(&net.a), WITHDRAW, json!({ "id": first, "expectedVersion": 2 })).payload();
        let second = net.submitted(&id, &net.a, "Робототехника");
        send(&net.centre(), REJECT, json!({ "id": second, "expectedVersion": 2, "reason": "Без подписи" })).payload();
        let third = net.applied(&id, &net.a, "РОБОТОТЕХНИКА");
        send(&net.editor(&net.a), SUBMIT, json!({ "id": third, "expectedVersion": 1 })).payload();
        net.recount();
    }

    fn of_two_changes_at_once_one_wins(app: &TestApp) {
        let net = Net::new(app);
        let centre = net.centre();
        let answer = send(&centre, CREATE, net.content());
        answer.payload();
        let id = answer.text("createCompetition.competition.id");
        race::one_wins(app, |number| {
            send(&centre, UPDATE, json!({ "id": id, "expectedVersion": 1, "title": format!("Конкурс {number}") }))
        });
        let (id, _) = net.announced();
        app.set_now("2023-11-21T09:00:00Z");
        let application = net.applied(&id, &net.a, "Техника");
        let editor = net.editor(&net.a);
        let update = "mutation($input: UpdateApplicationInput!) { updateApplication(input: $input) {
            application { version } userErrors { code path } } }";
        race::one_wins(app, |number| {
            send(&editor, update, json!({ "id": application, "expectedVersion": 1, "title": format!("Заявка {number}") }))
        });
    }
}
