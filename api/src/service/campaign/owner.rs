//! Whose a campaign is: the federation, a region, a zone or a municipality; and who may decide on it.

use entity::{
    campaign,
    ids::AnyId,
    shared::{Level, Visibility},
};
use sea_orm::ConnectionTrait;

use crate::{
    access::{Action, Node, NodeRef, Verdict, Viewer},
    db::change::{Place, Root},
    error::{AppError, Failure, UserError, UserErrorCode},
    service::{Cx, access::node},
};

/// The node of an input: no organisation collects reports.
pub async fn find(cx: &Cx, tx: &impl ConnectionTrait, id: Option<AnyId>) -> Result<NodeRef, Failure> {
    let owner = node::of_id(cx, tx, id, "ownerId").await?;
    if owner.level == Level::Organisation {
        return Err(UserError::new(
            UserErrorCode::Invalid,
            "ownerId",
            "Отчёты собирают федерация, регион, зона или муниципалитет",
            "Reports are collected by the federation, a region, a zone or a municipality",
        )
        .into());
    }
    Ok(owner)
}

/// The node whose campaign it is.
pub fn of(row: &campaign::Model) -> NodeRef {
    let level = match (row.municipality_id, row.zone_id, row.region_id) {
        (Some(_), ..) => Level::Municipality,
        (None, Some(_), _) => Level::Zone,
        (None, None, Some(_)) => Level::Region,
        (None, None, None) => Level::Federation,
    };
    NodeRef { level, region: row.region_id, zone: row.zone_id, municipality: row.municipality_id, organisation: None }
}

/// Where a new campaign of a node stands, kept by the narrowest node of the viewer that holds it; refuses whoever has
/// the right on none.
pub fn place(viewer: &Viewer, action: Action, owner: &NodeRef) -> Result<Place, Failure> {
    let place = Place { visibility: Visibility::Draft, ..owner.place() };
    if viewer.is_system() {
        return Ok(place);
    }
    let (kind, right) = action.needs();
    let level = viewer.nodes_with(right, kind).filter(|node| node.holds(owner)).map(Node::level).max();
    match level {
        Some(level) => Ok(Place { level, ..place }),
        None => match Verdict::by_right(viewer, action, &place).require() {
            Err(failure) => Err(failure),
            Ok(()) => Err(AppError::internal("a right without a node").into()),
        },
    }
}

/// Whether the viewer's rights reach a campaign: a zone's stands on the zone itself, not on its municipalities.
pub fn by_right(viewer: &Viewer, action: Action, row: &campaign::Model) -> Verdict {
    let (kind, right) = action.needs();
    let zonal = row.zone_id.is_some_and(|own| {
        let own_zone = |node: &Node| matches!(node, Node::Zone { zone, .. } if *zone == own);
        row.level >= Level::Zone && viewer.nodes_with(right, kind).any(own_zone)
    });
    if zonal { Verdict::allowed() } else { Verdict::by_right(viewer, action, &row.place()) }
}

/// The levels that can report to a node.
pub fn collects_from(owner: Level, respondents: Level) -> bool {
    let reports = matches!(respondents, Level::Region | Level::Municipality | Level::Organisation);
    // The level of a zone lies between: nobody reports as a zone.
    reports && respondents > owner
}
