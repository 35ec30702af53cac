//! `opora generate`: the same network every time, as ordinary work would have left it, and only where nothing else is.

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::Place;
use crate::support::{Given, TestDatabase, both, service, wait};

const SMALL: [&str; 9] =
    ["generate", "--regions", "2", "--municipalities", "12", "--organisations", "150", "--seed", "3"];

fn small(more: &'static [&'static str]) -> Vec<&'static str> {
    SMALL.iter().chain(more).copied().collect()
}

/// What a statement counts.
fn count(url: &str, sql: &str) -> i64 {
    wait(async {
        let connection = service::connect(url).await.expect("a database");
        let statement = Statement::from_string(connection.get_database_backend(), format!("SELECT ({sql}) AS n"));
        let row = connection.query_one_raw(statement).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        connection.close().await.expect("a closed database");
        row.expect("a row").try_get("", "n").expect("a number")
    })
}

/// Tables with an identity, and the type of their change rows.
const ROOTS: [(&str, &str); 14] = [
    ("region", "Region"),
    ("zone", "Zone"),
    ("municipality", "Municipality"),
    ("organisation", "Organisation"),
    ("legal_act", "LegalAct"),
    ("centre", "%Cent%"),
    ("status_kind", "StatusKind"),
    ("status_assignment", "StatusAssignment"),
    ("agreement", "Agreement"),
    ("partnership", "Partnership"),
    ("competition", "Competition"),
    ("application", "Application"),
    ("user_account", "User"),
    ("role_grant", "Grant"),
];

/// What no row may be, as counts that are zero.
const NEVER: [&str; 14] = [
    "SELECT COUNT(*) FROM status_assignment s WHERE visibility = 2 AND NOT EXISTS (SELECT 1 FROM act_basis b WHERE b.object_id = s.id AND b.role = 'GRANTS')",
    "SELECT COUNT(*) FROM status_assignment s JOIN status_assignment o ON o.id = s.predecessor_id WHERE o.successor_id <> s.id OR o.chain_id <> s.chain_id OR o.valid_from > s.valid_from",
    "SELECT COUNT(*) FROM status_assignment s JOIN act_basis b ON b.object_id = s.id JOIN legal_act a ON a.id = b.act_id WHERE a.date IS NULL OR a.number IS NULL OR b.role = 'GRANTS' AND a.date > s.valid_from",
    "SELECT COUNT(*) FROM status_assignment s JOIN organisation o ON o.id = s.organisation_id WHERE s.region_id <> o.region_id",
    "SELECT COUNT(*) FROM agreement a WHERE (SELECT COUNT(*) FROM agreement_party p WHERE p.agreement_id = a.id) < 2",
    "SELECT COUNT(*) FROM agreement a WHERE visibility = 2 AND (number IS NULL OR signed_on IS NULL OR signed_on > valid_from)",
    "SELECT COUNT(*) FROM agreement a JOIN agreement o ON o.id = a.renews_id WHERE o.superseded_by_id <> a.id OR o.superseded_on <> a.valid_from",
    "SELECT COUNT(*) FROM agreement_party p JOIN agreement a ON a.id = p.agreement_id WHERE a.visibility = 2 AND p.signed_on IS NULL",
    "SELECT COUNT(*) FROM centre c JOIN centre p ON p.id = c.parent_id WHERE p.region_id <> c.region_id OR p.valid_from > c.valid_from",
    "SELECT COUNT(*) FROM centre c JOIN organisation o ON o.id = c.organisation_id WHERE c.kind = 'MOC' AND o.municipality_id <> c.municipality_id",
    "SELECT COUNT(*) FROM centre c JOIN municipality m ON m.id = c.municipality_id WHERE m.valid_to IS NOT NULL OR c.kind = 'MOC' AND c.valid_from < m.valid_from",
    "SELECT COUNT(*) FROM organisation o JOIN municipality m ON m.id = o.municipality_id WHERE m.region_id <> o.region_id OR m.valid_to < o.valid_to OR m.valid_to IS NOT NULL AND o.valid_to IS NULL",
    "SELECT COUNT(*) FROM application a JOIN competition c ON c.id = a.competition_id WHERE c.municipality_id <> a.municipality_id OR c.region_id <> a.region_id OR a.result IS NOT NULL AND a.result_on <> c.results_published_on",
    "SELECT COUNT(*) FROM change WHERE position NOT BETWEEN 1 AND (SELECT position FROM counter WHERE name = 'change')",
];

both! {
    fn a_network_is_generated_once_and_nothing_is_wrong_with_it(database: &TestDatabase) {
        let place = Place::on(database);
        let done = place.run(&small(&["--accounts"]));
        assert_eq!(done.code, Some(0), "{done:?}");
        let progress: Vec<_> = done.stderr.lines().filter(|line| line.contains(" of 2: ")).collect();
        assert!(progress.len() == 2 && progress[0].starts_with("1 of 2: 23 Краснодарский край, "), "{done:?}");
        let counts = [
            "regions: 2",
            "zones: 2",
            "municipalities: 22",
            "population figures: 126",
            "organisations: 224",
            "legal acts: 350",
            "centres: 25",
            "status assignments: 115",
            "agreements: 48",
            "partnerships: 6",
            "competitions: 112",
            "applications: 1529",
            "accounts: 83",
            "values: 1260",
        ];
        assert_eq!(done.stdout.lines().collect::<Vec<_>>(), counts);

        let report = place.good(&["doctor", "--recount"]);
        assert!(!report.lines().any(|line| line.starts_with("FAIL")), "{report}");
        assert!(report.contains("aggregates: equal to a count from the base rows"), "{report}");
        for (table, typename) in ROOTS {
            let stored = count(database.url(), &format!("SELECT COUNT(*) FROM {table}"));
            let created = format!("SELECT COUNT(*) FROM change c JOIN {table} t ON t.id = c.object_id WHERE operation = 'CREATED' AND typename LIKE '{typename}' AND c.version = 1");
            assert!(stored > 0 && stored == count(database.url(), &created), "{table}");
            let versions = format!("SELECT COUNT(*) FROM {table} t WHERE version <> (SELECT MAX(c.version) FROM change c WHERE c.object_id = t.id)");
            assert_eq!(count(database.url(), &versions), 0, "{table}");
        }
        for never in NEVER {
            assert_eq!(count(database.url(), never), 0, "{never}");
        }

        let stored = database.rows();
        let again = place.good(&small(&["--accounts"]));
        assert!(again.starts_with("The database holds this network already (--regions 2 --seed 3 "), "{again}");
        let told = place.bad(&small(&[]));
        assert!(told.contains("holds another generated network already (--regions 2 "), "{told}");
        assert!(database.rows() == stored);
        assert!(place.bad(&["serve", "--demo"]).contains("holds other data"));
    }

    fn the_same_seed_makes_the_same_rows(database: &TestDatabase) {
        let Some(other) = TestDatabase::given(database.backend()) else { return };
        let rows = |database: &TestDatabase| {
            Place::on(database).good(&small(&[]));
            let mut rows = database.rows();
            rows.remove("schema_migration");
            rows
        };
        let (one, two) = (rows(database), rows(&other));
        assert!(one == two, "{}", crate::support::rows::difference(&one, &two));
        let service = Place::on(database).serve(&["serve"]);
        let query = "{ region(code: \"23\") { id } organisations(first: 2) { nodes { id inn name } } }";
        let body = json!({ "query": query }).to_string();
        let reply = service.wire().send("POST", "/graphql", &[("content-type", "application/json")], body.as_bytes());
        let answer: Value = serde_json::from_slice(&reply.body).unwrap();
        // On both databases, on every machine.
        let expected = json!({
            "region": { "id": "reg_01k4195m00fasbawzmdbt145an" },
            "organisations": { "nodes": [
                {
                    "id": "org_01k4195m00fq2rcjkd73pyfd5m",
                    "inn": "2300001224",
                    "name": "Автономная некоммерческая организация «Центр развития „Росток“ № 1» Новоосиновского муниципального округа",
                },
                {
                    "id": "org_01k4195m00f8gtvwfyq6377kgs",
                    "inn": "2300000326",
                    "name": "Автономная некоммерческая организация «Центр развития „Ступени“ № 1» города Кедровска",
                },
            ] },
        });
        assert_eq!(answer["data"], expected);
    }

    fn it_does_not_mix_with_other_data(database: &TestDatabase) {
        let place = Place::on(database);
        drop(place.serve(&["serve", "--demo"]));
        let stored = database.rows();
        assert!(place.bad(&small(&[])).contains("holds other data"));
        assert!(database.rows() == stored);
    }
}

#[test]
fn sizes_have_bounds() {
    let folder = crate::support::scratch::folder();
    for wrong in [["--regions", "0"], ["--regions", "90"], ["--municipalities", "81"]] {
        let mut arguments = vec!["generate"];
        arguments.extend(wrong);
        let done = Place::bare(folder.path()).run(&arguments);
        assert_eq!(done.code, Some(2), "{done:?}");
    }
}
