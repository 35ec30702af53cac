//! Every list of the graph: edges, nodes, page info; the count and the facets only when they are asked for.

use std::{borrow::Cow, sync::Arc};

use async_graphql::{Context, Object, OutputType, SimpleObject, TypeName};
use chrono::NaiveDate;
use futures_util::future::BoxFuture;
use sea_orm::{EntityTrait, FromQueryResult, sea_query::SimpleExpr};
use uuid::Uuid;

use super::{
    context::ContextExt,
    loaders::{ChildCount, ChildFacets, ChildPage, Children},
};
use crate::{
    error::AppError,
    service::list::{FacetCount, Listing, Page, PageArgs},
};

/// A place in a list.
pub struct Edge<N> {
    cursor: String,
    node: N,
}

/// An object in a list, with its cursor (элемент списка)
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// Where in the list it stands; opaque, of this list, filter and order only (курсор)
    async fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The object (объект)
    async fn node(&self) -> &N {
        &self.node
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// Where a page stands in its list (сведения о странице)
#[derive(Clone, Debug, SimpleObject)]
pub struct PageInfo {
    /// Whether there is more before this page (есть предыдущая)
    has_previous_page: bool,
    /// Whether there is more after this page (есть следующая)
    has_next_page: bool,
    /// Cursor of the first object (курсор первого)
    start_cursor: Option<String>,
    /// Cursor of the last object (курсор последнего)
    end_cursor: Option<String>,
}

impl PageInfo {
    /// Of a page that is cut in memory.
    pub fn new(before: bool, after: bool, start: Option<String>, end: Option<String>) -> Self {
        Self { has_previous_page: before, has_next_page: after, start_cursor: start, end_cursor: end }
    }
}

/// How many objects of a list have one value, under the current filter (число по значению)
#[derive(Clone, Debug, SimpleObject)]
pub struct FacetStats {
    /// What is counted by: the name of a field (признак)
    facet: String,
    /// The value; null where the field is empty (значение)
    value: Option<String>,
    /// Objects with it (количество)
    count: i64,
}

impl From<FacetCount> for FacetStats {
    fn from(count: FacetCount) -> Self {
        Self { facet: count.facet.to_owned(), value: count.value, count: count.count }
    }
}

/// What of a list is computed only when asked.
trait Whole: Send + Sync {
    fn count<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Result<i64, AppError>>;
    fn facets<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Result<Vec<FacetCount>, AppError>>;
}

/// A page of a list.
pub struct Connection<N> {
    edges: Vec<Edge<N>>,
    has_previous: bool,
    has_next: bool,
    whole: Box<dyn Whole>,
}

/// A page of a list (страница списка)
#[Object(name_type)]
impl<N: OutputType> Connection<N> {
    /// The objects with their cursors (элементы)
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The objects (объекты)
    async fn nodes(&self) -> Vec<&N> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where the page stands (сведения о странице)
    async fn page_info(&self) -> PageInfo {
        PageInfo {
            has_previous_page: self.has_previous,
            has_next_page: self.has_next,
            start_cursor: self.edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: self.edges.last().map(|edge| edge.cursor.clone()),
        }
    }

    /// Objects in the whole list; counted only when asked (всего)
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64, AppError> {
        self.whole.count(ctx).await
    }

    /// Counts by the fields that people filter by, under the current filter (разбивка)
    async fn facets(&self, ctx: &Context<'_>) -> Result<Vec<FacetStats>, AppError> {
        Ok(self.whole.facets(ctx).await?.into_iter().map(Into::into).collect())
    }
}

impl<N: OutputType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

/// An object of the graph that shows a row as of a day.
pub trait Shows<E: EntityTrait> {
    /// The object.
    fn show(row: E::Model, as_of: NaiveDate) -> Self;
}

fn connection<N, E>(page: Page<E::Model>, as_of: NaiveDate, whole: impl Whole + 'static) -> Connection<N>
where
    N: Shows<E>,
    E: EntityTrait,
{
    Connection {
        edges: page.rows.into_iter().map(|(cursor, row)| Edge { cursor, node: N::show(row, as_of) }).collect(),
        has_previous: page.has_previous,
        has_next: page.has_next,
        whole: Box::new(whole),
    }
}

/// The arguments of a page, as every connection field takes them.
pub fn page_args(first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> PageArgs {
    PageArgs { first: first.map(Into::into), after, last: last.map(Into::into), before, most: None }
}

/// A list at the root.
pub async fn root<N, E>(
    ctx: &Context<'_>,
    listing: Listing<E>,
    args: PageArgs,
    as_of: NaiveDate,
) -> Result<Connection<N>, AppError>
where
    N: Shows<E>,
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    let page = listing.page(&ctx.cx().db, &args).await?;
    Ok(connection(page, as_of, Root(listing)))
}

/// A list at the root whose objects are shown together, with what is told of a whole page at once.
pub async fn root_together<N, E, F>(
    ctx: &Context<'_>,
    listing: Listing<E>,
    args: PageArgs,
    show: impl FnOnce(Vec<E::Model>) -> F,
) -> Result<Connection<N>, AppError>
where
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
    F: Future<Output = Result<Vec<N>, AppError>>,
{
    let page = listing.page(&ctx.cx().db, &args).await?;
    let (cursors, rows): (Vec<String>, Vec<E::Model>) = page.rows.into_iter().unzip();
    let nodes = show(rows).await?;
    Ok(Connection {
        edges: cursors.into_iter().zip(nodes).map(|(cursor, node)| Edge { cursor, node }).collect(),
        has_previous: page.has_previous,
        has_next: page.has_next,
        whole: Box::new(Root(listing)),
    })
}

struct Root<E: EntityTrait>(Listing<E>);

impl<E> Whole for Root<E>
where
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    fn count<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Result<i64, AppError>> {
        Box::pin(self.0.count(&ctx.cx().db))
    }

    fn facets<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Result<Vec<FacetCount>, AppError>> {
        Box::pin(self.0.facets(&ctx.cx().db))
    }
}

/// A list below an object: the same list below its siblings costs no further statement.
pub async fn child<N, E>(
    ctx: &Context<'_>,
    listing: Listing<E>,
    column: impl Into<SimpleExpr>,
    parent: impl Into<Uuid>,
    args: PageArgs,
    as_of: NaiveDate,
) -> Result<Connection<N>, AppError>
where
    N: Shows<E>,
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    let of = Children { listing: Arc::new(listing), column: column.into(), parent: parent.into(), as_of };
    let key = ChildPage { of: of.clone(), args };
    let page = ctx.loaders().load_one(key).await?.unwrap_or_default();
    Ok(connection(page, as_of, Child(of)))
}

struct Child<E: EntityTrait>(Children<E>);

impl<E> Whole for Child<E>
where
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    fn count<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Result<i64, AppError>> {
        Box::pin(async move { Ok(ctx.loaders().load_one(ChildCount(self.0.clone())).await?.unwrap_or(0)) })
    }

    fn facets<'a>(&'a self, ctx: &'a Context<'_>) -> BoxFuture<'a, Result<Vec<FacetCount>, AppError>> {
        Box::pin(async move { Ok(ctx.loaders().load_one(ChildFacets(self.0.clone())).await?.unwrap_or_default()) })
    }
}
