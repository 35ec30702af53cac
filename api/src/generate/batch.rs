//! Rows of one transaction, what they leave in the ledger, and the order in which they are written: one statement per
//! table and some hundreds of rows, through the same [`WriteTx`] as every other write.

use entity::{
    act_basis, agreement, agreement_party, application, centre, competition, competition_clause, competition_tour,
    contact, external_ref, legal_act, municipality, municipality_period, municipality_succession, organisation,
    organisation_address, organisation_alias, organisation_period, partnership, population, region, role_grant,
    status_assignment, user_account, zone,
};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, Iterable, ModelTrait};
use serde_json::Value;
use uuid::Uuid;

use super::SOURCE;
use crate::{
    access::Kind,
    db::{
        WriteTx,
        change::{Change, Place, Root},
        tally::Contribution,
    },
    error::Failure,
    service::Cx,
};

/// Values of one statement: SQLite takes 32,766.
const VALUES: usize = 30_000;
/// Rows of one statement.
const ROWS: usize = 1_000;

/// Rows of one transaction; a reference leads to rows of the same or an earlier one.
#[derive(Default)]
pub struct Batch {
    pub(super) regions: Vec<region::Model>,
    pub(super) zones: Vec<zone::Model>,
    pub(super) municipalities: Vec<municipality::Model>,
    pub(super) municipality_periods: Vec<municipality_period::Model>,
    pub(super) successions: Vec<municipality_succession::Model>,
    pub(super) populations: Vec<population::Model>,
    pub(super) organisations: Vec<organisation::Model>,
    pub(super) organisation_periods: Vec<organisation_period::Model>,
    pub(super) aliases: Vec<organisation_alias::Model>,
    pub(super) addresses: Vec<organisation_address::Model>,
    pub(super) acts: Vec<legal_act::Model>,
    pub(super) centres: Vec<centre::Model>,
    pub(super) statuses: Vec<status_assignment::Model>,
    pub(super) agreements: Vec<agreement::Model>,
    pub(super) parties: Vec<agreement_party::Model>,
    pub(super) partnerships: Vec<partnership::Model>,
    pub(super) competitions: Vec<competition::Model>,
    pub(super) tours: Vec<competition_tour::Model>,
    pub(super) clauses: Vec<competition_clause::Model>,
    pub(super) applications: Vec<application::Model>,
    pub(super) basis: Vec<act_basis::Model>,
    pub(super) contacts: Vec<contact::Model>,
    pub(super) externals: Vec<external_ref::Model>,
    pub(super) users: Vec<user_account::Model>,
    pub(super) grants: Vec<role_grant::Model>,
    changes: Vec<Change>,
    audits: Vec<Audit>,
    counted: Vec<Contribution>,
}

struct Audit {
    action: &'static str,
    kind: Kind,
    object: Uuid,
    place: Place,
    reason: Option<String>,
    details: Value,
}

impl Batch {
    /// An object began to exist.
    pub fn created<R: Root>(&mut self, row: &R) {
        self.changes.extend(Change::between(None, Some(row), &[]));
    }

    /// An object changed; `also` names fields that live in other tables.
    pub fn updated<R: Root>(&mut self, before: &R, after: &R, also: &[&str]) {
        self.changes.extend(Change::between(Some(before), Some(after), also));
    }

    /// What was done, for the audit log.
    pub fn audit<R: Root>(&mut self, action: &'static str, row: &R, reason: Option<&str>, details: Value) {
        let reason = reason.map(ToOwned::to_owned);
        self.audits.push(Audit { action, kind: R::KIND, object: row.id(), place: row.place(), reason, details });
    }

    /// What an object adds to the aggregates.
    pub fn count(&mut self, parts: Vec<Contribution>) {
        self.counted.extend(parts);
    }

    /// An act founds an object.
    pub fn found<R: Root>(&mut self, row: &R, act: entity::ids::LegalActId, role: act_basis::BasisRole) {
        let typename = entity::CodeEnum::code(R::KIND).to_owned();
        self.basis.push(act_basis::Model { object_id: row.id(), act_id: act, role, typename });
    }

    /// The id under which the source knows an object.
    pub fn known_as<R: Root>(&mut self, row: &R, external_id: String) {
        let (typename, source) = (entity::CodeEnum::code(R::KIND).to_owned(), SOURCE.to_owned());
        self.externals.push(external_ref::Model { typename, source, external_id, object_id: row.id() });
    }

    /// How many objects of a kind there are, for the report.
    pub fn counts(&self) -> [(&'static str, usize); 13] {
        [
            ("regions", self.regions.len()),
            ("zones", self.zones.len()),
            ("municipalities", self.municipalities.len()),
            ("population figures", self.populations.len()),
            ("organisations", self.organisations.len()),
            ("legal acts", self.acts.len()),
            ("centres", self.centres.len()),
            ("status assignments", self.statuses.len()),
            ("agreements", self.agreements.len()),
            ("partnerships", self.partnerships.len()),
            ("competitions", self.competitions.len()),
            ("applications", self.applications.len()),
            ("accounts", self.users.len()),
        ]
    }

    /// Writes everything in one transaction.
    pub async fn write(self, cx: &Cx) -> Result<(), Failure> {
        let mut tx = cx.write().await?;
        insert(&tx, self.regions).await?;
        insert(&tx, self.zones).await?;
        insert(&tx, self.municipalities).await?;
        insert(&tx, self.municipality_periods).await?;
        insert(&tx, self.successions).await?;
        insert(&tx, self.populations).await?;
        insert(&tx, self.organisations).await?;
        insert(&tx, self.organisation_periods).await?;
        insert(&tx, self.aliases).await?;
        insert(&tx, self.addresses).await?;
        insert(&tx, self.acts).await?;
        insert(&tx, self.centres).await?;
        insert_chains(&tx, self.statuses, |a, b| a.chain_id == b.chain_id).await?;
        insert_chains(&tx, self.agreements, |a, b| b.renews_id == Some(a.id)).await?;
        insert(&tx, self.parties).await?;
        insert(&tx, self.partnerships).await?;
        insert(&tx, self.competitions).await?;
        insert(&tx, self.tours).await?;
        insert(&tx, self.clauses).await?;
        insert(&tx, self.applications).await?;
        insert(&tx, self.basis).await?;
        insert(&tx, self.contacts).await?;
        insert(&tx, self.externals).await?;
        insert(&tx, self.users).await?;
        insert(&tx, self.grants).await?;
        for change in self.changes {
            tx.push(change);
        }
        for Audit { action, kind, object, place, reason, details } in self.audits {
            tx.audit_at(action, entity::CodeEnum::code(kind), object, place, reason, details);
        }
        tx.tally(&[], &self.counted);
        tx.commit().await
    }
}

async fn insert<M>(tx: &WriteTx, rows: Vec<M>) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::Column: ColumnTrait,
{
    insert_chains(tx, rows, |_, _| false).await
}

/// Inserts rows; two that belong together go with one statement, because each refers to the other.
async fn insert_chains<M>(tx: &WriteTx, rows: Vec<M>, together: impl Fn(&M, &M) -> bool) -> Result<(), DbErr>
where
    M: ModelTrait + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>,
    <M::Entity as EntityTrait>::Column: ColumnTrait,
{
    let width = <M::Entity as EntityTrait>::Column::iter().count().max(1);
    for piece in pieces(rows, (VALUES / width).min(ROWS), together) {
        let rows = piece.into_iter().map(IntoActiveModel::into_active_model);
        M::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Pieces of some rows each; one is longer when its last rows belong together.
fn pieces<M>(rows: Vec<M>, most: usize, together: impl Fn(&M, &M) -> bool) -> Vec<Vec<M>> {
    let mut pieces: Vec<Vec<M>> = Vec::new();
    for row in rows {
        match pieces.last_mut() {
            Some(piece) if piece.len() < most || piece.last().is_some_and(|last| together(last, &row)) => {
                piece.push(row);
            }
            _ => pieces.push(vec![row]),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn what_belongs_together_is_not_parted() {
        let rows = vec![10, 11, 12, 20, 21, 30];
        assert_eq!(pieces(rows.clone(), 2, |_, _| false), [vec![10, 11], vec![12, 20], vec![21, 30]]);
        assert_eq!(pieces(rows, 2, |a, b| a / 10 == b / 10), [vec![10, 11, 12], vec![20, 21], vec![30]]);
    }
}
