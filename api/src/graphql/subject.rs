//! The subject of a figure or a target: a node of the network.

use async_graphql::Context;
use chrono::NaiveDate;
use entity::shared::Level;
use uuid::Uuid;

use super::node::{self, Node};
use crate::{error::AppError, service::given::subject_any};

/// The node of a stored subject; null of the federation, and of a node that this viewer does not see.
pub async fn subject(ctx: &Context<'_>, level: Level, id: Uuid, as_of: NaiveDate) -> Option<Result<Node, AppError>> {
    node::load(ctx, subject_any(level, id)?, as_of).await.transpose()
}
