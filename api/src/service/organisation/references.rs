//! Who refers to organisations. The list is what merging duplicates repoints and what refuses the deletion of a mistake;
//! a test compares it with the foreign keys of both databases. A domain with such a column adds a line.
//!
//! Where a row stands stays as it was recorded, as it does when an organisation moves: what is counted in a territory is
//! counted there after a merger too.

use std::collections::HashMap;

use entity::{
    CodeEnum,
    centre::CentreKind,
    ids::{MunicipalityId, OrganisationId, RegionId},
};
use sea_orm::{
    ConnectionTrait, QueryResult, Value,
    sea_query::{Alias, Expr, ExprTrait, SelectStatement},
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    access::Kind,
    db::{
        WriteTx,
        change::{Change, Place},
        sql::bind,
    },
    error::{AppError, Failure},
    service::{application, centre, report, status, value},
};

/// A column that holds ids of organisations.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// What its rows are.
    pub rows: Rows,
}

/// What rows that refer to organisations are: how they follow when two are merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Objects with version and scope columns: each leaves a change row.
    Objects(Kind),
    /// Parts of such objects, named by `key`: the object leaves a change row that names `field`.
    Parts {
        /// The kind of the objects.
        of: Kind,
        /// Their table.
        table: &'static str,
        /// The column that names the object.
        key: &'static str,
        /// What the contract calls the parts.
        field: &'static str,
        /// The columns that tell parts apart; where the surviving organisation has the same there, that of the duplicate
        /// goes, and the object says how many. Empty: there are no such.
        once: &'static [&'static str],
    },
    /// Hang on any object. Where the surviving organisation has the same in the columns beside, that of the duplicate goes.
    Hanging(&'static [&'static str]),
    /// The card itself: `merge.rs` takes over what there is.
    Card,
    /// Follow from other rows: their domain writes them again.
    Derived,
}

const fn objects(table: &'static str, column: &'static str, kind: Kind) -> Reference {
    Reference { table, column, rows: Rows::Objects(kind) }
}

const fn card(table: &'static str, column: &'static str) -> Reference {
    Reference { table, column, rows: Rows::Card }
}

/// Every column that holds ids of organisations.
pub const REFERENCES: &[Reference] = &[
    objects("organisation", "head_organisation_id", Kind::Organisation),
    objects("organisation", "merged_into_id", Kind::Organisation),
    objects("organisation", "duplicate_of_id", Kind::Organisation),
    objects("user_account", "organisation_id", Kind::User),
    objects("role_grant", "organisation_id", Kind::Grant),
    objects("legal_act", "organisation_id", Kind::LegalAct),
    objects("centre", "organisation_id", Kind::Centre),
    Reference {
        table: "centre_host",
        column: "organisation_id",
        rows: Rows::Parts { of: Kind::Centre, table: "centre", key: "centre_id", field: "hosts", once: &[] },
    },
    // Its key of conflicts follows in `status::holder`.
    objects("status_assignment", "organisation_id", Kind::StatusAssignment),
    objects("agreement", "organisation_id", Kind::Agreement),
    Reference {
        table: "agreement_party",
        column: "organisation_id",
        rows: Rows::Parts { of: Kind::Agreement, table: "agreement", key: "agreement_id", field: "parties", once: &[] },
    },
    objects("partnership", "organisation_id", Kind::Partnership),
    objects("partnership", "partner_organisation_id", Kind::Partnership),
    objects("competition", "organisation_id", Kind::Competition),
    Reference {
        table: "competition_expert",
        column: "organisation_id",
        rows: Rows::Parts {
            of: Kind::Competition,
            table: "competition",
            key: "competition_id",
            field: "experts",
            once: &[],
        },
    },
    // Its key of one application follows in `application::applicant`.
    objects("application", "organisation_id", Kind::Application),
    // What these are about follows in `value::merger` and `report::merger`.
    objects("value", "organisation_id", Kind::Value),
    Reference { table: "figure", column: "organisation_id", rows: Rows::Derived },
    objects("report", "organisation_id", Kind::Report),
    // A target of the one that stays is as good as the same of the other.
    Reference {
        table: "target",
        column: "subject_id",
        rows: Rows::Parts {
            of: Kind::TargetSet,
            table: "target_set",
            key: "target_set_id",
            field: "targets",
            once: &[
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
        },
    },
    // What it rests on, and the acts of a duplicate: by object, not by organisation.
    Reference { table: "act_basis", column: "object_id", rows: Rows::Hanging(&["act_id", "role"]) },
    Reference { table: "file", column: "object_id", rows: Rows::Hanging(&[]) },
    card("external_ref", "object_id"),
    card("contact", "object_id"),
    card("organisation_suspension", "organisation_id"),
    card("organisation_period", "organisation_id"),
    card("organisation_alias", "organisation_id"),
    card("organisation_address", "organisation_id"),
];

/// Whether anything refers to an organisation.
pub async fn is_referred_to(db: &impl ConnectionTrait, id: OrganisationId) -> Result<bool, AppError> {
    for Reference { table, column, .. } in REFERENCES.iter().filter(|reference| reference.rows != Rows::Card) {
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

/// Everything that referred to one organisation now refers to another. What would name it twice was refused before
/// (`clash.rs`).
pub async fn repoint(tx: &mut WriteTx, from: OrganisationId, to: OrganisationId) -> Result<(), Failure> {
    for reference in REFERENCES {
        match reference.rows {
            Rows::Objects(kind) => objects_follow(tx, reference, kind, from, to).await?,
            Rows::Parts { of, table, key, field, once } => {
                let touched = format!("id IN (SELECT {key} FROM {} WHERE {} = ?)", reference.table, reference.column);
                let places = touch(tx, of, table, "", &touched, [from], |place| (field, place, place)).await?;
                dropped(tx, reference, (of, key, field), once, &places, (from, to)).await?;
                drop_doubles(tx, reference, once, from, to).await?;
                rows_follow(tx, reference, from, to).await?;
            }
            Rows::Hanging(beside) => {
                drop_doubles(tx, reference, beside, from, to).await?;
                rows_follow(tx, reference, from, to).await?;
            }
            Rows::Card | Rows::Derived => {}
        }
    }
    status::holder::follow(tx, to).await?;
    application::applicant::follow(tx, from, to).await?;
    report::merger::follow(tx, from, to).await?;
    value::merger::follow(tx, from, to).await
}

async fn objects_follow(
    tx: &mut WriteTx,
    reference: &Reference,
    kind: Kind,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), Failure> {
    let Reference { table, column, .. } = reference;
    let (set, those) = (format!(", {column} = ?"), format!("{column} = ?"));
    let field = *column;
    let follow = |after: Place| match after.organisation {
        Some(organisation) if field == "organisation_id" && organisation == to => {
            (field, Place { organisation: Some(from), ..after }, after)
        }
        _ => (field, after, after),
    };
    touch(tx, kind, table, &set, &those, [to, from], follow).await?;
    Ok(())
}

/// Changes objects of a kind and pushes a change row for each: of which field, and its place before and after. Answers
/// where they stand.
async fn touch<const N: usize>(
    tx: &mut WriteTx,
    kind: Kind,
    table: &str,
    set: &str,
    those: &str,
    ids: [OrganisationId; N],
    change: impl Fn(Place) -> (&'static str, Place, Place),
) -> Result<HashMap<Uuid, Place>, Failure> {
    let own = match kind {
        Kind::Organisation => "id",
        Kind::TargetSet => "CAST(NULL AS uuid)",
        _ => "organisation_id",
    };
    let type_of = if kind == Kind::Centre { "kind" } else { "NULL" };
    let sql = format!(
        "UPDATE {table} SET version = version + 1, updated_at = ?{set} WHERE {those} \
         RETURNING id, version, {type_of} AS type_of, region_id, municipality_id, {own} AS organisation, visibility, level"
    );
    let values = [Value::from(tx.now())].into_iter().chain(ids.map(|id| Value::from(Uuid::from(id))));
    let backend = tx.get_database_backend();
    let (mut changes, mut places) = (Vec::new(), HashMap::new());
    for row in tx.query_all_raw(bind(backend, &sql, values)).await? {
        let (id, version): (Uuid, i32) = (row.try_get("", "id")?, row.try_get("", "version")?);
        let (field, before, after) = change(place(&row)?);
        places.insert(id, after);
        let centre: Option<CentreKind> = row.try_get("", "type_of")?;
        let typename = centre.map_or(kind.type_name(), centre::rows::type_name);
        changes.push((id, Change::repointed(typename, id, version, field, before, after)));
    }
    // The database answers in any order.
    changes.sort_by_key(|(id, _)| *id);
    for (_, change) in changes {
        tx.push(change);
    }
    Ok(places)
}

async fn rows_follow(
    tx: &WriteTx,
    reference: &Reference,
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), Failure> {
    let sql = format!("UPDATE {0} SET {1} = ? WHERE {1} = ?", reference.table, reference.column);
    run(tx, &sql, [Uuid::from(to).into(), Uuid::from(from).into()]).await
}

/// Says in the audit log of which objects parts of the duplicate go, and how many of each.
async fn dropped(
    tx: &mut WriteTx,
    reference: &Reference,
    (of, key, field): (Kind, &str, &str),
    once: &[&str],
    places: &HashMap<Uuid, Place>,
    (from, to): (OrganisationId, OrganisationId),
) -> Result<(), Failure> {
    let Reference { table, column, .. } = reference;
    if once.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "SELECT {key} AS object, CAST(COUNT(*) AS BIGINT) AS n FROM {table} WHERE {column} = ? AND {} \
         GROUP BY {key} ORDER BY {key}",
        doubled(table, column, once),
    );
    let ids = [Uuid::from(from).into(), Uuid::from(to).into()];
    for row in tx.query_all_raw(bind(tx.get_database_backend(), &sql, ids)).await? {
        let (object, count): (Uuid, i64) = (row.try_get("", "object")?, row.try_get("", "n")?);
        let Some(place) = places.get(&object) else { continue };
        let details = json!({ "duplicate": from, "stays": to, "field": field, "dropped": count });
        tx.audit_at("mergeOrganisations", of.code(), object, *place, None, details);
    }
    Ok(())
}

/// Whether the other organisation has the same part.
fn doubled(table: &str, column: &str, once: &[&str]) -> String {
    let same: Vec<String> = once.iter().map(|name| format!("other.{name} = {table}.{name}")).collect();
    format!("EXISTS (SELECT 1 FROM {table} AS other WHERE other.{column} = ? AND {})", same.join(" AND "))
}

/// Rows of the duplicate that the surviving organisation has too.
async fn drop_doubles(
    tx: &WriteTx,
    reference: &Reference,
    beside: &[&str],
    from: OrganisationId,
    to: OrganisationId,
) -> Result<(), Failure> {
    let Reference { table, column, .. } = reference;
    if beside.is_empty() {
        return Ok(());
    }
    let sql = format!("DELETE FROM {table} WHERE {column} = ? AND {}", doubled(table, column, beside));
    run(tx, &sql, [Uuid::from(from).into(), Uuid::from(to).into()]).await
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
