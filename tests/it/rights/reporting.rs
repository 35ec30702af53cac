//! The objects of figures and reporting in the world of the matrix.

use serde_json::json;

use super::world::{ANSWER, HERE, LOOKED_AT, Place, Shown, World, code, mutate};
use crate::support::{Role, with};

/// The source of the values.
const SOURCE: &str = "matrix";

impl World {
    /// An indicator of the municipality, and what is told of it in one quarter after the other. A value is known by its
    /// remark.
    pub fn figures(&mut self) {
        let input = json!({
            "municipalityId": self.id("municipality"), "code": code("indicator"), "name": "Приметный показатель",
            "category": "ADDITIONAL", "kind": "LEVEL", "unit": "PERSON", "better": "MORE", "aggregation": "SUM",
            "numerator": "дети", "periodTypes": ["QUARTER"],
        });
        let id = self.made(Role::EducationDepartment, HERE, "createIndicator", "indicator", &input);
        self.put("indicator", ("Indicator", "Indicator"), Place::MUNICIPALITY, Shown::Public, id);
        for (name, period, shown) in [
            ("value accepted", "2023-Q1", Shown::Public),
            ("value submitted", "2023-Q2", Shown::Submitted),
            ("value draft", "2023-Q3", Shown::Draft),
        ] {
            let named = json!({
                "indicatorCode": code("indicator"), "subjectId": self.id("municipality"), "period": { "text": period },
            });
            let state = if shown == Shown::Draft { "DRAFT" } else { "SUBMITTED" };
            let row = with(named.clone(), json!({ "numerator": "7", "note": format!("Приметное {name}") }));
            let input = json!({ "source": SOURCE, "state": state, "rows": [row] });
            mutate(&self.app.actor(Role::MunicipalCoordinator, HERE), "recordValues", "__typename", &input).payload();
            let key = |version: i32| with(named.clone(), json!({ "source": SOURCE, "expectedVersion": version }));
            if shown == Shown::Public {
                let region = self.app.actor(Role::RegionalCoordinator, "region:23");
                mutate(&region, "acceptValues", "__typename", &json!({ "rows": [key(1)] })).payload();
            }
            self.put(name, ("Value", "Value"), Place::MUNICIPALITY, shown, String::new());
            if let Some(object) = self.objects.last_mut() {
                object.key = key(-1);
            }
        }
    }

    pub fn targets(&mut self) {
        for (name, shown) in
            [("targets", Shown::Public), ("targets submitted", Shown::Submitted), ("targets draft", Shown::Draft)]
        {
            let input = json!({
                "municipalityId": self.id("municipality"), "code": code(name), "name": format!("Приметные {name}"),
                "kind": "ROADMAP",
            });
            let department = Role::EducationDepartment;
            let id = self.made(department, HERE, "createTargetSet", "targetSet", &input);
            match shown {
                Shown::Public => self.step(department, "approveTargetSet", &id, 1, json!({})),
                Shown::Submitted => self.step(department, "updateTargetSet", &id, 1, json!({ "submitted": true })),
                Shown::Draft | Shown::Own => {}
            }
            self.put(name, ("TargetSet", "TargetSet"), Place::MUNICIPALITY, shown, id);
        }
    }

    pub fn templates(&mut self) {
        for (name, shown) in [("template", Shown::Public), ("template draft", Shown::Draft)] {
            let input = json!({
                "municipalityId": self.id("municipality"), "code": code(name), "name": format!("Приметная {name}"),
                "kind": "MONITORING", "periodType": "QUARTER",
                "fields": [{ "code": "text", "label": "О чём", "kind": "TEXT" }],
            });
            let centre = Role::MunicipalCoordinator;
            let id = self.made(centre, HERE, "createReportTemplate", "reportTemplate", &input);
            if shown == Shown::Public {
                self.step(centre, "publishReportTemplate", &id, 1, json!({}));
            }
            self.put(name, ("ReportTemplate", "ReportTemplate"), Place::MUNICIPALITY, shown, id);
        }
    }

    /// A campaign whose summary is published, with a report that is handed in; an open one, with a report that is being
    /// filled in; and one that is prepared. An organisation sees those in which it is expected: they are of it, too.
    pub fn campaigns(&mut self) {
        let centre = Role::MunicipalCoordinator;
        for (name, shown, report) in [
            ("campaign", Shown::Public, LOOKED_AT),
            ("campaign open", Shown::Submitted, "report draft"),
            ("campaign draft", Shown::Draft, ""),
        ] {
            let input = json!({
                "ownerId": self.id("municipality"), "templateId": self.id("template"),
                "name": format!("Приметный {name}"), "respondents": "ORGANISATION", "period": { "text": "2023-Q3" },
                "due": { "kind": "ON_DAY", "day": "2023-11-20" }, "departmentStep": true,
            });
            let id = self.made(centre, HERE, "createCampaign", "campaign", &input);
            if shown != Shown::Draft {
                self.step(centre, "openCampaign", &id, 1, json!({ "nodeIds": [self.id("organisation")] }));
                self.report(report, &id, shown == Shown::Public);
            }
            if shown == Shown::Public {
                for (version, root) in [(2, "closeCampaign"), (3, "summariseCampaign"), (4, "publishCampaign")] {
                    self.step(centre, root, &id, version, json!({}));
                }
            }
            self.put(name, ("Campaign", "Campaign"), Place::HOLDER, shown, id);
        }
    }

    /// Fills in the report of the organisation, and hands it in.
    fn report(&mut self, name: &'static str, campaign: &str, submitted: bool) {
        let editor = self.app.actor(Role::OrganisationEditor, self.id("organisation"));
        let document = "query($in: ID!) { reports(filter: { campaignIds: [$in] }) { nodes { id } } }";
        let id = editor.query(document, json!({ "in": campaign })).text("reports.nodes.0.id").to_owned();
        let answers = json!([{ "field": "text", "text": if submitted { "Ответ" } else { ANSWER } }]);
        let input = json!({ "id": id, "expectedVersion": 1, "answers": answers });
        mutate(&editor, "fillReport", "__typename", &input).payload();
        if submitted {
            mutate(&editor, "submitReport", "__typename", &json!({ "id": id, "expectedVersion": 2 })).payload();
        }
        self.put(name, ("Report", "Report"), Place::ORGANISATION, Shown::Submitted, id);
        if let Some(object) = self.objects.last_mut() {
            object.secret = if submitted { "" } else { ANSWER };
        }
    }
}
