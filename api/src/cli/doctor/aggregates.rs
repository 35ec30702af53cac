//! The aggregates: sums that the service keeps, against a count from the base rows.

use super::{Patient, finding::Finding};
use crate::seams;

pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let Some(db) = patient.db.as_ref().filter(|_| patient.recount) else { return vec![] };
    let mend = "this is a fault of the program: report it with this line";
    vec![Finding::of(seams::recount(&patient.cx(db)).await, mend)]
}
