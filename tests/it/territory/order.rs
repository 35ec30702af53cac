//! One order on both databases.

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::{admin, district, names, region};
use crate::support::{Backend, Given, TestApp, TestDatabase, service, wait};

/// Names and codes of one data set, in each order.
fn orders(backend: Backend) -> Option<Vec<Vec<String>>> {
    let app = TestApp::new(backend)?;
    let admin = admin(&app);
    let here = region(&admin, "23");
    // No two of them are equal as keys: equal ones stand in the order of their ids.
    let names_given = [
        "Ёлкин",
        "Жуков",
        "ель",
        "Ель-2",
        "Ель 10",
        "Ель 9",
        "а-б",
        "а б",
        "аб",
        "zebra",
        "éa",
        "éz",
        "Ω",
        "ß",
        "ss",
        "№ 5",
        "І-й",
        "Ґ",
        "ѣ",
        "_",
        "(а)",
        "я",
        "ﬁ",
    ];
    for (i, name) in names_given.iter().enumerate() {
        district(&admin, &here, name, json!({ "oktmo": format!("03{:02}1000", 99 - i) }));
    }
    let given = ["a", "B", "Б", "в", "1", "10", "9", "-", "_", "Ё", "é", "z", "NE", "nf", "😀"];
    for code in given {
        super::zone(&admin, &here, code);
    }
    let document = "query($order: TerritoryOrderBy) { municipalities(orderBy: $order, first: 100) { nodes { name } } zones(orderBy: $order, first: 100) { nodes { name: code } } }";
    let lists = ["NAME_ASC", "NAME_DESC", "CODE_ASC", "CODE_DESC"].iter().flat_map(|order| {
        let answer = admin.query(document, json!({ "order": order }));
        ["municipalities.nodes", "zones.nodes"].map(|path| names(answer.at(path)))
    });
    Some(lists.collect())
}

#[test]
fn both_databases_order_alike() {
    let sqlite = orders(Backend::Sqlite).expect("the embedded database");
    if let Some(postgres) = orders(Backend::Postgres) {
        assert_eq!(sqlite, postgres);
    }
    let codes = &sqlite[5];
    assert!(codes.is_sorted(), "{codes:?}");
}

/// The cluster of the tests orders by code point as a whole, so the columns are asked themselves.
#[test]
fn what_orders_is_ordered_by_code_point_wherever_the_server_stands() {
    let Some(database) = TestDatabase::given(Backend::Postgres) else { return };
    let mut found: Vec<String> = wait(async {
        let connection = service::connect(database.url()).await.unwrap();
        let sql = "SELECT table_name || '.' || column_name AS told FROM information_schema.columns WHERE collation_name = 'C' \
            AND table_name IN ('region', 'zone', 'municipality', 'municipality_period', 'population')";
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = connection.query_all_raw(statement).await.unwrap();
        connection.close().await.unwrap();
        rows.iter().map(|row| row.try_get("", "told").unwrap()).collect()
    });
    found.sort();
    let expected = [
        "municipality.oktmo",
        "municipality.sort_key",
        "municipality_period.sort_key",
        "population.source",
        "region.code",
        "region.sort_key",
        "zone.code",
        "zone.sort_key",
    ];
    assert_eq!(found, expected);
}
