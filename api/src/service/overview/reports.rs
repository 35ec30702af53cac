//! How many reports a node owes on a day: of the campaigns that collect then. Grouped on the fly over `report` by its
//! indexes, through the viewer's scope: one statement for any number of nodes, one more for the zones among them.

use std::collections::HashMap;

use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{MunicipalityId, RegionId, ZoneId},
    report,
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Asterisk, CaseStatement, Condition, Expr, ExprTrait, Func, SelectStatement, SimpleExpr},
};

use super::{Territory, counts::Members};
use crate::{
    access::{Columns, Kind},
    error::AppError,
    service::{Cx, territory::query::zone_members},
};

/// Reports of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// All that are expected.
    pub expected: i64,
    /// Those that were handed in at least once.
    pub received: i64,
    /// Those that are accepted.
    pub accepted: i64,
    /// Those that were not handed in by the day they were due.
    pub late: i64,
}

struct Group {
    region: Option<RegionId>,
    municipality: Option<MunicipalityId>,
    reports: Reports,
}

/// The reports of some nodes on a day, of the campaigns that are open and neither closed nor called off then.
pub async fn reports(
    cx: &Cx,
    territories: &[Territory],
    day: NaiveDate,
) -> Result<HashMap<Territory, Reports>, AppError> {
    let zones: Vec<ZoneId> =
        territories.iter().filter_map(|t| if let Territory::Zone(zone, _) = t { Some(*zone) } else { None }).collect();
    let members = if zones.is_empty() { Members::new() } else { zone_members(&cx.db, &zones, day).await? };
    let groups = groups(cx, territories, day).await?;
    let sum = |territory: &Territory| {
        let inside = groups.iter().filter(|group| lies_in(group, *territory, &members));
        inside.fold(Reports::default(), |sum, Group { reports, .. }| Reports {
            expected: sum.expected + reports.expected,
            received: sum.received + reports.received,
            accepted: sum.accepted + reports.accepted,
            late: sum.late + reports.late,
        })
    };
    Ok(territories.iter().map(|territory| (*territory, sum(territory))).collect())
}

async fn groups(cx: &Cx, territories: &[Territory], day: NaiveDate) -> Result<Vec<Group>, AppError> {
    let regions: Option<Vec<RegionId>> = territories
        .iter()
        .map(|territory| match territory {
            Territory::Federation => None,
            Territory::Region(region) | Territory::Zone(_, region) | Territory::Municipality(_, region) => {
                Some(*region)
            }
        })
        .collect();
    let of = |column: report::Column| Expr::col((report::Entity, column));
    let campaign = |column: campaign::Column| Expr::col((campaign::Entity, column));
    let when = |condition: Condition| -> SimpleExpr {
        Func::sum(CaseStatement::new().case(condition, 1).finally(0)).cast_as("BIGINT")
    };
    let by = |column: report::Column| Condition::all().add(of(column).lte(day));
    let first = || of(report::Column::FirstSubmittedOn);
    let due = || of(report::Column::DueOn);
    let late = Condition::any()
        .add(Condition::all().add(first().lte(day)).add(first().gt(due())))
        .add(Condition::all().add(due().lt(day)).add(first().is_null().or(first().gt(day))));
    let mut query = SelectStatement::new();
    query
        .from(report::Entity)
        .inner_join(campaign::Entity, campaign(campaign::Column::Id).eq(of(report::Column::CampaignId)))
        .expr_as(of(report::Column::RegionId), Alias::new("region"))
        .expr_as(of(report::Column::MunicipalityId), Alias::new("municipality"))
        .expr_as(Func::count(Expr::col(Asterisk)), Alias::new("expected"))
        .expr_as(when(by(report::Column::FirstSubmittedOn)), Alias::new("received"))
        .expr_as(when(by(report::Column::AcceptedOn)), Alias::new("accepted"))
        .expr_as(when(late), Alias::new("late"))
        .cond_where(cx.scope(Kind::Report).countable(&Columns::of(report::Entity)))
        .and_where(campaign(campaign::Column::OpensOn).lte(day))
        .and_where(campaign(campaign::Column::ClosedOn).is_null().or(campaign(campaign::Column::ClosedOn).gte(day)))
        .and_where(
            campaign(campaign::Column::CancelledOn).is_null().or(campaign(campaign::Column::CancelledOn).gt(day)),
        )
        .add_group_by([of(report::Column::RegionId), of(report::Column::MunicipalityId)]);
    if let Some(regions) = regions {
        query.and_where(of(report::Column::RegionId).is_in(regions));
    }
    let rows = cx.db.query_all(&query).await?;
    let group = |row: &sea_orm::QueryResult| {
        Ok(Group {
            region: row.try_get("", "region")?,
            municipality: row.try_get("", "municipality")?,
            reports: Reports {
                expected: row.try_get("", "expected")?,
                received: row.try_get("", "received")?,
                accepted: row.try_get("", "accepted")?,
                late: row.try_get("", "late")?,
            },
        })
    };
    rows.iter().map(group).collect()
}

fn lies_in(group: &Group, territory: Territory, members: &Members) -> bool {
    match territory {
        Territory::Federation => true,
        Territory::Region(region) => group.region == Some(region),
        Territory::Zone(zone, _) => {
            group.municipality.is_some_and(|id| members.get(&zone).is_some_and(|members| members.contains(&id)))
        }
        Territory::Municipality(municipality, _) => group.municipality == Some(municipality),
    }
}
