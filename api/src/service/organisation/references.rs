//! Who refers to organisations. The list is what merging duplicates repoints and what refuses the deletion of a mistake.
//! A domain with such a column adds a line.

use entity::{
    centre::CentreKind,
    ids::{MunicipalityId, OrganisationId, RegionId},
};
use sea_orm::{
    ConnectionTrait, QueryResult, Value,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement},
};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::{
        WriteTx,
        change::{Change, Place},
        sql::bind,
    },
    error::{AppError, Failure},
    service::centre,
};

/// A column that holds ids of organisations.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The columns that are unique together with it: where the surviving organisation has the same, the row of the
    /// duplicate goes.
    pub beside: &'static [&'static str],
    /// The kind, where the table is one of objects with version and scope columns: each leaves a change row.
    pub kind: Option<Kind>,
}

/// Every column that holds ids of organisations, those of this domain's own parts apart.
pub const REFERENCES: &[Reference] = &[
    Reference { table: "organisation", column: "head_organisation_id", beside: &[], kind: Some(Kind::Organisation) },
    Reference { table: "organisation", column: "merged_into_id", beside: &[], kind: Some(Kind::Organisation) },
    Reference { table: "user_account", column: "organisation_id", beside: &[], kind: Some(Kind::User) },
    Reference { table: "role_grant", column: "organisation_id", beside: &[], kind: Some(Kind::Grant) },
    Reference { table: "legal_act", column: "organisation_id", beside: &[], kind: Some(Kind::LegalAct) },
    Reference { table: "centre", column: "organisation_id", beside: &[], kind: Some(Kind::Centre) },
    Reference { table: "centre_host", column: "organisation_id", beside: &[], kind: None },
    // Its key of conflicts follows in `status::holder::follow`.
    Reference {
        table: "status_assignment",
        column: "organisation_id",
        beside: &[],
        kind: Some(Kind::StatusAssignment),
    },
    // What it rests on, and the acts of a duplicate: by object, not by organisation.
    Reference { table: "act_basis", column: "object_id", beside: &["act_id", "role"], kind: None },
    Reference { table: "file", column: "object_id", beside: &[], kind: None },
    Reference {
        table: "target",
        column: "subject_id",
        beside: &[
            "target_set_id",
            "indicator_id",
            "group_key",
            "breakdown",
            "base",
            "recurring",
            "period_type",
            "period_from",
            "period_to",
        ],
        kind: None,
    },
];

/// Whether anything refers to an organisation.
pub async fn is_referred_to(db: &impl ConnectionTrait, id: OrganisationId) -> Result<bool, AppError> {
    let duplicates = Reference { table: "organisation", column: "duplicate_of_id", beside: &[], kind: None };
    for Reference { table, column, .. } in REFERENCES.iter().chain([&duplicates]) {
        let select = SelectStatement::new()
            .expr(Expr::val(1))
            .from(Alias::new(*table))
            .and_where(Expr::col(Alias::new(*column)).eq(Uuid::from(id)))
            .limit(1)
            .take();
        if db.query_one(&select).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Everything that referred to one organisation now refers to another.
pub async fn repoint(tx: &mut WriteTx, from: OrganisationId, to: OrganisationId) -> Result<(), Failure> {
    for reference in REFERENCES {
        if let Some(kind) = reference.kind {
            repoint_objects(tx, reference, kind, from, to).await?;
        } else {
            drop_doubles(tx, reference, from, to).await?;
            run(
                tx,
                &format!("UPDATE {0} SET {1} = ? WHERE {1} = ?", reference.table, reference.column),
                [Uuid::from(to).into(), Uuid::from(from).into()],
            )
            .await?;
        }
    }
    Ok(())
}

/// Rows of the duplicate that the surviving organisation has too.
async fn drop_doubles(
    tx: &WriteTx,
    reference: &Reference,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), Failure> {
    let Reference { table, column, beside, .. } = reference;
    if beside.is_empty() {
        return Ok(());
    }
    let same: Vec<String> = beside.iter().map(|name| format!("other.{name} = {table}.{name}")).collect();
    let sql = format!(
        "DELETE FROM {table} WHERE {column} = ? AND EXISTS \
         (SELECT 1 FROM {table} AS other WHERE other.{column} = ? AND {})",
        same.join(" AND ")
    );
    run(tx, &sql, [Uuid::from(from).into(), Uuid::from(to).into()]).await
}

async fn repoint_objects(
    tx: &mut WriteTx,
    reference: &Reference,
    kind: Kind,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), Failure> {
    let Reference { table, column, .. } = reference;
    let own = if kind == Kind::Organisation { "id" } else { "organisation_id" };
    let type_of = if kind == Kind::Centre { "kind" } else { "NULL" };
    let sql = format!(
        "SELECT id, version, {type_of} AS type_of, region_id, municipality_id, {own} AS organisation, visibility, level \
         FROM {table} WHERE {column} = ? ORDER BY id"
    );
    let backend = tx.get_database_backend();
    let rows = tx.query_all_raw(bind(backend, &sql, [Uuid::from(from).into()]));
    for row in rows.await? {
        let (id, version): (Uuid, i32) = (row.try_get("", "id")?, row.try_get("", "version")?);
        let before = place(&row)?;
        let after = if *column == own { Place { organisation: Some(to), ..before } } else { before };
        let now = tx.now();
        let sql = format!("UPDATE {table} SET {column} = ?, version = version + 1, updated_at = ? WHERE id = ?");
        run(tx, &sql, [Uuid::from(to).into(), now.into(), id.into()]).await?;
        let centre: Option<CentreKind> = row.try_get("", "type_of")?;
        let typename = centre.map_or(kind.type_name(), centre::rows::type_name);
        tx.push(Change::repointed(typename, id, version + 1, column, before, after));
    }
    Ok(())
}

fn place(row: &QueryResult) -> Result<Place, AppError> {
    let id = |name: &str| row.try_get::<Option<Uuid>>("", name);
    Ok(Place {
        region: id("region_id")?.map(RegionId::from),
        municipality: id("municipality_id")?.map(MunicipalityId::from),
        organisation: id("organisation")?.map(OrganisationId::from),
        visibility: row.try_get("", "visibility")?,
        level: row.try_get("", "level")?,
    })
}

async fn run<const N: usize>(tx: &WriteTx, sql: &str, values: [Value; N]) -> Result<(), Failure> {
    let backend = tx.get_database_backend();
    tx.execute_raw(bind(backend, sql, values)).await?;
    Ok(())
}
