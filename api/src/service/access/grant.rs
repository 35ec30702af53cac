//! Grants: role × node × term.

use entity::{
    ids::{GrantId, TypedId, UserId},
    role_grant,
};
use sea_orm::{ActiveModelTrait, Set};

use crate::{
    access::{NodeRef, Role},
    db::WriteTx,
    error::Failure,
    set_validity,
    validity::Validity,
};

/// A grant to record.
pub(super) struct NewGrant {
    /// Given by the demonstration network alone.
    pub id: Option<GrantId>,
    /// Whose.
    pub user: UserId,
    /// What as.
    pub role: Role,
    /// Where.
    pub node: NodeRef,
    /// When.
    pub validity: Validity,
    /// By whom; none: the command line.
    pub by: Option<UserId>,
    /// In whose place, and by which of their grants.
    pub source: Option<(UserId, GrantId)>,
    /// Why.
    pub reason: Option<String>,
}

/// Records a grant inside a transaction.
pub(super) async fn insert(tx: &mut WriteTx, new: NewGrant) -> Result<role_grant::Model, Failure> {
    let NewGrant { id, user, role, node, validity, by, source, reason } = new;
    let mut row = role_grant::ActiveModel {
        id: Set(id.unwrap_or_else(|| GrantId::new(tx.now()))),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        user_id: Set(user),
        role: Set(role),
        level: Set(node.level),
        region_id: Set(node.region),
        zone_id: Set(node.zone),
        municipality_id: Set(node.municipality),
        organisation_id: Set(node.organisation),
        visibility: Set(node.place().visibility),
        granted_by: Set(by),
        delegated_by: Set(source.map(|(user, _)| user)),
        source_grant_id: Set(source.map(|(_, grant)| grant)),
        reason: Set(reason),
        revoked_on: Set(None),
        ..Default::default()
    };
    set_validity!(row, &validity);
    let row = row.insert(tx).await?;
    tx.created(&row);
    Ok(row)
}
