//! One search over every kind that has a name.

use async_graphql::{Context, Object};
use entity::CodeEnum;
use uuid::Uuid;

use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        codes::E,
        connection::{FacetStats, PageInfo},
        context::ContextExt,
        node::{self, Node},
        scalars::Date,
    },
    service::{
        list::{DEFAULT_PAGE, FacetCount},
        object::any,
        search::{Found, Search},
    },
};

/// Searching.
#[derive(Default)]
pub struct SearchQuery;

#[Object]
impl SearchQuery {
    /// What a person types, in every kind of object with a name: all words, in any order and case, ё as е; kind by
    /// kind, by name within each (поиск)
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Words (слова)")] text: String,
        #[graphql(desc = "Only these kinds; all when absent (виды объектов)")] kinds: Option<Vec<E<Kind>>>,
        #[graphql(desc = "How many, 1 to 100, 20 when absent (сколько)")] first: Option<i32>,
        #[graphql(desc = "Cursor before the page (после)")] after: Option<String>,
        #[graphql(desc = "Attributes of that day; today when absent (на дату)")] as_of: Option<Date>,
    ) -> Result<SearchResult, AppError> {
        let kinds: Option<Vec<Kind>> = kinds.map(|kinds| kinds.into_iter().map(|kind| kind.0).collect());
        let size = first.map_or_else(|| i64::try_from(DEFAULT_PAGE).unwrap_or(i64::MAX), i64::from);
        let day = ctx.day(as_of, None);
        let search = Search::new(&text, kinds.as_deref(), (size, after.as_deref()), day, &ctx.list_tag())?;
        let asked = ctx.look_ahead();
        let paged = asked.field("nodes").exists() || asked.field("pageInfo").exists();
        let found = if paged { search.first(ctx.cx()).await? } else { Found::default() };
        Ok(SearchResult { search, found, day })
    }
}

/// What a search found.
pub struct SearchResult {
    search: Search,
    found: Found,
    day: chrono::NaiveDate,
}

/// What a search found (результат поиска)
#[Object]
impl SearchResult {
    /// The first objects (объекты)
    async fn nodes(&self, ctx: &Context<'_>) -> Result<Vec<Node>, AppError> {
        let ids = self.found.rows.iter().filter_map(|(_, kind, uuid)| any(*kind, *uuid));
        let found = futures_util::future::try_join_all(ids.map(|id| node::load(ctx, id, self.day))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Where the page stands (сведения о странице)
    async fn page_info(&self) -> PageInfo {
        let Found { rows, has_previous, has_next } = &self.found;
        let cursor = |row: Option<&(String, Kind, Uuid)>| row.map(|(cursor, ..)| cursor.clone());
        PageInfo::new(*has_previous, *has_next, cursor(rows.first()), cursor(rows.last()))
    }

    /// Objects found in all; counted only when asked (всего)
    async fn total_count(&self, ctx: &Context<'_>) -> Result<i64, AppError> {
        Ok(self.search.counts(ctx.cx()).await?.iter().map(|(_, count)| count).sum())
    }

    /// Objects found of each kind (разбивка по видам)
    async fn facets(&self, ctx: &Context<'_>) -> Result<Vec<FacetStats>, AppError> {
        let counts = self.search.counts(ctx.cx()).await?.into_iter().filter(|(_, count)| *count > 0);
        let facet =
            |(kind, count): (Kind, i64)| FacetCount { facet: "kind", value: Some(kind.code().to_owned()), count };
        Ok(counts.map(|count| facet(count).into()).collect())
    }
}
