//! `canDo`: whether something may be done with an object, and why or why not.
//!
//! One function dispatches over the kinds, by the prefix of the id. An object that the viewer does not see answers as
//! one that does not exist. To add a kind: its line in [`can`], with the verdict that its mutations ask too.

use chrono::NaiveDate;
use entity::{
    agreement as agreement_row, application as application_row, campaign as campaign_row, centre as centre_row,
    competition as competition_row,
    ids::{
        AgreementId, AnyId, ApplicationId, CampaignId, CentreId, CompetitionId, FileId, GrantId, IndicatorId,
        LegalActId, MunicipalityId, OrganisationId, PartnershipId, RegionId, ReportId, ReportTemplateId,
        StatusAssignmentId, StatusKindId, TargetSetId, TypedId, UserId, ZoneId,
    },
    indicator as indicator_row, legal_act, municipality, organisation as organisation_row,
    partnership as partnership_row, region, report as report_row, report_template, role_grant, status_assignment,
    status_kind, target_set, user_account, zone,
};
use uuid::Uuid;

use super::{
    Cx, access, act, agreement, application, campaign, centre, competition, file, indicator,
    list::{Stored, visible_row},
    organisation, partnership, report, status, target, template,
    territory::actions as territory,
};
use crate::{
    access::{Action, NodeRef, Reason, Verdict, Viewer},
    db::change::{Place, Root},
    error::{AppError, Failure},
};

/// Whether an action may be done with the object of an id, or, without one, with the federation.
pub async fn can(cx: &Cx, action: Action, id: Option<AnyId>) -> Result<Verdict, AppError> {
    let Some(id) = id else { return Ok(on_federation(&cx.viewer, action)) };
    if action == Action::InviteUser {
        return invite(cx, id).await;
    }
    let today = cx.today();
    match id.prefix {
        RegionId::PREFIX => on::<region::Entity>(cx, action, id.uuid, territory::REGION, territory::verdict).await,
        ZoneId::PREFIX => on::<zone::Entity>(cx, action, id.uuid, territory::ZONE, territory::verdict).await,
        MunicipalityId::PREFIX => {
            on::<municipality::Entity>(cx, action, id.uuid, territory::MUNICIPALITY, territory::verdict).await
        }
        OrganisationId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &organisation_row::Model| {
                organisation::actions::verdict(viewer, action, row, today)
            };
            on::<organisation_row::Entity>(cx, action, id.uuid, organisation::actions::ORGANISATION, verdict).await
        }
        LegalActId::PREFIX => {
            on::<legal_act::Entity>(cx, action, id.uuid, act::actions::LEGAL_ACT, act::actions::verdict).await
        }
        CentreId::PREFIX => {
            on::<centre_row::Entity>(cx, action, id.uuid, centre::actions::CENTRE, centre::actions::verdict).await
        }
        StatusKindId::PREFIX => {
            on::<status_kind::Entity>(cx, action, id.uuid, status::actions::STATUS_KIND, status::actions::of_kind).await
        }
        StatusAssignmentId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &status_assignment::Model| {
                status::actions::verdict(viewer, action, row, today)
            };
            let of = status::actions::STATUS_ASSIGNMENT;
            on::<status_assignment::Entity>(cx, action, id.uuid, of, verdict).await
        }
        PartnershipId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &partnership_row::Model| {
                partnership::actions::verdict(viewer, row, action)
            };
            on::<partnership_row::Entity>(cx, action, id.uuid, partnership::actions::PARTNERSHIP, verdict).await
        }
        CompetitionId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &competition_row::Model| {
                competition::actions::verdict(viewer, row, action, today)
            };
            on::<competition_row::Entity>(cx, action, id.uuid, competition::actions::COMPETITION, verdict).await
        }
        ReportTemplateId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &report_template::Model| {
                template::actions::verdict(viewer, action, row, today)
            };
            on::<report_template::Entity>(cx, action, id.uuid, template::actions::TEMPLATE, verdict).await
        }
        CampaignId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &campaign_row::Model| {
                campaign::actions::verdict(viewer, action, row, today)
            };
            on::<campaign_row::Entity>(cx, action, id.uuid, campaign::actions::CAMPAIGN, verdict).await
        }
        ApplicationId::PREFIX => of_application(cx, action, id.uuid, today).await,
        AgreementId::PREFIX => of_agreement(cx, action, id.uuid, today).await,
        ReportId::PREFIX => of_report(cx, action, id.uuid, today).await,
        IndicatorId::PREFIX => {
            let of = indicator::actions::INDICATOR;
            on::<indicator_row::Entity>(cx, action, id.uuid, of, indicator::actions::verdict).await
        }
        TargetSetId::PREFIX => {
            on::<target_set::Entity>(cx, action, id.uuid, target::actions::TARGET_SET, target::actions::verdict).await
        }
        FileId::PREFIX => of_file(cx, action, id.uuid.into()).await,
        UserId::PREFIX => user(cx, action, id.uuid.into(), today).await,
        GrantId::PREFIX => {
            let verdict = |viewer: &Viewer, action, row: &role_grant::Model| {
                access::actions::on_grant(viewer, action, row, today)
            };
            on::<role_grant::Entity>(cx, action, id.uuid, access::actions::GRANT, verdict).await
        }
        _ => Ok(Verdict::no_such_object()),
    }
}

/// The verdict on a row that the viewer sees, if the action is one for rows of its kind.
async fn on<E>(
    cx: &Cx,
    action: Action,
    id: Uuid,
    of: &[Action],
    verdict: impl Fn(&Viewer, Action, &E::Model) -> Verdict,
) -> Result<Verdict, AppError>
where
    E: Stored<Model: Root>,
{
    // Mutations judge the row as it is stored, whatever its attributes are today.
    Ok(match visible_row::<E>(&cx.db, &cx.viewer, id, organisation::query::STORED).await? {
        None => Verdict::no_such_object(),
        Some(_) if !of.contains(&action) => wrong_kind(),
        Some(row) => verdict(&cx.viewer, action, &row),
    })
}

fn on_federation(viewer: &Viewer, action: Action) -> Verdict {
    match action {
        Action::InviteUser => access::actions::on_node(viewer, &NodeRef::federation()),
        Action::CreateRegion | Action::CreateLegalAct | Action::CreateIndicator | Action::CreateTargetSet => {
            Verdict::by_right(viewer, action, &Place::federal())
        }
        _ => wrong_kind(),
    }
}

/// An agreement is judged with its parties.
async fn of_agreement(cx: &Cx, action: Action, id: Uuid, today: NaiveDate) -> Result<Verdict, AppError> {
    let stored = organisation::query::STORED;
    let Some(row) = visible_row::<agreement_row::Entity>(&cx.db, &cx.viewer, id, stored).await? else {
        return Ok(Verdict::no_such_object());
    };
    if !agreement::actions::AGREEMENT.contains(&action) {
        return Ok(wrong_kind());
    }
    let parties = agreement::query::parties(&cx.db, &[row.id]).await?;
    let whole = agreement::query::Whole { row, parties };
    Ok(agreement::actions::verdict(&cx.viewer, &whole, action, today))
}

/// An application is judged with its competition, and by whether the viewer is one of its experts.
async fn of_application(cx: &Cx, action: Action, id: Uuid, today: NaiveDate) -> Result<Verdict, AppError> {
    let Some(row) = visible_row::<application_row::Entity>(&cx.db, &cx.viewer, id, today).await? else {
        return Ok(Verdict::no_such_object());
    };
    if !application::actions::APPLICATION.contains(&action) {
        return Ok(wrong_kind());
    }
    let competition = visible_row::<competition_row::Entity>(&cx.db, &cx.viewer, row.competition_id, today).await?;
    let Some(competition) = competition else { return Ok(Verdict::no_such_object()) };
    let assigned = match cx.viewer.user() {
        Some(user) => {
            competition::query::experts(&cx.db, &[competition.id]).await?.iter().any(|expert| expert.user_id == user)
        }
        None => false,
    };
    Ok(application::actions::verdict(&cx.viewer, &row, &competition, assigned, action, today))
}

/// A report is judged with its campaign.
async fn of_report(cx: &Cx, action: Action, id: Uuid, today: NaiveDate) -> Result<Verdict, AppError> {
    let Some(row) = visible_row::<report_row::Entity>(&cx.db, &cx.viewer, id, today).await? else {
        return Ok(Verdict::no_such_object());
    };
    if !report::actions::REPORT.contains(&action) {
        return Ok(wrong_kind());
    }
    let campaigns = report::query::campaigns(&cx.db, [row.campaign_id]).await?;
    let Some(campaign) = campaigns.get(&row.campaign_id) else { return Ok(Verdict::no_such_object()) };
    Ok(report::actions::verdict(&cx.viewer, &row, campaign, action, today))
}

async fn of_file(cx: &Cx, action: Action, id: FileId) -> Result<Verdict, AppError> {
    Ok(match file::query::visible(&cx.db, &cx.viewer, id).await? {
        None => Verdict::no_such_object(),
        Some(_) if !file::actions::FILE.contains(&action) => wrong_kind(),
        Some((row, place)) => file::actions::verdict(&cx.viewer, action, &row, place.as_ref()),
    })
}

async fn invite(cx: &Cx, id: AnyId) -> Result<Verdict, AppError> {
    let nodes = [RegionId::PREFIX, ZoneId::PREFIX, MunicipalityId::PREFIX, OrganisationId::PREFIX];
    if !nodes.contains(&id.prefix) {
        let seen = match id.prefix {
            UserId::PREFIX => sees::<user_account::Entity>(cx, id.uuid).await?,
            GrantId::PREFIX => sees::<role_grant::Entity>(cx, id.uuid).await?,
            _ => false,
        };
        return Ok(if seen { wrong_kind() } else { Verdict::no_such_object() });
    }
    match access::node::of_id(cx, &cx.db, Some(id), "id").await {
        Ok(node) => Ok(access::actions::on_node(&cx.viewer, &node)),
        Err(Failure::App(error)) => Err(error),
        Err(_) => Ok(Verdict::no_such_object()),
    }
}

async fn sees<E: Stored>(cx: &Cx, id: Uuid) -> Result<bool, AppError> {
    Ok(visible_row::<E>(&cx.db, &cx.viewer, id, cx.today()).await?.is_some())
}

async fn user(cx: &Cx, action: Action, id: UserId, today: NaiveDate) -> Result<Verdict, AppError> {
    let Some(row) = visible_row::<user_account::Entity>(&cx.db, &cx.viewer, id, today).await? else {
        return Ok(Verdict::no_such_object());
    };
    let grants = access::query::grants_of(&cx.db, &[id]).await?;
    Ok(access::actions::on_user(&cx.viewer, action, &row, &grants, today))
}

fn wrong_kind() -> Verdict {
    Verdict::no(Reason::WrongKind, "Это действие не для объектов такого вида", "Not an action for objects of this kind")
}
