//! `node`, `nodes` and the interface. To add a kind: its type in [`Node`], its prefix in [`load`].

use async_graphql::{Context, Interface, Object};
use chrono::NaiveDate;
use entity::ids::{
    AgreementId, AnyId, ApplicationId, CampaignId, CentreId, CompetitionId, FileId, GrantId, IndicatorId, LegalActId,
    MunicipalityId, OrganisationId, PartnershipId, RegionId, ReportId, ReportTemplateId, StatusAssignmentId,
    StatusKindId, TargetSetId, TypedId, UserId, ZoneId,
};

use super::{
    access::{Grant, User},
    act::LegalAct,
    agreement::Agreement,
    application::Application,
    campaign::Campaign,
    centre::{Centre, MunicipalCentre, RegionalModelCentre, ZonalCentre},
    competition::Competition,
    context::ContextExt,
    file::File,
    ids::Id,
    indicator::Indicator,
    organisation::Organisation,
    partnership::Partnership,
    report::Report,
    scalars::Date,
    status::{StatusAssignment, StatusKind},
    target::TargetSet,
    template::ReportTemplate,
    territory::{Municipality, Region, Zone},
};
use crate::error::AppError;

/// An object with an identity (объект)
#[derive(Interface)]
#[graphql(field(name = "id", ty = "Id<AnyId>", desc = "Identity, typed and time-ordered (идентификатор)"))]
pub enum Node {
    /// A region
    Region(Region),
    /// A zone
    Zone(Zone),
    /// A municipality
    Municipality(Municipality),
    /// An agreement
    Agreement(Agreement),
    /// A partnership
    Partnership(Partnership),
    /// A competition
    Competition(Competition),
    /// An application
    Application(Application),
    /// A legal act
    LegalAct(LegalAct),
    /// A file
    File(File),
    /// An organisation
    Organisation(Organisation),
    /// An account
    User(User),
    /// A grant
    Grant(Grant),
    /// A regional model centre
    RegionalModelCentre(RegionalModelCentre),
    /// A zonal centre
    ZonalCentre(ZonalCentre),
    /// A municipal centre
    MunicipalCentre(MunicipalCentre),
    /// A kind of status
    StatusKind(StatusKind),
    /// A status assignment
    StatusAssignment(StatusAssignment),
    /// A template of reports
    ReportTemplate(ReportTemplate),
    /// A campaign of reporting
    Campaign(Campaign),
    /// A report
    Report(Report),
    /// An indicator
    Indicator(Indicator),
    /// A set of targets
    TargetSet(TargetSet),
}

/// Loads the object of an id, if the viewer may see it.
pub async fn load(ctx: &Context<'_>, id: AnyId, as_of: NaiveDate) -> Result<Option<Node>, AppError> {
    Ok(match id.prefix {
        RegionId::PREFIX => Region::load(ctx, id.uuid.into(), as_of).await?.map(Node::Region),
        ZoneId::PREFIX => Zone::load(ctx, id.uuid.into(), as_of).await?.map(Node::Zone),
        MunicipalityId::PREFIX => Municipality::load(ctx, id.uuid.into(), as_of).await?.map(Node::Municipality),
        AgreementId::PREFIX => Agreement::load(ctx, id.uuid.into(), as_of).await?.map(Node::Agreement),
        PartnershipId::PREFIX => Partnership::load(ctx, id.uuid.into(), as_of).await?.map(Node::Partnership),
        CompetitionId::PREFIX => Competition::load(ctx, id.uuid.into(), as_of).await?.map(Node::Competition),
        ReportId::PREFIX => Report::load(ctx, id.uuid.into(), as_of).await?.map(Node::Report),
        ApplicationId::PREFIX => Application::load(ctx, id.uuid.into(), as_of).await?.map(Node::Application),
        LegalActId::PREFIX => LegalAct::load(ctx, id.uuid.into(), as_of).await?.map(Node::LegalAct),
        FileId::PREFIX => File::load(ctx, id.uuid.into(), as_of).await?.map(Node::File),
        OrganisationId::PREFIX => Organisation::load(ctx, id.uuid.into(), as_of).await?.map(Node::Organisation),
        UserId::PREFIX => User::load(ctx, id.uuid.into(), as_of).await?.map(Node::User),
        GrantId::PREFIX => Grant::load(ctx, id.uuid.into(), as_of).await?.map(Node::Grant),
        CentreId::PREFIX => Centre::load(ctx, id.uuid.into(), as_of).await?.map(Centre::node),
        StatusKindId::PREFIX => StatusKind::load(ctx, id.uuid.into(), as_of).await?.map(Node::StatusKind),
        StatusAssignmentId::PREFIX => {
            StatusAssignment::load(ctx, id.uuid.into(), as_of).await?.map(Node::StatusAssignment)
        }
        ReportTemplateId::PREFIX => ReportTemplate::load(ctx, id.uuid.into(), as_of).await?.map(Node::ReportTemplate),
        CampaignId::PREFIX => Campaign::load(ctx, id.uuid.into(), as_of).await?.map(Node::Campaign),
        IndicatorId::PREFIX => Indicator::load(ctx, id.uuid.into(), as_of).await?.map(Node::Indicator),
        TargetSetId::PREFIX => TargetSet::load(ctx, id.uuid.into(), as_of).await?.map(Node::TargetSet),
        _ => None,
    })
}

/// Most ids of one `nodes`.
const MOST: usize = 100;

/// Any object by its id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The object of an id; null when there is none, or none for this viewer. A malformed id is `BAD_USER_INPUT`
    /// (объект по идентификатору)
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identity (идентификатор)")] id: Id<AnyId>,
        #[graphql(desc = "Attributes of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Option<Result<Node, AppError>> {
        load(ctx, id.0, ctx.day(as_of, None)).await.transpose()
    }

    /// The objects of some ids, in their order, null where there is none; at most 100 (объекты по идентификаторам)
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Identities (идентификаторы)")] ids: Vec<Id<AnyId>>,
        #[graphql(desc = "Attributes of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<Vec<Option<Node>>, AppError> {
        if ids.len() > MOST {
            return Err(AppError::bad_input("Не больше 100 идентификаторов", "At most 100 ids"));
        }
        let day = ctx.day(as_of, None);
        futures_util::future::try_join_all(ids.into_iter().map(|id| load(ctx, id.0, day))).await
    }
}
