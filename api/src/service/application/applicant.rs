//! What follows when two records of one applicant are merged: the keys by which one application of an organisation,
//! nomination and title is told from a second.

use entity::ids::OrganisationId;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    db::{WriteTx, sql::bind},
    error::{AppError, Failure},
};

/// Applications of one organisation that would be those of another a second time.
pub async fn clashes(tx: &WriteTx, from: OrganisationId, to: OrganisationId) -> Result<Vec<Uuid>, AppError> {
    let sql = "SELECT own.id FROM application AS own JOIN application AS other \
        ON other.competition_id = own.competition_id AND other.single_key = CAST(? AS TEXT) || SUBSTR(own.single_key, ?) \
        WHERE own.organisation_id = ? AND other.organisation_id = ?";
    let values = [own_part(to).into(), rest(from).into(), Uuid::from(from).into(), Uuid::from(to).into()];
    let rows = tx.query_all_raw(bind(tx.get_database_backend(), sql, values)).await?;
    Ok(rows.iter().map(|row| row.try_get("", "id")).collect::<Result<_, _>>()?)
}

/// Gives the applications that came from another organisation the keys of their present applicant.
pub async fn follow(tx: &WriteTx, from: OrganisationId, to: OrganisationId) -> Result<(), Failure> {
    let sql = "UPDATE application SET single_key = CAST(? AS TEXT) || SUBSTR(single_key, ?) \
        WHERE organisation_id = ? AND SUBSTR(single_key, 1, ?) = ?";
    let values =
        [own_part(to).into(), rest(from).into(), Uuid::from(to).into(), (rest(from) - 1).into(), own_part(from).into()];
    tx.execute_raw(bind(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// What a key says of the applicant.
fn own_part(organisation: OrganisationId) -> String {
    organisation.to_string()
}

/// Where the rest of a key begins, counted from 1.
fn rest(organisation: OrganisationId) -> i32 {
    i32::try_from(own_part(organisation).len()).unwrap_or_default() + 1
}
