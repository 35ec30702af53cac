//! Any object by kind and id: whether the viewer sees it, and where it stands. For what hangs on objects of many kinds:
//! files, what an act founds.
//! To add a kind: its prefix in `PREFIXES`, its rows in [`places`].

use std::collections::HashMap;

use entity::{
    agreement, application, campaign, centre, competition,
    ids::{
        AgreementId, AnyId, ApplicationId, CampaignId, CentreId, CompetitionId, FileId, GrantId, IndicatorId,
        LegalActId, MunicipalityId, OrganisationId, PartnershipId, RegionId, ReportId, ReportTemplateId,
        StatusAssignmentId, StatusKindId, TargetSetId, TypedId, UserId, ZoneId,
    },
    indicator, legal_act, municipality, organisation, partnership, region, report, report_template, status_assignment,
    status_kind, target_set, zone,
};
use sea_orm::{Condition, ConnectionTrait, QueryFilter};
use uuid::Uuid;

use super::{
    external, file,
    list::{Stored, by_ids},
};
use crate::{
    access::{Kind, Scope, Viewer},
    db::{
        WriteTx,
        change::{Place, Root},
    },
    error::{AppError, Failure},
    service::{
        agreement::query as agreements, application::query as applications, organisation::query::STORED,
        report::query as reports,
    },
};

/// The prefix of the ids of each kind; entries of the audit log have none.
const PREFIXES: &[(Kind, &str)] = &[
    (Kind::Region, RegionId::PREFIX),
    (Kind::Zone, ZoneId::PREFIX),
    (Kind::Municipality, MunicipalityId::PREFIX),
    (Kind::Organisation, OrganisationId::PREFIX),
    (Kind::Centre, CentreId::PREFIX),
    (Kind::LegalAct, LegalActId::PREFIX),
    (Kind::StatusKind, StatusKindId::PREFIX),
    (Kind::StatusAssignment, StatusAssignmentId::PREFIX),
    (Kind::Agreement, AgreementId::PREFIX),
    (Kind::Partnership, PartnershipId::PREFIX),
    (Kind::Competition, CompetitionId::PREFIX),
    (Kind::Application, ApplicationId::PREFIX),
    (Kind::Indicator, IndicatorId::PREFIX),
    (Kind::TargetSet, TargetSetId::PREFIX),
    (Kind::ReportTemplate, ReportTemplateId::PREFIX),
    (Kind::Campaign, CampaignId::PREFIX),
    (Kind::Report, ReportId::PREFIX),
    (Kind::User, UserId::PREFIX),
    (Kind::Grant, GrantId::PREFIX),
    (Kind::File, FileId::PREFIX),
];

/// The kind that an id names.
pub fn kind_of(id: AnyId) -> Option<Kind> {
    PREFIXES.iter().find(|(_, prefix)| *prefix == id.prefix).map(|(kind, _)| *kind)
}

/// The id of an object of a kind.
pub fn any(kind: Kind, uuid: Uuid) -> Option<AnyId> {
    PREFIXES.iter().find(|(known, _)| *known == kind).map(|(_, prefix)| AnyId { prefix, uuid })
}

/// Where the objects of some ids stand, those that the viewer sees; one statement.
pub async fn places(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    kind: Kind,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Place>, AppError> {
    match kind {
        Kind::Region => of::<region::Entity>(db, viewer, ids).await,
        Kind::Zone => of::<zone::Entity>(db, viewer, ids).await,
        Kind::Municipality => of::<municipality::Entity>(db, viewer, ids).await,
        Kind::LegalAct => of::<legal_act::Entity>(db, viewer, ids).await,
        Kind::Competition => of::<competition::Entity>(db, viewer, ids).await,
        Kind::Application => of::<application::Entity>(db, viewer, ids).await,
        Kind::Organisation => of::<organisation::Entity>(db, viewer, ids).await,
        Kind::Centre => of::<centre::Entity>(db, viewer, ids).await,
        Kind::StatusKind => of::<status_kind::Entity>(db, viewer, ids).await,
        Kind::StatusAssignment => of::<status_assignment::Entity>(db, viewer, ids).await,
        Kind::Agreement => of::<agreement::Entity>(db, viewer, ids).await,
        Kind::Partnership => of::<partnership::Entity>(db, viewer, ids).await,
        Kind::Indicator => of::<indicator::Entity>(db, viewer, ids).await,
        Kind::TargetSet => of::<target_set::Entity>(db, viewer, ids).await,
        Kind::ReportTemplate => of::<report_template::Entity>(db, viewer, ids).await,
        Kind::Campaign => of::<campaign::Entity>(db, viewer, ids).await,
        Kind::Report => of::<report::Entity>(db, viewer, ids).await,
        // Nothing hangs on these.
        Kind::Value | Kind::User | Kind::Grant | Kind::File | Kind::AuditEntry => Ok(HashMap::new()),
    }
}

/// The same, only those of which the viewer may read everything: what hangs on the others is hidden with the rest of them.
pub async fn places_in_full(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    kind: Kind,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Place>, AppError> {
    let scope = viewer.scope(kind);
    match kind {
        Kind::Agreement => narrowed::<agreement::Entity>(db, &scope, ids, agreements::readable(&scope)).await,
        Kind::Application => narrowed::<application::Entity>(db, &scope, ids, applications::inside(&scope)).await,
        Kind::Report => {
            let rows = by_ids(db, report::Entity::visible(&scope, STORED), ids).await?;
            let rows = reports::readable(db, viewer, rows).await?;
            Ok(rows.iter().map(|row| (row.id.into(), row.place())).collect())
        }
        _ => places(db, viewer, kind, ids).await,
    }
}

async fn of<E>(db: &impl ConnectionTrait, viewer: &Viewer, ids: &[Uuid]) -> Result<HashMap<Uuid, Place>, AppError>
where
    E: Stored<Model: Root>,
{
    narrowed::<E>(db, &viewer.scope(E::KIND), ids, Condition::all()).await
}

async fn narrowed<E>(
    db: &impl ConnectionTrait,
    scope: &Scope,
    ids: &[Uuid],
    to: Condition,
) -> Result<HashMap<Uuid, Place>, AppError>
where
    E: Stored<Model: Root>,
{
    // Where an object stands is asked as it is stored now.
    let rows = by_ids(db, E::visible(scope, STORED).filter(to), ids).await?;
    Ok(rows.iter().map(|row| (<E as Stored>::id(row), row.place())).collect())
}

/// Removes what hangs on an object that is itself removed: its ids in other systems and its files.
pub async fn forget<R: Root>(tx: &mut WriteTx, row: &R) -> Result<(), Failure> {
    external::forget(tx, row.id()).await?;
    file::attach::remove_all(tx, row.id(), row.place()).await
}

#[cfg(test)]
mod tests {
    use entity::CodeEnum;

    use super::*;

    #[test]
    fn every_kind_but_values_and_the_audit_log_has_ids() {
        for (kind, ..) in Kind::VALUES {
            let id = any(*kind, Uuid::nil());
            assert_eq!(id.is_none(), matches!(kind, Kind::AuditEntry | Kind::Value));
            assert!(id.is_none_or(|id| kind_of(id) == Some(*kind)));
        }
    }
}
