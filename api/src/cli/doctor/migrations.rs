//! Whether the database is of this version.

use super::{Patient, finding::Finding};
use crate::db::migrate;

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let Some(db) = &patient.db else { return vec![] };
    vec![match migrate::status(db).await {
        Ok(steps) => {
            let pending: Vec<_> = steps.iter().filter(|step| !step.applied).map(|step| step.name.as_str()).collect();
            if pending.is_empty() {
                Finding::ok(format!("all {} are applied", steps.len()))
            } else {
                Finding::fail(
                    format!("not applied: {}", pending.join(", ")),
                    "opora migrate up, or start the service, which does the same",
                )
            }
        }
        Err(error) => Finding::fail(error.0, "run the newer opora, or restore a backup of this version"),
    }]
}
