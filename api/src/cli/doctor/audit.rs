//! The audit log (журнал): its entries are bound to one another by hashes.

use super::{Patient, finding::Finding};
use crate::service::access::{AuditFault, verify_audit_chain};

/// Reads the whole log; whoever changed it past the service is found out.
pub(super) async fn check(patient: &Patient) -> Vec<Finding> {
    let Some(db) = &patient.db else { return vec![] };
    vec![match verify_audit_chain(db).await {
        // Before the migrations there is no table; they are another finding.
        Err(_) => Finding::warn("not verified: the log can't be read", "see the findings on the database above"),
        Ok(report) => match report.broken {
            None => Finding::ok(format!("every entry is as it was written: {}", report.entries)),
            Some((position, fault)) => Finding::fail(
                format!("entry {position} {}", told(fault)),
                "somebody changed the log past the service: compare with a backup, and ask who can write to the database",
            ),
        },
    }]
}

fn told(fault: AuditFault) -> &'static str {
    match fault {
        AuditFault::Gap => "follows a missing one",
        AuditFault::Unbound => "is not bound to the one before it",
        AuditFault::Changed => "is not as it was written",
        AuditFault::Cut => "and what may follow are missing",
    }
}
