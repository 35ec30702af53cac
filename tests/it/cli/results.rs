//! Results over a generated network are what plain SQL counts of its values.

use std::collections::BTreeMap;

use sea_orm::{ConnectionTrait, Statement};
use serde_json::{Value, json};

use super::Place;
use crate::support::{TestDatabase, both, service, wait};

/// What is counted by indicator, region and period, of indicators that take no denominator from elsewhere: what has none
/// there enters no ratio.
fn sums(url: &str) -> BTreeMap<(String, String, String), i64> {
    let sql = "SELECT i.code AS code, r.code AS region,
            CASE v.period_type WHEN 'YEAR' THEN '2024' ELSE '2024-Q' || CAST(CAST((EXTRACT(MONTH FROM v.period_to)) AS INTEGER) / 3 AS VARCHAR(9)) END AS period,
            CAST(SUM(v.numerator_micros) / 1000000 AS BIGINT) AS n
        FROM value v JOIN indicator i ON i.id = v.indicator_id JOIN region r ON r.id = v.region_id
        WHERE i.denominator_age_from IS NULL AND i.denominator_indicator_id IS NULL AND v.visibility = 2 AND v.numerator_micros IS NOT NULL AND v.subject = 'MUNICIPALITY' AND v.breakdown = ''
        GROUP BY 1, 2, 3";
    // SQLite keeps days as texts.
    let sqlite = sql.replace("EXTRACT(MONTH FROM v.period_to)", "strftime('%m', v.period_to)");
    wait(async {
        let connection = service::connect(url).await.unwrap();
        let backend = connection.get_database_backend();
        let sql = if backend == sea_orm::DbBackend::Postgres { sql.to_owned() } else { sqlite };
        let rows = connection.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
        connection.close().await.unwrap();
        let text = |row: &sea_orm::QueryResult, name: &str| row.try_get::<String>("", name).unwrap();
        rows.iter()
            .map(|row| ((text(row, "code"), text(row, "region"), text(row, "period")), row.try_get("", "n").unwrap()))
            .collect()
    })
}

both! {
    fn results_over_a_generated_network_are_what_sql_counts(database: &TestDatabase) {
        let place = Place::on(database);
        place.good(&["generate", "--regions", "2", "--municipalities", "9", "--organisations", "40", "--seed", "5"]);
        let counted = sums(database.url());
        let codes: std::collections::BTreeSet<&String> = counted.keys().map(|(code, ..)| code).collect();
        assert!(codes.len() > 2, "{codes:?}");
        let service = place.serve(&["serve"]);
        let query = "query($code: String!, $periods: [PeriodInput!]!) { results(indicators: [$code], childrenAt: REGION, periods: $periods) {
            indicator { code } node { ... on Region { code } } period { text } basis numerator nullReason } }";
        let periods: Vec<Value> = ["2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4", "2024"].iter().map(|text| json!({ "text": text })).collect();
        let mut rows: Vec<Value> = Vec::new();
        for code in codes {
            let body = json!({ "query": query, "variables": { "code": code, "periods": periods } }).to_string();
            let reply = service.wire().send("POST", "/graphql", &[("content-type", "application/json")], body.as_bytes());
            let answer: Value = serde_json::from_slice(&reply.body).unwrap();
            rows.extend(answer["data"]["results"].as_array().unwrap_or_else(|| panic!("{answer}")).iter().cloned());
        }
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let mut found = BTreeMap::new();
        for row in &rows {
            let key = (text(&row["indicator"]["code"]), text(&row["node"]["code"]), text(&row["period"]["text"]));
            if let Some(number) = row["numerator"].as_str() {
                assert_eq!(row["basis"], "AGGREGATE", "{row}");
                found.insert(key, number.parse::<i64>().unwrap());
            } else {
                assert!(row["nullReason"] != "NOT_REPORTED" || !counted.contains_key(&key), "{row}");
            }
        }
        assert!(found.len() * 10 >= counted.len() * 8, "{} of {}", found.len(), counted.len());
        let counted: BTreeMap<_, _> = counted.into_iter().filter(|(key, _)| found.contains_key(key)).collect();
        assert_eq!(found, counted);
    }
}
