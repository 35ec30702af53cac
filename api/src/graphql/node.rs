//! `node`, `nodes` and the interface. To add a kind: its type in [`Node`], its prefix in [`load`].

use async_graphql::{Context, Interface, Object};
use chrono::NaiveDate;
use entity::ids::{
    AnyId, FileId, GrantId, LegalActId, MunicipalityId, OrganisationId, RegionId, TypedId, UserId, ZoneId,
};

use super::{
    access::{Grant, User},
    act::LegalAct,
    context::ContextExt,
    file::File,
    ids::Id,
    organisation::Organisation,
    scalars::Date,
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
}

/// Loads the object of an id, if the viewer may see it.
pub async fn load(ctx: &Context<'_>, id: AnyId, as_of: NaiveDate) -> Result<Option<Node>, AppError> {
    Ok(match id.prefix {
        RegionId::PREFIX => Region::load(ctx, id.uuid.into(), as_of).await?.map(Node::Region),
        ZoneId::PREFIX => Zone::load(ctx, id.uuid.into(), as_of).await?.map(Node::Zone),
        MunicipalityId::PREFIX => Municipality::load(ctx, id.uuid.into(), as_of).await?.map(Node::Municipality),
        LegalActId::PREFIX => LegalAct::load(ctx, id.uuid.into(), as_of).await?.map(Node::LegalAct),
        FileId::PREFIX => File::load(ctx, id.uuid.into(), as_of).await?.map(Node::File),
        OrganisationId::PREFIX => Organisation::load(ctx, id.uuid.into(), as_of).await?.map(Node::Organisation),
        UserId::PREFIX => User::load(ctx, id.uuid.into(), as_of).await?.map(Node::User),
        GrantId::PREFIX => Grant::load(ctx, id.uuid.into(), as_of).await?.map(Node::Grant),
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
