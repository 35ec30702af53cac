//! Who is told what: a draft to those who keep it, what is handed in to those who read it, and to each what leaves
//! their sight. To the others nothing, not even that there was something.

use serde_json::json;

use super::{end, told};
use crate::{
    act,
    agreement::Net,
    status::{Network, draft, shown, step},
    support::{Role, TestApp, both},
};

const LEADER: &str = "MUNICIPAL_NETWORK_LEADER";

both! {
    fn a_draft_is_told_to_those_who_keep_it(network: &Network) {
        let municipality = network.municipality();
        let (region, neighbour, public) = (network.region(), network.neighbour(), network.public());
        let observer = network.actor(Role::FederalObserver, "federation");
        let outsider = network.actor(Role::RegionalCoordinator, "region:19");
        let others = [&region, &neighbour, &public, &observer, &outsider];
        let start = end(&public);
        let drafted = shown(&draft(network, &municipality, LEADER, json!({ "validFrom": "2023-02-01" })));
        assert_eq!(told(&municipality, &start), ["StatusAssignment CREATED - [] there"]);
        for other in others {
            assert_eq!(told(other, &start), Vec::<String>::new(), "{}", other.email());
        }
        let changed = step(&municipality, "updateStatusAssignment", &drafted, json!({ "validFrom": "2023-03-01" }));
        let proposed = shown(&step(&municipality, "proposeStatusAssignment", &shown(&changed), json!({})));
        // Handed in, it comes into the region's sight; what happened to the draft is not told there.
        for reader in [&region, &observer] {
            assert_eq!(told(reader, &start), ["StatusAssignment CREATED - [] there"], "{}", reader.email());
        }
        for other in [&neighbour, &public, &outsider] {
            assert_eq!(told(other, &start), Vec::<String>::new(), "{}", other.email());
        }
        let own = told(&municipality, &start);
        assert_eq!(own.len(), 3, "{own:?}");
        assert!(own[1].starts_with("StatusAssignment UPDATED - [") && own[1].contains("validFrom"), "{own:?}");
        assert!(own[2].starts_with("StatusAssignment UPDATED - [") && own[2].contains("visibility"), "{own:?}");

        let acts = json!([{ "actId": network.order("71"), "role": "GRANTS" }]);
        let before = end(&public);
        step(&network.department(), "grantStatus", &proposed, json!({ "acts": acts })).payload();
        let of_status = |lines: Vec<String>| -> Vec<String> {
            lines.into_iter().filter(|line| line.starts_with("StatusAssignment")).collect()
        };
        for reader in [&public, &neighbour, &outsider] {
            assert_eq!(of_status(told(reader, &before)), ["StatusAssignment CREATED - [] there"]);
        }
        let again = of_status(told(&region, &before));
        assert!(again.len() == 1 && again[0].starts_with("StatusAssignment UPDATED - ["), "{again:?}");
    }

    fn a_deleted_draft_is_told_to_those_who_saw_it(network: &Network) {
        let municipality = network.municipality();
        let (region, public, department) = (network.region(), network.public(), network.department());
        let start = end(&public);
        let drafted = shown(&draft(network, &municipality, LEADER, json!({ "validFrom": "2023-02-01" })));
        step(&municipality, "deleteStatusAssignment", &drafted, json!({})).payload();
        assert_eq!(told(&municipality, &start), [
            "StatusAssignment CREATED - [] gone",
            "StatusAssignment DELETED - [] gone",
        ]);
        assert_eq!(told(&department, &start).len(), 2);
        assert_eq!(told(&region, &start), Vec::<String>::new());
        assert_eq!(told(&public, &start), Vec::<String>::new());
    }

    fn what_is_deleted_is_told_with_its_natural_key(network: &act::Network) {
        let (own, public) = (network.municipality(), network.public());
        let (region, stranger) = (network.region(), network.stranger());
        let start = end(&public);
        let id = act::created(&own, "5", json!({}));
        act::act_mutation(&own, "deleteLegalAct", json!({ "id": id, "expectedVersion": 1, "reason": "Ошибка" })).payload();
        let key = "Управление образования города | ORDER | 2023-03-01 | 5";
        let expected = [format!("LegalAct CREATED {key} [] gone"), format!("LegalAct DELETED {key} [] gone")];
        for reader in [&own, &region, &stranger, &public] {
            assert_eq!(told(reader, &start), expected);
        }
    }

    fn a_party_is_told_what_comes_and_goes(app: &TestApp) {
        let net = Net::new(app);
        let public = app.public();
        let outsider = app.actor(Role::MunicipalCoordinator, crate::agreement::BODAIBO);
        let start = end(&public);
        let id = net.make(&net.vyselki_moc, "createAgreement", &net.draft(&json!({ "number": "17" })));
        assert_eq!(told(&net.vyselki_moc, &start), ["Agreement CREATED 17 [] there"]);
        assert_eq!(told(&net.krylovsky_moc, &start), Vec::<String>::new());
        net.step(&net.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
        assert_eq!(told(&net.krylovsky_moc, &start), ["Agreement CREATED 17 [] there"]);
        net.step(&net.krylovsky_moc, "returnAgreement", &id, &json!({ "reason": "Уточнить срок" })).payload();
        // A draft again: the other party does not see it any more, and is told so.
        assert_eq!(told(&net.krylovsky_moc, &start), [
            "Agreement CREATED 17 [] gone",
            "Agreement DELETED 17 [] gone",
        ]);
        for other in [&outsider, &public] {
            assert_eq!(told(other, &start), Vec::<String>::new());
        }
        net.step(&net.vyselki_moc, "submitAgreement", &id, &json!({})).payload();
        net.step(&net.vyselki_moc, "signAgreement", &id, &json!({})).payload();
        net.step(&net.krylovsky_moc, "signAgreement", &id, &json!({})).payload();
        // Everyone reads that there is an agreement; its number, and what changes in it, only the parties.
        for other in [&outsider, &public] {
            assert_eq!(told(other, &start), ["Agreement CREATED - [] there"]);
        }
        let party = told(&net.krylovsky_moc, &start);
        assert!(party.len() > 3 && party.iter().all(|line| line.contains(" 17 [")), "{party:?}");
        // Through its party it is found in the other district too.
        let here = |actor: &crate::support::Actor| {
            super::follow(actor, &start, &json!({ "within": net.krylovsky, "types": ["Agreement"] })).0.len()
        };
        assert_eq!((here(&net.krylovsky_moc) > 0, here(&public)), (true, 0));
    }

    fn an_account_is_told_to_itself_and_to_whoever_appoints(network: &Network) {
        let (region, public) = (network.region(), network.public());
        let start = end(&public);
        let clerk = network.actor(Role::DataClerk, "municipality:03612000");
        let lines = |actor: &crate::support::Actor| {
            told(actor, &start).into_iter().filter(|line| line.starts_with("User") || line.starts_with("Grant")).count()
        };
        assert!(lines(&clerk) >= 2 && lines(&region) >= lines(&clerk), "{:?}", told(&clerk, &start));
        assert_eq!(lines(&public), 0);
        assert_eq!(lines(&network.actor(Role::Analyst, "region:19")), 2, "their own alone");
    }
}
