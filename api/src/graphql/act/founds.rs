//! What an act founds, whatever its kind. The objects come through their own scopes, so the list is cut after they are
//! loaded: one statement for the links and one per kind of object, for all acts of a page together.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use entity::{
    CodeEnum,
    act_basis::{self, BasisRole},
    ids::LegalActId,
};
use futures_util::future::try_join_all;

use crate::{
    access::Kind,
    error::AppError,
    graphql::{codes::E, connection::PageInfo, context::ContextExt, loaders::Many, node},
    service::{
        list::{PageArgs, fingerprint},
        object,
        slice::slice,
    },
};

/// Narrows the list of what an act founds (отбор)
#[derive(Clone, Debug, Default, InputObject)]
pub struct FoundsFilter {
    /// Of these kinds (виды объектов)
    pub kinds: Option<Vec<E<Kind>>>,
    /// In these roles (роли акта)
    pub roles: Option<Vec<E<BasisRole>>>,
}

/// An object that an act founds (основанный объект)
#[derive(SimpleObject)]
pub struct FoundsEdge {
    /// Where in the list it stands; opaque (курсор)
    cursor: String,
    /// As what the act founds it (роль акта)
    role: E<BasisRole>,
    /// The object (объект)
    node: node::Node,
}

/// A page of what an act founds (страница основанного)
pub struct FoundsConnection {
    edges: Vec<FoundsEdge>,
    page_info: PageInfo,
    total: usize,
}

/// A page of what an act founds (страница основанного)
#[Object]
impl FoundsConnection {
    /// The objects with cursors and roles (элементы)
    async fn edges(&self) -> &[FoundsEdge] {
        &self.edges
    }

    /// The objects (объекты)
    async fn nodes(&self) -> Vec<&node::Node> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands (сведения о странице)
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// Objects in the whole list (всего)
    async fn total_count(&self) -> i64 {
        i64::try_from(self.total).unwrap_or(i64::MAX)
    }
}

/// A page of what an act founds.
pub(super) async fn founded(
    ctx: &Context<'_>,
    act: LegalActId,
    filter: FoundsFilter,
    args: &PageArgs,
    as_of: NaiveDate,
) -> Result<FoundsConnection, AppError> {
    let FoundsFilter { kinds, roles } = filter;
    let rows = ctx.loaders().load_one(Many::<act_basis::Entity>::new(act)).await?.unwrap_or_default();
    let rows = rows.into_iter().filter(|row| row.act_id == act && wanted(row, kinds.as_deref(), roles.as_deref()));
    let tag = fingerprint(&format!("{act}|{}", ctx.list_tag()));
    let tag = &tag;
    let objects = rows.map(|row| async move {
        let kind = Kind::from_code(&row.typename);
        let Some(id) = kind.and_then(|kind| object::any(kind, row.object_id)) else { return Ok(None) };
        let node = node::load(ctx, id, as_of).await?;
        Ok::<_, AppError>(node.map(|node| FoundsEdge { cursor: cursor(tag, &row), role: E(row.role), node }))
    });
    let edges: Vec<FoundsEdge> = try_join_all(objects).await?.into_iter().flatten().collect();
    let total = edges.len();
    let (page, has_previous, has_next) = slice(edges, args, |edge| &edge.cursor)?;
    let at = |edge: Option<&FoundsEdge>| edge.map(|edge| edge.cursor.clone());
    let page_info = PageInfo::new(has_previous, has_next, at(page.first()), at(page.last()));
    Ok(FoundsConnection { edges: page, page_info, total })
}

fn wanted(row: &act_basis::Model, kinds: Option<&[E<Kind>]>, roles: Option<&[E<BasisRole>]>) -> bool {
    kinds.is_none_or(|kinds| kinds.iter().any(|kind| kind.0.code() == row.typename))
        && roles.is_none_or(|roles| roles.contains(&E(row.role)))
}

fn cursor(tag: &str, row: &act_basis::Model) -> String {
    URL_SAFE_NO_PAD.encode(format!("{tag}|{}|{}", row.object_id.simple(), row.role.code()))
}
