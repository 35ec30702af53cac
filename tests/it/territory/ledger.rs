//! What a write leaves behind: change rows with positions that have no holes, whoever writes at once.

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use super::{CREATE_REGION, REORGANISE, UPDATE_MUNICIPALITY, admin, district, region, send};
use crate::support::{TestApp, both, service, wait};

/// Columns of the change rows, in the order of their positions.
fn changes(app: &TestApp, columns: &str) -> Vec<String> {
    wait(async {
        let connection = service::connect(app.database().url()).await.unwrap();
        let sql = format!("SELECT {columns} AS told FROM change ORDER BY position");
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let rows = connection.query_all_raw(statement).await.unwrap();
        connection.close().await.unwrap();
        rows.iter().map(|row| row.try_get("", "told").unwrap()).collect()
    })
}

both! {
    fn positions_have_no_holes_under_many_writers(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let id = district(&admin, &here, "Район", json!({}));
        let written = changes(app, "CAST(position AS TEXT)").len();
        std::thread::scope(|threads| {
            for writer in 0..16 {
                let (admin, here, id) = (&admin, &here, &id);
                threads.spawn(move || {
                    district(admin, here, &format!("Район {writer}"), json!({}));
                    // Of these most are refused, and leave no hole.
                    let input = json!({ "id": id, "expectedVersion": 1, "name": format!("Район {writer}") });
                    send(admin, UPDATE_MUNICIPALITY, input);
                    send(admin, CREATE_REGION, json!({ "code": "23" }));
                });
            }
        });
        let positions: Vec<usize> = changes(app, "CAST(position AS TEXT)").iter().map(|text| text.parse().unwrap()).collect();
        assert_eq!(positions, (1..=written + 17).collect::<Vec<_>>());
    }

    fn a_change_says_what_and_for_whom(app: &TestApp) {
        let admin = admin(app);
        let here = region(&admin, "23");
        let one = district(&admin, &here, "Район", json!({ "oktmo": "03624000" }));
        let before = changes(app, "typename").len();
        let input = json!({ "id": one, "expectedVersion": 1, "since": "2023-01-01", "name": "Округ", "kind": "MUNICIPAL_OKRUG" });
        send(&admin, UPDATE_MUNICIPALITY, input).payload();
        let figure = json!({ "municipalityId": one, "ageFrom": 5, "ageTo": 18, "count": 1, "asOf": "2023-01-01", "source": "МОЦ" });
        send(&admin, "mutation($input: RecordPopulationInput!) { recordPopulation(input: $input) { userErrors { code } } }", figure).payload();
        let input = json!({ "kind": "TRANSFORMED", "day": "2023-06-01", "predecessorIds": [one],
            "successors": [{ "regionId": here, "name": "Новый", "kind": "MUNICIPAL_OKRUG", "oktmo": "03524000" }] });
        send(&admin, REORGANISE, input).payload();
        let scope = |side: &str| format!(
            "CASE WHEN region_{side} IS NULL THEN '-' ELSE 'region' END || ' ' || CASE WHEN municipality_{side} IS NULL THEN '-' \
             WHEN municipality_{side} = object_id THEN 'itself' ELSE 'other' END || ' ' || COALESCE(CAST(visibility_{side} AS TEXT), '-')"
        );
        let columns = format!(
            "typename || ' ' || operation || ' ' || CAST(version AS TEXT) || ' ' || COALESCE(natural_key, '-') || ' [' || changed_fields || '] ' || {} || ' > ' || {}",
            scope("before"), scope("after")
        );
        assert_eq!(changes(app, &columns)[before..], [
            "Municipality UPDATED 2 03624000 [attributesSince,kind,name] region itself 2 > region itself 2",
            "Municipality UPDATED 2 03624000 [population] region itself 2 > region itself 2",
            "Municipality CREATED 1 03524000 [] - - - > region itself 2",
            "Municipality UPDATED 3 03624000 [successors,validTo] region itself 2 > region itself 2",
        ]);
    }
}
