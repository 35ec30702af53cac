//! What is in the way when two records of one organisation are merged: partnerships that would bind it to itself, or
//! that would be told twice.

use std::collections::HashMap;

use entity::{ids::OrganisationId, partnership, shared::Visibility};
use uuid::Uuid;

use super::query::{self, Sides};
use crate::{db::WriteTx, error::AppError, validity_of};

/// The partnerships in the way of merging one organisation into another.
pub async fn clashes(tx: &WriteTx, from: OrganisationId, to: OrganisationId) -> Result<Vec<Uuid>, AppError> {
    let rows = query::with_either(tx, &[from, to]).await?;
    let mut found = Vec::new();
    let mut alike: HashMap<Sides, Vec<&partnership::Model>> = HashMap::new();
    for row in rows.iter().filter(|row| row.visibility == Visibility::Public) {
        let before = Sides::of(row);
        let after = before.merged(from, to);
        if after.is_reflexive() && !before.is_reflexive() {
            found.push(row.id.into());
        }
        let others = alike.entry(after.clone()).or_default();
        for other in others.iter().filter(|other| validity_of!(other).overlaps(&validity_of!(row))) {
            // Those of the duplicate are in the way; those that were the same before are nobody's concern here.
            let sides = Sides::of(other);
            if sides != before {
                let touched = if before == after { other.id } else { row.id };
                found.push(touched.into());
            }
        }
        others.push(row);
    }
    Ok(found)
}
