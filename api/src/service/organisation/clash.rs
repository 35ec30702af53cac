//! What is in the way of merging: objects that would name one organisation twice. Somebody has to decide about them
//! first, so they are refused and named, those at least that the viewer sees.

use entity::ids::OrganisationId;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::{
    access::{Kind, Viewer},
    db::{WriteTx, sql::bind},
    error::{Failure, Problems, UserErrorCode},
    service::{application, object, partnership, report, value},
};

/// Most objects that one message names.
const NAMED: usize = 5;

/// Agreements that both have not left.
const PARTIES: &str = "SELECT own.agreement_id AS id FROM agreement_party AS own \
    JOIN agreement_party AS other ON other.agreement_id = own.agreement_id \
    WHERE own.organisation_id = ? AND own.kind = 'ORGANISATION' AND own.to_day IS NULL \
        AND other.organisation_id = ? AND other.kind = 'ORGANISATION' AND other.to_day IS NULL";

/// Refuses to merge two organisations that some object names side by side.
pub async fn refuse(
    tx: &WriteTx,
    viewer: &Viewer,
    from: OrganisationId,
    to: OrganisationId,
    path: &str,
) -> Result<(), Failure> {
    let parties = bind(tx.get_database_backend(), PARTIES, [Uuid::from(from).into(), Uuid::from(to).into()]);
    let parties = tx.query_all_raw(parties).await?;
    let agreements = parties.iter().map(|row| row.try_get("", "id")).collect::<Result<Vec<Uuid>, _>>()?;
    let applications = application::applicant::clashes(tx, from, to).await?;
    let partnerships = partnership::merger::clashes(tx, from, to).await?;
    let reports = report::merger::clashes(tx, from, to).await?;
    let mut problems = Problems::new();
    for (kind, ids, ru, en) in [
        (
            Kind::Agreement,
            agreements,
            "Обе записи — стороны одного соглашения, сначала уберите одну из них",
            "Both are parties of one agreement, remove one of them first",
        ),
        (
            Kind::Application,
            applications,
            "От обеих записей подана одна и та же заявка, сначала отзовите одну из них",
            "Both have submitted the same application, withdraw one of them first",
        ),
        (
            Kind::Partnership,
            partnerships,
            "Партнёрство связало бы организацию с собой или повторило бы другое, сначала удалите его",
            "A partnership would bind the organisation to itself or repeat another, remove it first",
        ),
        (
            Kind::Report,
            reports,
            "Обе записи заполняли отчёт в одном сборе, решите сначала, какой из них верен",
            "Both have filled in a report in one campaign, decide first which of them is right",
        ),
    ] {
        if !ids.is_empty() {
            let named = named(tx, viewer, kind, ids).await?;
            problems.add(UserErrorCode::Duplicate, path, format!("{ru}{named}"), format!("{en}{named}"));
        }
    }
    // Values have no id: they are named by their keys.
    let values = value::merger::clashes(tx, from, to).await?;
    if !values.is_empty() {
        let named = listed(&value::merger::named(tx, viewer, &values, NAMED).await?);
        let ru = "Одно и то же значение внесено об обеих записях, сначала удалите одно из них";
        let en = "The same value is recorded about both, delete one of them first";
        problems.add(UserErrorCode::Duplicate, path, format!("{ru}{named}"), format!("{en}{named}"));
    }
    problems.finish()
}

/// The ids of those that the viewer sees, behind a colon.
async fn named(tx: &WriteTx, viewer: &Viewer, kind: Kind, mut ids: Vec<Uuid>) -> Result<String, Failure> {
    ids.sort_unstable();
    ids.dedup();
    let seen = object::places(tx, viewer, kind, &ids).await?;
    let seen = ids.into_iter().filter(|id| seen.contains_key(id)).take(NAMED);
    Ok(listed(&seen.filter_map(|id| object::any(kind, id)).map(|id| id.to_string()).collect::<Vec<_>>()))
}

fn listed(names: &[String]) -> String {
    if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) }
}
