//! The lists of centres and statuses below a territory or an organisation: flattened into `Region`, `Zone`,
//! `Municipality` and `Organisation`.

use async_graphql::Context;
use chrono::NaiveDate;
use entity::{
    ids::{MunicipalityId, OrganisationId, RegionId, ZoneId},
    status_assignment,
};

use super::{
    Centre,
    input::{CentreFilter, CentreOrder},
};
use crate::{
    access::Kind,
    error::AppError,
    graphql::{
        connection::{self, Connection},
        context::ContextExt,
        scalars::Date,
        status::{StatusAssignment, StatusFilter, StatusOrder},
    },
    service::{
        centre::query as centres,
        list::{Listing, PageArgs},
        status::query as statuses,
    },
};

/// The territory above the lists.
#[derive(Clone, Copy, Debug)]
pub enum Above {
    /// A region: all of it.
    Region(RegionId),
    /// A zone: its own and those of its municipalities that day.
    Zone(ZoneId),
    /// A municipality: what serves it or is about it.
    Municipality(MunicipalityId),
    /// An organisation: whose host it is that day, what it holds or is held through it.
    Organisation(OrganisationId),
}

impl Above {
    fn name(self) -> &'static str {
        match self {
            Self::Region(_) => "region",
            Self::Zone(_) => "zone",
            Self::Municipality(_) => "municipality",
            Self::Organisation(_) => "organisation",
        }
    }
}

/// What of the network stands below a territory.
#[derive(Clone, Copy, Debug)]
pub struct NetworkBelow {
    above: Above,
    as_of: NaiveDate,
}

impl NetworkBelow {
    /// Below a territory as of a day.
    pub fn new(above: Above, as_of: NaiveDate) -> Self {
        Self { above, as_of }
    }

    /// Lists below different kinds of territories are different lists, also inside one request.
    fn tag(&self, ctx: &Context<'_>) -> String {
        format!("{}.{}", self.above.name(), ctx.list_tag())
    }
}

/// The same lists below every kind of territory; each type declares the fields itself, since types that lead to each
/// other can't be flattened into one another.
impl NetworkBelow {
    /// Its centres, those that stand and those that do not; below an organisation those on its base (центры)
    pub async fn centres(
        &self,
        ctx: &Context<'_>,
        filter: Option<CentreFilter>,
        order_by: Option<CentreOrder>,
        args: PageArgs,
        as_of: Option<Date>,
    ) -> Result<Connection<Centre>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let scope = ctx.cx().scope(Kind::Centre);
        let filter = filter.unwrap_or_default().into();
        let order = order_by.unwrap_or_default().parts();
        let listing = centres::centres(&self.tag(ctx), &scope, day, &filter, None, order);
        match self.above {
            Above::Region(id) => connection::child(ctx, listing, centres::region_column(), id, args, day).await,
            Above::Zone(id) => connection::child(ctx, listing, centres::zone_column(day), id, args, day).await,
            Above::Municipality(id) => {
                let listing = listing.filter(centres::of_municipality());
                connection::child(ctx, listing, centres::municipality_column(), id, args, day).await
            }
            Above::Organisation(id) => {
                connection::child(ctx, listing, centres::organisation_column(), id, args, day).await
            }
        }
    }

    /// Statuses about it; below a region all of the region, below an organisation those that it holds (статусы)
    pub async fn status_assignments(
        &self,
        ctx: &Context<'_>,
        filter: Option<StatusFilter>,
        order_by: Option<StatusOrder>,
        search: Option<String>,
        args: PageArgs,
        as_of: Option<Date>,
    ) -> Result<Connection<StatusAssignment>, AppError> {
        let day = ctx.day(as_of, Some(self.as_of));
        let listing = assignments(ctx, &self.tag(ctx), day, filter, search.as_deref(), order_by)?;
        match self.above {
            Above::Region(id) => connection::child(ctx, listing, statuses::region_column(), id, args, day).await,
            Above::Zone(id) => connection::child(ctx, listing, statuses::zone_column(day), id, args, day).await,
            Above::Municipality(id) => {
                let listing = listing.filter(statuses::about_municipality());
                connection::child(ctx, listing, statuses::municipality_column(), id, args, day).await
            }
            Above::Organisation(id) => {
                connection::child(ctx, listing, statuses::organisation_column(), id, args, day).await
            }
        }
    }
}

/// A list of assignments for the viewer of a request.
pub fn assignments(
    ctx: &Context<'_>,
    tag: &str,
    day: NaiveDate,
    filter: Option<StatusFilter>,
    words: Option<&str>,
    order: Option<StatusOrder>,
) -> Result<Listing<status_assignment::Entity>, AppError> {
    let [own, organisations, centres] =
        [Kind::StatusAssignment, Kind::Organisation, Kind::Centre].map(|kind| ctx.cx().scope(kind));
    let filter = filter.unwrap_or_default().checked()?;
    let order = order.unwrap_or_default().parts();
    Ok(statuses::assignments(tag, (&own, &organisations, &centres), day, &filter, words, order))
}
