//! Batches: objects by id, pages and counts by parent. One statement per batch, through the viewer's scope.
//! The one file, with `context.rs`, that touches the loader types of async-graphql.

use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    marker::PhantomData,
    sync::Arc,
    time::Duration,
};

use async_graphql::{
    dataloader::{DataLoader, Loader},
    runtime::{Timer, TokioSpawner},
};
use chrono::NaiveDate;
use entity::{classifier, ids::UserId, role_grant, status_kind};
use futures_util::future::BoxFuture;
use sea_orm::{EntityTrait, FromQueryResult, sea_query::SimpleExpr};
use uuid::Uuid;

use crate::{
    access::Kind,
    db::change::Place,
    error::AppError,
    service::{
        Cx,
        access::query::grants_of,
        classifier::by_codes,
        list::{FacetCount, Listing, Page, PageArgs, Parts, Stored, by_ids},
        object,
        status::query::kinds_by_code,
    },
};

/// Loads for one request, on behalf of its viewer.
#[derive(Debug)]
pub struct Loaders {
    cx: Cx,
}

impl Loaders {
    /// On whose behalf, and when.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }
}

/// The loader of a request.
pub fn loaders(cx: Cx) -> DataLoader<Loaders> {
    DataLoader::new(Loaders { cx }, TokioSpawner::current(), Soon)
}

/// A batch waits until the siblings that are being resolved have said what they need, not for a millisecond:
/// a request is resolved by one thread, so whatever runs next runs after all of them.
struct Soon;

impl Timer for Soon {
    fn delay(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::task::yield_now())
    }
}

/// An object by id, as of a day.
#[derive(Debug)]
pub struct ById<E> {
    id: Uuid,
    as_of: NaiveDate,
    entity: PhantomData<fn() -> E>,
}

impl<E> ById<E> {
    /// The key of an object.
    pub fn new(id: impl Into<Uuid>, as_of: NaiveDate) -> Self {
        Self { id: id.into(), as_of, entity: PhantomData }
    }
}

impl<E> Clone for ById<E> {
    fn clone(&self) -> Self {
        Self::new(self.id, self.as_of)
    }
}

impl<E> PartialEq for ById<E> {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.as_of) == (other.id, other.as_of)
    }
}

impl<E> Eq for ById<E> {}

impl<E> Hash for ById<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.id, self.as_of).hash(state);
    }
}

impl<E: Stored + 'static> Loader<ById<E>> for Loaders {
    type Value = E::Model;
    type Error = AppError;

    async fn load(&self, keys: &[ById<E>]) -> Result<HashMap<ById<E>, E::Model>, AppError> {
        let scope = self.cx.scope(E::KIND);
        let mut found = HashMap::with_capacity(keys.len());
        let mut days: Vec<NaiveDate> = keys.iter().map(|key| key.as_of).collect();
        days.sort_unstable();
        days.dedup();
        for as_of in days {
            let ids: Vec<Uuid> = keys.iter().filter(|key| key.as_of == as_of).map(|key| key.id).collect();
            for row in by_ids(&self.cx.db, E::visible(&scope, as_of), &ids).await? {
                found.insert(ById::new(E::id(&row), as_of), row);
            }
        }
        Ok(found)
    }
}

/// A list below one parent of many.
#[derive(Debug)]
pub struct Children<E: EntityTrait> {
    /// The list, the same for all parents of a batch.
    pub listing: Arc<Listing<E>>,
    /// The column of the parent.
    pub column: SimpleExpr,
    /// The parent.
    pub parent: Uuid,
    /// The day of the list: its tag knows only a day that was asked for, not one that is inherited.
    pub as_of: NaiveDate,
}

impl<E: EntityTrait<Model: FromQueryResult + Send + Sync>> Children<E> {
    fn identity(&self) -> (&str, Uuid, NaiveDate) {
        (self.listing.tag(), self.parent, self.as_of)
    }

    /// Whether one statement can serve both: a region's list and a zone's bear the same name.
    fn is_like(&self, other: &Self) -> bool {
        (self.listing.tag(), self.as_of) == (other.listing.tag(), other.as_of) && self.column == other.column
    }
}

impl<E: EntityTrait> Clone for Children<E> {
    fn clone(&self) -> Self {
        Self { listing: self.listing.clone(), column: self.column.clone(), parent: self.parent, as_of: self.as_of }
    }
}

/// A page of [`Children`].
#[derive(Debug)]
pub struct ChildPage<E: EntityTrait> {
    /// Which list.
    pub of: Children<E>,
    /// Which page.
    pub args: PageArgs,
}

impl<E: EntityTrait> Clone for ChildPage<E> {
    fn clone(&self) -> Self {
        Self { of: self.of.clone(), args: self.args.clone() }
    }
}

/// The count of [`Children`].
#[derive(Debug)]
pub struct ChildCount<E: EntityTrait>(pub Children<E>);

impl<E: EntityTrait> Clone for ChildCount<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

/// The facets of [`Children`].
#[derive(Debug)]
pub struct ChildFacets<E: EntityTrait>(pub Children<E>);

impl<E: EntityTrait> Clone for ChildFacets<E> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

macro_rules! keyed {
    ($name:ident, $key:ident => $identity:expr) => {
        impl<E: EntityTrait<Model: FromQueryResult + Send + Sync>> PartialEq for $name<E> {
            fn eq(&self, other: &Self) -> bool {
                let identity = |$key: &Self| -> bool {
                    $identity == {
                        let $key = other;
                        $identity
                    }
                };
                identity(self)
            }
        }

        impl<E: EntityTrait<Model: FromQueryResult + Send + Sync>> Eq for $name<E> {}

        impl<E: EntityTrait<Model: FromQueryResult + Send + Sync>> Hash for $name<E> {
            fn hash<H: Hasher>(&self, state: &mut H) {
                let $key = self;
                $identity.hash(state);
            }
        }
    };
}

keyed!(ChildPage, key => (key.of.identity(), &key.args));
keyed!(ChildCount, key => key.0.identity());
keyed!(ChildFacets, key => key.0.identity());

impl<E> Loader<ChildPage<E>> for Loaders
where
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    type Value = Page<E::Model>;
    type Error = AppError;

    async fn load(&self, keys: &[ChildPage<E>]) -> Result<HashMap<ChildPage<E>, Page<E::Model>>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut rest: Vec<&ChildPage<E>> = keys.iter().collect();
        while let Some(first) = rest.first().copied() {
            let same = |key: &&ChildPage<E>| key.of.is_like(&first.of) && key.args == first.args;
            let (batch, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|key| same(key));
            let parents: Vec<Uuid> = batch.iter().map(|key| key.of.parent).collect();
            let mut pages = first.of.listing.pages(&self.cx.db, &first.of.column, &parents, &first.args).await?;
            for key in batch {
                found.insert(key.clone(), pages.remove(&key.of.parent).unwrap_or_default());
            }
            rest = others;
        }
        Ok(found)
    }
}

impl<E> Loader<ChildCount<E>> for Loaders
where
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    type Value = i64;
    type Error = AppError;

    async fn load(&self, keys: &[ChildCount<E>]) -> Result<HashMap<ChildCount<E>, i64>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut rest: Vec<&ChildCount<E>> = keys.iter().collect();
        while let Some(first) = rest.first().copied() {
            let (batch, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|key| key.0.is_like(&first.0));
            let parents: Vec<Uuid> = batch.iter().map(|key| key.0.parent).collect();
            let counts = first.0.listing.counts(&self.cx.db, &first.0.column, &parents).await?;
            for key in batch {
                found.insert(key.clone(), counts.get(&key.0.parent).copied().unwrap_or(0));
            }
            rest = others;
        }
        Ok(found)
    }
}

impl<E> Loader<ChildFacets<E>> for Loaders
where
    E: EntityTrait<Model: FromQueryResult + Clone + Send + Sync + 'static> + Send + Sync + 'static,
{
    type Value = Vec<FacetCount>;
    type Error = AppError;

    async fn load(&self, keys: &[ChildFacets<E>]) -> Result<HashMap<ChildFacets<E>, Vec<FacetCount>>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut rest: Vec<&ChildFacets<E>> = keys.iter().collect();
        while let Some(first) = rest.first().copied() {
            let (batch, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|key| key.0.is_like(&first.0));
            let parents: Vec<Uuid> = batch.iter().map(|key| key.0.parent).collect();
            let mut facets = first.0.listing.facets_below(&self.cx.db, &first.0.column, &parents).await?;
            for key in batch {
                found.insert(key.clone(), facets.remove(&key.0.parent).unwrap_or_default());
            }
            rest = others;
        }
        Ok(found)
    }
}

/// Every grant of an account, seen or not: what may be done with the account depends on all of them. Not to be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct AllGrants(pub UserId);

impl Loader<AllGrants> for Loaders {
    type Value = Vec<role_grant::Model>;
    type Error = AppError;

    async fn load(&self, keys: &[AllGrants]) -> Result<HashMap<AllGrants, Vec<role_grant::Model>>, AppError> {
        let users: Vec<UserId> = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<AllGrants, Vec<role_grant::Model>> = HashMap::with_capacity(keys.len());
        for row in grants_of(&self.cx.db, &users).await? {
            found.entry(AllGrants(row.user_id)).or_default().push(row);
        }
        Ok(found)
    }
}

/// Small rows that belong to one parent: aliases, periods, parties.
#[derive(Debug)]
pub struct Many<E> {
    parent: Uuid,
    entity: PhantomData<fn() -> E>,
}

impl<E> Many<E> {
    /// The rows of a parent.
    pub fn new(parent: impl Into<Uuid>) -> Self {
        Self { parent: parent.into(), entity: PhantomData }
    }
}

impl<E> Clone for Many<E> {
    fn clone(&self) -> Self {
        Self::new(self.parent)
    }
}

impl<E> PartialEq for Many<E> {
    fn eq(&self, other: &Self) -> bool {
        self.parent == other.parent
    }
}

impl<E> Eq for Many<E> {}

impl<E> Hash for Many<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.parent.hash(state);
    }
}

impl<E: Parts + 'static> Loader<Many<E>> for Loaders {
    type Value = Vec<E::Model>;
    type Error = AppError;

    async fn load(&self, keys: &[Many<E>]) -> Result<HashMap<Many<E>, Vec<E::Model>>, AppError> {
        let parents: Vec<Uuid> = keys.iter().map(|key| key.parent).collect();
        let mut found: HashMap<Many<E>, Vec<E::Model>> = HashMap::with_capacity(keys.len());
        for row in E::of_parents(&self.cx, &parents).await? {
            for parent in E::parents(&row) {
                if parents.contains(&parent) {
                    found.entry(Many::new(parent)).or_default().push(row.clone());
                }
            }
        }
        Ok(found)
    }
}

/// Where an object of any kind stands, if the viewer may read all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlaceOf {
    /// Its kind.
    pub kind: Kind,
    /// The object.
    pub id: Uuid,
}

impl Loader<PlaceOf> for Loaders {
    type Value = Place;
    type Error = AppError;

    async fn load(&self, keys: &[PlaceOf]) -> Result<HashMap<PlaceOf, Place>, AppError> {
        let mut by_kind: HashMap<Kind, Vec<Uuid>> = HashMap::new();
        for key in keys {
            by_kind.entry(key.kind).or_default().push(key.id);
        }
        let mut found = HashMap::with_capacity(keys.len());
        for (kind, ids) in by_kind {
            let places = object::places_in_full(&self.cx.db, &self.cx.viewer, kind, &ids).await?;
            found.extend(places.into_iter().map(|(id, place)| (PlaceOf { kind, id }, place)));
        }
        Ok(found)
    }
}

/// An entry of a dictionary.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ByCode {
    /// Which dictionary.
    pub dictionary: &'static str,
    /// The code.
    pub code: String,
}

impl Loader<ByCode> for Loaders {
    type Value = classifier::Model;
    type Error = AppError;

    async fn load(&self, keys: &[ByCode]) -> Result<HashMap<ByCode, classifier::Model>, AppError> {
        let mut found = HashMap::with_capacity(keys.len());
        let mut dictionaries: Vec<&'static str> = keys.iter().map(|key| key.dictionary).collect();
        dictionaries.sort_unstable();
        dictionaries.dedup();
        for dictionary in dictionaries {
            let codes = keys.iter().filter(|key| key.dictionary == dictionary).map(|key| key.code.clone());
            let codes: Vec<String> = codes.collect();
            for row in by_codes(&self.cx.db, dictionary, &codes).await? {
                found.insert(ByCode { dictionary, code: row.code.clone() }, row);
            }
        }
        Ok(found)
    }
}

/// A kind of status by its code, as far as the viewer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StatusKindOf(pub String);

impl Loader<StatusKindOf> for Loaders {
    type Value = status_kind::Model;
    type Error = AppError;

    async fn load(&self, keys: &[StatusKindOf]) -> Result<HashMap<StatusKindOf, status_kind::Model>, AppError> {
        let codes: Vec<String> = keys.iter().map(|key| key.0.clone()).collect();
        let rows = kinds_by_code(&self.cx.db, &self.cx.scope(Kind::StatusKind), &codes).await?;
        Ok(rows.into_iter().map(|row| (StatusKindOf(row.code.clone()), row)).collect())
    }
}
