//! The agreements of the demonstration network, read back.

use serde_json::json;

use crate::{status::Network, support::both};

/// What the documents say of an agreement, on the day of the report that tells it.
const TOLD: &str =
    "query($source: String!, $key: String!, $day: Date) { agreement(source: $source, externalId: $key, asOf: $day) {
    kind title state number signedOn signedOnPrecision validFrom validFromPrecision validTo planned { from to text }
    amendmentPlanned { from to text } parties { role centre { __typename name } organisation { name } name }
    municipality { name } openPoints { field reason } } }";

both! {
    fn the_agreement_of_the_two_centres_of_krylovsky_reads_back(network: &Network) {
        let told = json!({ "source": "S2", "key": "agr.krylovsky.zoc_moc" });
        let answer = network.neighbour().query(TOLD, told.clone());
        insta::assert_snapshot!(answer.redacted());
        // Printed to the year: it begins with it, and nothing says that it ended.
        let on = |day: &str| {
            let document = r#"query($day: Date) { agreement(source: "S2", externalId: "agr.krylovsky.zoc_moc", asOf: $day) { state } }"#;
            network.region().query(document, json!({ "day": day })).text("agreement.state").to_owned()
        };
        assert_eq!([on("2019-12-31"), on("2020-01-01"), on("2023-11-15")], ["DRAFT", "IN_FORCE", "IN_FORCE"]);
        // The public reads title and state.
        let public = network.public().query(TOLD, told);
        assert_eq!((public.at("agreement.title"), public.at("agreement.parties")), (&json!("Взаимодействие ЗОЦ и МОЦ"), &json!(null)));
    }

    fn what_was_only_planned_is_a_draft(network: &Network) {
        let planned = json!({ "source": "S2", "key": "agr.krylovsky.moc_organisations" });
        let answer = network.neighbour().query(TOLD, planned.clone());
        assert_eq!(answer.text("agreement.state"), "DRAFT");
        assert_eq!(answer.at("agreement.planned"), &json!({ "from": "2020-05-01", "to": "2020-09-30", "text": "май-сентябрь" }));
        let whom = answer.at("agreement.parties.1").clone();
        assert_eq!((&whom["role"], &whom["name"]), (&json!("EDUCATIONAL_ORGANISATION"), &json!("организации района, ведущие дополнительное образование")));
        assert!(network.public().query(TOLD, planned).at("agreement").is_null());
    }

    fn the_agreement_of_verkhnyaya_toyma_is_to_be_amended(network: &Network) {
        let toyma = network.actor(crate::support::Role::MunicipalCoordinator, "municipality:11508000");
        let answer = toyma.query(TOLD, json!({ "source": "S4", "key": "agr.vtoyma.regional_project" }));
        assert_eq!(answer.text("agreement.state"), "IN_FORCE");
        assert_eq!(answer.at("agreement.amendmentPlanned"), &json!({ "from": "2023-01-01", "to": "2023-02-28", "text": "январь-февраль 2023" }));
        assert_eq!(answer.at("agreement.parties").as_array().unwrap().len(), 3);
    }
}
