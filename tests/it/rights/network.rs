//! The objects of the network in the world of the matrix, and its people.

use serde_json::json;

use super::world::{HERE, Place, SUBJECT, Shown, World, mutate};
use crate::support::{Answer, Role, with};

impl World {
    pub(super) fn organisations(&mut self) {
        for (name, shown, place) in
            [("organisation", Shown::Public, Place::HOLDER), ("organisation draft", Shown::Draft, Place::MUNICIPALITY)]
        {
            let input = json!({
                "municipalityId": self.id("municipality"), "type": "SCHOOL", "name": format!("Приметная {name}"),
                "published": shown == Shown::Public,
                "externalIds": [{ "source": "matrix", "externalId": name }],
            });
            let id = self.made(Role::MunicipalCoordinator, HERE, "createOrganisation", "organisation", &input);
            self.put(name, ("Organisation", "Organisation"), place, shown, id);
        }
    }

    pub(super) fn acts(&mut self) {
        for (name, visibility, shown) in [
            ("act", "PUBLIC", Shown::Public),
            ("act submitted", "SUBMITTED", Shown::Submitted),
            ("act draft", "DRAFT", Shown::Draft),
        ] {
            let input = json!({
                "municipalityId": self.id("municipality"), "kind": "ORDER", "level": "MUNICIPALITY", "number": name,
                "issuer": "Управление образования района", "date": "2023-03-01", "title": format!("Приметный {name}"),
                "visibility": visibility, "externalIds": [{ "source": "matrix", "externalId": name }],
            });
            let id = self.made(Role::MunicipalCoordinator, HERE, "createLegalAct", "legalAct", &input);
            self.put(name, ("LegalAct", "LegalAct"), Place::MUNICIPALITY, shown, id);
        }
    }

    pub(super) fn statuses(&mut self) {
        let input = json!({
            "code": "MATRIX", "name": "Приметный вид", "heldBy": "ORGANISATION", "levels": ["MUNICIPALITY"],
            "municipalityId": self.id("municipality"),
        });
        let id = self.made(Role::EducationDepartment, HERE, "createStatusKind", "statusKind", &input);
        self.put("status kind", ("StatusKind", "StatusKind"), Place::MUNICIPALITY, Shown::Public, id);
        for (name, from, to, shown) in [
            ("status", "2023-01-01", "2023-12-31", Shown::Public),
            ("status proposed", "2024-01-01", "2024-12-31", Shown::Submitted),
            ("status draft", "2025-01-01", "2025-12-31", Shown::Draft),
        ] {
            let input = json!({
                "kindId": self.id("leader"), "level": "MUNICIPALITY", "organisationId": self.id("organisation"),
                "validFrom": from, "validTo": to, "topic": format!("Приметная тема {name}"),
            });
            let id = self.made(Role::EducationDepartment, HERE, "createStatusAssignment", "statusAssignment", &input);
            match shown {
                Shown::Public => {
                    let acts = json!({ "acts": [{ "actId": self.id("act"), "role": "GRANTS" }] });
                    self.step(Role::EducationDepartment, "grantStatus", &id, 1, acts);
                }
                Shown::Submitted => {
                    self.step(Role::EducationDepartment, "proposeStatusAssignment", &id, 1, json!({}));
                }
                Shown::Draft | Shown::Own => {}
            }
            self.put(name, ("StatusAssignment", "StatusAssignment"), Place::HOLDER, shown, id);
        }
    }

    pub(super) fn agreements(&mut self) {
        for (name, shown) in
            [("agreement", Shown::Public), ("agreement submitted", Shown::Submitted), ("agreement draft", Shown::Draft)]
        {
            let input = json!({
                "municipalityId": self.id("municipality"), "kind": "COOPERATION", "title": format!("Приметное {name}"),
                "subject": SUBJECT, "validFrom": "2023-02-01", "validTo": "2023-12-31",
                "parties": [
                    { "role": "PARTNER", "municipalityId": self.id("municipality") },
                    { "role": "PARTNER", "municipalityId": self.id("elsewhere") },
                ],
            });
            let (root, input) = if shown == Shown::Public {
                ("recordAgreement", with(input, json!({ "signedOn": "2023-01-10", "number": "7" })))
            } else {
                ("createAgreement", input)
            };
            let id = self.made(Role::MunicipalCoordinator, HERE, root, "agreement", &input);
            if shown == Shown::Submitted {
                self.step(Role::MunicipalCoordinator, "submitAgreement", &id, 1, json!({}));
            }
            self.put(name, ("Agreement", "Agreement"), Place::MUNICIPALITY, shown, id);
        }
        self.objects.iter_mut().filter(|object| object.kind == "Agreement").for_each(|object| object.secret = SUBJECT);
        let input = json!({
            "lead": { "municipalityId": self.id("municipality") }, "partner": { "name": "Приметный партнёр" }, "actual": true,
        });
        let id = self.made(Role::MunicipalCoordinator, HERE, "createPartnership", "partnership", &input);
        self.put("partnership", ("Partnership", "Partnership"), Place::MUNICIPALITY, Shown::Public, id);
    }

    pub(super) fn competitions(&mut self) {
        for (name, shown) in [("competition", Shown::Public), ("competition draft", Shown::Draft)] {
            let input = json!({
                "title": format!("Приметный {name}"), "kind": "DEVELOPMENT_PROGRAMME", "level": "MUNICIPAL",
                "municipalityId": self.id("municipality"), "form": "REMOTE", "applicationsFrom": "2023-11-10",
                "applicationsTo": "2023-11-30", "evaluationFrom": "2023-12-04", "evaluationTo": "2023-12-15",
                "clauses": [{ "kind": "NOMINATION", "number": 1, "text": "Техническая" }],
            });
            let id = self.made(Role::MunicipalCoordinator, HERE, "createCompetition", "competition", &input);
            if shown == Shown::Public {
                self.step(Role::MunicipalCoordinator, "announceCompetition", &id, 1, json!({}));
            }
            self.put(name, ("Competition", "Competition"), Place::MUNICIPALITY, shown, id);
        }
        for (name, shown) in [("application submitted", Shown::Submitted), ("application draft", Shown::Draft)] {
            let input = json!({
                "competitionId": self.id("competition"), "organisationId": self.id("organisation"), "nomination": 1,
                "title": format!("Приметная {name}"), "participants": 12,
            });
            let editor = self.app.actor(Role::OrganisationEditor, self.id("organisation"));
            let answer = mutate(&editor, "createApplication", "application { id }", &input);
            let id = answer.text("createApplication.application.id").to_owned();
            if shown == Shown::Submitted {
                let input = json!({ "id": id, "expectedVersion": 1 });
                mutate(&editor, "submitApplication", "__typename", &input).payload();
            }
            self.put(name, ("Application", "Application"), Place::ORGANISATION, shown, id);
        }
    }

    pub(super) fn centre(&mut self) {
        let input = json!({
            "kind": "MOC", "name": "Приметный центр", "regionId": self.id("region"),
            "municipalityId": self.id("municipality"),
            "externalIds": [{ "source": "matrix", "externalId": "centre" }],
        });
        let id = self.made(Role::RegionalCoordinator, "region:23", "createCentre", "centre", &input);
        self.put("centre", ("MunicipalCentre", "Centre"), Place::MUNICIPALITY, Shown::Public, id);
    }

    /// Scans of acts, each seen as its act is, and one that its sender has not attached yet.
    pub(super) fn files(&mut self) {
        let sender = self.app.actor(Role::MunicipalCoordinator, HERE);
        let mut made = Vec::new();
        for (name, act, shown) in [
            ("file", "act", Shown::Public),
            ("file of a draft", "act draft", Shown::Draft),
            ("file unattached", "", Shown::Own),
        ] {
            let headers = [("content-type", "application/octet-stream")];
            let path = format!("/files?name={}.pdf", name.replace(' ', "-"));
            let reply = sender.send("PUT", &path, &headers, b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n");
            let id = Answer::new(&reply).body["id"].as_str().unwrap_or_else(|| panic!("{}", reply.text())).to_owned();
            if !act.is_empty() {
                mutate(&sender, "attachFile", "__typename", &json!({ "fileId": id, "objectId": self.id(act) }))
                    .payload();
            }
            made.push((name, shown, id));
        }
        for (name, shown, id) in made {
            self.put(name, ("File", "LegalAct"), Place::MUNICIPALITY, shown, id);
        }
    }

    pub(super) fn accounts(&mut self) {
        let clerk = self.app.actor(Role::DataClerk, HERE);
        let answer = clerk.query("{ viewer { user { id } grants { id } } }", json!({}));
        let (user, grant) = (answer.text("viewer.user.id").to_owned(), answer.text("viewer.grants.0.id").to_owned());
        self.put("user", ("User", "Users"), Place::MUNICIPALITY, Shown::Submitted, user);
        self.put("grant", ("Grant", "Users"), Place::MUNICIPALITY, Shown::Submitted, grant);
    }
}
