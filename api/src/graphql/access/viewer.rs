//! [`Viewer`]: who I am and what I may do.

use async_graphql::{Context, Object, SimpleObject};
use entity::{
    CodeEnum,
    ids::{AnyId, TypedId},
    shared::Level,
};

use super::{Grant, User};
use crate::{
    access::{self, Action, Kind, Node, Right, Role, viewer::Account},
    error::AppError,
    graphql::{codes::E, context::ContextExt, ids::Id, node},
};

/// Who asks.
pub struct Viewer(pub Account);

/// Who asks, and what they may do today (кто я)
#[Object]
impl Viewer {
    /// The account (учётная запись)
    async fn user(&self, ctx: &Context<'_>) -> Result<User, AppError> {
        User::load(ctx, self.0.id, ctx.cx().today()).await?.ok_or_else(|| AppError::internal("viewer's account"))
    }

    /// Signed in with a password that was printed: until `changePassword` the account has the rights of the public
    /// (нужно сменить пароль)
    async fn must_change_password(&self) -> bool {
        self.0.must_change_password
    }

    /// The grants in force today (действующие полномочия)
    async fn grants(&self, ctx: &Context<'_>) -> Result<Vec<Grant>, AppError> {
        let today = ctx.cx().today();
        let ids = ctx.viewer().grants.iter().map(|grant| grant.id);
        let grants = futures_util::future::try_join_all(ids.map(|id| Grant::load(ctx, id, today))).await?;
        Ok(grants.into_iter().flatten().collect())
    }

    /// The same grants as roles on nodes (области полномочий)
    async fn scopes(&self, ctx: &Context<'_>) -> Vec<ViewerScopeResult> {
        ctx.viewer().grants.iter().map(ViewerScopeResult::of).collect()
    }

    /// What the grants together allow, by kind of objects; what is public anyway is not told (права)
    async fn permissions(&self, ctx: &Context<'_>) -> Vec<PermissionResult> {
        permissions(ctx.viewer())
    }

    /// What may be done somewhere; where, `canDo` and `allowedActions` of an object tell (доступные действия)
    async fn allowed_actions(&self, ctx: &Context<'_>) -> Vec<E<Action>> {
        let viewer = ctx.viewer();
        let may = |action: Action| {
            let (kind, right) = action.needs();
            match kind {
                Kind::Grant | Kind::User => viewer.may_grant_somewhere(),
                _ => viewer.can_somewhere(right, kind),
            }
        };
        Action::VALUES.iter().map(|(action, ..)| *action).filter(|action| may(*action)).map(E).collect()
    }
}

/// A role on a node (область полномочий)
#[derive(Clone, Debug, SimpleObject)]
#[graphql(complex)]
pub struct ViewerScopeResult {
    /// What as (роль)
    role: E<Role>,
    /// Level of the node (уровень)
    level: E<Level>,
    /// The node; null: the federation (узел)
    node_id: Option<Id<AnyId>>,
    /// In place of someone else (передано)
    delegated: bool,
}

#[async_graphql::ComplexObject]
impl ViewerScopeResult {
    /// The node; null: the federation (узел)
    async fn node(&self, ctx: &Context<'_>) -> Option<Result<node::Node, AppError>> {
        node::load(ctx, self.node_id?.0, ctx.cx().today()).await.transpose()
    }
}

impl ViewerScopeResult {
    fn of(grant: &access::ActiveGrant) -> Self {
        Self {
            role: E(grant.role),
            level: E(grant.node.level()),
            node_id: id_of(&grant.node).map(Id),
            delegated: grant.delegated,
        }
    }
}

/// The id of a node; none of the federation.
fn id_of(node: &Node) -> Option<AnyId> {
    match node {
        Node::Federation => None,
        Node::Region(region) => Some(region.any()),
        Node::Zone { zone, .. } => Some(zone.any()),
        Node::Municipality { municipality, .. } => Some(municipality.any()),
        Node::Organisation { organisation, .. } => Some(organisation.any()),
    }
}

/// A right on a kind of objects, and where it is held (право)
#[derive(Clone, Debug, SimpleObject)]
pub struct PermissionResult {
    /// On what (вид объектов)
    kind: E<Kind>,
    /// What may be done (право)
    right: E<Right>,
    /// Held on the federation (на всю страну)
    everywhere: bool,
    /// The nodes on which it is held (узлы)
    node_ids: Vec<Id<AnyId>>,
}

fn permissions(viewer: &access::Viewer) -> Vec<PermissionResult> {
    let mut all = Vec::new();
    for (kind, ..) in Kind::VALUES {
        for (right, ..) in Right::VALUES {
            let mut nodes: Vec<&Node> = viewer.nodes_with(*right, *kind).collect();
            nodes.dedup();
            if !nodes.is_empty() {
                all.push(PermissionResult {
                    kind: E(*kind),
                    right: E(*right),
                    everywhere: nodes.iter().any(|node| **node == Node::Federation),
                    node_ids: nodes.into_iter().filter_map(id_of).map(Id).collect(),
                });
            }
        }
    }
    all
}
