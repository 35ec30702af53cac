//! What follows when two records of one organisation are merged: their statuses have one holder now. What overlaps is
//! history and stays, with an open point; from now on the one key refuses more.

use std::collections::HashMap;

use entity::{
    ids::{OrganisationId, StatusKindId},
    shared::Visibility,
    status_assignment, status_kind,
};
use sea_orm::{ActiveModelTrait, IntoActiveModel, Set};

use super::{content::key_of, query, rules::Term};
use crate::{
    db::WriteTx,
    error::Failure,
    service::open_points::{self, OpenPoint, OpenReason},
};

/// Gives the statuses that an organisation holds now the keys of their present holder.
pub async fn follow(tx: &WriteTx, organisation: OrganisationId) -> Result<(), Failure> {
    let kinds: HashMap<StatusKindId, status_kind::Model> =
        query::all_kinds(tx).await?.into_iter().map(|kind| (kind.id, kind)).collect();
    for stored in query::held_by(tx, organisation).await? {
        let Some(kind) = kinds.get(&stored.kind_id) else { continue };
        let key = key_of(kind, &stored, stored.topic.as_deref());
        if key == stored.conflict_key {
            continue;
        }
        let granted = stored.visibility == Visibility::Public;
        let free = match &key {
            Some(key) => !overlaps(&stored, &query::of_key(tx, key).await?),
            None => true,
        };
        let mut row = stored.clone().into_active_model();
        row.exclusive = Set(granted && free && key.is_some());
        row.conflict_key = Set(key);
        if granted && !free {
            let mut points = open_points::read(&stored.open_points);
            points.push(OpenPoint::new("validFrom", OpenReason::Overlap));
            row.open_points = Set(open_points::write(points));
        }
        row.update(tx).await.map_err(query::refused)?;
    }
    Ok(())
}

fn overlaps(own: &status_assignment::Model, others: &[status_assignment::Model]) -> bool {
    others.iter().any(|other| other.id != own.id && Term::of(other).overlaps(&Term::of(own)))
}
