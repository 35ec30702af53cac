//! The audit log (журнал): its entries are bound to one another by hashes.

use super::{Patient, finding::Finding};
use crate::seams;

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let Some(db) = &patient.db else { return vec![] };
    let mend = "someone has changed the log past opora: keep this database and compare it with a backup";
    vec![Finding::of(seams::audit_chain(&patient.cx(db)).await, mend)]
}
